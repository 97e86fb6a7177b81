//! The scenarios that the program brings along, each a file of `scenarios/`, for `foreshift init` to write out.

/// A scenario that the program brings along.
#[derive(Clone, Copy, Debug)]
pub struct Bundled {
    /// What it is called, and its file without `.toml`.
    pub name: &'static str,
    /// The whole file.
    pub text: &'static str,
}

/// Every bundled scenario, in the order in which they are listed.
pub const BUNDLED: [Bundled; 10] = [
    Bundled { name: "contact-centre", text: include_str!("../../scenarios/contact-centre.toml") },
    Bundled { name: "assembly-plant", text: include_str!("../../scenarios/assembly-plant.toml") },
    Bundled { name: "stores-to-online", text: include_str!("../../scenarios/stores-to-online.toml") },
    Bundled { name: "data-entry-office", text: include_str!("../../scenarios/data-entry-office.toml") },
    Bundled { name: "finance-team", text: include_str!("../../scenarios/finance-team.toml") },
    Bundled { name: "claims-handling", text: include_str!("../../scenarios/claims-handling.toml") },
    Bundled { name: "software-team", text: include_str!("../../scenarios/software-team.toml") },
    Bundled { name: "hospital-administration", text: include_str!("../../scenarios/hospital-administration.toml") },
    Bundled { name: "warehouse-robotics", text: include_str!("../../scenarios/warehouse-robotics.toml") },
    Bundled { name: "telecom-retraining", text: include_str!("../../scenarios/telecom-retraining.toml") },
];
