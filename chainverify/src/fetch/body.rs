//! What an issuer URL may give: one certificate in DER, or a certs-only PKCS#7 message (RFC 5280 §4.2.2.1; RFC 5652 §5.1), or, as some
//! servers have it, PEM (RFC 7468). Only the outermost shape is looked at; the certificates are parsed where all others are.

use alloc::vec::Vec;

use der::asn1::{AnyRef, ObjectIdentifier};
use der::{Decode, Reader, SliceReader, Tag, TagNumber, Tagged};
use pki_types::CertificateDer;

use crate::cert::pem;

/// `id-signedData` (RFC 5652 §5.1).
const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");

/// The most certificates taken from one body: real ones hold one to four; more would only add decoys to the search.
const MAX_CERTIFICATES: usize = 16;

/// The certificates in what an issuer URL gave: 1 to 16 of them; `None` if it is anything else.
///
/// One certificate in DER, a certs-only PKCS#7 message (RFC 5280 §4.2.2.1), or PEM. For a client of your own, async or with a proxy.
/// The certificates are as untrusted as where they come from.
///
/// ```
/// use chainverify::fetch::parse_body;
///
/// let body = include_bytes!("../../../testdata/example/chain.pem");
/// assert_eq!(parse_body(body).map(|certs| certs.len()), Some(2));
/// assert_eq!(parse_body(b"<html>"), None);
/// ```
#[must_use]
pub fn parse_body(body: &[u8]) -> Option<Vec<CertificateDer<'static>>> {
    let found = from_der(body).or_else(|| from_pem(body))?;
    (1..=MAX_CERTIFICATES)
        .contains(&found.len())
        .then_some(found)
}

fn from_der(body: &[u8]) -> Option<Vec<CertificateDer<'static>>> {
    if is_certificate(body) {
        return Some([CertificateDer::from(body.to_vec())].into());
    }
    let found = signed_data_certificates(body).ok()??;
    found
        .iter()
        .all(|der| is_certificate(der))
        .then(|| owned(&found))
}

/// By the reader of PEM files: what it refuses there is no answer here, not even in part.
fn from_pem(body: &[u8]) -> Option<Vec<CertificateDer<'static>>> {
    let found = pem::read(body).into_iter();
    let found = found.map(|found| found.ok().map(|certificate| certificate.der));
    let found: Vec<_> = found.collect::<Option<_>>()?;
    found.iter().all(|der| is_certificate(der)).then_some(found)
}

fn owned(found: &[&[u8]]) -> Vec<CertificateDer<'static>> {
    found
        .iter()
        .map(|der| CertificateDer::from(der.to_vec()))
        .collect()
}

/// `SEQUENCE { SEQUENCE, SEQUENCE, BIT STRING }` (RFC 5280 §4.1).
fn is_certificate(der: &[u8]) -> bool {
    let Ok(tags) = AnyRef::from_der(der).and_then(|outer| outer.sequence(tags)) else {
        return false;
    };
    tags == [Tag::Sequence, Tag::Sequence, Tag::BitString].map(Some)
}

/// The tags of the first three elements, after which there must be no fourth.
fn tags<'a>(reader: &mut SliceReader<'a>) -> der::Result<[Option<Tag>; 3]> {
    let mut found = [None; 3];
    for slot in &mut found {
        *slot = Some(AnyRef::decode(reader)?.tag());
    }
    Ok(found)
}

/// The `certificates` of a `SignedData` (RFC 5652 §5.1) that are plain certificates; other choices (§10.2.2) are passed over, and so
/// are signers: each certificate is verified for itself.
fn signed_data_certificates(body: &[u8]) -> der::Result<Option<Vec<&[u8]>>> {
    let mut info = SliceReader::new(sequence(body)?)?;
    if ObjectIdentifier::decode(&mut info)? != SIGNED_DATA {
        return Ok(None);
    }
    let content = AnyRef::decode(&mut info)?;
    info.finish()?;
    let mut data = SliceReader::new(sequence(content.value())?)?;
    for expected in [Tag::Integer, Tag::Set, Tag::Sequence] {
        AnyRef::decode(&mut data)?.tag().assert_eq(expected)?;
    }
    let certificates = AnyRef::decode(&mut data)?;
    if [content.tag(), certificates.tag()] != [CONTEXT_0; 2] {
        return Ok(None);
    }
    let mut reader = SliceReader::new(certificates.value())?;
    let mut found = Vec::new();
    while !reader.is_finished() {
        let element = reader.tlv_bytes()?;
        if element.first() == Some(&0x30) {
            found.push(element);
        }
    }
    Ok(Some(found))
}

/// `[0]`, constructed.
const CONTEXT_0: Tag = Tag::ContextSpecific {
    constructed: true,
    number: TagNumber(0),
};

/// The contents of a SEQUENCE that spans all of `der`.
fn sequence(der: &[u8]) -> der::Result<&[u8]> {
    let outer = AnyRef::from_der(der)?;
    outer.tag().assert_eq(Tag::Sequence)?;
    Ok(outer.value())
}

#[cfg(test)]
pub(super) mod tests {
    use super::parse_body;
    use alloc::vec::Vec;

    /// A certs-only message with one certificate, made with OpenSSL 3.0 (`openssl req -x509`, `openssl crl2pkcs7 -nocrl`).
    const MESSAGE: &str = "3081eb06092a864886f70d010702a081dd3081da0201013100300b06092a864886f70d010701a081c33081c0\
        3074020101300506032b6570300c310a300806035504030c01413020170d3236313132323130313633325a18\
        0f32313236313032393130313633325a300c310a300806035504030c0141302a300506032b65700321009446\
        ae4a98d9123c049a42c11c4c54d5de8e014ec408690d85ea5c4cde59893c300506032b65700341001f506494\
        da6a989c4cf3afdb7ab0859a774c49113b82694ff95ead8522a339aa7628098bda56906dd30c69e57fd36003\
        367693cbdb4a9f05e3eceb3a510b7e0e3100";

    /// The certificate of the message.
    pub(in crate::fetch) const PEM: &str = "-----BEGIN CERTIFICATE-----\n\
        MIHAMHQCAQEwBQYDK2VwMAwxCjAIBgNVBAMMAUEwIBcNMjYxMTIyMTAxNjMyWhgP\n\
        MjEyNjEwMjkxMDE2MzJaMAwxCjAIBgNVBAMMAUEwKjAFBgMrZXADIQCURq5KmNkS\n\
        PASaQsEcTFTV3o4BTsQIaQ2F6lxM3lmJPDAFBgMrZXADQQAfUGSU2mqYnEzzr9t6\n\
        sIWad0xJETuCaU/5Xq2FIqM5qnYoCYvaVpBt0wxp5X/TYAM2dpPL20qfBePs6zpR\n\
        C34O\n\
        -----END CERTIFICATE-----\n";

    pub(in crate::fetch) fn message() -> Vec<u8> {
        let digits: Vec<u8> = MESSAGE
            .bytes()
            .map(|c| if c > b'9' { c - b'a' + 10 } else { c - b'0' })
            .collect();
        digits
            .chunks(2)
            .map(|pair| pair[0] * 16 + pair[1])
            .collect()
    }

    /// The certificate: 195 bytes at the offset where the message has it.
    pub(in crate::fetch) fn certificate() -> Vec<u8> {
        message()[41..41 + 195].to_vec()
    }

    fn tlv(tag: u8, value: &[u8]) -> Vec<u8> {
        let length = u16::try_from(value.len()).unwrap().to_be_bytes();
        match value.len() {
            0..=0x7f => [&[tag, length[1]], value].concat(),
            0x80..=0xff => [&[tag, 0x81, length[1]], value].concat(),
            _ => [&[tag, 0x82, length[0], length[1]], value].concat(),
        }
    }

    /// A message with these elements in its field `certificates`.
    fn message_of(elements: &[u8]) -> Vec<u8> {
        let head = [
            2, 1, 1, 0x31, 0, 0x30, 11, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 7, 1,
        ];
        let data = tlv(
            0x30,
            &[&head, &tlv(0xa0, elements)[..], &[0x31, 0]].concat(),
        );
        let oid = [6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 7, 2];
        tlv(0x30, &[&oid, &tlv(0xa0, &data)[..]].concat())
    }

    fn count(body: &[u8]) -> Option<usize> {
        let found = parse_body(body)?;
        assert!(found.iter().all(|der| der.as_ref() == certificate()));
        Some(found.len())
    }

    #[test]
    fn a_certificate_is_taken_in_der_pem_and_pkcs7() {
        for body in [
            certificate(),
            PEM.into(),
            [b"0 text before\n", PEM.as_bytes()].concat(),
            ["\u{feff}", PEM].concat().into(),
            PEM.replace("CERTIFICATE", "X509 CERTIFICATE").into(),
            message(),
        ] {
            assert_eq!(count(&body), Some(1));
        }
        assert_eq!(message_of(&certificate()), message());
    }

    #[test]
    fn one_to_sixteen_certificates_are_taken() {
        assert_eq!(count(&message_of(&certificate().repeat(16))), Some(16));
        assert_eq!(count(PEM.repeat(16).as_bytes()), Some(16));
        for body in [
            message_of(&certificate().repeat(17)),
            PEM.repeat(17).into(),
            message_of(&[]),
            Vec::new(),
        ] {
            assert_eq!(parse_body(&body), None);
        }
    }

    #[test]
    fn other_kinds_of_certificates_in_a_message_are_passed_over() {
        let elements = [&[0xa1, 0][..], &certificate(), &[0xa3, 1, 0]].concat();
        assert_eq!(count(&message_of(&elements)), Some(1));
    }

    #[test]
    fn everything_else_is_not_certificates() {
        let key = "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n";
        let mut other_type = message();
        other_type[13] = 3;
        for body in [
            b"<html>".to_vec(),
            key.into(),
            PEM[..100].into(),
            PEM.replace("MIH", "MI!").into(),
            // Not even the first one, where another cannot be read.
            [PEM, &PEM.replace("CERTIFICATE", "CERTFICATE")]
                .concat()
                .into(),
            [PEM, &PEM.replace("-----BEGIN", "----BEGIN")]
                .concat()
                .into(),
            "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n".into(),
            [certificate(), [0].into()].concat(),
            certificate()[..194].into(),
            tlv(0x30, &[0x30, 0, 0x30, 0, 3, 1, 0, 5, 0]),
            [0x30, 0].into(),
            [0x30, 0x80, 0, 0].into(),
            message()[..237].into(),
            [message(), [0].into()].concat(),
            message_of(&[0x30, 0]),
            message_of(&[0x30, 5]),
            other_type,
        ] {
            assert_eq!(parse_body(&body), None, "{body:?}");
        }
    }
}
