//! Cases that compare with published values; the files say where they are from.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::{Crypto, CryptoError, Error, KdfParams, Result, Sealed, Store, derive_password_key};

macro_rules! file {
    ($name:literal) => {
        include_str!(concat!("../../../tests/data/vectors/", $name))
    };
}

/// The fields of each line that is not a comment.
fn lines(file: &str) -> impl Iterator<Item = Vec<&str>> {
    file.lines().filter(|line| !line.starts_with('#')).map(|line| line.split(' ').collect())
}

/// Bytes from hexadecimal digits; `-` is empty.
pub(crate) fn hex(digits: &str) -> Vec<u8> {
    let digit = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).expect("hexadecimal");
    if digits == "-" { Vec::new() } else { (0..digits.len()).step_by(2).map(digit).collect() }
}

fn array<const N: usize>(digits: &str) -> [u8; N] {
    hex(digits).try_into().expect("a field of fixed length")
}

/// SHA-256: FIPS 180-4 examples by NIST's validation files.
///
/// # Errors
/// What the platform reports.
pub async fn sha256_vectors<C: Crypto, S: Store>(crypto: C, _: S) -> Result<()> {
    for fields in lines(file!("nist-sha256.txt")) {
        let [bits, message, digest] = fields[..] else { unreachable!("three fields") };
        let expected = array(digest);
        assert_eq!(crypto.sha256(&hex(message)).await?, expected, "{bits} bits");
        assert_eq!(crate::header::sha256(&hex(message)), expected, "{bits} bits");
    }
    Ok(())
}

/// AES-256-GCM under a zero nonce, one by one and in a batch; every changed byte is refused.
///
/// # Errors
/// What the platform reports.
pub async fn gcm_vectors<C: Crypto, S: Store>(crypto: C, _: S) -> Result<()> {
    type Case = ([u8; 32], Vec<u8>, Vec<u8>, Vec<u8>);
    let mut cases: Vec<Case> = Vec::new();
    for fields in lines(file!("aes-256-gcm-zero-nonce.txt")) {
        let [id, result, key, associated, plain, sealed] = fields[..] else {
            unreachable!("six fields")
        };
        let (key, associated, plain) = (array(key), hex(associated), hex(plain));
        let mut sealed = hex(sealed);
        let opened = crypto.open_once(&key, &associated, &sealed).await;
        if result == "valid" {
            assert_eq!(opened.as_ref(), Ok(&plain), "case {id}");
            let again = crypto.seal_once(&key, &associated, &plain).await?;
            assert_eq!(again, sealed, "case {id}");
            let intact = sealed.clone();
            let last = sealed.len() - 1;
            sealed[last] ^= 1;
            let refused = crypto.open_once(&key, &associated, &sealed).await;
            assert_eq!(refused, Err(CryptoError::Authentication), "case {id}, changed tag");
            cases.push((key, associated, plain, intact));
        } else {
            assert_eq!(opened, Err(CryptoError::Authentication), "case {id}");
        }
    }
    let mut batch: Vec<Sealed<'_>> =
        cases.iter().map(|(key, associated, _, bytes)| Sealed { key, associated, bytes }).collect();
    let other_key = [7; 32];
    batch[1].key = &other_key;
    let opened = crypto.open_batch(&batch).await;
    assert_eq!(opened.len(), cases.len());
    for (at, (opened, (_, _, plain, _))) in opened.iter().zip(&cases).enumerate() {
        let expected = if at == 1 { Err(&CryptoError::Authentication) } else { Ok(plain) };
        assert_eq!(opened.as_ref(), expected, "batch {at}");
    }
    assert!(crypto.open_once(&other_key, &[], &[1, 2, 3]).await.is_err());
    Ok(())
}

/// AES-KW with 256-bit keys: RFC 3394 and Wycheproof, and a page of 4,096 keys.
///
/// # Errors
/// What the platform reports.
pub async fn key_wrap_vectors<C: Crypto, S: Store>(crypto: C, _: S) -> Result<()> {
    let check = async |key: &str, message: &str, wrapped: &str, is_valid: bool, id: &str| {
        let kek = crypto.import_kek(&array(key)).await?;
        let unwrapped = crypto.unwrap(&kek, &hex(wrapped)).await;
        if is_valid {
            assert_eq!(unwrapped.map(|keys| keys.to_vec()), Ok(hex(message)), "case {id}");
            assert_eq!(crypto.wrap(&kek, &hex(message)).await?, hex(wrapped), "case {id}");
        } else {
            assert!(unwrapped.is_err(), "case {id}");
        }
        Ok::<_, Error>(())
    };
    // RFC 3394, section 4.6.
    let kek = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    let key = "00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f";
    let wrapped =
        "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21";
    check(kek, key, wrapped, true, "RFC 3394").await?;
    for fields in lines(file!("wycheproof-aes-kw.txt")) {
        let [id, result, kek, key, wrapped] = fields[..] else { unreachable!("five fields") };
        // The format wraps no fewer than 16 bytes.
        if hex(key).len() >= 16 {
            check(kek, key, wrapped, result == "valid", id).await?;
        }
    }
    let kek = crypto.import_kek(&[3; 32]).await?;
    let page: Vec<u8> = (0..4096 * 32_u32).map(|n| (n % 251) as u8).collect();
    let mut wrapped = crypto.wrap(&kek, &page).await?;
    assert_eq!(wrapped.len(), page.len() + 8);
    assert!(*crypto.unwrap(&kek, &wrapped).await? == page, "a page unwraps to itself");
    wrapped[70_000] ^= 0x10;
    let refused = crypto.unwrap(&kek, &wrapped).await;
    assert_eq!(refused.err(), Some(CryptoError::Authentication));
    Ok(())
}

/// Ed25519 by RFC 8032 and X25519 by RFC 7748, and Wycheproof for both.
///
/// # Errors
/// None; it compares pure code.
pub async fn public_key_vectors<C: Crypto, S: Store>(_: C, _: S) -> Result<()> {
    // RFC 8032, section 7.1, tests 1 to 3.
    for (seed, public, message, signature) in [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "-",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e\
             39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f\
             3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
        (
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67\
             f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        ),
    ] {
        let key = SigningKey::from_bytes(&array(seed));
        assert_eq!(key.verifying_key().to_bytes(), array(public));
        assert_eq!(key.sign(&hex(message)).to_bytes(), array(signature));
    }
    for fields in lines(file!("wycheproof-ed25519.txt")) {
        let [id, result, public, message, signature] = fields[..] else {
            unreachable!("five fields")
        };
        let is_valid = VerifyingKey::from_bytes(&array(public)).is_ok_and(|key| {
            Signature::from_slice(&hex(signature))
                .is_ok_and(|signature| key.verify_strict(&hex(message), &signature).is_ok())
        });
        assert_eq!(is_valid, result == "valid", "Ed25519 case {id}");
    }
    // RFC 7748, section 5.2.
    let scalar = array("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4");
    let point = array("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c");
    let product: [u8; 32] =
        array("c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552");
    assert_eq!(x25519_dalek::x25519(scalar, point), product);
    for fields in lines(file!("wycheproof-x25519.txt")) {
        let [id, _, private, public, shared] = fields[..] else { unreachable!("five fields") };
        let found = x25519_dalek::x25519(array(private), array(public));
        assert_eq!(found, array(shared), "X25519 case {id}");
    }
    Ok(())
}

/// HKDF by RFC 5869, HMAC by Wycheproof, Argon2id by RFC 9106 and its reference program.
///
/// # Errors
/// None, unless memory runs out.
pub async fn key_derivation_vectors<C: Crypto, S: Store>(_: C, _: S) -> Result<()> {
    // RFC 5869, appendix A.1 and A.3.
    let ikm = [0x0b; 22];
    let mut okm = [0; 42];
    let salt = hex("000102030405060708090a0b0c");
    Hkdf::<Sha256>::new(Some(&salt), &ikm)
        .expand(&hex("f0f1f2f3f4f5f6f7f8f9"), &mut okm)
        .expect("42 bytes are within HKDF's limit");
    let expected =
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865";
    assert_eq!(okm, array(expected));
    let expected = "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d";
    assert_eq!(*crate::seal::hkdf_sha256(None, &ikm, &[]), array(expected));
    for fields in lines(file!("wycheproof-hkdf-sha256.txt")) {
        let [id, ikm, salt, info, okm] = fields[..] else { unreachable!("five fields") };
        let found = crate::seal::hkdf_sha256(Some(&hex(salt)), &hex(ikm), &hex(info));
        assert_eq!(*found, array(okm), "HKDF case {id}");
    }
    for fields in lines(file!("wycheproof-hmac-sha256.txt")) {
        let [id, result, key, message, tag] = fields[..] else { unreachable!("five fields") };
        let mut mac = Hmac::<Sha256>::new_from_slice(&hex(key)).expect("any length will do");
        mac.update(&hex(message));
        let is_valid = mac.verify_slice(&hex(tag)).is_ok();
        assert_eq!(is_valid, result == "valid", "HMAC case {id}");
    }
    argon2id_vectors()
}

fn argon2id_vectors() -> Result<()> {
    use argon2::{Algorithm, Argon2, AssociatedData, ParamsBuilder, Version};
    // RFC 9106, section 5.3.
    let params = ParamsBuilder::new()
        .m_cost(32)
        .t_cost(3)
        .p_cost(4)
        .data(AssociatedData::new(&[4; 12]).expect("twelve bytes are allowed"))
        .output_len(32)
        .build()
        .expect("the parameters of the RFC");
    let argon = Argon2::new_with_secret(&[3; 8], Algorithm::Argon2id, Version::V0x13, params)
        .expect("the parameters of the RFC");
    let mut tag = [0; 32];
    argon.hash_password_into(&[1; 32], &[2; 16], &mut tag).expect("the inputs of the RFC");
    let expected = "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659";
    assert_eq!(tag, array(expected));

    // Computed by OpenSSL's Argon2id.
    let salt: [u8; 16] = std::array::from_fn(|at| at as u8);
    let key = derive_password_key("correct horse battery staple é", &salt, &KdfParams::FLOOR)?;
    let expected = "86b6fc64cd5c10c651c30ece7ea73ca1bc3bfd6e0ad90c4e5d02e1f3a6250af2";
    assert_eq!(*key, array(expected));

    let floor = KdfParams::FLOOR;
    let weak = KdfParams { memory_kib: floor.memory_kib - 1, ..floor };
    assert_eq!(derive_password_key("", &salt, &weak).err(), Some(Error::KdfTooWeak));
    let weak = KdfParams { passes: 1, ..floor };
    assert_eq!(derive_password_key("", &salt, &weak).err(), Some(Error::KdfTooWeak));
    let costly = KdfParams { memory_kib: u32::MAX, ..floor };
    assert_eq!(derive_password_key("", &salt, &costly).err(), Some(Error::KdfTooCostly));
    Ok(())
}
