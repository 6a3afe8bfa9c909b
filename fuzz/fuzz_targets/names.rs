//! A name that is asked for, and names that a certificate has: the input is lines of bytes, the
//! first is asked for, the others are its DNS names. What we match, rustls-webpki matches too.
#![no_main]

use chainverify::{Origin, Policy, ReferenceName, Request, TrustStore, Verifier};
use chainverify_fuzz::algorithms::{Says, always};
use chainverify_testdata::{CertBuilder, GeneralName, Key, Name};
use libfuzzer_sys::fuzz_target;
use pki_types::{CertificateDer, ServerName, UnixTime};
use webpki::EndEntityCert;

fuzz_target!(|data: &[u8]| {
    let mut lines = data.split(|byte| *byte == b'\n');
    let Some(Ok(asked)) = lines.next().map(str::from_utf8) else {
        return;
    };
    let Ok(name) = ReferenceName::parse(asked) else {
        return;
    };
    let text = name.to_string();
    assert_eq!(
        ReferenceName::parse(&text)
            .ok()
            .map(|name| name.to_string()),
        Some(text.clone())
    );
    let presented: Vec<&[u8]> = lines.take(8).collect();
    let leaf = leaf(presented.iter().map(|name| GeneralName::Dns(name.to_vec())));
    let is_valid = verify(&leaf, name);
    assert!(
        !is_valid || matches!(name, ReferenceName::Dns(_)),
        "a DNS name is no {name:?}"
    );
    if let ReferenceName::Dns(dns) = name {
        // A name that comes first is matched whatever follows.
        let itself = self::leaf([GeneralName::dns(dns)]);
        assert!(verify(&itself, name), "{dns} is not itself");
        let upper = dns.to_ascii_uppercase();
        assert!(
            verify(&self::leaf([GeneralName::dns(&upper)]), name),
            "{dns} by case"
        );
        if let (Ok(wanted), Ok(cert)) = (ServerName::try_from(dns), EndEntityCert::try_from(&leaf))
        {
            let theirs = cert.verify_is_valid_for_subject_name(&wanted).is_ok();
            assert!(
                !is_valid || theirs,
                "only we match {dns} with {presented:?}"
            );
            assert!(
                is_valid || !theirs || is_known(dns, &presented),
                "only they match {dns} with {presented:?}"
            );
        }
    }
});

/// Why we may refuse what the other verifier matches.
fn is_known(_asked: &str, _presented: &[&[u8]]) -> bool {
    false
}

fn verify(leaf: &CertificateDer<'_>, name: ReferenceName<'_>) -> bool {
    let mut roots = TrustStore::new();
    roots
        .add(leaf.clone().into_owned(), Origin::Given)
        .expect("a certificate that can be read");
    let verifier = Verifier::builder()
        .roots(roots)
        .policy(Policy::rfc5280())
        .algorithms(always(Says::Yes))
        .build();
    let time = UnixTime::since_unix_epoch(core::time::Duration::from_secs(1_780_272_000));
    verifier
        .verify_request(Request::new(leaf, time).name(name))
        .is_ok()
}

fn leaf(names: impl IntoIterator<Item = GeneralName>) -> CertificateDer<'static> {
    let cert = CertBuilder::leaf("example.com")
        .key(Key::ed25519("names"))
        .subject(Name::common("Names"))
        .no_names();
    let cert = names.into_iter().fold(cert, CertBuilder::name);
    cert.sign().der.into()
}
