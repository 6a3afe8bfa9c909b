//! Names for people (RFC 4514), with nothing in them that a terminal obeys.

use core::fmt::{self, Write};

use super::text::text;
use super::{Attribute, Name};
use crate::der::{Oid, known};

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("(empty name)");
        }
        if !self.is_well_formed() {
            return f.write_str("(unreadable name)");
        }
        let mut separator = "";
        for rdn in self.rdns() {
            for attribute in rdn.attributes() {
                f.write_str(separator)?;
                attribute.fmt(f)?;
                separator = "+";
            }
            separator = ", ";
        }
        Ok(())
    }
}

impl fmt::Display for Attribute<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match short_name(self.oid) {
            Some(name) => write!(f, "{name}=")?,
            None => write!(f, "{}=", self.oid)?,
        }
        let Some(characters) = text(self.tag, self.value) else {
            f.write_char('#')?;
            return self
                .value
                .iter()
                .try_for_each(|byte| write!(f, "{byte:02x}"));
        };
        for character in characters {
            if commands_terminal(character) {
                write!(f, "\\u{{{:x}}}", u32::from(character))?;
            } else {
                f.write_char(character)?;
            }
        }
        Ok(())
    }
}

/// Control characters, and those that could turn a report around on a terminal.
pub(super) fn commands_terminal(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        )
}

/// Names of attribute types (RFC 4514 §3, RFC 4519).
fn short_name(oid: Oid<'_>) -> Option<&'static str> {
    Some(match oid.as_bytes() {
        [0x55, 4, 3] => "CN",
        [0x55, 4, 4] => "SN",
        [0x55, 4, 5] => "serialNumber",
        [0x55, 4, 6] => "C",
        [0x55, 4, 7] => "L",
        [0x55, 4, 8] => "ST",
        [0x55, 4, 9] => "street",
        [0x55, 4, 10] => "O",
        [0x55, 4, 11] => "OU",
        [0x55, 4, 12] => "title",
        [0x55, 4, 15] => "businessCategory",
        [0x55, 4, 17] => "postalCode",
        [0x55, 4, 42] => "GN",
        [0x55, 4, 97] => "organizationIdentifier",
        known::DOMAIN_COMPONENT => "DC",
        known::USER_ID => "UID",
        known::EMAIL_ADDRESS => "emailAddress",
        _ => return None,
    })
}
