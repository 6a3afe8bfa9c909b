//! OCSP responses that are read, and each field that is not as RFC 6960 §4.2 wants it.

use alloc::string::ToString;
use alloc::vec::Vec;

use chainverify_testdata::{
    CertBuilder, Criticality, Extension, Made, OcspBuilder, OcspStatus, der, time,
};

use super::*;
use crate::der::{Field, ParseError, Problem};
use crate::revocation::crl::Reason;

const NONCE: &str = "1.3.6.1.5.5.7.48.1.2";

fn ca() -> Made {
    CertBuilder::ca("CA").sign()
}

fn good() -> OcspBuilder {
    OcspBuilder::new(&ca()).single(&ca(), &[5], &OcspStatus::Good, Some("2026-06-07T00:00:00Z"))
}

fn read(der: &[u8]) -> Result<BasicResponse<'_>, ParseError> {
    match Response::parse(der)? {
        Response::Basic(basic) => Ok(basic),
        Response::Refused(refusal) => panic!("{refusal}"),
    }
}

fn problem(response: OcspBuilder) -> (Field, Problem) {
    let error = read(&response.sign()).unwrap_err();
    (error.field(), error.problem())
}

#[test]
fn a_response_is_read_with_all_its_fields() {
    let nonce = Extension::raw(
        NONCE,
        Criticality::NonCritical,
        &der::octet_string(b"number"),
    );
    let revoked = OcspStatus::Revoked("2026-02-01T00:00:00Z".into(), Some(1));
    let response = good()
        .single(&ca(), &[6], &revoked, None)
        .single(&ca(), &[7], &OcspStatus::Unknown, None)
        .extension(nonce)
        .cert(&ca().der);
    let der = response.sign();
    let basic = read(&der).unwrap();
    assert!(matches!(basic.responder(), Responder::Name(name) if name.to_string() == "CN=CA"));
    assert_eq!(basic.produced_at().to_string(), "2026-06-01T00:00:00Z");
    assert_eq!(basic.nonce(), Some(&b"number"[..]));
    assert_eq!(basic.certs(), [&ca().der[..]]);
    assert_eq!(basic.unknown_critical(), None);
    let serials: Vec<_> = basic
        .singles()
        .iter()
        .map(|one| one.cert_id.serial_number)
        .collect();
    assert_eq!(serials, [[5], [6], [7]]);
    let [good, revoked, unknown] = basic.singles() else {
        panic!()
    };
    assert_eq!(
        (good.status, unknown.status),
        (CertStatus::Good, CertStatus::Unknown)
    );
    assert_eq!(
        good.cert_id.hash_algorithm.to_string(),
        "2.16.840.1.101.3.4.2.1"
    );
    assert_eq!(
        good.next_update.unwrap().to_string(),
        "2026-06-07T00:00:00Z"
    );
    assert_eq!((revoked.next_update, revoked.archive_cutoff), (None, None));
    let CertStatus::Revoked(since) = revoked.status else {
        panic!()
    };
    assert_eq!(since.reason, Reason::KeyCompromise);
    assert_eq!(since.since.to_string(), "2026-02-01T00:00:00Z");
}

#[test]
fn what_is_signed_is_the_data_with_its_frame() {
    let der = good().by_key().sign();
    let basic = read(&der).unwrap();
    let signed = basic.signed();
    assert_eq!(signed.message.first(), Some(&der::SEQUENCE));
    assert!(
        der.windows(signed.message.len())
            .any(|octets| octets == signed.message)
    );
    assert!(matches!(basic.responder(), Responder::KeyHash(hash) if hash.len() == 20));
}

#[test]
fn a_refusal_says_why() {
    for (code, expected) in [
        (1, Refusal::MalformedRequest),
        (2, Refusal::InternalError),
        (3, Refusal::TryLater),
        (5, Refusal::SigRequired),
        (6, Refusal::Unauthorized),
    ] {
        let der = der::sequence([der::tlv(0x0a, &[code])]);
        assert!(matches!(Response::parse(&der), Ok(Response::Refused(why)) if why == expected));
    }
    for bad in [4, 7] {
        let der = der::sequence([der::tlv(0x0a, &[bad])]);
        assert_eq!(
            Response::parse(&der).unwrap_err().field(),
            Field::ResponseStatus
        );
    }
    // Success without anything.
    let der = der::sequence([der::tlv(0x0a, &[0])]);
    assert_eq!(
        Response::parse(&der).unwrap_err().problem(),
        Problem::Truncated
    );
}

#[test]
fn each_field_of_an_answer_is_held_to_its_form() {
    let single = |status: Vec<u8>, this_update: Vec<u8>| {
        let algorithm = der::sequence([der::oid("1.3.14.3.2.26"), der::null()]);
        let hash = der::octet_string(&[1; 20]);
        let id = der::sequence([algorithm, hash.clone(), hash, der::integer(5)]);
        OcspBuilder::new(&ca()).raw_single(der::sequence([id, status, this_update]))
    };
    let now = || time::generalized("2026-06-01T00:00:00Z");
    let good = || der::context_primitive(0, &[]);
    assert!(read(&single(good(), now()).sign()).is_ok());
    let status = |der| problem(single(der, now())).0;
    assert_eq!(status(der::context_primitive(0, &[0])), Field::CertStatus);
    assert_eq!(status(der::context_primitive(3, &[])), Field::CertStatus);
    assert_eq!(status(der::context(1, &[])), Field::RevocationDate);
    let bad_reason = OcspStatus::Revoked("2026-02-01T00:00:00Z".into(), Some(7));
    let bad_reason = OcspBuilder::new(&ca()).single(&ca(), &[5], &bad_reason, None);
    assert_eq!(problem(bad_reason), (Field::ReasonCode, Problem::BadValue));
    let utc = time::utc_time("260601000000Z");
    assert_eq!(problem(single(good(), utc)).0, Field::ThisUpdate);
    assert!(
        read(&OcspBuilder::new(&ca()).sign())
            .unwrap()
            .singles()
            .is_empty()
    );
}

#[test]
fn what_is_not_known_and_critical_is_named() {
    let of = |criticality| {
        let der = good()
            .extension(Extension::raw("1.3.9.9", criticality, &der::null()))
            .sign();
        read(&der)
            .unwrap()
            .unknown_critical()
            .map(|oid| oid.to_string())
    };
    assert_eq!(of(Criticality::NonCritical), None);
    assert_eq!(of(Criticality::Critical).as_deref(), Some("1.3.9.9"));
}
