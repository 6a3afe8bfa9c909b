//! The report for people: the library's, after its first line where the certificates are from, and which roots were taken in place of
//! others. A server that did not prove to hold the leaf's key comes first of all.

use chainverify::Purpose;
use chainverify::cert::leaf::{LikelyLeaf, NoLeaf};
use chainverify::report::Detail;
use chainverify::text::{Mark, Style, Text};

use super::{Known, client, connection, hint, opinions};
use crate::gather::{Leaf, Origin};
use crate::trust::{Place, Set};

/// The report, without a line end after its last line.
pub(crate) fn text(known: &Known<'_>, detail: Detail) -> Text {
    let mut text = Text::new();
    let is_said = known
        .handshake()
        .is_some_and(|handshake| connection::verdict(known, handshake, &mut text));
    if !is_said && known.has_its_key() == Some(false) {
        other_key(known, &mut text);
    } else if !is_said {
        match known.verdict_of() {
            Some(opinion) => opinions::headline(known, opinion, known.headline(), &mut text),
            None => drop(text.append(known.headline())),
        }
    }
    match &known.gathered.origin {
        Origin::Server(handshake) => connection::facts(known, handshake, detail, &mut text),
        Origin::Files { leaf, chain } => {
            text.line()
                .ours("  ")
                .styled(Style::Label, "read from")
                .ours(" ");
            known.target.say(&mut text);
            for path in chain {
                text.ours(" and ").foreign(&path.to_string_lossy());
            }
            let count = known.gathered.chain.len();
            text.ours(": ").append(certificates(count));
            if let Leaf::Found(leaf) = leaf {
                elsewhere(known, *leaf, &mut text);
            }
            if known.report.purpose == Purpose::Client {
                client::compared(known.report, &mut text);
            }
        }
    }
    if let Some(key) = known.key {
        text.line()
            .ours("  ")
            .styled(Style::Label, "key")
            .ours(": ");
        text.foreign(&key.path.to_string_lossy());
        text.ours(match known.has_its_key() {
            Some(true) => " is the private key of the leaf",
            Some(false) => " is not the private key of the leaf",
            None => " was not compared, because the leaf's key cannot be read",
        });
    }
    if known.roots.set == Set::MozillaForOs {
        text.line().ours("  ").styled(Style::Label, "roots");
        text.ours(": Mozilla's embedded set, because the operating system has no trust store");
    }
    // Where the path ends in a root, it is said with the root where that is from.
    if !known.roots.places.is_empty() && (!known.report.is_valid() || detail == Detail::Everything)
    {
        places(&known.roots.places, &mut text);
    }
    text.append(known.report.details(detail));
    opinions::say(known, detail, &mut text);
    if let Some(handshake) = known.handshake() {
        connection::fixes(handshake, &mut text);
    }
    hint::say(known, &mut text);
    text
}

/// What was in each place that the environment names.
fn places(places: &[Place], out: &mut Text) {
    out.line().ours("  ").styled(Style::Label, "roots");
    for (number, place) in places.iter().enumerate() {
        out.ours(if number == 0 { ": " } else { ", " });
        match place.anchors {
            0 => out.ours("none"),
            anchors => out.ours(format!("{anchors}")),
        };
        out.ours(format!(" from {}=", place.variable))
            .foreign(&place.path);
    }
}

/// Whoever has this key cannot use the certificate, whatever the chain is.
fn other_key(known: &Known<'_>, out: &mut Text) {
    out.mark(Mark::Invalid).ours(" ");
    known.target.say(out);
    out.ours(" is ").styled(Style::Bad, "not valid");
    out.ours(" for the given private key: ");
    let path = known.key.map(|key| key.path.to_string_lossy());
    out.foreign(&path.unwrap_or_default());
    out.ours(" is the key of another certificate");
    out.line()
        .ours("  ")
        .styled(Style::Label, "fix")
        .ours(match known.report.purpose {
            Purpose::Server | Purpose::Any => " (site operator): ",
            _ => " (certificate holder): ",
        })
        .ours("use the private key that the certificate was requested with");
    out.line()
        .ours("  ")
        .styled(Style::Label, "the chain by itself")
        .ours(": ");
    out.append(known.report.headline());
}

/// Which certificate is the leaf, where the first one of a file is not, or cannot be told from others.
fn elsewhere(known: &Known<'_>, leaf: LikelyLeaf, out: &mut Text) {
    let (taken, first, fix) = match leaf {
        LikelyLeaf::Other { index, first, .. } => (index + 1, first, "put the leaf first"),
        LikelyLeaf::Undecided(first) => (1, first, "put the leaf first, or name it with --leaf"),
        _ => return,
    };
    out.line().ours("  ").styled(Style::Warning, "warning");
    out.ours(format!(": certificate {taken}"));
    if let Some(leaf) = known.report.certificates.first() {
        let name = leaf.subject.as_name().display_name();
        out.ours(", ").quoted(&name).ours(",");
    }
    out.ours(" is taken as the leaf");
    out.ours(match (taken, first) {
        (1, NoLeaf::Issuer) => ", though it issued another one: several could be the leaf",
        (1, _) => ", though it is a CA: several others could be the leaf",
        (_, NoLeaf::Issuer) => ", in the place of certificate 1, which issued another one",
        (_, _) => ", in the place of certificate 1, which is a CA that issued none of them",
    });
    out.ours("     ")
        .styled(Style::Reference, "RFC 8446 §4.4.2");
    out.line().ours("  ").styled(Style::Label, "fix");
    out.ours(match known.report.purpose {
        Purpose::Server | Purpose::Any => " (site operator): ",
        _ => " (certificate holder): ",
    });
    out.ours(fix);
}

/// `1 certificate`, `2 certificates`
pub(crate) fn certificates(count: usize) -> Text {
    let mut text = Text::new();
    text.ours(match count {
        1 => "1 certificate".into(),
        _ => format!("{count} certificates"),
    });
    text
}
