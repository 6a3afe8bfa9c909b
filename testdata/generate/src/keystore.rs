//! Keystores that need no cipher: PKCS#12 without a password (RFC 7292), and Java's JKS and JCEKS. Those that have one are for `openssl pkcs12`.

use sha1::{Digest, Sha1};

use crate::der;

/// anyExtendedKeyUsage: a certificate is trusted for everything.
pub const ANY_USE: &str = "2.5.29.37.0";

/// A PKCS#12 file with these bags, without a MAC.
#[must_use]
pub fn pkcs12(bags: impl IntoIterator<Item = Vec<u8>>) -> Vec<u8> {
    der::sequence([der::integer(3), data(&safes(bags))])
}

/// The same with a MAC by HMAC-SHA-1 that fits no password, in so many rounds.
#[must_use]
pub fn pkcs12_with_mac(bags: impl IntoIterator<Item = Vec<u8>>, rounds: u64) -> Vec<u8> {
    let sha1 = der::sequence([der::oid("1.3.14.3.2.26"), der::null()]);
    let digest = der::sequence([sha1, der::octet_string(&[0; 20])]);
    let mac = der::sequence([digest, der::octet_string(b"salt"), der::integer(rounds)]);
    der::sequence([der::integer(3), data(&safes(bags)), mac])
}

fn safes(bags: impl IntoIterator<Item = Vec<u8>>) -> Vec<u8> {
    der::sequence([data(&der::sequence(bags))])
}

/// A `ContentInfo` around data.
fn data(content: &[u8]) -> Vec<u8> {
    let octets = der::octet_string(content);
    der::sequence([der::oid("1.2.840.113549.1.7.1"), der::context(0, &octets)])
}

fn bag(kind: u8, value: &[u8], attributes: Option<Vec<u8>>) -> Vec<u8> {
    let kind = der::oid(&format!("1.2.840.113549.1.12.10.1.{kind}"));
    let parts = [Some(kind), Some(der::context(0, value)), attributes];
    der::sequence(parts.into_iter().flatten())
}

/// A private key.
#[must_use]
pub fn key_bag(pkcs8: &[u8]) -> Vec<u8> {
    bag(1, pkcs8, None)
}

/// A certificate, and the use that Java trusts it for.
#[must_use]
pub fn certificate_bag(certificate: &[u8], trusted_for: Option<&str>) -> Vec<u8> {
    let mark = trusted_for.map(|used| {
        let mark = der::oid("2.16.840.1.113894.746875.1.1");
        der::set([der::sequence([mark, der::set([der::oid(used)])])])
    });
    let octets = der::octet_string(certificate);
    let x509 = der::oid("1.2.840.113549.1.9.22.1");
    bag(3, &der::sequence([x509, der::context(0, &octets)]), mark)
}

/// Bags in a bag.
#[must_use]
pub fn nested_bag(bags: impl IntoIterator<Item = Vec<u8>>) -> Vec<u8> {
    bag(6, &der::sequence(bags), None)
}

/// An entry of a Java keystore.
#[derive(Clone, Debug)]
pub enum JavaEntry<'a> {
    /// A private key, which nobody can read, and its chain.
    Key(Vec<&'a [u8]>),
    /// A private key in PKCS#8 under the password of the keystore, and its chain.
    Protected(&'a [u8], Vec<&'a [u8]>),
    /// A trusted certificate.
    Trusted(&'a [u8]),
    /// A secret key of JCEKS.
    Secret,
}

/// A Java keystore of the kind JKS.
#[must_use]
pub fn jks(entries: &[JavaEntry<'_>], password: &str) -> Vec<u8> {
    java(0xfeed_feed, 2, entries, password)
}

/// A Java keystore with another magic number or version.
#[must_use]
pub fn java(magic: u32, version: u32, entries: &[JavaEntry<'_>], password: &str) -> Vec<u8> {
    let mut out = [
        number(usize_of(magic)),
        number(usize_of(version)),
        number(entries.len()),
    ]
    .concat();
    for entry in entries {
        let (kind, key, chain) = match entry {
            JavaEntry::Key(chain) => (1, Some(b"sealed".to_vec()), chain.as_slice()),
            JavaEntry::Protected(pkcs8, chain) => {
                (1, Some(protected(pkcs8, password)), chain.as_slice())
            }
            JavaEntry::Trusted(certificate) => (2, None, core::slice::from_ref(certificate)),
            JavaEntry::Secret => (3, None, &[][..]),
        };
        out.extend(number(kind));
        out.extend(text("alias"));
        out.extend([0; 8]);
        if let Some(key) = key {
            out.extend(number(key.len()));
            out.extend(key);
            out.extend(number(chain.len()));
        }
        for certificate in chain {
            if version > 1 {
                out.extend(text("X.509"));
            }
            out.extend(number(certificate.len()));
            out.extend(*certificate);
        }
    }
    let password = password.encode_utf16().flat_map(u16::to_be_bytes);
    let digested: Vec<u8> = password
        .chain(*b"Mighty Aphrodite")
        .chain(out.iter().copied())
        .collect();
    out.extend(Sha1::digest(digested));
    out
}

/// A private key as Java's `KeyProtector` encrypts it.
fn protected(pkcs8: &[u8], password: &str) -> Vec<u8> {
    let password: Vec<u8> = password.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let with_password = |octets: &[u8]| Sha1::digest([&password, octets].concat()).to_vec();
    let salt = [7; 20];
    let mut out = salt.to_vec();
    let mut stream = salt.to_vec();
    for block in pkcs8.chunks(20) {
        stream = with_password(&stream);
        out.extend(block.iter().zip(&stream).map(|(octet, mask)| octet ^ mask));
    }
    out.extend(with_password(pkcs8));
    let algorithm = der::sequence([der::oid("1.3.6.1.4.1.42.2.17.1.1"), der::null()]);
    der::sequence([algorithm, der::octet_string(&out)])
}

fn usize_of(number: u32) -> usize {
    usize::try_from(number).expect("a usize has 32 bits or more")
}

fn number(value: usize) -> [u8; 4] {
    u32::try_from(value)
        .expect("test material is small")
        .to_be_bytes()
}

fn text(text: &str) -> Vec<u8> {
    let length = u16::try_from(text.len()).expect("test material is small");
    [&length.to_be_bytes()[..], text.as_bytes()].concat()
}
