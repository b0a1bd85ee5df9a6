//! Tokens of chats lie in the database encrypted: who reads a backup of it cannot speak in anybody's name.
//!
//! Sealed text is `1.FINGERPRINT.DATA`: the version, which key, and nonce, ciphertext and tag as base64url.

use std::fmt;

use data_encoding::{BASE64, BASE64_NOPAD, BASE64URL, BASE64URL_NOPAD, HEXLOWER, HEXLOWER_PERMISSIVE};
use ring::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    digest,
    rand::{SecureRandom, SystemRandom},
};
use secrecy::SecretString;

/// Bytes of a key for AES-256-GCM: <https://csrc.nist.gov/pubs/sp/800/38/d/final>
const KEY: usize = 32;
/// Stands in front of everything sealed; another form gets another number.
const VERSION: &str = "1";
/// Bytes of a key's hash that name it.
const FINGERPRINT: usize = 4;

/// The keys of the setting `secret_key`: the first one seals, each of them opens.
pub struct Seal {
    keys: Vec<Key>,
}

struct Key {
    fingerprint: String,
    key: LessSafeKey,
}

/// The row that something is sealed for: put into another row, it does not open.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    pub platform: &'a str,
    pub team: &'a str,
}

/// Why a key cannot be used. None of these repeats it.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    #[error("holds no key: make one with: openssl rand -base64 32")]
    None,
    #[error("holds, as key {0}, neither base64 nor hex: make one with: openssl rand -base64 32")]
    NotText(usize),
    #[error("holds, as key {0}, {1} bytes where 32 are needed: make one with: openssl rand -base64 32")]
    Length(usize, usize),
}

/// Why something sealed does not open.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    #[error("no `secret_key` is set: set the one that the tokens were sealed with, or install the app again")]
    NoKey,
    #[error("the tokens were sealed by a newer version: run the newest version of Mandorla")]
    Version,
    #[error("the sealed tokens are cut off: restore the row from a backup, or install the app again")]
    Cut,
    #[error(
        "the tokens were sealed with the key {0}, which `secret_key` does not hold: add that key behind the first, \
         or install the app again"
    )]
    UnknownKey(String),
    #[error(
        "the sealed tokens were changed, or belong to another row: restore the row from a backup, or install the app \
         again"
    )]
    Changed,
}

impl Seal {
    /// Reads keys of 32 bytes, base64 or hex, separated by commas.
    ///
    /// # Errors
    /// When there is none, or one of them is no such key.
    pub fn new(keys: &str) -> Result<Self, KeyError> {
        let written = keys.split(',').map(str::trim).filter(|key| !key.is_empty());
        let keys: Vec<Key> =
            written.enumerate().map(|(nth, key)| Key::new(key, nth + 1)).collect::<Result<_, _>>()?;
        if keys.is_empty() { Err(KeyError::None) } else { Ok(Self { keys }) }
    }

    /// Seals a text for a row; twice the same text gives two different ones.
    ///
    /// # Panics
    /// When the operating system gives no random numbers.
    pub fn seal(&self, row: Row, plain: &str) -> String {
        let Key { fingerprint, key } = &self.keys[0];
        let mut nonce = [0; NONCE_LEN];
        SystemRandom::new().fill(&mut nonce).expect("the operating system gives random numbers");
        let mut inside = plain.as_bytes().to_vec();
        let bound = Aad::from(bound(row));
        key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), bound, &mut inside)
            .expect("a token is far shorter than the cipher's limit");
        let data = BASE64URL_NOPAD.encode(&[&nonce[..], &inside].concat());
        format!("{VERSION}.{fingerprint}.{data}")
    }

    /// Opens what was sealed for this row.
    ///
    /// # Errors
    /// When it was sealed with another key or for another row, or is not what was sealed.
    pub fn open(&self, row: Row, sealed: &str) -> Result<SecretString, SealError> {
        let (version, rest) = sealed.split_once('.').ok_or(SealError::Cut)?;
        if version != VERSION {
            let newer = !version.is_empty() && version.bytes().all(|digit| digit.is_ascii_digit());
            return Err(if newer { SealError::Version } else { SealError::Changed });
        }
        let (fingerprint, data) = rest.split_once('.').ok_or(SealError::Cut)?;
        let known = self.keys.iter().find(|key| key.fingerprint == fingerprint);
        let Key { key, .. } = known.ok_or_else(|| SealError::UnknownKey(shown(fingerprint)))?;
        let mut data = BASE64URL_NOPAD.decode(data.as_bytes()).map_err(|_| SealError::Changed)?;
        let (nonce, inside) = data.split_at_mut_checked(NONCE_LEN).ok_or(SealError::Cut)?;
        if inside.len() < AES_256_GCM.tag_len() {
            return Err(SealError::Cut);
        }
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| SealError::Cut)?;
        let plain =
            key.open_in_place(nonce, Aad::from(bound(row)), inside).map_err(|_| SealError::Changed)?;
        Ok(std::str::from_utf8(plain).map_err(|_| SealError::Changed)?.into())
    }

    /// Whether something was sealed with the newest key; otherwise it wants to be sealed anew.
    pub fn is_current(&self, sealed: &str) -> bool {
        sealed.strip_prefix(VERSION).and_then(|rest| rest.strip_prefix('.')).is_some_and(|rest| {
            rest.split_once('.').is_some_and(|(fingerprint, _)| fingerprint == self.keys[0].fingerprint)
        })
    }
}

impl fmt::Debug for Seal {
    /// The names of the keys, not the keys.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_list().entries(self.keys.iter().map(|key| &key.fingerprint)).finish()
    }
}

impl Key {
    fn new(written: &str, nth: usize) -> Result<Self, KeyError> {
        let bytes = decoded(written).ok_or(KeyError::NotText(nth))?;
        let key = UnboundKey::new(&AES_256_GCM, &bytes).map_err(|_| KeyError::Length(nth, bytes.len()))?;
        let hash = digest::digest(&digest::SHA256, &[b"mandorla secret_key\0", &bytes[..]].concat());
        Ok(Self { fingerprint: HEXLOWER.encode(&hash.as_ref()[..FINGERPRINT]), key: LessSafeKey::new(key) })
    }
}

/// The bytes of hex (64 digits of it are never meant as base64) or of base64 of either alphabet, padded or not.
fn decoded(written: &str) -> Option<Vec<u8>> {
    let written = written.as_bytes();
    if written.len() == 2 * KEY
        && let Ok(bytes) = HEXLOWER_PERMISSIVE.decode(written)
    {
        return Some(bytes);
    }
    [BASE64, BASE64_NOPAD, BASE64URL, BASE64URL_NOPAD].iter().find_map(|form| form.decode(written).ok())
}

/// What is bound to the sealed text without being in it. Ids hold no NUL, so no two rows look the same.
fn bound(row: Row) -> Vec<u8> {
    [VERSION, row.platform, row.team].join("\0").into_bytes()
}

/// A fingerprint from outside, fit to be shown.
fn shown(fingerprint: &str) -> String {
    fingerprint.chars().filter(char::is_ascii_hexdigit).take(2 * FINGERPRINT).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use secrecy::ExposeSecret;

    use super::*;

    const OLD: &str = "000102030405060708090A0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    const NEW: &str = "d2hhdCBhIGxvdmVseSBrZXkgdGhpcyBpcyEgMDEyMzQ=";
    const ROW: Row<'static> = Row { platform: "slack", team: "T0123" };

    fn open(seal: &Seal, sealed: &str) -> Result<String, SealError> {
        seal.open(ROW, sealed).map(|plain| plain.expose_secret().to_owned())
    }

    #[test]
    fn what_is_sealed_opens_and_shows_nothing() {
        let seal = Seal::new(OLD).unwrap();
        let token = "xoxb-1234567890-abcdef";
        let sealed = seal.seal(ROW, token);
        assert_eq!(open(&seal, &sealed).unwrap(), token);
        assert_ne!(sealed, seal.seal(ROW, token));
        let bytes = BASE64URL_NOPAD.decode(sealed.rsplit('.').next().unwrap().as_bytes()).unwrap();
        for part in token.as_bytes().windows(4) {
            assert!(!bytes.windows(4).any(|window| window == part));
            assert!(!sealed.as_bytes().windows(4).any(|window| window == part));
        }
        let shown = format!("{seal:?} {sealed}");
        assert!(
            !shown.contains("0102") && !shown.contains("1a1b") && shown.contains(&seal.keys[0].fingerprint)
        );
    }

    #[test]
    fn a_new_key_in_front_still_opens_what_the_old_one_sealed() {
        let (old, both) = (Seal::new(OLD).unwrap(), Seal::new(&format!(" {NEW} , {OLD},")).unwrap());
        let sealed = old.seal(ROW, "token");
        assert_eq!(open(&both, &sealed).unwrap(), "token");
        assert!(old.is_current(&sealed) && !both.is_current(&sealed));
        let anew = both.seal(ROW, "token");
        assert!(both.is_current(&anew));
        assert_eq!(open(&Seal::new(NEW).unwrap(), &anew).unwrap(), "token");
        let error = open(&old, &anew).unwrap_err();
        assert_eq!(error, SealError::UnknownKey(both.keys[0].fingerprint.clone()));
        assert!(error.to_string().contains("add that key behind the first"));
    }

    #[test]
    fn another_row_a_cut_or_a_change_is_told() {
        let seal = Seal::new(OLD).unwrap();
        let sealed = seal.seal(ROW, "token");
        for row in [Row { team: "T0124", ..ROW }, Row { platform: "teams", ..ROW }] {
            assert_eq!(seal.open(row, &sealed).unwrap_err(), SealError::Changed);
        }
        let head = sealed.rfind('.').unwrap();
        assert_eq!(open(&seal, &sealed[..head + 17]).unwrap_err(), SealError::Cut);
        for cut in ["", "1", "1.", &sealed[..head]] {
            assert_eq!(open(&seal, cut).unwrap_err(), SealError::Cut, "{cut}");
        }
        assert_eq!(open(&seal, &sealed.replacen('1', "2", 1)).unwrap_err(), SealError::Version);
        assert_eq!(open(&seal, "xoxb-1.2.3").unwrap_err(), SealError::Changed);
        // Each letter counts.
        for at in 0..sealed.len() {
            let other = if sealed.as_bytes()[at] == b'A' { "B" } else { "A" };
            let mut changed = sealed.clone();
            changed.replace_range(at..=at, other);
            assert!(open(&seal, &changed).is_err(), "{changed}");
        }
    }

    #[test]
    fn keys_are_checked_and_not_repeated() {
        assert_eq!(Seal::new(" , ").unwrap_err(), KeyError::None);
        assert_eq!(Seal::new("aGVsbG8=").unwrap_err(), KeyError::Length(1, 5));
        assert_eq!(Seal::new(&format!("{OLD},my key!")).unwrap_err(), KeyError::NotText(2));
        assert!(Seal::new(NEW.trim_end_matches('=')).is_ok());
        let said = Seal::new("hunter2!").unwrap_err().to_string();
        assert!(said.contains("openssl rand -base64 32") && !said.contains("hunter2"), "{said}");
    }

    proptest! {
        #[test]
        fn any_text_comes_back(text in any::<String>()) {
            let seal = Seal::new(NEW).unwrap();
            prop_assert_eq!(open(&seal, &seal.seal(ROW, &text)).unwrap(), text);
        }

        #[test]
        fn nothing_panics(text in "(1\\.[0-9a-f]{8}\\.)?[A-Za-z0-9_.-]{0,60}|\\PC*") {
            prop_assert!(open(&Seal::new(NEW).unwrap(), &text).is_err());
        }
    }
}
