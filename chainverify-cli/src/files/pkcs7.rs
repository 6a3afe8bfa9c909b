//! The certificates of a PKCS#7 bundle: a `SignedData` without signers (RFC 5652 §5.1), as `.p7b` and `.p7c` files have it. What else
//! PKCS#7 can hold is refused by name. The bytes of the certificates are handed on as they are, in their order.

use core::fmt;

use der::asn1::{AnyRef, ObjectIdentifier};
use der::{Decode, Reader, SliceReader, Tag, TagNumber, Tagged};
use pki_types::CertificateDer;

use super::ber::definite;

/// The most certificates of a bundle or keystore: as many as the library looks at. An empty one takes two octets, and much more memory.
pub(super) const MOST_CERTIFICATES: usize = 16_384;

/// `id-signedData` (RFC 5652 §5.1).
const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");

/// Why a bundle cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pkcs7Problem {
    /// It is no `SignedData`.
    OtherContent(ObjectIdentifier),
    /// Somebody signed it: a message, not a bundle.
    Signed,
    /// It has no certificates.
    NoCertificate,
    /// It has more than [`MOST_CERTIFICATES`].
    TooMany,
    /// One of its certificates, counted from 1, is of a kind that is not X.509 (RFC 5652 §10.2.2).
    OtherCertificate(usize),
    /// It is in BER with an indefinite length, and cannot be read as such.
    IndefiniteLength,
    /// It is not DER as it must be.
    Broken {
        /// Where, from the start of the bundle, if it is known.
        offset: Option<u32>,
        /// What is wrong there.
        kind: der::ErrorKind,
    },
}

/// Whether this is PKCS#7 and no certificate: its first element is an object identifier (RFC 5652 §3).
pub(crate) fn is_pkcs7(bytes: &[u8]) -> bool {
    const SEQUENCE: u8 = 0x30;
    const OBJECT_IDENTIFIER: u8 = 0x06;
    match bytes {
        [SEQUENCE, length @ ..=0x80, first, ..] => *length > 0 && *first == OBJECT_IDENTIFIER,
        [SEQUENCE, length @ 0x81..=0x84, rest @ ..] => {
            rest.get(usize::from(length & 0x7f)) == Some(&OBJECT_IDENTIFIER)
        }
        _ => false,
    }
}

/// Its certificates, at least one.
pub(crate) fn certificates(bundle: &[u8]) -> Result<Vec<CertificateDer<'static>>, Pkcs7Problem> {
    let bundle = definite(bundle);
    if let [_, 0x80, ..] = *bundle {
        return Err(Pkcs7Problem::IndefiniteLength);
    }
    let mut info = sequence(&bundle)?;
    let content_type = ObjectIdentifier::decode(&mut info)?;
    if content_type != SIGNED_DATA {
        return Err(Pkcs7Problem::OtherContent(content_type));
    }
    let content = AnyRef::decode(&mut info)?;
    content.tag().assert_eq(context(0))?;
    info.finish()?;
    let mut data = sequence(content.value())?;
    for expected in [Tag::Integer, Tag::Set, Tag::Sequence] {
        AnyRef::decode(&mut data)?.tag().assert_eq(expected)?;
    }
    let mut found = Vec::new();
    let mut field = AnyRef::decode(&mut data)?;
    if field.tag() == context(0) {
        found = choices(field.value())?;
        field = AnyRef::decode(&mut data)?;
    }
    // Revocation lists are passed over, as they are in PEM.
    if field.tag() == context(1) {
        field = AnyRef::decode(&mut data)?;
    }
    field.tag().assert_eq(Tag::Set)?;
    data.finish()?;
    if !field.value().is_empty() {
        return Err(Pkcs7Problem::Signed);
    }
    match found.is_empty() {
        true => Err(Pkcs7Problem::NoCertificate),
        false => Ok(found),
    }
}

/// The elements of a `CertificateSet` (RFC 5652 §10.2.3), all of which must be certificates.
fn choices(set: &[u8]) -> Result<Vec<CertificateDer<'static>>, Pkcs7Problem> {
    let mut reader = SliceReader::new(set)?;
    let mut found = Vec::new();
    while !reader.is_finished() {
        let element = reader.tlv_bytes()?;
        if element.first() != Some(&0x30) {
            return Err(Pkcs7Problem::OtherCertificate(found.len() + 1));
        }
        if found.len() == MOST_CERTIFICATES {
            return Err(Pkcs7Problem::TooMany);
        }
        found.push(CertificateDer::from(element.to_vec()));
    }
    Ok(found)
}

/// The contents of a SEQUENCE that spans all of the bytes.
fn sequence(bytes: &[u8]) -> der::Result<SliceReader<'_>> {
    let outer = AnyRef::from_der(bytes)?;
    outer.tag().assert_eq(Tag::Sequence)?;
    SliceReader::new(outer.value())
}

/// `[number]`, constructed.
const fn context(number: u32) -> Tag {
    Tag::ContextSpecific {
        constructed: true,
        number: TagNumber(number),
    }
}

impl From<der::Error> for Pkcs7Problem {
    fn from(error: der::Error) -> Self {
        Self::Broken {
            offset: error.position().map(u32::from),
            kind: error.kind(),
        }
    }
}

impl fmt::Display for Pkcs7Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherContent(content) => {
                write!(
                    f,
                    "is no bundle of certificates, but of the content type {content}"
                )
            }
            Self::Signed => f.write_str("is a signed message, not a bundle of certificates"),
            Self::NoCertificate => f.write_str("holds no certificate"),
            Self::TooMany => write!(f, "holds more than {MOST_CERTIFICATES} certificates"),
            Self::OtherCertificate(number) => {
                write!(
                    f,
                    "holds something else than an X.509 certificate as certificate {number}"
                )
            }
            Self::IndefiniteLength => {
                f.write_str("is broken: it is in BER, and one of its lengths is never ended")
            }
            Self::Broken { kind, .. } => write!(f, "is broken: {kind}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use chainverify_testdata::der::{self, streamed};
    use chainverify_testdata::pkcs7::certs_only;

    use super::{Pkcs7Problem, certificates, is_pkcs7};

    /// A `SignedData` with a certificate, these revocation lists and these signers.
    fn signed_data(lists: &[u8], signers: Vec<Vec<u8>>) -> Vec<u8> {
        let data = der::sequence([
            der::integer(1),
            der::set([]),
            der::sequence([der::oid("1.2.840.113549.1.7.1")]),
            der::context(0, &[0x30, 1, 0]),
            lists.to_vec(),
            der::set(signers),
        ]);
        der::sequence([der::oid("1.2.840.113549.1.7.2"), der::context(0, &data)])
    }

    #[test]
    fn revocation_lists_are_passed_over_and_a_message_is_refused() {
        let bundle = signed_data(&der::context(1, &[0x30, 0]), Vec::new());
        assert_eq!(certificates(&bundle).unwrap().len(), 1);
        let message = signed_data(&[], vec![der::sequence([der::integer(1)])]);
        assert_eq!(certificates(&message), Err(Pkcs7Problem::Signed));
    }

    #[test]
    fn certificates_are_counted() {
        let with = |count| certificates(&certs_only(vec![[0x30, 0]; count]));
        assert_eq!(with(16_384).unwrap().len(), 16_384);
        assert_eq!(with(16_385), Err(Pkcs7Problem::TooMany));
    }

    #[test]
    fn a_bundle_written_as_a_stream_is_read() {
        let bundle = certs_only([[0x30, 1, 0], [0x30, 1, 1]]);
        let stream = streamed(&bundle, 3);
        assert!(is_pkcs7(&stream) && stream != bundle);
        assert_eq!(certificates(&stream), certificates(&bundle));
        for cut in 0..stream.len() {
            assert!(certificates(&stream[..cut]).is_err(), "{cut}");
        }
    }

    #[test]
    fn what_is_no_bundle_is_refused_by_name() {
        let bundle = certs_only([[0x30, 1, 0]]);
        assert!(is_pkcs7(&bundle));
        assert_eq!(certificates(&bundle).unwrap()[0].as_ref(), [0x30, 1, 0]);
        assert_eq!(
            certificates(&certs_only([[0u8; 0]; 0])),
            Err(Pkcs7Problem::NoCertificate)
        );
        assert_eq!(
            certificates(&certs_only([[0xa1, 1, 0]])),
            Err(Pkcs7Problem::OtherCertificate(1))
        );
        assert_eq!(
            certificates(&[0x30, 0x80, 6, 0]),
            Err(Pkcs7Problem::IndefiniteLength)
        );
        let data = [0x30, 11, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1];
        let text = certificates(&data).unwrap_err().to_string();
        assert!(text.contains("1.2.840.113549.1.7.1"), "{text}");
        for cut in 0..bundle.len() {
            assert!(certificates(&bundle[..cut]).is_err(), "{cut}");
        }
        assert!(!is_pkcs7(&[]) && !is_pkcs7(&[0x30, 3, 0x30, 1, 0]) && !is_pkcs7(&[0x30, 0x82, 6]));
    }
}
