//! Passwords: Argon2id with the salt and the cost inside the stored string (PHC format).

use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version};
use rand::Rng;
use unicode_normalization::UnicodeNormalization as _;

/// Longest password that is looked at, in bytes.
pub const LONGEST: usize = 1_024;

/// Without characters that are easily taken for another, for reading aloud.
pub(super) const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// What hashing costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    memory_kib: u32,
    passes: u32,
}

impl Cost {
    /// OWASP's recommendation for Argon2id: 19 MiB, two passes, one lane.
    pub const STANDARD: Self = Self {
        memory_kib: 19 * 1_024,
        passes: 2,
    };

    /// As cheap as the algorithm allows; for tests and throw-away installations.
    pub const CHEAP: Self = Self {
        memory_kib: 8,
        passes: 1,
    };

    fn argon2(self) -> Argon2<'static> {
        let parameters = Params::new(self.memory_kib, self.passes, 1, None)
            .expect("the two costs lie within what the algorithm allows");
        Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters)
    }
}

/// A password could not be hashed.
#[derive(Debug, thiserror::Error)]
#[error("the password could not be hashed: {0}")]
pub struct HashError(String);

/// Hashes a password. Takes tens of milliseconds: keep it off the async threads. A text may be
/// typed in several ways that look the same, so what is hashed is its form NFKC.
pub fn hash(password: &str, salt: [u8; 16], cost: Cost) -> Result<String, HashError> {
    let normal: String = password.nfkc().collect();
    let hash: PasswordHash = cost
        .argon2()
        .hash_password_with_salt(normal.as_bytes(), &salt)
        .map_err(|error| HashError(error.to_string()))?;
    Ok(hash.to_string())
}

/// Whether a password belongs to a stored hash. As slow as [`hash`]; twice as slow for a text that
/// is not in its normal form, because older hashes are of texts as they were typed.
pub fn matches(password: &str, stored: &str) -> bool {
    let belongs = |text: &str| {
        PasswordHash::new(stored).is_ok_and(|hash| {
            Argon2::default()
                .verify_password(text.as_bytes(), &hash)
                .is_ok()
        })
    };
    if password.len() > LONGEST {
        return false;
    }
    let normal: String = password.nfkc().collect();
    belongs(&normal) || (normal != password && belongs(password))
}

/// A salt.
pub fn salt(random: &mut (impl Rng + ?Sized)) -> [u8; 16] {
    let mut salt = [0; 16];
    random.fill_bytes(&mut salt);
    salt
}

/// Whether a text looks like what [`one_time`] makes, as somebody may type it.
pub fn is_like_one_time(typed: &str) -> bool {
    let groups: Vec<&str> = typed.split('-').collect();
    let known =
        |group: &&str| group.len() == 5 && group.bytes().all(|sign| ALPHABET.contains(&sign));
    groups.len() == 4 && groups.iter().all(known)
}

/// A password for one login: four groups of five characters, 100 bits.
pub fn one_time(random: &mut (impl Rng + ?Sized)) -> String {
    let mut bytes = [0; 20];
    random.fill_bytes(&mut bytes);
    let letters: Vec<char> = bytes
        .iter()
        .map(|byte| char::from(ALPHABET[usize::from(byte % 32)]))
        .collect();
    let groups: Vec<String> = letters
        .chunks(5)
        .map(|group| group.iter().collect())
        .collect();
    groups.join("-")
}
