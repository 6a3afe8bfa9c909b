//! `store diff`: what one store has and the other has not, by fingerprint.

use std::collections::BTreeSet;

use chainverify::text::Text;

use super::sources::{Member, Source, hex};
use super::{Answer, json};

pub(super) fn diff(a: &Source, b: &Source) -> Answer {
    let (of_a, of_b) = (a.members(), b.members());
    let (only_a, only_b) = (without(&of_a, &of_b), without(&of_b, &of_a));
    let mut text = Text::new();
    text.ours(format!("{} roots in both", of_a.len() - only_a.len()));
    for (source, only) in [(a, &only_a), (b, &only_b)] {
        text.line()
            .ours(format!("{} only in ", only.len()))
            .append(source.title.clone());
        for member in only {
            let short = hex(&member.sha256[..8]);
            text.line().ours("  ").quoted(&member.name());
            text.ours(format!(", SHA-256 {short}…"));
            match member.known {
                Some(known) => text.ours(format!(": in {}", known.programmes())),
                None => text.ours(": in no root programme"),
            };
        }
    }
    let listed = |only: &[&Member<'_>]| {
        only.iter()
            .map(|member| json::member(member, None))
            .collect()
    };
    Answer {
        json: json::object(
            "diff",
            &[
                ("a", a.id.as_str().into()),
                ("b", b.id.as_str().into()),
                ("only_a", listed(&only_a)),
                ("only_b", listed(&only_b)),
            ],
        ),
        text,
        warnings: only_a.len() + only_b.len(),
    }
}

fn without<'m, 's>(all: &'m [Member<'s>], others: &[Member<'_>]) -> Vec<&'m Member<'s>> {
    let others: BTreeSet<_> = others.iter().map(|other| other.sha256).collect();
    all.iter()
        .filter(|member| !others.contains(&member.sha256))
        .collect()
}
