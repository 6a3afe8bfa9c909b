//! Instructions instead of time: they are the same in every run, however busy the machine is. This
//! program runs itself under valgrind, which counts inside [`repeatedly_called`] alone, so that the
//! start is left out.

use std::env;
use std::path::Path;
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

/// Counts for one chain in this program or the same in another profile, if valgrind is there.
pub(crate) fn count(
    program: &Path,
    (chain, roots, part): (&'static str, Roots, Part),
) -> Option<Instructions> {
    let per_call = |peer| per_call(program, [chain, roots.id(), part.id()], peer);
    Some(Instructions {
        chain,
        roots,
        part,
        own: per_call(OWN)?,
        webpki: per_call(WEBPKI)?,
    })
}

/// Does one thing so often. Valgrind knows this function by its name.
#[inline(never)]
pub(crate) fn repeatedly_called(task: &dyn Fn(), count: u32) {
    for _ in 0..count {
        task();
    }
}

fn per_call(program: &Path, [chain, roots, part]: [&str; 3], peer: &str) -> Option<f64> {
    const COUNT: u32 = 100;
    let args = ["repeat", chain, roots, part, &COUNT.to_string(), peer];
    Some(collected(program, &args)? / f64::from(COUNT))
}

/// What one call of this library takes on a curve, where there are so many.
pub(crate) fn of_curve(curve: &str, size: usize) -> Option<f64> {
    const COUNT: u32 = 3;
    let args = ["grow", curve, &size.to_string(), &COUNT.to_string()];
    Some(collected(&env::current_exe().ok()?, &args)? / f64::from(COUNT))
}

/// What a program takes with these arguments; none without valgrind.
fn collected(program: &Path, args: &[&str]) -> Option<f64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .args([
            "--collect-atstart=no",
            "--toggle-collect=*repeatedly_called*",
        ])
        .arg(program)
        .args(args)
        .output()
        .ok()?;
    let counted = total(&String::from_utf8_lossy(&output.stderr));
    counted.filter(|counted| output.status.success() && *counted > 0.0)
}

/// The number after `Collected :` in what callgrind says at its end.
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
