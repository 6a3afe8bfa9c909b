//! Names and the bases of subtrees, by number, of each kind.

use chainverify_testdata::{GeneralName, Name, oid};

/// What a list is for: names and bases of the same number are no more alike than any others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Name,
    Base,
}

impl Part {
    const fn letter(self) -> char {
        match self {
            Self::Name => 'n',
            Self::Base => 'b',
        }
    }
}

pub(super) type Named = fn(Part, usize) -> GeneralName;

pub(super) fn dns(part: Part, number: usize) -> GeneralName {
    GeneralName::dns(&format!("{}{number:07}.example.net", part.letter()))
}

pub(super) fn email(part: Part, number: usize) -> GeneralName {
    GeneralName::email(&format!("{}{number:07}@example.net", part.letter()))
}

pub(super) fn smtp_utf8(part: Part, number: usize) -> GeneralName {
    match part {
        Part::Name => GeneralName::smtp_utf8_mailbox(&format!("\u{e9}{number:07}@example.net")),
        Part::Base => GeneralName::email(&format!("b@b{number:07}.example.net")),
    }
}

pub(super) fn uri(part: Part, number: usize) -> GeneralName {
    let host = format!("{}{number:07}.example.net", part.letter());
    match part {
        Part::Name => GeneralName::uri(&format!("https://{host}/")),
        Part::Base => GeneralName::uri(&host),
    }
}

pub(super) fn ip(part: Part, number: usize) -> GeneralName {
    let [_, _, _, _, _, rest @ ..] = number.to_be_bytes();
    let start = [0x20, 1, 0xd, 0xb8];
    match part {
        Part::Name => GeneralName::Ip([&start[..], &[0; 9], &rest].concat()),
        Part::Base => {
            GeneralName::Ip([&start[..], &[1], &rest, &[0; 8], &[0xff; 8], &[0; 8]].concat())
        }
    }
}

pub(super) fn directory(part: Part, number: usize) -> GeneralName {
    let common_name = format!("{}{number:07}", part.letter());
    let organization = Name::empty().and(oid::ORGANIZATION, "Bench Trust");
    GeneralName::Directory(organization.and(oid::COMMON_NAME, &common_name))
}

/// Names that NFKC would make others of.
pub(super) fn unsettled(part: Part, number: usize) -> GeneralName {
    let text = match part {
        Part::Name => format!("b{number:06}\u{fb01}\u{fb01}"),
        Part::Base => format!("b{number:06}\u{ff41}"),
    };
    let organization = Name::empty().and(oid::ORGANIZATION, "Bench Trust");
    GeneralName::Directory(organization.and(oid::COMMON_NAME, &text))
}

pub(super) fn other(_: Part, number: usize) -> GeneralName {
    GeneralName::user_principal(&format!("u{number:07}@example.net"))
}
