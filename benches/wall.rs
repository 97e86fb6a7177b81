//! What is waited for besides the runs themselves: loading, a comparison, a sweep, tables, charts, the report. Run with `cargo bench --bench wall`.
//!
//! Measured on an AMD EPYC with two cores and next to no other load, time on the wall, means, for the contact centre (445 people, 156 weeks, seven policies and the twin):
//!
//! | what | takes |
//! |------|------:|
//! | loading the scenario | 0.38 ms |
//! | a comparison of 200 replicates on two threads, its tables made but not written | 0.83 s |
//! | a sweep of 64 points, 8 replicates each, on two threads (4,096 runs) | 1.7 s |
//! | writing the tables as CSV | 90 ms |
//! | writing the tables as Parquet | 254 ms |
//! | drawing the charts as SVG | 12 ms |
//! | making pictures (PNG) of them, on two threads | 336 ms |
//! | the report | 1.5 ms |
//!
//! All that `compare` does once its runs are made is 0.7 s.

use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use foreshift::experiment::design::{Ask, Design, Kind};
use foreshift::experiment::parameter::Parameter;
use foreshift::experiment::sweep::{Study, SweepSettings, run_in_memory};
use foreshift::output::Format;
use foreshift::output::charts::{draw_all, pngs};
use foreshift::output::directory::Directory;
use foreshift::output::report::{Subject, html};
use foreshift::output::stored::Origin;
use foreshift::output::tables;
use foreshift::scenario::{Draft, Reading};
use foreshift::{Comparison, Scenario, Settings, Unwatched, compare};
use tempfile::TempDir;

const SCENARIO: &str = "contact-centre.toml";

fn bundled() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(SCENARIO)
}

/// What `compare` finds where nothing else is asked for.
fn usual() -> Comparison {
    let scenario = Scenario::load(&bundled(), &[]).expect("the bundled scenario is sound");
    let settings = Settings { replicates: 200, ..Settings::default() };
    compare(&scenario, &settings, &Unwatched).expect("a sound scenario compares")
}

/// Points of a Latin hypercube over everything that the scenario gives a range.
fn study() -> Study {
    let draft = Draft::load_as(&bundled(), Reading::default()).expect("the bundled scenario is sound");
    let parameters = Parameter::ranged(&draft.scenario().expect("the bundled scenario is sound"));
    let ask = Ask { dimensions: parameters.len(), size: 64, seed: 42, ..Ask::default() };
    let design = Design::make(Kind::Lhs, &ask).expect("there is a point and a dimension");
    Study { draft, parameters, design, settings: SweepSettings { replicates: 8, ..SweepSettings::default() } }
}

/// Before anything runs.
fn loading(criterion: &mut Criterion) {
    criterion.bench_function("load", |bench| bench.iter(|| Scenario::load(black_box(&bundled()), &[])));
}

/// On as many threads as there are cores.
fn runs(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("runs");
    group.sample_size(10);
    group.bench_function("compare, 200 replicates", |bench| bench.iter(usual));
    let study = study();
    group.bench_function("sweep, 64 points, 8 replicates", |bench| bench.iter(|| run_in_memory(&study, &Unwatched)));
    group.finish();
}

/// Of a comparison, once it is there.
fn results(criterion: &mut Criterion) {
    let found = usual();
    let origin = Origin::here("foreshift compare", &found.scenario.to_json());
    let charts = draw_all(&found);
    let drawn: Vec<&str> = charts.iter().map(|chart| chart.svg.as_str()).collect();
    let place = || {
        let place = TempDir::new().expect("a temporary directory");
        let directory = Directory::open(&place.path().join("results"), false).expect("an empty place");
        (place, directory)
    };
    let mut group = criterion.benchmark_group("results");
    group.sample_size(10);
    for format in [Format::Csv, Format::Parquet] {
        group.bench_function(format!("tables, {format}"), |bench| {
            let write = |(place, mut directory)| {
                tables::write(&found, &[format], &mut directory).expect("a place to write");
                place
            };
            bench.iter_batched(place, write, BatchSize::PerIteration);
        });
    }
    group.bench_function("charts, SVG", |bench| bench.iter(|| draw_all(&found)));
    group.bench_function("charts, PNG", |bench| bench.iter(|| pngs(&drawn).expect("what was drawn is a picture")));
    let subject = Subject { comparison: &found, origin: &origin, charts: &charts };
    group.bench_function("report", |bench| bench.iter(|| html(&subject)));
    group.finish();
}

criterion_group!(benches, loading, runs, results);
criterion_main!(benches);
