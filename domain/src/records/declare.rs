//! The form of a declaration.

/// Declares a kind: its name as stored, the type of its view, and its fields, each `name: view type = what it holds`.
///
/// Makes the view struct with `read`, and a module of the kind's name with `SPEC` and one function per field.
macro_rules! kind {
    (
        $(#[doc = $doc:literal])*
        $kind:ident: $View:ident {
            $(
                $(#[doc = $field_doc:literal])*
                $(#[cfg($cfg:meta)])?
                $field:ident: $Held:ty = $ty:expr,
            )+
        }
    ) => {
        $(#[doc = $doc])*
        ///
        /// Absent, cleared and unreadable fields are `None`; sets hold their members.
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct $View {
            $(
                $(#[doc = $field_doc])*
                $(#[cfg($cfg)])?
                pub $field: $Held,
            )+
        }

        impl $View {
            /// Reads the view from field names and value bytes, in any order. What it does not know it passes over.
            #[must_use]
            pub fn read<'a>(fields: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Self {
                let mut view = Self::default();
                for (name, value) in fields {
                    let (base, member) = $crate::records::FieldSpec::split(name);
                    match base {
                        $(
                            $(#[cfg($cfg)])?
                            stringify!($field) => $crate::records::Slot::take(&mut view.$field, member, value),
                        )+
                        _ => {}
                    }
                }
                view
            }
        }

        impl $crate::records::Kind for $View {
            const NAME: &'static str = stringify!($kind);

            fn read<'a>(fields: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Self {
                Self::read(fields)
            }
        }

        #[doc = concat!("The fields of [`", stringify!($View), "`].")]
        pub mod $kind {
            #[allow(unused_imports, reason = "which types a declaration names differs from kind to kind")]
            use super::*;
            use $crate::records::{Field, FieldSpec, KindSpec, of};

            /// The kind's declaration.
            pub static SPEC: KindSpec = KindSpec {
                name: stringify!($kind),
                fields: &[$(
                    $(#[cfg($cfg)])?
                    $field().spec(),
                )+],
            };

            $(
                $(#[doc = $field_doc])*
                $(#[cfg($cfg)])?
                #[must_use]
                pub const fn $field() -> Field<$Held> {
                    Field::new(FieldSpec { name: stringify!($field), ty: $ty })
                }
            )+
        }
    };
}
pub(super) use kind;
