//! Our working days, for rules that count them.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{WorkDays, list_of};
use yardstick_domain::records::Absence;

use crate::book::Book;

/// Days on which we work: neither weekends and holidays nor days off of all of us. Those belong to no client; until those are open it is the calendar alone.
pub fn work_days() -> Memo<WorkDays> {
    let own = Book::expect().client(RecordId::NIL).records();
    Memo::new(move |_| {
        let absences = own.with(|records| list_of::<Absence>(records.all()));
        let of_all = absences
            .into_iter()
            .filter(|(_, absence)| absence.who.is_none());
        WorkDays::new(of_all.filter_map(|(_, absence)| absence.period))
    })
}
