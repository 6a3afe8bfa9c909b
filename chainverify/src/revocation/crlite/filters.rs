//! Several filters, asked together: a full one and what was published since. Not where they are from.

use alloc::sync::Arc;

use super::{Answer, Filter, Logged, SpkiHash};

/// A set of filters; a clone shares them.
///
/// ```
/// use chainverify::revocation::crlite::{Answer, Filters};
///
/// let none = Filters::default();
/// assert_eq!(none.query(&[0; 32], &[5], &[]), Answer::NotCovered);
/// assert_eq!(none.covers_until(), None);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Filters(Arc<[Filter]>);

impl Filters {
    /// From filters in any order: what they say does not depend on it.
    #[must_use]
    pub fn new(filters: impl IntoIterator<Item = Filter>) -> Self {
        filters.into_iter().collect()
    }

    /// What the filters say together of the certificate with this serial number (the contents of its
    /// INTEGER) of the issuer with this key. All are asked that cover one of the SCTs: the first one
    /// may have been made before the revocation, or may not know the issuer. *Revoked* prevails over
    /// *not revoked*, that over *not enrolled*, that over *not covered*.
    #[must_use]
    pub fn query(&self, issuer: &SpkiHash, serial: &[u8], scts: &[Logged]) -> Answer {
        let answers = self.0.iter();
        let answers = answers.map(|filter| filter.query(issuer, serial, scts));
        answers.max_by_key(weight).unwrap_or(Answer::NotCovered)
    }

    /// The latest time that one of the filters covers of any log, in milliseconds since 1970. None if
    /// they cover nothing.
    #[must_use]
    pub fn covers_until(&self) -> Option<u64> {
        self.0.iter().filter_map(Filter::covers_until).max()
    }

    /// How many filters there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no filter.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<Filter> for Filters {
    fn from_iter<I: IntoIterator<Item = Filter>>(filters: I) -> Self {
        Self(filters.into_iter().collect())
    }
}

const fn weight(answer: &Answer) -> u8 {
    match answer {
        Answer::NotCovered => 0,
        Answer::NotEnrolled => 1,
        Answer::NotRevoked => 2,
        Answer::Revoked => 3,
    }
}
