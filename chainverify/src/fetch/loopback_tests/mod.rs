//! The fetcher against servers of its own on 127.0.0.1, by what is fetched.

mod crls;
mod hook;
mod issuers;
mod kept;
mod ocsp;

use core::time::Duration;
use std::time::SystemTime;

use alloc::string::String;

use chainverify_testdata::time;

/// The time limit where nothing should need it: long, for a busy machine.
const LONG: Duration = Duration::from_secs(20);
/// The time limit of the servers that would take for ever.
const SHORT: Duration = Duration::from_millis(300);

/// The moment so many seconds from now, as builders take it.
fn in_seconds(seconds: i64) -> String {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let moment = now.unwrap().as_secs().checked_add_signed(seconds);
    time::from_unix(moment.unwrap())
}
