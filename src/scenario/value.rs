//! Numbers: plain, sourced `{ value, low, high, source, basis }`, or drawn `{ dist = "triangular", low, mode, high }`.

use super::defaults::Parameter;
use super::error::Remedy;
use super::fields::{Context, Fields, Sources, shortened};
use super::kind::Kind;
use super::model::{Assumption, Drawn};
use super::shape::Holds;
use super::tree::{At, Entry, Table, Value, shown};

/// What a number may be based on.
const BASES: [&str; 3] = ["measured", "estimated", "assumed"];

/// How a number may be drawn.
const DISTRIBUTIONS: [&str; 1] = ["triangular"];

/// The source of a number that a flag gave.
pub(super) const COMMAND_LINE: &str = "set on the command line";

/// A number with what the file says of it.
struct Stated<'a> {
    value: f64,
    low: Option<f64>,
    high: Option<f64>,
    source: Option<&'a str>,
    basis: Option<&'static str>,
}

impl Stated<'_> {
    /// A number of which the file says nothing.
    const fn plain(value: f64) -> Self {
        Self { value, low: None, high: None, source: None, basis: None }
    }
}

impl Context {
    /// A number with a default.
    pub fn number(&mut self, fields: &mut Fields<'_>, parameter: &'static Parameter) -> f64 {
        self.number_or(fields, parameter, parameter.default).unwrap_or(parameter.min)
    }

    /// A number with a default of its own, or none.
    pub fn number_or(&mut self, fields: &mut Fields<'_>, parameter: &'static Parameter, default: Option<f64>) -> Option<f64> {
        let path = fields.path_of(parameter.key());
        fields.ask(parameter.key(), Holds::Number(parameter));
        if let Some(entry) = fields.get(parameter.key()) {
            return self.number_at(entry, &path, parameter, default, &fields.sources);
        }
        if let Some(value) = default {
            self.state(&path, parameter, value, default);
        }
        default
    }

    /// Lists a number that a table implies without stating it.
    pub fn state(&mut self, path: &str, parameter: &Parameter, value: f64, default: Option<f64>) {
        self.keep(path, parameter, &Stated::plain(value), default, "");
    }

    /// A number that must be there.
    pub fn required(&mut self, fields: &mut Fields<'_>, parameter: &'static Parameter) -> Option<f64> {
        fields.need(parameter.key(), Holds::Number(parameter));
        if !fields.has(parameter.key()) {
            self.missing(fields, parameter.key(), parameter.unit);
        }
        self.number_or(fields, parameter, None)
    }

    /// A key that must be there and is not.
    pub fn missing(&mut self, fields: &Fields<'_>, key: &str, what: &str) {
        let cause = format!("`{}` has no `{key}`", shortened(&fields.path));
        self.complain(Kind::MissingKey, fields.at, cause, format!("Add `{key} = ...` ({what})."));
    }

    /// The number of an entry; `None`, or the default, where it is wrong.
    pub fn number_at(
        &mut self,
        entry: &Entry,
        path: &str,
        parameter: &'static Parameter,
        default: Option<f64>,
        sources: &Sources<'_>,
    ) -> Option<f64> {
        if let Some(shapes) = &mut self.shapes {
            shapes.number(path, parameter);
        }
        let text = entry.node.at.text;
        let inherited = if self.is_flag(text) { COMMAND_LINE } else { sources.of(text) };
        let stated = match &entry.node.value {
            Value::Number(value) => self.acceptable(entry.at(), path, "", *value, parameter).then_some(Stated::plain(*value)),
            Value::Table(table) if table.contains_key("dist") => {
                let cause = format!("`{}` is drawn, but only a shock's `start_week` and `reach` can be", shortened(path));
                self.complain(
                    Kind::NotDrawn,
                    entry.at(),
                    cause,
                    "Write a plain number, or { value = ..., low = ..., high = ... }.",
                );
                None
            }
            Value::Table(table) => self.stated(table, entry.at(), path, parameter),
            other => {
                self.not_a_number(entry.at(), path, other);
                None
            }
        };
        let Some(stated) = stated else { return default };
        self.keep(path, parameter, &stated, default, inherited);
        Some(stated.value)
    }

    /// A number that may be drawn.
    pub fn drawn(&mut self, fields: &mut Fields<'_>, parameter: &'static Parameter) -> Option<Drawn> {
        let path = fields.path_of(parameter.key());
        if parameter.default.is_some() {
            fields.ask(parameter.key(), Holds::Drawn(parameter));
        } else {
            fields.need(parameter.key(), Holds::Drawn(parameter));
        }
        let entry = match fields.get(parameter.key()) {
            Some(entry) => entry,
            None if parameter.default.is_some() => return self.number_or(fields, parameter, parameter.default).map(Drawn::Plain),
            None => {
                self.missing(fields, parameter.key(), parameter.unit);
                return None;
            }
        };
        match &entry.node.value {
            Value::Table(table) if table.contains_key("dist") => {
                self.triangular(Fields::new(table, entry.at(), path, fields.sources.clone()), parameter)
            }
            _ => self.number_at(entry, &path, parameter, parameter.default, &fields.sources).map(Drawn::Plain),
        }
    }

    /// A triangular distribution.
    fn triangular(&mut self, mut fields: Fields<'_>, parameter: &'static Parameter) -> Option<Drawn> {
        let (path, at) = (fields.path.clone(), fields.at);
        fields.need("dist", Holds::Words(&DISTRIBUTIONS));
        let dist = fields.text(self, "dist");
        if let Some(dist) = dist
            && !DISTRIBUTIONS.contains(&dist)
        {
            let cause = format!("`{path}` has an unknown distribution, {:?}", shortened(dist));
            self.complain(
                Kind::UnknownDistribution,
                fields.place("dist"),
                cause,
                "Write dist = \"triangular\" with low, mode and high.",
            );
        }
        let mut part = |cx: &mut Self, key: &'static str| {
            fields.need(key, Holds::Part);
            let Some(entry) = fields.get(key) else {
                cx.missing(&fields, key, "a triangular number has low, mode and high");
                return None;
            };
            let Value::Number(number) = entry.node.value else {
                cx.not_a_number(entry.at(), &fields.path_of(key), &entry.node.value);
                return None;
            };
            let relaxed = Parameter { whole: false, ..*parameter };
            cx.acceptable(entry.at(), &fields.path_of(key), "", number, &relaxed).then_some(number)
        };
        let (low, mode, high) = (part(self, "low"), part(self, "mode"), part(self, "high"));
        let inherited = if self.is_flag(at.text) { COMMAND_LINE } else { fields.sources.of(at.text) };
        let source = fields.text(self, "source").unwrap_or(inherited);
        let basis = self.basis(&mut fields);
        fields.finish(self);
        let (low, mode, high) = (low?, mode?, high?);
        if !(low <= mode && mode <= high) {
            let cause =
                format!("`{path}` must have low <= mode <= high, found {}, {} and {}", shown(low), shown(mode), shown(high));
            self.complain(Kind::TriangleDisordered, at, cause, "Put the three in order: least, most likely, greatest.");
            return None;
        }
        let stated = Stated { value: mode, low: Some(low), high: Some(high), source: Some(source), basis };
        self.keep(&path, parameter, &stated, parameter.default, "");
        Some(Drawn::Triangular { low, mode, high })
    }

    /// A sourced number.
    fn stated<'a>(&mut self, table: &'a Table, at: At, path: &str, parameter: &Parameter) -> Option<Stated<'a>> {
        let mut fields = Fields::new(table, at, path.to_owned(), Sources::default());
        let mut wrong = false;
        fields.need("value", Holds::Part);
        let mut part = |cx: &mut Self, key: &'static str, what: &str| {
            fields.ask(key, Holds::Part);
            let entry = fields.get(key)?;
            let Value::Number(number) = entry.node.value else {
                cx.not_a_number(entry.at(), &fields.path_of(key), &entry.node.value);
                wrong = true;
                return None;
            };
            let fine = cx.acceptable(entry.at(), path, what, number, parameter);
            wrong |= !fine;
            fine.then_some(number)
        };
        let value = part(self, "value", "");
        let (low, high) = (part(self, "low", "the low end of "), part(self, "high", "the high end of "));
        if !fields.has("value") {
            self.complain(
                Kind::NoValue,
                at,
                format!("`{}` has no `value`", shortened(path)),
                "Write { value = ..., low = ..., high = ..., source = \"...\" }, or a plain number.",
            );
        }
        let source = fields.text(self, "source");
        let basis = self.basis(&mut fields);
        let (value_at, low_at) = (fields.place("value"), fields.place("low"));
        fields.finish(self);
        if let (Some(low), Some(high)) = (low, high)
            && low > high
        {
            let cause = format!(
                "the range of `{}` has its low end, {}, above its high end, {}",
                shortened(path),
                shown(low),
                shown(high)
            );
            self.complain(Kind::RangeReversed, low_at, cause, "Swap low and high.");
            return None;
        }
        let value = value.filter(|_| !wrong)?;
        if low.is_some_and(|low| value < low) || high.is_some_and(|high| value > high) {
            let range = (low.map_or("...".into(), shown), high.map_or("...".into(), shown));
            let cause = format!("`{}` is {}, outside its own range, {} to {}", shortened(path), shown(value), range.0, range.1);
            self.complain(Kind::OutsideRange, value_at, cause, "Widen low and high, or correct the value.");
            return None;
        }
        Some(Stated { value, low, high, source, basis })
    }

    /// What a number is based on.
    fn basis(&mut self, fields: &mut Fields<'_>) -> Option<&'static str> {
        fields.ask("basis", Holds::Words(&BASES));
        let basis = fields.text(self, "basis")?;
        let known = BASES.into_iter().find(|known| *known == basis);
        if known.is_none() {
            let cause = format!("`{}` has an unknown basis, {:?}", shortened(&fields.path), shortened(basis));
            let remedy = self.suggestion(basis, BASES.into_iter());
            self.complain(Kind::UnknownBasis, fields.place("basis"), cause, remedy);
        }
        known
    }

    /// A value that is no number.
    fn not_a_number(&mut self, at: At, path: &str, found: &Value) {
        let mut remedy = Remedy::from("Write a number, without quotes.");
        if let Value::Text(text) = found {
            let bare = text.trim().trim_start_matches(['$', '€', '£']).trim();
            if let Some(percent) = bare.strip_suffix('%').and_then(as_written) {
                remedy = Remedy::instead(format!("Write {}, without quotes.", fraction(percent)), fraction(percent));
            } else if let Some(number) = as_written(bare) {
                remedy = Remedy::instead(format!("Write {}, without quotes.", shown(number)), shown(number));
            }
        }
        self.complain(
            Kind::NotANumber,
            at,
            format!("`{}` must be a number, found {}", shortened(path), found.described()),
            remedy,
        );
    }

    /// Whether a number is one that its parameter may be.
    fn acceptable(&mut self, at: At, path: &str, what: &str, value: f64, parameter: &Parameter) -> bool {
        let subject = format!("{what}`{}` is {}", shortened(path), shown(value));
        let unit = parameter.unit;
        let (kind, cause, remedy): (Kind, String, Remedy) = if !value.is_finite() {
            (Kind::NotFinite, format!("{subject}, which is not a finite number"), "Write a plain number.".into())
        } else if parameter.fraction && value > parameter.max && (2.0..=100.0).contains(&value) {
            let words = format!("Write {} for {}%.", fraction(value), shown(value));
            (Kind::Percentage, format!("{subject}, which looks like a percentage"), Remedy::instead(words, fraction(value)))
        } else if value < parameter.min {
            let least = if parameter.min < 0.0 && parameter.min > -1.0 && parameter.max <= 1.0 {
                "above -1".to_owned()
            } else {
                format!("at least {}", shown(parameter.min))
            };
            let turned = Some(-value)
                .filter(|turned| parameter.min >= 0.0 && *turned > 0.0 && (parameter.min..=parameter.max).contains(turned));
            let remedy = turned.map_or_else(
                || format!("Write a number that is {least}.").into(),
                |turned| Remedy::instead(format!("Write {}, or another number that is {least}.", shown(turned)), shown(turned)),
            );
            (Kind::TooLow, format!("{subject}; it must be {least} ({unit})"), remedy)
        } else if value > parameter.max {
            let most = shown(parameter.max);
            let words = format!("Write a number that is at most {most}.");
            (Kind::TooHigh, format!("{subject}; it must be at most {most} ({unit})"), words.into())
        } else if parameter.whole && value.fract() != 0.0 {
            let words = format!("Write {} or {}.", shown(value.floor()), shown(value.ceil()));
            (Kind::NotWhole, format!("{subject}, but {unit} come in whole numbers"), words.into())
        } else {
            return true;
        };
        self.complain(kind, at, cause, remedy);
        false
    }

    /// Lists a number among the assumptions. A number that equals its default, of which the file says nothing, keeps what is known of
    /// the default; the default's range holds for any value within it.
    fn keep(&mut self, path: &str, parameter: &Parameter, stated: &Stated<'_>, default: Option<f64>, inherited: &str) {
        #[expect(clippy::float_cmp, reason = "a number that was typed as the default is the default, any other is not")]
        let changed_from = default.filter(|default| *default != stated.value);
        let (source, basis) = if changed_from.is_none() && default.is_some() && inherited.is_empty() {
            (parameter.source, parameter.basis)
        } else {
            (inherited, "assumed")
        };
        let inside = |low: Option<f64>, high: Option<f64>| {
            low.is_none_or(|low| low <= stated.value) && high.is_none_or(|high| stated.value <= high)
        };
        let (low, high) = if stated.low.is_some() || stated.high.is_some() {
            (stated.low, stated.high)
        } else if inside(parameter.low, parameter.high) {
            (parameter.low, parameter.high)
        } else {
            (None, None)
        };
        self.assumptions.push(Assumption {
            path: path.to_owned(),
            value: stated.value,
            unit: parameter.unit.to_owned(),
            low,
            high,
            source: stated.source.unwrap_or(source).to_owned(),
            basis: stated.basis.unwrap_or(basis).to_owned(),
            changed_from,
        });
    }
}

/// A number as people write it: with commas, points, blanks or underscores between thousands, or a comma before decimals.
pub(super) fn as_written(text: &str) -> Option<f64> {
    let text = text.trim();
    let thousands = |mark: char| {
        let mut groups = text.split('.').next().unwrap_or_default().split(mark);
        groups.next().is_some_and(|first| (1..=3).contains(&first.trim_start_matches('-').len()))
            && groups.all(|group| group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let plain = if text.contains(',') && thousands(',') {
        text.replace(',', "")
    } else if text.matches(',').count() == 1 && !text.contains('.') {
        text.replace(',', ".")
    } else if text.contains(' ') && thousands(' ') {
        text.replace(' ', "")
    } else {
        text.replace('_', "")
    };
    plain.parse().ok().filter(|number: &f64| number.is_finite())
}

/// A percentage as the fraction to write, with two decimals at least.
pub(super) fn fraction(percent: f64) -> String {
    let short = format!("{:.2}", percent / 100.0);
    let exact = format!("{}", (percent * 1e6).round() / 1e8);
    if exact.len() > short.len() { exact } else { short }
}
