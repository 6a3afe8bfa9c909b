//! What a file seems to be, from a look at its outside: the label of a PEM block, or the first bytes of DER. Only enough to say "that is a
//! private key"; whether it *is* a certificate is said by the library, which parses it.

use std::borrow::Cow;

use super::error::Problem;
use super::other::{self, Other};
use super::text;

/// How the labels of PKCS#7 bundles end their lines.
const BUNDLES: [&[u8]; 3] = [b"PKCS7-----", b"CMS-----", b"PKCS #7 SIGNED DATA-----"];

/// RFC 5280 §4.1: SEQUENCE.
const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OCTET_STRING: u8 = 0x04;
const OBJECT_IDENTIFIER: u8 = 0x06;
const ENUMERATED: u8 = 0x0a;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const CONTEXT_0: u8 = 0xa0;

/// The text with `CERTIFICATE` for the labels of PKCS#7 bundles, line for line: their base64 is read alike.
pub(crate) fn bundles_as_certificates(text: &[u8]) -> Cow<'_, [u8]> {
    if !BUNDLES
        .iter()
        .any(|label| text::find(text, label).is_some())
    {
        return Cow::Borrowed(text);
    }
    let mut out = Vec::with_capacity(text.len());
    for line in text.split_inclusive(is_line_end) {
        let kinds = [&b"-----BEGIN "[..], b"-----END "];
        let kind = kinds.into_iter().find(|kind| line.starts_with(kind));
        let kind = kind.unwrap_or_default();
        let rest = line.strip_prefix(kind).unwrap_or(line);
        let end = BUNDLES.iter().find_map(|label| rest.strip_prefix(*label));
        out.extend_from_slice(kind);
        match end {
            Some(end) if !kind.is_empty() => {
                out.extend_from_slice(b"CERTIFICATE-----");
                out.extend_from_slice(end);
            }
            _ => out.extend_from_slice(rest),
        }
    }
    Cow::Owned(out)
}

fn is_line_end(byte: &u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

/// The label of the first PEM block, if there is one.
pub(crate) fn first_label(bytes: &[u8]) -> Option<&[u8]> {
    let label = bytes
        .split(is_line_end)
        .filter_map(|line| line.strip_prefix(b"-----BEGIN "))
        .next()?;
    Some(
        label
            .trim_ascii_end()
            .strip_suffix(b"-----")
            .unwrap_or(label),
    )
}

/// Checks that the bytes look like exactly one DER certificate.
pub(crate) fn der(bytes: &[u8]) -> Result<(), Problem> {
    let noise = || Problem::Noise(bytes.iter().copied().take(8).collect());
    let [SEQUENCE, after_tag @ ..] = bytes else {
        return Err(noise());
    };
    let (header, length) = length(after_tag).ok_or_else(noise)?;
    let end = length.checked_add(header + 1).ok_or_else(noise)?;
    match bytes.get(header + 1) {
        Some(&SEQUENCE) => {}
        Some(&INTEGER) => return Err(Problem::Holds(other::PRIVATE_KEY_DER)),
        // RFC 6960 §4.2.1
        Some(&ENUMERATED) => return Err(Problem::Holds(other::OCSP_RESPONSE_DER)),
        _ => return Err(noise()),
    }
    whole(bytes)?;
    match bytes.len() {
        found if found > end => Err(Problem::TrailingDer {
            end,
            extra: found - end,
        }),
        _ => match not_signed_so(bytes.get(header + 1..).unwrap_or_default()) {
            Some(what) => Err(Problem::Holds(what)),
            None => Ok(()),
        },
    }
}

/// Refuses what ends before its outermost length says. What has none, BER of indefinite length or no BER at all, passes.
pub(crate) fn whole(bytes: &[u8]) -> Result<(), Problem> {
    let announced = bytes.get(1..).and_then(length);
    let announced = announced.and_then(|(header, length)| length.checked_add(header + 1));
    match (announced, bytes.len()) {
        (Some(announced), found) if found < announced => {
            Err(Problem::ShortDer { announced, found })
        }
        _ => Ok(()),
    }
}

/// What begins like a certificate, but has other fields: a revocation list (RFC 5280 §5.1) has a time after its issuer, a certificate request
/// (RFC 2986 §4) attributes after its key; a public key (RFC 5280 §4.1) and an encrypted private one (RFC 5958 §3) begin with an algorithm.
fn not_signed_so(content: &[u8]) -> Option<Other> {
    let (end, fields) = element(content)?;
    let next = content.get(end);
    let tags = tags(fields);
    match tags.as_slice() {
        [INTEGER, SEQUENCE, SEQUENCE, UTC_TIME | GENERALIZED_TIME, ..]
        | [SEQUENCE, SEQUENCE, UTC_TIME | GENERALIZED_TIME, ..] => Some(other::CRL_DER),
        [INTEGER, SEQUENCE, SEQUENCE, CONTEXT_0] => Some(other::REQUEST_DER),
        [OBJECT_IDENTIFIER, ..] if next == Some(&BIT_STRING) => Some(other::PUBLIC_KEY_DER),
        [OBJECT_IDENTIFIER, ..] if next == Some(&OCTET_STRING) => Some(other::ENCRYPTED_KEY_DER),
        _ => None,
    }
}

/// The tags of the first four elements.
fn tags(mut fields: &[u8]) -> Vec<u8> {
    let mut tags = Vec::new();
    while let (Some(tag), Some((size, _))) = (fields.first(), element(fields)) {
        tags.push(*tag);
        fields = fields.get(size..).unwrap_or_default();
        if tags.len() == 4 {
            break;
        }
    }
    tags
}

/// The size of the first element, and its value.
fn element(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (header, length) = length(bytes.get(1..)?)?;
    let start = header + 1;
    let end = start.checked_add(length)?;
    Some((end, bytes.get(start..end)?))
}

/// A definite length of up to four bytes: the bytes it takes, and what it says.
fn length(bytes: &[u8]) -> Option<(usize, usize)> {
    let (first, rest) = bytes.split_first()?;
    if *first < 0x80 {
        return Some((1, usize::from(*first)));
    }
    let count = usize::from(first & 0x7f);
    if !(1..=4).contains(&count) {
        return None;
    }
    let digits = rest.get(..count)?;
    let value = digits
        .iter()
        .fold(0u64, |value, digit| (value << 8) | u64::from(*digit));
    Some((1 + count, usize::try_from(value).ok()?))
}

#[cfg(test)]
mod tests {
    use super::der;

    fn problem(bytes: &[u8]) -> String {
        der(bytes).unwrap_err().to_string()
    }

    #[test]
    fn the_outside_of_a_certificate_passes() {
        assert!(der(&[0x30, 3, 0x30, 1, 0]).is_ok());
        assert!(der(&[0x30, 0x81, 3, 0x30, 1, 0]).is_ok());
    }

    #[test]
    fn cut_and_trailing_bytes_are_counted() {
        assert!(
            problem(&[0x30, 0x82, 1, 0, 0x30, 1])
                .contains("260 bytes announced, the file ends at byte 6")
        );
        assert!(problem(&[0x30, 2, 0x30, 0, 1, 2]).contains("ends at byte 4, but 2 more follow"));
    }

    #[test]
    fn other_things_are_named() {
        assert!(problem(&[0x30, 3, 2, 1, 0]).contains("private key"));
        for noise in [
            &[0x31, 0][..],
            &[0x30],
            &[0x30, 0x80, 0, 0],
            &[0x30, 0x85, 1, 1, 1, 1, 1],
            &[0x30, 0x84, 1],
            &[0x30, 1, 5],
            b"hello",
        ] {
            assert!(problem(noise).contains("neither PEM nor DER"), "{noise:?}");
        }
        assert!(problem(&[0x30, 3, 0x0a, 1, 0]).contains("an OCSP response"));
        let algorithm = [0x30, 5, 6, 3, 0x2b, 0x65, 0x70];
        let public = [&[0x30, 10], &algorithm[..], &[3, 1, 0]].concat();
        assert!(problem(&public).contains("a public key"));
        let encrypted = [&[0x30, 10], &algorithm[..], &[4, 1, 0]].concat();
        assert!(problem(&encrypted).contains("an encrypted private key"));
    }

    #[test]
    fn what_is_signed_like_a_certificate_is_told_by_its_fields() {
        let signed = |fields: &[u8]| {
            let size = u8::try_from(fields.len()).unwrap();
            [&[0x30, size + 2, 0x30, size][..], fields].concat()
        };
        let old_list = signed(&[0x30, 0, 0x30, 0, 0x18, 0]);
        let new_list = signed(&[2, 1, 1, 0x30, 0, 0x30, 0, 0x17, 0]);
        assert!(problem(&old_list).contains("a revocation list (CRL)"));
        assert!(problem(&new_list).contains("a revocation list (CRL)"));
        let request = signed(&[2, 1, 0, 0x30, 0, 0x30, 0, 0xa0, 0]);
        assert!(problem(&request).contains("a certificate request"));
        let version_1 = signed(&[2, 1, 1, 0x30, 0, 0x30, 0, 0x30, 0, 0x30, 0, 0x30, 0]);
        let version_3 = signed(&[0xa0, 3, 2, 1, 2, 2, 1, 1, 0x30, 0, 0x30, 0, 0x30, 0]);
        assert!(der(&version_1).is_ok() && der(&version_3).is_ok());
    }
}
