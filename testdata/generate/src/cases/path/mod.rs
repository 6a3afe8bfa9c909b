//! The cases of the rules that look at a whole path.

mod distrust_after;
mod name_constraints;
mod path_len;
mod policies;
mod purpose;
mod server_name;

use super::Case;

pub(super) fn cases() -> Vec<Case> {
    [
        distrust_after::cases(),
        path_len::cases(),
        name_constraints::cases(),
        purpose::cases(),
        server_name::cases(),
        policies::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
