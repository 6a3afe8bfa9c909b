//! What is signed, how, and the signature: the frame that certificates, CRLs and OCSP responses
//! share (RFC 5280 §4.1.1, §5.1.1; RFC 6960 §4.2.1).

use crate::der::{Field, ParseError, Problem, Reader, Span, tag};

/// A signed structure, taken apart (RFC 5280 §4.1.1).
///
/// ```
#[doc = include_str!("../../tests/doc/certs.txt")]
/// let signed = leaf.signed();
/// assert_eq!(signed.signature.len(), 512); // by an RSA key of 4096 bits
/// assert!(leaf.der().windows(signed.message.len()).any(|bytes| bytes == signed.message));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Signed<'a> {
    /// The bytes that the signature covers: the DER of TBSCertificate, tag and length included.
    pub message: &'a [u8],
    /// The contents of AlgorithmIdentifier, without tag and length (as
    /// `pki_types::AlgorithmIdentifier` has it).
    pub algorithm: &'a [u8],
    /// The signature's octets.
    pub signature: &'a [u8],
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct SignedSpans {
    pub(crate) message: Span,
    pub(crate) algorithm: Span,
    pub(crate) signature: Span,
}

impl SignedSpans {
    /// Reads `SEQUENCE { message, signatureAlgorithm, signatureValue }`, the whole of `bytes`.
    /// Also gives the reader of the message's contents.
    pub(crate) fn read<'b>(
        bytes: &'b [u8],
        field: Field,
        message_field: Field,
    ) -> Result<(Self, Reader<'b>), ParseError> {
        let mut frame = Reader::new(bytes).only(tag::SEQUENCE, field)?;
        let taken = Self::take(&mut frame, message_field)?;
        frame.finish(field)?;
        Ok(taken)
    }

    /// Reads message, algorithm and signature off the front.
    #[inline(always)] // of every certificate: 0.3 % of a verification
    pub(crate) fn take<'b>(
        frame: &mut Reader<'b>,
        message_field: Field,
    ) -> Result<(Self, Reader<'b>), ParseError> {
        let message = frame.tlv(tag::SEQUENCE, message_field)?;
        let algorithm = frame.expect(tag::SEQUENCE, Field::SignatureAlgorithm)?;
        let signature = frame
            .expect(tag::BIT_STRING, Field::SignatureValue)?
            .octet_aligned_bits(Field::SignatureValue)?;
        let spans = Self {
            message: message.span,
            algorithm: algorithm.span(),
            signature: signature.span(),
        };
        Ok((spans, message.content))
    }

    pub(crate) fn of<'a>(&self, whole: &'a [u8]) -> Signed<'a> {
        Signed {
            message: self.message.of(whole),
            algorithm: self.algorithm.of(whole),
            signature: self.signature.of(whole),
        }
    }

    /// The algorithm that the message itself names must be the one outside, octet for octet
    /// (RFC 5280 §4.1.1.2).
    pub(crate) fn same_algorithm(
        &self,
        whole: &[u8],
        inner: &Reader<'_>,
    ) -> Result<(), ParseError> {
        if inner.bytes() == self.algorithm.of(whole) {
            Ok(())
        } else {
            Err(inner.error(Field::Signature, Problem::Mismatch))
        }
    }
}
