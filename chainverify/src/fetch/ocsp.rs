//! A request to an OCSP responder: by GET where it fits into a URL, which caches on the way like, else by POST (RFC 6960 appendix A).
//! What comes back is read, and kept for as long as all that it says holds.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::client::{Bounds, Client, Document};
use super::exchange::Method;
use super::lifetime::Validity;
use super::status::Status;
use crate::der::Time;
use crate::der::known;
use crate::finding::FetchProblem;
#[cfg(feature = "ocsp")]
use crate::revocation::ocsp::get_url;
use crate::revocation::ocsp::{BasicResponse, Response};

/// The largest response, in bytes: one with a chain of RSA certificates has under 8 KiB.
pub(super) const MAX_RESPONSE: u64 = 64 * 1024;

/// A response in DER, that was read once.
#[derive(Clone, Debug)]
pub(super) struct OcspDer {
    der: Arc<[u8]>,
    validity: Validity,
}

impl Status for OcspDer {
    const WRONG: FetchProblem = FetchProblem::NotOcspResponse;

    fn read(body: Vec<u8>) -> Option<Self> {
        let validity = match Response::parse(&body).ok()? {
            Response::Basic(basic) => earliest(&basic).map_or(Validity::Now, Validity::Until),
            // tryLater and the like (RFC 6960 §2.3).
            Response::Refused(_) => Validity::Now,
        };
        let der = body.into();
        Some(Self { der, validity })
    }

    fn der(&self) -> &[u8] {
        &self.der
    }

    fn validity(&self) -> Validity {
        self.validity
    }

    fn weight(&self) -> usize {
        self.der.len()
    }
}

/// The earliest nextUpdate. An answer without one says that something newer is there at any time (RFC 6960 §4.2.2.1).
fn earliest(basic: &BasicResponse<'_>) -> Option<Time> {
    let times = basic.singles().iter().map(|single| single.next_update);
    times.min().flatten()
}

/// Whether an answer to this request is for it alone (RFC 9654). Looks for the octets of the extension's identifier: should they stand
/// there for another reason, the answer is asked for once more.
pub(super) fn has_nonce(request: &[u8]) -> bool {
    let mut windows = request.windows(known::OCSP_NONCE.len());
    windows.any(|window| window == known::OCSP_NONCE)
}

/// The request in hexadecimal digits.
pub(super) fn hex(request: &[u8]) -> String {
    let mut text = String::new();
    for octet in request {
        text.push_str(&alloc::format!("{octet:02x}"));
    }
    text
}

/// Asks the responder at `url`. A GET that it answers with a status other than 200 is repeated as a POST.
pub(super) fn ask(
    client: &Client,
    url: &str,
    request: &[u8],
    bounds: Bounds,
) -> Result<Document, FetchProblem> {
    let post = || {
        let post = Method::Post {
            content_type: "application/ocsp-request",
            body: request,
        };
        client.ask(url, post, bounds)
    };
    let Some(form) = get_form(url, request) else {
        return post();
    };
    match client.ask(&form, Method::Get, bounds) {
        Err(problem) if is_status(&problem) => post(),
        outcome => outcome,
    }
}

#[cfg(feature = "ocsp")]
fn get_form(url: &str, request: &[u8]) -> Option<String> {
    get_url(url, request)
}

/// Every responder takes a POST.
#[cfg(not(feature = "ocsp"))]
fn get_form(_: &str, _: &[u8]) -> Option<String> {
    None
}

/// Whether a server answered, there or where it led to, and only said no.
fn is_status(problem: &FetchProblem) -> bool {
    match problem {
        FetchProblem::HttpStatus { .. } => true,
        FetchProblem::Redirected { because, .. } => is_status(because),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{OcspDer, has_nonce, hex};
    use crate::der::{Time, known};
    use crate::fetch::lifetime::Validity;
    use crate::fetch::status::Status;
    use alloc::vec::Vec;
    use chainverify_testdata::{CertBuilder, OcspBuilder, OcspStatus};

    fn validity(next_updates: &[Option<&str>]) -> Validity {
        let ca = CertBuilder::ca("CA").sign();
        let response = next_updates
            .iter()
            .fold(OcspBuilder::new(&ca), |response, next| {
                response.single(&ca, &[1], &OcspStatus::Good, *next)
            });
        OcspDer::read(response.sign()).unwrap().validity()
    }

    #[test]
    fn a_response_is_good_until_the_earliest_of_its_ends() {
        let (june, july) = ("2026-06-01T00:00:00Z", "2026-07-01T00:00:00Z");
        let until_june = Validity::Until(Time::from_unix(1_780_272_000));
        assert_eq!(validity(&[Some(june)]), until_june);
        assert_eq!(validity(&[Some(july), Some(june)]), until_june);
        assert_eq!(validity(&[Some(june), Some(july)]), until_june);
        assert_eq!(validity(&[Some(june), None]), Validity::Now);
        assert_eq!(validity(&[None]), Validity::Now);
        assert_eq!(validity(&[]), Validity::Now);
    }

    #[test]
    fn a_refusal_is_for_this_moment_and_other_octets_are_no_response() {
        let try_later = [0x30, 3, 0x0a, 1, 3];
        let read = OcspDer::read(try_later.to_vec()).unwrap();
        assert_eq!(
            (read.der(), read.validity()),
            (&try_later[..], Validity::Now)
        );
        for body in [&b""[..], b"<html>", &[0x30, 3, 0x0a, 1, 4], &try_later[..4]] {
            assert!(OcspDer::read(body.to_vec()).is_none());
        }
    }

    #[test]
    fn a_nonce_is_seen() {
        let request: Vec<u8> = [&[0x30, 11, 6, 9], known::OCSP_NONCE].concat();
        assert!(has_nonce(&request));
        assert!(!has_nonce(&request[..request.len() - 1]));
        assert!(!has_nonce(&[]));
    }

    #[test]
    fn octets_are_two_digits_each() {
        assert_eq!(hex(&[0, 0x0f, 0xa0, 0xff]), "000fa0ff");
    }
}
