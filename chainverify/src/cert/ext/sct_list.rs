//! The list of signed certificate timestamps (RFC 6962 §3.3): which logs say that they have the
//! certificate, and since when. Read where it is used; whether a log signed them is not asked here.

use super::Decode;
use crate::der::{Field, ParseError, Problem, Reader, Span, tag};

/// `SignedCertificateTimestampList` in an OCTET STRING, in TLS encoding (RFC 6962 §3.3), held by its
/// place: what is in the list is read by [`scts`](Self::scts), and no rule asks whether it can be.
///
/// ```
#[doc = include_str!("../../../tests/doc/certs.txt")]
/// assert!(leaf.extensions().signed_certificate_timestamps.value().is_none());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct SignedCertificateTimestamps {
    list: Span,
}

/// A timestamp of version 1 (RFC 6962 §3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SignedCertificateTimestamp<'a> {
    /// The SHA-256 of the log's key.
    pub log_id: &'a [u8; 32],
    /// Milliseconds since 1970.
    pub timestamp: u64,
    /// The contents of `CtExtensions`, which are signed too: a tiled log has the leaf index here.
    pub extensions: &'a [u8],
    /// `HashAlgorithm` and `SignatureAlgorithm` (RFC 5246 §7.4.1.4.1).
    pub algorithm: [u8; 2],
    /// The signature's octets.
    pub signature: &'a [u8],
}

impl SignedCertificateTimestamps {
    /// Where the list stands in the certificate.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.list
    }

    /// The timestamps of version 1 in order; those of other versions are passed over (§3.3). The first
    /// one that cannot be read ends the walk with its error, and so does what stands behind the list.
    /// `der` is the certificate's DER.
    pub fn scts<'a>(
        &self,
        der: &'a [u8],
    ) -> impl Iterator<Item = Result<SignedCertificateTimestamp<'a>, ParseError>> + use<'a> {
        SignedCertificateTimestamp::walk(Reader::within(der, self.list))
    }
}

impl Decode for SignedCertificateTimestamps {
    const FIELD: Field = FIELD;

    fn decode(value: Reader<'_>) -> Result<Self, ParseError> {
        let list = value.only_nonempty(tag::OCTET_STRING, FIELD)?.span();
        Ok(Self { list })
    }
}

impl<'a> SignedCertificateTimestamp<'a> {
    /// The same of a list that came beside the certificate: the contents of the TLS extension
    /// `signed_certificate_timestamp`, or of the OCTET STRING in the extension of an OCSP response
    /// (RFC 6962 §3.3). Offsets count from its start.
    ///
    /// ```
    /// use chainverify::cert::ext::SignedCertificateTimestamp;
    ///
    /// let mut list = SignedCertificateTimestamp::read_list(&[0, 4, 0, 9, 0, 0]);
    /// assert!(list.next().is_some_and(|first| first.is_err()));
    /// assert!(list.next().is_none());
    /// ```
    pub fn read_list(list: &'a [u8]) -> impl Iterator<Item = Result<Self, ParseError>> + use<'a> {
        Self::walk(Reader::new(list))
    }

    fn walk(value: Reader<'a>) -> impl Iterator<Item = Result<Self, ParseError>> + use<'a> {
        let mut list = frame(value);
        core::iter::from_fn(move || {
            let next = match &mut list {
                Ok(rest) => Self::next(rest),
                Err(error) => Err(*error),
            };
            if next.is_err() {
                list = Ok(Reader::new(&[]));
            }
            next.transpose()
        })
    }

    fn next(list: &mut Reader<'a>) -> Result<Option<Self>, ParseError> {
        while !list.is_empty() {
            if let Some(one) = Self::read(nonempty(list)?)? {
                return Ok(Some(one));
            }
        }
        Ok(None)
    }

    /// None: of another version.
    fn read(mut sct: Reader<'a>) -> Result<Option<Self>, ParseError> {
        const V1: &[u8] = &[0];
        if array::<1>(&mut sct)? != V1 {
            return Ok(None);
        }
        let log_id = array(&mut sct)?;
        let timestamp = u64::from_be_bytes(*array(&mut sct)?);
        let extensions = opaque(&mut sct)?.bytes();
        let algorithm = *array(&mut sct)?;
        let signature = opaque(&mut sct)?.bytes();
        sct.finish(FIELD)?;
        Ok(Some(Self {
            log_id,
            timestamp,
            extensions,
            algorithm,
            signature,
        }))
    }
}

const FIELD: Field = Field::SignedCertificateTimestamps;

/// `SerializedSCT sct_list <1..2^16-1>`
fn frame(mut value: Reader<'_>) -> Result<Reader<'_>, ParseError> {
    let list = nonempty(&mut value)?;
    value.finish(FIELD)?;
    Ok(list)
}

/// `opaque <1..2^16-1>`
fn nonempty<'a>(reader: &mut Reader<'a>) -> Result<Reader<'a>, ParseError> {
    let content = opaque(reader)?;
    match content.is_empty() {
        false => Ok(content),
        true => Err(content.error(FIELD, Problem::Empty)),
    }
}

/// `opaque <0..2^16-1>`
fn opaque<'a>(reader: &mut Reader<'a>) -> Result<Reader<'a>, ParseError> {
    let length = u16::from_be_bytes(*array(reader)?);
    let at = reader.offset();
    let split = reader.bytes().split_at_checked(length.into());
    let (content, rest) = split.ok_or_else(|| reader.error(FIELD, Problem::Truncated))?;
    *reader = Reader::at(rest, at.saturating_add(length.into()));
    Ok(Reader::at(content, at))
}

fn array<'a, const N: usize>(reader: &mut Reader<'a>) -> Result<&'a [u8; N], ParseError> {
    let split = reader.bytes().split_first_chunk::<N>();
    let (array, rest) = split.ok_or_else(|| reader.error(FIELD, Problem::Truncated))?;
    let length = u32::try_from(N).unwrap_or(u32::MAX);
    *reader = Reader::at(rest, reader.offset().saturating_add(length));
    Ok(array)
}

#[cfg(test)]
mod tests {
    use alloc::vec;
    use alloc::vec::Vec;

    use chainverify_testdata::{CertBuilder, Criticality, der, oid};
    use pki_types::CertificateDer;

    use super::*;
    use crate::cert::Cert;

    /// Log and time of each timestamp; offset of the error, and what it is.
    type Found = (Vec<(u8, u64)>, Option<(u32, Problem)>);

    /// What a certificate with this value has, and up to where it can be read: the offset of the error
    /// counts from the start of the list.
    fn read(list: &[u8]) -> Found {
        let value = der::octet_string(list);
        let made = CertBuilder::leaf("example.com")
            .raw_extension(oid::SCT_LIST, Criticality::NonCritical, &value)
            .sign();
        let cert = Cert::parse(CertificateDer::from_slice(&made.der)).unwrap();
        let extension = &cert.extensions().signed_certificate_timestamps;
        assert_eq!(extension.error(cert.der()), None, "nobody asks here");
        let list = extension.value().unwrap();
        let (mut good, mut bad) = (Vec::new(), None);
        for sct in list.scts(cert.der()) {
            assert_eq!(bad, None, "an error is the end");
            match sct {
                Ok(sct) => good.push((sct.log_id[0], sct.timestamp)),
                Err(error) => {
                    assert_eq!(error.field(), FIELD);
                    bad = Some((error.offset() - list.span().start(), error.problem()));
                }
            }
        }
        (good, bad)
    }

    fn opaque(content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len()).unwrap();
        [&length.to_be_bytes()[..], content].concat()
    }

    /// 49 octets.
    fn sct(version: u8, log: u8, timestamp: u64) -> Vec<u8> {
        let mut sct = vec![version];
        sct.extend([log; 32]);
        sct.extend(timestamp.to_be_bytes());
        sct.extend([0, 0, 4, 3, 0, 2, 9, 9]);
        sct
    }

    fn list(scts: &[Vec<u8>]) -> Vec<u8> {
        let all: Vec<u8> = scts.iter().flat_map(|sct| opaque(sct)).collect();
        opaque(&all)
    }

    #[test]
    fn timestamps_of_version_1_are_read_and_others_passed_over() {
        let scts = [sct(0, 1, 5), sct(1, 2, 6), vec![7], sct(0, 3, u64::MAX)];
        assert_eq!(read(&list(&scts)), (vec![(1, 5), (3, u64::MAX)], None));
        assert_eq!(read(&list(&[sct(1, 2, 6)])), (vec![], None));
    }

    #[test]
    fn every_length_is_exact() {
        let first = sct(0, 1, 5);
        let with = |second: Vec<u8>| read(&list(&[first.clone(), second]));
        let good = vec![(1, 5)];
        // Where the second stands: behind the first, and two lengths.
        let at = 2 + 2 + 49 + 2;
        let (empty, left_over) = (Problem::Empty, Problem::TrailingData);
        assert_eq!(with(vec![]), (good.clone(), Some((at, empty))));
        let longer = [sct(0, 2, 6), vec![0]].concat();
        assert_eq!(with(longer), (good.clone(), Some((at + 49, left_over))));
        let whole = sct(0, 2, 6);
        for length in 1..whole.len() {
            let (scts, error) = with(whole[..length].to_vec());
            assert_eq!(scts, good, "{length}");
            let (place, problem) = error.unwrap();
            assert_eq!(problem, Problem::Truncated, "{length}");
            assert!((at..=at + 49).contains(&place), "{length}");
        }
    }

    #[test]
    fn the_list_is_all_there_is() {
        let good = list(&[sct(0, 1, 5)]);
        let longer = [&good[..], &[0]].concat();
        assert_eq!(read(&longer), (vec![], Some((53, Problem::TrailingData))));
        assert_eq!(read(&[0, 0]), (vec![], Some((2, Problem::Empty))));
        for length in 1..good.len() {
            let (scts, error) = read(&good[..length]);
            assert_eq!(scts, [], "{length}");
            assert_eq!(error.unwrap().1, Problem::Truncated, "{length}");
        }
    }
}
