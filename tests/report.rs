//! The report: what it says, that it says no more than the tables, and that it can be drawn again from them, byte for byte.
#![cfg(feature = "report")]

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use foreshift::output::charts::draw_all;
use foreshift::output::directory::Directory;
use foreshift::output::manifest::{self, Facts, Run};
use foreshift::output::report::{Subject, brief, html};
use foreshift::output::stored::{Origin, Stored};
use foreshift::output::{Format, tables};
use foreshift::{Comparison, Scenario, Settings, Unwatched, compare};
use serde_json::Value;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

const SHORT: [&str; 4] = ["--replicates", "3", "--set", "horizon_weeks=80"];

/// A policy and a role whose names bite, put into the contact centre.
const HOSTILE: &str = "<script>alert(1)</script>";

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_foreshift"))
}

fn bundled(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(format!("{name}.toml"))
}

/// Runs the program, which does well; returns standard output.
fn good(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Results of a scenario.
fn results(scenario: &Path, more: &[&str]) -> (TempDir, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let out = directory.path().join("out");
    good(program().arg("compare").arg(scenario).args(SHORT).args(more).arg("--out").arg(&out));
    (directory, out)
}

/// The contact centre with names that bite.
fn hostile(directory: &Path) -> PathBuf {
    let text = fs::read_to_string(bundled("contact-centre")).unwrap();
    let text = text.replace("name = \"Contact centre meets conversational AI\"", "name = \"</title><script>alert(2)</script>\"");
    let policies =
        format!("\n[policies.\"{HOSTILE}\"]\nmix = {{ hire = 1 }}\n[policies.\"=1+1\"]\nmix = {{ hire = 0.3, upskill = 0.7 }}\n");
    let path = directory.join("hostile.toml");
    fs::write(
        &path,
        text + &policies + "[policies.\"'=1+1\"]\nmix = { reskill = 1 }\n[policies.\" quoted \\\" , \"]\nmix = { upskill = 1 }\n",
    )
    .unwrap();
    path
}

/// Every file of a directory with its bytes, by path; the manifest too.
fn files(root: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut left = vec![root.to_owned()];
    while let Some(directory) = left.pop() {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                left.push(path);
            } else {
                found.push((path.strip_prefix(root).unwrap().display().to_string(), fs::read(path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

fn comparison(replicates: u32) -> Comparison {
    let scenario = Scenario::load(&bundled("contact-centre"), &["horizon_weeks=70".to_owned()]).unwrap();
    compare(&scenario, &Settings { replicates, ..Settings::default() }, &Unwatched).unwrap()
}

#[test]
fn a_report_is_drawn_again_from_stored_tables_byte_for_byte() {
    let directory = tempfile::tempdir().unwrap();
    let cases: [(PathBuf, &[&str]); 4] = [
        (bundled("contact-centre"), &["--format", "csv"]),
        (bundled("assembly-plant"), &["--format", "parquet"]),
        (hostile(directory.path()), &["--format", "csv"]),
        (bundled("contact-centre"), &["--format", "parquet,csv", "--replicates", "1", "--policies", "hire,none"]),
    ];
    for (scenario, more) in cases {
        let out_directory = tempfile::tempdir().unwrap();
        let out = out_directory.path().join("out");
        let usual: &[&str] = if more.contains(&"--replicates") { &SHORT[2..] } else { &SHORT };
        good(program().arg("compare").arg(&scenario).args(usual).args(more).arg("--out").arg(&out));
        let before = files(&out);
        assert!(before.iter().any(|(path, _)| path == "report.html") && before.iter().any(|(path, _)| path == "brief.md"));
        for drawn in ["report.html", "brief.md", "charts"] {
            let path = out.join(drawn);
            if path.is_dir() { fs::remove_dir_all(path).unwrap() } else { fs::remove_file(path).unwrap() }
        }
        good(program().arg("report").arg(&out));
        for ((path, bytes), (again, bytes_again)) in before.iter().zip(files(&out)) {
            assert_eq!(*path, again);
            assert!(*bytes == bytes_again, "{}: {path} differs", scenario.display());
        }
        assert!(good(program().arg("verify").arg(&out)).contains("every one as the manifest says"));
    }
}

#[test]
fn what_is_stored_reads_back_as_it_was() {
    let found = comparison(3);
    let resolved = found.scenario.to_json();
    for format in Format::USUAL {
        let directory = tempfile::tempdir().unwrap();
        let mut open = Directory::open(directory.path(), false).unwrap();
        tables::write(&found, &[format], &mut open).unwrap();
        let run = Run { started: std::time::SystemTime::UNIX_EPOCH, wall: std::time::Duration::ZERO, threads: 1 };
        manifest::write(open, &Facts { comparison: &found, scenario: &resolved, command: "foreshift", run }).unwrap();
        let stored = Stored::read(directory.path()).unwrap();
        assert_eq!(stored.comparison, found, "{format}");
        assert_eq!(stored.origin, Origin::here("foreshift", &resolved));
    }
}

#[test]
fn a_table_that_was_changed_is_not_vouched_for() {
    let (_directory, out) = results(&bundled("contact-centre"), &["--format", "csv"]);
    let path = out.join("tables/summary.csv");
    let text = fs::read_to_string(&path).unwrap();
    let other = text.lines().map(|line| line.replace(",lower,", ",higher,")).collect::<Vec<_>>().join("\n");
    fs::write(&path, other + "\n").unwrap();
    let refused = program().arg("report").arg(&out).output().unwrap();
    let words = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(refused.status.code(), Some(1), "{words}");
    assert!(words.contains("`tables/summary.csv` has been changed") && words.contains("--force"), "{words}");
    good(program().args(["report", "--force"]).arg(&out));

    fs::write(&path, "policy,measure\nblend,cost\n").unwrap();
    let words = String::from_utf8(program().args(["report", "--force"]).arg(&out).output().unwrap().stderr).unwrap();
    assert!(words.contains("there is no column `unit`") && words.contains("foreshift verify"), "{words}");
    fs::write(&path, text.replace("transition_cost,", "transition_cots,")).unwrap();
    let words = String::from_utf8(program().args(["report", "--force"]).arg(&out).output().unwrap().stderr).unwrap();
    assert!(words.contains("row 1") && words.contains("`transition_cots` is no measure"), "{words}");
    fs::remove_file(&path).unwrap();
    let words = String::from_utf8(program().args(["report", "--force"]).arg(&out).output().unwrap().stderr).unwrap();
    assert!(words.contains("no table `summary`"), "{words}");
}

#[test]
fn verify_lists_what_is_missing_changed_or_extra() {
    let (_directory, out) = results(&bundled("contact-centre"), &["--format", "csv"]);
    fs::write(out.join("report.html"), "<p>Pick mine</p>").unwrap();
    fs::remove_file(out.join("charts/retention.svg")).unwrap();
    fs::write(out.join("notes.txt"), "").unwrap();
    fs::write(out.join("tables/.hidden"), "").unwrap();
    let checked = program().arg("verify").arg(&out).output().unwrap();
    assert_eq!(checked.status.code(), Some(1));
    assert_eq!(
        String::from_utf8(checked.stdout).unwrap(),
        "`charts/retention.svg` is missing\n`report.html` has been changed since it was written\n`notes.txt` is not in the manifest\n"
    );
    assert!(String::from_utf8(checked.stderr).unwrap().contains("3 things differ"));
    let nothing = tempfile::tempdir().unwrap();
    assert_eq!(program().arg("verify").arg(nothing.path()).output().unwrap().status.code(), Some(1));
}

#[test]
fn the_page_answers_first_and_asks_for_nothing() {
    let (_directory, out) = results(&bundled("contact-centre"), &["--format", "csv"]);
    let page = fs::read_to_string(out.join("report.html")).unwrap();
    assert!(page.len() < 1_000_000, "{} bytes", page.len());
    let places: Vec<usize> = ["answer", "change", "policies", "charts", "drivers", "assumptions", "limits", "again"]
        .iter()
        .map(|id| page.find(&format!("<section id=\"{id}\"")).unwrap_or_else(|| panic!("{id}")))
        .collect();
    assert!(places.is_sorted(), "{places:?}");
    // Whatever could load something is not there; the only addresses are names of vocabularies.
    for mark in [" src=", "<link", "@import", "<iframe", "<object", "<base", " style=", "http-equiv=\"refresh"] {
        assert!(!page.contains(mark), "{mark}");
    }
    for address in page.split("http").skip(1) {
        assert!(
            address.starts_with("://www.w3.org/2000/svg") || address.starts_with("-equiv=\"Content-Security-Policy\""),
            "{}",
            &address[..60]
        );
    }
    for (tag, rule) in [("style", "style-src"), ("script", "script-src")] {
        let text = page.split(&format!("<{tag}>")).nth(1).unwrap().split(&format!("</{tag}>")).next().unwrap();
        let hash = Sha256::digest(text.as_bytes());
        let base64 = base64(&hash);
        assert!(page.contains(&format!("{rule} &#39;sha256-{base64}&#39;")), "{tag}");
    }
    assert!(page.contains("default-src &#39;none&#39;"));
}

/// Base64 as RFC 4648 has it, for 32 bytes.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for part in bytes.chunks(3) {
        let bits = part.iter().chain(&[0, 0]).take(3).fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
        for digit in 0..4 {
            let place = usize::try_from(bits >> (18 - 6 * digit) & 63).unwrap();
            text.push(if digit <= part.len() { char::from(DIGITS[place]) } else { '=' });
        }
    }
    text
}

#[test]
fn names_are_only_names() {
    let directory = tempfile::tempdir().unwrap();
    let (_kept, out) = results(&hostile(directory.path()), &["--format", "csv"]);
    let page = fs::read_to_string(out.join("report.html")).unwrap();
    assert!(!page.contains("<script>alert") && page.matches("<script>").count() == 1);
    assert!(page.contains("&#60;script&#62;alert(1)&#60;/script&#62;") || page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    let text = fs::read_to_string(out.join("brief.md")).unwrap();
    // In code spans Markdown takes nothing for markup; outside of them names are escaped.
    for line in text.lines() {
        let outside: String = line.split('`').step_by(2).collect();
        assert!(!outside.contains("<script"), "{line}");
    }
}

#[test]
fn the_report_says_what_the_tables_say() {
    let (_directory, out) = results(&bundled("contact-centre"), &["--format", "csv"]);
    let page = fs::read_to_string(out.join("report.html")).unwrap();
    let manifest: Value = serde_json::from_str(&fs::read_to_string(out.join("manifest.json")).unwrap()).unwrap();
    let stored = Stored::read(&out).unwrap();
    let found = &stored.comparison;
    let pick = manifest["answer"]["pick"].as_str().unwrap();
    let row = page.split("class=\"pick\"").nth(1).unwrap().split("</tr>").next().unwrap();
    assert!(row.contains(&format!(">{pick}</bdi>")), "{row}");
    let mean =
        |measure: &str| found.summary.iter().find(|row| row.measure == measure && row.policy == pick).unwrap().mean.unwrap();
    for measure in ["transition_cost_vs_none", "excess_gap_weeks_per_shock_gap", "retention_52", "retention_horizon", "layoffs"] {
        assert!(row.contains(&format!("data-sort=\"{}\"", mean(measure))), "{measure}: {row}");
    }
    assert!(row.contains(&format!("{:.1}%", 100.0 * mean("retention_52"))), "{row}");
    assert!(row.contains(&format!("{:.1}", mean("excess_gap_weeks_per_shock_gap"))), "{row}");
    // Every number of the scenario that concerns a policy that ran is among the assumptions, with its source.
    for known in &found.scenario.assumptions {
        assert!(page.contains(&format!("<code>{}</code>", known.path.replace('"', "&#34;"))), "{}", known.path);
    }
    assert!(page.contains(manifest["scenario_sha256"].as_str().unwrap()) && page.contains(manifest["command"].as_str().unwrap()));
    let differences: f64 = ["payroll", "hiring", "onboarding", "tuition", "severance", "lost_output"]
        .iter()
        .map(|kind| {
            let of = |row: &&foreshift::analysis::rows::ComparisonRow| {
                row.policy == pick && row.versus == "none" && row.measure == format!("cost_{kind}")
            };
            found.comparisons.iter().find(of).unwrap().difference.unwrap()
        })
        .sum();
    let whole = found
        .comparisons
        .iter()
        .find(|row| row.policy == pick && row.versus == "none" && row.measure == "transition_cost")
        .unwrap()
        .difference
        .unwrap();
    assert!((differences - whole).abs() < 1e-3, "the kinds of money sum to the difference: {differences} {whole}");
}

#[test]
fn the_weight_that_is_said_to_flip_the_pick_flips_it() {
    let (_directory, out) = results(&bundled("contact-centre"), &["--format", "csv"]);
    let text = fs::read_to_string(out.join("brief.md")).unwrap();
    let (said, rest) = text.split_once("To see `").unwrap().1.split_once('`').unwrap();
    let command = rest.lines().find(|line| line.starts_with("    foreshift")).unwrap();
    let weight = command.rsplit_once("--set ").unwrap().1;
    let again = good(program().arg("compare").arg(bundled("contact-centre")).args(SHORT).args(["--json", "--set", weight]));
    let again: Value = serde_json::from_str(&again).unwrap();
    assert_eq!(again["answer"]["pick"], said, "{weight}");
    let before: Value = serde_json::from_str(&fs::read_to_string(out.join("manifest.json")).unwrap()).unwrap();
    assert_ne!(before["answer"]["pick"], said);
}

#[test]
fn few_or_tied_results_are_not_oversold() {
    let one = comparison(1);
    let resolved = one.scenario.to_json();
    let origin = Origin::here("foreshift compare contact-centre.toml --replicates 1 --seed 42", &resolved);
    let charts = draw_all(&one);
    let text = brief::brief(&Subject { comparison: &one, origin: &origin, charts: &charts });
    assert!(text.contains("How sure: None yet") && text.contains("--replicates 200 --seed 42"), "{text}");
    assert!(!text.contains("High:") && !text.contains("NaN") && !text.contains("inf"), "{text}");

    let mut tied = comparison(4);
    tied.answer.standings[1].ties_with_pick = true;
    let text = brief::brief(&Subject { comparison: &tied, origin: &origin, charts: &charts });
    assert!(text.contains("How sure: Low") && text.contains("cannot be told apart yet"), "{text}");
    let page = html(&Subject { comparison: &tied, origin: &origin, charts: &charts });
    // Behind the style, whose fonts may hold any letters.
    let page = page.split("</style>").nth(1).unwrap();
    assert!(!page.contains("NaN") && page.contains("How sure."), "{page}");
}

/// Each colour of the charts has a relative on dark paper, whatever chart it is in.
#[test]
fn every_colour_has_a_dark_relative() {
    let style = include_str!("../src/output/report/templates/style.css").to_lowercase();
    for chart in draw_all(&comparison(2)) {
        for attribute in ["fill", "stroke"] {
            for part in chart.svg.split(&format!(" {attribute}=\"#")).skip(1) {
                let colour = part[..6].to_lowercase();
                assert!(style.contains(&format!("[{attribute}=\"#{colour}\" i]")), "{}: {attribute} #{colour}", chart.name);
            }
        }
    }
}
