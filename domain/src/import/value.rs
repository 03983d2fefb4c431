//! A cell as a value of its field.

use super::target::{Part, Target};
use super::words;
use crate::change::Value;
use crate::records::{Edit, FieldType, client};
use crate::values::{Date, InputContext, InputError, Instant, Period};

/// What separates several texts of one cell, unless they stand on lines of their own.
const SEPARATORS: [char; 6] = ['、', ',', '，', ';', '；', '|'];

/// What a cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// Values of its field.
    Fields(Vec<Edit>),
    /// The days of a period.
    Days(Option<Date>, Option<Date>),
    /// How something ended.
    State(&'static str),
    /// When it ended.
    At(Instant),
}

/// Reads a cell; `None` where it is empty.
///
/// # Errors
/// Why it is no value of the field.
pub(super) fn read(
    target: Target,
    cell: &str,
    context: &InputContext,
) -> Result<Option<Said>, InputError> {
    let (whole, cell) = (cell, cell.trim());
    let Some(spec) = target.spec().filter(|_| !cell.is_empty()) else {
        return Ok(None);
    };
    let edit = |value: Value| {
        let field = spec.name.into();
        Ok(Said::Fields(vec![Edit { field, value }]))
    };
    let typed = |text: &str| spec.parse(text, context).and_then(edit);
    let said = match (spec.ty, target.part) {
        (FieldType::Choice { .. }, _) => typed(words::choice(spec.name, cell).unwrap_or(cell)),
        (FieldType::Bool, _) => {
            let yes = words::yes_no(cell).ok_or(InputError::NotAChoice)?;
            typed(if yes { "true" } else { "false" })
        }
        (FieldType::Set { .. }, _) => members(whole)
            .map(|member| spec.parse_member(member))
            .filter_map(Result::transpose)
            .map(|member| member.map(|member| client::tags().add(&member)))
            .collect::<Result<Vec<_>, _>>()
            .map(Said::Fields),
        (FieldType::Integer { min: 1, max: 3 }, _) => match words::mark(cell) {
            Some(mark) => typed(&mark.to_string()),
            None => typed(cell),
        },
        (FieldType::Period, Part::Start) => {
            Date::parse(cell, context.today).map(|day| Said::Days(Some(day), None))
        }
        (FieldType::Period, Part::End) => {
            Date::parse(cell, context.today).map(|day| Said::Days(None, Some(day)))
        }
        (FieldType::Period, _) => Period::parse(cell, context.today)
            .map(|period| Said::Days(period.start(), period.end())),
        (FieldType::Outcome { .. }, Part::At) => moment(cell, context).map(Said::At),
        (FieldType::Outcome { .. }, _) => words::choice(spec.name, cell)
            .map(Said::State)
            .ok_or(InputError::NotAChoice),
        _ => typed(cell),
    };
    said.map(Some)
}

/// A moment; of a day alone its beginning.
fn moment(cell: &str, context: &InputContext) -> Result<Instant, InputError> {
    let offset = context.utc_offset_minutes;
    Instant::parse(cell, context.today, offset).or_else(|error| {
        let day = Date::parse(cell, context.today);
        let at = day.ok().and_then(|day| Instant::from_local(day, 0, offset));
        at.ok_or(error)
    })
}

/// The texts of a cell: its lines, or what separators separate.
pub(super) fn members(cell: &str) -> Box<dyn Iterator<Item = &str> + '_> {
    if cell.contains('\n') {
        Box::new(cell.split('\n'))
    } else {
        Box::new(cell.split(SEPARATORS))
    }
}

/// Several texts as one cell, such that each comes back as it is: separated, or where one has a separator in it on lines of their own.
pub(crate) fn members_text<'a>(members: impl Iterator<Item = &'a str> + Clone) -> String {
    let is_plain = !members.clone().any(|member| member.contains(SEPARATORS));
    let members: Vec<&str> = members.collect();
    match (is_plain, members.as_slice()) {
        (true, members) => members.join("、"),
        // A line break says that separators are letters here.
        (false, [one]) => ["\n", one].concat(),
        (false, members) => members.join("\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::engagement;
    use crate::values::Currency;

    fn context() -> InputContext {
        InputContext {
            today: Date::new(2023, 1, 16).unwrap(),
            currency: Currency::TWD,
            utc_offset_minutes: 480,
        }
    }

    fn value(kind: &'static str, field: &'static str, cell: &str) -> Result<String, InputError> {
        match read(Target::whole(kind, field), cell, &context())? {
            Some(Said::Fields(edits)) => Ok(edits
                .iter()
                .map(|edit| format!("{}={}", edit.field, edit.value.as_str()))
                .collect::<Vec<_>>()
                .join(" ")),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn cells_are_read_as_people_write_them() {
        let check = |kind, field, cell, expected: &str| {
            assert_eq!(value(kind, field, cell).as_deref(), Ok(expected), "{cell}");
        };
        let amount = r#"target={"amount":"29045307","currency":"TWD"}"#;
        for cell in [
            "29045307",
            "NT$29,045,307",
            "$29,045,307 元",
            " 29,045,307 ",
        ] {
            check("engagement", "target", cell, amount);
        }
        for cell in [
            "2022/10/24 12:00:00",
            "2022-10-24",
            "111/10/24",
            "民國111年10月24日",
        ] {
            check("engagement", "ship_date", cell, r#"ship_date="2022-10-24""#);
        }
        check("engagement", "fee_rate", "8.5%", "fee_rate=850");
        check("engagement", "similarity", "高", "similarity=3");
        check("engagement", "similarity", "2", "similarity=2");
        check("client", "stage", "募資中", r#"stage="live""#);
        check(
            "client",
            "stage",
            "Carrying it out",
            r#"stage="fulfilment""#,
        );
        check("client", "kind", "產品", r#"kind="product""#);
        check("client", "archived", "Ｎ", "archived=false");
        check("contact", "decision_maker", "✓", "decision_maker=true");
        check(
            "client",
            "tags",
            "老客戶、 茶;;年節 ",
            "tags/老客戶=true tags/茶=true tags/年節=true",
        );
        check("client", "tags", "\n茶、咖啡", "tags/茶、咖啡=true");
        check(
            "client",
            "name",
            "【山嵐】👑\n茶",
            r#"name="【山嵐】👑 茶""#,
        );
    }

    #[test]
    fn what_is_no_value_says_why() {
        let check = |kind, field, cell: &str, error| {
            assert_eq!(value(kind, field, cell), Err(error), "{cell}");
        };
        check("client", "stage", "火星", InputError::NotAChoice);
        check("client", "archived", "大概", InputError::NotAChoice);
        check("client", "tax_id", "12345678", InputError::TaxIdChecksum);
        check(
            "client",
            "tags",
            &"長".repeat(25),
            InputError::TooLong { max: 24 },
        );
        check("engagement", "target", "很多", InputError::NotAnAmount);
        check("engagement", "ship_date", "2/30", InputError::NoSuchDay);
        check(
            "engagement",
            "similarity",
            "4",
            InputError::TooLarge { max: 3 },
        );
        check("contact", "phone", "912345678", InputError::NotAPhone);
    }

    #[test]
    fn periods_and_outcomes_may_stand_in_two_columns() {
        let days = |part, cell| read(Target::part("engagement", "period", part), cell, &context());
        let (start, end) = (Date::new(2022, 10, 24), Date::new(2023, 2, 9));
        let whole = "2022/10/24 12:00 – 2023/02/09 23:59";
        assert_eq!(days(Part::Whole, whole), Ok(Some(Said::Days(start, end))));
        assert_eq!(
            days(Part::Start, "2022/10/24 12:00:00"),
            Ok(Some(Said::Days(start, None)))
        );
        assert_eq!(
            days(Part::End, "2023-02-09 23:59:00"),
            Ok(Some(Said::Days(None, end)))
        );
        assert_eq!(days(Part::End, " "), Ok(None));
        let outcome = engagement::outcome().name();
        let outcome =
            |part, cell| read(Target::part("engagement", outcome, part), cell, &context());
        assert_eq!(
            outcome(Part::State, "達標"),
            Ok(Some(Said::State("reached")))
        );
        assert_eq!(outcome(Part::State, "?"), Err(InputError::NotAChoice));
        let at = |minute| Instant::from_local(end.unwrap(), minute, 480).map(Said::At);
        assert_eq!(outcome(Part::At, "2023-02-09T23:59"), Ok(at(23 * 60 + 59)));
        assert_eq!(outcome(Part::At, "2023/2/9"), Ok(at(0)));
        assert_eq!(outcome(Part::At, "改天"), Err(InputError::NotATime));
    }

    proptest::proptest! {
        #[test]
        fn several_texts_come_back(texts in proptest::collection::btree_set("[a-c茶、,; ]{1,6}", 1..5)) {
            let texts: Vec<&str> = texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
            let cell = members_text(texts.iter().copied());
            let back: Vec<&str> = members(&cell).map(str::trim).filter(|text| !text.is_empty()).collect();
            proptest::prop_assert_eq!(back, texts);
        }
    }
}
