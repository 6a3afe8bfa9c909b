//! From a URL to the addresses that may be connected to. The check happens after name resolution, and the connection then goes to the
//! very address that was checked, so a name that resolves differently a moment later (DNS rebinding) gains nothing.

use core::net::{IpAddr, SocketAddr};
use std::net::ToSocketAddrs;
use std::sync::mpsc::sync_channel;
use std::thread;

use alloc::string::String;
use alloc::vec::Vec;

use super::deadline::Deadline;
use super::url::Url;
use crate::finding::FetchProblem;

/// How many addresses of a host are tried.
const MAX_ADDRESSES: usize = 4;

/// The addresses of the URL's host that `permit` lets pass; if there are none, the first refused one is the problem.
pub(super) fn addresses(
    url: &Url,
    permit: fn(IpAddr) -> bool,
    deadline: Deadline,
) -> Result<Vec<SocketAddr>, FetchProblem> {
    let found = match url.host().parse::<IpAddr>() {
        Ok(literal) => alloc::vec![SocketAddr::new(literal, url.port())],
        Err(_) => look_up(url.host().into(), url.port(), deadline)?,
    };
    let first = found.first().ok_or(FetchProblem::NameNotResolved)?.ip();
    let permitted = found.into_iter().filter(|address| permit(address.ip()));
    let permitted: Vec<SocketAddr> = permitted.take(MAX_ADDRESSES).collect();
    match permitted.is_empty() {
        true => Err(FetchProblem::AddressRefused { address: first }),
        false => Ok(permitted),
    }
}

/// The resolver of the system has no time limit, so it runs in a thread of its own, which is left behind when the time is over.
fn look_up(host: String, port: u16, deadline: Deadline) -> Result<Vec<SocketAddr>, FetchProblem> {
    let (sender, receiver) = sync_channel(1);
    let task = move || {
        let found: Option<Vec<SocketAddr>> = (host.as_str(), port)
            .to_socket_addrs()
            .ok()
            .map(Iterator::collect);
        // The receiver may have given up: nobody is left to tell.
        drop(sender.send(found));
    };
    let left = deadline.left()?;
    let thread = thread::Builder::new().name("chainverify-dns".into());
    thread
        .spawn(task)
        .map_err(|_| FetchProblem::NameNotResolved)?;
    receiver
        .recv_timeout(left)
        .map_err(|_| FetchProblem::TimedOut)?
        .ok_or(FetchProblem::NameNotResolved)
}

#[cfg(test)]
mod tests {
    use super::addresses;
    use crate::fetch::{address::is_public, deadline::Deadline, url::Url};
    use crate::search::FetchProblem;
    use alloc::vec::Vec;
    use core::net::{IpAddr, Ipv4Addr, SocketAddr};
    use core::time::Duration;

    fn resolved(url: &str, permit: fn(IpAddr) -> bool) -> Result<Vec<SocketAddr>, FetchProblem> {
        let deadline = Deadline::after(Duration::from_secs(5));
        addresses(&Url::parse(url).unwrap(), permit, deadline)
    }

    #[test]
    fn names_are_checked_after_resolution() {
        let found = resolved("http://localhost:81/", |_| true).unwrap();
        assert!(found.iter().all(|a| a.ip().is_loopback() && a.port() == 81));
        let refused = resolved("http://localhost/", is_public);
        assert!(
            matches!(refused, Err(FetchProblem::AddressRefused { address: ip, .. }) if ip.is_loopback())
        );
    }

    #[test]
    fn literals_are_checked_in_every_spelling() {
        let loopback = FetchProblem::AddressRefused {
            address: Ipv4Addr::LOCALHOST.into(),
        };
        assert_eq!(resolved("http://127.0.0.1/", is_public), Err(loopback));
        for url in [
            "http://2130706433/",
            "http://0x7f.1/",
            "http://[::ffff:127.0.0.1]/",
        ] {
            assert!(resolved(url, is_public).is_err(), "{url}");
        }
        let public = resolved("http://[2606:4700::1]:8080/", is_public).unwrap();
        assert_eq!(public, ["[2606:4700::1]:8080".parse().unwrap()]);
    }

    #[test]
    fn a_name_that_no_resolver_can_know_is_not_resolved() {
        let found = resolved("http://a..b/", |_| true);
        assert_eq!(found, Err(FetchProblem::NameNotResolved));
    }

    #[test]
    fn no_time_left_is_a_time_out() {
        let url = Url::parse("http://localhost/").unwrap();
        let found = addresses(&url, |_| true, Deadline::after(Duration::ZERO));
        assert_eq!(found, Err(FetchProblem::TimedOut));
    }
}
