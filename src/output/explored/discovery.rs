//! What a discovery says.

use super::words::{bare, counted, plain, range, thousands, value};
use super::{Background, Explored, Listing, Sheet};
use crate::analysis::format::{listed, number, percent};
use crate::analysis::prim::{Found, Restriction, Step};
use crate::analysis::robustness::{Criterion, Enough, Judged};
use crate::analysis::sample::float;
use crate::experiment::exploration::discovery::{Against, Ask, Boxes, Condition, Discovery};

/// The words and tables of a discovery.
#[must_use]
pub fn compose(background: &Background<'_>, found: &Discovery, ask: &Ask) -> Explored {
    let teller = Teller { background, found, ask };
    let (wins, answer) = teller.wins();
    let mut sentences = teller.robust_words();
    let mut listings = vec![wins];
    listings.extend(teller.robustness());
    for boxes in &found.boxes {
        sentences.extend(teller.box_words(boxes));
    }
    listings.extend(teller.box_listing());
    sentences.extend(teller.telling());
    let sheets = vec![teller.win_sheet(), teller.robust_sheet(), teller.box_sheet(), teller.peeling_sheet(), teller.map_sheet()];
    Explored {
        kind: "discover",
        answer,
        sentences,
        listings,
        sheets: sheets.into_iter().filter(|sheet| sheet.rows() > 0).collect(),
        limits: teller.limits(),
    }
}

struct Teller<'t> {
    background: &'t Background<'t>,
    found: &'t Discovery,
    ask: &'t Ask,
}

impl Teller<'_> {
    fn policy(&self, place: usize) -> &str {
        &self.background.layout.policies[place]
    }

    fn currency(&self) -> &str {
        &self.background.scenario.currency
    }

    /// The measure that robustness is about: its title and unit.
    fn measure(&self) -> (&str, &str) {
        let measure = &self.background.layout.measures[self.ask.measure];
        (measure.title, &measure.unit)
    }

    fn wins(&self) -> (Listing, String) {
        let points = self.found.points();
        let share = |count: usize| if points > 0 { percent(float(count) / float(points)) } else { "–".to_owned() };
        let won: Vec<_> = self.found.wins.iter().filter(|wins| wins.best > 0).collect();
        let told = |place: usize| {
            let wins = won[place];
            format!(
                "`{}` has the best score at {} ({}), surely at {}",
                self.policy(wins.policy),
                thousands(wins.best),
                share(wins.best),
                thousands(wins.sure)
            )
        };
        let answer = match won.len() {
            0 => "No point of the design could be run.".to_owned(),
            1 => {
                format!("Of {} of the ranges, {}: no other policy is best anywhere.", counted(points, "point", "points"), told(0))
            }
            2 => format!("Of {} of the ranges, {}; {}.", counted(points, "point", "points"), told(0), told(1)),
            more => format!(
                "Of {} of the ranges, {}; {}; {} elsewhere.",
                counted(points, "point", "points"),
                told(0),
                told(1),
                counted(more - 2, "other policy is best", "other policies are best")
            ),
        };
        let rows = self
            .found
            .wins
            .iter()
            .map(|wins| vec![self.policy(wins.policy).to_owned(), thousands(wins.best), share(wins.best), thousands(wins.sure)])
            .collect();
        let listing = Listing {
            caption: format!(
                "How often each policy has the best score over {}. Surely: the 95% interval of its lead, paired over replicates, is above 0.",
                counted(points, "point", "points")
            ),
            headers: ["Policy", "Best at", "Share", "Surely"].map(str::to_owned).to_vec(),
            rows,
        };
        (listing, answer)
    }

    fn robust_words(&self) -> Vec<String> {
        let best = |criterion: Criterion| {
            let place = Criterion::ALL.iter().position(|other| *other == criterion)?;
            let (policy, judged) = self.found.robustness.iter().enumerate().find(|(_, policy)| policy[place].best)?;
            Some((self.policy(policy), judged[place].figure))
        };
        let (title, unit) = self.measure();
        let mut told = Vec::new();
        if let (Some((regret, figure)), Some((mean, of))) = (best(Criterion::MaxRegret), best(Criterion::Laplace)) {
            let first = format!(
                "By {}, `{regret}` has the least greatest regret, {} (95% {})",
                title.to_lowercase(),
                value(figure.value, unit, self.currency()),
                range(&figure, unit, self.currency())
            );
            let second = format!(
                "`{mean}` the best mean over points, {} (95% {})",
                value(of.value, unit, self.currency()),
                range(&of, unit, self.currency())
            );
            told.push(format!("{first}; {second}."));
        }
        told
    }

    fn robustness(&self) -> Option<Listing> {
        if self.found.robustness.is_empty() {
            return None;
        }
        let (title, unit) = self.measure();
        let rows = self.found.robustness.iter().enumerate().map(|(policy, judged)| {
            let cell = |judged: &Judged| {
                let unit = judged.criterion.unit(unit);
                let mark = if judged.best { "*" } else { "" };
                format!(
                    "{}{mark} ({})",
                    bare(judged.figure.value, unit, self.currency()),
                    range(&judged.figure, unit, self.currency())
                )
            };
            std::iter::once(self.policy(policy).to_owned()).chain(judged.iter().map(cell)).collect()
        });
        let heads = Criterion::ALL.iter().map(|criterion| criterion.title().to_owned());
        Some(Listing {
            caption: format!(
                "Robustness by {} ({unit}) over points, with 95% intervals over points; * the best. Regret is what a policy falls short of the best at a point. Good enough: {}. Between best and worst: {} of the best point.",
                title.to_lowercase(),
                self.enough(),
                percent(self.ask.optimism)
            ),
            headers: std::iter::once("Policy".to_owned()).chain(heads).collect(),
            rows: rows.collect(),
        })
    }

    fn enough(&self) -> String {
        match self.ask.enough {
            Enough::Bar(bar) => format!("at least as good as {}", value(bar, self.measure().1, self.currency())),
            Enough::AsGoodAs(policy) => format!("at least as good as {} there", self.policy(policy)),
        }
    }

    fn condition(&self, condition: &Condition) -> String {
        match condition {
            Condition::Best(policy) => format!("`{}` has the best score", self.policy(*policy)),
            Condition::Holds { policy, measure, against, bar } => {
                let measure = &self.background.layout.measures[*measure];
                let way = match against {
                    Against::AtMost => "at most",
                    Against::AtLeast => "at least",
                    Against::Below => "below",
                    Against::Above => "above",
                };
                format!(
                    "{} of `{}` is {way} {}",
                    measure.title.to_lowercase(),
                    self.policy(*policy),
                    value(*bar, &measure.unit, self.currency())
                )
            }
        }
    }

    fn restriction(&self, restriction: &Restriction) -> String {
        let parameter = &self.background.layout.parameters[restriction.parameter];
        let unit = if parameter.unit.is_empty() { String::new() } else { format!(" {}", parameter.unit) };
        match (restriction.low, restriction.high) {
            (Some((low, _)), Some((high, _))) => format!("{} between {} and {}{unit}", parameter.path, plain(low), plain(high)),
            (Some((low, _)), None) => format!("{} above {}{unit}", parameter.path, plain(low)),
            (None, Some((high, _))) => format!("{} below {}{unit}", parameter.path, plain(high)),
            (None, None) => parameter.path.clone(),
        }
    }

    fn box_words(&self, boxes: &Boxes) -> Vec<String> {
        let condition = self.condition(&boxes.condition);
        let Ok(found) = &boxes.found else { return vec![format!("There is no point at which {condition}.")] };
        let begin = format!(
            "At {} of {} points ({}) {condition}.",
            thousands(found.hits),
            thousands(found.cases),
            percent(float(found.hits) / float(found.cases))
        );
        let figures = |step: &Step| {
            format!(
                "{} of {} points in it ({}), {} of all such points",
                thousands(step.hits),
                thousands(step.cases),
                percent(step.density),
                percent(step.coverage)
            )
        };
        if found.boxes.is_empty() {
            return vec![format!(
                "{begin} No box of at least {} of the points holds it at {} of its points; --density asks for less.",
                percent(self.ask.patience.least_mass),
                percent(self.ask.patience.threshold)
            )];
        }
        let mut told = Vec::new();
        for (number, simple) in boxes.simple.iter().enumerate() {
            let Some(simple) = simple else { continue };
            let lead = if number == 0 { format!("{begin} More so") } else { format!("Box {} of the same", number + 1) };
            let words: Vec<String> = simple.restrictions.iter().map(|restriction| self.restriction(restriction)).collect();
            if words.is_empty() {
                told.push(format!("{lead}: no limit of the box that was found can be told from chance."));
            } else {
                let join = if number == 0 { "where" } else { "is where" };
                told.push(format!("{lead} {join} {}: {}.", listed(&words), figures(&simple.step)));
            }
        }
        if let Some((hits, cases)) = boxes.held_out.filter(|(_, cases)| *cases > 0) {
            told.push(format!(
                "Sought in one half of the points and counted in the other, the first such box holds it at {} of {} points ({}): that is what it is worth, against {} everywhere.",
                thousands(hits),
                thousands(cases),
                percent(float(hits) / float(cases)),
                percent(float(found.hits) / float(found.cases))
            ));
        }
        told
    }

    /// All boxes with what they are of.
    fn all_boxes(&self) -> Vec<(&Condition, usize, &Found)> {
        let mut all = Vec::new();
        for boxes in &self.found.boxes {
            let found = boxes.found.as_ref().map_or(&[][..], |found| &found.boxes);
            all.extend(found.iter().enumerate().map(|(number, found)| (&boxes.condition, number + 1, found)));
        }
        all
    }

    fn box_listing(&self) -> Option<Listing> {
        let p = |end: Option<(f64, f64)>| end.map(|(_, p)| if p < 0.001 { "<0.001".to_owned() } else { number(p, 3) });
        let mut rows = Vec::new();
        for boxes in &self.found.boxes {
            for (number, simple) in boxes.simple.iter().enumerate() {
                for restriction in simple.iter().flat_map(|simple| &simple.restrictions) {
                    let ps: Vec<String> = [p(restriction.low), p(restriction.high)].into_iter().flatten().collect();
                    let name = format!("{}, box {}", self.condition(&boxes.condition).replace('`', ""), number + 1);
                    rows.push(vec![name, self.restriction(restriction), ps.join(", ")]);
                }
            }
        }
        (!rows.is_empty()).then(|| Listing {
            caption: "The boxes, limit by limit, idle limits dropped. Quasi-p: the chance of so many hits in the box were this one limit idle; a small one says that it matters."
                .to_owned(),
            headers: ["Where", "Limit", "Quasi-p"].map(str::to_owned).to_vec(),
            rows,
        })
    }

    fn telling(&self) -> Vec<String> {
        let [first, second, ..] = self.found.telling.as_slice() else { return Vec::new() };
        let path = |place: usize| &self.background.layout.parameters[place].path;
        let [one, other, ..] = self.found.wins.as_slice() else { return Vec::new() };
        vec![format!(
            "Whether `{}` or `{}` has the better score hangs most on {} (slices of it explain {} of the variance of the lead) and {} ({}).",
            self.policy(one.policy),
            self.policy(other.policy),
            path(first.0),
            percent(first.1),
            path(second.0),
            percent(second.1)
        )]
    }

    fn win_sheet(&self) -> Sheet {
        let layout = self.background.layout;
        let whole: Vec<_> =
            self.found.verdicts.iter().enumerate().filter_map(|(point, verdict)| Some((point, verdict.as_ref()?))).collect();
        let mut sheet = Sheet::new("winners").count("point", whole.iter().map(|(point, _)| *point));
        for (place, parameter) in layout.parameters.iter().enumerate() {
            sheet = sheet.number(&parameter.column(), whole.iter().map(|(point, _)| layout.points[*point][place]));
        }
        sheet
            .text("best", whole.iter().map(|(_, verdict)| self.policy(verdict.best)))
            .text("next", whole.iter().map(|(_, verdict)| verdict.next.map_or("", |next| self.policy(next))))
            .text("unit", whole.iter().map(|_| "score"))
            .number("lead", whole.iter().map(|(_, verdict)| verdict.lead.mean))
            .number("lead_ci_low", whole.iter().map(|(_, verdict)| verdict.lead.low))
            .number("lead_ci_high", whole.iter().map(|(_, verdict)| verdict.lead.high))
            .count("sure", whole.iter().map(|(_, verdict)| usize::from(verdict.sure)))
    }

    fn robust_sheet(&self) -> Sheet {
        let measure = &self.background.layout.measures[self.ask.measure];
        let rows: Vec<_> = self
            .found
            .robustness
            .iter()
            .enumerate()
            .flat_map(|(policy, judged)| judged.iter().map(move |judged| (policy, judged)))
            .collect();
        Sheet::new("robustness")
            .text("policy", rows.iter().map(|(policy, _)| self.policy(*policy)))
            .text("criterion", rows.iter().map(|(_, judged)| judged.criterion.name()))
            .text("measure", rows.iter().map(|_| measure.name))
            .text("unit", rows.iter().map(|(_, judged)| judged.criterion.unit(&measure.unit)))
            .text("better", rows.iter().map(|(_, judged)| judged.criterion.better(measure.better).name()))
            .number("value", rows.iter().map(|(_, judged)| judged.figure.value))
            .number("ci_low", rows.iter().map(|(_, judged)| judged.figure.low))
            .number("ci_high", rows.iter().map(|(_, judged)| judged.figure.high))
            .count("best", rows.iter().map(|(_, judged)| usize::from(judged.best)))
    }

    fn box_sheet(&self) -> Sheet {
        let mut rows: Vec<(&Condition, usize, &str, &Step, &Restriction)> = Vec::new();
        for boxes in &self.found.boxes {
            let found = boxes.found.as_ref().map_or(&[][..], |found| &found.boxes);
            for (number, (boxed, simple)) in found.iter().zip(&boxes.simple).enumerate() {
                let row = |of, step, limit| (&boxes.condition, number + 1, of, step, limit);
                rows.extend(boxed.restrictions.iter().map(|limit| row("found", boxed.last(), limit)));
                if let Some(simple) = simple {
                    rows.extend(simple.restrictions.iter().map(|limit| row("simplified", &simple.step, limit)));
                }
            }
        }
        let parameter = |limit: &Restriction| &self.background.layout.parameters[limit.parameter];
        Sheet::new("boxes")
            .text("condition", rows.iter().map(|row| self.condition(row.0).replace('`', "")))
            .count("box", rows.iter().map(|row| row.1))
            .text("form", rows.iter().map(|row| row.2))
            .text("parameter", rows.iter().map(|row| parameter(row.4).path.clone()))
            .text("unit", rows.iter().map(|row| parameter(row.4).unit.clone()))
            .number("low", rows.iter().map(|row| row.4.low.map(|(limit, _)| limit)))
            .number("low_quasi_p", rows.iter().map(|row| row.4.low.map(|(_, p)| p)))
            .number("high", rows.iter().map(|row| row.4.high.map(|(limit, _)| limit)))
            .number("high_quasi_p", rows.iter().map(|row| row.4.high.map(|(_, p)| p)))
            .count("cases", rows.iter().map(|row| row.3.cases))
            .count("hits", rows.iter().map(|row| row.3.hits))
            .number("coverage", rows.iter().map(|row| row.3.coverage))
            .number("density", rows.iter().map(|row| row.3.density))
            .number("mass", rows.iter().map(|row| row.3.mass))
    }

    fn peeling_sheet(&self) -> Sheet {
        let rows: Vec<_> = self
            .all_boxes()
            .into_iter()
            .flat_map(|(condition, number, boxed)| {
                boxed.trajectory.iter().enumerate().map(move |(place, step)| (condition, number, place, step))
            })
            .collect();
        let mut sheet = Sheet::new("peeling")
            .text("condition", rows.iter().map(|row| self.condition(row.0).replace('`', "")))
            .count("box", rows.iter().map(|row| row.1))
            .count("step", rows.iter().map(|row| row.2))
            .text("unit", rows.iter().map(|_| "share"))
            .count("cases", rows.iter().map(|row| row.3.cases))
            .count("hits", rows.iter().map(|row| row.3.hits))
            .number("coverage", rows.iter().map(|row| row.3.coverage))
            .number("density", rows.iter().map(|row| row.3.density))
            .number("mass", rows.iter().map(|row| row.3.mass))
            .count("restricted", rows.iter().map(|row| row.3.restricted));
        for (place, parameter) in self.background.layout.parameters.iter().enumerate() {
            sheet = sheet
                .number(&format!("{}_low", parameter.path), rows.iter().map(|row| row.3.limits[place].0))
                .number(&format!("{}_high", parameter.path), rows.iter().map(|row| row.3.limits[place].1));
        }
        sheet
    }

    fn map_sheet(&self) -> Sheet {
        let Some(map) = &self.found.map else { return Sheet::new("policy_map") };
        let (x, y) = (&self.background.layout.parameters[map.x], &self.background.layout.parameters[map.y]);
        Sheet::new("policy_map")
            .number(&x.column(), map.cells.iter().map(|cell| cell.x))
            .number(&y.column(), map.cells.iter().map(|cell| cell.y))
            .count("points", map.cells.iter().map(|cell| cell.points))
            .text("best", map.cells.iter().map(|cell| self.policy(cell.best)))
            .text("unit", map.cells.iter().map(|_| "score"))
            .number("lead", map.cells.iter().map(|cell| cell.lead.mean))
            .number("lead_ci_low", map.cells.iter().map(|cell| cell.lead.low))
            .number("lead_ci_high", map.cells.iter().map(|cell| cell.lead.high))
    }

    fn limits(&self) -> Vec<String> {
        let layout = self.background.layout;
        let mut all = vec![
            "Every value of a range counts the same and parameters vary independently of one another: a share of points is no probability.".to_owned(),
            "Boxes were sought, so their density flatters a little: new points of the same box would hold the condition somewhat less often. Quasi-p-values are a guide, no test."
                .to_owned(),
            "Intervals of robustness are over points; that of a greatest regret cannot reach above what was seen.".to_owned(),
        ];
        if !layout.design.is_even() {
            all.insert(
                0,
                format!(
                    "Points of design {} do not fill the ranges evenly, so shares of them and boxes say little; `foreshift sweep` with --design lhs, sobol or grid fills them.",
                    layout.design
                ),
            );
        }
        let failed = layout.failures.iter().filter(|failure| failure.is_some()).count();
        if failed > 0 {
            all.push(format!(
                "{} of the design could not be run, as the scenario's checks refused the values.",
                counted(failed, "point", "points")
            ));
        }
        if self.found.points() < 100 {
            all.push(format!("{} are few for boxes: give more with --points.", counted(self.found.points(), "point", "points")));
        }
        if self.found.left_out > 0 {
            all.push(format!(
                "{} left out of robustness, as the measure is not defined for every policy there.",
                counted(self.found.left_out, "point is", "points are")
            ));
        }
        all
    }
}
