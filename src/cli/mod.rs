//! The command line: arguments and words, one file a subcommand.
//!
//! Results go to standard output, progress and words to standard error. Exit codes: 0 done, 1 the run failed, 2 the input was wrong,
//! 130 interrupted. Whatever is wrong with the input is found before anything on disk is touched.

mod compare;
#[cfg(feature = "report")]
mod diff;
mod failure;
mod interrupt;
mod json;
mod progress;
#[cfg(feature = "report")]
mod report;
mod terminal;
mod verify;
mod voice;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use self::failure::Failure;
use self::voice::{Colour, Voice};

/// Workforce scenario simulator: policies compared under automation shocks, worker by worker, on common random numbers.
#[derive(Debug, Parser)]
#[command(name = "foreshift", version, arg_required_else_help = true)]
#[command(after_help = "Exit codes: 0 done, 1 the run failed, 2 the input was wrong, 130 interrupted.")]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Whether to colour: `auto` does on terminals, unless `NO_COLOR` is set
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto, value_name = "WHEN")]
    color: Colour,
    /// Say nothing but results and errors: no progress, no hints
    #[arg(long, short, global = true)]
    quiet: bool,
}

/// What can be done.
#[derive(Debug, Subcommand)]
enum Command {
    /// Runs every policy of a scenario on the same luck and says which to pick
    Compare(compare::Arguments),
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
            // Where nobody listens, nothing can be said.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(failure::WRONG_INPUT));
        }
    };
    let voice = Voice::new(cli.color, cli.quiet);
    interrupt::listen();
    let done = match cli.command {
        Command::Compare(arguments) => compare::run(&arguments, voice),
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
            ExitCode::from(failure.code())
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_parser_is_sound() {
        Cli::command().debug_assert();
    }
}
