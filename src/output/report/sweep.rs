//! `report.html` of a sweep: what `sensitivity` and `discover` found, answer first, in a page like the report's. No script.

use askama::Template;

use super::picture::Figure;
use super::words::{Words, read, shown};
use super::{assumptions, plain_page};
use crate::output::charts::Chart;
use crate::output::explored::{Background, Explored, Listing, counted};
use crate::output::stored::Origin;

/// A parameter as it is shown.
struct Line {
    path: String,
    today: String,
    range: String,
    unit: String,
    source: String,
    basis: String,
}

/// A listing as it is shown.
struct Numbers {
    caption: Words,
    headers: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// The page.
#[derive(Template)]
#[template(path = "sweep.html")]
struct Page<'a> {
    policy: String,
    style: String,
    version: String,
    commit: String,
    kind: &'static str,
    name: String,
    summary: String,
    circumstances: String,
    answer: Words,
    sentences: Vec<Words>,
    figures: Vec<Figure<'a>>,
    listings: Vec<Numbers>,
    parameters: Vec<Line>,
    limits: Vec<Words>,
    command: String,
    seed: u64,
    scenario_sha256: String,
}

/// The page of an exploration.
#[must_use]
pub fn html(found: &Explored, background: &Background<'_>, charts: &[Chart], origin: &Origin) -> String {
    let Background { scenario, layout } = *background;
    let (policy, style) = plain_page();
    // Whatever is in backticks in a terminal is a name or code here.
    let words = |text: &String| read(text, layout.policies.iter().map(String::as_str)).coded();
    let parameter = |parameter: &crate::experiment::parameter::Parameter| {
        let known = scenario.assumptions.iter().find(|known| known.path == parameter.path);
        Line {
            path: shown(&parameter.path),
            today: assumptions::full(parameter.today),
            range: format!("{} to {}", assumptions::full(parameter.low), assumptions::full(parameter.high)),
            unit: shown(&parameter.unit),
            source: known.map(|known| shown(&known.source)).unwrap_or_default(),
            basis: known.map(|known| shown(&known.basis)).unwrap_or_default(),
        }
    };
    let numbers = |listing: &Listing| Numbers {
        caption: words(&listing.caption),
        headers: listing.headers.iter().map(|head| shown(head)).collect(),
        rows: listing.rows.iter().map(|row| row.iter().map(|cell| shown(cell)).collect()).collect(),
    };
    let page = Page {
        policy,
        style,
        version: shown(&origin.version),
        commit: shown(&origin.commit),
        kind: if found.kind == "discover" { "Where policies win" } else { "What matters" },
        name: shown(&scenario.name),
        summary: shown(scenario.summary.trim()),
        circumstances: format!(
            "{} of {}, {} a point and policy, design {}.",
            counted(layout.points.len(), "point", "points"),
            counted(layout.parameters.len(), "parameter", "parameters"),
            counted(layout.replicates as usize, "replicate", "replicates"),
            layout.design
        ),
        answer: words(&found.answer),
        sentences: found.sentences.iter().map(words).collect(),
        figures: charts.iter().map(|chart| Figure::new(chart, false)).collect(),
        listings: found.listings.iter().map(numbers).collect(),
        parameters: layout.parameters.iter().map(parameter).collect(),
        limits: found.limits.iter().map(words).collect(),
        command: shown(&origin.command),
        seed: layout.seed,
        scenario_sha256: shown(&origin.scenario_sha256),
    };
    // Writing to a string cannot fail.
    page.render().unwrap_or_default()
}
