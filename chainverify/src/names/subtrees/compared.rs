//! The sorted subtrees beside the oracle, and names and bases for both.

use alloc::vec::Vec;

use super::oracle::{self, Answer};
use super::*;
use crate::budget::Limits;
use crate::cert::Name;
use crate::der::Reader;

/// A name or a base: the tag of its kind, and its contents.
pub(super) type Raw = (u8, Vec<u8>);

pub(super) const EMAIL: u8 = 0x81;
pub(super) const DNS: u8 = 0x82;
pub(super) const DIRECTORY: u8 = 0xa4;
pub(super) const URI: u8 = 0x86;
pub(super) const IP: u8 = 0x87;
pub(super) const REGISTERED_ID: u8 = 0x88;
/// A name only; [`OTHER`] is what its tag is.
pub(super) const SMTP_UTF8: u8 = 0;
pub(super) const OTHER: u8 = 0xa0;

pub(super) fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let length = &length[length.iter().take_while(|octet| **octet == 0).count()..];
    let mut bytes = alloc::vec![tag];
    if content.len() >= 0x80 {
        bytes.push(0x80 | u8::try_from(length.len()).unwrap());
    }
    match content.len() {
        0 => bytes.push(0),
        _ => bytes.extend(length),
    }
    [&bytes[..], content].concat()
}

pub(super) fn general_name((tag, contents): &Raw) -> GeneralName<'_> {
    match *tag {
        EMAIL => GeneralName::Email(contents),
        DNS => GeneralName::Dns(contents),
        URI => GeneralName::Uri(contents),
        IP => GeneralName::Ip(contents),
        DIRECTORY => GeneralName::Directory(Name::from_contents(contents)),
        SMTP_UTF8 => GeneralName::SmtpUtf8Mailbox(core::str::from_utf8(contents).unwrap()),
        OTHER => GeneralName::Other(contents),
        _ => GeneralName::RegisteredId(contents),
    }
}

pub(super) fn list(tag: u8, bases: &[Raw]) -> Vec<u8> {
    let one = |(tag, contents): &Raw| match *tag {
        DIRECTORY => tlv(0x30, &tlv(DIRECTORY, &tlv(0x30, contents))),
        tag => tlv(0x30, &tlv(tag, contents)),
    };
    match bases.is_empty() {
        true => Vec::new(),
        false => tlv(tag, &bases.iter().flat_map(one).collect::<Vec<u8>>()),
    }
}

pub(super) fn unlimited() -> Budget {
    let mut limits = Limits::DEFAULT;
    limits.work = u32::MAX;
    Budget::new(limits)
}

pub(super) fn simple(standing: Standing<'_>) -> Answer {
    match standing {
        Standing::Allowed => Answer::Allowed,
        Standing::NotPermitted => Answer::NotPermitted,
        Standing::Excluded(_) => Answer::Excluded,
        Standing::MalformedName => Answer::MalformedName,
        Standing::UriWithoutHostName => Answer::UriWithoutHostName,
        Standing::MalformedConstraint(_) => Answer::MalformedConstraint,
        Standing::Unsupported => Answer::Unsupported,
    }
}

/// How names stand to constraints; the oracle says the same.
pub(super) fn answers(permitted: &[Raw], excluded: &[Raw], names: &[Raw]) -> Vec<Answer> {
    let der = [list(0xa0, permitted), list(0xa1, excluded)].concat();
    let constraints = match ext::NameConstraints::from_contents(Reader::new(&der)) {
        Ok(constraints) => constraints,
        Err(error) => panic!("{error:?}: {der:02x?}"),
    };
    let subtrees = Subtrees::new(&constraints, &der, &mut unlimited()).unwrap();
    let permitted: Vec<_> = permitted.iter().map(general_name).collect();
    let excluded: Vec<_> = excluded.iter().map(general_name).collect();
    names
        .iter()
        .map(|name| {
            let name = general_name(name);
            let standing = subtrees.standing(&name, &mut unlimited()).unwrap();
            let answer = simple(standing);
            let expected = oracle::answer(&permitted, &excluded, &name);
            assert_eq!(answer, expected, "{name:?} {permitted:?} {excluded:?}");
            answer
        })
        .collect()
}

/// A name of organisations, one RDN each.
pub(super) fn directory(parts: &[&str]) -> Vec<u8> {
    let rdn = |part: &&str| {
        let attribute = [tlv(6, &[0x55, 4, 10]), tlv(0x0c, part.as_bytes())].concat();
        tlv(0x31, &tlv(0x30, &attribute))
    };
    parts.iter().flat_map(rdn).collect()
}
