//! The telecom at a hundredth of its size: a hundred thousand people take too long for tests of many replicates.

/// The telecom at a hundredth of its size.
pub const SMALL_TELECOM: [&str; 8] = [
    "roles.line_technician.headcount=600",
    "roles.equipment_technician.headcount=340",
    "roles.network_administrator.headcount=50",
    "roles.network_architect.headcount=10",
    "shocks.software_network.creates.network_administrator.seats=250",
    "shocks.software_network.creates.network_architect.seats=50",
    "policies.programme.training_capacity=200",
    "policies.programme.budget_per_year=2_000_000",
];
