//! The usual chain of a case: root, intermediate, leaf, of which one or the other is changed.

use crate::{CertBuilder, Made};

/// "Test Root" issues "Test Intermediate" issues `example.com`, all in good order.
#[derive(Clone, Debug)]
pub struct Trio {
    root: CertBuilder,
    intermediate: CertBuilder,
    leaf: CertBuilder,
}

impl Trio {
    /// Nothing changed yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            root: CertBuilder::ca("Test Root"),
            intermediate: CertBuilder::intermediate("Test Intermediate"),
            leaf: CertBuilder::leaf("example.com"),
        }
    }

    /// Changes the root.
    #[must_use]
    pub fn root(mut self, change: impl FnOnce(CertBuilder) -> CertBuilder) -> Self {
        self.root = change(self.root);
        self
    }

    /// Changes the intermediate.
    #[must_use]
    pub fn intermediate(mut self, change: impl FnOnce(CertBuilder) -> CertBuilder) -> Self {
        self.intermediate = change(self.intermediate);
        self
    }

    /// Changes the leaf.
    #[must_use]
    pub fn leaf(mut self, change: impl FnOnce(CertBuilder) -> CertBuilder) -> Self {
        self.leaf = change(self.leaf);
        self
    }

    /// Signs the three: root, intermediate, leaf.
    #[must_use]
    pub fn sign(self) -> [Made; 3] {
        let root = self.root.sign();
        let intermediate = self.intermediate.issuer(&root).sign();
        let leaf = self.leaf.issuer(&intermediate).sign();
        [root, intermediate, leaf]
    }
}

impl Default for Trio {
    fn default() -> Self {
        Self::new()
    }
}
