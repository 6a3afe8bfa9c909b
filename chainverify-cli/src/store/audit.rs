//! `store audit`: what is odd about the roots that are trusted, those of this machine alone first.

use std::collections::BTreeSet;

use chainverify::Code;
use chainverify::TrustStore;
use chainverify::report::{AuditedRoot, audit as audited};
use chainverify::text::{Style, Text};
use chainverify::trust::programmes::KnownRoot;
use chainverify::trust::{LocalPlaces, PlacedBy, Provenance};
use pki_types::UnixTime;
use serde_json::{Value, json};

use super::list::{heading, say_block, say_names};
use super::sources::{Member, Roots, Setting, Source, hex, setup};
use super::{Answer, json};
use crate::trust::SetupError;

pub(super) fn audit(
    sources: &[Source],
    setting: &Setting<'_>,
    at: UnixTime,
) -> Result<Answer, SetupError> {
    let mut answer = Answer {
        text: Text::new(),
        json: Value::Null,
        warnings: 0,
    };
    let mut stores = Vec::new();
    for (number, source) in sources.iter().enumerate() {
        if number > 0 {
            answer.text.line();
        }
        match sources.first().filter(|_| number > 0) {
            Some(first) if has_all(first, source) => {
                stores.push(json!({ "store": source.id, "all_in": first.id }));
                answer.text.append(heading(source, source.members().len()));
                answer
                    .text
                    .ours(", all of them in ")
                    .append(first.title.clone());
            }
            _ => stores.push(one(source, setting, at, &mut answer)?),
        }
    }
    answer.json = json::object("audit", &[("stores", stores.into())]);
    Ok(answer)
}

/// Whether there is nothing in a store that another one has not, and nothing to warn of.
fn has_all(first: &Source, other: &Source) -> bool {
    let first: BTreeSet<_> = first.members().iter().map(|own| own.sha256).collect();
    let mut others = other.members().into_iter();
    other.warnings.is_empty() && others.all(|member| first.contains(&member.sha256))
}

/// One store: its lines, its warnings counted, its JSON.
fn one(
    source: &Source,
    setting: &Setting<'_>,
    at: UnixTime,
    answer: &mut Answer,
) -> Result<Value, SetupError> {
    let Roots::Certificates(store) = &source.roots else {
        return Err(setup(
            "a root programme is known by fingerprints, which cannot be audited",
        ));
    };
    let nowhere = LocalPlaces::default();
    let places = match source.is_os {
        true => setting.places(),
        false => &nowhere,
    };
    let roots = audited(store, at, places);
    // The planted root is what one looks for.
    let is_local =
        |root: &&AuditedRoot<'_>| matches!(root.provenance, Some(Provenance::Local { .. }));
    let local = roots.iter().filter(is_local);
    let in_order = local.chain(roots.iter().filter(|root| !is_local(root)));
    let text = &mut answer.text;
    text.append(heading(source, store.len()));
    let before = answer.warnings;
    let mut warnings = 0;
    for root in in_order {
        warnings += say_root(root, source, text);
    }
    for unreadable in source.warnings.iter().cloned().chain(unreadable(places)) {
        warnings += 1;
        warning(text).append(unreadable);
    }
    for (cert, block) in places.blocked().filter(|(cert, _)| !store.contains(cert)) {
        text.line()
            .ours("  ")
            .quoted(&cert.subject().display_name())
            .ours(" is not trusted: ");
        say_block(block, text);
    }
    warnings += say_missing(store, places, text);
    for told in &source.notes {
        text.line().ours("  note: ").append(told.clone());
    }
    say_notes(&roots, text);
    if warnings == 0 {
        text.line().ours("  nothing to warn of");
    }
    answer.warnings = before + warnings;
    Ok(json!({
        "store": source.id,
        "roots": roots.iter().filter_map(|root| json_root(root, &roots)).collect::<Vec<_>>(),
        "not_trusted": places.blocked().map(|(cert, block)| json!({ "name": cert.subject().display_name(), "block": block })).collect::<Vec<_>>(),
        "unreadable": source.warnings.iter().cloned().chain(unreadable(places)).map(|line| line.to_string()).collect::<Vec<_>>(),
        "warnings": warnings,
    }))
}

/// What somebody put where roots are put, and the store has not got; how many warnings.
fn say_missing(store: &TrustStore, places: &LocalPlaces, text: &mut Text) -> usize {
    const WORDS: &str = "the store has not got: it was not updated since";
    let is_missing = |cert| !store.contains(cert) && places.block_of(cert).is_none();
    let missing: Vec<_> = places
        .placed()
        .filter(|(cert, _)| is_missing(cert))
        .collect();
    let own = missing
        .iter()
        .filter(|(_, placement)| placement.by == PlacedBy::Administrator);
    let mut count = 0;
    for (cert, placement) in own {
        count += 1;
        warning(text)
            .quoted(&cert.subject().display_name())
            .ours(", which an administrator put there (");
        text.foreign(&placement.path).ours(format!("), {WORDS}"));
    }
    let packages = missing
        .iter()
        .filter(|(_, placement)| placement.by != PlacedBy::Administrator);
    let packages: Vec<_> = packages
        .map(|(cert, _)| cert.subject().display_name())
        .collect();
    if !packages.is_empty() {
        count += 1;
        say_names(packages.iter().map(String::as_str), warning(text));
        text.ours(format!(", which packages put there, {WORDS}"));
    }
    count
}

/// What is in the places of administrators and cannot be read.
fn unreadable(places: &LocalPlaces) -> impl Iterator<Item = Text> {
    places
        .unreadable()
        .iter()
        .map(|error| super::sources::ours(error.to_string()))
}

fn warning(text: &mut Text) -> &mut Text {
    text.line()
        .ours("  ")
        .styled(Style::Warning, "warning")
        .ours(": ")
}

/// Its warnings; how many.
fn say_root(root: &AuditedRoot<'_>, source: &Source, text: &mut Text) -> usize {
    let name = root.anchor.name().display_name();
    let mut count = root.findings.len();
    for finding in &root.findings {
        let line = warning(text).quoted(&name).ours(" ");
        match finding.code() {
            // There is nothing below it here.
            Code::NotCa { .. } => drop(line.ours("is not a CA, and can issue nothing")),
            _ => finding.sentence(line),
        }
    }
    if let Some(block) = &root.blocked {
        count += 1;
        warning(text)
            .quoted(&name)
            .ours(" is in the store, though it is ");
        say_block(block, text);
    }
    if root.same_key_as.is_some() {
        count += 1;
        warning(text)
            .quoted(&name)
            .ours(" is there twice, in certificates with the same name and key");
    }
    if let (1.., Some(cert)) = (count, root.anchor.cert()) {
        let sha256 = chainverify::crypto::digest::sha256(cert.der());
        text.line()
            .ours(format!("           SHA-256 {}", hex(&sha256)));
        if source.is_os && matches!(root.provenance, Some(Provenance::Local { place: None, .. })) {
            text.ours(", in no file that an administrator or a package put there");
        }
    }
    count
}

/// What is worth knowing and no reason to do anything, each kind in a line.
fn say_notes(roots: &[AuditedRoot<'_>], text: &mut Text) {
    let known = || {
        roots
            .iter()
            .filter_map(|root| root.provenance.as_ref()?.root())
    };
    let mut note = |words: &'static str, which: &dyn Fn(&KnownRoot) -> bool| {
        let names: Vec<_> = known()
            .filter(|root| which(root))
            .map(KnownRoot::name)
            .collect();
        if !names.is_empty() {
            text.line().ours(format!("  {} {words}: ", names.len()));
            say_names(names.into_iter(), text);
        }
    };
    note(
        "that Chrome accepts by the date of the first SCT (store show has it)",
        &|root| root.chrome_sct_not_after().is_some(),
    );
    note(
        "that Mozilla accepts by notBefore (store show has it)",
        &|root| root.mozilla_distrust_after().is_some(),
    );
    note("that Mozilla accepts for some names only", &|root| {
        !root.permitted_dns_names().is_empty()
    });
    let constrained = roots.iter().filter(|root| {
        let cert = root.anchor.cert();
        cert.is_some_and(|cert| cert.extensions().name_constraints.value().is_some())
    });
    let constrained: Vec<_> = constrained
        .map(|root| root.anchor.name().display_name())
        .collect();
    if !constrained.is_empty() {
        text.line()
            .ours(format!("  {} with name constraints: ", constrained.len()));
        say_names(constrained.iter().map(String::as_str), text);
    }
}

fn json_root(root: &AuditedRoot<'_>, all: &[AuditedRoot<'_>]) -> Option<Value> {
    let member = Member::of(root.anchor)?;
    let mut value = json::member(&member, root.provenance.clone());
    let findings = root.findings.iter().map(|finding| {
        let code = finding.code();
        json!({ "code": code.id(), "data": code, "text": code.to_string() })
    });
    let same = root
        .same_key_as
        .and_then(|number| Member::of(all.get(number)?.anchor));
    let fields = [
        ("findings", findings.collect::<Vec<_>>().into()),
        ("blocked", json!(root.blocked)),
        ("same_key_as", json!(same.map(|same| hex(&same.sha256)))),
    ];
    if let Value::Object(object) = &mut value {
        object.extend(fields.map(|(key, value)| (key.to_owned(), value)));
    }
    Some(value)
}
