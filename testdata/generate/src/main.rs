//! Writes everything below `testdata/` anew. The explanations (`expected.txt`) stay: the library's tests write those.

use chainverify_testdata::cases;
use std::path::Path;

fn main() -> std::io::Result<()> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    cases::write(&cases::files(), here.parent().unwrap_or(here))
}
