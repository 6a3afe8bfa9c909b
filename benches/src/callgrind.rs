//! Instructions instead of time: they are the same in every run, however busy the machine is. This
//! program runs itself under valgrind, few and many times over; the difference is what a call
//! takes, without the start.

use std::env;
use std::process::Command;

use crate::chains::Roots;
use crate::peers::{OWN, WEBPKI};
use crate::verify::Part;

/// What one call of this library and of webpki takes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Instructions {
    /// The chain.
    pub(crate) chain: &'static str,
    /// What is trusted.
    pub(crate) roots: Roots,
    /// What is measured.
    pub(crate) part: Part,
    /// Of this library.
    pub(crate) own: f64,
    /// Of webpki.
    pub(crate) webpki: f64,
}

impl Instructions {
    /// How many times webpki's.
    pub(crate) fn ratio(&self) -> f64 {
        self.own / self.webpki
    }
}

/// Counts for one chain, if valgrind is there.
pub(crate) fn count(chain: &'static str, roots: Roots, part: Part) -> Option<Instructions> {
    Some(Instructions {
        chain,
        roots,
        part,
        own: per_call([chain, roots.word(), part.word()], OWN)?,
        webpki: per_call([chain, roots.word(), part.word()], WEBPKI)?,
    })
}

fn per_call(what: [&str; 3], peer: &str) -> Option<f64> {
    const FEW: u32 = 10;
    const MANY: u32 = 210;
    let few = collected(what, FEW, peer)?;
    let many = collected(what, MANY, peer)?;
    Some((many - few) / f64::from(MANY - FEW))
}

fn collected(what: [&str; 3], count: u32, peer: &str) -> Option<f64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(env::current_exe().ok()?)
        .arg("repeat")
        .args(what)
        .args([&count.to_string(), peer])
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| total(&String::from_utf8_lossy(&output.stderr)))
        .flatten()
}

/// The number behind `Collected :` in what callgrind says at its end.
fn total(text: &str) -> Option<f64> {
    let (_, rest) = text.split_once("Collected :")?;
    rest.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_total_is_found_in_what_callgrind_says() {
        let text = "==7== Events    : Ir\n==7== Collected : 160513\n==7==\n";
        assert_eq!(total(text), Some(160_513.0));
        assert_eq!(total("valgrind: no such file"), None);
    }
}
