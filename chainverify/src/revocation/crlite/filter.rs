//! One filter: coverage, issuers, and the two bit matrices that a query is multiplied with. Checked
//! whole when it is opened; a query then reads the file's own octets.

use alloc::vec::Vec;

use sha2::{Digest, Sha256};

use super::bytes::Bytes;
use super::{BadFile, LogId, Logged, Problem, SpkiHash};

/// A filter of version 4, over the octets of its file.
#[derive(Clone, Debug)]
pub struct Filter<'a> {
    /// Log, earliest and latest time.
    coverage: &'a [[u8; COVERAGE_ENTRY]],
    /// Sorted by issuer.
    issuers: Vec<Issuer<'a>>,
    approximate: Vec<Column<'a>>,
    exact: Column<'a>,
}

/// What a filter says of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Answer {
    /// It was revoked.
    Revoked,
    /// It was not revoked when the filter was made.
    NotRevoked,
    /// The filter does not know its issuer.
    NotEnrolled,
    /// The filter was made from other logs, or of other times.
    NotCovered,
}

const COVERAGE_ENTRY: usize = 48;

/// A block of the index: where the rows of an issuer's certificates are.
#[derive(Clone, Copy, Debug)]
struct Issuer<'a> {
    spki: &'a SpkiHash,
    approximate: Rows,
    rank: usize,
    exact: Rows,
    is_inverted: bool,
    /// Serial numbers, each behind its length.
    exceptions: &'a [u8],
}

/// Rows of a matrix.
#[derive(Clone, Copy, Debug)]
struct Rows {
    offset: u32,
    count: u32,
}

/// A column of bits, in words, the lowest bit of each first; what is not there is zero.
#[derive(Clone, Copy, Debug, Default)]
struct Column<'a>(&'a [[u8; 8]]);

impl<'a> Filter<'a> {
    /// Reads a filter, all of it.
    ///
    /// # Errors
    ///
    /// The first thing that is not as the format wants it.
    pub fn open(file: &'a [u8]) -> Result<Self, BadFile> {
        let mut bytes = Bytes::new(file);
        if bytes.u8()? != 4 {
            return Err(BadFile {
                offset: 0,
                problem: Problem::Version,
            });
        }
        if bytes.u8()? != 0 {
            return Err(BadFile {
                offset: 1,
                problem: Problem::Reserved,
            });
        }
        let coverage = usize::from(bytes.u16()?);
        let (coverage, _) = bytes.table(coverage, COVERAGE_ENTRY)?.as_chunks();
        distinct_logs(coverage)?;
        let issuers = issuers(&mut bytes)?;
        let columns = bytes.u8()?;
        // No more than the file has octets.
        let mut approximate = Vec::new();
        for _ in 0..columns {
            approximate.push(Column::read(&mut bytes)?);
        }
        let exact = Column::read(&mut bytes)?;
        bytes.finish()?;
        if issuers.iter().any(|issuer| issuer.rank > approximate.len()) {
            return Err(bytes.error(Problem::Rank));
        }
        Ok(Self {
            coverage,
            issuers,
            approximate,
            exact,
        })
    }

    /// What the filter says of the certificate with this serial number (the contents of its INTEGER) of
    /// the issuer with this key.
    #[must_use]
    pub fn query(&self, issuer: &SpkiHash, serial: &[u8], scts: &[Logged]) -> Answer {
        if !scts.iter().any(|sct| self.covers(sct)) {
            return Answer::NotCovered;
        }
        let found = self
            .issuers
            .binary_search_by(|own| own.spki.cmp(issuer))
            .ok()
            .and_then(|place| self.issuers.get(place));
        match found {
            None => Answer::NotEnrolled,
            Some(block) if self.has(block, serial) != block.is_inverted => Answer::Revoked,
            Some(_) => Answer::NotRevoked,
        }
    }

    /// Whether the filter was made from this log at this time.
    #[must_use]
    pub fn covers(&self, sct: &Logged) -> bool {
        self.coverage.iter().any(|entry| {
            let (log, earliest, latest) = interval(entry);
            *log == sct.log && (earliest..=latest).contains(&sct.timestamp)
        })
    }

    /// Whether the set that the filter encodes has this certificate.
    fn has(&self, block: &Issuer<'_>, serial: &[u8]) -> bool {
        // A block without rows encodes nothing.
        if block.approximate.count == 0 {
            return false;
        }
        let equation = Equation::of(block.spki, serial);
        let row = equation.row(block.approximate);
        let mut columns = self.approximate.iter().take(block.rank);
        columns.all(|column| equation.times(*column, row) == 0)
            && equation.times(self.exact, equation.row(block.exact)) == 0
            && !block.excepts(serial)
    }
}

fn interval(entry: &[u8; COVERAGE_ENTRY]) -> (&LogId, u64, u64) {
    let (log, times) = entry.split_first_chunk().unwrap_or((&[0; 32], &[]));
    let (times, _) = times.as_chunks();
    match times {
        [earliest, latest] => (
            log,
            u64::from_be_bytes(*earliest),
            u64::from_be_bytes(*latest),
        ),
        _ => (log, 1, 0),
    }
}

fn distinct_logs(coverage: &[[u8; COVERAGE_ENTRY]]) -> Result<(), BadFile> {
    let mut logs: Vec<_> = coverage.iter().map(|entry| interval(entry).0).collect();
    logs.sort_unstable();
    let are_distinct = logs
        .iter()
        .zip(logs.iter().skip(1))
        .all(|(one, next)| one != next);
    are_distinct.then_some(()).ok_or(BadFile {
        offset: 2,
        problem: Problem::NotSorted,
    })
}

fn issuers<'a>(bytes: &mut Bytes<'a>) -> Result<Vec<Issuer<'a>>, BadFile> {
    let count = bytes.count()?;
    // Grows with what is there, not with what the file says.
    let mut issuers: Vec<Issuer<'a>> = Vec::new();
    for _ in 0..count {
        let here = bytes.error(Problem::NotSorted);
        let issuer = Issuer::read(bytes)?;
        if issuers.last().is_some_and(|last| last.spki >= issuer.spki) {
            return Err(here);
        }
        issuers.push(issuer);
    }
    Ok(issuers)
}

impl<'a> Issuer<'a> {
    fn read(bytes: &mut Bytes<'a>) -> Result<Self, BadFile> {
        let spki = bytes.hash()?;
        let approximate_count = bytes.u32()?;
        let rank = usize::from(bytes.u8()?);
        let approximate = Rows {
            count: approximate_count,
            offset: bytes.u32()?,
        };
        let exact_count = bytes.u32()?;
        let exact = Rows {
            count: exact_count,
            offset: bytes.u32()?,
        };
        let flag = bytes.error(Problem::Flag);
        let is_inverted = match bytes.u8()? {
            0 => false,
            1 => true,
            _ => return Err(flag),
        };
        let exceptions = bytes.u16()?;
        let list = bytes.rest();
        let start = bytes.offset();
        for _ in 0..exceptions {
            let empty = bytes.error(Problem::EmptyException);
            match bytes.u8()? {
                0 => return Err(empty),
                length => bytes.take(usize::from(length))?,
            };
        }
        let length = bytes.offset().saturating_sub(start);
        Ok(Self {
            spki,
            approximate,
            rank,
            exact,
            is_inverted,
            exceptions: list.get(..length).unwrap_or_default(),
        })
    }

    /// Whether a serial number is one that the matrices could not encode.
    fn excepts(&self, serial: &[u8]) -> bool {
        let mut rest = self.exceptions;
        while let Some((length, behind)) = rest.split_first() {
            let Some((one, behind)) = behind.split_at_checked(usize::from(*length)) else {
                return false;
            };
            if one == serial {
                return true;
            }
            rest = behind;
        }
        false
    }
}

impl<'a> Column<'a> {
    fn read(bytes: &mut Bytes<'a>) -> Result<Self, BadFile> {
        let words = bytes.count()?;
        let (words, _) = bytes.table(words, 8)?.as_chunks();
        Ok(Self(words))
    }

    fn word(&self, number: usize) -> u64 {
        self.0
            .get(number)
            .map_or(0, |word| u64::from_be_bytes(*word))
    }
}

/// The row of a linear system that a certificate stands for: 256 bits of its hash.
struct Equation([u64; 4]);

impl Equation {
    fn of(issuer: &SpkiHash, serial: &[u8]) -> Self {
        let mut hash = Sha256::new();
        hash.update(issuer);
        hash.update(serial);
        let hash = hash.finalize();
        let mut lanes = [0; 4];
        for (lane, octets) in lanes.iter_mut().zip(hash.as_slice().as_chunks().0) {
            *lane = u64::from_le_bytes(*octets);
        }
        let [first, second, third, fourth] = lanes;
        Self([first | 1, second, third, fourth])
    }

    /// In which row of the matrix it begins.
    fn row(&self, rows: Rows) -> u64 {
        let [.., last] = self.0;
        let within = last.checked_rem(rows.count.into()).unwrap_or(0);
        within.saturating_add(rows.offset.into())
    }

    /// The product with a column from a row on, in GF(2).
    fn times(&self, column: Column<'_>, row: u64) -> u32 {
        let word = usize::try_from(row >> 6).unwrap_or(usize::MAX);
        let shift = row & 63;
        let mut sum = 0;
        for (place, lane) in self.0.iter().enumerate() {
            let place = word.saturating_add(place);
            let low = column.word(place) >> shift;
            // By two steps, for a shift by 64 is none.
            let high = column.word(place.saturating_add(1)) << 1 << (63 ^ shift);
            sum ^= lane & (low | high);
        }
        sum.count_ones() & 1
    }
}
