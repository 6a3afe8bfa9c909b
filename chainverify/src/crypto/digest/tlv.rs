//! The few ways in which the evidence reads DER: what is not as expected is no evidence, and why is
//! of no interest.

use crate::der::{Field, Reader};

/// The contents of a SEQUENCE that spans all of `der`; else `der`, which then holds such contents already.
pub(super) fn contents(der: &[u8]) -> &[u8] {
    only(0x30, der).unwrap_or(der)
}

/// The value of a DER element with this tag that spans all of `der`.
pub(super) fn only(tag: u8, der: &[u8]) -> Option<&[u8]> {
    let value = Reader::new(der).only(tag, Field::SignatureAlgorithm).ok()?;
    Some(value.bytes())
}

/// The value of the first DER element and what follows it.
pub(super) fn take(tag: u8, der: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut reader = Reader::new(der);
    let value = reader.expect(tag, Field::SignatureAlgorithm).ok()?;
    Some((value.bytes(), reader.bytes()))
}

#[cfg(test)]
mod tests {
    use super::{contents, only, take};

    #[test]
    fn elements_are_taken_with_minimal_lengths_only() {
        assert_eq!(take(4, &[4, 1, 7, 9]), Some((&[7][..], &[9][..])));
        let long = [&[4, 0x81, 0x80][..], &[0; 0x80]].concat();
        assert_eq!(only(4, &long), Some(&[0; 0x80][..]));
        let cases: [&[u8]; 8] = [
            &[],
            &[4],
            &[4, 2, 0],
            &[5, 0],
            &[4, 0x80],
            &[4, 0x81, 1, 7],
            &[4, 0x82, 0, 1, 7],
            &[4, 0x84, 0, 0, 0, 0],
        ];
        for bad in cases {
            assert_eq!(take(4, bad), None, "{bad:?}");
        }
    }

    #[test]
    fn contents_opens_a_sequence_only_when_it_spans_everything() {
        assert_eq!(contents(&[0x30, 1, 7]), &[7]);
        assert_eq!(contents(&[0x30, 1, 7, 5, 0]), &[0x30, 1, 7, 5, 0]);
    }
}
