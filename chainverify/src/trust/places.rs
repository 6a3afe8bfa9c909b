//! Where administrators and packages put roots, and where they say which ones not to trust, on Unix
//! systems: the sources of the bundle that the system's tools write. Bounded in files, depth and
//! octets; what cannot be read is named. Only read, to say who put a root there.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use std::fs;
use std::path::{Path, PathBuf};

use pki_types::CertificateDer;
use sha2::{Digest, Sha256};

use super::files;
use super::load::{LoadError, LoadReason};
use super::provenance::{PlacedBy, Placement};
use crate::cert::Cert;

/// A folder that tools of the system read.
struct Folder {
    path: &'static str,
    holds: Holds,
    /// Which of its files are read.
    files: Files,
}

enum Holds {
    Roots(PlacedBy),
    /// What is not to be trusted.
    Blocked,
}

#[derive(Clone, Copy)]
enum Files {
    /// `.crt`, at any depth: update-ca-certificates(8).
    Crt,
    /// All: update-ca-trust(8), trust(1).
    All,
}

use Files::{All, Crt};
use Holds::{Blocked, Roots};
use PlacedBy::{Administrator, Package};

const fn folder(path: &'static str, holds: Holds, files: Files) -> Folder {
    Folder { path, holds, files }
}

/// Below the root of the file system.
const FOLDERS: &[Folder] = &[
    // Debian, Ubuntu, Alpine
    folder("usr/local/share/ca-certificates", Roots(Administrator), Crt),
    // Fedora, RHEL; p11-kit called the second one so before 0.23.23
    folder("etc/pki/ca-trust/source/anchors", Roots(Administrator), All),
    folder("etc/pki/ca-trust/source/blocklist", Blocked, All),
    folder("etc/pki/ca-trust/source/blacklist", Blocked, All),
    folder("usr/share/pki/ca-trust-source/anchors", Roots(Package), All),
    folder("usr/share/pki/ca-trust-source/blocklist", Blocked, All),
    // Arch
    folder(
        "etc/ca-certificates/trust-source/anchors",
        Roots(Administrator),
        All,
    ),
    folder("etc/ca-certificates/trust-source/blocklist", Blocked, All),
    folder("etc/ca-certificates/trust-source/blacklist", Blocked, All),
    folder(
        "usr/share/ca-certificates/trust-source/anchors",
        Roots(Package),
        All,
    ),
    // SUSE
    folder("etc/pki/trust/anchors", Roots(Administrator), All),
    folder("etc/pki/trust/blocklist", Blocked, All),
    folder("etc/pki/trust/blacklist", Blocked, All),
    folder("usr/share/pki/trust/anchors", Roots(Package), All),
];

/// Debian's list of the files of a folder that are trusted; `!` before one deselects it.
const LIST: &str = "etc/ca-certificates.conf";
const LISTED: &str = "usr/share/ca-certificates";

/// All roots of all programmes together are fewer than 500.
const MOST_FILES: usize = 4096;
/// All of them as PEM have a megabyte.
const MOST_OCTETS: u64 = 64 << 20;
/// A folder in a folder is usual, four are not.
const DEEPEST: usize = 4;

/// Who put which root where, and what is not to be trusted.
///
/// ```
/// use std::path::Path;
/// use chainverify::trust::LocalPlaces;
///
/// let places = LocalPlaces::below(Path::new("/no/such/folder"));
/// assert_eq!((places.placed().count(), places.blocked().count()), (0, 0));
/// ```
#[derive(Clone, Debug, Default)]
pub struct LocalPlaces {
    placed: Vec<(Cert<'static>, Placement)>,
    blocked: Vec<(Cert<'static>, Block)>,
    /// By the SHA-256 of a certificate, where it is first in each.
    by_digest: [BTreeMap<[u8; 32], usize>; 2],
    unreadable: Vec<LoadError>,
    /// Of all files so far.
    octets: u64,
}

/// How somebody said that a root is not to be trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Block {
    /// The file of the root.
    pub path: String,
    /// The list that deselects it by `!`; none where the file is in a folder of blocked ones.
    pub list: Option<String>,
}

impl LocalPlaces {
    /// Those of this machine. On macOS and Windows there are none: what their stores say of it is
    /// behind other interfaces.
    #[must_use]
    pub fn os() -> Self {
        if cfg!(all(unix, not(target_os = "macos"))) {
            Self::below(Path::new("/"))
        } else {
            Self::default()
        }
    }

    /// Those of the file system whose root is this folder.
    #[must_use]
    pub fn below(root: &Path) -> Self {
        let mut places = Self::default();
        let mut left = MOST_FILES;
        for folder in FOLDERS {
            for path in files_below(&root.join(folder.path), folder.files, &mut left) {
                for cert in places.certs(&path) {
                    let path = path.display().to_string();
                    match folder.holds {
                        Roots(by) => places.place(cert, Placement { path, by }),
                        Blocked => places.block(cert, Block { path, list: None }),
                    }
                }
            }
        }
        places.read_list(root, &mut left);
        if left == 0 {
            places.unreadable.push(LoadError {
                place: root.display().to_string(),
                number: 0,
                reason: LoadReason::TooLarge,
            });
        }
        places
    }

    /// Debian's list: lines of `#` are comments, and a `!` deselects the file behind it.
    fn read_list(&mut self, root: &Path, left: &mut usize) {
        let list = root.join(LIST);
        let Ok(text) = files::read(&list) else {
            return;
        };
        let text = String::from_utf8_lossy(&text);
        let lines = text.lines().map(str::trim);
        for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let deselected = line.strip_prefix('!');
            let name = Path::new(deselected.unwrap_or(line));
            let is_below = name
                .components()
                .all(|part| matches!(part, std::path::Component::Normal(_)));
            let path = root.join(LISTED).join(name);
            if *left == 0 || !is_below || !path.is_file() {
                continue;
            }
            *left = left.saturating_sub(1);
            for cert in self.certs(&path) {
                let path = path.display().to_string();
                match deselected {
                    Some(_) => {
                        let list = Some(list.display().to_string());
                        self.block(cert, Block { path, list });
                    }
                    None => self.place(cert, Placement { path, by: Package }),
                }
            }
        }
    }

    /// The certificates of a file; what is wrong with the others is kept.
    fn certs(&mut self, path: &Path) -> Vec<Cert<'static>> {
        let mut certs = Vec::new();
        let octets = fs::metadata(path).map_or(0, |file| file.len());
        self.octets = self.octets.saturating_add(octets);
        let entries = match self.octets > MOST_OCTETS {
            true => [(0, Err(LoadReason::TooLarge))].into(),
            false => files::entries(path),
        };
        for (number, entry) in entries {
            let cert = entry.and_then(|der: CertificateDer<'static>| {
                Cert::parse(der).map_err(LoadReason::Certificate)
            });
            match cert {
                Ok(cert) => certs.push(cert),
                Err(reason) => self.unreadable.push(LoadError {
                    place: path.display().to_string(),
                    number,
                    reason,
                }),
            }
        }
        certs
    }

    /// Where somebody put this very certificate; an administrator before a package.
    #[must_use]
    pub fn placement_of(&self, cert: &Cert<'_>) -> Option<Placement> {
        let [placed, _] = &self.by_digest;
        let place = placed.get(&digest(cert))?;
        self.placed
            .get(*place)
            .map(|(_, placement)| placement.clone())
    }

    /// How somebody said that this very certificate is not to be trusted.
    #[must_use]
    pub fn block_of(&self, cert: &Cert<'_>) -> Option<&Block> {
        let [_, blocked] = &self.by_digest;
        let place = blocked.get(&digest(cert))?;
        self.blocked.get(*place).map(|(_, block)| block)
    }

    fn place(&mut self, cert: Cert<'static>, placement: Placement) {
        let [placed, _] = &mut self.by_digest;
        placed.entry(digest(&cert)).or_insert(self.placed.len());
        self.placed.push((cert, placement));
    }

    fn block(&mut self, cert: Cert<'static>, block: Block) {
        let [_, blocked] = &mut self.by_digest;
        blocked.entry(digest(&cert)).or_insert(self.blocked.len());
        self.blocked.push((cert, block));
    }

    /// Every root that somebody put somewhere: those of administrators first.
    pub fn placed(&self) -> impl Iterator<Item = (&Cert<'static>, &Placement)> {
        self.placed
            .iter()
            .map(|(cert, placement)| (cert, placement))
    }

    /// Every root that is not to be trusted.
    pub fn blocked(&self) -> impl Iterator<Item = (&Cert<'static>, &Block)> {
        self.blocked.iter().map(|(cert, block)| (cert, block))
    }

    /// What is in these places and cannot be read.
    #[must_use]
    pub fn unreadable(&self) -> &[LoadError] {
        &self.unreadable
    }
}

fn digest(cert: &Cert<'_>) -> [u8; 32] {
    Sha256::digest(cert.der()).into()
}

/// The files of a folder and its subfolders, in the order of their names. Each file once, by whatever
/// links it is reached.
fn files_below(folder: &Path, which: Files, left: &mut usize) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let mut folders = Vec::from([(folder.to_path_buf(), 0_usize)]);
    while let Some((folder, depth)) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
        let mut paths: Vec<PathBuf> = paths.take(*left).collect();
        *left = left.saturating_sub(paths.len());
        paths.sort_unstable();
        for path in paths {
            if path.is_dir() {
                if depth < DEEPEST {
                    folders.push((path, depth.saturating_add(1)));
                }
                continue;
            }
            let is_crt = path.extension().is_some_and(|extension| extension == "crt");
            let is_read = matches!(which, All) || is_crt;
            let real = fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
            if is_read && path.is_file() && seen.insert(real) {
                found.push(path);
            }
        }
    }
    found
}
