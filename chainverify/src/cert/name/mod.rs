//! Distinguished names (RFC 5280 §4.1.2.4) and their comparison (§7.1): attribute by attribute,
//! without regard to case, to runs of white space and to the string type.
//!
//! Of the string preparation of RFC 4518, which §7.1 asks for, this does the steps that decide
//! real comparisons: transcoding, mapping white space, removing control characters, case folding
//! by Unicode's simple mapping. It does not apply NFKC: names that differ only there do not match.
//! That can refuse a path; an excluded subtree (§4.2.1.10) does not hold such a twin of its base.

mod display;
mod rdn;
mod text;

use alloc::boxed::Box;
use core::fmt;
use core::hash::{Hash, Hasher};

use rdn::Rdn;
use text::{prepared, text};

use crate::der::{Field, Oid, Reader, tag};

/// A distinguished name (RFC 5280 §4.1.2.4): the contents of its SEQUENCE.
///
/// Equality is that of RFC 5280 §7.1. Displays as RFC 4514, in the order of the encoding.
///
/// ```
/// # use chainverify::Cert;
/// # use pki_types::{CertificateDer, pem::PemObject};
/// # let pem = include_bytes!("../../../../testdata/example/chain.pem");
/// # let mut chain = CertificateDer::pem_slice_iter(pem).map(|der| Cert::parse(der.unwrap()).unwrap());
/// # let (leaf, ca) = (chain.next().unwrap(), chain.next().unwrap());
/// assert_eq!(leaf.issuer(), ca.subject());
/// assert_eq!(ca.subject().to_string(), "C=XX, O=Example Trust, CN=Example CA 1");
/// assert_eq!(ca.subject().display_name(), "Example CA 1");
/// ```
#[derive(Clone, Copy)]
pub struct Name<'a>(&'a [u8]);

/// The same, owning its bytes. Displays and compares like [`Name`].
#[derive(Clone)]
pub struct NameBuf(Box<[u8]>);

impl NameBuf {
    /// The name itself.
    #[must_use]
    pub fn as_name(&self) -> Name<'_> {
        Name(&self.0)
    }
}

impl From<Name<'_>> for NameBuf {
    fn from(name: Name<'_>) -> Self {
        Self(name.0.into())
    }
}

impl PartialEq for NameBuf {
    fn eq(&self, other: &Self) -> bool {
        self.as_name() == other.as_name()
    }
}

impl Eq for NameBuf {}

impl fmt::Display for NameBuf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_name().fmt(f)
    }
}

impl fmt::Debug for NameBuf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_name().fmt(f)
    }
}

/// One attribute of a name (`AttributeTypeAndValue`, RFC 5280 §4.1.2.4).
///
/// ```
/// # use chainverify::Cert;
/// # use pki_types::{CertificateDer, pem::PemObject};
/// # let pem = include_bytes!("../../../../testdata/example/chain.pem");
/// # let mut chain = CertificateDer::pem_slice_iter(pem).map(|der| Cert::parse(der.unwrap()).unwrap());
/// # let (leaf, ca) = (chain.next().unwrap(), chain.next().unwrap());
/// let last = ca.subject().attributes().last().unwrap();
/// assert_eq!((last.oid.to_string().as_str(), last.value), ("2.5.4.3", &b"Example CA 1"[..]));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Attribute<'a> {
    /// The attribute's type.
    pub oid: Oid<'a>,
    /// The tag of its value.
    pub tag: u8,
    /// The contents of its value.
    pub value: &'a [u8],
}

impl<'a> Name<'a> {
    /// From the contents of the SEQUENCE, without tag and length.
    #[must_use]
    pub const fn from_contents(contents: &'a [u8]) -> Self {
        Self(contents)
    }

    /// The contents of the SEQUENCE.
    #[must_use]
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.0
    }

    /// The empty name.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the bytes are a well-formed `RDNSequence`.
    #[must_use]
    pub fn is_well_formed(&self) -> bool {
        let mut rdns = Reader::new(self.0);
        while !rdns.is_empty() {
            let Ok(mut rdn) = rdns.expect(tag::SET, Field::Subject) else {
                return false;
            };
            if rdn.is_empty() {
                return false;
            }
            while !rdn.is_empty() {
                if attribute(&mut rdn).is_none() {
                    return false;
                }
            }
        }
        true
    }

    /// All attributes in order of the encoding.
    pub fn attributes(&self) -> impl Iterator<Item = Attribute<'a>> + use<'a> {
        let mut rdns = Reader::new(self.0);
        let mut rdn = Reader::new(&[]);
        core::iter::from_fn(move || {
            loop {
                if let Some(attribute) = attribute(&mut rdn) {
                    return Some(attribute);
                }
                rdn = rdns.expect(tag::SET, Field::Subject).ok()?;
            }
        })
    }

    /// The value of the last commonName, as text.
    #[must_use]
    pub fn common_name(&self) -> Option<alloc::string::String> {
        let last = self.common_name_attribute()?;
        Some(text(last.tag, last.value)?.collect())
    }

    pub(crate) fn common_name_attribute(&self) -> Option<Attribute<'a>> {
        self.attributes()
            .filter(|attribute| attribute.oid.as_bytes() == [0x55, 4, 3])
            .last()
    }

    /// The common name, or the whole name where there is none: for a sentence.
    #[must_use]
    pub fn display_name(&self) -> alloc::string::String {
        self.common_name()
            .filter(|name| !name.chars().any(display::commands_terminal))
            .unwrap_or_else(|| alloc::format!("{self}"))
    }

    pub(crate) fn rdns(&self) -> impl Iterator<Item = Rdn<'a>> + use<'a> {
        let mut rest = Reader::new(self.0);
        core::iter::from_fn(move || {
            rest.expect(tag::SET, Field::Subject)
                .ok()
                .map(|content| Rdn::from_contents(content.bytes()))
        })
    }

    /// A number that is the same for names that are equal by §7.1. Not collision-resistant:
    /// always compare the names too. It hangs on the last RDN, which tells names apart.
    pub(crate) fn key(&self) -> u64 {
        let mut rest = Reader::new(self.0);
        let mut last = None;
        while let Ok(rdn) = rest.expect(tag::SET, Field::Subject) {
            last = Some(Rdn::from_contents(rdn.bytes()));
        }
        last.map_or(0, Rdn::key)
    }
}

impl PartialEq for Name<'_> {
    fn eq(&self, other: &Self) -> bool {
        if self.0 == other.0 {
            return true;
        }
        // Most names that differ do so soon: whether they are names at all is asked last.
        self.rdns().eq(other.rdns()) && self.is_well_formed() && other.is_well_formed()
    }
}

impl Eq for Name<'_> {}

impl Hash for Name<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

#[inline(always)] // names are walked for every certificate
fn attribute<'a>(rdn: &mut Reader<'a>) -> Option<Attribute<'a>> {
    let mut parts = rdn.expect(tag::SEQUENCE, Field::Subject).ok()?;
    let oid = parts.expect(tag::OID, Field::Subject).ok()?;
    let value = parts.any(Field::Subject).ok()?;
    parts.finish(Field::Subject).ok()?;
    Some(Attribute {
        oid: Oid::from_contents(oid.bytes()),
        tag: value.tag,
        value: value.content.bytes(),
    })
}

impl Attribute<'_> {
    /// The last eight characters as they are compared, white space left out: they tell texts apart,
    /// and no other is looked at. By hand for ASCII, and slowly by the same law for all else.
    fn key(&self) -> u64 {
        let slowly = || match text(self.tag, self.value) {
            Some(characters) => {
                let visible = prepared(characters).filter(|character| *character != ' ');
                let blind = visible.map(|character| u64::from(character) | u64::from(text::CASE));
                blind.fold(0, |end, character| (end << 8) ^ character)
            }
            None => self.value.last().copied().map_or(0, u64::from),
        };
        let end = text::ascii_end(self).unwrap_or_else(slowly);
        // The types that occur differ in their last octet.
        let kind = self.oid.as_bytes().last().copied().map_or(0, u64::from);
        (end ^ kind).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}

impl PartialEq for Attribute<'_> {
    fn eq(&self, other: &Self) -> bool {
        if self.oid != other.oid {
            return false;
        }
        if self.tag == other.tag && self.value == other.value {
            return true;
        }
        if text::differ_at_ends(self, other) {
            return false;
        }
        match (text(self.tag, self.value), text(other.tag, other.value)) {
            (Some(mine), Some(theirs)) => prepared(mine).eq(prepared(theirs)),
            _ => false,
        }
    }
}

impl fmt::Debug for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Name({self})")
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;
    use alloc::vec;
    use alloc::vec::Vec;

    use super::*;

    fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
        let mut bytes = vec![tag, u8::try_from(content.len()).unwrap()];
        bytes.extend(content);
        bytes
    }

    fn attribute(last: u8, tag: u8, value: &[u8]) -> Vec<u8> {
        tlv(0x30, &[tlv(6, &[0x55, 4, last]), tlv(tag, value)].concat())
    }

    fn common_name(tag: u8, value: &[u8]) -> Vec<u8> {
        tlv(0x31, &attribute(3, tag, value))
    }

    fn same(one: &[u8], other: &[u8]) -> bool {
        let (one, other) = (Name(one), Name(other));
        assert_eq!(one.eq(&other), other.eq(&one), "equality is symmetric");
        assert!(
            one != other || one.key() == other.key(),
            "equal names, equal keys"
        );
        one == other
    }

    #[test]
    fn case_white_space_and_string_type_do_not_matter() {
        let plain = common_name(tag::PRINTABLE_STRING, b"Example CA 1");
        assert!(same(
            &plain,
            &common_name(tag::UTF8_STRING, b"Example CA 1")
        ));
        assert!(same(
            &plain,
            &common_name(tag::UTF8_STRING, b"  eXAMPLE\t CA  1 ")
        ));
        assert!(same(
            &plain,
            &common_name(tag::BMP_STRING, b"\0E\0x\0a\0m\0p\0l\0e\0 \0C\0A\0 \x001")
        ));
        let wide: Vec<u8> = "EXAMPLE CA 1"
            .bytes()
            .flat_map(|byte| [0, 0, 0, byte])
            .collect();
        assert!(same(&plain, &common_name(tag::UNIVERSAL_STRING, &wide)));
        assert!(!same(
            &plain,
            &common_name(tag::UTF8_STRING, b"ExampleCA 1")
        ));
        assert!(!same(
            &plain,
            &common_name(tag::UTF8_STRING, b"Example CA 2")
        ));
        assert!(!same(
            &plain,
            &tlv(0x31, &attribute(10, tag::PRINTABLE_STRING, b"Example CA 1"))
        ));
    }

    #[test]
    fn letters_beyond_ascii_fold_too() {
        let upper = common_name(tag::UTF8_STRING, "ÄRZTE-ПОЧТА K".as_bytes());
        assert!(same(
            &upper,
            &common_name(tag::UTF8_STRING, "ärzte-почта k".as_bytes())
        ));
        let kelvin = common_name(tag::UTF8_STRING, "ärzte-почта \u{212a}".as_bytes());
        assert!(same(&upper, &kelvin));
        let latin = common_name(tag::TELETEX_STRING, b"Z\xfcrich");
        assert!(same(
            &latin,
            &common_name(tag::UTF8_STRING, "ZÜRICH".as_bytes())
        ));
    }

    #[test]
    fn a_set_of_attributes_has_no_order_but_a_sequence_has() {
        let (a, b) = (attribute(3, 0x0c, b"x"), attribute(10, 0x0c, b"y"));
        let set_ab = tlv(0x31, &[a.clone(), b.clone()].concat());
        let set_ba = tlv(0x31, &[b.clone(), a.clone()].concat());
        assert!(same(&set_ab, &set_ba));
        assert!(!same(&set_ab, &tlv(0x31, &a)));
        assert!(!same(&set_ab, &tlv(0x31, &[a.clone(), a.clone()].concat())));
        let sequence = [tlv(0x31, &a), tlv(0x31, &b)].concat();
        assert!(!same(&sequence, &[tlv(0x31, &b), tlv(0x31, &a)].concat()));
        assert!(!same(&sequence, &set_ab));
    }

    #[test]
    fn values_that_are_no_strings_must_be_the_same_bytes() {
        let bad = common_name(tag::UTF8_STRING, b"\xff");
        assert!(same(&bad, &bad));
        assert!(!same(&bad, &common_name(tag::TELETEX_STRING, b"\xff")));
        assert!(!same(&common_name(0x03, b"a"), &common_name(0x03, b"A")));
    }

    #[test]
    fn an_unreadable_name_equals_only_itself() {
        let cut = &common_name(tag::UTF8_STRING, b"abc")[..6];
        assert!(same(cut, cut));
        assert!(!same(cut, &common_name(tag::UTF8_STRING, b"abc")));
        assert!(!same(cut, &[]));
        assert_eq!(Name(cut).to_string(), "(unreadable name)");
    }

    #[test]
    fn a_name_is_shown_with_its_attributes_and_nothing_that_a_terminal_obeys() {
        let set = [attribute(10, 0x0c, b"Org"), attribute(11, 0x0c, b"Unit")].concat();
        let name = [
            tlv(0x31, &set),
            common_name(0x0c, "a\u{1b}[2J\u{202e}b".as_bytes()),
        ]
        .concat();
        assert_eq!(
            Name(&name).to_string(),
            "O=Org+OU=Unit, CN=a\\u{1b}[2J\\u{202e}b"
        );
        assert_eq!(
            Name(&name).common_name().as_deref(),
            Some("a\u{1b}[2J\u{202e}b")
        );
        assert_eq!(Name(&[]).to_string(), "(empty name)");
    }
}
