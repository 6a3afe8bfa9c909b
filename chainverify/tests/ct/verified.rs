//! Which timestamps verify, and which do not.

use std::sync::LazyLock;

use chainverify::ct::{
    BadLog, Check, Compliance, Delivery, Log, LogKind, LogList, Outcome, State, Transparency,
};
use chainverify::{Algorithms, Cert};
use chainverify_testdata::{
    CertBuilder, Criticality, CtLog, Extension, Key, Name, RsaSize, der, sct_list,
};
use pki_types::CertificateDer;

use crate::logs::{
    DAY, LEAF_INDEX, NOW, ca, list, milliseconds, outcomes, parse, said, test_log, time,
};

/// What comes of the timestamps in a certificate that `ca()` issued.
fn check(leaf: &[u8]) -> Transparency {
    static KNOWN: LazyLock<(Cert<'_>, LogList)> = LazyLock::new(|| (parse(&ca().der), list()));
    let (ca, logs) = &*KNOWN;
    let leaf = parse(leaf);
    let check = Check::new(&leaf, time(NOW)).logs(logs);
    let check = check.issued_by(ca.subject_public_key_info());
    check.run(&Algorithms::default())
}

/// A timestamp of every kind of log and key, and what the list has of each.
#[test]
fn timestamps_of_p256_and_rsa_and_of_tiled_logs_verify() {
    let leaf = CertBuilder::leaf("example.com")
        .issuer(&ca())
        .logged(&test_log("a1"), 1_779_000_000_123, &[])
        .logged(&test_log("rsa"), milliseconds(NOW), &[])
        .logged(&test_log("t1"), 1_779_000_000_000, LEAF_INDEX)
        .sign();
    let found = check(&leaf.der);
    assert_eq!(outcomes(&found), [Outcome::Verified; 3]);
    assert_eq!(said(&found), ["met"; 2]);
    assert_eq!(found.log_list, Some(time(NOW)));
    assert_eq!((found.scts_left_out, found.unreadable.len()), (0, 0));
    let first = &found.scts[0];
    assert_eq!(first.log_id[..], test_log("a1").id());
    assert_eq!(
        (first.timestamp, first.time()),
        (1_779_000_000_123, time(1_779_000_000))
    );
    let log = first.log.as_ref().unwrap();
    assert_eq!((log.name.as_str(), log.operator.as_str()), ("a1", "a"));
    assert_eq!(
        (log.kind, log.state),
        (LogKind::Rfc6962, Some(State::Usable))
    );
    assert_eq!(found.scts[2].log.as_ref().unwrap().kind, LogKind::Tiled);
}

/// What a log signed is cut out of the certificate: wherever the list stands, and whatever is in the
/// rest.
#[test]
fn the_list_is_cut_out_wherever_it_stands() {
    let log = test_log("a1");
    let leaf = || CertBuilder::leaf("example.com").issuer(&ca());
    let bare = || CertBuilder::bare(Name::common("bare"), Key::p256("bare")).issuer(&ca());
    let at = milliseconds(NOW - DAY);
    // Lengths in more octets than they need, where no reader looks: 1 and 2 in two octets each.
    let odd = |builder: CertBuilder| {
        builder.raw_extension(
            "1.2.3",
            Criticality::NonCritical,
            &[0x30, 0x81, 3, 4, 0x81, 0],
        )
    };
    let long = |builder: CertBuilder, length: usize| {
        let value = der::octet_string(&vec![7; length]);
        builder.raw_extension("1.2.4", Criticality::NonCritical, &value)
    };
    let mut all = vec![
        ("last", leaf().logged(&log, at, &[])),
        ("first", bare().logged(&log, at, &[]).dns("example.com")),
        ("alone", bare().logged(&log, at, &[])),
        ("between", odd(leaf().logged(&log, at, &[]))),
        ("behind", odd(leaf()).logged(&log, at, &[])),
    ];
    // Where the list makes a length longer by an octet.
    let lengths = [20, 100, 127, 128, 200, 255, 256, 65_000, 65_535];
    all.extend(lengths.map(|length| ("long", long(bare(), length).logged(&log, at, &[]))));
    for (name, builder) in all {
        assert_eq!(
            outcomes(&check(&builder.sign().der)),
            [Outcome::Verified],
            "{name}"
        );
    }
}

/// Where the octets of `part` stand in `whole`, once.
fn find(whole: &[u8], part: &[u8]) -> usize {
    let mut places = whole.windows(part.len()).enumerate();
    let found = places
        .by_ref()
        .find(|(_, window)| *window == part)
        .unwrap()
        .0;
    assert!(places.all(|(_, window)| window != part), "twice");
    found
}

#[test]
fn no_timestamp_with_a_flipped_bit_verifies() {
    for label in ["t1", "rsa"] {
        let log = test_log(label);
        let at = 1_779_000_000_123_u64;
        let leaf = CertBuilder::leaf("example.com")
            .issuer(&ca())
            .logged(&log, at, LEAF_INDEX)
            .sign();
        assert_eq!(outcomes(&check(&leaf.der)), [Outcome::Verified]);
        let id = find(&leaf.der, &log.id());
        let timestamp = find(&leaf.der, &at.to_be_bytes());
        let cert = parse(&leaf.der);
        let scts = cert
            .extensions()
            .signed_certificate_timestamps
            .value()
            .unwrap();
        let sct = scts.scts(cert.der()).next().unwrap().unwrap();
        let signature = find(&leaf.der, sct.signature);
        // From the log's id to the end of the signature: all that there is but two lengths, which end
        // the list elsewhere.
        let lengths = [timestamp + 8, timestamp + 9, signature - 2, signature - 1];
        let mut failed = 0;
        for place in id..signature + sct.signature.len() {
            for bit in 0..8 {
                let mut flipped = leaf.der.clone();
                flipped[place] ^= 1 << bit;
                let found = check(&flipped);
                if lengths.contains(&place) {
                    assert_eq!(
                        (found.scts.len(), found.unreadable.len()),
                        (0, 1),
                        "{place}.{bit}"
                    );
                    continue;
                }
                let expected = match place < timestamp {
                    true => Outcome::UnknownLog,
                    false => Outcome::Failed,
                };
                assert_eq!(outcomes(&found), [expected], "{label} {place}.{bit}");
                failed += 1;
            }
        }
        assert_eq!(
            failed,
            8 * (32 + 8 + 8 + 2 + sct.signature.len()),
            "{label}"
        );
    }
}

#[test]
fn a_timestamp_is_about_this_certificate_and_this_key_of_its_issuer() {
    let leaf = CertBuilder::leaf("example.com");
    let leaf = leaf
        .issuer(&ca())
        .logged(&test_log("a1"), milliseconds(NOW - DAY), &[])
        .sign();
    let (logs, ca) = (list(), parse(&ca().der));
    let spki = ca.subject_public_key_info().to_vec();
    let with = |leaf: &Cert<'_>, spki: &[u8]| {
        let check = Check::new(leaf, time(NOW)).logs(&logs).issued_by(spki);
        outcomes(&check.run(&Algorithms::default()))
    };
    let cert = parse(&leaf.der);
    assert_eq!(with(&cert, &spki), [Outcome::Verified]);
    for place in 0..spki.len() * 8 {
        let mut other = spki.clone();
        other[place / 8] ^= 1 << (place % 8);
        assert_eq!(with(&cert, &other), [Outcome::Failed], "{place}");
    }
    // All of the signed part but the list itself, as far as it is a certificate still.
    let list = cert
        .extensions()
        .signed_certificate_timestamps
        .span()
        .unwrap();
    let start = find(&leaf.der, cert.signed().message);
    let mut read = 0;
    for place in start..start + cert.signed().message.len() {
        let in_list = place >= list.start() as usize && place < list.end() as usize;
        let mut other = leaf.der.clone();
        other[place] ^= 1 << (place % 8);
        if let Ok(other) = Cert::parse(CertificateDer::from(other))
            && !in_list
        {
            read += 1;
            assert_ne!(with(&other, &spki), [Outcome::Verified], "{place}");
        }
    }
    assert!(read > 200, "{read}");
}

#[test]
fn without_the_issuer_embedded_timestamps_are_not_checked() {
    let leaf = CertBuilder::leaf("example.com").issuer(&ca());
    let logs = list();
    let at = milliseconds(NOW - DAY);
    let embedded = leaf
        .clone()
        .logged(&test_log("a1"), at, &[])
        .logged(&test_log("b1"), at, &[])
        .sign();
    let cert = parse(&embedded.der);
    let found = Check::new(&cert, time(NOW))
        .logs(&logs)
        .run(&Algorithms::default());
    assert_eq!(outcomes(&found), [Outcome::IssuerUnknown; 2]);
    assert_eq!(
        said(&found),
        ["not checked, the issuer of the certificate is not known"; 2]
    );
    // Those beside the certificate are about the certificate itself.
    let sent = sct_list(&["a1", "b1"].map(|label| test_log(label).stamp(&embedded, at, &[])));
    let check = Check::new(&cert, time(NOW))
        .logs(&logs)
        .scts(Delivery::Tls, &sent);
    let found = check.run(&Algorithms::default());
    assert_eq!(outcomes(&found)[2..], [Outcome::Verified; 2]);
    assert_eq!(said(&found), ["met"; 2]);
    // And not about another one.
    let other = leaf.serial(&[1]).sign();
    let check = Check::new(&cert, time(NOW)).logs(&logs);
    let sent = sct_list(&[test_log("a1").stamp(&other, at, &[])]);
    let found = check
        .scts(Delivery::Ocsp, &sent)
        .run(&Algorithms::default());
    assert_eq!(outcomes(&found)[2..], [Outcome::Failed]);
}

#[test]
fn a_list_that_cannot_be_read_has_no_timestamp() {
    let leaf = CertBuilder::leaf("example.com").issuer(&ca()).sign();
    let cert = parse(&leaf.der);
    let logs = list();
    let at = milliseconds(NOW - DAY);
    let good = sct_list(&["a1", "b1"].map(|label| test_log(label).stamp(&leaf, at, &[])));
    for length in 0..good.len() {
        let check = Check::new(&cert, time(NOW)).logs(&logs);
        let found = check
            .scts(Delivery::Tls, &good[..length])
            .run(&Algorithms::default());
        assert_eq!(
            (found.scts.len(), found.unreadable.len()),
            (0, 1),
            "{length}"
        );
        assert_eq!(found.unreadable[0].delivery, Delivery::Tls);
        let few = "not met, timestamps of 0 logs count, 3 are needed";
        assert_eq!(said(&found), [few; 2]);
    }
    // One list does not spoil another.
    let check = Check::new(&cert, time(NOW))
        .logs(&logs)
        .scts(Delivery::Ocsp, &[0]);
    let found = check.scts(Delivery::Tls, &good).run(&Algorithms::default());
    assert_eq!(outcomes(&found), [Outcome::Verified; 2]);
    assert_eq!(
        (found.chrome, found.unreadable.len()),
        (Compliance::Meets, 1)
    );
}

#[test]
fn no_more_than_32_timestamps_are_looked_at() {
    let leaf = CertBuilder::leaf("example.com").issuer(&ca()).sign();
    let cert = parse(&leaf.der);
    let logs = list();
    let at = milliseconds(NOW - DAY);
    let same = test_log("a1").stamp(&leaf, at, &[]);
    let many = sct_list(&vec![same; 40]);
    let check = Check::new(&cert, time(NOW))
        .logs(&logs)
        .scts(Delivery::Tls, &many);
    let found = check.run(&Algorithms::default());
    assert_eq!((found.scts.len(), found.scts_left_out), (32, 8));
    let many = "not checked, there are more timestamps than are looked at";
    assert_eq!(said(&found), [many; 2]);
}

#[test]
fn a_key_that_the_algorithms_cannot_use_is_no_verdict() {
    let leaf = CertBuilder::leaf("example.com").issuer(&ca());
    let at = milliseconds(NOW - DAY);
    let leaf = leaf
        .logged(&test_log("a1"), at, &[])
        .logged(&test_log("rsa"), at, &[])
        .sign();
    let (cert, ca, logs) = (parse(&leaf.der), parse(&ca().der), list());
    let check = Check::new(&cert, time(NOW))
        .logs(&logs)
        .issued_by(ca.subject_public_key_info());
    let only_p256: Algorithms = [chainverify::crypto::ring::ECDSA_P256_SHA256]
        .into_iter()
        .collect();
    let found = check.run(&only_p256);
    assert_eq!(outcomes(&found), [Outcome::Verified, Outcome::Unsupported]);
    let unsupported = "not checked, the signature of a log is not supported";
    assert_eq!(said(&found), [unsupported; 2]);
}

#[test]
fn a_log_has_a_key_of_p256_or_of_rsa_with_2048_bits() {
    for key in [
        Key::p384("log"),
        Key::ed25519("log"),
        Key::rsa(RsaSize::Bits1024),
    ] {
        assert_eq!(Log::new(&key.spki(), LogKind::Tiled), Err(BadLog::KeyKind));
    }
    let spki = Key::p256("log").spki();
    for length in 0..spki.len() {
        assert!(matches!(
            Log::new(&spki[..length], LogKind::Tiled),
            Err(BadLog::Key(_))
        ));
    }
    assert_eq!(
        Log::new(&spki, LogKind::Tiled).unwrap().id()[..],
        CtLog::new(Key::p256("log")).id()
    );
}

/// Of an extension that is no list at all.
#[test]
fn an_extension_that_is_no_list_is_said() {
    let leaf = CertBuilder::leaf("example.com").issuer(&ca());
    let extension = Extension::raw(
        chainverify_testdata::oid::SCT_LIST,
        Criticality::NonCritical,
        &[5, 0],
    );
    let found = check(&leaf.extension(extension).sign().der);
    assert_eq!(found.scts, []);
    assert_eq!(found.unreadable.len(), 1);
    assert_eq!(found.unreadable[0].delivery, Delivery::Embedded);
}
