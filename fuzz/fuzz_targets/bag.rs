//! Bags of certificates that link by name and key in every way, built by a grammar.
#![no_main]

use chainverify::{DirectTrust, Exploration, Origin, Policy, ReferenceName, Switch, TrustStore};
use chainverify_fuzz::grammar::Bag;
use chainverify_fuzz::invariants::{Question, check};
use libfuzzer_sys::arbitrary::{Result, Unstructured};
use libfuzzer_sys::fuzz_target;
use pki_types::UnixTime;

fuzz_target!(|data: &[u8]| {
    let _ = run(&mut Unstructured::new(data));
});

fn run(u: &mut Unstructured<'_>) -> Result<()> {
    let bag: Bag = u.arbitrary()?;
    let mut roots = TrustStore::new();
    for root in &bag.roots {
        let _ = roots.add(root.clone(), Origin::Given);
    }
    let asked = ["host.example.com", "192.0.2.1", "someone@host.example.com"];
    let mut names = Vec::new();
    for _ in 0..u.int_in_range(0..=2)? {
        names.push(ReferenceName::parse(u.choose(&asked)?).expect("a well-formed name"));
    }
    check(&Question {
        leaf: &bag.leaf,
        intermediates: &bag.intermediates,
        roots,
        names,
        policy: policy(u)?,
        time: UnixTime::since_unix_epoch(core::time::Duration::from_secs(1_780_272_000)),
    });
    Ok(())
}

fn policy(u: &mut Unstructured<'_>) -> Result<Policy> {
    let switch = |set| if set { Switch::Set } else { Switch::NotSet };
    let mut policy = match u.int_in_range(0..=3)? {
        0 => Policy::web_server(),
        1 => Policy::web_client(),
        2 => Policy::rfc5280(),
        _ => Policy::web_server().strict(),
    };
    policy.initial_explicit_policy = switch(u.arbitrary()?);
    policy.initial_policy_mapping_inhibit = switch(u.arbitrary()?);
    policy.initial_any_policy_inhibit = switch(u.arbitrary()?);
    if u.arbitrary()? {
        policy.exploration = Exploration::All;
    }
    if u.arbitrary()? {
        policy.direct_trust = DirectTrust::Off;
    }
    Ok(policy)
}
