//! 服務清單: what we do for an engagement, chosen from the templates by tier and level, tailored since; how ready it is, and when each item is due.

mod begin;
mod days;
mod head;
mod item_sheet;
mod kol_sheet;
mod kols;
mod list;
mod move_day;
mod moves;
mod new_item;
mod paper;
mod retier;
pub(in crate::pages) mod words;

use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{plan_id, plan_items};
use yardstick_domain::records::{Engagement, PlanItem};

use self::begin::Begin;
use self::days::Days;
use self::head::Head;
use self::item_sheet::ItemSheet;
use self::kols::Kols;
use self::list::Sections;
use self::paper::{PlanPaper, PrintButtons, Printing};
use crate::book::{Book, OpenState, Records};
use crate::i18n::Msg;
use crate::kit::Choice;
use crate::pages::frame::Page;
use crate::pages::parts::gone::Gone;
use crate::route::{ClientTab, Route};

/// The plan of which page this is.
#[derive(Clone, Copy)]
struct PlanOf {
    client: RecordId,
    engagement: RecordId,
    records: Signal<Arc<Records>>,
}

impl PlanOf {
    /// The engagement as it is.
    fn engagement(self) -> Memo<Engagement> {
        Memo::new(move |_| {
            self.records.with(|records| {
                let mut all = records.engagements().iter();
                let own = all.find(|(id, _)| *id == self.engagement);
                own.map(|(_, engagement)| engagement.clone())
                    .unwrap_or_default()
            })
        })
    }

    /// One of its items as it is.
    fn item(self, id: RecordId) -> Memo<PlanItem> {
        Memo::new(move |_| {
            self.records
                .with(|records| {
                    let mut all = records.service().items.iter();
                    all.find(|(own, _)| *own == id)
                        .map(|(_, item)| item.clone())
                })
                .unwrap_or_default()
        })
    }

    /// What an item is called; nothing for one that is not there.
    fn title(self, id: RecordId) -> String {
        self.records.with(|records| {
            let mut all = records.service().items.iter();
            let own = all.find(|(own, _)| *own == id);
            own.map(|(_, item)| words::title(item)).unwrap_or_default()
        })
    }

    /// Its items, in their order.
    fn items(self) -> Memo<Vec<(RecordId, PlanItem)>> {
        Memo::new(move |_| {
            self.records.with(|records| {
                let own = plan_items(records.service(), self.engagement);
                own.into_iter().cloned().collect::<Vec<_>>()
            })
        })
    }
}

/// How the items are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layout {
    /// By section.
    Sections,
    /// By day.
    Days,
}

/// The page.
#[component]
pub fn PlanPage(client: RecordId, engagement: RecordId) -> impl IntoView {
    let handle = Book::expect().client(client);
    let records = handle.records();
    let plan = PlanOf {
        client,
        engagement,
        records,
    };
    let is_made = Memo::new(move |_| {
        records.with(|records| {
            let mut plans = records.service().plans.iter();
            plans.any(|(id, _)| *id == plan_id(engagement))
        })
    });
    let is_there = Memo::new(move |_| {
        records.with(|records| {
            records
                .engagements()
                .iter()
                .any(|(id, _)| *id == engagement)
        })
    });
    let state = Memo::new(move |_| handle.state().get());
    let own = plan.engagement();
    let name = Signal::derive(move || {
        let client = records.with(|records| records.client().name.clone());
        let parts = [client, own.with(|own| own.title.clone())];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    });
    let back = Route::Client {
        client,
        tab: ClientTab::Engagements,
    };
    view! {
        <Page title=Msg::PlanService note=name back>
            {move || match (state.get(), is_there.get(), is_made.get()) {
                (OpenState::Opening, ..) => ().into_any(),
                (OpenState::Missing, ..) | (OpenState::Ready, false, _) => {
                    view! { <Gone records missing=Msg::MeetMissing/> }.into_any()
                }
                (OpenState::Ready, true, false) => view! { <Begin plan/> }.into_any(),
                (OpenState::Ready, true, true) => view! { <Made plan/> }.into_any(),
            }}
        </Page>
    }
}

/// A plan that was made.
#[component]
fn Made(plan: PlanOf) -> impl IntoView {
    let layout = RwSignal::new(Layout::Sections);
    let chosen = RwSignal::new(None::<RecordId>);
    let layouts: Vec<(Layout, Signal<String>)> = vec![
        (Layout::Sections, Msg::PlanBySection.into()),
        (Layout::Days, Msg::PlanByDay.into()),
    ];
    let printing = Printing::watch();
    view! {
        <div class="stack plan-screen">
            <Head plan/>
            <PrintButtons printing/>
            <Choice
                label=Msg::PlanLayout
                options=layouts
                value=Signal::derive(move || Some(layout.get()))
                on_choose=move |chosen| layout.set(chosen)
            />
            {move || match layout.get() {
                Layout::Sections => view! { <Sections plan chosen/> }.into_any(),
                Layout::Days => view! { <Days plan chosen/> }.into_any(),
            }}
            <Kols plan chosen/>
            <ItemSheet plan chosen/>
        </div>
        <PlanPaper plan printing/>
    }
}
