//! The chain of the README's first command: everything that strict web rules ask for, valid for twenty years.

use crate::{Authority, CertBuilder, Extension, Key, Name, RsaSize, oid, pem_chain};

const NOT_BEFORE: &str = "2026-01-01T00:00:00Z";
const NOT_AFTER: &str = "2046-01-01T00:00:00Z";

/// `example/chain.pem` (leaf and intermediate) and `example/root.pem`.
#[must_use]
pub fn example() -> Vec<(String, Vec<u8>)> {
    let named = |common| {
        Name::empty()
            .and(oid::COUNTRY, "XX")
            .and(oid::ORGANIZATION, "Example Trust")
            .and(oid::COMMON_NAME, common)
    };
    let root = CertBuilder::ca("Example Root")
        .subject(named("Example Root"))
        .key(Key::rsa(RsaSize::Bits4096))
        .validity(NOT_BEFORE, NOT_AFTER)
        .sign();
    let intermediate = CertBuilder::intermediate("Example CA 1")
        .subject(named("Example CA 1"))
        .key(Key::rsa(RsaSize::Bits4096Other))
        .validity(NOT_BEFORE, NOT_AFTER)
        .extension(Extension::basic_constraints(Authority::UpTo(0)))
        .extension(Extension::extended_key_usage(&[oid::SERVER_AUTH]))
        .extension(Extension::ca_issuers("http://ca.example.com/root.der"))
        .extension(Extension::crl_distribution_point(
            "http://ca.example.com/root.crl",
        ))
        .issuer(&root)
        .sign();
    let leaf = CertBuilder::leaf("www.example.com")
        .dns("example.com")
        .validity(NOT_BEFORE, NOT_AFTER)
        .extension(Extension::ca_issuers("http://ca.example.com/ca1.der"))
        .extension(Extension::crl_distribution_point(
            "http://ca.example.com/ca1.crl",
        ))
        .issuer(&intermediate)
        .sign();
    vec![
        (
            "example/chain.pem".into(),
            pem_chain([&leaf, &intermediate]).into_bytes(),
        ),
        ("example/root.pem".into(), pem_chain([&root]).into_bytes()),
    ]
}
