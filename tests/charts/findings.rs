//! What charts say, reckoned again from the tables that they were drawn from.

use foreshift::analysis::rows::Comparison;
use foreshift::output::charts::{Chart, draw_all};
use resvg::usvg::roxmltree::Document;

use crate::cases::cases;

/// A case and one of its charts by name.
fn drawn(case: &str, name: &str) -> (Comparison, Chart) {
    let (_, comparison) = cases().into_iter().find(|(name, _)| *name == case).unwrap();
    let chart = draw_all(&comparison).into_iter().find(|chart| chart.name == name).unwrap();
    (comparison, chart)
}

/// The words of every text of a picture.
fn texts(chart: &Chart) -> Vec<String> {
    let document = Document::parse(&chart.svg).unwrap();
    let texts = document.descendants().filter(|node| node.has_tag_name("text"));
    texts.map(|node| node.text().unwrap_or_default().to_owned()).collect()
}

#[test]
fn payback_is_the_week_by_which_half_of_the_runs_have() {
    let (comparison, chart) = drawn("typical", "cost-over-time");
    let column = comparison.measures.iter().position(|measure| measure.name == "break_even_week").unwrap();
    let runs = comparison.runs.iter().filter(|row| row.policy == comparison.answer.pick);
    let mut weeks: Vec<f64> = runs.map(|row| row.values[column].unwrap_or(f64::INFINITY)).collect();
    weeks.sort_by(f64::total_cmp);
    // Of sixty runs the thirtieth is the first that makes half; the third makes 5%, the 57th 95%.
    assert_eq!(weeks.len(), 60);
    assert!(chart.title.starts_with(&format!("Adaptive typically pays back by week {}, saving $", weeks[29])), "{}", chart.title);
    let words = format!("week {} ({} to {})", weeks[29], weeks[2], weeks[56]);
    assert!(texts(&chart).contains(&words), "{words}");
    assert!(texts(&chart).contains(&"never".to_owned()), "replace never pays back");
    assert!(texts(&chart).contains(&"0 of 60".to_owned()));
    // The figure at the end of the line is that of the paired measure.
    let saved = comparison
        .comparisons
        .iter()
        .find(|row| row.policy == "adaptive" && row.versus == "none" && row.measure == "transition_cost_vs_none");
    let saved = -saved.unwrap().difference.unwrap() / 1e6;
    assert!(chart.title.ends_with(&format!("saving ${saved:.1}M")), "{} {saved}", chart.title);
}

#[test]
fn what_costs_more_never_pays_back_and_what_is_unsure_is_said_so() {
    assert_eq!(drawn("one-policy", "cost-over-time").1.title, "Nothing to weigh against doing nothing");
    assert_eq!(drawn("zero", "cost-over-time").1.title, "Adaptive neither saves nor costs for certain");
    assert_eq!(drawn("one-replicate", "cost-over-time").1.title, "Transition cost so far against doing nothing");
    assert!(drawn("negative", "cost-over-time").1.title.ends_with("more than doing nothing"));
}

#[test]
fn odds_are_the_share_filled_in_fifty_dots() {
    let (comparison, chart) = drawn("typical", "odds");
    let mut dots = 0.0;
    for policy in &comparison.policies {
        let row = comparison.time_to_fill.iter().find(|row| row.policy == *policy && row.weeks == 52).unwrap();
        let filled = (row.share_filled.mean * 50.0).round();
        assert!(texts(&chart).contains(&format!("{filled} of 50")), "{policy}");
        if *policy == comparison.answer.pick {
            assert_eq!(chart.title, format!("Adaptive: in {filled} of 50 futures filled within 52 weeks"));
        }
        let gone = ((row.share_filled.mean + row.share_lapsed.mean) * 50.0).round();
        // A filled dot and an open one have a rim or a hole; what lapsed is a stroke.
        dots += 2.0 * (50.0 - (gone - filled));
    }
    let document = Document::parse(&chart.svg).unwrap();
    let radius = |node: &resvg::usvg::roxmltree::Node<'_, '_>| node.attribute("r").unwrap().parse::<f64>().unwrap();
    // Those of keys and of policies' markers are of another size.
    let circles = document.descendants().filter(|node| node.has_tag_name("circle") && radius(node) >= 52.0).count();
    assert!((f64::from(u32::try_from(circles).unwrap()) - dots).abs() < 0.5, "{circles} circles for {dots}");
    assert_eq!(drawn("one-replicate", "odds").1.title, "One run is too few to give odds");
    // A run of one week watches no longer than that.
    assert_eq!(drawn("short", "odds").1.title, "No shock gaps to fill");
}

#[test]
fn roles_come_by_impact_and_the_rest_is_counted() {
    let (comparison, chart) = drawn("twenty-roles", "gaps-by-role");
    let words = texts(&chart);
    let places: Vec<usize> = comparison.scenario.roles[..3]
        .iter()
        .map(|role| words.iter().position(|text| *text == role.title).unwrap_or_else(|| panic!("{} in {words:?}", role.title)))
        .collect();
    assert!(places.is_sorted(), "each role has a third of the one before: {places:?}");
    assert!(words.iter().any(|text| text.contains("12 of 20 roles with gaps shown")));
    assert_eq!(words.iter().filter(|text| text.contains("the figure is the peak of adaptive")).count(), 1);
    // By hand: of three roles the first has 1/(1 + 0.33 + 0.1089) of what the shock opens, and each one gap of leaving a week.
    let (comparison, chart) = drawn("typical", "gaps-by-role");
    let sum = |role: &str| {
        let rows = comparison.weekly.iter().filter(|row| row.policy == "none" && row.role == role && row.measure == "gaps");
        rows.map(|row| row.mean).sum::<f64>()
    };
    let (first, second) = (sum("role_00") - 156.0, sum("role_01") - 156.0);
    assert!((second / first - 0.33).abs() < 1e-9);
    let row = chart.data.rows.iter().find(|row| row[0] == "Customer support agent" && row[1] == "none").unwrap();
    assert_eq!(row[2].replace(',', ""), format!("{:.0}", sum("role_00")));
    assert_eq!(drawn("one-role", "gaps-by-role").1.title, "Only Customer support agent has gaps");
    assert_eq!(drawn("no-gaps", "gaps-by-role").1.title, "No gaps in any role");
    assert_eq!(drawn("one-replicate", "gaps-by-role").1.title, "One run is too few to name a bottleneck");
}

#[test]
fn movement_adds_up_and_puts_the_smallest_roles_together() {
    let (comparison, chart) = drawn("typical", "movement");
    let moved: f64 = comparison.moves.iter().filter(|row| row.policy == "adaptive").map(|row| row.people.mean).sum();
    assert_eq!(chart.title, format!("Adaptive moves about {moved:.0} people, most to Conversation designer"));
    assert!(texts(&chart).iter().filter(|text| **text == format!("{moved:.0}")).count() >= 1, "the policy's total");
    let (_, chart) = drawn("twenty-roles", "movement");
    let words = texts(&chart);
    assert!(words.contains(&"H other roles".to_owned()), "seven roles and the others");
    assert!(!words.iter().any(|text| text.starts_with("I ·")));
    assert_eq!(drawn("one-role", "movement").1.title, "Nobody moves between roles");
    assert_eq!(drawn("two", "movement").1.title, "Nobody moves between roles");
}
