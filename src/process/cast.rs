//! Whom searches bring, drawn once a replicate: every policy meets the same people, so that what luck gives them need not be drawn again for each.

use std::collections::BTreeMap;

use crate::ids::{Origin, RoleId, WorkerKey};
use crate::process::departure;
use crate::process::hiring::{self, Attempt};
use crate::process::learning::CourseLuck;
use crate::process::person::{self, Temper};
use crate::process::world::World;
use crate::random::{ABREAST, Entity};
use crate::workforce::bar::{Bar, LANES};

use wide::f32x8;

/// What luck gives the requisitions of one role and origin, by number; drawn by eights, which costs little more than drawing one.
#[derive(Clone, Debug, Default)]
struct Book {
    first_attempts: Vec<Attempt>,
    /// With what engagement and pay make of the hazard.
    tempers: Vec<(Temper, f64)>,
    /// Skills around what the role asks, where that never moves: a level a skill of the scenario, person by person.
    skills: Vec<f32>,
    /// Normals of the first draw of skills, one a level that the role asks, where that moves.
    normals: Vec<f64>,
}

/// What luck gives people of one role and origin as learners toward one role, by number.
#[derive(Clone, Debug, Default)]
struct Learners {
    latents: Vec<Option<f64>>,
    courses: Vec<Option<CourseLuck>>,
}

/// What luck has given so far, by role and origin.
#[derive(Clone, Debug, Default)]
pub struct Cast {
    books: Vec<[Book; 2]>,
    learners: BTreeMap<(RoleId, RoleId, Origin), Learners>,
    /// Levels of eight people while they are drawn.
    block: Vec<f32x8>,
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
            book.tempers.clear();
            book.skills.clear();
            book.normals.clear();
        }
        for learners in self.learners.values_mut() {
            learners.latents.clear();
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
        while attempts.len() <= key.number as usize {
            attempts.extend(hiring::draw_first_attempts(next(key, attempts.len(), world), &world.scenario.hiring, world.luck));
        }
        attempts[key.number as usize]
    }

    /// The temper of whoever is hired, and what engagement and pay make of their hazard.
    pub fn temper(&mut self, key: WorkerKey, world: &World) -> (Temper, f64) {
        let tempers = &mut self.book(key).tempers;
        let (scenario, market) = (world.scenario, world.scenario.roles[key.role.index()].salary);
        while tempers.len() <= key.number as usize {
            let drawn = person::draw_tempers(next(key, tempers.len(), world), scenario, world.luck);
            let salary = hiring::salary(key, scenario);
            let disposition = |temper: Temper| departure::disposition(temper.own_engagement, salary, market, &scenario.retention);
            tempers.extend(drawn.map(|temper| (temper, disposition(temper))));
        }
        tempers[key.number as usize]
    }

    /// How a person meets offers toward a role: the same under every policy that asks them.
    pub fn offer_latent(&mut self, person: WorkerKey, target: RoleId, draw: impl FnOnce() -> f64) -> f64 {
        known(&mut self.learner(person, target).latents, person.number, draw)
    }

    /// What a person's first course toward a role brings.
    pub fn first_course(&mut self, person: WorkerKey, target: RoleId, draw: impl FnOnce() -> CourseLuck) -> CourseLuck {
        known(&mut self.learner(person, target).courses, person.number, draw)
    }

    fn learner(&mut self, person: WorkerKey, target: RoleId) -> &mut Learners {
        self.learners.entry((target, person.role, person.origin)).or_default()
    }

    /// The skills of whoever is hired for a role that always asks the same, `bar`: a level a skill of the scenario.
    pub fn skills(&mut self, key: WorkerKey, bar: &Bar, world: &World) -> &[f32] {
        let count = world.scenario.skills.len();
        let mut block = std::mem::take(&mut self.block);
        let skills = &mut self.book(key).skills;
        let at = key.number as usize * count;
        while skills.len() < at + count {
            let eight = next(key, skills.len() / count, world);
            block.clear();
            block.resize(count.next_multiple_of(LANES), f32x8::ZERO);
            person::draw_skills_abreast(eight, bar, world.qualified_at, world.luck, &mut block);
            let lanes = 0..ABREAST;
            skills.extend(lanes.flat_map(|lane| block[..count].iter().map(move |levels| levels.as_array()[lane])));
        }
        self.block = block;
        &self.book(key).skills[at..at + count]
    }

    /// The skills of whoever accepts, around a bar that moves.
    pub fn skills_around(&mut self, key: WorkerKey, entity: Entity, bar: &Bar, world: &World, skills: &mut [f32]) {
        let count = bar.levels().count();
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

/// The eight people of a role and origin from a number on.
#[expect(clippy::cast_possible_truncation, reason = "fewer requisitions than people and weeks")]
fn next(key: WorkerKey, number: usize, world: &World) -> [Entity; ABREAST] {
    person::eight(world.entities[key.role.index()], key.origin, number as u32)
}
