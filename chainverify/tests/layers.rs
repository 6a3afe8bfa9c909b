//! The layers, checked: imports only go down, and never in a circle; and no type is spread over many
//! files.
//!
//! Every `crate::…`, `super::…` and `self::…` path in `chainverify/src` is read as an arrow from one
//! module to another. In every folder, the modules (files and subfolders) may not import each other in a
//! circle; at the top, an arrow may not lead to a higher layer either. A folder's `mod.rs` is the
//! middle: it may look into its modules, and they into it. Code under `#[cfg(test)]` is not read.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs;
use std::path::Path;

use paths::{Arrow, Module, arrows, module_of};

#[path = "layers/paths.rs"]
mod paths;
#[path = "layers/the_checker.rs"]
mod the_checker;

/// The layers, from the ground up.
const LAYERS: [&[&str]; 14] = [
    &["der", "text", "arena", "budget", "fetch_problem", "recent"],
    &["cert"],
    &["names", "revocation"],
    &["finding"],
    &["policy"],
    &["trust", "crypto", "ct"],
    &["rules"],
    &["evidence"],
    &["search"],
    &["report"],
    &["drive", "fetch"],
    &["verifier"],
    &["rustls", "second_opinion"],
    &["lib"],
];

/// 400 lines are a smell; this is the wall.
const MOST_LINES: usize = 600;

#[test]
fn the_layers_hold() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = Vec::new();
    collect(&root, "", &mut sources);
    assert!(!sources.is_empty(), "no sources under {}", root.display());
    let complaints = check(&sources);
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

struct Source {
    /// Relative to `src`, with `/` between the parts.
    path: String,
    text: String,
}

fn collect(folder: &Path, prefix: &str, sources: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{path}/"), sources);
        } else if path.ends_with(".rs") {
            let text = fs::read_to_string(entry.path()).unwrap();
            sources.push(Source { path, text });
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
}

fn layer_of(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

fn check(sources: &[Source]) -> Vec<String> {
    let mut plan = Plan::default();
    let mut complaints = Vec::new();
    for source in sources {
        complaints.extend(form(source));
        let module = module_of(&source.path);
        let top = module.first().map_or("lib", String::as_str);
        if layer_of(top).is_none() {
            complaints.push(format!(
                "{}: module `{top}` is on no layer; give it one in tests/layers.rs",
                source.path
            ));
        }
        for depth in 1..=module.len() {
            plan.modules.insert(module[..depth].to_vec());
        }
    }
    let read: Vec<_> = sources
        .iter()
        .filter(|source| source.path.rsplit('/').next() != Some("tests.rs"))
        .map(|source| {
            let found = arrows(&source.path, &source.text);
            (source, module_of(&source.path), found)
        })
        .collect();
    for (_, module, arrows) in &read {
        plan.learn_reexports(module, arrows);
    }
    for (source, module, arrows) in &read {
        for arrow in arrows {
            complaints.extend(plan.follow(source, module, arrow));
        }
    }
    for (folder, doors) in &plan.doors {
        complaints.extend(circles(folder, doors));
    }
    complaints.extend(spread(sources));
    complaints.dedup();
    complaints
}

/// Types whose inherent `impl` blocks stand in more than two files: a class in pieces, whose reader
/// must hold them all in mind.
fn spread(sources: &[Source]) -> Vec<String> {
    let mut files: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for source in sources {
        let code = source.text.split("#[cfg(test)]\nmod ").next();
        for line in code.unwrap_or_default().lines() {
            if let Some(name) = inherent(line) {
                files.entry(name).or_default().insert(&source.path);
            }
        }
    }
    let spread = files.iter().filter(|(_, files)| files.len() > 2);
    let complaints = spread.map(|(name, files)| {
        let files: Vec<_> = files.iter().copied().collect();
        format!(
            "`{name}` has inherent impls in {} files: {}",
            files.len(),
            files.join(", ")
        )
    });
    complaints.collect()
}

/// The type of an inherent `impl` block that begins in this line.
fn inherent(line: &str) -> Option<String> {
    let rest = line.strip_prefix("impl")?;
    let rest = match rest.strip_prefix('<') {
        Some(generics) => {
            let mut depth = 1;
            let end = generics.find(|c| {
                depth += match c {
                    '<' => 1,
                    '>' => -1,
                    _ => 0,
                };
                depth == 0
            })?;
            &generics[end + 1..]
        }
        None => rest,
    };
    if rest.contains(" for ") {
        return None;
    }
    let name = rest.trim_start();
    let end = name.find(|c: char| !c.is_alphanumeric() && c != '_');
    let name = &name[..end.unwrap_or(name.len())];
    (!name.is_empty()).then(|| name.to_string())
}

/// What can be said of a file without its imports.
fn form(source: &Source) -> Vec<String> {
    let mut complaints = Vec::new();
    let lines = source.text.lines().count();
    if lines > MOST_LINES {
        complaints.push(format!(
            "{}: {lines} lines, {MOST_LINES} are allowed; is it two concepts?",
            source.path
        ));
    }
    if !source.text.starts_with("//!") {
        complaints.push(format!(
            "{}: does not start with a `//!` head that says what it is",
            source.path
        ));
    }
    complaints
}

/// (from module, to module) → the place of the first such arrow.
type Doors = BTreeMap<(String, String), String>;

#[derive(Default)]
struct Plan {
    modules: BTreeSet<Module>,
    /// A name in a module that stands for something in one of its modules.
    reexports: BTreeMap<Module, Module>,
    /// By folder.
    doors: BTreeMap<Module, Doors>,
}

impl Plan {
    fn learn_reexports(&mut self, module: &Module, arrows: &[Arrow]) {
        for arrow in arrows {
            let inside = arrow.to.starts_with(module) && arrow.to.len() > module.len() + 1;
            if inside && self.modules.contains(&arrow.to[..=module.len()]) {
                let mut name = module.clone();
                name.push(arrow.name.clone());
                self.reexports.insert(name, arrow.to.clone());
            }
        }
    }

    /// The place that a path names, seen through the re-exports of the modules on its way.
    fn resolve(&self, path: &Module) -> Module {
        let mut path = path.clone();
        let mut depth = 2;
        while depth <= path.len() {
            match self.reexports.get(&path[..depth]) {
                // A `mod` and its re-export under the same name are one thing.
                Some(target) if !self.modules.contains(&path[..depth]) => {
                    path.splice(..depth, target.iter().cloned());
                }
                _ => depth += 1,
            }
        }
        path
    }

    fn follow(&mut self, source: &Source, module: &Module, arrow: &Arrow) -> Option<String> {
        let place = format!("{}:{}", source.path, arrow.line);
        let to = self.resolve(&arrow.to);
        let known = to
            .first()
            .is_some_and(|top| self.modules.contains(core::slice::from_ref(top)));
        if module.is_empty() {
            return None; // lib.rs may look everywhere
        }
        if !known {
            let what = to.first().map_or("*", String::as_str);
            return Some(format!(
                "{place}: `crate::{what}` goes through lib.rs; name the module it lives in"
            ));
        }
        let shared = module.iter().zip(&to).take_while(|(a, b)| a == b).count();
        let (from, into) = (module.get(shared)?, to.get(shared)?);
        if !self.modules.contains(&to[..=shared]) {
            return None; // an item of the folder's own mod.rs
        }
        if shared == 0
            && let (Some(lower), Some(upper)) = (layer_of(from), layer_of(into))
            && upper > lower
        {
            return Some(format!(
                "{place}: `{from}` (layer {lower}) imports `{into}` (layer {upper}); imports only go down"
            ));
        }
        let doors = self.doors.entry(to[..shared].to_vec()).or_default();
        doors.entry((from.clone(), into.clone())).or_insert(place);
        None
    }
}

fn circles(folder: &Module, doors: &Doors) -> Vec<String> {
    let mut complaints = Vec::new();
    let mut known = BTreeSet::new();
    for (from, to) in doors.keys() {
        let way = way_back(doors, to, from).unwrap_or_default();
        let modules: BTreeSet<String> = way.iter().cloned().collect();
        if !way.is_empty() && known.insert(modules) {
            complaints.push(describe(folder, doors, from, &way));
        }
    }
    complaints
}

/// The shortest way from `start` to `goal`, both included.
fn way_back(doors: &Doors, start: &str, goal: &str) -> Option<Vec<String>> {
    let mut ways = VecDeque::from([vec![start.to_string()]]);
    let mut seen = BTreeSet::from([start.to_string()]);
    while let Some(way) = ways.pop_front() {
        let last = way.last()?;
        if last == goal {
            return Some(way);
        }
        for (_, next) in doors.keys().filter(|(from, _)| from == last) {
            if seen.insert(next.clone()) {
                let mut longer = way.clone();
                longer.push(next.clone());
                ways.push_back(longer);
            }
        }
    }
    None
}

fn describe(folder: &Module, doors: &Doors, from: &str, way: &[String]) -> String {
    let mut text = format!("{}: import circle: {from}", folder.join("/"));
    let mut last = from;
    for next in way {
        let place = &doors[&(last.to_string(), next.clone())];
        text += &format!(" → {next} ({place})");
        last = next;
    }
    text.trim_start_matches(": ").to_string()
}
