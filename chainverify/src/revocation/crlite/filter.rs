//! One filter: coverage, issuers, and the two bit matrices that a query is multiplied with. Checked
//! whole when it is opened; a query then reads the file's own octets. Not which of several filters is
//! to be asked.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use sha2::{Digest, Sha256};

use super::bytes::Bytes;
use super::{BadFile, LogId, Logged, Problem, SpkiHash};

/// A filter of version 4. It holds its file and, for each issuer and each column, the place in it;
/// a clone shares them.
///
/// ```
/// use chainverify::revocation::crlite::{Filter, Problem};
///
/// let error = Filter::open(*b"\x03\x00 an older version").unwrap_err();
/// assert_eq!((error.offset, error.problem), (0, Problem::Version));
/// ```
#[derive(Clone)]
pub struct Filter(Arc<Opened>);

struct Opened {
    file: Arc<[u8]>,
    /// Log, earliest and latest time, in pieces of [`COVERAGE_ENTRY`].
    coverage: Table,
    /// Where each issuer's block begins, sorted by issuer.
    issuers: Box<[usize]>,
    approximate: Box<[Table]>,
    exact: Table,
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

/// A table, by its place in the file.
#[derive(Clone, Copy)]
struct Table {
    start: usize,
    end: usize,
}

/// A block of the index: where the rows of an issuer's certificates are.
struct Issuer<'a> {
    spki: &'a SpkiHash,
    approximate: Rows,
    rank: usize,
    exact: Rows,
    is_inverted: bool,
    exceptions: u16,
    /// Serial numbers, each behind its length, and the rest of the file.
    list: &'a [u8],
}

/// Rows of a matrix.
#[derive(Clone, Copy)]
struct Rows {
    offset: u32,
    count: u32,
}

/// A column of bits, in words, the lowest bit of each first; what is not there is zero.
#[derive(Clone, Copy)]
struct Column<'a>(&'a [[u8; 8]]);

impl Filter {
    /// Reads a filter, all of it. What is shared already (`Arc<[u8]>`) is not copied.
    ///
    /// # Errors
    ///
    /// The first thing that is not as the format wants it.
    pub fn open(file: impl Into<Arc<[u8]>>) -> Result<Self, BadFile> {
        Opened::read(file.into()).map(|opened| Self(Arc::new(opened)))
    }

    /// What the filter says of the certificate with this serial number (the contents of its INTEGER) of
    /// the issuer with this key.
    #[must_use]
    pub fn query(&self, issuer: &SpkiHash, serial: &[u8], scts: &[Logged]) -> Answer {
        if !scts.iter().any(|sct| self.covers(sct)) {
            return Answer::NotCovered;
        }
        match self.0.issuer(issuer) {
            None => Answer::NotEnrolled,
            Some(block) if self.0.has(&block, serial) != block.is_inverted => Answer::Revoked,
            Some(_) => Answer::NotRevoked,
        }
    }

    /// Whether the filter was made from this log at this time.
    #[must_use]
    pub fn covers(&self, sct: &Logged) -> bool {
        self.0.coverage().any(|(log, earliest, latest)| {
            *log == sct.log && (earliest..=latest).contains(&sct.timestamp)
        })
    }

    /// The latest time that is covered of any log, in milliseconds since 1970: how fresh the filter is.
    /// None if it covers nothing.
    #[must_use]
    pub fn covers_until(&self) -> Option<u64> {
        let covered = self.0.coverage().filter(|(_, from, until)| from <= until);
        covered.map(|(.., until)| until).max()
    }
}

impl fmt::Debug for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Filter")
            .field("octets", &self.0.file.len())
            .field("issuers", &self.0.issuers.len())
            .field("covers_until", &self.covers_until())
            .finish_non_exhaustive()
    }
}

impl Opened {
    fn read(file: Arc<[u8]>) -> Result<Self, BadFile> {
        let mut bytes = Bytes::new(&file);
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
        let count = usize::from(bytes.u16()?);
        let coverage = Table::read(&mut bytes, count, COVERAGE_ENTRY)?;
        distinct_logs(coverage.pieces(&file))?;
        let issuers = issuers(&mut bytes)?;
        let columns = bytes.u8()?;
        let approximate = (0..columns).map(|_| column(&mut bytes));
        let approximate = approximate.collect::<Result<Box<[_]>, _>>()?;
        let exact = column(&mut bytes)?;
        bytes.finish()?;
        let opened = Self {
            coverage,
            issuers,
            approximate,
            exact,
            file,
        };
        opened.has_all_columns()?;
        Ok(opened)
    }

    /// No issuer has more columns than there are.
    fn has_all_columns(&self) -> Result<(), BadFile> {
        let has_too_many = |start: &&usize| {
            let block = self.block(**start);
            block.is_none_or(|block| block.rank > self.approximate.len())
        };
        match self.issuers.iter().find(has_too_many) {
            None => Ok(()),
            Some(start) => Err(BadFile {
                offset: *start,
                problem: Problem::Rank,
            }),
        }
    }

    fn coverage(&self) -> impl Iterator<Item = (&LogId, u64, u64)> {
        self.coverage.pieces(&self.file).iter().map(interval)
    }

    fn issuer(&self, issuer: &SpkiHash) -> Option<Issuer<'_>> {
        let spki = |start: usize| self.file.get(start..)?.first_chunk::<32>();
        let place = self
            .issuers
            .binary_search_by(|start| spki(*start).cmp(&Some(issuer)));
        self.block(*self.issuers.get(place.ok()?)?)
    }

    fn block(&self, start: usize) -> Option<Issuer<'_>> {
        Issuer::read(&mut Bytes::new(self.file.get(start..)?)).ok()
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
        columns.all(|column| equation.times(Column(column.pieces(&self.file)), row) == 0)
            && equation.times(
                Column(self.exact.pieces(&self.file)),
                equation.row(block.exact),
            ) == 0
            && !block.exceptions().any(|one| one == serial)
    }
}

impl Table {
    /// A table of `count` pieces of `each` octets.
    fn read(bytes: &mut Bytes<'_>, count: usize, each: usize) -> Result<Self, BadFile> {
        let start = bytes.offset();
        bytes.table(count, each)?;
        let end = bytes.offset();
        Ok(Self { start, end })
    }

    fn pieces<const N: usize>(self, file: &[u8]) -> &[[u8; N]] {
        let table = file.get(self.start..self.end).unwrap_or_default();
        table.as_chunks().0
    }
}

/// A number of words, and the words.
fn column(bytes: &mut Bytes<'_>) -> Result<Table, BadFile> {
    let words = bytes.count()?;
    Table::read(bytes, words, 8)
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

/// Where the block of each begins.
fn issuers(bytes: &mut Bytes<'_>) -> Result<Box<[usize]>, BadFile> {
    let count = bytes.count()?;
    // Grows with what is there, not with what the file says.
    let mut starts = Vec::new();
    let mut last = None;
    for _ in 0..count {
        let here = bytes.error(Problem::NotSorted);
        let issuer = Issuer::read(bytes)?;
        issuer.check_exceptions(bytes)?;
        if last.is_some_and(|last| last >= issuer.spki) {
            return Err(here);
        }
        last = Some(issuer.spki);
        starts.push(here.offset);
    }
    Ok(starts.into())
}

impl<'a> Issuer<'a> {
    /// Reads a block up to its exceptions.
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
        Ok(Self {
            spki,
            approximate,
            rank,
            exact,
            is_inverted,
            exceptions: bytes.u16()?,
            list: bytes.rest(),
        })
    }

    /// Reads on to the end of the exceptions.
    fn check_exceptions(&self, bytes: &mut Bytes<'_>) -> Result<(), BadFile> {
        for _ in 0..self.exceptions {
            let empty = bytes.error(Problem::EmptyException);
            match bytes.u8()? {
                0 => return Err(empty),
                length => bytes.take(usize::from(length))?,
            };
        }
        Ok(())
    }

    /// The serial numbers that the matrices could not encode.
    fn exceptions(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let mut rest = self.list;
        let serials = core::iter::from_fn(move || {
            let (length, behind) = rest.split_first()?;
            let (one, behind) = behind.split_at_checked(usize::from(*length))?;
            rest = behind;
            Some(one)
        });
        serials.take(self.exceptions.into())
    }
}

impl Column<'_> {
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
