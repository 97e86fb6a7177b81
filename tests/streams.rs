//! Standard output that is closed or full, standard error likewise, and who may colour: for every command.

use std::fs::{self, OpenOptions};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Every command that prints, with what makes it short.
const PRINTING: [&[&str]; 17] = [
    &["compare", "scenarios/contact-centre.toml", "--replicates", "2", "--set", "horizon_weeks=30"],
    &["compare", "scenarios/contact-centre.toml", "--replicates", "2", "--set", "horizon_weeks=30", "--json"],
    &["check", "scenarios/contact-centre.toml"],
    &["check", "scenarios/contact-centre.toml", "--json"],
    &["init"],
    &["init", "starter", "--out", "-"],
    &["defaults"],
    &["defaults", "--json"],
    &["defaults", "--format", "csv"],
    &["defaults", "--format", "markdown"],
    &["schema"],
    &["completions", "bash"],
    &["completions", "zsh"],
    &["man"],
    &["--help"],
    &["compare", "--help"],
    &["--version"],
];

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_foreshift"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).env_remove("NO_COLOR").env_remove("COLUMNS").args(arguments);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn err(output: &Output) -> String {
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!err.contains("panicked"), "{err}");
    err
}

#[test]
fn a_closed_pipe_is_no_panic_and_no_failure() {
    for arguments in PRINTING {
        // Nobody ever reads.
        let mut child = program(arguments).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let err = err(&output);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {err}");
        // One line is read, as by `head -1`.
        let mut child = program(arguments).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert!(!line.is_empty(), "{arguments:?}");
        assert_eq!(child.wait_with_output().unwrap().status.code(), Some(0), "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_standard_output_is_a_failure_that_says_so() {
    let full = || OpenOptions::new().write(true).open("/dev/full").unwrap();
    for arguments in PRINTING {
        let output = program(arguments).stdout(full()).output().unwrap();
        let err = err(&output);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {err}");
        // What clap prints by itself has nowhere else to complain.
        let by_clap = arguments.iter().any(|word| word.starts_with("--help") || *word == "--version");
        assert!(by_clap || err.contains("cannot write to standard output"), "{arguments:?}: {err}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn results_reach_their_files_though_nothing_can_be_said() {
    let full = || OpenOptions::new().write(true).open("/dev/full").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let mut arguments = PRINTING[0].to_vec();
    arguments.extend(["--out", out.to_str().unwrap()]);
    let output = program(&arguments).stdout(full()).stderr(full()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(fs::metadata(out.join("manifest.json")).unwrap().len() > 1000);
    for (arguments, file) in [
        (&["init", "starter"][..], "starter.toml"),
        (&["schema", "--out", "s.json"], "s.json"),
        (&["man", "--out", "m"], "m/foreshift-init.1"),
    ] {
        let output = program(arguments).current_dir(folder.path()).stdout(full()).stderr(full()).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert!(fs::metadata(folder.path().join(file)).unwrap().len() > 500, "{file}");
    }
}

#[test]
fn wrong_input_is_2_though_nobody_hears_it() {
    for arguments in [
        &["init", "nothing-like-it"][..],
        &["defaults", "zzzz"],
        &["completions", "tcsh"],
        &["compare", "missing.toml"],
        &["fly"],
    ] {
        let output = program(arguments).output().unwrap();
        let said = err(&output);
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{arguments:?}: {said}");
        assert!(!said.is_empty() && !said.contains('\u{1b}'), "{said}");
        let mut child = program(arguments).spawn().unwrap();
        drop(child.stderr.take());
        assert_eq!(child.wait().unwrap().code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn colour_is_as_asked_and_quiet_says_nothing() {
    for arguments in PRINTING {
        let with = |more: &[&str], variable: Option<&str>| {
            let mut command = program(arguments);
            if let Some(value) = variable {
                command.env("NO_COLOR", value);
            }
            command.args(more).output().unwrap()
        };
        let plain = with(&[], None);
        assert!(!plain.stdout.contains(&0x1b) && !plain.stderr.contains(&0x1b), "{arguments:?}: a pipe is no terminal");
        assert_eq!(with(&["--color", "never"], None).stdout, plain.stdout, "{arguments:?}");
        assert_eq!(with(&[], Some("1")).stdout, plain.stdout, "{arguments:?}");
        let quiet = with(&["--quiet"], None);
        assert_eq!((quiet.stdout, quiet.stderr.len()), (plain.stdout, 0), "{arguments:?}");
    }
    // Who asks for colour gets it, whatever NO_COLOR says; what scripts read never has any.
    for (arguments, coloured) in [
        (PRINTING[0], true),
        (&["defaults"][..], true),
        (PRINTING[1], false),
        (&["defaults", "--json"], false),
        (&["schema"], false),
    ] {
        let output = program(arguments).args(["--color", "always"]).env("NO_COLOR", "1").output().unwrap();
        assert_eq!(output.stdout.contains(&0x1b), coloured, "{arguments:?}");
    }
    let refused = program(&["init", "nothing-like-it", "--color", "always"]).output().unwrap();
    assert!(refused.stderr.contains(&0x1b));
}

#[test]
fn completions_and_manual_know_every_command() {
    let commands = ["check", "compare", "init", "defaults", "schema", "completions"];
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = program(&["completions", shell]).output().unwrap();
        let script = String::from_utf8(output.stdout).unwrap();
        for word in commands.iter().chain(&["replicates", "format"]) {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let output = program(&["man", "--out", "pages"]).current_dir(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let page = |name: &str| fs::read_to_string(Path::new(folder.path()).join("pages").join(name)).unwrap();
    for command in commands {
        let text = page(&format!("foreshift-{command}.1"));
        assert!(text.contains(&format!("foreshift\\-{command}")) || text.contains(&format!("foreshift {command}")), "{text}");
        assert!(page("foreshift.1").contains(command));
    }
    assert!(page("foreshift.1").contains("Exit codes") && !page("foreshift.1").contains("foreshift\\-man"));
}
