//! What the person has to know before anything else on a page: that nothing is kept, that this is the demo, that a new version is there.

use leptos::prelude::*;

use crate::book;
use crate::browser::page;
use crate::i18n::{Msg, t, t_n, t_with};
use crate::kit::{Button, Glyph, Icon, LinkButton, Variant};
use crate::route::{Route, navigation};
use crate::session::{Need, NotKept, Phase, Session};
use crate::start::UpdateOffer;

/// What a need asks of the person, in a sentence: what happened, what is kept, what to do.
pub(crate) fn need_text(need: &Need) -> String {
    match need {
        Need::SignIn => t(Msg::NeedSignIn),
        Need::SomeoneElse => t(Msg::NeedSomeoneElse),
        Need::Update => t(Msg::NeedUpdate),
        Need::Foreign => t(Msg::NeedForeign),
        Need::ServerFull => t(Msg::NeedServerFull),
        Need::StorageFull => t(Msg::NeedStorageFull),
        Need::Blocked => t(Msg::NeedBlocked),
        Need::NotKept(NotKept::Insecure) => t(Msg::NeedNotKeptInsecure),
        Need::NotKept(NotKept::Refused(_)) => t(Msg::NeedNotKeptRefused),
        Need::NotKept(NotKept::Failing(_)) => t(Msg::NeedNotKeptFailing),
        Need::Damaged => t(Msg::NeedDamaged),
        Need::Unclear { code } => t_with(Msg::NeedUnclear, &[("code", code)]),
        Need::Wipe { unsent } => t_n(
            Msg::NeedWipe,
            u32::try_from(*unsent).unwrap_or(u32::MAX),
            &[],
        ),
    }
}

/// The notices of this moment, the most serious first.
#[component]
pub(super) fn Notices() -> impl IntoView {
    let session = Session::get();
    let route = navigation::current();
    view! {
        <div class="notices">
            {session.map(|session| view! { <NeedNotice session/> })}
            {session.map(|session| view! { <PutBackNotice session/> })}
            {session
                .filter(|session| session.is_demo())
                .map(|_| view! {
                    <Show when=move || !has_no_room(route.get())>
                        <DemoNotice/>
                    </Show>
                })}
            <UpdateNotice/>
        </div>
    }
}

/// What the app cannot do without the person. Signing in again waits quietly in the word: nothing is lost by it.
#[component]
fn NeedNotice(session: Session) -> impl IntoView {
    let state = session.sync_state();
    let need = Memo::new(move |_| {
        state.with(|state| match &state.phase {
            Phase::NeedsYou(need) if *need != Need::SignIn => Some(need.clone()),
            _ => None,
        })
    });
    move || {
        need.get().map(|need| {
            let text = need_text(&need);
            view! {
                <div class="banner" data-tone="bad">
                    <Icon glyph=Glyph::TriangleAlert/>
                    <p class="banner-text">{text}</p>
                    {way_out(session, &need)}
                </div>
            }
        })
    }
}

/// The button that a need has beside its words.
fn way_out(session: Session, need: &Need) -> Option<AnyView> {
    let export = move || {
        view! {
            <Button
                label=Msg::ButtonExport
                on_press=move |_| {
                    session.export_unsent();
                }
            />
        }
    };
    match need {
        Need::Update => Some(
            view! { <Button label=Msg::ButtonReload on_press=move |_| page::reload()/> }.into_any(),
        ),
        Need::SignIn | Need::SomeoneElse => {
            Some(view! { <LinkButton to=Route::SignIn label=Msg::ButtonSignIn/> }.into_any())
        }
        Need::StorageFull | Need::NotKept(_) => Some(export().into_any()),
        Need::Wipe { .. } => Some(
            view! {
                {export()}
                <Button
                    label=Msg::NeedWipeNow
                    variant=Variant::Danger
                    on_press=move |_| session.wipe_now()
                />
            }
            .into_any(),
        ),
        Need::Foreign => {
            Some(view! { <LinkButton to=Route::Sync label=Msg::ForeignWays/> }.into_any())
        }
        Need::Damaged => Some(
            view! {
                <a class="button" href="/rescue.html" rel="external">
                    {move || t(Msg::StartRescue)}
                </a>
            }
            .into_any(),
        ),
        Need::ServerFull | Need::Blocked | Need::Unclear { .. } => None,
    }
}

/// The browser took the book away under the open page: what was put back, and what nobody can put back.
#[component]
fn PutBackNotice(session: Session) -> impl IntoView {
    let state = session.sync_state();
    let count = Memo::new(move |_| state.with(|state| state.put_back));
    let text = move |count: usize| {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        t_n(Msg::NeedPutBack, count, &[])
    };
    move || {
        count.get().map(|count| {
            view! {
                <div class="banner" data-tone="bad">
                    <Icon glyph=Glyph::TriangleAlert/>
                    <p class="banner-text">{move || text(count)}</p>
                    <Button
                        label=Msg::TodaySweptSeen
                        variant=Variant::Plain
                        on_press=move |_| session.saw_put_back()
                    />
                </div>
            }
        })
    }
}

/// Whether a place needs its room, or says itself that this is the demo.
fn has_no_room(route: Route) -> bool {
    matches!(route, Route::Meeting { .. } | Route::Demo)
}

#[component]
fn DemoNotice() -> impl IntoView {
    view! {
        <div class="banner">
            <Icon glyph=Glyph::BookOpen/>
            <p class="banner-text">{move || t(Msg::DemoBanner)}</p>
            <Button label=Msg::DemoLeave variant=Variant::Plain on_press=move |_| book::leave_demo()/>
        </div>
    }
}

/// An update is offered while nothing is open that it would disturb, and put off with a tap.
#[component]
fn UpdateNotice() -> impl IntoView {
    let offer = UpdateOffer::expect();
    view! {
        <Show when=move || offer.is_shown()>
            <div class="banner">
                <Icon glyph=Glyph::Download/>
                <p class="banner-text">{move || t(Msg::UpdateText)}</p>
                <Button label=Msg::UpdateLater variant=Variant::Plain on_press=move |_| offer.later()/>
                <Button label=Msg::ButtonUpdate on_press=move |_| offer.accept()/>
            </div>
        </Show>
    }
}
