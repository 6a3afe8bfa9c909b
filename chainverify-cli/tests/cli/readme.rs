//! The papers do not rot: what the README says that the command prints is what it prints, and its example is the library's tested one.

use crate::run::chainverify;

const README: &str = include_str!("../../../README.md");
const LIBRARY: &str = include_str!("../../../chainverify/src/lib.rs");
const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// What stands between the fences of one language, block by block.
fn blocks(language: &str) -> impl Iterator<Item = &'static str> {
    let fence = format!("```{language}\n");
    let starts = README.match_indices(&fence).collect::<Vec<_>>();
    starts.into_iter().map(move |(at, fence)| {
        let block = &README[at + fence.len()..];
        &block[..block.find("```").unwrap()]
    })
}

#[test]
fn the_readme_shows_what_the_command_prints() {
    let line = README
        .lines()
        .find(|line| line.starts_with("cargo run "))
        .unwrap();
    let (_, first) = line.split_once(" -- ").unwrap();
    let commands = [
        (first.to_owned(), 0),
        (first.replace("www.example.com", "example.org"), 1),
    ];
    for ((command, code), printed) in commands.iter().zip(blocks("text")) {
        // The day on which it was written; on a later one, fewer years are left.
        let args = ["--at", "2026-11-22T12:00:00Z"];
        let said = chainverify(args.into_iter().chain(command.split(' ')))
            .in_folder(REPOSITORY)
            .run()
            .exits_with(*code);
        assert_eq!(said.out, printed, "{command}");
    }
}

#[test]
fn the_readmes_example_is_the_one_of_the_library() {
    let tested = LIBRARY
        .lines()
        .map_while(|line| line.strip_prefix("//!"))
        .map(|line| line.strip_prefix(' ').unwrap_or(line))
        .skip_while(|line| *line != "```no_run")
        .skip(1)
        .take_while(|line| *line != "```")
        .collect::<Vec<_>>();
    let shown = blocks("rust").next().unwrap();
    assert_eq!(shown.lines().collect::<Vec<_>>(), tested);
}
