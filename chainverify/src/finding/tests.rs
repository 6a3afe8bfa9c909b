//! Sentences, fixes and JSON of codes.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::code::TABLE;
use super::template::placeholders;
use super::{
    About, Act, BasicConstraintsState, Category, Code, FixBy, Listed, NearName, NearSubtree,
    Rejection, Role, SignatureCause, urls,
};
use crate::cert::ext::GeneralName;
use crate::cert::{KeyKindBuf, Name, NameBuf};
use crate::der::{Oid, OidBuf, Time, known};
use crate::names::{PresentedName, ReferenceName};
use crate::text::{Style, Text};

fn dns(name: &str) -> PresentedName {
    PresentedName::of(&GeneralName::Dns(name.as_bytes()))
}

fn issuer(common_name: &str) -> NameBuf {
    let length = |more| u8::try_from(common_name.len() + more).unwrap();
    let mut name = Vec::from([0x31, length(9), 0x30, length(7), 6, 3, 0x55, 4, 3]);
    name.extend([0x0c, length(0)]);
    name.extend(common_name.bytes());
    NameBuf::from(Name::from_contents(&name))
}

fn about(role: Role) -> About {
    About {
        role,
        subject: "a.example".into(),
        issuer: "CA".into(),
        sha256: None,
    }
}

fn day(day: i64) -> Time {
    Time::from_unix(1_767_225_600 + day * 86_400)
}

#[test]
fn ids_are_unique_and_in_snake_case() {
    let mut ids: Vec<_> = TABLE.iter().map(|(id, ..)| *id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), TABLE.len());
    let is_snake = |id: &str| {
        id.bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    };
    assert!(ids.iter().all(|id| is_snake(id)));
}

#[test]
fn every_placeholder_of_a_sentence_or_fix_is_a_field_and_every_field_is_said() {
    for (id, fields, templates) in TABLE {
        let mut said: Vec<&str> = Vec::new();
        for template in *templates {
            for name in placeholders(template) {
                let of_certificate = ["certificate", "subject", "issuer", "sha256"];
                let is_field = fields.contains(&name) || !of_certificate.contains(&name);
                said.extend(name.split("..").filter(|_| is_field));
            }
            let balanced =
                |open, close| template.matches(open).count() == template.matches(close).count();
            assert!(balanced('{', '}') && balanced('[', ']'), "{id}: {template}");
        }
        assert!(
            said.iter().all(|name| fields.contains(name)),
            "{id}: {said:?}"
        );
        assert!(
            fields.iter().all(|name| said.contains(name)),
            "{id}: {said:?}"
        );
    }
}

/// A sentence is a predicate, and a cause is one: neither it nor a fix offers two.
#[test]
fn sentences_and_fixes_are_one_clause_without_full_stop() {
    for (id, _, templates) in TABLE {
        for template in *templates {
            assert!(!template.ends_with('.'), "{id}: {template}");
            assert!(
                template.starts_with(|first: char| first.is_lowercase()),
                "{id}: {template}"
            );
            assert!(!template.contains(" or "), "{id}: {template}");
        }
    }
}

#[test]
fn a_date_is_said_with_its_distance_from_the_time_of_the_check() {
    let expired = |at| Code::Expired {
        not_after: day(0),
        at,
    };
    let said = |at: Time| expired(at).to_string();
    assert_eq!(
        said(day(151)),
        "expired 2026-01-01, 151 days before the time of the check"
    );
    for (seconds, distance) in [
        (1, "1 second"),
        (90, "90 seconds"),
        (7_200, "2 hours"),
        (86_400, "1 day"),
        (100_000, "27 hours"),
        (800 * 86_400, "2 years"),
    ] {
        let at = Time::from_unix(day(0).as_unix() + seconds);
        assert!(said(at).contains(distance), "{}", said(at));
    }
    let (act, text) = expired(day(1)).fix(&about(Role::Leaf));
    assert_eq!(act, Act::Renew);
    assert_eq!(text.to_string(), "renew the certificate of \"a.example\"");
}

#[test]
fn a_date_of_distrust_says_whose_it_is_and_as_of_when() {
    let code = |list| Code::IssuedAfterDistrust {
        anchor: issuer("Root"),
        not_before: day(1),
        after: day(0),
        list,
    };
    let wanted = "was issued 2026-01-02, but \"Root\" is trusted only for certificates issued up to \
                  2026-01-01";
    assert_eq!(code(None).to_string(), wanted);
    let by_list = code(Some("Mozilla's list of 2026-05"));
    let wanted = alloc::format!("{wanted}, says Mozilla's list of 2026-05");
    assert_eq!(by_list.to_string(), wanted);
}

#[test]
fn names_have_their_kind_and_quotes_of_ours() {
    let ip = GeneralName::Ip(&[192, 0, 2, 7]);
    let names = [dns("a.example"), dns("b.example"), PresentedName::of(&ip)];
    let code = Code::NameMismatch {
        wanted: ReferenceName::parse("c.example").unwrap(),
        presented: Listed::new(names, |name| name),
        common_name: None,
        near: None,
    };
    assert_eq!(
        code.to_string(),
        "is not valid for the host name \"c.example\"; its names: dNSName \"a.example\", \"b.example\", iPAddress \"192.0.2.7\""
    );
    let mut text = Text::new();
    code.sentence(&mut text);
    let foreign: Vec<_> = text
        .pieces()
        .iter()
        .filter(|piece| piece.style == Style::Foreign)
        .map(|piece| &*piece.text)
        .collect();
    assert_eq!(
        foreign,
        ["c.example", "a.example", "b.example", "192.0.2.7"]
    );
}

#[test]
fn what_is_near_and_what_does_not_count_is_said_only_where_it_is() {
    let code = |presented: &[&str], common_name: Option<&str>, near| Code::NameMismatch {
        wanted: ReferenceName::parse("a.b.example").unwrap(),
        presented: Listed::new(presented.iter(), |name| dns(name)),
        common_name: common_name.map(Into::into),
        near,
    };
    assert_eq!(
        code(&[], Some("a.b.example"), None).to_string(),
        "is not valid for the host name \"a.b.example\"; its names: none; its common name \"a.b.example\" does not count"
    );
    let name = dns("*.example");
    let near = NearName::Wildcard { name };
    assert_eq!(
        code(&["*.example"], None, Some(near)).to_string(),
        "is not valid for the host name \"a.b.example\"; its names: dNSName \"*.example\"; the \"*\" of \"*.example\" stands for exactly one label"
    );
}

#[test]
fn a_subtree_that_seems_to_hold_a_name_says_why_it_does_not() {
    let near = |name: &GeneralName<'_>, base: &GeneralName<'_>| {
        let (name, base) = (PresentedName::of(name), PresentedName::of(base));
        let near = NearSubtree::of(&name, &[dns("other.test"), base.clone()])?;
        let (NearSubtree::BelowOnly { base: of } | NearSubtree::HostOnly { base: of }) = &near;
        assert_eq!(*of, base);
        Some(matches!(near, NearSubtree::BelowOnly { .. }))
    };
    use GeneralName::{Dns, Email, Uri};
    let (below, host) = (b".Example.com", b"example.com");
    assert_eq!(near(&Dns(b"example.com"), &Dns(below)), Some(true));
    assert_eq!(near(&Email(b"a@example.com"), &Email(below)), Some(true));
    assert_eq!(
        near(&Uri(b"x://u@example.com:1/a"), &Uri(below)),
        Some(true)
    );
    assert_eq!(near(&Email(b"a@b.example.com"), &Email(host)), Some(false));
    assert_eq!(near(&Uri(b"x://b.EXAMPLE.com?a"), &Uri(host)), Some(false));
    for (name, base) in [
        (Dns(b"a.example.com"), Dns(host)),
        (Dns(b"badexample.com"), Dns(below)),
        (Email(b"a@badexample.com"), Email(host)),
        (Email(b"a@example.com"), Email(host)),
        (Email(b"example.com"), Email(host)),
        (Email(b"a@b.example.com"), Email(b"c@example.com")),
    ] {
        assert_eq!(near(&name, &base), None);
    }
}

#[test]
fn a_long_list_counts_the_rest() {
    let names: Vec<_> = (0..14).map(|n| alloc::format!("{n}.example")).collect();
    let listed = Listed::new(&names, |name| dns(name));
    assert_eq!((listed.items().len(), listed.more()), (12, 2));
    let oids = [&[0x2a; 100][..], &[0x2a, 3]];
    let listed = Listed::oids(oids.map(Oid::from_contents));
    assert_eq!((listed.items().len(), listed.more()), (1, 1));
}

#[test]
fn a_fix_fits_the_role() {
    let code = Code::NotCa {
        basic_constraints: BasicConstraintsState::Absent,
    };
    let said = |code: &Code, role| {
        let (act, text) = code.fix(&about(role));
        assert_eq!(act, code.act(role));
        alloc::format!("{}: {text}", act.by(role))
    };
    let reissue = "reissue the certificate of \"a.example\" with cA TRUE in its basic constraints, if it is meant to be a CA";
    for role in [Role::Intermediate, Role::Anchor] {
        assert_eq!(said(&code, role), ["CA operator: ", reissue].concat());
    }
    assert_eq!(
        said(&Code::KeyUsageEmpty, Role::Leaf),
        "site operator: have \"CA\" reissue the certificate of \"a.example\" with the uses of its key in the key usage"
    );
    let expired = Code::Expired {
        not_after: day(0),
        at: day(1),
    };
    assert_eq!(
        said(&expired, Role::Intermediate),
        "site operator: send the renewed certificate of \"a.example\" in place of this one"
    );
    let reason = Rejection::new("pinned", "no pinned key");
    let rejected = Code::Rejected { reason };
    assert_eq!(rejected.act(Role::Leaf).by(Role::Leaf), FixBy::User);
    assert_eq!(rejected.category(), Category::Constraint);
    assert_eq!(
        rejected.to_string(),
        "was rejected by the caller's own check \"pinned\": \"no pinned key\""
    );
}

/// Who can do what to a certificate of which role: no other pair can come out of the table.
#[test]
fn the_party_of_a_fix_can_act_on_the_certificate() {
    use Act::{Ask, Install, Omit, Reissue, Renew, Replace, Send, Store};
    for role in [Role::Leaf, Role::Intermediate, Role::Anchor] {
        let is_leaf = role == Role::Leaf;
        for act in [Renew, Reissue, Replace] {
            let issued_to = if is_leaf { FixBy::Operator } else { FixBy::Ca };
            assert_eq!(act.by(role), issued_to);
        }
        for act in [Send, Install, Omit] {
            assert_eq!(act.by(role), FixBy::Operator);
        }
        for act in [Store, Ask] {
            assert_eq!(act.by(role), FixBy::User);
        }
    }
}

#[test]
fn a_certificate_without_a_name_is_this_one() {
    let nameless = About {
        subject: "".into(),
        issuer: "".into(),
        ..about(Role::Leaf)
    };
    assert_eq!(
        Code::EmptyIssuer.fix(&nameless).1.to_string(),
        "have its CA reissue this certificate with the name of its issuer"
    );
}

#[test]
fn a_signature_says_its_cause_only_where_it_is_known() {
    let code = |cause| Code::SignatureInvalid {
        issuer: issuer("CA"),
        cause,
        key_ids: None,
    };
    let said = "has a signature that does not verify with the key of \"CA\"";
    assert_eq!(code(SignatureCause::Unknown).to_string(), said);
    assert_eq!(
        code(SignatureCause::NotByThisKey).to_string(),
        [said, ": this key did not make it"].concat()
    );
}

#[test]
fn an_issuer_that_is_missing_is_named_with_the_places_to_get_it() {
    let counted = |places: &[&str], more| Code::IssuerNotFound {
        key_id: None,
        namesake: None,
        product: None,
        issuer: issuer("CA ✓"),
        urls: urls(places.iter().copied(), more),
    };
    let said = "was issued by \"CA \\u{2713}\", whose certificate is in neither the chain nor the trust store";
    let code = |places| counted(places, 0);
    assert_eq!(code(&[]).to_string(), said);
    assert_eq!(
        counted(&["http://a/1"], 2).to_string(),
        [said, "; it may be had at \"http://a/1\" and 2 more"].concat()
    );
    assert_eq!(
        counted(&[], 1).to_string(),
        [said, "; it may be had at 1 that is too long to be listed"].concat()
    );
    assert_eq!(
        code(&["http://a/1", "http://b/2"]).to_string(),
        [said, "; it may be had at \"http://a/1\", \"http://b/2\""].concat()
    );
    let (_, fix) = code(&[]).fix(&about(Role::Leaf));
    assert_eq!(
        fix.to_string(),
        "send the certificate of \"CA \\u{2713}\" with the chain"
    );
}

#[test]
fn identifiers_have_the_names_that_people_know() {
    let oid = |contents: &[u8]| OidBuf::from(Oid::from_contents(contents));
    let said = |contents| Code::UnknownCriticalExtension { oid: oid(contents) }.to_string();
    assert!(said(known::TLS_FEATURE).contains("extension TLS feature (1.3.6.1.5.5.7.1.24), "));
    assert!(said(&[0x2a, 3]).contains("extension 1.2.3, "));
    let key = KeyKindBuf::Curve {
        oid: oid(known::P192),
    };
    assert!(
        Code::KeyNotAllowed { key }
            .to_string()
            .contains(": P-192; allowed are")
    );
}

#[cfg(feature = "serde")]
#[test]
fn json_has_the_id_and_each_field_as_its_type() {
    let json = |code: &Code| serde_json::to_value(code).unwrap();
    let code = Code::NameMismatch {
        wanted: ReferenceName::parse("c.example").unwrap(),
        presented: Listed::new(["a.example"], dns),
        common_name: None,
        near: None,
    };
    let expected = serde_json::json!({
        "id": "name_mismatch",
        "wanted": { "kind": "dns", "value": "c.example" },
        "presented": { "items": [{ "kind": "dNSName", "text": "a.example" }], "more": 0 },
        "common_name": null,
        "near": null,
    });
    assert_eq!(json(&code), expected);
    let code = Code::NotCa {
        basic_constraints: BasicConstraintsState::NotCa,
    };
    let expected = serde_json::json!({ "id": "not_a_ca", "basic_constraints": "not_ca" });
    assert_eq!(json(&code), expected);
    let code = Code::Expired {
        not_after: day(0),
        at: day(1),
    };
    assert_eq!(json(&code)["not_after"], "2026-01-01T00:00:00Z");
    let severities: Vec<String> =
        [Category::Time.to_string(), Category::Malformed.to_string()].into();
    assert_eq!(
        serde_json::to_value([Category::Time, Category::Malformed]).unwrap(),
        serde_json::json!(severities)
    );
}
