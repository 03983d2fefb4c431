//! The kinds of records, one declaration each.
//!
//! From a declaration follow the typed view of a record ([`Client`] …), the fields by name ([`client::name`] …) with which edits are made, the table the server
//! checks values with ([`validate`]), the limits forms show, samples for fixtures ([`samples`]) and the schema in the OpenAPI document ([`schema`]). A new field is
//! one line in its declaration; a new kind is its declaration and its name in [`KINDS`].
//!
//! A record's client is part of its identity, never a field. Derived values are never stored.

mod declare;
mod describe;
mod field;
mod field_type;
mod kinds;
mod of;

pub use crate::DELETED_FIELD as DELETED;
pub use describe::{samples, schema};
pub use field::{Edit, Field, FieldSpec, KindSpec, Slot};
pub use field_type::{FieldType, ValueError};
pub use kinds::*;

/// Characters of a person's name at most, in an account and wherever a record names one of us: a name that an account may have fits everywhere.
pub const PERSON_NAME_CHARS: u32 = 200;

/// The typed view of a kind, for whoever reads any of them.
pub trait Kind: Default {
    /// The kind's name.
    const NAME: &'static str;

    /// Reads the view from field names and value bytes.
    fn read<'a>(fields: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Self;
}

/// The declaration of a kind; `None` for a kind this version does not know.
#[must_use]
pub fn kind(name: &str) -> Option<&'static KindSpec> {
    KINDS.iter().copied().find(|kind| kind.name == name)
}

/// Whether the value fits what is known of its field: its type and its limits, never a rule of the method. What is not known is kept byte for byte, so an
/// unknown kind or field fits. Between versions this may only widen.
///
/// # Errors
/// What does not fit.
pub fn validate(kind_name: &str, field_name: &str, value: &[u8]) -> Result<(), ValueError> {
    match kind(kind_name).and_then(|kind| kind.field(field_name)) {
        Some(field) => field.check(field_name, value),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Value;
    use crate::values::InputError;

    #[test]
    fn names_are_short_words_and_unique() {
        let word = |name: &str| {
            name.len() <= 32 && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
        };
        for (i, spec) in KINDS.iter().enumerate() {
            assert!(word(spec.name), "{}", spec.name);
            assert!(
                KINDS[..i].iter().all(|other| other.name != spec.name),
                "{} twice",
                spec.name
            );
            for (i, field) in spec.fields.iter().enumerate() {
                assert!(
                    word(field.name) && field.name != DELETED,
                    "{}.{}",
                    spec.name,
                    field.name
                );
                assert!(
                    spec.fields[..i]
                        .iter()
                        .all(|other| other.name != field.name),
                    "{}.{} twice",
                    spec.name,
                    field.name
                );
            }
        }
    }

    #[test]
    fn references_point_at_known_kinds() {
        for field in KINDS.iter().flat_map(|kind| kind.fields) {
            if let FieldType::Reference { kind: target } = field.ty {
                assert!(kind(target).is_some(), "{} refers to {target}", field.name);
            }
        }
    }

    #[test]
    fn what_is_not_known_fits() {
        assert_eq!(validate("comet", "tail", b"[1,2,{}]"), Ok(()));
        assert_eq!(validate("client", "halo", b"42"), Ok(()));
        assert_eq!(validate("client", DELETED, br#"{"saw":[]}"#), Ok(()));
    }

    #[test]
    fn samples_fit_and_show_in_the_typed_view() {
        for spec in KINDS {
            let samples: Vec<_> = samples(spec).collect();
            assert_eq!(samples.len(), spec.fields.len());
            for (field, value) in &samples {
                assert_eq!(
                    validate(spec.name, field.as_str(), value.as_bytes()),
                    Ok(()),
                    "{}.{field} = {value:?}",
                    spec.name
                );
            }
        }
    }

    #[test]
    fn a_view_takes_what_it_can_read() {
        let fields: [(&str, &[u8]); 8] = [
            ("name", r#""山嵐製茶""#.as_bytes()),
            ("stage", br#""orbiting""#),
            ("tags/\u{8001}\u{5ba2}\u{6236}", b"true"),
            ("tags/gone", b"false"),
            ("team_size", b"\"many\""),
            ("address", b"null"),
            ("name/extra", b"\"no\""),
            ("halo", b"42"),
        ];
        let client = Client::read(fields);
        assert_eq!(client.name.as_deref(), Some("山嵐製茶"));
        assert_eq!(client.stage, Some(Stage::Other("orbiting".into())));
        assert_eq!(client.tags.iter().collect::<Vec<_>>(), ["老客戶"]);
        assert_eq!((client.team_size, client.address), (None, None));
    }

    #[test]
    fn an_edit_is_a_field_and_its_value() {
        let edit = client::name().set("山嵐製茶");
        assert_eq!(
            (edit.field.as_str(), edit.value.as_bytes()),
            ("name", r#""山嵐製茶""#.as_bytes())
        );
        let edit = client::stage().set(&Stage::Live);
        assert_eq!(
            (edit.field.as_str(), edit.value.as_bytes()),
            ("stage", br#""live""#.as_slice())
        );
        let edit = client::tags().add("老客戶");
        assert_eq!(
            (edit.field.as_str(), edit.value.as_bytes()),
            ("tags/老客戶", b"true".as_slice())
        );
        let edit = client::name().clear();
        assert_eq!(
            (edit.field.as_str(), edit.value.as_bytes()),
            ("name", b"null".as_slice())
        );
    }

    #[test]
    fn a_name_is_not_emptied_anything_else_is() {
        let context = describe::sample_context();
        for name in [
            client::name().spec(),
            contact::name().spec(),
            engagement::title().spec(),
            task::title().spec(),
        ] {
            assert_eq!(name.parse(" \u{3000}", &context), Err(InputError::Empty));
            assert!(name.parse("山嵐", &context).is_ok());
            // A device takes back the making of a record by clearing what it set.
            assert_eq!(name.check(name.name, b"null"), Ok(()));
        }
        let address = client::address().spec().parse(" ", &context);
        assert_eq!(address, Ok(Value::null()));
    }

    #[test]
    fn members_of_sets_are_single_lines() {
        let tags = client::tags().spec();
        assert_eq!(tags.parse_member(" 老\n客戶 "), Ok(Some("老 客戶".into())));
        assert_eq!(tags.parse_member("  "), Ok(None));
        assert_eq!(
            tags.parse_member(&"長".repeat(25)),
            Err(InputError::TooLong { max: 24 })
        );
        assert_eq!(
            client::name().spec().parse_member("x"),
            Err(InputError::NotAChoice)
        );
        let long = ["tags/", &"長".repeat(25)].concat();
        assert_eq!(
            validate("client", &long, b"true"),
            Err(ValueError::TooLong { max: 24 })
        );
    }

    #[test]
    fn every_member_fits_the_limits_of_structure() {
        for field in KINDS.iter().flat_map(|kind| kind.fields) {
            if let FieldType::Set { max_chars } = field.ty {
                assert!(
                    max_chars as usize * 4 <= crate::change::limits::MEMBER_BYTES,
                    "{}",
                    field.name
                );
            }
            if let FieldType::Text { max_chars }
            | FieldType::Name { max_chars }
            | FieldType::Multiline { max_chars } = field.ty
            {
                // A control character takes six bytes of JSON, the quotes two.
                assert!(
                    max_chars as usize * 6 + 2 <= crate::change::limits::VALUE_BYTES,
                    "{}",
                    field.name
                );
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn checks_and_views_never_panic(bytes: Vec<u8>, member in ".{0,20}") {
            for spec in KINDS {
                for field in spec.fields {
                    let _ = validate(spec.name, field.name, &bytes);
                    let _ = validate(spec.name, &[field.name, "/", &member].concat(), &bytes);
                    let _ = field.input_text(&bytes, &describe::sample_context());
                }
                let fields: Vec<(&str, &[u8])> = spec.fields.iter().map(|field| (field.name, bytes.as_slice())).collect();
                let _ = (Client::read(fields.iter().copied()), Engagement::read(fields.iter().copied()));
            }
        }

        #[test]
        fn what_is_typed_fits_or_is_refused(typed in ".{0,60}") {
            let context = describe::sample_context();
            for spec in KINDS {
                for field in spec.fields.iter().filter(|field| !field.is_set()) {
                    if let Ok(value) = field.parse(&typed, &context) {
                        proptest::prop_assert_eq!(field.check(field.name, value.as_bytes()), Ok(()));
                    }
                }
            }
        }
    }

    #[test]
    fn what_a_form_shows_can_be_typed_again() {
        let context = describe::sample_context();
        for spec in KINDS {
            for (field, value) in spec
                .fields
                .iter()
                .zip(samples(spec))
                .filter(|(field, _)| !field.is_set())
            {
                let shown = field.input_text(value.1.as_bytes(), &context);
                // The outcome has buttons, not a box.
                if !matches!(field.ty, FieldType::Outcome { .. }) {
                    assert_eq!(
                        field.parse(&shown, &context),
                        Ok(value.1),
                        "{}.{} as {shown:?}",
                        spec.name,
                        field.name
                    );
                }
            }
        }
    }
}
