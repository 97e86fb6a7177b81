//! Whom searches bring, drawn once a replicate: every policy meets the same people, so that what luck gives them need not be drawn again for each.

use std::collections::BTreeMap;

use crate::ids::{Origin, RoleId, WorkerKey};
use crate::process::departure;
use crate::process::hiring::{self, Attempt};
use crate::process::learning::CourseLuck;
use crate::process::person::{self, Temper};
use crate::process::world::World;
use crate::random::Entity;
use crate::units::Fixed;
use crate::workforce::bar::Bar;

/// What luck gives the requisitions of one role and origin, by number.
#[derive(Clone, Debug, Default)]
struct Book {
    first_attempts: Vec<Option<Attempt>>,
    /// With what engagement and pay make of the hazard.
    tempers: Vec<Option<(Temper, f64)>>,
    /// Normals of the first draw of skills, one a level that the role asks; not a number before they are drawn.
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
    pub fn first_attempt(&mut self, key: WorkerKey, entity: Entity, world: &World) -> Attempt {
        known(&mut self.book(key).first_attempts, key.number, || {
            hiring::draw_attempt(entity, 0, &world.scenario.hiring, world.luck)
        })
    }

    /// The temper of whoever is hired, and what engagement and pay make of their hazard.
    pub fn temper(&mut self, key: WorkerKey, entity: Entity, world: &World) -> (Temper, f64) {
        known(&mut self.book(key).tempers, key.number, || {
            let (scenario, market) = (world.scenario, world.scenario.roles[key.role.index()].salary);
            let temper = person::draw_temper(entity, scenario, world.luck);
            let salary = hiring::salary(key, scenario);
            (temper, departure::disposition(temper.own_engagement, salary, market, &scenario.retention))
        })
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

    /// The skills of whoever accepts, around a bar; returns their fit to it.
    pub fn skills(&mut self, key: WorkerKey, entity: Entity, bar: &Bar, world: &World, skills: &mut [f32]) -> Fixed {
        let count = bar.levels().count();
        let normals = &mut self.book(key).normals;
        let start = key.number as usize * count;
        if normals.len() < start + count {
            normals.resize(start + count, f64::NAN);
        }
        let mine = &mut normals[start..start + count];
        if mine.first().is_some_and(|normal| normal.is_nan()) {
            person::draw_normals(entity, 0, world.luck, mine);
        }
        person::skills_from(mine, entity, bar, world.qualified_at, world.luck, skills)
    }
}
