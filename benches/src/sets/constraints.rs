//! Sets with very many names under very many name constraints (RFC 5280 §4.2.1.10), of a CA that
//! the root signed and of a forged one. Names and bases agree up to what is compared last; each
//! name is within the last permitted subtree and within no excluded one.

use core::net::Ipv6Addr;

use chainverify_testdata::{CertBuilder, Extension, GeneralName, Name, der, oid};

use super::alike::rdn_of;
use super::{Bound, Scale, Set, genuine_and_forged};
use crate::chains::HOST;

pub(super) fn all(scale: Scale) -> Vec<Set> {
    let mut sets = Vec::new();
    for (kind, count, text) in [
        (Kind::Dns, 1_000, "DNS"),
        (Kind::Email, 1_000, "e-mail"),
        (Kind::Uri, 1_000, "URI"),
        (Kind::Ip, 1_000, "IP"),
        (Kind::Directory, 1_000, "directory"),
        (Kind::Attributes, 100, "many-attribute directory"),
        (Kind::LongValue, 100, "long-value directory"),
    ] {
        let [names, subtrees] = [count, 2 * count].map(grouped);
        let name = format!("{names} {text} names under {subtrees} subtrees");
        let count = scale.of(count);
        sets.extend(set(&name, kind, [count, count, count]));
    }
    let count = scale.of(495);
    sets.extend(
        set(
            "495 directory names under 495 excluded, 64 KB",
            Kind::Directory,
            [count, 0, count],
        )
        .into_iter()
        .filter(|set| set.bound == Bound::Unverified),
    );
    sets
}

/// With a space between thousands.
fn grouped(number: usize) -> String {
    match (number / 1_000, number % 1_000) {
        (0, rest) => rest.to_string(),
        (thousands, rest) => format!("{thousands} {rest:03}"),
    }
}

/// What the names are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Dns,
    Email,
    Uri,
    Ip,
    /// Two RDNs of one attribute each.
    Directory,
    /// One RDN of very many attributes after another.
    Attributes,
    /// The same with one attribute of a very long value.
    LongValue,
}

/// What a name is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// In the leaf.
    Subject,
    /// A base of the leaf's names that none of them is within.
    Permitted,
    Excluded,
}

impl Role {
    const fn letter(self) -> char {
        match self {
            Self::Subject => 's',
            Self::Permitted => 'p',
            Self::Excluded => 'e',
        }
    }
}

fn set(name: &str, kind: Kind, [names, permitted, excluded]: [usize; 3]) -> [Set; 2] {
    let mut leaf = CertBuilder::leaf(HOST);
    for number in 0..names {
        leaf = leaf.name(kind.name(Role::Subject, number));
    }
    let bases = |role, count| (0..count).map(move |number| kind.name(role, number));
    let mut permitted: Vec<GeneralName> = bases(Role::Permitted, permitted).collect();
    if !permitted.is_empty() {
        permitted.extend(kind.common());
    }
    let excluded: Vec<GeneralName> = bases(Role::Excluded, excluded).collect();
    let ca = CertBuilder::intermediate("Bench Intermediate")
        .extension(Extension::name_constraints(&permitted, &excluded));
    genuine_and_forged(name, ca, leaf, Name::common("Bench Intermediate"))
}

impl Kind {
    fn name(self, role: Role, number: usize) -> GeneralName {
        let letter = role.letter();
        let host = || format!("{letter}{number:04}.{}", domain(role));
        match self {
            Self::Dns => GeneralName::dns(&host()),
            Self::Email => GeneralName::email(&format!("{letter}{number:04}@{}", domain(role))),
            Self::Uri if role == Role::Subject => GeneralName::uri(&format!("https://{}/", host())),
            Self::Uri => GeneralName::uri(&host()),
            Self::Ip => address(role, number),
            Self::Directory => {
                let text = format!("xxxxxxxxx{letter}{number:04}yyyyyyyyy");
                directory(role, |name| name.and(oid::COMMON_NAME, &text))
            }
            Self::Attributes => {
                let units = (0..15).map(|unit| format!("unit {unit:02}"));
                let units = units.chain([format!("unit {letter}{number:04}")]);
                directory(role, |name| with_units(&name, units))
            }
            Self::LongValue => {
                let text = format!("{}{letter}{number:04}", "x".repeat(1_000));
                directory(role, |name| name.and(oid::COMMON_NAME, &text))
            }
        }
    }

    /// Permitted bases that all names of the leaf are within, its subject and host included.
    fn common(self) -> Vec<GeneralName> {
        match self {
            Self::Dns => ["example.net", "example.com"]
                .map(GeneralName::dns)
                .to_vec(),
            Self::Email => vec![GeneralName::email(&domain(Role::Subject))],
            Self::Uri => vec![GeneralName::uri(".example.net")],
            Self::Ip => vec![range("2001:db8::".parse().expect("an address"), 64)],
            Self::Directory | Self::Attributes | Self::LongValue => vec![
                directory(Role::Permitted, |name| name),
                GeneralName::Directory(Name::common(HOST)),
            ],
        }
    }
}

/// In capitals for bases: these are compared without regard to case.
fn domain(role: Role) -> String {
    let domain = format!("{}.example.net", "a".repeat(40));
    match role {
        Role::Subject => domain,
        Role::Permitted | Role::Excluded => domain.to_uppercase(),
    }
}

/// An address, or a range, of a prefix as long as no other near it.
fn address(role: Role, number: usize) -> GeneralName {
    let place = u16::try_from(number).expect("a small number");
    let block = match role {
        Role::Subject => {
            let address = Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, place);
            return GeneralName::ip(&address.to_string());
        }
        Role::Permitted => 1,
        Role::Excluded => 2,
    };
    range(
        Ipv6Addr::new(0x2001, 0xdb8, block, place, 0, 0, 0, 0),
        64 + u32::from(place) % 65,
    )
}

/// The addresses that agree with this one in so many bits.
fn range(address: Ipv6Addr, prefix: u32) -> GeneralName {
    let mask = u128::MAX.checked_shl(128 - prefix).unwrap_or(0);
    GeneralName::ip_range(&address.to_string(), &Ipv6Addr::from(mask).to_string())
}

/// A directory name below one organization, which bases have in capitals.
fn directory(role: Role, add: impl FnOnce(Name) -> Name) -> GeneralName {
    let organization = match role {
        Role::Subject => "Bench Trust",
        Role::Permitted | Role::Excluded => "BENCH TRUST",
    };
    GeneralName::Directory(add(Name::empty().and(oid::ORGANIZATION, organization)))
}

/// One more RDN of so many attributes.
fn with_units(name: &Name, units: impl Iterator<Item = String>) -> Name {
    let name = name.der();
    let (_, rdns, _) = der::split(&name).expect("a sequence");
    Name::raw(&der::sequence([rdns.to_vec(), rdn_of(units)]))
}
