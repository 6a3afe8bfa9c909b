//! Files of one chain that were given as targets of their own: each is checked by itself, so that one lacks the issuer which another one holds.
//! Seen over the whole run, so that it can be said at its end.

use std::collections::BTreeMap;

use chainverify::Rows;

use crate::plan::Target;

/// What to do about it.
pub(crate) const HINT: &str = "give certificates that only help with --intermediates, or put them behind the leaf in one file";

/// What the targets of a run had and lacked.
#[derive(Debug, Default)]
pub(crate) struct Companions<'a> {
    /// Each file, by the subject of its first certificate.
    files: BTreeMap<String, &'a Target>,
    /// The targets whose path ended for want of an issuer, with its name.
    lacking: Vec<(&'a Target, String)>,
}

impl<'a> Companions<'a> {
    /// Notes what a target has, and what it lacks.
    pub(crate) fn note(&mut self, target: &'a Target, rows: &Rows) {
        if let (Target::File(_), Some(first)) = (target, rows.path.first()) {
            self.files.insert(first.subject.clone(), target);
        }
        let lacks = rows
            .findings
            .iter()
            .any(|found| found.code == "issuer_not_found");
        if let (true, Some(issuer)) = (lacks, rows.path.last().and_then(|last| last.issuer.clone()))
        {
            self.lacking.push((target, issuer));
        }
    }

    /// The first target whose issuer was the certificate of another one.
    pub(crate) fn advice(&self) -> Option<String> {
        self.lacking.iter().find_map(|(target, issuer)| {
            let file = self.files.get(issuer).filter(|file| *file != target)?;
            Some(format!(
                "the issuer that {target} lacks is in {file}, but each target is checked by itself"
            ))
        })
    }
}
