//! nameConstraints (RFC 5280 §4.2.1.10): in which parts of the name spaces the subjects of later
//! certificates must be, or must not be.

use super::{Decode, GeneralName};
use crate::der::{Field, ParseError, Problem, Reader, Span, tag};

/// Permitted and excluded subtrees (RFC 5280 §4.2.1.10).
///
/// ```
#[doc = include_str!("../../../tests/doc/certs.txt")]
/// /// How many subtrees a CA is held to.
/// fn permitted(ca: &Cert<'_>) -> Option<usize> {
///     let constraints = ca.extensions().name_constraints.value()?;
///     Some(constraints.permitted.bases(ca.der()).count())
/// }
/// assert_eq!(permitted(&ca), None);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct NameConstraints {
    /// `permittedSubtrees`
    pub permitted: Subtrees,
    /// `excludedSubtrees`
    pub excluded: Subtrees,
}

/// A list of subtrees (GeneralSubtrees, RFC 5280 §4.2.1.10), held by its place; empty where the
/// field is absent.
///
/// ```
#[doc = include_str!("../../../tests/doc/certs.txt")]
/// use chainverify::cert::ext::GeneralName;
///
/// /// Whether a CA must not certify any address.
/// fn no_addresses(ca: &Cert<'_>) -> bool {
///     let constraints = ca.extensions().name_constraints.value().into_iter();
///     let mut excluded = constraints.flat_map(|constraints| constraints.excluded.bases(ca.der()));
///     excluded.any(|base| matches!(base, GeneralName::Ip([0, 0, 0, 0, 0, 0, 0, 0])))
/// }
/// assert!(!no_addresses(&ca));
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Subtrees(Span);

impl Subtrees {
    /// The bases of the subtrees, in order. `der` is the certificate's DER.
    pub fn bases<'a>(&self, der: &'a [u8]) -> impl Iterator<Item = GeneralName<'a>> + use<'a> {
        let mut rest = Reader::at(self.0.of(der), self.0.start());
        // Decoding has walked the list once already, so that nothing can go wrong here.
        core::iter::from_fn(move || subtree(&mut rest).ok())
    }
}

impl NameConstraints {
    /// Reads the contents of the SEQUENCE, which is how `pki_types::TrustAnchor` keeps it.
    pub(crate) fn from_contents(mut parts: Reader<'_>) -> Result<Self, ParseError> {
        const FIELD: Field = Field::NameConstraints;
        let here = parts;
        let permitted = parts.optional(tag::context_constructed(0), FIELD)?;
        let excluded = parts.optional(tag::context_constructed(1), FIELD)?;
        parts.finish(FIELD)?;
        // §4.2.1.10: a CA must not issue certificates where it is an empty sequence.
        if permitted.is_none() && excluded.is_none() {
            return Err(here.error(FIELD, Problem::Empty));
        }
        Ok(Self {
            permitted: checked(permitted)?,
            excluded: checked(excluded)?,
        })
    }
}

impl Decode for NameConstraints {
    const FIELD: Field = Field::NameConstraints;

    #[inline]
    fn decode(value: Reader<'_>) -> Result<Self, ParseError> {
        Self::from_contents(value.only(tag::SEQUENCE, Self::FIELD)?)
    }
}

fn checked(list: Option<Reader<'_>>) -> Result<Subtrees, ParseError> {
    let Some(list) = list else {
        return Ok(Subtrees::default());
    };
    if list.is_empty() {
        return Err(list.error(Field::NameConstraints, Problem::Empty));
    }
    let mut rest = list;
    while !rest.is_empty() {
        subtree(&mut rest)?;
    }
    Ok(Subtrees(list.span()))
}

/// `GeneralSubtree`: minimum must be zero (so DER leaves it out) and maximum absent.
fn subtree<'a>(list: &mut Reader<'a>) -> Result<GeneralName<'a>, ParseError> {
    const FIELD: Field = Field::NameConstraints;
    let mut parts = list.expect(tag::SEQUENCE, FIELD)?;
    let base = GeneralName::read(&mut parts)?;
    parts.finish(FIELD)?;
    Ok(base)
}
