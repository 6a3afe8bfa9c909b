//! What `Cert::parse` refuses, each with the field by its RFC 5280 name and the offset of the byte
//! where it is wrong, and what it reads although it is odd.

#[path = "parse/extensions.rs"]
mod extensions;
#[path = "parse/fields.rs"]
mod fields;
#[path = "parse/keys_and_names.rs"]
mod keys_and_names;
#[path = "parse/policies.rs"]
mod policies;
#[path = "parse/values.rs"]
mod values;

use chainverify::Cert;
use chainverify::der::{Field, ParseError, Problem};
use chainverify_testdata::{CertBuilder, Key, Made, Name, der};
use pki_types::CertificateDer;

/// Field, offset, problem.
type Refusal = (Field, usize, Problem);

fn parse(der: &[u8]) -> Result<Cert<'_>, ParseError> {
    Cert::parse(CertificateDer::from_slice(der))
}

/// What is wrong with these bytes.
///
/// Panics when nothing is.
fn refusal(der: &[u8]) -> Refusal {
    let error = parse(der).expect_err("these bytes are no certificate");
    (error.field(), offset(error), error.problem())
}

fn offset(error: ParseError) -> usize {
    usize::try_from(error.offset()).expect("an offset in memory")
}

/// A certificate of version 3 without extensions.
fn bare() -> CertBuilder {
    CertBuilder::bare(Name::common("bare"), Key::p256("bare"))
}

/// Where `part` stands in `whole`: the last place.
fn place(whole: &[u8], part: &[u8]) -> usize {
    let found = whole.windows(part.len()).rposition(|window| window == part);
    found.expect("the part stands in the whole")
}

/// Offsets of the values in the SEQUENCE whose header is at `start`.
fn places(der: &[u8], start: usize) -> Vec<usize> {
    let (_, mut content, _) = der::split(&der[start..]).expect("a value");
    let mut at = start + header(&der[start..]);
    let mut places = Vec::new();
    while let Some((_, _, rest)) = der::split(content) {
        places.push(at);
        at += content.len() - rest.len();
        content = rest;
    }
    places
}

/// The length of tag and length.
fn header(value: &[u8]) -> usize {
    match value[1] {
        short @ ..=0x80 => usize::from(short < 0x80) * 2,
        long => 2 + usize::from(long & 0x7f),
    }
}

/// Where the fields of a certificate stand, with their headers.
struct Places {
    tbs: usize,
    algorithm: usize,
    signature: usize,
    /// Version (if there), serial number, algorithm, issuer, validity, subject, key, …
    fields: Vec<usize>,
}

fn places_of(made: &Made) -> Places {
    let frame = places(&made.der, 0);
    Places {
        tbs: frame[0],
        algorithm: frame[1],
        signature: frame[2],
        fields: places(&made.der, frame[0]),
    }
}
