//! The step machine by hand: what it asks for and takes, what it tries and in which cost, where its
//! limits end it.

#[path = "by_hand/mod.rs"]
mod by_hand;

#[path = "search/anchors.rs"]
mod anchors;
#[path = "search/counting.rs"]
mod counting;
#[path = "search/inherited.rs"]
mod inherited;
#[path = "search/known_issuers.rs"]
mod known_issuers;
#[path = "search/late.rs"]
mod late;
#[path = "search/limits.rs"]
mod limits;
#[path = "search/memory.rs"]
mod memory;
#[path = "search/needs.rs"]
mod needs;
#[path = "search/own_checks.rs"]
mod own_checks;
#[path = "search/setup.rs"]
mod setup;
#[path = "search/several.rs"]
mod several;
#[path = "search/several_needs.rs"]
mod several_needs;
