//! The command line: arguments and words, one file a subcommand.
//!
//! Results go to standard output, progress and words to standard error. Exit codes: 0 done, 1 the run failed, 2 the input was wrong,
//! 130 interrupted. Whatever is wrong with the input is found before anything on disk is touched.

mod again;
mod asked;
mod check;
mod columns;
mod compare;
mod completions;
mod defaults;
#[cfg(feature = "report")]
mod diff;
mod discover;
mod duration;
mod emit;
mod exploring;
mod failure;
mod flip;
mod going_on;
mod init;
mod input;
mod interrupt;
mod json;
mod merge;
mod optimize;
mod plan;
mod progress;
mod replicates;
#[cfg(feature = "report")]
mod report;
mod schema;
mod sensitivity;
mod shard;
mod shared;
mod spelt;
mod sweep;
mod terminal;
mod understood;
mod verify;
mod voice;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use self::failure::Failure;
use self::voice::{Colour, Voice};
use crate::output::Format;

/// Workforce scenario simulator: policies compared under automation shocks, worker by worker, on common random numbers.
#[derive(Debug, Parser)]
#[command(name = "foreshift", version, arg_required_else_help = true)]
#[command(after_help = "Exit codes: 0 done, 1 the run failed, 2 the input was wrong, 130 interrupted.")]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Whether to colour: `auto` does on terminals, unless `NO_COLOR` is set
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto, value_name = "WHEN", display_order = shared::LAST)]
    color: Colour,
    /// Say nothing but results and errors: no progress, no hints
    #[arg(long, short, global = true, display_order = shared::LAST + 1)]
    quiet: bool,
}

/// What can be done.
#[derive(Debug, Subcommand)]
enum Command {
    /// Runs every policy of a scenario on the same luck and says which to pick
    Compare(compare::Arguments),
    /// Says which values would change the pick, and where
    Flip(flip::Arguments),
    /// Finds the best policies under limits: the front of cost, gaps and retention
    Optimize(optimize::Arguments),
    /// Says what a scenario means, what is wrong with it, and what it changes against another
    Check(check::Arguments),
    /// Runs every policy at every point of a design over the scenario's values; goes on where it was stopped
    Sweep(sweep::Arguments),
    /// Says which values move an outcome, or the pick, over their ranges
    Sensitivity(sensitivity::Arguments),
    /// Says where in the ranges each policy wins or fails, and how robust it is
    Discover(discover::Arguments),
    /// Joins the shards of a sweep, or lists what is missing
    Merge(merge::Arguments),
    /// Lists the bundled scenarios, or writes one out to begin with
    Init(init::Arguments),
    /// Lists every value that a scenario may leave out, with unit, range, source and basis
    Defaults(defaults::Arguments),
    /// Prints the JSON Schema of a scenario, by which editors check what is typed
    Schema(schema::Arguments),
    /// Prints what makes a shell complete the program's words
    Completions(completions::Arguments),
    /// Prints the manual, or writes its pages to a directory
    #[command(hide = true)]
    Man(completions::Pages),
    /// Says what work the shards of a sweep are, and what each is expected to cost
    Plan(plan::Arguments),
    /// Writes the job files that run a sweep on Slurm, `HyperQueue`, Kubernetes or GNU parallel
    Emit(emit::Arguments),
    /// Draws the report and the charts again from stored tables
    #[cfg(feature = "report")]
    Report(report::Arguments),
    /// Says what differs between two directories of results, changed assumptions first
    #[cfg(feature = "report")]
    Diff(diff::Arguments),
    /// Checks every file of results against their manifest
    Verify(verify::Arguments),
}

/// Parses the arguments, does what they ask, says what went wrong, and gives the exit code.
#[must_use]
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Where nobody listens, nothing can be said; help that was asked for and does not arrive is a failure all the same.
            let said = error.print();
            let lost = said.is_err_and(|error| error.kind() != std::io::ErrorKind::BrokenPipe) && error.exit_code() == 0;
            let code = if lost { failure::FAILED } else { u8::try_from(error.exit_code()).unwrap_or(failure::WRONG_INPUT) };
            return ExitCode::from(code);
        }
    };
    let voice = Voice::new(cli.color, cli.quiet);
    interrupt::listen();
    let json = match &cli.command {
        Command::Compare(arguments) => arguments.json(),
        Command::Check(arguments) => arguments.json(),
        Command::Plan(arguments) => arguments.json(),
        Command::Sweep(arguments) => arguments.json(),
        Command::Sensitivity(arguments) => arguments.json(),
        Command::Discover(arguments) => arguments.json(),
        Command::Flip(arguments) => arguments.json(),
        Command::Optimize(arguments) => arguments.json(),
        _ => false,
    };
    let done = match cli.command {
        Command::Compare(arguments) => compare::run(&arguments, voice),
        Command::Check(arguments) => check::run(&arguments, voice),
        Command::Sweep(arguments) => sweep::run(&arguments, voice),
        Command::Sensitivity(arguments) => sensitivity::run(&arguments, voice),
        Command::Discover(arguments) => discover::run(&arguments, voice),
        Command::Merge(arguments) => merge::run(&arguments),
        Command::Flip(arguments) => flip::run(&arguments, voice),
        Command::Optimize(arguments) => optimize::run(&arguments, voice),
        Command::Init(arguments) => init::run(&arguments, voice),
        Command::Defaults(arguments) => defaults::run(&arguments, voice),
        Command::Schema(arguments) => schema::run(&arguments, voice),
        Command::Completions(arguments) => completions::run(&arguments, Cli::command()),
        Command::Man(arguments) => completions::man(&arguments, Cli::command(), voice),
        Command::Plan(arguments) => plan::run(&arguments),
        Command::Emit(arguments) => emit::run(&arguments, voice),
        #[cfg(feature = "report")]
        Command::Report(arguments) => report::run(&arguments, voice),
        #[cfg(feature = "report")]
        Command::Diff(arguments) => diff::run(&arguments, voice),
        Command::Verify(arguments) => verify::run(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            Voice::complain(&failure.text(voice.colours_words()));
            if let Some(document) = failure.document().filter(|_| json) {
                // The exit code says it too.
                let _ = Voice::put(&format!("{document}\n"));
            }
            ExitCode::from(failure.code())
        }
    }
}

/// Refuses a workbook where a command writes none.
fn tables_only(formats: &[Format]) -> Result<(), Failure> {
    if formats.contains(&Format::Xlsx) {
        return Err(Failure::refused("this command writes no workbook", "give --format csv, parquet or both"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parser_is_sound() {
        Cli::command().debug_assert();
    }
}
