//! Which domains are public suffixes: names below which registrars give names to anybody (`com`,
//! `co.uk`). RFC 5280 does not speak of them; the Baseline Requirements forbid wildcards right
//! below one (CA/B BR §3.2.2.6). The list changes by the week, so it is a value of the policy.

use alloc::sync::Arc;
use core::fmt;
use core::ptr;

/// A list of public suffixes, as a question.
///
/// ```
/// use chainverify::policy::PublicSuffixes;
/// use chainverify::Policy;
///
/// let suffixes: Vec<&[u8]> = vec![b"example", b"co.example"];
/// let mut policy = Policy::web_server();
/// policy.public_suffixes = Some(PublicSuffixes::new(move |domain| suffixes.contains(&domain)));
/// assert_eq!(policy, policy.clone());
/// ```
#[derive(Clone)]
pub struct PublicSuffixes(List);

#[derive(Clone)]
enum List {
    #[cfg(feature = "public-suffix")]
    Embedded,
    Own(Arc<OwnList>),
}

type OwnList = dyn Fn(&[u8]) -> bool + Send + Sync;

impl PublicSuffixes {
    /// A list of the caller's own: whether a domain, in A-labels of any case, is a public suffix.
    pub fn new(is_public_suffix: impl Fn(&[u8]) -> bool + Send + Sync + 'static) -> Self {
        Self(List::Own(Arc::new(is_public_suffix)))
    }

    /// The list of publicsuffix.org that the crate `psl` embeds, its private part included.
    #[cfg(feature = "public-suffix")]
    #[must_use]
    pub const fn embedded() -> Self {
        Self(List::Embedded)
    }

    pub(crate) fn contain(&self, domain: &[u8]) -> bool {
        match &self.0 {
            #[cfg(feature = "public-suffix")]
            List::Embedded => {
                let lower = domain.to_ascii_lowercase();
                psl::suffix(&lower).is_some_and(|suffix| suffix.as_bytes() == lower)
            }
            List::Own(contain) => contain(domain),
        }
    }
}

/// The same list, not the same answers: one of the caller's own is equal to its clones alone.
impl PartialEq for PublicSuffixes {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            #[cfg(feature = "public-suffix")]
            (List::Embedded, List::Embedded) => true,
            (List::Own(mine), List::Own(theirs)) => {
                ptr::addr_eq(Arc::as_ptr(mine), Arc::as_ptr(theirs))
            }
            #[cfg(feature = "public-suffix")]
            _ => false,
        }
    }
}

impl Eq for PublicSuffixes {}

impl fmt::Debug for PublicSuffixes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PublicSuffixes")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_own_list_equals_its_clones_alone() {
        let list = || PublicSuffixes::new(|domain| domain == b"example");
        let own = list();
        assert!(own.contain(b"example") && !own.contain(b"www.example"));
        assert_eq!(own, own.clone());
        assert_ne!(own, list());
    }

    #[cfg(feature = "public-suffix")]
    #[test]
    fn the_embedded_list_equals_itself_and_is_blind_for_case() {
        let embedded = PublicSuffixes::embedded();
        assert_eq!(embedded, PublicSuffixes::embedded());
        assert_ne!(embedded, PublicSuffixes::new(|_| false));
        assert!(embedded.contain(b"Co.UK") && !embedded.contain(b"example.co.uk"));
    }
}
