//! Distinguished names (RFC 5280 §4.1.2.4) and general names (§4.2.1.6), valid or not.

use crate::{der, oid};

/// A distinguished name, as the DER of its `RDNSequence`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    rdns: Vec<Vec<u8>>,
    raw: Option<Vec<u8>>,
}

impl Name {
    /// The name without any attribute.
    #[must_use]
    pub fn empty() -> Self {
        Self {
            rdns: Vec::new(),
            raw: None,
        }
    }

    /// A name with one common name (UTF8String).
    #[must_use]
    pub fn common(common_name: &str) -> Self {
        Self::empty().and(oid::COMMON_NAME, common_name)
    }

    /// Exactly these bytes where a name belongs.
    #[must_use]
    pub fn raw(der: &[u8]) -> Self {
        Self {
            rdns: Vec::new(),
            raw: Some(der.to_vec()),
        }
    }

    /// One more attribute: a PrintableString for a country, an IA5String for an e-mail address, else a UTF8String.
    #[must_use]
    pub fn and(self, attribute: &str, text: &str) -> Self {
        let tag = match attribute {
            oid::COUNTRY => der::PRINTABLE_STRING,
            oid::EMAIL_ADDRESS => der::IA5_STRING,
            _ => der::UTF8_STRING,
        };
        self.and_string(attribute, tag, text.as_bytes())
    }

    /// One more attribute with this string tag (such as [`der::TELETEX_STRING`]) and these content octets.
    #[must_use]
    pub fn and_string(mut self, attribute: &str, tag: u8, content: &[u8]) -> Self {
        self.rdns.push(der::set([der::sequence([
            der::oid(attribute),
            der::tlv(tag, content),
        ])]));
        self
    }

    /// Whether there is no attribute.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rdns.is_empty() && self.raw.is_none()
    }

    /// The DER of the name.
    #[must_use]
    pub fn der(&self) -> Vec<u8> {
        self.raw
            .clone()
            .unwrap_or_else(|| der::sequence(self.rdns.clone()))
    }
}

/// One name of a subjectAltName, or one base of a name constraint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GeneralName {
    /// `dNSName`: any octets, so that they may be no IA5 text at all.
    Dns(Vec<u8>),
    /// `rfc822Name`
    Email(Vec<u8>),
    /// `uniformResourceIdentifier`
    Uri(Vec<u8>),
    /// `iPAddress`: 4 or 16 octets (address and mask in a constraint), or a wrong number of them.
    Ip(Vec<u8>),
    /// `directoryName`
    Directory(Name),
    /// `otherName`: its type, and the DER of its value.
    Other(String, Vec<u8>),
    /// `registeredID`
    RegisteredId(String),
    /// Exactly these bytes.
    Raw(Vec<u8>),
}

impl GeneralName {
    /// A `dNSName`.
    #[must_use]
    pub fn dns(name: &str) -> Self {
        Self::Dns(name.into())
    }

    /// An `rfc822Name`.
    #[must_use]
    pub fn email(address: &str) -> Self {
        Self::Email(address.into())
    }

    /// A `uniformResourceIdentifier`.
    #[must_use]
    pub fn uri(uri: &str) -> Self {
        Self::Uri(uri.into())
    }

    /// An `iPAddress`.
    ///
    /// # Panics
    /// When the text is no IP address.
    #[must_use]
    pub fn ip(address: &str) -> Self {
        Self::Ip(ip_octets(address))
    }

    /// An `iPAddress` of a name constraint: address and mask.
    ///
    /// # Panics
    /// When either is no IP address.
    #[must_use]
    pub fn ip_range(address: &str, mask: &str) -> Self {
        Self::Ip([ip_octets(address), ip_octets(mask)].concat())
    }

    /// A user principal name (an `otherName`).
    #[must_use]
    pub fn user_principal(name: &str) -> Self {
        Self::Other(
            oid::USER_PRINCIPAL_NAME.into(),
            der::tlv(der::UTF8_STRING, name.as_bytes()),
        )
    }

    /// A mailbox with letters beyond ASCII (an `otherName`, RFC 9598).
    #[must_use]
    pub fn smtp_utf8_mailbox(name: &str) -> Self {
        Self::Other(
            oid::SMTP_UTF8_MAILBOX.into(),
            der::tlv(der::UTF8_STRING, name.as_bytes()),
        )
    }

    /// The DER of the name.
    #[must_use]
    pub fn der(&self) -> Vec<u8> {
        match self {
            Self::Other(kind, value) => {
                der::context(0, &[der::oid(kind), der::context(0, value)].concat())
            }
            Self::Email(text) => der::context_primitive(1, text),
            Self::Dns(text) => der::context_primitive(2, text),
            Self::Directory(name) => der::context(4, &name.der()),
            Self::Uri(text) => der::context_primitive(6, text),
            Self::Ip(octets) => der::context_primitive(7, octets),
            Self::RegisteredId(dotted) => der::context_primitive(8, &der::oid_content(dotted)),
            Self::Raw(bytes) => bytes.clone(),
        }
    }
}

fn ip_octets(address: &str) -> Vec<u8> {
    match address.parse().expect("an IP address as text") {
        core::net::IpAddr::V4(address) => address.octets().to_vec(),
        core::net::IpAddr::V6(address) => address.octets().to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_name_is_an_empty_sequence() {
        assert!(Name::empty().is_empty());
        assert_eq!(Name::empty().der(), b"\x30\x00");
    }

    #[test]
    fn a_common_name_is_a_utf8_string() {
        assert_eq!(
            Name::common("a").der(),
            b"\x30\x0c\x31\x0a\x30\x08\x06\x03\x55\x04\x03\x0c\x01a"
        );
    }

    #[test]
    fn an_ip_range_is_address_and_mask() {
        let range = GeneralName::ip_range("192.0.2.0", "255.255.255.0");
        assert_eq!(range.der(), b"\x87\x08\xc0\x00\x02\x00\xff\xff\xff\x00");
    }
}
