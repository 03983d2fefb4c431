//! What the rules of the method find due, as a signal.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{Promise, Today, TodayPromise, TodayRules, open_promises, today};
use yardstick_domain::order;
use yardstick_domain::values::Date;

use crate::book::Book;
use crate::pages::parts::now;
use crate::pages::parts::work_days::work_days;
use crate::session::Session;

/// Promises due within so many days are shown, so that tomorrow's can still be begun today.
const AHEAD_DAYS: i32 = 2;

/// What asks for attention. Of what belongs to no client there is no summary; it is small and joins once it is open.
pub(super) fn found(day: Signal<Date>) -> Signal<Today> {
    let book = Book::expect();
    let rows = book.clients();
    let own = book.client(RecordId::NIL).records();
    let days = work_days();
    let me = Session::expect().me();
    Memo::new(move |_| {
        let rules = TodayRules {
            today: day.get(),
            utc_offset_minutes: now::utc_offset_minutes(),
            ahead_days: AHEAD_DAYS,
        };
        let found = rows.with(|rows| {
            let summaries = rows.iter().map(|row| (row.id, &*row.summary));
            days.with(|days| today(summaries, &rules, days))
        });
        let mut found = me.with(|me| found.taken_over_by(&me.name));
        let own = own.with(|records| open_promises(records.file()));
        add_own(&mut found, own, &rules);
        found
    })
    .into()
}

/// Promises of no client, in the order of the others.
fn add_own(found: &mut Today, own: Vec<Promise>, rules: &TodayRules) {
    for promise in own {
        let days_left = promise.due.map(|due| rules.today.days_until(due));
        if let Some(days_left) = days_left.filter(|days| *days <= rules.ahead_days) {
            found.promises.push(TodayPromise {
                client: RecordId::NIL,
                promise,
                days_left,
            });
        }
    }
    order::by_key(&mut found.promises, |item| {
        (item.days_left, !item.promise.ours, item.promise.task)
    });
}
