//! The comparison of hashes as evidence, link by link (feature `digest`; without it there are no
//! rows).

#[cfg(feature = "digest")]
mod with {
    use alloc::format;
    use alloc::string::{String, ToString};
    use alloc::vec::Vec;

    use crate::crypto::digest::{Comparison, Evidence, NotByThisKey, Scheme, evidence, sha256};
    use crate::explain::role::role;
    use crate::explain::rows::DigestRow;
    use crate::finding::CertId;
    use crate::rules::hex;
    use crate::search::{Attempt, Record};

    pub(crate) fn fingerprint(der: &[u8]) -> Option<String> {
        Some(hex(&sha256(der)))
    }

    pub(crate) fn rows(record: &Record<'_>, attempt: Option<&Attempt>) -> Vec<DigestRow> {
        let Some(attempt) = attempt else {
            return Vec::new();
        };
        let mut rows: Vec<DigestRow> = record
            .links(attempt)
            .filter_map(|link| {
                let id = CertId::Pool(link.below);
                let signed = record.cert(id)?.signed();
                let key = match link.issuer {
                    CertId::Pool(_) => record.cert(link.issuer)?.subject_public_key_info(),
                    CertId::Anchor(_) => record.anchor(link.issuer)?.subject_public_key_info(),
                };
                let found = evidence(signed.message, signed.algorithm, signed.signature, key);
                Some(row(role(record, attempt, id), found))
            })
            .collect();
        rows.reverse();
        rows
    }

    fn text(comparison: &Comparison) -> String {
        let why = match comparison {
            Comparison::Equal => "equal: the issuer signed exactly this",
            Comparison::Differs { .. } => {
                "differs: the certificate was altered after it was signed"
            }
            Comparison::OtherHash { named, .. } => {
                return format!("the signature is over a hash of another kind ({named})");
            }
            Comparison::NotComputed { named, .. } => {
                return format!("signed by this key over a hash of kind {named}, not computed");
            }
            Comparison::NotByThisKey(why) => {
                return format!("not a signature by this key ({})", not_by_this_key(*why));
            }
            Comparison::NothingToRecover(scheme) => {
                return format!("nothing to compare: {}", nothing_to_recover(*scheme));
            }
            Comparison::Unsupported(_) => "the issuer's RSA key is not one that can be used",
        };
        why.to_string()
    }

    const fn not_by_this_key(why: NotByThisKey) -> &'static str {
        match why {
            NotByThisKey::NotRsaKey => "the issuer's key is not an RSA key",
            NotByThisKey::Length { .. } => "it is not as long as the key",
            NotByThisKey::OutOfRange => "it is larger than the key's modulus",
            NotByThisKey::Padding => "the key recovers no padding from it",
            NotByThisKey::DigestInfo => "the key recovers no hash from it",
        }
    }

    const fn nothing_to_recover(scheme: Scheme) -> &'static str {
        match scheme {
            Scheme::RsaPss => "RSA-PSS signatures do not give the hash back",
            Scheme::Ecdsa => "ECDSA signatures do not give the hash back",
            Scheme::EdDsa => "EdDSA signs the certificate itself, not a hash",
            Scheme::MlDsa => "ML-DSA signs the certificate itself, not a hash",
            Scheme::Other => "this kind of signature does not give a hash back",
        }
    }

    fn row(role: String, found: Evidence) -> DigestRow {
        let text = text(&found.comparison);
        let (comparison, recovered) = match found.comparison {
            Comparison::Equal => ("equal", found.computed.clone()),
            Comparison::Differs { recovered } => ("differs", Some(recovered)),
            Comparison::OtherHash { recovered, .. } => ("other_hash", Some(recovered)),
            Comparison::NotComputed { recovered, .. } => ("not_computed", Some(recovered)),
            Comparison::NotByThisKey(_) => ("not_by_this_key", None),
            Comparison::NothingToRecover(_) => ("nothing_to_recover", None),
            Comparison::Unsupported(_) => ("unsupported", None),
        };
        DigestRow {
            role,
            hash: found.hash.map(|hash| hash.to_string()),
            h1: found.computed.as_deref().map(hex),
            h2: recovered.as_deref().map(hex),
            comparison,
            text,
        }
    }
}

#[cfg(not(feature = "digest"))]
mod without {
    use alloc::string::String;
    use alloc::vec::Vec;

    use crate::explain::rows::DigestRow;
    use crate::search::{Attempt, Record};

    pub(crate) const fn fingerprint(_: &[u8]) -> Option<String> {
        None
    }

    pub(crate) const fn rows(_: &Record<'_>, _: Option<&Attempt>) -> Vec<DigestRow> {
        Vec::new()
    }
}

#[cfg(feature = "digest")]
pub(super) use with::{fingerprint, rows};
#[cfg(not(feature = "digest"))]
pub(super) use without::{fingerprint, rows};
