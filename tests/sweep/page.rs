//! The page of a finished sweep: what it says, that it is drawn again from what is stored, and when there is none.

use std::fs;

use serde_json::Value;

use crate::given::{DESIGN, Place, failed, good, json, same};

/// The page and its charts.
const FILES: [&str; 3] = ["report.html", "charts/policy-map.svg", "charts/policy-map.png"];

#[test]
fn a_finished_sweep_says_what_discover_says_of_it() {
    let place = Place::new();
    let told = place.swept("a", &[]);
    assert!(told.ends_with("Where each policy wins: a/report.html\n"), "{told}");
    let page = fs::read_to_string(place.path("a/report.html")).unwrap();
    let told: Value = serde_json::from_str(&good(&mut place.program(&["discover", "--from", "a", "--json"]))).unwrap();
    // Names in backticks are marked up in the page.
    let bare: String = page.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, words)| words).collect();
    assert!(bare.contains(&told["answer"].as_str().unwrap().replace('`', "")), "{bare:.3000}");
    assert!(
        page.contains("Where policies win") && page.contains("figure-policy-map") && page.contains("30 points of 2 parameters")
    );
    assert!(page.contains("foreshift sweep ward.toml --points 30 --vary") && page.contains("default-src &#39;none&#39;"));
    assert!(!page.contains("<script") && !page.contains("src=\"http") && !page.contains("href=\"http"));
    let manifest = json(&place.path("a/manifest.json"));
    let listed: Vec<&str> = manifest["files"].as_array().unwrap().iter().filter_map(|file| file["path"].as_str()).collect();
    assert!(FILES.iter().all(|file| listed.contains(file)), "{listed:?}");
    good(&mut place.program(&["verify", "a"]));
}

#[test]
fn thousands_stand_apart() {
    let place = Place::new();
    let mut command = place.program(&["sweep", "ward.toml", "--out", "a", "--points", "1100", "--replicates", "1"]);
    good(command.args(["--policies", "hire", "--format", "csv"]).args(&DESIGN[..4]));
    let page = fs::read_to_string(place.path("a/report.html")).unwrap();
    assert!(page.contains("1,100 points of 2 parameters, 1 replicate a point and policy"), "{page:.6000}");
}

#[test]
fn the_page_is_drawn_again_from_what_is_stored() {
    let place = Place::new();
    place.swept("a", &[]);
    let whole = place.files("a");
    for file in FILES {
        fs::remove_file(place.path("a").join(file)).unwrap();
    }
    let told = place.program(&["report", "a"]).output().unwrap();
    assert_eq!(told.status.code(), Some(0), "{}", String::from_utf8_lossy(&told.stderr));
    assert!(String::from_utf8_lossy(&told.stderr).contains("Drew 3 files again in a"));
    same(&place.files("a"), &whole);
    // A table that was changed is vouched for by nothing, unless somebody insists.
    fs::write(place.path("a/tables/points.csv"), "point\n").unwrap();
    let told = failed(&mut place.program(&["report", "a"]), 1);
    assert!(told.contains("`tables/points.csv` has been changed"), "{told}");
    good(&mut place.program(&["report", "a", "--force"]));
    // Of a sweep that is not whole there is nothing to say.
    fs::remove_file(place.path("a/parts/part-000002.json")).unwrap();
    let told = failed(&mut place.program(&["report", "a", "--force"]), 2);
    assert!(told.contains("not complete") && told.contains("the same command that began it goes on"), "{told}");
}

#[test]
fn a_sweep_that_is_not_finished_has_no_page() {
    let place = Place::new();
    place.swept("a", &["--shard", "1/2"]);
    assert!(!place.path("a/report.html").exists());
    place.swept("b", &[]);
    assert!(place.path("b/report.html").exists());
    // More replicates, of which only some are done: the page of the fewer is gone.
    place.swept("b", &["--replicates", "20", "--shard", "1/2"]);
    assert!(FILES.iter().all(|file| !place.path("b").join(file).exists()));
}

#[test]
fn where_weights_vary_there_is_no_page() {
    let place = Place::new();
    place.swept("a", &[]);
    let weights = ["sweep", "ward.toml", "--vary", "decision.cost=0.1..0.9", "--points", "6", "--replicates", "2", "--out", "a"];
    // In the place of another, whose page goes.
    let told = good(place.program(&weights).args(["--format", "csv", "--force"]));
    assert!(!told.contains("report.html"), "{told}");
    assert!(FILES.iter().all(|file| !place.path("a").join(file).exists()));
    good(&mut place.program(&["verify", "a"]));
    let told = failed(&mut place.program(&["report", "a"]), 2);
    assert!(told.contains("`decision.cost` weighs the pick"), "{told}");
}

#[test]
fn points_that_do_not_fill_the_ranges_are_told_of() {
    let place = Place::new();
    let words = "Points of design morris do not fill the ranges evenly";
    place.swept("even", &[]);
    assert!(!fs::read_to_string(place.path("even/report.html")).unwrap().contains("do not fill"));
    good(place.program(&["sweep", "ward.toml", "--out", "a", "--design", "morris", "--points", "3"]).args([
        "--vary",
        "hiring.cost_per_hire=1600..9000",
        "--replicates",
        "2",
    ]));
    assert!(fs::read_to_string(place.path("a/report.html")).unwrap().contains(words));
}
