//! The builder of OCSP responses (RFC 6960 §4.2): well-formed unless told otherwise.

use crate::algorithm::Hash;
use crate::cert::{Issuer, Made};
use crate::extension::Extension;
use crate::{der, time};

/// A successful response in the making, signed by whoever is told.
#[derive(Clone, Debug)]
pub struct OcspBuilder {
    signer: Issuer,
    by_key: bool,
    produced_at: Vec<u8>,
    singles: Vec<Vec<u8>>,
    extensions: Vec<Extension>,
    certs: Vec<Vec<u8>>,
}

/// What is said of a certificate.
#[derive(Clone, Debug)]
pub enum OcspStatus {
    /// Not revoked.
    Good,
    /// Revoked then, for this `CRLReason`.
    Revoked(String, Option<u8>),
    /// Not known to the responder.
    Unknown,
}

impl OcspBuilder {
    /// A response without answers, signed by this key, by name, on 2026-06-01.
    #[must_use]
    pub fn new(signer: impl Into<Issuer>) -> Self {
        Self {
            signer: signer.into(),
            by_key: false,
            produced_at: time::generalized("2026-06-01T00:00:00Z"),
            singles: Vec::new(),
            extensions: Vec::new(),
            certs: Vec::new(),
        }
    }

    /// Names the signer by the SHA-1 of its key.
    #[must_use]
    pub fn by_key(mut self) -> Self {
        self.by_key = true;
        self
    }

    /// One more answer, from 2026-05-31 to `next_update`, with a CertID by SHA-256.
    #[must_use]
    pub fn single(
        self,
        issuer: &Made,
        serial: &[u8],
        status: &OcspStatus,
        next_update: Option<&str>,
    ) -> Self {
        let id = der::sequence([
            Hash::Sha256.identifier(),
            der::octet_string(&Hash::Sha256.of(&issuer.subject.der())),
            der::octet_string(&Hash::Sha256.of(&issuer.key.public_bits())),
            der::integer_bytes(serial),
        ]);
        let next = next_update.map(|next| der::context(0, &time::generalized(next)));
        let parts = [
            id,
            status.der(),
            time::generalized("2026-05-31T00:00:00Z"),
            next.unwrap_or_default(),
        ];
        self.raw_single(der::sequence(parts))
    }

    /// Exactly these bytes where an answer belongs.
    #[must_use]
    pub fn raw_single(mut self, der: Vec<u8>) -> Self {
        self.singles.push(der);
        self
    }

    /// One more extension of the response.
    #[must_use]
    pub fn extension(mut self, extension: Extension) -> Self {
        self.extensions.push(extension);
        self
    }

    /// One more certificate beside the signature.
    #[must_use]
    pub fn cert(mut self, der: &[u8]) -> Self {
        self.certs.push(der.to_vec());
        self
    }

    /// Signs, and gives the DER of the `OCSPResponse`.
    #[must_use]
    pub fn sign(self) -> Vec<u8> {
        let algorithm = self.signer.key.default_algorithm();
        let responder = if self.by_key {
            der::context(
                2,
                &der::octet_string(&Hash::Sha1.of(&self.signer.key.public_bits())),
            )
        } else {
            der::context(1, &self.signer.name.der())
        };
        let mut data = vec![responder, self.produced_at, der::sequence(self.singles)];
        if !self.extensions.is_empty() {
            let extensions = der::sequence(self.extensions.iter().map(Extension::der));
            data.push(der::context(1, &extensions));
        }
        let data = der::sequence(data);
        let signature = self.signer.key.sign(algorithm, &data);
        let mut basic = vec![data, algorithm.identifier(), der::bit_string(&signature)];
        if !self.certs.is_empty() {
            basic.push(der::context(0, &der::sequence(self.certs)));
        }
        let bytes = der::sequence([
            der::oid("1.3.6.1.5.5.7.48.1.1"),
            der::octet_string(&der::sequence(basic)),
        ]);
        der::sequence([der::tlv(0x0a, &[0]), der::context(0, &bytes)])
    }
}

impl OcspStatus {
    fn der(&self) -> Vec<u8> {
        match self {
            Self::Good => der::context_primitive(0, &[]),
            Self::Unknown => der::context_primitive(2, &[]),
            Self::Revoked(since, reason) => {
                let reason = reason.map(|code| der::context(0, &der::tlv(0x0a, &[code])));
                let parts = [time::generalized(since), reason.unwrap_or_default()];
                der::context(1, &parts.concat())
            }
        }
    }
}
