//! The fetcher as the hook of a search: a need of each kind, and URLs of which the first that gives something is the last.

use core::sync::atomic::Ordering;
use std::io::Write;

use alloc::sync::Arc;
use alloc::vec::Vec;

use chainverify_testdata::{CertBuilder, CrlBuilder};
use pki_types::CertificateDer;

use super::super::body::tests::certificate;
use super::super::loopback::{ok, sends, server, status};
use super::super::{HttpFetch, Reach};
use super::LONG;
use crate::arena::Arena;
use crate::drive::Fetch;
use crate::evidence::{Answer, Fetched, Need, NeedOf, Wanted};
use crate::finding::FetchProblem;

fn fetch(wanted: Wanted, urls: &[&str]) -> Answer {
    let mut ids: Arena<Vec<()>, NeedOf> = Arena::default();
    let need = Need {
        id: ids.push(()),
        wanted,
        certificate: CertificateDer::from(certificate()),
        urls: urls.iter().map(|url| (*url).into()).collect(),
        ocsp_request: Arc::from([7; 9]),
    };
    let fetcher = HttpFetch::new(Reach::Any);
    fetcher.total_timeout(LONG).crl_timeout(LONG).fetch(&need)
}

#[test]
fn the_first_url_that_gives_what_is_wanted_is_the_last_that_is_asked() {
    let certs = [CertificateDer::from(certificate())].into();
    let crl = CrlBuilder::new(&CertBuilder::ca("CA").sign()).sign();
    let try_later = [0x30, 3, 0x0a, 1, 3];
    for (wanted, body, fetched, wrong) in [
        (
            Wanted::Issuers,
            &certificate()[..],
            Fetched::Certs(certs),
            FetchProblem::NotCertificates,
        ),
        (
            Wanted::Crl,
            &crl,
            Fetched::Crl(super::super::parse_crl(crl.clone()).unwrap()),
            FetchProblem::NotCrl,
        ),
        (
            Wanted::DeltaCrl,
            &crl,
            Fetched::Crl(super::super::parse_crl(crl.clone()).unwrap()),
            FetchProblem::NotCrl,
        ),
        (
            Wanted::Ocsp,
            &try_later,
            Fetched::Ocsp(try_later.into()),
            FetchProblem::NotOcspResponse,
        ),
    ] {
        let (ldap, gone) = ("ldap:///CN=A", sends(status(404)));
        let (odd, good) = (sends(ok(b"no")), sends(ok(body)));
        let (never, requests) = server(|mut stream, _| drop(stream.write_all(&status(500))));
        let answer = fetch(wanted, &[ldap, &gone, &odd, &good, &never]);
        let expected = Answer::url(ldap, Err(FetchProblem::SchemeNotAllowed))
            .and_url(gone, Err(FetchProblem::HttpStatus { status: 404 }))
            .and_url(odd, Err(wrong))
            .and_url(good, Ok(fetched));
        assert_eq!(answer, expected, "{wanted:?}");
        assert_eq!(requests.load(Ordering::SeqCst), 0);
    }
}

#[test]
fn no_url_is_no_answer() {
    for wanted in [Wanted::Issuers, Wanted::Crl, Wanted::DeltaCrl, Wanted::Ocsp] {
        assert_eq!(fetch(wanted, &[]), Answer::default());
    }
}
