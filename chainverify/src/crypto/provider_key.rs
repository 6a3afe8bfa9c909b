//! A public key as providers take it, and what a key may leave to the keys above it: its parameters
//! (RFC 5280 §6.1.4 (d) to (f)). Only DSA does (RFC 3279 §2.3.2), and beside the algorithm itself
//! only this file knows.

use alloc::borrow::Cow;

use crate::cert::SubjectPublicKeyInfo;

/// `id-dsa` (RFC 3279 §2.3.2), with tag and length.
pub(super) const ID_DSA: &[u8] = &[6, 7, 0x2a, 0x86, 0x48, 0xce, 0x38, 4, 1];

/// What a key contributes to `working_public_key_parameters` (RFC 5280 §6.1.4 (e)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyParameters<'k> {
    /// Keys of its kind have no parameters that another key could inherit.
    None,
    /// Its own, which keys of its kind below it may inherit: the DER of the parameters.
    Own(&'k [u8]),
    /// It is complete with the parameters of the keys above it only.
    Inherits,
}

/// The key's own parameters, or whether it inherits them: they are absent or NULL.
pub(crate) fn key_parameters<'k>(key: &SubjectPublicKeyInfo<'k>) -> KeyParameters<'k> {
    match key.algorithm.strip_prefix(ID_DSA) {
        None => KeyParameters::None,
        Some([] | [5, 0]) => KeyParameters::Inherits,
        Some(own) => KeyParameters::Own(own),
    }
}

/// `working_public_key_parameters` below a key (§6.1.4 (e)): its own, or for one that inherits those
/// from above.
pub(crate) fn working_parameters<'k>(
    key: Option<SubjectPublicKeyInfo<'k>>,
    above: Option<&'k [u8]>,
) -> Option<&'k [u8]> {
    match key_parameters(&key?) {
        KeyParameters::None => None,
        KeyParameters::Own(own) => Some(own),
        KeyParameters::Inherits => above,
    }
}

/// What algorithms call a key: the contents of its AlgorithmIdentifier. A DSA key goes by its object
/// identifier alone: its parameters are numbers of its own.
pub(super) fn algorithm_of<'k>(key: &SubjectPublicKeyInfo<'k>) -> &'k [u8] {
    match key_parameters(key) {
        KeyParameters::None => key.algorithm,
        KeyParameters::Own(_) | KeyParameters::Inherits => ID_DSA,
    }
}

/// What algorithms take for a key: its octets, and before those of a DSA key its parameters (see
/// `rustcrypto::dsa`). None if the key inherits, and nothing is `inherited`.
pub(super) fn octets_of<'k>(
    key: &SubjectPublicKeyInfo<'k>,
    inherited: Option<&[u8]>,
) -> Option<Cow<'k, [u8]>> {
    Some(match key_parameters(key) {
        KeyParameters::None => Cow::Borrowed(key.key),
        KeyParameters::Own(parameters) => Cow::Owned([parameters, key.key].concat()),
        KeyParameters::Inherits => Cow::Owned([inherited?, key.key].concat()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cert::KeyKind;
    use crate::der::Oid;

    fn key(algorithm: &[u8]) -> SubjectPublicKeyInfo<'_> {
        SubjectPublicKeyInfo {
            algorithm,
            key: &[2, 1, 5],
            kind: KeyKind::Other(Oid::from_contents(&[0x2a])),
        }
    }

    #[test]
    fn a_dsa_key_has_parameters_or_inherits_them_and_no_other_key_does() {
        let own = [ID_DSA, &[0x30, 0]].concat();
        assert_eq!(key_parameters(&key(&own)), KeyParameters::Own(&[0x30, 0]));
        let null = [ID_DSA, &[5, 0]].concat();
        for inherits in [ID_DSA, &null] {
            assert_eq!(key_parameters(&key(inherits)), KeyParameters::Inherits);
        }
        let ed25519 = [6, 3, 0x2b, 0x65, 0x70];
        assert_eq!(key_parameters(&key(&ed25519)), KeyParameters::None);
        assert_eq!(key_parameters(&key(&[])), KeyParameters::None);
    }

    #[test]
    fn a_key_passes_on_its_own_parameters_or_those_that_it_inherits() {
        let own = [ID_DSA, &[0x30, 0]].concat();
        let ed25519 = [6, 3, 0x2b, 0x65, 0x70];
        let above = Some(&[0x30, 1, 0][..]);
        let below = |algorithm| working_parameters(Some(key(algorithm)), above);
        assert_eq!(below(&own), Some(&[0x30, 0][..]));
        assert_eq!(below(ID_DSA), above);
        assert_eq!(below(&ed25519), None);
        assert_eq!(working_parameters(None, above), None);
    }

    #[test]
    fn a_key_that_inherits_is_complete_with_what_is_above_it() {
        let whole = |algorithm, inherited| {
            let key = key(algorithm);
            assert_eq!(algorithm_of(&key), ID_DSA);
            octets_of(&key, inherited).map(Cow::into_owned)
        };
        let own = [ID_DSA, &[0x30, 0]].concat();
        assert_eq!(whole(ID_DSA, None), None);
        assert_eq!(
            whole(ID_DSA, Some(&[9])).as_deref(),
            Some(&[9, 2, 1, 5][..])
        );
        // What is its own wins.
        for inherited in [None, Some(&[9][..])] {
            let octets = whole(&own, inherited);
            assert_eq!(octets.as_deref(), Some(&[0x30, 0, 2, 1, 5][..]));
        }
    }
}
