//! The workbook, read by another program's reader: cell by cell what the CSV says, typed, and nothing that computes.
#![cfg(feature = "xlsx")]

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use calamine::{Data, Reader, Xlsx, open_workbook};
use tempfile::TempDir;

/// The test's scenario with a name that a spreadsheet would take for a formula.
fn results(more: &[&str]) -> (TempDir, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let text = include_str!("scenarios/contact-centre.toml").to_owned();
    let path = directory.path().join("centre.toml");
    fs::write(&path, text + "\n[policies.\"=1+1\"]\nmix = { hire = 1.0 }\n[policies.\"'=1\"]\nmix = { upskill = 1.0 }\n")
        .unwrap();
    let out = directory.path().join("out");
    let done = Command::new(env!("CARGO_BIN_EXE_foreshift"))
        .arg("compare")
        .arg(&path)
        .args(["--replicates", "2", "--set", "horizon_weeks=60", "--quiet", "--out"])
        .arg(&out)
        .args(more)
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    (directory, out)
}

fn open(out: &Path) -> Xlsx<std::io::BufReader<fs::File>> {
    open_workbook(out.join("workbook.xlsx")).unwrap()
}

/// A table as text: heads and rows.
fn table(out: &Path, name: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(out.join(format!("tables/{name}.csv"))).unwrap();
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn every_table_is_in_it_cell_by_cell() {
    let (_directory, out) = results(&["--format", "csv,xlsx", "--gaps"]);
    let mut book = open(&out);
    let mut numbers = 0;
    for name in
        ["runs", "summary", "comparisons", "weekly", "costs", "gaps", "time_to_fill", "retention", "moves", "funnel", "horizons"]
    {
        let wanted = table(&out, name);
        let sheet = book.worksheet_range(&format!("data {name}")).unwrap();
        let rows: Vec<&[Data]> = sheet.rows().collect();
        assert_eq!(rows.len(), wanted.len(), "{name}");
        for (at, (row, wanted)) in rows.iter().zip(&wanted).enumerate() {
            for (place, wanted) in wanted.iter().enumerate() {
                let cell = row.get(place).unwrap_or(&Data::Empty);
                let place = format!("{name}, row {at}, column {place}");
                match cell {
                    Data::Empty => assert_eq!(wanted, "", "{place}"),
                    Data::String(text) => assert_eq!(text, wanted, "{place}"),
                    Data::Float(number) => {
                        let wanted: f64 = wanted.parse().unwrap_or_else(|_| panic!("{place}: {wanted}"));
                        // A spreadsheet's file holds the digits that Rust writes, so that nothing is lost.
                        assert!((number - wanted).abs() <= 1e-15 * wanted.abs(), "{place}: {number} {wanted}");
                        numbers += 1;
                    }
                    other => panic!("{place}: {other:?}"),
                }
            }
        }
    }
    assert!(numbers > 10_000, "{numbers}");
}

#[test]
fn the_sheets_that_are_read_say_what_the_tables_say() {
    let (_directory, out) = results(&["--format", "csv,xlsx"]);
    let mut book = open(&out);
    let names = book.sheet_names();
    let read = ["Cover", "Summary", "Comparisons", "Costs", "Gaps by quarter", "Roles", "Assumptions", "Notes"];
    assert_eq!(names[..8], read);
    let manifest: serde_json::Value = serde_json::from_slice(&fs::read(out.join("manifest.json")).unwrap()).unwrap();
    let cover = book.worksheet_range("Cover").unwrap();
    let words: String = cover.cells().map(|(_, _, cell)| cell.to_string() + "\n").collect();
    let sentence = manifest["answer"]["sentence"].as_str().unwrap().replace('`', "");
    assert!(words.contains(&sentence) && words.contains("How sure"), "{words}");

    let summary = book.worksheet_range("Summary").unwrap();
    let wanted = table(&out, "summary");
    let pick = manifest["answer"]["pick"].as_str().unwrap();
    let Some(Data::String(first)) = summary.get_value((1, 0)) else { panic!("no policy first") };
    assert!(first == pick || *first == format!("'{pick}"), "{first}");
    let row = wanted.iter().find(|row| row[0] == *first && row[1] == "transition_cost_vs_none").unwrap();
    let Some(Data::Float(mean)) = summary.get_value((1, 3)) else { panic!("no cost") };
    assert!((mean - row[4].parse::<f64>().unwrap()).abs() <= 1e-9 * mean.abs(), "{mean} {}", row[4]);

    let assumptions = book.worksheet_range("Assumptions").unwrap();
    let hire = assumptions.rows().find(|row| row[0] == Data::String("hiring.cost_per_hire".into())).unwrap();
    assert!(matches!(hire[1], Data::Float(_)) && matches!(&hire[5], Data::String(source) if !source.is_empty()), "{hire:?}");

    // Quarters: means of means by week.
    let gaps = book.worksheet_range("Gaps by quarter").unwrap();
    let Some(Data::String(policy)) = gaps.get_value((0, 3)) else { panic!("no policy") };
    let weeks: Vec<f64> = table(&out, "weekly")
        .iter()
        .filter(|row| row[0] == *policy && row[1] == "all" && row[3] == "gaps")
        .filter(|row| row[2].parse::<i32>().is_ok_and(|week| (13..26).contains(&week)))
        .map(|row| row[5].parse().unwrap())
        .collect();
    let Some(Data::Float(mean)) = gaps.get_value((2, 3)) else { panic!("no gaps") };
    assert!(weeks.len() == 13 && (mean - weeks.iter().sum::<f64>() / 13.0).abs() < 1e-9);
}

#[test]
fn nothing_computes_and_names_are_texts() {
    let (_directory, out) = results(&["--format", "xlsx"]);
    let mut book = open(&out);
    let mut guarded = 0;
    for name in book.sheet_names() {
        assert_eq!(
            book.worksheet_formula(&name).unwrap().cells().filter(|(_, _, formula)| !formula.is_empty()).count(),
            0,
            "{name}"
        );
        for (_, _, cell) in book.worksheet_range(&name).unwrap().cells() {
            if let Data::String(text) = cell {
                assert!(!text.starts_with(['=', '+', '-', '@']), "{name}: {text}");
                guarded += usize::from(text == "'=1+1");
            }
        }
    }
    assert!(guarded > 0);
    assert!(!out.join("tables/runs.csv").exists());
    let bytes = fs::read(out.join("workbook.xlsx")).unwrap();
    let holds = |part: &str| bytes.windows(part.len()).any(|window| window == part.as_bytes());
    for chart in 1..=3 {
        assert!(holds(&format!("xl/charts/chart{chart}.xml")), "{chart}");
    }
}

#[test]
fn equal_runs_give_equal_workbooks() {
    let (_one, one) = results(&["--format", "xlsx", "--threads", "1"]);
    std::thread::sleep(std::time::Duration::from_millis(1100));
    let (_other, other) = results(&["--format", "xlsx", "--threads", "2"]);
    assert!(fs::read(one.join("workbook.xlsx")).unwrap() == fs::read(other.join("workbook.xlsx")).unwrap());
}
