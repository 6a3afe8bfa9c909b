//! Many chains on all processors: results in order, memory bounded.

use alloc::vec;
use alloc::vec::Vec;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::Verifier;
use crate::search::{Failure, Request, ValidPath};

/// So many requests are taken from the iterator at a time: enough to keep the threads busy, and no
/// more results than that wait to be taken.
const AT_A_TIME: usize = 256;

/// The results of [`Verifier::verify_batch`], in the order of the requests.
#[derive(Debug)]
#[must_use = "nothing is verified until a result is asked for"]
pub struct Batch<'a, Requests> {
    verifier: &'a Verifier,
    requests: Requests,
    done: vec::IntoIter<Result<ValidPath<'a>, Failure<'a>>>,
}

impl Verifier {
    /// Verifies many requests with the threads of rayon, without any other request.
    ///
    /// Takes 256 of them at a time, so that an endless iterator is verified in the memory of 256
    /// results. Nothing is taken before the first result is asked for.
    ///
    /// ```
    /// # #[cfg(all(feature = "rayon", feature = "ring"))] {
    /// use chainverify::{Origin, Request, TrustStore, Verifier};
    /// use pki_types::{CertificateDer, UnixTime, pem::PemObject};
    ///
    /// let mut roots = TrustStore::new();
    /// roots.add_pem(include_bytes!("../../../testdata/example/root.pem"), &Origin::Given);
    /// let verifier = Verifier::new(roots);
    /// let pem = include_bytes!("../../../testdata/example/chain.pem");
    /// let chain: Vec<_> = CertificateDer::pem_slice_iter(pem).map(Result::unwrap).collect();
    /// let time = UnixTime::since_unix_epoch(core::time::Duration::from_secs(1_780_272_000));
    ///
    /// let request = || Request::new(&chain[0], time).intermediates(&chain[1..]);
    /// let requests = (0..1000).map(|_| request());
    /// assert_eq!(verifier.verify_batch(requests).filter(Result::is_ok).count(), 1000);
    /// # }
    /// ```
    pub fn verify_batch<'a, I>(&'a self, requests: I) -> Batch<'a, I::IntoIter>
    where
        I: IntoIterator<Item = Request<'a>>,
    {
        Batch {
            verifier: self,
            requests: requests.into_iter(),
            done: Vec::new().into_iter(),
        }
    }
}

impl<'a, Requests: Iterator<Item = Request<'a>>> Iterator for Batch<'a, Requests> {
    type Item = Result<ValidPath<'a>, Failure<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done.len() == 0 {
            let next: Vec<Request<'a>> = self.requests.by_ref().take(AT_A_TIME).collect();
            let verifier = self.verifier;
            let results: Vec<Self::Item> = next
                .into_par_iter()
                .map(|request| verifier.verify_request(request))
                .collect();
            self.done = results.into_iter();
        }
        self.done.next()
    }
}
