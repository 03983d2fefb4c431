//! The calendar subscription: a secret address that the person's calendar fetches from, what it tells, when it was uploaded last.

use leptos::prelude::*;
use leptos::task::spawn_local;
use yardstick_domain::method::Detail;
use yardstick_domain::values::Instant;

use crate::browser::share;
use crate::i18n::{Locale, Msg, locale, t, t_with};
use crate::kit::{
    Button, Choice, Confirm, Entry, Glyph, Icon, LinkButton, TextField, Toasts, Variant,
};
use crate::pages::door::error_text;
use crate::pages::parts::show;
use crate::route::Route;
use crate::session::Session;
use crate::session::account::AccountError;
use crate::session::feed::{self, Feed, Kept, Telling};

/// The group of the page.
#[component]
pub(super) fn FeedGroup() -> impl IntoView {
    let session = Session::expect();
    let content = if session.is_demo() {
        view! { <p class="soft">{move || t(Msg::SettingsDemoAccount)}</p> }.into_any()
    } else {
        view! { <Subscribing session/> }.into_any()
    };
    view! {
        <section class="group" aria-labelledby="export-feed">
            <h2 class="group-head" id="export-feed">
                {move || t(Msg::FeedTitle)}
            </h2>
            <p>{move || t(Msg::FeedText)}</p>
            {content}
        </section>
    }
}

/// What is known of the feed, and what is done about it.
#[derive(Clone, Copy)]
struct Desk {
    session: Session,
    toasts: Toasts,
    /// As the server said last; none before it has.
    found: RwSignal<Option<Result<Option<Feed>, AccountError>>>,
    /// The address, while the page on which it was made is open.
    address: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
    /// Why this device could not upload just now.
    failed: RwSignal<Option<AccountError>>,
}

/// What is shown of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Coming,
    Refused,
    NoFeed,
    Feed,
}

impl Desk {
    fn shown(self) -> Memo<Shown> {
        Memo::new(move |_| {
            self.found.with(|found| match found {
                None => Shown::Coming,
                Some(Err(_)) => Shown::Refused,
                Some(Ok(None)) => Shown::NoFeed,
                Some(Ok(Some(_))) => Shown::Feed,
            })
        })
    }

    /// The feed, where there is one.
    fn feed(self) -> Signal<Option<Feed>> {
        Signal::derive(move || {
            self.found.with(|found| match found {
                Some(Ok(feed)) => feed.clone(),
                _ => None,
            })
        })
    }

    fn load(self) {
        spawn_local(self.look());
    }

    async fn look(self) {
        let state = feed::state().await;
        let is_there = matches!(state, Ok(Some(_)));
        // Refused when the person has left the page.
        let _ = self.found.try_set(Some(state));
        // What fails after rounds fails in silence: here it is tried where it is seen.
        if is_there && self.keep().await == Ok(Kept::UpToDate) {
            self.look_again().await;
        }
    }

    async fn look_again(self) {
        if let Ok(state) = feed::state().await {
            let _ = self.found.try_set(Some(Ok(state)));
        }
    }

    async fn keep(self) -> Result<Kept, AccountError> {
        let kept = feed::keep_now(self.session).await;
        let _ = self.failed.try_set(kept.clone().err());
        kept
    }

    /// Does something about it, says what the server refused, and shows how it stands then.
    fn act(self, acting: impl Future<Output = Result<(), AccountError>> + 'static) {
        self.busy.set(true);
        spawn_local(async move {
            match acting.await {
                Ok(()) if self.keep().await == Ok(Kept::Later) => {
                    self.toasts.say(t(Msg::FeedNotUploaded));
                }
                // That it was not uploaded stays on the page.
                Ok(()) => {}
                Err(error) => self.toasts.say(error_text(&error)),
            }
            self.look_again().await;
            self.busy.try_set(false);
        });
    }

    fn make(self, detail: Detail) {
        let telling = Telling {
            detail,
            locale: locale(),
        };
        self.act(async move {
            let url = feed::make(self.session, telling).await?;
            let _ = self.address.try_set(Some(url));
            Ok(())
        });
    }

    fn renew(self) {
        self.act(async move {
            let url = feed::renew(self.session).await?;
            let _ = self.address.try_set(url);
            Ok(())
        });
    }

    fn tell(self, telling: Telling) {
        self.act(feed::tell(self.session, telling));
    }

    fn revoke(self) {
        self.act(async move {
            feed::revoke(self.session).await?;
            let _ = self.address.try_set(None);
            self.toasts.say(t(Msg::FeedRevoked));
            Ok(())
        });
    }
}

#[component]
fn Subscribing(session: Session) -> impl IntoView {
    let desk = Desk {
        session,
        toasts: Toasts::expect(),
        found: RwSignal::new(None),
        address: RwSignal::new(None),
        busy: RwSignal::new(false),
        failed: RwSignal::new(None),
    };
    desk.load();
    let shown = desk.shown();
    move || match shown.get() {
        Shown::Coming => ().into_any(),
        Shown::Refused => view! { <Refused desk/> }.into_any(),
        Shown::NoFeed => view! { <Make desk/> }.into_any(),
        Shown::Feed => view! { <Subscribed desk/> }.into_any(),
    }
}

/// Offline, or refused: an address that is there goes on leading to what was uploaded last.
#[component]
fn Refused(desk: Desk) -> impl IntoView {
    let error = move || desk.found.get().and_then(Result::err);
    let text = move || match error() {
        Some(AccountError::Unreachable) => t(Msg::FeedOffline),
        Some(error) => error_text(&error),
        None => String::new(),
    };
    let needs_sign_in = move || error() == Some(AccountError::SignIn);
    view! {
        <p class="soft">{text}</p>
        <div class="cluster">
            <Button label=Msg::ButtonRetry on_press=move |_| desk.load()/>
            <Show when=needs_sign_in>
                <LinkButton to=Route::SignIn label=Msg::ButtonSignIn/>
            </Show>
        </div>
    }
}

/// No address yet: how much it is to tell comes first.
#[component]
fn Make(desk: Desk) -> impl IntoView {
    let detail = RwSignal::new(Detail::default());
    view! {
        <p class="soft">{move || t(Msg::FeedSecret)}</p>
        <HowMuch
            value=Signal::derive(move || Some(detail.get()))
            on_choose=move |chosen| detail.set(chosen)
        />
        <div class="cluster">
            <Button
                label=Msg::FeedMake
                glyph=Glyph::Calendar
                disabled=desk.busy
                on_press=move |_| desk.make(detail.get_untracked())
            />
        </div>
    }
}

/// How much the calendar tells, with what that is.
#[component]
fn HowMuch(
    #[prop(into)] value: Signal<Option<Detail>>,
    #[prop(into)] on_choose: Callback<Detail>,
) -> impl IntoView {
    let options = Detail::ALL
        .into_iter()
        .map(|detail| (detail, detail_name(detail).into()))
        .collect();
    let note = Signal::derive(move || t(value.get().map_or(Msg::FeedDetailUnknown, detail_note)));
    view! { <Choice label=Msg::FeedDetail hint=note options value on_choose/> }
}

fn detail_name(detail: Detail) -> Msg {
    match detail {
        Detail::Names => Msg::FeedDetailNames,
        Detail::Initials => Msg::FeedDetailInitials,
        Detail::Bare => Msg::FeedDetailBare,
    }
}

fn detail_note(detail: Detail) -> Msg {
    match detail {
        Detail::Names => Msg::FeedNamesNote,
        Detail::Initials => Msg::FeedInitialsNote,
        Detail::Bare => Msg::FeedBareNote,
    }
}

/// An address is there.
#[component]
fn Subscribed(desk: Desk) -> impl IntoView {
    let feed = desk.feed();
    let telling = Memo::new(move |_| feed.with(|feed| feed.as_ref().and_then(Feed::telling)));
    let detail = Signal::derive(move || telling.get().map(|telling| telling.detail));
    // Of a choice that only a newer version knows, the language is not known either.
    let tell = move |detail| {
        let locale = telling
            .get_untracked()
            .map_or_else(locale, |telling| telling.locale);
        desk.tell(Telling { detail, locale });
    };
    let moment = |ms| Instant::from_ms(ms).map(show::moment).unwrap_or_default();
    let uploaded = move || match feed.get().and_then(|feed| feed.uploaded_ms) {
        Some(ms) => t_with(Msg::FeedUploaded, &[("when", &moment(ms))]),
        None => t(Msg::FeedNotUploaded),
    };
    let made = move || {
        let made_ms = feed.get().map(|feed| feed.made_ms);
        made_ms.map(|ms| t_with(Msg::FeedMade, &[("when", &moment(ms))]))
    };
    let (renewing, revoking) = (RwSignal::new(false), RwSignal::new(false));
    view! {
        <p role="status">{uploaded}</p>
        <Failed desk/>
        {move || match desk.address.get() {
            Some(address) => view! { <Address desk address/> }.into_any(),
            None => view! { <p class="soft">{made} " " {move || t(Msg::FeedOnce)}</p> }.into_any(),
        }}
        <HowMuch value=detail on_choose=tell/>
        <Show when=move || telling.get().is_some()>
            <Language telling on_choose=move |chosen| desk.tell(chosen)/>
        </Show>
        <div class="cluster">
            <Button
                label=Msg::FeedRenew
                glyph=Glyph::RefreshCw
                disabled=desk.busy
                on_press=move |_| renewing.set(true)
            />
            <Button
                label=Msg::FeedRevoke
                variant=Variant::Danger
                disabled=desk.busy
                on_press=move |_| revoking.set(true)
            />
        </div>
        <Confirm
            open=renewing
            title=Msg::FeedRenewTitle
            action=Msg::FeedRenew
            on_confirm=move |()| desk.renew()
        >
            <p>{move || t(Msg::FeedRenewText)}</p>
        </Confirm>
        <Confirm
            open=revoking
            title=Msg::FeedRevokeTitle
            action=Msg::FeedRevoke
            on_confirm=move |()| desk.revoke()
        >
            <p>{move || t(Msg::FeedRevokeText)}</p>
        </Confirm>
    }
}

/// Why what is at the address is older than what is here.
#[component]
fn Failed(desk: Desk) -> impl IntoView {
    let why = |error: AccountError| match error {
        error if feed::is_too_large(&error) => t(Msg::FeedTooLarge),
        AccountError::Unreachable => t(Msg::FeedOffline),
        error => t_with(Msg::FeedFailed, &[("why", &error_text(&error))]),
    };
    move || {
        let failed = desk.failed.get();
        failed.map(|error| view! { <p role="alert">{why(error)}</p> })
    }
}

/// The language of the calendar: it stays as it is when another is shown.
#[component]
fn Language(
    #[prop(into)] telling: Signal<Option<Telling>>,
    #[prop(into)] on_choose: Callback<Telling>,
) -> impl IntoView {
    let options = Locale::ALL
        .into_iter()
        .map(|locale| (locale, Signal::derive(move || locale.own_name().to_owned())))
        .collect();
    let choose = move |locale| {
        if let Some(telling) = telling.get_untracked() {
            on_choose.run(Telling { locale, ..telling });
        }
    };
    view! {
        <Choice
            label=Msg::FeedLanguage
            options
            value=Signal::derive(move || telling.get().map(|telling| telling.locale))
            on_choose=choose
        />
    }
}

/// The address, this once, and the ways to subscribe.
#[component]
fn Address(desk: Desk, address: String) -> impl IntoView {
    let webcal = address
        .split_once("://")
        .map(|(_, rest)| format!("webcal://{rest}"));
    let address = StoredValue::new(address);
    let copy = move |_| {
        spawn_local(async move {
            let is_copied = share::copy(&address.get_value()).await;
            desk.toasts.say(t(if is_copied {
                Msg::ToastCopied
            } else {
                Msg::ToastNotCopied
            }));
        });
    };
    view! {
        <TextField
            label=Msg::FeedAddress
            hint=Msg::FeedOnce
            entry=Entry::Url
            value=Signal::derive(move || address.get_value())
            readonly=true
        />
        <div class="cluster">
            <Button label=Msg::ButtonCopy glyph=Glyph::Copy on_press=copy/>
            <a class="button" data-variant="quiet" href=webcal>
                <Icon glyph=Glyph::ExternalLink/>
                <span>{move || t(Msg::FeedOpen)}</span>
            </a>
        </div>
        <p class="soft small">{move || t(Msg::FeedGoogle)}</p>
        <p class="soft small">{move || t(Msg::FeedApple)}</p>
    }
}
