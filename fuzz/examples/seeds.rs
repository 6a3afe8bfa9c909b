//! Writes the seeds of the targets `crl`, `ocsp`, `filter` and `scts` anew, the same bytes in every run:
//! `cargo run --manifest-path fuzz/Cargo.toml --example seeds`.

use std::path::Path;
use std::{fs, io};

use chainverify_testdata::{
    CertBuilder, Criticality, CrlBuilder, CrlEntry, CtLog, Extension, GeneralName, Key, Made, Name,
    OcspBuilder, OcspStatus, der, sct_list,
};

type Seeds = Vec<(&'static str, Vec<u8>)>;

fn main() -> io::Result<()> {
    write("crl", crls())?;
    write("ocsp", responses())?;
    write("filter", filters())?;
    write("scts", timestamps())
}

fn write(target: &str, seeds: Seeds) -> io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("seeds")
        .join(target);
    fs::create_dir_all(&folder)?;
    seeds
        .iter()
        .try_for_each(|(name, bytes)| fs::write(folder.join(name), bytes))
}

fn ca() -> Made {
    CertBuilder::ca("CA").sign()
}

fn crls() -> Seeds {
    let new = || CrlBuilder::new(&ca());
    let flag = |number| der::context_primitive(number, &[0xff]);
    let point = |fields: &[Vec<u8>]| Extension::issuing_distribution_point(fields);
    let uri = der::context(
        0,
        &der::context(0, &GeneralName::uri("http://l/1.crl").der()),
    );
    let other = [GeneralName::Directory(Name::common("Other"))];
    let all_reasons = [0, 1, 2, 3, 4, 5, 6, 8, 9, 10];
    let every_reason = all_reasons.iter().fold(new(), |crl, reason| {
        crl.entry(&CrlEntry::new(&[0x40, *reason]).reason(*reason))
    });
    // Serial numbers that end alike stand side by side in an index.
    let alike = (1..9).fold(new(), |crl, first| {
        let serial = [[first; 12].as_slice(), &[1, 2, 3, 4]].concat();
        crl.entry(&CrlEntry::new(&serial).reason(1))
    });
    let unknown = Extension::raw("1.3.9.9", Criticality::Critical, &der::null());
    let twice = [8, 1, 4].iter().fold(new(), |crl, reason| {
        crl.entry(&CrlEntry::new(&[5]).reason(*reason))
    });
    let indirect = new()
        .entry(&CrlEntry::new(&[5]))
        .entry(&CrlEntry::new(&[5]).certificate_issuer(&other))
        .entry(&CrlEntry::new(&[6]).reason(1))
        .extension(point(&[uri.clone(), flag(4)]));
    let negative = [&[0x80][..], &[0], &[0xff], &[0x00, 0x80]];
    let numbers = negative
        .iter()
        .fold(new(), |crl, serial| crl.entry(&CrlEntry::new(serial)));
    [
        ("empty", new()),
        ("v1", new().v1().entry(&CrlEntry::new(&[5]))),
        (
            "no-next-update",
            new()
                .updates("2026-01-01T00:00:00Z", None)
                .entry(&CrlEntry::new(&[5])),
        ),
        ("every-reason", every_reason),
        ("alike", alike),
        ("twice", twice),
        ("numbers", numbers),
        (
            "invalid-since",
            new().entry(&CrlEntry::new(&[5]).invalid_since("2051-01-15T00:00:00Z")),
        ),
        (
            "unknown-critical",
            new()
                .entry(&CrlEntry::new(&[5]).extension(unknown.clone()))
                .extension(unknown),
        ),
        (
            "delta",
            new()
                .entry(&CrlEntry::new(&[5]).reason(8))
                .extension(Extension::delta_crl_indicator(300)),
        ),
        (
            "shard",
            new()
                .entry(&CrlEntry::new(&[5]))
                .extension(point(&[uri, flag(1)])),
        ),
        (
            "some-reasons",
            new().extension(point(&[der::context_primitive(3, &[0x04, 0x60])])),
        ),
        ("indirect", indirect),
    ]
    .map(|(name, crl)| (name, crl.sign()))
    .into()
}

fn responses() -> Seeds {
    let next = Some("2026-06-07T00:00:00Z");
    let new = || OcspBuilder::new(&ca());
    let good = || new().single(&ca(), &[5], &OcspStatus::Good, next);
    let since = || "2026-02-01T00:00:00Z".to_owned();
    let revoked = |reason| OcspStatus::Revoked(since(), reason);
    let extension = |oid: &str, value: &[u8]| Extension::raw(oid, Criticality::NonCritical, value);
    let nonce = extension("1.3.6.1.5.5.7.48.1.2", &der::octet_string(&[7; 32]));
    let extended_revoke = extension("1.3.6.1.5.5.7.48.1.9", &der::null());
    let three = good()
        .single(&ca(), &[0, 0x80], &revoked(Some(1)), None)
        .single(&ca(), &[6], &revoked(None), next)
        .single(&ca(), &[7], &OcspStatus::Unknown, None);
    let mut seeds: Seeds = [
        ("good", good()),
        ("by-key", good().by_key()),
        ("nonce", good().extension(nonce).extension(extended_revoke)),
        (
            "unknown-critical",
            good().extension(extension("1.3.9.9", &der::null()).critical()),
        ),
        ("no-answer", new()),
        ("three", three),
        ("certs", good().cert(&ca().der).cert(&ca().der)),
    ]
    .map(|(name, response)| (name, response.sign()))
    .into();
    let refused = |status| der::sequence([der::tlv(0x0a, &[status])]);
    seeds.push(("try-later", refused(3)));
    seeds.push(("unauthorized", refused(6)));
    seeds
}

/// One issuer of a filter: hash, rows and rank of the first matrix, rows of the second one, whether
/// it is inverted, exceptions.
fn issuer(hash: u8, [rows, rank]: [u8; 2], is_inverted: u8, exceptions: &[&[u8]]) -> Vec<u8> {
    let mut issuer = vec![hash; 32];
    issuer.extend([0, 0, 0, rows, rank, 0, 0, 0, 0]);
    issuer.extend([
        0,
        0,
        0,
        rows,
        0,
        0,
        0,
        0,
        is_inverted,
        0,
        exceptions.len() as u8,
    ]);
    for exception in exceptions {
        issuer.push(exception.len() as u8);
        issuer.extend(*exception);
    }
    issuer
}

/// A filter of version 4 with one log, from time 1000 to 2000, and columns of these words.
fn filter(issuers: &[Vec<u8>], columns: &[&[u64]], exact: &[u64]) -> Vec<u8> {
    let mut file = vec![4, 0, 0, 1];
    file.extend([0x11; 32]);
    file.extend([1000_u64, 2000].map(u64::to_be_bytes).concat());
    file.extend((issuers.len() as u32).to_be_bytes());
    file.extend(issuers.concat());
    file.push(columns.len() as u8);
    for column in columns.iter().copied().chain([exact]) {
        file.extend((column.len() as u32).to_be_bytes());
        file.extend(column.iter().flat_map(|word| word.to_be_bytes()));
    }
    file
}

/// An index of these files and one log, which each of them covers.
fn index(names: &[&str]) -> Vec<u8> {
    let mut file = b"upkiidx1".to_vec();
    file.extend((names.len() as u16).to_be_bytes());
    file.extend([0, 0, 0, 1]);
    for name in names {
        let mut slot = [0; 32];
        slot[..name.len()].copy_from_slice(name.as_bytes());
        file.extend(slot);
    }
    file.extend([0x11; 32]);
    let section = file.len() as u64 + 10;
    file.extend(section.to_be_bytes());
    file.extend((names.len() as u16).to_be_bytes());
    for number in 0..names.len() as u16 {
        file.extend(number.to_be_bytes());
        file.extend([1000_u64, 2000].map(u64::to_be_bytes).concat());
    }
    file
}

fn filters() -> Seeds {
    const WORDS: &[u64] = &[
        0x0123_4567_89ab_cdef,
        0xfedc_ba98_7654_3210,
        0x5555,
        0xaaaa,
        1 << 63,
    ];
    let exceptions: &[&[u8]] = &[&[1], &[0x7f; 20]];
    let plain = issuer(0x22, [200, 2], 0, &[]);
    let inverted = issuer(0x33, [200, 1], 1, exceptions);
    vec![
        ("empty", filter(&[], &[], &[])),
        ("no-rows", filter(&[issuer(0x22, [0, 0], 1, &[])], &[], &[])),
        // All zero: everything is in the set, but for the exceptions.
        (
            "zeros",
            filter(&[issuer(0x22, [9, 1], 0, exceptions)], &[&[0; 5]], &[0; 5]),
        ),
        (
            "two",
            filter(
                &[plain.clone(), inverted.clone()],
                &[WORDS, &WORDS[1..]],
                WORDS,
            ),
        ),
        (
            "not-sorted",
            filter(&[inverted, plain], &[WORDS, WORDS], WORDS),
        ),
        ("index", index(&["20260601-0-default.filter"])),
        ("index-of-two", index(&["a.filter", "b.filter.delta"])),
        ("index-that-leads-out", index(&["../a"])),
    ]
}

/// Lists of the log that the target knows, and certificates that have one.
fn timestamps() -> Seeds {
    const AT: u64 = 1_779_494_400_000;
    let (log, other) = (CtLog::new(Key::p256("log")), CtLog::new(Key::p256("other")));
    let leaf = || CertBuilder::leaf("example.com").issuer(&ca());
    let made = leaf().sign();
    let bare = CertBuilder::bare(Name::common("bare"), Key::p256("bare")).issuer(&ca());
    let stamp = |log: &CtLog, extensions: &[u8]| log.stamp(&made, AT, extensions);
    let index = &[0, 0, 5, 0, 0, 0, 1, 2];
    let both = leaf()
        .logged(&log, AT, index)
        .logged(&other, AT, &[])
        .dns("www.example.com");
    vec![
        ("list", sct_list(&[stamp(&log, &[]), stamp(&other, index)])),
        (
            "other-version",
            sct_list(&[vec![1, 2, 3], stamp(&log, &[])]),
        ),
        ("empty", sct_list(&[])),
        ("two.der", both.sign().der),
        ("alone.der", bare.logged(&log, AT, &[]).sign().der),
        ("none.der", made.der.clone()),
    ]
}
