//! 工時: work outside meetings, written down in two taps; what was written today, to correct; and the question what was forgotten.

mod entries;
mod entry_sheet;
mod forgotten;
mod kinds;
mod log;

use leptos::prelude::*;
use yardstick_domain::id::RecordId;

use self::entries::Entries;
use self::forgotten::Forgotten;
use self::kinds::Kinds;
use crate::book::Book;
use crate::i18n::Msg;
use crate::kit::{Empty, Glyph, LinkButton, Variant, keys};
use crate::pages::frame::Page;
use crate::pages::parts::client_choice::ClientChoice;
use crate::pages::parts::naming;
use crate::route::Route;

/// The page.
#[component]
pub fn WorkPage(
    /// The client it was for, if that is known already.
    #[prop(optional)]
    client: Option<RecordId>,
) -> impl IntoView {
    keys::walk(".rows .row");
    let rows = Book::expect().clients();
    let back = client.map_or(Route::More, Route::client);
    let is_known = client.is_some();
    let client = RwSignal::new(client);
    let of = Signal::derive(move || {
        let client = client.get().filter(|_| is_known);
        client
            .and_then(|client| rows.with(|rows| naming::name_in(rows, client)))
            .unwrap_or_default()
    });
    let nobody = Memo::new(move |_| rows.with(|rows| rows.is_empty()));
    view! {
        <Page title=Msg::NavWork back note=of>
            <Show when=move || !nobody.get() fallback=Nobody>
                <div class="columns">
                    <section class="stack">
                        // Who comes from a client's page has said whom it was for: what it was comes first.
                        {is_known.then(|| view! { <Kinds client/> })}
                        <ClientChoice
                            label=Msg::WorkFor
                            value=client
                            on_choose=move |chosen| client.set(chosen)
                        />
                        {(!is_known).then(|| view! { <Kinds client/> })}
                    </section>
                    <section class="stack">
                        <Entries/>
                        <Forgotten on_choose=move |chosen| client.set(Some(chosen))/>
                    </section>
                </div>
            </Show>
        </Page>
    }
}

#[component]
fn Nobody() -> impl IntoView {
    view! {
        <Empty title=Msg::WorkEmptyTitle text=Msg::WorkEmptyText>
            <LinkButton
                to=Route::NewClient
                label=Msg::ClientNew
                glyph=Glyph::UserPlus
                variant=Variant::Primary
            />
        </Empty>
    }
}
