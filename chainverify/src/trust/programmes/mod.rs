//! What root programmes say of roots: who has which one, since or until when as far as samples tell,
//! and the dates and names up to which some are accepted. A table of the past, embedded and dated:
//! for explanation, never a verdict.

mod programme;
#[rustfmt::skip]
#[allow(clippy::unreadable_literal)] // digits of fingerprints
mod table;

use crate::der::Time;
pub use programme::{Programme, Programmes};
use table::ROOTS;

/// A root that is or was in a root programme.
///
/// ```
/// use chainverify::trust::programmes::{KnownRoot, Programme};
///
/// let named = |name| KnownRoot::all().find(|root| root.name() == name).unwrap();
/// let root = named("HiPKI Root CA - G1");
/// assert!(root.programmes().contains(Programme::Chrome));
/// assert_eq!(root.chrome_sct_not_after().unwrap().to_string(), "2025-07-31T23:59:59Z");
/// assert_eq!(KnownRoot::find(&root.sha256()), Some(root));
/// assert_eq!(KnownRoot::find(&[0; 32]), None);
/// ```
#[derive(Debug, PartialEq, Eq)]
pub struct KnownRoot {
    /// The SHA-256 of its certificate, in two halves.
    sha256: [[u8; 16]; 2],
    name: &'static str,
    now: Programmes,
    /// A bit for each of [`SAMPLES`].
    samples: u8,
    /// In seconds since 1970; 0 for none.
    sct_not_after: u32,
    distrust_after: u32,
    permitted_dns_names: Option<&'static &'static [&'static str]>,
}

/// When Mozilla's set was looked at, in order.
const SAMPLES: [&str; 5] = ["2015-04", "2018-01", "2022-12", "2026-03", "2026-10"];

impl KnownRoot {
    /// As of when the newest part of the table is. Each programme has [its own
    /// date](Programme::as_of).
    pub const AS_OF: &'static str = "2026-10";

    /// As of when [`KnownRoot::mozilla_distrust_after`] is.
    pub const DISTRUST_AS_OF: &'static str = "2026-05";

    /// One that is in no table; Mozilla's of 2015-04 and 2018-01 have it.
    #[cfg(test)]
    pub(crate) const fn made(sct_not_after: u32, distrust_after: u32, now: Programmes) -> Self {
        Self {
            sha256: [[0; 16]; 2],
            name: "Root",
            now,
            samples: 0b00011,
            sct_not_after,
            distrust_after,
            permitted_dns_names: None,
        }
    }

    /// The root with a certificate of this SHA-256.
    #[must_use]
    pub fn find(sha256: &[u8; 32]) -> Option<&'static Self> {
        let wanted = [*sha256.first_chunk()?, *sha256.last_chunk()?];
        let place = ROOTS.binary_search_by(|root| root.sha256.cmp(&wanted));
        ROOTS.get(place.ok()?)
    }

    /// All of them, by their fingerprints.
    pub fn all() -> impl ExactSizeIterator<Item = &'static Self> {
        ROOTS.iter()
    }

    /// The SHA-256 of its certificate.
    #[must_use]
    pub fn sha256(&self) -> [u8; 32] {
        let mut octets = self.sha256.into_iter().flatten();
        core::array::from_fn(|_| octets.next().unwrap_or_default())
    }

    /// The common name of its subject, or else the whole subject.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The programmes that have it, each as of [its date](Programme::as_of).
    #[must_use]
    pub const fn programmes(&self) -> Programmes {
        self.now
    }

    /// Whether a root programme has it; Debian's set, which follows Mozilla's, is none.
    #[must_use]
    pub fn is_public(&self) -> bool {
        let mut all = self.now.iter();
        all.any(|programme| programme != Programme::Debian)
    }

    /// The first sample of Mozilla's set that has it, as `2018-01`; it may have been there before.
    #[must_use]
    pub fn mozilla_since(&self) -> Option<&'static str> {
        self.in_samples().next()
    }

    /// The last sample of Mozilla's set that has it, where the newest one has not: it was removed
    /// after that.
    #[must_use]
    pub fn mozilla_until(&self) -> Option<&'static str> {
        let last = self.in_samples().last();
        last.filter(|_| !self.now.contains(Programme::Mozilla))
    }

    fn in_samples(&self) -> impl Iterator<Item = &'static str> {
        let samples = (0_u8..).zip(SAMPLES);
        let own = samples.filter(|(bit, _)| self.samples >> bit & 1 == 1);
        own.map(|(_, sample)| sample)
    }

    /// Chrome's SCTNotAfter: it accepts certificates whose earliest SCT is not after this second.
    #[must_use]
    pub fn chrome_sct_not_after(&self) -> Option<Time> {
        time(self.sct_not_after)
    }

    /// Mozilla's distrust-after for servers: it accepts certificates whose notBefore is not after this
    /// second.
    #[must_use]
    pub fn mozilla_distrust_after(&self) -> Option<Time> {
        time(self.distrust_after)
    }

    /// The dNSName constraints that Mozilla imposes; empty for none.
    #[must_use]
    pub const fn permitted_dns_names(&self) -> &'static [&'static str] {
        match self.permitted_dns_names {
            Some(names) => names,
            None => &[],
        }
    }
}

fn time(seconds: u32) -> Option<Time> {
    (seconds != 0).then(|| Time::from_unix(seconds.into()))
}

/// The rows of the table, as its head describes them.
macro_rules! roots {
    ($($high:literal $low:literal $name:literal $now:literal $samples:literal $sct:literal $after:literal $permitted:expr;)*) => {
        pub(super) static ROOTS: &[super::KnownRoot] = &[$(super::KnownRoot {
            sha256: [u128::to_be_bytes($high), u128::to_be_bytes($low)],
            name: $name,
            now: super::Programmes::of($now),
            samples: $samples,
            sct_not_after: $sct,
            distrust_after: $after,
            permitted_dns_names: $permitted,
        }),*];
    };
}
use roots;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_are_sorted_so_that_each_is_found() {
        assert!(ROOTS.is_sorted_by(|a, b| a.sha256 < b.sha256));
        for root in ROOTS {
            assert_eq!(KnownRoot::find(&root.sha256()), Some(root));
            let mut other = root.sha256();
            other[31] ^= 1;
            assert_eq!(KnownRoot::find(&other), None);
        }
    }

    #[test]
    fn mozillas_newest_sample_is_what_it_has_now() {
        for root in ROOTS {
            let newest = root.in_samples().any(|sample| sample == KnownRoot::AS_OF);
            assert_eq!(newest, root.now.contains(Programme::Mozilla), "{root:?}");
            assert!(!newest || root.mozilla_until().is_none(), "{root:?}");
        }
    }

    /// What nobody has any more, Mozilla had: the text says until when.
    #[test]
    fn a_root_that_was_public_has_a_date() {
        let mut former = ROOTS.iter().filter(|root| !root.is_public());
        assert!(former.clone().count() > 50);
        assert!(former.all(|root| root.mozilla_until().is_some()));
    }

    /// In the binary: rows, names, and a relocation for each name.
    #[test]
    fn the_table_is_small() {
        let rows = size_of_val(ROOTS);
        let names: usize = ROOTS.iter().map(|root| root.name.len()).sum();
        let relocations = ROOTS.len() * 24;
        assert!(
            rows + names + relocations <= 60_000,
            "{rows} {names} {relocations}"
        );
    }
}
