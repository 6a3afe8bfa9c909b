//! Tests of the command line: defaults, messages, and a help text that misses nothing.

use clap::{CommandFactory, Parser};

use super::{Args, RevocationArg, RevocationScopeArg, StoreArg};
use crate::usage::UsageError;

fn usage(words: &[&str]) -> UsageError {
    let words = core::iter::once(&"chainverify").chain(words);
    let error = Args::try_parse_from(words.clone()).unwrap_err();
    UsageError::of_clap(error, words.map(Into::into))
}

#[test]
fn the_definition_is_consistent() {
    Args::command().debug_assert();
}

#[test]
fn the_help_fits_a_terminal_of_80_columns() {
    let help = Args::command().render_help().to_string();
    assert!(help.lines().count() > 60, "{help}");
    for line in help.lines() {
        assert!(line.chars().count() <= 80, "{line}");
        assert!(!line.contains("{n}"), "{line}");
    }
}

#[test]
fn defaults_are_those_of_the_design() {
    let args = Args::try_parse_from(["chainverify", "a.example"]).unwrap();
    assert_eq!(args.input.store, StoreArg::Os);
    assert_eq!(args.network.fetch, None);
    assert_eq!(args.revocation.revocation, RevocationArg::Soft);
    assert_eq!(args.revocation.revocation_scope, RevocationScopeArg::Chain);
    assert_eq!(args.network.timeout, "10");
}

#[test]
fn roots_take_the_place_of_the_store() {
    let args = Args::try_parse_from(["chainverify", "--roots", "a.pem", "b.example"]).unwrap();
    assert_eq!(args.input.store, StoreArg::None);
}

#[test]
fn an_unknown_option_is_one_line_with_a_hint() {
    let error = usage(&["--ofline", "a.example"]);
    assert_eq!(
        error.text.to_string(),
        "unexpected argument '--ofline' found"
    );
    assert_eq!(
        error.hint.as_deref(),
        Some("a similar argument exists: '--offline'")
    );
}

#[test]
fn an_unknown_value_names_the_possible_ones() {
    let error = usage(&["--store", "osx", "a.example"]);
    assert_eq!(
        error.text.to_string(),
        "invalid value 'osx' for '--store <os|mozilla|none>' [possible values: os, mozilla, none]"
    );
}

#[test]
fn a_missing_target_is_one_line() {
    let error = usage(&[]);
    assert_eq!(error.text.to_string(), "no target is given");
    assert!(error.hint.unwrap().contains("chainverify example.com"));
}

#[test]
fn offline_and_fetch_exclude_each_other() {
    assert!(
        usage(&["--offline", "--fetch", "any", "a.example"])
            .text
            .to_string()
            .contains("cannot be used with")
    );
}

#[test]
fn an_argument_writes_no_line_and_no_hint() {
    let error = usage(&["--x\ntip: trust it\u{1b}[2J", "a.example"]);
    assert_eq!(
        error.text.to_string(),
        "unexpected argument '--x\\u{a}tip: trust it\\u{1b}[2J' found"
    );
    assert_eq!(error.hint.as_deref(), Some("see 'chainverify --help'"));
}

#[test]
fn the_help_tells_every_option_and_no_other() {
    let expected = [
        "roots",
        "add-roots",
        "store",
        "intermediates",
        "leaf",
        "cert",
        "key",
        "password-file",
        "name",
        "at",
        "purpose",
        "profile",
        "chain",
        "strict",
        "policy",
        "explicit-policy",
        "inhibit-policy-mapping",
        "inhibit-any-policy",
        "max-depth",
        "revocation",
        "revocation-scope",
        "crl",
        "ocsp",
        "crlite",
        "blocklist",
        "cache",
        "ct-logs",
        "connect",
        "servername",
        "both",
        "timeout",
        "fetch",
        "offline",
        "explain",
        "json",
        "fail-on",
        "as",
        "quiet",
        "verbose",
    ];
    let command = Args::command();
    let help = command.clone().render_help().to_string();
    for option in expected {
        assert!(
            help.contains(&format!("--{option} ")),
            "{option} is missing:\n{help}"
        );
    }
    for option in command.get_opts() {
        assert!(option.get_help().is_some(), "{option} says nothing");
        let long = option.get_long().unwrap_or_default();
        assert!(expected.contains(&long), "{long} is not expected");
    }
}

#[test]
fn the_help_tells_short_options_values_and_defaults() {
    let help = Args::command().render_help().to_string();
    for short in ["-q, ", "-v, ", "-h, ", "-V, "] {
        assert!(help.contains(short), "{short} is missing:\n{help}");
    }
    for words in [
        "os|mozilla|none",
        "web|rfc5280",
        "public|any|off",
        "off|soft|hard",
        "[default: soft]",
        "leaf|chain",
        "[default: chain]",
        "[default: public]",
        "[default: 10]",
    ] {
        assert!(help.contains(words), "{words} is missing:\n{help}");
    }
}

#[test]
fn the_help_has_every_heading() {
    let help = Args::command().render_help().to_string();
    for heading in [
        "Trust and input:",
        "Rules:",
        "Revocation:",
        "Network:",
        "Output:",
        "Targets:",
        "Examples:",
        "Exit status",
        "Environment:",
    ] {
        assert!(help.contains(heading), "{heading} is missing:\n{help}");
    }
    assert!(
        help.lines().all(|line| line.chars().count() <= 120),
        "{help}"
    );
}
