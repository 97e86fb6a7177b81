//! Every chart of every kind of comparison: valid, legible, honest, the same bytes.
#![cfg(feature = "charts")]

mod cases;
mod findings;
mod sweeps;
mod synthetic;

use foreshift::output::charts::{Chart, draw_all, png, text_width};
use resvg::usvg::roxmltree::{Document, Node};

use crate::cases::cases;

/// Runs a check on every chart of every case.
fn each(check: impl Fn(&str, &Chart)) {
    for (case, comparison) in cases() {
        let charts = draw_all(&comparison);
        assert_eq!(charts.len(), 9, "{case}");
        for chart in &charts {
            check(&format!("{case}: {}", chart.name), chart);
        }
    }
    for (case, chart) in sweeps::cases() {
        check(&format!("{}{case}", if case.ends_with("hostile") { "hostile: " } else { "" }), &chart);
    }
}

/// Left, top, right and bottom of a text.
fn room(text: Node<'_, '_>) -> (f64, f64, f64, f64) {
    let number = |name| text.attribute(name).unwrap().parse::<f64>().unwrap();
    let (x, y, size) = (number("x"), number("y"), number("font-size"));
    let wide = text_width(text.text().unwrap_or_default(), size, text.attribute("font-weight") == Some("600"));
    let left = match text.attribute("text-anchor") {
        Some("middle") => x - wide / 2.0,
        Some("end") => x - wide,
        _ => x,
    };
    (left, y - 0.76 * size, left + wide, y + 0.22 * size)
}

#[test]
fn every_chart_is_sound() {
    each(|case, chart| {
        let document = Document::parse(&chart.svg).unwrap_or_else(|error| panic!("{case}: {error}"));
        let root = document.root_element();
        assert_eq!(root.attribute("viewBox"), Some("0 0 1920 1080"), "{case}");
        assert_eq!(root.attribute("role"), Some("img"), "{case}");
        let mut ids: Vec<&str> = document.descendants().filter_map(|node| node.attribute("id")).collect();
        assert!(ids.iter().all(|id| id.starts_with(chart.name)), "{case}: {ids:?}");
        for named in root.attribute("aria-labelledby").unwrap().split(' ') {
            assert!(ids.contains(&named), "{case}: {named}");
        }
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(all, ids.len(), "{case}");
        for node in document.descendants().filter(Node::is_element) {
            let known = ["svg", "title", "desc", "g", "text", "rect", "polyline", "polygon", "circle", "line"];
            assert!(known.contains(&node.tag_name().name()), "{case}: <{}>", node.tag_name().name());
            assert!(node.attribute("style").is_none(), "{case}: a content security policy forbids style attributes");
            for attribute in node.attributes() {
                let value = attribute.value();
                assert!(!value.contains("NaN") && !value.contains("inf"), "{case}: {}={value}", attribute.name());
            }
        }
        assert!(!chart.svg.contains("NaN") && !chart.svg.contains("inf "), "{case}");
        assert!(chart.svg.len() < 400_000, "{case}: {} bytes", chart.svg.len());
    });
}

#[test]
fn text_is_legible_within_the_picture_and_apart() {
    each(|case, chart| {
        let document = Document::parse(&chart.svg).unwrap();
        let texts: Vec<_> = document.descendants().filter(|node| node.has_tag_name("text")).collect();
        for (nth, text) in texts.iter().enumerate() {
            let words = text.text().unwrap_or_default();
            let (left, top, right, bottom) = room(*text);
            let subtitle = text.attribute("font-size") == Some("26");
            assert!(case.starts_with("hostile") || !subtitle || !words.ends_with('…'), "{case}: {words} is cut");
            assert!(text.attribute("font-size").unwrap().parse::<f64>().unwrap() >= 24.0, "{case}: {words}");
            assert!(left >= 0.0 && top >= 0.0 && right <= 1920.0 && bottom <= 1080.0, "{case}: {words} leaves the picture");
            for other in &texts[nth + 1..] {
                let (l, t, r, b) = room(*other);
                let meets = left < r && l < right && top < b && t < bottom;
                assert!(!meets, "{case}: {words:?} meets {:?}", other.text());
            }
        }
    });
}

#[test]
fn titles_are_short_and_alike_in_the_picture() {
    each(|case, chart| {
        assert!(chart.title.split_whitespace().count() <= 10 && !chart.title.is_empty(), "{case}: {}", chart.title);
        let document = Document::parse(&chart.svg).unwrap();
        let inside = document.descendants().find(|node| node.has_tag_name("title")).and_then(|node| node.text());
        assert_eq!(inside.map(|title| title.replace('\u{200e}', "")).as_ref(), Some(&chart.title), "{case}");
        assert!(!chart.description.is_empty(), "{case}");
    });
}

#[test]
fn every_picture_has_its_numbers_as_a_table() {
    each(|case, chart| {
        let data = &chart.data;
        let columns = data.headers.len();
        assert!(data.rows.iter().all(|row| row.len() == columns), "{case}");
        assert!(data.rows.iter().flatten().chain(&data.headers).all(|cell| !cell.is_empty()), "{case}: {data:?}");
        assert!(data.rows.iter().flatten().all(|cell| !cell.chars().any(char::is_control)), "{case}");
        assert_eq!(data.rows.is_empty(), chart.svg.contains("There is nothing to draw"), "{case}: a picture has numbers");
        assert_eq!(data.caption.is_empty(), columns == 0, "{case}");
    });
    let (_, typical) = cases().into_iter().find(|(case, _)| *case == "typical").unwrap();
    let charts = draw_all(&typical);
    // Hire costs its mean of runs in full, and the last column is the range of the summary.
    let cost = typical.summary.iter().find(|row| row.policy == "hire" && row.measure == "transition_cost").unwrap();
    let row = charts[0].data.rows.iter().find(|row| row[0] == "hire").unwrap();
    let number = |words: &str| words.replace(',', "").replace('\u{2212}', "-").parse::<f64>().unwrap();
    assert!((number(&row[6]) - cost.mean.unwrap()).abs() <= 0.5, "{row:?}");
    let parts: f64 = row[1..6].iter().map(|part| number(part)).sum();
    assert!((parts - number(&row[6])).abs() <= 3.0, "{row:?}");
    let (low, high) = row[7].split_once(" to ").unwrap();
    assert!((number(low) - cost.p05.unwrap()).abs() <= 0.5 && (number(high) - cost.p95.unwrap()).abs() <= 0.5, "{row:?}");
    // Seven policies, twelve quarters, the last week.
    assert_eq!(charts[2].data.rows.len(), 7 * 13);
    assert_eq!(charts[2].data.rows[12][1], "155");
}

/// The titles of a case, in order.
fn titles(case: &str) -> Vec<String> {
    let (_, comparison) = cases().into_iter().find(|(name, _)| *name == case).unwrap();
    draw_all(&comparison).into_iter().map(|chart| chart.title).collect()
}

/// Words that claim more than one run, no numbers or equal ones can show.
const CLAIMS: [&str; 9] =
    ["costs least", "fewest", "fastest", "keeps the most", "wins", "pays back", "saves $", "is the bottleneck", "of gap-weeks"];

#[test]
fn titles_claim_no_more_than_intervals_allow() {
    for case in ["one-replicate", "nan", "zero", "empty", "infinite"] {
        for title in titles(case) {
            let claims = CLAIMS.iter().any(|claim| title.contains(claim));
            assert!(!claims, "{case}: {title}");
        }
    }
    let tied = titles("tied");
    assert!(tied[0].starts_with("No clear winner on cost"), "{}", tied[0]);
    let four = titles("four");
    assert!(four[0].starts_with("No clear winner on cost: ") || four[0].contains("costs least"), "{}", four[0]);
    let two = titles("two");
    assert_eq!(two[0], "Hire costs least, $1.8M less than doing nothing");
    // The sign of every measure turned: the worst is now the best.
    assert!(titles("negative")[0].starts_with("Replace costs least"));
}

#[test]
fn the_same_comparison_gives_the_same_bytes() {
    for (case, comparison) in cases() {
        assert_eq!(draw_all(&comparison), draw_all(&comparison.clone()), "{case}");
    }
}

#[test]
fn pictures_are_slides() {
    for (case, comparison) in cases().into_iter().filter(|(case, _)| ["typical", "hostile"].contains(case)) {
        let charts = draw_all(&comparison);
        for chart in charts.iter().step_by(2) {
            let bytes = png(&chart.svg).unwrap();
            assert_eq!(&bytes[..8], b"\x89PNG\r\n\x1a\n", "{case}");
            assert_eq!(bytes[16..24], [0, 0, 7, 128, 0, 0, 4, 56], "{case}: 1920 by 1080");
        }
        assert_eq!(png(&charts[0].svg).unwrap(), png(&charts[0].svg).unwrap(), "{case}");
    }
    assert!(png("no picture").is_err());
}

/// A clock says little on a machine that others share: run it alone.
#[test]
#[ignore = "a clock; run alone"]
fn a_chart_takes_less_than_a_second() {
    let (_, largest) = cases().into_iter().find(|(case, _)| *case == "twenty-roles").unwrap();
    let started = std::time::Instant::now();
    let charts = draw_all(&largest);
    for chart in &charts {
        png(&chart.svg).unwrap();
    }
    let each = started.elapsed() / u32::try_from(charts.len()).unwrap();
    assert!(each < std::time::Duration::from_secs(1), "{each:?}");
}

/// Writes every case's pictures into a directory, to look at: `CHARTS=dir cargo test --test charts -- --ignored`.
#[test]
#[ignore = "for people who want to look"]
fn pictures_to_look_at() {
    let Ok(directory) = std::env::var("CHARTS") else { return };
    let wanted = std::env::var("CASES").unwrap_or_else(|_| "typical".to_owned());
    for (case, comparison) in cases().into_iter().filter(|(case, _)| wanted.split(',').any(|wanted| wanted == *case)) {
        for chart in draw_all(&comparison) {
            let path = std::path::Path::new(&directory).join(format!("{case}-{}", chart.name));
            std::fs::write(path.with_extension("svg"), &chart.svg).unwrap();
            std::fs::write(path.with_extension("png"), png(&chart.svg).unwrap()).unwrap();
        }
    }
    for (case, chart) in sweeps::cases().into_iter().filter(|(case, _)| wanted.split(',').any(|wanted| wanted == *case)) {
        std::fs::write(std::path::Path::new(&directory).join(format!("{case}.png")), png(&chart.svg).unwrap()).unwrap();
    }
}
