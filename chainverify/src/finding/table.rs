//! The macro behind the table of codes: each code is written down once, with its data, its id, its
//! category, its class, its reference, its sentence and its fixes.

use super::Role;
use super::category::Category;
use super::fix::Act;

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
    /// Revocation that could not be looked at.
    Revocation,
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

/// All that is the same for every finding of one code.
pub(super) struct Entry {
    pub(super) id: &'static str,
    pub(super) category: Category,
    pub(super) class: Class,
    pub(super) reference: &'static str,
    pub(super) sentence: &'static str,
    pub(super) fix: FixTemplate,
    /// For a certificate that issued another, where that is another one.
    pub(super) issuer_fix: Option<FixTemplate>,
}

pub(super) type FixTemplate = (Act, &'static str);

impl Entry {
    /// The fix for a certificate of this role.
    pub(super) fn fix(&self, role: Role) -> FixTemplate {
        let issuer_fix = self.issuer_fix.filter(|_| role.is_issuer());
        issuer_fix.unwrap_or(self.fix)
    }
}

/// One line of the table:
///
/// ```text
/// Name { field: Type, … } = "id", Category, Class, "reference";
///     "sentence, see `template`"; Act: "fix"; issuer Act: "fix for one that issued another".
/// ```
///
/// A fix may also say `{certificate}` ("the certificate of "A""), `{subject}`, `{issuer}` and
/// `{sha256}` of the certificate that it is about; that of `Reissue` says only what changes.
macro_rules! codes {
    ($(
        $(#[$doc:meta])*
        $name:ident $({ $($field:ident: $type:ty),* $(,)? })?
            = $id:literal, $category:ident, $class:ident, $reference:literal;
            $sentence:literal
            ; $act:ident: $fix:literal
            $(; issuer $issuer_act:ident: $issuer_fix:literal)?
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
            /// The id of every code.
            pub const IDS: &'static [&'static str] = &[$($id),*];

            pub(super) const fn entry(&self) -> &'static Entry {
                match self {
                    $(Self::$name { .. } => &Entry {
                        id: $id,
                        category: Category::$category,
                        class: Class::$class,
                        reference: $reference,
                        sentence: $sentence,
                        fix: (Act::$act, $fix),
                        issuer_fix: [$(Some((Act::$issuer_act, $issuer_fix)),)? None][0],
                    },)*
                }
            }

            /// Its data by name.
            pub(super) fn fields(&self) -> Fields<'_> {
                match self {
                    $(Self::$name $({ $($field),* })? => {
                        Vec::from([$($((stringify!($field), $field as &dyn Show)),*)?])
                    })*
                }
            }
        }

        /// Every code: its entry, and the names of its fields.
        #[cfg(test)]
        pub(super) const TABLE: &[(&str, &[&str], &[&str])] = &[$((
            $id,
            &[$($(stringify!($field)),*)?],
            &[$sentence, $fix, $($issuer_fix)?],
        )),*];
    };
}

pub(crate) use codes;
