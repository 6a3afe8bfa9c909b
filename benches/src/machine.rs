//! What a figure was measured with: cores, compiler, day, versions.

use std::process::Command;
use std::thread;

use pki_types::UnixTime;

/// The number of cores.
pub(crate) fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// The compiler, as it names itself.
pub(crate) fn compiler() -> String {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let said = Command::new(rustc).arg("--version").output();
    said.map_or_else(
        |_| "an unknown compiler".to_owned(),
        |said| String::from_utf8_lossy(&said.stdout).trim().to_owned(),
    )
}

/// Today in UTC, as `2026-01-31`.
pub(crate) fn today() -> String {
    let [year, month, day] = date(UnixTime::now().as_secs() / 86_400);
    format!("{year}-{month:02}-{day:02}")
}

/// Year, month and day of a number of days since 1970. The year begins in March, so that the odd
/// day of a leap year is its last; then 153 days are five months.
fn date(days: u64) -> [u64; 3] {
    const ERA: u64 = 146_097; // days in 400 years
    let days = days + 719_468; // since March 0000
    let (era, day) = (days / ERA, days % ERA);
    let year = (day - day / 1_460 + day / 36_524 - day / (ERA - 1)) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, turn) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    [era * 400 + year + turn, month, day]
}

/// The versions of what was compared, with OpenSSL's own.
pub(crate) fn versions() -> Vec<String> {
    let lock = include_str!("../../Cargo.lock");
    let crates = [
        "rustls-webpki",
        "ring",
        "aws-lc-rs",
        "certval",
        "x509-cert",
        "x509-parser",
    ];
    let versions = crates.into_iter().filter_map(|name| {
        let version = locked(lock, name)?;
        Some(format!("{name} {version}"))
    });
    #[cfg(feature = "openssl")]
    let versions = versions.chain([openssl::version::version().to_owned()]);
    versions.collect()
}

/// The first version of a crate in a lock file.
fn locked<'l>(lock: &'l str, name: &str) -> Option<&'l str> {
    let (_, rest) = lock.split_once(&format!("name = \"{name}\"\nversion = \""))?;
    rest.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_dates() {
        assert_eq!(date(0), [1970, 1, 1]);
        assert_eq!(date(19_782), [2024, 2, 29]);
        assert_eq!(date(20_605), [2026, 6, 1]);
    }

    #[test]
    fn every_version_is_known() {
        assert!(versions().len() >= 6, "{:?}", versions());
    }
}
