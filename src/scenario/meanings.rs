//! What every key of a scenario means, in a sentence for whoever writes one: editors show it beside the key, `foreshift defaults` below
//! the value. A test holds that every key that the reader knows is here, and nothing else.

/// Paths with `*` for a name, and what is meant.
const MEANINGS: &[(&str, &str)] = &[
    ("name", "What the scenario is called; results carry it as their title."),
    ("summary", "The question that the scenario asks, in a sentence or two."),
    ("currency", "The code of the currency of all money in the file, as in USD; results name it, nothing is converted."),
    ("extends", "The scenario file beside this one that this file changes: state only what differs."),
    ("remove", "What to take out of the file that this one extends, by paths, as in [\"shocks.assistant\"]."),
    ("horizon_weeks", "How long a run lasts. What training brings comes late: two years or more shows it."),
    ("discount_rate", "The yearly rate at which later money counts less, in measures whose name says NPV."),
    // Sections.
    ("skills", "The skills that roles ask for, each under a name of your own, as in `data_analysis = {}`."),
    ("skills.*", "A skill: `{}` is enough."),
    ("roles", "The jobs of the company, each under a name of your own, as in [roles.support_agent]."),
    ("roles.*", "A role: how many people, what they are paid, what the job asks and what it consists of."),
    ("shocks", "What changes work, each under a name of your own, as in [shocks.assistant]."),
    ("shocks.*", "A shock: when it starts and how far it reaches; which tasks it automates, skills it raises, seats it creates."),
    ("hiring", "How long it takes and what it costs to hire from outside."),
    ("learning", "How long it takes and what it costs to learn, and how often it fails."),
    ("retention", "Why people stay or leave."),
    ("severance", "What a layoff costs."),
    ("mechanisms", "Parts of the model that can be switched off, each on by default."),
    ("decision", "What the recommendation weighs; the weights are scaled to sum to 1."),
    (
        "policies",
        "What you could do. The built-ins none, hire, replace, upskill, reskill, blend and adaptive exist without being written.",
    ),
    ("policies.*", "A policy of your own, or changes to the built-in of that name."),
    ("policies.*.roles", "What this policy does differently in some roles."),
    ("policies.*.roles.*", "What this policy does differently in this role."),
    // Roles.
    ("roles.*.soc", "The occupation's O*NET-SOC code, as in 43-4051.00; for readers, no result depends on it."),
    ("roles.*.headcount", "People in the role at the start."),
    ("roles.*.salary", "Pay a year of one person, which is also what the market pays."),
    ("roles.*.growth", "Ordinary growth of the demand for this work: 0.02 is 2% a year."),
    ("roles.*.output_value", "What a productive seat is worth a year, in salaries: an empty one loses this."),
    (
        "roles.*.turnover",
        "Share of people, as a rate a year, who leave by themselves, after their first year; 0.2 is about one in five.",
    ),
    ("roles.*.requires", "The level of each skill that the role asks, from 0 to 1."),
    ("roles.*.requires.*", "The level of this skill that the role asks, from 0 to 1."),
    ("roles.*.weights", "How much each skill counts, where they do not count alike; 1 unless stated."),
    ("roles.*.weights.*", "How much this skill counts beside the role's others."),
    ("roles.*.tasks", "What the role consists of; the shares of working time sum to 1."),
    ("roles.*.tasks.*", "A task and its share of working time."),
    ("roles.*.tasks.*.name", "What the task is; shocks name it."),
    ("roles.*.tasks.*.share", "Its share of the role's working time; all shares of a role sum to 1."),
    // Shocks.
    ("shocks.*.announced_week", "The week from which policies know of the shock and may prepare."),
    ("shocks.*.start_week", "The week in which the shock starts to take effect; may be drawn once a future."),
    ("shocks.*.ramp_weeks", "Weeks from the start until the shock has its whole effect; it grows along an S-curve."),
    ("shocks.*.reach", "How much of the company it reaches in the end, from 0 to 1; may be drawn once a future."),
    ("shocks.*.automates", "Tasks whose time the shock saves: seats of the role go."),
    ("shocks.*.automates.*.*", "A task of a role that is automated, and how much of it."),
    ("shocks.*.automates.*.*.role", "The role whose task is automated."),
    ("shocks.*.automates.*.*.task", "The task, as the role names it."),
    ("shocks.*.automates.*.*.share", "The share of the task's time that goes where the shock reaches."),
    ("shocks.*.raises", "Skills of which a role will ask more."),
    ("shocks.*.raises.*.*", "A skill of a role whose required level rises."),
    ("shocks.*.raises.*.*.role", "The role that asks more."),
    ("shocks.*.raises.*.*.skill", "The skill that it asks more of."),
    ("shocks.*.raises.*.*.to", "The level that it asks in the end where the shock reaches."),
    ("shocks.*.creates", "Seats that the shock creates."),
    ("shocks.*.creates.*", "A role and the seats that it gains."),
    ("shocks.*.creates.*.role", "The role that gains seats."),
    ("shocks.*.creates.*.seats", "Seats it gains in the end at a reach of 1."),
    // Hiring.
    ("hiring.cost_per_hire", "What finding and signing one person costs, paid at acceptance."),
    ("hiring.onboarding", "What bringing one newcomer in costs, paid at the start."),
    ("hiring.time_to_fill_weeks", "Weeks from opening a search to an accepted offer, on average, declined offers included."),
    ("hiring.time_to_fill_sigma", "How much searches differ in length: the standard deviation of the logarithm."),
    ("hiring.decline", "Share of offers that the candidate declines; the search goes on."),
    ("hiring.notice_weeks", "Weeks from acceptance to the first day."),
    ("hiring.premium", "How far the pay of people whom a policy hires lies above the role's: 0.18 is 18%."),
    ("hiring.backfill_premium", "The same for people who replace a leaver."),
    ("hiring.ramp_weeks", "Weeks until a newcomer works at full output."),
    ("hiring.start_output", "A newcomer's output on the first day, as a share of full output."),
    ("hiring.internal_ramp_factor", "How long a mover from inside takes to full output, as a part of what a newcomer takes."),
    ("hiring.pool", "Searches beyond the ordinary that a role's labour market bears before they slow each other."),
    ("hiring.scarcity", "How strongly many searches slow each other; 0 is not at all."),
    // Learning.
    ("learning.qualified_at", "The fit, from 0 to 1, from which a person counts as qualified for a role."),
    ("learning.setup_weeks", "Full-time weeks that any course takes before the learning proper."),
    ("learning.pace_weeks", "Full-time weeks that learning takes at distance 1, from nothing to all that a role asks."),
    ("learning.effort_exponent", "How much harder long distances are: above 1, twice as far takes more than twice as long."),
    ("learning.intensity", "Share of working time that a learner learns."),
    ("learning.tuition_per_week", "Tuition of a full-time week of learning."),
    ("learning.dropout", "How readily learners give up: a rate a week at distance 1."),
    ("learning.support", "How well learners are supported, from 0 to 1: more start and fewer give up."),
    ("learning.learning_rate_sd", "How much people differ in how fast they learn."),
    ("learning.mentoring", "How much faster a learner is with a qualified colleague for each learner."),
    ("learning.max_distance", "The greatest distance between roles over which reskilling is offered."),
    ("learning.aim_weeks", "How far ahead a course or a hire aims at what the role will ask."),
    ("learning.transfer", "Share of what was missing that a course closes on the job, on average."),
    ("learning.transfer_sd", "How much people differ in that share."),
    ("learning.internal_discount", "How far a mover's pay may lie below that of the new role; nobody's pay is cut."),
    // Retention.
    ("retention.turnover", "Turnover of every role that states none: the rate a year at which people leave by themselves."),
    ("retention.first_year", "How many times as readily people leave in their first year."),
    ("retention.engagement_effect", "How strongly low engagement makes people leave."),
    ("retention.pay_effect", "How strongly pay below the market makes people leave."),
    ("retention.insecurity_effect", "How strongly it makes people leave that seats of their role are about to go."),
    ("retention.lock_in", "How many times as readily people leave while they learn; below 1, they stay."),
    ("retention.poaching", "How much more readily people leave for half a year after learning: others want them too."),
    ("retention.external_exit", "How many times as readily people from outside leave in their first two years."),
    ("retention.workload", "How much engagement is lost to overload."),
    ("retention.spread", "How much engagement is lost when more people leave than usual."),
    // Severance.
    ("severance.weeks_per_year", "Weeks' pay for each year of service."),
    ("severance.floor_weeks", "At least so many weeks' pay."),
    ("severance.cap_weeks", "At most so many weeks' pay."),
    // Mechanisms.
    ("mechanisms.mentoring", "Qualified colleagues speed learners up, at a cost of their own time."),
    ("mechanisms.spread", "More leavers than usual spoil the mood of those who stay."),
    ("mechanisms.workload", "Overload spoils the mood."),
    ("mechanisms.layoff_response", "Layoffs make others leave."),
    ("mechanisms.poaching", "Those who learnt are wanted elsewhere."),
    ("mechanisms.lock_in", "Those who learn stay for their course."),
    ("mechanisms.insecurity", "Seats that are about to go make people leave."),
    ("mechanisms.scarcity", "Many searches at once slow each other."),
    ("mechanisms.external_exit", "People from outside leave more in their first two years."),
    // Decision.
    ("decision.cost", "Weight of cost."),
    ("decision.time", "Weight of the time that seats stand open."),
    ("decision.retention", "Weight of keeping people."),
    // Policies.
    ("policies.*.mix", "How gaps are shared between hiring, upskilling and reskilling; scaled to sum to 1."),
    ("policies.*.mix.hire", "Share filled from outside."),
    ("policies.*.mix.upskill", "Share closed by teaching the person in the seat what the job now asks."),
    ("policies.*.mix.reskill", "Share filled by teaching a person of another role this one."),
    ("policies.*.adaptive", "Chooses, each week, the way that is expected to cost least; instead of a mix."),
    ("policies.*.replaces", "May a hire take the place of somebody who is not up to the job?"),
    ("policies.*.surplus", "What happens to people whom demand no longer needs: laid off, or retained."),
    ("policies.*.fallback", "What is done where the mix has no way to fill a gap."),
    ("policies.*.lead_weeks", "How many weeks ahead the policy acts on gaps; 0 waits until they are there."),
    ("policies.*.grace_weeks", "Weeks that a surplus must last before anybody is laid off."),
    ("policies.*.absorb_weeks", "Weeks of ordinary leaving that are given to a surplus before layoffs."),
    ("policies.*.training_capacity", "Learners at once."),
    ("policies.*.requisition_capacity", "Searches of this policy that are open at once; leavers are replaced beside these."),
    ("policies.*.budget_per_year", "Money a year for tuition, hiring and onboarding; no limit unless stated."),
];

/// Keys that mean the same wherever they are.
const ANYWHERE: &[(&str, &str)] = &[
    ("title", "What readers see instead of the name."),
    ("source", "Where the figures come from; numbers within inherit it."),
    ("notes", "Anything a reader should know; as long as you like."),
];

/// What a key or a table means, by its path.
pub(super) fn meaning(path: &str) -> Option<&'static str> {
    let find = |path: &str| MEANINGS.iter().find(|(known, _)| *known == path).map(|(_, meaning)| *meaning);
    // What may be set for a policy may be set for one role of it.
    let of_policy = || find(&path.replace("policies.*.roles.*.", "policies.*."));
    let anywhere = || {
        let key = path.rsplit('.').next().unwrap_or(path);
        ANYWHERE.iter().find(|(known, _)| *known == key).map(|(_, meaning)| *meaning)
    };
    find(path).or_else(of_policy).or_else(anywhere)
}

/// Every path that has a meaning of its own.
#[cfg(test)]
pub(super) fn paths() -> impl Iterator<Item = &'static str> {
    MEANINGS.iter().map(|(path, _)| *path)
}
