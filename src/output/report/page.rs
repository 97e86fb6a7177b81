//! The page: what the template shows, put together.

use askama::Template;

use super::assumptions::{self, Group, Line};
use super::change::{self, Next, Weight};
use super::drivers::{self, Drivers};
use super::figures::runs;
use super::limits::limits;
use super::picture::Figure;
use super::policies::{self, Table};
use super::words::{Words, shown};
use super::{Subject, security, short};
use crate::analysis::format::listed;
use crate::analysis::weights::Balance;
use crate::output::charts::Chart;

/// The style, with a place for each font.
const STYLE: &str = include_str!("templates/style.css");
/// The script: what is optional.
const SCRIPT: &str = include_str!("templates/script.js");
/// The fonts of the charts, compressed for the web.
const REGULAR: &[u8] = include_bytes!("../../../assets/fonts/Inter-Regular.woff2");
const SEMIBOLD: &[u8] = include_bytes!("../../../assets/fonts/Inter-SemiBold.woff2");

/// The charts that a reader sees first, whatever order they come in; the others are folded away below.
const FIRST: [&str; 5] = ["cost-by-category", "gaps-over-weeks", "time-to-fill", "retention", "cost-against-gap-weeks"];

/// The whole page.
#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    policy: String,
    style: String,
    script: &'static str,
    name: String,
    summary: String,
    circumstances: String,
    answer: Words,
    confidence: Words,
    in_short: Vec<Words>,
    more_runs: Option<Words>,
    weights: Vec<Weight>,
    horizons: Vec<Words>,
    horizon_matters: bool,
    next: Vec<Next>,
    table: Table,
    runs: String,
    figures: Vec<Figure<'a>>,
    more: String,
    drivers: Option<Drivers>,
    driven: Vec<Words>,
    changed: Vec<Line>,
    groups: Vec<Group>,
    numbers: usize,
    limits: Vec<Words>,
    command: String,
    version: String,
    commit: String,
    seed: u64,
    scenario_sha256: String,
}

/// The policy and the style of a page without a script.
pub(in crate::output) fn plain_page() -> (String, String) {
    let style = style();
    (security::policy(&style, None), style)
}

/// The style with its fonts in it.
fn style() -> String {
    STYLE.replace("REGULAR_FONT", &security::font(REGULAR)).replace("SEMIBOLD_FONT", &security::font(SEMIBOLD))
}

/// The report as a page.
#[must_use]
pub fn html(subject: &Subject<'_>) -> String {
    let Subject { comparison: found, origin, charts } = *subject;
    let balance = Balance::of(found);
    let style = style();
    let (first, more): (Vec<&Chart>, Vec<&Chart>) = charts.iter().partition(|chart| FIRST.contains(&chart.name));
    let mut figures: Vec<Figure<'_>> = first.into_iter().map(|chart| Figure::new(chart, true)).collect();
    let mut more: Vec<Figure<'_>> = more.into_iter().map(|chart| Figure::new(chart, true)).collect();
    let more_labels: Vec<String> = more.iter().map(|figure| figure.label.clone()).collect();
    if let Some(first) = more.first_mut() {
        first.begins_more = true;
    }
    figures.append(&mut more);
    let groups = assumptions::groups(found);
    let page = Page {
        policy: security::policy(&style, Some(SCRIPT)),
        style,
        script: SCRIPT,
        name: shown(&found.scenario.name),
        summary: shown(found.scenario.summary.trim()),
        circumstances: short::circumstances(found),
        answer: short::answer(found),
        confidence: short::confidence(found),
        in_short: short::in_short(found),
        more_runs: change::more_runs(found),
        weights: change::weights(found, &balance),
        horizons: change::horizons(found),
        horizon_matters: change::horizon_matters(found),
        next: change::next(found, &balance, &origin.command),
        table: policies::table(found),
        runs: runs(found.replicates),
        figures,
        more: listed(&more_labels),
        drivers: drivers::drivers(found),
        driven: drivers::sentences(found, &balance),
        changed: assumptions::changed(found),
        numbers: groups.iter().map(|group| group.lines.len()).sum(),
        groups,
        limits: limits(found),
        command: shown(&origin.command),
        version: shown(&origin.version),
        commit: shown(&origin.commit),
        seed: found.seed,
        scenario_sha256: shown(&origin.scenario_sha256),
    };
    // Writing to a string cannot fail.
    page.render().unwrap_or_default()
}
