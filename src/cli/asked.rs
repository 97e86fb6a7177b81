//! What a sweep is asked to vary and where: flags, and a file that says the same.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::Failure;
use crate::experiment::design::{Ask, Design, DesignError, Kind, table};
use crate::experiment::parameter::{Parameter, ParameterError, Vary};
use crate::scenario::Draft;
use crate::scenario::model::Scenario;
use crate::scenario::sweep_file::SweepFile;

/// Points of designs that are sized, unless somebody says otherwise.
const POINTS: usize = 500;

/// Points of a Sobol sequence: a power of 2 keeps its balance.
const SOBOL: usize = 512;

/// Trajectories of Morris.
const TRAJECTORIES: usize = 20;

/// Points of each base sample of Saltelli.
const BASE: usize = 128;

/// The flags.
#[derive(Args, Clone, Debug, Default)]
pub struct DesignFlags {
    /// Varies a value over a range, as in `hiring.cost_per_hire=1600..9000`, with `:5` after it for five steps of a grid; may be given again
    /// [default: every value of the scenario that has a range]
    #[arg(long, value_name = "PATH=LOW..HIGH[:STEPS]", value_parser = vary)]
    vary: Vec<Vary>,
    /// How to place points: grid, lhs, sobol, morris, saltelli or oat; FILE.csv with a point a row, or FILE.toml with a `[sweep]` that says all
    /// this [default: grid where every range has steps, else lhs]
    #[arg(long, value_name = "DESIGN|FILE")]
    design: Option<String>,
    /// Points of lhs and sobol; trajectories of morris; points of each base sample of saltelli [default: 500, 512, 20, 128]
    #[arg(long, value_name = "N", value_parser = points, allow_negative_numbers = true)]
    points: Option<usize>,
}

/// A range with its path.
pub fn vary(text: &str) -> Result<Vary, String> {
    text.parse().map_err(|error: crate::scenario::range::RangeError| format!("{}; {}", error.cause, error.remedy))
}

/// A number of points.
fn points(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(number) if (1..=crate::experiment::design::MOST_POINTS).contains(&number) => Ok(number),
        _ => Err(format!("give a whole number from 1 to {}", crate::experiment::design::MOST_POINTS)),
    }
}

/// What is asked, by flags and file together; flags win.
#[derive(Clone, Debug, Default)]
pub struct Request {
    vary: Vec<Vary>,
    kind: Option<Kind>,
    table: Option<table::Table>,
    points: Option<usize>,
    /// What the file says of replicates.
    pub replicates: Option<u32>,
    /// What the file says of the seed.
    pub seed: Option<u64>,
    /// What the file says of policies.
    pub policies: Vec<String>,
}

/// What varies, and where.
pub struct Asked {
    /// What varies.
    pub parameters: Vec<Parameter>,
    /// Where.
    pub design: Design,
}

impl DesignFlags {
    /// What is asked.
    pub fn request(&self) -> Result<Request, Failure> {
        let mut request = Request { vary: self.vary.clone(), points: self.points, ..Request::default() };
        let Some(design) = &self.design else { return Ok(request) };
        let mut place = PathBuf::from(design);
        let mut named = Some(design.clone());
        if ends(&place, "toml") {
            let file = SweepFile::load(&place)?;
            if request.vary.is_empty() {
                request.vary = file.vary.into_iter().map(|(path, range)| Vary { path, range }).collect();
            }
            request.points = request.points.or(file.points);
            (request.replicates, request.seed, request.policies) = (file.replicates, file.seed, file.policies);
            // A file of points is looked for beside the file that names it.
            place = place.with_file_name(file.design.as_deref().unwrap_or_default());
            named = file.design;
        }
        if named.is_some() && ends(&place, "csv") {
            request.table = Some(read_table(&place)?);
            request.kind = Some(Kind::Table);
        } else if let Some(name) = named {
            request.kind = Some(kind(&name)?);
        }
        Ok(request)
    }

    /// The flags again, files without their folders.
    pub fn words(&self) -> Vec<(&'static str, String)> {
        let mut words = Vec::new();
        if let Some(design) = &self.design {
            let file = PathBuf::from(design);
            words.push(("--design", file.file_name().map_or_else(|| design.clone(), |name| name.to_string_lossy().into_owned())));
        }
        if let Some(points) = self.points {
            words.push(("--points", points.to_string()));
        }
        words.extend(words_of(&self.vary));
        words
    }
}

/// Ranges as flags again.
pub fn words_of(vary: &[Vary]) -> impl Iterator<Item = (&'static str, String)> {
    let range = |vary: &Vary| {
        let steps = vary.range.steps.map(|steps| format!(":{steps}")).unwrap_or_default();
        format!("{}={}..{}{steps}", vary.path, vary.range.low, vary.range.high)
    };
    vary.iter().map(move |vary| ("--vary", range(vary)))
}

/// What is to vary: as asked, or every value of the scenario that has a range.
pub fn parameters(draft: &Draft, scenario: &Scenario, vary: &[Vary]) -> Result<Vec<Parameter>, Failure> {
    let parameters =
        if vary.is_empty() { Parameter::ranged(scenario) } else { Parameter::asked(draft, scenario, vary).map_err(told)? };
    if parameters.is_empty() {
        return Err(Failure::refused(
            "the scenario has no value with a range",
            "give what is to vary with --vary path=low..high",
        ));
    }
    Ok(parameters)
}

/// Whether a file's name ends so.
fn ends(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|end| end.eq_ignore_ascii_case(ending))
}

/// A design by its name.
fn kind(name: &str) -> Result<Kind, Failure> {
    let known = Kind::ALL.into_iter().filter(|kind| *kind != Kind::Table);
    known.clone().find(|kind| kind.name() == name).ok_or_else(|| {
        let names: Vec<&str> = known.map(Kind::name).collect();
        Failure::refused(
            format!("there is no design `{name}`"),
            format!("give --design with one of {}, or a file that ends with .csv or .toml", names.join(", ")),
        )
    })
}

/// Points from a file.
fn read_table(path: &Path) -> Result<table::Table, Failure> {
    let shown = path.display();
    let bytes = fs::read(path)
        .map_err(|error| Failure::refused(format!("cannot read `{shown}`: {error}"), "check the path of --design"))?;
    table::read(&bytes)
        .map_err(|error| Failure::refused(format!("`{shown}`: {error}"), "give a header of paths, then a row of numbers a point"))
}

/// The parameters and points that are asked for.
pub fn design(draft: &Draft, request: &Request, seed: u64) -> Result<Asked, Failure> {
    let scenario = draft.scenario()?;
    if let Some(table) = &request.table {
        return of_table(draft, table, request);
    }
    let parameters = parameters(draft, &scenario, &request.vary)?;
    let stepped = parameters.iter().all(|parameter| parameter.steps.is_some());
    let kind = request.kind.unwrap_or(if stepped { Kind::Grid } else { Kind::Lhs });
    if kind == Kind::Grid
        && let Some(bare) = parameters.iter().find(|parameter| parameter.steps.is_none())
    {
        return Err(Failure::refused(
            format!("a grid needs the steps of every parameter, and `{}` has none", bare.path),
            format!("write how many after the range, as in --vary {bare}:5"),
        ));
    }
    if request.points.is_some() && matches!(kind, Kind::Grid | Kind::Oat) {
        return Err(Failure::refused(
            format!("--points says nothing to a design of kind {kind}"),
            "leave it out; steps make the points of a grid, and one at a time has two a parameter and today's",
        ));
    }
    let usual = match kind {
        Kind::Sobol => SOBOL,
        Kind::Morris => TRAJECTORIES,
        Kind::Saltelli => BASE,
        _ => POINTS,
    };
    let ask = Ask {
        dimensions: parameters.len(),
        size: request.points.unwrap_or(usual),
        levels: if kind == Kind::Grid { parameters.iter().filter_map(|parameter| parameter.steps).collect() } else { Vec::new() },
        centre: parameters.iter().map(|parameter| parameter.place(parameter.today)).collect(),
        seed,
    };
    let design =
        Design::make(kind, &ask).map_err(|error: DesignError| Failure::refused(error.to_string(), "ask for another design"))?;
    Ok(Asked { parameters, design })
}

/// Points from a table: each column varies between its least and its greatest value.
fn of_table(draft: &Draft, table: &table::Table, request: &Request) -> Result<Asked, Failure> {
    if !request.vary.is_empty() || request.points.is_some() {
        return Err(Failure::refused(
            "a table of points says what varies and where",
            "leave out --vary and --points, or give another --design",
        ));
    }
    let scenario = draft.scenario()?;
    let parameters = Parameter::listed(draft, &scenario, &table.paths, &table.design.points).map_err(told)?;
    Ok(Asked { parameters, design: table.design.clone() })
}

/// Why something cannot vary.
fn told(error: ParameterError) -> Failure {
    match error {
        ParameterError::Range(error) => Failure::refused(error.cause, error.remedy),
        ParameterError::Scenario(errors) => errors.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::sweep_file::DESIGNS;

    #[test]
    fn files_and_flags_know_the_same_designs() {
        let known: Vec<&str> = Kind::ALL.into_iter().filter(|kind| *kind != Kind::Table).map(Kind::name).collect();
        assert_eq!(known, DESIGNS);
        assert!(kind("lhs").is_ok() && kind("table").is_err() && kind("halton").is_err());
    }
}
