//! Dates of the suites and cases: RFC 3339 in UTC, such as `2026-06-01T00:00:00Z`, also with
//! `+00:00` and with fractions of a second, which are cut off (a certificate has none).

use core::time::Duration;

use pki_types::UnixTime;

/// The time that the text names, if it is one of these and not before 1970.
pub(crate) fn rfc3339(text: &str) -> Option<UnixTime> {
    let (date, time) = text.split_once('T')?;
    let time = time
        .strip_suffix('Z')
        .or_else(|| time.strip_suffix("+00:00"))?;
    let time = match time.split_once('.') {
        Some((time, fraction)) if fraction.bytes().all(|b| b.is_ascii_digit()) => time,
        Some(_) => return None,
        None => time,
    };
    let [year, month, day] = numbers(date, '-', [4, 2, 2])?;
    let [hour, minute, second] = numbers(time, ':', [2, 2, 2])?;
    let in_range = (1970..=9999).contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && hour < 24
        && minute < 60
        && second < 60;
    in_range.then(|| {
        let seconds = ((days(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
        UnixTime::since_unix_epoch(Duration::from_secs(seconds))
    })
}

fn numbers(text: &str, separator: char, digits: [usize; 3]) -> Option<[u64; 3]> {
    let mut parts = text.split(separator);
    let mut number = |digits| {
        parts
            .next()
            .filter(|part| part.len() == digits)?
            .parse()
            .ok()
    };
    let numbers = [number(digits[0])?, number(digits[1])?, number(digits[2])?];
    parts.next().is_none().then_some(numbers)
}

/// Days since 1970-01-01. The year is taken to begin in March, so that a leap day is its last.
const fn days(year: u64, month: u64, day: u64) -> u64 {
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let before = year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day;
    before - DAYS_UNTIL_1970
}

/// What the sum above gives for 1970-01-01.
const DAYS_UNTIL_1970: u64 = 719_469;
