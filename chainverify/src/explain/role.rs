//! The word for the place of a certificate on a path.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;

use crate::cert::Cert;
use crate::finding::CertId;
use crate::search::{Attempt, End, Record};

/// `leaf`, `intermediate 1` and so on, `root` for one that the store does not have, `anchor`.
pub(super) fn role(record: &Record<'_>, attempt: &Attempt, id: CertId) -> String {
    let is_anchor = matches!(id, CertId::Anchor(_));
    match record.position(attempt, id) {
        Some(0) => "leaf".to_owned(),
        _ if is_anchor => "anchor".to_owned(),
        None => "certificate".to_owned(),
        Some(position) => {
            let is_top = record
                .node(attempt.node)
                .is_some_and(|node| node.depth == position);
            let is_root = record.cert(id).is_some_and(Cert::is_self_issued);
            if is_top && is_root && attempt.end == End::Broken {
                return "root".to_owned();
            }
            format!("intermediate {position}")
        }
    }
}
