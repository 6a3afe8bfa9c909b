//! From the targets that were named to those that are verified: a folder stands for its files. What in it has no certificate, a key or a
//! note beside the chain, is passed over, and told once at the end.

use std::path::PathBuf;

use chainverify::text::Text;

use crate::files::{FileError, Problem, Which, files_of};
use crate::gather::GatherError;
use crate::plan::{Plan, Source, Target};
use crate::trust::SetupError;

/// A target to be verified.
#[derive(Clone, Debug)]
pub(crate) struct Given {
    /// What it is.
    pub(crate) target: Target,
    /// The folder that was named in its place.
    pub(crate) folder: Option<PathBuf>,
}

/// The targets of a plan, each folder as its files.
pub(crate) fn expand(plan: &Plan) -> Result<Vec<Given>, SetupError> {
    let mut all = Vec::new();
    for target in &plan.targets {
        match target {
            Target::File(Source::File(folder)) if folder.is_dir() => {
                refuse_one_file_options(plan)?;
                let files = files_of(folder, Which::All).map_err(|problem| FileError {
                    source: Source::File(folder.clone()),
                    problem,
                })?;
                all.extend(files.into_iter().map(|file| Given {
                    target: Target::File(Source::File(file)),
                    folder: Some(folder.clone()),
                }));
            }
            _ => all.push(Given {
                target: target.clone(),
                folder: None,
            }),
        }
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
    /// Each folder with how many of its files had certificates, and the others.
    folders: Vec<(PathBuf, usize, Vec<PathBuf>)>,
}

/// Names of files that are told; of more, the number.
const MOST_NAMES: usize = 5;

impl PassedOver {
    /// Whether a failure is only that a file of a folder has no certificate.
    pub(crate) fn takes(&mut self, given: &Given, failure: Option<&GatherError>) -> bool {
        let (Some(folder), Target::File(Source::File(file))) = (&given.folder, &given.target)
        else {
            return false;
        };
        let is_other = matches!(failure, Some(GatherError::File(error)) if is_other(error, file));
        if self.folders.last().is_none_or(|(last, ..)| last != folder) {
            self.folders.push((folder.clone(), 0, Vec::new()));
        }
        if let Some((_, good, others)) = self.folders.last_mut() {
            match is_other {
                true => others.push(file.clone()),
                false => *good += 1,
            }
        }
        is_other
    }

    /// Folders without a single certificate.
    pub(crate) fn errors(&self) -> impl Iterator<Item = FileError> {
        let empty = self.folders.iter().filter(|(_, good, _)| *good == 0);
        empty.map(|(folder, ..)| FileError {
            source: Source::File(folder.clone()),
            problem: Problem::NoFile,
        })
    }

    /// One line for each folder of which something was passed over.
    pub(crate) fn notes(&self) -> impl Iterator<Item = Text> {
        let partly = self.folders.iter();
        let partly = partly.filter(|(_, good, others)| *good > 0 && !others.is_empty());
        partly.map(|(folder, _, others)| {
            let mut text = Text::new();
            text.ours("in ").foreign(&folder.to_string_lossy());
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
fn is_other(error: &FileError, file: &std::path::Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    match error.problem {
        Problem::Holds(_) => true,
        Problem::Noise(_) | Problem::Empty | Problem::TooLarge(_) | Problem::Utf16 => {
            !crate::plan::is_named_like_certificates(&name)
        }
        _ => false,
    }
}
