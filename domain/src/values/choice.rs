//! A closed choice that stays open to the future: a value a newer version wrote is kept by its name and shown as *other*.

/// One of a few named alternatives.
pub trait Choice: Sized + 'static {
    /// Every alternative a person can choose, in the order they are offered.
    const ALL: &'static [Self];
    /// Their names as stored, in the same order.
    const NAMES: &'static [&'static str];
    /// The name as stored; the key of its words in the catalogues when known.
    fn name(&self) -> &str;
    /// The alternative of this name; an unknown name is kept as `Other`.
    fn from_name(name: &str) -> Self;
    /// Whether this version knows the alternative.
    fn is_known(&self) -> bool;
}

/// Declares an enum as a [`Choice`]: `Variant = "stored_name"`, one line each.
macro_rules! choices {
    ($(#[$doc:meta])* pub enum $type:ident { $($(#[$variant_doc:meta])* $variant:ident = $name:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $type {
            $($(#[$variant_doc])* $variant,)+
            /// A name written by a newer version: kept, shown as *other*.
            Other(String),
        }

        impl $crate::values::Choice for $type {
            const ALL: &'static [Self] = &[$(Self::$variant),+];
            const NAMES: &'static [&'static str] = &[$($name),+];

            fn name(&self) -> &str {
                match self {
                    $(Self::$variant => $name,)+
                    Self::Other(name) => name,
                }
            }

            fn from_name(name: &str) -> Self {
                match name {
                    $($name => Self::$variant,)+
                    other => Self::Other(other.to_owned()),
                }
            }

            fn is_known(&self) -> bool {
                !matches!(self, Self::Other(_))
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str($crate::values::Choice::name(self))
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <String as serde::Deserialize>::deserialize(deserializer).map(|name| $crate::values::Choice::from_name(&name))
            }
        }
    };
}
pub(crate) use choices;

#[cfg(test)]
#[expect(unreachable_pub, reason = "the macro declares public enums")]
mod tests {
    use super::Choice;

    choices! {
        /// Sides of a coin.
        pub enum Side {
            /// One.
            Head = "head",
            /// The other.
            Tail = "tail",
        }
    }

    #[test]
    fn known_and_unknown_names_survive() {
        for (json, side) in [
            ("\"head\"", Side::Head),
            ("\"tail\"", Side::Tail),
            ("\"edge\"", Side::Other("edge".into())),
        ] {
            assert_eq!(serde_json::from_str::<Side>(json).unwrap(), side);
            assert_eq!(serde_json::to_string(&side).unwrap(), json);
        }
        assert_eq!(Side::NAMES, ["head", "tail"]);
        assert!(Side::ALL.iter().all(Choice::is_known));
    }
}
