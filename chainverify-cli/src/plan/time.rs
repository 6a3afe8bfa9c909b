//! `--at`: a date and time by RFC 3339 §5.6, or `@` and seconds since 1970. A time without an offset is refused (whose local time?), so is a
//! leap second: it has no number in Unix time.

use core::time::Duration;

use pki_types::UnixTime;

use crate::usage::UsageError;

/// The last second that a certificate can name: 9999-12-31T23:59:59Z (RFC 5280 §4.1.2.5.2).
const LAST: u64 = 253_402_300_799;

/// Reads a time.
pub(crate) fn parse(typed: &str) -> Result<UnixTime, UsageError> {
    let seconds = match typed.strip_prefix('@') {
        Some(digits) => unix(digits),
        None => rfc3339(typed),
    };
    match seconds {
        Ok(seconds) => Ok(UnixTime::since_unix_epoch(Duration::from_secs(seconds))),
        Err(why) => Err(
            UsageError::about("--at ", typed, format!(" is not a time: {why}")).with_hint(
                "write it as 2026-01-31T12:00:00Z, 2026-01-31T12:00:00+01:00 or @1769860800",
            ),
        ),
    }
}

fn unix(digits: &str) -> Result<u64, &'static str> {
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err("after @ stand the seconds since 1970 in digits");
    }
    digits
        .parse()
        .ok()
        .filter(|seconds| *seconds <= LAST)
        .ok_or("it lies after the year 9999")
}

/// `date-time` of RFC 3339 §5.6; a fraction of a second is read and dropped.
fn rfc3339(typed: &str) -> Result<u64, &'static str> {
    let mut rest = Rest(typed.as_bytes());
    let year = rest
        .number(4)
        .ok_or("it does not begin with a year of four digits")?;
    let month = rest.after(b"-", 2).ok_or("the month is missing")?;
    let day = rest.after(b"-", 2).ok_or("the day is missing")?;
    let hour = rest.after(b"Tt", 2).ok_or("the hour is missing after T")?;
    let minute = rest.after(b":", 2).ok_or("the minutes are missing")?;
    let second = rest.after(b":", 2).ok_or("the seconds are missing")?;
    rest.fraction()?;
    let offset = rest.offset()?;
    if !(1..=12).contains(&month) || day < 1 || day > days_in(year, month) {
        return Err("there is no such day");
    }
    if second == 60 {
        return Err("a leap second has no Unix time; take the second before it");
    }
    if hour > 23 || minute > 59 || second > 59 {
        return Err("there is no such time of day");
    }
    let local = days_since_1970(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second;
    match u64::try_from(local - offset) {
        Ok(seconds) if seconds <= LAST => Ok(seconds),
        Ok(_) => Err("it lies after the year 9999"),
        Err(_) => Err("it lies before 1970"),
    }
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 in the proleptic Gregorian calendar; the year begins in March, so that the leap day is its last.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let century_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + century_days + (153 * month + 2) / 5 + day - 1 - 719_468
}

/// What is left to read.
struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    /// Exactly `digits` digits.
    fn number(&mut self, digits: usize) -> Option<i64> {
        let (head, tail) = self.0.split_at_checked(digits)?;
        let value = head.iter().try_fold(0, |value, byte| {
            byte.is_ascii_digit()
                .then(|| value * 10 + i64::from(byte - b'0'))
        })?;
        self.0 = tail;
        Some(value)
    }

    /// One of the marks.
    fn mark(&mut self, marks: &[u8]) -> Option<u8> {
        let (first, tail) = self.0.split_first()?;
        let mark = marks.contains(first).then_some(*first)?;
        self.0 = tail;
        Some(mark)
    }

    /// One of the marks, then so many digits.
    fn after(&mut self, marks: &[u8], digits: usize) -> Option<i64> {
        self.mark(marks)?;
        self.number(digits)
    }

    fn fraction(&mut self) -> Result<(), &'static str> {
        if self.mark(b".").is_none() {
            return Ok(());
        }
        self.number(1).ok_or("no digits after the decimal point")?;
        while self.number(1).is_some() {}
        Ok(())
    }

    /// The offset from UTC in seconds, and then the end.
    fn offset(&mut self) -> Result<i64, &'static str> {
        let sign = self
            .mark(b"Zz+-")
            .ok_or("it does not say Z or an offset from UTC")?;
        let offset = match sign {
            b'Z' | b'z' => 0,
            _ => self.hours_and_minutes().ok_or("the offset is not ±hh:mm")?,
        };
        if !self.0.is_empty() {
            return Err("something stands after its end");
        }
        Ok(if sign == b'-' { -offset } else { offset })
    }

    fn hours_and_minutes(&mut self) -> Option<i64> {
        let hours = self.number(2)?;
        let minutes = self.after(b":", 2)?;
        (hours <= 23 && minutes <= 59).then_some(hours * 3_600 + minutes * 60)
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    fn seconds(typed: &str) -> u64 {
        parse(typed).unwrap().as_secs()
    }

    #[test]
    fn dates_are_counted_right() {
        assert_eq!(seconds("1970-01-01T00:00:00Z"), 0);
        assert_eq!(seconds("2000-02-29T12:00:00Z"), 951_825_600);
        assert_eq!(seconds("2020-12-01T00:00:00Z"), 1_606_780_800);
        assert_eq!(seconds("2100-03-01T00:00:00Z"), 4_107_542_400);
        assert_eq!(seconds("9999-12-31T23:59:59Z"), super::LAST);
    }

    #[test]
    fn offsets_and_fractions_are_read() {
        assert_eq!(seconds("1970-01-01T01:00:00.999+01:00"), 0);
        assert_eq!(seconds("1969-12-31t23:30:00-00:30"), 0);
        assert_eq!(seconds("@1606780800"), 1_606_780_800);
    }

    #[test]
    fn each_refusal_says_why() {
        for (typed, why) in [
            ("", "year"),
            ("2020-12-01", "hour"),
            ("2020-12-01T00:00:00", "offset"),
            ("2020-12-01 00:00:00Z", "after T"),
            ("2020-13-01T00:00:00Z", "no such day"),
            ("2021-02-29T00:00:00Z", "no such day"),
            ("1900-02-29T00:00:00Z", "no such day"),
            ("2020-12-01T24:00:00Z", "time of day"),
            ("2016-12-31T23:59:60Z", "leap second"),
            ("2020-12-01T00:00:00Zulu", "after its end"),
            ("2020-12-01T00:00:00+1:00", "±hh:mm"),
            ("2020-12-01T00:00:00.Z", "decimal point"),
            ("1969-12-31T23:59:59Z", "before 1970"),
            ("9999-12-31T23:59:59-00:01", "after the year 9999"),
            ("@253402300800", "after the year 9999"),
            ("@99999999999999999999999", "after the year 9999"),
            ("@-1", "in digits"),
            ("@+1", "in digits"),
            ("@", "in digits"),
            ("yesterday", "year"),
        ] {
            let error = parse(typed).unwrap_err().text.to_string();
            assert!(error.contains(why), "{typed}: {error}");
        }
    }
}
