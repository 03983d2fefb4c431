//! Much was deleted on another device: who did it and when, and all of it back in one tap.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::book::Book;
use crate::i18n::{Msg, t_n};
use crate::kit::{Button, Glyph, Icon, Toasts, Variant};
use crate::pages::frame::need_text;
use crate::pages::parts::author;
use crate::session::{Action, PulledDeletion, Session};

/// A notice for each act nobody has seen yet.
#[component]
pub(super) fn Swept() -> impl IntoView {
    let acts = Session::expect().pulled_deletions();
    view! {
        <For
            each=move || acts.get()
            key=|act| (act.time, act.device, act.top_level())
            let:act
        >
            <Notice act/>
        </For>
    }
}

#[component]
fn Notice(act: PulledDeletion) -> impl IntoView {
    let (session, book, toasts) = (Session::expect(), Book::expect(), Toasts::expect());
    let (time_ms, device) = (act.time, act.device);
    let count = u32::try_from(act.top_level()).unwrap_or(u32::MAX);
    let act = StoredValue::new(act);
    let text = move || {
        let by = author::by(session, device, time_ms);
        t_n(Msg::TodaySwept, count, &[("by", &by)])
    };
    let busy = RwSignal::new(false);
    let restore = move |_| {
        busy.set(true);
        let clients = act.with_value(PulledDeletion::clients);
        spawn_local(async move {
            match book.deleted(&clients).await {
                Ok(found) => {
                    let of_act = found.into_iter().filter(|deleted| {
                        (deleted.act.time, deleted.act.device) == (time_ms, device)
                    });
                    let edits = of_act.flat_map(|deleted| deleted.act.restore());
                    session.edit(Action {
                        label: Msg::DeletedRestored,
                        quiet: false,
                        edits: edits.collect(),
                    });
                    session.saw_deletion(act.get_value());
                }
                Err(need) => toasts.say(need_text(&need)),
            }
            busy.try_set(false);
        });
    };
    view! {
        <div class="banner" data-tone="warn" role="status">
            <Icon glyph=Glyph::Trash2/>
            <p class="banner-text">{text}</p>
            <div class="cluster">
                <Button
                    label=Msg::TodaySweptSeen
                    variant=Variant::Plain
                    on_press=move |_| session.saw_deletion(act.get_value())
                />
                <Button label=Msg::TodaySweptRestore disabled=busy on_press=restore/>
            </div>
        </div>
    }
}
