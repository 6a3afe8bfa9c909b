//! The one path that OpenSSL builds, after openssl-verification-options(1), Certification Path
//! Building: issuer by issuer, first from the trust store and then from what was sent, the first that
//! is valid at the time; no backtracking. Where several would do and the documents do not say which
//! is first, nothing is decided.

use alloc::vec::Vec;

use crate::cert::ext::{GeneralName, KeyUsage};
use crate::cert::{Cert, Name};
use crate::der::{Reader, Time};
use crate::trust::{Anchor, TrustStore};

/// Longer ones are not followed; OpenSSL's own bound is 100.
const LONGEST: usize = 100;

/// What comes of it.
pub(super) enum Built<'a> {
    /// Leaf first, without the anchor, which is self-signed.
    Path(Vec<&'a Cert<'a>>, &'a Anchor),
    /// An issuer is not there.
    NoIssuer,
    /// It ends in a self-signed certificate that is no anchor.
    NotTrusted,
    /// The documents do not say which path it is.
    Undecided(&'static str),
}

/// The path of the first of the certificates.
pub(super) fn build<'a>(sent: &'a [Cert<'a>], store: &'a TrustStore, time: Time) -> Built<'a> {
    let Some((leaf, others)) = sent.split_first() else {
        return Built::NoIssuer;
    };
    let mut path = Vec::from([leaf]);
    let mut current = leaf;
    for _ in 0..LONGEST {
        let identifier = &current.extensions().authority_key_identifier;
        if identifier.is_present() && identifier.value().is_none() {
            return Built::Undecided(
                "no documented rule decides on an authorityKeyIdentifier that cannot be read",
            );
        }
        if is_self_signed(current) {
            return ends_in(path, current, store);
        }
        let is_bare =
            |anchor: &Anchor| anchor.cert().is_none() && anchor.name() == current.issuer();
        if store.anchors().any(is_bare) {
            return Built::Undecided("it has no anchors that are not certificates");
        }
        let anchors = store.anchors().filter_map(Anchor::cert);
        let in_store: Vec<_> = anchors.filter(|one| issued(one, current)).collect();
        let was_sent: Vec<_> = others.iter().filter(|one| issued(one, current)).collect();
        let found = match (in_store.as_slice(), was_sent.as_slice()) {
            ([], []) => return Built::NoIssuer,
            ([], sent) => first(sent, time),
            ([only], _) => Some(*only),
            _ => {
                return Built::Undecided(
                    "no documented rule decides which of several anchors it takes",
                );
            }
        };
        let Some(issuer) = found else {
            return Built::Undecided(
                "no documented rule decides which of several expired issuers it takes",
            );
        };
        if path.iter().any(|one| one.der() == issuer.der()) {
            return Built::Undecided("no documented rule decides on issuers in a circle");
        }
        path.push(issuer);
        current = issuer;
    }
    Built::Undecided("the path is too long")
}

fn ends_in<'a>(mut path: Vec<&'a Cert<'a>>, last: &Cert<'_>, store: &'a TrustStore) -> Built<'a> {
    let mut anchors = store.anchors();
    let anchor = anchors.find(|one| one.cert().is_some_and(|own| own.der() == last.der()));
    match anchor {
        // Whether a leaf is trusted directly, its own rules decide.
        Some(_) if path.len() < 2 => Built::Undecided("the leaf is an anchor"),
        Some(anchor) => {
            path.pop();
            Built::Path(path, anchor)
        }
        None => Built::NotTrusted,
    }
}

/// The first that is valid; one alone whether it is or not.
fn first<'a>(candidates: &[&'a Cert<'a>], time: Time) -> Option<&'a Cert<'a>> {
    if let [only] = candidates {
        return Some(only);
    }
    let mut candidates = candidates.iter().copied();
    candidates.find(|one| {
        let validity = one.validity();
        validity.not_before <= time && time < validity.not_after
    })
}

/// Issuer and subject are the same, and its key identifiers do not say otherwise.
fn is_self_signed(cert: &Cert<'_>) -> bool {
    cert.is_self_issued() && issued(cert, cert)
}

/// Whether a certificate matches as the issuer: name, key identifiers, key usage.
fn issued(issuer: &Cert<'_>, cert: &Cert<'_>) -> bool {
    let usage = issuer.extensions().key_usage.value();
    issuer.subject() == cert.issuer()
        && key_identifiers_fit(issuer, cert)
        && usage.is_none_or(|usage| usage.contains(KeyUsage::KEY_CERT_SIGN))
}

fn key_identifiers_fit(issuer: &Cert<'_>, cert: &Cert<'_>) -> bool {
    let Some(wanted) = cert.extensions().authority_key_identifier.value() else {
        return true;
    };
    let own = issuer.extensions().subject_key_identifier.value();
    let by_key = match (wanted.key_identifier, own) {
        (Some(wanted), Some(own)) => cert.bytes(wanted) == issuer.bytes(own.span()),
        _ => true,
    };
    let serial = wanted.authority_cert_serial_number;
    let by_serial = serial.is_none_or(|serial| cert.bytes(serial) == issuer.serial_number());
    let names = wanted.authority_cert_issuer.map(|names| cert.bytes(names));
    let by_issuer = names.and_then(first_directory_name);
    by_key && by_serial && by_issuer.is_none_or(|name| name == issuer.issuer())
}

/// Of the contents of GeneralNames.
fn first_directory_name(contents: &[u8]) -> Option<Name<'_>> {
    let mut rest = Reader::new(contents);
    loop {
        if let GeneralName::Directory(name) = GeneralName::read(&mut rest).ok()? {
            return Some(name);
        }
    }
}
