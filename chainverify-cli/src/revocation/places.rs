//! Where a user's things usually are: the cache folder of this command, and the filters that the program `upki` fetches. As the XDG base
//! directories have it, and what macOS and Windows have in their place.

use std::path::PathBuf;

/// What a folder of filters has (C2SP `upki-revocation`).
pub(super) const INDEX: &str = "index.bin";

/// The folder of what was fetched.
pub(super) fn cache() -> Option<PathBuf> {
    let caches = caches()?;
    Some(match cfg!(windows) {
        true => caches.join("chainverify").join("cache"),
        false => caches.join("chainverify"),
    })
}

/// Where `upki` keeps its filters, unless its configuration says otherwise.
pub(super) fn filters() -> Option<PathBuf> {
    let caches = caches()?;
    let upki = if cfg!(target_os = "macos") {
        caches.join("dev.rustls.upki")
    } else if cfg!(windows) {
        caches.join("rustls").join("upki").join("cache")
    } else {
        caches.join("upki")
    };
    Some(upki.join("revocation"))
}

/// The user's folder for what can be had again. A path that is not absolute is to be ignored (XDG Base Directory Specification).
fn caches() -> Option<PathBuf> {
    let absolute = |variable| {
        let path = PathBuf::from(std::env::var_os(variable)?);
        path.is_absolute().then_some(path)
    };
    if cfg!(windows) {
        return absolute("LOCALAPPDATA");
    }
    if cfg!(target_os = "macos") {
        return Some(absolute("HOME")?.join("Library").join("Caches"));
    }
    absolute("XDG_CACHE_HOME").or_else(|| Some(absolute("HOME")?.join(".cache")))
}
