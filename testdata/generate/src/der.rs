//! A small DER writer (X.690): each function returns the bytes of one whole value.
//!
//! It writes what it is told, also what DER forbids (`tlv_long`, `integer_bytes`), for malformed certificates.
//! It is not a parser; `split` only takes one value off the front, for tests and for key files.

/// The tag of a BOOLEAN.
pub const BOOLEAN: u8 = 0x01;
/// The tag of an INTEGER.
pub const INTEGER: u8 = 0x02;
/// The tag of a BIT STRING.
pub const BIT_STRING: u8 = 0x03;
/// The tag of an OCTET STRING.
pub const OCTET_STRING: u8 = 0x04;
/// The tag of an OBJECT IDENTIFIER.
pub const OID: u8 = 0x06;
/// The tag of a UTF8String.
pub const UTF8_STRING: u8 = 0x0c;
/// The tag of a PrintableString.
pub const PRINTABLE_STRING: u8 = 0x13;
/// The tag of a TeletexString.
pub const TELETEX_STRING: u8 = 0x14;
/// The tag of an IA5String.
pub const IA5_STRING: u8 = 0x16;
/// The tag of a UTCTime.
pub const UTC_TIME: u8 = 0x17;
/// The tag of a GeneralizedTime.
pub const GENERALIZED_TIME: u8 = 0x18;
/// The tag of a BMPString.
pub const BMP_STRING: u8 = 0x1e;
/// The tag of a SEQUENCE.
pub const SEQUENCE: u8 = 0x30;
/// The tag of a SET.
pub const SET: u8 = 0x31;

/// Tag, shortest length, content.
#[must_use]
pub fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    if let Ok(short @ 0..=0x7f) = u8::try_from(content.len()) {
        out.push(short);
    } else {
        let length = content.len().to_be_bytes();
        let octets = trimmed(&length);
        out.push(0x80 | low_byte(octets.len()));
        out.extend_from_slice(octets);
    }
    out.extend_from_slice(content);
    out
}

/// Tag, a length of four octets whatever the size, content: BER, and not DER for anything shorter than 16 MB.
#[must_use]
pub fn tlv_long(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).expect("test data is shorter than 4 GB");
    let mut out = vec![tag, 0x84];
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(content);
    out
}

/// A SEQUENCE of the given values.
#[must_use]
pub fn sequence(parts: impl IntoIterator<Item = Vec<u8>>) -> Vec<u8> {
    tlv(SEQUENCE, &concat(parts))
}

/// A SET OF the given values, sorted as DER wants it.
#[must_use]
pub fn set(parts: impl IntoIterator<Item = Vec<u8>>) -> Vec<u8> {
    let mut parts: Vec<_> = parts.into_iter().collect();
    parts.sort();
    tlv(SET, &concat(parts))
}

/// A constructed value with the context-specific tag `[number]` around `content` (`number` < 31).
#[must_use]
pub fn context(number: u8, content: &[u8]) -> Vec<u8> {
    tlv(0xa0 | number, content)
}

/// A primitive value with the context-specific tag `[number]` (`number` < 31).
#[must_use]
pub fn context_primitive(number: u8, content: &[u8]) -> Vec<u8> {
    tlv(0x80 | number, content)
}

/// An OBJECT IDENTIFIER from its dotted form.
///
/// # Panics
/// When `dotted` is not at least two decimal numbers, or an arc does not fit 64 bits.
#[must_use]
pub fn oid(dotted: &str) -> Vec<u8> {
    tlv(OID, &oid_content(dotted))
}

/// The content octets of an OBJECT IDENTIFIER, without tag and length (for a `registeredID`).
///
/// # Panics
/// As [`oid`].
#[must_use]
pub fn oid_content(dotted: &str) -> Vec<u8> {
    let mut arcs = dotted.split('.').map(|arc| {
        arc.parse::<u64>()
            .expect("an OID is written in decimal arcs")
    });
    let first = arcs.next().expect("split yields at least one part");
    let second = arcs.next().expect("an OID has at least two arcs");
    let mut out = Vec::new();
    push_base_128(&mut out, first * 40 + second);
    arcs.for_each(|arc| push_base_128(&mut out, arc));
    out
}

/// An INTEGER that is not negative, shortest form.
#[must_use]
pub fn integer(value: u64) -> Vec<u8> {
    unsigned(&value.to_be_bytes())
}

/// A non-negative INTEGER from its big-endian magnitude, brought to its shortest form.
#[must_use]
pub fn unsigned(magnitude: &[u8]) -> Vec<u8> {
    let magnitude = trimmed(magnitude);
    match magnitude.first() {
        Some(0..=0x7f) => tlv(INTEGER, magnitude),
        _ => tlv(INTEGER, &[&[0], magnitude].concat()),
    }
}

/// An INTEGER with exactly these content octets: negative, empty, or padded, as told.
#[must_use]
pub fn integer_bytes(content: &[u8]) -> Vec<u8> {
    tlv(INTEGER, content)
}

/// The BOOLEAN TRUE. (DER leaves out a default FALSE.)
#[must_use]
pub fn boolean_true() -> Vec<u8> {
    tlv(BOOLEAN, &[0xff])
}

/// The value NULL.
#[must_use]
pub fn null() -> Vec<u8> {
    tlv(0x05, &[])
}

/// An OCTET STRING.
#[must_use]
pub fn octet_string(content: &[u8]) -> Vec<u8> {
    tlv(OCTET_STRING, content)
}

/// A BIT STRING of whole octets.
#[must_use]
pub fn bit_string(content: &[u8]) -> Vec<u8> {
    tlv(BIT_STRING, &[&[0], content].concat())
}

/// A BIT STRING of named bits (X.690 §11.2.2: no trailing zero bits): the numbers of the bits that are set, below 64.
#[must_use]
pub fn named_bits(set: &[u8]) -> Vec<u8> {
    let word = set.iter().fold(0u64, |word, bit| word | (1 << 63) >> bit);
    let octets = usize::try_from(64 - word.trailing_zeros())
        .map_or(0, |bits| if word == 0 { 0 } else { bits.div_ceil(8) });
    let unused = if word == 0 {
        0
    } else {
        low_byte(usize::try_from(word.trailing_zeros() % 8).unwrap_or(0))
    };
    tlv(
        BIT_STRING,
        &[&[unused], &word.to_be_bytes()[..octets]].concat(),
    )
}

/// BER as a stream is written: SEQUENCE, SET and constructed context tags with indefinite lengths, down to so many levels, and OCTET STRINGs
/// there, also those under the tag `[0]`, in pieces of a hundred octets.
///
/// # Panics
/// When it is no DER.
#[must_use]
pub fn streamed(der: &[u8], levels: u8) -> Vec<u8> {
    let (tag, content, _) = split(der).expect("this is DER");
    let is_constructed = tag & 0x20 != 0;
    if levels == 0 || !(is_constructed || matches!(tag, 0x04 | 0x80)) {
        let header = der.len() - split(der).map_or(0, |(.., rest)| rest.len());
        return der[..header].to_vec();
    }
    let mut out = vec![tag | 0x20, 0x80];
    if is_constructed {
        let mut rest = content;
        while let Some((_, _, after)) = split(rest).filter(|_| !rest.is_empty()) {
            out.extend(streamed(&rest[..rest.len() - after.len()], levels - 1));
            rest = after;
        }
    } else {
        content
            .chunks(100)
            .for_each(|piece| out.extend(octet_string(piece)));
    }
    out.extend([0, 0]);
    out
}

/// Takes one value (low tag, definite length) off the front: tag, content, what follows.
#[must_use]
pub fn split(input: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = input.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        let (octets, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
        (
            octets.iter().try_fold(0usize, |sum, &octet| {
                sum.checked_mul(256)?.checked_add(usize::from(octet))
            })?,
            rest,
        )
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((tag, content, rest))
}

fn concat(parts: impl IntoIterator<Item = Vec<u8>>) -> Vec<u8> {
    parts.into_iter().flatten().collect()
}

fn trimmed(octets: &[u8]) -> &[u8] {
    let zeros = octets.iter().take_while(|&&octet| octet == 0).count();
    &octets[zeros..]
}

fn low_byte(number: usize) -> u8 {
    number.to_le_bytes()[0]
}

fn push_base_128(out: &mut Vec<u8>, arc: u64) {
    let groups = (64 - arc.leading_zeros()).div_ceil(7).max(1);
    for group in (0..groups).rev() {
        let seven = (arc >> (7 * group)).to_le_bytes()[0] & 0x7f;
        out.push(if group == 0 { seven } else { seven | 0x80 });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_the_shortest_and_read_back() {
        for length in [0, 1, 127, 128, 255, 256, 65_535, 65_536] {
            let content = vec![7; length];
            let written = tlv(OCTET_STRING, &content);
            assert_eq!(
                split(&written),
                Some((OCTET_STRING, content.as_slice(), [].as_slice()))
            );
            let header = match length {
                0..=127 => 2,
                128..=255 => 3,
                256..=65_535 => 4,
                _ => 5,
            };
            assert_eq!(written.len(), header + length);
        }
    }

    #[test]
    fn a_long_length_reads_back_although_it_is_not_der() {
        assert_eq!(
            split(&tlv_long(SEQUENCE, b"ab")),
            Some((SEQUENCE, b"ab".as_slice(), [].as_slice()))
        );
    }

    #[test]
    fn oids_are_written_in_base_128() {
        assert_eq!(
            oid("1.2.840.113549.1.1.11"),
            b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b"
        );
        assert_eq!(oid("2.999.0"), b"\x06\x03\x88\x37\x00");
        assert_eq!(oid("2.5.29.17"), b"\x06\x03\x55\x1d\x11");
    }

    #[test]
    fn integers_keep_their_sign() {
        assert_eq!(integer(0), b"\x02\x01\x00");
        assert_eq!(integer(127), b"\x02\x01\x7f");
        assert_eq!(integer(128), b"\x02\x02\x00\x80");
        assert_eq!(unsigned(&[0, 0, 1, 0]), b"\x02\x02\x01\x00");
    }

    #[test]
    fn named_bits_end_with_a_one() {
        assert_eq!(named_bits(&[]), b"\x03\x01\x00");
        assert_eq!(named_bits(&[0]), b"\x03\x02\x07\x80");
        assert_eq!(named_bits(&[5, 6]), b"\x03\x02\x01\x06");
        assert_eq!(named_bits(&[8]), b"\x03\x03\x07\x00\x80");
    }

    #[test]
    fn a_set_is_sorted() {
        assert_eq!(
            set([integer(2), integer(1)]),
            b"\x31\x06\x02\x01\x01\x02\x01\x02"
        );
    }

    #[test]
    fn truncated_values_do_not_split() {
        for cut in 0..4 {
            assert_eq!(split(&octet_string(b"ab")[..cut]), None);
        }
    }
}
