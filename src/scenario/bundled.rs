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
pub const BUNDLED: &[Bundled] = &[
    Bundled { name: "contact-centre", text: include_str!("../../scenarios/contact-centre.toml") },
    Bundled { name: "assembly-plant", text: include_str!("../../scenarios/assembly-plant.toml") },
];
