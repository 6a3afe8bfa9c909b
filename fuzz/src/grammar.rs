//! Sets of certificates by a grammar: few names and few keys, so that they link in every way, and
//! extensions that are mostly right.

use std::sync::LazyLock;

use chainverify::policy::{DirectTrust, Exploration, Switch};
use chainverify::{Origin, Policy, ReferenceName, TrustStore};
use chainverify_testdata::{
    Authority, CertBuilder, Criticality, Extension, Flaw, GeneralName, Issuer, Key, KeyUsage, Name,
    RsaSize, Version, oid,
};
use libfuzzer_sys::arbitrary::{Arbitrary as _, Result, Unstructured};
use pki_types::CertificateDer;

/// A leaf, what came with it, and roots.
#[derive(Debug)]
pub struct CertSet {
    /// The leaf, and what came with it.
    pub chain: Vec<CertificateDer<'static>>,
    /// What is trusted: some made for it, some of the others.
    pub roots: TrustStore,
}

/// Whether certificates say where their issuer may be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IssuerUrls {
    /// A few do.
    Few,
    /// Nearly all do, and the URL is that of the issuer's name.
    Most,
}

impl CertSet {
    /// One more set.
    ///
    /// # Errors
    ///
    /// The bytes are used up.
    pub fn arbitrary(u: &mut Unstructured<'_>, urls: IssuerUrls) -> Result<Self> {
        let mut chain = vec![cert(u, &STARTS.leaf, urls)?];
        for _ in 0..u.int_in_range(0..=8)? {
            chain.push(cert(u, &STARTS.intermediate, urls)?);
        }
        let mut roots = TrustStore::new();
        for _ in 0..u.int_in_range(0..=3)? {
            let root = match u.int_in_range(0..=7)? {
                0 => chain[0].clone(),
                1 => u.choose(&chain)?.clone(),
                _ => cert(u, &STARTS.root, urls)?,
            };
            // The grammar makes some that cannot be read.
            let _ = roots.add(root, Origin::Given);
        }
        Ok(Self { chain, roots })
    }
}

/// The names that are asked for: none, one or two.
///
/// # Errors
///
/// The bytes are used up.
pub fn reference_names(u: &mut Unstructured<'_>) -> Result<Vec<ReferenceName<'static>>> {
    let asked = ["host.example.com", "192.0.2.1", "someone@host.example.com"];
    let count = u.int_in_range(0..=2)?;
    (0..count)
        .map(|_| Ok(ReferenceName::parse(u.choose(&asked)?).expect("a well-formed name")))
        .collect()
}

/// A policy.
///
/// # Errors
///
/// The bytes are used up.
pub fn policy(u: &mut Unstructured<'_>) -> Result<Policy> {
    let switch = |set| if set { Switch::Set } else { Switch::NotSet };
    let mut policy = match u.int_in_range(0..=3)? {
        0 => Policy::web_server(),
        1 => Policy::web_client(),
        2 => Policy::rfc5280(),
        _ => Policy::web_server().strict(),
    };
    policy.initial_explicit_policy = switch(u.arbitrary()?);
    policy.initial_policy_mapping_inhibit = switch(u.arbitrary()?);
    policy.initial_any_policy_inhibit = switch(u.arbitrary()?);
    if u.arbitrary()? {
        policy.exploration = Exploration::All;
    }
    if u.arbitrary()? {
        policy.direct_trust = DirectTrust::Off;
    }
    Ok(policy)
}

const NAMES: [&str; 5] = ["A", "B", "a", "C", " B "];
const POLICIES: [&str; 4] = ["1.2.3", "1.2.4", "1.2.5", oid::ANY_POLICY];
const HOSTS: [&str; 6] = [
    "host.example.com",
    "*.example.com",
    "example.com",
    ".example.com",
    "HOST.example.net",
    "xn--.example.com",
];

/// Where each certificate starts, made once.
static STARTS: LazyLock<Starts> = LazyLock::new(|| Starts {
    leaf: CertBuilder::leaf("host.example.com"),
    intermediate: CertBuilder::intermediate("A"),
    root: CertBuilder::ca("A"),
});

struct Starts {
    leaf: CertBuilder,
    intermediate: CertBuilder,
    root: CertBuilder,
}

/// Few keys, made once: Ed25519, which signs fast, one curve and one RSA key.
static KEYS: LazyLock<Vec<Key>> = LazyLock::new(|| {
    let labels = ["0", "1", "2", "3"];
    let mut keys: Vec<Key> = labels.map(Key::ed25519).to_vec();
    keys.push(Key::p256("4"));
    keys.push(Key::rsa(RsaSize::Bits1024));
    keys
});

/// One certificate; zeros make a good one.
fn cert(
    u: &mut Unstructured<'_>,
    start: &CertBuilder,
    urls: IssuerUrls,
) -> Result<CertificateDer<'static>> {
    let name = |u: &mut Unstructured<'_>| Ok(Name::common(u.choose(&NAMES)?));
    let key = u.choose(&KEYS)?.clone();
    let issuer = *u.choose(&NAMES)?;
    let mut cert = start.clone().key(key).issuer(Issuer {
        name: Name::common(issuer),
        key: KEYS[u.int_in_range(0..=3)?].clone(),
    });
    if urls == IssuerUrls::Most {
        let url = format!("http://ca.example/{}.p7c", issuer.trim());
        cert = cert.extension(Extension::ca_issuers(&url));
    }
    if u.int_in_range(0..=3)? != 3 {
        cert = cert.subject(name(u)?);
    }
    for _ in 0..u.int_in_range(0..=3)? {
        cert = change(u, cert)?;
    }
    Ok(cert.sign().der.into())
}

fn change(u: &mut Unstructured<'_>, cert: CertBuilder) -> Result<CertBuilder> {
    Ok(match u.int_in_range(0..=18)? {
        0 => cert.validity("2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z"),
        1 => cert.validity("2026-05-01T00:00:00Z", "2060-01-01T00:00:00Z"),
        2 => cert.without(oid::AUTHORITY_KEY_IDENTIFIER),
        3 => cert.without(oid::SUBJECT_KEY_IDENTIFIER),
        4 => cert.without(oid::BASIC_CONSTRAINTS),
        5 => {
            let most = u.int_in_range(0..=2)?;
            let kinds = [Authority::No, Authority::Yes, Authority::UpTo(most)];
            cert.extension(Extension::basic_constraints(*u.choose(&kinds)?))
        }
        6 => cert.extension(Extension::key_usage(&[KeyUsage::CrlSign])),
        7 => cert.extension(Extension::extended_key_usage(&[u.choose(&[
            oid::CLIENT_AUTH,
            oid::ANY_EXTENDED_KEY_USAGE,
            oid::SERVER_AUTH,
        ])?])),
        8 => cert.name(general_name(u)?),
        9 => cert.extension(constraints(u)?),
        10 => cert.extension(Extension::certificate_policies(&policies(u)?)),
        11 => cert.extension(Extension::policy_mappings(&mappings(u)?)),
        12 => cert.extension(Extension::policy_constraints(
            Option::arbitrary(u)?,
            Option::arbitrary(u)?,
        )),
        13 => cert.extension(Extension::inhibit_any_policy(u.arbitrary()?)),
        14 => cert.flaw(Flaw::FlippedSignature),
        15 => cert.version(*u.choose(&[Version::V1, Version::V2])?),
        16 => cert.extension(Extension::ca_issuers("http://ca.example/a.crt")),
        17 => cert.without(oid::AUTHORITY_INFO_ACCESS),
        _ => raw(u, cert)?,
    })
}

fn raw(u: &mut Unstructured<'_>, cert: CertBuilder) -> Result<CertBuilder> {
    const KNOWN: [&str; 8] = [
        oid::SUBJECT_ALT_NAME,
        oid::NAME_CONSTRAINTS,
        oid::CERTIFICATE_POLICIES,
        oid::POLICY_MAPPINGS,
        oid::AUTHORITY_KEY_IDENTIFIER,
        oid::AUTHORITY_INFO_ACCESS,
        oid::EXTENDED_KEY_USAGE,
        "1.2.3.4",
    ];
    let length = u.int_in_range(0..=24)?;
    let kind = u.choose(&KNOWN)?;
    let criticality = if u.arbitrary()? {
        Criticality::Critical
    } else {
        Criticality::NonCritical
    };
    Ok(cert.extension(Extension::raw(kind, criticality, u.bytes(length)?)))
}

fn general_name(u: &mut Unstructured<'_>) -> Result<GeneralName> {
    Ok(match u.int_in_range(0..=7)? {
        0 => GeneralName::dns(u.choose(&HOSTS)?),
        1 => GeneralName::ip("192.0.2.1"),
        2 => GeneralName::email("someone@host.example.com"),
        3 => GeneralName::uri("https://host.example.com/"),
        4 => GeneralName::Directory(Name::common(u.choose(&NAMES)?)),
        5 => GeneralName::user_principal("someone"),
        6 => GeneralName::smtp_utf8_mailbox("jos\u{e9}@host.example.com"),
        _ => {
            let length = u.int_in_range(0..=12)?;
            GeneralName::Dns(u.bytes(length)?.to_vec())
        }
    })
}

fn constraints(u: &mut Unstructured<'_>) -> Result<Extension> {
    let mut sides = [Vec::new(), Vec::new()];
    for side in &mut sides {
        for _ in 0..u.int_in_range(0..=2)? {
            side.push(match u.int_in_range(0..=1)? {
                0 => GeneralName::ip_range("192.0.2.0", "255.255.255.0"),
                _ => general_name(u)?,
            });
        }
    }
    Ok(Extension::name_constraints(&sides[0], &sides[1]))
}

fn policies(u: &mut Unstructured<'_>) -> Result<Vec<&'static str>> {
    let count = u.int_in_range(1..=3)?;
    (0..count).map(|_| Ok(*u.choose(&POLICIES)?)).collect()
}

fn mappings(u: &mut Unstructured<'_>) -> Result<Vec<(&'static str, &'static str)>> {
    let count = u.int_in_range(1..=3)?;
    (0..count)
        .map(|_| Ok((*u.choose(&POLICIES)?, *u.choose(&POLICIES)?)))
        .collect()
}
