//! The reader itself: tag, length, value, one after another, each with its offset.

use super::error::{Field, ParseError, Problem, Span};
use super::tag::{self, NUMBER};

/// A place in DER bytes, with the bytes from there on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    /// The offset behind the last byte: that of the next one follows from what is left. It fits in
    /// 32 bits; it has the width of the others so that a reader is copied in whole words, for a word
    /// that was written in halves makes the processor wait.
    end: usize,
}

/// One value: its tag, its contents, and the span of the whole with its header.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tlv<'a> {
    pub(crate) tag: u8,
    pub(crate) content: Reader<'a>,
    pub(crate) span: Span,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self::at(bytes, 0)
    }

    /// Bytes that start at `offset` of what the caller reports offsets in.
    ///
    /// Of bytes that lie beyond what an offset can say none is there: a certificate of 4 GiB is one
    /// that is cut off.
    pub(crate) fn at(bytes: &'a [u8], offset: u32) -> Self {
        let start = usize::try_from(offset).ok();
        let end = start.and_then(|start| start.checked_add(bytes.len()));
        match end.filter(|end| u32::try_from(*end).is_ok()) {
            Some(end) => Self { rest: bytes, end },
            None => Self { rest: &[], end: 0 },
        }
    }

    /// What is in `whole` at `span`.
    pub(crate) fn within(whole: &'a [u8], span: Span) -> Self {
        Self::at(span.of(whole), span.start())
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub(crate) const fn offset(&self) -> u32 {
        offset(self.place())
    }

    const fn place(&self) -> usize {
        self.end.wrapping_sub(self.rest.len())
    }

    /// What has not been read yet.
    pub(crate) const fn bytes(&self) -> &'a [u8] {
        self.rest
    }

    /// The span of what has not been read yet.
    pub(crate) fn span(&self) -> Span {
        Span::new(self.offset(), offset(self.end))
    }

    /// An error at this place.
    pub(crate) fn error(&self, field: Field, problem: Problem) -> ParseError {
        ParseError::new(field, self.offset(), problem)
    }

    pub(crate) fn peek_tag(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// The next value, whatever its tag.
    #[inline]
    pub(crate) fn any(&mut self, field: Field) -> Result<Tlv<'a>, ParseError> {
        match self.short() {
            Some((tag, content, rest)) if tag & NUMBER != NUMBER => {
                Ok(self.take(tag, content, rest))
            }
            _ => self.any_long(field),
        }
    }

    /// Tag and contents of a value with a short length, and what is behind it. Nearly all values
    /// are such: they are read here, all others in one place.
    #[inline]
    fn short(&self) -> Option<(u8, &'a [u8], &'a [u8])> {
        let [tag, length @ ..=0x7f, body @ ..] = self.rest else {
            return None;
        };
        let (content, rest) = body.split_at_checked(usize::from(*length))?;
        Some((*tag, content, rest))
    }

    #[inline(never)]
    fn any_long(&mut self, field: Field) -> Result<Tlv<'a>, ParseError> {
        self.long(field)
    }

    #[inline(always)] // into the two above
    fn long(&mut self, field: Field) -> Result<Tlv<'a>, ParseError> {
        let (tag, length, body) =
            header(self.rest).map_err(|problem| self.error(field, problem))?;
        match body.split_at_checked(length) {
            Some((content, rest)) => Ok(self.take(tag, content, rest)),
            None => Err(self.error(field, Problem::Truncated)),
        }
    }

    /// The contents of the next value, and what is behind it, where its length is short and its tag is
    /// `expected`. By value: what a walk over very many values goes on with stays in registers.
    #[inline]
    pub(crate) fn split_short(self, expected: u8) -> Option<(Self, Self)> {
        let (tag, content, rest) = self.short()?;
        let end = self.end.wrapping_sub(rest.len());
        let content = Self { rest: content, end };
        (tag == expected).then_some((content, Self { rest, ..self }))
    }

    /// Goes on to `rest`, behind a value with these contents.
    #[inline]
    fn take(&mut self, tag: u8, content: &'a [u8], rest: &'a [u8]) -> Tlv<'a> {
        let start = self.offset();
        self.rest = rest;
        let end = self.place();
        Tlv {
            tag,
            content: Self { rest: content, end },
            span: Span::new(start, offset(end)),
        }
    }

    /// The next value, which must have the tag `expected`; with the span of the whole.
    #[inline]
    pub(crate) fn tlv(&mut self, expected: u8, field: Field) -> Result<Tlv<'a>, ParseError> {
        match self.short() {
            Some((tag, content, rest)) if tag == expected => Ok(self.take(tag, content, rest)),
            _ => self.tlv_long(expected, field),
        }
    }

    #[inline(never)]
    fn tlv_long(&mut self, expected: u8, field: Field) -> Result<Tlv<'a>, ParseError> {
        match self.peek_tag() {
            Some(found) if found == expected => self.long(field),
            Some(found) => Err(self.error(field, Problem::UnexpectedTag { expected, found })),
            None => Err(self.error(field, Problem::Truncated)),
        }
    }

    /// The contents of the next value, which must have the tag `expected`.
    #[inline]
    pub(crate) fn expect(&mut self, expected: u8, field: Field) -> Result<Self, ParseError> {
        self.tlv(expected, field).map(|tlv| tlv.content)
    }

    /// The contents of the next value if it has the tag `wanted`.
    #[inline]
    pub(crate) fn optional(
        &mut self,
        wanted: u8,
        field: Field,
    ) -> Result<Option<Self>, ParseError> {
        if self.peek_tag() == Some(wanted) {
            self.tlv(wanted, field).map(|tlv| Some(tlv.content))
        } else {
            Ok(None)
        }
    }

    /// The contents of the one value that is left, which must have the tag `expected`.
    #[inline]
    pub(crate) fn only(mut self, expected: u8, field: Field) -> Result<Self, ParseError> {
        let content = self.expect(expected, field)?;
        self.finish(field)?;
        Ok(content)
    }

    /// The same where the contents must not be empty.
    #[inline]
    pub(crate) fn only_nonempty(self, expected: u8, field: Field) -> Result<Self, ParseError> {
        let content = self.only(expected, field)?;
        if content.is_empty() {
            return Err(content.error(field, Problem::Empty));
        }
        Ok(content)
    }

    /// The octet behind these, if they are the next ones; then both are read.
    #[inline]
    pub(crate) fn octet_after(&mut self, octets: &[u8]) -> Option<u8> {
        let (octet, rest) = self.rest.strip_prefix(octets)?.split_first()?;
        self.rest = rest;
        Some(*octet)
    }

    /// Nothing may be left.
    pub(crate) fn finish(&self, field: Field) -> Result<(), ParseError> {
        if self.is_empty() {
            Ok(())
        } else {
            Err(self.error(field, Problem::TrailingData))
        }
    }

    /// `BOOLEAN DEFAULT FALSE`: absent, or `FF` (X.690 §11.1).
    ///
    /// Lenient: a FALSE that is spelled out although DER leaves it out (§11.5) is read as FALSE.
    /// Public CAs have issued such `critical` and `cA` fields in numbers; OpenSSL, Go and
    /// rustls-webpki read them too.
    #[inline]
    pub(crate) fn default_false(&mut self, field: Field) -> Result<bool, ParseError> {
        let Some(value) = self.optional(tag::BOOLEAN, field)? else {
            return Ok(false);
        };
        match value.bytes() {
            [0xff] => Ok(true),
            [0x00] => Ok(false),
            _ => Err(value.error(field, Problem::BadBoolean)),
        }
    }

    /// These contents as an INTEGER, which must be in its shortest form (X.690 §8.3.2).
    pub(crate) fn shortest_integer(&self, field: Field) -> Result<(), ParseError> {
        match self.rest {
            [] | [0, 0..=0x7f, ..] | [0xff, 0x80..=0xff, ..] => {
                Err(self.error(field, Problem::BadInteger))
            }
            _ => Ok(()),
        }
    }

    /// These contents as `INTEGER (0..MAX)` in its shortest form (X.690 §8.3.2). What does not fit
    /// becomes the largest number that does: it counts certificates, and no path has so many.
    pub(crate) fn small_integer(&self, field: Field) -> Result<u32, ParseError> {
        let bad = self.error(field, Problem::BadInteger);
        match *self.rest {
            [] | [0x80..=0xff, ..] | [0, 0..=0x7f, ..] => Err(bad),
            [a] => Ok(u32::from(a)),
            [a, b] => Ok(u32::from_be_bytes([0, 0, a, b])),
            [a, b, c] => Ok(u32::from_be_bytes([0, a, b, c])),
            [a, b, c, d] | [0, a, b, c, d] => Ok(u32::from_be_bytes([a, b, c, d])),
            _ => Ok(u32::MAX),
        }
    }

    /// These contents as a BIT STRING whose bits fill whole octets: keys and signatures.
    pub(crate) fn octet_aligned_bits(&self, field: Field) -> Result<Self, ParseError> {
        match self.rest {
            [0, bits @ ..] => Ok(Self {
                rest: bits,
                end: self.end,
            }),
            _ => Err(self.error(field, Problem::BadBitString)),
        }
    }
}

/// A place as an offset, which it fits into: see `Reader::at`.
#[allow(clippy::as_conversions)] // `end` fits, and no place lies behind it
const fn offset(place: usize) -> u32 {
    place as u32
}

/// The tag, the length of the contents, and the bytes from the contents on.
fn header(bytes: &[u8]) -> Result<(u8, usize, &[u8]), Problem> {
    let [tag, first, rest @ ..] = bytes else {
        return Err(Problem::Truncated);
    };
    if tag & NUMBER == NUMBER {
        return Err(Problem::HighTagNumber);
    }
    // X.690 §10.1: a length that fits into fewer octets must be in fewer.
    let (length, least, body) = match (first, rest) {
        (0..=0x7f, body) => (u32::from(*first), 0, body),
        (0x80, _) => return Err(Problem::IndefiniteLength),
        (0x81, [a, body @ ..]) => (u32::from(*a), 0x80, body),
        (0x82, [a, b, body @ ..]) => (u32::from_be_bytes([0, 0, *a, *b]), 0x100, body),
        (0x83, [a, b, c, body @ ..]) => (u32::from_be_bytes([0, *a, *b, *c]), 0x1_0000, body),
        (0x84, [a, b, c, d, body @ ..]) => (u32::from_be_bytes([*a, *b, *c, *d]), 0x100_0000, body),
        (0x81..=0x84, _) => return Err(Problem::Truncated),
        _ => return Err(Problem::LengthTooLarge),
    };
    if length < least {
        return Err(Problem::NonMinimalLength);
    }
    let length = usize::try_from(length).map_err(|_| Problem::LengthTooLarge)?;
    Ok((*tag, length, body))
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    const FIELD: Field = Field::Certificate;

    fn problem(bytes: &[u8]) -> Problem {
        Reader::new(bytes).any(FIELD).unwrap_err().problem()
    }

    #[test]
    fn values_follow_each_other_with_their_offsets() {
        let mut reader = Reader::new(&[0x02, 0x01, 0x05, 0x04, 0x00, 0x30, 0x02, 0x05, 0x00]);
        let first = reader.tlv(tag::INTEGER, FIELD).unwrap();
        assert_eq!(first.content.small_integer(FIELD), Ok(5));
        assert_eq!(first.span, Span::new(0, 3));
        assert!(reader.expect(tag::OCTET_STRING, FIELD).unwrap().is_empty());
        let inner = reader.expect(tag::SEQUENCE, FIELD).unwrap();
        assert_eq!(inner.span(), Span::new(7, 9));
        assert!(reader.is_empty());
    }

    #[test]
    fn lengths_must_be_definite_minimal_and_within_the_data() {
        assert_eq!(problem(&[0x04, 0x80, 0, 0]), Problem::IndefiniteLength);
        assert_eq!(problem(&[0x04, 0x81, 0x7f]), Problem::NonMinimalLength);
        assert_eq!(problem(&[0x04, 0x82, 0, 0xff]), Problem::NonMinimalLength);
        assert_eq!(
            problem(&[0x04, 0x83, 0, 0xff, 0xff]),
            Problem::NonMinimalLength
        );
        assert_eq!(
            problem(&[0x04, 0x84, 0, 0xff, 0xff, 0xff]),
            Problem::NonMinimalLength
        );
        assert_eq!(
            problem(&[0x04, 0x85, 1, 0, 0, 0, 0]),
            Problem::LengthTooLarge
        );
        assert_eq!(problem(&[0x04, 0x02, 0]), Problem::Truncated);
        assert_eq!(problem(&[0x04, 0x82, 1]), Problem::Truncated);
        assert_eq!(problem(&[0x04]), Problem::Truncated);
        assert_eq!(problem(&[]), Problem::Truncated);
        assert_eq!(problem(&[0x1f, 0x01, 0]), Problem::HighTagNumber);
    }

    #[test]
    fn every_length_form_is_read_at_its_smallest_value() {
        for (header, length) in [
            (vec![0x04, 0x81, 0x80], 0x80),
            (vec![0x04, 0x82, 0x01, 0x00], 0x100),
            (vec![0x04, 0x83, 0x01, 0x00, 0x00], 0x1_0000),
            (vec![0x04, 0x84, 0x01, 0x00, 0x00, 0x00], 0x100_0000),
        ] {
            let mut bytes = header;
            bytes.extend(vec![0; length]);
            let tlv = Reader::new(&bytes).any(FIELD).unwrap();
            assert_eq!(tlv.content.bytes().len(), length);
        }
    }

    #[test]
    fn small_integers_are_minimal_and_not_negative() {
        let read = |bytes: &[u8]| Reader::new(bytes).small_integer(FIELD).ok();
        assert_eq!(read(&[0]), Some(0));
        assert_eq!(read(&[0x7f]), Some(127));
        assert_eq!(read(&[0, 0x80]), Some(128));
        assert_eq!(read(&[0x7f, 0xff, 0xff, 0xff]), Some(0x7fff_ffff));
        assert_eq!(read(&[1, 2]), Some(0x0102));
        assert_eq!(read(&[0, 0x80, 0]), Some(0x8000));
        assert_eq!(read(&[0, 0xff, 0xff, 0xff, 0xfe]), Some(0xffff_fffe));
        // RFC 5280 sets no upper limit.
        assert_eq!(read(&[1, 0, 0, 0, 0]), Some(u32::MAX));
        assert_eq!(read(&[0, 0x80, 0, 0, 0, 0]), Some(u32::MAX));
        for bad in [&[][..], &[0x80], &[0, 0x7f], &[0, 0], &[0xff; 9]] {
            assert_eq!(read(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn a_boolean_is_00_or_ff_and_a_false_may_be_spelled_out() {
        assert_eq!(Reader::new(&[]).default_false(FIELD), Ok(false));
        assert_eq!(Reader::new(&[1, 1, 0xff]).default_false(FIELD), Ok(true));
        assert_eq!(Reader::new(&[1, 1, 0x00]).default_false(FIELD), Ok(false));
        for bad in [&[1, 1, 0x01][..], &[1, 2, 0, 0], &[1, 0]] {
            let error = Reader::new(bad).default_false(FIELD).unwrap_err();
            assert_eq!(error.problem(), Problem::BadBoolean);
        }
    }
}
