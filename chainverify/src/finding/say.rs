//! What the table says of one code: its id, how far from valid it is, its sentence, what to do.

use core::fmt;

use super::Role;
use super::category::Category;
use super::code::Code;
use super::fix::{About, Act};
use super::table::Class;
use super::template::render;
use crate::text::Text;

impl Code {
    /// Its id in JSON, in snake case. It never changes its meaning.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        self.entry().id
    }

    /// How far from valid.
    #[must_use]
    pub const fn category(&self) -> Category {
        self.entry().category
    }

    /// The kind of rule, to which the policy gives a level.
    #[must_use]
    pub const fn class(&self) -> Class {
        self.entry().class
    }

    /// Where the rule is written down.
    #[must_use]
    pub const fn reference(&self) -> &'static str {
        self.entry().reference
    }

    /// Says what was found: a predicate, without a full stop.
    pub fn sentence(&self, out: &mut Text) {
        render(self.entry().sentence, &self.fields(), out);
    }

    /// What kind of act fixes it, found about a certificate of this role.
    #[must_use]
    pub fn act(&self, role: Role) -> Act {
        self.entry().fix(role).0
    }

    /// What to do about it, found about this certificate.
    pub(crate) fn fix(&self, about: &About) -> (Act, Text) {
        let (act, template) = self.entry().fix(about.role);
        (act, about.say(act, template, self.fields()))
    }

    /// The same by another act than that of the table.
    pub(crate) fn fix_by(&self, about: &About, act: Act, template: &'static str) -> Text {
        let mut fields = self.fields();
        if let Self::SignatureInvalid {
            key_ids: Some(differing),
            ..
        } = self
        {
            fields.push(("key_id", &differing.wanted));
        }
        about.say(act, template, fields)
    }

    /// Whether it says why the signature on a certificate is not verified.
    pub(crate) const fn is_about_signature(&self) -> bool {
        matches!(
            self,
            Self::SignatureInvalid { .. }
                | Self::UnsupportedSignatureAlgorithm { .. }
                | Self::UnsupportedKeyForSignature { .. }
                | Self::UnsupportedParameters { .. }
                | Self::WrongParameters { .. }
        )
    }

    /// Whether it is about the chain, or about what the caller asked for, and not about one
    /// certificate.
    #[must_use]
    pub const fn is_about_chain(&self) -> bool {
        matches!(
            self,
            Self::BadReferenceName { .. }
                | Self::NoNames
                | Self::NoTime
                | Self::NoCertificates
                | Self::PathTooDeep { .. }
                | Self::SearchStopped { .. }
                | Self::LimitReached { .. }
                | Self::EmptyStore
                | Self::NoAlgorithms
                | Self::Rejected { .. }
                | Self::UnreadableIntermediate { .. }
                | Self::WrongOrder
        )
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = Text::new();
        self.sentence(&mut text);
        text.fmt(f)
    }
}
