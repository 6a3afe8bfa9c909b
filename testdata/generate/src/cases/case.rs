//! One case: what is presented, what is trusted, what is asked, and what must come of it.

use crate::{Made, pem_chain};

/// A case folder in the making. Unless told otherwise: valid for `example.com` at 2026-06-01T00:00:00Z.
#[derive(Clone, Debug)]
pub struct Case {
    folder: String,
    about: String,
    time: String,
    names: Vec<String>,
    settings: Vec<(&'static str, String)>,
    expect: Expect,
    certificate: Option<&'static str>,
    fetch: Vec<(String, Fetch)>,
    revocation: Vec<(String, Vec<u8>)>,
    chain: Vec<Vec<u8>>,
    roots: Vec<Vec<u8>>,
}

/// What must come out.
#[derive(Clone, Debug)]
enum Expect {
    Valid,
    ValidWith(String),
    Invalid,
    InvalidFor(String),
}

/// What comes back from an address.
#[derive(Clone, Debug)]
pub enum Fetch {
    /// This file: its name under `issuers/`, and its bytes.
    File(&'static str, Vec<u8>),
    /// Nothing, in the time that one is willing to wait.
    Timeout,
    /// Bytes that are no certificate.
    Garbage,
}

impl Case {
    /// A case in this folder (below `testdata/`), and one sentence that says what is odd about its chain.
    #[must_use]
    pub fn new(folder: &str, about: &str) -> Self {
        Self {
            folder: folder.into(),
            about: about.into(),
            time: "2026-06-01T00:00:00Z".into(),
            names: vec!["example.com".into()],
            settings: Vec::new(),
            expect: Expect::Valid,
            certificate: None,
            fetch: Vec::new(),
            revocation: Vec::new(),
            chain: Vec::new(),
            roots: Vec::new(),
        }
    }

    /// What the peer sends, leaf first.
    #[must_use]
    pub fn chain<D: AsRef<[u8]>>(mut self, chain: impl IntoIterator<Item = D>) -> Self {
        self.chain = chain.into_iter().map(|der| der.as_ref().to_vec()).collect();
        self
    }

    /// What is trusted.
    #[must_use]
    pub fn roots<D: AsRef<[u8]>>(mut self, roots: impl IntoIterator<Item = D>) -> Self {
        self.roots = roots.into_iter().map(|der| der.as_ref().to_vec()).collect();
        self
    }

    /// Leaf and intermediate as the chain, and the root as what is trusted.
    #[must_use]
    pub fn trio(self, trio: super::Trio) -> Self {
        let [root, intermediate, leaf] = trio.sign();
        self.chain([&leaf, &intermediate]).roots([&root])
    }

    /// The certificates from the root down to the leaf: the first is trusted, the others are sent.
    #[must_use]
    pub fn descent(self, certificates: &[&Made]) -> Self {
        self.chain(certificates.iter().skip(1).rev())
            .roots(certificates.first())
    }

    /// When it is checked.
    #[must_use]
    pub fn time(mut self, rfc3339: &str) -> Self {
        self.time = rfc3339.into();
        self
    }

    /// The names to check.
    #[must_use]
    pub fn names(mut self, names: &[&str]) -> Self {
        self.names = names.iter().map(|&name| name.into()).collect();
        self
    }

    /// The profile.
    #[must_use]
    pub fn profile(self, profile: &str) -> Self {
        self.set("profile", quoted(profile))
    }

    /// Warnings of form are errors.
    #[must_use]
    pub fn strict(self) -> Self {
        self.switch("strict")
    }

    /// The purpose.
    #[must_use]
    pub fn purpose(self, purpose: &str) -> Self {
        self.set("purpose", quoted(purpose))
    }

    /// How many intermediates may be between leaf and anchor.
    #[must_use]
    pub fn max_depth(self, depth: u8) -> Self {
        self.set("max_depth", depth.to_string())
    }

    /// The shortest RSA key, where that is what the case is about: the profile's may be raised.
    #[must_use]
    pub fn min_rsa_bits(self, bits: u32) -> Self {
        self.set("min_rsa_bits", bits.to_string())
    }

    /// The certificate policies that are acceptable.
    #[must_use]
    pub fn policies(self, policies: &[&str]) -> Self {
        self.set("policies", list(policies))
    }

    /// The roots are trusted for the purpose only for what was issued up to then.
    #[must_use]
    pub fn distrust_after(self, rfc3339: &str) -> Self {
        self.set("distrust_after", quoted(rfc3339))
    }

    /// Turns on a setting of the case file, such as `explicit_policy`.
    #[must_use]
    pub fn switch(self, setting: &'static str) -> Self {
        self.set(setting, "true".into())
    }

    /// What an address returns.
    #[must_use]
    pub fn fetch(mut self, url: &str, answer: Fetch) -> Self {
        self.fetch.push((url.into(), answer));
        self
    }

    /// How revocation is looked at: `off`, `soft` or `hard`.
    #[must_use]
    pub fn revocation(self, mode: &str) -> Self {
        self.set("revocation", quoted(mode))
    }

    /// One more CRL that is given.
    #[must_use]
    pub fn crl(mut self, name: &str, der: Vec<u8>) -> Self {
        self.revocation.push((format!("crls/{name}.crl"), der));
        self
    }

    /// One more OCSP response that is given.
    #[must_use]
    pub fn ocsp(mut self, name: &str, der: Vec<u8>) -> Self {
        self.revocation.push((format!("ocsp/{name}.der"), der));
        self
    }

    /// The OCSP response that the server stapled; none: it was asked to, and did not.
    #[must_use]
    pub fn staple(mut self, der: Option<Vec<u8>>) -> Self {
        let said = match der {
            None => "none",
            Some(der) => {
                self.revocation.push(("staple.der".to_owned(), der));
                "staple.der"
            }
        };
        self.set("staple", quoted(said))
    }

    /// The certificates of the chain that are on a blocklist, by their places: 0 is the leaf.
    #[must_use]
    pub fn blocked(self, places: &[u8]) -> Self {
        self.set("blocked", format!("{places:?}"))
    }

    /// It is valid, and this warning is given.
    #[must_use]
    pub fn warns(mut self, code: &str) -> Self {
        self.expect = Expect::ValidWith(code.into());
        self
    }

    /// It is not valid, and this is the first thing to say.
    #[must_use]
    pub fn invalid(mut self, code: &str) -> Self {
        self.expect = Expect::InvalidFor(code.into());
        self
    }

    /// It is not valid, for whatever reason.
    #[must_use]
    pub fn refused(mut self) -> Self {
        self.expect = Expect::Invalid;
        self
    }

    /// Which certificate the finding is about: `leaf`, `intermediate 1` (next to the leaf), …, `anchor`.
    #[must_use]
    pub fn at(mut self, certificate: &'static str) -> Self {
        self.certificate = Some(certificate);
        self
    }

    fn set(mut self, key: &'static str, value: String) -> Self {
        self.settings.push((key, value));
        self
    }

    /// The folder below `testdata/`.
    #[must_use]
    pub fn folder(&self) -> &str {
        &self.folder
    }

    /// The files of the folder: path below `testdata/`, and content.
    #[must_use]
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        let path = |name: &str| format!("{}/{name}", self.folder);
        let mut files = vec![
            (path("case.toml"), self.toml().into_bytes()),
            (path("chain.pem"), pem_chain(&self.chain).into_bytes()),
        ];
        if !self.roots.is_empty() {
            files.push((path("roots.pem"), pem_chain(&self.roots).into_bytes()));
        }
        files.extend(self.fetch.iter().filter_map(|(_, answer)| match answer {
            Fetch::File(name, bytes) => Some((path(&format!("issuers/{name}")), bytes.clone())),
            Fetch::Timeout | Fetch::Garbage => None,
        }));
        let revocation = self.revocation.iter();
        files.extend(revocation.map(|(name, der)| (path(name), der.clone())));
        files
    }

    fn toml(&self) -> String {
        let mut lines = vec![
            ("about", quoted(&self.about)),
            ("time", quoted(&self.time)),
            ("names", list(&self.names)),
        ];
        lines.extend(self.settings.iter().cloned());
        match &self.expect {
            Expect::Valid => lines.push(("expect", quoted("valid"))),
            Expect::ValidWith(code) => {
                lines.extend([("expect", quoted("valid")), ("code", quoted(code))])
            }
            Expect::Invalid => lines.push(("expect", quoted("invalid"))),
            Expect::InvalidFor(code) => {
                lines.extend([("expect", quoted("invalid")), ("code", quoted(code))])
            }
        }
        lines.extend(
            self.certificate
                .map(|certificate| ("certificate", quoted(certificate))),
        );
        let mut toml: String = lines
            .iter()
            .map(|(key, value)| format!("{key} = {value}\n"))
            .collect();
        if !self.fetch.is_empty() {
            toml.push_str("\n[fetch]\n");
        }
        toml.extend(self.fetch.iter().map(|(url, answer)| match answer {
            Fetch::File(name, _) => {
                format!("{} = {}\n", quoted(url), quoted(&format!("issuers/{name}")))
            }
            Fetch::Timeout => format!("{} = \"timeout\"\n", quoted(url)),
            Fetch::Garbage => format!("{} = \"garbage\"\n", quoted(url)),
        }));
        toml
    }
}

fn quoted(text: &str) -> String {
    assert!(
        !text.contains(['"', '\\', '\n']),
        "the case files keep to text that needs no escapes"
    );
    format!("\"{text}\"")
}

fn list<T: AsRef<str>>(items: &[T]) -> String {
    let items: Vec<_> = items.iter().map(|item| quoted(item.as_ref())).collect();
    format!("[{}]", items.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_file_is_flat_toml() {
        let case = Case::new("search/x", "Odd.")
            .strict()
            .invalid("expired")
            .at("leaf");
        let case = case.fetch("http://ca.test/i", Fetch::Timeout);
        let toml = "about = \"Odd.\"\ntime = \"2026-06-01T00:00:00Z\"\nnames = [\"example.com\"]\nstrict = true\n\
                    expect = \"invalid\"\ncode = \"expired\"\ncertificate = \"leaf\"\n\n[fetch]\n\
                    \"http://ca.test/i\" = \"timeout\"\n";
        assert_eq!(case.toml(), toml);
    }
}
