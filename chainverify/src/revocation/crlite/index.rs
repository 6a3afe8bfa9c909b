//! The index of a folder of filters: which of them cover a log at a time.

use alloc::vec::Vec;

use super::bytes::Bytes;
use super::{BadFile, LogId, Logged, Problem};

/// `index.bin`, over its octets.
#[derive(Clone, Debug)]
pub struct Index<'a> {
    names: Vec<&'a str>,
    /// Sorted by log.
    logs: Vec<Log<'a>>,
}

#[derive(Clone, Copy, Debug)]
struct Log<'a> {
    id: &'a LogId,
    entries: &'a [[u8; ENTRY]],
}

const MAGIC: &[u8] = b"upkiidx1";
const NAME: usize = 32;
const ENTRY: usize = 18;

impl<'a> Index<'a> {
    /// Reads an index, all of it.
    ///
    /// # Errors
    ///
    /// The first thing that is not as the format wants it.
    pub fn open(file: &'a [u8]) -> Result<Self, BadFile> {
        let mut bytes = Bytes::new(file);
        if bytes.take(MAGIC.len())? != MAGIC {
            return Err(BadFile {
                offset: 0,
                problem: Problem::Version,
            });
        }
        let names = usize::from(bytes.u16()?);
        let logs = bytes.count()?;
        let start = bytes.offset();
        let (slots, _) = bytes.table(names, NAME)?.as_chunks::<NAME>();
        let mut names = Vec::with_capacity(slots.len());
        for (number, slot) in slots.iter().enumerate() {
            let offset = start.saturating_add(number.saturating_mul(NAME));
            names.push(name(slot).ok_or(BadFile {
                offset,
                problem: Problem::FileName,
            })?);
        }
        let mut index = Self {
            names,
            logs: Vec::new(),
        };
        let mut sections = Vec::new();
        for _ in 0..logs {
            let here = bytes.error(Problem::NotSorted);
            let id = bytes.hash()?;
            if index.logs.last().is_some_and(|last| last.id >= id) {
                return Err(here);
            }
            let outside = bytes.error(Problem::Offset);
            let offset = usize::try_from(bytes.u64()?).map_err(|_| outside)?;
            let length = usize::from(bytes.u16()?).saturating_mul(ENTRY);
            let section = file.get(offset..).and_then(|rest| rest.get(..length));
            let (entries, _) = section.ok_or(outside)?.as_chunks();
            sections.push((offset, outside));
            index.logs.push(Log { id, entries });
        }
        let tables = bytes.offset();
        if let Some((_, outside)) = sections.iter().find(|(offset, _)| *offset < tables) {
            return Err(*outside);
        }
        index.knows_all_files()?;
        Ok(index)
    }

    /// The names of all files, in the order of the index: each that of a file in the index's own folder.
    #[must_use]
    pub fn files(&self) -> &[&'a str] {
        &self.names
    }

    /// The files of all filters that cover one of these, each once.
    #[must_use]
    pub fn covering(&self, scts: &[Logged]) -> Vec<&'a str> {
        let mut numbers: Vec<u16> = scts.iter().flat_map(|sct| self.at(sct)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let names = numbers
            .iter()
            .filter_map(|number| self.names.get(usize::from(*number)));
        names.copied().collect()
    }

    fn at(&self, sct: &Logged) -> impl Iterator<Item = u16> + use<'a> {
        let timestamp = sct.timestamp;
        let place = self.logs.binary_search_by(|log| log.id.cmp(&sct.log));
        let log = place.ok().and_then(|place| self.logs.get(place));
        let entries = log.map_or(&[][..], |log| log.entries);
        entries.iter().filter_map(move |entry| {
            let (file, earliest, latest) = parts(entry)?;
            (earliest..=latest).contains(&timestamp).then_some(file)
        })
    }

    fn knows_all_files(&self) -> Result<(), BadFile> {
        let files = self.names.len();
        let mut entries = self.logs.iter().flat_map(|log| log.entries);
        let are_known =
            entries.all(|entry| parts(entry).is_some_and(|(file, ..)| usize::from(file) < files));
        are_known.then_some(()).ok_or(BadFile {
            offset: 0,
            problem: Problem::FileNumber,
        })
    }
}

/// File, earliest and latest time.
fn parts(entry: &[u8; ENTRY]) -> Option<(u16, u64, u64)> {
    let mut bytes = Bytes::new(entry);
    Some((bytes.u16().ok()?, bytes.u64().ok()?, bytes.u64().ok()?))
}

/// The name of a file in this folder: letters, digits, `.`, `-`, `_`, and nothing that leads out of it.
fn name(slot: &[u8; NAME]) -> Option<&str> {
    let length = slot.iter().position(|octet| *octet == 0).unwrap_or(NAME);
    let (name, padding) = slot.split_at_checked(length)?;
    let is_plain = |octet: &u8| octet.is_ascii_alphanumeric() || b".-_".contains(octet);
    let is_allowed = name.iter().all(is_plain) && !name.starts_with(b".") && !name.is_empty();
    if !is_allowed || padding.iter().any(|octet| *octet != 0) {
        return None;
    }
    core::str::from_utf8(name).ok()
}
