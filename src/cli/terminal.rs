//! The answer as a page of text: the sentence, the table of policies, what readers should know.
//!
//! One line a policy where the page is wide enough, else the interval under the figure. Everything is said in plain characters; colour
//! only repeats it. The file is long since the page is laid out in one place: what is shown, how wide it is, and what its marks mean depend on each other.

use unicode_width::UnicodeWidthStr;

use crate::analysis::format::{figure, names, percent};
use crate::analysis::ranking::{self, MEDIAN, Mean};
use crate::analysis::results::{NONE, TWIN};
use crate::analysis::rows::{Comparison, Standing};

/// The page that an answer is laid out for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Columns.
    pub width: usize,
    /// Whether to mark by colour too.
    pub colour: bool,
}

/// Columns of prose: longer lines are hard to read.
const PROSE: usize = 100;

/// The longest name of a policy; a longer one is cut.
const LONGEST_NAME: usize = 24;

/// Names in a line before it says how many more.
const NAMED: usize = 3;

const BOLD: &str = "\u{1b}[1m";
const DIM: &str = "\u{1b}[2m";
const RESET: &str = "\u{1b}[0m";

/// What stands before the policy that is picked, and before one that cannot be told from it.
const PICK: &str = "> ";
const TIE: &str = "= ";

/// What stands behind a dominated policy.
const DOMINATED: &str = " \u{2020}";

/// What stands behind a mean over some of the runs.
const PARTIAL: &str = "~";

/// What stands where a measure has no value.
const ABSENT: &str = "\u{2014}";

/// The whole answer.
pub fn page(found: &Comparison, page: Page) -> String {
    let table = Table::new(found);
    let mut before = vec![found.scenario.name.clone(), circumstances(found), String::new()];
    before.extend([found.answer.sentence.clone(), String::new()]);
    let mut after = vec![String::new()];
    after.extend(legend(found, &table));
    if !found.warnings.is_empty() {
        after.extend([String::new(), "Before you trust this:".to_owned()]);
        after.extend(found.warnings.iter().map(|warning| format!("- {warning}")));
    }
    let prose = |paragraphs: &[String]| -> String {
        let lines =
            |words: &String| wrapped(&printable(words), page.width.min(PROSE), if words.starts_with("- ") { 2 } else { 0 });
        paragraphs.iter().flat_map(lines).map(|line| line + "\n").collect()
    };
    prose(&before) + &table.drawn(page) + &prose(&after)
}

/// What was compared: runs, seed, length.
fn circumstances(found: &Comparison) -> String {
    let runs = if found.replicates == 1 { "1 run".to_owned() } else { format!("{} runs", figure(found.replicates.into(), 0)) };
    let weeks = found.scenario.horizon;
    format!(
        "{runs} of {weeks} weeks each, the same luck for every policy, seed {}; money in {}",
        found.seed, found.scenario.currency
    )
}

/// A measure of the table.
struct Column {
    measure: &'static str,
    /// Its title and unit, a line each.
    head: [String; 4],
    /// What a value is divided by before it is shown.
    unit: f64,
    decimals: usize,
}

/// A figure of the table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Cell {
    mean: String,
    /// Half the 95% interval of the mean.
    margin: String,
    best: bool,
    /// Whether it cannot be told from the pick's.
    tied: bool,
    /// Whether it is defined in some of the runs only: a mean over those says nothing of the others.
    partial: bool,
}

impl Cell {
    const fn mark(&self) -> &'static str {
        match (self.partial, self.best, self.tied) {
            (true, _, _) => PARTIAL,
            (false, true, true) => "*=",
            (false, true, false) => "*",
            (false, false, true) => "=",
            (false, false, false) => "",
        }
    }
}

/// A policy's line.
struct Row {
    before: &'static str,
    name: String,
    behind: &'static str,
    best_in: String,
    cells: Vec<Cell>,
    /// One of the two that others are compared with, below a rule.
    reference: bool,
}

/// The table of policies.
struct Table {
    columns: Vec<Column>,
    rows: Vec<Row>,
}

/// The measures shown, each with its heading.
const MEASURES: [(&str, [&str; 3]); 7] = [
    ("transition_cost_vs_none", ["Cost", "against", "none"]),
    ("transition_cost_vs_twin", ["Cost of", "shock", "vs twin"]),
    ("excess_gap_weeks_per_shock_gap", ["Excess", "a shock", "gap"]),
    (MEDIAN, ["Time to", "fill,", "median"]),
    ("retention_52", ["Kept", "for 52", "weeks"]),
    ("retention_horizon", ["Kept", "to the", "end"]),
    ("layoffs", ["", "Laid", "off"]),
];

impl Table {
    fn new(found: &Comparison) -> Self {
        let money = MoneyScale::new(found);
        let columns: Vec<Column> = MEASURES.iter().map(|(measure, title)| column(found, measure, *title, &money)).collect();
        let pick = found.answer.pick.as_str();
        let (references, ranked): (Vec<&Standing>, Vec<&Standing>) =
            found.answer.standings.iter().partition(|standing| standing.policy == NONE && standing.policy != pick);
        let mut rows: Vec<Row> = ranked.iter().map(|standing| row(found, &columns, standing, false)).collect();
        rows.extend(references.iter().map(|standing| row(found, &columns, standing, true)));
        rows.push(Row {
            before: "  ",
            name: TWIN.to_owned(),
            behind: "",
            best_in: String::new(),
            cells: columns.iter().map(|column| cell(found, column, TWIN)).collect(),
            reference: true,
        });
        Self { columns, rows }
    }

    /// The table as text: interval beside the figure where the page is wide enough, else below it, else in as many parts as it takes.
    fn drawn(&self, page: Page) -> String {
        let all: Vec<usize> = (0..self.columns.len()).collect();
        let fits = |lines: &Vec<Line>| lines.iter().all(|line| line.width() <= page.width);
        let whole = Some(self.laid_out(Layout::Beside, &all)).filter(fits);
        let lines = whole.unwrap_or_else(|| {
            let in_parts = |parts: usize| -> Vec<Line> {
                let parts = all.chunks(all.len().div_ceil(parts));
                parts.flat_map(|columns| self.laid_out(Layout::Below, columns)).collect()
            };
            (1..all.len()).map(in_parts).find(fits).unwrap_or_else(|| in_parts(all.len()))
        });
        let mut text = String::new();
        for line in lines {
            text.push_str(&line.text(page.colour));
            text.push('\n');
        }
        text
    }

    fn laid_out(&self, layout: Layout, shown: &[usize]) -> Vec<Line> {
        let name_width = self.rows.iter().map(|row| width(row.before) + width(&row.name) + width(row.behind)).max().unwrap_or(0);
        let name_width = name_width.max("  policy".len());
        let widths: Vec<Widths> = shown.iter().map(|column| self.widths(*column, layout)).collect();
        let best_width = "Best".len().max(self.rows.iter().map(|row| width(&row.best_in)).max().unwrap_or(0));
        let mut lines = Vec::new();
        for (place, best_head) in ["", "Best", "in", "runs"].into_iter().enumerate() {
            let mut line = Line::new(layout);
            line.left(if place == 3 { "  policy" } else { "" }, name_width, Style::Bold);
            line.right(best_head, best_width, Style::Bold);
            for (column, widths) in shown.iter().zip(&widths) {
                line.right(&self.columns[*column].head[place], widths.whole(), Style::Bold);
                line.left("", widths.mark, Style::Plain);
            }
            lines.push(line);
        }
        let rule = lines.iter().map(Line::width).max().unwrap_or(0);
        lines.push(Line::rule(rule));
        let mut referring = false;
        for row in &self.rows {
            if row.reference && !referring {
                referring = true;
                lines.push(Line::rule(rule));
            }
            let style = match (row.before == PICK, row.reference) {
                (true, _) => Style::Bold,
                (false, true) => Style::Dim,
                (false, false) => Style::Plain,
            };
            let mut line = Line::new(layout);
            let mut below = Line::new(layout);
            line.left(&format!("{}{}{}", row.before, row.name, row.behind), name_width, style);
            line.right(&row.best_in, best_width, style);
            below.left("", name_width, Style::Plain);
            below.right("", best_width, Style::Plain);
            for (column, widths) in shown.iter().zip(&widths) {
                let cell = &row.cells[*column];
                let style = if cell.best { Style::Bold } else { style };
                match layout {
                    Layout::Beside => {
                        line.right(&cell.mean, widths.whole() - widths.margin_beside(), style);
                        line.joined(&cell.margin, widths.margin_beside(), Style::Dim);
                    }
                    Layout::Below => {
                        line.right(&cell.mean, widths.whole(), style);
                        below.right(&cell.margin, widths.whole(), Style::Dim);
                        below.joined("", widths.mark, Style::Plain);
                    }
                }
                line.marked(cell.mark(), widths.mark);
            }
            lines.push(line);
            if layout == Layout::Below {
                lines.push(below);
            }
        }
        lines
    }

    fn widths(&self, column: usize, layout: Layout) -> Widths {
        let cells = || self.rows.iter().map(|row| &row.cells[column]);
        let widest = |of: &dyn Fn(&Cell) -> usize| cells().map(of).max().unwrap_or(0);
        Widths {
            head: self.columns[column].head.iter().map(|line| width(line)).max().unwrap_or(0),
            mean: widest(&|cell| width(&cell.mean)),
            margin: widest(&|cell| width(&cell.margin)),
            mark: widest(&|cell| width(cell.mark())),
            layout,
        }
    }
}

/// Where an interval stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layout {
    Beside,
    Below,
}

/// How wide the parts of a column are.
struct Widths {
    head: usize,
    mean: usize,
    margin: usize,
    mark: usize,
    layout: Layout,
}

impl Widths {
    /// Of a figure with its interval, without marks.
    fn whole(&self) -> usize {
        let figure = match self.layout {
            Layout::Beside => self.mean + self.margin_beside(),
            Layout::Below => self.mean.max(self.margin),
        };
        figure.max(self.head)
    }

    /// Of an interval beside its figure, with the space before it.
    const fn margin_beside(&self) -> usize {
        if self.margin == 0 { 0 } else { self.margin + 1 }
    }
}

/// How a piece of a line looks in colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Plain,
    Bold,
    Dim,
}

/// A line as pieces with their looks.
#[derive(Debug)]
struct Line {
    pieces: Vec<(String, Style)>,
    /// Blanks between two columns.
    between: usize,
}

impl Line {
    const fn new(layout: Layout) -> Self {
        let between = match layout {
            Layout::Beside => 2,
            Layout::Below => 1,
        };
        Self { pieces: Vec::new(), between }
    }

    fn rule(width: usize) -> Self {
        Self { pieces: vec![("\u{2500}".repeat(width), Style::Dim)], between: 0 }
    }

    /// Text at the left of so many columns.
    fn left(&mut self, text: &str, columns: usize, style: Style) {
        self.pieces.push((text.to_owned(), style));
        self.space(columns.saturating_sub(width(text)));
    }

    /// Text at the right of so many columns, apart from what is before.
    fn right(&mut self, text: &str, columns: usize, style: Style) {
        self.space(self.between + columns.saturating_sub(width(text)));
        self.pieces.push((text.to_owned(), style));
    }

    /// Text at the right of so many columns, right after what is before.
    fn joined(&mut self, text: &str, columns: usize, style: Style) {
        self.space(columns.saturating_sub(width(text)));
        self.pieces.push((text.to_owned(), style));
    }

    /// A mark right after a figure.
    fn marked(&mut self, mark: &str, columns: usize) {
        self.left(mark, columns, Style::Plain);
    }

    fn space(&mut self, columns: usize) {
        self.pieces.push((" ".repeat(columns), Style::Plain));
    }

    /// Columns up to the last that is not blank.
    fn width(&self) -> usize {
        width(self.text(false).as_str())
    }

    fn text(&self, colour: bool) -> String {
        let last = self.pieces.iter().rposition(|(text, _)| !text.trim_end().is_empty()).map_or(0, |last| last + 1);
        let piece = |(text, style): &(String, Style)| match style {
            Style::Bold if colour && !text.is_empty() => format!("{BOLD}{text}{RESET}"),
            Style::Dim if colour && !text.is_empty() => format!("{DIM}{text}{RESET}"),
            _ => text.clone(),
        };
        self.pieces[..last].iter().map(piece).collect()
    }
}

/// The unit in which the table's money is shown, one for all of it.
struct MoneyScale {
    unit: f64,
    decimals: usize,
    text: String,
}

impl MoneyScale {
    fn new(found: &Comparison) -> Self {
        let currency = printable(&found.scenario.currency);
        let costs = found.summary.iter().filter(|row| MEASURES[..2].iter().any(|(measure, _)| row.measure == *measure));
        let greatest = costs.filter_map(|row| row.mean).fold(0.0, |greatest: f64, mean| greatest.max(mean.abs()));
        let (unit, letter, decimals) = match greatest {
            ..1e5 => (1.0, "", 0),
            ..1e6 => (1e3, " k", 0),
            ..1e7 => (1e6, " M", 2),
            ..1e9 => (1e6, " M", 1),
            _ => (1e6, " M", 0),
        };
        Self { unit, decimals, text: format!("{currency}{letter}") }
    }
}

fn column(found: &Comparison, measure: &'static str, title: [&str; 3], money: &MoneyScale) -> Column {
    let unit = found.measures.iter().find(|known| known.name == measure).map_or("", |known| known.unit.as_str());
    let (size, decimals, text) = match unit {
        "share" => (0.01, 1, "%"),
        "people" => (1.0, 0, unit),
        "weeks" | "weeks per gap" => (1.0, 1, "weeks"),
        unit if unit == found.scenario.currency => (money.unit, money.decimals, money.text.as_str()),
        _ => (1.0, 1, unit),
    };
    let [first, second, third] = title.map(str::to_owned);
    Column { measure, head: [first, second, third, text.to_owned()], unit: size, decimals }
}

fn row(found: &Comparison, columns: &[Column], standing: &Standing, reference: bool) -> Row {
    let before = match (standing.policy == found.answer.pick, standing.ties_with_pick) {
        (true, _) => PICK,
        (false, true) => TIE,
        (false, false) => "  ",
    };
    Row {
        before,
        name: cut(&printable(&standing.policy)),
        behind: if standing.dominated_by.is_empty() { "" } else { DOMINATED },
        best_in: percent(standing.p_best),
        cells: columns.iter().map(|column| cell(found, column, &standing.policy)).collect(),
        reference,
    }
}

fn cell(found: &Comparison, column: &Column, policy: &str) -> Cell {
    let shown = |value: f64| figure(value / column.unit, column.decimals);
    let known = ranking::figure(found, column.measure, policy);
    let mean = match known.mean {
        Mean::Absent => ABSENT.to_owned(),
        Mean::BeyondHorizon => format!("> {}", found.scenario.horizon),
        Mean::Is(mean) => shown(mean),
    };
    let margin = known.margin.map(|margin| format!("\u{b1}{}", shown(margin))).unwrap_or_default();
    Cell { mean, margin, best: known.best, tied: known.tied, partial: known.partial }
}

/// What the marks in the table mean: those that are there.
fn legend(found: &Comparison, table: &Table) -> Vec<String> {
    let cells = || table.rows.iter().flat_map(|row| &row.cells);
    let mut marks = vec!["> the pick".to_owned()];
    if cells().any(|cell| cell.best) {
        marks.push("* the best mean".to_owned());
    }
    if cells().any(|cell| cell.tied) || table.rows.iter().any(|row| row.before == TIE) {
        marks.push("= cannot be told apart from the pick".to_owned());
    }
    if cells().any(|cell| !cell.margin.is_empty()) {
        marks.push("\u{b1} the 95% interval of the mean".to_owned());
    }
    if cells().any(|cell| cell.partial) {
        marks.push(format!("{PARTIAL} over those runs that have it, the others being longer than the horizon or without a gap"));
    }
    if cells().any(|cell| cell.mean.starts_with('>')) {
        marks.push("> with a number: half of the gaps are not filled by the end in most runs".to_owned());
    }
    if cells().any(|cell| cell.mean == ABSENT) {
        marks.push(format!("{ABSENT} in no run"));
    }
    let mut lines = vec![
        format!("{}.", marks.join("; ")),
        format!(
            "Excess a shock gap: weeks that seats stand open beyond the twin's, for each gap the shock opens. Kept: of the people of \
             week 0 whom the shock hits. `{NONE}` does nothing new; `{TWIN}` is business as usual without the shock."
        ),
    ];
    let dominated: Vec<String> =
        found.answer.standings.iter().filter(|standing| !standing.dominated_by.is_empty()).map(by).collect();
    if !dominated.is_empty() {
        let mark = DOMINATED.trim_start();
        lines.push(format!(
            "{mark} Dominated: another policy beats it on cost, gap time and retention alike: {}.",
            dominated.join("; ")
        ));
    }
    lines
}

/// A dominated policy and what dominates it: "`hire` (by `blend`)".
fn by(standing: &Standing) -> String {
    let by = &standing.dominated_by;
    let shown: Vec<&str> = by.iter().take(NAMED).map(String::as_str).collect();
    let more = by.len() - shown.len();
    let text = if more == 0 {
        names(&shown)
    } else {
        let quoted: Vec<String> = shown.iter().map(|name| format!("`{name}`")).collect();
        format!("{} and {more} more", quoted.join(", "))
    };
    format!("`{}` (by {text})", standing.policy)
}

/// Columns that a text takes.
fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// A text without control characters, which terminals obey.
pub(super) fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// A name that is not too long.
fn cut(name: &str) -> String {
    if width(name) <= LONGEST_NAME {
        return name.to_owned();
    }
    let mut text = String::new();
    for c in name.chars() {
        text.push(c);
        if width(&text) >= LONGEST_NAME {
            text.pop();
            break;
        }
    }
    text.push('\u{2026}');
    text
}

/// The lines of a paragraph, those after the first indented.
pub(super) fn wrapped(words: &str, columns: usize, indent: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in words.split_whitespace() {
        let Some(line) = lines.last_mut() else { break };
        if line.is_empty() {
            line.push_str(word);
        } else if width(line) + 1 + width(word) <= columns {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(format!("{}{word}", " ".repeat(indent)));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::fixture::scenario;
    use crate::experiment::compare::{Settings, compare};
    use crate::experiment::watch::Unwatched;

    fn found(replicates: u32) -> Comparison {
        let settings = Settings { seed: 5, replicates, threads: Some(1), policies: Vec::new(), keep_gaps: false };
        compare(&scenario(), &settings, &Unwatched).unwrap()
    }

    #[test]
    fn lines_wrap_between_words() {
        assert_eq!(wrapped("- one two three", 9, 2), ["- one two", "  three"]);
        assert_eq!(wrapped("unbreakable", 4, 2), ["unbreakable"]);
        assert_eq!(wrapped("", 4, 2), [""]);
    }

    #[test]
    fn names_are_cut_by_columns() {
        assert_eq!(cut("hire"), "hire");
        assert!(width(&cut(&"\u{5f15}".repeat(30))) <= LONGEST_NAME);
        assert_eq!(printable("a\u{1b}[2Jb"), "a\u{fffd}[2Jb");
    }

    #[test]
    fn a_page_keeps_to_its_columns_and_names_everybody() {
        for replicates in [1, 6] {
            let found = found(replicates);
            for columns in [50, 80, 100, 120] {
                let text = page(&found, Page { width: columns, colour: false });
                assert!(text.lines().all(|line| width(line) <= columns), "{text}");
                assert!(!text.contains('\u{1b}') && !text.contains("NaN"), "{text}");
                for policy in found.policies.iter().map(String::as_str).chain([TWIN]) {
                    let named = |line: &str| line.split_whitespace().any(|word| word == policy);
                    assert!(text.lines().any(named), "{policy}: {text}");
                }
                assert_eq!(text.contains('\u{b1}'), replicates > 1, "{text}");
            }
            let coloured = page(&found, Page { width: 120, colour: true });
            let bare = coloured.replace(BOLD, "").replace(DIM, "").replace(RESET, "");
            assert_eq!(bare, page(&found, Page { width: 120, colour: false }));
        }
    }
}
