use super::*;
use crate::device::Identity;
use crate::id::{BatchId, DeviceId, UserId, WorkspaceId, Writer};
use crate::import::{Choices, Known, Mapping, Table, check};
use crate::records::{
    Channel, ClientKind, Edit as FieldEdit, EngagementKind, EngagementState, Experience, Stage,
    client, contact, engagement, reading,
};
use crate::tab::{Edit, Tab};
use crate::values::{Currency, Date, Instant, Rate};

fn context() -> InputContext {
    InputContext {
        today: Date::new(2026, 11, 22).unwrap(),
        currency: Currency::TWD,
        utc_offset_minutes: 480,
    }
}

fn id(n: u8) -> RecordId {
    RecordId::from_bytes([n; 16])
}

fn key(client: u8, record: u8, kind: &str) -> RecordKey {
    RecordKey {
        client: id(client),
        record: id(record),
        kind: kind.into(),
    }
}

/// Everything that edits make.
fn shown(edits: Vec<Edit>) -> BTreeMap<RecordKey, Record> {
    shown_without(edits, &[])
}

/// Everything that edits make, some records deleted afterwards.
fn shown_without(edits: Vec<Edit>, deleted: &[RecordKey]) -> BTreeMap<RecordKey, Record> {
    let identity = Identity {
        workspace: WorkspaceId::NIL,
        user: UserId::NIL,
        device: DeviceId::NIL,
    };
    let mut tab = Tab::new(identity, Writer(1));
    let mut clients: Vec<RecordId> = edits.iter().map(|edit| edit.key.client).collect();
    order::natural(&mut clients);
    clients.dedup();
    tab.act(edits, BatchId::NIL, 1);
    tab.delete(deleted, BatchId::NIL, 2);
    clients
        .into_iter()
        .flat_map(|client| tab.view(client))
        .collect()
}

fn of(key: &RecordKey, fields: impl IntoIterator<Item = FieldEdit>) -> Vec<Edit> {
    let edit = |field: FieldEdit| Edit {
        key: key.field(field.field),
        value: field.value,
    };
    fields.into_iter().map(edit).collect()
}

fn book() -> Vec<Edit> {
    let money = |whole| Money::from_whole(whole, Currency::TWD).unwrap();
    let dollars = Money::parse("US$1,234.50", Currency::TWD, false).unwrap();
    let day = |m, d| Date::new(2026, m, d).unwrap();
    let at = Instant::from_local(day(11, 20), 14 * 60 + 5, 480).unwrap();
    let mut edits = of(
        &key(1, 1, "client"),
        [
            client::name().set("山嵐製茶, \"北投\""),
            client::kind().set(&ClientKind::Product),
            client::stage().set(&Stage::Fulfilment),
            client::experience().set(&Experience::Experienced),
            client::industry().set("=cmd|' /C calc'!A0"),
            client::tax_id().set("04595257"),
            client::address().set("@北投"),
            client::line_group().set("'=群組"),
            client::owner().set("林小滿"),
            client::deputy().set("-代理"),
            client::team_size().set(&12),
            client::advice().set("喜歡看樣品、不看長訊息"),
            client::archived().set(&false),
            client::tags().add("老客戶"),
            client::tags().add("茶、咖啡"),
        ],
    );
    edits.extend(of(
        &key(1, 11, "engagement"),
        [
            engagement::title().set("【春茶】2026👑"),
            engagement::kind().set(&EngagementKind::Product),
            engagement::target().set(&money(500_000)),
            engagement::success().set(&dollars),
            engagement::period().set(&Period::new(Some(day(11, 1)), Some(day(12, 15))).unwrap()),
            engagement::ship_date().set(&day(12, 31)),
            engagement::fee_rate().set(&Rate(850)),
            engagement::contract_value().set(&money(0)),
            engagement::renewal_date().set(&day(12, 1)),
            engagement::product_strength().set(&3),
            engagement::cause_reach().set(&2),
            engagement::similarity().set(&1),
            engagement::outcome().set(&Outcome {
                state: EngagementState::Missed,
                at,
            }),
        ],
    ));
    edits.extend(of(
        &key(1, 12, "engagement"),
        [
            engagement::title().set("冬茶"),
            engagement::period().set(&Period::new(None, Some(day(12, 24))).unwrap()),
        ],
    ));
    for (n, on, amount) in [(21, 18, 300_000), (22, 20, 420_000)] {
        let fields = [
            reading::engagement().set(&id(11)),
            reading::amount().set(&money(amount)),
            reading::on().set(&day(11, on)),
        ];
        edits.extend(of(&key(1, n, "reading"), fields));
    }
    edits.extend(of(
        &key(1, 31, "contact"),
        [
            contact::name().set("阿岳"),
            contact::role().set("茶師"),
            contact::department().set("製茶"),
            contact::decision_maker().set(&true),
            contact::phone().set("+886 912-345-678"),
            contact::email().set("yue@example.com"),
            contact::line().set("+yue"),
            contact::preferred_channel().set(&Channel::InPerson),
            contact::order().set("i"),
        ],
    ));
    for (n, order, name) in [(32, "k", "小滿"), (33, "j", "阿青")] {
        let fields = [contact::name().set(name), contact::order().set(order)];
        edits.extend(of(&key(1, n, "contact"), fields));
    }
    edits.extend(of(&key(2, 2, "client"), [client::name().set("Tea & Co.")]));
    edits
}

fn exported(shown: &BTreeMap<RecordKey, Record>) -> (usize, String) {
    let words = Words {
        header: &|target| {
            let subject = match target.kind {
                "client" => "client",
                "contact" => "contact",
                _ => "engagement",
            };
            let field = match (target.field, target.part) {
                ("period", Part::Start) => "launch",
                ("period", _) => "end",
                ("outcome", Part::At) => "time of the outcome",
                ("amount", _) => "reached",
                ("on", _) => "day of the amount reached",
                ("success", _) => "success amount",
                ("line_group", _) => "LINE group",
                ("cause_reach", _) => "reach of the cause",
                ("advice", _) => "how to talk with them",
                ("experience", _) => "campaign experience",
                (field, _) => field,
            };
            format!("{subject}: {field}")
        },
        choice: &|_, name| (name == "fulfilment").then(|| "出貨".to_owned()),
        yes: "是".into(),
        no: "否".into(),
    };
    let (count, bytes) = table(shown, &words, &context());
    (count, String::from_utf8(bytes).unwrap())
}

#[test]
fn what_goes_out_comes_in_again_as_it_was() {
    let before = shown(book());
    let (count, file) = exported(&before);
    assert_eq!(count, 2);
    let table = Table::read(file.as_bytes()).unwrap();
    let mapping = Mapping::propose(&table, &context());
    assert!(mapping.targets().iter().all(Option::is_some), "{mapping:?}");
    let plan = check(
        &table,
        &mapping,
        &Known::default(),
        &Choices::default(),
        &context(),
    );
    assert_eq!(
        (plan.errors.as_slice(), plan.notes.as_slice()),
        (&[][..], &[][..])
    );
    assert_eq!((plan.new_clients(), plan.engagements()), (2, 2));
    let mut drawn = 100;
    let edits = plan.edits(&context(), Instant::from_ms(5).unwrap(), || {
        drawn += 1;
        id(drawn)
    });
    let after = shown(edits);
    let files = |shown: &BTreeMap<RecordKey, Record>| -> Vec<ClientFile> {
        clients(shown)
            .into_iter()
            .map(|client| client.file)
            .collect()
    };
    let (before, after) = (files(&before), files(&after));
    assert_eq!(before.len(), after.len());
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(before.client, after.client);
        let of_engagements = |file: &ClientFile| {
            file.engagements
                .iter()
                .map(|(_, own)| own.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(of_engagements(before), of_engagements(after));
        let people = |file: &ClientFile| {
            let own = file.contacts.iter().map(|(_, own)| own.clone());
            own.map(|own| crate::records::Contact { order: None, ..own })
                .collect::<Vec<_>>()
        };
        assert_eq!(people(before), people(after));
        let latest = |file: &ClientFile| {
            let (id, _) = file.engagements.first()?;
            let latest = reached(file, *id, 480).first().copied()?;
            Some((latest.amount, latest.on))
        };
        assert_eq!(latest(before), latest(after));
    }
}

#[test]
fn a_spreadsheet_reads_it_and_computes_nothing() {
    let (_, file) = exported(&shown(book()));
    let rows: Vec<&str> = file.split("\r\n").collect();
    assert!(file.starts_with("\u{feff}client: name,"));
    // A header, three rows of who has three contacts, one of who has none, and the end.
    assert_eq!(rows.len(), 6);
    assert!(!file.replace("\r\n", "").contains('\r'));
    assert!(file.contains(",'=cmd|' /C calc'!A0,") && file.contains(",'+886 912-345-678,"));
    assert!(
        file.contains(",出貨,") && file.contains(",500000,") && file.contains("\"US$1,234.50\"")
    );
    assert!(file.contains(",2026-11-01,2026-12-15,") && file.contains(",,2026-12-24,"));
    assert!(file.contains("\"山嵐製茶, \"\"北投\"\"\""));
}

#[test]
fn what_is_deleted_is_in_no_table() {
    let shown = shown_without(book(), &[key(1, 12, "engagement"), key(2, 2, "client")]);
    let (count, file) = exported(&shown);
    assert_eq!(
        (count, file.contains("Tea"), file.contains("冬茶")),
        (1, false, false)
    );
}
