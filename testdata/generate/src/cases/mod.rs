//! The case folders of `testdata/`, and the example chain of the README.

mod case;
mod cert;
mod example;
mod lapse;
mod link;
mod path;
mod revocation;
mod search;
mod trio;
mod write;

pub use case::{Case, Fetch};
pub use example::example;
pub use trio::Trio;
pub use write::{files, write};

/// Every case, in the order of the folders that they are written to.
#[must_use]
pub fn all() -> Vec<Case> {
    let mut cases: Vec<Case> = [
        cert::cases(),
        link::cases(),
        path::cases(),
        revocation::cases(),
        search::cases(),
    ]
    .into_iter()
    .flatten()
    .collect();
    cases.sort_by(|one, other| one.folder().cmp(other.folder()));
    cases
}
