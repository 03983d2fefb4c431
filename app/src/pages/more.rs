//! 更多: everything that has no place in the bar.

use leptos::prelude::*;

use crate::i18n::{Msg, t};
use crate::kit::{Glyph, Icon, Row};
use crate::pages::frame::Page;
use crate::route::Route;

/// A place, its icon, its name and what it is good for.
type Place = (Route, Glyph, Msg, Msg);

const WORK: &[Place] = &[
    (
        Route::Capture,
        Glyph::StickyNote,
        Msg::NavCapture,
        Msg::MoreCaptureNote,
    ),
    (Route::Work, Glyph::Timer, Msg::NavWork, Msg::MoreWorkNote),
    (
        Route::Schedule,
        Glyph::Calendar,
        Msg::ScheduleTitle,
        Msg::ScheduleNote,
    ),
    (
        Route::Weekly,
        Glyph::Hash,
        Msg::WeeklyTitle,
        Msg::WeeklyMoreNote,
    ),
    (
        Route::Templates,
        Glyph::SquareCheck,
        Msg::TemplatesTitle,
        Msg::TemplatesNote,
    ),
];

const THIS_DEVICE: &[Place] = &[
    (
        Route::Sync,
        Glyph::RefreshCw,
        Msg::NavSync,
        Msg::MoreSyncNote,
    ),
    (
        Route::Backup,
        Glyph::HardDrive,
        Msg::NavBackup,
        Msg::MoreBackupNote,
    ),
    (
        Route::Import,
        Glyph::Upload,
        Msg::ImportTitle,
        Msg::ImportNote,
    ),
    (
        Route::Export,
        Glyph::FileText,
        Msg::ExportTitle,
        Msg::ExportNote,
    ),
    (
        Route::Deleted,
        Glyph::ArchiveRestore,
        Msg::NavDeleted,
        Msg::MoreDeletedNote,
    ),
    (
        Route::Devices,
        Glyph::Smartphone,
        Msg::NavDevices,
        Msg::MoreDevicesNote,
    ),
    (
        Route::Settings,
        Glyph::Settings,
        Msg::NavSettings,
        Msg::MoreSettingsNote,
    ),
    (
        Route::Install,
        Glyph::Download,
        Msg::NavInstall,
        Msg::MoreInstallNote,
    ),
    (
        Route::Demo,
        Glyph::BookOpen,
        Msg::NavDemo,
        Msg::MoreDemoNote,
    ),
];

/// The page.
#[component]
pub fn MorePage() -> impl IntoView {
    view! {
        <Page title=Msg::NavMore>
            <Places id="more-work" title=Msg::MoreWork places=WORK/>
            <Places id="more-device" title=Msg::MoreThisDevice places=THIS_DEVICE/>
        </Page>
    }
}

#[component]
fn Places(id: &'static str, title: Msg, places: &'static [Place]) -> impl IntoView {
    let rows = places.iter().map(|&(to, glyph, name, note)| {
        view! {
            <li>
                <Row to=to title=name note=note mark=move || view! { <Icon glyph/> }/>
            </li>
        }
    });
    view! {
        <section class="group" aria-labelledby=id>
            <h2 class="group-head" id=id>
                {move || t(title)}
            </h2>
            <ul class="rows">{rows.collect_view()}</ul>
        </section>
    }
}
