//! The rules about a whole path (RFC 5280 §6.1). Each keeps the variables of §6.1.2 that it needs,
//! under the RFC's names; the walk that calls them, step by step, is `evidence::path_check`.
//!
//! | RFC 5280 | rule |
//! | --- | --- |
//! | §6.1.2 (a)–(f), §6.1.3 (d)–(f), §6.1.4 (a), (b), (h)–(j), §6.1.5 (a), (b), (g) | `policies` |
//! | §6.1.2 (b), (c), §6.1.3 (b), (c), §6.1.4 (g) | `name_constraints` |
//! | §6.1.2 (k), §6.1.4 (l), (m) | `path_len` |
//!
//! `distrust_after` is of no RFC: what root programmes impose on an anchor.
//!
//! What needs only one certificate (§6.1.3 (a) (2), §6.1.4 (k), (n), (o), §4.2.1.12, and RFC 9525
//! §6 on the leaf) is in `rules/cert`; what needs a certificate and its issuer (§6.1.3 (a) (1), (4)) is in
//! `rules/link`.

pub(crate) mod distrust_after;
pub(crate) mod name_constraints;
pub(crate) mod path_len;
pub(crate) mod policies;

use super::Rule;

/// All rules about paths.
pub(crate) const PATH: &[Rule<()>] = &[
    name_constraints::RULE,
    path_len::RULE,
    policies::RULE,
    distrust_after::RULE,
];

/// Whether a certificate is the last one of its path: the target, which issues nothing on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Final {
    Yes,
    No,
}
