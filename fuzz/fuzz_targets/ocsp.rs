//! One OCSP response: no input panics, everything that is pointed at lies inside, each answer is
//! about a certificate, and the same octets are always read the same.
#![no_main]

use chainverify::revocation::ocsp::{BasicResponse, CertStatus, Responder, Response, Single};
use chainverify_fuzz::within::{assert_plain, assert_within};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    match Response::parse(data) {
        Ok(Response::Basic(basic)) => {
            walk(&basic, data);
            assert_eq!(
                format!("{:?}", Response::parse(data)),
                format!("{:?}", Ok::<_, ()>(Response::Basic(basic.clone()))),
                "another reading"
            );
            cut(data);
        }
        Ok(Response::Refused(refusal)) => assert!(!refusal.to_string().is_empty()),
        Err(error) => assert_plain(&error, data),
    }
});

/// Looks at everything there is.
fn walk(basic: &BasicResponse<'_>, data: &[u8]) {
    let signed = basic.signed();
    for (part, what) in [
        (signed.message, "tbsResponseData"),
        (signed.algorithm, "signatureAlgorithm"),
        (signed.signature, "signature"),
    ] {
        assert_within(part, data, what);
        assert!(part.len() < data.len());
    }
    let message = signed.message;
    match basic.responder() {
        Responder::Name(name) => {
            assert_within(name.as_bytes(), message, "byName");
            let _ = (name.to_string(), name.is_well_formed());
        }
        Responder::KeyHash(hash) => assert_within(hash, message, "byKey"),
    }
    assert!(!basic.produced_at().to_string().is_empty());
    if let Some(nonce) = basic.nonce() {
        assert_within(nonce, message, "nonce");
    }
    if let Some(unknown) = basic.unknown_critical() {
        assert_within(unknown.as_bytes(), message, "an identifier");
    }
    for single in basic.singles() {
        answer(single, message);
    }
    // Each has a CertID, a status and a time.
    assert!(
        basic.singles().len() * 30 <= message.len(),
        "more answers than bytes"
    );
    let mut certs = 0;
    for cert in basic.certs() {
        assert_within(cert, data, "a certificate");
        // What came beside the signature is not signed.
        assert!(cert.as_ptr() >= signed.signature.as_ptr_range().end);
        assert_eq!(cert.first(), Some(&0x30));
        certs += cert.len();
    }
    assert!(certs <= data.len(), "more certificates than bytes");
}

fn answer(single: &Single<'_>, message: &[u8]) {
    let id = single.cert_id;
    for (part, what) in [
        (id.hash_algorithm.as_bytes(), "hashAlgorithm"),
        (id.issuer_name_hash, "issuerNameHash"),
        (id.issuer_key_hash, "issuerKeyHash"),
        (id.serial_number, "serialNumber"),
    ] {
        assert_within(part, message, what);
    }
    // What is signed says which certificate, in the one way that DER has.
    match id.serial_number {
        [] => panic!("an answer about no certificate"),
        [0, 0..=0x7f, ..] | [0xff, 0x80..=0xff, ..] => panic!("not the shortest INTEGER"),
        _ => {}
    }
    assert!(!single.this_update.to_string().is_empty());
    for time in [single.next_update, single.archive_cutoff] {
        assert!(time.is_none_or(|time| !time.to_string().is_empty()));
    }
    if let CertStatus::Revoked(revoked) = single.status {
        assert!(!revoked.reason.to_string().is_empty());
    }
}

/// Whatever ends early, or does not end where it says, is refused.
fn cut(data: &[u8]) {
    for length in [0, 1, data.len() / 2, data.len() - 1] {
        assert!(Response::parse(&data[..length]).is_err(), "read a part");
    }
    let longer = [data, &[0]].concat();
    assert!(Response::parse(&longer).is_err(), "trailing data");
}
