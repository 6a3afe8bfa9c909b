//! The cache folder: CRLs and OCSP responses that were fetched, for the next run. Each is a file that appears all at once, so that any
//! number of processes can share a folder. What cannot be read or written is no reason to stop: the run goes on without, and says so once.

mod entry;
#[cfg(test)]
mod tests;

use core::fmt;
use core::sync::atomic::{AtomicU64, Ordering};
use core::time::Duration;
use std::collections::BTreeSet;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Read};
#[cfg(unix)]
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use chainverify::fetch::Store;
use chainverify::text::Text;

use entry::Entry;

/// Octets of all files: a few of the largest CRLs, or all that a scan of some thousand hosts asks for.
const MOST_OCTETS: u64 = 256 << 20;

/// OCSP responses have about 1 kB.
const MOST_FILES: usize = 20_000;

/// The names of files that are being written begin so.
const UNFINISHED: &str = ".chainverify-";

/// After that, whoever wrote has gone.
const ABANDONED: Duration = Duration::from_secs(3600);

/// A folder of what was fetched.
pub(crate) struct Cache {
    path: PathBuf,
    most: u64,
    state: Mutex<State>,
    /// The keys that this process has loaded or saved.
    used: Mutex<BTreeSet<String>>,
    warn: fn(Text),
}

/// What this process knows of the folder.
#[derive(Clone, Copy, Debug)]
enum State {
    /// Nothing was written yet.
    Unused,
    /// So much is in it, as far as this process knows; files that were replaced count twice until somebody looks.
    Used(Size),
    /// It cannot be used, and that was said.
    GivenUp,
}

#[derive(Clone, Copy, Debug, Default)]
struct Size {
    octets: u64,
    files: usize,
}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Cache").field(&self.path).finish()
    }
}

impl Cache {
    /// In this folder, which is made when there is something to keep. `warn` hears, once, that it cannot be used.
    pub(crate) fn new(path: PathBuf, warn: fn(Text)) -> Self {
        Self {
            path,
            most: MOST_OCTETS,
            state: Mutex::new(State::Unused),
            used: Mutex::default(),
            warn,
        }
    }

    /// What was kept under this key, and until when it serves. What is stale, torn or of another make is removed.
    fn read(&self, key: &str) -> Option<(Vec<u8>, SystemTime)> {
        if matches!(*self.state(), State::GivenUp) {
            return None;
        }
        let path = self.path.join(entry::name(key));
        let mut file = match whole(&path, self.most) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return None,
            Err(error) => {
                self.give_up(&error);
                return None;
            }
        };
        let serves = Entry::read(&file).and_then(|(entry, kept)| {
            let until = UNIX_EPOCH.checked_add(Duration::from_secs(entry.until))?;
            let serves = entry.key == key && until > SystemTime::now();
            serves.then_some((kept, until))
        });
        let Some((kept, until)) = serves else {
            // Another process may have put a good one in its place just now: that is fetched once more.
            let _ = fs::remove_file(path);
            return None;
        };
        file.truncate(kept.end);
        file.drain(..kept.start);
        Some((file, until))
    }

    /// Keeps something under this key until then.
    fn keep(&self, key: &str, kept: &[u8], until: SystemTime) {
        let size = u64::try_from(kept.len()).unwrap_or(u64::MAX);
        // One may not push out all others.
        let is_large = size > self.most / 4;
        if is_large || until <= SystemTime::now() || matches!(*self.state(), State::GivenUp) {
            return;
        }
        let entry = Entry {
            until: since_1970(until).as_secs(),
            key,
        };
        let saved = self.write(&entry, kept);
        if let Err(error) = saved.and_then(|()| self.bound(size)) {
            self.give_up(&error);
        }
    }

    /// Removes what this process has loaded or saved from this URL: it told nothing that counts. Nobody has checked its signature before, and
    /// whoever stands in the way of one request shall not decide what is known for a week.
    pub(crate) fn forget(&self, url: &str) {
        let plain = |url: &str| url.trim_end_matches('/').to_owned();
        // `crl URL`, `ocsp URL REQUEST`.
        let is_from_there = |key: &String| {
            let asked = key.split(' ').nth(1);
            asked.is_some_and(|asked| plain(asked) == plain(url))
        };
        self.used().retain(|key| {
            if is_from_there(key) {
                let _ = fs::remove_file(self.path.join(entry::name(key)));
            }
            !is_from_there(key)
        });
    }

    fn used(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes it under another name, and then gives it its own, in the place of what was there.
    fn write(&self, entry: &Entry<'_>, kept: &[u8]) -> io::Result<()> {
        let mut folder = DirBuilder::new();
        folder.recursive(true);
        #[cfg(unix)]
        folder.mode(0o700);
        folder.create(&self.path)?;
        let (path, mut file) = self.unfinished()?;
        let written = entry.write(kept, &mut file).and_then(|()| {
            drop(file);
            fs::rename(&path, self.path.join(entry::name(entry.key)))
        });
        if written.is_err() {
            let _ = fs::remove_file(path);
        }
        written
    }

    /// A new file, which nobody else has.
    fn unfinished(&self) -> io::Result<(PathBuf, File)> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let process = std::process::id();
        // Processes of several containers may have the same number.
        let time = since_1970(SystemTime::now()).as_nanos();
        loop {
            let count = COUNT.fetch_add(1, Ordering::Relaxed);
            let name = format!("{UNFINISHED}{process}-{time}-{count}");
            let path = self.path.join(name);
            let mut options = OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            options.mode(0o600);
            match options.open(&path) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                opened => return Ok((path, opened?)),
            }
        }
    }

    /// Counts what was written; if it is too much, removes the oldest files, a quarter, so that it is not too much again soon.
    fn bound(&self, written: u64) -> io::Result<()> {
        let mut state = self.state();
        let size = match *state {
            State::Unused => sweep(&self.path, Size::MOST.or(self.most))?,
            State::Used(size) => Size {
                octets: size.octets.saturating_add(written),
                files: size.files + 1,
            },
            State::GivenUp => return Ok(()),
        };
        let most = Size::MOST.or(self.most);
        *state = State::Used(match size.is_within(most) {
            true => size,
            false => sweep(&self.path, most)?,
        });
        Ok(())
    }

    /// Says that it cannot be used; once.
    fn give_up(&self, error: &io::Error) {
        let mut state = self.state();
        if !matches!(*state, State::GivenUp) {
            *state = State::GivenUp;
            let mut text = Text::new();
            text.ours("the cache folder ");
            text.foreign(&self.path.to_string_lossy());
            text.ours(format!(
                " cannot be used ({}), going on without it; --cache names another one, --cache off none",
                error.kind()
            ));
            (self.warn)(text);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for Cache {
    fn load(&self, key: &str) -> Option<(Vec<u8>, SystemTime)> {
        self.used().insert(key.to_owned());
        self.read(key)
    }

    fn save(&self, key: &str, kept: &[u8], until: SystemTime) {
        self.used().insert(key.to_owned());
        self.keep(key, kept, until);
    }
}

impl Size {
    const MOST: Self = Self {
        octets: MOST_OCTETS,
        files: MOST_FILES,
    };

    fn of(all: &[Kept]) -> Self {
        Self {
            octets: all.iter().map(|kept| kept.octets).sum(),
            files: all.len(),
        }
    }

    /// The same with so many octets.
    const fn or(self, octets: u64) -> Self {
        Self { octets, ..self }
    }

    const fn is_within(self, most: Self) -> bool {
        self.octets <= most.octets && self.files <= most.files
    }
}

/// A file of the folder.
struct Kept {
    modified: SystemTime,
    octets: u64,
    path: PathBuf,
}

/// How much there is; of too much, the oldest files are removed. Only files that are named and begin as those of this module do: whoever
/// named the folder may have other things in it.
fn sweep(folder: &Path, most: Size) -> io::Result<Size> {
    let mut all = list(folder)?;
    if Size::of(&all).is_within(most) {
        return Ok(Size::of(&all));
    }
    all.retain(|kept| is_entry(&kept.path));
    let mut size = Size::of(&all);
    if size.is_within(most) {
        return Ok(size);
    }
    let enough = Size {
        octets: most.octets / 4 * 3,
        files: most.files / 4 * 3,
    };
    all.sort_unstable_by_key(|kept| kept.modified);
    for kept in all {
        if size.is_within(enough) {
            break;
        }
        // What is gone was removed by another process.
        match fs::remove_file(&kept.path) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {
                size.octets = size.octets.saturating_sub(kept.octets);
                size.files -= 1;
            }
        }
    }
    Ok(size)
}

/// What may be an entry, by its name. What was abandoned half written is removed.
fn list(folder: &Path) -> io::Result<Vec<Kept>> {
    let now = SystemTime::now();
    let mut all = Vec::new();
    for file in fs::read_dir(folder)? {
        let file = file?;
        let name = file.file_name();
        let name = name.to_str().unwrap_or_default();
        let is_unfinished = name.starts_with(UNFINISHED);
        if !is_unfinished && !entry::is_name(name) {
            continue;
        }
        // What is gone was removed by another process, or has its own name now.
        let Ok(about) = file.metadata() else { continue };
        let modified = about.modified().unwrap_or(UNIX_EPOCH);
        if !is_unfinished {
            all.push(Kept {
                modified,
                octets: about.len(),
                path: file.path(),
            });
        } else if now
            .duration_since(modified)
            .is_ok_and(|age| age > ABANDONED)
        {
            let _ = fs::remove_file(file.path());
        }
    }
    Ok(all)
}

/// Whether a file begins as an entry does, of whatever version; one that is gone is none any more.
fn is_entry(path: &Path) -> bool {
    let mut start = [0; 18];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut start));
    match read {
        Ok(()) => entry::MAGIC.starts_with(&start),
        Err(error) => error.kind() == ErrorKind::NotFound,
    }
}

/// A whole file of at most so many octets; a longer one is cut, and so no entry.
fn whole(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    // Before it is opened: to open a pipe would wait for its writer.
    if !fs::metadata(path)?.is_file() {
        return Err(ErrorKind::InvalidData.into());
    }
    let mut octets = Vec::new();
    File::open(path)?.take(most).read_to_end(&mut octets)?;
    Ok(octets)
}

fn since_1970(time: SystemTime) -> Duration {
    time.duration_since(UNIX_EPOCH).unwrap_or_default()
}
