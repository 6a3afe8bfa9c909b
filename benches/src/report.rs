//! `RESULTS.md`: bars, tables, curves, and how they were measured.

use core::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

use crate::figures::Figures;
use crate::table::{Markdown, Row};
use crate::{curves, gate, hostile, machine, peers, svg, table, threads, verify};

/// Writes `RESULTS.md` and `RESULTS.svg` beside the manifest.
pub(crate) fn write(figures: &Figures) -> io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::write(folder.join("RESULTS.svg"), svg::draw(figures))?;
    fs::write(folder.join("RESULTS.md"), text(figures))
}

fn text(figures: &Figures) -> String {
    let mut text = format!(
        "# Results\n\n{}\n![The own cost of each verifier, and the time to a verdict on hostile bags](RESULTS.svg)\n",
        how(figures.rounds)
    );
    section(&mut text, BARS, &gate::rows(&gate::bars(figures)));
    section(&mut text, CHAINS, &verify::rows(&figures.groups));
    section(&mut text, INSTRUCTIONS, &instructions(figures));
    section(&mut text, BAGS, &hostile::rows(&figures.trials));
    section(&mut text, CURVES, &curves::rows(&figures.curves));
    section(&mut text, THREADS, &threads::rows(&figures.scaling));
    section(&mut text, COMMAND, &command(figures));
    text
}

fn section(text: &mut String, head: &str, rows: &[Row]) {
    let _ = write!(text, "\n{head}\n\n{}", Markdown(rows));
}

fn how(rounds: usize) -> String {
    let left_out = match &peers::left_out()[..] {
        [] => "No peer was left out.".to_owned(),
        names => format!("Left out, as they were not built in: {}.", names.join(", ")),
    };
    format!(
        "Measured on {} with {} cores, {}, beside {}. {left_out}\n\n\
         `cargo run --release -p chainverify-benches --features openssl,certval -- compare` writes this page; `-- gate` \
         fails where a bar is missed.\n\n\
         All peers run in one process and one run. In each of {rounds} rounds each has a turn, in shuffled order; {HOW}",
        machine::today(),
        machine::cores(),
        machine::compiler(),
        machine::versions().join(", "),
    )
}

const HOW: &str = "\
a time is the median over the rounds, a ratio the median of the rounds' ratios, so that it forgets what else the machine did. What a program does \
once (reading roots, choosing algorithms) is not measured; reading certificates and the name is. OpenSSL gets purpose, name and time \
with its store, so that it need not set them for each call. certval validates the path as it is given and looks at no name.
";

const BARS: &str = "## Bars\n\nOwn cost and parsing are held to their bars in instructions (callgrind), which are the same in every run.";
const CHAINS: &str = "## Honest chains\n\n\
`whole` is a verification, `own` the same with signatures accepted unseen, `parse` the reading of the leaf; `limit` checks only the \
signatures of the path, cut out before. Behind a slash stands who computes. `× webpki` is against webpki with the same provider; for \
OpenSSL, certval and their limit, with ring. `letsencrypt` is a P-256 leaf of 1.2 KB under an RSA-2048 intermediate and an RSA-4096 \
root. `allocs` and `bytes` count what is asked of Rust's allocator, which OpenSSL does not use.";
const INSTRUCTIONS: &str =
    "## Instructions for one call\n\nBy callgrind, without the start of the program.";
const BAGS: &str = "## Hostile bags\n\n\
Milliseconds to a verdict, median, on one core. Where a root has a name of the bag, its key is another. *All accepted*: signatures \
are accepted unseen, which OpenSSL cannot be told. OpenSSL looks at policies only when asked to.";
const CURVES: &str = "## Cost that grows\n\n\
Nanoseconds for a verification with signatures accepted unseen, with limits so high that none is met: unrelated intermediates in the \
bag, alternative names in the leaf, anchors. The exponent is that of the growth from the row above: 1 is linear; n log n has 1.13 from \
1 000 to 10 000. A bag of 10 000 certificates no longer fits into the caches, which costs every peer, so growth is held to its bar \
in instructions. webpki reads no certificate above 64 KB.";
const THREADS: &str = "## Two threads\n\n\
One verifier shared by both; P-256, Mozilla's roots and one more, ring. The best of the rounds, when the machine did the least beside.";
const COMMAND: &str = "## The command\n\n\
Start to end, processes in turns: `chainverify FILE --roots FILE` and `openssl verify`.";

fn instructions(figures: &Figures) -> Vec<Row> {
    let mut rows = vec![table::row([
        "chain",
        "roots",
        "part",
        "chainverify",
        "webpki",
        "ratio",
    ])];
    rows.extend(figures.instructions.iter().map(|count| {
        vec![
            count.chain.to_owned(),
            count.roots.word().to_owned(),
            count.part.word().to_owned(),
            format!("{:.0}", count.own),
            format!("{:.0}", count.webpki),
            format!("{:.2}", count.ratio()),
        ]
    }));
    rows
}

fn command(figures: &Figures) -> Vec<Row> {
    let mut rows = vec![table::row(["chainverify ms", "openssl ms", "ratio"])];
    rows.extend(figures.race.map(|race| {
        [race.own, race.openssl, race.ratio]
            .map(|figure| format!("{figure:.2}"))
            .to_vec()
    }));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_section_has_its_table() {
        let text = text(&Figures::default());
        let heads = text.lines().filter(|line| line.starts_with("## ")).count();
        let tables = text
            .lines()
            .filter(|line| line.starts_with("| ---"))
            .count();
        assert_eq!((heads, tables), (7, 7), "{text}");
    }
}
