//! The pages, one file each, and which of them an address shows.

mod ask;
mod backup;
mod before;
mod capture;
mod client;
mod clients;
mod deleted;
mod demo;
mod devices;
mod door;
mod export;
mod first_run;
pub(crate) mod frame;
mod import;
mod install;
mod later;
mod meet;
mod meeting;
mod more;
mod new_client;
mod not_found;
mod palette;
pub(crate) mod parts;
mod plan;
mod schedule;
mod settings;
mod share;
mod sign_in;
mod sync;
mod tasks;
mod templates;
mod today;
mod weekly;
mod work;
mod wrap_up;

use std::time::Duration;

use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use wasm_bindgen_futures::spawn_local;
use yardstick_domain::id::RecordId;

use self::clients::arrange::Arrangement;
use self::later::{Draw, Part, later};
use crate::browser::timer;
use crate::kit::keys::Shortcut;
use crate::route::{ClientTab, Route};
pub(crate) use frame::{SyncAnnouncer, need_text};
pub(crate) use meeting::client_facing::Curtain;
pub(crate) use palette::Palette;

/// When what nobody has asked for yet is fetched: after the first page, for which a person waits.
const QUIET_AFTER: Duration = Duration::from_secs(3);

/// The place whose page shows this one too: a client opens beside the list, which stays as it is.
pub(crate) fn shown_by(route: Route) -> Route {
    match route {
        Route::Client { .. } => Route::Clients,
        other => other,
    }
}

/// The page of an address.
pub(crate) fn page(route: Route) -> AnyView {
    match route {
        Route::Clients | Route::Client { .. } => view! { <clients::ClientsPage/> }.into_any(),
        Route::SignIn => view! { <sign_in::SignInPage/> }.into_any(),
        Route::FirstRun => view! { <first_run::FirstRunPage/> }.into_any(),
        Route::Yardstick | Route::NotFound => view! { <not_found::NotFoundPage/> }.into_any(),
        Route::Meet
        | Route::MeetingBefore { .. }
        | Route::Meeting { .. }
        | Route::WrapUp { .. } => later(|| Box::pin(meeting_part()), Part::Page(route)),
        Route::Today | Route::Tasks => later(|| Box::pin(day_part()), Part::Page(route)),
        Route::Ask { .. }
        | Route::Plan { .. }
        | Route::Schedule
        | Route::Weekly
        | Route::Templates
        | Route::TemplatesImport => later(|| Box::pin(plan_part()), Part::Page(route)),
        Route::NewClient
        | Route::Capture
        | Route::CaptureFor { .. }
        | Route::More
        | Route::Work
        | Route::WorkFor { .. }
        | Route::Sync
        | Route::Backup
        | Route::Import
        | Route::Export
        | Route::Deleted
        | Route::DeletedOf { .. }
        | Route::Settings
        | Route::Devices
        | Route::Install
        | Route::Demo
        | Route::Share => later(|| Box::pin(rest_part()), Part::Page(route)),
    }
}

/// A client beside the list.
pub(crate) fn client(client: RecordId, tab: Memo<ClientTab>) -> AnyView {
    later(|| Box::pin(client_part()), Part::Client { client, tab })
}

/// A meeting as the client may see it.
pub(crate) fn facing(client: RecordId, meeting: RecordId) -> AnyView {
    later(
        || Box::pin(meeting_part()),
        Part::Facing { client, meeting },
    )
}

/// What can be done with a client.
pub(crate) fn actions(client: RecordId) -> AnyView {
    later(|| Box::pin(client_part()), Part::Actions { client })
}

/// The number on the app's icon, once nobody waits for the first page any more: it wants the rules of the whole day, and nobody looks at the icon
/// of an app that is open.
#[component]
pub(crate) fn Badge() -> impl IntoView {
    let is_time = RwSignal::new(false);
    spawn_local(async move {
        timer::sleep(QUIET_AFTER).await;
        // Refused when the book was closed meanwhile.
        let _ = is_time.try_set(true);
    });
    move || {
        is_time
            .get()
            .then(|| later(|| Box::pin(day_part()), Part::Badge))
    }
}

/// What is found by a few letters, and the keys, as they were asked for.
fn palette(asked: RwSignal<Option<Shortcut>>) -> AnyView {
    later(|| Box::pin(rest_part()), Part::Palette { asked })
}

/// Fetches the palette in a quiet moment.
fn fetch_palette() {
    spawn_local(async {
        timer::sleep(QUIET_AFTER).await;
        // One that does not come now is fetched when it is asked for.
        let _ = rest_part().await;
    });
}

/// The sheet in which the list of clients is narrowed and ordered.
fn arranging(open: RwSignal<bool>, arrangement: Arrangement) -> AnyView {
    later(
        || Box::pin(rest_part()),
        Part::Arranging { open, arrangement },
    )
}

/// What was found in notes.
fn note_hits(words: RwSignal<String>) -> AnyView {
    later(|| Box::pin(rest_part()), Part::NoteHits { words })
}

/// The form that makes the first account of a server, with the other ways in under it.
fn first_account() -> AnyView {
    later(|| Box::pin(rest_part()), Part::FirstAccount)
}

/// What was edited at two places in a client, under its line.
fn conflicts(client: RecordId) -> AnyView {
    later(|| Box::pin(client_part()), Part::Conflicts { client })
}

// The parts. What every one of them needs is in the main module, what several need in chunks of its own: few and large parts
// make few chunks.

/// The meeting, before it and after it.
#[wasm_split(meeting, wasm_split_path = ::leptos::wasm_split, fallible)]
fn meeting_part() -> Result<Draw, SplitLoaderError> {
    Ok(|part| match part {
        Part::Page(Route::Meet) => view! { <meet::MeetPage/> }.into_any(),
        Part::Page(Route::MeetingBefore { client }) => {
            view! { <before::BeforePage client/> }.into_any()
        }
        Part::Page(Route::Meeting { client, meeting }) => {
            view! { <meeting::MeetingPage client meeting/> }.into_any()
        }
        Part::Page(Route::WrapUp { client, meeting }) => {
            view! { <wrap_up::WrapUpPage client meeting/> }.into_any()
        }
        Part::Facing { client, meeting } => {
            view! { <meeting::client_facing::ClientFacing client meeting/> }.into_any()
        }
        _ => view! { <not_found::NotFoundPage/> }.into_any(),
    })
}

/// What today asks for.
#[wasm_split(day, wasm_split_path = ::leptos::wasm_split, fallible)]
fn day_part() -> Result<Draw, SplitLoaderError> {
    Ok(|part| match part {
        Part::Page(Route::Today) => view! { <today::TodayPage/> }.into_any(),
        Part::Page(Route::Tasks) => view! { <tasks::TasksPage/> }.into_any(),
        Part::Badge => {
            today::keep_badge();
            ().into_any()
        }
        _ => view! { <not_found::NotFoundPage/> }.into_any(),
    })
}

/// A client.
#[wasm_split(client, wasm_split_path = ::leptos::wasm_split, fallible)]
fn client_part() -> Result<Draw, SplitLoaderError> {
    Ok(|part| match part {
        Part::Client { client, tab } => view! { <client::ClientDetail client tab/> }.into_any(),
        Part::Actions { client } => {
            view! { <client::Actions client only="phone-only"/> }.into_any()
        }
        Part::Conflicts { client } => view! { <parts::trouble::ConflictsOf client/> }.into_any(),
        _ => view! { <not_found::NotFoundPage/> }.into_any(),
    })
}

/// What is planned for clients, and what it takes.
#[wasm_split(plan, wasm_split_path = ::leptos::wasm_split, fallible)]
fn plan_part() -> Result<Draw, SplitLoaderError> {
    Ok(|part| match part {
        Part::Page(Route::Ask { client }) => view! { <ask::AskPage client/> }.into_any(),
        Part::Page(Route::Plan { client, engagement }) => {
            view! { <plan::PlanPage client engagement/> }.into_any()
        }
        Part::Page(Route::Schedule) => view! { <schedule::SchedulePage/> }.into_any(),
        Part::Page(Route::Weekly) => view! { <weekly::WeeklyPage/> }.into_any(),
        Part::Page(Route::Templates) => view! { <templates::TemplatesPage/> }.into_any(),
        Part::Page(Route::TemplatesImport) => {
            view! { <templates::import::TemplatesImportPage/> }.into_any()
        }
        _ => view! { <not_found::NotFoundPage/> }.into_any(),
    })
}

/// Everything else.
#[wasm_split(rest, wasm_split_path = ::leptos::wasm_split, fallible)]
fn rest_part() -> Result<Draw, SplitLoaderError> {
    Ok(|part| match part {
        Part::Palette { asked } => view! { <palette::Opened asked/> }.into_any(),
        Part::Arranging { open, arrangement } => {
            view! { <clients::arrange::ArrangeSheet open arrangement/> }.into_any()
        }
        Part::NoteHits { words } => view! { <clients::NoteHits words/> }.into_any(),
        Part::FirstAccount => view! {
            <door::FirstAccountForm/>
            <door::OtherWays to_sign_in=true/>
        }
        .into_any(),
        Part::Page(Route::NewClient) => view! { <new_client::NewClientPage/> }.into_any(),
        Part::Page(Route::Capture) => view! { <capture::CapturePage/> }.into_any(),
        Part::Page(Route::CaptureFor { client }) => {
            view! { <capture::CapturePage client/> }.into_any()
        }
        Part::Page(Route::More) => view! { <more::MorePage/> }.into_any(),
        Part::Page(Route::Work) => view! { <work::WorkPage/> }.into_any(),
        Part::Page(Route::WorkFor { client }) => view! { <work::WorkPage client/> }.into_any(),
        Part::Page(Route::Sync) => view! { <sync::SyncPage/> }.into_any(),
        Part::Page(Route::Backup) => view! { <backup::BackupPage/> }.into_any(),
        Part::Page(Route::Import) => view! { <import::ImportPage/> }.into_any(),
        Part::Page(Route::Export) => view! { <export::ExportPage/> }.into_any(),
        Part::Page(Route::Deleted) => view! { <deleted::DeletedPage/> }.into_any(),
        Part::Page(Route::DeletedOf { client }) => {
            view! { <deleted::DeletedPage client/> }.into_any()
        }
        Part::Page(Route::Settings) => view! { <settings::SettingsPage/> }.into_any(),
        Part::Page(Route::Devices) => view! { <devices::DevicesPage/> }.into_any(),
        Part::Page(Route::Install) => view! { <install::InstallPage/> }.into_any(),
        Part::Page(Route::Demo) => view! { <demo::DemoPage/> }.into_any(),
        Part::Page(Route::Share) => view! { <share::SharePage/> }.into_any(),
        _ => view! { <not_found::NotFoundPage/> }.into_any(),
    })
}
