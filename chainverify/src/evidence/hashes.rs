//! The hashes of a certificate's two names, and whether both are the same name (RFC 5280 §3.2): most
//! names that differ are told apart by them.

use crate::cert::{Cert, NameHash};

/// What is computed of a certificate's names.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hashes {
    pub(crate) issuer: u64,
    pub(crate) subject: u64,
    /// Whether issuer and subject are well-formed names.
    pub(crate) well_formed: [bool; 2],
    pub(crate) is_self_issued: bool,
}

impl Hashes {
    /// `below`: a certificate that may have its subject as issuer, as the one before it in a chain
    /// does, and its hashes.
    #[inline]
    pub(super) fn of(cert: &Cert<'_>, below: Option<(&Cert<'_>, Self)>) -> Self {
        let (issuer_name, subject_name) = (cert.issuer(), cert.subject());
        let subject = match below {
            Some((below, hashes)) if below.issuer().as_bytes() == subject_name.as_bytes() => {
                let [is_well_formed, _] = hashes.well_formed;
                NameHash {
                    value: hashes.issuer,
                    is_well_formed,
                }
            }
            _ => subject_name.hash(),
        };
        let is_same = issuer_name.as_bytes() == subject_name.as_bytes();
        let issuer = if is_same { subject } else { issuer_name.hash() };
        let is_self_issued =
            is_same || (issuer.value == subject.value && issuer_name == subject_name);
        Self {
            issuer: issuer.value,
            subject: subject.value,
            well_formed: [issuer.is_well_formed, subject.is_well_formed],
            is_self_issued,
        }
    }
}
