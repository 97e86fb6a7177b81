//! What the sensitivity of an outcome says.

use super::words::{bare, counted, input, outcome, range, span, value};
use super::{Background, Explored, Listing, Sheet};
use crate::analysis::format::{listed, number, percent};
use crate::analysis::rows::Interval;
use crate::analysis::sensitivity::Range;
use crate::analysis::sensitivity::morris::Effects;
use crate::analysis::sensitivity::oat::{Ends, OneAtATime};
use crate::analysis::sensitivity::sobol::{Index, Sobol};
use crate::experiment::exploration::sensitivity::{Figures, Sensitivity};
use crate::experiment::exploration::verdict::Verdict;
use crate::experiment::parameter::Parameter;

/// The words and tables of a sensitivity.
#[must_use]
pub fn compose(background: &Background<'_>, found: &Sensitivity) -> Explored {
    let teller = Teller {
        background,
        found,
        of: outcome(background, found.outcome),
        unit: &background.layout.measures[found.outcome.measure].unit,
    };
    let mut told = match &found.figures {
        Figures::Morris(effects) => teller.morris(effects),
        Figures::Sobol(indices) => teller.sobol(indices),
        Figures::Oat(ends, verdicts) => teller.oat(ends, verdicts),
    };
    told.limits.extend(teller.limits());
    told
}

struct Teller<'t> {
    background: &'t Background<'t>,
    found: &'t Sensitivity,
    /// What the outcome is called.
    of: String,
    unit: &'t str,
}

/// Parameters in order, the largest figure first.
fn ranked(figures: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..figures.len()).collect();
    order.sort_by(|a, b| figures[*b].total_cmp(&figures[*a]));
    order
}

/// An index with the noise taken off; a dash where that is not known.
fn cleared(index: &Index) -> String {
    index.less_noise.map_or_else(|| "–".to_owned(), hundredths)
}

impl Teller<'_> {
    fn parameters(&self) -> &[Parameter] {
        &self.background.layout.parameters
    }

    fn value(&self, of: f64) -> String {
        value(of, self.unit, &self.background.scenario.currency)
    }

    fn bare(&self, of: f64) -> String {
        bare(of, self.unit, &self.background.scenario.currency)
    }

    fn range(&self, of: &Range) -> String {
        range(of, self.unit, &self.background.scenario.currency)
    }

    /// A sheet with what is known of each parameter, in a given order.
    fn sheet(&self, order: &[usize]) -> Sheet {
        let of = || order.iter().map(|place| &self.parameters()[*place]);
        let layout = self.background.layout;
        let versus = self.found.outcome.versus.map_or("", |versus| layout.policies[versus].as_str());
        Sheet::new("sensitivity")
            .text("parameter", of().map(|parameter| parameter.path.clone()))
            .text("parameter_unit", of().map(|parameter| parameter.unit.clone()))
            .number("low", of().map(|parameter| parameter.low))
            .number("high", of().map(|parameter| parameter.high))
            .number("today", of().map(|parameter| parameter.today))
            .text("measure", of().map(|_| layout.measures[self.found.outcome.measure].name))
            .text("policy", of().map(|_| layout.policies[self.found.outcome.policy].clone()))
            .text("versus", of().map(|_| versus))
            .text("unit", of().map(|_| self.unit))
    }

    fn noise(&self) -> String {
        match self.found.noise.share() {
            None if self.found.noise.between == 0.0 => "The outcome is the same at every point.".to_owned(),
            None => "With a single replicate there is no telling noise from parameters; give more with --replicates.".to_owned(),
            Some(share) => format!(
                "Of the variance between points, {} is noise of {} (what luck does differently at different points; luck that all points share cancels).",
                percent(share),
                counted(self.background.layout.replicates as usize, "replicate", "replicates")
            ),
        }
    }

    fn morris(&self, effects: &[Effects]) -> Explored {
        let order = ranked(&effects.iter().map(|effects| effects.mu_star.value).collect::<Vec<_>>());
        let told = |place: &usize| {
            let effects = &effects[*place];
            format!(
                "{} ({}, 95% {})",
                self.parameters()[*place].path,
                self.value(effects.mu_star.value),
                self.range(&effects.mu_star)
            )
        };
        let leading: Vec<String> = order.iter().take(3).filter(|place| !effects[**place].within_noise()).map(told).collect();
        let answer = if leading.is_empty() {
            format!("{}: no parameter moves it beyond noise over its range.", self.of)
        } else {
            format!("{} moves most with {}: the mean size of the move across the whole range.", self.of, listed(&leading))
        };
        let idle = effects.iter().filter(|effects| effects.within_noise()).count();
        let mut sentences = vec![self.noise()];
        if idle > 0 {
            sentences.push(format!(
                "{} of {} parameters move it by no more than noise would; they may be left as they are.",
                idle,
                effects.len()
            ));
        }
        let bent: Vec<String> = order
            .iter()
            .filter(|place| !effects[**place].within_noise())
            .filter(|place| effects[**place].sigma_less_noise.is_some_and(|sigma| sigma > effects[**place].mu_star.value))
            .map(|place| self.parameters()[*place].path.clone())
            .collect();
        if !bent.is_empty() {
            sentences.push(format!(
                "What {} do{} depends much on the other parameters, or bends: the spread of the effects is larger than their mean size.",
                listed(&bent),
                if bent.len() == 1 { "es" } else { "" }
            ));
        }
        let rows = order.iter().map(|place| {
            let (parameter, effects) = (&self.parameters()[*place], &effects[*place]);
            vec![
                parameter.path.clone(),
                span(parameter),
                self.bare(effects.mu.value),
                self.bare(effects.mu_star.value),
                self.range(&effects.mu_star),
                self.bare(effects.sigma.value),
                effects.noise.map_or_else(|| "–".to_owned(), |noise| self.bare(noise)),
            ]
        });
        let listing = Listing {
            caption: format!(
                "Elementary effects on {} ({}), over the whole range of each parameter; {}.",
                self.of,
                self.unit,
                counted(self.found.blocks, "trajectory", "trajectories")
            ),
            headers: ["Parameter", "Range", "Mean (mu)", "Size (mu*)", "95% of size", "Spread (sigma)", "Noise of one"]
                .map(str::to_owned)
                .to_vec(),
            rows: rows.collect(),
        };
        let of = || order.iter().map(|place| &effects[*place]);
        let sheet = self
            .sheet(&order)
            .number("mu", of().map(|e| e.mu.value))
            .number("mu_ci_low", of().map(|e| e.mu.low))
            .number("mu_ci_high", of().map(|e| e.mu.high))
            .number("mu_star", of().map(|e| e.mu_star.value))
            .number("mu_star_ci_low", of().map(|e| e.mu_star.low))
            .number("mu_star_ci_high", of().map(|e| e.mu_star.high))
            .number("sigma", of().map(|e| e.sigma.value))
            .number("sigma_ci_low", of().map(|e| e.sigma.low))
            .number("sigma_ci_high", of().map(|e| e.sigma.high))
            .number("sigma_less_noise", of().map(|e| e.sigma_less_noise))
            .number("noise", of().map(|e| e.noise))
            .count("trajectories", of().map(|e| e.trajectories));
        let limits = vec![
            "Elementary effects screen: they rank parameters well, and give no shares of variance. Intervals are a bootstrap over trajectories."
                .to_owned(),
        ];
        Explored { kind: "sensitivity", answer, sentences, listings: vec![listing], sheets: vec![sheet], limits }
    }

    fn sobol(&self, indices: &Sobol) -> Explored {
        let total = |place: usize| indices.parameters[place].total;
        let order = ranked(&indices.parameters.iter().map(|indices| indices.total.share.value).collect::<Vec<_>>());
        let told = |place: &usize| format!("{} ({})", self.parameters()[*place].path, share(&total(*place).share));
        let leading: Vec<String> = order.iter().take(3).filter(|place| total(**place).share.low > 0.0).map(told).collect();
        let answer = if leading.is_empty() {
            format!("{}: no parameter makes a share of its variance that can be told from none.", self.of)
        } else {
            format!(
                "The variance of {} is made most by {}: shares with all interactions, which may overlap.",
                lower(&self.of),
                listed(&leading)
            )
        };
        let alone: f64 = indices.parameters.iter().map(|indices| indices.first.share.value).sum();
        let mut sentences = vec![self.noise()];
        sentences.push(format!(
            "What parameters do one by one adds up to {} of the variance; the rest is interactions, noise, and error of the estimates.",
            percent(alone.clamp(0.0, 1.0))
        ));
        if let Some(share) = indices.noise.share().filter(|share| *share > 0.01) {
            sentences.push(format!(
                "A total share of up to about {} can be noise alone; the column \"less noise\" has it taken off.",
                percent(share)
            ));
        }
        let rows = order.iter().map(|place| {
            let (parameter, indices) = (&self.parameters()[*place], &indices.parameters[*place]);
            let [first, all] = [&indices.first, &indices.total];
            vec![
                parameter.path.clone(),
                span(parameter),
                hundredths(first.share.value),
                interval(&first.share),
                hundredths(all.share.value),
                interval(&all.share),
                cleared(all),
            ]
        });
        let mut listings = vec![Listing {
            caption: format!(
                "Shares of the variance of {} over the ranges; {}.",
                lower(&self.of),
                counted(self.found.blocks, "base point", "base points")
            ),
            headers: ["Parameter", "Range", "Alone (S1)", "95%", "With interactions (ST)", "95%", "ST less noise"]
                .map(str::to_owned)
                .to_vec(),
            rows: rows.collect(),
        }];
        let of = || order.iter().map(|place| &indices.parameters[*place]);
        let mut sheets = vec![
            self.sheet(&order)
                .number("s1", of().map(|i| i.first.share.value))
                .number("s1_ci_low", of().map(|i| i.first.share.low))
                .number("s1_ci_high", of().map(|i| i.first.share.high))
                .number("s1_less_noise", of().map(|i| i.first.less_noise))
                .number("st", of().map(|i| i.total.share.value))
                .number("st_ci_low", of().map(|i| i.total.share.low))
                .number("st_ci_high", of().map(|i| i.total.share.high))
                .number("st_less_noise", of().map(|i| i.total.less_noise)),
        ];
        if !indices.pairs.is_empty() {
            let (listing, sheet) = self.interactions(indices);
            listings.push(listing);
            sheets.push(sheet);
        }
        let limits = vec![
            "Shares are estimates: they may fall below 0 or above 1 where the truth is near. Intervals are a bootstrap over base points, on these replicates."
                .to_owned(),
        ];
        Explored { kind: "sensitivity", answer, sentences, listings, sheets, limits }
    }

    /// What pairs of parameters make together, the largest first.
    fn interactions(&self, indices: &Sobol) -> (Listing, Sheet) {
        let mut pairs: Vec<_> = indices.pairs.iter().collect();
        pairs.sort_by(|a, b| b.second.share.value.total_cmp(&a.second.share.value));
        let path = |place: usize| self.parameters()[place].path.clone();
        let listing = Listing {
            caption: "Interactions of two, the ten largest: what a pair makes together beyond what each makes alone.".to_owned(),
            headers: ["One", "Other", "Together (S2)", "95%", "Less noise"].map(str::to_owned).to_vec(),
            rows: pairs
                .iter()
                .take(10)
                .map(|pair| {
                    let second = &pair.second;
                    vec![
                        path(pair.one),
                        path(pair.other),
                        hundredths(second.share.value),
                        interval(&second.share),
                        cleared(second),
                    ]
                })
                .collect(),
        };
        let sheet = Sheet::new("interactions")
            .text("one", pairs.iter().map(|pair| path(pair.one)))
            .text("other", pairs.iter().map(|pair| path(pair.other)))
            .text("unit", pairs.iter().map(|_| "share of variance"))
            .number("s2", pairs.iter().map(|pair| pair.second.share.value))
            .number("s2_ci_low", pairs.iter().map(|pair| pair.second.share.low))
            .number("s2_ci_high", pairs.iter().map(|pair| pair.second.share.high))
            .number("s2_less_noise", pairs.iter().map(|pair| pair.second.less_noise));
        (listing, sheet)
    }

    fn oat(&self, ends: &OneAtATime, verdicts: &[Option<Verdict>]) -> Explored {
        let swing = |ends: &Option<Ends>| {
            ends.as_ref().map_or(-1.0, |ends| {
                let means = [ends.low.mean, ends.high.mean, ends.low.mean - ends.low_change.mean];
                means.into_iter().fold(f64::NEG_INFINITY, f64::max) - means.into_iter().fold(f64::INFINITY, f64::min)
            })
        };
        let order = ranked(&ends.parameters.iter().map(swing).collect::<Vec<_>>());
        let policy = |place: usize| self.background.layout.policies[place].as_str();
        let pick = verdicts.first().and_then(Option::as_ref);
        let at = |place: usize, end: usize| verdicts.get(1 + 2 * place + end).and_then(Option::as_ref);
        let changes = |place: usize, sure: bool| -> Vec<String> {
            let parameter = &self.parameters()[place];
            [(0, parameter.low), (1, parameter.high)]
                .into_iter()
                .filter_map(|(end, value)| {
                    let verdict = at(place, end)?;
                    (Some(verdict.best) != pick.map(|pick| pick.best) && (verdict.sure || !sure))
                        .then(|| format!("`{}` at {}", policy(verdict.best), input(parameter, value)))
                })
                .collect()
        };
        let sure: Vec<usize> = order.iter().copied().filter(|place| !changes(*place, true).is_empty()).collect();
        let perhaps = order.iter().filter(|place| !changes(**place, false).is_empty()).count() - sure.len();
        let picked = pick.map_or("none", |pick| policy(pick.best));
        let answer = if sure.is_empty() {
            format!(
                "`{picked}` is picked today, and no parameter by itself, moved to either end of its range, surely changes that."
            )
        } else {
            let told: Vec<String> = sure
                .iter()
                .take(4)
                .map(|place| format!("{} ({})", self.parameters()[*place].path, changes(*place, true).join(", ")))
                .collect();
            let do_so = if sure.len() == 1 { "surely changes that by itself" } else { "surely change that by themselves" };
            let all = self.parameters().len();
            format!("`{picked}` is picked today; {} of {all} parameters {do_so}: {}.", sure.len(), listed(&told))
        };
        let mut sentences = Vec::new();
        if let Some((place, known)) = order.first().and_then(|place| Some((*place, ends.parameters[*place]?))) {
            let parameter = &self.parameters()[place];
            sentences.push(format!(
                "{} is {} today and moves most with {}: {} at {}, {} at {}.",
                self.of,
                self.value(ends.today.mean),
                parameter.path,
                self.value(known.low.mean),
                input(parameter, parameter.low),
                self.value(known.high.mean),
                input(parameter, parameter.high)
            ));
        }
        if perhaps > 0 {
            sentences.push(format!("{perhaps} more may change the pick, but within noise of these replicates."));
        }
        let interval = |of: &Interval| format!("{} ({} to {})", self.bare(of.mean), self.bare(of.low), self.bare(of.high));
        let rows = order.iter().map(|place| {
            let parameter = &self.parameters()[*place];
            let words = changes(*place, false).join("; ");
            let Some(ends) = &ends.parameters[*place] else {
                return vec![parameter.path.clone(), span(parameter), "could not be run".into(), "–".into(), words];
            };
            vec![
                parameter.path.clone(),
                span(parameter),
                interval(&ends.low_change),
                interval(&ends.high_change),
                words.replace('`', ""),
            ]
        });
        let listing = Listing {
            caption: format!(
                "{} ({}) at both ends of each parameter, less today's, on the same luck, with 95% intervals.",
                self.of, self.unit
            ),
            headers: ["Parameter", "Range", "At the low end", "At the high end", "Another policy is best"]
                .map(str::to_owned)
                .to_vec(),
            rows: rows.collect(),
        };
        let sheet = self.oat_sheet(ends, verdicts, &order);
        let limits = vec![
            "One parameter at a time around today's values sees no interactions: two that matter only together do not show. --method morris or sobol sees them."
                .to_owned(),
        ];
        Explored { kind: "sensitivity", answer, sentences, listings: vec![listing], sheets: vec![sheet], limits }
    }

    /// Both ends of each parameter, in full.
    fn oat_sheet(&self, ends: &OneAtATime, verdicts: &[Option<Verdict>], order: &[usize]) -> Sheet {
        let policy = |place: usize| self.background.layout.policies[place].as_str();
        let at = |place: usize, end: usize| verdicts.get(1 + 2 * place + end).and_then(Option::as_ref);
        let of = || order.iter().map(|place| ends.parameters[*place]);
        let winner = |end: usize| {
            let name = move |place: &usize| at(*place, end).map_or(String::new(), |verdict| policy(verdict.best).to_owned());
            order.iter().map(name).collect::<Vec<_>>()
        };
        let known = |end: usize| {
            order.iter().map(|place| usize::from(at(*place, end).is_some_and(|verdict| verdict.sure))).collect::<Vec<_>>()
        };
        self.sheet(order)
            .number("at_today", of().map(|_| ends.today.mean))
            .number("at_low", of().map(|e| e.map(|e| e.low.mean)))
            .number("at_low_ci_low", of().map(|e| e.map(|e| e.low.low)))
            .number("at_low_ci_high", of().map(|e| e.map(|e| e.low.high)))
            .number("at_high", of().map(|e| e.map(|e| e.high.mean)))
            .number("at_high_ci_low", of().map(|e| e.map(|e| e.high.low)))
            .number("at_high_ci_high", of().map(|e| e.map(|e| e.high.high)))
            .number("swing", of().map(|e| e.map(|e| e.swing.mean)))
            .number("swing_ci_low", of().map(|e| e.map(|e| e.swing.low)))
            .number("swing_ci_high", of().map(|e| e.map(|e| e.swing.high)))
            .text("best_at_low", winner(0))
            .count("sure_at_low", known(0))
            .text("best_at_high", winner(1))
            .count("sure_at_high", known(1))
    }

    fn limits(&self) -> Vec<String> {
        let mut all = vec![
            "Every value of a range counts the same and parameters vary independently of one another: what is said holds of these ranges, not of what is likely."
                .to_owned(),
        ];
        if self.found.failed > 0 {
            all.push(format!(
                "{} of the design could not be run, as the scenario's checks refused the values{}.",
                counted(self.found.failed, "point", "points"),
                if self.found.failed_blocks > 0 {
                    format!("; {} left out with them", counted(self.found.failed_blocks, "block is", "blocks are"))
                } else {
                    String::new()
                }
            ));
        }
        if self.found.undefined_replicates > 0 {
            all.push(format!(
                "{} left out because the measure is not defined in them at every point.",
                counted(self.found.undefined_replicates, "replicate is", "replicates are")
            ));
        }
        all
    }
}

/// An index: `0.31`.
fn hundredths(of: f64) -> String {
    number(of, 2)
}

fn interval(of: &Range) -> String {
    format!("{} to {}", hundredths(of.low), hundredths(of.high))
}

/// A share with its interval, in percent.
fn share(of: &Range) -> String {
    let percent = |of: f64| number(100.0 * of, 0);
    format!("{}%, 95% {} to {}%", percent(of.value), percent(of.low), percent(of.high))
}

/// A title inside a sentence.
fn lower(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
