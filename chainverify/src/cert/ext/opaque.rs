//! Extensions of which only the outer form is read here: subjectKeyIdentifier (RFC 5280
//! §4.2.1.2), TLS feature (RFC 7633 §4).

use core::marker::PhantomData;

use super::Decode;
use crate::der::{Field, ParseError, Reader, Span, tag};

/// An extension whose value is kept as it is: the contents of its outermost DER value.
///
/// ```
#[doc = include_str!("../../../tests/doc/certs.txt")]
/// let identifier = ca.extensions().subject_key_identifier.value().unwrap();
/// assert_eq!(ca.bytes(identifier.span()).len(), 20);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Opaque<Kind> {
    content: Span,
    kind: PhantomData<Kind>,
}

impl<Kind> Opaque<Kind> {
    /// Where the contents stand in the certificate.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.content
    }

    fn read(value: Reader<'_>, tag: u8, field: Field) -> Result<Self, ParseError> {
        let content = value.only_nonempty(tag, field)?;
        Ok(Self {
            content: content.span(),
            kind: PhantomData,
        })
    }
}

macro_rules! opaque {
    ($($(#[$doc:meta])* $name:ident, $marker:ident, $tag:expr;)*) => {$(
        $(#[$doc])*
        pub type $name = Opaque<$marker>;

        #[doc = concat!("Marks the value of [`", stringify!($name), "`].")]
        #[derive(Clone, Copy, Debug)]
        pub enum $marker {}

        impl Decode for $name {
            const FIELD: Field = Field::$name;

            #[inline]
            fn decode(value: Reader<'_>) -> Result<Self, ParseError> {
                Self::read(value, $tag, Self::FIELD)
            }
        }
    )*};
}

opaque! {
    /// The identifier of the subject's key (RFC 5280 §4.2.1.2): an OCTET STRING.
    SubjectKeyIdentifier, SubjectKeyIdentifierKind, tag::OCTET_STRING;
    /// TLS extensions that the server must offer (RFC 7633 §4): a SEQUENCE OF INTEGER.
    TlsFeature, TlsFeatureKind, tag::SEQUENCE;
}
