//! Whom to trust, once per run: files and folders of `--roots`, the operating system's store, Mozilla's set, or nobody. A file that was named
//! must be readable; of a folder or a store, what is not is left out and told. Trust is never wider than what was asked for, but for one
//! case that the report names: a machine without a store uses Mozilla's set.

use std::path::{Path, PathBuf};

use chainverify::text::Text;
use chainverify::trust::{LoadError, NoRoots};
use chainverify::{Origin, TrustStore};

use serde::Serialize;

use crate::args::StoreArg;
use crate::files::{self, FileError, Passwords, Problem, Role, Which};
use crate::plan::{Source, Trust};

/// The roots of a run.
#[derive(Debug)]
pub(crate) struct Trusted {
    /// The anchors.
    pub(crate) store: TrustStore,
    /// Which they are.
    pub(crate) roots: Roots,
    /// What was left out: one line each.
    pub(crate) warnings: Vec<Text>,
}

/// Which roots are trusted.
#[derive(Clone, Debug)]
pub(crate) struct Roots {
    /// The set.
    pub(crate) set: Set,
    /// Where the environment says that they are, and how many were there.
    pub(crate) places: Vec<Place>,
    /// What `--add-roots` trusts beside the set.
    pub(crate) added: Vec<Added>,
}

/// A file or folder of `--add-roots`.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub(crate) struct Added {
    /// As it was named.
    pub(crate) path: String,
    /// How many roots are trusted from there; one that is trusted already does not count.
    pub(crate) anchors: usize,
}

/// A place that the environment names instead of the operating system's store.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub(crate) struct Place {
    /// `SSL_CERT_FILE` or `SSL_CERT_DIR`.
    pub(crate) variable: &'static str,
    /// The file, or one of the folders.
    pub(crate) path: String,
    /// How many roots are trusted from there; one that an earlier place has too does not count.
    pub(crate) anchors: usize,
}

/// Which set of roots.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Set {
    /// Exactly the given files.
    Files,
    /// The operating system's, or what the environment names in its place.
    Os,
    /// Mozilla's, because it was asked for.
    Mozilla,
    /// Mozilla's, because the operating system has none.
    MozillaForOs,
    /// Nobody is trusted.
    Nothing,
}

/// Something that a whole run needs cannot be used: exit status 2.
#[derive(Debug)]
pub(crate) struct SetupError {
    /// One line.
    pub(crate) text: Text,
    /// What to do, where there is something to say.
    pub(crate) hint: Option<&'static str>,
}

/// Reads the roots.
pub(crate) fn load(trust: &Trust, passwords: &Passwords) -> Result<Trusted, SetupError> {
    let mut trusted = match trust.store {
        StoreArg::None => Trusted::of(Set::Nothing, TrustStore::new()),
        StoreArg::Mozilla => Trusted::of(Set::Mozilla, TrustStore::mozilla()),
        StoreArg::Os => os_or_named()?,
    };
    for path in &trust.roots {
        trusted.add(path, passwords)?;
    }
    for path in &trust.added {
        let before = trusted.store.len();
        trusted.add(path, passwords)?;
        trusted.roots.added.push(Added {
            path: path.display().to_string(),
            anchors: trusted.store.len() - before,
        });
    }
    Ok(trusted)
}

/// The operating system's store, or what the environment names in its place.
fn os_or_named() -> Result<Trusted, SetupError> {
    let mut places = named_places();
    let instead = match places.is_empty() {
        true => Instead::Mozilla,
        false => Instead::Nothing,
    };
    let mut trusted = os(TrustStore::os(), instead)?;
    for place in &mut places {
        let anchors = trusted.store.anchors();
        place.anchors = anchors
            .filter(|anchor| is_from(anchor.origin(), place))
            .count();
    }
    trusted.roots.places = places;
    Ok(trusted)
}

/// As the library reads the two variables: a file, and folders with a separator between them; empty names are none.
fn named_places() -> Vec<Place> {
    let value = |variable| std::env::var_os(variable).unwrap_or_default();
    let file = PathBuf::from(value("SSL_CERT_FILE"));
    let folders = value("SSL_CERT_DIR");
    let folders = std::env::split_paths(&folders).map(|folder| ("SSL_CERT_DIR", folder));
    let all = core::iter::once(("SSL_CERT_FILE", file)).chain(folders);
    all.filter(|(_, path)| !path.as_os_str().is_empty())
        .map(|(variable, path)| Place {
            variable,
            path: path.display().to_string(),
            anchors: 0,
        })
        .collect()
}

fn is_from(origin: &Origin, place: &Place) -> bool {
    matches!(origin, Origin::Environment { variable, path, .. }
        if *variable == place.variable && *path == place.path)
}

/// What takes the place of an operating system's store without a single root.
#[derive(Clone, Copy, Debug)]
enum Instead {
    /// Mozilla's set.
    Mozilla,
    /// Nothing: the user has named a place in the environment, and meant no other.
    Nothing,
}

fn os(store: Result<TrustStore, NoRoots>, instead: Instead) -> Result<Trusted, SetupError> {
    let error = match store {
        Ok(store) => {
            return Ok(Trusted {
                warnings: lines(store.left_out()),
                ..Trusted::of(Set::Os, store)
            });
        }
        Err(error) => error,
    };
    match instead {
        Instead::Mozilla => Ok(Trusted {
            warnings: lines(&error.left_out),
            ..Trusted::of(Set::MozillaForOs, TrustStore::mozilla())
        }),
        Instead::Nothing => Err(SetupError {
            text: ours(error.to_string()),
            hint: Some(
                "SSL_CERT_FILE and SSL_CERT_DIR take the place of the operating system's store; unset them, or use --roots or --store",
            ),
        }),
    }
}

/// Those of its files that are named like certificates. One that cannot be used is left out and told, unless none is left.
fn folder(path: &Path, trusted: &mut Trusted, passwords: &Passwords) -> Result<(), SetupError> {
    let files = files::files_of(path, Which::NamedLikeCertificates);
    let files = files.map_err(|problem| FileError {
        source: Source::File(path.to_owned()),
        problem,
    })?;
    let (mut used, mut first) = (0, None);
    for path in files {
        match file(&path, trusted, passwords) {
            Ok(()) => used += 1,
            Err(error) => {
                trusted.warnings.push(error.text.clone());
                first = first.or(Some(error));
            }
        }
    }
    match first {
        Some(first) if used == 0 => Err(first),
        _ => Ok(()),
    }
}

/// By the same reader as a target, whose words are the clearer ones for a file that was named.
fn file(path: &Path, trusted: &mut Trusted, passwords: &Passwords) -> Result<(), SetupError> {
    let source = Source::File(path.to_owned());
    let origin = Origin::File(path.display().to_string());
    let found = files::read(&source, Role::Roots, passwords)?;
    for (number, der) in (1..).zip(found.certificates) {
        if let Err(error) = trusted.store.add(der, origin.clone()) {
            let mut text = Text::new();
            text.ours("cannot use ");
            source.say(&mut text);
            text.ours(format!(", certificate {number}: {error}"));
            return Err(SetupError { text, hint: None });
        }
    }
    trusted.warnings.extend(found.notes);
    Ok(())
}

fn lines(left_out: &[LoadError]) -> Vec<Text> {
    let lines = left_out.iter().map(|error| ours(error.to_string()));
    lines.collect()
}

/// The library's errors escape the names of files themselves.
fn ours(text: String) -> Text {
    let mut line = Text::new();
    line.ours(text);
    line
}

impl Trusted {
    fn of(set: Set, store: TrustStore) -> Self {
        Self {
            store,
            roots: Roots {
                set,
                places: Vec::new(),
                added: Vec::new(),
            },
            warnings: Vec::new(),
        }
    }

    /// Trusts the certificates of a file or folder too.
    fn add(&mut self, path: &Path, passwords: &Passwords) -> Result<(), SetupError> {
        if path.is_dir() {
            folder(path, self, passwords)?;
        } else {
            file(path, self, passwords)?;
        }
        if self.roots.set == Set::Nothing {
            self.roots.set = Set::Files;
        }
        Ok(())
    }
}

impl From<FileError> for SetupError {
    fn from(error: FileError) -> Self {
        // What an option names is never taken for a host.
        let hint = match error.problem {
            Problem::Missing => None,
            _ => error.hint(),
        };
        Self {
            text: error.text(),
            hint,
        }
    }
}

#[cfg(test)]
mod tests {
    use chainverify::trust::NoRoots;
    use chainverify::{Origin, TrustStore};
    use chainverify_testdata::CertBuilder;
    use pki_types::CertificateDer;

    use super::{Instead, Set, load, os};
    use crate::args::StoreArg;
    use crate::files::Passwords;
    use crate::plan::Trust;

    fn empty() -> Result<TrustStore, NoRoots> {
        let mut none = NoRoots::default();
        none.looked_at.push("SSL_CERT_FILE=none.pem".into());
        Err(none)
    }

    #[test]
    fn a_machine_without_a_store_uses_mozillas_set() {
        let trusted = os(empty(), Instead::Mozilla).unwrap();
        assert_eq!(trusted.roots.set, Set::MozillaForOs);
        assert!(trusted.store.len() > 100);
    }

    #[test]
    fn a_named_place_without_roots_is_an_error_and_not_a_wider_trust() {
        let error = os(empty(), Instead::Nothing).unwrap_err();
        assert!(
            error.text.to_string().contains("SSL_CERT_FILE"),
            "{error:?}"
        );
    }

    #[test]
    fn a_store_with_a_root_is_used_as_it_is() {
        let root = CertBuilder::ca("Root").sign();
        let mut store = TrustStore::new();
        store
            .add(CertificateDer::from(root.der), Origin::Os)
            .unwrap();
        let trusted = os(Ok(store), Instead::Mozilla).unwrap();
        assert_eq!((trusted.roots.set, trusted.store.len()), (Set::Os, 1));
    }

    #[test]
    fn without_roots_and_store_nobody_is_trusted() {
        let trust = Trust {
            store: StoreArg::None,
            roots: Vec::new(),
            added: Vec::new(),
        };
        let trusted = load(&trust, &Passwords::none()).unwrap();
        assert_eq!((trusted.roots.set, trusted.store.len()), (Set::Nothing, 0));
    }

    #[test]
    fn added_roots_are_trusted_beside_the_store() {
        let root = CertBuilder::ca("Root").sign();
        let name = format!("chainverify-added-{}.der", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::write(&path, &root.der).unwrap();
        for (store, set) in [
            (StoreArg::Mozilla, Set::Mozilla),
            (StoreArg::None, Set::Files),
        ] {
            let with = |added: &[_]| {
                let trust = Trust {
                    store,
                    roots: Vec::new(),
                    added: added.to_vec(),
                };
                load(&trust, &Passwords::none()).unwrap()
            };
            let (without, trusted) = (with(&[]), with(core::slice::from_ref(&path)));
            assert_eq!(trusted.roots.set, set);
            assert_eq!(trusted.store.len(), without.store.len() + 1);
            let [added] = trusted.roots.added.as_slice() else {
                panic!("{:?}", trusted.roots);
            };
            assert_eq!(
                (added.path.as_str(), added.anchors),
                (path.to_str().unwrap(), 1)
            );
        }
        std::fs::remove_file(path).unwrap();
    }
}
