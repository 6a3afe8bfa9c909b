//! Relative distinguished names (RFC 5280 §4.1.2.4), the steps of a name, and their comparison
//! (§7.1).

use super::{Attribute, Prepared, attribute};
use crate::der::{Reader, tag};

/// A relative distinguished name: a SET of attributes.
#[derive(Clone, Copy)]
pub(crate) struct Rdn<'a>(&'a [u8]);

impl<'a> Rdn<'a> {
    /// From the contents of the SET, without tag and length.
    pub(super) const fn from_contents(contents: &'a [u8]) -> Self {
        Self(contents)
    }

    pub(super) fn attributes(self) -> impl Iterator<Item = Attribute<'a>> {
        let mut rest = Reader::new(self.0);
        core::iter::from_fn(move || attribute(&mut rest))
    }

    /// Whether an attribute may have this value: that of a set of one ends it.
    pub(super) fn may_have_value(self, value: &[u8]) -> bool {
        let only = Reader::new(self.0).split_short(tag::SEQUENCE);
        let is_only = only.is_some_and(|(_, behind)| behind.is_empty());
        !is_only || self.0.ends_with(value)
    }

    /// The attribute of a set of one, as nearly all are.
    fn only_attribute(self) -> Option<Attribute<'a>> {
        let mut rest = Reader::new(self.0);
        attribute(&mut rest).filter(|_| rest.is_empty())
    }
}

/// §7.1: the same attributes, in whatever order.
impl PartialEq for Rdn<'_> {
    fn eq(&self, other: &Self) -> bool {
        if self.0 == other.0 {
            return true;
        }
        match (self.only_attribute(), other.only_attribute()) {
            (Some(mine), Some(theirs)) => mine == theirs,
            (None, None) => {
                Prepared::of_rdn(self.0).is_some_and(|mine| Prepared::of_rdn(other.0) == Some(mine))
            }
            _ => false,
        }
    }
}
