//! Tests of both readers: what a keystore says of its certificates, passwords, limits, and that no octet that is changed makes a reader panic
//! or wait.

use core::ops::Range;

use chainverify_testdata::der::{
    context, integer, null, octet_string, oid, sequence, split, streamed,
};
use chainverify_testdata::keystore::{
    ANY_USE, JavaEntry, certificate_bag, java, jks, key_bag, nested_bag, pkcs12, pkcs12_with_mac,
};
use chainverify_testdata::pkcs7;

use super::pkcs12::read;
use super::{
    Keystore, Password, Problem, Standing, StoredKey, decrypt_key, is_intact, is_jks, is_pkcs12,
    read_jks,
};
use crate::files::MOST_ROUNDS;
use crate::files::pkcs7::certificates;

/// A certificate under `pbeWithSHAAnd40BitRC2-CBC`, as Java 8 and OpenSSL 1 wrote them; the password is "grün". Made with OpenSSL 3.0
/// (`openssl pkcs12 -export -legacy -nokeys`), which reads and writes such files only with its legacy provider.
const RC2: &str = "308201a40201033082016a06092a864886f70d010701a082015b04820157308201533082014f06092a864886f70d010706a0\
    8201403082013c0201003082013506092a864886f70d010701301c060a2a864886f70d010c0106300e040805df4c284c68bf\
    f802020800808201086cc1d01f7d98824bb217eb54bdf8610ced6121ac4059bb8312ff4757948040d1672a1820e866c0a211\
    8422ee64a74a3f4e97333631597fab171ba84b01ff4068d713945e96249cc88f323ea1a5a104893cd85171ad71343837d260\
    b896fe25466b4e2b2136e9a2e42a92d9ca9e76b52138f929f5035d11d54e767f7d971f352eacf800de794d07930f9f6b8ea4\
    d5929505be5941ded12117870f4417645f4ab0726e46a92bd8ba225deda862a1af84b1a90f100878adc5e556306462a0b8a6\
    5182eae12d9b077654b95d2c5808cf0c06a5f545067acc12914d19a760f9ed74622b1ec771611cbcd6597528a4af06e35d62\
    a16566ec7174548343f3bd579c5f54b51ca88f33fb684030313021300906052b0e03021a050004149cdadf497160a8846c1c\
    1a63a66b51684b46cace04081d144fbbec844d5a02020800";

fn rc2() -> Vec<u8> {
    let digits = RC2.as_bytes().chunks(2);
    let octet = |pair| u8::from_str_radix(core::str::from_utf8(pair).unwrap(), 16).unwrap();
    digits.map(octet).collect()
}

fn read_pkcs12(file: &[u8], password: Password<'_>) -> Result<Keystore, Problem> {
    read(file, password, MOST_ROUNDS)
}

fn standings(keystore: &Keystore) -> Vec<(&[u8], Standing)> {
    let all = keystore.certificates.iter();
    all.map(|(der, standing)| (der.as_ref(), *standing))
        .collect()
}

#[test]
fn pkcs12_says_which_certificates_it_trusts() {
    let file = pkcs12([
        certificate_bag(b"one", None),
        certificate_bag(b"two", Some(ANY_USE)),
        key_bag(&[0x30, 0]),
        nested_bag([certificate_bag(b"three", Some("1.3.6.1.5.5.7.3.1"))]),
    ]);
    assert!(is_pkcs12(&file));
    let found = read_pkcs12(&file, Password::None).unwrap();
    assert_eq!(found.keys.len(), 1);
    let wanted: [(&[u8], Standing); 3] = [
        (b"one", Standing::Other),
        (b"two", Standing::Trusted),
        (b"three", Standing::TrustedForSome),
    ];
    assert_eq!(standings(&found), wanted);
    let nested = (0..6).fold(certificate_bag(b"deep", None), |bag, _| nested_bag([bag]));
    let deep = read_pkcs12(&pkcs12([nested]), Password::None);
    assert!(matches!(deep, Err(Problem::Unsupported(_))), "{deep:?}");
    let none = read_pkcs12(&pkcs12([key_bag(&[0x30, 0])]), Password::None);
    assert_eq!(none, Err(Problem::NoCertificate));
}

#[test]
fn the_ciphers_of_old_are_read() {
    let found = read_pkcs12(&rc2(), Password::Text("grün")).unwrap();
    let [(der, Standing::Other)] = found.certificates.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!(der.len(), 215);
    for wrong in [Password::None, Password::Text(""), Password::Text("grun")] {
        assert_eq!(read_pkcs12(&rc2(), wrong), Err(Problem::WrongPassword));
    }
}

#[test]
fn a_file_written_as_a_stream_is_read() {
    let file = pkcs12([
        certificate_bag(&[7; 250], Some(ANY_USE)),
        certificate_bag(b"two", None),
    ]);
    let stream = streamed(&file, 4);
    assert!(is_pkcs12(&stream) && stream.starts_with(&[0x30, 0x80]));
    let found = read_pkcs12(&stream, Password::None);
    assert_eq!(found, read_pkcs12(&file, Password::None));
    assert!(found.is_ok());
    for cut in 0..stream.len() {
        assert!(
            read_pkcs12(&stream[..cut], Password::None).is_err(),
            "{cut}"
        );
    }
    // With a MAC, which is over the octets as they are when they are joined.
    let password = Password::Text("grün");
    let whole = read_pkcs12(&rc2(), password).unwrap();
    assert_eq!(
        read_pkcs12(&streamed(&rc2(), 4), password).as_ref(),
        Ok(&whole)
    );
    // Without a MAC, and with the ciphertext in pieces.
    let inside = |der: &[u8]| split(der).unwrap().1.to_vec();
    let info = inside(split(&inside(&rc2())).unwrap().2);
    let safes = inside(&inside(split(&info).unwrap().2));
    let octets = octet_string(&streamed(&safes, 6));
    let info = sequence([oid("1.2.840.113549.1.7.1"), context(0, &octets)]);
    let file = sequence([integer(3), info]);
    assert_eq!(read_pkcs12(&file, password), Ok(whole));
    assert_eq!(
        read_pkcs12(&file, Password::Text("grun")),
        Err(Problem::WrongPassword)
    );
}

/// A file with a MAC by PBMAC1 (RFC 9579 §4), as OpenSSL 3.4 writes it for FIPS.
fn with_pbmac1(password: &str, salt: &[u8], key_length: usize) -> Vec<u8> {
    let plain = pkcs12([certificate_bag(b"one", None)]);
    let inside = |der: &[u8]| split(der).unwrap().1.to_vec();
    let info = split(&inside(&plain)).unwrap().2.to_vec();
    let safes = inside(&inside(split(&inside(&info)).unwrap().2));
    let sha512 = || sequence([oid("1.2.840.113549.2.11"), null()]);
    let parameters = sequence([
        octet_string(salt),
        integer(3),
        integer(u64::try_from(key_length).unwrap()),
        sha512(),
    ]);
    let derivation = sequence([oid("1.2.840.113549.1.5.12"), parameters]);
    let sha256 = sequence([oid("1.2.840.113549.2.9"), null()]);
    let scheme = sequence([oid("1.2.840.113549.1.5.14"), sequence([derivation, sha256])]);
    let mut key = vec![0; key_length];
    let rounds = core::num::NonZeroU32::new(3).unwrap();
    ring::pbkdf2::derive(
        ring::pbkdf2::PBKDF2_HMAC_SHA512,
        rounds,
        salt,
        password.as_bytes(),
        &mut key,
    );
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, &key);
    let tag = ring::hmac::sign(&key, &safes);
    let mac = sequence([scheme, octet_string(tag.as_ref())]);
    sequence([
        integer(3),
        info,
        sequence([mac, octet_string(b"unused"), integer(1)]),
    ])
}

#[test]
fn the_mac_of_today_is_checked_too() {
    let file = with_pbmac1("grün", b"salt", 32);
    assert!(read_pkcs12(&file, Password::Text("grün")).is_ok());
    for wrong in [Password::None, Password::Text("grun")] {
        assert_eq!(read_pkcs12(&file, wrong), Err(Problem::WrongPassword));
    }
    // Two blocks at the least length of a block.
    assert!(read(&file, Password::Text("grün"), 6).is_ok());
    let short = read(&file, Password::Text("grün"), 5);
    assert_eq!(short, Err(Problem::Rounds(5)));
}

#[test]
fn a_long_salt_counts_as_the_rounds_that_it_takes_to_hash_it() {
    let password = Password::Text("grün");
    // Two blocks, each with 3 rounds and 10 × 64 octets of salt.
    let file = with_pbmac1("grün", &[7; 640], 32);
    assert!(read(&file, password, 2 * 13).is_ok());
    let short = read(&file, password, 2 * 13 - 1);
    assert_eq!(short, Err(Problem::Rounds(25)));
    // As many blocks as a file can ask for, each over the whole salt: 3 277 × 64 KiB.
    let file = with_pbmac1("grün", &[7; 1 << 17], 65_535);
    let long = read_pkcs12(&file, password);
    assert_eq!(long, Err(Problem::Rounds(MOST_ROUNDS)));
}

#[test]
fn rounds_are_counted_over_the_whole_file() {
    let bag = || [certificate_bag(b"one", None)];
    for (rounds, wanted) in [
        (1, Problem::WrongPassword),
        (5_000_001, Problem::Rounds(5_000_000)),
        (u64::from(u32::MAX), Problem::Rounds(5_000_000)),
    ] {
        let file = pkcs12_with_mac(bag(), rounds);
        assert_eq!(read_pkcs12(&file, Password::None), Err(wanted));
    }
    let beyond = read_pkcs12(&pkcs12_with_mac(bag(), 1 << 40), Password::None);
    assert!(matches!(beyond, Err(Problem::Broken(_))), "{beyond:?}");
    // 2 048 for the MAC, as many for the key and for the initialization vector.
    let password = Password::Text("grün");
    assert!(read(&rc2(), password, 3 * 2048).is_ok());
    let short = read(&rc2(), password, 3 * 2048 - 1);
    assert!(matches!(short, Err(Problem::Rounds(_))), "{short:?}");
}

#[test]
fn a_private_key_of_java_is_opened_by_its_password_only() {
    let key: Vec<u8> = [&[0x30, 43][..], &[5; 43]].concat();
    let file = jks(&[JavaEntry::Protected(&key, vec![b"one"])], "gr\u{fc}n");
    let found = read_jks(&file).unwrap();
    let [StoredKey::Encrypted(sealed)] = found.keys.as_slice() else {
        panic!("{found:?}")
    };
    let open = |password| decrypt_key(sealed, password, 1);
    assert_eq!(open(Password::Text("gr\u{fc}n")), Ok(key));
    for wrong in [Password::None, Password::Text("green")] {
        assert_eq!(open(wrong), Err(Problem::WrongPassword));
    }
    assert_eq!(format!("{:?}", found.keys), "[StoredKey]");
}

#[test]
fn java_keystores_are_read_with_and_without_their_password() {
    let file = jks(
        &[
            JavaEntry::Trusted(b"one"),
            JavaEntry::Key(vec![b"two", b"three"]),
        ],
        "changeit",
    );
    assert!(is_jks(&file) && !is_pkcs12(&file));
    let found = read_jks(&file).unwrap();
    assert_eq!(found.keys.len(), 1);
    let wanted: [(&[u8], Standing); 3] = [
        (b"one", Standing::Trusted),
        (b"two", Standing::Other),
        (b"three", Standing::Other),
    ];
    assert_eq!(standings(&found), wanted);
    assert!(is_intact(&file, Password::Text("changeit")));
    assert!(!is_intact(&file, Password::Text("")) && !is_intact(&file, Password::None));
    for version in [1, 2] {
        let file = java(0xcece_cece, version, &[JavaEntry::Trusted(b"one")], "");
        assert_eq!(read_jks(&file).unwrap().certificates.len(), 1);
        assert!(is_intact(&file, Password::None));
    }
    let entries = [JavaEntry::Trusted(b"one"), JavaEntry::Secret];
    let secret = read_jks(&java(0xcece_cece, 2, &entries, ""));
    assert_eq!(secret, Err(Problem::Entry(3)));
    assert_eq!(read_jks(&jks(&[], "")), Err(Problem::NoCertificate));
    let later = read_jks(&java(0xfeed_feed, 3, &[], ""));
    assert_eq!(later, Err(Problem::BrokenAt(4)));
}

#[test]
fn certificates_are_counted() {
    for (count, wanted) in [(16_384, Ok(16_384)), (16_385, Err(Problem::TooMany))] {
        let found = read_jks(&jks(&[JavaEntry::Key(vec![b""; count])], ""));
        assert_eq!(found.map(|found| found.certificates.len()), wanted);
        let bags = vec![certificate_bag(b"", None); count];
        let found = read_pkcs12(&pkcs12(bags), Password::None);
        assert_eq!(found.map(|found| found.certificates.len()), wanted);
    }
}

/// A file with one piece in the place of another of the same length.
fn with(file: &[u8], piece: &[u8], instead: &[u8]) -> Vec<u8> {
    let at = file.windows(piece.len()).position(|found| found == piece);
    let (before, rest) = file.split_at(at.unwrap());
    [before, instead, &rest[piece.len()..]].concat()
}

#[test]
fn what_is_not_known_is_refused() {
    let java = jks(
        &[JavaEntry::Trusted(b"one"), JavaEntry::Trusted(b"two")],
        "",
    );
    let other = with(&java, b"X.509", b"X.400");
    assert_eq!(read_jks(&other), Err(Problem::OtherCertificate(1)));
    let more = with(&java, b"two", b"twotwo");
    assert_eq!(read_jks(&more), Err(Problem::BrokenAt(java.len() - 20)));
    let file = pkcs12([certificate_bag(b"one", None)]);
    let x509 = oid("1.2.840.113549.1.9.22.1");
    let other = with(&file, &x509, &oid("1.2.840.113549.1.9.22.2"));
    let read = |file: &[u8]| read_pkcs12(file, Password::None);
    assert_eq!(read(&other), Err(Problem::OtherCertificate(1)));
    let data = oid("1.2.840.113549.1.7.1");
    let signed = with(&file, &data, &oid("1.2.840.113549.1.7.2"));
    assert!(matches!(read(&signed), Err(Problem::Unsupported(_))));
    let no_rounds = pkcs12_with_mac([certificate_bag(b"one", None)], 0);
    assert!(matches!(read(&no_rounds), Err(Problem::Broken(_))));
    let sha1 = oid("1.3.14.3.2.26");
    let unknown = with(&no_rounds, &sha1, &oid("1.3.14.3.2.27"));
    assert!(matches!(read(&unknown), Err(Problem::Unsupported(_))));
}

#[test]
fn every_cut_is_an_error() {
    let p12 = pkcs12([certificate_bag(b"one", Some(ANY_USE))]);
    let jks = jks(&[JavaEntry::Trusted(b"one")], "");
    for cut in 0..p12.len() {
        assert!(read_pkcs12(&p12[..cut], Password::None).is_err(), "{cut}");
    }
    for cut in 0..jks.len() {
        assert!(read_jks(&jks[..cut]).is_err(), "{cut}");
    }
}

/// Numbers that look random and are the same in every run (Marsaglia's xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, range: Range<usize>) -> usize {
        for shift in [13_i32, -7, 17] {
            self.0 ^= match shift {
                13 | 17 => self.0 << shift,
                _ => self.0 >> -shift,
            };
        }
        let size = u64::try_from(range.len()).unwrap();
        range.start + usize::try_from(self.0 % size).unwrap()
    }

    /// A file with up to four changes: an octet of any or of a telling value, a piece left out, a piece twice.
    fn changed(&mut self, file: &[u8]) -> Vec<u8> {
        let mut file = file.to_vec();
        for _ in 0..self.below(1..5) {
            let at = self.below(0..file.len() - 1);
            let end = self.below(at + 1..file.len());
            match self.below(0..4) {
                0 => file[at] = [0, 1, 0x30, 0x7f, 0x80, 0x84, 0xa0, 0xff][self.below(0..8)],
                1 => file[at] = u8::try_from(self.below(0..256)).unwrap(),
                2 if end - at + 4 < file.len() => drop(file.drain(at..end)),
                _ => {
                    let piece = file[at..end].to_vec();
                    file.splice(at..at, piece);
                }
            }
            file.truncate(4096);
        }
        file
    }
}

#[test]
fn changed_files_are_read_or_refused_at_once() {
    let small = pkcs12([
        certificate_bag(b"one", Some(ANY_USE)),
        nested_bag([certificate_bag(b"two", None)]),
    ]);
    let java = jks(
        &[
            JavaEntry::Key(vec![b"one", b"two"]),
            JavaEntry::Trusted(b"three"),
        ],
        "",
    );
    let bundle = pkcs7::certs_only([[0x30, 1, 0], [0x30, 1, 1]]);
    let mut random = Random(0x5eed);
    let sized = |found: &Keystore, file: &[u8]| {
        let octets = found.certificates.iter().map(|(der, _)| der.len());
        assert!(octets.sum::<usize>() <= file.len());
    };
    let password = Password::Text("grün");
    for round in 0..2000 {
        // A derivation takes its time.
        if round % 8 == 0 {
            let file = random.changed(&rc2());
            let _ = read(&file, password, 7000).map(|found| sized(&found, &file));
        }
        for sample in [&small, &streamed(&small, 4)] {
            let file = random.changed(sample);
            let _ = read(&file, Password::None, 100).map(|found| sized(&found, &file));
        }
        let file = random.changed(&java);
        let _ = read_jks(&file).map(|found| sized(&found, &file));
        for sample in [&bundle, &streamed(&bundle, 3)] {
            let file = random.changed(sample);
            let _ = certificates(&file).map(|found| assert!(found.len() <= file.len()));
        }
    }
}
