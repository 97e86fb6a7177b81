//! Whom searches bring and whom courses are offered to, drawn once a replicate: every policy meets the same people, so that what luck gives them need not be drawn again for each.
//!
//! A run that is alone in its replicate keeps nobody: whoever starts in a week is drawn in that week.

use std::collections::BTreeMap;

use crate::ids::{Origin, RoleId, WorkerKey};
use crate::process::departure;
use crate::process::hiring::{self, Attempt};
use crate::process::learning::{self, CourseLuck};
use crate::process::person::{self, Bent, Stay};
use crate::process::world::World;
use crate::random::{ABREAST, Entity};
use crate::workforce::bar::{Bar, LANES};

use wide::f32x8;

/// What luck gives the requisitions of one role and origin, by number; drawn by eights, which costs little more than drawing one.
#[derive(Clone, Debug, Default)]
struct Book {
    first_attempts: Vec<Attempt>,
    /// Attrition budgets, with what engagement and pay make of the hazard.
    stays: Vec<(f64, f64)>,
    /// Skills around what the role asks, where that never moves: a level a skill of the scenario, person by person.
    skills: Vec<f32>,
    /// Normals of the first draw of skills, one a level that the role asks, where that moves.
    normals: Vec<f64>,
}

/// How somebody meets offers of courses toward a role.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    /// How they learn.
    pub bent: Bent,
    /// The uniform with which they meet every offer toward the role.
    pub latent: f64,
}

/// What luck gives people of one role and origin as learners toward one role, by number.
#[derive(Clone, Debug, Default)]
struct Learners {
    candidates: Vec<Option<Candidate>>,
    courses: Vec<Option<CourseLuck>>,
}

/// What luck has given so far, by role and origin.
#[derive(Clone, Debug, Default)]
pub struct Cast {
    books: Vec<[Book; 2]>,
    learners: BTreeMap<(RoleId, RoleId, Origin), Learners>,
    /// Levels of eight people while they are drawn.
    block: Vec<f32x8>,
    /// Of a run that is alone: whoever starts this week, in turn, and their skills.
    starting: (Vec<(f64, f64)>, Vec<f32>),
}

/// The n-th of a list that grows as it is asked for.
fn known<T: Copy>(list: &mut Vec<Option<T>>, number: u32, draw: impl FnOnce() -> T) -> T {
    let at = number as usize;
    if list.len() <= at {
        list.resize(at + 1, None);
    }
    *list[at].get_or_insert_with(draw)
}

impl Cast {
    /// Nobody known yet, in the memory that is there.
    #[must_use]
    pub fn forgotten(mut self) -> Self {
        for book in self.books.iter_mut().flatten() {
            book.first_attempts.clear();
            book.stays.clear();
            book.skills.clear();
            book.normals.clear();
        }
        for learners in self.learners.values_mut() {
            learners.candidates.clear();
            learners.courses.clear();
        }
        self
    }

    fn book(&mut self, key: WorkerKey) -> &mut Book {
        let role = key.role.index();
        if self.books.len() <= role {
            self.books.resize(role + 1, <[Book; 2]>::default());
        }
        &mut self.books[role][usize::from(key.origin == Origin::Hire)]
    }

    /// The first attempt of a requisition.
    pub fn first_attempt(&mut self, key: WorkerKey, world: &World) -> Attempt {
        let attempts = &mut self.book(key).first_attempts;
        let mut number = key.number as usize;
        let mut from = 0;
        if world.alone {
            // They open one after another: the present eight are enough.
            (from, number) = (number / ABREAST * ABREAST, number % ABREAST);
            if number == 0 {
                attempts.clear();
            }
        }
        while attempts.len() <= number {
            let eight = next(key, from + attempts.len(), world);
            attempts.extend(hiring::draw_first_attempts(eight, &world.scenario.hiring, world.luck));
        }
        attempts[number]
    }

    /// Draws whoever starts this week in a run that is alone, in their turn: `aim` is what a role asks.
    pub fn line_up<'b>(&mut self, keys: impl Iterator<Item = WorkerKey>, aim: impl Fn(RoleId) -> &'b Bar, world: &World) {
        let keys: Vec<WorkerKey> = keys.collect();
        let count = world.scenario.skills.len();
        let (stays, skills) = &mut self.starting;
        stays.clear();
        skills.clear();
        for alike in keys.chunk_by(|one, other| (one.role, one.origin) == (other.role, other.origin)) {
            let (first, bar) = (alike[0], aim(alike[0].role));
            for some in alike.chunks(ABREAST) {
                // Lanes beyond the last are the last again.
                let eight = std::array::from_fn(|lane| world.entity(some[lane.min(some.len() - 1)]));
                stays.extend(staying(person::draw_stays(eight, world.luck), first, world).into_iter().take(some.len()));
                if world.outlook.raised(first.role) {
                    // Drawn when they accepted.
                    skills.resize(skills.len() + some.len() * count, 0.0);
                } else {
                    draw_skills(&mut self.block, eight, some.len(), bar, world, skills);
                }
            }
        }
    }

    /// The attrition budget of whoever is hired, and what engagement and pay make of their hazard; `turn` is theirs among those who start this week.
    pub fn stay(&mut self, turn: usize, key: WorkerKey, world: &World) -> (f64, f64) {
        if world.alone {
            return self.starting.0[turn];
        }
        let stays = &mut self.book(key).stays;
        while stays.len() <= key.number as usize {
            let drawn = person::draw_stays(next(key, stays.len(), world), world.luck);
            stays.extend(staying(drawn, key, world));
        }
        stays[key.number as usize]
    }

    /// How a person meets offers toward a role: the same under every policy that asks them.
    pub fn candidate(&mut self, person: WorkerKey, target: RoleId, world: &World) -> Candidate {
        let draw = || {
            let (entity, toward) = (world.entity(person), world.entities[target.index()]);
            Candidate { bent: departure::bent(person, world), latent: learning::offer_latent(entity, toward, world.luck) }
        };
        if world.alone { draw() } else { known(&mut self.learner(person, target).candidates, person.number, draw) }
    }

    /// What a person's first course toward a role brings.
    pub fn first_course(&mut self, person: WorkerKey, target: RoleId, world: &World) -> CourseLuck {
        let toward = world.entities[target.index()];
        let draw = || learning::draw_course(world.entity(person), toward, 0, &world.scenario.learning, world.luck);
        if world.alone { draw() } else { known(&mut self.learner(person, target).courses, person.number, draw) }
    }

    fn learner(&mut self, person: WorkerKey, target: RoleId) -> &mut Learners {
        self.learners.entry((target, person.role, person.origin)).or_default()
    }

    /// The skills of whoever is hired for a role that always asks the same, `bar`: a level a skill of the scenario; `turn` is theirs among those who start this week.
    pub fn skills(&mut self, turn: usize, key: WorkerKey, bar: &Bar, world: &World) -> &[f32] {
        let count = world.scenario.skills.len();
        if world.alone {
            return &self.starting.1[turn * count..][..count];
        }
        let mut block = std::mem::take(&mut self.block);
        let skills = &mut self.book(key).skills;
        let at = key.number as usize * count;
        while skills.len() < at + count {
            draw_skills(&mut block, next(key, skills.len() / count, world), ABREAST, bar, world, skills);
        }
        self.block = block;
        &self.book(key).skills[at..at + count]
    }

    /// The skills of whoever accepts, around a bar that moves.
    pub fn skills_around(&mut self, key: WorkerKey, entity: Entity, bar: &Bar, world: &World, skills: &mut [f32]) {
        if world.alone {
            person::draw_skills(entity, bar, world.qualified_at, world.luck, skills);
            return;
        }
        let count = bar.asked().len();
        let normals = &mut self.book(key).normals;
        let start = key.number as usize * count;
        while normals.len() < start + count {
            let known = normals.len();
            normals.resize(known + ABREAST * count, 0.0);
            person::draw_normals(next(key, known / count, world), world.luck, &mut normals[known..]);
        }
        person::skills_from(&normals[start..start + count], entity, bar, world.qualified_at, world.luck, skills);
    }
}

/// What is kept of how long eight people stay who are hired as `like`: their attrition budgets, and what engagement and pay make of the hazard.
fn staying(stays: [Stay; ABREAST], like: WorkerKey, world: &World) -> [(f64, f64); ABREAST] {
    let (scenario, market) = (world.scenario, world.scenario.roles[like.role.index()].salary);
    let salary = hiring::salary(like, scenario);
    let dispositions = departure::dispositions(stays.map(|stay| stay.own_engagement), salary, market, &scenario.retention);
    std::array::from_fn(|lane| (stays[lane].attrition_budget, dispositions[lane]))
}

/// Draws the skills of eight people and adds those of the first few to a list, person by person; `block` is where they are drawn.
fn draw_skills(block: &mut Vec<f32x8>, eight: [Entity; ABREAST], few: usize, bar: &Bar, world: &World, skills: &mut Vec<f32>) {
    let count = world.scenario.skills.len();
    block.clear();
    block.resize(count.next_multiple_of(LANES), f32x8::ZERO);
    person::draw_skills_abreast(eight, bar, world.qualified_at, world.luck, block);
    let lanes = 0..few;
    skills.extend(lanes.flat_map(|lane| block[..count].iter().map(move |levels| levels.as_array()[lane])));
}

/// The eight people of a role and origin from a number on.
#[expect(clippy::cast_possible_truncation, reason = "fewer requisitions than people and weeks")]
fn next(key: WorkerKey, number: usize, world: &World) -> [Entity; ABREAST] {
    person::eight(world.entities[key.role.index()], key.origin, number as u32)
}
