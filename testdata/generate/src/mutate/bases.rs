//! The sound chains that mutants are made of: each shows something that the others have not.

use super::Role;
use super::tree::Node;
use crate::extension::Extension;
use crate::name::{GeneralName, Name};
use crate::{Algorithm, Authority, CertBuilder, Criticality, Key, Made, RsaSize, Version, oid};

/// The host that every leaf is for.
pub const HOST: &str = "www.example.com";

/// A sound chain of three certificates.
#[derive(Debug)]
pub struct Base {
    /// Its name.
    pub name: &'static str,
    pub(super) root: Part,
    pub(super) intermediate: Part,
    pub(super) leaf: Part,
    /// The fields of which every value is mutated, by the first words of their paths.
    pub(super) looked_at: &'static [(Role, &'static str)],
    /// Whether the tables of extensions and fields are gone through as well.
    pub(super) tables: Tables,
}

/// Whether a base is the one for the tables of extensions and fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tables {
    /// All of them.
    All,
    /// None: another base has the same extensions.
    None,
}

/// A certificate, and how it was signed.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) tree: Node,
    pub(super) der: Vec<u8>,
    /// The issuer's key.
    pub(super) key: Key,
    pub(super) algorithm: Algorithm,
}

impl Part {
    fn new(made: &Made, issuer: &Made, algorithm: Option<Algorithm>) -> Self {
        Self {
            tree: Node::certificate(&made.der),
            der: made.der.clone(),
            key: issuer.key.clone(),
            algorithm: algorithm.unwrap_or_else(|| issuer.key.default_algorithm()),
        }
    }
}

impl Base {
    pub(super) fn part(&self, role: Role) -> &Part {
        match role {
            Role::Leaf => &self.leaf,
            Role::Intermediate => &self.intermediate,
            Role::Root => &self.root,
        }
    }
}

/// Root, intermediate and leaf, not signed yet.
struct Trio {
    root: CertBuilder,
    intermediate: CertBuilder,
    leaf: CertBuilder,
    algorithm: Option<Algorithm>,
}

impl Trio {
    fn plain() -> Self {
        Self {
            root: CertBuilder::ca("Mutant Root").subject(organization("Mutant Root")),
            intermediate: CertBuilder::intermediate("Mutant CA").subject(organization("Mutant CA")),
            leaf: CertBuilder::leaf(HOST).subject(organization(HOST)),
            algorithm: None,
        }
    }

    fn keys(self, root: Key, intermediate: Key, leaf: Key) -> Self {
        Self {
            root: self.root.key(root),
            intermediate: self.intermediate.key(intermediate),
            leaf: self.leaf.key(leaf),
            ..self
        }
    }

    fn sign(
        self,
        name: &'static str,
        looked_at: &'static [(Role, &'static str)],
        tables: Tables,
    ) -> Base {
        let by = |builder: CertBuilder| match self.algorithm {
            Some(algorithm) => builder.algorithm(algorithm),
            None => builder,
        };
        let root = by(self.root).sign();
        let intermediate = by(self.intermediate).issuer(&root).sign();
        let leaf = by(self.leaf).issuer(&intermediate).sign();
        Base {
            name,
            root: Part::new(&root, &root, self.algorithm),
            intermediate: Part::new(&intermediate, &root, self.algorithm),
            leaf: Part::new(&leaf, &intermediate, self.algorithm),
            looked_at,
            tables,
        }
    }
}

fn organization(common_name: &str) -> Name {
    Name::empty()
        .and(oid::COUNTRY, "XX")
        .and(oid::ORGANIZATION, "Mutants of Example")
        .and(oid::COMMON_NAME, common_name)
}

/// Everything.
const WHOLE: &[(Role, &str)] = &[(Role::Leaf, ""), (Role::Intermediate, ""), (Role::Root, "")];

/// Key and signature.
const ALGORITHMS: &[(Role, &str)] = &[
    (Role::Leaf, "signature"),
    (Role::Leaf, "subjectPublicKeyInfo"),
    (Role::Intermediate, "signature"),
    (Role::Intermediate, "subjectPublicKeyInfo"),
    (Role::Root, "subjectPublicKeyInfo"),
];

const NAMES: &[(Role, &str)] = &[
    (Role::Leaf, "subject."),
    (Role::Leaf, "extensions.subjectAltName"),
    (Role::Intermediate, "extensions.nameConstraints"),
    (Role::Root, "extensions.nameConstraints"),
];

const POLICIES: &[(Role, &str)] = &[
    (Role::Leaf, "extensions.certificatePolicies"),
    (Role::Intermediate, "extensions.certificatePolicies"),
    (Role::Intermediate, "extensions.policyMappings"),
    (Role::Intermediate, "extensions.policyConstraints"),
    (Role::Intermediate, "extensions.inhibitAnyPolicy"),
];

/// All bases.
#[must_use]
pub fn bases() -> Vec<Base> {
    let rsa = || {
        let [root, intermediate, leaf] =
            [RsaSize::Bits2048, RsaSize::Bits2048Other, RsaSize::Bits4096].map(Key::rsa);
        Trio::plain().keys(root, intermediate, leaf)
    };
    let ed25519 = || {
        let [root, intermediate, leaf] = ["root", "intermediate", "leaf"].map(Key::ed25519);
        Trio::plain().keys(root, intermediate, leaf)
    };
    let pss = Trio {
        algorithm: Some(Algorithm::PssSha256),
        ..rsa()
    };
    vec![
        web().sign("p256", WHOLE, Tables::All),
        rsa().sign("rsa", ALGORITHMS, Tables::None),
        pss.sign("pss", &[(Role::Leaf, "signature")], Tables::None),
        ed25519().sign("ed25519", ALGORITHMS, Tables::None),
        v1_root().sign("v1-root", &[(Role::Root, "")], Tables::None),
        host_constraints().sign("hosts", NAMES, Tables::None),
        mail_constraints().sign("mail", NAMES, Tables::None),
        directory_constraints().sign("directory", NAMES, Tables::None),
        policies().sign("policies", POLICIES, Tables::None),
    ]
}

/// As public CAs issue today.
fn web() -> Trio {
    let Trio {
        root,
        intermediate,
        leaf,
        algorithm,
    } = Trio::plain();
    let not_a_ca = Extension::basic_constraints(Authority::No);
    let statement =
        Extension::policy_with_statement(oid::DOMAIN_VALIDATED, "http://ca.example/cps");
    Trio {
        root,
        intermediate: intermediate
            .extension(Extension::basic_constraints(Authority::UpTo(0)))
            .extension(Extension::ca_issuers("http://ca.example/root.cer"))
            .extension(Extension::crl_distribution_point(
                "http://ca.example/root.crl",
            )),
        leaf: leaf
            .dns("*.example.net")
            .ip("192.0.2.1")
            .extension(not_a_ca)
            .extension(statement)
            .extension(Extension::ca_issuers("http://ca.example/ca.cer"))
            .extension(Extension::crl_distribution_point(
                "http://ca.example/ca.crl",
            ))
            .raw_extension("1.3.6.1.4.1.32473.7", Criticality::NonCritical, b"\x05\x00"),
        algorithm,
    }
}

fn v1_root() -> Trio {
    let trio = Trio::plain();
    Trio {
        root: trio.root.version(Version::V1).without_extensions(),
        ..trio
    }
}

/// Names of hosts and addresses under constraints, which all verifiers know.
fn host_constraints() -> Trio {
    let permitted = [
        GeneralName::dns("example.com"),
        GeneralName::ip_range("192.0.2.0", "255.255.255.0"),
    ];
    let excluded = [
        GeneralName::dns("bad.example.com"),
        GeneralName::ip_range("192.0.2.128", "255.255.255.128"),
    ];
    let trio = constrained(&permitted, &excluded);
    Trio {
        leaf: trio.leaf.ip("192.0.2.1"),
        ..trio
    }
}

/// Mailboxes and URIs under constraints, which OpenSSL and Go know.
fn mail_constraints() -> Trio {
    let permitted = [
        GeneralName::email("example.com"),
        GeneralName::uri(".example.com"),
    ];
    let excluded = [
        GeneralName::email("bad@example.com"),
        GeneralName::uri("bad.example.com"),
    ];
    let trio = constrained(&permitted, &excluded);
    Trio {
        leaf: trio
            .leaf
            .subject(organization(HOST).and(oid::EMAIL_ADDRESS, "web@example.com"))
            .email("web@example.com")
            .uri("https://www.example.com/about"),
        ..trio
    }
}

/// Directory names under constraints, and names that no constraint is about. OpenSSL knows them.
fn directory_constraints() -> Trio {
    let place = Name::empty().and(oid::COUNTRY, "XX");
    let bad = place.clone().and(oid::ORGANIZATION, "Bad");
    let trio = constrained(
        &[GeneralName::Directory(place.clone())],
        &[GeneralName::Directory(bad)],
    );
    Trio {
        leaf: trio
            .leaf
            .name(GeneralName::Directory(
                place.and(oid::ORGANIZATIONAL_UNIT, "Web"),
            ))
            .name(GeneralName::RegisteredId("1.3.6.1.4.1.32473.2".to_owned()))
            .name(GeneralName::user_principal("web@example.com")),
        ..trio
    }
}

/// The root excludes, the intermediate permits and excludes.
fn constrained(permitted: &[GeneralName], excluded: &[GeneralName]) -> Trio {
    let trio = Trio::plain();
    let [of_root, of_ca] =
        [&[], permitted].map(|permitted| Extension::name_constraints(permitted, excluded));
    Trio {
        root: trio.root.extension(of_root),
        intermediate: trio.intermediate.extension(of_ca),
        ..trio
    }
}

/// Policies that are mapped and inhibited. That one is required would be refused by OpenSSL as it can be asked here, and the
/// others process no policies; the oracles of the policy rules are elsewhere.
fn policies() -> Trio {
    let trio = Trio::plain();
    let [of_root, of_ca] = ["1.3.6.1.4.1.32473.10", "1.3.6.1.4.1.32473.11"];
    Trio {
        intermediate: trio
            .intermediate
            .extension(Extension::certificate_policies(&[of_root]))
            .extension(Extension::policy_mappings(&[(of_root, of_ca)]))
            .extension(Extension::policy_constraints(None, Some(0)))
            .extension(Extension::inhibit_any_policy(0)),
        leaf: trio
            .leaf
            .extension(Extension::certificate_policies(&[of_ca])),
        ..trio
    }
}
