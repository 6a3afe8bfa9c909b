//! `store list` and `store show`: the roots of a store, each with whose it is.

use chainverify::text::Text;
use chainverify::trust::Provenance;
use chainverify::trust::programmes::KnownRoot;

use super::sources::{Member, Setting, Source, hex, ours, setup};
use super::{Answer, json};
use crate::trust::SetupError;

/// Every root in a line.
pub(super) fn list(source: &Source, setting: &Setting<'_>) -> Answer {
    let members = source.members();
    let mut text = heading(source, members.len());
    for member in &members {
        text.line().ours("  ").quoted(&member.name());
        if let Some(cert) = member.anchor.and_then(|anchor| anchor.cert()) {
            text.ours(format!(", until {}", day(cert.validity().not_after)));
        }
        text.ours(": ");
        whose(member, source, setting, &mut text);
    }
    let roots = members
        .iter()
        .map(|member| json::member(member, provenance(member, source, setting)));
    Answer {
        json: json::object(
            "list",
            &[
                ("store", source.id.as_str().into()),
                ("roots", roots.collect()),
            ],
        ),
        text,
        warnings: 0,
    }
}

/// Everything about the roots of a name or a fingerprint, of the store and of the table.
pub(super) fn show(
    source: &Source,
    wanted: &str,
    setting: &Setting<'_>,
) -> Result<Answer, SetupError> {
    let mut members = source.members();
    members.retain(|member| is_meant(member, wanted));
    let others = KnownRoot::all().map(Member::known);
    let others = others.filter(|other| is_meant(other, wanted));
    let others: Vec<_> = others
        .filter(|other| members.iter().all(|member| member.sha256 != other.sha256))
        .collect();
    if members.is_empty() && others.is_empty() {
        let mut error = setup("there is no root ");
        error
            .text
            .quoted(wanted)
            .ours(", neither in ")
            .append(source.title.clone());
        error.text.ours(format!(
            " nor in a root programme (as of {})",
            KnownRoot::AS_OF
        ));
        return Err(error);
    }
    let mut text = Text::new();
    for (number, member) in members.iter().chain(&others).enumerate() {
        if number > 0 {
            text.line();
        }
        text.quoted(&member.name());
        text.line()
            .ours(format!("  SHA-256 {}", hex(&member.sha256)))
            .line()
            .ours("  ");
        match member.anchor {
            Some(_) => whose(member, source, setting, &mut text),
            None => {
                text.ours("not in ").append(source.title.clone());
                text.ours("; ");
                whose(member, source, setting, &mut text);
            }
        }
        details(member, setting, &mut text);
    }
    let roots = members.iter().chain(&others);
    let roots = roots.map(|member| json::member(member, provenance(member, source, setting)));
    Ok(Answer {
        json: json::object(
            "show",
            &[
                ("store", source.id.as_str().into()),
                ("roots", roots.collect()),
            ],
        ),
        text,
        warnings: 0,
    })
}

/// `your OS store: 142 roots`
pub(super) fn heading(source: &Source, count: usize) -> Text {
    let mut text = source.title.clone();
    text.ours(match count {
        1 => ": 1 root".to_owned(),
        _ => format!(": {count} roots"),
    });
    text
}

/// Whose root it is, as far as there is a certificate or a row of the table.
pub(super) fn provenance(
    member: &Member<'_>,
    source: &Source,
    setting: &Setting<'_>,
) -> Option<Provenance> {
    let anchor = member.anchor?;
    let place_of = |cert: &chainverify::Cert<'_>| match source.is_os {
        true => setting.places().placement_of(cert),
        false => None,
    };
    Some(Provenance::of(anchor.cert()?, anchor.origin(), place_of))
}

fn whose(member: &Member<'_>, source: &Source, setting: &Setting<'_>, text: &mut Text) {
    if let Some(provenance) = provenance(member, source, setting) {
        provenance.say_whose(text);
    } else if let Some(known) = member.known {
        text.ours(format!("in {}", known.programmes()));
    }
}

fn details(member: &Member<'_>, setting: &Setting<'_>, text: &mut Text) {
    if let Some(cert) = member.anchor.and_then(|anchor| anchor.cert()) {
        let validity = cert.validity();
        let (from, until) = (day(validity.not_before), day(validity.not_after));
        text.line().ours(format!("  valid from {from} to {until}"));
        if let Ok(key) = cert.public_key() {
            text.ours(format!(", {}", key.kind));
        }
        if let Some(block) = setting.places().block_of(cert) {
            text.line().ours("  ");
            say_block(block, text);
        }
    }
    let Some(known) = member.known else {
        return;
    };
    if let Some(since) = known.mozilla_since() {
        text.line().ours(format!("  in Mozilla's set by {since}"));
    }
    if let Some(until) = known.mozilla_until() {
        text.ours(format!(", until {until}, removed by {}", KnownRoot::AS_OF));
    }
    if let Some(after) = known.chrome_sct_not_after() {
        let line = format!("  Chrome accepts certificates whose first SCT is not after {after}");
        text.line().ours(line);
    }
    if let Some(after) = known.mozilla_distrust_after() {
        let line = format!("  Mozilla accepts certificates whose notBefore is not after {after}");
        text.line().ours(line);
    }
    if !known.permitted_dns_names().is_empty() {
        let names = known.permitted_dns_names().join(", ");
        text.line()
            .ours(format!("  Mozilla accepts names below {names} only"));
    }
}

/// `deselected by ! in /etc/ca-certificates.conf (/usr/share/ca-certificates/mozilla/X.crt)`
pub(super) fn say_block(block: &chainverify::trust::Block, text: &mut Text) {
    match &block.list {
        Some(list) => text.ours("deselected by ! in ").foreign(list),
        None => text.ours("on a blocklist"),
    };
    text.ours(" (").foreign(&block.path).ours(")");
}

fn day(time: chainverify::der::Time) -> String {
    let (year, month, day) = time.date();
    format!("{year:04}-{month:02}-{day:02}")
}

/// A fingerprint from its start, with or without colons, or a part of the name.
fn is_meant(member: &Member<'_>, wanted: &str) -> bool {
    /// Fewer digits are a name.
    const FEWEST_DIGITS: usize = 8;
    let digits = wanted.replace(':', "").to_ascii_lowercase();
    let is_hex =
        digits.len() >= FEWEST_DIGITS && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let has_name = || {
        member
            .name()
            .to_lowercase()
            .contains(&wanted.to_lowercase())
    };
    (is_hex && hex(&member.sha256).starts_with(&digits)) || has_name()
}

/// Words for a list of names, at most a few.
pub(super) fn say_names<'n>(names: impl Iterator<Item = &'n str>, text: &mut Text) {
    const MOST: usize = 8;
    let names: Vec<_> = names.collect();
    for (number, name) in names.iter().take(MOST).enumerate() {
        text.ours(if number == 0 { "" } else { ", " }).quoted(name);
    }
    if let Some(more @ 1..) = names.len().checked_sub(MOST) {
        text.append(ours(format!(" and {more} more")));
    }
}
