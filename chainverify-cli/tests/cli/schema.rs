//! The published JSON Schema: every line of `--json` that any of these tests sees is held to it, and so are the reports about all cases of
//! `testdata/rules`. The checker knows the keywords that the schema uses; a key that the schema does not name is an error here.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde_json::{Map, Value};

use crate::run::chainverify;

static SCHEMA: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../report.schema.json")).unwrap());

const README: &str = include_str!("../../README.md");

/// What is wrong with a line, if anything.
pub(crate) fn check(line: &Value) -> Result<(), String> {
    node(&SCHEMA, line, "$")
}

fn node(schema: &Value, value: &Value, at: &str) -> Result<(), String> {
    let wrong = |what: &str| Err(format!("{at}: {value} {what}"));
    for (keyword, wanted) in schema.as_object().unwrap() {
        match keyword.as_str() {
            "$ref" => {
                let name = wanted.as_str().unwrap().strip_prefix("#/$defs/").unwrap();
                node(&SCHEMA["$defs"][name], value, at)?;
            }
            "anyOf" => {
                let tried = wanted.as_array().unwrap().iter();
                let tried: Vec<_> = tried.map(|one| node(one, value, at)).collect();
                if tried.iter().all(Result::is_err) {
                    return Err(tried.into_iter().filter_map(Result::err).collect());
                }
            }
            "type" if !types(wanted).any(|name| is_of_type(value, name)) => {
                return wrong(&format!("is not {wanted}"));
            }
            "const" if value != wanted => return wrong(&format!("is not {wanted}")),
            "enum" if !wanted.as_array().unwrap().contains(value) => {
                return wrong(&format!("is none of {wanted}"));
            }
            "minimum" if value.as_i64() < wanted.as_i64() && value.is_number() => {
                return wrong("is too small");
            }
            "items" => {
                for (number, item) in value.as_array().into_iter().flatten().enumerate() {
                    node(wanted, item, &format!("{at}[{number}]"))?;
                }
            }
            "required" | "properties" => keys(schema, value.as_object(), at)?,
            "type" | "const" | "enum" | "minimum" => {}
            // For readers, and what an ordinary validator adds.
            "$schema" | "$id" | "$defs" | "title" | "description" | "format" | "pattern" => {}
            "additionalProperties" => assert_eq!(wanted, true, "{at}"),
            unknown => panic!("{unknown} is not checked"),
        }
    }
    Ok(())
}

fn keys(schema: &Value, object: Option<&Map<String, Value>>, at: &str) -> Result<(), String> {
    let object = object.ok_or_else(|| format!("{at}: no object"))?;
    for required in schema["required"].as_array().into_iter().flatten() {
        if !object.contains_key(required.as_str().unwrap()) {
            return Err(format!("{at}: {required} is missing"));
        }
    }
    for (key, value) in object {
        match schema["properties"].get(key) {
            Some(property) => node(property, value, &format!("{at}.{key}"))?,
            None if schema["additionalProperties"] == true => {}
            None => return Err(format!("{at}.{key}: not in the schema")),
        }
    }
    Ok(())
}

fn types(wanted: &Value) -> impl Iterator<Item = &str> {
    let list = wanted
        .as_array()
        .map_or_else(|| core::slice::from_ref(wanted), Vec::as_slice);
    list.iter().filter_map(Value::as_str)
}

fn is_of_type(value: &Value, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        _ => panic!("{name} is no type"),
    }
}

/// The chains of all cases.
fn chains(folder: &Path) -> Vec<PathBuf> {
    let rules = fs::read_dir(folder).unwrap();
    let cases = rules.flat_map(|rule| fs::read_dir(rule.unwrap().path()).unwrap());
    let chains = cases.map(|case| case.unwrap().path().join("chain.pem"));
    let mut chains: Vec<_> = chains.filter(|chain| chain.is_file()).collect();
    chains.sort();
    chains
}

#[test]
fn the_report_about_every_case_fits_the_schema() {
    let rules = concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/rules");
    let chains = chains(Path::new(rules));
    assert!(chains.len() > 200, "{}", chains.len());
    for chains in chains.chunks(100) {
        let args = [
            "--json",
            "--offline",
            "--store",
            "none",
            "--name",
            "example.com",
        ];
        let args = args.iter().map(AsRef::as_ref);
        let targets = chains.iter().map(|chain| chain.as_os_str());
        let said = chainverify(args.chain(targets)).run().exits_with(1);
        // It checks each.
        assert_eq!(said.jsons().len(), chains.len());
    }
}

#[test]
fn the_checker_finds_what_is_wrong() {
    let said = chainverify(["--json", "--store", "none", "no-such.pem"]).run();
    let good = said.json();
    assert_eq!(check(&good), Ok(()));
    let with = |key: &str, value: Value| {
        let mut line = good.clone();
        line[key] = value;
        check(&line).unwrap_err()
    };
    assert!(with("schema", 2.into()).contains("$.schema"));
    assert!(with("verdict", "maybe".into()).contains("$.verdict"));
    assert!(with("error", 1.into()).contains("$.error"));
    assert!(with("extra", Value::Null).contains("$.extra"));
    assert!(with("store", serde_json::json!({ "set": "os" })).contains("instead_of"));
    assert!(with("connection", "none".into()).contains("$.connection"));
}

#[test]
fn every_key_is_in_the_readme() {
    fn walk(schema: &Value) {
        let Some(object) = schema.as_object() else {
            return;
        };
        for (keyword, value) in object {
            if keyword == "properties" {
                for key in value.as_object().unwrap().keys() {
                    assert!(README.contains(&format!("`{key}`")), "{key}");
                }
            }
            walk(value);
        }
    }
    walk(&SCHEMA);
}
