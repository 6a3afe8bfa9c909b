//! The greeting: a ClientHello of TLS 1.2 (RFC 5246 §7.4.1.2) that offers what rustls does not, so that an old server chooses something and
//! goes on to its certificate. Nothing that is offered is ever used: no key is agreed on.

use rustls::{CipherSuite, SignatureScheme};

use crate::connect::keys::Keys;

/// Suites beside their names, which rustls has for its own alone.
macro_rules! named {
    ($($name:ident)*) => {
        &[$((CipherSuite::$name, stringify!($name))),*]
    };
}

/// In the order of preference: forward secrecy first, RSA key exchange after it, broken ciphers last.
const SUITES: &[(CipherSuite, &str)] = named![
    TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
    TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
    TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
    TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384
    TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256
    TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256
    TLS_ECDHE_ECDSA_WITH_AES_128_CCM
    TLS_DHE_RSA_WITH_AES_128_GCM_SHA256
    TLS_DHE_RSA_WITH_AES_256_GCM_SHA384
    TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256
    TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256
    TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256
    TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384
    TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384
    TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA
    TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA
    TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA
    TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA
    TLS_DHE_RSA_WITH_AES_128_CBC_SHA256
    TLS_DHE_RSA_WITH_AES_256_CBC_SHA256
    TLS_DHE_RSA_WITH_AES_128_CBC_SHA
    TLS_DHE_RSA_WITH_AES_256_CBC_SHA
    TLS_DHE_DSS_WITH_AES_128_CBC_SHA
    TLS_DHE_DSS_WITH_AES_256_CBC_SHA
    TLS_RSA_WITH_AES_128_GCM_SHA256
    TLS_RSA_WITH_AES_256_GCM_SHA384
    TLS_RSA_WITH_AES_128_CBC_SHA256
    TLS_RSA_WITH_AES_256_CBC_SHA256
    TLS_RSA_WITH_AES_128_CBC_SHA
    TLS_RSA_WITH_AES_256_CBC_SHA
    TLS_RSA_WITH_AES_128_CCM
    TLS_RSA_WITH_CAMELLIA_128_CBC_SHA
    TLS_RSA_WITH_CAMELLIA_256_CBC_SHA
    TLS_DHE_RSA_WITH_CAMELLIA_256_CBC_SHA
    TLS_RSA_WITH_SEED_CBC_SHA
    TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA
    TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA
    TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA
    TLS_DHE_DSS_WITH_3DES_EDE_CBC_SHA
    TLS_RSA_WITH_3DES_EDE_CBC_SHA
    TLS_ECDHE_ECDSA_WITH_RC4_128_SHA
    TLS_ECDHE_RSA_WITH_RC4_128_SHA
    TLS_RSA_WITH_RC4_128_SHA
    TLS_RSA_WITH_RC4_128_MD5
];

/// What TLS 1.2 signs with; older versions do not ask.
const SCHEMES: [SignatureScheme; 11] = [
    SignatureScheme::ECDSA_NISTP256_SHA256,
    SignatureScheme::ECDSA_NISTP384_SHA384,
    SignatureScheme::ECDSA_NISTP521_SHA512,
    SignatureScheme::RSA_PSS_SHA256,
    SignatureScheme::RSA_PSS_SHA384,
    SignatureScheme::RSA_PSS_SHA512,
    SignatureScheme::RSA_PKCS1_SHA256,
    SignatureScheme::RSA_PKCS1_SHA384,
    SignatureScheme::RSA_PKCS1_SHA512,
    SignatureScheme::RSA_PKCS1_SHA1,
    SignatureScheme::ECDSA_SHA1_Legacy,
];

/// SHA-1 with DSA, which rustls has no name for (RFC 5246 §7.4.1.4.1).
const DSA_SHA1: u16 = 0x0202;

/// secp256r1, secp384r1, secp521r1, x25519, secp256k1 and the Brainpool curves (RFC 8422 §5.1.1, RFC 7027 §2).
const GROUPS: [u16; 8] = [23, 24, 25, 29, 22, 26, 27, 28];

/// Extensions by their number: RFC 6066 §3, RFC 8422 §5.1, RFC 5246 §7.4.1.4.1, RFC 7627 §5.1.
const SERVER_NAME: u16 = 0;
const SUPPORTED_GROUPS: u16 = 10;
const EC_POINT_FORMATS: u16 = 11;
const SIGNATURE_ALGORITHMS: u16 = 13;
const EXTENDED_MASTER_SECRET: u16 = 23;

/// The name of a suite, if it was offered.
pub(super) fn offered(suite: CipherSuite, keys: Keys) -> Option<&'static str> {
    let mut all = suites(keys);
    let (_, name) = all.find(|(offered, _)| *offered == suite)?;
    Some(name)
}

fn suites(keys: Keys) -> impl Iterator<Item = (CipherSuite, &'static str)> {
    let serves = move |(_, name): &(CipherSuite, &str)| match keys {
        Keys::Any => true,
        Keys::Rsa => name.contains("_RSA_WITH_"),
        Keys::EllipticCurve => name.contains("_ECDSA_WITH_"),
    };
    SUITES.iter().copied().filter(serves)
}

/// The record with the greeting. Its version is that of TLS 1.0, as servers that know nothing newer want it (RFC 5246 appendix E.1).
pub(super) fn record(server_name: Option<&str>, keys: Keys, random: &[u8; 32]) -> Vec<u8> {
    let mut hello = Vec::from([1]);
    list(&mut hello, Width::Three, |out| {
        out.extend([3, 3]);
        out.extend(random);
        // No session to resume.
        out.push(0);
        list(out, Width::Two, |out| {
            let renegotiation = CipherSuite::TLS_EMPTY_RENEGOTIATION_INFO_SCSV;
            let suites = suites(keys).map(|(suite, _)| suite);
            for suite in suites.chain([renegotiation]) {
                number(out, suite.into());
            }
        });
        // No compression.
        out.extend([1, 0]);
        list(out, Width::Two, |out| extensions(out, server_name, keys));
    });
    let mut record = Vec::from([22, 3, 1]);
    list(&mut record, Width::Two, |out| out.extend(hello));
    record
}

fn extensions(out: &mut Vec<u8>, server_name: Option<&str>, keys: Keys) {
    if let Some(name) = server_name {
        number(out, SERVER_NAME);
        list(out, Width::Two, |out| {
            list(out, Width::Two, |out| {
                // host_name
                out.push(0);
                list(out, Width::Two, |out| out.extend(name.as_bytes()));
            });
        });
    }
    number(out, SUPPORTED_GROUPS);
    numbers(out, GROUPS);
    number(out, EC_POINT_FORMATS);
    // uncompressed
    out.extend([0, 2, 1, 0]);
    number(out, SIGNATURE_ALGORITHMS);
    let schemes = SCHEMES.into_iter().filter(|scheme| keys.allow(*scheme));
    let dsa = (keys == Keys::Any).then_some(DSA_SHA1);
    numbers(out, schemes.map(u16::from).chain(dsa));
    number(out, EXTENDED_MASTER_SECRET);
    out.extend([0, 0]);
}

/// An extension that is one list of numbers.
fn numbers(out: &mut Vec<u8>, all: impl IntoIterator<Item = u16>) {
    list(out, Width::Two, |out| {
        list(out, Width::Two, |out| {
            all.into_iter().for_each(|one| number(out, one));
        });
    });
}

fn number(out: &mut Vec<u8>, number: u16) {
    out.extend(number.to_be_bytes());
}

/// How many octets a length has.
#[derive(Clone, Copy)]
enum Width {
    Two,
    Three,
}

/// A vector of RFC 5246 §4.3: its length, and what `write` adds. All that is written here is far below 64 KiB.
fn list(out: &mut Vec<u8>, width: Width, write: impl FnOnce(&mut Vec<u8>)) {
    let mut inner = Vec::new();
    write(&mut inner);
    let length = u16::try_from(inner.len()).unwrap_or(u16::MAX);
    if matches!(width, Width::Three) {
        out.push(0);
    }
    number(out, length);
    out.extend(inner);
}

#[cfg(test)]
mod tests {
    use rustls::CipherSuite;

    use super::{offered, record};
    use crate::connect::keys::Keys;

    #[test]
    fn a_greeting_is_short_enough_for_old_servers() {
        // Some hang on one of 256 to 511 octets (RFC 7685 §1).
        let long = "a".repeat(40);
        assert!(record(Some(&long), Keys::Any, &[7; 32]).len() < 5 + 256);
        let longest = "a".repeat(253);
        let record = record(Some(&longest), Keys::Any, &[7; 32]);
        assert_eq!(
            usize::from(record[3]) * 256 + usize::from(record[4]),
            record.len() - 5
        );
    }

    #[test]
    fn keys_choose_the_suites() {
        let curve = CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA;
        let rsa = CipherSuite::TLS_RSA_WITH_AES_128_CBC_SHA;
        let with = |keys| [curve, rsa].map(|suite| offered(suite, keys));
        let [for_curve, for_rsa] = [
            "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
            "TLS_RSA_WITH_AES_128_CBC_SHA",
        ]
        .map(Some);
        assert_eq!(with(Keys::Any), [for_curve, for_rsa]);
        assert_eq!(with(Keys::Rsa), [None, for_rsa]);
        assert_eq!(with(Keys::EllipticCurve), [for_curve, None]);
        let newer = CipherSuite::TLS13_AES_128_GCM_SHA256;
        assert_eq!(offered(newer, Keys::Any), None);
    }
}
