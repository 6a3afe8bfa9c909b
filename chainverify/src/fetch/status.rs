//! What CRLs and OCSP responses have in common for whoever fetches and keeps them: they are read once, and kept in memory and in
//! the caller's store until they are over. Whether they are authentic, fresh and about the certificate is for the verification.

use core::mem;
use std::time::SystemTime;

use alloc::vec::Vec;

use super::cache::Keep;
use super::client::Document;
use super::lifetime::{self, Validity};
use super::memory::Memory;
use super::store::Door;
use crate::finding::FetchProblem;

/// A document that says whether certificates were revoked. A clone of it is cheap.
pub(super) trait Status: Clone {
    /// The problem with a body that is none.
    const WRONG: FetchProblem;

    /// Reads a body.
    fn read(body: Vec<u8>) -> Option<Self>;

    fn der(&self) -> &[u8];

    fn validity(&self) -> Validity;

    /// The bytes of memory that it takes.
    fn weight(&self) -> usize;
}

/// What is kept under `key`, in memory or in the store, or else what `fetch` gives.
pub(super) fn get<S: Status>(
    memory: &Memory<S>,
    store: &Door,
    key: &str,
    fetch: impl FnOnce() -> Result<Document, FetchProblem>,
) -> Result<S, FetchProblem> {
    memory.get(key, || {
        let stored = store.load(key).and_then(revive);
        if let Some((status, until)) = stored {
            return Ok((status, Keep::Until(until)));
        }
        let mut document = fetch()?;
        let giver = document.fresh_until;
        let status: S = read(&mut document)?;
        let Some(until) = lifetime::until(status.validity(), giver) else {
            return Ok((status, Keep::No));
        };
        store.save(key, status.der(), until);
        Ok((status, Keep::Until(until)))
    })
}

/// What a document holds.
pub(super) fn read<S: Status>(document: &mut Document) -> Result<S, FetchProblem> {
    let body = mem::take(&mut document.body);
    S::read(body).ok_or_else(|| document.wrong(S::WRONG))
}

/// What came from the store, unless it is over.
fn revive<S: Status>((bytes, until): (Vec<u8>, SystemTime)) -> Option<(S, SystemTime)> {
    let status = S::read(bytes)?;
    let until = lifetime::until(status.validity(), Some(until))?;
    Some((status, until))
}
