//! What stands for `parsed_issuers.rs` without the feature `cache`: nothing is remembered.

use core::marker::PhantomData;

use pki_types::CertificateDer;

use super::hashes::Hashes;
use super::{Evidence, Path};
use crate::cert::Cert;
use crate::der::Time;
use crate::policy::Purpose;

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct KnownIssuers<'a>(PhantomData<&'a ()>);

#[derive(Debug)]
pub(crate) struct KnownIssuer;

#[expect(clippy::unused_self)] // the same calls with and without a memory
impl KnownIssuers<'_> {
    pub(crate) const fn is_there(self) -> bool {
        false
    }

    pub(super) const fn find(self, _: &[u8]) -> Option<KnownIssuer> {
        None
    }
}

#[expect(clippy::unused_self)] // the same calls with and without a memory
impl KnownIssuer {
    pub(super) const NONE: Self = Self;

    pub(super) const fn is_there(&self) -> bool {
        false
    }

    pub(super) const fn parsed<'c>(&self, _: &CertificateDer<'c>) -> Option<(Cert<'c>, Hashes)> {
        None
    }

    pub(super) const fn is_silent(&self, _: &Purpose, _: Time) -> bool {
        false
    }

    pub(super) const fn is_verified_by(&self, _: &[u8]) -> bool {
        false
    }
}

pub(crate) const fn remember(_: &Evidence<'_>, _: &Path) {}
