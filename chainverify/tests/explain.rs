//! Explanations as a user or a machine gets them: how much they say, the stable names of the rows,
//! the comparison with Mozilla's set, and that no certificate can write on the terminal.

#[path = "by_hand/mod.rs"]
mod by_hand;

#[path = "explain/detail.rs"]
mod detail;
#[path = "explain/rows.rs"]
mod rows;
#[path = "explain/safe.rs"]
mod safe;
