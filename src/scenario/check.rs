//! What no single value shows: totals, and values that contradict each other.

use super::defaults::MOST_PEOPLE;
use super::fields::{Context, Fields};
use super::kind::Kind;
use super::model::{Learning, Role, Severance, Shock};
use super::tree::{At, Entry, Value, shown};
use crate::units::WEEKS_PER_YEAR;

/// Cents that all money of a run may come to, with room for what is not payroll.
const MOST_CENTS: f64 = 9e17;

/// People, seats and money in all.
pub(super) fn totals(cx: &mut Context, section: &Fields<'_>, roles: &[Role], shocks: &[Shock], horizon: i32) {
    let place = |role: &Role, key: &str| place_in(section, &role.name, key);
    if roles.is_empty() {
        cx.complain(Kind::NoRole, section.at, "the scenario has no role", "Add one: [roles.NAME] with `headcount` and `salary`.");
        return;
    }
    let people: f64 = roles.iter().map(|role| f64::from(role.headcount)).sum();
    if roles.iter().all(|role| states_nobody(section, &role.name)) {
        let cause = "no role has anybody in it: headcount is 0 everywhere";
        cx.complain(Kind::NoPeople, place(&roles[0], "headcount"), cause, "Give a role a headcount above 0.");
    }
    if people > MOST_PEOPLE {
        let largest = roles.iter().max_by_key(|role| role.headcount).unwrap_or(&roles[0]);
        let cause =
            format!("the roles have {} people together, and at most {} can be simulated", shown(people), shown(MOST_PEOPLE));
        cx.complain(
            Kind::TooManyPeople,
            place(largest, "headcount"),
            cause,
            "Scale the headcounts down: results per head hardly depend on the size.",
        );
        return;
    }
    let years = f64::from(horizon) / f64::from(WEEKS_PER_YEAR);
    let (mut seats, mut cents) = (0.0, 0.0);
    let mut created = vec![0.0; roles.len()];
    for creates in shocks.iter().flat_map(|shock| &shock.creates) {
        if let Some(created) = created.get_mut(creates.role.index()) {
            *created += creates.seats;
        }
    }
    for (role, created) in roles.iter().zip(created) {
        let grown = f64::from(role.headcount) * libm::pow(1.0 + role.growth, years).max(1.0) + created;
        seats += grown;
        if seats > MOST_PEOPLE {
            let cause = format!("demand grows to more than {} seats within the horizon", shown(MOST_PEOPLE));
            cx.complain(
                Kind::TooManySeats,
                place(role, "growth"),
                cause,
                "Lower `growth`, the seats that shocks create, or `horizon_weeks`.",
            );
            return;
        }
        cents += grown * role.salary.units() * role.output_value * 100.0 * years.max(1.0);
        if cents > MOST_CENTS {
            let cause = "the money of a run is more than whole cents can count";
            cx.complain(
                Kind::TooMuchMoney,
                place(role, "salary"),
                cause,
                "Lower the salaries or headcounts, or count in a larger unit of currency.",
            );
            return;
        }
    }
}

/// Whether a role's headcount is 0 as the file has it, plain or sourced.
fn states_nobody(section: &Fields<'_>, role: &str) -> bool {
    let within = |value: &Value, key: &str| match value {
        Value::Table(table) => table.get(key).map(|entry| entry.node.value.clone()),
        _ => None,
    };
    let Some(headcount) = section.table.get(role).and_then(|entry| within(&entry.node.value, "headcount")) else { return false };
    let stated = within(&headcount, "value").unwrap_or(headcount);
    matches!(stated, Value::Number(number) if number == 0.0)
}

/// Where a role's key stands, or the role.
fn place_in(section: &Fields<'_>, role: &str, key: &str) -> At {
    let Some(entry) = section.table.get(role) else { return section.at };
    match &entry.node.value {
        Value::Table(table) => table.get(key).map_or(entry.key_at, Entry::at),
        _ => entry.key_at,
    }
}

/// A share that varies between people as a Beta can vary only so much.
pub(super) fn learning(cx: &mut Context, fields: &Fields<'_>, learning: &Learning) {
    let (mean, sd) = (learning.transfer, learning.transfer_sd);
    let most = libm::sqrt(mean * (1.0 - mean));
    if sd > 0.0 && sd >= most {
        let cause = format!("`learning.transfer_sd` is {}, too wide for a share with mean {}", shown(sd), shown(mean));
        let remedy =
            format!("With this mean it must stay below {:.3}; 0 makes everybody alike.", (most * 1000.0).floor() / 1000.0);
        cx.complain(Kind::TransferTooWide, fields.place("transfer_sd"), cause, remedy);
    }
}

/// A floor lies below its cap.
pub(super) fn severance(cx: &mut Context, fields: &Fields<'_>, severance: &Severance) {
    if severance.floor_weeks > severance.cap_weeks {
        let cause = format!(
            "`severance.floor_weeks` is {}, above `severance.cap_weeks`, {}",
            shown(severance.floor_weeks),
            shown(severance.cap_weeks)
        );
        cx.complain(Kind::FloorAboveCap, fields.place("floor_weeks"), cause, "Lower the floor, or raise the cap.");
    }
}
