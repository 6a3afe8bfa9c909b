//! The macro behind the table of codes: each code is written down once, with its data, its word
//! for machines, its gravity, its class, its place in the law, its sentence and its remedy.

use alloc::string::String;
use core::fmt;

/// What kind of rule a code comes from; a `Policy` gives each class its level.
///
/// ```
/// use chainverify::{Class, Code};
///
/// assert_eq!(Code::SerialNotPositive.class(), Class::Form);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Class {
    /// Path validation itself: always an error.
    Law,
    /// What RFC 5280 asks of CAs about form, and relying parties mostly do not enforce.
    Form,
    /// What the CA/Browser Forum's Baseline Requirements ask of CAs beyond RFC 5280.
    WebForm,
    /// That the subject's commonName is one of the alternative names.
    CommonName,
    /// Strength of keys.
    Strength,
    /// Dates of the anchor.
    AnchorTime,
    /// Odd but valid: always a warning.
    Notice,
}

/// What can be done about a finding, and by whom.
///
/// ```
/// use chainverify::{Code, RemedyBy};
///
/// let remedy = Code::EmptyStore.remedy().unwrap();
/// assert_eq!((remedy.by, remedy.text.as_str()), (RemedyBy::User, "give roots to trust"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// Who can do it.
    pub by: RemedyBy,
    /// What to do: one sentence, imperative, no full stop.
    pub text: String,
}

/// Who can mend it.
///
/// ```
/// use chainverify::RemedyBy;
///
/// assert_eq!(RemedyBy::Operator.to_string(), "site operator");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RemedyBy {
    /// Who runs the server, or holds the leaf's key.
    Operator,
    /// The CA that issued the certificate.
    Authority,
    /// Who verifies.
    User,
}

impl fmt::Display for RemedyBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Operator => "site operator",
            Self::Authority => "CA",
            Self::User => "you",
        })
    }
}

// What follows is called once for each code: without `inline(never)` its body would be compiled as
// often, which was a twentieth of the whole library.

impl Remedy {
    #[inline(never)]
    pub(super) fn new(by: RemedyBy, text: fmt::Arguments<'_>) -> Self {
        let text = alloc::fmt::format(text);
        Self { by, text }
    }
}

#[inline(never)]
pub(super) fn say(f: &mut fmt::Formatter<'_>, sentence: fmt::Arguments<'_>) -> fmt::Result {
    f.write_fmt(sentence)
}

macro_rules! codes {
    ($(
        $(#[$doc:meta])*
        $name:ident $({ $($field:ident: $type:ty),* $(,)? })?
            = $id:literal, $gravity:ident, $class:ident, $law:literal;
            $says:literal
            $(; $by:ident: $remedy:literal)?
            .
    )*) => {
        /// What a rule found, with its data. Displays as a predicate in the field's standard terms:
        /// the subject of the sentence is the certificate ("leaf 1 `expired …`").
        ///
        /// ```
        /// use chainverify::{Code, Gravity};
        ///
        /// let code = Code::PathTooLong { allowed: 0, found: 1 };
        /// assert_eq!((code.id(), code.gravity()), ("path_too_long", Gravity::Constraint));
        /// assert!(code.to_string().starts_with("has a path length constraint of 0"));
        /// ```
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        #[allow(missing_docs)] // the fields are named in the sentence of each code
        pub enum Code {
            $($(#[$doc])* #[doc = ""] #[doc = $law] $name $({ $($field: $type),* })?,)*
        }

        impl Code {
            /// The word for machines, in snake case. It never changes its meaning.
            #[must_use]
            pub const fn id(&self) -> &'static str {
                match self { $(Self::$name { .. } => $id,)* }
            }

            /// How far from valid.
            #[must_use]
            pub const fn gravity(&self) -> Gravity {
                match self { $(Self::$name { .. } => Gravity::$gravity,)* }
            }

            /// The kind of rule, to which the policy gives a level.
            #[must_use]
            pub const fn class(&self) -> Class {
                match self { $(Self::$name { .. } => Class::$class,)* }
            }

            /// The place in the law.
            #[must_use]
            pub const fn law(&self) -> &'static str {
                match self { $(Self::$name { .. } => $law,)* }
            }

            /// What to do about it, where there is something to do.
            #[must_use]
            #[allow(unused_variables)]
            pub fn remedy(&self) -> Option<Remedy> {
                match self {
                    $(Self::$name $({ $($field),* })? => {
                        $(return Some(Remedy::new(RemedyBy::$by, format_args!($remedy)));)?
                    })*
                }
                None
            }
        }

        impl fmt::Display for Code {
            #[allow(unused_variables)]
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self { $(Self::$name $({ $($field),* })? => say(f, format_args!($says)),)* }
            }
        }

        /// The words of all codes, in the order of the table.
        #[cfg(test)]
        pub(crate) const ALL_IDS: &[&str] = &[$($id),*];
    };
}

pub(crate) use codes;
