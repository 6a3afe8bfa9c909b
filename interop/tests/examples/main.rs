//! The examples do what they say: each file of `examples/` is compiled in here and run against a peer on this machine, and
//! what its error or its log has is the report.

#![allow(dead_code, reason = "the main function of each example")]

mod clients;
mod grpc;
mod lines;
mod mtls;
mod servers;

#[path = "../../examples/axum_server.rs"]
mod axum_example;
#[path = "../../examples/hyper.rs"]
mod hyper_client;
#[path = "../../examples/reqwest.rs"]
mod reqwest_client;
#[path = "../../examples/tonic_client.rs"]
mod tonic_client;
#[path = "../../examples/tonic_server.rs"]
mod tonic_server;

#[path = "../common/running.rs"]
mod running;

use std::error::Error;
use std::time::Duration;

use chainverify::Report;

/// The code of the report in an error, or the error where it has none.
fn code(error: &(dyn Error + 'static)) -> String {
    let code = Report::of(error).and_then(Report::code);
    code.map_or_else(
        || format!("no report: {error:?}"),
        |code| code.id().to_owned(),
    )
}

/// No test waits for longer than this.
async fn bounded<T>(future: impl Future<Output = T>) -> T {
    let bound = Duration::from_secs(60);
    let done = tokio::time::timeout(bound, future).await;
    done.expect("a test that is over in a minute")
}
