//! Reads anchors from PEM and DER bytes, and from files and folders. A bad entry among good ones
//! is named and passed over; nothing is skipped silently.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use pki_types::CertificateDer;
use pki_types::pem::PemObject;

use super::{Origin, Shown, TrustStore};
use crate::der::ParseError;

/// What became of a load.
///
/// ```
/// use chainverify::{Origin, TrustStore};
///
/// let loaded = TrustStore::new().add_pem(b"no certificate", &Origin::Given);
/// for error in &loaded.errors {
///     eprintln!("passed over: {error}");
/// }
/// assert_eq!((loaded.added, loaded.errors.len()), (0, 1));
/// ```
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Loaded {
    /// Anchors that the store did not have before.
    pub added: usize,
    /// Entries that were passed over.
    pub errors: Vec<LoadError>,
}

/// An entry that is no anchor.
///
/// ```
/// use chainverify::{LoadReason, Origin, TrustStore};
///
/// let loaded = TrustStore::new().add_pem(b"", &Origin::Given);
/// assert!(matches!(loaded.errors[0].reason, LoadReason::Empty));
/// assert_eq!(loaded.errors[0].to_string(), "the given roots: it holds no certificate");
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct LoadError {
    /// The file, or another word for the place.
    pub place: String,
    /// The number of the certificate in it, from 1; 0 where the place as a whole is meant.
    pub number: usize,
    /// What is wrong.
    pub reason: LoadReason,
}

/// Why an entry is no anchor.
///
/// ```
/// use chainverify::{LoadReason, Origin, TrustStore};
///
/// let broken = b"-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n";
/// let loaded = TrustStore::new().add_pem(broken, &Origin::Given);
/// assert!(matches!(loaded.errors[0].reason, LoadReason::Pem));
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum LoadReason {
    /// The certificate cannot be read.
    Certificate(ParseError),
    /// The PEM text is broken.
    Pem,
    /// There is no certificate in it.
    Empty,
    /// The file is larger than [`TrustStore::MOST_FILE_BYTES`].
    #[cfg(feature = "std")]
    TooLarge,
    /// The file cannot be read.
    #[cfg(feature = "std")]
    Io(std::io::Error),
    /// The operating system's store reports an error.
    #[cfg(feature = "os-roots")]
    Os(rustls_native_certs::Error),
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Shown(&self.place))?;
        if self.number > 0 {
            write!(f, ", certificate {}", self.number)?;
        }
        match &self.reason {
            LoadReason::Certificate(error) => write!(f, ": {error}"),
            LoadReason::Pem => f.write_str(": the PEM text is broken"),
            LoadReason::Empty => f.write_str(": it holds no certificate"),
            #[cfg(feature = "std")]
            LoadReason::TooLarge => f.write_str(": the file is too large"),
            #[cfg(feature = "std")]
            LoadReason::Io(error) => write!(f, ": {error}"),
            #[cfg(feature = "os-roots")]
            LoadReason::Os(error) => write!(f, ": {error}"),
        }
    }
}

impl core::error::Error for LoadError {}

impl Loaded {
    pub(super) fn fail(&mut self, place: &str, number: usize, reason: LoadReason) {
        self.errors.push(LoadError {
            place: place.into(),
            number,
            reason,
        });
    }
}

impl TrustStore {
    /// Adds every certificate of a PEM text; other PEM sections are passed over, and so is a byte
    /// order mark before the first one, which some editors write.
    pub fn add_pem(&mut self, pem: &[u8], origin: &Origin) -> Loaded {
        let pem = pem.strip_prefix("\u{feff}".as_bytes()).unwrap_or(pem);
        let mut loaded = Loaded::default();
        let place = alloc::format!("{origin}");
        let mut number = 0;
        for section in CertificateDer::pem_slice_iter(pem) {
            number += 1;
            match section {
                Ok(der) => self.load(der, (&place, number), origin, &mut loaded),
                Err(_) => {
                    loaded.fail(&place, number, LoadReason::Pem);
                    break;
                }
            }
        }
        if number == 0 {
            loaded.fail(&place, 0, LoadReason::Empty);
        }
        loaded
    }

    /// Adds one certificate of `place` and counts it, or says why not.
    pub(super) fn load(
        &mut self,
        der: CertificateDer<'static>,
        place: (&str, usize),
        origin: &Origin,
        loaded: &mut Loaded,
    ) {
        let before = self.len();
        if let Err(error) = self.add(der, origin.clone()) {
            loaded.fail(place.0, place.1, LoadReason::Certificate(error));
        }
        loaded.added += self.len() - before;
    }
}

#[cfg(feature = "std")]
mod files {
    use alloc::collections::BinaryHeap;
    use alloc::string::ToString;
    use std::fs::File;
    use std::io::Read;
    use std::path::Path;

    use super::{CertificateDer, LoadReason, Loaded, Origin, TrustStore, Vec};

    impl TrustStore {
        /// Larger files are refused: all public roots together have a quarter of a megabyte.
        pub const MOST_FILE_BYTES: u64 = 16 << 20;

        /// Adds the certificates of a PEM or DER file, or of all files of a folder (not of its
        /// subfolders) that end in `.pem`, `.crt`, `.cer`, `.der` or `.0` to `.9`, in the order of
        /// their names.
        pub fn add_path(&mut self, path: &Path) -> Loaded {
            let mut loaded = Loaded::default();
            if path.is_dir() {
                let files = files_of(path, &mut loaded);
                if files.is_empty() {
                    loaded.fail(&path.display().to_string(), 0, LoadReason::Empty);
                }
                for file in files {
                    self.add_file(&file, &mut loaded);
                }
            } else {
                self.add_file(path, &mut loaded);
            }
            loaded
        }

        fn add_file(&mut self, path: &Path, loaded: &mut Loaded) {
            let place = path.display().to_string();
            let origin = Origin::File(place.clone());
            match read(path) {
                Err(reason) => loaded.fail(&place, 0, reason),
                Ok(bytes) if bytes.first() == Some(&0x30) => {
                    self.load(CertificateDer::from(bytes), (&place, 1), &origin, loaded);
                }
                Ok(bytes) => {
                    let more = self.add_pem(&bytes, &origin);
                    loaded.added += more.added;
                    for error in more.errors {
                        loaded.fail(&place, error.number, error.reason);
                    }
                }
            }
        }
    }

    fn read(path: &Path) -> Result<Vec<u8>, LoadReason> {
        let mut bytes = Vec::new();
        File::open(path)
            .and_then(|file| {
                file.take(TrustStore::MOST_FILE_BYTES + 1)
                    .read_to_end(&mut bytes)
            })
            .map_err(LoadReason::Io)?;
        match u64::try_from(bytes.len()) {
            Ok(length) if length <= TrustStore::MOST_FILE_BYTES => Ok(bytes),
            _ => Err(LoadReason::TooLarge),
        }
    }

    fn files_of(folder: &Path, loaded: &mut Loaded) -> Vec<std::path::PathBuf> {
        let mut files = BinaryHeap::new();
        match std::fs::read_dir(folder) {
            Err(error) => loaded.fail(&folder.display().to_string(), 0, LoadReason::Io(error)),
            Ok(entries) => {
                for entry in entries.flatten() {
                    if is_certificate_file(&entry.path()) {
                        files.push(entry.path());
                    }
                }
            }
        }
        files.into_sorted_vec()
    }

    fn is_certificate_file(path: &Path) -> bool {
        let extension = path.extension().and_then(|extension| extension.to_str());
        match extension {
            Some("pem" | "crt" | "cer" | "der") => path.is_file(),
            Some(number) => {
                number.len() == 1 && number.bytes().all(|b| b.is_ascii_digit()) && path.is_file()
            }
            None => false,
        }
    }
}
