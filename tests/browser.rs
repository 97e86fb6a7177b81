//! The report in headless Chromium: `tests/browser/check.mjs` opens what the program wrote, and says what is wrong.
//!
//! Needs Node, the packages of `tests/browser/package-lock.json` (`npm ci` there) and Chromium (`CHROMIUM`, else `/usr/bin/chromium`). Where one
//! is missing the test says so and is skipped, unless `FORESHIFT_BROWSER=required`, as in `.ci/run`.
#![cfg(feature = "report")]

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_foreshift");

#[path = "support/small_telecom.rs"]
mod small_telecom;

use small_telecom::SMALL_TELECOM;

/// Names that bite. Control characters are refused in a scenario; marks that turn or break a line are not, and must do no harm.
const HOSTILE: [&str; 8] = [
    "<script>window.pwned=1</script>",
    "\"><img src=x onerror=window.pwned=1>",
    "]]> <!-- {{ 7 * 7 }} ${7}",
    "שלום مرحبا",
    "🚀 東京 'quoted' `ticks` | a \\\\ b",
    "=cmd()",
    "javascript:alert(1)//</title></svg>",
    "\u{202e}exe.txt\u{2066}\u{2028}\u{200b}\u{feff} turned",
];

/// A scenario of so many roles, with the policies named, and a shock or none.
fn scenario(name: &str, roles: usize, policies: &[String], shock: bool) -> String {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let role = |nth: usize| match (name == "hostile", HOSTILE.get(nth)) {
        (true, Some(hostile)) => (*hostile).to_owned(),
        (true, None) => "w".repeat(200),
        (false, _) => format!("role {nth}"),
    };
    let title = if name == "hostile" { format!("{} {}", HOSTILE[0], HOSTILE[3]) } else { name.to_owned() };
    let mut text = format!(
        "name = {}\nsummary = {}\nhorizon_weeks = 60\n[skills]\na = {{}}\nb = {{}}\n",
        quoted(&title),
        quoted(HOSTILE[1])
    );
    if name == "no gap" {
        text.push_str("[retention]\nturnover = 0\n");
    }
    for nth in 0..roles {
        let key = quoted(&role(nth));
        let _ = write!(
            text,
            "[roles.{key}]\ntitle = {key}\nheadcount = {}\nsalary = 40000\nrequires = {{ a = 0.{}, b = 0.4 }}\ntasks = [ {{ name = \"all\", share = 1 }} ]\n",
            20 + nth,
            3 + nth % 5
        );
    }
    if shock {
        let _ = write!(
            text,
            "[shocks.bot]\nstart_week = 8\nramp_weeks = 20\nreach = 0.8\nautomates = [ {{ role = {key}, task = \"all\", share = 0.5 }} ]\nraises = [ {{ role = {key}, skill = \"b\", to = 0.8 }} ]\ncreates = [ {{ role = {last}, seats = 12 }} ]\n",
            key = quoted(&role(0)),
            last = quoted(&role(roles - 1)),
        );
    }
    for (nth, policy) in policies.iter().enumerate() {
        let _ = write!(text, "[policies.{}]\nmix = {{ hire = 0.{}, upskill = 0.5 }}\n", quoted(policy), 1 + nth % 9);
    }
    text
}

fn compare(scenario: &Path, out: &Path, more: &[&str]) {
    write("compare", scenario, out, more);
}

/// Has a command write its results.
fn write(command: &str, scenario: &Path, out: &Path, more: &[&str]) {
    let done = Command::new(PROGRAM)
        .arg(command)
        .arg(scenario)
        .args(["--quiet", "--format", "csv", "--out"])
        .arg(out)
        .args(more)
        .stdout(Stdio::null())
        .output()
        .unwrap();
    assert!(done.status.success(), "{}: {}", scenario.display(), String::from_utf8_lossy(&done.stderr));
}

/// A case: its name, how many roles, which policies beside the built-ins, whether there is a shock, and flags.
type Made<'a> = (&'a str, usize, &'a [String], bool, &'a [&'a str]);

/// Writes a report for each case; returns what each is called and where it is.
fn cases(root: &Path) -> Vec<(String, PathBuf)> {
    let mut cases = Vec::new();
    let folder = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")).unwrap();
    let mut bundled: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    bundled.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    bundled.sort();
    assert!(bundled.len() >= 10, "{bundled:?}");
    for scenario in bundled {
        let name = scenario.file_stem().unwrap().to_string_lossy().into_owned();
        let out = root.join(&name);
        let small = SMALL_TELECOM.iter().filter(|_| name == "telecom-retraining").flat_map(|set| ["--set", set]);
        compare(&scenario, &out, &["--replicates", "8"].into_iter().chain(small).collect::<Vec<_>>());
        cases.push((format!("bundled {name}"), out));
    }
    let hostile: Vec<String> = HOSTILE.iter().map(|name| (*name).to_owned()).chain(["n".repeat(200)]).collect();
    let many: Vec<String> = (0..5).map(|nth| format!("policy {nth}")).collect();
    let made: [Made<'_>; 7] = [
        ("hostile", 9, &hostile, true, &["--replicates", "4"]),
        ("one role", 1, &[], true, &["--replicates", "5"]),
        ("20 roles, 12 policies", 20, &many, true, &["--replicates", "4"]),
        ("one policy", 2, &[], true, &["--replicates", "4", "--policies", "none"]),
        ("no shock", 2, &[], false, &["--replicates", "4"]),
        ("no gap", 2, &[], false, &["--replicates", "4"]),
        ("one replicate", 2, &[], true, &["--replicates", "1"]),
    ];
    for (name, roles, policies, shock, more) in made {
        let path = root.join(format!("{}.toml", name.replace([' ', ','], "-")));
        fs::write(&path, scenario(name, roles, policies, shock)).unwrap();
        let out = root.join(name.replace([' ', ','], "-"));
        compare(&path, &out, more);
        cases.push((name.to_owned(), out));
    }
    let at = |name: &str| cases.iter().find(|(known, _)| known == name).map(|(_, out)| out.clone()).unwrap();
    let (hostile, other) = (at("hostile"), at("one role"));
    let page = hostile.join("diff.html");
    let done = Command::new(PROGRAM).arg("diff").arg(&hostile).arg(&other).arg("--out").arg(&page).output().unwrap();
    assert!(done.status.success() && page.exists(), "{}", String::from_utf8_lossy(&done.stderr));
    cases
}

/// What is missing to run a browser, if anything.
fn missing() -> Option<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    if !Command::new("node").arg("--version").stdout(Stdio::null()).status().is_ok_and(|status| status.success()) {
        return Some("there is no node".to_owned());
    }
    if !folder.join("node_modules/playwright-core").is_dir() || !folder.join("node_modules/axe-core").is_dir() {
        return Some("its packages are not installed: npm ci --prefix tests/browser".to_owned());
    }
    let chromium = env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned());
    (!Path::new(&chromium).exists()).then(|| format!("there is no {chromium}: apt-get install chromium, or set CHROMIUM"))
}

#[test]
fn control_characters_are_refused_before_they_reach_a_page() {
    let root = tempfile::tempdir().unwrap();
    for (good, bad) in [("title = \"role 0\"", "title = \"a\\u0001b\""), ("name = \"plain\"", "name = \"a\\u001b[31m\"")] {
        let text = scenario("plain", 2, &[], true);
        assert!(text.contains(good), "{text}");
        let path = root.path().join("controlled.toml");
        fs::write(&path, text.replace(good, bad)).unwrap();
        let out = root.path().join("out");
        let done = Command::new(PROGRAM).arg("compare").arg(&path).arg("--out").arg(&out).output().unwrap();
        assert_eq!(done.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&done.stderr).contains("control characters") && !out.exists());
    }
}

/// Opens each page in a browser, and says what is wrong; skips where there is no browser and none is required.
fn browse(cases: impl FnOnce(&Path) -> Vec<(String, PathBuf)>) {
    if let Some(missing) = missing() {
        assert_ne!(env::var("FORESHIFT_BROWSER").as_deref(), Ok("required"), "{missing}");
        eprintln!("skipped: {missing}");
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let cases = cases(directory.path());
    let done = Command::new("node")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/check.mjs"))
        .args(cases.iter().map(|(name, path)| format!("{name}={}", path.display())))
        .output()
        .unwrap();
    let (wrong, said) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success() && wrong.is_empty(), "{wrong}\n{said}");
}

#[test]
fn reports_read_well_in_a_browser() {
    browse(cases);
}

/// Every value of a bundled scenario, whose paths and units are long; and names that bite.
#[test]
fn explorations_read_well_in_a_browser() {
    browse(|root| {
        let bundled = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/contact-centre.toml");
        let hostile = root.join("hostile.toml");
        let names: Vec<String> = HOSTILE.iter().map(|name| (*name).to_owned()).chain(["n".repeat(200)]).collect();
        fs::write(&hostile, scenario("hostile", 9, &names, true)).unwrap();
        let vary = ["--vary", "hiring.cost_per_hire=1600..9000", "--vary", "learning.pace_weeks=20..60"];
        let points = [&["--replicates", "2", "--design", "lhs", "--points", "30"], &vary[..]].concat();
        let each: [(&str, &str, &Path, &[&str]); 2] = [
            ("explored sensitivity", "sensitivity", &bundled, &["--replicates", "3", "--set", "horizon_weeks=60"]),
            ("explored discovery of hostile", "discover", &hostile, &points),
        ];
        let written = each.map(|(name, command, scenario, flags)| {
            let out = root.join(command);
            write(command, scenario, &out, flags);
            (name.to_owned(), out)
        });
        written.into()
    });
}
