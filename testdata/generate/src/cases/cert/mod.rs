//! The cases of the rules that look at one certificate.

mod algorithm_encoding;
mod basic_constraints;
mod critical;
mod criticality;
mod extended_key_usage;
mod key_identifiers;
mod key_usage;
mod leaf;
mod malformed;
mod names;
mod public_suffix;
mod serial;
mod signature_algorithm;
mod strength;
mod subject_alt_name;
mod time_encoding;
mod unique_identifiers;
mod validity;
mod version;

use super::Case;

pub(super) fn cases() -> Vec<Case> {
    [
        validity::cases(),
        version::cases(),
        names::cases(),
        basic_constraints::cases(),
        key_usage::cases(),
        critical::cases(),
        strength::cases(),
        signature_algorithm::cases(),
        malformed::cases(),
        serial::cases(),
        leaf::cases(),
        key_identifiers::cases(),
        criticality::cases(),
        extended_key_usage::cases(),
        subject_alt_name::cases(),
        public_suffix::cases(),
        algorithm_encoding::cases(),
        time_encoding::cases(),
        unique_identifiers::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
