//! What a distribution point may give: a CRL in DER (RFC 5280 §4.2.1.13), or, as some servers have it, in PEM (RFC 7468 §7). It is
//! read whole, so that nobody has to read it again.

use pki_types::CertificateRevocationListDer;
use pki_types::pem::PemObject;

use alloc::vec::Vec;

use super::lifetime::Validity;
use super::status::Status;
use crate::der::tag;
use crate::finding::FetchProblem;
use crate::revocation::crl::Crl;

/// The CRL in what a distribution point gave: in DER, or the one CRL of a PEM text; `None` if it is anything else.
///
/// For a client of your own, async or with a proxy. The CRL is as untrusted as where it comes from.
///
/// ```
/// use chainverify::fetch::parse_crl;
/// use chainverify_testdata::{CertBuilder, CrlBuilder};
///
/// let body = CrlBuilder::new(&CertBuilder::ca("CA").sign()).sign();
/// assert!(parse_crl(body).is_some_and(|crl| crl.is_empty()));
/// assert_eq!(parse_crl(b"<html>".to_vec()), None);
/// ```
#[must_use]
pub fn parse_crl(body: Vec<u8>) -> Option<Crl> {
    let der = match body.first() {
        Some(&tag::SEQUENCE) => CertificateRevocationListDer::from(body),
        _ => from_pem(&body)?,
    };
    Crl::parse(der).ok()
}

impl Status for Crl {
    const WRONG: FetchProblem = FetchProblem::NotCrl;

    fn read(body: Vec<u8>) -> Option<Self> {
        parse_crl(body)
    }

    fn der(&self) -> &[u8] {
        Self::der(self)
    }

    fn validity(&self) -> Validity {
        self.next_update().map_or(Validity::Unsaid, Validity::Until)
    }

    /// Its octets, and the 8 that the index has for each entry.
    fn weight(&self) -> usize {
        let entries = usize::try_from(self.len()).unwrap_or(usize::MAX);
        let index = entries.saturating_mul(8);
        Self::der(self).len().saturating_add(index)
    }
}

/// The one CRL of a PEM text. Of two nobody could say which is meant.
fn from_pem(text: &[u8]) -> Option<CertificateRevocationListDer<'static>> {
    let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
    let mut found = CertificateRevocationListDer::pem_slice_iter(text);
    let crl = found.next()?.ok()?;
    found.next().is_none().then_some(crl)
}

#[cfg(test)]
mod tests {
    use super::parse_crl;
    use crate::fetch::lifetime::Validity;
    use crate::fetch::status::Status;
    use alloc::vec::Vec;
    use chainverify_testdata::{CertBuilder, CrlBuilder, CrlEntry, pem};

    fn crl() -> CrlBuilder {
        CrlBuilder::new(&CertBuilder::ca("CA").sign())
    }

    #[test]
    fn a_crl_is_taken_in_der_and_pem() {
        let der = crl().sign();
        let text = pem("X509 CRL", &der);
        for body in [
            der.clone(),
            text.clone().into_bytes(),
            ["\u{feff}text before\n", &text].concat().into(),
            [&pem("CERTIFICATE", &[0x30, 0]), &*text].concat().into(),
            text.replace('\n', "\r\n").into(),
        ] {
            assert_eq!(parse_crl(body).unwrap().der(), der);
        }
    }

    #[test]
    fn everything_else_is_no_crl() {
        let der = crl().sign();
        let text = pem("X509 CRL", &der);
        let trailing = [&der[..], &[0]].concat();
        let bodies: [Vec<u8>; 9] = [
            Vec::new(),
            b"<html>".to_vec(),
            CertBuilder::ca("CA").sign().der,
            trailing.clone(),
            der[..der.len() - 1].into(),
            pem("CERTIFICATE", &der).into(),
            pem("X509 CRL", &trailing).into(),
            text.repeat(2).into(),
            text.replace("-----END X509 CRL-----\n", "").into(),
        ];
        for body in bodies {
            assert_eq!(parse_crl(body), None);
        }
    }

    #[test]
    fn the_index_that_a_crl_may_get_is_part_of_its_weight() {
        let der = crl()
            .entry(&CrlEntry::new(&[1]))
            .entry(&CrlEntry::new(&[2]));
        let der = der.sign();
        let length = der.len();
        assert_eq!(parse_crl(der).unwrap().weight(), length + 16);
    }

    #[test]
    fn a_crl_without_next_update_says_nothing_of_how_long_it_is_good() {
        let without = crl().updates("2026-01-01T00:00:00Z", None).sign();
        assert_eq!(parse_crl(without).unwrap().validity(), Validity::Unsaid);
        let with = parse_crl(crl().sign()).unwrap();
        let next = with.next_update().unwrap();
        assert_eq!(with.validity(), Validity::Until(next));
    }
}
