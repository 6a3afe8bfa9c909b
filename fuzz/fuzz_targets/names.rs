//! A name that is asked for, and names that a certificate has: the input is lines of bytes, the
//! first is asked for, the others are its DNS names. What we match, rustls-webpki matches too.
#![no_main]

use chainverify::{Origin, Policy, ReferenceName, Request, TrustStore, Verifier};
use chainverify_fuzz::algorithms::{Says, always};
use chainverify_testdata::{CertBuilder, GeneralName, Key, Name};
use libfuzzer_sys::fuzz_target;
use pki_types::{CertificateDer, ServerName};
use webpki::EndEntityCert;

fuzz_target!(|data: &[u8]| {
    let mut lines = data.split(|byte| *byte == b'\n');
    let Some(Ok(asked)) = lines.next().map(str::from_utf8) else {
        return;
    };
    let Ok(name) = ReferenceName::parse(asked) else {
        return;
    };
    // Not as it is displayed, which is escaped.
    let text = match &name {
        ReferenceName::Dns(text) | ReferenceName::Email(text) | ReferenceName::Uri(text) => {
            text.to_string()
        }
        other => other.to_string(),
    };
    assert_eq!(ReferenceName::parse(&text).as_ref(), Ok(&name));
    let presented: Vec<&[u8]> = lines.take(8).collect();
    let leaf = leaf(presented.iter().map(|name| GeneralName::Dns(name.to_vec())));
    let is_valid = verify(&leaf, name.clone());
    assert!(
        !is_valid || matches!(name, ReferenceName::Dns(_)),
        "a DNS name is no {name:?}"
    );
    if let ReferenceName::Dns(dns) = &name {
        // A name that comes first is matched whatever follows.
        let itself = self::leaf([GeneralName::dns(dns)]);
        assert!(verify(&itself, name.clone()), "{dns} is not itself");
        let upper = dns.to_ascii_uppercase();
        assert!(
            verify(&self::leaf([GeneralName::dns(&upper)]), name.clone()),
            "{dns} by case"
        );
        if let (Ok(wanted), Ok(cert)) =
            (ServerName::try_from(&**dns), EndEntityCert::try_from(&leaf))
        {
            let theirs = cert.verify_is_valid_for_subject_name(&wanted).is_ok();
            assert_eq!(
                is_valid, theirs,
                "whether we and they match {dns} with {presented:?}"
            );
        }
    }
});

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
    let chain = std::slice::from_ref(leaf);
    let request = Request::named(chain, name).at(chainverify_fuzz::now());
    verifier.verify_request(request).is_ok()
}

fn leaf(names: impl IntoIterator<Item = GeneralName>) -> CertificateDer<'static> {
    let cert = CertBuilder::leaf("example.com")
        .key(Key::ed25519("names"))
        .subject(Name::common("Names"))
        .no_names();
    let cert = names.into_iter().fold(cert, CertBuilder::name);
    cert.sign().der.into()
}
