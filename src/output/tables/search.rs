//! Tables of searches: `flip`, what would change the pick, and `front`, the best policies under limits.

use polars::prelude::{Column, DataFrame, NamedFrom, PolarsError, PolarsResult, Series};

use super::write_frame;
use crate::analysis::flips::{FlipRow, Outcome};
use crate::analysis::rows::Interval;
use crate::experiment::optimize::Optimum;
use crate::output::directory::Directory;
use crate::output::{Error, Format};
use crate::scenario::model::Scenario;

/// Writes table `flip` to `tables/`, a row a switch or a value without one.
///
/// # Errors
///
/// If the system refuses to write.
pub fn write_flips(rows: &[FlipRow], currency: &str, formats: &[Format], directory: &mut Directory) -> Result<(), Error> {
    write("flip", flips(rows, currency), formats, directory)
}

/// Writes table `front` to `tables/`, a row a member and scope of its levers, then a row a policy of the scenario.
///
/// # Errors
///
/// If the system refuses to write.
pub fn write_front(found: &Optimum, scenario: &Scenario, formats: &[Format], directory: &mut Directory) -> Result<(), Error> {
    write("front", front(found, scenario), formats, directory)
}

fn write(
    table: &'static str,
    frame: PolarsResult<DataFrame>,
    formats: &[Format],
    directory: &mut Directory,
) -> Result<(), Error> {
    let frame = frame.map_err(|error: PolarsError| Error::Table { table, cause: error.to_string() })?;
    for &format in formats.iter().filter(|format| **format != Format::Xlsx) {
        directory.write_with(&format!("tables/{table}.{format}"), |file| write_frame(&frame, format, file))?;
    }
    Ok(())
}

/// A column of values.
fn column<T, P: ?Sized>(name: &str, values: Vec<T>) -> Column
where
    Series: NamedFrom<Vec<T>, P>,
{
    Series::new(name.into(), values).into()
}

fn flips(rows: &[FlipRow], currency: &str) -> PolarsResult<DataFrame> {
    let texts = |of: &dyn Fn(&FlipRow) -> Option<String>| rows.iter().map(of).collect::<Vec<Option<String>>>();
    let numbers = |of: &dyn Fn(&FlipRow) -> Option<f64>| rows.iter().map(of).collect::<Vec<Option<f64>>>();
    let switch = |row: &FlipRow, of: fn(f64, Option<f64>, Option<f64>) -> Option<f64>| match row.outcome {
        Outcome::Switches { value, low, high, .. } => of(value, low, high),
        Outcome::Stays { .. } | Outcome::Refused => None,
    };
    let challenger = |row: &FlipRow| match &row.outcome {
        Outcome::Switches { challenger, .. } => Some(challenger.clone()),
        Outcome::Stays { .. } | Outcome::Refused => None,
    };
    let yes = |yes: bool| Some(if yes { "yes" } else { "no" }.to_owned());
    let again = |row: &FlipRow| if let Outcome::Switches { again, .. } = row.outcome { yes(again) } else { None };
    let sure = |row: &FlipRow| if let Outcome::Stays { sure } = row.outcome { yes(sure) } else { None };
    DataFrame::new(
        rows.len(),
        vec![
            column("path", texts(&|row| Some(row.path.clone()))),
            column("unit", texts(&|row| Some(row.unit.clone()))),
            column("range_low", numbers(&|row| Some(row.low))),
            column("range_high", numbers(&|row| Some(row.high))),
            column("today", numbers(&|row| Some(row.today))),
            column("pick", texts(&|row| Some(row.pick.clone()))),
            column("side", texts(&|row| Some(row.side().to_owned()))),
            column("switch", numbers(&|row| switch(row, |value, _, _| Some(value)))),
            column("ci_low", numbers(&|row| switch(row, |_, low, _| low))),
            column("ci_high", numbers(&|row| switch(row, |_, _, high| high))),
            column("challenger", texts(&challenger)),
            column("distance", numbers(&FlipRow::distance)),
            column("changes_again", texts(&again)),
            column("surely_ahead", texts(&sure)),
            column("sentence", texts(&|row| Some(row.sentence(currency)))),
        ],
    )
}

/// A row of table `front`: a policy, what it chooses in a scope where it is a member, and its figures.
struct Row {
    policy: String,
    member: &'static str,
    role: Option<String>,
    levers: [Option<f64>; 6],
    figures: [Option<Interval>; 4],
    confidence: Option<f64>,
    beats: Option<String>,
    surely: Option<String>,
}

fn front(found: &Optimum, scenario: &Scenario) -> PolarsResult<DataFrame> {
    let mut rows = Vec::new();
    for member in &found.members {
        for (place, levers) in member.candidate.0.iter().enumerate() {
            let [hire, reskill, upskill] = levers.mix.map(|share| Some(f64::from(share) / 100.0));
            let rest = [levers.lead, levers.training, levers.requisitions].map(|value| Some(f64::from(value)));
            let [cost, gaps, kept] = member.figures;
            rows.push(Row {
                policy: member.policy.name.clone(),
                member: "yes",
                role: Some(found.roles.get(place).map_or_else(|| "all".to_owned(), |role| scenario.roles[*role].name.clone())),
                levers: [hire, reskill, upskill, rest[0], rest[1], rest[2]],
                figures: [cost, gaps, kept, Some(member.score)],
                confidence: Some(member.confidence),
                beats: Some(member.beats.join(" ")),
                surely: Some(member.surely.join(" ")),
            });
        }
    }
    for reference in &found.references {
        let [cost, gaps, kept] = reference.figures;
        rows.push(Row {
            policy: reference.name.clone(),
            member: "no",
            role: None,
            levers: [None; 6],
            figures: [cost, gaps, kept, Some(reference.score)],
            confidence: None,
            beats: None,
            surely: None,
        });
    }
    let texts = |of: &dyn Fn(&Row) -> Option<String>| rows.iter().map(of).collect::<Vec<Option<String>>>();
    let numbers = |of: &dyn Fn(&Row) -> Option<f64>| rows.iter().map(of).collect::<Vec<Option<f64>>>();
    let mut columns = vec![
        column("policy", texts(&|row| Some(row.policy.clone()))),
        column("on_front", texts(&|row| Some(row.member.to_owned()))),
        column("role", texts(&|row| row.role.clone())),
    ];
    let levers = ["mix_hire", "mix_reskill", "mix_upskill", "lead_weeks", "training_capacity", "requisition_capacity"];
    columns.extend(levers.iter().enumerate().map(|(place, name)| column(name, numbers(&|row| row.levers[place]))));
    let currency = &scenario.currency;
    let figures = [
        format!("cost_vs_none_{currency}"),
        "excess_gap_weeks_per_shock_gap".into(),
        "retention_horizon".into(),
        "score_vs_best".into(),
    ];
    for (place, name) in figures.iter().enumerate() {
        columns.push(column(name, numbers(&|row| row.figures[place].map(|figure| figure.mean))));
        columns.push(column(&format!("{name}_low"), numbers(&|row| row.figures[place].map(|figure| figure.low))));
        columns.push(column(&format!("{name}_high"), numbers(&|row| row.figures[place].map(|figure| figure.high))));
    }
    columns.push(column("confidence", numbers(&|row| row.confidence)));
    columns.push(column("beats", texts(&|row| row.beats.clone())));
    columns.push(column("surely_beats", texts(&|row| row.surely.clone())));
    DataFrame::new(rows.len(), columns)
}
