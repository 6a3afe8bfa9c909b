//! What `chainverify store` says as JSON: one object, `schema` and `action` first.

use chainverify::trust::Provenance;
use chainverify::trust::programmes::KnownRoot;
use serde_json::{Map, Value, json};

use super::sources::{Member, hex};

/// The version of the meaning of the keys.
const SCHEMA: u8 = 1;

pub(super) fn object(action: &str, fields: &[(&str, Value)]) -> Value {
    let head = [
        ("schema", json!(SCHEMA)),
        ("action", json!(action)),
        ("as_of", json!(KnownRoot::AS_OF)),
    ];
    let all = head.into_iter().chain(fields.iter().cloned());
    Value::Object(
        all.map(|(key, value)| (key.to_owned(), value))
            .collect::<Map<_, _>>(),
    )
}

/// A root: what is known of it, null for the rest.
pub(super) fn member(member: &Member<'_>, provenance: Option<Provenance>) -> Value {
    let cert = member.anchor.and_then(|anchor| anchor.cert());
    let known = member.known;
    json!({
        "name": member.name(),
        "sha256": hex(&member.sha256),
        "subject": cert.map(|cert| cert.subject().to_string()),
        "not_before": cert.map(|cert| cert.validity().not_before),
        "not_after": cert.map(|cert| cert.validity().not_after),
        "key": cert.and_then(|cert| Some(cert.public_key().ok()?.kind.to_string())),
        "programmes": known.map(KnownRoot::programmes),
        "provenance": provenance,
    })
}
