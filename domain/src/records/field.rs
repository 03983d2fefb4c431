//! A field of a kind: its name, what it holds, and how an edit of it is made.

use std::borrow::Borrow;
use std::collections::BTreeSet;
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{FieldType, ValueError};
use crate::change::{Name, Value};
use crate::values::{InputContext, InputError, parse_line};

/// A kind of record: its name as stored and its fields.
#[derive(Debug)]
pub struct KindSpec {
    /// Snake case, at most 32 characters.
    pub name: &'static str,
    /// In the order a form shows them.
    pub fields: &'static [FieldSpec],
}

impl KindSpec {
    /// The field of a name as stored, a set's by its own name or by that of a member (`tags/…`).
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&'static FieldSpec> {
        let (base, _) = FieldSpec::split(name);
        self.fields.iter().find(|field| field.name == base)
    }
}

/// What is known of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldSpec {
    /// Snake case, at most 32 characters.
    pub name: &'static str,
    /// What it holds, with its limits.
    pub ty: FieldType,
}

impl FieldSpec {
    /// A field's own name and, for a member of a set, the member: `tags/老客戶` is `tags` and `老客戶`.
    #[must_use]
    pub fn split(name: &str) -> (&str, Option<&str>) {
        name.split_once('/')
            .map_or((name, None), |(base, member)| (base, Some(member)))
    }

    /// Whether it is a set, stored as one field per member.
    #[must_use]
    pub fn is_set(&self) -> bool {
        matches!(self.ty, FieldType::Set { .. })
    }

    /// Whether the value of the field stored under `name` fits. `null` always does: it clears the field.
    ///
    /// # Errors
    /// What does not fit.
    pub fn check(&self, name: &str, value: &[u8]) -> Result<(), ValueError> {
        match (self.ty, Self::split(name).1) {
            (FieldType::Set { max_chars }, Some(member))
                if member.chars().count() > max_chars as usize =>
            {
                Err(ValueError::TooLong { max: max_chars })
            }
            (FieldType::Set { .. }, Some(_)) => self.ty.check(value),
            // `tags` without a member, or a member of what is no set: not a field of this declaration, so none of its business.
            (FieldType::Set { .. }, None) | (_, Some(_)) => Ok(()),
            (_, None) => self.ty.check(value),
        }
    }

    /// The value for what was typed into the field's box; an empty box clears the field, unless it is a name.
    ///
    /// # Errors
    /// Why the text is no value of the field.
    pub fn parse(&self, typed: &str, context: &InputContext) -> Result<Value, InputError> {
        match self.ty {
            FieldType::Name { .. } if typed.trim().is_empty() => Err(InputError::Empty),
            _ if typed.trim().is_empty() => Ok(Value::null()),
            ty => ty.parse(typed, context),
        }
    }

    /// The member of a set for what was typed; `None` for nothing typed.
    ///
    /// # Errors
    /// [`InputError::TooLong`]; [`InputError::NotAChoice`] if the field is no set.
    pub fn parse_member(&self, typed: &str) -> Result<Option<String>, InputError> {
        let FieldType::Set { max_chars } = self.ty else {
            return Err(InputError::NotAChoice);
        };
        let member = parse_line(typed, max_chars)?;
        Ok((!member.is_empty()).then_some(member))
    }

    /// What a box shows for a value, such that it could be typed again; empty for what cannot be read.
    #[must_use]
    pub fn input_text(&self, value: &[u8], context: &InputContext) -> String {
        self.ty.input_text(value, context).unwrap_or_default()
    }
}

/// A change in the making: the field's name as stored and its new value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The field's name as stored, with the member for a set's.
    pub field: Name,
    /// The JSON that will be its value.
    pub value: Value,
}

/// A field with the type of its view: what `set` takes and what a [`Slot`] holds.
#[derive(Debug)]
pub struct Field<Held> {
    spec: FieldSpec,
    held: PhantomData<fn() -> Held>,
}

impl<Held> Field<Held> {
    pub(super) const fn new(spec: FieldSpec) -> Self {
        Self {
            spec,
            held: PhantomData,
        }
    }

    /// The field's line in the table of its kind.
    #[must_use]
    pub const fn spec(&self) -> FieldSpec {
        self.spec
    }

    /// The field's name as stored (a set's without member).
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.spec.name
    }
}

impl<T> Field<Option<T>> {
    /// Sets the field. The value is taken as it is: typed text goes through [`FieldSpec::parse`].
    #[must_use]
    pub fn set<V: Serialize + ?Sized>(&self, value: &V) -> Edit
    where
        T: Borrow<V>,
    {
        Edit {
            field: self.spec.name.into(),
            value: to_value(value),
        }
    }

    /// Clears the field.
    #[must_use]
    pub fn clear(&self) -> Edit {
        Edit {
            field: self.spec.name.into(),
            value: Value::null(),
        }
    }

    /// Sets the field, or clears it for `None`.
    #[must_use]
    pub fn put<V: Serialize + ?Sized>(&self, value: Option<&V>) -> Edit
    where
        T: Borrow<V>,
    {
        value.map_or_else(|| self.clear(), |value| self.set(value))
    }
}

impl Field<BTreeSet<String>> {
    /// Puts a member into the set.
    #[must_use]
    pub fn add(&self, member: &str) -> Edit {
        self.member(member, true)
    }

    /// Takes a member out of the set.
    #[must_use]
    pub fn remove(&self, member: &str) -> Edit {
        self.member(member, false)
    }

    fn member(&self, member: &str, present: bool) -> Edit {
        Edit {
            field: Name::new(&[self.spec.name, "/", member].concat()),
            value: to_value(&present),
        }
    }
}

/// The JSON of a value. None of our values can fail to be written; if one did, the field would be cleared, which history shows and undo mends.
pub(super) fn to_value<V: Serialize + ?Sized>(value: &V) -> Value {
    let json = serde_json::to_vec(value).unwrap_or_default();
    Value::from_json(&json).unwrap_or_else(|_| Value::null())
}

/// A place of a typed view that takes the value of a field.
pub trait Slot {
    /// Takes the value of the field, or of the set's member; what cannot be read leaves the place as it is.
    fn take(&mut self, member: Option<&str>, value: &[u8]);
}

impl<T: DeserializeOwned> Slot for Option<T> {
    fn take(&mut self, member: Option<&str>, value: &[u8]) {
        if member.is_none() {
            *self = serde_json::from_slice(value).unwrap_or_default();
        }
    }
}

impl Slot for BTreeSet<String> {
    fn take(&mut self, member: Option<&str>, value: &[u8]) {
        if let (Some(member), b"true") = (member, value.trim_ascii()) {
            self.insert(member.to_owned());
        }
    }
}
