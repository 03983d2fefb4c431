//! Looking through many clients in the background: each is read, what a page needs of it is kept, and it is let go of.
//!
//! A few at a time, so that whoever taps meanwhile comes first; again whenever something of a client changes. One that cannot be read is counted, and holds up nobody.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::LookedAt;

use crate::book::{Book, Shown};
use crate::browser::{clock, timer};

/// Clients looked at in one go: no longer than a person waits for a key.
const AT_ONCE: usize = 4;
/// What was found meanwhile joins the page this often.
const TOLD_EVERY_MS: f64 = 250.0;
/// How long looking waits where nothing can be read.
const AGAIN_AFTER: Duration = Duration::from_secs(2);

/// What is kept of a client, reckoned with what all are reckoned with.
type Keep<B, T> = fn(&B, RecordId, &Shown) -> T;

/// What was found, as far as it is known.
pub(in crate::pages) struct Looking<B, T>
where
    B: Send + Sync + 'static,
    T: 'static,
{
    wanted: Memo<Vec<RecordId>>,
    basis: Memo<B>,
    keep: Keep<B, T>,
    /// What was found of each.
    pub(in crate::pages) found: RwSignal<LookedAt<T>>,
    is_looking: StoredValue<bool>,
}

impl<B: Send + Sync, T> Clone for Looking<B, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<B: Send + Sync, T> Copy for Looking<B, T> {}

impl<B, T> Looking<B, T>
where
    B: Clone + PartialEq + Send + Sync + 'static,
    T: Send + Sync + 'static,
{
    /// Looks at the clients that are wanted, at those again that change, and at all when what they are reckoned with does.
    pub(in crate::pages) fn look(
        wanted: Memo<Vec<RecordId>>,
        basis: Memo<B>,
        keep: Keep<B, T>,
    ) -> Self {
        let own = Self {
            wanted,
            basis,
            keep,
            found: RwSignal::new(LookedAt::default()),
            is_looking: StoredValue::new(false),
        };
        let book = Book::expect();
        Effect::new(move |before: Option<B>| {
            let basis = own.basis.get();
            own.wanted.with(|wanted| {
                own.found.update(|found| {
                    found.want(wanted);
                    if before.is_some_and(|before| before != basis) {
                        found.all_again();
                    }
                });
            });
            own.go_on(book);
            basis
        });
        book.on_change(move |clients| {
            let changed = own
                .found
                .try_update_untracked(|found| found.changed(clients));
            if changed == Some(true) {
                own.go_on(book);
            }
            changed.is_some()
        });
        own
    }

    /// Looks at who is to be looked at, in the background, unless that is under way.
    fn go_on(self, book: Book) {
        if self.is_looking.try_get_value() == Some(false) {
            self.is_looking.set_value(true);
            spawn_local(async move {
                self.look_on(book).await;
                self.is_looking.try_set_value(false);
            });
        }
    }

    /// Until there is nobody to be looked at, or the page is gone.
    async fn look_on(self, book: Book) {
        let mut told_at_ms = f64::NEG_INFINITY;
        while let Some(basis) = self.basis.try_get_untracked() {
            let next = self.found.try_update_untracked(|found| found.next(AT_ONCE));
            let next = next.unwrap_or_default();
            if next.is_empty() {
                break;
            }
            let mut each = |client, shown: Option<&Shown>| {
                let kept = shown.map(|shown| (self.keep)(&basis, client, shown));
                self.found.try_update_untracked(|found| match kept {
                    Some(kept) => found.looked(client, kept),
                    None => found.failed(client),
                });
            };
            if !book.look_at(&next, &mut each).await {
                self.found.try_update_untracked(LookedAt::later);
                timer::sleep(AGAIN_AFTER).await;
            }
            let now_ms = clock::monotonic_ms();
            if now_ms - told_at_ms > TOLD_EVERY_MS {
                told_at_ms = now_ms;
                self.found.try_update(|_| ());
                // Whoever taps meanwhile comes first.
                timer::sleep(Duration::ZERO).await;
            }
        }
        self.found.try_update(|_| ());
    }

    /// Whether each that is wanted was looked at.
    pub(in crate::pages) fn is_complete(self) -> bool {
        self.wanted
            .with(|wanted| self.found.with(|found| found.is_complete(wanted)))
    }
}
