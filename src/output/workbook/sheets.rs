//! The sheets of figures, each a table with native charts where they help.

use rust_xlsxwriter::{Chart, ChartLegendPosition, ChartType, Format, Worksheet, XlsxError};

use super::{Fault, Styles, heads, number, text};
use crate::analysis::ranking::{self, Mean, SHOWN, difference};
use crate::analysis::results::{ALL, TWIN};
use crate::analysis::rows::{Comparison, WeeklyRow};
use crate::analysis::sample::{float, mean};
use crate::output::report::figures::{Kind, heading, kind};
use crate::scenario::model::Assumption;
use crate::workforce::record::CostCategory;

/// Weeks of a quarter.
const QUARTER: i32 = 13;

/// Colours of series, those of the charts.
const COLOURS: [u32; 8] = [0x12_436D, 0x28_A197, 0x80_1650, 0xF4_6A25, 0x4C_6FB1, 0x1B_6E67, 0xB5_548A, 0xB5_490F];

/// A row or column as Excel counts.
fn at<T: TryFrom<usize>>(place: usize) -> Result<T, XlsxError> {
    T::try_from(place).map_err(|_| XlsxError::RowColumnLimitError)
}

/// Policies best first.
fn ranked(found: &Comparison) -> Vec<&str> {
    found.answer.standings.iter().map(|standing| standing.policy.as_str()).collect()
}

/// How a measure's numbers look.
fn format<'s>(found: &Comparison, measure: &str, styles: &'s Styles) -> &'s Format {
    match kind(found, measure) {
        Kind::Money => &styles.whole,
        Kind::Percent => &styles.percent,
        Kind::Weeks | Kind::Plain | Kind::Count => &styles.tenth,
    }
}

/// A chart with series of colours, named, beside or below a table.
fn coloured(kind: ChartType, title: &str, axis: &str) -> Chart {
    let mut chart = Chart::new(kind);
    chart.title().set_name(title);
    chart.y_axis().set_name(axis);
    chart.set_width(900).set_height(420).set_alt_text(title);
    chart.legend().set_position(ChartLegendPosition::Bottom);
    chart
}

/// Every policy on seven measures, best first, each with half its interval.
pub(super) fn summary(sheet: &mut Worksheet, found: &Comparison, styles: &Styles) -> Result<(), Fault> {
    sheet.set_name("Summary")?;
    let mut names = vec!["Policy".to_owned(), "Pick".to_owned(), "Best score in share of runs".to_owned()];
    for measure in SHOWN {
        let (title, unit) = heading(measure);
        names.extend([format!("{title} ({unit})"), "\u{b1} half the 95% interval".to_owned()]);
    }
    let policies: Vec<&str> = ranked(found).into_iter().chain([TWIN]).collect();
    heads(sheet, &names, at(policies.len())?, styles)?;
    for (nth, policy) in policies.iter().enumerate() {
        let row = at(nth + 1)?;
        sheet.write_string(row, 0, text(policy))?;
        if let Some(standing) = found.answer.standings.get(nth) {
            let word = match (*policy == found.answer.pick, standing.ties_with_pick) {
                (true, _) => "pick",
                (false, true) => "ties with the pick",
                (false, false) => "",
            };
            sheet.write_string(row, 1, word)?;
            number(sheet, row, 2, Some(standing.p_best), &styles.percent)?;
        }
        for (nth, measure) in SHOWN.iter().enumerate() {
            let (column, format) = (at(3 + 2 * nth)?, format(found, measure, styles));
            let figure = ranking::figure(found, measure, policy);
            match figure.mean {
                Mean::Is(mean) => number(sheet, row, column, Some(mean), format)?,
                Mean::BeyondHorizon => {
                    sheet.write_string(row, column, format!("over {}", found.scenario.horizon))?;
                }
                Mean::Absent => {}
            }
            number(sheet, row, column + 1, figure.margin, format)?;
        }
    }
    sheet.set_column_width(0, 22)?;
    for column in 1..at(names.len())? {
        sheet.set_column_width(column, 15)?;
    }
    let last: u32 = at(ranked(found).len())?;
    let mut chart = coloured(ChartType::Bar, "Transition cost against doing nothing new", &found.scenario.currency);
    chart
        .add_series()
        .set_name("Mean of runs")
        .set_categories(("Summary", 1, 0, last, 0))
        .set_values(("Summary", 1, 3, last, 3))
        .set_format(
            rust_xlsxwriter::ChartFormat::new()
                .set_solid_fill(rust_xlsxwriter::ChartSolidFill::new().set_color(rust_xlsxwriter::Color::RGB(COLOURS[0]))),
        );
    chart.x_axis().set_reverse().set_label_position(rust_xlsxwriter::ChartAxisLabelPosition::Low);
    chart.y_axis().set_num_format("#,##0");
    chart.legend().set_hidden();
    sheet.insert_chart(last + 4, 0, &chart)?;
    Ok(())
}

/// Every pair on the headline measures.
pub(super) fn comparisons(sheet: &mut Worksheet, found: &Comparison, styles: &Styles) -> Result<(), Fault> {
    sheet.set_name("Comparisons")?;
    let names = ["Policy", "Less", "Measure", "Unit", "Difference", "95% low", "95% high", "Clear of 0", "P value (Holm)"];
    let names: Vec<String> = names.map(str::to_owned).to_vec();
    let rows: Vec<_> = found.comparisons.iter().filter(|row| SHOWN.contains(&row.measure)).collect();
    heads(sheet, &names, at(rows.len())?, styles)?;
    for (nth, row) in rows.iter().enumerate() {
        let (line, format) = (at(nth + 1)?, format(found, row.measure, styles));
        let title = found.measures.iter().find(|known| known.name == row.measure).map_or(row.measure, |known| known.title);
        for (column, words) in (0..).zip([&row.policy, &row.versus, title, &row.unit]) {
            sheet.write_string(line, column, text(words))?;
        }
        number(sheet, line, 4, row.difference, format)?;
        number(sheet, line, 5, row.ci_low, format)?;
        number(sheet, line, 6, row.ci_high, format)?;
        if let Some(known) = difference(found, &row.policy, &row.versus, row.measure).filter(|known| known.ends.is_some()) {
            sheet.write_string(line, 7, if known.is_clear() { "yes" } else { "no" })?;
        }
        number(sheet, line, 8, row.p_holm, &Format::new().set_num_format("0.000"))?;
    }
    for (column, width) in (0..).zip([18, 18, 42, 16, 16, 16, 16, 12, 14]) {
        sheet.set_column_width(column, width)?;
    }
    Ok(())
}

/// Money by policy and category.
pub(super) fn costs(sheet: &mut Worksheet, found: &Comparison, styles: &Styles) -> Result<(), Fault> {
    sheet.set_name("Costs")?;
    let categories = CostCategory::ALL.map(CostCategory::name);
    let unit = &found.scenario.currency;
    let named = categories.iter().map(|name| format!("{} ({unit}, mean)", name.replace('_', " ")));
    let names: Vec<String> = ["Policy".to_owned()].into_iter().chain(named).chain([format!("All ({unit}, mean)")]).collect();
    let policies: Vec<&str> = ranked(found).into_iter().chain([TWIN]).collect();
    heads(sheet, &names, at(policies.len())?, styles)?;
    for (nth, policy) in policies.iter().enumerate() {
        let row = at(nth + 1)?;
        sheet.write_string(row, 0, text(policy))?;
        for (nth, category) in categories.iter().enumerate() {
            let of = found.costs.iter().find(|row| row.policy == *policy && row.role == ALL && row.category == *category);
            number(sheet, row, at(nth + 1)?, of.map(|row| row.mean), &styles.whole)?;
        }
        let total = ranking::summary(found, "total_cost", policy).and_then(|row| row.mean);
        number(sheet, row, at(categories.len() + 1)?, total, &styles.whole)?;
    }
    let last: u32 = at(policies.len())?;
    let mut chart = coloured(ChartType::BarStacked, "What is spent and lost beside payroll", unit);
    // Payroll, the first category, would dwarf the others.
    for column in 2..=at(categories.len())? {
        chart
            .add_series()
            .set_name(("Costs", 0, column))
            .set_categories(("Costs", 1, 0, last, 0))
            .set_values(("Costs", 1, column, last, column));
    }
    chart.x_axis().set_reverse();
    chart.y_axis().set_num_format("#,##0");
    sheet.insert_chart(last + 3, 0, &chart)?;
    sheet.set_column_width(0, 22)?;
    for column in 1..at(names.len())? {
        sheet.set_column_width(column, 18)?;
    }
    Ok(())
}

/// Open gaps by quarter: means over weeks and runs.
pub(super) fn gaps(sheet: &mut Worksheet, found: &Comparison, styles: &Styles) -> Result<(), Fault> {
    sheet.set_name("Gaps by quarter")?;
    let policies: Vec<&str> = ranked(found).into_iter().chain([TWIN]).collect();
    let names: Vec<String> =
        ["Quarter", "From week", "To week"].into_iter().chain(policies.iter().copied()).map(str::to_owned).collect();
    let quarters = usize::try_from((found.scenario.horizon + QUARTER - 1) / QUARTER).unwrap_or(0);
    heads(sheet, &names, at(quarters)?, styles)?;
    for nth in 0..quarters {
        let row = at(nth + 1)?;
        let first = i32::try_from(nth).unwrap_or(i32::MAX) * QUARTER;
        let last = (first + QUARTER).min(found.scenario.horizon) - 1;
        number(sheet, row, 0, Some(float(nth + 1)), &styles.whole)?;
        number(sheet, row, 1, Some(first.into()), &styles.whole)?;
        number(sheet, row, 2, Some(last.into()), &styles.whole)?;
        for (nth, policy) in policies.iter().enumerate() {
            let of = |row: &&WeeklyRow| {
                row.measure == "gaps" && row.role == ALL && row.policy == *policy && (first..=last).contains(&row.week)
            };
            let weeks: Vec<f64> = found.weekly.iter().filter(of).map(|row| row.mean).collect();
            number(sheet, row, at(nth + 3)?, mean(&weeks), &styles.tenth)?;
        }
    }
    let last: u32 = at(quarters)?;
    let mut chart = coloured(ChartType::Line, "Open gaps in all roles, mean of runs", "gaps");
    for (nth, _) in policies.iter().enumerate() {
        let column = at(nth + 3)?;
        chart
            .add_series()
            .set_name(("Gaps by quarter", 0, column))
            .set_categories(("Gaps by quarter", 1, 0, last, 0))
            .set_values(("Gaps by quarter", 1, column, last, column))
            .set_format(
                rust_xlsxwriter::ChartFormat::new().set_line(
                    rust_xlsxwriter::ChartLine::new()
                        .set_color(rust_xlsxwriter::Color::RGB(COLOURS[nth % COLOURS.len()]))
                        .set_width(2),
                ),
            );
    }
    chart.x_axis().set_name("Quarter");
    sheet.insert_chart(last + 3, 0, &chart)?;
    for column in 0..at(names.len())? {
        sheet.set_column_width(column, 14)?;
    }
    Ok(())
}

/// The roles, and the gap-weeks of each under every policy.
pub(super) fn roles(sheet: &mut Worksheet, found: &Comparison, styles: &Styles) -> Result<(), Fault> {
    sheet.set_name("Roles")?;
    let policies: Vec<&str> = ranked(found).into_iter().chain([TWIN]).collect();
    let fixed = ["Role", "Title", "People at week 0", "Salary a year", "Turnover a year", "Worth of a seat in salaries"];
    let gap_weeks = policies.iter().map(|policy| format!("Gap-weeks under {policy}"));
    let names: Vec<String> = fixed.iter().map(|name| (*name).to_owned()).chain(gap_weeks).collect();
    heads(sheet, &names, at(found.scenario.roles.len())?, styles)?;
    for (nth, role) in found.scenario.roles.iter().enumerate() {
        let row = at(nth + 1)?;
        sheet.write_string(row, 0, text(&role.name))?;
        sheet.write_string(row, 1, text(&role.title))?;
        number(sheet, row, 2, Some(role.headcount.into()), &styles.whole)?;
        number(sheet, row, 3, Some(role.salary.units()), &styles.whole)?;
        number(sheet, row, 4, Some(role.turnover.0), &styles.percent)?;
        number(sheet, row, 5, Some(role.output_value), &styles.tenth)?;
        for (nth, policy) in policies.iter().enumerate() {
            let of = |row: &&WeeklyRow| row.measure == "gaps" && row.role == role.name && row.policy == *policy;
            let sum: f64 = found.weekly.iter().filter(of).map(|row| row.mean).sum();
            number(sheet, row, at(nth + fixed.len())?, Some(sum), &styles.whole)?;
        }
    }
    sheet.set_column_width(0, 24)?;
    sheet.set_column_width(1, 28)?;
    for column in 2..at(names.len())? {
        sheet.set_column_width(column, 15)?;
    }
    Ok(())
}

/// Every number of the scenario.
pub(super) fn assumptions(sheet: &mut Worksheet, found: &Comparison, styles: &Styles) -> Result<(), Fault> {
    sheet.set_name("Assumptions")?;
    let names = ["What (path of --set)", "Value", "Unit", "Low", "High", "Source", "Basis", "Default, if changed"];
    let all = &found.scenario.assumptions;
    heads(sheet, &names.map(str::to_owned), at(all.len())?, styles)?;
    let general = Format::new();
    for (nth, known) in all.iter().enumerate() {
        let row = at(nth + 1)?;
        let Assumption { path, value, unit, low, high, source, basis, changed_from } = known;
        sheet.write_string(row, 0, text(path))?;
        number(sheet, row, 1, Some(*value), &general)?;
        sheet.write_string(row, 2, text(unit))?;
        number(sheet, row, 3, *low, &general)?;
        number(sheet, row, 4, *high, &general)?;
        sheet.write_string(row, 5, text(source))?;
        sheet.write_string(row, 6, text(basis))?;
        number(sheet, row, 7, *changed_from, &general)?;
    }
    for (column, width) in (0..).zip([48, 14, 22, 12, 12, 70, 12, 18]) {
        sheet.set_column_width(column, width)?;
    }
    Ok(())
}
