//! The rules, in three lists sorted by what they look at: one certificate, a certificate and its
//! issuer, a whole path. A rule checks and reports; it never searches.

pub(crate) mod cert;
pub(crate) mod link;
pub(crate) mod path;

use alloc::vec::Vec;
use core::mem::discriminant;

use crate::der::{Field, Oid, OidBuf, Reader, Span, tag};
use crate::finding::{CertRef, Code, Finding};
use crate::policy::Policy;

/// One rule: its name (also that of its file and of its folder of cases), its reference,
/// and the check.
pub(crate) struct Rule<Check> {
    pub(crate) id: &'static str,
    pub(crate) reference: &'static str,
    pub(crate) check: Check,
}

/// Of one code about one certificate, only so many findings are looked at, and more are counted: a
/// certificate of 1 MB has 350 000 names, and each may be malformed.
const MOST_ALIKE: u32 = 8;

/// Where rules put what they find; each code gets the severity that the policy gives it, or is
/// dropped.
#[derive(Clone, Debug)]
pub(crate) struct Findings<'p> {
    policy: &'p Policy,
    certificate: CertRef,
    list: Vec<Finding>,
}

impl<'p> Findings<'p> {
    /// For findings about `certificate`.
    pub(crate) const fn new(policy: &'p Policy, certificate: CertRef) -> Self {
        Self {
            policy,
            certificate,
            list: Vec::new(),
        }
    }

    pub(crate) fn add(&mut self, code: Code, span: Option<Span>) {
        self.add_for(self.certificate, code, span);
    }

    /// A finding of a path rule about one of its certificates.
    pub(crate) fn add_for(&mut self, certificate: CertRef, code: Code, span: Option<Span>) {
        let Some(severity) = self.policy.severity(&code) else {
            return;
        };
        let finding = Finding::new(code, severity).at(span).of(certificate);
        let kind = discriminant(finding.code());
        if self.count(finding.certificate(), |code| discriminant(code) == kind) {
            return;
        }
        let same = self.list.iter_mut().find(|other| {
            (other.certificate(), other.code()) == (finding.certificate(), finding.code())
                && other.span() == finding.span()
        });
        match same {
            Some(same) => same.repeat(),
            None => self.list.push(finding),
        }
    }

    /// Counts one more finding like those that `is_such` tells, if there were enough of them: then
    /// it need not be made.
    pub(crate) fn count_only(&mut self, is_such: fn(&Code) -> bool) -> bool {
        self.count_only_for(self.certificate, is_such)
    }

    /// The same for a finding of a path rule about one of its certificates.
    pub(crate) fn count_only_for(
        &mut self,
        certificate: CertRef,
        is_such: fn(&Code) -> bool,
    ) -> bool {
        self.count(Some(certificate), is_such)
    }

    fn count(&mut self, certificate: Option<CertRef>, is_such: impl Fn(&Code) -> bool) -> bool {
        let mut count: u32 = 0;
        let mut last = None;
        for other in &mut self.list {
            if other.certificate() == certificate && is_such(other.code()) {
                count = count.saturating_add(other.count());
                last = Some(other);
            }
        }
        match last {
            Some(last) if count >= MOST_ALIKE => {
                last.repeat();
                true
            }
            _ => false,
        }
    }

    pub(crate) fn list(&self) -> &[Finding] {
        &self.list
    }

    /// All of these, and then those.
    pub(crate) fn append(&mut self, mut more: Self) {
        self.list.append(&mut more.list);
    }

    pub(crate) fn into_list(self) -> Vec<Finding> {
        self.list
    }
}

/// The identifier of an AlgorithmIdentifier, given by its contents; empty if it has none.
pub(crate) fn algorithm(contents: &[u8]) -> OidBuf {
    let oid = Reader::new(contents).expect(tag::OID, Field::SignatureAlgorithm);
    OidBuf::from(Oid::from_contents(oid.map_or(&[], |oid| oid.bytes())))
}

/// The table of contents: the name of every rule, and its reference.
pub(crate) fn contents() -> Vec<(&'static str, &'static str)> {
    let mut rules = Vec::new();
    for rule in cert::VALIDATION.iter().chain(cert::CONFORMANCE) {
        rules.push((rule.id, rule.reference));
    }
    for rule in link::LINK {
        rules.push((rule.id, rule.reference));
    }
    for rule in path::PATH {
        rules.push((rule.id, rule.reference));
    }
    rules
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;
    use crate::cert::ext::GeneralName;
    use crate::names::PresentedName;
    use crate::policy::Policy;
    use crate::text::Text;

    #[test]
    fn of_one_code_about_one_certificate_the_first_few_are_kept_and_all_count() {
        let policy = Policy::web_server().strict();
        let [one, other] = crate::arena::ids().map(CertRef::Cert);
        let mut findings = Findings::new(&policy, one);
        let malformed = |number: u32| Code::SubjectAltNameMalformed {
            name: PresentedName::of(&GeneralName::Dns(format!("{number}").as_bytes())),
        };
        for number in 0..1_000 {
            findings.add(malformed(number), None);
        }
        findings.add_for(other, malformed(0), None);
        findings.add(Code::SubjectAltNameCritical, None);
        let list = findings.into_list();
        let counts = list.iter().map(Finding::count);
        assert_eq!(counts.sum::<u32>(), 1_002);
        let repeated: Vec<u32> = list.iter().map(Finding::repeated).collect();
        assert_eq!(repeated, [0, 0, 0, 0, 0, 0, 0, 992, 0, 0]);
        let mut text = Text::new();
        list[7].sentence(&mut text);
        assert_eq!(
            format!("{text}"),
            "has the malformed dNSName \"7\" in its subject alternative name, and 992 more like it"
        );
    }

    #[test]
    fn what_there_is_enough_of_need_not_be_made() {
        let policy = Policy::web_server();
        let mut findings = Findings::new(&policy, CertRef::Cert(crate::arena::ids::<_, 1>()[0]));
        let is_such = |code: &Code| matches!(code, Code::SerialNotPositive);
        for _ in 0..MOST_ALIKE {
            assert!(!findings.count_only(is_such));
            findings.add(Code::SerialNotPositive, None);
        }
        assert!(findings.count_only(is_such));
        let list = findings.into_list();
        assert_eq!((list.len(), list[0].count()), (1, MOST_ALIKE + 1));
    }

    #[test]
    fn the_same_finding_is_kept_once() {
        let policy = Policy::web_server();
        let mut findings = Findings::new(&policy, CertRef::Cert(crate::arena::ids::<_, 1>()[0]));
        for _ in 0..3 {
            findings.add(Code::SerialNotPositive, None);
        }
        findings.add(Code::SerialNotPositive, Some(Span::default()));
        let list = findings.into_list();
        let repeated: Vec<u32> = list.iter().map(Finding::repeated).collect();
        assert_eq!(repeated, [2, 0]);
    }
}
