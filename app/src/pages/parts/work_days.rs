//! Our working days, for rules that count them.

use leptos::prelude::*;
use yardstick_domain::method::WorkDays;

use super::practice::{absences, of_nobody};
use crate::session::Session;

/// Days on which whoever is signed in works: neither weekends and holidays, nor days off of all of us (of nobody by name), nor their own (by the name
/// of their account). What other people are away for does not count. Absences belong to no client; until those are open it is the calendar alone.
pub fn work_days() -> Memo<WorkDays> {
    let (me, absences) = (Session::expect().me(), absences(of_nobody()));
    Memo::new(move |_| {
        me.with(|me| {
            absences.with(|absences| {
                let own = absences.iter().filter(|(_, absence)| {
                    let who = absence.who.as_deref();
                    who.is_none_or(|who| who.trim() == me.name.trim())
                });
                WorkDays::new(own.filter_map(|(_, absence)| absence.period))
            })
        })
    })
}
