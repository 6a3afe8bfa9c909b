//! UTCTime and GeneralizedTime in the only forms that RFC 5280 §4.1.2.5 allows: to the second,
//! in Zulu. Held as seconds since 1970, signed, because UTCTime reaches back to 1950.

use core::fmt;

use super::error::{Field, ParseError, Problem};
use super::reader::Reader;
use super::tag;

/// A moment to the second: seconds since 1970-01-01T00:00:00Z, negative before.
///
/// Displays as RFC 3339 (`2026-01-31T00:00:00Z`).
///
/// ```
/// use chainverify::der::Time;
///
/// let time = Time::from_unix(1_769_817_600);
/// assert_eq!(time.to_string(), "2026-01-31T00:00:00Z");
/// assert_eq!(time.date(), (2026, 1, 31));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i64);

impl Time {
    /// From seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn from_unix(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn as_unix(self) -> i64 {
        self.0
    }

    /// The date in UTC: year, month 1–12, day 1–31.
    #[must_use]
    pub const fn date(self) -> (i64, u8, u8) {
        civil(self.0.div_euclid(DAY))
    }

    /// The next value, a UTCTime or a GeneralizedTime.
    pub(crate) fn read(reader: &mut Reader<'_>, field: Field) -> Result<Self, ParseError> {
        let value = reader.any(field)?;
        let error = |problem| value.content.error(field, problem);
        let text = value.content.bytes();
        let time = match value.tag {
            // RFC 5280 §4.1.2.5.1: YY below 50 is 20YY, else 19YY.
            tag::UTC_TIME if text.first() < Some(&b'5') => Self::in_century(*b"20", text),
            tag::UTC_TIME => Self::in_century(*b"19", text),
            tag::GENERALIZED_TIME => text
                .split_first_chunk()
                .and_then(|(century, rest)| Self::in_century(*century, rest)),
            found => {
                let expected = tag::UTC_TIME;
                return Err(error(Problem::UnexpectedTag { expected, found }));
            }
        };
        time.ok_or_else(|| error(Problem::BadTime))
    }

    /// `YYMMDDHHMMSSZ`
    #[allow(clippy::arithmetic_side_effects)] // all numbers are below 100
    fn in_century(century: [u8; 2], text: &[u8]) -> Option<Self> {
        let (digits, b"Z") = text.split_first_chunk::<12>()? else {
            return None;
        };
        let ([year, month, day, hour, minute, second], _) = digits.as_chunks() else {
            return None;
        };
        let highest = |digits: &[u8]| digits.iter().map(|digit| digit.wrapping_sub(b'0')).max();
        if highest(digits).max(highest(&century)) > Some(9) {
            return None;
        }
        let year = number(century) * 100 + number(*year);
        let (month, day) = (number(*month), number(*day));
        let (hour, minute, second) = (number(*hour), number(*minute), number(*second));
        let in_range = (1..=12).contains(&month)
            && (1..=days_in_month(year, month)).contains(&day)
            && hour < 24
            && minute < 60
            && second < 60;
        if !in_range {
            return None;
        }
        let of_day = hour * 3600 + minute * 60 + second;
        Some(Self(days(year, month, day) * DAY + i64::from(of_day)))
    }
}

const DAY: i64 = 86_400;

/// The number that two ASCII digits make.
#[allow(clippy::arithmetic_side_effects)] // digits are below 10
fn number(digits: [u8; 2]) -> u32 {
    let [high, low] = digits.map(|digit| u32::from(digit.wrapping_sub(b'0')));
    high * 10 + low
}

const fn is_leap(year: u32) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

const fn days_in_month(year: u32, month: u32) -> u32 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 to a date of the Gregorian calendar, years 0 to 9999.
#[allow(clippy::arithmetic_side_effects)] // years are below 10 000: nothing here can overflow
#[inline]
fn days(year: u32, month: u32, day: u32) -> i64 {
    // Years that start in March put the leap day last, so that months have a closed form. They are
    // counted from the year -400, so that all of them are positive.
    let year = year + 400 - u32::from(month <= 2);
    let from_march = (month + 9) % 12;
    let leap_days = year / 4 - year / 100 + year / 400;
    let days = 365 * year + leap_days + (153 * from_march + 2) / 5 + day - 1;
    i64::from(days) - DAYS_OF_400_YEARS - DAYS_TO_1970
}

const DAYS_OF_400_YEARS: i64 = 146_097;

/// Days from 0000-03-01 to 1970-01-01.
const DAYS_TO_1970: i64 = 719_468;

/// The inverse of [`days`].
#[allow(clippy::arithmetic_side_effects, clippy::as_conversions)]
// i64 seconds give at most 1e14 days; month and day are small by construction
const fn civil(days: i64) -> (i64, u8, u8) {
    let shifted = days + DAYS_TO_1970;
    let era = shifted.div_euclid(DAYS_OF_400_YEARS);
    let of_era = shifted.rem_euclid(DAYS_OF_400_YEARS);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 {
        from_march + 3
    } else {
        from_march - 9
    };
    let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
    (year, month as u8, day as u8)
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.date();
        let of_day = self.0.rem_euclid(DAY);
        let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"
        )
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Time {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;
    use alloc::vec;

    use super::*;

    fn read(tag: u8, text: &str) -> Option<i64> {
        let mut bytes = vec![tag, u8::try_from(text.len()).unwrap()];
        bytes.extend(text.as_bytes());
        Time::read(&mut Reader::new(&bytes), Field::NotAfter)
            .ok()
            .map(Time::as_unix)
    }

    #[test]
    fn both_forms_give_seconds_since_1970() {
        assert_eq!(read(tag::UTC_TIME, "700101000000Z"), Some(0));
        assert_eq!(read(tag::UTC_TIME, "491231235959Z"), Some(2_524_607_999));
        assert_eq!(read(tag::UTC_TIME, "500101120100Z"), Some(-631_108_740));
        assert_eq!(
            read(tag::GENERALIZED_TIME, "20260601000000Z"),
            Some(1_780_272_000)
        );
        assert_eq!(
            read(tag::GENERALIZED_TIME, "20000229123456Z"),
            Some(951_827_696)
        );
        assert_eq!(
            read(tag::GENERALIZED_TIME, "99991231235959Z"),
            Some(253_402_300_799)
        );
        assert_eq!(
            read(tag::GENERALIZED_TIME, "00000101000000Z"),
            Some(-62_167_219_200)
        );
    }

    #[test]
    fn every_byte_but_a_digit_is_refused_at_every_place() {
        let good = *b"260131112233Z";
        let read = |text: [u8; 13]| {
            let value = [&[tag::UTC_TIME, 13][..], &text].concat();
            Time::read(&mut Reader::new(&value), Field::NotAfter)
        };
        assert!(read(good).is_ok());
        for place in 0..12 {
            for byte in 0..=u8::MAX {
                let mut text = good;
                text[place] = byte;
                assert!(byte.is_ascii_digit() || read(text).is_err(), "{text:?}");
            }
        }
    }

    #[test]
    fn impossible_dates_and_other_forms_are_refused() {
        for bad in [
            "260229000000Z",
            "261301000000Z",
            "260100000000Z",
            "260132000000Z",
            "260101240000Z",
            "260101006000Z",
            "260101000060Z",
            "2601010000Z",
            "260101000000+0000",
            "26010100000aZ",
            "",
        ] {
            assert_eq!(read(tag::UTC_TIME, bad), None, "{bad}");
        }
        for bad in ["20260101000000.5Z", "2", "19000229000000Z"] {
            assert_eq!(read(tag::GENERALIZED_TIME, bad), None, "{bad}");
        }
        assert_eq!(read(tag::IA5_STRING, "260101000000Z"), None);
    }

    #[test]
    fn a_time_is_shown_by_rfc_3339_and_reads_back() {
        for seconds in [0, -631_108_740, 951_827_696, 1_780_272_000, 253_402_300_799] {
            let text = Time(seconds).to_string();
            let digits = text.replace(['-', ':', 'T'], "");
            assert_eq!(
                read(tag::GENERALIZED_TIME, &digits),
                Some(seconds),
                "{text}"
            );
        }
        assert_eq!(Time(1_780_272_000).to_string(), "2026-06-01T00:00:00Z");
    }
}
