//! `brief.md`: the report on a page of Markdown, to paste into a mail or a document.

use std::fmt::Write as _;

use super::figures::runs;
use super::words::{markdown, shown};
use super::{Subject, change, drivers, limits, policies, short};
use crate::analysis::weights::Balance;

/// The brief.
#[must_use]
pub fn brief(subject: &Subject<'_>) -> String {
    let Subject { comparison: found, origin, .. } = *subject;
    let balance = Balance::of(found);
    let mut text = format!("# {}\n\n", markdown(&found.scenario.name));
    let mut put = |line: &str| {
        text.push_str(line);
        text.push('\n');
    };
    let summary = markdown(found.scenario.summary.trim());
    if !summary.is_empty() {
        put(&format!("{summary}\n"));
    }
    put(&format!("{}\n\n## The answer\n", short::circumstances(found)));
    put(&format!("{}\n\nHow sure: {}\n", short::answer(found).markdown(), short::confidence(found).markdown()));
    for line in short::in_short(found) {
        put(&format!("- {}", line.markdown()));
    }
    put("\n## What would change it\n");
    if let Some(line) = change::more_runs(found) {
        put(&format!("- {}", line.markdown()));
    }
    for weight in change::weights(found, &balance) {
        put(&format!(
            "- {} (weighs {}): {}. On it alone: {}.",
            weight.of,
            weight.now,
            weight.holds.markdown(),
            weight.alone.markdown()
        ));
    }
    let horizons: Vec<String> = change::horizons(found).iter().map(super::words::Words::markdown).collect();
    if !horizons.is_empty() {
        put(&format!("- Cheapest, by when one looks: {}.", horizons.join("; ")));
    }
    for next in change::next(found, &balance, &origin.command) {
        put(&format!("\n{}\n\n    {}", next.why.markdown(), shown(&next.command)));
    }
    put("\n## The policies\n");
    put(&table(&policies::table(found)));
    put("## What drives it\n");
    for line in drivers::sentences(found, &balance) {
        put(&format!("- {}", line.markdown()));
    }
    put("\n## Before you trust it\n");
    for line in limits::limits(found) {
        put(&format!("- {}", line.markdown()));
    }
    put(&format!("\n## The same again\n\n    {}\n", shown(&origin.command)));
    let _ = writeln!(
        text,
        "foreshift {} ({}), {}, seed {}, scenario {}.",
        markdown(&origin.version),
        markdown(&origin.commit),
        runs(found.replicates),
        found.seed,
        markdown(&origin.scenario_sha256)
    );
    text
}

/// The table of policies.
fn table(table: &policies::Table) -> String {
    let heads = table.columns.iter().map(|column| format!("{} ({})", column.title, column.unit));
    let heads: Vec<String> = ["Policy".to_owned(), "Best score in".to_owned()].into_iter().chain(heads).collect();
    let mut text = format!("| {} |\n|---|{}\n", heads.join(" | "), "---:|".repeat(heads.len() - 1));
    for row in &table.rows {
        let name = super::words::say("{}", [super::words::policy(&row.name)]).markdown();
        let name = if row.pick { format!("**{name}** (pick)") } else { name };
        let name = if row.tied { format!("{name} =") } else { name };
        let cells = row.cells.iter().map(|cell| {
            let figure = if cell.best { format!("**{}**", cell.text) } else { cell.text.clone() };
            let marks = match (cell.tied, cell.partial) {
                (_, true) => " ~",
                (true, false) => " =",
                (false, false) => "",
            };
            let space = if cell.margin.is_empty() { "" } else { " " };
            format!("{figure}{space}{}{marks}", cell.margin).replace('|', "\u{2758}")
        });
        let cells: Vec<String> = [name, row.best_in.clone()].into_iter().chain(cells).collect();
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
    for mark in &table.marks {
        let _ = write!(text, "\n{mark}  ");
    }
    text.push('\n');
    text
}
