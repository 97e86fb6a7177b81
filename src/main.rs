//! The program `foreshift`. Everything it does is in the library; what it says and takes is in `foreshift::cli`.

use std::process::ExitCode;

fn main() -> ExitCode {
    foreshift::cli::main()
}
