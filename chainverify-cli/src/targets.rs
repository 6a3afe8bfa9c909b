//! From the targets that were named to those that are verified: a folder stands for its files. What in it has no certificate, a key or a
//! note beside the chain, is passed over, and told once at the end.

use std::path::{Path, PathBuf};

use chainverify::text::Text;

use crate::check::Checked;
use crate::files::{FileError, Problem, Which, files_of};
use crate::gather::GatherError;
use crate::plan::{Plan, Source, Target, is_named_like_certificates};
use crate::trust::SetupError;

/// A target to be verified.
#[derive(Clone, Debug)]
pub(crate) struct Given {
    /// What it is.
    pub(crate) target: Target,
    /// The folder that was named in its place.
    pub(crate) folder: Option<PathBuf>,
}

/// The targets of a plan, each folder as its files. One without a file stays as it is, and fails by itself.
pub(crate) fn expand(plan: &Plan) -> Result<Vec<Given>, SetupError> {
    let mut all = Vec::new();
    for target in &plan.targets {
        let folder = match target {
            Target::File(Source::File(path)) if path.is_dir() => Some(path),
            _ => None,
        };
        let files = match folder {
            Some(folder) => {
                refuse_one_file_options(plan)?;
                files_of(folder, Which::All).unwrap_or_default()
            }
            None => Vec::new(),
        };
        if files.is_empty() {
            all.push(Given {
                target: target.clone(),
                folder: None,
            });
        }
        all.extend(files.into_iter().map(|file| Given {
            target: Target::File(Source::File(file)),
            folder: folder.cloned(),
        }));
    }
    Ok(all)
}

fn refuse_one_file_options(plan: &Plan) -> Result<(), SetupError> {
    let option = match plan {
        Plan { leaf: Some(_), .. } => "--leaf",
        Plan { key: Some(_), .. } => "--key",
        Plan { chain, .. } if !chain.is_empty() => "--chain",
        _ => return Ok(()),
    };
    let mut text = Text::new();
    text.ours(format!(
        "{option} goes with one file, not with a directory of them"
    ));
    Err(SetupError { text, hint: None })
}

/// What was passed over in the folders of a run.
#[derive(Debug, Default)]
pub(crate) struct PassedOver {
    folders: Vec<Folder>,
}

/// A folder that was named as a target.
#[derive(Debug)]
struct Folder {
    path: PathBuf,
    /// How many of its files were targets.
    targets: usize,
    /// The others.
    others: Vec<PathBuf>,
}

/// Names of files that are told; of more, the number.
const MOST_NAMES: usize = 5;

impl PassedOver {
    /// Whether a failure is only that a file of a folder has no certificate.
    pub(crate) fn takes(&mut self, checked: &Checked<'_>) -> bool {
        let (Some(path), Target::File(Source::File(file))) = (checked.folder, checked.target)
        else {
            return false;
        };
        let is_other =
            matches!(&checked.error, Some(GatherError::File(error)) if is_other(error, file));
        if self.folders.last().is_none_or(|last| last.path != path) {
            self.folders.push(Folder {
                path: path.to_owned(),
                targets: 0,
                others: Vec::new(),
            });
        }
        if let Some(folder) = self.folders.last_mut() {
            match is_other {
                true => folder.others.push(file.clone()),
                false => folder.targets += 1,
            }
        }
        is_other
    }

    /// Folders without a single certificate.
    pub(crate) fn empty(&self) -> impl Iterator<Item = Source> {
        let empty = self.folders.iter().filter(|folder| folder.targets == 0);
        empty.map(|folder| Source::File(folder.path.clone()))
    }

    /// One line for each folder of which something was passed over.
    pub(crate) fn notes(&self) -> impl Iterator<Item = Text> {
        let partly = self.folders.iter();
        let partly = partly.filter(|folder| folder.targets > 0 && !folder.others.is_empty());
        partly.map(|Folder { path, others, .. }| {
            let mut text = Text::new();
            text.ours("in ").foreign(&path.to_string_lossy());
            text.ours(": passed over what holds no certificate: ");
            for (number, file) in others.iter().take(MOST_NAMES).enumerate() {
                let name = file.file_name().unwrap_or_default();
                text.ours(if number == 0 { "" } else { ", " });
                text.foreign(&name.to_string_lossy());
            }
            if others.len() > MOST_NAMES {
                text.ours(format!(" and {} more", others.len() - MOST_NAMES));
            }
            text
        })
    }
}

/// Whether a file is something else, by its content; or, where it is nothing that is known, by its name.
fn is_other(error: &FileError, file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    match error.problem {
        Problem::Holds(_) => true,
        Problem::Noise(_) | Problem::Empty | Problem::TooLarge(_) | Problem::Utf16 => {
            !is_named_like_certificates(&name)
        }
        _ => false,
    }
}
