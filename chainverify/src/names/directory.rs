//! directoryName constraints (RFC 5280 §4.2.1.10): a subtree holds every name that begins with
//! its RDNs, compared by §7.1. Not the comparison of whole names, which is `cert::Name`'s.

use super::Malformed;
use crate::cert::Name;

/// Whether `name` lies in the subtree below `base`. The empty base holds every name.
pub(crate) fn in_subtree(name: Name<'_>, base: Name<'_>) -> Result<bool, Malformed> {
    if !name.is_well_formed() {
        return Err(Malformed::Name);
    }
    if !base.is_well_formed() {
        return Err(Malformed::Constraint);
    }
    let mut rdns = name.rdns();
    Ok(base
        .rdns()
        .all(|wanted| rdns.next().is_some_and(|found| found == wanted)))
}
