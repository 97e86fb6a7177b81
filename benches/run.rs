//! A run of the contact centre, by policy, at two sizes; the twin is a quiet year. Run with `cargo bench --no-default-features`.
//!
//! Worker-weeks a second of a whole comparison, set-up included, are in the `run` block of its manifest.

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use foreshift::{Replicate, Scenario};

/// The bundled scenario with so many times its people and seats.
fn contact_centre(times: f64) -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/contact-centre.toml");
    let mut scenario = Scenario::load(&path, &[]).expect("the bundled scenario is sound");
    for role in &mut scenario.roles {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small headcount, scaled")]
        let headcount = (f64::from(role.headcount) * times) as u32;
        role.headcount = headcount;
    }
    for created in scenario.shocks.iter_mut().flat_map(|shock| &mut shock.creates) {
        created.seats *= times;
    }
    for policy in &mut scenario.policies {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small capacity, scaled")]
        let scaled = |capacity: u32| (f64::from(capacity) * times) as u32;
        policy.training_capacity = scaled(policy.training_capacity);
        policy.requisition_capacity = scaled(policy.requisition_capacity);
    }
    scenario
}

fn runs(criterion: &mut Criterion) {
    for times in [1.0, 22.5] {
        let scenario = contact_centre(times);
        let replicate = Replicate::new(&scenario, 42, 0);
        let people: u32 = scenario.roles.iter().map(|role| role.headcount).sum();
        let mut group = criterion.benchmark_group(format!("run of {people} people"));
        group.sample_size(10);
        group.throughput(Throughput::Elements(replicate.twin().worker_weeks));
        group.bench_function("twin", |bench| bench.iter(|| black_box(replicate.twin())));
        for policy in &scenario.policies {
            group.throughput(Throughput::Elements(replicate.run(policy).worker_weeks));
            group.bench_function(policy.name.as_str(), |bench| bench.iter(|| black_box(replicate.run(policy))));
        }
        group.throughput(Throughput::Elements(u64::from(people)));
        group.bench_function("set-up", |bench| bench.iter(|| black_box(Replicate::new(&scenario, 42, 0))));
        group.finish();
    }
}

criterion_group!(benches, runs);
criterion_main!(benches);
