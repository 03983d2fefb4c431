//! Backup and restore: the whole book as one file, and back; what would change is shown before anything does.

mod difference;
mod restore;
mod save;

use leptos::prelude::*;

use crate::i18n::{Msg, t};
use crate::pages::frame::Page;
use crate::route::Route;
use restore::Restore;
pub(super) use save::Save;

/// The page.
#[component]
pub fn BackupPage() -> impl IntoView {
    view! {
        <Page title=Msg::NavBackup back=Route::More>
            <div class="column">
                <p>{move || t(Msg::BackupText)}</p>
                <Save/>
                <Restore/>
            </div>
        </Page>
    }
}
