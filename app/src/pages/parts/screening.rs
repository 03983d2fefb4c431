//! The words for a screening (選品評估): what was decided, what is suggested and why.

use yardstick_domain::method::{ScreeningPoint, ScreeningReason};
use yardstick_domain::records::{Screening, ScreeningDecision, screening};
use yardstick_domain::values::Choice as _;

use super::words;
use crate::i18n::{Msg, t, t_with};

/// A decision; none for one that only a newer version knows.
pub fn decision(decision: &ScreeningDecision) -> Option<String> {
    words::choice(screening::decision().name(), decision.name(), None).map(t)
}

/// Why something is suggested.
pub fn reason(reason: ScreeningReason) -> String {
    let of = |message, point: ScreeningPoint| {
        let what = words::field(screening::SPEC.name, point.mark_spec().name);
        t_with(message, &[("what", &what.map(t).unwrap_or_default())])
    };
    match reason {
        ScreeningReason::Against(point) => of(Msg::ScreeningAgainstIt, point),
        ScreeningReason::Unclear(point) => of(Msg::ScreeningUnclearYet, point),
        ScreeningReason::AllFor => t(Msg::ScreeningAllFor),
    }
}

/// What was decided, and why, in one line; `None` as long as nothing was looked at.
pub fn line(screening: &Screening) -> Option<String> {
    let Some(decided) = screening.decision.as_ref().and_then(decision) else {
        let mut points = ScreeningPoint::ALL.into_iter();
        let is_begun = points.any(|point| point.mark(screening).is_some());
        return is_begun.then(|| t(Msg::ScreeningUndecided));
    };
    let said = t_with(Msg::ScreeningLine, &[("decision", &decided)]);
    let parts = std::iter::once(said).chain(screening.reason.clone());
    Some(parts.collect::<Vec<_>>().join(" · "))
}
