//! The server is not the one this book was synced with: nothing is sent, nothing is deleted, and these are the ways on.

use leptos::prelude::*;

use crate::i18n::{Msg, t};
use crate::kit::{Glyph, LinkButton, Variant};
use crate::pages::backup::Save;
use crate::route::Route;
use crate::session::{Need, Phase, Session};

/// The ways on, the safest first; nothing while the server is the right one.
#[component]
pub(super) fn Foreign(session: Session) -> impl IntoView {
    let state = session.sync_state();
    let is_foreign =
        Memo::new(move |_| state.with(|state| state.phase == Phase::NeedsYou(Need::Foreign)));
    view! {
        <Show when=move || is_foreign.get()>
            <section class="group" aria-labelledby="sync-foreign">
                <h2 class="group-head" id="sync-foreign">
                    {move || t(Msg::ForeignTitle)}
                </h2>
                <p>{move || t(Msg::ForeignText)}</p>
                <ol class="steps">
                    <li>
                        <p>{move || t(Msg::ForeignSave)}</p>
                        <Save/>
                    </li>
                    <li>
                        <p>{move || t(Msg::ForeignRestore)}</p>
                    </li>
                    <li>
                        <p>{move || t(Msg::ForeignSignIn)}</p>
                        <div class="cluster">
                            <LinkButton
                                to=Route::SignIn
                                label=Msg::ButtonSignIn
                                glyph=Glyph::LogIn
                            />
                        </div>
                    </li>
                    <li>
                        <p>{move || t(Msg::ForeignLeave)}</p>
                        <div class="cluster">
                            <LinkButton
                                to=Route::Settings
                                label=Msg::ForeignToSignOut
                                glyph=Glyph::LogOut
                                variant=Variant::Danger
                            />
                        </div>
                    </li>
                </ol>
            </section>
        </Show>
    }
}
