//! What puts a finding right: an act, done by whoever can do it to a certificate of that role, said
//! with the names of what it is done to. The party follows from act and role, so that the table of
//! codes cannot name one who has no say. Not here: acts on several certificates, see `report::fix`.

use alloc::vec::Vec;
use core::fmt;

use super::Role;
use super::show::Show;
use super::template::{Fields, render};
use crate::text::{Excerpt, Text};

/// How a finding is fixed, and by whom: [`Report::fix`](crate::Report::fix) has it.
///
/// ```
#[doc = include_str!("../../tests/doc/setup.txt")]
/// use chainverify::finding::{Act, FixBy};
///
/// let report = verifier.verify_request(Request::server(&chain, "example.org").at(time)).unwrap_err();
/// let fix = report.fix(report.primary().unwrap());
/// assert_eq!((fix.by, fix.act), (FixBy::Operator, Act::Replace));
/// assert_eq!(
///     fix.text.to_string(),
///     "install a certificate that has the host name \"example.org\""
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Fix {
    /// Who can do it.
    pub by: FixBy,
    /// What kind of thing it is to do.
    pub act: Act,
    /// The certificates to do it to, in order where that matters: their numbers in
    /// [`Report::certificates`](crate::Report::certificates). None where it is done to one that is
    /// not there, or to no certificate.
    pub certificates: Vec<usize>,
    /// What to do: one sentence, imperative, no full stop.
    pub text: Text,
}

/// Who can fix it.
///
/// ```
/// use chainverify::finding::FixBy;
///
/// assert_eq!(FixBy::Operator.to_string(), "site operator");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum FixBy {
    /// Who runs the server, or holds the leaf's key.
    Operator,
    /// Who runs the CA whose certificate it is.
    Ca,
    /// Who verifies, and decides what is trusted and asked for.
    User,
}

impl fmt::Display for FixBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Operator => "site operator",
            Self::Ca => "CA operator",
            Self::User => "you",
        })
    }
}

/// A kind of thing to do.
///
/// ```
/// use chainverify::finding::{Act, FixBy, Role};
///
/// // The operator of a site can have its certificate reissued, but not that of a CA.
/// assert_eq!(Act::Reissue.by(Role::Leaf), FixBy::Operator);
/// assert_eq!(Act::Reissue.by(Role::Intermediate), FixBy::Ca);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Act {
    /// Get the same certificate with later dates.
    Renew,
    /// Get the certificate anew with one thing changed.
    Reissue,
    /// Get another certificate: for other names, with another key, from another CA.
    Replace,
    /// Send certificates that are missing, or all in another order.
    Send,
    /// Install what the CA issued in place of what is there.
    Install,
    /// Leave certificates out of what is sent.
    Omit,
    /// Change the trust store.
    Store,
    /// Ask otherwise: another name, time, policy, limit, provider.
    Ask,
}

impl Act {
    /// Who can do it to a certificate of this role.
    #[must_use]
    pub const fn by(self, role: Role) -> FixBy {
        match (self, role) {
            (Self::Send | Self::Install | Self::Omit, _)
            | (Self::Renew | Self::Reissue | Self::Replace, Role::Leaf) => FixBy::Operator,
            (
                Self::Renew | Self::Reissue | Self::Replace,
                Role::Intermediate | Role::CrlIssuer | Role::OcspResponder | Role::Anchor,
            ) => FixBy::Ca,
            (Self::Store | Self::Ask, _) => FixBy::User,
        }
    }
}

/// The certificate that a fix is about, as far as it is said. Empty where it has no name.
#[derive(Clone, Debug)]
pub(crate) struct About {
    pub(crate) role: Role,
    pub(crate) subject: Excerpt,
    pub(crate) issuer: Excerpt,
    /// In hexadecimal digits, where the build can compute it.
    pub(crate) sha256: Option<Sha256>,
}

/// The SHA-256 of a certificate, in hexadecimal digits.
#[derive(Clone, Debug)]
pub(crate) struct Sha256(pub(crate) Excerpt);

impl Show for Sha256 {
    fn show(&self, out: &mut Text) {
        out.ours("SHA-256 ").excerpt(&self.0);
    }
}

/// The name of a certificate or of its issuer, or what stands for one that has none.
struct Called<'f> {
    name: &'f Excerpt,
    before: &'static str,
    nameless: &'static str,
}

impl Show for Called<'_> {
    fn show(&self, out: &mut Text) {
        match self.name.as_str() {
            "" => out.ours(self.nameless),
            _ => out.ours(self.before).quoted_excerpt(self.name),
        };
    }
}

impl About {
    /// Says what to do, with the names of the certificate beside the data of the finding. What is
    /// to be different after [`Act::Reissue`] is all that its template says.
    pub(crate) fn say(&self, act: Act, template: &'static str, fields: Fields<'_>) -> Text {
        let called = |name, before, nameless| Called {
            name,
            before,
            nameless,
        };
        let subject = called(&self.subject, "", "its holder");
        let issuer = called(&self.issuer, "", "its CA");
        let nameless = match self.role {
            Role::Leaf => "this certificate",
            Role::Intermediate | Role::CrlIssuer | Role::OcspResponder | Role::Anchor => {
                "the certificate of the CA that has no name"
            }
        };
        let certificate = called(&self.subject, "the certificate of ", nameless);
        let known: [(_, &dyn Show); 4] = [
            ("subject", &subject),
            ("issuer", &issuer),
            ("certificate", &certificate),
            ("sha256", &self.sha256),
        ];
        let fields: Fields<'_> = fields.into_iter().chain(known).collect();
        let mut text = Text::new();
        if act == Act::Reissue {
            if act.by(self.role) == FixBy::Operator {
                issuer.show(text.ours("have "));
                text.ours(" ");
            }
            certificate.show(text.ours("reissue "));
            text.ours(" ");
        }
        render(template, &fields, &mut text);
        text
    }
}
