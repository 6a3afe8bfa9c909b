//! Which domains are public suffixes: names below which registrars give names to anybody (`com`,
//! `co.uk`). RFC 5280 does not speak of them; the Baseline Requirements forbid wildcards right
//! below one (CA/B BR §3.2.2.6). The list changes by the week, so it is a value of the policy.

use core::fmt;

/// A list of public suffixes, as a question.
#[derive(Clone, Copy)]
pub struct PublicSuffixes(fn(&[u8]) -> bool);

impl PublicSuffixes {
    /// A list of the caller's own: whether a domain, in A-labels of any case, is a public suffix.
    #[must_use]
    pub const fn new(is_public_suffix: fn(&[u8]) -> bool) -> Self {
        Self(is_public_suffix)
    }

    /// The list of publicsuffix.org that the crate `psl` embeds, its private part included.
    #[cfg(feature = "public-suffix")]
    #[must_use]
    pub const fn embedded() -> Self {
        Self(|domain| {
            let lower = domain.to_ascii_lowercase();
            psl::suffix(&lower).is_some_and(|suffix| suffix.as_bytes() == lower)
        })
    }

    pub(crate) fn contain(&self, domain: &[u8]) -> bool {
        (self.0)(domain)
    }
}

/// The same function, not the same answers.
impl PartialEq for PublicSuffixes {
    fn eq(&self, other: &Self) -> bool {
        core::ptr::fn_addr_eq(self.0, other.0)
    }
}

impl Eq for PublicSuffixes {}

impl fmt::Debug for PublicSuffixes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PublicSuffixes")
    }
}
