//! Chains of products that inspect TLS connections, without their root in the store. Only the names
//! are theirs.

use super::case;
use crate::cases::Case;
use crate::{CertBuilder, Made, Name, oid};

fn product(common_name: &str, organization: &str) -> (Made, Made) {
    let name = |common_name| Name::common(common_name).and(oid::ORGANIZATION, organization);
    let root = CertBuilder::ca("Root").subject(name(common_name)).sign();
    let issuing = CertBuilder::intermediate("Issuing")
        .subject(name("Issuing CA of a gateway"))
        .issuer(&root)
        .sign();
    (root, issuing)
}

pub(super) fn cases() -> Vec<Case> {
    let (_, gateway) = product("Zscaler Root CA", "Zscaler Inc.");
    let below_gateway = CertBuilder::leaf("example.com").issuer(&gateway).sign();
    let (proxy, _) = product("mitmproxy", "mitmproxy");
    let below_proxy = CertBuilder::leaf("example.com").issuer(&proxy).sign();
    let (near, _) = product("Norton Healthcare CA", "Zscalerian");
    let below_near = CertBuilder::leaf("example.com").issuer(&near).sign();
    let public = CertBuilder::ca("Test Root").sign();
    vec![
        case(
            "intercepted",
            "A gateway sent a leaf of its own and its issuing CA; nobody trusts its root here.",
        )
        .chain([&below_gateway, &gateway])
        .roots([&public])
        .invalid("issuer_not_found")
        .at("intermediate 1"),
        case(
            "intercepted_leaf_alone",
            "A gateway sent a leaf of its own, and nothing else.",
        )
        .chain([&below_gateway])
        .roots([&public])
        .invalid("issuer_not_found")
        .at("leaf"),
        case(
            "intercepted_root_sent",
            "A debugging proxy sent a leaf of its own and its root, which nobody trusts here.",
        )
        .chain([&below_proxy, &proxy])
        .roots([&public])
        .invalid("untrusted_root")
        .at("intermediate 1"),
        case(
            "intercepted_by_nobody",
            "The root that nobody trusts has words in its name that begin like those of products.",
        )
        .chain([&below_near, &near])
        .roots([&public])
        .invalid("untrusted_root")
        .at("intermediate 1"),
    ]
}
