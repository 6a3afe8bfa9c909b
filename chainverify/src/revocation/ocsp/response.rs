//! A response (RFC 6960 §4.2), read whole.

use alloc::vec::Vec;

use super::Refusal;
use crate::cert::ext::{Criticality, Raw};
use crate::cert::{Name, Signed, SignedSpans};
use crate::der::known::{self, ce};
use crate::der::{Field, Oid, ParseError, Problem, Reader, Time, tag};
use crate::revocation::crl::{Reason, Revoked};

/// What came from a responder.
#[derive(Clone, Debug)]
pub enum Response<'a> {
    /// Answers, whether or not they are to be believed.
    Basic(BasicResponse<'a>),
    /// It would not, or could not.
    Refused(Refusal),
}

/// `BasicOCSPResponse` (RFC 6960 §4.2.1): answers with a signature.
#[derive(Clone, Debug)]
pub struct BasicResponse<'a> {
    der: &'a [u8],
    signed: SignedSpans,
    responder: Responder<'a>,
    produced_at: Time,
    singles: Vec<Single<'a>>,
    nonce: Option<&'a [u8]>,
    certs: Vec<&'a [u8]>,
    unknown_critical: Option<Oid<'a>>,
}

/// Who signed: `ResponderID`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Responder<'a> {
    /// `byName`
    Name(Name<'a>),
    /// `byKey`: the SHA-1 of the key's bits.
    KeyHash(&'a [u8]),
}

/// Which certificate an answer is about: `CertID`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CertId<'a> {
    /// The hash algorithm's identifier.
    pub hash_algorithm: Oid<'a>,
    /// The hash of the issuer's name in DER.
    pub issuer_name_hash: &'a [u8],
    /// The hash of the bits of the issuer's key.
    pub issuer_key_hash: &'a [u8],
    /// The contents of the serial number's INTEGER.
    pub serial_number: &'a [u8],
}

/// The answer about one certificate: `SingleResponse`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Single<'a> {
    /// Which certificate.
    pub cert_id: CertId<'a>,
    /// What is said of it.
    pub status: CertStatus,
    /// When this was known to be right.
    pub this_update: Time,
    /// Until when something newer will be there.
    pub next_update: Option<Time>,
    /// Back to when expired certificates are answered for (§4.4.4).
    pub archive_cutoff: Option<Time>,
}

/// `CertStatus`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertStatus {
    /// Not revoked, as far as the responder knows.
    Good,
    /// Revoked.
    Revoked(Revoked),
    /// The responder does not know the certificate.
    Unknown,
}

impl<'a> Response<'a> {
    /// Reads a response in DER, all of it.
    ///
    /// # Errors
    ///
    /// The first field that is not as RFC 6960 §4.2 wants it, with its offset; a type of response other
    /// than id-pkix-ocsp-basic.
    pub fn parse(der: &'a [u8]) -> Result<Self, ParseError> {
        const FIELD: Field = Field::OcspResponse;
        let mut parts = Reader::new(der).only(tag::SEQUENCE, FIELD)?;
        let status = parts.expect(tag::ENUMERATED, Field::ResponseStatus)?;
        let bytes = parts.optional(tag::context_constructed(0), Field::ResponseBytes)?;
        parts.finish(FIELD)?;
        let refusal = match status.bytes() {
            [0] => {
                let bytes = bytes.ok_or_else(|| parts.error(FIELD, Problem::Truncated))?;
                return basic(der, bytes).map(Self::Basic);
            }
            [1] => Refusal::MalformedRequest,
            [2] => Refusal::InternalError,
            [3] => Refusal::TryLater,
            [5] => Refusal::SigRequired,
            [6] => Refusal::Unauthorized,
            _ => return Err(status.error(Field::ResponseStatus, Problem::BadValue)),
        };
        Ok(Self::Refused(refusal))
    }
}

/// `ResponseBytes`
fn basic<'a>(der: &'a [u8], explicit: Reader<'a>) -> Result<BasicResponse<'a>, ParseError> {
    const FIELD: Field = Field::ResponseBytes;
    let mut parts = explicit.only(tag::SEQUENCE, FIELD)?;
    let kind = parts.expect(tag::OID, FIELD)?;
    if kind.bytes() != known::OCSP_BASIC {
        return Err(kind.error(FIELD, Problem::BadValue));
    }
    let response = parts.only(tag::OCTET_STRING, FIELD)?;
    BasicResponse::read(der, response)
}

impl<'a> BasicResponse<'a> {
    /// What is signed, how, and the signature.
    #[must_use]
    pub fn signed(&self) -> Signed<'a> {
        self.signed.of(self.der)
    }

    /// Who says that they signed.
    #[must_use]
    pub const fn responder(&self) -> Responder<'a> {
        self.responder
    }

    /// When it was signed.
    #[must_use]
    pub const fn produced_at(&self) -> Time {
        self.produced_at
    }

    /// The answers.
    #[must_use]
    pub fn singles(&self) -> &[Single<'a>] {
        &self.singles
    }

    /// The contents of the nonce extension (RFC 9654).
    #[must_use]
    pub const fn nonce(&self) -> Option<&'a [u8]> {
        self.nonce
    }

    /// Certificates in DER that may have issued the signature.
    #[must_use]
    pub fn certs(&self) -> &[&'a [u8]] {
        &self.certs
    }

    /// The first critical extension, of the response or of an answer, that is not known.
    #[must_use]
    pub const fn unknown_critical(&self) -> Option<Oid<'a>> {
        self.unknown_critical
    }

    /// Reads `response`, which stands in `der`.
    fn read(der: &'a [u8], response: Reader<'a>) -> Result<Self, ParseError> {
        const FIELD: Field = Field::ResponseData;
        let mut frame = response.only(tag::SEQUENCE, Field::OcspResponse)?;
        let (signed, mut data) = SignedSpans::take(&mut frame, FIELD)?;
        let certs = frame.optional(tag::context_constructed(0), Field::OcspCerts)?;
        frame.finish(Field::OcspResponse)?;
        version(&mut data)?;
        let responder = responder(&mut data)?;
        let produced_at = generalized(&mut data, Field::ProducedAt)?;
        let list = data.expect(tag::SEQUENCE, Field::Responses)?;
        let extensions = data.optional(tag::context_constructed(1), Field::ResponseExtensions)?;
        data.finish(FIELD)?;
        let mut found = Self {
            der,
            signed,
            responder,
            produced_at,
            singles: Vec::new(),
            nonce: None,
            certs: Vec::new(),
            unknown_critical: None,
        };
        found.read_singles(list)?;
        if let Some(extensions) = extensions {
            found.read_extensions(extensions)?;
        }
        if let Some(certs) = certs {
            let mut list = certs.only(tag::SEQUENCE, Field::OcspCerts)?;
            while !list.is_empty() {
                let cert = list.tlv(tag::SEQUENCE, Field::OcspCerts)?;
                found.certs.push(cert.span.of(der));
            }
        }
        Ok(found)
    }

    fn read_singles(&mut self, mut list: Reader<'a>) -> Result<(), ParseError> {
        const FIELD: Field = Field::Responses;
        while !list.is_empty() {
            let mut parts = list.expect(tag::SEQUENCE, FIELD)?;
            let cert_id = CertId::read(parts.expect(tag::SEQUENCE, Field::CertId)?)?;
            let status = CertStatus::read(&mut parts)?;
            let this_update = generalized(&mut parts, Field::ThisUpdate)?;
            let next_update = parts.optional(tag::context_constructed(0), Field::NextUpdate)?;
            let next_update = next_update.map(|mut explicit| {
                let time = generalized(&mut explicit, Field::NextUpdate)?;
                explicit.finish(Field::NextUpdate)?;
                Ok(time)
            });
            let extensions =
                parts.optional(tag::context_constructed(1), Field::SingleExtensions)?;
            parts.finish(FIELD)?;
            let archive_cutoff = match extensions {
                Some(extensions) => self.read_single_extensions(extensions)?,
                None => None,
            };
            self.singles.push(Single {
                cert_id,
                status,
                this_update,
                next_update: next_update.transpose()?,
                archive_cutoff,
            });
        }
        Ok(())
    }

    /// Of `singleExtensions` the archive cutoff (§4.4.4). The extensions of an entry in a CRL may stand
    /// here too (§4.4.5); what they would say the answer says itself.
    fn read_single_extensions(&mut self, explicit: Reader<'a>) -> Result<Option<Time>, ParseError> {
        const FIELD: Field = Field::SingleExtensions;
        let mut list = explicit.only_nonempty(tag::SEQUENCE, FIELD)?;
        let mut cutoff = None;
        while !list.is_empty() {
            let one = Raw::read(&mut list)?;
            let oid = one.oid()?;
            if oid.bytes() == known::OCSP_ARCHIVE_CUTOFF {
                let mut value = one.value;
                cutoff = Some(generalized(&mut value, FIELD)?);
                value.finish(FIELD)?;
            } else if !matches!(one.id_ce, Some(ce::REASON_CODE | ce::INVALIDITY_DATE)) {
                self.passed_over(&one, oid)?;
            }
        }
        Ok(cutoff)
    }

    fn read_extensions(&mut self, explicit: Reader<'a>) -> Result<(), ParseError> {
        const FIELD: Field = Field::ResponseExtensions;
        let mut list = explicit.only_nonempty(tag::SEQUENCE, FIELD)?;
        while !list.is_empty() {
            let one = Raw::read(&mut list)?;
            let oid = one.oid()?;
            match oid.bytes() {
                // RFC 9654 §2.1: an OCTET STRING in the OCTET STRING.
                known::OCSP_NONCE => {
                    let nonce = one.value.only(tag::OCTET_STRING, FIELD)?;
                    self.nonce = Some(nonce.bytes());
                }
                // Says that "revoked" may mean "never issued" (§4.4.8), which makes no difference.
                known::OCSP_EXTENDED_REVOKE => {}
                _ => self.passed_over(&one, oid)?,
            }
        }
        Ok(())
    }

    fn passed_over(&mut self, one: &Raw<'a>, oid: Reader<'a>) -> Result<(), ParseError> {
        let oid = Oid::read(&oid, Field::Extensions)?;
        if one.critical == Criticality::Critical {
            self.unknown_critical.get_or_insert(oid);
        }
        Ok(())
    }
}

impl<'a> CertId<'a> {
    fn read(mut parts: Reader<'a>) -> Result<Self, ParseError> {
        const FIELD: Field = Field::CertId;
        let mut algorithm = parts.expect(tag::SEQUENCE, FIELD)?;
        let hash_algorithm = Oid::read(&algorithm.expect(tag::OID, FIELD)?, FIELD)?;
        let issuer_name_hash = parts.expect(tag::OCTET_STRING, FIELD)?.bytes();
        let issuer_key_hash = parts.expect(tag::OCTET_STRING, FIELD)?.bytes();
        let serial_number = parts.only(tag::INTEGER, Field::SerialNumber)?;
        serial_number.shortest_integer(Field::SerialNumber)?;
        Ok(Self {
            hash_algorithm,
            issuer_name_hash,
            issuer_key_hash,
            serial_number: serial_number.bytes(),
        })
    }
}

impl CertStatus {
    /// A CHOICE with implicit tags.
    fn read(parts: &mut Reader<'_>) -> Result<Self, ParseError> {
        const FIELD: Field = Field::CertStatus;
        const GOOD: u8 = tag::context(0);
        const REVOKED: u8 = tag::context_constructed(1);
        const UNKNOWN: u8 = tag::context(2);
        let value = parts.any(FIELD)?;
        match (value.tag, value.content.bytes()) {
            (GOOD, []) => Ok(Self::Good),
            (UNKNOWN, []) => Ok(Self::Unknown),
            (REVOKED, _) => revoked(value.content).map(Self::Revoked),
            _ => Err(value.content.error(FIELD, Problem::BadValue)),
        }
    }
}

/// `RevokedInfo`
fn revoked(mut parts: Reader<'_>) -> Result<Revoked, ParseError> {
    const FIELD: Field = Field::CertStatus;
    let since = generalized(&mut parts, Field::RevocationDate)?;
    let reason = parts.optional(tag::context_constructed(0), FIELD)?;
    parts.finish(FIELD)?;
    let reason = reason.map(Reason::read).transpose()?;
    Ok(Revoked {
        since,
        reason: reason.unwrap_or(Reason::Unspecified),
        invalid_since: None,
    })
}

/// `[0] EXPLICIT Version DEFAULT v1`: there is no other version.
fn version(data: &mut Reader<'_>) -> Result<(), ParseError> {
    const FIELD: Field = Field::Version;
    match data.optional(tag::context_constructed(0), FIELD)? {
        None => Ok(()),
        // Spelled out by responders that do not know DER's rule; it says the same.
        Some(explicit) => {
            let number = explicit.only(tag::INTEGER, FIELD)?;
            match number.bytes() {
                [0] => Ok(()),
                _ => Err(number.error(FIELD, Problem::UnknownVersion)),
            }
        }
    }
}

/// A CHOICE with explicit tags.
fn responder<'a>(data: &mut Reader<'a>) -> Result<Responder<'a>, ParseError> {
    const FIELD: Field = Field::ResponderId;
    const NAME: u8 = tag::context_constructed(1);
    const KEY: u8 = tag::context_constructed(2);
    let choice = data.any(FIELD)?;
    match choice.tag {
        NAME => {
            let name = choice.content.only(tag::SEQUENCE, FIELD)?;
            Ok(Responder::Name(Name::from_contents(name.bytes())))
        }
        KEY => {
            let hash = choice.content.only(tag::OCTET_STRING, FIELD)?;
            Ok(Responder::KeyHash(hash.bytes()))
        }
        _ => Err(choice.content.error(FIELD, Problem::BadValue)),
    }
}

/// All times of OCSP are GeneralizedTime (§4.2.2.1).
fn generalized(reader: &mut Reader<'_>, field: Field) -> Result<Time, ParseError> {
    match reader.peek_tag() {
        Some(tag::UTC_TIME) => {
            let (expected, found) = (tag::GENERALIZED_TIME, tag::UTC_TIME);
            Err(reader.error(field, Problem::UnexpectedTag { expected, found }))
        }
        _ => Time::read(reader, field),
    }
}
