//! The step machine under answers of every kind: right, wrong, late, twice, none, garbage, in any
//! order, several needs out at once. The set is from the grammar; some of its intermediates are
//! withheld, and served by URL.
#![no_main]

use chainverify::policy::Limit;
use chainverify::search::{Answer, FetchProblem, Need, NeedId, Step};
use chainverify::{Cert, Search};
use chainverify_fuzz::algorithms::Says;
use chainverify_fuzz::grammar::{self, CertSet, IssuerUrls};
use chainverify_fuzz::invariants::{Case, Outcome};
use chainverify_fuzz::report;
use libfuzzer_sys::arbitrary::{Result, Unstructured};
use libfuzzer_sys::fuzz_target;
use pki_types::CertificateDer;

/// Some certificates.
type Ders = Vec<CertificateDer<'static>>;

fuzz_target!(|data: &[u8]| {
    let _ = run(&mut Unstructured::new(data));
});

fn run(u: &mut Unstructured<'_>) -> Result<()> {
    let set = CertSet::arbitrary(u, IssuerUrls::Most)?;
    let (mut chain, mut withheld) = (Vec::new(), Vec::new());
    for (place, cert) in set.chain.into_iter().enumerate() {
        let is_sent = place == 0 || u.arbitrary()?;
        if is_sent { &mut chain } else { &mut withheld }.push(cert);
    }
    let case = Case {
        chain: &chain,
        roots: set.roots,
        names: grammar::reference_names(u)?,
        policy: grammar::policy(u)?,
    };
    let world = World {
        case: &case,
        withheld,
    };
    case.show();
    world.check_right_answers();
    world.check_any_answers(u.bytes(u.len())?);
    Ok(())
}

/// A case, and what the world outside has.
struct World<'c> {
    case: &'c Case<'c>,
    withheld: Ders,
}

impl World<'_> {
    /// Where each certificate of a valid path says where its issuer may be had, a search that is
    /// answered rightly finds a valid path.
    fn check_right_answers(&self) {
        // Without more bytes all answers are right.
        let (outcome, answered) = self.search(&[], AfterDone::Nothing);
        self.assert_as_offline(&outcome, &answered);
        let all = self.offline(&self.withheld);
        assert!(
            all.is_valid() || all.is_limited() || !outcome.is_valid(),
            "valid with fewer certificates only"
        );
        let can_be_completed = all.path.windows(2).all(|pair| {
            let mut withheld = self.withheld.iter();
            let is_sent = self.case.chain.iter().any(|sent| **sent == *pair[1]);
            is_sent || !withheld.any(|one| **one == *pair[1]) || has_url(&pair[0])
        });
        if all.is_valid() && can_be_completed && !outcome.is_limited() {
            assert!(outcome.is_valid(), "not completed: {outcome:?}, {all:?}");
        }
    }

    /// Whatever is answered, it ends, with the outcome that the same certificates have when they
    /// are given at the start; and what is answered after the end changes nothing.
    fn check_any_answers(&self, script: &[u8]) {
        let (outcome, answered) = self.search(script, AfterDone::Nothing);
        self.assert_as_offline(&outcome, &answered);
        let (again, _) = self.search(script, AfterDone::Everything);
        assert_eq!(outcome, again, "an answer after the end");
    }

    fn assert_as_offline(&self, outcome: &Outcome, answered: &Ders) {
        let mut outcome = outcome.clone();
        outcome.limits.retain(|limit| *limit != Limit::Requests);
        outcome.assert_same(&self.offline(answered), "with what was answered given");
    }

    fn offline(&self, candidates: &Ders) -> Outcome {
        let report = self.case.verify(Says::Yes, self.case.chain, candidates);
        Outcome::of(&report)
    }

    /// Drives a search by the script; gives what was answered in time too.
    fn search(&self, script: &[u8], after: AfterDone) -> (Outcome, Ders) {
        let verifier = self.case.verifier(Says::Yes);
        let mut driver = Driver {
            world: self,
            search: verifier.search(self.case.request(self.case.chain)),
            script: Unstructured::new(script),
            out: Vec::new(),
            done: Vec::new(),
            answered: Vec::new(),
        };
        let mut answered = Vec::new();
        let mut asked = 0;
        let report = self.case.run(Says::Yes, || {
            let end = driver.drive();
            if let (End::Done, AfterDone::Everything) = (end, after) {
                driver.answer_after_done();
            }
            asked = driver.out.len() + driver.done.len();
            answered = std::mem::take(&mut driver.answered);
            driver.search.finish()
        });
        assert_eq!(report.requests.len(), asked, "other requests");
        report::check(&report);
        (Outcome::of(&report), answered)
    }
}

/// Whether a search that is over is answered once more.
#[derive(Clone, Copy)]
enum AfterDone {
    Nothing,
    Everything,
}

/// How a search was driven to an end.
#[derive(Clone, Copy)]
enum End {
    Done,
    /// The script gave up: `finish` goes on without answers.
    GivenUp,
}

/// A search, and how it is answered.
struct Driver<'w, 's> {
    world: &'w World<'w>,
    search: Search<'s>,
    script: Unstructured<'w>,
    /// Needs without an answer.
    out: Vec<Need>,
    done: Vec<NeedId>,
    /// What answers brought, each the first to its need.
    answered: Ders,
}

impl Driver<'_, '_> {
    /// Steps to the end, or to where the script gives up.
    fn drive(&mut self) -> End {
        let most = usize::try_from(self.world.case.policy.limits.requests).expect("32 bits");
        // Each turn has a new need, answers one, or takes from the script.
        let mut turns = 2 * most + self.script.len() + 1;
        loop {
            turns = turns.checked_sub(1).expect("it ends");
            match self.search.step() {
                Step::Need(need) => {
                    assert!(!need.urls.is_empty(), "a need that nobody can meet");
                    let mut others = self.out.iter();
                    assert!(others.all(|other| other.certificate != need.certificate));
                    self.out.push(need);
                    assert!(
                        self.out.len() + self.done.len() <= most,
                        "more than allowed"
                    );
                }
                Step::Waiting => assert!(!self.out.is_empty(), "waiting for nothing"),
                Step::Done => return End::Done,
                other => unreachable!("{other:?}"),
            }
            match self.choice(7) {
                6 => continue, // later
                5 => return End::GivenUp,
                4 => self.answer_again(),
                _ => self.answer_one(),
            }
        }
    }

    /// Zero where the script is over.
    fn choice(&mut self, most: usize) -> usize {
        self.script.int_in_range(0..=most).unwrap_or_default()
    }

    fn answer_one(&mut self) {
        let Some(last) = self.out.len().checked_sub(1) else {
            return;
        };
        let chosen = self.choice(last);
        let need = self.out.remove(chosen);
        let (answer, brought) = self.answer(&need);
        self.search.answer(need.id, answer);
        self.answered.extend(brought);
        self.done.push(need.id);
    }

    /// A second answer brings nothing.
    fn answer_again(&mut self) {
        let chosen = self.choice(self.done.len().saturating_sub(1));
        if let Some(id) = self.done.get(chosen) {
            let answer = Answer::certs(self.world.withheld.clone());
            self.search.answer(*id, answer);
        }
    }

    fn answer_after_done(&mut self) {
        let needs = self.out.iter().map(|need| need.id);
        for id in needs.chain(self.done.iter().copied()) {
            let answer = Answer::certs(self.world.withheld.clone());
            self.search.answer(id, answer);
            assert_eq!(self.search.step(), Step::Done, "not over any more");
        }
    }

    /// One answer, and what it brings.
    fn answer(&mut self, need: &Need) -> (Answer, Ders) {
        let withheld = &self.world.withheld;
        let right = issuers_of(&need.certificate, withheld);
        match self.choice(7) {
            1 => (Answer::nothing(FetchProblem::TimedOut), Vec::new()),
            2 => (Answer::certs(withheld.clone()), withheld.clone()),
            3 => {
                let sent = self.world.case.chain.iter();
                let sent: Ders = sent.map(|cert| cert.clone().into_owned()).collect();
                (Answer::certs(sent.clone()), sent)
            }
            4 => {
                let length = self.choice(16);
                let garbage = self.script.bytes(length).unwrap_or_default().to_vec();
                let garbage = Vec::from([CertificateDer::from(garbage)]);
                (Answer::certs(garbage.clone()), garbage)
            }
            5 => {
                // Each URL has one of them, but for the first.
                let mut answer = Answer::url(&need.urls[0], Err(FetchProblem::Unreachable));
                let mut brought = Vec::new();
                for (url, cert) in need.urls.iter().skip(1).zip(&right) {
                    answer = answer.and_url(url, Ok(Vec::from([cert.clone()]).into()));
                    brought.push(cert.clone());
                }
                (answer, brought)
            }
            6 => {
                let answer = Answer::url("http://other.example/", Ok(right.clone().into()));
                (answer, right)
            }
            _ => (Answer::url(&need.urls[0], Ok(right.clone().into())), right),
        }
    }
}

/// Everything that has the name of a certificate's issuer.
fn issuers_of(cert: &CertificateDer<'_>, of: &Ders) -> Ders {
    let cert = Cert::parse(cert.clone()).expect("a need is about a certificate");
    let is_issuer = |other: &&CertificateDer<'static>| {
        let other = Cert::parse(CertificateDer::from_slice(other));
        other.is_ok_and(|other| other.subject() == cert.issuer())
    };
    of.iter().filter(is_issuer).cloned().collect()
}

fn has_url(der: &[u8]) -> bool {
    let cert = Cert::parse(CertificateDer::from_slice(der)).expect("on a path");
    let access = cert.extensions().authority_info_access.value();
    access.is_some_and(|access| access.ca_issuers(cert.der()).next().is_some())
}
