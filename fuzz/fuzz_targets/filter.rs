//! A filter of CRLite, or an index of filters: no input panics, a query says the same twice, and a
//! filter says nothing of a certificate whose SCTs it does not cover.
#![no_main]

use chainverify::revocation::crlite::{Answer, BadFile, Filter, Index, LogId, Logged, SpkiHash};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    match Filter::open(data) {
        Ok(filter) => {
            queries(&filter, data);
            let longer = [data, &[0]].concat();
            assert!(Filter::open(&longer[..]).is_err(), "trailing data");
            assert!(Filter::open(&data[..data.len() - 1]).is_err(), "cut");
        }
        Err(error) => plain(error, data),
    }
    match Index::open(data) {
        Ok(index) => covering(&index, data),
        Err(error) => plain(error, data),
    }
});

fn plain(error: BadFile, data: &[u8]) {
    assert!(error.offset <= data.len(), "an error behind the end");
    assert!(!error.to_string().is_empty());
}

/// 32 octets of the file from here on.
fn hash(data: &[u8], place: usize) -> Option<[u8; 32]> {
    data.get(place..)?.first_chunk().copied()
}

fn number(data: &[u8], place: usize) -> Option<u64> {
    let octets = data.get(place..)?.first_chunk()?;
    Some(u64::from_be_bytes(*octets))
}

/// What a filter of version 4 begins with: 4 octets, and 48 for each log that it was made from.
const HEAD: usize = 4;
const COVERAGE_ENTRY: usize = 48;

fn logs(data: &[u8]) -> usize {
    match data {
        [_, _, high, low, ..] => usize::from(u16::from_be_bytes([*high, *low])),
        _ => 0,
    }
}

/// The first log with the times from which and until which it is covered.
fn coverage(data: &[u8]) -> Option<(LogId, u64, u64)> {
    let times = HEAD + 32;
    let (earliest, latest) = (number(data, times)?, number(data, times + 8)?);
    (logs(data) > 0).then_some((hash(data, HEAD)?, earliest, latest))
}

fn queries(filter: &Filter, data: &[u8]) {
    // Behind the number of issuers stands the first of them.
    let first = hash(data, HEAD + COVERAGE_ENTRY * logs(data) + 4);
    let issuers: [SpkiHash; 2] = [first.unwrap_or([1; 32]), [0x5a; 32]];
    let serials: [&[u8]; 6] = [
        &[],
        &[1],
        &[0, 0x80],
        &[0x7f; 20],
        data,
        &data[data.len() / 2..],
    ];
    let ask = |scts: &[Logged]| -> Vec<Answer> {
        let pairs = issuers
            .iter()
            .flat_map(|issuer| serials.map(|serial| (issuer, serial)));
        pairs
            .map(|(issuer, serial)| filter.query(issuer, serial, scts))
            .collect()
    };
    let nowhere = Logged {
        log: [0xa5; 32],
        timestamp: 0,
    };
    let known = coverage(data);
    if known.is_none_or(|(log, ..)| log != nowhere.log) && logs(data) < 2 {
        assert!(
            !filter.covers(&nowhere),
            "covers a log that it does not name"
        );
        outside(&ask(&[nowhere]));
    }
    outside(&ask(&[]));
    let Some((log, earliest, latest)) = known else {
        return;
    };
    let at = |timestamp| Logged { log, timestamp };
    for time in [earliest.checked_sub(1), latest.checked_add(1)]
        .into_iter()
        .flatten()
    {
        assert!(!filter.covers(&at(time)), "covers what lies outside");
        outside(&ask(&[at(time)]));
    }
    for time in [earliest, latest, earliest.midpoint(latest)] {
        assert_eq!(filter.covers(&at(time)), earliest <= latest);
        let answers = ask(&[at(time)]);
        assert_eq!(answers, ask(&[at(time)]), "another answer");
        let is_covered = earliest <= latest;
        let is_silent = |answer: &Answer| *answer == Answer::NotCovered;
        assert!(answers.iter().all(|answer| is_silent(answer) != is_covered));
        if is_covered {
            // One that is covered is enough, wherever it stands.
            assert_eq!(answers, ask(&[nowhere, at(time)]));
            let (enrolled, others) = answers.split_at(serials.len());
            let is_enrolled = |answer: &Answer| *answer != Answer::NotEnrolled;
            // Of one issuer all certificates are known, or none is.
            for answers in [enrolled, others] {
                assert!(
                    answers
                        .iter()
                        .all(|one| is_enrolled(one) == is_enrolled(&answers[0]))
                );
            }
        }
    }
}

fn outside(answers: &[Answer]) {
    assert!(
        answers.iter().all(|answer| *answer == Answer::NotCovered),
        "{answers:?}"
    );
}

/// The files that cover something have names that lead nowhere else, each once, and the times decide.
fn covering(index: &Index<'_>, data: &[u8]) {
    assert_eq!(index.covering(&[]), [""; 0]);
    let names = match data {
        [_, _, _, _, _, _, _, _, high, low, ..] => u16::from_be_bytes([*high, *low]),
        _ => 0,
    };
    // Magic, two counts, names of 32 octets, then the logs.
    let first = 14 + 32 * usize::from(names);
    let Some((log, section)) = hash(data, first).zip(number(data, first + 32)) else {
        return;
    };
    let section = usize::try_from(section).unwrap_or(usize::MAX);
    let time = section.checked_add(2).and_then(|place| number(data, place));
    for timestamp in [0, 1, u64::MAX].into_iter().chain(time) {
        let sct = Logged { log, timestamp };
        let found = index.covering(&[sct]);
        assert_eq!(found, index.covering(&[sct, sct]), "another answer");
        assert!(found.len() <= usize::from(names));
        for name in found {
            let is_plain = |c: char| c.is_ascii_alphanumeric() || ".-_".contains(c);
            assert!(name.chars().all(is_plain) && !name.is_empty() && name.len() <= 32);
            assert!(!name.starts_with('.'), "leads out of the folder");
        }
    }
}
