//! CRLite's filters against an oracle: what `clubcard-crlite` builds it reads, and so do we, and both
//! answer every query alike. A damaged file is an error or gives a defined answer. That a filter takes no
//! more memory than its file has octets, the code says: 8 octets for each issuer, which has 52 or more in
//! the file, and at most 4 KiB for the columns.

use std::collections::HashMap;
use std::sync::Arc;

use chainverify::revocation::crlite::{Answer, Filter, Logged};
use clubcard_crlite::{CRLiteClubcard, CRLiteKey, CRLiteStatus, IssuerSpkiHash, LogId, Timestamp};

#[path = "common/filters.rs"]
mod filters;

use filters::{Certificate, Issuer, build};

const LOG: [u8; 32] = [3; 32];

/// Some with a small share of revoked certificates, as most have; one where most are revoked, which is
/// encoded the other way round; one without any; one where all are.
///
/// What no equation can encode is an exception: here a serial number that is both, once in each of the
/// first four.
fn issuers(numbers: &mut Numbers) -> Vec<Issuer> {
    let shares = [
        (40_000, 1),
        (60_000, 2),
        (30_000, 30),
        (30_000, 75),
        (2_000, 0),
        (500, 100),
    ];
    let mut issuers: Vec<_> = (0..)
        .zip(shares)
        .map(|(number, (count, percent))| issuer(number, count / SCALE, percent, numbers))
        .collect();
    for issuer in &mut issuers[..BOTH] {
        let one = &issuer.certificates[0];
        let other = Certificate {
            serial: one.serial.clone(),
            is_revoked: !one.is_revoked,
        };
        issuer.certificates.push(other);
    }
    issuers
}

const BOTH: usize = 4;

fn issuer(number: u8, count: u32, percent: u64, numbers: &mut Numbers) -> Issuer {
    let certificate = |_| Certificate {
        serial: serial(numbers),
        is_revoked: numbers.next() % 100 < percent,
    };
    Issuer {
        spki: [number; 32],
        certificates: (0..count).map(certificate).collect(),
    }
}

/// 16 octets with a leading zero where the number would be negative.
fn serial(numbers: &mut Numbers) -> Vec<u8> {
    let number = [numbers.next().to_be_bytes(), numbers.next().to_be_bytes()].concat();
    match number[0] {
        0x80.. => [&[0], &number[..]].concat(),
        _ => number,
    }
}

fn coverage() -> HashMap<[u8; 32], (u64, u64)> {
    HashMap::from([(LOG, (1_000, 2_000)), ([4; 32], (0, u64::MAX))])
}

fn theirs(oracle: &CRLiteClubcard, issuer: [u8; 32], serial: &[u8], scts: &[Logged]) -> Answer {
    let issuer = IssuerSpkiHash(issuer);
    let key = CRLiteKey::new(&issuer, serial);
    let times = scts
        .iter()
        .map(|sct| (LogId(sct.log), Timestamp(sct.timestamp)));
    match oracle.contains(&key, times) {
        CRLiteStatus::Good => Answer::NotRevoked,
        CRLiteStatus::NotCovered => Answer::NotCovered,
        CRLiteStatus::NotEnrolled => Answer::NotEnrolled,
        CRLiteStatus::Revoked => Answer::Revoked,
    }
}

/// Without optimisation a million queries would take minutes, and so would a filter of many certificates.
const QUERIES: u32 = if cfg!(debug_assertions) {
    100_000
} else {
    1_000_000
};
const SCALE: u32 = if cfg!(debug_assertions) { 10 } else { 1 };

#[test]
fn every_answer_is_that_of_the_oracle() {
    let mut numbers = Numbers(1);
    let issuers = issuers(&mut numbers);
    let file = build(&issuers, &coverage());
    let oracle = CRLiteClubcard::from_bytes(&file).unwrap();
    let filter = Filter::open(file).unwrap();

    // The data has what it is meant to have.
    let blocks = oracle.index();
    let exceptions: Vec<_> = blocks
        .values()
        .flat_map(|block| &block.exceptions)
        .collect();
    assert_eq!(exceptions.len(), BOTH);
    let mut inverted = blocks.values().filter(|block| block.inverted);
    assert!(inverted.any(|block| block.approx_filter_m > 0));

    let covered = [Logged {
        log: LOG,
        timestamp: 1_500,
    }];
    let mut asked = 0;
    for issuer in &issuers {
        for certificate in &issuer.certificates {
            let serial = &certificate.serial;
            let expected = theirs(&oracle, issuer.spki, serial, &covered);
            let answer = filter.query(&issuer.spki, serial, &covered);
            assert_eq!(answer, expected, "{serial:?}");
            let is_said = (answer == Answer::Revoked) == certificate.is_revoked;
            assert!(is_said || exceptions.contains(&serial), "{serial:?}");
            asked += 1;
        }
    }

    // Serial numbers that are in no certificate, issuers that are in no filter, any logs and times.
    let mut answers = HashMap::new();
    while asked < QUERIES {
        let issuer = [u8::try_from(numbers.next() % 8).unwrap(); 32];
        let serial = serial(&mut numbers);
        let length = usize::try_from(numbers.next()).unwrap() % (serial.len() + 1);
        let scts: Vec<Logged> = (0..numbers.next() % 4)
            .map(|_| Logged {
                log: [u8::try_from(2 + numbers.next() % 3).unwrap(); 32],
                timestamp: 900 + numbers.next() % 1_200,
            })
            .collect();
        let answer = filter.query(&issuer, &serial[..length], &scts);
        let expected = theirs(&oracle, issuer, &serial[..length], &scts);
        assert_eq!(answer, expected, "{issuer:?} {serial:?} {scts:?}");
        *answers.entry(answer).or_insert(0) += 1;
        asked += 1;
    }
    assert_eq!(answers.len(), 4, "{answers:?}");
}

/// A filter of some kilobytes with all that one may have.
fn small() -> Vec<u8> {
    let mut numbers = Numbers(2);
    let issuers = [
        issuer(1, 2_000, 5, &mut numbers),
        issuer(2, 300, 80, &mut numbers),
        issuer(3, 20, 0, &mut numbers),
    ];
    build(&issuers, &coverage())
}

#[test]
fn what_is_cut_off_is_refused() {
    let file = small();
    assert!(Filter::open(&file[..]).is_ok());
    for length in 0..file.len() {
        assert!(Filter::open(&file[..length]).is_err(), "{length}");
    }
}

#[test]
fn a_damaged_filter_is_refused_or_answers() {
    let whole = small();
    let mut numbers = Numbers(3);
    let serial = serial(&mut numbers);
    let covered = [Logged {
        log: LOG,
        timestamp: 1_500,
    }];
    let (mut refused, mut opened) = (0, 0);
    for _ in 0..10_000 {
        let mut file = whole.clone();
        // Half of them in the head, where all but the words is.
        let among = match numbers.next() % 2 {
            0 => file.len(),
            _ => file.len().min(300),
        };
        let bit = usize::try_from(numbers.next()).unwrap() % (among * 8);
        file[bit / 8] ^= 1 << (bit % 8);
        let file: Arc<[u8]> = file.into();
        match Filter::open(Arc::clone(&file)) {
            Err(error) => {
                assert!(error.offset <= file.len());
                refused += 1;
            }
            Ok(filter) => {
                for issuer in 0..4 {
                    let answer = filter.query(&[issuer; 32], &serial, &covered);
                    assert_eq!(filter.query(&[issuer; 32], &serial, &covered), answer);
                }
                opened += 1;
            }
        }
    }
    assert!(refused > 500 && opened > 5_000, "{refused}, {opened}");
}

/// The numbers of SplitMix64, the same on every machine.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}
