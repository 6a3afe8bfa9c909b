//! Writes the library's table of root programmes anew, from the folder of real material that `CHAINVERIFY_DATA` names.

use std::io::{Error, ErrorKind, Result};
use std::path::Path;

use chainverify_testdata::programmes;

fn main() -> Result<()> {
    let folder = std::env::var_os("CHAINVERIFY_DATA");
    let folder =
        folder.ok_or_else(|| Error::new(ErrorKind::NotFound, "CHAINVERIFY_DATA is not set"))?;
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    std::fs::write(
        here.join(programmes::PLACE),
        programmes::table(Path::new(&folder))?,
    )
}
