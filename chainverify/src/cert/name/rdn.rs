//! Relative distinguished names (RFC 5280 §4.1.2.4), the steps of a name, and their comparison
//! (§7.1).

use super::{Attribute, attribute};
use crate::der::Reader;

/// RDNs with more attributes than this are compared as bytes only, so that comparing sets stays
/// cheap.
const MOST_ATTRIBUTES: usize = 16;

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

    /// The attribute of a set of one, as nearly all are.
    fn only_attribute(self) -> Option<Attribute<'a>> {
        let mut rest = Reader::new(self.0);
        attribute(&mut rest).filter(|_| rest.is_empty())
    }

    /// Independent of the order of the attributes.
    pub(super) fn key(self) -> u64 {
        if let Some(attribute) = self.only_attribute() {
            return attribute.key();
        }
        self.attributes()
            .map(|attribute| attribute.key())
            .fold(0, u64::wrapping_add)
    }
}

/// §7.1: same number of attributes, each with a match in the other set.
impl PartialEq for Rdn<'_> {
    fn eq(&self, other: &Self) -> bool {
        if self.0 == other.0 {
            return true;
        }
        if let (Some(mine), Some(theirs)) = (self.only_attribute(), other.only_attribute()) {
            return mine == theirs;
        }
        let count = self.attributes().count();
        count <= MOST_ATTRIBUTES
            && count == other.attributes().count()
            && is_subset(*self, *other)
            && is_subset(*other, *self)
    }
}

fn is_subset(one: Rdn<'_>, other: Rdn<'_>) -> bool {
    one.attributes()
        .all(|mine| other.attributes().any(|theirs| mine == theirs))
}
