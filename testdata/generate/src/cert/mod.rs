//! The certificate builder (RFC 5280 §4.1): well-formed unless told otherwise, and it can be told nearly anything.

mod parts;
mod sign;

pub use parts::{Flaw, Issuer, Made, Version};

use crate::algorithm::Algorithm;
use crate::ct::{CtLog, Stamp};
use crate::extension::{Authority, Criticality, Extension, KeyUsage};
use crate::key::Key;
use crate::name::{GeneralName, Name};
use crate::{oid, time};

/// A certificate in the making: every method changes one thing, [`sign`](Self::sign) ends it.
///
/// Without [`issuer`](Self::issuer) it is self-signed. The key is the P-256 key labelled with the common name.
#[derive(Clone, Debug)]
pub struct CertBuilder {
    version: Version,
    serial: Option<Vec<u8>>,
    subject: Name,
    issuer: Option<Issuer>,
    issuer_name: Option<Name>,
    validity: [Vec<u8>; 2],
    key: Key,
    spki: Option<Vec<u8>>,
    algorithm: Option<Algorithm>,
    identifier: Option<Vec<u8>>,
    names: Vec<GeneralName>,
    extensions: Vec<Slot>,
    stamps: Vec<Stamp>,
    flaws: Vec<Flaw>,
}

/// An extension, or the place of one that is known only at the end.
#[derive(Clone, Debug)]
enum Slot {
    Fixed(Extension),
    SubjectKeyIdentifier,
    AuthorityKeyIdentifier,
    SubjectAltName,
    Timestamps,
}

impl Slot {
    fn oid(&self) -> &str {
        match self {
            Self::Fixed(extension) => extension.oid(),
            Self::SubjectKeyIdentifier => oid::SUBJECT_KEY_IDENTIFIER,
            Self::AuthorityKeyIdentifier => oid::AUTHORITY_KEY_IDENTIFIER,
            Self::SubjectAltName => oid::SUBJECT_ALT_NAME,
            Self::Timestamps => oid::SCT_LIST,
        }
    }
}

impl CertBuilder {
    /// The certificate of a TLS server with this DNS name (also its common name), as strict web rules want it.
    #[must_use]
    pub fn leaf(dns: &str) -> Self {
        Self::bare(Name::common(dns), Key::p256(dns))
            .extension(Extension::key_usage(&[KeyUsage::DigitalSignature]))
            .extension(Extension::extended_key_usage(&[oid::SERVER_AUTH]))
            .extension(Extension::certificate_policies(&[oid::DOMAIN_VALIDATED]))
            .identifiers()
            .dns(dns)
    }

    /// The certificate of an authority: a root, or an intermediate once it has an issuer.
    #[must_use]
    pub fn ca(common_name: &str) -> Self {
        Self::bare(Name::common(common_name), Key::p256(common_name))
            .extension(Extension::basic_constraints(Authority::Yes))
            .extension(Extension::key_usage(&[
                KeyUsage::KeyCertSign,
                KeyUsage::CrlSign,
            ]))
            .identifiers()
    }

    /// An authority for TLS servers and clients under a root, as strict web rules want it.
    #[must_use]
    pub fn intermediate(common_name: &str) -> Self {
        Self::ca(common_name)
            .extension(Extension::extended_key_usage(&[
                oid::SERVER_AUTH,
                oid::CLIENT_AUTH,
            ]))
            .extension(Extension::certificate_policies(&[oid::DOMAIN_VALIDATED]))
    }

    /// A certificate without extensions.
    #[must_use]
    pub fn bare(subject: Name, key: Key) -> Self {
        Self {
            version: Version::V3,
            serial: None,
            subject,
            issuer: None,
            issuer_name: None,
            validity: [
                time::time("2026-01-01T00:00:00Z"),
                time::time("2027-01-01T00:00:00Z"),
            ],
            key,
            spki: None,
            algorithm: None,
            identifier: None,
            names: Vec::new(),
            extensions: Vec::new(),
            stamps: Vec::new(),
            flaws: Vec::new(),
        }
    }

    fn identifiers(mut self) -> Self {
        self.extensions
            .extend([Slot::SubjectKeyIdentifier, Slot::AuthorityKeyIdentifier]);
        self
    }

    /// Who signs.
    #[must_use]
    pub fn issuer(mut self, issuer: impl Into<Issuer>) -> Self {
        self.issuer = Some(issuer.into());
        self
    }

    /// What the issuer field says, if it is not the name of who signs.
    #[must_use]
    pub fn issuer_name(mut self, name: Name) -> Self {
        self.issuer_name = Some(name);
        self
    }

    /// The subject's name. The key stays.
    #[must_use]
    pub fn subject(mut self, name: Name) -> Self {
        self.subject = name;
        self
    }

    /// The subject's key.
    #[must_use]
    pub fn key(mut self, key: Key) -> Self {
        self.key = key;
        self
    }

    /// These bytes in place of the subject's public key.
    #[must_use]
    pub fn raw_spki(mut self, der: &[u8]) -> Self {
        self.spki = Some(der.to_vec());
        self
    }

    /// The first and the last second of validity, as `2026-01-01T00:00:00Z`. Without this call: the year 2026.
    #[must_use]
    pub fn validity(self, not_before: &str, not_after: &str) -> Self {
        self.raw_validity(time::time(not_before), time::time(not_after))
    }

    /// The two times of validity as DER (see [`time`]).
    #[must_use]
    pub fn raw_validity(mut self, not_before: Vec<u8>, not_after: Vec<u8>) -> Self {
        self.validity = [not_before, not_after];
        self
    }

    /// The content octets of the serial number: any length and sign. Without this call: 16 octets from a hash.
    #[must_use]
    pub fn serial(mut self, octets: &[u8]) -> Self {
        self.serial = Some(octets.to_vec());
        self
    }

    /// The version field.
    #[must_use]
    pub fn version(mut self, version: Version) -> Self {
        self.version = version;
        self
    }

    /// The algorithm to sign with. Without this call: what fits the issuer's key.
    #[must_use]
    pub fn algorithm(mut self, algorithm: Algorithm) -> Self {
        self.algorithm = Some(algorithm);
        self
    }

    /// What both algorithm fields say, whatever is signed with.
    #[must_use]
    pub fn raw_algorithm(mut self, identifier: Vec<u8>) -> Self {
        self.identifier = Some(identifier);
        self
    }

    /// One more subject alternative name.
    #[must_use]
    pub fn name(mut self, name: GeneralName) -> Self {
        if self.names.is_empty()
            && !self
                .extensions
                .iter()
                .any(|slot| matches!(slot, Slot::SubjectAltName))
        {
            self.extensions.push(Slot::SubjectAltName);
        }
        self.names.push(name);
        self
    }

    /// One more DNS name.
    #[must_use]
    pub fn dns(self, name: &str) -> Self {
        self.name(GeneralName::dns(name))
    }

    /// One more IP address.
    ///
    /// # Panics
    /// When the text is no IP address.
    #[must_use]
    pub fn ip(self, address: &str) -> Self {
        self.name(GeneralName::ip(address))
    }

    /// One more e-mail address.
    #[must_use]
    pub fn email(self, address: &str) -> Self {
        self.name(GeneralName::email(address))
    }

    /// One more URI.
    #[must_use]
    pub fn uri(self, uri: &str) -> Self {
        self.name(GeneralName::uri(uri))
    }

    /// No subject alternative names, for a new start.
    #[must_use]
    pub fn no_names(mut self) -> Self {
        self.names.clear();
        self.without(oid::SUBJECT_ALT_NAME)
    }

    /// Adds an extension, in place of the one with the same OID if there is one.
    #[must_use]
    pub fn extension(mut self, extension: Extension) -> Self {
        match self
            .extensions
            .iter_mut()
            .find(|slot| slot.oid() == extension.oid())
        {
            Some(slot) => *slot = Slot::Fixed(extension),
            None => self.extensions.push(Slot::Fixed(extension)),
        }
        self
    }

    /// Adds an extension at the end, also a second one with the same OID; `value` is the content of the OCTET STRING.
    #[must_use]
    pub fn raw_extension(mut self, oid: &str, criticality: Criticality, value: &[u8]) -> Self {
        self.extensions
            .push(Slot::Fixed(Extension::raw(oid, criticality, value)));
        self
    }

    /// One more embedded timestamp of a log: milliseconds since 1970, and the contents of its extensions. The list of
    /// them stands where the first one was added.
    #[must_use]
    pub fn logged(mut self, log: &CtLog, milliseconds: u64, extensions: &[u8]) -> Self {
        if self.stamps.is_empty() {
            self.extensions.push(Slot::Timestamps);
        }
        self.stamps.push(Stamp {
            log: log.clone(),
            milliseconds,
            extensions: extensions.to_vec(),
        });
        self
    }

    /// Leaves out the extension with this OID.
    #[must_use]
    pub fn without(mut self, oid: &str) -> Self {
        self.extensions.retain(|slot| slot.oid() != oid);
        self
    }

    /// Leaves out all extensions.
    #[must_use]
    pub fn without_extensions(mut self) -> Self {
        self.extensions.clear();
        self
    }

    /// Breaks something.
    #[must_use]
    pub fn flaw(mut self, flaw: Flaw) -> Self {
        self.flaws.push(flaw);
        self
    }
}
