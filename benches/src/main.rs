//! Measures chainverify beside its peers, in one process and one run.
//!
//! ```text
//! cargo run --release -p chainverify-benches -- [verify | hostile] [--quick]
//! cargo run --release -p chainverify-benches -- repeat CHAIN ROOTS PART COUNT [PEER]
//! ```
//!
//! `repeat` does one thing over and over and prints nothing: for `valgrind --tool=callgrind` and
//! for `perf`.

mod algorithms;
mod alloc;
mod bags;
mod chains;
mod hostile;
mod measure;
mod peers;
mod table;
mod verify;

use std::process::ExitCode;

use chains::Roots;
use measure::Effort;
use verify::Part;

const USAGE: &str = "usage: chainverify-benches [verify | hostile] [--quick]
       chainverify-benches repeat CHAIN one|mozilla whole|own|parse COUNT [PEER]";

fn main() -> ExitCode {
    let mut words: Vec<String> = std::env::args().skip(1).collect();
    let before = words.len();
    words.retain(|word| word != "--quick");
    let effort = if words.len() < before {
        Effort::QUICK
    } else {
        Effort::FULL
    };
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words[..] {
        [] | ["verify"] => Some(verify::run(effort)),
        ["hostile"] => Some(hostile::run(bags::Scale::Full, effort.rounds / 20)),
        ["repeat", chain, roots, part, count] => repeat([chain, roots, part], count, "chainverify"),
        ["repeat", chain, roots, part, count, peer] => repeat([chain, roots, part], count, peer),
        _ => None,
    };
    match done {
        Some(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        None => {
            eprintln!("{USAGE}");
            ExitCode::from(2)
        }
    }
}

/// Does one thing `count` times.
fn repeat([chain, roots, part]: [&str; 3], count: &str, peer: &str) -> Option<String> {
    let chain = chains::all()
        .into_iter()
        .find(|known| known.name == chain)?;
    let (_, roots) = Roots::ALL.into_iter().find(|known| known.0 == roots)?;
    let (_, part) = Part::ALL.into_iter().find(|known| known.0 == part)?;
    let peers = part.peers(&chain, roots);
    let peer = peers.iter().find(|known| known.name() == peer)?;
    for _ in 0..count.parse::<u32>().ok()? {
        part.once(&**peer, &chain);
    }
    Some(String::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thing_is_repeated() {
        let of = ["p256", "one", "own"];
        assert_eq!(repeat(of, "3", "webpki").as_deref(), Some(""));
        assert_eq!(repeat(of, "x", "webpki"), None);
    }
}
