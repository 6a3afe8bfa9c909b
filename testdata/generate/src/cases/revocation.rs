//! The cases of revocation: what CRLs, OCSP responses and blocklists say of a chain.

use super::{Case, Trio};
use crate::{
    CertBuilder, Criticality, CrlBuilder, CrlEntry, Extension, GeneralName, Made, OcspBuilder,
    OcspStatus, der, oid,
};

const NO_REV_AVAIL: &str = "2.5.29.56";
const TLS_FEATURE: &str = "1.3.6.1.5.5.7.1.24";
/// After the time of the check.
const LATER: Option<&str> = Some("2026-06-07T00:00:00Z");

pub(super) fn cases() -> Vec<Case> {
    [
        crls(),
        unknown(),
        deltas(),
        scopes(),
        responses(),
        delegated(),
        contradictions(),
        staples(),
        others(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn case(name: &str, about: &str) -> Case {
    Case::new(&format!("revocation/{name}"), about)
}

/// The usual chain, the leaf with serial number 5 and the intermediate with 9.
fn trio() -> Trio {
    Trio::new()
        .intermediate(|ca| ca.serial(&[9]))
        .leaf(|leaf| leaf.serial(&[5]))
}

fn of(name: &str, about: &str, made: &[Made; 3]) -> Case {
    let [root, ca, leaf] = made;
    case(name, about).descent(&[root, ca, leaf])
}

fn no_rev_avail(name: &str, about: &str, made: &[Made; 3]) -> Case {
    let [root, ca, leaf] = made;
    let folder = format!("rules/no_rev_avail/{name}");
    Case::new(&folder, about).descent(&[root, ca, leaf])
}

fn crls() -> Vec<Case> {
    let made = trio().sign();
    let [root, ca, _] = &made;
    let fresh = || CrlBuilder::new(ca);
    let root_crl = CrlBuilder::new(root).sign();
    let revoked = || fresh().entry(&CrlEntry::new(&[5]).reason(1));
    vec![
        of(
            "crl_good",
            "The CRLs of both CAs are given, and list neither certificate.",
            &made,
        )
        .revocation("hard")
        .crl("root", root_crl)
        .crl("ca", fresh().sign()),
        of(
            "crl_revoked",
            "The CRL of the intermediate lists the leaf.",
            &made,
        )
        .crl("ca", revoked().sign())
        .invalid("revoked")
        .at("leaf"),
        of(
            "crl_revoked_off",
            "The CRL of the intermediate lists the leaf, and nobody looks.",
            &made,
        )
        .revocation("off")
        .crl("ca", revoked().sign()),
        of(
            "crl_revoked_without_reason",
            "The CRL of the intermediate lists the leaf without a reason.",
            &made,
        )
        .crl("ca", fresh().entry(&CrlEntry::new(&[5])).sign())
        .invalid("revoked")
        .at("leaf"),
        of(
            "crl_on_hold",
            "The CRL of the intermediate has the leaf on hold.",
            &made,
        )
        .crl("ca", fresh().entry(&CrlEntry::new(&[5]).reason(6)).sign())
        .invalid("revoked")
        .at("leaf"),
    ]
}

/// What a policy that wants to know does not take for an answer.
fn unknown() -> Vec<Case> {
    let made = trio().sign();
    let [root, ca, _] = &made;
    let stale = || {
        let crl = CrlBuilder::new(ca);
        crl.updates("2026-05-01T00:00:00Z", Some("2026-05-08T00:00:00Z"))
    };
    vec![
        of(
            "crl_revoked_intermediate",
            "The CRL of the root lists the intermediate.",
            &made,
        )
        .crl(
            "root",
            CrlBuilder::new(root)
                .entry(&CrlEntry::new(&[9]).reason(2))
                .sign(),
        )
        .crl("ca", CrlBuilder::new(ca).sign())
        .invalid("revoked")
        .at("intermediate 1"),
        of(
            "crl_stale",
            "The CRL of the intermediate is out of date.",
            &made,
        )
        .crl("ca", stale().sign())
        .warns("revocation_unknown")
        .at("leaf"),
        of(
            "crl_stale_hard",
            "The CRL of the intermediate is out of date, and the policy wants to know.",
            &made,
        )
        .revocation("hard")
        .crl("root", CrlBuilder::new(root).sign())
        .crl("ca", stale().sign())
        .invalid("revocation_unknown")
        .at("leaf"),
        of(
            "nothing_given_hard",
            "No CRL is given, and the policy wants to know.",
            &made,
        )
        .revocation("hard")
        .invalid("revocation_not_checked")
        .at("leaf"),
    ]
}

fn deltas() -> Vec<Case> {
    let made = trio().sign();
    let [_, ca, _] = &made;
    let fresh = || CrlBuilder::new(ca);
    let delta = |reason: u8| {
        fresh()
            .extension(Extension::crl_number(2))
            .extension(Extension::delta_crl_indicator(1))
            .entry(&CrlEntry::new(&[5]).reason(reason))
            .sign()
    };
    vec![
        of(
            "crl_delta_revoked",
            "The leaf is in the delta CRL only.",
            &made,
        )
        .crl("ca", fresh().sign())
        .crl("delta", delta(4))
        .invalid("revoked")
        .at("leaf"),
        of(
            "crl_delta_removed",
            "The delta CRL takes the leaf, which was on hold, from the list.",
            &made,
        )
        .crl("ca", fresh().entry(&CrlEntry::new(&[5]).reason(6)).sign())
        .crl("delta", delta(8)),
    ]
}

fn scopes() -> Vec<Case> {
    let at = |uri: &str| {
        trio()
            .leaf(|leaf| leaf.extension(Extension::crl_distribution_point(uri)))
            .sign()
    };
    let made = at("http://ca.test/7.crl");
    let [_, ca, _] = &made;
    let part = |uri: &str| {
        let name = der::context(0, &der::context(0, &GeneralName::uri(uri).der()));
        CrlBuilder::new(ca).extension(Extension::issuing_distribution_point(&[name]))
    };
    vec![
        of(
            "crl_part",
            "The leaf's own part of a partitioned CRL is given.",
            &made,
        )
        .crl("7", part("http://ca.test/7.crl").sign()),
        of(
            "crl_other_part",
            "Another part of the partitioned CRL is given.",
            &made,
        )
        .crl("8", part("http://ca.test/8.crl").sign())
        .warns("revocation_unknown")
        .at("leaf"),
        of(
            "crl_part_in_upper_case",
            "The part that is given has the leaf's URI in upper case.",
            &made,
        )
        .crl("7", part("http://CA.test/7.crl").sign())
        .warns("revocation_unknown")
        .at("leaf"),
    ]
}

fn response(ca: &Made, status: &OcspStatus) -> OcspBuilder {
    OcspBuilder::new(ca).single(ca, &[5], status, LATER)
}

fn revoked() -> OcspStatus {
    OcspStatus::Revoked("2026-03-01T00:00:00Z".into(), Some(1))
}

fn responses() -> Vec<Case> {
    let made = trio().sign();
    let [_, ca, _] = &made;
    let by_ca = |status: &OcspStatus| response(ca, status).sign();
    vec![
        of("ocsp_good", "An OCSP response of the CA says good.", &made)
            .ocsp("good", by_ca(&OcspStatus::Good)),
        of(
            "ocsp_revoked",
            "An OCSP response of the CA says revoked.",
            &made,
        )
        .ocsp("revoked", by_ca(&revoked()))
        .invalid("revoked")
        .at("leaf"),
        of(
            "ocsp_unknown",
            "The responder does not know the leaf.",
            &made,
        )
        .ocsp("unknown", by_ca(&OcspStatus::Unknown))
        .warns("revocation_unknown")
        .at("leaf"),
    ]
}

fn delegated() -> Vec<Case> {
    let made = trio().sign();
    let [_, ca, _] = &made;
    let by = |purpose: &str, status: &OcspStatus| {
        let responder = CertBuilder::leaf("responder.test")
            .extension(Extension::extended_key_usage(&[purpose]))
            .issuer(ca)
            .sign();
        OcspBuilder::new(&responder)
            .single(ca, &[5], status, LATER)
            .cert(&responder.der)
            .sign()
    };
    vec![
        of(
            "ocsp_responder",
            "A responder that the CA named says revoked.",
            &made,
        )
        .ocsp("revoked", by("1.3.6.1.5.5.7.3.9", &revoked()))
        .invalid("revoked")
        .at("leaf"),
        of(
            "ocsp_responder_without_purpose",
            "Who signed is no OCSP responder by its extended key usage.",
            &made,
        )
        .ocsp("good", by(oid::SERVER_AUTH, &OcspStatus::Good))
        .warns("revocation_unknown")
        .at("leaf"),
    ]
}

fn contradictions() -> Vec<Case> {
    let made = trio().sign();
    let [_, ca, _] = &made;
    let listing = CrlBuilder::new(ca).entry(&CrlEntry::new(&[5]).reason(1));
    vec![
        of(
            "ocsp_good_crl_revoked",
            "The OCSP response says good, and the CRL lists the leaf.",
            &made,
        )
        .ocsp("good", response(ca, &OcspStatus::Good).sign())
        .crl("ca", listing.sign())
        .invalid("revoked")
        .at("leaf"),
        of(
            "ocsp_revoked_crl_good",
            "The OCSP response says revoked, and the CRL does not list the leaf.",
            &made,
        )
        .ocsp("revoked", response(ca, &revoked()).sign())
        .crl("ca", CrlBuilder::new(ca).sign())
        .invalid("revoked")
        .at("leaf"),
    ]
}

fn staples() -> Vec<Case> {
    let made = trio()
        .leaf(|leaf| {
            let features = der::sequence([der::integer(5)]);
            leaf.raw_extension(TLS_FEATURE, Criticality::NonCritical, &features)
        })
        .sign();
    let [_, ca, _] = &made;
    let stale =
        OcspBuilder::new(ca).single(ca, &[5], &OcspStatus::Good, Some("2026-05-31T12:00:00Z"));
    vec![
        of(
            "staple_good",
            "The leaf demands a stapled response, and there is one.",
            &made,
        )
        .staple(Some(response(ca, &OcspStatus::Good).sign())),
        of(
            "staple_missing",
            "The leaf demands a stapled response, and there is none.",
            &made,
        )
        .staple(None)
        .invalid("staple_missing")
        .at("leaf"),
        of(
            "staple_stale",
            "The leaf demands a stapled response, and the one that was sent is out of date.",
            &made,
        )
        .staple(Some(stale.sign()))
        .invalid("staple_missing")
        .at("leaf"),
    ]
}

fn others() -> Vec<Case> {
    let say_none =
        |cert: CertBuilder| cert.raw_extension(NO_REV_AVAIL, Criticality::NonCritical, &[5, 0]);
    let plain = trio().sign();
    let with = trio().leaf(say_none).sign();
    let beside = trio()
        .leaf(|leaf| {
            say_none(leaf).extension(Extension::crl_distribution_point("http://ca.test/7.crl"))
        })
        .sign();
    let in_ca = trio().intermediate(say_none).sign();
    vec![
        of("blocked_leaf", "The leaf is on the blocklist.", &plain)
            .blocked(&[0])
            .invalid("blocklisted")
            .at("leaf"),
        of("blocked_intermediate", "The intermediate is on the blocklist.", &plain)
            .blocked(&[1])
            .invalid("blocklisted")
            .at("intermediate 1"),
        no_rev_avail("present", "The leaf says that there is no revocation information.", &with)
            .crl("root", CrlBuilder::new(&with[0]).sign())
            .revocation("hard"),
        no_rev_avail("beside_crl", "The leaf says that there is no revocation information, and where it is.", &beside)
            .warns("no_rev_avail_contradicted")
            .at("leaf"),
        no_rev_avail("in_ca", "The intermediate says that there is no revocation information.", &in_ca)
            .warns("no_rev_avail_in_ca")
            .at("intermediate 1"),
        no_rev_avail("beside_crl_strict", "The leaf says that there is no revocation information, and where it is.", &beside)
            .strict()
            .invalid("no_rev_avail_contradicted")
            .at("leaf"),
        no_rev_avail("in_ca_strict", "The intermediate says that there is no revocation information.", &in_ca)
            .strict()
            .invalid("no_rev_avail_in_ca")
            .at("intermediate 1"),
        of(
            "short_lived",
            "The leaf is valid for 7 days to the second, and nothing else says whether it was revoked.",
            &trio()
                .leaf(|leaf| leaf.validity("2026-05-30T00:00:00Z", "2026-06-05T23:59:59Z"))
                .sign(),
        )
        .crl("root", CrlBuilder::new(&trio().sign()[0]).sign())
        .revocation("hard"),
        of(
            "not_short_lived",
            "The leaf is valid for 7 days and a second, and nothing says whether it was revoked.",
            &trio()
                .leaf(|leaf| leaf.validity("2026-05-30T00:00:00Z", "2026-06-06T00:00:00Z"))
                .sign(),
        )
        .crl("root", CrlBuilder::new(&trio().sign()[0]).sign())
        .revocation("hard")
        .invalid("revocation_not_checked")
        .at("leaf"),
    ]
}
