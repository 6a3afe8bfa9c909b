//! What is fetched about revocation, kept in a folder between two runs.

use chainverify_testdata::{CertBuilder, Key, OcspStatus};

use crate::aia::Answer;
use crate::pki::{AT, Pki};
use crate::revocation::{Names, Scene, good_crl, ocsp, revoked, revoking_crl};
use crate::run::chainverify;

#[test]
fn a_second_run_asks_nobody_because_of_the_cache_folder() {
    for names in [Names::Crl, Names::Ocsp] {
        let scene = Scene::new(names, |pki| {
            let mut answers = revoking_crl(pki);
            answers.push(("/o/", Answer::Body(ocsp(pki, &revoked()))));
            answers
        });
        let cache = scene.folder.path().join("cache").display().to_string();
        let more = ["--fetch", "any", "--cache", &cache];
        let first = scene.check(&more).exits_with(1);
        assert_eq!(scene.requests.take(), 1);
        let second = scene.check(&more).exits_with(1);
        assert_eq!(scene.requests.take(), 0);
        assert_eq!((first.out, first.err), (second.out, second.err));
        // Torn files are none.
        for file in std::fs::read_dir(&cache).unwrap() {
            let path = file.unwrap().path();
            let half = std::fs::read(&path).unwrap();
            std::fs::write(path, &half[..half.len() / 2]).unwrap();
        }
        scene.check(&more).exits_with(1);
        assert_eq!(scene.requests.take(), 1);
        scene
            .check(&["--fetch", "any", "--cache", "off"])
            .exits_with(1);
        assert_eq!(scene.requests.take(), 1);
    }
}

#[test]
fn what_nobody_can_use_is_not_kept() {
    let stranger = |pki: &Pki| {
        let ca = CertBuilder::ca("CLI Intermediate").key(Key::p256("stranger"));
        let forger = Pki {
            ca: ca.sign(),
            root: pki.root.clone(),
            leaf: pki.leaf.clone(),
        };
        let mut answers = good_crl(&forger);
        answers.push(("/o/", Answer::Body(ocsp(&forger, &OcspStatus::Good))));
        answers
    };
    let scene = Scene::new(Names::Both, stranger);
    let cache = scene.folder.path().join("cache");
    let more = ["--fetch", "any", "--cache", cache.to_str().unwrap()];
    for _ in 0..2 {
        let said = scene.check(&more).exits_with(0);
        said.reports("unknown revocation status");
        assert_eq!(scene.requests.take(), 2);
        assert_eq!(std::fs::read_dir(&cache).unwrap().count(), 0);
    }
}

#[test]
fn the_cache_is_in_the_users_cache_folder_and_only_where_something_was_fetched() {
    let scene = Scene::new(Names::Crl, good_crl);
    let address = scene.server.address();
    let run = |more: &[&str], variable: &str| {
        let args = ["--at", AT, "--roots", &scene.root, "--connect", &address];
        chainverify(args.iter().chain(more).chain(&["a.example"]))
            .env(variable, scene.folder.path())
            .run()
            .exits_with(0)
    };
    let places = [("XDG_CACHE_HOME", "chainverify"), ("HOME", ".cache")];
    for (variable, name) in places.into_iter().filter(|_| cfg!(target_os = "linux")) {
        let place = scene.folder.path().join(name);
        run(&["--offline"], variable);
        run(&["--fetch", "any", "--revocation", "off"], variable);
        run(&["--fetch", "any", "--cache", "off"], variable);
        assert!(!place.exists(), "{variable}");
        run(&["--fetch", "any"], variable);
        assert!(place.exists(), "{variable}");
    }
}

#[test]
fn a_cache_folder_that_cannot_be_used_is_one_warning() {
    let scene = Scene::new(Names::Crl, good_crl);
    let file = scene.folder.file("cache", "not a folder");
    let said = scene
        .check(&["--fetch", "any", "--cache", &file])
        .exits_with(0);
    said.reports("not revoked, says the CRL");
    let warning = format!("chainverify: warning: the cache folder {file} cannot be used (");
    assert!(said.err.starts_with(&warning), "{said:#?}");
    assert_eq!(said.err.lines().count(), 1, "{said:#?}");
}
