//! From a URL to a document: redirects (RFC 9110 §15.4), each checked like the first request, and the addresses of a host, one
//! after the other.

use core::net::IpAddr;
use core::time::Duration;
use std::time::SystemTime;

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::deadline::Deadline;
use super::exchange::{self, Method, Reply};
use super::resolve;
use super::url::Url;
use crate::finding::FetchProblem;

/// Where requests may go, and how they are made.
#[derive(Clone, Debug)]
pub(super) struct Client {
    pub(super) permit: fn(IpAddr) -> bool,
    /// The time to connect to one address.
    pub(super) connect_timeout: Duration,
    pub(super) max_redirects: u8,
}

/// The bounds of one thing that is fetched.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    /// Bytes of each body.
    pub(super) body: u64,
    pub(super) deadline: Deadline,
}

/// What a URL gave.
#[derive(Debug)]
pub(super) struct Document {
    /// The body, as it was sent.
    pub(super) body: Vec<u8>,
    /// Until when it is fresh, if the server says so.
    pub(super) fresh_until: Option<SystemTime>,
    /// The last redirect.
    led_to: Option<String>,
}

impl Document {
    /// What is wrong with it: said of the place where it really was.
    pub(super) fn wrong(&self, problem: FetchProblem) -> FetchProblem {
        after_redirect(self.led_to.clone(), problem)
    }
}

impl Client {
    /// The request and its redirects.
    pub(super) fn ask(
        &self,
        url: &str,
        method: Method<'_>,
        bounds: Bounds,
    ) -> Result<Document, FetchProblem> {
        let mut next = Url::parse(url);
        let mut led_to: Option<String> = None;
        for _ in 0..=self.max_redirects {
            let reply = next.and_then(|url| Ok((self.hop(&url, method, bounds)?, url)));
            match reply {
                Err(problem) => return Err(after_redirect(led_to, problem)),
                Ok((Reply::Document { body, fresh_until }, _)) => {
                    return Ok(Document {
                        body,
                        fresh_until,
                        led_to,
                    });
                }
                Ok((Reply::Redirect(location), url)) => {
                    next = url.join(&location);
                    led_to = Some(location);
                }
            }
        }
        Err(FetchProblem::TooManyRedirects)
    }

    /// One request, to the first address that can be connected to.
    fn hop(&self, url: &Url, method: Method<'_>, bounds: Bounds) -> Result<Reply, FetchProblem> {
        let mut problem = FetchProblem::NameNotResolved;
        for address in resolve::addresses(url, self.permit, bounds.deadline)? {
            let limits = exchange::Limits {
                connect: self.connect_timeout,
                body: bounds.body,
                deadline: bounds.deadline,
            };
            match exchange::ask(url, address, method, limits) {
                Err(next @ (FetchProblem::Unreachable | FetchProblem::TimedOut)) => problem = next,
                reply => return reply,
            }
        }
        Err(problem)
    }
}

/// A problem with what a redirect led to; what is not printable in its address is left out. The
/// time limit is one for all hops, so running out of it is no matter of the last one.
pub(super) fn after_redirect(led_to: Option<String>, problem: FetchProblem) -> FetchProblem {
    const MOST: usize = 200;
    match led_to {
        None => problem,
        Some(_) if problem == FetchProblem::TimedOut => problem,
        Some(location) => FetchProblem::Redirected {
            to: location
                .chars()
                .filter(char::is_ascii_graphic)
                .take(MOST)
                .collect(),
            because: Box::new(problem),
        },
    }
}
