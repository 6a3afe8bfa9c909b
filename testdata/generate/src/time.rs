//! Points in time as text (RFC 3339) and as DER (RFC 5280 §4.1.2.5: UTCTime for 1950 to 2049, else GeneralizedTime).

use crate::der;

/// The form that RFC 5280 asks for, from `2026-01-01T00:00:00Z`.
///
/// # Panics
/// When the text has another shape.
#[must_use]
pub fn time(rfc3339: &str) -> Vec<u8> {
    let digits = digits(rfc3339);
    if ("1950".."2050").contains(&&digits[..4]) {
        utc_time(&digits[2..])
    } else {
        generalized_time(&digits)
    }
}

/// A GeneralizedTime also where RFC 5280 wants a UTCTime.
///
/// # Panics
/// When the text is not of the shape `2026-01-01T00:00:00Z`.
#[must_use]
pub fn generalized(rfc3339: &str) -> Vec<u8> {
    generalized_time(&digits(rfc3339))
}

/// A UTCTime with exactly this content, such as `260101000000Z`.
#[must_use]
pub fn utc_time(content: &str) -> Vec<u8> {
    der::tlv(der::UTC_TIME, content.as_bytes())
}

/// A GeneralizedTime with exactly this content, such as `20260101000000Z`.
#[must_use]
pub fn generalized_time(content: &str) -> Vec<u8> {
    der::tlv(der::GENERALIZED_TIME, content.as_bytes())
}

/// The RFC 3339 text of so many seconds after 1970-01-01T00:00:00Z: for certificates that must be valid now.
///
/// ```
/// assert_eq!(chainverify_testdata::time::from_unix(1_780_272_000), "2026-06-01T00:00:00Z");
/// ```
#[must_use]
pub fn from_unix(seconds: u64) -> String {
    let (mut days, second) = (seconds / 86_400, seconds % 86_400);
    let mut year = 1970;
    while days >= days_of_year(year) {
        days -= days_of_year(year);
        year += 1;
    }
    let mut month = 1;
    while days >= days_of_month(year, month) {
        days -= days_of_month(year, month);
        month += 1;
    }
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!(
        "{year:04}-{month:02}-{:02}T{hour:02}:{minute:02}:{second:02}Z",
        days + 1
    )
}

fn days_of_year(year: u64) -> u64 {
    (1..=12).map(|month| days_of_month(year, month)).sum()
}

fn days_of_month(year: u64, month: u64) -> u64 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn digits(rfc3339: &str) -> String {
    assert!(
        rfc3339.len() == 20 && rfc3339.ends_with('Z'),
        "a time is written as 2026-01-01T00:00:00Z, not {rfc3339}"
    );
    rfc3339
        .chars()
        .filter(|c| !matches!(c, '-' | ':' | 'T'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_years_1950_to_2049_are_utc_time() {
        assert_eq!(time("1950-01-01T00:00:00Z"), utc_time("500101000000Z"));
        assert_eq!(time("2049-12-31T23:59:59Z"), utc_time("491231235959Z"));
        assert_eq!(
            time("2050-01-01T00:00:00Z"),
            generalized_time("20500101000000Z")
        );
        assert_eq!(
            time("1949-12-31T23:59:59Z"),
            generalized_time("19491231235959Z")
        );
    }

    #[test]
    fn unix_seconds_become_dates() {
        assert_eq!(from_unix(0), "1970-01-01T00:00:00Z");
        assert_eq!(from_unix(951_782_400), "2000-02-29T00:00:00Z");
        assert_eq!(from_unix(4_102_444_799), "2099-12-31T23:59:59Z");
    }
}
