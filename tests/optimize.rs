//! `optimize`: over eight seeds together no worse than what a fine grid finds, by score and on cost alone, in a tenth of its runs, which one seed by itself need not be; resumable to the byte; what it prints can be pasted.

#[path = "support/written.rs"]
mod written;

use std::fs;
use std::ops::Range;
use std::path::Path;

use assert_cmd::Command;
use foreshift::analysis::decision::HEADLINES;
use foreshift::analysis::measures::position;
use foreshift::analysis::sample::{interval, mean};
use foreshift::experiment::optimize::space::{Candidate, Levers, Limit, Space};
use foreshift::experiment::optimize::{Search, optimize};
use foreshift::experiment::point::measure;
use foreshift::scenario::Reading;
use foreshift::scenario::model::{Policy, Scenario};
use foreshift::{Settings, Unwatched, compare};
use written::files_written;

fn bundled(name: &str, sets: &[&str]) -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(format!("{name}.toml"));
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    Scenario::load_as(&path, Reading { sets: &sets, allow_outside: false }).unwrap()
}

/// The three aims of policies, by policy and replicate, each turned so that less is better.
fn aims(scenario: &Scenario, policies: Vec<Policy>, seed: u64, replicates: Range<u32>) -> Vec<Vec<[f64; 3]>> {
    let none = scenario.policies.iter().find(|policy| policy.name == "none").unwrap().clone();
    let count = policies.len();
    let named = policies.into_iter().enumerate().map(|(place, policy)| Policy { name: format!("a{place:05}"), ..policy });
    let variant = Scenario { policies: named.chain([none]).collect(), ..scenario.clone() };
    let places = HEADLINES.map(|name| position(name).unwrap());
    // Two threads, for a machine of two cores.
    let middle = replicates.start.midpoint(replicates.end);
    let run = |range: Range<u32>| measure(&variant, &[], seed, range, &Unwatched).unwrap().values;
    let values = std::thread::scope(|scope| {
        let late = scope.spawn(|| run(middle..replicates.end));
        let mut values = run(replicates.start..middle);
        values.extend(late.join().unwrap());
        values
    });
    (0..count)
        .map(|policy| {
            let of = |replicate: &Vec<Vec<Option<f64>>>| {
                let [cost, gaps, kept] = places.map(|place| replicate[policy][place].unwrap());
                [cost, gaps, -kept]
            };
            values.iter().map(of).collect()
        })
        .collect()
}

/// A fine grid: its candidates, and replicates of each.
struct Grid {
    /// Steps of the mix.
    parts: u32,
    leads: &'static [u32],
    /// Capacities of training and of searches, as shares of those of `blend`, in hundredths.
    capacities: &'static [[u32; 2]],
    replicates: u32,
}

impl Grid {
    fn candidates(&self, space: &Space, blend: &Policy) -> Vec<Candidate> {
        let step = 100 / self.parts;
        let mut all = Vec::new();
        for hire in 0..=self.parts {
            for reskill in 0..=self.parts - hire {
                let mix = [hire * step, reskill * step, 100 - (hire + reskill) * step];
                for (lead, [training, searches]) in
                    self.leads.iter().flat_map(|lead| self.capacities.iter().map(move |both| (*lead, *both)))
                {
                    let part = |whole: u32, share: u32| (whole * share / 100).max(1);
                    let (training, requisitions) =
                        (part(blend.training_capacity, training), part(blend.requisition_capacity, searches));
                    all.push(Candidate(vec![Levers { mix, lead, training, requisitions }]));
                }
            }
        }
        assert!(all.iter().all(|candidate| space.places(candidate).len() == 5));
        all
    }
}

/// What the searches and the grids of some seeds found, for a figure.
struct Found {
    ours: Vec<Candidate>,
    theirs: Vec<Candidate>,
}

/// Seeds of the searches, and of the grids beside them.
const SEEDS: Range<u64> = 42..50;

/// Compares the search with a grid on a scenario, by score and on cost alone, over some seeds: what each finds is run again on fresh replicates, the same for both.
///
/// Over seeds, since one search and one grid stand on the luck of their own seed: where the grid's seed happens to name the best of all its candidates, no search with a tenth of
/// the runs can be sure to. The search must be no worse in the mean over seeds, and the fresh replicates must be enough to say so: half the 95% interval that they leave at most two fifths of what
/// either gains over `blend`. What the seeds leave is printed.
fn against_grid(scenario: &Scenario, grid: &Grid, last: u32, fresh: u32) {
    let space = Space::new(scenario, "blend", &[], &[]).unwrap();
    let blend = scenario.policies.iter().find(|policy| policy.name == "blend").unwrap();
    let candidates = grid.candidates(&space, blend);
    let policies = |candidates: &[Candidate]| candidates.iter().map(|candidate| space.policy(candidate, "x")).collect::<Vec<_>>();
    // As the search counts: `none` and the twin once for each 32 policies.
    let runs = (candidates.len() + 2 * candidates.len().div_ceil(32)) as u64 * u64::from(grid.replicates);

    // The score is that of decision.rs: weights over the spread between the scenario's own policies.
    let own = aims(scenario, scenario.policies.clone(), 42, 0..last);
    let means = |runs: &[[f64; 3]]| [0, 1, 2].map(|aim| mean(&runs.iter().map(|run| run[aim]).collect::<Vec<_>>()).unwrap());
    let of_own: Vec<[f64; 3]> = own.iter().map(|runs| means(runs)).collect();
    let decision = scenario.decision;
    let weights: Vec<f64> = [decision.cost, decision.time, decision.retention]
        .iter()
        .enumerate()
        .map(|(aim, weight)| {
            let of = || of_own.iter().map(|means| means[aim]);
            weight / (of().fold(f64::MIN, f64::max) - of().fold(f64::MAX, f64::min))
        })
        .collect();
    let score = |run: &[f64; 3]| run.iter().zip(&weights).map(|(aim, weight)| aim * weight).sum::<f64>();
    let cost = |run: &[f64; 3]| run[0];
    let figures = [("score", &score as &dyn Fn(&[f64; 3]) -> f64), ("cost", &cost)];

    let mut found = figures.map(|_| Found { ours: Vec::new(), theirs: Vec::new() });
    for seed in SEEDS {
        let search = Search { seed, replicates: last, runs: runs / 10, threads: Some(2) };
        let searched = optimize(scenario, &space, &search, None, &Unwatched).unwrap();
        assert!(searched.runs <= runs / 10, "{} runs are more than a tenth of {runs}", searched.runs);
        let seen: Vec<Vec<[f64; 3]>> =
            candidates.chunks(128).flat_map(|some| aims(scenario, policies(some), seed, 0..grid.replicates)).collect();
        for (lead, ((_, of), found)) in figures.iter().zip(&mut found).enumerate() {
            let total = |runs: &Vec<[f64; 3]>| runs.iter().map(of).sum::<f64>();
            let best = (0..seen.len()).min_by(|a, b| total(&seen[*a]).total_cmp(&total(&seen[*b]))).unwrap();
            let ours = searched.members.iter().find(|member| member.leads[lead]).unwrap();
            found.ours.push(ours.candidate.clone());
            found.theirs.push(candidates[best].clone());
        }
    }
    for ((what, of), Found { ours, theirs }) in figures.iter().zip(&found) {
        let all = [policies(ours), policies(theirs), vec![blend.clone()]].concat();
        let again = aims(scenario, all, 7, 0..fresh);
        let mean_of = |policies: &[Vec<[f64; 3]>], replicate: usize| {
            mean(&policies.iter().map(|runs| of(&runs[replicate])).collect::<Vec<_>>()).unwrap()
        };
        let (mine, rest) = again.split_at(ours.len());
        let (grids, blends) = rest.split_at(theirs.len());
        let less = |one: &[Vec<[f64; 3]>], other: &[Vec<[f64; 3]>]| -> Vec<f64> {
            (0..fresh as usize).map(|replicate| mean_of(one, replicate) - mean_of(other, replicate)).collect()
        };
        let (low, high) = interval(&less(mine, grids)).unwrap();
        let gained = mean(&less(grids, blends)).unwrap();
        let of_seed = |place: usize| mean(&less(&mine[place..=place], &grids[place..=place])).unwrap();
        let by_seed: Vec<f64> = (0..ours.len()).map(of_seed).collect();
        let (over_seeds, worst) = (interval(&by_seed).unwrap(), by_seed.iter().copied().fold(f64::MIN, f64::max));
        let each = |found: &[Candidate]| found.iter().map(|candidate| format!("`{candidate}`")).collect::<Vec<_>>().join(", ");
        println!(
            "{}, {what}: search {} less grid {} ({runs} runs each): {:.4} [{low:.4}, {high:.4}] over replicates, [{:.4}, {:.4}] over \
             seeds, at worst {worst:.4}; against blend {:.4} and {gained:.4}",
            scenario.name,
            each(ours),
            each(theirs),
            mean(&less(mine, grids)).unwrap(),
            over_seeds.0,
            over_seeds.1,
            mean(&less(mine, blends)).unwrap(),
        );
        let differs = mean(&by_seed).unwrap();
        assert!(differs <= 0.0, "{what}: the search is worse than the grid by {differs:.4}, over seeds {over_seeds:?}");
        assert!(gained < 0.0, "{what}: the grid finds nothing better than `blend`");
        let most = gained.min(mean(&less(mine, blends)).unwrap());
        assert!(0.5 * (high - low) <= -0.4 * most, "{what}: [{low:.4}, {high:.4}] is too wide beside a gain of {most:.4}");
    }
}

/// The contact centre at a quarter of its size.
const SMALL_CENTRE: [&str; 6] = [
    "roles.support_agent.headcount=100",
    "roles.escalation_specialist.headcount=10",
    "roles.conversation_designer.headcount=2",
    "shocks.assistant.creates.conversation_designer.seats=12",
    "shocks.assistant.creates.escalation_specialist.seats=6",
    "horizon_weeks=130",
];

/// The plant at a quarter of its size.
const SMALL_PLANT: [&str; 6] = [
    "roles.operator.headcount=90",
    "roles.maintenance_technician.headcount=12",
    "roles.quality_analyst.headcount=5",
    "shocks.cells.creates.maintenance_technician.seats=12",
    "shocks.cells.creates.quality_analyst.seats=6",
    "horizon_weeks=130",
];

/// A grid of 66 mixes, 7 leads and 6 pairs of capacities.
const FINE: Grid = Grid {
    parts: 10,
    leads: &[0, 4, 9, 13, 17, 22, 26],
    capacities: &[[50, 50], [100, 50], [100, 100], [150, 100], [200, 100], [200, 200]],
    replicates: 12,
};

/// How it does over more seeds, and at full size, is told in MODEL.md, 7.15. One seed by itself may be behind where the grid's seed happens to name the very best of its candidates.
#[test]
fn it_finds_no_worse_than_a_fine_grid_in_a_tenth_of_the_runs() {
    against_grid(&bundled("contact-centre", &SMALL_CENTRE), &FINE, 24, 300);
    against_grid(&bundled("assembly-plant", &SMALL_PLANT), &FINE, 24, 300);
}

/// The same at full size, on more replicates: takes minutes. `cargo test --release --no-default-features --test optimize -- --ignored --nocapture`.
#[test]
#[ignore = "takes minutes: run by hand"]
fn it_does_so_at_full_size() {
    let grid = Grid { replicates: 20, ..FINE };
    against_grid(&bundled("contact-centre", &[]), &grid, 60, 300);
    against_grid(&bundled("assembly-plant", &[]), &grid, 60, 300);
}

#[test]
fn a_member_pasted_into_the_scenario_does_what_was_told() {
    let scenario = bundled("contact-centre", &SMALL_CENTRE);
    let limits = [Limit::Max(foreshift::experiment::optimize::space::Lever::Lead, 20.0)];
    let space = Space::new(&scenario, "blend", &["conversation_designer".into()], &limits).unwrap();
    let search = Search { seed: 3, replicates: 8, runs: 400, threads: Some(1) };
    let found = optimize(&scenario, &space, &search, None, &Unwatched).unwrap();
    let best = &found.members[0];
    assert!(best.candidate.0[0].lead <= 20 && best.confidence > 0.0);
    // Nobody is on the front whom the runs told of show to be off it, but whom the search holds for the best.
    assert!(found.members.iter().all(|member| member.confidence >= 0.005 || member.leads.contains(&true)));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/contact-centre.toml");
    let text =
        fs::read_to_string(path).unwrap() + "\n" + &foreshift::scenario::policy_text::policy_text(&best.policy, &scenario.roles);
    let pasted = Scenario::parse("pasted.toml", &text, &SMALL_CENTRE.map(str::to_owned)).unwrap();
    assert_eq!(pasted.policies.iter().find(|policy| policy.name == best.policy.name), Some(&best.policy));
    let settings = Settings { seed: 3, replicates: 8, threads: Some(1), ..Settings::default() };
    let compared = compare(&pasted, &settings, &Unwatched).unwrap();
    let told = |measure: &str| {
        compared.summary.iter().find(|row| row.policy == best.policy.name && row.measure == measure).unwrap().mean.unwrap()
    };
    let names = ["transition_cost_vs_none", "excess_gap_weeks_per_shock_gap", "retention_horizon"];
    for (name, figure) in names.into_iter().zip(best.figures) {
        let ours = figure.unwrap().mean;
        assert!((told(name) - ours).abs() <= 1e-9 * ours.abs().max(1.0), "{name}: {} is not {ours}", told(name));
    }
}

fn program(out: &Path, more: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_foreshift"));
    command.args([
        "optimize",
        concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/contact-centre.toml"),
        "--replicates",
        "6",
        "--quiet",
    ]);
    if !more.contains(&"--runs") {
        command.args(["--runs", "400"]);
    }
    command.arg("--out").arg(out).args(more);
    for set in SMALL_CENTRE {
        command.args(["--set", set]);
    }
    command
}

#[test]
fn a_search_cut_off_anywhere_goes_on_to_the_same_bytes() {
    let place = tempfile::tempdir().unwrap();
    let (whole, cut) = (place.path().join("whole"), place.path().join("cut"));
    let first = program(&whole, &["--threads", "1"]).output().unwrap();
    assert_eq!(first.status.code(), Some(0), "{}", String::from_utf8_lossy(&first.stderr));
    let journal = fs::read(whole.join("journal.jsonl")).unwrap();
    // In the first line, in the middle, after a line, before the last byte; then once more over what is finished.
    let line = journal.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    for end in [3, line, journal.len() / 3, journal.len() / 2 + 17, journal.len() - 1, journal.len()] {
        let _ = fs::remove_dir_all(&cut);
        fs::create_dir(&cut).unwrap();
        fs::write(cut.join("journal.jsonl"), &journal[..end]).unwrap();
        let again = program(&cut, &["--threads", "2"]).output().unwrap();
        assert_eq!(again.status.code(), Some(0), "{}", String::from_utf8_lossy(&again.stderr));
        assert!(files_written(&cut) == files_written(&whole), "cut at {end}");
        assert_eq!(again.stdout, first.stdout);
    }
    let verified = Command::new(env!("CARGO_BIN_EXE_foreshift")).arg("verify").arg(&cut).output().unwrap();
    assert_eq!(verified.status.code(), Some(0), "{}", String::from_utf8_lossy(&verified.stderr));
    // Another search has no business there, unless forced.
    let other = program(&cut, &["--max", "lead_weeks=9"]).output().unwrap();
    let words = String::from_utf8_lossy(&other.stderr).into_owned();
    assert!(other.status.code() == Some(2) && words.contains("another search") && words.contains("--force"), "{words}");
    assert!(files_written(&cut) == files_written(&whole));
    assert_eq!(program(&cut, &["--max", "lead_weeks=9", "--force"]).output().unwrap().status.code(), Some(0));
    // Time that is up stops a search of many hours, with what is done kept.
    let late = place.path().join("late");
    let stopped = program(&late, &["--runs", "10000000", "--max-time", "1s"]).output().unwrap();
    let words = String::from_utf8_lossy(&stopped.stdout).into_owned();
    assert!(stopped.status.code() == Some(0) && words.contains("The same command goes on"), "{words}");
    assert!(late.join("journal.jsonl").exists() && !late.join("manifest.json").exists());
}

#[test]
fn wrong_input_is_refused_before_anything_is_touched() {
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("none");
    for (flags, words) in [
        (vec!["--max", "lead_week=4"], "did you mean `lead_weeks`"),
        (vec!["--max", "lead_weeks=4.5"], "a whole number"),
        (vec!["--min", "mix.hire=0.8", "--min", "mix.reskill=0.8"], "cannot sum to 1"),
        (vec!["--min", "lead_weeks=9", "--max", "lead_weeks=3"], "at least 9 and at most 3"),
        (vec!["--min", "budget_per_year=9"], "no least value"),
        (vec!["--role", "agent"], "there is no role `agent`"),
        (vec!["--like", "none"], "no policy `none` with a mix"),
        (vec!["--max-time", "soon"], "90s, 30m, 2h"),
        (vec!["--format", "xlsx"], "no workbook"),
    ] {
        let output = program(&out, &flags).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(output.status.code() == Some(2) && told.contains(words), "{flags:?}: {told}");
        assert!(!out.exists());
    }
}
