//! Names for people (RFC 4514), with nothing in them that could deceive one: see [`escape`].
//!
//! [`escape`]: crate::text::escape

use core::fmt::{self, Write};

use super::text::text;
use super::{Attribute, Name, NameBuf};
use crate::der::{Field, Oid, Reader, known, tag};
use crate::text::{Escaped, Excerpt, escape_to};

/// The most octets of a name that are kept for a report. Ten times what honest names have.
const MOST_OCTETS: usize = 1_024;

impl NameBuf {
    /// For a report: the whole name, or the first attributes of one that is longer than any honest
    /// one. What was left out is counted.
    pub(crate) fn for_report(name: Name<'_>) -> Self {
        let whole = name.as_bytes();
        let kept = if whole.len() > MOST_OCTETS {
            let mut rest = Reader::new(whole);
            let ends = core::iter::from_fn(|| {
                let rdn = rest.expect(tag::SET, Field::Subject).ok()?;
                usize::try_from(rdn.span().end()).ok()
            });
            let end = ends.take_while(|end| *end <= MOST_OCTETS).last();
            whole.get(..end.unwrap_or(0)).unwrap_or_default()
        } else {
            whole
        };
        Self {
            octets: kept.into(),
            more: whole.len().saturating_sub(kept.len()),
        }
    }
}

impl fmt::Display for NameBuf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.octets.is_empty(), self.more) {
            (_, 0) => self.as_name().fmt(f),
            (true, more) => write!(f, "(name of {more} octets)"),
            (false, more) => write!(f, "{}, … and {more} octets more", self.as_name()),
        }
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for NameBuf {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Escaped for Name<'_> {}
impl Escaped for NameBuf {}

impl Name<'_> {
    /// What stands for the name in a sentence: the common name, or else all of it.
    pub(crate) fn excerpt(&self) -> Excerpt {
        let attribute = self.common_name_attribute();
        let common_name = attribute.and_then(|attribute| text(attribute.tag, attribute.value));
        common_name.map_or_else(|| Excerpt::shown(self), Excerpt::of)
    }
}

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

/// With the escapes of RFC 4514 §2.4 too, so that a value does not look like an attribute more.
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
        let mut characters = characters.peekable();
        let mut is_first = true;
        while let Some(character) = characters.next() {
            let is_last = characters.peek().is_none();
            let is_special = match character {
                ',' | '+' | ';' | '<' | '>' => true,
                ' ' => is_first || is_last,
                '#' => is_first,
                _ => false,
            };
            if is_special {
                f.write_char('\\')?;
            }
            escape_to(f, [character])?;
            is_first = false;
        }
        Ok(())
    }
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

#[cfg(test)]
mod tests {
    use alloc::string::ToString;
    use alloc::vec::Vec;

    use super::*;

    fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len()).unwrap().to_be_bytes();
        let header = match length {
            [0, low @ ..128] => Vec::from([tag, low]),
            [0, low] => Vec::from([tag, 0x81, low]),
            [high, low] => Vec::from([tag, 0x82, high, low]),
        };
        [&header, content].concat()
    }

    fn rdn(last: u8, value: &str) -> Vec<u8> {
        let value = tlv(tag::UTF8_STRING, value.as_bytes());
        tlv(
            0x31,
            &tlv(0x30, &[&tlv(6, &[0x55, 4, last]), &*value].concat()),
        )
    }

    #[test]
    fn a_value_cannot_look_like_an_attribute_more() {
        let name = [rdn(10, "Example, Inc."), rdn(3, " a, CN=b+\"c\" ")].concat();
        assert_eq!(
            Name(&name).to_string(),
            "O=Example\\, Inc., CN=\\ a\\, CN=b\\+\\\"c\\\"\\ "
        );
        assert_eq!(Name(&name).excerpt(), " a, CN=b+\\\"c\\\" ");
    }

    #[test]
    fn marks_line_breaks_and_what_turns_text_around_are_escaped() {
        let name = rdn(3, "x\n✓ trusted\u{202e}\u{200b}");
        let escaped = "x\\u{a}\\u{2713} trusted\\u{202e}\\u{200b}";
        assert_eq!(Name(&name).to_string(), alloc::format!("CN={escaped}"));
        assert_eq!(Name(&name).display_name(), escaped);
    }

    #[test]
    fn of_a_name_longer_than_any_honest_one_the_first_attributes_are_kept() {
        let short = rdn(10, "Org");
        let long = [short.clone(), rdn(3, &"a".repeat(2_000))].concat();
        let more = long.len() - short.len();
        let kept = NameBuf::for_report(Name(&long));
        assert_eq!(
            kept.to_string(),
            alloc::format!("O=Org, … and {more} octets more")
        );
        assert!(kept != NameBuf::for_report(Name(&short)));
        let first = &long[short.len()..];
        assert_eq!(
            NameBuf::for_report(Name(first)).to_string(),
            alloc::format!("(name of {} octets)", first.len())
        );
        assert_eq!(
            NameBuf::for_report(Name(&short)),
            NameBuf::from(Name(&short))
        );
    }
}
