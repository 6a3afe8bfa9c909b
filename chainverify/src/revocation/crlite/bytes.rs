//! A reader of big-endian numbers, one after another, each with its offset.

use super::{BadFile, Problem};

pub(super) struct Bytes<'a> {
    whole: &'a [u8],
    rest: &'a [u8],
}

impl<'a> Bytes<'a> {
    pub(super) const fn new(whole: &'a [u8]) -> Self {
        Self { whole, rest: whole }
    }

    pub(super) fn offset(&self) -> usize {
        self.whole.len().saturating_sub(self.rest.len())
    }

    pub(super) fn error(&self, problem: Problem) -> BadFile {
        BadFile {
            offset: self.offset(),
            problem,
        }
    }

    pub(super) fn take(&mut self, count: usize) -> Result<&'a [u8], BadFile> {
        let (taken, rest) = self
            .rest
            .split_at_checked(count)
            .ok_or_else(|| self.error(Problem::Truncated))?;
        self.rest = rest;
        Ok(taken)
    }

    /// `count` pieces of `each` octets; more than the file can hold is said at once.
    pub(super) fn table(&mut self, count: usize, each: usize) -> Result<&'a [u8], BadFile> {
        let length = count.checked_mul(each);
        let length = length.ok_or_else(|| self.error(Problem::Truncated))?;
        self.take(length)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], BadFile> {
        let (taken, rest) = self
            .rest
            .split_first_chunk()
            .ok_or_else(|| self.error(Problem::Truncated))?;
        self.rest = rest;
        Ok(*taken)
    }

    /// What has not been read yet.
    pub(super) const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    pub(super) fn hash(&mut self) -> Result<&'a [u8; 32], BadFile> {
        let hash = self.take(32)?;
        hash.first_chunk()
            .ok_or_else(|| self.error(Problem::Truncated))
    }

    pub(super) fn u8(&mut self) -> Result<u8, BadFile> {
        self.array().map(u8::from_be_bytes)
    }

    pub(super) fn u16(&mut self) -> Result<u16, BadFile> {
        self.array().map(u16::from_be_bytes)
    }

    pub(super) fn u32(&mut self) -> Result<u32, BadFile> {
        self.array().map(u32::from_be_bytes)
    }

    pub(super) fn u64(&mut self) -> Result<u64, BadFile> {
        self.array().map(u64::from_be_bytes)
    }

    /// A number of things that follow.
    pub(super) fn count(&mut self) -> Result<usize, BadFile> {
        let here = self.error(Problem::Truncated);
        self.u32()
            .and_then(|count| usize::try_from(count).map_err(|_| here))
    }

    pub(super) fn finish(&self) -> Result<(), BadFile> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(self.error(Problem::TrailingData))
        }
    }
}
