//! Codes of a second factor: six digits that an authenticator shows for half a minute (RFC 6238),
//! and recovery codes for whoever lost it. Pure; who used which code is kept by the database.

use jiff::Timestamp;
use subtle::ConstantTimeEq;
use totp_rs::{Builder, Secret, Totp};

use super::password::ALPHABET;
use crate::model::{Sha256, UserId};

/// How long an authenticator shows a code, in seconds.
const STEP: i64 = 30;
/// Digits of a code. Authenticators know no other number.
const DIGITS: usize = 6;
/// How many recovery codes somebody is given.
pub const RECOVERY_CODES: usize = 10;
/// Letters of a recovery code: 120 bits, so that nobody finds one that fits a stolen digest (OWASP
/// ASVS 4.0.3, 2.6.2, asks for 112).
const RECOVERY_LETTERS: usize = 24;
/// Longest text that is looked at as a code, in characters: a code in groups, with blanks.
const LONGEST: usize = 64;

/// What an authenticator and the database share: 160 bits, as RFC 4226 advises.
#[derive(Clone)]
pub struct FactorSecret(Totp);

impl std::fmt::Debug for FactorSecret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("FactorSecret(..)")
    }
}

impl FactorSecret {
    /// The secret that is written so in base32; `None` if that is no secret, or one of less than
    /// 128 bits.
    pub fn parse(base32: &str) -> Option<Self> {
        let secret = Secret::try_from_base32(base32).ok()?;
        Builder::new().with_secret(secret).build().ok().map(Self)
    }

    /// A new secret in base32.
    pub fn generate(bytes: [u8; 20]) -> String {
        Secret::from(bytes).to_base32()
    }

    /// The half minute, counted from 1970, whose code this is: the one of `now`, or one beside it,
    /// because clocks differ. Half minutes up to `used` count no more. Takes as long whatever the
    /// code is.
    pub fn step_of(&self, code: &str, now: Timestamp, used: i64) -> Option<i64> {
        let step = now.as_second().div_euclid(STEP);
        let mut found = None;
        for step in [step - 1, step, step + 1] {
            let matched = bool::from(self.code_of(step).as_bytes().ct_eq(code.as_bytes()));
            if matched && step > used {
                found = Some(step);
            }
        }
        found
    }

    fn code_of(&self, step: i64) -> String {
        let time = u64::try_from(step * STEP).unwrap_or(0);
        self.0.generate(time).to_string()
    }
}

/// What an authenticator reads from the picture.
pub fn enrolment_address(name: &str, base32: &str) -> String {
    let name: String = url::form_urlencoded::byte_serialize(name.as_bytes()).collect();
    format!(
        "otpauth://totp/Netra:{name}?secret={base32}&issuer=Netra&algorithm=SHA1&digits=6&period=30"
    )
}

/// A secret in groups of four, for typing.
pub fn in_groups(base32: &str) -> String {
    let letters: Vec<char> = base32.chars().collect();
    let groups = letters
        .chunks(4)
        .map(|group| group.iter().collect::<String>());
    groups.collect::<Vec<_>>().join(" ")
}

/// What somebody typed as a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GivenCode {
    /// Six digits.
    Shown(String),
    /// As many letters as a recovery code has: the digest under which it would be kept.
    Recovery(Sha256),
    /// Neither.
    Neither,
}

/// Reads what a user typed: blanks, hyphens and case do not count, and digits and letters of the
/// full width that some keyboards write are taken for the usual ones.
pub fn read_code(typed: &str, user: UserId) -> GivenCode {
    let letters: String = typed
        .chars()
        .take(LONGEST)
        .map(narrow)
        .filter(|c| !c.is_whitespace() && *c != '-')
        .flat_map(char::to_lowercase)
        .collect();
    let known = |c: char| u8::try_from(c).is_ok_and(|byte| ALPHABET.contains(&byte));
    if typed.chars().count() > LONGEST {
        GivenCode::Neither
    } else if letters.len() == DIGITS && letters.bytes().all(|byte| byte.is_ascii_digit()) {
        GivenCode::Shown(letters)
    } else if letters.len() == RECOVERY_LETTERS && letters.chars().all(known) {
        GivenCode::Recovery(recovery_digest(&letters, user))
    } else {
        GivenCode::Neither
    }
}

/// The usual sign for one of full width.
fn narrow(sign: char) -> char {
    match sign {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(sign) - 0xfee0).unwrap_or(sign),
        _ => sign,
    }
}

/// New recovery codes, in groups of four.
pub fn recovery_codes(random: &[u8; RECOVERY_CODES * RECOVERY_LETTERS]) -> Vec<String> {
    // 256 is a multiple of 32, so that each letter is as likely.
    let letter = |byte: &u8| char::from(ALPHABET[usize::from(byte % 32)]);
    let code = |bytes: &[u8]| {
        let groups = bytes
            .chunks(4)
            .map(|group| group.iter().map(letter).collect::<String>());
        groups.collect::<Vec<_>>().join("-")
    };
    random.chunks(RECOVERY_LETTERS).map(code).collect()
}

/// The digest under which a code is kept. The user's number goes in, so that equal codes of two
/// users would not show. No slow hash: a code has 120 random bits.
pub fn recovery_digest(code: &str, user: UserId) -> Sha256 {
    let plain: String = code.chars().filter(|c| *c != '-').collect();
    Sha256::of(format!("netra recovery\0{user}\0{plain}"))
}
