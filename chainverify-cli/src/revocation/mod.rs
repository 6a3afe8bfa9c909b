//! What is known of revocation before anything is asked, once per run: CRLs, OCSP responses, blocklists and filters. A file or folder that
//! was named must be readable; filters in their usual place that cannot be read, or are old, are left out and told. What it all says of a
//! certificate is the library's business.

mod places;

use core::time::Duration;
use std::path::Path;

use chainverify::policy::RevocationMode;
use chainverify::revocation::blocklist::Blocklist;
use chainverify::revocation::crl::Crl;
use chainverify::revocation::crlite::{Filters, ReadError};
use chainverify::text::Text;
use pki_types::UnixTime;

use crate::cache::Cache;
use crate::files;
use crate::output;
use crate::plan::{Folder, Revocation};
use crate::trust::SetupError;

/// What is known of revocation.
#[derive(Debug, Default)]
pub(crate) struct Given {
    /// From all files of `--crl`.
    pub(crate) crls: Vec<Crl>,
    /// From all files of `--ocsp`, in DER.
    pub(crate) ocsp: Vec<Vec<u8>>,
    /// One for each file of `--blocklist`.
    pub(crate) blocklists: Vec<Blocklist>,
    /// CRLite's.
    pub(crate) filters: Option<Filters>,
    /// What was left out: one line each.
    pub(crate) warnings: Vec<Text>,
}

/// How old filters may be that nobody named: as a CRL for leaves may be (CA/B BR §4.9.7). Who has older ones does not fetch them any more.
const OLDEST: Duration = Duration::from_secs(10 * 86_400);

/// Reads it, for a check at this time. Where nobody looks at revocation, what was named is read all the same: that it is wrong is never hidden.
pub(crate) fn load(revocation: &Revocation, time: UnixTime) -> Result<Given, SetupError> {
    let mut given = Given::default();
    for path in &revocation.crls {
        given.crls.extend(files::read_crls(path)?);
    }
    for path in &revocation.ocsp {
        given.ocsp.extend(files::read_ocsp(path)?);
    }
    for path in &revocation.blocklists {
        given.blocklists.push(files::read_blocklist(path)?);
    }
    match &revocation.filters {
        Folder::Off => {}
        Folder::At(path) => given.filters = Some(named_filters(path)?),
        Folder::Usual if revocation.mode == RevocationMode::Off => {}
        Folder::Usual => usual_filters(&mut given, time),
    }
    Ok(given)
}

/// The folder of what was fetched; none where it has no place.
pub(crate) fn cache(folder: &Folder) -> Option<Cache> {
    let path = match folder {
        Folder::Off => None,
        Folder::At(path) => Some(path.clone()),
        Folder::Usual => places::cache(),
    };
    path.map(|path| Cache::new(path, output::warn))
}

fn named_filters(folder: &Path) -> Result<Filters, SetupError> {
    Filters::read_dir(folder).map_err(|error| SetupError {
        text: unusable(&error),
        hint: Some(
            "upki fetch downloads filters; --crlite names the folder that has their index.bin",
        ),
    })
}

fn usual_filters(given: &mut Given, time: UnixTime) {
    let folder = places::filters().filter(|folder| folder.join(places::INDEX).exists());
    let Some(folder) = folder else { return };
    let filters = match Filters::read_dir(&folder) {
        Ok(filters) => filters,
        Err(error) => return given.warnings.push(unusable(&error)),
    };
    let until = Duration::from_millis(filters.covers_until().unwrap_or(0));
    let age = Duration::from_secs(time.as_secs()).saturating_sub(until);
    if age <= OLDEST {
        given.filters = Some(filters);
        return;
    }
    let mut text = Text::new();
    text.ours("CRLite's filters in ")
        .foreign(&folder.to_string_lossy());
    text.ours(format!(
        " are {} days old and were left out: upki fetch gets new ones, --crlite DIR uses old ones",
        age.as_secs() / 86_400
    ));
    given.warnings.push(text);
}

/// The library escapes the names of files itself.
fn unusable(error: &ReadError) -> Text {
    let mut text = Text::new();
    text.ours(format!("cannot use CRLite's filters: {error}"));
    text
}
