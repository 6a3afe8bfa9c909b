//! Certificate Transparency: timestamps of logs, what browsers make of them, and how a report says it.

#![cfg(all(feature = "ct", feature = "ring", feature = "serde", feature = "std"))]

#[path = "by_hand/mod.rs"]
mod by_hand;

#[path = "ct/counted.rs"]
mod counted;
#[path = "ct/json.rs"]
mod json;
#[path = "ct/logs.rs"]
mod logs;
#[path = "ct/reported.rs"]
mod reported;
#[path = "ct/verified.rs"]
mod verified;
