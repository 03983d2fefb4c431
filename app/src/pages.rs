//! The pages, one file each, and which of them an address shows.

mod backup;
mod before;
mod capture;
mod client;
mod clients;
mod demo;
mod devices;
mod door;
mod first_run;
pub(crate) mod frame;
mod install;
mod meet;
mod meeting;
mod more;
mod new_client;
mod not_found;
mod palette;
pub(crate) mod parts;
mod settings;
mod share;
mod sign_in;
mod sync;
mod tasks;
mod today;
mod work;
mod wrap_up;

use leptos::prelude::*;

use crate::route::Route;
pub(crate) use frame::{SyncAnnouncer, need_text};
pub(crate) use meeting::client_facing::Curtain;
pub(crate) use palette::Palette;
pub(crate) use today::keep_badge;

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
        Route::Today => view! { <today::TodayPage/> }.into_any(),
        Route::Clients | Route::Client { .. } => view! { <clients::ClientsPage/> }.into_any(),
        Route::NewClient => view! { <new_client::NewClientPage/> }.into_any(),
        Route::Meet => view! { <meet::MeetPage/> }.into_any(),
        Route::MeetingBefore { client } => view! { <before::BeforePage client/> }.into_any(),
        Route::Meeting { client, meeting } => {
            view! { <meeting::MeetingPage client meeting/> }.into_any()
        }
        Route::WrapUp { client, meeting } => {
            view! { <wrap_up::WrapUpPage client meeting/> }.into_any()
        }
        Route::Capture => view! { <capture::CapturePage/> }.into_any(),
        Route::CaptureFor { client } => view! { <capture::CapturePage client/> }.into_any(),
        Route::More => view! { <more::MorePage/> }.into_any(),
        Route::Work => view! { <work::WorkPage/> }.into_any(),
        Route::Tasks => view! { <tasks::TasksPage/> }.into_any(),
        Route::Sync => view! { <sync::SyncPage/> }.into_any(),
        Route::Backup => view! { <backup::BackupPage/> }.into_any(),
        Route::Settings => view! { <settings::SettingsPage/> }.into_any(),
        Route::Devices => view! { <devices::DevicesPage/> }.into_any(),
        Route::SignIn => view! { <sign_in::SignInPage/> }.into_any(),
        Route::FirstRun => view! { <first_run::FirstRunPage/> }.into_any(),
        Route::Install => view! { <install::InstallPage/> }.into_any(),
        Route::Demo => view! { <demo::DemoPage/> }.into_any(),
        Route::Share => view! { <share::SharePage/> }.into_any(),
        Route::Yardstick | Route::NotFound => view! { <not_found::NotFoundPage/> }.into_any(),
    }
}
