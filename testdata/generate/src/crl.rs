//! The CRL builder (RFC 5280 §5): well-formed unless told otherwise.

use crate::cert::Issuer;
use crate::extension::{Criticality, Extension};
use crate::name::GeneralName;
use crate::{der, oid, time};

/// A CRL in the making: every method changes one thing, [`sign`](Self::sign) ends it.
#[derive(Clone, Debug)]
pub struct CrlBuilder {
    issuer: Issuer,
    is_v1: bool,
    this_update: Vec<u8>,
    next_update: Option<Vec<u8>>,
    entries: Vec<Vec<u8>>,
    extensions: Vec<Extension>,
}

/// An entry of a CRL (§5.3).
#[derive(Clone, Debug)]
pub struct CrlEntry {
    serial: Vec<u8>,
    date: Vec<u8>,
    extensions: Vec<Extension>,
}

impl CrlBuilder {
    /// A complete CRL of this issuer with number 1, without entries, from 2026-01-01 to 2027-01-01.
    #[must_use]
    pub fn new(issuer: impl Into<Issuer>) -> Self {
        let issuer = issuer.into();
        Self {
            extensions: vec![
                Extension::authority_key_identifier(&issuer.key.id()),
                Extension::crl_number(1),
            ],
            issuer,
            is_v1: false,
            this_update: time::time("2026-01-01T00:00:00Z"),
            next_update: Some(time::time("2027-01-01T00:00:00Z")),
            entries: Vec::new(),
        }
    }

    /// Version 1: without extensions.
    #[must_use]
    pub fn v1(mut self) -> Self {
        self.is_v1 = true;
        self.extensions.clear();
        self
    }

    /// When it was issued, and when the next one is.
    #[must_use]
    pub fn updates(mut self, this: &str, next: Option<&str>) -> Self {
        self.this_update = time::time(this);
        self.next_update = next.map(time::time);
        self
    }

    /// One more entry.
    #[must_use]
    pub fn entry(self, entry: &CrlEntry) -> Self {
        self.raw_entry(entry.der())
    }

    /// Exactly these bytes where an entry belongs.
    #[must_use]
    pub fn raw_entry(mut self, der: Vec<u8>) -> Self {
        self.entries.push(der);
        self
    }

    /// One more extension, in place of one of its kind.
    #[must_use]
    pub fn extension(mut self, extension: Extension) -> Self {
        self.extensions.retain(|own| own.oid() != extension.oid());
        self.extensions.push(extension);
        self
    }

    /// One more extension, also where there is one of its kind.
    #[must_use]
    pub fn again(mut self, extension: Extension) -> Self {
        self.extensions.push(extension);
        self
    }

    /// Signs, and gives the DER.
    #[must_use]
    pub fn sign(self) -> Vec<u8> {
        let algorithm = self.issuer.key.default_algorithm();
        let mut parts = Vec::new();
        if !self.is_v1 {
            parts.push(der::integer(1));
        }
        parts.extend([
            algorithm.identifier(),
            self.issuer.name.der(),
            self.this_update,
        ]);
        parts.extend(self.next_update);
        if !self.entries.is_empty() {
            parts.push(der::sequence(self.entries));
        }
        if !self.extensions.is_empty() {
            let extensions = der::sequence(self.extensions.iter().map(Extension::der));
            parts.push(der::context(0, &extensions));
        }
        let tbs = der::sequence(parts);
        let signature = self.issuer.key.sign(algorithm, &tbs);
        der::sequence([tbs, algorithm.identifier(), der::bit_string(&signature)])
    }
}

impl CrlEntry {
    /// The certificate with these contents of its serial number, revoked on 2026-02-01, without a reason.
    #[must_use]
    pub fn new(serial: &[u8]) -> Self {
        Self {
            serial: serial.to_vec(),
            date: time::time("2026-02-01T00:00:00Z"),
            extensions: Vec::new(),
        }
    }

    /// With this `CRLReason` (§5.3.1).
    #[must_use]
    pub fn reason(self, code: u8) -> Self {
        let value = der::tlv(0x0a, &[code]);
        self.extension(Extension::raw(
            oid::REASON_CODE,
            Criticality::NonCritical,
            &value,
        ))
    }

    /// With this `invalidityDate` (§5.3.2).
    #[must_use]
    pub fn invalid_since(self, date: &str) -> Self {
        let value = time::generalized(date);
        self.extension(Extension::raw(
            oid::INVALIDITY_DATE,
            Criticality::NonCritical,
            &value,
        ))
    }

    /// With this `certificateIssuer` (§5.3.3).
    #[must_use]
    pub fn certificate_issuer(self, names: &[GeneralName]) -> Self {
        let value = der::sequence(names.iter().map(GeneralName::der));
        self.extension(Extension::raw(
            oid::CERTIFICATE_ISSUER,
            Criticality::Critical,
            &value,
        ))
    }

    /// With one more extension.
    #[must_use]
    pub fn extension(mut self, extension: Extension) -> Self {
        self.extensions.push(extension);
        self
    }

    /// The DER of the entry.
    #[must_use]
    pub fn der(&self) -> Vec<u8> {
        let mut parts = vec![der::integer_bytes(&self.serial), self.date.clone()];
        if !self.extensions.is_empty() {
            parts.push(der::sequence(self.extensions.iter().map(Extension::der)));
        }
        der::sequence(parts)
    }
}
