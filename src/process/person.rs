//! People as they are drawn: the workforce of week 0 and newcomers.
//!
//! Skills are `aim * (1 + N(0, 0.08))` clipped to [0, 1] and redrawn until qualified. Tenure at week 0 follows the stationary law of the role's hazard (density
//! proportional to survival, the inspection law of renewal theory; Cox 1962), the first year and the external-exit factor of the first two years included, so that business as
//! usual does not drift. A working life of 40 years bounds it (assumed; it matters only for turnover near 0).

use crate::ids::{Origin, WorkerKey};
use crate::process::departure::{FIRST_TWO_YEARS, FIRST_YEAR, tenure_factor};

use crate::random::{ABREAST, Entity, Luck, Process, Stream, Streams};
use crate::scenario::model::{Role, Scenario};
use crate::units::{Fixed, WEEKS_PER_YEAR};
use crate::workforce::bar::Bar;

use wide::f32x8;

/// Skills that are drawn together.
const SKILLS_TOGETHER: usize = 16;
/// Standard deviation of a level around what the role asks, relative.
const SKILL_SPREAD: f64 = 0.08;
/// Draws after which a person is given what the role asks: reached only where qualification asks for nearly everything.
const MOST_DRAWS: u32 = 100;
/// Mean and standard deviation of the worker's own engagement.
const OWN_ENGAGEMENT: (f64, f64) = (0.6, 0.1);
/// Years of a working life.
const WORKING_LIFE: f64 = 40.0;

/// What luck gives a person, under every policy alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Temper {
    /// Accumulated hazard at which they quit.
    pub attrition_budget: f64,
    /// Engagement before climate and events.
    pub own_engagement: f64,
    /// Learning rate; 1 is average.
    pub learning_rate: f64,
    /// A uniform for the tenure of incumbents.
    tenure_latent: f64,
}

/// The entity of a person.
#[must_use]
pub fn entity(scenario: &Scenario, key: WorkerKey) -> Entity {
    numbered(Entity::named(&scenario.roles[key.role.index()].name), key.origin, key.number)
}

/// The n-th person, or requisition, of a role and origin, from the role's entity.
#[must_use]
pub fn numbered(role: Entity, origin: Origin, number: u32) -> Entity {
    role.part((origin as u64) << 32 | u64::from(number))
}

/// Eight people, or requisitions, of a role and origin from a number on.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "a lane of eight")]
pub fn eight(role: Entity, origin: Origin, first: u32) -> [Entity; ABREAST] {
    std::array::from_fn(|lane| numbered(role, origin, first + lane as u32))
}

/// Draws a person's temper.
#[must_use]
pub fn draw_temper(person: Entity, scenario: &Scenario, luck: Luck) -> Temper {
    let mut stream = luck.stream(Process::Person, person, 0);
    let attrition_budget = stream.exponential();
    let own_engagement = engagement(stream.normal());
    let learning_rate = stream.lognormal(1.0, scenario.learning.learning_rate_sd);
    Temper { attrition_budget, own_engagement, learning_rate, tenure_latent: stream.uniform() }
}

/// What of a person's temper decides how long they stay while nothing happens to them: all that is asked of most people.
#[derive(Clone, Copy, Debug)]
pub struct Stay {
    /// Accumulated hazard at which they quit.
    pub attrition_budget: f64,
    /// Engagement before climate and events.
    pub own_engagement: f64,
}

/// What of a person's temper decides how they learn: asked of those to whom a course is offered.
#[derive(Clone, Copy, Debug)]
pub struct Bent {
    /// Engagement before climate and events.
    pub own_engagement: f64,
    /// Learning rate; 1 is average.
    pub learning_rate: f64,
}

/// Draws how long each of eight people stays, as [`draw_temper`].
#[must_use]
pub fn draw_stays(people: [Entity; ABREAST], luck: Luck) -> [Stay; ABREAST] {
    stays(&mut luck.streams(Process::Person, people, 0))
}

fn stays(streams: &mut Streams) -> [Stay; ABREAST] {
    let budgets = streams.exponentials();
    let normals = streams.normals();
    std::array::from_fn(|lane| Stay { attrition_budget: budgets[lane], own_engagement: engagement(normals[lane]) })
}

/// Draws how long each of eight incumbents stays, and whole weeks since they joined, as [`draw_temper`].
#[must_use]
pub fn draw_incumbents(people: [Entity; ABREAST], tenures: &Tenures, luck: Luck) -> [(Stay, i32); ABREAST] {
    let mut streams = luck.streams(Process::Person, people, 0);
    let stays = stays(&mut streams);
    let _learning_rates = streams.uniforms();
    let latents = streams.uniforms();
    std::array::from_fn(|lane| (stays[lane], tenures.age(latents[lane])))
}

/// Draws how a person learns, as [`draw_temper`].
#[must_use]
pub fn draw_bent(person: Entity, scenario: &Scenario, luck: Luck) -> Bent {
    let mut stream = luck.stream(Process::Person, person, 0);
    let _attrition_budget = stream.uniform();
    let own_engagement = engagement(stream.normal());
    Bent { own_engagement, learning_rate: stream.lognormal(1.0, scenario.learning.learning_rate_sd) }
}

/// A person's own engagement, by so many deviations from the mean.
fn engagement(normal: f64) -> f64 {
    OWN_ENGAGEMENT.0 + OWN_ENGAGEMENT.1 * normal
}

/// Draws the skills of eight people into a block of levels that are 0, as [`draw_skills`]; returns their fits.
#[expect(clippy::cast_possible_truncation, reason = "levels are kept in single precision")]
pub fn draw_skills_abreast(
    people: [Entity; ABREAST],
    bar: &Bar,
    qualified_at: Fixed,
    luck: Luck,
    block: &mut [f32x8],
) -> [Fixed; ABREAST] {
    let mut streams = luck.streams(Process::Skills, people, 0);
    let mut normals = [[0.0; ABREAST]; SKILLS_TOGETHER];
    for asked in bar.asked().chunks(SKILLS_TOGETHER) {
        let normals = &mut normals[..asked.len()];
        streams.fill_with_normals(normals);
        for (&(skill, level), normals) in asked.iter().zip(normals) {
            block[skill.index()] = f32x8::new(normals.map(|normal| around(level, normal) as f32));
        }
    }
    let mut fits = bar.fits(block).to_array().map(|fit| Fixed(fit.cast_unsigned()));
    for (lane, fit) in fits.iter_mut().enumerate().filter(|(_, fit)| **fit < qualified_at) {
        let mut mine: Vec<f32> = vec![0.0; block.len()];
        *fit = redraw_skills(1, people[lane], bar, qualified_at, luck, &mut mine);
        for &(skill, _) in bar.asked() {
            block[skill.index()].as_mut_array()[lane] = mine[skill.index()];
        }
    }
    fits
}

/// Draws a person's skills around a role's bar into `skills` (one level a skill of the scenario; what the role does not ask is 0) and
/// returns their fit to it.
pub fn draw_skills(person: Entity, bar: &Bar, qualified_at: Fixed, luck: Luck, skills: &mut [f32]) -> Fixed {
    skills.fill(0.0);
    redraw_skills(0, person, bar, qualified_at, luck, skills)
}

/// The normals of the first draw of eight people's skills, one a level that the role asks; person by person into `normals`.
pub fn draw_normals(people: [Entity; ABREAST], luck: Luck, normals: &mut [f64]) {
    let count = normals.len() / ABREAST;
    let mut drawn = vec![[0.0; ABREAST]; count];
    luck.streams(Process::Skills, people, 0).fill_with_normals(&mut drawn);
    for (level, drawn) in drawn.into_iter().enumerate() {
        for (lane, normal) in drawn.into_iter().enumerate() {
            normals[lane * count + level] = normal;
        }
    }
}

/// What `draw_skills` gives, where the normals of the first draw are known.
pub fn skills_from(normals: &[f64], person: Entity, bar: &Bar, qualified_at: Fixed, luck: Luck, skills: &mut [f32]) {
    skills.fill(0.0);
    set_around(bar, skills, normals.iter().copied());
    if bar.fit(skills) < qualified_at {
        redraw_skills(1, person, bar, qualified_at, luck, skills);
    }
}

/// Levels around what a role asks, by so many deviations each.
#[expect(clippy::cast_possible_truncation, reason = "levels are kept in single precision")]
fn set_around(bar: &Bar, skills: &mut [f32], normals: impl Iterator<Item = f64>) {
    for (&(skill, level), normal) in bar.asked().iter().zip(normals) {
        skills[skill.index()] = around(level, normal) as f32;
    }
}

/// A level around what a role asks, by so many deviations.
fn around(level: f64, normal: f64) -> f64 {
    (level * (1.0 + SKILL_SPREAD * normal)).clamp(0.0, 1.0)
}

/// Draws skills from an attempt on, until qualified.
#[expect(clippy::cast_possible_truncation, reason = "levels are kept in single precision")]
fn redraw_skills(from: u32, person: Entity, bar: &Bar, qualified_at: Fixed, luck: Luck, skills: &mut [f32]) -> Fixed {
    for attempt in from..MOST_DRAWS {
        let mut stream: Stream = luck.stream(Process::Skills, person, attempt);
        set_around(bar, skills, std::iter::repeat_with(|| stream.normal()));
        let fit = bar.fit(skills);
        if fit >= qualified_at {
            return fit;
        }
    }
    for &(skill, level) in bar.asked() {
        skills[skill.index()] = level as f32;
    }
    bar.fit(skills)
}

impl Temper {
    /// Whole weeks since an incumbent joined, before the week in which the run starts.
    #[must_use]
    pub fn incumbent_age(&self, role: &Role, scenario: &Scenario) -> i32 {
        Tenures::of(role, scenario).age(self.tenure_latent)
    }
}

/// The law of tenure of a role's people at week 0.
#[derive(Clone, Copy, Debug)]
pub struct Tenures {
    /// Years of a constant hazard each: the hazard, the years, the share left after them, and the person-years that one newcomer spends in them.
    pieces: [Piece; 3],
    /// Person-years of all pieces.
    total: f64,
}

#[derive(Clone, Copy, Debug)]
struct Piece {
    hazard: f64,
    years: f64,
    survival: f64,
    area: f64,
}

impl Tenures {
    /// The law in a role.
    #[must_use]
    pub fn of(role: &Role, scenario: &Scenario) -> Self {
        let hazard = |tenure| role.turnover.0 * tenure_factor(tenure, &scenario.retention, scenario.mechanisms);
        let pieces =
            [(hazard(FIRST_YEAR), 1.0), (hazard(FIRST_TWO_YEARS), 1.0), (hazard(FIRST_TWO_YEARS + 1), WORKING_LIFE - 2.0)];
        let mut survivors = 1.0;
        let pieces = pieces.map(|(hazard, years)| {
            let area = survivors * person_years(hazard, years);
            let survival = libm::exp(-hazard * years);
            survivors *= survival;
            Piece { hazard, years, survival, area }
        });
        Self { pieces, total: pieces.iter().map(|piece| piece.area).sum() }
    }

    /// Whole weeks since somebody joined, by a uniform.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "at most a working life of weeks")]
    fn age(&self, latent: f64) -> i32 {
        let mut target = latent * self.total;
        let mut age = 0.0;
        let mut survivors = 1.0;
        for Piece { hazard, years, survival, area } in self.pieces {
            if target <= area {
                let left = target / survivors;
                age += if hazard > 0.0 { -libm::log1p(-(left * hazard).min(1.0 - 1e-12)) / hazard } else { left };
                break;
            }
            target -= area;
            age += years;
            survivors *= survival;
        }
        libm::floor(age.min(WORKING_LIFE) * f64::from(WEEKS_PER_YEAR)) as i32
    }
}

/// Person-years that one person spends in some years at a constant hazard.
fn person_years(hazard: f64, years: f64) -> f64 {
    if hazard > 0.0 { -libm::expm1(-hazard * years) / hazard } else { years }
}
