//! The TBSCertificate that a log saw before the certificate was issued (RFC 6962 §3.2): that of the
//! certificate without the list of timestamps. It is cut out and the lengths above it are corrected;
//! nothing is encoded anew, so that every other octet stays as its CA wrote it.

use alloc::vec::Vec;

use crate::cert::Cert;
use crate::cert::ext::Raw;
use crate::der::{Field, ParseError, Reader, header, known, tag};

/// The TBSCertificate in DER without the list of timestamps that the certificate has.
///
/// Where that is the only extension, `extensions` is left out: an empty list is none (RFC 5280 §4.1).
///
/// # Errors
///
/// The certificate has no such list.
pub(super) fn tbs_without_scts(cert: &Cert<'_>) -> Result<Vec<u8>, ParseError> {
    const EXPLICIT: u8 = tag::context_constructed(3);
    let fields = Reader::new(cert.signed().message).only(tag::SEQUENCE, Field::TbsCertificate)?;
    let mut rest = fields;
    let (before, list) = loop {
        let before = front(&fields, &rest);
        let field = rest.any(Field::TbsCertificate)?;
        if field.tag == EXPLICIT {
            break (
                before,
                field.content.only(tag::SEQUENCE, Field::Extensions)?,
            );
        }
    };
    let mut right = list;
    let left = loop {
        let left = front(&list, &right);
        if Raw::read(&mut right)?.oid()?.bytes() == known::SCT_LIST {
            break left;
        }
    };
    Ok(joined(before, left, right.bytes()))
}

/// What is in front of `rest` in `whole`.
fn front<'a>(whole: &Reader<'a>, rest: &Reader<'a>) -> &'a [u8] {
    let length = whole.bytes().len().saturating_sub(rest.bytes().len());
    whole.bytes().get(..length).unwrap_or_default()
}

/// `SEQUENCE { before, [3] { SEQUENCE { left, right } } }`
fn joined(before: &[u8], left: &[u8], right: &[u8]) -> Vec<u8> {
    let length = left.len().saturating_add(right.len());
    let list = header(tag::SEQUENCE, length);
    let explicit = length.saturating_add(list.len());
    let explicit = header(tag::context_constructed(3), explicit);
    let whole: [&[u8]; 5] = match length {
        0 => [before, &[], &[], &[], &[]],
        _ => [before, &explicit, &list, left, right],
    };
    let length = whole.iter().map(|part| part.len()).sum();
    let mut tbs = header(tag::SEQUENCE, length).to_vec();
    tbs.reserve_exact(length);
    whole.iter().for_each(|part| tbs.extend_from_slice(part));
    tbs
}
