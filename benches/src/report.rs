//! `RESULTS.md`: bars, tables, curves, and how they were measured.

use core::fmt::{self, Write as _};
use std::path::Path;
use std::{fs, io};

use crate::figures::Figures;
use crate::profiles::Profile;
use crate::table::{Markdown, Row, Table};
use crate::{
    crls, curves, exchange, failures, gate, handshakes, hostile, machine, peers, real, startup,
    svg, table, threads, verify, worst,
};

/// Writes `RESULTS.md` and `RESULTS.svg` beside the manifest.
pub(crate) fn write(figures: &Figures) -> io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::write(folder.join("RESULTS.svg"), svg::draw(figures))?;
    fs::write(folder.join("RESULTS.md"), text(figures))
}

fn text(figures: &Figures) -> String {
    let mut text = format!(
        "# Results\n\n{}\n![The own cost of each verifier, and the time to a verdict on hostile sets](RESULTS.svg)\n",
        how(figures.rounds)
    );
    for section in sections(figures) {
        let _ = write!(text, "{section}");
    }
    text
}

/// Writes revocation lists alone, and their bars, into `RESULTS.md`; the other figures stay.
pub(crate) fn write_crls(figures: &Figures) -> io::Result<()> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("RESULTS.md");
    let page = fs::read_to_string(&path)?;
    fs::write(path, with_crls(&page, figures))
}

/// A page with other bars of revocation lists, and another section of them, which is the last.
fn with_crls(page: &str, figures: &Figures) -> String {
    const BETWEEN: &str = "\n## ";
    let is_own = |line: &&str| line.starts_with(&format!("| {}", gate::CRLS));
    let bars = Markdown(&gate::rows(&gate::crls(figures))).to_string();
    let sections = page.split(BETWEEN).filter_map(|section| {
        let title = section.lines().next().unwrap_or_default();
        match title {
            CRLS_TITLE => None,
            "Bars" => {
                let others = section.lines().filter(|line| !is_own(line));
                let lines = others.chain(bars.lines().filter(is_own));
                Some(lines.map(|line| format!("{line}\n")).collect())
            }
            _ => Some(section.to_owned()),
        }
    });
    let mut text = sections.collect::<Vec<String>>().join(BETWEEN);
    let _ = write!(text, "{}", crls_section(figures));
    text
}

/// The same for a terminal, with the bars at the end.
pub(crate) fn plain(figures: &Figures) -> String {
    let mut sections = sections(figures);
    sections.rotate_left(1);
    let mut text = String::new();
    for Section { title, rows, .. } in sections {
        let _ = write!(text, "\n{title}\n\n{}", Table(&rows));
    }
    if let Some(control) = threads::control(&figures.scaling).filter(|control| *control < BUSY) {
        let _ = writeln!(
            text,
            "\nTimes are not to be trusted: two loops that share nothing got {control:.2} times what one got, so the machine was busy."
        );
    }
    text
}

/// Where two threads get less of two cores, others use them.
const BUSY: f64 = 1.8;

/// A table and what it is.
struct Section {
    title: &'static str,
    about: &'static str,
    rows: Vec<Row>,
}

impl fmt::Display for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { title, about, rows } = self;
        write!(f, "\n## {title}\n\n{about}\n\n{}", Markdown(rows))
    }
}

const CRLS_TITLE: &str = "Revocation lists";

fn crls_section(figures: &Figures) -> Section {
    Section {
        title: CRLS_TITLE,
        about: CRLS,
        rows: crls::rows(figures.crls.as_ref()),
    }
}

/// Everything, the bars first.
fn sections(figures: &Figures) -> [Section; 15] {
    let lto = figures.lto.as_ref().map_or(&[][..], |lto| &lto.groups);
    let lists = crls_section(figures);
    [
        ("Bars", BARS, gate::rows(&gate::bars(figures))),
        ("Honest chains", CHAINS, verify::rows(&figures.costs.groups)),
        (
            "Honest chains with thin LTO and one codegen unit",
            LTO,
            verify::rows(lto),
        ),
        (
            "Instructions for one call",
            INSTRUCTIONS,
            instructions(figures),
        ),
        ("Hostile sets", SETS, hostile::rows(&figures.trials)),
        (
            "Reports on hostile sets",
            REPORTS,
            hostile::report_rows(&figures.trials),
        ),
        ("Worst cases", WORST, worst::rows(&figures.worst)),
        (
            "Failed verifications",
            FAILURES,
            failures::rows(&figures.failures),
        ),
        ("Once in a program", STARTUP, startup_rows(figures)),
        ("Cost that grows", CURVES, curves::rows(&figures.curves)),
        ("Two threads", THREADS, threads::rows(&figures.scaling)),
        (
            "Handshakes",
            HANDSHAKES,
            handshakes::rows(&figures.handshakes),
        ),
        (
            "Handshakes while a CRL is exchanged",
            EXCHANGE,
            exchange::rows(figures.exchange.as_ref()),
        ),
        ("The command", COMMAND, command(figures)),
        (lists.title, lists.about, lists.rows),
    ]
    .map(|(title, about, rows)| Section { title, about, rows })
}

fn how(rounds: usize) -> String {
    let real = match real::folder() {
        Some(_) => "",
        None => " The real chains were left out, as `CHAINVERIFY_DATA` was not set.",
    };
    let left_out = match &peers::left_out()[..] {
        [] => "No peer was left out.".to_owned(),
        names => format!("Left out, as they were not built in: {}.", names.join(", ")),
    };
    format!(
        "Measured on {} with {} cores, {}, beside {}. {left_out}{real}\n\n\
         `cargo run --release -p chainverify-benches --features openssl,certval -- compare` writes this page; `-- gate` \
         fails where a bar is missed. `CHAINVERIFY_DATA` names the folder of the real chains.\n\n\
         All peers run in one process and one run. In each of {rounds} rounds each has a turn, in shuffled order; {HOW}",
        machine::today(),
        machine::cores(),
        machine::compiler(),
        machine::versions().join(", "),
    )
}

const HANDSHAKES: &str = "\
Whole handshakes of rustls with rustls, TLS 1.3 with X25519, both sides in one thread, no resumption, at least 10 000 \
of each kind with keys on curves, the median of the ratios of each turn. The chain has an intermediate. Cold: nothing \
is kept between handshakes. Warm: signatures, issuers and (with aws-lc-rs) keys are kept, and the same peers come \
again. With RSA most of a handshake is the signature that is made, which no verifier can save.";

const EXCHANGE: &str = "\
A minute of whole handshakes with mutual TLS, P-256, by ring, in two threads, both sides of each; a third thread \
exchanges the server's CRL every 50 ms and then asks as a client that every other CRL revokes.";

const HOW: &str = "\
a time is the median over the rounds, a ratio the median of the rounds' ratios, so that it forgets what else the machine did. What a program does \
once (reading roots, choosing algorithms) is not measured; reading certificates and the name is. OpenSSL gets purpose, name and time \
with its store, so that it need not set them for each call. certval validates the path as it is given and looks at no name.
";

const BARS: &str = "\
Own cost is held to its bars in instructions (callgrind), which are the same in every run, and in time; with the default release \
profile, and with thin LTO and one codegen unit. Hostile sets are held to theirs without the signature checks.";
const CHAINS: &str = "\
`whole` is a verification, `own` the same with signatures accepted unseen, `parse` the reading of the leaf; `limit` checks only the \
signatures of the path, cut out before. After the slash: the provider that computes. `× webpki` is against webpki with the same provider; for \
OpenSSL, certval and their limit, with ring. `letsencrypt` is a P-256 leaf of 1.2 KB under an RSA-2048 intermediate and an RSA-4096 \
root; the real chains have two intermediates (RSA) and one (ECDSA, an EV certificate), and no root of their own. webpki looks at \
the roots in their order: a generated root is the last of Mozilla + 1, a real one stands where Mozilla has it. `allocs` and `bytes` \
count what is asked of Rust's allocator, which OpenSSL does not use.";
const LTO: &str = "\
The same with profile `release-lto`, of this library and webpki.";
const WORST: &str = "\
The most that a leaf and its CA can cost for their size, kind by kind, where the root signed the CA and where another key did. \
Milliseconds on a core to the verdict and its text, signatures included; and the most memory that the process \
held (VmHWM), which does nothing else and has read the certificates. A limit of work refuses some of the largest.";
const INSTRUCTIONS: &str = "By callgrind, without the start of the program.";
const SETS: &str = "\
Milliseconds to a verdict, median, on one core; and the least without the signature checks, in all and for each octet of the \
certificates. \
A *genuine* CA is signed by the root, a *forged* one by another key in its name. Where a root has a name of the set, its key is another. *All accepted*: signatures \
are accepted unseen, which OpenSSL cannot be told. OpenSSL looks at policies only when asked to.";
const REPORTS: &str = "\
The most memory that this library holds at one time for the verdict and its text, and how long the text is, in octets.";
const FAILURES: &str = "\
A verification that fails, with its report, without the signature checks, the least of the rounds: `letsencrypt` with Mozilla's roots.";
const STARTUP: &str = "\
The least of the rounds, but for the roots of the system, a median. `Verifier::os()` is measured without `SSL_CERT_FILE` and `SSL_CERT_DIR`. The anchors are named `Trust NNNNN Certification Authority`.";
const CURVES: &str = "\
Nanoseconds for a verification with signatures accepted unseen, with limits so high that none is met: unrelated intermediates in the \
set, alternative names in the leaf, anchors. The exponent is that of the growth from the row above: 1 is linear; n log n has 1.13 from \
1 000 to 10 000. A set of 10 000 certificates no longer fits into the caches, which costs every peer, so growth is held to its bar \
in instructions. webpki reads no certificate above 64 KB.";
const THREADS: &str = "\
One verifier shared by both; P-256, Mozilla's roots and one more, ring. The control checks the two signatures of the chain and \
shares nothing: what the machine gives. The best of the rounds, when the machine did the least beside.";
const CRLS: &str = "\
CRLs signed with P-256, with serial numbers of 16 octets in no order and a reason on each entry; the least of the rounds, in which readers \
take turns of 200 ms, or of one reading where that is longer. The *first look* is for a serial number that is not there, so a walk sees every entry; a *later* one is for one that is there. \
This library reads every entry when it opens a list; its third look makes an index, which all share that have the list. `webpki borrowed` \
reads entries when somebody looks, `webpki owned` makes a map. x509-parser and x509-cert have no look. OpenSSL has a process of its own, its \
memory is the growth of VmHWM, and its first look sorts the list. `crls keep` writes this section and its bars alone.";
const COMMAND: &str = "\
Start to end, processes in turns: `chainverify FILE --roots FILE` and `openssl verify`.";

fn instructions(figures: &Figures) -> Vec<Row> {
    let mut rows = vec![table::row([
        "profile",
        "chain",
        "roots",
        "part",
        "chainverify",
        "webpki",
        "ratio",
    ])];
    let counts = Profile::ALL.into_iter().flat_map(|profile| {
        let costs = figures.of(profile).into_iter();
        costs.flat_map(move |costs| costs.instructions.iter().map(move |count| (profile, count)))
    });
    rows.extend(counts.map(|(profile, count)| {
        vec![
            profile.id().to_owned(),
            count.chain.to_owned(),
            count.roots.id().to_owned(),
            count.part.id().to_owned(),
            format!("{:.0}", count.own),
            format!("{:.0}", count.webpki),
            format!("{:.2}", count.ratio()),
        ]
    }));
    rows
}

fn startup_rows(figures: &Figures) -> Vec<Row> {
    let startup = figures.startup.as_ref();
    startup.map_or_else(|| vec![table::row(["what", "µs"])], startup::rows)
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
        assert_eq!((heads, tables), (15, 15), "{text}");
    }

    #[test]
    fn the_section_of_revocation_lists_is_written_alone() {
        let figures = Figures::default();
        let page = text(&figures);
        assert_eq!(with_crls(&page, &figures), page);
        let other = page.replace("| CRL of ", "| CRL of another ");
        assert_ne!(other, page);
        assert_eq!(with_crls(&other, &figures), page);
        let (before, _) = page
            .split_once("\n## Revocation lists")
            .expect("the last section");
        let without: String = before
            .lines()
            .filter(|line| !line.starts_with("| CRL of "))
            .map(|line| format!("{line}\n"))
            .collect();
        assert_eq!(with_crls(&without, &figures), page);
    }
}
