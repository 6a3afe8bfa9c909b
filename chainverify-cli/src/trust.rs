//! Whom to trust, once per run: files and folders of `--roots`, the operating system's store, Mozilla's set, or nobody. A file that was named
//! must be readable; of a folder or a store, what is not is left out and told. Trust is never wider than what was asked for, but for one
//! case that the report names: a machine without a store uses Mozilla's set.

use core::fmt;
use std::path::{Path, PathBuf};

use chainverify::{Loaded, Origin, TrustStore};

use crate::args::StoreArg;
use crate::files::{self, FileError, Problem};
use crate::plan::{Source, Trust};

/// The roots of a run.
#[derive(Debug)]
pub(crate) struct Trusted {
    /// The anchors.
    pub(crate) store: TrustStore,
    /// Which set they are.
    pub(crate) set: Set,
    /// What was left out: one line each.
    pub(crate) warnings: Vec<String>,
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
    text: String,
    hint: Option<&'static str>,
}

/// Reads the roots.
pub(crate) fn load(trust: &Trust) -> Result<Trusted, SetupError> {
    match trust.store {
        StoreArg::None if trust.roots.is_empty() => {
            Ok(Trusted::of(Set::Nothing, TrustStore::new()))
        }
        StoreArg::None => given(&trust.roots),
        StoreArg::Mozilla => Ok(Trusted::of(Set::Mozilla, TrustStore::mozilla())),
        StoreArg::Os => {
            let named = ["SSL_CERT_FILE", "SSL_CERT_DIR"]
                .iter()
                .any(|variable| std::env::var_os(variable).is_some());
            let instead = match named {
                true => Instead::Nothing,
                false => Instead::Mozilla,
            };
            os(TrustStore::os(), instead)
        }
    }
}

/// What takes the place of an operating system's store without a single root.
#[derive(Clone, Copy, Debug)]
enum Instead {
    /// Mozilla's set.
    Mozilla,
    /// Nothing: the user has named a place in the environment, and meant no other.
    Nothing,
}

fn os((store, loaded): (TrustStore, Loaded), instead: Instead) -> Result<Trusted, SetupError> {
    let warnings = lines(&loaded);
    if !store.is_empty() {
        let warned = Trusted::of(Set::Os, store);
        return Ok(Trusted { warnings, ..warned });
    }
    match instead {
        Instead::Mozilla => {
            let mozilla = Trusted::of(Set::MozillaForOs, TrustStore::mozilla());
            Ok(Trusted {
                warnings,
                ..mozilla
            })
        }
        Instead::Nothing => Err(SetupError {
            text: warnings.into_iter().next().unwrap_or_else(|| {
                "SSL_CERT_FILE and SSL_CERT_DIR name no place with roots".to_owned()
            }),
            hint: Some(
                "SSL_CERT_FILE and SSL_CERT_DIR take the place of the operating system's store; unset them, or use --roots or --store",
            ),
        }),
    }
}

fn given(paths: &[PathBuf]) -> Result<Trusted, SetupError> {
    let mut trusted = Trusted::of(Set::Files, TrustStore::new());
    for path in paths {
        if path.is_dir() {
            folder(path, &mut trusted)?;
        } else {
            file(path, &mut trusted.store)?;
        }
    }
    Ok(trusted)
}

fn folder(path: &Path, trusted: &mut Trusted) -> Result<(), SetupError> {
    let loaded = trusted.store.add_path(path);
    let warnings = lines(&loaded);
    match warnings.first() {
        Some(first) if loaded.added == 0 => Err(SetupError::new(first.clone())),
        _ => {
            trusted.warnings.extend(warnings);
            Ok(())
        }
    }
}

/// By the same reader as a target, whose words are the clearer ones for a file that was named.
fn file(path: &Path, store: &mut TrustStore) -> Result<(), SetupError> {
    let source = Source::File(path.to_owned());
    let origin = Origin::File(path.display().to_string());
    for (number, der) in (1..).zip(files::read(&source)?) {
        store
            .add(der, origin.clone())
            .map_err(|error| SetupError::new(format!("{source}, certificate {number}: {error}")))?;
    }
    Ok(())
}

fn lines(loaded: &Loaded) -> Vec<String> {
    loaded.errors.iter().map(ToString::to_string).collect()
}

impl Trusted {
    fn of(set: Set, store: TrustStore) -> Self {
        Self {
            store,
            set,
            warnings: Vec::new(),
        }
    }
}

impl SetupError {
    fn new(text: String) -> Self {
        Self { text, hint: None }
    }

    /// What to do, where there is something to say.
    pub(crate) fn hint(&self) -> Option<&'static str> {
        self.hint
    }
}

impl fmt::Display for SetupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
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
            text: error.to_string(),
            hint,
        }
    }
}

#[cfg(test)]
mod tests {
    use chainverify::{Loaded, TrustStore};
    use chainverify_testdata::CertBuilder;
    use pki_types::CertificateDer;

    use super::{Instead, Set, load, os};
    use crate::args::StoreArg;
    use crate::plan::Trust;

    fn empty() -> (TrustStore, Loaded) {
        (TrustStore::new(), Loaded::default())
    }

    #[test]
    fn a_machine_without_a_store_uses_mozillas_set() {
        let trusted = os(empty(), Instead::Mozilla).unwrap();
        assert_eq!(trusted.set, Set::MozillaForOs);
        assert!(trusted.store.len() > 100);
    }

    #[test]
    fn a_named_place_without_roots_is_an_error_and_not_a_wider_trust() {
        let error = os(empty(), Instead::Nothing).unwrap_err();
        assert!(error.to_string().contains("SSL_CERT_FILE"), "{error}");
    }

    #[test]
    fn a_store_with_a_root_is_used_as_it_is() {
        let root = CertBuilder::ca("Root").sign();
        let mut store = TrustStore::new();
        store
            .add(CertificateDer::from(root.der), chainverify::Origin::Os)
            .unwrap();
        let trusted = os((store, Loaded::default()), Instead::Mozilla).unwrap();
        assert_eq!((trusted.set, trusted.store.len()), (Set::Os, 1));
    }

    #[test]
    fn without_roots_and_store_nobody_is_trusted() {
        let trust = Trust {
            store: StoreArg::None,
            roots: Vec::new(),
        };
        let trusted = load(&trust).unwrap();
        assert_eq!((trusted.set, trusted.store.len()), (Set::Nothing, 0));
    }
}
