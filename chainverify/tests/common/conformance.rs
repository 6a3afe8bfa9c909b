//! Where the data of the outside suites is: `CHAINVERIFY_CONFORMANCE` names the folder. Without it
//! a suite says that it was skipped, and how to get the data; a folder without the data is an error.

use std::io::{Write as _, stdout};
use std::path::{Path, PathBuf};
use std::sync::Once;

const VARIABLE: &str = "CHAINVERIFY_CONFORMANCE";

/// For [`shuffle`]: every case must come out the same in these orders too.
pub(crate) const SEEDS: [u64; 3] = [1, 2, 3];

/// The folder of one suite; none, with a word to the user, if there is no data.
///
/// A relative path counts from the root of the repository, where `cargo test` is typed, not from
/// this package, where cargo starts its tests.
pub(crate) fn folder(suite: &str) -> Option<PathBuf> {
    let folder = place(suite)?;
    assert!(
        folder.is_dir(),
        "{VARIABLE} is set, but there is no folder {}",
        folder.display()
    );
    Some(folder)
}

/// Where a suite has to be, a folder or an archive; none, with a word to the user, if there is no data.
pub(crate) fn place(suite: &str) -> Option<PathBuf> {
    let Some(given) = std::env::var_os(VARIABLE).filter(|given| !given.is_empty()) else {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            say(&format!(
                "{suite}: SKIPPED, {VARIABLE} is not set. The data: {}. Name the folder that has \
                 {suite}/, for example: {VARIABLE}=../shared/conformance cargo test",
                source(suite)
            ));
        });
        return None;
    };
    Some(repository().join(given).join(suite))
}

/// Where the data of a suite is from.
fn source(suite: &str) -> &'static str {
    match suite {
        "baidu" => {
            "leaf.der, intermediate.der and root.der of baidu.com in 2020, public certificates"
        }
        "limbo" => "limbo.json of https://github.com/C2SP/x509-limbo (with BetterTLS), gzipped",
        _ => "NIST PKITS 1.0.1 with its cases as pkits.json, and variants of it",
    }
}

/// The root of the repository.
pub(crate) fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A line for the user, which the test runner does not swallow.
pub(crate) fn say(line: &str) {
    let mut out = stdout().lock();
    // A closed output is no reason to fail.
    let _ = writeln!(out, "\n{line}");
}

/// The bytes of a file that has to be there.
pub(crate) fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Puts the items in another order, the same for a seed on every machine: Fisher and Yates with the
/// numbers of SplitMix64.
pub(crate) fn shuffle<T>(items: &mut [T], seed: u64) {
    let mut state = seed;
    let mut number = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    };
    for last in (1..items.len()).rev() {
        let at = number() % (last as u64 + 1);
        items.swap(last, at as usize);
    }
}

/// Does `work` for every item on all processors, and gives the results in the order of the items.
pub(crate) fn for_all<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    use core::sync::atomic::{AtomicUsize, Ordering};
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else {
                return done;
            };
            done.push((at, work(item)));
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut results: Vec<_> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(worker)).collect();
        let join = |worker: std::thread::ScopedJoinHandle<'_, _>| match worker.join() {
            Ok(done) => done,
            Err(panic) => std::panic::resume_unwind(panic),
        };
        workers.into_iter().flat_map(join).collect()
    });
    results.sort_unstable_by_key(|&(at, _)| at);
    results.into_iter().map(|(_, result)| result).collect()
}
