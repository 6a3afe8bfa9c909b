//! Tests of the cache folder: what is kept comes back as it was or not at all, whatever others do to the folder.

use core::sync::atomic::{AtomicU32, Ordering};
use core::time::Duration;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Instant, SystemTime};

use super::{Cache, MOST_OCTETS, entry};

/// A place that goes away when dropped.
struct Place(PathBuf);

impl Place {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("chainverify-cache-{}-{count}", std::process::id());
        Self(std::env::temp_dir().join(name))
    }

    fn cache(&self) -> Cache {
        Cache::new(self.0.clone(), |text| panic!("{text}"))
    }

    /// The names of its files.
    fn names(&self) -> Vec<String> {
        let files = fs::read_dir(&self.0).unwrap();
        let mut names: Vec<_> = files
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort_unstable();
        names
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
        let _ = fs::remove_file(&self.0);
    }
}

fn load(cache: &Cache, key: &str) -> Option<Vec<u8>> {
    let (kept, until) = cache.read(key)?;
    assert!(until > SystemTime::now() && until <= in_an_hour());
    Some(kept)
}

fn in_an_hour() -> SystemTime {
    SystemTime::now() + Duration::from_secs(3600)
}

#[test]
fn what_is_kept_comes_back_also_to_another_process() {
    let place = Place::new();
    let cache = place.cache();
    assert_eq!(load(&cache, "crl http://a.example/"), None);
    assert!(!place.0.exists(), "a folder without need");
    cache.keep("crl http://a.example/", b"list", in_an_hour());
    cache.keep("empty", b"", in_an_hour());
    for cache in [cache, place.cache()] {
        let kept = load(&cache, "crl http://a.example/");
        assert_eq!(kept.as_deref(), Some(&b"list"[..]));
        assert_eq!(load(&cache, "empty").as_deref(), Some(&b""[..]));
        assert_eq!(load(&cache, "crl http://b.example/"), None);
    }
    // The last one counts.
    let cache = place.cache();
    cache.keep("empty", b"no more", in_an_hour());
    assert_eq!(
        load(&place.cache(), "empty").as_deref(),
        Some(&b"no more"[..])
    );
    assert_eq!(place.names().len(), 2);
}

#[cfg(unix)]
#[test]
fn only_its_owner_may_look_into_it() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    place.cache().keep("a", b"a", in_an_hour());
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&place.0), 0o700);
    assert_eq!(mode(&place.0.join(entry::name("a"))), 0o600);
}

#[test]
fn what_is_stale_is_not_used_and_removed() {
    let place = Place::new();
    let cache = place.cache();
    cache.keep("a", b"a", SystemTime::now() - Duration::from_secs(1));
    assert!(!place.0.exists());
    cache.keep("a", b"a", in_an_hour());
    let path = place.0.join(entry::name("a"));
    let stale = entry::Entry { until: 1, key: "a" };
    let mut octets = Vec::new();
    stale.write(b"a", &mut octets).unwrap();
    fs::write(&path, octets).unwrap();
    assert_eq!(load(&cache, "a"), None);
    assert!(!path.exists());
}

#[test]
fn no_torn_file_and_none_of_another_key_is_used() {
    let place = Place::new();
    let cache = place.cache();
    cache.keep("a", b"what was kept", in_an_hour());
    cache.keep("b", b"something else", in_an_hour());
    let [path, other] = ["a", "b"].map(|key| place.0.join(entry::name(key)));
    let whole = fs::read(&path).unwrap();
    let flipped = (0..whole.len()).map(|place| {
        let mut flipped = whole.clone();
        flipped[place] ^= 0x10;
        flipped
    });
    let cut = (0..whole.len()).map(|length| whole[..length].to_vec());
    let longer = [&whole[..], &[0]].concat();
    for torn in flipped.chain(cut).chain([longer, fs::read(other).unwrap()]) {
        fs::write(&path, &torn).unwrap();
        assert_eq!(load(&cache, "a"), None, "{torn:?}");
        assert!(!path.exists());
    }
    fs::write(&path, &whole).unwrap();
    assert_eq!(load(&cache, "a").as_deref(), Some(&b"what was kept"[..]));
}

#[test]
fn the_oldest_go_first_and_what_is_not_ours_stays() {
    let place = Place::new();
    let mut cache = place.cache();
    cache.most = 10_000;
    fs::create_dir(&place.0).unwrap();
    let foreign = place.0.join(entry::name("of somebody else"));
    fs::write(&foreign, vec![0; 20_000]).unwrap();
    fs::write(place.0.join("notes.txt"), "mine").unwrap();
    let abandoned = place.0.join(".chainverify-1-2-3");
    fs::write(&abandoned, "half").unwrap();
    let age = |path: &Path, seconds| {
        let file = fs::File::options().write(true).open(path).unwrap();
        let modified = SystemTime::now() - Duration::from_secs(seconds);
        file.set_modified(modified).unwrap();
    };
    age(&abandoned, 4000);
    // Files of one moment have no order.
    for (key, seconds) in [("a", 40), ("b", 50), ("c", 30), ("d", 20)] {
        cache.keep(key, &[1; 2_000], in_an_hour());
        age(&place.0.join(entry::name(key)), seconds);
    }
    let kept = || ["a", "b", "c", "d", "e"].map(|key| load(&cache, key).is_some());
    assert_eq!(kept(), [true, true, true, true, false]);
    // Too much: the oldest go, until it is three quarters.
    cache.keep("e", &[1; 2_000], in_an_hour());
    assert_eq!(kept(), [false, false, true, true, true]);
    assert!(foreign.exists() && place.0.join("notes.txt").exists());
    assert!(!abandoned.exists());
}

#[test]
fn one_that_is_too_large_does_not_push_out_all_others() {
    let place = Place::new();
    let mut cache = place.cache();
    assert_eq!(cache.most, MOST_OCTETS);
    cache.most = 400;
    cache.keep("small", &[1; 100], in_an_hour());
    cache.keep("large", &[1; 101], in_an_hour());
    assert_eq!(load(&cache, "large"), None);
    assert!(load(&cache, "small").is_some());
}

#[test]
fn a_folder_that_cannot_be_used_is_said_once_and_no_error() {
    static SAID: AtomicU32 = AtomicU32::new(0);
    let place = Place::new();
    fs::write(&place.0, "a file").unwrap();
    let cache = Cache::new(place.0.clone(), |text| {
        assert!(text.to_string().contains("cannot be used ("), "{text}");
        SAID.fetch_add(1, Ordering::Relaxed);
    });
    cache.keep("a", b"a", in_an_hour());
    cache.keep("a", b"a", in_an_hour());
    assert_eq!(load(&cache, "a"), None);
    assert_eq!(SAID.load(Ordering::Relaxed), 1);
    let other = Cache::new(place.0.clone(), |_| {
        SAID.fetch_add(1, Ordering::Relaxed);
    });
    assert_eq!(load(&other, "a"), None);
    assert_eq!(SAID.load(Ordering::Relaxed), 2);
}

/// What is kept under a key in the test below: told by its first octets, which say the number of the key and how long it is.
fn marked(number: u32, length: u32) -> Vec<u8> {
    let mark = [number.to_be_bytes(), length.to_be_bytes()].concat();
    let octets = mark.iter().copied().cycle();
    octets.take(8 + usize::try_from(length).unwrap()).collect()
}

const FOLDER: &str = "CHAINVERIFY_CACHE_TEST_FOLDER";
const SECONDS: &str = "CHAINVERIFY_CACHE_TEST_SECONDS";

fn seconds() -> Duration {
    let given = std::env::var(SECONDS);
    Duration::from_secs(given.map_or(2, |given| given.parse().unwrap()))
}

/// Numbers without a pattern that keys and lengths could fall in with.
struct Xorshift(u64);

impl Xorshift {
    fn below(&mut self, most: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        u32::try_from(self.0 % u64::from(most)).unwrap()
    }
}

#[test]
#[ignore = "one of the processes of the test below"]
fn one_of_several_processes() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let folder = PathBuf::from(folder);
    let mut cache = Cache::new(folder.clone(), |text| panic!("{text}"));
    cache.most = 8 << 20;
    let mut random = Xorshift(u64::from(std::process::id()) | 1 << 40);
    let (began, mut counts) = (Instant::now(), [0_u64; 4]);
    while began.elapsed() < seconds() {
        let number = random.below(64);
        let key = format!("http://a.example/{number}");
        let done = match random.below(20) {
            0..8 => {
                let octets = marked(number, random.below(400_000));
                cache.keep(&key, &octets, in_an_hour());
                0
            }
            // A process that was killed while it wrote to the file itself.
            8 => {
                let torn = vec![0x5a; usize::try_from(random.below(5_000)).unwrap()];
                let _ = fs::write(folder.join(entry::name(&key)), torn);
                1
            }
            _ => match load(&cache, &key) {
                Some(octets) => {
                    let length = u32::try_from(octets.len()).unwrap() - 8;
                    assert!(octets == marked(number, length), "torn: {key}");
                    2
                }
                None => 3,
            },
        };
        counts[done] += 1;
    }
    let [saved, torn, hit, missed] = counts;
    println!("saved {saved}, torn {torn}, hit {hit}, missed {missed}");
}

/// `CHAINVERIFY_CACHE_TEST_SECONDS=30` runs it as long.
#[test]
fn several_processes_share_a_folder() {
    let place = Place::new();
    fs::create_dir(&place.0).unwrap();
    let start = |_| -> Child {
        let name = "cache::tests::one_of_several_processes";
        Command::new(std::env::current_exe().unwrap())
            .args(["--exact", name, "--ignored", "--nocapture"])
            .env(FOLDER, &place.0)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let processes: Vec<Child> = (0..8).map(start).collect();
    for process in processes {
        let ended = process.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&ended.stdout);
        let wrong = String::from_utf8_lossy(&ended.stderr);
        assert!(ended.status.success(), "{said}{wrong}");
        let counts = said.lines().find(|line| line.contains("saved "));
        println!("{}", counts.unwrap_or_else(|| panic!("{said}")));
    }
    // Nothing is left half written, and each other file is whole or was torn on purpose.
    assert!(place.names().iter().all(|name| entry::is_name(name)));
    let octets = fs::read_dir(&place.0).unwrap();
    let octets: u64 = octets
        .map(|file| file.unwrap().metadata().unwrap().len())
        .sum();
    // Each process may be off by what the others wrote since it last looked.
    assert!(octets < 4 * (8 << 20), "{octets}");
}
