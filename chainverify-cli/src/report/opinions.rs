//! What other verifiers say, where it differs from the library's verdict; and the first line where `--as` asks for the verdict of one of
//! them. The opinions are the library's.

use chainverify::report::Detail;
use chainverify::second_opinion::{Opinion, Verdict};
use chainverify::text::{Mark, Style, Text};

use super::Known;

/// The verdict of the verifier of `--as` as the first line, and the library's own below it.
pub(super) fn headline(known: &Known<'_>, opinion: &Opinion, own: Text, out: &mut Text) {
    out.mark(match opinion.verdict {
        Verdict::Accepts => Mark::Valid,
        _ => Mark::Invalid,
    });
    out.ours(" ");
    known.target.say(out);
    out.ours(": ").append(opinion.text());
    out.line()
        .ours("  ")
        .styled(Style::Label, "our own verdict");
    out.ours(": ").append(own);
}

/// A line for each opinion that differs. Where none does, one line if everything is to be said.
pub(super) fn say(known: &Known<'_>, detail: Detail, out: &mut Text) {
    let said_first = known.verdict_of();
    let others = known.opinions.iter();
    let others = others.filter(|opinion| Some(*opinion) != said_first);
    let (mut agreeing, mut others): (Vec<_>, Vec<_>) =
        others.partition(|opinion| !opinion.differs_from(known.report));
    if detail == Detail::Everything {
        let undecided = |opinion: &&Opinion| opinion.verdict == Verdict::Undecided;
        others.extend(agreeing.iter().copied().filter(undecided));
        agreeing.retain(|opinion| !undecided(opinion));
    } else {
        agreeing.clear();
    }
    for opinion in others {
        line(out).append(opinion.text());
    }
    let Some((last, before)) = agreeing.split_last() else {
        return;
    };
    line(out);
    for (number, opinion) in before.iter().enumerate() {
        out.ours(if number == 0 { "" } else { ", " });
        out.ours(opinion.said_by());
    }
    out.ours(if before.is_empty() { "" } else { " and " });
    out.ours(last.said_by());
    out.ours(match before {
        [] => " agrees",
        _ => " agree",
    });
}

fn line(out: &mut Text) -> &mut Text {
    let out = out.line().ours("  ");
    out.styled(Style::Label, "second opinion").ours(": ")
}
