//! Looks for the set of certificates that costs most per octet: many names, constraints of each
//! kind, policies and mappings, long and alike names, namesakes, certificates without use. Time is
//! bounded generously, to find what escapes the limits; the dearest set so far is printed. A busy
//! machine is no find.
#![no_main]

use std::hint::black_box;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::time::Duration;

use chainverify::policy::Limit;
use chainverify::report::{Detail, Report};
use chainverify::{Origin, Request, TrustStore, Verifier};
use chainverify_fuzz::algorithms::{Says, always};
use chainverify_fuzz::{grammar, now};
use chainverify_testdata::{CertBuilder, Extension, GeneralName, Issuer, Key, Name};
use libfuzzer_sys::arbitrary::{Result, Unstructured};
use libfuzzer_sys::fuzz_target;
use pki_types::CertificateDer;
use rustix::time::{ClockId, clock_gettime};
use x509_cert::Certificate;
use x509_cert::der::Decode as _;

fuzz_target!(|data: &[u8]| {
    let _ = run(&mut Unstructured::new(data));
});

fn run(u: &mut Unstructured<'_>) -> Result<()> {
    let chain = chain(u)?;
    let octets = chain.iter().map(|cert| cert.len()).sum();
    let says = *u.choose(&[Says::Yes, Says::No])?;
    let verifier = Verifier::builder()
        .roots(roots())
        .policy(grammar::policy(u)?)
        .algorithms(always(says))
        .build();
    for what in [What::Verdict, What::Text, What::Json] {
        let mut least = measure(&verifier, &chain, what);
        // A record must stand, and so must what is over the bound.
        for _ in 0..4 {
            if rate(least.0, octets) > record(what) || least.0 > bound(octets) {
                least = least.min(measure(&verifier, &chain, what));
            }
        }
        let (time, limits) = least;
        assert!(
            time <= bound(octets) || time <= bound(octets).mul_f64(slowness()),
            "{what:?} of {octets} octets takes {time:?}, limits reached: {limits:?}"
        );
        note(what, time, octets, &limits);
    }
    Ok(())
}

/// What is measured.
#[derive(Clone, Copy, Debug)]
enum What {
    Verdict,
    Text,
    Json,
}

fn bound(octets: usize) -> Duration {
    let octets = u64::try_from(octets).expect("64 bits");
    Duration::from_millis(5) + Duration::from_micros(2 * octets)
}

/// How many times as long as on an idle machine work takes here and now: what runs beside a thread
/// takes caches and clock rate from it, which its own time shows. It is told by work of the same kind
/// that is not ours.
fn slowness() -> f64 {
    let root = CertBuilder::ca("Top").key(KEYS[0].clone()).sign().der;
    let decode = || {
        let start = cpu_time();
        for _ in 0..256 {
            let cert = Certificate::from_der(black_box(&root));
            black_box(cert.expect("a certificate"));
        }
        cpu_time() - start
    };
    let least = (0..5).map(|_| decode()).min().expect("five times");
    least.div_duration_f64(IDLE).max(1.0)
}

/// What that work took where the bound was set.
const IDLE: Duration = Duration::from_millis(2);

fn measure(
    verifier: &Verifier,
    chain: &[CertificateDer<'_>],
    what: What,
) -> (Duration, Vec<Limit>) {
    let request = Request::named(chain, "host.example.com").at(now());
    let start = cpu_time();
    let result = verifier.verify_request(request);
    let time = cpu_time() - start;
    let report: Report = match &result {
        Ok(path) => path.report(),
        Err(report) => Report::clone(report),
    };
    let start = cpu_time();
    let time = match what {
        What::Verdict => time,
        What::Text => {
            let _ = report.text_with(Detail::Everything).to_string();
            cpu_time() - start
        }
        What::Json => {
            let _ = serde_json::to_string(&report).expect("a report is JSON");
            cpu_time() - start
        }
    };
    (time, report.limits)
}

/// What this thread has used so far: what else runs on the machine does not count.
fn cpu_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::try_from(time).expect("a time since the start")
}

/// What small sets cost anyway is not looked at.
const LEAST_OCTETS: usize = 16_384;

/// The dearest so far, in sixteenths of a nanosecond per octet.
static DEAREST: [AtomicU64; 3] = [const { AtomicU64::new(0) }; 3];

/// Each power of two of the time per octet is as good as an edge of the program to libFuzzer, which
/// keeps what reaches it first.
#[unsafe(link_section = "__libfuzzer_extra_counters")]
static REACHED: [AtomicU8; 64] = [const { AtomicU8::new(0) }; 64];

fn rate(time: Duration, octets: usize) -> u64 {
    let nanoseconds = u64::try_from(time.as_nanos()).expect("below 500 years");
    let octets = u64::try_from(octets.max(LEAST_OCTETS)).expect("64 bits");
    16 * nanoseconds / octets
}

fn record(what: What) -> u64 {
    DEAREST[what as usize].load(Ordering::Relaxed)
}

fn note(what: What, time: Duration, octets: usize, limits: &[Limit]) {
    let rate = rate(time, octets);
    let power = usize::try_from(rate.max(1).ilog2()).expect("at most 63");
    REACHED[16 * what as usize + power.min(15)].store(1, Ordering::Relaxed);
    let before = DEAREST[what as usize].fetch_max(rate, Ordering::Relaxed);
    if rate > before + before / 10 {
        let rate = rate / 16;
        eprintln!("dearest {what:?}: {rate} ns per octet, {octets} octets in {time:?}, {limits:?}");
    }
}

/// A few keys, made once.
static KEYS: LazyLock<Vec<Key>> = LazyLock::new(|| {
    (0..8)
        .map(|label: u8| Key::ed25519(&label.to_string()))
        .collect()
});

/// The one root that everything leads to.
fn roots() -> TrustStore {
    let root = CertBuilder::ca("Top").key(KEYS[0].clone()).sign().der;
    let mut roots = TrustStore::new();
    roots.add(root.into(), Origin::Given).expect("a root");
    roots
}

/// A leaf, some levels of CAs above it, each with namesakes, and what nobody needs.
fn chain(u: &mut Unstructured<'_>) -> Result<Vec<CertificateDer<'static>>> {
    let levels = u.int_in_range(0..=7)?;
    let names = (0..levels).map(|level| name(u, level));
    let mut names: Vec<Name> = names.collect::<Result<_>>()?;
    names.push(Name::common("Top"));
    let leaf = CertBuilder::leaf("host.example.com")
        .key(KEYS[0].clone())
        .issuer(issuer(&names[0]));
    let count = u.int_in_range(0..=11)?;
    let leaf = many(u, 1 << count)?
        .into_iter()
        .fold(leaf, CertBuilder::name);
    let mut chain = vec![load(u, leaf, 1)?.sign().der.into()];
    for level in 0..levels {
        let like = CertBuilder::intermediate("CA").subject(names[level].clone());
        copies(u, like.issuer(issuer(&names[level + 1])), &mut chain)?;
    }
    let unused = CertBuilder::intermediate("Unused").issuer(issuer(&Name::common("Nobody")));
    copies(u, unused, &mut chain)?;
    Ok(chain)
}

/// Up to 32 certificates that differ in their keys and serial numbers.
fn copies(
    u: &mut Unstructured<'_>,
    like: CertBuilder,
    chain: &mut Vec<CertificateDer<'static>>,
) -> Result<()> {
    let count = 1 << u.int_in_range(0..=5)?;
    let like = load(u, like, count)?;
    for number in 0..count {
        let key = KEYS[number % KEYS.len()].clone();
        let serial = u8::try_from(number).expect("below 32");
        let cert = like.clone().key(key).serial(&[1, serial]);
        chain.push(cert.sign().der.into());
    }
    Ok(())
}

fn issuer(name: &Name) -> Issuer {
    Issuer {
        name: name.clone(),
        key: KEYS[0].clone(),
    }
}

/// The name of a level: of its own, that of all levels, alike, or long.
fn name(u: &mut Unstructured<'_>, level: usize) -> Result<Name> {
    Ok(match u.int_in_range(0..=3)? {
        0 => Name::common(&level.to_string()),
        1 => Name::common("CA"),
        2 => Name::common(&format!(
            "{}{level}",
            "ca ".repeat(1 << u.int_in_range(0..=9)?)
        )),
        _ => directory(level, 1 << u.int_in_range(0..=6)?),
    })
}

/// A name with many attributes.
fn directory(number: usize, length: usize) -> Name {
    let unit = "2.5.4.11";
    (0..length).fold(Name::common("CA"), |name, part| {
        name.and(unit, &format!("unit {}", part * number))
    })
}

/// The extensions of a certificate that is made so many times.
fn load(u: &mut Unstructured<'_>, mut cert: CertBuilder, times: usize) -> Result<CertBuilder> {
    let count = |u: &mut Unstructured<'_>| Ok((1 << u.int_in_range(0..=10)?).min(4_096 / times));
    for _ in 0..u.int_in_range(0..=3)? {
        cert = match u.int_in_range(0..=3)? {
            0 => {
                let (permitted, excluded) = (count(u)?, count(u)?);
                let (permitted, excluded) = (many(u, permitted)?, many(u, excluded)?);
                let side = u.int_in_range(0..=2)?;
                let permitted = if side == 0 { &[] } else { &permitted[..] };
                let excluded = if side == 1 { &[] } else { &excluded[..] };
                cert.extension(Extension::name_constraints(permitted, excluded))
            }
            1 => cert.extension(Extension::certificate_policies(&refs(&policies(count(u)?)))),
            2 => {
                let (from, to) = (policies(count(u)?), policies(count(u)?));
                let pairs = from.iter().zip(to.iter().rev());
                let pairs: Vec<_> = pairs.map(|(from, to)| (&**from, &**to)).collect();
                cert.extension(Extension::policy_mappings(&pairs))
            }
            _ => {
                let length = count(u)?;
                cert.extension(Extension::extended_key_usage(&refs(&policies(length))))
            }
        };
    }
    Ok(cert)
}

fn policies(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("1.2.{number}")).collect()
}

fn refs(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

/// Many names of a kind, or the bases of as many subtrees: alike at the front, at the end, or both.
fn many(u: &mut Unstructured<'_>, count: usize) -> Result<Vec<GeneralName>> {
    let kind = u.int_in_range(0..=7)?;
    let front = "a".repeat(u.int_in_range(0..=40)?);
    let end = ".b".repeat(u.int_in_range(0..=20)?);
    let attributes = u.int_in_range(0..=8)?;
    let name = |number: usize| {
        let host = format!("{front}{number}{end}.example.com");
        let (high, low) = (number / 256, number % 256);
        match kind {
            0 => GeneralName::dns(&host),
            1 => GeneralName::email(&format!("{front}@{host}")),
            2 => GeneralName::email(&host),
            3 => GeneralName::uri(&format!("https://{host}/{front}")),
            4 => GeneralName::ip(&format!("10.0.{high}.{low}")),
            5 => GeneralName::ip_range(&format!("10.0.{high}.{low}"), "255.255.255.255"),
            6 => GeneralName::Directory(directory(number, attributes)),
            _ => GeneralName::dns("."),
        }
    };
    Ok((0..count).map(name).collect())
}
