//! How long what was fetched may be kept: until the moment that it names itself (nextUpdate, RFC 5280 §5.1.2.5, RFC 6960 §4.2.2.1). What
//! HTTP says of it (RFC 9111 §4.2) can only shorten that.

use core::time::Duration;
use std::time::SystemTime;

use ureq::http::HeaderMap;
use ureq::http::header::{AGE, CACHE_CONTROL};

use crate::der::Time;

/// The longest time: a CA publishes a CRL at least every seven days (CA/B BR §4.9.7). Nothing fetched over HTTP is authentic before it
/// is verified, and what is not authentic must not stay for as long as it likes.
const LONGEST: Duration = Duration::from_secs(7 * 86_400);

/// What a document itself says of how long it is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Validity {
    /// Until something newer will be there.
    Until(Time),
    /// Nothing.
    Unsaid,
    /// It is for this moment only.
    Now,
}

/// Until when a document may be kept, by itself and by whoever gave it. None: not at all.
pub(super) fn until(own: Validity, giver: Option<SystemTime>) -> Option<SystemTime> {
    let now = SystemTime::now();
    let own = match own {
        Validity::Until(time) => Some(moment(time)?),
        Validity::Unsaid => None,
        Validity::Now => return None,
    };
    let until = match (own, giver) {
        (Some(own), Some(giver)) => own.min(giver),
        (one, other) => one.or(other)?,
    };
    let until = until.min(now.checked_add(LONGEST)?);
    (until > now).then_some(until)
}

/// None: before 1970, or beyond the clock.
fn moment(time: Time) -> Option<SystemTime> {
    let seconds = u64::try_from(time.as_unix()).ok()?;
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}

/// Until when a response is fresh, by its header. None: it does not say.
pub(super) fn fresh_until(headers: &HeaderMap) -> Option<SystemTime> {
    let now = SystemTime::now();
    let max_age = max_age(headers)?.min(LONGEST);
    Some(now.checked_add(max_age).unwrap_or(now))
}

/// How long a response is fresh by `Cache-Control` and `Age` (RFC 9111 §4.2.1, §4.2.3, §5.2.2). None: it does not say. What cannot be
/// read is no time at all, and so is what may be kept but not used without a question.
fn max_age(headers: &HeaderMap) -> Option<Duration> {
    let fields = headers.get_all(CACHE_CONTROL).iter();
    let directives = fields.flat_map(|field| field.to_str().unwrap_or("no-store").split(','));
    let shortest = directives.filter_map(seconds).min()?;
    let age = headers.get(AGE).and_then(|age| age.to_str().ok());
    let age = age.and_then(|age| age.trim().parse().ok());
    Some(Duration::from_secs(
        shortest.saturating_sub(age.unwrap_or(0)),
    ))
}

/// The seconds that one directive allows, if it is about that.
fn seconds(directive: &str) -> Option<u64> {
    let (name, value) = match directive.split_once('=') {
        Some((name, value)) => (name, value.trim()),
        None => (directive, ""),
    };
    let name = name.trim();
    let is = |known: &str| name.eq_ignore_ascii_case(known);
    if is("no-store") || is("no-cache") {
        return Some(0);
    }
    is("max-age").then(|| value.trim_matches('"').parse().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, Validity, max_age, until};
    use crate::der::Time;
    use core::time::Duration;
    use std::time::SystemTime;
    use ureq::http::{HeaderMap, HeaderName, HeaderValue};

    fn headers(fields: &[(&'static str, &[u8])]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &[u8])| {
            let value = HeaderValue::from_bytes(value).unwrap();
            (HeaderName::from_static(name), value)
        };
        let mut headers = HeaderMap::new();
        for (name, value) in fields.iter().map(pair) {
            headers.append(name, value);
        }
        headers
    }

    #[test]
    fn cache_control_says_for_how_long() {
        for (value, wanted) in [
            ("max-age=60", Some(60)),
            ("public, Max-Age = 60 , must-revalidate", Some(60)),
            ("max-age=\"60\"", Some(60)),
            ("max-age=60, max-age=30", Some(30)),
            ("max-age=60, no-store", Some(0)),
            ("no-cache=\"set-cookie\", max-age=60", Some(0)),
            ("max-age=-1", Some(0)),
            ("max-age=a", Some(0)),
            ("max-age", Some(0)),
            ("max-age=99999999999999999999", Some(0)),
            ("s-maxage=60, public", None),
            ("x-max-age=60", None),
            ("", None),
        ] {
            let found = max_age(&headers(&[("cache-control", value.as_bytes())]));
            assert_eq!(found, wanted.map(Duration::from_secs), "{value}");
        }
    }

    #[test]
    fn the_shortest_of_several_fields_counts_and_age_is_taken_from_it() {
        let two: &[(_, &[u8])] = &[
            ("cache-control", b"max-age=60"),
            ("cache-control", b"max-age=50"),
            ("age", b"20"),
        ];
        assert_eq!(max_age(&headers(two)), Some(Duration::from_secs(30)));
        let old: &[(_, &[u8])] = &[("cache-control", b"max-age=60"), ("age", b"61")];
        assert_eq!(max_age(&headers(old)), Some(Duration::ZERO));
        let odd: &[(_, &[u8])] = &[("cache-control", b"max-age=60, \xff"), ("age", b"0")];
        assert_eq!(max_age(&headers(odd)), Some(Duration::ZERO));
        assert_eq!(max_age(&headers(&[("age", b"1")])), None);
    }

    #[test]
    fn the_earlier_end_counts() {
        let now = SystemTime::now();
        let after = |seconds| now.checked_add(Duration::from_secs(seconds)).unwrap();
        let unix = now.duration_since(SystemTime::UNIX_EPOCH).unwrap();
        let unix = i64::try_from(unix.as_secs()).unwrap();
        let own = |seconds: i64| Validity::Until(Time::from_unix(unix + seconds));
        let second = |time: Option<SystemTime>| {
            time.map(|time| time.duration_since(now).unwrap().as_secs_f64().round())
        };
        for (validity, giver, wanted) in [
            (own(100), Some(after(50)), Some(50.0)),
            (Validity::Unsaid, Some(after(50)), Some(50.0)),
            (own(-1), Some(after(50)), None),
            (own(100), Some(now), None),
            (Validity::Unsaid, None, None),
            (Validity::Now, Some(after(50)), None),
        ] {
            assert_eq!(second(until(validity, giver)), wanted, "{validity:?}");
        }
        for giver in [None, Some(after(200))] {
            let found = second(until(own(100), giver)).unwrap();
            assert!((98.0..=100.0).contains(&found), "{found}");
        }
    }

    #[test]
    fn nothing_is_kept_for_more_than_seven_days_or_from_before_1970() {
        let far = Validity::Until(Time::from_unix(253_402_300_799));
        let found = until(far, None).unwrap();
        let left = found.duration_since(SystemTime::now()).unwrap();
        assert!(left <= LONGEST && left > LONGEST - Duration::from_secs(60));
        assert_eq!(until(Validity::Until(Time::from_unix(-1)), None), None);
    }
}
