//! Choosing a file and restoring it, after its difference was seen.

use std::sync::Arc;

use leptos::ev::Event;
use leptos::prelude::*;
use leptos::task::spawn_local;
use yardstick_domain::backup::{
    self, Backup, BackupError, Contents, Difference, difference, rescue,
};
use yardstick_domain::id::RecordId;
use yardstick_domain::values::Instant;

use super::difference::{DifferenceView, Names};
use crate::book::Book;
use crate::browser::file;
use crate::i18n::{Msg, t, t_n, t_with};
use crate::kit::{Chip, Glyph, Icon};
use crate::pages::frame::need_text;
use crate::pages::parts::show;
use crate::session::{Action, Need, Session};

/// One book of a file.
#[derive(Clone, Debug, PartialEq)]
struct Found {
    /// What the file says of it.
    about: String,
    contents: Arc<Contents>,
    unreadable: u32,
    /// The book is of another workspace.
    foreign: bool,
}

/// What choosing a file came to.
#[derive(Clone, Debug, PartialEq)]
enum Chosen {
    Nothing,
    Failed(String),
    Books(Vec<Found>),
}

/// The file control, and what the file would change.
#[component]
pub(super) fn Restore() -> impl IntoView {
    let session = Session::expect();
    let chosen = RwSignal::new(Chosen::Nothing);
    let picked = RwSignal::new(None::<usize>);
    let choose = move |event: Event| {
        spawn_local(async move {
            let Some(bytes) = file::chosen(&event).await else {
                return;
            };
            let now = match read(session, &bytes).await {
                Ok(books) => Chosen::Books(books),
                Err(error) => Chosen::Failed(t(words(&error))),
            };
            picked.set(matches!(&now, Chosen::Books(books) if books.len() == 1).then_some(0));
            chosen.set(now);
        });
    };
    let found = Memo::new(move |_| match (chosen.get(), picked.get()) {
        (Chosen::Books(books), Some(at)) => books.get(at).cloned(),
        _ => None,
    });
    view! {
        <section class="group" aria-labelledby="backup-restore">
            <h2 class="group-head" id="backup-restore">
                {move || t(Msg::BackupRestore)}
            </h2>
            <p class="soft">{move || t(Msg::BackupRestoreText)}</p>
            <div>
                <label class="button over-native">
                    <Icon glyph=Glyph::Upload/>
                    <span>{move || t(Msg::BackupChoose)}</span>
                    <input type="file" accept="application/json,.json" on:change=choose/>
                </label>
            </div>
            <div role="status">
                {move || match chosen.get() {
                    Chosen::Failed(why) => Some(view! { <Failed why/> }.into_any()),
                    Chosen::Books(books) if books.len() > 1 => {
                        Some(view! { <WhichBook books picked/> }.into_any())
                    }
                    Chosen::Nothing | Chosen::Books(_) => None,
                }}
            </div>
            {move || {
                found
                    .get()
                    .map(|found| {
                        view! {
                            <FoundBook
                                session
                                found
                                on_done=move |()| chosen.set(Chosen::Nothing)
                            />
                        }
                    })
            }}
        </section>
    }
}

#[component]
fn Failed(why: String) -> impl IntoView {
    view! {
        <div class="banner" data-tone="bad">
            <Icon glyph=Glyph::CircleAlert/>
            <p class="banner-text">{why}</p>
        </div>
    }
}

#[component]
fn WhichBook(books: Vec<Found>, picked: RwSignal<Option<usize>>) -> impl IntoView {
    let chips = books.into_iter().enumerate().map(|(at, found)| {
        view! {
            <Chip
                label=Signal::derive(move || found.about.clone())
                pressed=Signal::derive(move || picked.get() == Some(at))
                on_press=move |()| picked.set(Some(at))
            />
        }
    });
    view! {
        <p>{move || t(Msg::BackupWhich)}</p>
        <div class="chips">{chips.collect_view()}</div>
    }
}

/// A book of the file, held against what is here.
#[component]
fn FoundBook(session: Session, found: Found, #[prop(into)] on_done: Callback<()>) -> impl IntoView {
    let book = Book::expect();
    let compared = RwSignal::new(None::<Result<Compared, Need>>);
    let contents = Arc::clone(&found.contents);
    spawn_local(async move {
        let answer = compare(book, &contents).await;
        compared.try_set(Some(answer));
    });
    let restore = Callback::new(move |difference: Arc<Difference>| {
        session.edit(Action {
            label: Msg::BackupRestored,
            quiet: false,
            edits: difference.edits.clone(),
        });
        on_done.run(());
    });
    let Found {
        about,
        unreadable,
        foreign,
        ..
    } = found;
    view! {
        <p>{about}</p>
        {foreign
            .then(|| {
                view! {
                    <div class="banner" data-tone="warn">
                        <Icon glyph=Glyph::TriangleAlert/>
                        <p class="banner-text">{move || t(Msg::BackupOtherWorkspace)}</p>
                    </div>
                }
            })}
        {(unreadable > 0).then(|| view! { <p>{move || t_n(Msg::BackupUnreadable, unreadable, &[])}</p> })}
        {move || {
            compared
                .get()
                .map(|compared| match compared {
                    Ok(Compared { difference, erased, names }) => {
                        view! {
                            {(erased > 0)
                                .then(|| view! { <p>{move || t_n(Msg::BackupErased, erased, &[])}</p> })}
                            <DifferenceView difference names=Arc::clone(&names) restore/>
                        }
                        .into_any()
                    }
                    Err(need) => view! { <Failed why=need_text(&need)/> }.into_any(),
                })
        }}
    }
}

/// What the file would change, and how many of its clients are erased: nothing of those comes back.
#[derive(Clone, Debug, PartialEq)]
struct Compared {
    difference: Arc<Difference>,
    erased: u32,
    names: Arc<Names>,
}

async fn compare(book: Book, contents: &Contents) -> Result<Compared, Need> {
    let mut clients: Vec<RecordId> = contents.keys().map(|key| key.client).collect();
    clients.dedup();
    let erased = book.erased(&clients).await?;
    let shown = book.read(&clients).await?;
    let mut contents = contents.clone();
    contents.retain(|key, _| !erased.contains(&key.client));
    let difference = difference(&shown, &contents);
    Ok(Compared {
        names: Arc::new(Names::of(&difference, &contents)),
        difference: Arc::new(difference),
        erased: u32::try_from(erased.len()).unwrap_or(u32::MAX),
    })
}

/// Reads a backup, or the books of an export of the rescue page.
async fn read(session: Session, bytes: &[u8]) -> Result<Vec<Found>, BackupError> {
    let own = (!session.is_demo()).then(|| session.me().get_untracked().workspace);
    if backup::is_rescue(bytes)? {
        let books = rescue::parse(bytes).await?;
        return Ok(books
            .into_iter()
            .map(|book| Found {
                foreign: own.is_some_and(|own| !book.name.contains(&own.to_string())),
                about: book.name,
                contents: Arc::new(book.contents),
                unreadable: u32::try_from(book.unreadable).unwrap_or(u32::MAX),
            })
            .collect());
    }
    let backup = Backup::parse(bytes)?;
    let when = Instant::from_ms(backup.made_at_ms)
        .map(show::moment)
        .unwrap_or_default();
    let about = t_with(
        Msg::BackupMadeAt,
        &[("when", &when), ("name", &backup.workspace_name)],
    );
    Ok(vec![Found {
        about,
        foreign: backup.workspace != own,
        contents: Arc::new(backup.contents()),
        unreadable: 0,
    }])
}

fn words(error: &BackupError) -> Msg {
    match error {
        BackupError::NotABackup => Msg::BackupNotABackup,
        BackupError::Newer(_) => Msg::BackupNewer,
        BackupError::Damaged(_) => Msg::BackupDamaged,
    }
}
