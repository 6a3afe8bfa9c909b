//! One file of the cache folder: magic and version, until when it serves, its key, what was kept, and a SHA-256 over all of that. What is torn,
//! cut or of another make has no such end, and is no entry. The digest is no proof of who wrote it: what was kept has a signature of its own.

use core::fmt::Write as _;
use core::ops::Range;
use std::io::{self, Write};

use ring::digest::{Context, SHA256, digest};

/// With the version of the format.
pub(super) const MAGIC: &[u8; 20] = b"chainverify cache 1\n";

/// SHA-256.
const DIGEST: usize = 32;

/// What stands before and after what was kept.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Entry<'a> {
    /// In Unix seconds.
    pub(super) until: u64,
    /// Under which it was kept.
    pub(super) key: &'a str,
}

impl<'a> Entry<'a> {
    /// Writes it with what is kept.
    pub(super) fn write(&self, kept: &[u8], out: &mut dyn Write) -> io::Result<()> {
        let length = u32::try_from(self.key.len()).map_err(io::Error::other)?;
        let head = [
            MAGIC.as_slice(),
            &self.until.to_be_bytes(),
            &length.to_be_bytes(),
            self.key.as_bytes(),
        ]
        .concat();
        let mut context = Context::new(&SHA256);
        for part in [head.as_slice(), kept] {
            context.update(part);
            out.write_all(part)?;
        }
        out.write_all(context.finish().as_ref())
    }

    /// Reads a whole file: the entry, and where in it stands what was kept.
    pub(super) fn read(file: &'a [u8]) -> Option<(Self, Range<usize>)> {
        let end = file.len().checked_sub(DIGEST)?;
        let (all, expected) = file.split_at_checked(end)?;
        if digest(&SHA256, all).as_ref() != expected {
            return None;
        }
        let rest = all.strip_prefix(MAGIC)?;
        let (until, rest) = rest.split_first_chunk()?;
        let (length, rest) = rest.split_first_chunk()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let (key, kept) = rest.split_at_checked(length)?;
        let entry = Self {
            until: u64::from_be_bytes(*until),
            key: core::str::from_utf8(key).ok()?,
        };
        Some((entry, end - kept.len()..end))
    }
}

/// The name of the file of a key: the SHA-256 of the key in hex.
pub(super) fn name(key: &str) -> String {
    let mut name = String::with_capacity(2 * DIGEST);
    for octet in digest(&SHA256, key.as_bytes()).as_ref() {
        // A String takes everything.
        let _ = write!(name, "{octet:02x}");
    }
    name
}

/// Whether a file may be an entry, by its name.
pub(super) fn is_name(name: &str) -> bool {
    let is_hex = |octet: u8| matches!(octet, b'0'..=b'9' | b'a'..=b'f');
    name.len() == 2 * DIGEST && name.bytes().all(is_hex)
}
