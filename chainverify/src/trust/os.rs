//! Where the operating system's roots are. Files and folders of them are read here, where they are
//! bounded and what is wrong is named; the interfaces of macOS and Windows are read by
//! `rustls-native-certs`.

use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use std::env;
use std::ffi::OsStr;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::files;
use super::load::{Entry, LoadError, LoadReason, Place, or_empty, pem};
use super::origin::Origin;

/// The bundles of Unix systems, as in openssl-probe 0.2.2, which rustls-native-certs uses. The first
/// one that holds a certificate is the store.
const BUNDLES: &[&str] = if cfg!(all(unix, not(target_os = "macos"))) {
    &[
        "/etc/ssl/certs/ca-certificates.crt", // Debian, Ubuntu, Arch, Gentoo, SmartOS
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", // Fedora, RHEL from 7
        "/etc/pki/tls/certs/ca-bundle.crt",   // RHEL 6
        "/etc/ssl/ca-bundle.pem",             // openSUSE
        "/etc/pki/tls/cacert.pem",            // OpenELEC
        "/etc/ssl/cert.pem",                  // Alpine, OpenBSD
        "/opt/etc/ssl/certs/ca-certificates.crt", // Entware
        "/etc/ssl/certs/cacert.pem",          // OpenHarmony
        "/usr/local/etc/ssl/cert.pem",        // FreeBSD
        "/usr/local/share/certs/ca-root-nss.crt", // DragonFly BSD
        "/etc/openssl/certs/ca-certificates.crt", // NetBSD
        "/etc/ssl/cacert.pem",                // OmniOS
        "/etc/certs/ca-certificates.crt",     // Solaris, OpenIndiana
        "/data/data/com.termux/files/usr/etc/tls/cert.pem", // Termux on Android
        "/boot/system/data/ssl/CARootCertificates.pem", // Haiku
    ]
} else {
    &[]
};

/// The folders of single files, from the same source.
const FOLDERS: &[&str] = if cfg!(all(unix, not(target_os = "macos"))) {
    &[
        "/etc/ssl/certs",             // Debian and most others
        "/etc/pki/tls/certs",         // Fedora, RHEL
        "/etc/security/certificates", // OpenHarmony
        "/usr/local/share/certs",     // FreeBSD
        "/etc/certs/CA",              // Solaris, illumos
        "/etc/openssl/certs",         // NetBSD
        "/var/ssl/certs",             // AIX
    ]
} else {
    &[]
};

/// The operating system's store has not a single root that can be used.
///
/// ```no_run
/// use chainverify::TrustStore;
///
/// match TrustStore::os() {
///     Ok(roots) => println!("{} roots", roots.len()),
///     Err(error) => eprintln!("{error}"),
/// }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct NoRoots {
    /// The places that were looked at; most of them need not be there.
    pub looked_at: Vec<String>,
    /// What is wrong with those that are there.
    pub left_out: Vec<LoadError>,
}

/// One line: what is wrong with the places that are there, or else all places.
impl fmt::Display for NoRoots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MOST: usize = 3;
        f.write_str("your OS store has no root that can be used")?;
        if self.left_out.is_empty() {
            return write!(f, "; looked at {}", self.looked_at.join(", "));
        }
        for error in self.left_out.iter().take(MOST) {
            write!(f, "; {error}")?;
        }
        match self.left_out.len().saturating_sub(MOST) {
            0 => Ok(()),
            more => write!(f, "; and {more} more"),
        }
    }
}

impl core::error::Error for NoRoots {}

/// The places that the environment names, or else those of the platform. A place that is not there
/// has no entries.
pub(super) fn places() -> Vec<Place> {
    let value = |variable| env::var_os(variable).unwrap_or_default();
    let named = named(&value(FILE), &value(FOLDERS_LIST));
    if !named.is_empty() {
        named
    } else if BUNDLES.is_empty() {
        [native()].into()
    } else {
        first_bundle(BUNDLES, FOLDERS)
    }
}

/// Those of the platform in the file system whose root is this folder.
pub(super) fn places_below(root: &Path) -> Vec<Place> {
    let below = |paths: &[&str]| -> Vec<String> {
        let paths = paths.iter().map(|path| path.trim_start_matches('/'));
        paths
            .map(|path| root.join(path).display().to_string())
            .collect()
    };
    let (bundles, folders) = (below(BUNDLES), below(FOLDERS));
    first_bundle(&bundles, &folders)
}

/// The well-known folders.
pub(super) fn folders() -> Vec<Place> {
    let folders = FOLDERS.iter();
    folders.flat_map(|path| well_known_folder(path)).collect()
}

const FILE: &str = "SSL_CERT_FILE";
const FOLDERS_LIST: &str = "SSL_CERT_DIR";

/// The file and the folders that the two variables name, as OpenSSL, Go and rustls-native-certs read
/// them; empty names are none.
fn named(file: &OsStr, folders: &OsStr) -> Vec<Place> {
    let is_named = |path: &PathBuf| !path.as_os_str().is_empty();
    let file = Some(PathBuf::from(file)).filter(is_named).into_iter();
    let file = file.map(|path| of_variable(FILE, &path, files::entries(&path)));
    let folders = env::split_paths(folders).filter(is_named);
    let folders = folders.flat_map(|path| {
        let (entries, bad) = folder(&path);
        let whole = [of_variable(FOLDERS_LIST, &path, entries)].into_iter();
        whole.chain(
            bad.into_iter()
                .map(|(file, entries)| of_variable(FOLDERS_LIST, &file, entries)),
        )
    });
    file.chain(folders).collect()
}

fn of_variable(variable: &'static str, path: &Path, entries: Vec<Entry>) -> Place {
    let path = path.display().to_string();
    Place {
        name: alloc::format!("{variable}={path}"),
        origin: Origin::Environment { variable, path },
        entries,
    }
}

/// The bundles up to the first one that holds a certificate; if there is none, the folders too.
fn first_bundle(bundles: &[impl AsRef<str>], folders: &[impl AsRef<str>]) -> Vec<Place> {
    let mut places = Vec::new();
    for path in bundles.iter().map(AsRef::as_ref) {
        let entries = match files::entries(Path::new(path)) {
            absent if is_absent(&absent) => Vec::new(),
            entries => entries,
        };
        let is_store = entries.iter().any(|(_, entry)| entry.is_ok());
        places.push(system(path, entries));
        if is_store {
            return places;
        }
    }
    let folders = folders.iter().map(AsRef::as_ref);
    places.extend(folders.flat_map(well_known_folder));
    places
}

fn is_absent(entries: &[Entry]) -> bool {
    const KIND: ErrorKind = ErrorKind::NotFound;
    matches!(entries, [(_, Err(LoadReason::Io { kind: KIND, .. }))])
}

fn well_known_folder(path: &str) -> Vec<Place> {
    let there = Path::new(path);
    if !there.is_dir() {
        return [system(path, Vec::new())].into();
    }
    let (entries, bad) = folder(there);
    let bad = bad.into_iter();
    let bad = bad.map(|(file, entries)| system(&file.display().to_string(), entries));
    [system(path, entries)].into_iter().chain(bad).collect()
}

fn system(path: &str, entries: Vec<Entry>) -> Place {
    Place {
        name: path.into(),
        origin: Origin::Os,
        entries,
    }
}

/// What the interface of the platform gives.
fn native() -> Place {
    let name = Origin::Os.to_string();
    let found = rustls_native_certs::load_native_certs();
    let certs = found.certs.into_iter().map(Ok);
    let errors = found.errors.into_iter();
    let errors = errors.map(|error| Err(LoadReason::Os(error.to_string())));
    // Certificates come sorted, so that their numbers would say nothing.
    let entries = certs.chain(errors).map(|entry| (0, entry));
    system(&name, or_empty(entries.collect()))
}

/// The roots of all PEM files of a folder, each file once however many links lead to it; and the
/// files in which something is wrong, with that. Files without certificates are none, and neither is
/// a link that leads nowhere.
fn folder(path: &Path) -> (Vec<Entry>, Vec<(PathBuf, Vec<Entry>)>) {
    let mut files = match files_of(path) {
        Ok(files) => files,
        Err(error) => return ([(0, Err(error.into()))].into(), Vec::new()),
    };
    files.sort_unstable();
    let (mut seen, mut roots, mut bad) = (BTreeSet::new(), Vec::new(), Vec::new());
    for file in files {
        if !file.is_file() || !fs::canonicalize(&file).is_ok_and(|file| seen.insert(file)) {
            continue;
        }
        let entries = match files::read(&file) {
            Ok(bytes) => pem(&bytes),
            Err(reason) => [(0, Err(reason))].into(),
        };
        let is_there = |(_, entry): &Entry| *entry != Err(LoadReason::Empty);
        let (good, wrong): (Vec<_>, Vec<_>) = entries
            .into_iter()
            .filter(is_there)
            .partition(|(_, entry)| entry.is_ok());
        roots.extend(good);
        if !wrong.is_empty() {
            bad.push((file, wrong));
        }
    }
    if bad.is_empty() {
        roots = or_empty(roots);
    }
    // Beside those of other files, the number of a certificate in its own says nothing.
    (roots.into_iter().map(|(_, root)| (0, root)).collect(), bad)
}

fn files_of(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOT: &str = include_str!("../../../testdata/example/root.pem");

    /// What is found at these places of a folder made for this test; a place with no content is not
    /// there, and "folder" is one with a root in it.
    fn found(test: &str, files: &[(&str, Option<&str>)]) -> Vec<(String, usize, usize)> {
        let name = alloc::format!("chainverify-os-{}-{test}", std::process::id());
        let base = env::temp_dir().join(name);
        fs::create_dir_all(base.join("folder")).unwrap();
        fs::write(base.join("folder/root.pem"), ROOT).unwrap();
        let path = |name: &str| base.join(name).display().to_string();
        for (name, content) in files {
            if let Some(content) = content {
                fs::write(path(name), content).unwrap();
            }
        }
        let bundles: Vec<String> = files.iter().map(|(name, _)| path(name)).collect();
        let bundles: Vec<&str> = bundles.iter().map(String::as_str).collect();
        let places = first_bundle(&bundles, &[&path("folder"), &path("none")]);
        fs::remove_dir_all(&base).unwrap();
        let start = path("");
        places
            .into_iter()
            .map(|place| {
                let good = place.entries.iter().filter(|(_, entry)| entry.is_ok());
                let good = good.count();
                let bad = place.entries.len() - good;
                (place.name.replace(&start, ""), good, bad)
            })
            .collect()
    }

    fn places(counts: &[(&str, usize, usize)]) -> Vec<(String, usize, usize)> {
        let owned = counts.iter();
        owned
            .map(|(name, good, bad)| ((*name).into(), *good, *bad))
            .collect()
    }

    #[test]
    fn the_first_bundle_with_a_certificate_is_the_store() {
        let files = [("a", None), ("b", Some(ROOT)), ("c", Some(ROOT))];
        let wanted = places(&[("a", 0, 0), ("b", 1, 0)]);
        assert_eq!(found("first", &files), wanted);
    }

    #[test]
    fn a_bundle_without_a_certificate_is_named_and_the_next_one_taken() {
        let files = [("a", Some("")), ("b", Some(ROOT))];
        let wanted = places(&[("a", 0, 1), ("b", 1, 0)]);
        assert_eq!(found("next", &files), wanted);
    }

    #[test]
    fn without_a_bundle_the_folders_are_the_store() {
        let wanted = places(&[("a", 0, 0), ("folder", 1, 0), ("none", 0, 0)]);
        assert_eq!(found("folders", &[("a", None)]), wanted);
    }

    #[test]
    fn the_places_are_named_where_none_is_there() {
        let error = NoRoots {
            looked_at: ["/a".into(), "/b".into()].into(),
            left_out: Vec::new(),
        };
        let wanted = "your OS store has no root that can be used; looked at /a, /b";
        assert_eq!(error.to_string(), wanted);
    }

    #[test]
    fn a_few_errors_stand_for_many() {
        let error = |number| LoadError {
            place: "/a".into(),
            number,
            reason: LoadReason::TrustSettings(number),
        };
        let error = NoRoots {
            looked_at: ["/a".into()].into(),
            left_out: (1..=5).map(error).collect(),
        };
        let line = error.to_string();
        let wanted = "/a, certificate 3: the TRUSTED CERTIFICATE in line 3 is trusted for some uses only, and a root is trusted for all; and 2 more";
        assert!(line.ends_with(wanted), "{line}");
    }
}
