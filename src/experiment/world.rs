//! The runs of one replicate: the twin, `none`, and every other policy, each reduced while the two references are at hand.

use crate::analysis::frame::Frame;
use crate::analysis::reduction::Trio;
use crate::analysis::results::NONE;
use crate::analysis::tally::Tally;
use crate::scenario::model::Policy;
use crate::simulation::Replicate;
use crate::workforce::record::RunRecord;

/// Makes the runs of a replicate and keeps of each what `keep` takes: the policies in their order, the twin last.
///
/// `run` makes a run, or says none where it is to stop. None as well where `none` is not among the policies.
pub(super) fn runs<T>(
    frame: &Frame<'_>,
    policies: &[&Policy],
    world: &Replicate<'_>,
    mut run: impl FnMut(&dyn Fn() -> RunRecord) -> Option<RunRecord>,
    keep: impl Fn(Trio<'_>) -> T,
) -> Option<Vec<T>> {
    let twin_record = run(&|| world.twin())?;
    let none_policy = policies.iter().find(|policy| policy.name == NONE)?;
    let none_record = run(&|| world.run(none_policy))?;
    let (twin, none) = (Tally::new(frame, &twin_record), Tally::new(frame, &none_record));
    let kept = |run: &Tally<'_>, reference: bool| keep(Trio { run, none: &none, twin: &twin, reference });
    let mut runs = Vec::with_capacity(policies.len() + 1);
    for policy in policies {
        if policy.name == NONE {
            runs.push(kept(&none, true));
            continue;
        }
        let record = run(&|| world.run(policy))?;
        runs.push(kept(&Tally::new(frame, &record), false));
    }
    runs.push(kept(&twin, true));
    Some(runs)
}
