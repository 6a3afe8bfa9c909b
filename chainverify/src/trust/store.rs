//! A set of trust anchors: each once, found by its name.

use alloc::collections::BTreeMap;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::ops::Index;
#[cfg(feature = "std")]
use std::path::Path;

use pki_types::{CertificateDer, TrustAnchor};
use smallvec::SmallVec;

use super::anchor::Anchor;
#[cfg(feature = "std")]
use super::files;
use super::load::{self, LoadError, LoadReason, Place};
#[cfg(feature = "mozilla-roots")]
use super::mozilla;
use super::origin::Origin;
#[cfg(feature = "os-roots")]
use super::os::{self, NoRoots};
use crate::arena::Arena;
use crate::cert::{Cert, Name};
use crate::der::ParseError;
use crate::finding::{AnchorId, AnchorOf};

/// A set of trust anchors.
///
/// An anchor is in it once: another one is the same if its certificate is the same byte for byte, or
/// if both are only the same name and key. The first one stays, with its origin; what the other one
/// was given with ([`Anchor::with_name_constraints`], [`Anchor::with_distrust_after`]) holds for it
/// from then on, so that adding a store to another one never takes constraints away.
///
/// What could not be loaded is passed over and kept in [`TrustStore::left_out`].
///
/// ```
/// use chainverify::{Origin, TrustStore};
///
/// let mut roots = TrustStore::new();
/// roots.add_pem(include_bytes!("../../../testdata/example/root.pem"), &Origin::Given);
/// assert_eq!((roots.len(), roots.left_out().len()), (1, 0));
/// ```
///
/// The roots of the crate `webpki-roots` are one call:
///
/// ```
/// # mod webpki_roots {
/// #     pub const TLS_SERVER_ROOTS: &[chainverify::pki_types::TrustAnchor<'static>] = &[];
/// # }
/// use chainverify::TrustStore;
///
/// let roots: TrustStore = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect();
/// assert_eq!(roots.len(), webpki_roots::TLS_SERVER_ROOTS.len());
/// ```
#[derive(Clone, Debug, Default)]
pub struct TrustStore {
    anchors: Arena<Vec<Anchor>, AnchorOf>,
    /// The anchors whose names have the same hash, sorted by identity.
    by_hash: BTreeMap<u64, SmallVec<[AnchorId; 2]>>,
    left_out: Vec<LoadError>,
}

impl TrustStore {
    /// Larger files are refused.
    #[cfg(feature = "std")]
    pub const MOST_FILE_BYTES: u64 = files::MOST_BYTES;

    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The operating system's roots, or those at the places that `SSL_CERT_FILE` (a file) and
    /// `SSL_CERT_DIR` (folders, with `:` between them, on Windows `;`) name. An empty value is none.
    ///
    /// On Linux and other Unix systems this is the *bundle*: the file of all roots that
    /// `update-ca-certificates`, `update-ca-trust` and their like write, at the first of the
    /// well-known places that holds a certificate. The folder of single files beside it has the
    /// same roots again and is read only where there is no bundle; a root that was put into that
    /// folder by hand, and not by these tools, is found by [`TrustStore::add_os_folders`]. On macOS
    /// and Windows it is what the system's own interface gives.
    ///
    /// # Errors
    ///
    /// Not a single root could be loaded; the error names the places. Single roots that could not
    /// are in [`TrustStore::left_out`].
    ///
    /// ```no_run
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use chainverify::TrustStore;
    ///
    /// let roots = TrustStore::os()?;
    /// for error in roots.left_out() {
    ///     eprintln!("not loaded: {error}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "os-roots")]
    pub fn os() -> Result<Self, NoRoots> {
        Self::of_places(os::places())
    }

    /// The store of the operating system below a folder, as of a container's image or a mounted disk.
    /// The environment is not looked at.
    ///
    /// # Errors
    ///
    /// Not a single root could be loaded, as with [`TrustStore::os`]; so it always is on macOS and
    /// Windows, whose stores are no files.
    #[cfg(feature = "os-roots")]
    pub fn os_below(root: &Path) -> Result<Self, NoRoots> {
        Self::of_places(os::places_below(root))
    }

    #[cfg(feature = "os-roots")]
    fn of_places(places: Vec<Place>) -> Result<Self, NoRoots> {
        let mut store = Self::new();
        let mut looked_at = Vec::new();
        for place in places {
            looked_at.push(place.name.clone());
            store.load(place);
        }
        match store.is_empty() {
            true => Err(NoRoots {
                looked_at,
                left_out: store.left_out,
            }),
            false => Ok(store),
        }
    }

    /// Adds what only the operating system's folders of single files have (`/etc/ssl/certs` and
    /// its like); how many anchors that were. OpenSSL and Go find such a root, programs that read
    /// the bundle do not. Takes several times as long as [`TrustStore::os`], and does nothing on
    /// macOS and Windows.
    #[cfg(feature = "os-roots")]
    pub fn add_os_folders(&mut self) -> usize {
        self.load_all(os::folders())
    }

    /// Mozilla's roots for TLS servers, as of the version of `webpki-root-certs`, with what Mozilla
    /// imposes on some of them: name constraints, and dates after which new certificates for servers
    /// are not trusted.
    #[cfg(feature = "mozilla-roots")]
    #[must_use]
    pub fn mozilla() -> Self {
        let mut store = Self::new();
        for (number, root) in (1..).zip(mozilla::roots()) {
            match root {
                Ok(root) => drop(store.add_anchor(root)),
                Err(error) => store.left_out.push(LoadError {
                    place: Origin::Mozilla.to_string(),
                    number,
                    reason: LoadReason::Certificate(error),
                }),
            }
        }
        store
    }

    /// Adds a root, or any certificate that is to be trusted.
    ///
    /// # Errors
    ///
    /// The certificate cannot be read.
    pub fn add(&mut self, der: CertificateDer<'static>, origin: Origin) -> Result<(), ParseError> {
        self.add_anchor(Anchor::from_cert(der)?.with_origin(origin));
        Ok(())
    }

    /// Adds an anchor; whether it was not there before.
    pub fn add_anchor(&mut self, anchor: Anchor) -> bool {
        let same_hash = self.by_hash.entry(anchor.name().hash().value).or_default();
        let identity = anchor.identity();
        let place = same_hash.binary_search_by(|id| self.anchors[*id].identity().cmp(&identity));
        match place {
            Ok(at) => {
                if let Some(id) = same_hash.get(at) {
                    self.anchors[*id].constrain_as(anchor);
                }
                false
            }
            Err(at) => {
                same_hash.insert(at, self.anchors.push(anchor));
                true
            }
        }
    }

    /// Adds every certificate of a PEM text, as [`pem::read`](crate::cert::pem::read) finds them; how
    /// many anchors that were. A `TRUSTED CERTIFICATE` that is trusted for some uses only is left out.
    pub fn add_pem(&mut self, pem: &[u8], origin: &Origin) -> usize {
        self.load(Place {
            name: origin.to_string(),
            origin: origin.clone(),
            entries: load::pem(pem),
        })
    }

    /// Adds the certificates of a PEM or DER file, or of all files of a folder (not of its
    /// subfolders) that end in `.pem`, `.crt`, `.cer`, `.der` or `.0` to `.9`, in the order of
    /// their names; how many anchors that were.
    #[cfg(feature = "std")]
    pub fn add_path(&mut self, path: &Path) -> usize {
        self.load_all(files::places(path))
    }

    #[cfg(feature = "std")]
    fn load_all(&mut self, places: Vec<Place>) -> usize {
        places.into_iter().map(|place| self.load(place)).sum()
    }

    fn load(&mut self, place: Place) -> usize {
        let before = self.len();
        for (number, entry) in place.entries {
            let added = entry.and_then(|der| {
                self.add(der, place.origin.clone())
                    .map_err(LoadReason::Certificate)
            });
            if let Err(reason) = added {
                self.left_out.push(LoadError {
                    place: place.name.clone(),
                    number,
                    reason,
                });
            }
        }
        self.len().saturating_sub(before)
    }

    /// The anchors, in the order in which they were added.
    pub fn anchors(&self) -> impl Iterator<Item = &Anchor> {
        self.anchors.items().iter()
    }

    /// The same with their ids.
    #[cfg(all(feature = "std", feature = "programmes"))]
    pub(crate) fn entries(&self) -> impl Iterator<Item = (AnchorId, &Anchor)> {
        self.anchors.iter()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.anchors.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.anchors.is_empty()
    }

    /// What was to be loaded into this store and was left out, in the order in which it was found.
    #[must_use]
    pub fn left_out(&self) -> &[LoadError] {
        &self.left_out
    }

    /// Whether the very certificate is an anchor.
    #[must_use]
    pub fn contains(&self, cert: &Cert<'_>) -> bool {
        self.id_by(cert.subject().hash().value, cert).is_some()
    }

    /// The anchor that is this very certificate, of which the subject's hash is known.
    pub(crate) fn id_by(&self, subject: u64, cert: &Cert<'_>) -> Option<AnchorId> {
        let named = self.named(subject, cert.subject());
        let mut named = named.filter_map(|id| Some((id, self.anchors[id].cert()?)));
        named
            .find(|(_, own)| own.der() == cert.der())
            .map(|(id, _)| id)
    }

    /// Whether an anchor has the certificate's name and key.
    pub(crate) fn has_twin(&self, subject: u64, cert: &Cert<'_>) -> bool {
        let key = cert.subject_public_key_info();
        let mut named = self.named(subject, cert.subject());
        named.any(|id| self.anchors[id].subject_public_key_info() == key)
    }

    /// The anchors of a name, by RFC 5280 §7.1, of which the hash is known.
    pub(crate) fn named<'s>(
        &'s self,
        hash: u64,
        name: Name<'s>,
    ) -> impl Iterator<Item = AnchorId> + use<'s> {
        let same_hash = self.by_hash.get(&hash).into_iter().flatten().copied();
        same_hash.filter(move |id| self.anchors[*id].name() == name)
    }
}

impl Index<AnchorId> for TrustStore {
    type Output = Anchor;

    fn index(&self, id: AnchorId) -> &Anchor {
        &self.anchors[id]
    }
}

impl Extend<Anchor> for TrustStore {
    fn extend<T: IntoIterator<Item = Anchor>>(&mut self, anchors: T) {
        for anchor in anchors {
            self.add_anchor(anchor);
        }
    }
}

impl FromIterator<Anchor> for TrustStore {
    fn from_iter<T: IntoIterator<Item = Anchor>>(anchors: T) -> Self {
        let mut store = Self::new();
        store.extend(anchors);
        store
    }
}

/// An anchor whose name constraints cannot be read is left out.
impl Extend<TrustAnchor<'static>> for TrustStore {
    fn extend<T: IntoIterator<Item = TrustAnchor<'static>>>(&mut self, anchors: T) {
        for (number, anchor) in (1..).zip(anchors) {
            match Anchor::from_trust_anchor(anchor) {
                Ok(anchor) => {
                    self.add_anchor(anchor);
                }
                Err(error) => self.left_out.push(LoadError {
                    place: Origin::Given.to_string(),
                    number,
                    reason: LoadReason::NameConstraints(error),
                }),
            }
        }
    }
}

/// An anchor whose name constraints cannot be read is left out.
impl FromIterator<TrustAnchor<'static>> for TrustStore {
    fn from_iter<T: IntoIterator<Item = TrustAnchor<'static>>>(anchors: T) -> Self {
        let mut store = Self::new();
        store.extend(anchors);
        store
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The contents of a name with one commonName.
    fn name(text: &str) -> Vec<u8> {
        let length = u8::try_from(text.len()).unwrap();
        let heads = [
            0x31,
            length + 9,
            0x30,
            length + 7,
            6,
            3,
            0x55,
            4,
            3,
            0x0c,
            length,
        ];
        [&heads, text.as_bytes()].concat()
    }

    fn anchor(text: &str, key: &[u8]) -> Anchor {
        let anchor = TrustAnchor {
            subject: name(text).into(),
            subject_public_key_info: key.to_vec().into(),
            name_constraints: None,
        };
        Anchor::from_trust_anchor(anchor).unwrap()
    }

    /// The keys of the anchors of a name.
    fn keys(store: &TrustStore, text: &str) -> Vec<Vec<u8>> {
        let contents = name(text);
        let name = Name::from_contents(&contents);
        let found = store.named(name.hash().value, name);
        let mut keys: Vec<_> = found
            .map(|id| store[id].subject_public_key_info().to_vec())
            .collect();
        keys.sort_unstable();
        keys
    }

    #[test]
    fn anchors_are_found_by_name_in_small_stores_and_in_large_ones() {
        for others in [0, 100] {
            let all = ["b", "a", "c", "b"].map(|key| anchor("Root", key.as_bytes()));
            let other = anchor("Other", b"d");
            let many = (0..others).map(|number| anchor(&alloc::format!("CA {number}"), b"e"));
            let store: TrustStore = all.into_iter().chain([other]).chain(many).collect();
            assert_eq!(store.len(), 4 + others);
            assert_eq!(keys(&store, "Root"), [b"a", b"b", b"c"]);
            assert_eq!(keys(&store, "ROOT "), [b"a", b"b", b"c"]);
            assert_eq!(keys(&store, "Other"), [b"d"]);
            assert_eq!(keys(&store, "Nobody"), [b""; 0]);
        }
    }
}
