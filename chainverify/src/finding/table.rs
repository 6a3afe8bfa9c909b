//! The macro behind the table of codes: each code is written down once, with its data, its id, its
//! category, its class, its reference, its sentence and its fixes.

use core::fmt;

use super::Role;
use super::category::Category;
use crate::text::Text;

/// What kind of rule a code comes from; a `Policy` gives each class its level.
///
/// ```
/// use chainverify::finding::Class;
/// use chainverify::Code;
///
/// assert_eq!(Code::SerialNotPositive.class(), Class::Conformance);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
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

impl Class {
    /// Whether it is about conformance alone, which relying parties mostly do not enforce.
    #[must_use]
    pub const fn is_conformance(self) -> bool {
        matches!(
            self,
            Self::Conformance | Self::ConformanceBr | Self::CommonName
        )
    }
}

/// How a finding is fixed, and by whom.
///
/// ```
/// use chainverify::finding::{FixBy, Role};
/// use chainverify::Code;
///
/// let fix = Code::LeafIsCa.fix(Role::Leaf).unwrap();
/// assert_eq!(fix.by, FixBy::Operator);
/// assert_eq!(fix.text.to_string(), "install the server's certificate in place of the CA's");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Fix {
    /// Who can do it.
    pub by: FixBy,
    /// What to do: one sentence, imperative, no full stop.
    pub text: Text,
}

/// Who can fix it.
///
/// ```
/// use chainverify::finding::FixBy;
///
/// assert_eq!(FixBy::Operator.to_string(), "site operator");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
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

/// All that is the same for every finding of one code.
pub(super) struct Entry {
    pub(super) id: &'static str,
    pub(super) category: Category,
    pub(super) class: Class,
    pub(super) reference: &'static str,
    pub(super) sentence: &'static str,
    /// None or one each: for any certificate; for one that issued another; for an anchor.
    pub(super) fix: &'static [FixTemplate],
    pub(super) issuer_fix: &'static [FixTemplate],
    pub(super) anchor_fix: &'static [FixTemplate],
}

pub(super) type FixTemplate = (FixBy, &'static str);

impl Entry {
    /// The fix for a certificate of this role.
    pub(super) fn fix(&self, role: Role) -> Option<FixTemplate> {
        let fitting: &[&[FixTemplate]] = match role {
            Role::Leaf => &[self.fix],
            Role::Intermediate => &[self.issuer_fix, self.fix],
            Role::Anchor => &[self.anchor_fix, self.issuer_fix, self.fix],
        };
        fitting.iter().find_map(|fix| fix.first().copied())
    }
}

/// One line of the table:
///
/// ```text
/// Name { field: Type, … } = "id", Category, Class, "reference";
///     "sentence, see `show`"; By: "fix"; issuer By: "fix for a CA"; anchor By: "fix for an anchor".
/// ```
macro_rules! codes {
    ($(
        $(#[$doc:meta])*
        $name:ident $({ $($field:ident: $type:ty),* $(,)? })?
            = $id:literal, $category:ident, $class:ident, $reference:literal;
            $sentence:literal
            $(; $by:ident: $fix:literal)?
            $(; issuer $issuer_by:ident: $issuer_fix:literal)?
            $(; anchor $anchor_by:ident: $anchor_fix:literal)?
            .
    )*) => {
        /// What a rule found, with its data. Displays as a predicate in the field's standard terms:
        /// the subject of the sentence is the certificate ("leaf 1 `expired …`"), or the chain where
        /// the finding is about none.
        ///
        /// ```
        /// use chainverify::finding::Category;
        /// use chainverify::Code;
        ///
        /// let code = Code::EmptyStore;
        /// assert_eq!((code.id(), code.category()), ("empty_store", Category::Untrusted));
        /// assert_eq!(code.to_string(), "cannot be trusted, because the trust store is empty");
        /// ```
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize))]
        #[cfg_attr(feature = "serde", serde(tag = "id"))]
        #[non_exhaustive]
        #[allow(missing_docs)] // the fields are named in the sentence of each code
        pub enum Code {
            $(
                $(#[$doc])* #[doc = ""] #[doc = $reference]
                #[cfg_attr(feature = "serde", serde(rename = $id))]
                $(#[non_exhaustive] #[doc = concat!("", $(" · `", stringify!($field), "`"),*)])?
                $name $({ $($field: $type),* })?,
            )*
        }

        impl Code {
            const fn entry(&self) -> &'static Entry {
                match self {
                    $(Self::$name { .. } => &Entry {
                        id: $id,
                        category: Category::$category,
                        class: Class::$class,
                        reference: $reference,
                        sentence: $sentence,
                        fix: &[$((FixBy::$by, $fix))?],
                        issuer_fix: &[$((FixBy::$issuer_by, $issuer_fix))?],
                        anchor_fix: &[$((FixBy::$anchor_by, $anchor_fix))?],
                    },)*
                }
            }

            /// Says `template` with the data of this code.
            fn render(&self, template: &'static str, out: &mut Text) {
                match self {
                    $(Self::$name $({ $($field),* })? => {
                        render(template, &[$($((stringify!($field), $field)),*)?], out);
                    })*
                }
            }
        }

        /// Every code: its entry, and the names of its fields.
        #[cfg(test)]
        pub(super) const TABLE: &[(&str, &[&str], &[&str])] = &[$((
            $id,
            &[$($(stringify!($field)),*)?],
            &[$sentence, $($fix,)? $($issuer_fix,)? $($anchor_fix,)?],
        )),*];
    };
}

pub(crate) use codes;
