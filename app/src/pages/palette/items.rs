//! What the palette offers for the letters typed: clients, what to do with the first of them, places, and deeds.

use yardstick_domain::id::RecordId;
use yardstick_domain::text::{Haystack, Query};

use crate::book::{ClientRow, Hit};
use crate::i18n::{Locale, Msg, locale, t, t_with};
use crate::kit::Glyph;
use crate::pages::parts::naming::name_in;
use crate::pages::parts::{client_choice, found};
use crate::route::Route;

/// Clients offered at most.
const CLIENTS: usize = 5;
/// Notes and tasks offered at most.
const WRITTEN: usize = 8;
/// Places and deeds offered while nothing is typed.
const AT_REST: usize = 4;

/// What an item does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    Go(Route),
    SyncNow,
    ShowKeys,
    SwitchLanguage,
}

/// One line of the palette.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) group: Msg,
    pub(super) glyph: Glyph,
    pub(super) title: String,
    /// Whose it is, where the title does not say it.
    pub(super) note: String,
    pub(super) deed: Deed,
}

const DEEDS: [(Msg, Glyph, Deed); 20] = [
    (Msg::NavMeet, Glyph::Handshake, Deed::Go(Route::Meet)),
    (Msg::NavCapture, Glyph::StickyNote, Deed::Go(Route::Capture)),
    (Msg::ClientNew, Glyph::UserPlus, Deed::Go(Route::NewClient)),
    (Msg::NavWork, Glyph::Timer, Deed::Go(Route::Work)),
    (Msg::NavToday, Glyph::CalendarCheck, Deed::Go(Route::Today)),
    (Msg::NavClients, Glyph::Users, Deed::Go(Route::Clients)),
    (Msg::NavTasks, Glyph::SquareCheck, Deed::Go(Route::Tasks)),
    (Msg::NavSync, Glyph::RefreshCw, Deed::Go(Route::Sync)),
    (Msg::NavBackup, Glyph::Download, Deed::Go(Route::Backup)),
    (Msg::ImportTitle, Glyph::Upload, Deed::Go(Route::Import)),
    (Msg::ExportTitle, Glyph::FileText, Deed::Go(Route::Export)),
    (Msg::NavSettings, Glyph::Settings, Deed::Go(Route::Settings)),
    (Msg::NavDevices, Glyph::Smartphone, Deed::Go(Route::Devices)),
    (Msg::NavInstall, Glyph::Download, Deed::Go(Route::Install)),
    (Msg::NavDemo, Glyph::BookOpen, Deed::Go(Route::Demo)),
    (Msg::NavMore, Glyph::Menu, Deed::Go(Route::More)),
    (Msg::NavSignIn, Glyph::LogIn, Deed::Go(Route::SignIn)),
    (Msg::PaletteSyncNow, Glyph::RefreshCw, Deed::SyncNow),
    (Msg::KeysTitle, Glyph::Keyboard, Deed::ShowKeys),
    (Msg::PaletteLanguage, Glyph::Languages, Deed::SwitchLanguage),
];

/// What is found for the words typed; without words the clients worked with last and the first deeds. `written` is what was found in notes
/// and tasks.
pub(super) fn items(rows: &[ClientRow], typed: &str, written: &[Hit]) -> Vec<Item> {
    let query = Query::new(typed);
    let mut clients = client_choice::offered(rows, &query);
    clients.truncate(CLIENTS);
    let named: Vec<(RecordId, String)> = clients
        .into_iter()
        .filter_map(|client| Some((client, name_in(rows, client)?)))
        .collect();
    let mut items: Vec<Item> = named
        .iter()
        .map(|(client, name)| Item {
            group: Msg::NavClients,
            glyph: Glyph::User,
            title: name.clone(),
            note: String::new(),
            deed: Deed::Go(Route::client(*client)),
        })
        .collect();
    if let (false, Some((client, name))) = (query.is_empty(), named.first()) {
        items.extend(with_client(*client, name));
    }
    items.extend(deeds(&query));
    items.extend(written.iter().take(WRITTEN).map(|hit| Item {
        group: Msg::ClientsInNotes,
        glyph: found::glyph_of(hit),
        title: hit.excerpt.clone(),
        note: name_in(rows, hit.record.client).unwrap_or_default(),
        deed: Deed::Go(found::place_of(hit)),
    }));
    items
}

/// What one does with a client.
fn with_client(client: RecordId, name: &str) -> [Item; 2] {
    let item = |title: Msg, glyph: Glyph, route: Route| Item {
        group: Msg::PaletteDo,
        glyph,
        title: t_with(title, &[("client", name)]),
        note: String::new(),
        deed: Deed::Go(route),
    };
    [
        item(
            Msg::PaletteMeet,
            Glyph::Handshake,
            Route::MeetingBefore { client },
        ),
        item(
            Msg::PaletteNote,
            Glyph::StickyNote,
            Route::CaptureFor { client },
        ),
    ]
}

fn deeds(query: &Query) -> Vec<Item> {
    let all = DEEDS.into_iter().map(|(title, glyph, deed)| Item {
        group: Msg::PaletteGo,
        glyph,
        title: match deed {
            Deed::SwitchLanguage => t_with(title, &[("language", other_locale().own_name())]),
            _ => t(title),
        },
        note: String::new(),
        deed,
    });
    if query.is_empty() {
        return all.take(AT_REST).collect();
    }
    all.filter(|item| query.matches(&Haystack::of([item.title.as_str()])))
        .collect()
}

/// The language to switch to.
pub(super) fn other_locale() -> Locale {
    match locale() {
        Locale::ZhTw => Locale::En,
        Locale::En => Locale::ZhTw,
    }
}
