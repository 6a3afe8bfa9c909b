//! The certificates and private keys of a PKCS#12 file (RFC 7292). Integrity by a password is checked where there is a MAC; public-key modes are refused by name.
//! Java's mark of a trusted certificate is read, names and other attributes are not.

use der::asn1::{AnyRef, ObjectIdentifier};
use der::{Decode, Encode, Reader, SliceReader, Tag, TagNumber, Tagged};

use super::pbe::{Rounds, decrypt, fits};
use super::{Keystore, Password, Problem, Standing, StoredKey, definite, sequence};

const fn oid(dotted: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(dotted)
}

const DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.1");
const ENCRYPTED_DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.6");
const KEY_BAG: ObjectIdentifier = oid("1.2.840.113549.1.12.10.1.1");
const SHROUDED_KEY_BAG: ObjectIdentifier = oid("1.2.840.113549.1.12.10.1.2");
const CERTIFICATE_BAG: ObjectIdentifier = oid("1.2.840.113549.1.12.10.1.3");
const SAFE_CONTENTS_BAG: ObjectIdentifier = oid("1.2.840.113549.1.12.10.1.6");
const X509_CERTIFICATE: ObjectIdentifier = oid("1.2.840.113549.1.9.22.1");
/// Oracle's `trustedKeyUsage`: for what Java trusts a certificate.
const TRUSTED_KEY_USAGE: ObjectIdentifier = oid("2.16.840.1.113894.746875.1.1");
const ANY_EXTENDED_KEY_USAGE: ObjectIdentifier = oid("2.5.29.37.0");

/// Bags may hold bags (RFC 7292 §4.2.6); nobody is known to write any.
const MOST_DEPTH: u8 = 4;

/// Whether this is PKCS#12, and neither a private key nor a certificate: version 3 and a `ContentInfo` (RFC 7292 §4).
pub(crate) fn is_pkcs12(bytes: &[u8]) -> bool {
    let start = match bytes {
        [0x30, ..=0x80, rest @ ..] => Some(rest),
        [0x30, length @ 0x81..=0x84, rest @ ..] => rest.get(usize::from(length & 0x7f)..),
        _ => None,
    };
    matches!(start, Some([2, 1, 3, 0x30, ..]))
}

/// All of its certificates and sealed keys, with at most so many rounds of key derivation.
pub(crate) fn read(file: &[u8], password: Password<'_>, rounds: u32) -> Result<Keystore, Problem> {
    let rounds = &mut Rounds::at_most(rounds);
    let file = definite(file);
    if let [_, 0x80, ..] = *file {
        return Err(Problem::IndefiniteLength);
    }
    let mut pfx = sequence(AnyRef::from_der(&file)?)?;
    u8::decode(&mut pfx)?;
    let (content, id) = content_info(AnyRef::decode(&mut pfx)?)?;
    if id != DATA {
        return Err(Problem::Unsupported(id));
    }
    let safes = octets(content)?;
    let has_mac = !pfx.is_finished();
    if has_mac && !fits(AnyRef::decode(&mut pfx)?, safes, password, rounds)? {
        return Err(Problem::WrongPassword);
    }
    pfx.finish()?;
    let mut found = Keystore::default();
    // What is in octets may be in BER again, and its MAC is over those.
    let safes = definite(safes);
    let mut safes = sequence(AnyRef::from_der(&safes)?)?;
    while !safes.is_finished() {
        let (content, id) = content_info(AnyRef::decode(&mut safes)?)?;
        match id {
            DATA => {
                let plain = definite(octets(content)?);
                bags(AnyRef::from_der(&plain)?, &mut found, 0)?;
            }
            ENCRYPTED_DATA => {
                let plain = decrypted(content, password, rounds)?;
                let plain = definite(&plain);
                let plain = AnyRef::from_der(&plain).map_err(Problem::from);
                let read = plain.and_then(|plain| bags(plain, &mut found, 0));
                // Without a MAC a wrong password may show only in what comes out.
                read.map_err(|problem| match has_mac {
                    true => problem,
                    false => Problem::WrongPassword,
                })?;
            }
            _ => return Err(Problem::Unsupported(id)),
        }
    }
    match found.certificates.is_empty() {
        true => Err(Problem::NoCertificate),
        false => Ok(found),
    }
}

/// What a `ContentInfo` holds, and which kind of content that is (RFC 5652 §3).
fn content_info(info: AnyRef<'_>) -> der::Result<(AnyRef<'_>, ObjectIdentifier)> {
    let mut parts = sequence(info)?;
    let id = ObjectIdentifier::decode(&mut parts)?;
    let content = explicit(AnyRef::decode(&mut parts)?)?;
    parts.finish()?;
    Ok((content, id))
}

/// What stands in `[0]`.
fn explicit(outer: AnyRef<'_>) -> der::Result<AnyRef<'_>> {
    outer.tag().assert_eq(EXPLICIT_0)?;
    AnyRef::from_der(outer.value())
}

/// `[0]` around an element.
const EXPLICIT_0: Tag = Tag::ContextSpecific {
    constructed: true,
    number: TagNumber(0),
};

/// `[0]` in the place of the tag of an OCTET STRING.
const IMPLICIT_0: Tag = Tag::ContextSpecific {
    constructed: false,
    number: TagNumber(0),
};

fn octets(element: AnyRef<'_>) -> der::Result<&[u8]> {
    element.tag().assert_eq(Tag::OctetString)?;
    Ok(element.value())
}

/// The content of an `EncryptedData` (RFC 5652 §8).
fn decrypted(
    content: AnyRef<'_>,
    password: Password<'_>,
    rounds: &mut Rounds,
) -> Result<Vec<u8>, Problem> {
    let mut parts = sequence(content)?;
    u8::decode(&mut parts)?;
    let mut info = sequence(AnyRef::decode(&mut parts)?)?;
    // The type of what was encrypted: data.
    AnyRef::decode(&mut info)?;
    let algorithm = AnyRef::decode(&mut info)?;
    let ciphertext = AnyRef::decode(&mut info)?;
    if ciphertext.tag() == EXPLICIT_0 {
        // It was written as a stream, in pieces.
        let mut pieces = SliceReader::new(ciphertext.value())?;
        let mut joined = Vec::new();
        while !pieces.is_finished() {
            joined.extend_from_slice(octets(AnyRef::decode(&mut pieces)?)?);
        }
        return decrypt(algorithm, &joined, password, rounds);
    }
    ciphertext.tag().assert_eq(IMPLICIT_0)?;
    decrypt(algorithm, ciphertext.value(), password, rounds)
}

/// What is in `SafeContents` (RFC 7292 §4.2).
fn bags(contents: AnyRef<'_>, found: &mut Keystore, depth: u8) -> Result<(), Problem> {
    let mut bags = sequence(contents)?;
    while !bags.is_finished() {
        let mut bag = sequence(AnyRef::decode(&mut bags)?)?;
        let id = ObjectIdentifier::decode(&mut bag)?;
        let value = explicit(AnyRef::decode(&mut bag)?)?;
        match id {
            KEY_BAG => found.keys.push(StoredKey::Plain(value.to_der()?)),
            SHROUDED_KEY_BAG => found.keys.push(StoredKey::Encrypted(value.to_der()?)),
            CERTIFICATE_BAG => {
                let number = found.certificates.len() + 1;
                found.add(certificate(value, number)?, standing(bag)?)?;
            }
            SAFE_CONTENTS_BAG if depth < MOST_DEPTH => self::bags(value, found, depth + 1)?,
            SAFE_CONTENTS_BAG => return Err(Problem::Unsupported(id)),
            // Revocation lists and secrets are no certificates.
            _ => {}
        }
    }
    Ok(())
}

/// Of a `CertBag` (RFC 7292 §4.2.3).
fn certificate(bag: AnyRef<'_>, number: usize) -> Result<&[u8], Problem> {
    let mut parts = sequence(bag)?;
    if ObjectIdentifier::decode(&mut parts)? != X509_CERTIFICATE {
        return Err(Problem::OtherCertificate(number));
    }
    Ok(octets(explicit(AnyRef::decode(&mut parts)?)?)?)
}

/// By the attributes of a bag, which are what is left of it.
fn standing(mut bag: SliceReader<'_>) -> der::Result<Standing> {
    if bag.is_finished() {
        return Ok(Standing::Other);
    }
    let attributes = AnyRef::decode(&mut bag)?;
    attributes.tag().assert_eq(Tag::Set)?;
    let mut attributes = SliceReader::new(attributes.value())?;
    while !attributes.is_finished() {
        let mut attribute = sequence(AnyRef::decode(&mut attributes)?)?;
        if ObjectIdentifier::decode(&mut attribute)? == TRUSTED_KEY_USAGE {
            let uses = AnyRef::decode(&mut attribute)?;
            let mut uses = SliceReader::new(uses.value())?;
            while !uses.is_finished() {
                if ObjectIdentifier::decode(&mut uses)? == ANY_EXTENDED_KEY_USAGE {
                    return Ok(Standing::Trusted);
                }
            }
            return Ok(Standing::TrustedForSome);
        }
    }
    Ok(Standing::Other)
}
