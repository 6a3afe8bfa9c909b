//! The last step of a builder: the signed part, the signature, and the flaws that were asked for.

use super::{CertBuilder, Flaw, Issuer, Made, Slot, Version};
use crate::algorithm::{Algorithm, Hash};
use crate::ct::sct_list;
use crate::extension::{Criticality, Extension};
use crate::{der, oid};

impl CertBuilder {
    /// Signs, and ends the making.
    ///
    /// # Panics
    /// When the algorithm does not fit the issuer's key.
    #[must_use]
    pub fn sign(self) -> Made {
        let issuer = self.issuer.clone().unwrap_or_else(|| Issuer {
            name: self.subject.clone(),
            key: self.key.clone(),
        });
        let algorithm = self
            .algorithm
            .unwrap_or_else(|| issuer.key.default_algorithm());
        let identifier = self
            .identifier
            .clone()
            .unwrap_or_else(|| algorithm.identifier());
        let serial = self
            .serial
            .clone()
            .unwrap_or_else(|| self.derived_serial(&issuer));
        let this = self.with_timestamps(&issuer, &identifier, &serial);
        this.sign_as(&issuer, algorithm, (identifier, serial))
    }

    /// The same, once the timestamps are there.
    fn sign_as(
        self,
        issuer: &Issuer,
        algorithm: Algorithm,
        (identifier, serial): (Vec<u8>, Vec<u8>),
    ) -> Made {
        let mut tbs = self.tbs(issuer, &identifier, &serial);
        let mut signature = issuer.key.sign(algorithm, &tbs);
        let (mut outer, mut trailing, mut length) =
            (identifier.clone(), Vec::new(), LengthForm::Shortest);
        for flaw in &self.flaws {
            match flaw {
                Flaw::TrailingData(bytes) => trailing.extend_from_slice(bytes),
                Flaw::LongLength => length = LengthForm::Long,
                Flaw::OuterAlgorithm(identifier) => outer.clone_from(identifier),
                Flaw::FlippedSerial => tbs = self.tbs(issuer, &identifier, &flipped(&serial)),
                Flaw::FlippedSignature => signature = flipped(&signature),
                Flaw::Signature(bytes) => signature.clone_from(bytes),
                Flaw::TrailingTbs(_) | Flaw::AfterKey(_) => {} // stand in the signed part already
            }
        }
        let content = [tbs, outer, der::bit_string(&signature)].concat();
        let mut der = length.wrap(&content);
        der.extend_from_slice(&trailing);
        Made {
            der,
            key: self.key,
            subject: self.subject,
        }
    }

    fn tbs(&self, issuer: &Issuer, identifier: &[u8], serial: &[u8]) -> Vec<u8> {
        let version = match self.version {
            Version::V1 => None,
            Version::V2 => Some(1),
            Version::V3 => Some(2),
            Version::Number(number) => Some(number),
        };
        let mut parts = vec![
            version.map_or_else(Vec::new, |number| {
                der::context(0, &der::integer_bytes(&[number]))
            }),
            der::integer_bytes(serial),
            identifier.to_vec(),
            self.issuer_name.as_ref().unwrap_or(&issuer.name).der(),
            der::sequence(self.validity.clone()),
            self.subject.der(),
            self.spki.clone().unwrap_or_else(|| self.key.spki()),
        ];
        parts.extend(self.flaws.iter().filter_map(|flaw| match flaw {
            Flaw::AfterKey(bytes) => Some(bytes.clone()),
            _ => None,
        }));
        if !self.extensions.is_empty() {
            let extensions = self
                .extensions
                .iter()
                .map(|slot| self.filled(slot, issuer).der());
            parts.push(der::context(3, &der::sequence(extensions)));
        }
        parts.extend(self.flaws.iter().filter_map(|flaw| match flaw {
            Flaw::TrailingTbs(bytes) => Some(bytes.clone()),
            _ => None,
        }));
        der::sequence(parts)
    }

    fn filled(&self, slot: &Slot, issuer: &Issuer) -> Extension {
        match slot {
            Slot::Fixed(extension) => extension.clone(),
            Slot::SubjectKeyIdentifier => Extension::subject_key_identifier(&self.key.id()),
            Slot::AuthorityKeyIdentifier => Extension::authority_key_identifier(&issuer.key.id()),
            // RFC 5280 §4.2.1.6: critical exactly where the subject says nothing.
            Slot::SubjectAltName if self.subject.is_empty() => {
                Extension::subject_alt_name(&self.names).critical()
            }
            Slot::SubjectAltName => Extension::subject_alt_name(&self.names),
            Slot::Timestamps => unreachable!("the list is made before"),
        }
    }

    /// Has the logs sign what is to become the certificate, and puts their timestamps into it.
    fn with_timestamps(mut self, issuer: &Issuer, identifier: &[u8], serial: &[u8]) -> Self {
        if self.stamps.is_empty() {
            return self;
        }
        let mut precertificate = self.clone();
        let is_list = |slot: &Slot| matches!(slot, Slot::Timestamps);
        precertificate.extensions.retain(|slot| !is_list(slot));
        let tbs = precertificate.tbs(issuer, identifier, serial);
        let scts = self.stamps.iter().map(|stamp| {
            let signed = (stamp.milliseconds, &stamp.extensions[..]);
            stamp.log.stamp_before(&issuer.key.spki(), &tbs, signed)
        });
        let list = der::octet_string(&sct_list(&scts.collect::<Vec<_>>()));
        let list = Extension::raw(oid::SCT_LIST, Criticality::NonCritical, &list);
        if let Some(slot) = self.extensions.iter_mut().find(|slot| is_list(slot)) {
            *slot = Slot::Fixed(list);
        }
        self
    }

    /// 16 octets, positive, the same for the same issuer, subject, key and validity.
    fn derived_serial(&self, issuer: &Issuer) -> Vec<u8> {
        let parts = [
            issuer.name.der(),
            issuer.key.spki(),
            self.subject.der(),
            self.key.spki(),
            self.validity.concat(),
        ];
        let mut octets = Hash::Sha256.of(&parts.concat())[..16].to_vec();
        octets[0] = octets[0] & 0x7f | 0x40;
        octets
    }
}

enum LengthForm {
    Shortest,
    Long,
}

impl LengthForm {
    fn wrap(self, content: &[u8]) -> Vec<u8> {
        match self {
            Self::Shortest => der::tlv(der::SEQUENCE, content),
            Self::Long => der::tlv_long(der::SEQUENCE, content),
        }
    }
}

/// The same octets with the lowest bit of the last one changed.
fn flipped(octets: &[u8]) -> Vec<u8> {
    let mut octets = octets.to_vec();
    octets
        .iter_mut()
        .last()
        .into_iter()
        .for_each(|octet| *octet ^= 1);
    octets
}
