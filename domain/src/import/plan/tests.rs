use super::super::Duplicates;
use super::*;
use crate::bundle::Presence;
use crate::device::Identity;
use crate::id::{BatchId, DeviceId, RecordId, UserId, WorkspaceId, Writer};
use crate::records::{Client, Contact, Engagement, Reading, Stage};
use crate::tab::Tab;
use crate::values::{Currency, Money};

fn context() -> InputContext {
    InputContext {
        today: Date::new(2026, 11, 22).unwrap(),
        currency: Currency::TWD,
        utc_offset_minutes: 480,
    }
}

fn planned_with(text: &str, known: &[(u8, &str)], choices: &Choices) -> Plan {
    let table = Table::read_text(text).unwrap();
    let mapping = Mapping::propose(&table, &context());
    let known = known
        .iter()
        .map(|(n, name)| (RecordId::from_bytes([*n; 16]), *name));
    check(&table, &mapping, &Known::of(known), choices, &context())
}

fn planned(text: &str) -> Plan {
    planned_with(text, &[], &Choices::default())
}

fn leaving_out(rows: &[usize]) -> Choices {
    Choices {
        left_out: rows.iter().copied().collect(),
        ..Choices::default()
    }
}

/// Names and value bytes of a record's fields.
type Fields<'a> = Vec<(&'a str, &'a [u8])>;

/// What the plan does.
fn edits(plan: &Plan) -> Vec<Edit> {
    let mut drawn = 100_u8;
    plan.edits(&context(), Instant::from_ms(5).unwrap(), || {
        drawn += 1;
        RecordId::from_bytes([drawn; 16])
    })
}

/// The records of a kind that the edits make, in their order.
fn fields<'a>(edits: &'a [Edit], kind: &'a str) -> Vec<(RecordId, Fields<'a>)> {
    let mut records: Vec<(RecordId, Fields<'_>)> = Vec::new();
    for edit in edits.iter().filter(|edit| edit.key.kind.as_str() == kind) {
        let field = (edit.key.field.as_str(), edit.value.as_bytes());
        match records.iter_mut().find(|(id, _)| *id == edit.key.record) {
            Some((_, fields)) => fields.push(field),
            None => records.push((edit.key.record, vec![field])),
        }
    }
    records
}

#[test]
fn a_row_becomes_a_client_with_its_engagement_and_contact() {
    let plan = planned(
        "品牌名稱,階段,標籤,商品名稱,集資開始,集資結束,累積金額,結果,聯絡人,電話\n\
         山嵐製茶,募資中,老客戶、茶,【春茶】2023👑,2022/10/24 12:00:00,2023-02-09 23:59:00,\"NT$1,200,000\",達標,阿岳,0912-345-678\n",
    );
    assert!(plan.is_ready());
    assert_eq!((plan.new_clients(), plan.engagements()), (1, 1));
    let edits = edits(&plan);
    let [(client, own)] = &fields(&edits, "client")[..] else {
        panic!("one client")
    };
    assert!(edits.iter().all(|edit| edit.key.client == *client));
    let own = Client::read(own.iter().copied());
    assert_eq!(
        (own.name.as_deref(), own.stage),
        (Some("山嵐製茶"), Some(Stage::Live))
    );
    assert_eq!(own.tags.into_iter().collect::<Vec<_>>(), ["老客戶", "茶"]);
    let (id, engagement) = fields(&edits, "engagement").remove(0);
    let engagement = Engagement::read(engagement);
    assert_eq!(engagement.title.as_deref(), Some("【春茶】2023👑"));
    let period = Period::new(Date::new(2022, 10, 24), Date::new(2023, 2, 9)).ok();
    assert_eq!(engagement.period, period);
    // Nobody said when: at the import.
    let outcome = engagement.outcome.unwrap();
    assert_eq!(
        (outcome.state, outcome.at.ms()),
        (EngagementState::Reached, 5)
    );
    let reading = Reading::read(fields(&edits, "reading").remove(0).1);
    assert_eq!(reading.amount, Money::from_whole(1_200_000, Currency::TWD));
    assert_eq!(
        (reading.engagement, reading.on),
        (Some(id), Some(context().today))
    );
    let contact = Contact::read(fields(&edits, "contact").remove(0).1);
    assert_eq!(contact.name.as_deref(), Some("阿岳"));
    assert!(contact.order.is_some());
}

#[test]
fn nothing_is_imported_as_long_as_a_cell_is_in_the_way() {
    let text = "名稱,統編,目標金額,上線日,結束日\n\
                山嵐,12345678,很多,2026/12/1,2026/11/1\n\
                ,,5萬,,\n\
                青岫,10458575,50萬,,\n";
    let plan = planned(text);
    let errors: Vec<_> = plan
        .errors
        .iter()
        .map(|error| (error.row, error.column, error.error))
        .collect();
    assert_eq!(
        errors,
        [
            (2, 1, InputError::TaxIdChecksum),
            (2, 2, InputError::NotAnAmount),
            (2, 4, InputError::EndBeforeStart),
            (3, 0, InputError::Empty),
        ]
    );
    assert_eq!(plan.errors[1].text, "很多");
    assert_eq!(
        plan.rows_with_errors().into_iter().collect::<Vec<_>>(),
        [2, 3]
    );
    assert!(!plan.is_ready() && edits(&plan).is_empty());
    // One row left out is not enough.
    assert!(!planned_with(text, &[], &leaving_out(&[2])).is_ready());
    let rest = planned_with(text, &[], &leaving_out(&[2, 3]));
    assert!(rest.is_ready());
    assert_eq!((rest.new_clients(), rest.left_out), (1, 2));
    // And a cell that was mended is in nobody's way.
    let mut table = Table::read_text(text).unwrap();
    let mapping = Mapping::propose(&table, &context());
    for (row, column, cell) in [
        (2, 1, ""),
        (2, 2, "120 萬"),
        (2, 4, "2026/12/31"),
        (3, 0, "霧角"),
    ] {
        table.mend(row, column, cell.into());
    }
    let mended = check(
        &table,
        &mapping,
        &Known::default(),
        &Choices::default(),
        &context(),
    );
    assert_eq!((mended.is_ready(), mended.new_clients()), (true, 3));
}

#[test]
fn clients_of_the_book_are_told_and_passed_over() {
    let text = "名稱,案名,目標金額,電話\n山嵐 製茶,春茶,很多,0912\n青岫,,,0912-345-678\n";
    let known = [(1, "山嵐製茶"), (2, "霧角")];
    let plan = planned_with(text, &known, &Choices::default());
    let told: Vec<_> = plan
        .known
        .iter()
        .map(|row| (row.row, row.name.as_str()))
        .collect();
    assert_eq!(told, [(2, "山嵐 製茶")]);
    assert_eq!(plan.known[0].client, RecordId::from_bytes([1; 16]));
    // What is wrong in a row that is passed over is in nobody's way.
    assert_eq!((plan.is_ready(), plan.new_clients()), (true, 1));
    let choose = |duplicates| Choices {
        duplicates,
        ..Choices::default()
    };
    // Only the engagement is added, so only its cells count.
    let add = planned_with(text, &known, &choose(Duplicates::Add));
    assert_eq!(
        add.errors
            .iter()
            .map(|error| error.column)
            .collect::<Vec<_>>(),
        [2]
    );
    let sound = text.replace("很多", "5萬");
    let add = planned_with(&sound, &known, &choose(Duplicates::Add));
    assert_eq!(
        (add.new_clients(), add.clients.len(), add.engagements()),
        (1, 2, 1)
    );
    let edits = edits(&add);
    let of_known = edits
        .iter()
        .filter(|edit| edit.key.client == RecordId::from_bytes([1; 16]));
    assert!(of_known.clone().count() > 0);
    assert!(
        of_known
            .clone()
            .all(|edit| edit.key.kind.as_str() == "engagement")
    );
    let new = planned_with(text, &known, &choose(Duplicates::New));
    assert_eq!(new.errors.len(), 2);
    // Nothing to add is nothing.
    let nothing = planned_with(
        "名稱,電話\n山嵐製茶,0912-345-678",
        &known,
        &choose(Duplicates::Add),
    );
    assert_eq!((nothing.clients.len(), nothing.is_ready()), (0, false));
}

#[test]
fn rows_of_one_name_are_one_client() {
    let plan = planned(
        "名稱,地址,標籤,案名,聯絡人,電話\n\
         山嵐製茶,北投,茶,春茶,阿岳,\n\
         ＂山嵐製茶＂,,年節,冬茶,阿岳,0912-345-678\n\
         山嵐製茶,陽明山,,,小滿,\n",
    );
    assert_eq!((plan.new_clients(), plan.engagements()), (1, 2));
    let client = &plan.clients[0];
    assert_eq!((client.row(), client.contacts.len()), (2, 2));
    // What the first row says holds, and the difference is told.
    assert_eq!(plan.notes.len(), 1);
    assert_eq!(
        (
            plan.notes[0].row,
            plan.notes[0].holds,
            plan.notes[0].target.field
        ),
        (4, 2, "address")
    );
    let edits = edits(&plan);
    let own = Client::read(fields(&edits, "client").remove(0).1);
    assert_eq!(
        (own.name.as_deref(), own.address.as_deref()),
        (Some("山嵐製茶"), Some("北投"))
    );
    assert_eq!(own.tags.len(), 2);
    let orders: Vec<_> = fields(&edits, "contact")
        .into_iter()
        .map(|(_, fields)| Contact::read(fields))
        .map(|contact| (contact.order, contact.name))
        .collect();
    assert!(orders.is_sorted() && orders[0].1.as_deref() == Some("阿岳"));
}

#[test]
fn contacts_keep_their_order_however_many_they_are() {
    let keys: Vec<String> = (0..60).map(order_key).collect();
    assert!(keys.is_sorted());
    assert!(keys.windows(2).all(|pair| pair[0] != pair[1]));
}

#[test]
fn without_a_column_of_names_nothing_is_planned() {
    let table = Table::read_text("目標金額\n5萬").unwrap();
    let mapping = Mapping::propose(&table, &context());
    let plan = check(
        &table,
        &mapping,
        &Known::default(),
        &Choices::default(),
        &context(),
    );
    assert_eq!(plan, Plan::default());
    assert!(!plan.has_names);
}

#[test]
fn whatever_is_imported_fits_its_field() {
    let plan = planned(
        "客戶：名稱,客戶：類型,客戶：產業,案子：抽成比例,案子：產品力,聯絡人：決策者,聯絡人：慣用聯絡方式\n\
         山嵐,產品型,茶,8%,高,是,當面談\n",
    );
    let edits = edits(&plan);
    assert_eq!(edits.len(), 8);
    for edit in &edits {
        let fits = records::validate(
            edit.key.kind.as_str(),
            edit.key.field.as_str(),
            edit.value.as_bytes(),
        );
        assert_eq!(fits, Ok(()), "{edit:?}");
    }
}

#[test]
fn an_import_larger_than_an_action_is_one_batch_and_undone_whole() {
    let rows: String = (0..200)
        .map(|n| format!("客戶{n},募資中,茶,案{n}\n"))
        .collect();
    let plan = planned(&["名稱,階段,標籤,案名\n", &rows].concat());
    let mut drawn = 0_u128;
    let edits = plan.edits(&context(), Instant::from_ms(5).unwrap(), || {
        drawn += 1;
        RecordId::from_bytes(drawn.to_be_bytes())
    });
    assert_eq!(edits.len(), 800);
    let clients: BTreeSet<RecordId> = edits.iter().map(|edit| edit.key.client).collect();
    let identity = Identity {
        workspace: WorkspaceId::NIL,
        user: UserId::NIL,
        device: DeviceId::NIL,
    };
    let mut tab = Tab::new(identity, Writer(1));
    let batch = BatchId::from_bytes([7; 16]);
    let (entries, receipt) = tab.act(edits, batch, 1);
    let mut actions: BTreeMap<Option<u32>, usize> = BTreeMap::new();
    for new in &entries {
        assert_eq!(new.entry.change.batch, Some(batch));
        *actions.entry(new.entry.change.action).or_default() += 1;
    }
    assert_eq!(actions.into_values().collect::<Vec<_>>(), [500, 300]);
    tab.undo(&receipt, batch, 2);
    for client in clients {
        let left = tab.view(client);
        assert!(
            left.values()
                .all(|record| record.presence == Presence::Deleted)
        );
    }
}
