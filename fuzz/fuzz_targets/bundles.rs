//! The command's readers of PKCS#7 bundles, PKCS#12 files, Java keystores and encrypted keys: what they give is no more than what there is,
//! and a file cannot keep them busy.
#![no_main]

use libfuzzer_sys::fuzz_target;

use keystore::{Keystore, Password};

// They are in a program, not in a library.
#[path = "../../chainverify-cli/src/files/ber.rs"]
mod ber;
#[path = "../../chainverify-cli/src/files/keystore/mod.rs"]
mod keystore;
#[path = "../../chainverify-cli/src/files/pkcs7.rs"]
mod pkcs7;

/// So that an input takes a moment only, which is what is to be shown of what comes after.
const ROUNDS: u32 = 10_000;

fn check(keystore: Result<Keystore, keystore::Problem>, data: &[u8]) {
    match keystore {
        Ok(keystore) => {
            let sizes = keystore.certificates.iter().map(|(der, _)| der.len());
            let all: usize = sizes.sum();
            assert!(!keystore.certificates.is_empty() && all <= data.len());
        }
        Err(problem) => assert!(!problem.to_string().is_empty()),
    }
}

fuzz_target!(|data: &[u8]| {
    let _ = (keystore::is_jks(data), keystore::is_encrypted_key(data));
    check(keystore::read_jks(data), data);
    for password in [Password::None, Password::Text("grün")] {
        check(keystore::read_pkcs12(data, password, ROUNDS), data);
        let _ = keystore::is_intact(data, password);
        let key = keystore::decrypt_key(data, password, ROUNDS).unwrap_or_default();
        assert!(key.len() <= data.len());
    }
    if pkcs7::is_pkcs7(data) || keystore::is_pkcs12(data) {
        let found = pkcs7::certificates(data).unwrap_or_default();
        assert!(found.iter().map(|der| der.len()).sum::<usize>() <= data.len());
    }
});
