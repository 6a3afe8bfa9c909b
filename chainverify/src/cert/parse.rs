//! The single walk over a certificate's bytes (RFC 5280 §4.1).

use pki_types::CertificateDer;

use super::ext::Extensions;
use super::signed::SignedSpans;
use super::spki::SpkiSpans;
use super::{Cert, Fields, Validity, Version};
use crate::der::{Field, ParseError, Problem, Reader, Time, tag};

impl<'a> Cert<'a> {
    /// Reads one DER certificate.
    ///
    /// # Errors
    ///
    /// The first field that is not as RFC 5280 §4.1 wants it, with its offset. A malformed
    /// *extension value* is not an error here: it is kept as [`Extension::Malformed`](super::Extension::Malformed), and the
    /// rules decide whether it matters.
    pub fn parse(der: CertificateDer<'a>) -> Result<Self, ParseError> {
        let (signed, mut tbs) = SignedSpans::read(&der, Field::Certificate, Field::TbsCertificate)?;
        let version = version(&mut tbs)?;
        let serial_number = tbs.expect(tag::INTEGER, Field::SerialNumber)?;
        // Zero, negative and very long ones exist: RFC 5280 §4.1.2.2 says that users SHOULD handle them
        // gracefully, and a rule of form speaks of them.
        serial_number.shortest_integer(Field::SerialNumber)?;
        let algorithm = tbs.expect(tag::SEQUENCE, Field::Signature)?;
        signed.same_algorithm(&der, &algorithm)?;
        let issuer = tbs.expect(tag::SEQUENCE, Field::Issuer)?;
        let dates = tbs.expect(tag::SEQUENCE, Field::Validity)?;
        let subject = tbs.expect(tag::SEQUENCE, Field::Subject)?;
        let spki = tbs.expect(tag::SEQUENCE, Field::SubjectPublicKeyInfo)?;
        unique_identifiers(&mut tbs, version)?;
        let mut extensions = Extensions::default();
        read_extensions(&mut tbs, version, &mut extensions)?;
        tbs.finish(Field::TbsCertificate)?;
        let fields = Fields {
            version,
            serial_number: serial_number.span(),
            issuer: issuer.span(),
            validity: validity(dates)?,
            validity_span: dates.span(),
            subject: subject.span(),
            spki: spki.span(),
            public_key: SpkiSpans::read(spki),
            signed,
            extensions,
        };
        Ok(Self { der, fields })
    }
}

/// `[0] EXPLICIT INTEGER DEFAULT v1`: version 1 is never spelled out in DER.
fn version(tbs: &mut Reader<'_>) -> Result<Version, ParseError> {
    const FIELD: Field = Field::Version;
    let Some(explicit) = tbs.optional(tag::context_constructed(0), FIELD)? else {
        return Ok(Version::V1);
    };
    let number = explicit.only(tag::INTEGER, FIELD)?;
    match number.bytes() {
        [0] => Err(number.error(FIELD, Problem::DefaultEncoded)),
        [1] => Ok(Version::V2),
        [2] => Ok(Version::V3),
        _ => Err(number.error(FIELD, Problem::UnknownVersion)),
    }
}

fn validity(mut dates: Reader<'_>) -> Result<Validity, ParseError> {
    let not_before = Time::read(&mut dates, Field::NotBefore)?;
    let not_after = Time::read(&mut dates, Field::NotAfter)?;
    dates.finish(Field::Validity)?;
    Ok(Validity {
        not_before,
        not_after,
    })
}

/// Read past; nothing in path validation uses them (RFC 5280 §4.1.2.8).
fn unique_identifiers(tbs: &mut Reader<'_>, version: Version) -> Result<(), ParseError> {
    for (number, field) in [(1, Field::IssuerUniqueId), (2, Field::SubjectUniqueId)] {
        let here = *tbs;
        let Some(identifier) = tbs.optional(tag::context(number), field)? else {
            continue;
        };
        if version == Version::V1 {
            return Err(here.error(field, Problem::NotAllowedInVersion));
        }
        // A BIT STRING, its tag implicit.
        if !matches!(identifier.bytes(), [0] | [0..=7, _, ..]) {
            return Err(identifier.error(field, Problem::BadBitString));
        }
    }
    Ok(())
}

/// `[3] EXPLICIT Extensions`
fn read_extensions(
    tbs: &mut Reader<'_>,
    version: Version,
    extensions: &mut Extensions,
) -> Result<(), ParseError> {
    const FIELD: Field = Field::Extensions;
    let here = *tbs;
    let Some(explicit) = tbs.optional(tag::context_constructed(3), FIELD)? else {
        return Ok(());
    };
    if version != Version::V3 {
        return Err(here.error(FIELD, Problem::NotAllowedInVersion));
    }
    extensions.read(explicit.only_nonempty(tag::SEQUENCE, FIELD)?)
}
