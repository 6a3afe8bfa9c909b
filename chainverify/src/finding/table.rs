//! The macro behind the table of codes: each code is written down once, with its data, its word
//! for machines, its category, its class, its reference, its sentence and its fix.

use alloc::string::String;
use core::fmt;

/// What kind of rule a code comes from; a `Policy` gives each class its level.
///
/// ```
/// use chainverify::{Class, Code};
///
/// assert_eq!(Code::SerialNotPositive.class(), Class::Conformance);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Class {
    /// Path validation itself: always an error.
    Validation,
    /// What RFC 5280 asks of CAs about form, and relying parties mostly do not enforce.
    Conformance,
    /// What the CA/Browser Forum's Baseline Requirements ask of CAs beyond RFC 5280.
    ConformanceBr,
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
/// use chainverify::{Code, FixBy};
///
/// let fix = Code::EmptyStore.fix().unwrap();
/// assert_eq!((fix.by, fix.text.as_str()), (FixBy::User, "give roots to trust"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// Who can do it.
    pub by: FixBy,
    /// What to do: one sentence, imperative, no full stop.
    pub text: String,
}

/// Who can mend it.
///
/// ```
/// use chainverify::FixBy;
///
/// assert_eq!(FixBy::Operator.to_string(), "site operator");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FixBy {
    /// Who runs the server, or holds the leaf's key.
    Operator,
    /// The CA that issued the certificate.
    Ca,
    /// Who verifies.
    User,
}

impl fmt::Display for FixBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Operator => "site operator",
            Self::Ca => "CA",
            Self::User => "you",
        })
    }
}

// What follows is called once for each code: without `inline(never)` its body would be compiled as
// often, which was a twentieth of the whole library.

impl Fix {
    #[inline(never)]
    pub(super) fn new(by: FixBy, text: fmt::Arguments<'_>) -> Self {
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
            = $id:literal, $category:ident, $class:ident, $reference:literal;
            $says:literal
            $(; $by:ident: $fix:literal)?
            .
    )*) => {
        /// What a rule found, with its data. Displays as a predicate in the field's standard terms:
        /// the subject of the sentence is the certificate ("leaf 1 `expired …`").
        ///
        /// ```
        /// use chainverify::{Code, Category};
        ///
        /// let code = Code::PathTooLong { allowed: 0, found: 1 };
        /// assert_eq!((code.id(), code.category()), ("path_too_long", Category::Constraint));
        /// assert!(code.to_string().starts_with("has a path length constraint of 0"));
        /// ```
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        #[allow(missing_docs)] // the fields are named in the sentence of each code
        pub enum Code {
            $($(#[$doc])* #[doc = ""] #[doc = $reference] $name $({ $($field: $type),* })?,)*
        }

        impl Code {
            /// The word for machines, in snake case. It never changes its meaning.
            #[must_use]
            pub const fn id(&self) -> &'static str {
                match self { $(Self::$name { .. } => $id,)* }
            }

            /// How far from valid.
            #[must_use]
            pub const fn category(&self) -> Category {
                match self { $(Self::$name { .. } => Category::$category,)* }
            }

            /// The kind of rule, to which the policy gives a level.
            #[must_use]
            pub const fn class(&self) -> Class {
                match self { $(Self::$name { .. } => Class::$class,)* }
            }

            /// The reference.
            #[must_use]
            pub const fn reference(&self) -> &'static str {
                match self { $(Self::$name { .. } => $reference,)* }
            }

            /// What to do about it, where there is something to do.
            #[must_use]
            #[allow(unused_variables)]
            pub fn fix(&self) -> Option<Fix> {
                match self {
                    $(Self::$name $({ $($field),* })? => {
                        $(return Some(Fix::new(FixBy::$by, format_args!($fix)));)?
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
