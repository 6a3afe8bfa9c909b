//! Who a client is, once its path is valid: what an application decides by.

use super::spiffe;
use crate::cert::ext::GeneralName;
use crate::cert::{Cert, Name, NameBuf};
use crate::search::ValidPath;
use crate::trust::Origin;

/// Who a client is, from [`ClientVerifier::identity`](super::ClientVerifier::identity).
///
/// A name in a certificate means what the CA that put it there means by it: where several CAs are trusted,
/// look at [`Identity::anchor`] before the names.
#[derive(Clone, Debug)]
pub struct Identity {
    leaf: Cert<'static>,
    anchor: NameBuf,
    origin: Origin,
}

impl Identity {
    pub(super) fn of(path: &ValidPath<'_>) -> Self {
        let anchor = path.anchor();
        Self {
            leaf: path.leaf().clone().into_owned(),
            anchor: anchor.name().into(),
            origin: anchor.origin().clone(),
        }
    }

    /// The client's certificate.
    #[must_use]
    pub const fn certificate(&self) -> &Cert<'static> {
        &self.leaf
    }

    /// Its subject (RFC 5280 §4.1.2.6); may be empty where there are alternative names.
    #[must_use]
    pub fn subject(&self) -> Name<'_> {
        self.leaf.subject()
    }

    /// Its alternative names (RFC 5280 §4.2.1.6), as the certificate has them.
    pub fn names(&self) -> impl Iterator<Item = GeneralName<'_>> {
        self.leaf.alternative_names()
    }

    /// Its SPIFFE ID: the one URI of the certificate, if that is well-formed as one (X509-SVID §2, SPIFFE ID
    /// §2). A certificate with several URIs has none.
    #[must_use]
    pub fn spiffe_id(&self) -> Option<&str> {
        let mut uris = self.names().filter_map(|name| match name {
            GeneralName::Uri(uri) => Some(uri),
            _ => None,
        });
        let only = uris.next().filter(|_| uris.next().is_none())?;
        spiffe::id(only)
    }

    /// The name of the anchor that its path ends in.
    #[must_use]
    pub fn anchor(&self) -> Name<'_> {
        self.anchor.as_name()
    }

    /// Where that anchor came from.
    #[must_use]
    pub const fn origin(&self) -> &Origin {
        &self.origin
    }
}
