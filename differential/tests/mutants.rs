//! What the built-in verifiers say to the mutants is what `testdata/MUTATIONS.md` has, and where we stand alone there is a
//! reason. OpenSSL comes with the feature `openssl`, and counts only in the version of the page.

use std::collections::HashSet;

use chainverify_differential::alone::Reasons;
use chainverify_differential::page::{Recorded, page};
use chainverify_differential::peers::{self, OWN, OWN_STRICT};
use chainverify_differential::survey::Survey;
use chainverify_differential::{PAGE, REASONS, read, testdata};

#[test]
fn the_page_is_true_and_where_we_stand_alone_there_is_a_reason() {
    let is_update = std::env::var_os("UPDATE_EXPECT").is_some();
    let text = read(PAGE).unwrap();
    let recorded = Recorded::read(&text);
    let reasons = Reasons::read(&read(REASONS).unwrap()).unwrap();
    let mut peers = peers::built_in();
    peers.retain(|peer| {
        let is_other = peer.name().starts_with(peers::OPENSSL)
            && recorded.version(peer.name()) != Some(peer.version().as_str());
        if is_other {
            println!(
                "{} {} is not the page's: left out",
                peer.name(),
                peer.version()
            );
        }
        !is_other
    });
    let survey = Survey::of(&peers);
    let now = page(&survey, &reasons, &recorded);
    if is_update {
        std::fs::write(testdata(PAGE), now).unwrap();
    } else {
        let differing: Vec<_> = diff(&text, &now).collect();
        assert!(
            differing.is_empty(),
            "testdata/MUTATIONS.md is no longer true; UPDATE_EXPECT=1 writes it anew\n{}",
            differing.join("\n")
        );
    }
    // Without OpenSSL the page says where we stand alone.
    if survey.has_voices() {
        let complaints = reasons.complaints(&survey);
        assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    }
    strict_accepts_nothing_that_the_default_refuses(&survey);
}

fn strict_accepts_nothing_that_the_default_refuses(survey: &Survey) {
    let [default, strict] = [OWN, OWN_STRICT].map(|name| survey.column(name).unwrap());
    for row in &survey.rows {
        assert!(
            row.verdicts[default].is_ok() || row.verdicts[strict].is_err(),
            "{}",
            row.name
        );
    }
}

/// The lines of each that the other lacks.
fn diff<'t>(before: &'t str, now: &'t str) -> impl Iterator<Item = String> {
    let lacking = |one: &'t str, other: &'t str, mark| {
        let other: HashSet<_> = other.lines().collect();
        let lines = one.lines().filter(move |line| !other.contains(line));
        lines.map(move |line| format!("{mark} {line}"))
    };
    lacking(before, now, '-').chain(lacking(now, before, '+'))
}
