//! A lapse of form: a warning under the web profile, and an error under strict rules.

use super::{Case, Trio};
use crate::CertBuilder;

/// The usual chain with one lapse in it, the finding, and where it is.
pub(super) struct Lapse {
    code: &'static str,
    at: &'static str,
    trio: Trio,
}

impl Lapse {
    pub(super) fn leaf(
        code: &'static str,
        change: impl FnOnce(CertBuilder) -> CertBuilder,
    ) -> Self {
        Self {
            code,
            at: "leaf",
            trio: Trio::new().leaf(change),
        }
    }

    pub(super) fn intermediate(
        code: &'static str,
        change: impl FnOnce(CertBuilder) -> CertBuilder,
    ) -> Self {
        Self {
            code,
            at: "intermediate 1",
            trio: Trio::new().intermediate(change),
        }
    }

    pub(super) fn root(
        code: &'static str,
        change: impl FnOnce(CertBuilder) -> CertBuilder,
    ) -> Self {
        Self {
            code,
            at: "anchor",
            trio: Trio::new().root(change),
        }
    }

    /// In a chain that needs more than one change.
    pub(super) fn of(
        code: &'static str,
        at: &'static str,
        change: impl FnOnce(Trio) -> Trio,
    ) -> Self {
        let trio = change(Trio::new());
        Self { code, at, trio }
    }

    /// Two folders, `path` and `path_strict`.
    pub(super) fn both(self, path: &str, about: &str) -> [Case; 2] {
        let warning = Case::new(path, about)
            .trio(self.trio.clone())
            .warns(self.code)
            .at(self.at);
        [warning, self.strict(&format!("{path}_strict"), about)]
    }

    /// The error only: the form of an anchor is looked at by nobody else.
    pub(super) fn strict(self, path: &str, about: &str) -> Case {
        Case::new(path, about)
            .strict()
            .trio(self.trio)
            .invalid(self.code)
            .at(self.at)
    }
}
