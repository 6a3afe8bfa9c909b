//! The files of a folder, in the order of their names; folders in it are not looked into.

use std::path::{Path, PathBuf};

use super::Problem;
use crate::plan::is_named_like_certificates;

/// The most files of a folder: more are a slip of the pen.
const MOST: usize = 10_000;

/// Which files of a folder are meant.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Which {
    /// All but the hidden ones.
    All,
    /// Those with the ending of a certificate's file, or with one digit for an ending, as `openssl rehash` names its links.
    NamedLikeCertificates,
}

/// The files of a folder, at least one.
pub(crate) fn files_of(folder: &Path, which: Which) -> Result<Vec<PathBuf>, Problem> {
    let io = |error: std::io::Error| Problem::Io(error.kind());
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(io)? {
        let path = entry.map_err(io)?.path();
        if is_meant(&path, which) && path.is_file() {
            files.push(path);
        }
        if files.len() > MOST {
            return Err(Problem::TooManyFiles(MOST));
        }
    }
    files.sort_unstable();
    match files.is_empty() {
        true => Err(Problem::NoFile),
        false => Ok(files),
    }
}

fn is_meant(path: &Path, which: Which) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_link = matches!(name.as_bytes(), [.., b'.', digit] if digit.is_ascii_digit());
    match which {
        Which::All => !name.starts_with('.'),
        Which::NamedLikeCertificates => is_named_like_certificates(&name) || is_link,
    }
}
