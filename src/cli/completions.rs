//! `foreshift completions` and `foreshift man`: what shells and `man` know of the program, drawn from its arguments.

use std::path::PathBuf;

use clap::{Args, Command};
use clap_complete::Shell;
use clap_mangen::Man;

use super::Failure;
use super::init::put;
use super::voice::Voice;

/// Which shell.
#[derive(Args, Debug)]
#[command(after_help = "bash: foreshift completions bash > ~/.local/share/bash-completion/completions/foreshift\n\
zsh:  foreshift completions zsh > a folder of $fpath, as _foreshift\n\
fish: foreshift completions fish > ~/.config/fish/completions/foreshift.fish")]
pub struct Arguments {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Prints what makes a shell complete the program's words.
pub fn run(arguments: &Arguments, mut program: Command) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut program, "foreshift", &mut script);
    Ok(Voice::put(&String::from_utf8_lossy(&script))?)
}

/// Where to.
#[derive(Args, Debug)]
pub struct Pages {
    /// Writes every page to this directory; without it, the first is printed
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Prints the manual's first page, or writes all.
pub fn man(arguments: &Pages, program: Command, voice: Voice) -> Result<(), Failure> {
    let mut program = program.disable_help_subcommand(true);
    program.build();
    let Some(directory) = &arguments.out else { return Ok(Voice::put(&page(&Man::new(program))?)?) };
    let commands = program.get_subcommands().filter(|command| !command.is_hide_set()).cloned();
    let pages: Vec<Man> = commands.chain([program.clone()]).map(Man::new).collect();
    for page_of in &pages {
        put(&directory.join(page_of.get_filename()), &page(page_of)?)?;
    }
    voice.say(&format!("Wrote {} pages to {}", pages.len(), directory.display()));
    Ok(())
}

/// A page of the manual.
fn page(man: &Man) -> std::io::Result<String> {
    let mut page = Vec::new();
    man.render(&mut page)?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}
