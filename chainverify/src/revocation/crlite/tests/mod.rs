//! Filters, made octet by octet. The arithmetic of a query is held against an oracle by
//! `tests/crlite_oracle.rs`; here a block without rows stands for "no certificate", or, if it is
//! inverted, for "each".

mod folder;

use alloc::string::ToString;
use alloc::sync::Arc;
use alloc::vec;
use alloc::vec::Vec;

use chainverify_testdata::{CertBuilder, Criticality, der, oid};
use pki_types::CertificateDer;

use super::*;

const ISSUER: SpkiHash = [7; 32];
const LOG: LogId = [1; 32];

/// All times of one log, one issuer, no rows.
fn plain() -> File {
    File {
        coverage: vec![(LOG, 100, 200)],
        issuers: vec![Block::new(ISSUER, 0)],
        columns: vec![1],
    }
}

struct File {
    coverage: Vec<(LogId, u64, u64)>,
    issuers: Vec<Block>,
    /// How many words each has.
    columns: Vec<u32>,
}

struct Block {
    spki: SpkiHash,
    rank: u8,
    inverted: u8,
    exceptions: Vec<Vec<u8>>,
}

impl Block {
    fn new(spki: SpkiHash, inverted: u8) -> Self {
        Self {
            spki,
            rank: 0,
            inverted,
            exceptions: Vec::new(),
        }
    }
}

impl File {
    fn bytes(&self) -> Vec<u8> {
        let mut file = vec![4, 0];
        file.extend(u16::try_from(self.coverage.len()).unwrap().to_be_bytes());
        for (log, from, until) in &self.coverage {
            file.extend([&log[..], &from.to_be_bytes(), &until.to_be_bytes()].concat());
        }
        file.extend(u32::try_from(self.issuers.len()).unwrap().to_be_bytes());
        for block in &self.issuers {
            file.extend(block.spki);
            file.extend([0, 0, 0, 0, block.rank]);
            file.extend([0; 12]);
            file.push(block.inverted);
            file.extend(u16::try_from(block.exceptions.len()).unwrap().to_be_bytes());
            for serial in &block.exceptions {
                file.push(u8::try_from(serial.len()).unwrap());
                file.extend(serial);
            }
        }
        let (exact, approximate) = self.columns.split_last().unwrap();
        file.push(u8::try_from(approximate.len()).unwrap());
        for words in approximate.iter().chain([exact]) {
            file.extend(words.to_be_bytes());
            file.extend(vec![0; usize::try_from(*words).unwrap() * 8]);
        }
        file
    }

    fn open(&self) -> Filter {
        Filter::open(self.bytes()).unwrap()
    }

    fn problem(&self) -> (usize, Problem) {
        let error = Filter::open(self.bytes()).unwrap_err();
        (error.offset, error.problem)
    }
}

fn at(log: LogId, timestamp: u64) -> Logged {
    Logged { log, timestamp }
}

/// What one filter says of this issuer's certificates.
fn saying(answer: Answer) -> Filter {
    let mut file = plain();
    match answer {
        Answer::Revoked => file.issuers = vec![Block::new(ISSUER, 1)],
        Answer::NotRevoked => {}
        Answer::NotEnrolled => file.issuers = vec![Block::new([8; 32], 1)],
        Answer::NotCovered => file.coverage = vec![([2; 32], 100, 200)],
    }
    file.open()
}

/// From the weakest to the strongest.
const ANSWERS: [Answer; 4] = [
    Answer::NotCovered,
    Answer::NotEnrolled,
    Answer::NotRevoked,
    Answer::Revoked,
];

#[test]
fn a_filter_answers_for_what_it_covers() {
    for answer in ANSWERS {
        let filter = saying(answer);
        assert_eq!(filter.query(&ISSUER, &[5], &[at(LOG, 150)]), answer);
        assert_eq!(filter.query(&ISSUER, &[5], &[]), Answer::NotCovered);
    }
    let filter = saying(Answer::Revoked);
    for (time, is_covered) in [(99, false), (100, true), (200, true), (201, false)] {
        assert_eq!(filter.covers(&at(LOG, time)), is_covered, "{time}");
        assert!(!filter.covers(&at([2; 32], time)));
    }
    // One of several is enough, whichever it is.
    let scts = [at([2; 32], 150), at(LOG, 99), at(LOG, 100)];
    assert_eq!(filter.query(&ISSUER, &[5], &scts), Answer::Revoked);
}

#[test]
fn of_several_filters_all_are_asked_in_any_order() {
    for one in ANSWERS {
        for two in ANSWERS {
            for three in ANSWERS {
                let filters = Filters::new([one, two, three].map(saying));
                let strongest = ANSWERS
                    .into_iter()
                    .rfind(|answer| [one, two, three].contains(answer));
                let said = filters.query(&ISSUER, &[5], &[at(LOG, 150)]);
                assert_eq!(Some(said), strongest, "{one:?} {two:?} {three:?}");
            }
        }
    }
    assert_eq!(
        (Filters::default().len(), Filters::default().is_empty()),
        (0, true)
    );
}

#[test]
fn a_clone_shares_the_file() {
    let file: Arc<[u8]> = plain().bytes().into();
    let filter = Filter::open(Arc::clone(&file)).unwrap();
    let filters = Filters::new([filter.clone(), filter]);
    let more = vec![filters; 50];
    assert_eq!((Arc::strong_count(&file), more.len()), (2, 50));
    drop(more);
    assert_eq!(Arc::strong_count(&file), 1);
}

#[test]
fn the_end_of_the_coverage_is_the_latest_time_of_any_log() {
    let mut file = plain();
    assert_eq!(file.open().covers_until(), Some(200));
    file.coverage.push(([2; 32], 50, 300));
    // Never.
    file.coverage.push(([3; 32], 500, 400));
    let until = file.open();
    assert_eq!(until.covers_until(), Some(300));
    assert_eq!(
        Filters::new([plain().open(), until]).covers_until(),
        Some(300)
    );
    file.coverage.clear();
    assert_eq!(file.open().covers_until(), None);
}

#[test]
fn a_filter_is_held_to_its_format() {
    let blocks = 4 + 48 + 4;
    let block = 32 + 4 + 1 + 12 + 1 + 2;
    let mut file = plain();
    file.issuers[0].inverted = 2;
    assert_eq!(file.problem(), (blocks + 49, Problem::Flag));
    let mut file = plain();
    file.issuers[0].exceptions = vec![vec![1, 2], vec![]];
    assert_eq!(
        file.problem(),
        (blocks + block + 3, Problem::EmptyException)
    );
    file.issuers[0].exceptions = vec![vec![1, 2], vec![3]];
    assert!(Filter::open(file.bytes()).is_ok());
    for second in [ISSUER, [6; 32]] {
        let mut file = plain();
        file.issuers.push(Block::new(second, 0));
        assert_eq!(file.problem(), (blocks + block, Problem::NotSorted));
    }
    let mut file = plain();
    file.coverage.push((LOG, 1, 2));
    assert_eq!(file.problem(), (2, Problem::NotSorted));
    let mut file = plain();
    file.issuers.push(Block::new([9; 32], 0));
    file.issuers[1].rank = 1;
    assert_eq!(file.problem(), (blocks + block, Problem::Rank));
    file.columns.push(1);
    assert!(Filter::open(file.bytes()).is_ok());
}

#[test]
fn a_filter_ends_where_its_file_ends() {
    let whole = plain().bytes();
    for length in 0..whole.len() {
        let error = Filter::open(&whole[..length]).unwrap_err();
        assert_eq!(error.problem, Problem::Truncated, "{length}");
        assert!(error.offset <= length);
    }
    let error = Filter::open([&whole[..], &[0]].concat()).unwrap_err();
    assert_eq!(
        (error.offset, error.problem),
        (whole.len(), Problem::TrailingData)
    );
    assert_eq!(
        error.to_string(),
        std::format!("at byte {}: trailing data", whole.len())
    );
    for (place, problem) in [(0, Problem::Version), (1, Problem::Reserved)] {
        let mut other = whole.clone();
        other[place] = 3;
        let error = Filter::open(other).unwrap_err();
        assert_eq!((error.offset, error.problem), (place, problem));
    }
}

/// An SCT of version 1.
fn sct(log: LogId, timestamp: u64) -> Vec<u8> {
    let signature = [&[4, 3, 0, 2][..], &[9, 9]].concat();
    [
        &[0][..],
        &log,
        &timestamp.to_be_bytes(),
        &[0, 0],
        &signature,
    ]
    .concat()
}

fn opaque(content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap();
    [&length.to_be_bytes()[..], content].concat()
}

#[test]
fn of_a_certificate_the_timestamps_are_taken_that_can_be_read() {
    let of = |scts: &[Vec<u8>]| -> Vec<Logged> {
        let list: Vec<u8> = scts.iter().flat_map(|sct| opaque(sct)).collect();
        let value = der::octet_string(&opaque(&list));
        let made = CertBuilder::leaf("example.com")
            .raw_extension(oid::SCT_LIST, Criticality::NonCritical, &value)
            .sign();
        let cert = Cert::parse(CertificateDer::from_slice(&made.der)).unwrap();
        logged(&cert).collect()
    };
    let two = [sct([1; 32], 5), sct([2; 32], u64::MAX)];
    assert_eq!(of(&two), [at([1; 32], 5), at([2; 32], u64::MAX)]);
    assert_eq!(
        of(&[sct([1; 32], 5), vec![0], sct([2; 32], 6)]),
        [at([1; 32], 5)]
    );
    let none = CertBuilder::leaf("example.com").sign();
    let cert = Cert::parse(CertificateDer::from_slice(&none.der)).unwrap();
    assert_eq!(logged(&cert).count(), 0);
}
