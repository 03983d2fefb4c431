//! Moving a promise, or an item of a plan, to another day by drawing its row to the left: each step of the way is a day further, named while the finger is on it. The same days are
//! in the row's sheet.

use leptos::ev::PointerEvent;
use leptos::prelude::*;
use yardstick_domain::method::usual_days;
use yardstick_domain::values::Date;

use crate::pages::parts::now;

/// Pixels from one day to the next.
const STEP: i32 = 64;
/// Pixels before it is a swipe and not a tap or a scroll.
const SLOP: i32 = 12;

/// A finger drawing a row.
#[derive(Clone, Copy)]
pub(in crate::pages) struct Swipe {
    /// The finger that began it: its id and where.
    from: StoredValue<Option<(i32, i32, i32)>>,
    /// How far it has drawn the row, in pixels.
    drawn: RwSignal<i32>,
    days: Signal<Vec<Date>>,
}

impl Swipe {
    /// For something due on that day.
    pub(in crate::pages) fn new(due: Option<Date>) -> Self {
        Self::among(Signal::stored(usual_days(now::today())), due)
    }

    /// To one of these days, for something due on that day.
    pub(in crate::pages) fn among(days: Signal<Vec<Date>>, due: Option<Date>) -> Self {
        let today = now::today();
        let is_other = move |day: &Date| *day > today && Some(*day) != due;
        Self {
            from: StoredValue::new(None),
            drawn: RwSignal::new(0),
            days: Signal::derive(move || days.get().into_iter().filter(is_other).collect()),
        }
    }

    /// How far the row is drawn, in pixels.
    pub(in crate::pages) fn drawn(self) -> i32 {
        self.drawn.get()
    }

    /// The day it would be moved to if let go now.
    pub(in crate::pages) fn day(self) -> Option<Date> {
        let steps = usize::try_from(self.drawn.get() / STEP).ok()?;
        self.days
            .with(|days| days.get(steps.checked_sub(1)?).or(days.last()).copied())
    }

    /// A pointer comes down; a mouse selects and clicks as ever.
    pub(in crate::pages) fn down(self, event: &PointerEvent) {
        if event.pointer_type() != "mouse" {
            let at = (event.pointer_id(), event.client_x(), event.client_y());
            self.from.set_value(Some(at));
        }
    }

    /// It moves.
    pub(in crate::pages) fn moved(self, event: &PointerEvent) {
        let Some((id, x, y)) = self.from.get_value() else {
            return;
        };
        if id != event.pointer_id() {
            return;
        }
        let (left, down) = (x - event.client_x(), (event.client_y() - y).abs());
        let is_swipe = self.drawn.get_untracked() > 0 || (left > SLOP && left > down);
        if is_swipe {
            let most = self.days.with_untracked(Vec::len);
            let end = i32::try_from(most).unwrap_or(1) * STEP + STEP / 2;
            self.drawn.set(left.clamp(0, end));
        }
    }

    /// It is lifted: the day to move to, if it was drawn that far.
    pub(in crate::pages) fn up(self) -> Option<Date> {
        let day = untrack(|| self.day());
        self.cancel();
        day
    }

    /// It became something else.
    pub(in crate::pages) fn cancel(self) {
        self.from.set_value(None);
        if self.drawn.get_untracked() != 0 {
            self.drawn.set(0);
        }
    }
}
