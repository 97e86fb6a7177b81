//! Result tables and the manifest: what is written reads back as it was, cell by cell, under the names that users rely on.
#![cfg(feature = "tables")]

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use foreshift::analysis::rows::{
    Answer, Better, Comparison, ComparisonRow, CostRow, FunnelRow, GapRow, HorizonRow, Interval, Measure, MoveRow, RetentionRow,
    RunRow, Standing, SummaryRow, TimeToFillRow, WeeklyRow,
};
use foreshift::output::directory::Directory;
use foreshift::output::manifest::{self, Facts, Run};
use foreshift::output::tables::{self, Table};
use foreshift::output::verify::{Finding, verify};
use foreshift::output::{Error, Format};
use foreshift::scenario::model::{Decision, Hiring, Learning, Mechanisms, Retention, Scenario, Severance};
use foreshift::units::Money;
use miette::Diagnostic;
use polars::prelude::AnyValue;
use polars_io::SerReader;
use polars_io::parquet::read::ParquetReader;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// A role whose name a spreadsheet would run.
const HOSTILE_ROLE: &str = "=cmd|' /C calc'!A0";
/// A policy whose name a spreadsheet would take for a sum, with everything that CSV must quote.
const HOSTILE_POLICY: &str = "-a, \"b\"\nc";

/// What a cell should hold.
#[derive(Clone, Debug, PartialEq)]
enum Cell {
    Text(String),
    Whole(i64),
    Real(f64),
    Null,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<i32> for Cell {
    fn from(number: i32) -> Self {
        Self::Whole(number.into())
    }
}

impl From<u32> for Cell {
    fn from(number: u32) -> Self {
        Self::Whole(number.into())
    }
}

impl From<f64> for Cell {
    fn from(number: f64) -> Self {
        Self::Real(number)
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// Cells of a row.
macro_rules! cells {
    ($($value:expr),* $(,)?) => { vec![$(Cell::from($value)),*] };
}

/// A table as it should read: its name, its columns, its rows.
struct Expected {
    name: &'static str,
    columns: &'static [&'static str],
    rows: Vec<Vec<Cell>>,
}

const fn interval(mean: f64, low: f64, high: f64) -> Interval {
    Interval { mean, low, high }
}

fn scenario() -> Scenario {
    Scenario {
        name: "Contact centre".into(),
        summary: String::new(),
        currency: "USD".into(),
        horizon: 52,
        discount_rate: 0.05,
        skills: Vec::new(),
        roles: Vec::new(),
        shocks: Vec::new(),
        hiring: Hiring {
            cost_per_hire: Money::ZERO,
            onboarding: Money::ZERO,
            time_to_fill_weeks: 6.0,
            time_to_fill_sigma: 0.5,
            decline: 0.1,
            notice_weeks: 4.0,
            premium: 0.1,
            backfill_premium: 0.0,
            ramp_weeks: 26.0,
            start_output: 0.5,
            internal_ramp_factor: 0.5,
            pool: 10.0,
            scarcity: 0.5,
        },
        learning: Learning {
            qualified_at: 0.9,
            setup_weeks: 1.0,
            pace_weeks: 52.0,
            effort_exponent: 1.0,
            intensity: 0.5,
            tuition_per_week: Money::ZERO,
            dropout: 0.01,
            support: 0.5,
            learning_rate_sd: 0.2,
            mentoring: 0.2,
            max_distance: 0.5,
            aim_weeks: 26,
            transfer: 0.8,
            transfer_sd: 0.1,
            internal_discount: 0.05,
        },
        retention: Retention {
            first_year: 2.0,
            engagement_effect: 1.0,
            pay_effect: 1.0,
            insecurity_effect: 1.0,
            lock_in: 0.5,
            poaching: 0.1,
            external_exit: 1.5,
            workload: 0.1,
            spread: 0.1,
        },
        severance: Severance { weeks_per_year: 2.0, floor_weeks: 4.0, cap_weeks: 52.0 },
        mechanisms: Mechanisms {
            mentoring: true,
            spread: true,
            workload: true,
            layoff_response: true,
            poaching: true,
            lock_in: true,
            insecurity: true,
            scarcity: true,
            external_exit: true,
        },
        decision: Decision { cost: 0.4, time: 0.3, retention: 0.3 },
        policies: Vec::new(),
        assumptions: Vec::new(),
    }
}

/// A comparison with a row or two in every table, names that bite and numbers that do not print short.
#[expect(clippy::too_many_lines, reason = "a row of every table")]
fn comparison() -> Comparison {
    let measure = |name, title, unit: &str, better| Measure { name, title, unit: unit.into(), better };
    let share = interval(0.1 + 0.2, -1.0 / 3.0, f64::MIN_POSITIVE);
    Comparison {
        scenario: scenario(),
        seed: u64::MAX,
        replicates: 2,
        policies: vec![HOSTILE_POLICY.into(), "hire".into()],
        measures: vec![
            measure("transition_cost", "Transition cost", "USD", Better::Lower),
            measure("excess_gap_weeks", "Excess gap-weeks", "gap-weeks", Better::Lower),
            measure("time_to_fill", "Time to fill", "weeks", Better::Lower),
        ],
        runs: vec![
            RunRow { policy: HOSTILE_POLICY.into(), replicate: 0, values: vec![Some(-1.5e6), Some(1.0 / 3.0), None] },
            RunRow { policy: "twin".into(), replicate: 1, values: vec![Some(f64::MAX), Some(5e-324), Some(0.1)] },
        ],
        summary: vec![SummaryRow {
            policy: HOSTILE_POLICY.into(),
            measure: "transition_cost",
            unit: "USD".into(),
            better: Better::Lower,
            mean: Some(0.1 + 0.2),
            sd: Some(1e-7),
            ci_low: Some(-2.0),
            ci_high: None,
            p05: Some(1e21),
            p50: Some(0.0),
            p95: Some(-0.0),
            p_best: None,
            expected_regret: None,
            replicates: 2,
        }],
        comparisons: vec![ComparisonRow {
            policy: "hire".into(),
            versus: HOSTILE_POLICY.into(),
            measure: "transition_cost",
            unit: "USD".into(),
            difference: Some(-12_345.678_901_234_567),
            ci_low: None,
            ci_high: Some(1.0),
            p_holm: Some(1.234e-12),
            variance_reduction: Some(f64::INFINITY),
        }],
        weekly: vec![WeeklyRow {
            policy: "hire".into(),
            role: HOSTILE_ROLE.into(),
            week: 51,
            measure: "gaps",
            unit: "people".into(),
            mean: 1.5,
            p05: -0.25,
            p25: 1.0,
            p50: 2.0,
            p75: 2.5,
            p95: 1.0 / 7.0,
        }],
        costs: vec![CostRow {
            policy: "hire".into(),
            category: "severance",
            role: HOSTILE_ROLE.into(),
            unit: "USD".into(),
            mean: 1.0,
            ci_low: 2.0,
            ci_high: 3.0,
            p05: 4.0,
            p95: -5.0,
        }],
        gaps: Some(vec![
            GapRow {
                policy: "hire".into(),
                replicate: 1,
                role: HOSTILE_ROLE.into(),
                kind: "vacancy",
                cause: "shock",
                opened_week: 3,
                channel: Some("hire"),
                closed_week: Some(9),
                productive_week: Some(20),
                outcome: "filled",
            },
            GapRow {
                policy: "hire".into(),
                replicate: 1,
                role: "@role".into(),
                kind: "capability",
                cause: "initial",
                opened_week: 0,
                channel: None,
                closed_week: None,
                productive_week: None,
                outcome: "open",
            },
        ]),
        time_to_fill: vec![TimeToFillRow {
            policy: "hire".into(),
            role: "all".into(),
            kind: "all",
            weeks: 4,
            share_open: share,
            share_filled: interval(1.0, 2.0, 3.0),
            share_lapsed: interval(4.0, 5.0, 6.0),
            at_risk: 12.5,
        }],
        retention: vec![RetentionRow {
            policy: "hire".into(),
            role: "hit".into(),
            week: 7,
            employed: share,
            quit: interval(1.0, 2.0, 3.0),
            laid_off: interval(4.0, 5.0, 6.0),
        }],
        moves: Vec::new(),
        funnel: vec![FunnelRow { policy: "hire".into(), channel: "wait", stage: "capacity", unit: "gap-weeks", count: share }],
        horizons: vec![HorizonRow {
            policy: "hire".into(),
            horizon_weeks: 26,
            measure: "transition_cost",
            unit: "USD".into(),
            value: share,
            p_best: 0.5,
        }],
        answer: Answer {
            pick: "hire".into(),
            runner_up: None,
            sentence: "Hire.".into(),
            standings: vec![Standing {
                policy: "hire".into(),
                score: share,
                p_best: 0.75,
                dominated_by: vec!["none".into()],
                ties_with_pick: true,
            }],
        },
        stopping: None,
        warnings: vec!["Few replicates.".into()],
        worker_weeks: 1_000_000,
        run_seconds: 0.5,
    }
}

/// Every table as interface.md names it, with the values of [`comparison`].
fn expected(of: &Comparison) -> Vec<Expected> {
    let mut tables = vec![Expected {
        name: "runs",
        columns: &["policy", "replicate", "transition_cost_USD", "excess_gap_weeks", "time_to_fill_weeks"],
        rows: of.runs.iter().map(|r| cells![&r.policy, r.replicate, r.values[0], r.values[1], r.values[2]]).collect(),
    }];
    let summary = |r: &SummaryRow| {
        cells![
            &r.policy,
            r.measure,
            &r.unit,
            "lower",
            r.mean,
            r.sd,
            r.ci_low,
            r.ci_high,
            r.p05,
            r.p50,
            r.p95,
            r.p_best,
            r.expected_regret,
            r.replicates
        ]
    };
    tables.push(Expected {
        name: "summary",
        columns: &[
            "policy",
            "measure",
            "unit",
            "better",
            "mean",
            "sd",
            "ci_low",
            "ci_high",
            "p05",
            "p50",
            "p95",
            "p_best",
            "expected_regret",
            "replicates",
        ],
        rows: of.summary.iter().map(summary).collect(),
    });
    let comparisons = |r: &ComparisonRow| {
        cells![&r.policy, &r.versus, r.measure, &r.unit, r.difference, r.ci_low, r.ci_high, r.p_holm, r.variance_reduction]
    };
    tables.push(Expected {
        name: "comparisons",
        columns: &["policy", "versus", "measure", "unit", "difference", "ci_low", "ci_high", "p_holm", "variance_reduction"],
        rows: of.comparisons.iter().map(comparisons).collect(),
    });
    let weekly =
        |r: &WeeklyRow| cells![&r.policy, &r.role, r.week, r.measure, &r.unit, r.mean, r.p05, r.p25, r.p50, r.p75, r.p95];
    tables.push(Expected {
        name: "weekly",
        columns: &["policy", "role", "week", "measure", "unit", "mean", "p05", "p25", "p50", "p75", "p95"],
        rows: of.weekly.iter().map(weekly).collect(),
    });
    let costs = |r: &CostRow| cells![&r.policy, r.category, &r.role, &r.unit, r.mean, r.ci_low, r.ci_high, r.p05, r.p95];
    tables.push(Expected {
        name: "costs",
        columns: &["policy", "category", "role", "unit", "mean", "ci_low", "ci_high", "p05", "p95"],
        rows: of.costs.iter().map(costs).collect(),
    });
    tables.extend(expected_events(of));
    tables
}

/// The tables of gaps, people and horizons.
fn expected_events(of: &Comparison) -> Vec<Expected> {
    let gap = |r: &GapRow| {
        cells![
            &r.policy,
            r.replicate,
            &r.role,
            r.kind,
            r.cause,
            r.opened_week,
            r.channel,
            r.closed_week,
            r.productive_week,
            r.outcome
        ]
    };
    let three = |i: Interval| cells![i.mean, i.low, i.high];
    let time_to_fill = |r: &TimeToFillRow| {
        let keys = cells![&r.policy, &r.role, r.kind, r.weeks, "share"];
        [keys, three(r.share_open), three(r.share_filled), three(r.share_lapsed), cells![r.at_risk]].concat()
    };
    let retention = |r: &RetentionRow| {
        [cells![&r.policy, &r.role, r.week, "share"], three(r.employed), three(r.quit), three(r.laid_off)].concat()
    };
    let moves = |r: &MoveRow| [cells![&r.policy, &r.from_role, &r.to_role, "people"], three(r.people)].concat();
    let funnel = |r: &FunnelRow| [cells![&r.policy, r.channel, r.stage, r.unit], three(r.count)].concat();
    let horizons =
        |r: &HorizonRow| [cells![&r.policy, r.horizon_weeks, r.measure, &r.unit], three(r.value), cells![r.p_best]].concat();
    vec![
        Expected {
            name: "gaps",
            columns: &[
                "policy",
                "replicate",
                "role",
                "kind",
                "cause",
                "opened_week",
                "channel",
                "closed_week",
                "productive_week",
                "outcome",
            ],
            rows: of.gaps.iter().flatten().map(gap).collect(),
        },
        Expected {
            name: "time_to_fill",
            columns: &[
                "policy",
                "role",
                "kind",
                "weeks",
                "unit",
                "share_open",
                "share_open_low",
                "share_open_high",
                "share_filled",
                "share_filled_low",
                "share_filled_high",
                "share_lapsed",
                "share_lapsed_low",
                "share_lapsed_high",
                "at_risk",
            ],
            rows: of.time_to_fill.iter().map(time_to_fill).collect(),
        },
        Expected {
            name: "retention",
            columns: &[
                "policy",
                "role",
                "week",
                "unit",
                "employed",
                "employed_low",
                "employed_high",
                "quit",
                "quit_low",
                "quit_high",
                "laid_off",
                "laid_off_low",
                "laid_off_high",
            ],
            rows: of.retention.iter().map(retention).collect(),
        },
        Expected {
            name: "moves",
            columns: &["policy", "from_role", "to_role", "unit", "mean", "ci_low", "ci_high"],
            rows: of.moves.iter().map(moves).collect(),
        },
        Expected {
            name: "funnel",
            columns: &["policy", "channel", "stage", "unit", "mean", "ci_low", "ci_high"],
            rows: of.funnel.iter().map(funnel).collect(),
        },
        Expected {
            name: "horizons",
            columns: &["policy", "horizon_weeks", "measure", "unit", "mean", "ci_low", "ci_high", "p_best"],
            rows: of.horizons.iter().map(horizons).collect(),
        },
    ]
}

fn resolved() -> Value {
    json!({ "name": "Contact centre", "zeta": 0.1 + 0.2, "alpha": [1, 2.5e-300], "nothing": null })
}

/// Writes a comparison as a run would.
fn write(of: &Comparison, root: &Path, force: bool, started: SystemTime, threads: usize) {
    let mut directory = Directory::open(root, force).unwrap();
    tables::write(of, &Format::USUAL, &mut directory).unwrap();
    directory.write("charts/costs.svg", b"<svg/>").unwrap();
    let run = Run { started, wall: Duration::from_millis(1500), threads };
    let facts = Facts { comparison: of, scenario: &resolved(), command: "foreshift compare contact-centre.toml", run };
    manifest::write(directory, &facts).unwrap();
}

fn written(of: &Comparison) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    write(of, directory.path(), false, SystemTime::UNIX_EPOCH, 1);
    directory
}

/// Every file under a directory, by relative path.
fn listing(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut left = vec![PathBuf::from(root)];
    while let Some(directory) = left.pop() {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                left.push(path);
            } else {
                found.push(path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/"));
            }
        }
    }
    found.sort();
    found
}

/// SHA-256 in hexadecimal digits.
fn hash_of(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

#[test]
fn csv_reads_back_cell_by_cell() {
    let comparison = comparison();
    let directory = written(&comparison);
    for table in expected(&comparison) {
        let path = directory.path().join(format!("tables/{}.csv", table.name));
        let mut reader = csv::ReaderBuilder::new().from_path(path).unwrap();
        assert_eq!(reader.headers().unwrap(), table.columns, "{}", table.name);
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), table.rows.len(), "{}", table.name);
        for (found, wanted) in rows.iter().zip(&table.rows) {
            assert_eq!(found.len(), wanted.len());
            for ((column, found), wanted) in table.columns.iter().zip(found).zip(wanted) {
                let place = format!("{}.{column}", table.name);
                match wanted {
                    Cell::Null => assert_eq!(found, "", "{place}"),
                    Cell::Whole(number) => assert_eq!(found, number.to_string(), "{place}"),
                    Cell::Real(number) => {
                        assert_eq!(found.parse::<f64>().unwrap().to_bits(), number.to_bits(), "{place}: {found}");
                    }
                    Cell::Text(text) if text.starts_with(['=', '-', '@']) => assert_eq!(found, format!("'{text}"), "{place}"),
                    Cell::Text(text) => assert_eq!(found, text, "{place}"),
                }
            }
        }
    }
}

#[test]
fn parquet_reads_back_cell_by_cell() {
    let comparison = comparison();
    let directory = written(&comparison);
    for table in expected(&comparison) {
        let file = fs::File::open(directory.path().join(format!("tables/{}.parquet", table.name))).unwrap();
        let frame = ParquetReader::new(file).finish().unwrap();
        assert_eq!(frame.get_column_names(), table.columns, "{}", table.name);
        assert_eq!(frame.height(), table.rows.len(), "{}", table.name);
        for (at, series) in frame.columns().iter().enumerate() {
            for (row, wanted) in table.rows.iter().enumerate() {
                let found = match series.get(row).unwrap() {
                    AnyValue::Null => Cell::Null,
                    AnyValue::Int32(number) => number.into(),
                    AnyValue::UInt32(number) => number.into(),
                    AnyValue::Float64(number) => number.into(),
                    AnyValue::String(text) => text.into(),
                    AnyValue::StringOwned(text) => text.as_str().into(),
                    other => panic!("{}.{} holds {other:?}", table.name, table.columns[at]),
                };
                // As they print, which tells 0 from -0.
                assert_eq!(format!("{found:?}"), format!("{:?}", wanted[at]), "{}.{}", table.name, table.columns[at]);
            }
        }
    }
}

#[test]
fn gaps_are_written_only_where_asked_for() {
    let directory = written(&Comparison { gaps: None, ..comparison() });
    assert!(!directory.path().join("tables/gaps.csv").exists());
    assert_eq!(listing(directory.path()).len(), 10 * 2 + 2);
}

#[test]
fn formats_are_chosen() {
    let directory = tempfile::tempdir().unwrap();
    let mut open = Directory::open(directory.path(), false).unwrap();
    tables::write(&comparison(), &["csv".parse().unwrap()], &mut open).unwrap();
    assert_eq!(open.files().count(), 11);
    assert!(listing(directory.path()).iter().all(|path| Path::new(path).extension().is_some_and(|ending| ending == "csv")));
    assert_eq!("xls".parse::<Format>().unwrap_err().to_string(), "no format is called `xls`; there are csv, parquet and xlsx");
}

/// Many rows that differ in a name and two numbers.
fn many(rows: i32) -> Vec<WeeklyRow> {
    let row = comparison().weekly.remove(0);
    let role = |n: i32| if n % 7 == 0 { HOSTILE_ROLE.to_owned() } else { format!("role {}", n % 5000) };
    (0..rows).map(|n| WeeklyRow { week: n, role: role(n), mean: f64::from(n).sqrt(), ..row.clone() }).collect()
}

/// More rows than a batch of CSV and a group of Parquet hold come through in their order, and the same each time.
#[test]
fn long_tables_are_cut_and_joined() {
    let comparison = Comparison { weekly: many(270_000), ..comparison() };
    let frame = Table::Weekly.frame(&comparison).unwrap().unwrap();
    let bytes = |format| {
        let mut bytes = Vec::new();
        tables::write_frame(&frame, format, &mut bytes).unwrap();
        bytes
    };
    let parquet = bytes(Format::Parquet);
    assert!(parquet == bytes(Format::Parquet));
    let read = ParquetReader::new(Cursor::new(parquet)).finish().unwrap();
    assert!(read.equals(&frame));
    let text = bytes(Format::Csv);
    let weeks = csv::Reader::from_reader(text.as_slice()).into_records().map(|row| row.unwrap()[2].parse::<i32>().unwrap());
    assert!(weeks.eq(0..270_000));
}

/// Equal runs give equal bytes; only the `run` block of the manifest may differ.
#[test]
fn equal_runs_give_equal_bytes() {
    let mut comparison = Comparison { weekly: many(20_000), ..comparison() };
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write(&comparison, one.path(), false, SystemTime::UNIX_EPOCH, 1);
    comparison.run_seconds = 9.0;
    write(&comparison, two.path(), false, SystemTime::now(), 64);
    assert_eq!(listing(one.path()), listing(two.path()));
    for path in listing(one.path()).iter().filter(|path| *path != manifest::FILE) {
        assert!(fs::read(one.path().join(path)).unwrap() == fs::read(two.path().join(path)).unwrap(), "{path} differs");
    }
    let mut manifests = [one, two].map(|directory| manifest::read(directory.path()).unwrap());
    assert_ne!(manifests[0], manifests[1]);
    for manifest in &mut manifests {
        manifest["run"].take();
    }
    assert_eq!(manifests[0].to_string(), manifests[1].to_string());
}

#[test]
fn the_manifest_holds_every_file_and_its_hash() {
    let comparison = comparison();
    let directory = written(&comparison);
    let manifest = manifest::read(directory.path()).unwrap();
    let files = manifest::files(&manifest).unwrap();
    let mut paths: Vec<String> = files.iter().map(|file| file.path.clone()).collect();
    paths.push(manifest::FILE.into());
    paths.sort();
    assert_eq!(paths, listing(directory.path()), "and nothing half-written is left");
    for file in files {
        let bytes = fs::read(directory.path().join(&file.path)).unwrap();
        assert_eq!((file.sha256, file.bytes), (hash_of(&bytes), bytes.len() as u64), "{}", file.path);
    }
    assert_eq!(manifest["scenario_sha256"], hash_of(resolved().to_string().as_bytes()));
    assert_eq!(manifest["scenario"], resolved());
    assert_eq!(manifest["seed"], u64::MAX);
    assert_eq!(manifest["answer"]["standings"][0]["score"], 0.1 + 0.2);
    assert_eq!(manifest["warnings"], json!(["Few replicates."]));
    assert_eq!(manifest["command"], "foreshift compare contact-centre.toml");
    assert_eq!(manifest["run"]["worker_weeks_per_second"], 2e6);
    assert_eq!(manifest["run"]["started"], "1970-01-01T00:00:00Z");
    assert_eq!(manifest["run"]["wall_seconds"], 1.5);
    assert_eq!(manifest.as_object().unwrap().keys().next_back().unwrap(), "run");
}

#[test]
fn verification_finds_what_changed() {
    let directory = written(&comparison());
    let root = directory.path();
    assert_eq!(verify(root).unwrap().findings, []);
    assert_eq!(verify(root).unwrap().files, 23);
    fs::write(root.join("tables/runs.csv"), "policy\n").unwrap();
    fs::remove_file(root.join("tables/moves.parquet")).unwrap();
    fs::write(root.join("charts/mine.svg"), "").unwrap();
    let text = fs::read_to_string(root.join(manifest::FILE)).unwrap();
    fs::write(root.join(manifest::FILE), text.replace("Contact centre", "Call centre")).unwrap();
    let findings = verify(root).unwrap().findings;
    let path = |path: &str| path.to_owned();
    assert_eq!(
        findings,
        [
            Finding::Missing(path("tables/moves.parquet")),
            Finding::Changed(path("tables/runs.csv")),
            Finding::Unlisted(path("charts/mine.svg")),
            Finding::Scenario
        ]
    );
    fs::write(root.join(manifest::FILE), text.replace("tables/runs.csv", "../runs.csv")).unwrap();
    assert!(matches!(verify(root), Err(Error::Manifest { .. })));
}

#[test]
fn a_foreign_directory_is_refused_untouched() {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("thesis.tex"), "years of work").unwrap();
    let error = Directory::open(directory.path(), false).unwrap_err();
    assert!(matches!(error, Error::Foreign { .. }));
    assert!(error.to_string().contains("`thesis.tex`"), "{error}");
    assert!(error.help().unwrap().to_string().contains("--force"));
    assert_eq!(listing(directory.path()), ["thesis.tex"]);
    write(&comparison(), directory.path(), true, SystemTime::UNIX_EPOCH, 1);
    assert_eq!(fs::read_to_string(directory.path().join("thesis.tex")).unwrap(), "years of work");
}

#[test]
fn results_are_replaced_only_by_force_and_none_is_left_behind() {
    let directory = written(&comparison());
    let root = directory.path();
    let before = fs::read(root.join(manifest::FILE)).unwrap();
    let error = Directory::open(root, false).unwrap_err();
    assert!(matches!(error, Error::HoldsResults { .. }));
    assert!(error.to_string().contains("\"Contact centre\", seed 18446744073709551615, 2 replicates"), "{error}");
    assert_eq!(fs::read(root.join(manifest::FILE)).unwrap(), before);
    fs::write(root.join("tables/mine.csv"), "mine").unwrap();
    write(&Comparison { gaps: None, ..comparison() }, root, true, SystemTime::UNIX_EPOCH, 1);
    assert!(!root.join("tables/gaps.csv").exists() && !root.join("tables/gaps.parquet").exists());
    assert!(root.join("tables/mine.csv").exists(), "what no manifest lists is not removed");
    assert_eq!(verify(root).unwrap().findings, [Finding::Unlisted("tables/mine.csv".into())]);
}

#[test]
fn what_an_earlier_manifest_lists_outside_is_left_alone() {
    let directory = tempfile::tempdir().unwrap();
    let root = directory.path().join("out");
    write(&comparison(), &root, false, SystemTime::UNIX_EPOCH, 1);
    fs::write(directory.path().join("precious"), "").unwrap();
    let text = fs::read_to_string(root.join(manifest::FILE)).unwrap();
    fs::write(root.join(manifest::FILE), text.replace("tables/gaps.csv", "../precious")).unwrap();
    write(&Comparison { gaps: None, ..comparison() }, &root, true, SystemTime::UNIX_EPOCH, 1);
    assert!(directory.path().join("precious").exists());
}

#[test]
fn places_that_cannot_be_written_are_refused_before_the_work() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("file");
    fs::write(&file, "x").unwrap();
    let error = Directory::open(&file, true).unwrap_err();
    assert!(matches!(error, Error::NotADirectory { .. }), "{error}");
    let error = Directory::open(&file.join("below"), false).unwrap_err();
    assert!(error.help().unwrap().to_string().contains("--out"), "{error}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "x");
    let mut open = Directory::open(&directory.path().join("new/deep"), false).unwrap();
    assert!(matches!(open.write("../escaped", b""), Err(Error::Misplaced { .. })));
    assert_eq!(open.root(), directory.path().join("new/deep"));
}
