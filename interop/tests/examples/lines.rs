//! How much of an example is about chainverify.

use std::fs;

/// The lines of an example that are code.
fn code_of(name: &str) -> Vec<String> {
    let path = format!("{}/examples/{name}.rs", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(path).unwrap();
    let lines = text.lines().map(str::to_owned);
    lines
        .filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with("//"))
        .collect()
}

#[test]
fn three_lines_are_enough() {
    for name in [
        "axum_server",
        "hyper",
        "reqwest",
        "tonic_client",
        "tonic_server",
    ] {
        let lines = code_of(name);
        let (ours, others): (Vec<_>, Vec<_>) =
            lines.iter().partition(|line| line.ends_with("// ours"));
        assert_eq!(ours.len(), 3, "{name}: {ours:#?}");
        // Beside them are imports, signatures, where the roots are, and the log.
        let calls = [
            "chainverify",
            "Verifier::",
            "Report::",
            "Policy::",
            "_chainverify(",
        ];
        let hidden = others.iter().filter(|line| {
            !line.starts_with("use ") && calls.iter().any(|call| line.contains(call))
        });
        assert_eq!(hidden.collect::<Vec<_>>(), Vec::<&&String>::new(), "{name}");
    }
}

#[test]
fn the_server_to_copy_is_one_screen() {
    let lines = code_of("mtls_server").len();
    assert!(lines <= 80, "{lines} lines of code");
}
