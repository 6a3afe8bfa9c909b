//! A list of certificate timestamps, and a certificate that may have one: no input panics, what is read lies inside, and what a log
//! would have signed is the certificate without the list: a TBSCertificate that reads the same but for that.
#![no_main]

use std::cell::RefCell;
use std::sync::LazyLock;

use chainverify::cert::ext::SignedCertificateTimestamp;
use chainverify::ct::{Check, Delivery, Log, LogKind, LogList, Outcome, State};
use chainverify::der::Time;
use chainverify::{Algorithms, Cert};
use chainverify_fuzz::within::{assert_plain, assert_within};
use chainverify_testdata::{CtLog, Key, der};
use libfuzzer_sys::fuzz_target;
use pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id};

/// Keeps what it is asked, and says yes.
#[derive(Debug)]
struct Keeps;

impl SignatureVerificationAlgorithm for Keeps {
    fn verify_signature(&self, _: &[u8], message: &[u8], _: &[u8]) -> Result<(), InvalidSignature> {
        KEPT.with_borrow_mut(|kept| kept.push(message.to_vec()));
        Ok(())
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::ECDSA_P256
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::ECDSA_SHA256
    }
}

thread_local! {
    static KEPT: RefCell<Vec<Vec<u8>>> = const { RefCell::new(Vec::new()) };
}

const NOW: Time = Time::from_unix(1_780_272_000);

/// The log of the seeds, for every time.
static LOGS: LazyLock<LogList> = LazyLock::new(|| {
    let key = CtLog::new(Key::p256("log")).spki();
    let log = Log::new(&key, LogKind::Tiled).expect("a key of P-256");
    LogList::new(NOW, [log.state(State::Usable, Time::from_unix(0))])
});

static ISSUER: [u8; 3] = [1, 2, 3];

fuzz_target!(|data: &[u8]| {
    list(data);
    if let Ok(cert) = Cert::parse(data.to_vec().into()) {
        embedded(&cert);
    }
});

/// The shortest timestamp has 47 octets and two in front.
fn list(data: &[u8]) {
    let mut ended = false;
    let mut octets = 0;
    for sct in SignedCertificateTimestamp::read_list(data) {
        assert!(!ended, "an error is the end");
        match sct {
            Ok(sct) => {
                assert_within(sct.log_id, data, "the id");
                assert_within(sct.extensions, data, "the extensions");
                assert_within(sct.signature, data, "the signature");
                octets += 49 + sct.extensions.len() + sct.signature.len();
            }
            Err(error) => {
                ended = true;
                assert_plain(&error, data);
            }
        }
    }
    assert!(octets <= data.len().saturating_sub(2), "more than there is");
}

fn embedded(cert: &Cert<'_>) {
    static ALGORITHMS: Algorithms = Algorithms::new(&[&Keeps]);
    KEPT.with_borrow_mut(Vec::clear);
    let check = Check::new(cert, NOW).logs(&LOGS).issued_by(&ISSUER);
    let found = check.run(&ALGORITHMS);
    assert!(found.scts.len() <= 32, "too many");
    assert!(
        found
            .scts
            .iter()
            .all(|sct| sct.delivery == Delivery::Embedded)
    );
    assert!(found.unreadable.len() <= 1 && (found.unreadable.is_empty() || found.scts.is_empty()));
    let good = |outcome| matches!(outcome, Outcome::Verified | Outcome::InFuture);
    let good = found.scts.iter().filter(|sct| good(sct.outcome)).count();
    let kept = KEPT.with_borrow(Vec::clone);
    assert_eq!(good, kept.len(), "verified without a look");
    kept.iter().for_each(|message| signed(cert, message));
    let alone = Check::new(cert, NOW).logs(&LOGS).run(&ALGORITHMS);
    assert!(
        alone
            .scts
            .iter()
            .all(|sct| sct.outcome != Outcome::Verified)
    );
}

/// `struct { v1, certificate_timestamp, timestamp, precert_entry, issuer_key_hash, TBSCertificate, extensions }`
fn signed(cert: &Cert<'_>, message: &[u8]) {
    const BEFORE: usize = 2 + 8 + 2 + 32;
    assert_eq!(
        (&message[..2], &message[10..12]),
        (&[0, 0][..], &[0, 1][..])
    );
    let [high, middle, low] = message[BEFORE..BEFORE + 3]
        .try_into()
        .expect("three octets");
    let length = usize::try_from(u32::from_be_bytes([0, high, middle, low])).expect("32 bits");
    let tbs = &message[BEFORE + 3..BEFORE + 3 + length];
    let before = cert.signed().message;
    let list = cert
        .extensions()
        .signed_certificate_timestamps
        .span()
        .expect("the list");
    let list = usize::try_from(list.end() - list.start()).expect("32 bits");
    // Lengths of up to five octets become shorter, and empty extensions are left out.
    assert!(before.len() >= tbs.len() + list && before.len() <= tbs.len() + list + 24);
    let parts = [
        tbs.to_vec(),
        der::tlv(0x30, cert.signed().algorithm),
        der::bit_string(&[]),
    ];
    let without = Cert::parse(der::sequence(parts).into()).expect("a certificate without it");
    assert!(
        !without
            .extensions()
            .signed_certificate_timestamps
            .is_present()
    );
    assert_eq!(without.serial_number(), cert.serial_number());
    assert_eq!(without.subject().as_bytes(), cert.subject().as_bytes());
    assert_eq!(
        without.subject_public_key_info(),
        cert.subject_public_key_info()
    );
    let usage = |cert: &Cert<'_>| {
        cert.extensions()
            .key_usage
            .span()
            .map(|span| cert.bytes(span).to_vec())
    };
    assert_eq!(usage(&without), usage(cert));
}
