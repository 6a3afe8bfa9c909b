//! The cases of the search: several ways to go, the right issuer missing, or hidden among others.

mod fetched;
mod intercepted;
mod namesakes;
mod rekeyed;
mod sent;
mod several;
mod trusted;

use super::Case;

pub(super) fn cases() -> Vec<Case> {
    [
        fetched::cases(),
        intercepted::cases(),
        namesakes::cases(),
        rekeyed::cases(),
        sent::cases(),
        several::cases(),
        trusted::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn case(name: &str, about: &str) -> Case {
    Case::new(&format!("search/{name}"), about)
}
