//! All that is measured, in one run.

use core::time::Duration;
use std::time::Instant;

use crate::command::{self, Race};
use crate::costs::Costs;
use crate::crls::{self, Crls};
use crate::curves::{self, Curve};
use crate::exchange;
use crate::failures::{self, Failure};
use crate::handshakes;
use crate::hostile::{self, Trial};
use crate::measure::Effort;
use crate::profiles::Profile;
use crate::sets::Scale;
use crate::startup::{self, Startup};
use crate::threads::{self, Scaling};
use crate::worst;

/// Everything that the bars and the report need.
#[derive(Clone, Debug, Default)]
pub(crate) struct Figures {
    /// How many rounds a figure of time is from.
    pub(crate) rounds: usize,
    /// Honest chains, with the default release profile.
    pub(crate) costs: Costs,
    /// The same with thin LTO, of this library and webpki.
    pub(crate) lto: Option<Costs>,
    /// Hostile sets.
    pub(crate) trials: Vec<Trial>,
    /// The worst leaf and CA of each kind and size.
    pub(crate) worst: Vec<worst::Trial>,
    /// Cost that grows.
    pub(crate) curves: Vec<Curve>,
    /// How often the time of a small pool a large one takes.
    pub(crate) pool_in_time: Option<f64>,
    /// Failed verifications.
    pub(crate) failures: Vec<Failure>,
    /// What a program does once.
    pub(crate) startup: Option<Startup>,
    /// Two threads.
    pub(crate) scaling: Vec<Scaling>,
    /// The command and OpenSSL's.
    pub(crate) race: Option<Race>,
    /// Whole handshakes.
    pub(crate) handshakes: Vec<handshakes::Trial>,
    /// Handshakes while a CRL is exchanged.
    pub(crate) exchange: Option<exchange::Load>,
    /// Revocation lists.
    pub(crate) crls: Option<Crls>,
}

impl Figures {
    /// Measures it all; says on standard error where it is.
    pub(crate) fn measure(effort: Effort) -> Self {
        let start = Instant::now();
        let step = |what: &str| eprintln!("{:>4} s: {what}", start.elapsed().as_secs());
        let few = Effort {
            rounds: effort.rounds.div_ceil(4),
            ..effort
        };
        step("building the command, and this program with thin LTO");
        let race = command::measure(effort.rounds);
        drop(Profile::Lto.program());
        step("threads");
        let scaling = threads::measure(effort.rounds / 5, Duration::from_millis(50));
        step("honest chains");
        let costs = Costs::measure(effort);
        step("honest chains, thin LTO");
        let lto = Costs::measure_lto(effort);
        step("failures and startup");
        let failures = failures::measure(effort);
        let startup = startup::measure(effort);
        step("hostile sets");
        let trials = hostile::measure(Scale::Full, effort.rounds / 5);
        step("worst cases");
        let worst = worst::measure().unwrap_or_default();
        step("curves");
        let curves = curves::measure_and_count(few);
        let pool_in_time = curves::pool_in_time(few);
        step("handshakes");
        let handshakes = handshakes::measure(handshakes::effort(effort));
        let exchange = Some(exchange::measure(exchange::time(effort)));
        step("revocation lists");
        let crls = crls::measure(effort);
        step("done");
        Self {
            rounds: effort.rounds,
            costs,
            lto,
            trials,
            worst,
            curves,
            pool_in_time: Some(pool_in_time),
            failures,
            startup: Some(startup),
            scaling,
            race,
            handshakes,
            exchange,
            crls: Some(crls),
        }
    }

    /// The costs of honest chains in a profile.
    pub(crate) const fn of(&self, profile: Profile) -> Option<&Costs> {
        match profile {
            Profile::Release => Some(&self.costs),
            Profile::Lto => self.lto.as_ref(),
        }
    }
}
