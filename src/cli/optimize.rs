//! `foreshift optimize`: the best policies under limits.
//!
//! A long file: the flags of a search, its page, its document and its journal name the same levers, and read best side by side.

use std::fmt::Write;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use clap::Args;
use serde_json::{Value, json};

use super::again::{Again, bare};
use super::columns::columns;
use super::duration::duration;
use super::going_on::{self, Until};
use super::init::{lines, nearest};
use super::progress::Progress;
use super::shared::{AFTER_OUT, ResultFlags, RunFlags, ScenarioFlags, finish};
use super::voice::Voice;
use super::{Failure, interrupt};
use crate::analysis::format::{amount, figure, listed, money, names, number, percent};
use crate::analysis::rows::Interval;
use crate::experiment::compare::CompareError;
use crate::experiment::journal;
use crate::experiment::optimize::evaluate::OptimizeError;
use crate::experiment::optimize::space::{Lever, Levers, Limit, Space, SpaceError};
use crate::experiment::optimize::{Member, Optimum, Search, optimize};
use crate::output::directory::Directory;
use crate::output::manifest::{self, Plain, Run};
use crate::output::{self, Format};
use crate::scenario::model::Scenario;
use crate::scenario::policy_text::policy_text;

/// Replicates of the last evaluation unless somebody says otherwise.
const REPLICATES: u32 = 100;

/// The most replicates.
const MOST_REPLICATES: u32 = 10_000;

/// Runs of the whole search unless somebody says otherwise.
const RUNS: u64 = 20_000;

/// The fewest runs and the most that can be asked for.
const BOUNDS: (u64, u64) = (200, 10_000_000);

/// Members of the front that the page shows.
const SHOWN: usize = 15;

/// Columns of prose: longer lines are hard to read.
const PROSE: usize = 100;

/// The file of the front's policies, to paste from.
const POLICIES: &str = "policies.toml";

/// What to search and how.
#[derive(Args, Debug)]
#[command(mut_arg("out", |out| out.help("Writes the table `front`, the policies to paste and the manifest to this directory; the same command again goes on where it was stopped")))]
#[command(mut_arg("format", |format| format.help("Formats of the table: csv, parquet [default: csv,parquet]")))]
pub struct Arguments {
    /// The scenario file, as in scenarios/contact-centre.toml; `-` reads standard input
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
    /// The most that a lever may be, as in `lead_weeks=26` or `budget_per_year=2e6`; may be given again.
    /// Levers: `mix.hire`, `mix.reskill`, `mix.upskill`, `lead_weeks`, `training_capacity`, `requisition_capacity`, `budget_per_year`
    #[arg(long, value_name = "LEVER=VALUE", value_parser = stated)]
    max: Vec<(Lever, f64)>,
    /// The least that a lever may be; may be given again
    #[arg(long, value_name = "LEVER=VALUE", value_parser = stated)]
    min: Vec<(Lever, f64)>,
    /// What a lever is, so that it is not searched over; may be given again
    #[arg(long, value_name = "LEVER=VALUE", value_parser = stated)]
    fix: Vec<(Lever, f64)>,
    /// Searches over what is done for this role, the others as in `--like`; may be given again [default: one policy for all roles]
    #[arg(long, value_name = "ROLE")]
    role: Vec<String>,
    /// The policy whose other terms candidates have: surplus rule, grace, fallback, replacement
    #[arg(long, value_name = "POLICY", default_value = "blend")]
    like: String,
    /// Runs that the search may take, about; `none` and the twin count too
    #[arg(long, value_name = "N", default_value_t = RUNS, value_parser = clap::value_parser!(u64).range(BOUNDS.0..=BOUNDS.1))]
    runs: u64,
    /// Runs of each of the last candidates, on which the front stands
    #[arg(long, value_name = "N", default_value_t = REPLICATES, value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_REPLICATES)))]
    replicates: u32,
    #[command(flatten)]
    run: RunFlags,
    #[command(flatten)]
    premises: ScenarioFlags,
    /// Stops after so long, as in 90s, 10m or 2h; the same command again goes on [needs --out]
    #[arg(long, value_name = "TIME", value_parser = duration, requires = "out", display_order = AFTER_OUT)]
    max_time: Option<Duration>,
    #[command(flatten)]
    results: ResultFlags,
}

impl Arguments {
    /// Whether errors go to standard output as JSON too.
    pub const fn json(&self) -> bool {
        self.results.json
    }

    /// Every limit, as the flags say it.
    fn limits(&self) -> Vec<Limit> {
        let of = |stated: &[(Lever, f64)], limit: fn(Lever, f64) -> Limit| -> Vec<Limit> {
            stated.iter().map(|(lever, value)| limit(*lever, *value)).collect()
        };
        [of(&self.min, Limit::Min), of(&self.max, Limit::Max), of(&self.fix, Limit::Fix)].concat()
    }
}

/// A lever and a value.
fn stated(text: &str) -> Result<(Lever, f64), String> {
    let form = "write LEVER=VALUE, as in lead_weeks=26";
    let (name, value) = text.split_once('=').ok_or_else(|| form.to_owned())?;
    let all = || Lever::ALL.into_iter().map(Lever::name);
    let name = name.trim();
    let lever = Lever::named(name).ok_or_else(|| {
        let near = nearest(name, all());
        let hint = near.split_once('?').map(|(question, _)| format!(" ({question}?)")).unwrap_or_default();
        format!("there is no lever `{name}`{hint}; levers are {}", all().collect::<Vec<_>>().join(", "))
    })?;
    let value = value.trim().replace('_', "").parse::<f64>().ok().filter(|value| value.is_finite());
    Ok((lever, value.ok_or_else(|| form.to_owned())?))
}

/// Searches, answers in the terminal, and writes what was asked for.
pub fn run(arguments: &Arguments, voice: Voice) -> Result<(), Failure> {
    let started = SystemTime::now();
    // Whatever is wrong is found here, before the disk is touched.
    let scenario = arguments.premises.read(&arguments.scenario)?;
    let space = Space::new(&scenario, &arguments.like, &arguments.role, &arguments.limits())
        .map_err(|error| Failure::refused(error.to_string(), remedy(&error)))?;
    let formats = arguments.results.formats();
    super::tables_only(&formats)?;
    let resolved = scenario.to_json();
    let search = Search {
        seed: arguments.run.seed(),
        replicates: arguments.replicates,
        runs: arguments.runs,
        threads: arguments.run.threads,
    };
    let stamp = going_on::stamp(&scenario, &command(arguments, &[]));
    let directory = going_on::open(arguments.results.out.as_deref(), &stamp, arguments.results.force)?;
    let journal = going_on::journal(directory.as_ref(), &stamp)?;

    let progress = Progress::new(voice.shows_progress());
    let watch = Until::new(&progress, arguments.max_time);
    let found = match optimize(&scenario, &space, &search, journal, &watch) {
        Err(OptimizeError::Evaluation(error)) => match watch.left(&error, arguments.results.json) {
            Some(left) => return Ok(Voice::put(&left)?),
            None => return Err(error.into()),
        },
        found => found?,
    };
    drop(progress);
    if interrupt::asked() {
        return Err(CompareError::Interrupted { done: found.runs, total: found.runs }.into());
    }
    let command = command(arguments, &arguments.results.unusual());
    let result = if arguments.results.json {
        format!("{}\n", document(&found, &scenario, &search, &command))
    } else {
        page(&found, &scenario, &space, &search, Voice::width())
    };
    let told = Voice::put(&result);
    if let Some(mut directory) = directory {
        interrupt::files_are_written();
        table(&found, &scenario, &formats, &mut directory)?;
        let texts: Vec<String> = found.members.iter().map(|member| policy_text(&member.policy, &scenario.roles)).collect();
        directory.write(POLICIES, texts.join("\n").as_bytes())?;
        directory.adopt(journal::FILE)?;
        let policies: Vec<String> = found.members.iter().map(|member| member.policy.name.clone()).collect();
        let facts = Plain {
            scenario: &resolved,
            seed: search.seed,
            replicates: search.replicates,
            policies: &policies,
            command: &command,
            answer: ("optimize", json!({ "sentence": sentence(&found), "runs": found.runs, "tried": found.tried })),
            run: Run::since(started, search.threads),
        };
        finish(directory, |directory| manifest::write_plain(directory, &facts), voice)?;
    }
    Ok(told?)
}

/// What to do about limits that leave nothing.
fn remedy(error: &SpaceError) -> &'static str {
    match error {
        SpaceError::Impossible { .. } => "shares of the mix lie between 0 and 1; lead and capacities are whole numbers",
        SpaceError::Crossed { .. } | SpaceError::Mix { .. } => "loosen one of --min, --max or --fix",
        SpaceError::Budget => "give --max budget_per_year=2e6",
        SpaceError::Role { .. } => "name a role with --role, or leave it out to search one policy for all roles",
        SpaceError::Like { .. } => "name a policy that has a mix with --like, as in --like blend",
    }
}

/// Writes the table.
#[cfg(feature = "tables")]
fn table(found: &Optimum, scenario: &Scenario, formats: &[Format], directory: &mut Directory) -> Result<(), output::Error> {
    output::tables::write_front(found, scenario, formats, directory)
}

/// A program built without tables writes none.
#[cfg(not(feature = "tables"))]
#[expect(clippy::unnecessary_wraps, reason = "the other build may fail here")]
const fn table(_: &Optimum, _: &Scenario, _: &[Format], _: &mut Directory) -> Result<(), output::Error> {
    Ok(())
}

/// The finding in a sentence.
fn sentence(found: &Optimum) -> String {
    let (Some(best), Some(reference)) = (found.members.first(), found.references.first()) else {
        return "No policy was found within the limits.".to_owned();
    };
    let Interval { mean, low, high } = best.score;
    let against = if high < 0.0 {
        format!(
            "scores better than `{}`, the best of the scenario's own, by {} [{}, {}]",
            reference.name,
            number(-mean, 3),
            number(-high, 3),
            number(-low, 3)
        )
    } else if low > 0.0 {
        format!(
            "scores worse than `{}`, the best of the scenario's own, which the limits or the levers leave out, by {} [{}, {}]",
            reference.name,
            number(mean, 3),
            number(low, 3),
            number(high, 3)
        )
    } else {
        format!("cannot be told apart in score from `{}`, the best of the scenario's own", reference.name)
    };
    let front = if found.members.len() == 1 {
        "is the front alone".to_owned()
    } else {
        format!("is one of {} on the front", found.members.len())
    };
    format!(
        "Of {} policies tried, `{}` is held for the best by score and {front}; it {against}.",
        figure(float(found.tried), 0),
        best.policy.name
    )
}

#[expect(clippy::cast_precision_loss, reason = "counts of candidates are far below 2^53")]
const fn float(count: usize) -> f64 {
    count as f64
}

/// A figure with half its interval.
fn with_margin(interval: Option<Interval>, show: impl Fn(f64) -> String, margin: impl Fn(f64) -> String) -> String {
    interval.map_or_else(
        || "\u{2014}".to_owned(),
        |Interval { mean, low, high }| format!("{} \u{b1}{}", show(mean), margin(0.5 * (high - low))),
    )
}

/// Figures of a candidate or a policy in words: cost, gaps, retention, score.
fn figures(currency: &str, figures: &[Option<Interval>; 3], score: Interval) -> [String; 4] {
    let share = |share: f64| number(100.0 * share, 1);
    [
        with_margin(figures[0], |size| money(currency, size), amount),
        with_margin(figures[1], |weeks| number(weeks, 2), |weeks| number(weeks, 2)),
        with_margin(figures[2], |kept| share(kept) + "%", share),
        with_margin(Some(score), |score| number(score, 3), |score| number(score, 3)),
    ]
}

/// What a candidate does in words, a text a scope: mix, lead, capacities.
fn levers(member: &Member) -> [String; 4] {
    let each = |of: &dyn Fn(&Levers) -> String| member.candidate.0.iter().map(of).collect::<Vec<_>>().join(" | ");
    [
        each(&|levers| levers.mix.map(|share| share.to_string()).join("/")),
        each(&|levers| levers.lead.to_string()),
        each(&|levers| levers.training.to_string()),
        each(&|levers| levers.requisitions.to_string()),
    ]
}

/// The answer as a page of text.
fn page(found: &Optimum, scenario: &Scenario, space: &Space, search: &Search, width: usize) -> String {
    let prose = width.min(PROSE);
    let put = |text: &mut String, words: &str| text.push_str(&lines(words, prose, "", 0));
    let mut text = String::new();
    put(&mut text, &scenario.name);
    let runs = |runs: u64| figure(float(usize::try_from(runs).unwrap_or(usize::MAX)), 0);
    let circumstances = format!(
        "{} runs; the last {} candidates on {} each, the same luck for every policy, seed {}; money in {}",
        runs(found.runs),
        found.finalists,
        figure(search.replicates.into(), 0),
        search.seed,
        scenario.currency
    );
    put(&mut text, &circumstances);
    text.push('\n');
    put(&mut text, &sentence(found));
    text.push('\n');
    let head =
        ["", "hire/reskill/upskill", "lead", "train", "search", "cost vs none", "excess gap", "kept", "score", "sure", "beats"];
    let mut rows = vec![head.map(str::to_owned)];
    for member in found.members.iter().take(SHOWN) {
        let ([mix, lead, training, searches], [cost, gaps, kept, score]) =
            (levers(member), figures(&scenario.currency, &member.figures, member.score));
        let beats = format!("{} ({})", member.beats.len(), member.surely.len());
        let name = member.policy.name.clone();
        rows.push([name, mix, lead, training, searches, cost, gaps, kept, score, percent(member.confidence), beats]);
    }
    for reference in &found.references {
        let [cost, gaps, kept, score] = figures(&scenario.currency, &reference.figures, reference.score);
        let none = String::new;
        rows.push([reference.name.clone(), none(), none(), none(), none(), cost, gaps, kept, score, none(), none()]);
    }
    let numbers = [false, true, true, true, true, true, true, true, true, true, true];
    if let Some(table) = columns(&rows, numbers, width) {
        text.push_str(&table);
    } else {
        for row in rows.iter().skip(1) {
            let cells = row.iter().zip(head).skip(1).filter(|(cell, _)| !cell.is_empty());
            let words: Vec<String> = cells.map(|(cell, head)| format!("{head} {cell}")).collect();
            text.push_str(&lines(&format!("{}: {}", row[0], words.join("; ")), width, "", 2));
        }
    }
    text.push('\n');
    if found.members.len() > SHOWN {
        put(&mut text, &format!("{} more are on the front: --json and --out give them all.", found.members.len() - SHOWN));
    }
    if found.fallen > 0 {
        let (were, they) =
            if found.fallen == 1 { ("One more was", "it") } else { (&*format!("{} more were", found.fallen), "them") };
        put(
            &mut text,
            &format!("{were} expected on the front and left out: on these runs another is better on everything than {they}."),
        );
    }
    if !space.roles().is_empty() {
        let of: Vec<String> = space.roles().iter().map(|role| format!("`{}`", scenario.roles[*role].name)).collect();
        put(
            &mut text,
            &format!(
                "Levers are those of {}, in this order where | stands between; other roles do as the policy given by --like.",
                listed(&of)
            ),
        );
    }
    put(
        &mut text,
        "Mix in hundredths; train, search: learners and open searches at once; cost against doing nothing new; excess gap: weeks a shock gap stays open beyond the twin; kept: of the people of the roles hit, to the end; \
         \u{b1} half of the 95% interval. score: against the best of the scenario's own policies, below 0 is better. sure: share of resampled runs in which no other candidate of the last evaluation is better on everything. beats: policies of the scenario beaten on \
         cost, gaps and retention alike (in brackets: each surely). They were chosen on other runs than these, so that these flatter nobody; by chance a chosen one may look worse here than another.",
    );
    if let Some(best) = found.members.first() {
        let beaten: Vec<&str> = best.beats.iter().map(String::as_str).collect();
        if !beaten.is_empty() {
            put(&mut text, &format!("`{}` beats {} on all three.", best.policy.name, names(&beaten)));
        }
        let _ = write!(text, "\nTo use it, paste into the scenario:\n\n{}", policy_text(&best.policy, &scenario.roles));
    }
    text
}

/// An interval for scripts.
fn interval(interval: Option<Interval>) -> Value {
    interval.map_or(Value::Null, |Interval { mean, low, high }| json!({ "mean": mean, "ci_low": low, "ci_high": high }))
}

/// The result for scripts.
fn document(found: &Optimum, scenario: &Scenario, search: &Search, command: &str) -> Value {
    let numbers = |figures: &[Option<Interval>; 3], score: Interval| {
        json!({
            "cost_vs_none": interval(figures[0]),
            "excess_gap_weeks_per_shock_gap": interval(figures[1]),
            "retention_horizon": interval(figures[2]),
            "score_vs_best": interval(Some(score)),
        })
    };
    let levers = |levers: &Levers| {
        let [hire, reskill, upskill] = levers.mix.map(|share| f64::from(share) / 100.0);
        json!({
            "mix": { "hire": hire, "reskill": reskill, "upskill": upskill },
            "lead_weeks": levers.lead,
            "training_capacity": levers.training,
            "requisition_capacity": levers.requisitions,
        })
    };
    let member = |member: &Member| {
        json!({
            "name": member.policy.name,
            "levers": member.candidate.0.iter().map(levers).collect::<Vec<_>>(),
            "measures": numbers(&member.figures, member.score),
            "confidence": member.confidence,
            "beats": member.beats,
            "surely_beats": member.surely,
            "toml": policy_text(&member.policy, &scenario.roles),
        })
    };
    json!({
        "tool": "foreshift",
        "schema_version": 1,
        "version": env!("CARGO_PKG_VERSION"),
        "command": command,
        "scenario": scenario.name,
        "currency": scenario.currency,
        "seed": search.seed,
        "replicates": search.replicates,
        "runs": found.runs,
        "tried": found.tried,
        "finalists": found.finalists,
        "fallen": found.fallen,
        "sentence": sentence(found),
        "front": found.members.iter().map(member).collect::<Vec<_>>(),
        "policies": found.references.iter().map(|reference| {
            json!({ "name": reference.name, "measures": numbers(&reference.figures, reference.score) })
        }).collect::<Vec<_>>(),
    })
}

/// The command that makes the same results, without threads, time and directories. Formats change nothing of the search.
fn command(arguments: &Arguments, formats: &[Format]) -> String {
    let mut again = Again::new("optimize").word(&bare(&arguments.scenario));
    for (name, stated) in [("--min", &arguments.min), ("--max", &arguments.max), ("--fix", &arguments.fix)] {
        again = again.flags(stated.iter().map(|(lever, value)| (name, format!("{lever}={value}"))));
    }
    let again = again.flags(arguments.role.iter().map(|role| ("--role", role))).flag("--like", &arguments.like);
    let again = again.flag("--runs", arguments.runs).flag("--replicates", arguments.replicates);
    again.flag("--seed", arguments.run.seed()).shared(&arguments.premises, formats).spelt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read_and_refused_kindly() {
        assert_eq!(stated("lead_weeks=26"), Ok((Lever::Lead, 26.0)));
        assert_eq!(stated("budget_per_year = 2_000_000"), Ok((Lever::Budget, 2e6)));
        assert!(stated("lead_week=26").unwrap_err().contains("`lead_weeks`"));
        assert!(stated("lead_weeks").is_err() && stated("lead_weeks=soon").is_err() && stated("lead_weeks=inf").is_err());
    }
}
