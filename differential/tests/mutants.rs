//! What the built-in verifiers say to the mutants is what `testdata/MUTATIONS.md` has, and where we stand alone there is a
//! reason. OpenSSL comes with the feature `openssl`, and counts only in the version of the page.

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
        let lines = text.lines().zip(now.lines());
        let differs = lines.clone().find(|(before, now)| before != now);
        assert_eq!(
            differs, None,
            "testdata/MUTATIONS.md and now; UPDATE_EXPECT=1 writes it anew"
        );
        assert_eq!(text.len(), now.len());
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
