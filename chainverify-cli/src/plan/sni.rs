//! Which server name the greeting carries (SNI, RFC 6066 §3), and why: the target's, else a DNS name that `--name` gives, unless
//! `--servername` says otherwise. An address is never sent. It is *not* the name that the certificate must have.

use chainverify::ReferenceName;
use chainverify::text::Text;
use pki_types::{DnsName, ServerName};

use super::host::Host;
use super::name::server_name;
use crate::usage::UsageError;

/// The server name that is sent, and why.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Sni {
    /// The name; none is sent where there is none.
    pub(crate) name: Option<DnsName<'static>>,
    /// Why this one.
    pub(crate) why: SniReason,
}

/// Why a server name is sent, or none.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum SniReason {
    /// It is the target's.
    Target,
    /// The target is an address, and `--name` gives a DNS name.
    Name,
    /// `--servername` gives it.
    Servername,
    /// None: the target is an address, and no DNS name is known.
    Address,
    /// None: `--servername none`.
    None,
}

/// `--servername`: a DNS name, or `none`.
pub(super) fn parse(typed: &str) -> Result<Sni, UsageError> {
    if typed == "none" {
        return Ok(Sni {
            name: None,
            why: SniReason::None,
        });
    }
    match server_name(typed) {
        Ok(ServerName::DnsName(name)) => Ok(Sni {
            name: Some(name),
            why: SniReason::Servername,
        }),
        _ => Err(
            UsageError::about("--servername ", typed, " is not a DNS name").with_hint(
                "--servername takes the DNS name to greet the server by, or none to send none",
            ),
        ),
    }
}

/// What is sent to a host where `--servername` says nothing.
pub(super) fn for_host(host: &Host, names: &[ReferenceName<'static>]) -> Sni {
    if let ServerName::DnsName(name) = &host.name {
        return Sni {
            name: Some(name.clone()),
            why: SniReason::Target,
        };
    }
    let given = names.iter().find_map(|name| match name {
        ReferenceName::Dns(name) => DnsName::try_from(name.to_string()).ok(),
        _ => None,
    });
    match given {
        Some(name) => Sni {
            name: Some(name),
            why: SniReason::Name,
        },
        None => Sni {
            name: None,
            why: SniReason::Address,
        },
    }
}

impl Sni {
    /// Adds what is sent and why: `www.example.com, the DNS name of --name`.
    pub(crate) fn say(&self, out: &mut Text) {
        match &self.name {
            Some(name) => out.foreign(name.as_ref()),
            None => out.ours("none"),
        };
        out.ours(match self.why {
            SniReason::Target => ", as the target",
            SniReason::Name => ", by --name",
            SniReason::Servername => ", by --servername",
            SniReason::Address => ", as the target is an address and no DNS name is given",
            SniReason::None => ", by --servername none",
        });
    }
}

impl SniReason {
    /// For machines.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Target => "target",
            Self::Name => "name",
            Self::Servername => "servername",
            Self::Address => "address",
            Self::None => "none",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{SniReason, for_host, parse};
    use crate::plan::host;
    use crate::plan::name;

    #[test]
    fn an_address_is_greeted_by_a_name_that_was_given() {
        let given =
            ["ann@mail.example", "B\u{fc}cher.example"].map(|typed| name::parse(typed).unwrap());
        for (target, names, sent, why) in [
            ("a.example", &given[1..], "a.example", SniReason::Target),
            ("192.0.2.1", &[], "", SniReason::Address),
            ("192.0.2.1", &given[..1], "", SniReason::Address),
            (
                "[::1]:8443",
                &given[..],
                "xn--bcher-kva.example",
                SniReason::Name,
            ),
        ] {
            let sni = for_host(&host::parse(target).unwrap(), names);
            let name = sni.name.as_ref().map_or("", AsRef::as_ref);
            assert_eq!((name, sni.why), (sent, why), "{target}");
        }
    }

    #[test]
    fn an_option_takes_a_name_or_none() {
        let sent = |typed| parse(typed).map(|sni| sni.name.map(|name| name.as_ref().to_owned()));
        assert_eq!(sent("A.example."), Ok(Some("a.example".to_owned())));
        assert_eq!(sent("none"), Ok(None));
        for typed in ["192.0.2.1", "::1", "a b", "", "ann@a.example"] {
            assert!(sent(typed).is_err(), "{typed}");
        }
    }
}
