//! Handshakes that are odd, by tlslite-ng: messages cut into records of 64 octets, and HelloRetryRequest. What comes of
//! them is what comes of others.

use crate::cases::{self, Side};
use crate::ours::{Peer, Version, run};

#[test]
fn odd_handshakes_change_nothing() {
    if !Peer::Odd("small").is_there() {
        return;
    }
    let handshakes = [
        ("small", Version::V1_2),
        ("small", Version::V1_3),
        ("retry", Version::V1_3),
    ];
    let cases: Vec<_> = [Side::Server, Side::Client]
        .into_iter()
        .flat_map(cases::all)
        .collect();
    for (manner, version) in handshakes {
        let peer = Peer::Odd(manner);
        for case in cases
            .iter()
            .filter(|case| case.versions(peer).contains(&version))
        {
            let seen = run(case, peer, version);
            let expected = case.expected(version);
            assert_eq!(seen, expected, "{:?} {}, {manner}", case.side, case.name);
        }
    }
}
