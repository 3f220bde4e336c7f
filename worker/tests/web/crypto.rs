use aes_gcm::aead::{AeadInOut, KeyInit};
use aes_gcm::{Aes256Gcm, Nonce};
use vault::{Crypto, CryptoError};
use wasm_bindgen_test::wasm_bindgen_test;
use worker::crypto::{CUT_BYTES, WebCrypto};

fn bytes(len: usize) -> Vec<u8> {
    (0..len).map(|i| (i * 31 % 251) as u8).collect()
}

fn reference_seal(key: &[u8; 32], associated: &[u8], plaintext: &[u8]) -> Vec<u8> {
    let mut out = plaintext.to_vec();
    Aes256Gcm::new(&(*key).into())
        .encrypt_in_place(&Nonce::from([0; 12]), associated, &mut out)
        .unwrap();
    out
}

#[wasm_bindgen_test]
async fn both_sides_of_the_cut_give_the_bytes_of_the_standard() {
    let crypto = WebCrypto::new().unwrap();
    let key = [7; 32];
    for len in [0, 1, 16, CUT_BYTES - 1, CUT_BYTES, CUT_BYTES + 1, 100_000] {
        let plaintext = bytes(len);
        let sealed = crypto.seal_once(&key, b"header", &plaintext).await.unwrap();
        assert_eq!(sealed, reference_seal(&key, b"header", &plaintext), "{len}");
        assert_eq!(crypto.open_once(&key, b"header", &sealed).await.unwrap(), plaintext, "{len}");
    }
}

#[wasm_bindgen_test]
async fn a_changed_byte_fails_to_authenticate_on_both_sides_of_the_cut() {
    let crypto = WebCrypto::new().unwrap();
    let key = [7; 32];
    for len in [64, 4 * CUT_BYTES] {
        let mut sealed = crypto.seal_once(&key, b"header", &bytes(len)).await.unwrap();
        assert_eq!(
            crypto.open_once(&key, b"other", &sealed).await,
            Err(CryptoError::Authentication)
        );
        sealed[len / 2] ^= 1;
        assert_eq!(
            crypto.open_once(&key, b"header", &sealed).await,
            Err(CryptoError::Authentication)
        );
        assert_eq!(
            crypto.open_once(&key, b"header", &[0; 7]).await,
            Err(CryptoError::Authentication)
        );
    }
}

/// RFC 3394, 4.6: 256 bits of key data with a 256-bit key.
#[wasm_bindgen_test]
async fn key_wrap_gives_the_bytes_of_the_standard() {
    let crypto = WebCrypto::new().unwrap();
    let kek: [u8; 32] = std::array::from_fn(|i| i as u8);
    let data = hex("00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F");
    let expected =
        hex("28C9F404C4B810F4CBCCB35CFB87F8263F5786E2D80ED326CBC7F0E71A99F43BFB988B9B7A02DD21");
    let kek = crypto.import_kek(&kek).await.unwrap();
    assert_eq!(crypto.wrap(&kek, &data).await.unwrap(), expected);
    assert_eq!(*crypto.unwrap(&kek, &expected).await.unwrap(), data);
}

#[wasm_bindgen_test]
async fn a_page_of_keys_is_wrapped_in_one_piece_and_guarded_by_its_key() {
    let crypto = WebCrypto::new().unwrap();
    let kek = crypto.import_kek(&[1; 32]).await.unwrap();
    let other = crypto.import_kek(&[2; 32]).await.unwrap();
    for len in [16, 24, 32, 4_096 * 32] {
        let keys = bytes(len);
        let mut wrapped = crypto.wrap(&kek, &keys).await.unwrap();
        assert_eq!(wrapped.len(), len + 8);
        assert_eq!(*crypto.unwrap(&kek, &wrapped).await.unwrap(), keys);
        assert_eq!(crypto.unwrap(&other, &wrapped).await, Err(CryptoError::Authentication));
        wrapped[len / 2] ^= 1;
        assert_eq!(crypto.unwrap(&kek, &wrapped).await, Err(CryptoError::Authentication));
    }
    assert!(matches!(crypto.wrap(&kek, &[0; 20]).await, Err(CryptoError::Length { got: 20, .. })));
    assert!(matches!(crypto.unwrap(&kek, &[0; 16]).await, Err(CryptoError::Length { .. })));
}

#[wasm_bindgen_test]
async fn a_key_of_keys_cannot_be_read_back() {
    let crypto = WebCrypto::new().unwrap();
    let kek = crypto.import_kek(&[1; 32]).await.unwrap();
    assert!(!kek.extractable());
}

#[wasm_bindgen_test]
async fn digests_agree_on_both_sides_of_their_cut() {
    use sha2::Digest;
    let crypto = WebCrypto::new().unwrap();
    for len in [0, 3, 16_383, 16_384, 300_000] {
        let data = bytes(len);
        let expected: [u8; 32] = sha2::Sha256::digest(&data).into();
        assert_eq!(crypto.sha256(&data).await.unwrap(), expected, "{len}");
    }
}

#[wasm_bindgen_test]
fn random_bytes_differ() {
    let crypto = WebCrypto::new().unwrap();
    let (mut a, mut b) = ([0; 32], [0; 32]);
    crypto.random(&mut a).unwrap();
    crypto.random(&mut b).unwrap();
    assert_ne!(a, b);
}

fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|i| u8::from_str_radix(&text[i..i + 2], 16).unwrap()).collect()
}
