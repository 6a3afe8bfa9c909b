//! Cases of the rule `name_constraints` (RFC 5280 §4.2.1.10, §6.1.3 (b) and (c), §6.1.4 (g)).

mod directory;
mod dns;
mod email;
mod ip;
mod nested;
mod uri;

use crate::cases::{Case, Trio};
use crate::{Extension, GeneralName, Name};

const PERMITTED: &str = "name_not_permitted";
const EXCLUDED: &str = "name_excluded";

pub(super) fn cases() -> Vec<Case> {
    [
        dns::cases(),
        ip::cases(),
        email::cases(),
        uri::cases(),
        directory::cases(),
        nested::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn case(name: &str, about: &str) -> Case {
    Case::new(&format!("rules/name_constraints/{name}"), about)
}

fn permit(base: GeneralName) -> Extension {
    Extension::name_constraints(&[base], &[])
}

fn exclude(base: GeneralName) -> Extension {
    Extension::name_constraints(&[], &[base])
}

/// A leaf with one more name, under an intermediate with these constraints.
fn constrained(constraints: Extension, name: GeneralName) -> Trio {
    Trio::new()
        .intermediate(|ca| ca.extension(constraints))
        .leaf(|leaf| leaf.name(name))
}

/// A leaf with one name only, under an intermediate with these constraints.
fn sole(constraints: Extension, name: GeneralName) -> Trio {
    Trio::new()
        .intermediate(|ca| ca.extension(constraints))
        .leaf(|leaf| leaf.no_names().subject(Name::common("Test")).name(name))
}
