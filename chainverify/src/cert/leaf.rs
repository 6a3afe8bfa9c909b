//! Which certificate of a set is the leaf, where nobody says so: by names and the CA flag alone. Who
//! really issued what is for the verification.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use pki_types::CertificateDer;

use super::{Cert, Name};

/// Which certificate of a set seems to be the leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LikelyLeaf {
    /// The first one, as it should be (RFC 8446 §4.4.2).
    First,
    /// Another one.
    #[non_exhaustive]
    Other {
        /// Its place, from 0.
        index: usize,
        /// Why it is not the first one.
        first: NoLeaf,
    },
    /// The first one is none, but it cannot be told which other one is.
    Undecided(NoLeaf),
}

/// Why a certificate is not the leaf of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoLeaf {
    /// Another certificate of the set names it as its issuer.
    Issuer,
    /// It is a CA, and one that is none is there.
    Ca,
}

/// Which certificate of a set seems to be the leaf: the one that issued no other one, of several the
/// one that is no CA. The first one is, unless another one is the better choice.
///
/// ```
/// use chainverify::cert::leaf::{LikelyLeaf, NoLeaf, likely_leaf};
///
/// # fn main() -> Result<(), chainverify::cert::pem::PemError> {
/// let mut chain = chainverify::cert::from_pem(include_bytes!("../../../testdata/example/chain.pem"))?;
/// assert_eq!(likely_leaf(&chain), LikelyLeaf::First);
/// chain.reverse();
/// let LikelyLeaf::Other { index, first, .. } = likely_leaf(&chain) else { panic!() };
/// assert_eq!((index, first), (1, NoLeaf::Issuer));
/// # Ok(())
/// # }
/// ```
#[must_use]
pub fn likely_leaf(set: &[CertificateDer<'_>]) -> LikelyLeaf {
    let parsed = set.iter().enumerate().filter_map(|(index, der)| {
        let cert = Cert::parse(CertificateDer::from(der.as_ref())).ok()?;
        Some((index, cert))
    });
    let certs: Vec<_> = parsed.collect();
    let Some((0, first)) = certs.first() else {
        return LikelyLeaf::First;
    };
    let issuers = Issuers::of(&certs);
    let issued = issuers.has(first.subject());
    if !issued && !is_ca(first) {
        return LikelyLeaf::First;
    }
    let others = certs.iter().skip(1);
    let others: Vec<_> = others
        .filter(|(_, cert)| !issuers.has(cert.subject()) && cert.der() != first.der())
        .collect();
    let no_ca: Vec<_> = others.iter().filter(|(_, cert)| !is_ca(cert)).collect();
    match (issued, no_ca.as_slice(), others.as_slice()) {
        (true, [], [(index, _)]) | (true, [(index, _)], _) => LikelyLeaf::Other {
            index: *index,
            first: NoLeaf::Issuer,
        },
        (false, [(index, _)], _) => LikelyLeaf::Other {
            index: *index,
            first: NoLeaf::Ca,
        },
        (true, _, _) => LikelyLeaf::Undecided(NoLeaf::Issuer),
        (false, [], _) => LikelyLeaf::First,
        (false, _, _) => LikelyLeaf::Undecided(NoLeaf::Ca),
    }
}

fn is_ca(cert: &Cert<'_>) -> bool {
    let basic_constraints = cert.extensions().basic_constraints.value();
    basic_constraints.is_some_and(|value| value.ca)
}

/// The issuers that the certificates of a set name, themselves aside, by the hash of the name.
struct Issuers<'a>(BTreeMap<u64, Vec<Name<'a>>>);

impl<'a> Issuers<'a> {
    fn of(certs: &'a [(usize, Cert<'_>)]) -> Self {
        let mut issuers = BTreeMap::<_, Vec<_>>::new();
        let issued = certs.iter().map(|(_, cert)| cert);
        for cert in issued.filter(|cert| !cert.is_self_issued()) {
            let same_hash = issuers.entry(cert.issuer().hash().value).or_default();
            if !same_hash.contains(&cert.issuer()) {
                same_hash.push(cert.issuer());
            }
        }
        Self(issuers)
    }

    fn has(&self, name: Name<'_>) -> bool {
        let same_hash = self.0.get(&name.hash().value).into_iter().flatten();
        same_hash.into_iter().any(|issuer| *issuer == name)
    }
}
