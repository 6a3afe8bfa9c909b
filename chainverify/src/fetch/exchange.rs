//! One request and its answer (RFC 9112) with one address that was checked before. No redirects, proxies, cookies or TLS, and nothing
//! is kept alive: each exchange has its own connection.

use core::net::SocketAddr;
use core::time::Duration;
use std::io::{self, ErrorKind, Read};
use std::time::SystemTime;

use alloc::string::String;
use alloc::vec::Vec;

use ureq::config::AutoHeaderValue;
use ureq::http::Response;
use ureq::http::header::{CONTENT_TYPE, HOST, LOCATION};
use ureq::{Agent, Body, Error};

use super::deadline::Deadline;
use super::lifetime;
use super::url::Url;
use crate::finding::FetchProblem;

/// The largest response head, in bytes: as Apache's `LimitRequestFieldSize` allows for one field, twice.
const MAX_HEAD: usize = 16 * 1024;

/// What is asked by.
#[derive(Clone, Copy)]
pub(super) enum Method<'a> {
    /// GET
    Get,
    /// POST
    Post {
        /// The media type of the body.
        content_type: &'static str,
        /// What is sent.
        body: &'a [u8],
    },
}

/// What the server said.
#[derive(Debug)]
pub(super) enum Reply {
    /// Status 200.
    Document {
        /// The body, as it was sent.
        body: Vec<u8>,
        /// Until when it is fresh, if the server says so.
        fresh_until: Option<SystemTime>,
    },
    /// Look there instead, in the same way: the `Location` field as sent (RFC 9110 §10.2.2).
    Redirect(String),
}

/// The bounds of one exchange.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    /// Time to connect.
    pub(super) connect: Duration,
    /// Bytes of the body.
    pub(super) body: u64,
    /// The end of all.
    pub(super) deadline: Deadline,
}

/// Asks `address` for `url`.
pub(super) fn ask(
    url: &Url,
    address: SocketAddr,
    method: Method<'_>,
    limits: Limits,
) -> Result<Reply, FetchProblem> {
    let left = limits.deadline.left()?;
    // A literal address in the URI: the client has no name to resolve again.
    let uri = alloc::format!("http://{address}{}", url.target());
    let agent = agent(left, limits.connect);
    let response = match method {
        Method::Get => agent.get(uri).header(HOST, url.authority()).call(),
        Method::Post { content_type, body } => agent
            .post(uri)
            .header(HOST, url.authority())
            .header(CONTENT_TYPE, content_type)
            .send(body),
    };
    let response = response.map_err(problem)?;
    match (response.status().as_u16(), method) {
        (200, _) => {
            let fresh_until = lifetime::fresh_until(response.headers());
            let body = read(response.into_body(), limits.body)?;
            Ok(Reply::Document { body, fresh_until })
        }
        // Only these keep the method of a POST (RFC 9110 §15.4).
        (status @ (307 | 308), _) | (status @ (301..=303), Method::Get) => location(&response)
            .map(Reply::Redirect)
            .ok_or(FetchProblem::HttpStatus { status }),
        (status, _) => Err(FetchProblem::HttpStatus { status }),
    }
}

fn agent(left: Duration, connect: Duration) -> Agent {
    Agent::config_builder()
        .proxy(None)
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .user_agent(concat!("chainverify/", env!("CARGO_PKG_VERSION")))
        .accept_encoding(AutoHeaderValue::None)
        .max_response_header_size(MAX_HEAD)
        .input_buffer_size(2 * MAX_HEAD)
        .output_buffer_size(MAX_HEAD)
        .max_idle_connections(0)
        .timeout_global(Some(left))
        .timeout_connect(Some(connect.min(left)))
        .build()
        .new_agent()
}

fn location(response: &Response<Body>) -> Option<String> {
    let value = response.headers().get(LOCATION)?;
    value.to_str().ok().map(Into::into)
}

/// The body, refused at once if it says that it is too large, and as soon as it is. The client keeps the time limit.
fn read(body: Body, limit: u64) -> Result<Vec<u8>, FetchProblem> {
    if body.content_length().is_some_and(|length| length > limit) {
        return Err(FetchProblem::TooLarge { limit });
    }
    let mut bytes = Vec::new();
    let mut reader = body.into_reader().take(limit.saturating_add(1));
    reader
        .read_to_end(&mut bytes)
        .map_err(|error| problem(error.into()))?;
    match u64::try_from(bytes.len()) {
        Ok(length) if length <= limit => Ok(bytes),
        _ => Err(FetchProblem::TooLarge { limit }),
    }
}

fn problem(error: Error) -> FetchProblem {
    match error {
        Error::Timeout(_) => FetchProblem::TimedOut,
        Error::BadUri(_) | Error::Http(_) => FetchProblem::BadUrl,
        Error::HostNotFound => FetchProblem::NameNotResolved,
        Error::ConnectionFailed => FetchProblem::Unreachable,
        Error::LargeResponseHeader(_, limit) => FetchProblem::TooLarge {
            limit: u64::try_from(limit).unwrap_or(u64::MAX),
        },
        Error::Io(error) => io_problem(&error),
        // The server speaks no HTTP, or breaks off in the middle of it.
        _ => FetchProblem::Interrupted,
    }
}

/// What can only happen before a connection stands is told apart from what breaks one.
fn io_problem(error: &io::Error) -> FetchProblem {
    match error.kind() {
        ErrorKind::TimedOut | ErrorKind::WouldBlock => FetchProblem::TimedOut,
        ErrorKind::ConnectionRefused
        | ErrorKind::HostUnreachable
        | ErrorKind::NetworkUnreachable
        | ErrorKind::NetworkDown
        | ErrorKind::AddrNotAvailable
        | ErrorKind::PermissionDenied => FetchProblem::Unreachable,
        _ => FetchProblem::Interrupted,
    }
}
