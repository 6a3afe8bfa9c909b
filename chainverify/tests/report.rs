//! Reports as a user or a machine gets them: typed fields, the names in JSON, how much the text says,
//! and that no certificate can write on the terminal.

#![cfg(all(
    feature = "std",
    feature = "ring",
    feature = "digest",
    feature = "mozilla-roots",
    feature = "serde"
))]

#[path = "by_hand/mod.rs"]
mod by_hand;

#[path = "report/detail.rs"]
mod detail;
#[path = "report/fields.rs"]
mod fields;
#[path = "report/fixes.rs"]
mod fixes;
#[path = "report/json.rs"]
mod json;
