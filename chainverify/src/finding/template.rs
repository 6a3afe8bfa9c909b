//! How sentences are made: a template with `{field}` in it, and a field that says itself. One small
//! interpreter for all codes.
//!
//! | in a template | is |
//! | --- | --- |
//! | `{field}` | what the field says |
//! | `{from..to}` | the distance between two times: "151 days" |
//! | `[; its issuer is {field}]` | left out where the field has nothing to say |

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::show::Show;
use crate::der::Time;
use crate::text::Text;

/// What a template can name.
pub(super) type Fields<'f> = Vec<(&'static str, &'f dyn Show)>;

/// Says `template`. A placeholder that names no field stays as it stands: a test sees to it that
/// there is none.
pub(super) fn render(template: &'static str, fields: &[(&'static str, &dyn Show)], out: &mut Text) {
    let mut rest = template;
    while let Some(start) = rest.find(['{', '[']) {
        let (before, after) = rest.split_at_checked(start).unwrap_or((rest, ""));
        say(before, out);
        let (open, close) = if after.starts_with('{') {
            ('{', '}')
        } else {
            ('[', ']')
        };
        let inner = after.strip_prefix(open).and_then(|it| it.split_once(close));
        let Some((inner, after)) = inner else {
            return say(after, out);
        };
        if open == '{' {
            placeholder(inner, fields, out);
        } else if !is_left_out(inner, fields) {
            render(inner, fields, out);
        }
        rest = after;
    }
    say(rest, out);
}

fn say(ours: &'static str, out: &mut Text) {
    if !ours.is_empty() {
        out.ours(ours);
    }
}

fn field<'f>(name: &str, fields: &[(&'static str, &'f dyn Show)]) -> Option<&'f dyn Show> {
    let found = fields.iter().find(|(known, _)| *known == name)?;
    Some(found.1)
}

fn placeholder(name: &'static str, fields: &[(&'static str, &dyn Show)], out: &mut Text) {
    if let Some(field) = field(name, fields) {
        return field.show(out);
    }
    let time = |name| field(name, fields).and_then(Show::time);
    match name
        .split_once("..")
        .map(|(from, to)| (time(from), time(to)))
    {
        Some((Some(from), Some(to))) => out.ours(distance(from, to)),
        _ => out.ours(name),
    };
}

fn is_left_out(template: &str, fields: &[(&'static str, &dyn Show)]) -> bool {
    placeholders(template).any(|name| field(name, fields).is_some_and(Show::is_absent))
}

/// The names in braces, in order.
pub(super) fn placeholders(template: &str) -> impl Iterator<Item = &str> {
    let parts = template.split('{').skip(1);
    parts.filter_map(|part| part.split_once('}').map(|(name, _)| name))
}

/// How far apart two times are, in the largest unit that leaves two or more, or else in days.
fn distance(from: Time, to: Time) -> String {
    const UNITS: [(u64, &str); 5] = [
        (365 * 86_400, "years"),
        (86_400, "days"),
        (3_600, "hours"),
        (60, "minutes"),
        (1, "seconds"),
    ];
    let seconds = from.as_unix().abs_diff(to.as_unix());
    match seconds {
        1 => return "1 second".to_string(),
        86_400 => return "1 day".to_string(),
        _ => {}
    }
    let fits = |(length, _): &&(u64, &str)| seconds >= length.saturating_mul(2);
    match UNITS.iter().find(fits) {
        Some((length, unit)) => format!("{} {unit}", seconds / length),
        None => format!("{seconds} seconds"),
    }
}
