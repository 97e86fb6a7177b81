//! What a scenario means, in plain sentences: its roles, shocks and policies, the ways between roles, who is left over, and what to look at.

use std::fmt::Write;

use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use super::terminal::{Page, printable, wrapped};
use crate::analysis::advice::Advice;
use crate::analysis::forecast::{Forecast, Move, RoleForecast, complete};
use crate::analysis::format::{count, figure, listed, money, number, percent};
use crate::ids::RoleId;
use crate::scenario::builtin;
use crate::scenario::difference::{Difference, plain};
use crate::scenario::model::{Channel, Choice, Drawn, Policy, Role, Scenario, Shock, SurplusRule, Terms};

/// Columns of prose: longer lines are hard to read.
const PROSE: usize = 100;

/// What stands where a scenario has no such value.
const ABSENT: &str = "(not there)";

/// Columns below which a table has its figures under its names.
const NARROW: usize = 66;

/// Other roles that are shown from one.
const NEAREST: usize = 6;

const BOLD: &str = "\u{1b}[1m";
const RESET: &str = "\u{1b}[0m";

/// A text that grows line by line.
struct Sheet {
    text: String,
    page: Page,
}

impl Sheet {
    const fn new(page: Page) -> Self {
        Self { text: String::new(), page }
    }

    fn title(&mut self, words: &str) {
        let words = printable(words);
        let [on, off] = if self.page.colour { [BOLD, RESET] } else { [""; 2] };
        for line in wrapped(&words, self.page.width.min(PROSE), 0) {
            let _ = writeln!(self.text, "{on}{line}{off}");
        }
    }

    fn heading(&mut self, words: &str) {
        self.text.push('\n');
        self.title(words);
    }

    /// A paragraph, its lines after the first indented.
    fn say(&mut self, words: &str, indent: usize) {
        for line in wrapped(&printable(words), self.page.width.min(PROSE), indent) {
            let _ = writeln!(self.text, "{line}");
        }
    }

    /// A line under another.
    fn under(&mut self, words: &str) {
        let words = printable(words);
        for (place, line) in wrapped(&words, self.page.width.min(PROSE) - 4, 2).into_iter().enumerate() {
            let _ = writeln!(self.text, "{}{line}", if place == 0 { "  " } else { "    " });
        }
    }
}

/// So many of a thing: "1 role", "3 roles".
fn many(number: usize, one: &str, more: &str) -> String {
    format!("{} {}", figure(to_float(number), 0), if number == 1 { one } else { more })
}

#[expect(clippy::cast_precision_loss, reason = "a count that somebody reads")]
const fn to_float(number: usize) -> f64 {
    number as f64
}

/// Everything that was understood.
pub fn page(scenario: &Scenario, forecast: &Forecast, warnings: &[Advice], page: Page) -> String {
    let mut sheet = Sheet::new(page);
    sheet.title(&scenario.name);
    if !scenario.summary.trim().is_empty() {
        sheet.say(&scenario.summary, 0);
    }
    let people: f64 = scenario.roles.iter().map(|role| f64::from(role.headcount)).sum();
    sheet.say(
        &format!(
            "{} weeks; {} with {} people; {}; {}; money in {}.",
            figure(scenario.horizon.into(), 0),
            many(scenario.roles.len(), "role", "roles"),
            figure(people, 0),
            many(scenario.skills.len(), "skill", "skills"),
            many(scenario.shocks.len(), "shock", "shocks"),
            scenario.currency
        ),
        0,
    );
    sheet.heading("Roles");
    for here in &forecast.roles {
        sheet.say(&role_words(scenario, here), 2);
    }
    if !scenario.shocks.is_empty() {
        sheet.heading("Shocks");
        for shock in &scenario.shocks {
            shock_words(scenario, shock, &mut sheet);
        }
    }
    sheet.heading("Policies");
    policies(scenario, &mut sheet);
    distances(scenario, forecast, &mut sheet);
    assumptions(scenario, &mut sheet);
    sheet.heading(if warnings.is_empty() { "Nothing to warn of." } else { "Look at this" });
    for warning in warnings {
        sheet.say(&format!("- {} {} ({})", warning.text, warning.advice, warning.path), 2);
    }
    sheet.text
}

/// A role: today, to come, pay, turnover, what the bar does.
fn role_words(scenario: &Scenario, here: &RoleForecast) -> String {
    let role = &scenario.roles[here.role.index()];
    let headcount = f64::from(role.headcount);
    let mut words = format!("- {}: {} today", titled(role), figure(headcount, 0));
    let same = f64::from(here.seats) - headcount == 0.0;
    if same {
        words.push_str(", and as many seats at the end");
    } else {
        let _ = write!(words, ", {} seats by week {}", figure(here.seats.into(), 0), here.settled.0);
    }
    if here.fewest.0 < here.seats.min(i32::try_from(role.headcount).unwrap_or(i32::MAX)) {
        let _ = write!(words, " (fewest: {} in week {})", figure(here.fewest.0.into(), 0), here.fewest.1.0);
    }
    if role.growth != 0.0 {
        let _ = write!(words, "; ordinary growth {}% a year", number(role.growth * 100.0, 1));
    }
    let _ = write!(words, ". {} a year", money(&scenario.currency, role.salary.units()));
    let leave = -libm::expm1(-role.turnover.0);
    let _ = write!(words, "; of those settled in, {} leave in a year.", percent(leave));
    if here.raised {
        let _ = write!(words, " The bar rises: by the end {} of today's people fall below it.", percent(here.passed));
    }
    if here.hit_from.is_some() && here.fall(role.headcount) > 0 {
        let fall = here.fall(role.headcount);
        let left = if here.surplus < 0.5 {
            "nobody is left over".to_owned()
        } else {
            format!("some {} are left over", figure(here.surplus, 0))
        };
        let _ = write!(
            words,
            " {} seats go by week {}, while some {} people quit of themselves: {left}.",
            figure(fall.into(), 0),
            here.fewest.1.0,
            figure(here.quits, 0)
        );
    }
    words
}

/// A role's title, with its key where that says something else.
fn titled(role: &Role) -> String {
    format!("{} ({})", role.title, role.name)
}

/// A drawn number in words.
fn drawn(drawn: Drawn, show: impl Fn(f64) -> String) -> String {
    match drawn {
        Drawn::Plain(value) => show(value),
        Drawn::Triangular { low, mode, high } => format!("{} (anywhere from {} to {})", show(mode), show(low), show(high)),
    }
}

fn shock_words(scenario: &Scenario, shock: &Shock, sheet: &mut Sheet) {
    let role = |id: RoleId| &scenario.roles[id.index()];
    let begins = drawn(shock.start_week, |week| number(libm::round(week), 0));
    let full =
        if shock.ramp_weeks > 0.0 { format!("complete in week {}", complete(shock).0) } else { "complete at once".to_owned() };
    sheet.say(
        &format!(
            "- {} ({}): announced in week {}, starts in week {begins}, {full}; reaches {} of what it could.",
            shock.title,
            shock.name,
            shock.announced.0,
            drawn(shock.reach, percent)
        ),
        2,
    );
    for (id, here) in scenario.roles.iter().enumerate() {
        let of = |effect: RoleId| effect.index() == id;
        let tasks: Vec<String> = shock
            .automates
            .iter()
            .filter(|effect| of(effect.role))
            .filter_map(|effect| {
                let task = here.tasks.get(effect.task)?;
                Some(format!("{} of \"{}\" ({} of the work)", percent(effect.share), task.name, percent(task.share)))
            })
            .collect();
        if !tasks.is_empty() {
            sheet.under(&format!("automates for {}: {}.", here.title, listed(&tasks)));
        }
        let levels: Vec<String> = shock
            .raises
            .iter()
            .filter(|effect| of(effect.role))
            .map(|effect| {
                let asks = here.requires.iter().find(|asks| asks.skill == effect.skill).map_or(0.0, |asks| asks.level);
                let skill = &scenario.skills[effect.skill.index()].title;
                format!("{skill} from {} to {}", number(asks, 2), number(effect.to, 2))
            })
            .collect();
        if !levels.is_empty() {
            sheet.under(&format!("raises what {} asks: {}.", here.title, listed(&levels)));
        }
    }
    let seats: Vec<String> =
        shock.creates.iter().map(|effect| format!("{} of {}", count(effect.seats), role(effect.role).title)).collect();
    if !seats.is_empty() {
        sheet.under(&format!("creates seats: {}.", listed(&seats)));
    }
}

/// How a policy fills what a shock opens.
fn choice_words(choice: Choice) -> String {
    match choice {
        Choice::Nothing => "business as usual".to_owned(),
        Choice::Adaptive => "whatever is expected to cost least that week".to_owned(),
        Choice::Mix { hire, reskill, upskill } => {
            let shares = [("hire", hire), ("reskill", reskill), ("upskill", upskill)];
            let some: Vec<(&str, f64)> = shares.into_iter().filter(|(_, share)| *share > 0.0).collect();
            match some[..] {
                [(only, _)] => format!("{only} only"),
                _ => listed(&some.iter().map(|(channel, share)| format!("{channel} {}", percent(*share))).collect::<Vec<_>>()),
            }
        }
    }
}

/// What a policy is allowed and when it acts, without its choice.
fn terms_words(scenario: &Scenario, policy: &Policy, terms: &Terms) -> String {
    let ahead =
        if terms.lead_weeks > 0 { format!("acts {} weeks ahead", terms.lead_weeks) } else { "acts when a gap opens".to_owned() };
    let surplus = match terms.surplus {
        SurplusRule::Retain => "keeps people who are left over".to_owned(),
        SurplusRule::LayOff => format!("lays off a surplus after {} weeks", terms.grace_weeks),
    };
    let fallback = match terms.fallback {
        None => "falls back on nothing",
        Some(Channel::Hire | Channel::Backfill) => "falls back on hiring",
        Some(Channel::Reskill) => "falls back on reskilling",
        Some(Channel::Upskill) => "falls back on upskilling",
    };
    let budget = policy
        .budget_per_year
        .map_or_else(|| "no limit of money".to_owned(), |budget| format!("{} a year", money(&scenario.currency, budget.units())));
    format!(
        "{ahead}, {fallback} and {surplus}; at most {} people learn and {} searches are open at once; {budget}",
        figure(policy.training_capacity.into(), 0),
        figure(policy.requisition_capacity.into(), 0)
    )
}

fn policies(scenario: &Scenario, sheet: &mut Sheet) {
    let others = || scenario.policies.iter().filter(|policy| policy.name != builtin::REFERENCE);
    let words = |policy: &Policy| policy.roles.first().map_or_else(String::new, |terms| terms_words(scenario, policy, terms));
    // What most share is said once.
    let all: Vec<String> = others().map(words).collect();
    let shared = all.iter().max_by_key(|words| all.iter().filter(|other| other == words).count()).cloned().unwrap_or_default();
    let widest = scenario.policies.iter().map(|policy| policy.name.width()).max().unwrap_or(0).min(24);
    for policy in &scenario.policies {
        let Some(first) = policy.roles.first() else { continue };
        let mut line = choice_words(first.choice);
        if first.replaces {
            line.push_str(", also in place of people whom the bar has passed");
        }
        let own = words(policy);
        if policy.name != builtin::REFERENCE && own != shared {
            let _ = write!(line, "; {own}");
        }
        let apart = policy.roles.iter().filter(|terms| *terms != first).count();
        if apart > 0 {
            let _ = write!(line, "; other terms in {}", many(apart, "role", "roles"));
        }
        let name = cell(&cut(&printable(&policy.name), widest), widest, false);
        for (place, line) in wrapped(&printable(&line), sheet.page.width.min(PROSE) - widest - 4, 0).iter().enumerate() {
            let before = if place == 0 { format!("- {name}") } else { " ".repeat(widest + 2) };
            let _ = writeln!(sheet.text, "{before}  {line}");
        }
    }
    sheet.say(&format!("Unless said otherwise a policy {shared}."), 0);
}

/// A cell on the left or right of so many columns.
fn cell(text: &str, columns: usize, right: bool) -> String {
    let space = " ".repeat(columns.saturating_sub(text.width()));
    if right { space + text } else { text.to_owned() + &space }
}

/// A text cut to so many columns.
fn cut(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut short = String::new();
    for c in text.chars() {
        if short.width() + 1 >= columns {
            break;
        }
        short.push(c);
    }
    short + "\u{2026}"
}

fn distances(scenario: &Scenario, forecast: &Forecast, sheet: &mut Sheet) {
    if forecast.moves.is_empty() {
        return;
    }
    sheet.heading("From one role to another");
    sheet.say("For the mean person of today: how far it is, and a course at the scenario's pace and list price.", 0);
    let page = sheet.page.width.min(PROSE);
    let narrow = page < NARROW;
    let names = if narrow { page - 1 } else { page - 46 };
    let line = |name: &str, cells: [&str; 4]| {
        let [distance, weeks, price, note] = cells;
        if narrow {
            let figures = if distance.is_empty() { String::new() } else { format!("\n    {distance}, {weeks}, {price}  {note}") };
            return format!("{}{figures}", cut(name, names)).trim_end().to_owned();
        }
        let figures = format!("{}{}{}  {note}", cell(distance, 9, true), cell(weeks, 11, true), cell(price, 12, true));
        format!("{}{figures}", cell(&cut(name, names), names, false)).trim_end().to_owned()
    };
    if !narrow {
        let _ = writeln!(sheet.text, "{}", line("", ["Distance", "Course", "Tuition", ""]));
    }
    let mut rest: &[Move] = &forecast.moves;
    while let Some(first) = rest.first() {
        let end = rest.iter().position(|way| way.from != first.from).unwrap_or(rest.len());
        let (ways, later) = rest.split_at(end);
        rest = later;
        let _ = writeln!(sheet.text, "{}", cut(&printable(&scenario.roles[first.from.index()].title), names));
        let (own, others): (Vec<&Move>, Vec<&Move>) = ways.iter().partition(|way| way.from == way.to);
        for way in own.iter().chain(others.iter().take(NEAREST)) {
            let here = &forecast.roles[way.to.index()];
            let name = if way.from == way.to {
                "own role, bar raised".to_owned()
            } else {
                printable(&scenario.roles[way.to.index()].title)
            };
            let note = match (way.from == way.to, way.within, here.added()) {
                (true, ..) => String::new(),
                (_, false, _) => "out of reach".to_owned(),
                (_, true, added) if added > 0 => format!("+{} seats", figure(added.into(), 0)),
                _ => String::new(),
            };
            let weeks = if way.distance > 0.0 { format!("{} weeks", number(way.weeks, 0)) } else { "none".to_owned() };
            let price = if way.distance > 0.0 { money(&scenario.currency, way.tuition.units()) } else { "none".to_owned() };
            let _ = writeln!(sheet.text, "{}", line(&format!("  to {name}"), [&number(way.distance, 2), &weeks, &price, &note]));
        }
        if others.len() > NEAREST {
            let _ = writeln!(sheet.text, "  and {} further away", many(others.len() - NEAREST, "role", "roles"));
        }
    }
}

/// Where the numbers come from.
fn assumptions(scenario: &Scenario, sheet: &mut Sheet) {
    let of = |basis: &str| scenario.assumptions.iter().filter(|assumption| assumption.basis == basis).count();
    let unsaid = scenario.assumptions.iter().filter(|assumption| assumption.source.is_empty()).count();
    sheet.heading("Where the numbers come from");
    sheet.say(
        &format!(
            "Of {} {} are measured, {} estimated and {} assumed; {} say no source. `foreshift defaults` lists those that the file leaves out.",
            many(scenario.assumptions.len(), "number", "numbers"),
            of("measured"),
            of("estimated"),
            of("assumed"),
            unsaid
        ),
        0,
    );
}

/// What a scenario changes against another.
pub fn changes(scenario: &Scenario, base: &Scenario, changes: &[Difference], page: Page) -> String {
    let mut sheet = Sheet::new(page);
    let many = many(changes.len(), "value differs", "values differ");
    sheet.title(&format!("{} against {}: {many}", scenario.name, base.name));
    let mut rows: Vec<[String; 3]> = Vec::new();
    let mut last = None;
    for change in changes {
        let (old, new) = (change.old.as_ref(), change.new.as_ref());
        if let Some(within) = &change.within {
            // Of what only one has, one line says all.
            if last.replace(within) != Some(within) {
                let values = changes.iter().filter(|other| other.within.as_ref() == Some(within)).count();
                let all = self::many(values, "value", "values");
                let side = |value: Option<&Value>| if value.is_some() { all.clone() } else { ABSENT.to_owned() };
                rows.push([printable(within), side(old), side(new)]);
            }
            continue;
        }
        // What most policies share, as capacities that follow the headcount, is one line too.
        let alike = |other: &&Difference| {
            shared_key(&other.path).is_some_and(|key| Some(key) == shared_key(&change.path))
                && (&other.old, &other.new) == (&change.old, &change.new)
        };
        let group: Vec<&Difference> = changes.iter().filter(alike).collect();
        let beyond = old.map(plain) == new.map(plain);
        if let (Some(key), [first, _, _, ..]) = (shared_key(&change.path), &group[..]) {
            if std::ptr::eq(*first, change) {
                let new = format!("{} (in {} policies)", shown(new, beyond), group.len());
                rows.push([format!("policies.*.{key}"), printable(&shown(old, beyond)), printable(&new)]);
            }
            continue;
        }
        rows.push([printable(&change.path), printable(&shown(old, beyond)), printable(&shown(new, beyond))]);
    }
    let short = |row: &&[String; 3]| row.iter().map(|text| text.width()).sum::<usize>() + 6 <= page.width;
    let widest = rows.iter().filter(short).map(|row| row[0].width()).max().unwrap_or(0);
    for row in &rows {
        let [path, old, new] = row;
        let change = format!("{old} -> {new}");
        if path.width() <= widest && widest + 2 + change.width() <= page.width {
            let _ = writeln!(sheet.text, "{}  {change}", cell(path, widest, false));
        } else if short(&row) {
            let _ = writeln!(sheet.text, "{path}  {change}");
        } else {
            let _ = writeln!(sheet.text, "{path}");
            sheet.under(&change);
        }
    }
    sheet.text
}

/// The key of a policy's own value, whichever policy it is.
fn shared_key(path: &str) -> Option<&str> {
    let key = path.strip_prefix("policies.")?.rsplit('.').next()?;
    (path.matches('.').count() == 2).then_some(key)
}

/// A value as a reader takes it; with what is known of a number where the number itself does not differ.
fn shown(value: Option<&Value>, beyond: bool) -> String {
    let Some(value) = value else { return ABSENT.to_owned() };
    let bare = |value: &Value| match value {
        Value::Number(number) => number.as_f64().map_or_else(|| number.to_string(), |number| format!("{number}")),
        other => other.to_string(),
    };
    let mut text = bare(plain(value));
    let part = |key: &str| value.get(key).map(bare);
    if let (Some(low), Some(high)) = (part("low"), part("high")) {
        let _ = write!(text, " ({low} to {high}{})", if value.get("dist").is_some() { ", drawn" } else { "" });
    }
    if beyond && let (Some(basis), Some(source)) = (value.get("basis").and_then(Value::as_str), part("source")) {
        let _ = write!(text, ", {basis}, {source}");
    }
    text
}
