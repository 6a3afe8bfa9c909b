//! Variables of the environment that name a proxy. The command uses none; where one is set, a connection that fails may fail for that.

use std::ffi::OsString;

/// As curl and most others read them, the more special one first.
const VARIABLES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/// The variable that would have a proxy used. Not its value: that may hold a password.
pub(crate) fn variable() -> Option<&'static str> {
    first_set(std::env::var_os)
}

fn first_set(value: impl Fn(&'static str) -> Option<OsString>) -> Option<&'static str> {
    VARIABLES
        .into_iter()
        .find(|name| value(name).is_some_and(|value| !value.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::first_set;

    #[test]
    fn an_empty_variable_is_none() {
        let set = |values: &'static [(&str, &str)]| {
            first_set(move |name| {
                let mut all = values.iter();
                all.find(|(known, _)| *known == name)
                    .map(|(_, value)| (*value).into())
            })
        };
        assert_eq!(set(&[]), None);
        assert_eq!(set(&[("HTTPS_PROXY", "")]), None);
        assert_eq!(set(&[("HTTP_PROXY", "http://proxy.example:3128")]), None);
        let both = &[("all_proxy", "socks5://p"), ("https_proxy", "http://p")];
        assert_eq!(set(both), Some("https_proxy"));
    }
}
