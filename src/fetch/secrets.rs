//! The values of credentials. They are known here and nowhere else: what leaves this module is a
//! request about to be sent, or text without them.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use aho_corasick::{AhoCorasick, MatchKind};
use url::form_urlencoded;

use super::transport::Hop;
use crate::config::fetch::{CredentialPlace, CredentialSettings, FetchSettings};
use crate::evidence::{self, Ending, HttpAnswer};
use crate::model::Truncation;
use crate::model::redact::REDACTED;

/// Shorter values are guessed in no time, and taking them out would tear other text.
const SHORTEST: usize = 8;
/// A token longer than this is surely the wrong file.
const LONGEST: usize = 8 * 1024;

/// Why a credential cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// The environment does not hold it.
    #[error("credential {name:?}: the environment variable {variable} is not set or not text")]
    Environment {
        /// Its name.
        name: String,
        /// Where it was looked for.
        variable: String,
    },
    /// Its file cannot be read.
    #[error("credential {name:?}: the file {} cannot be read", path.display())]
    File {
        /// Its name.
        name: String,
        /// Where it was looked for.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// What was found is no credential.
    #[error(
        "credential {name:?}: its value must have {SHORTEST} to {LONGEST} characters of letters, \
         digits and -._~+/=:"
    )]
    Unusable {
        /// Its name.
        name: String,
    },
}

/// Values of credentials by name.
#[derive(Clone, Default)]
pub struct Secrets {
    values: BTreeMap<String, String>,
    finder: Option<AhoCorasick>,
}

impl fmt::Debug for Secrets {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.values.keys()).finish()
    }
}

impl Secrets {
    /// Reads the values of all credentials in the settings; a relative file starts at `folder`.
    pub fn read(settings: &FetchSettings, folder: &Path) -> Result<Self, SecretError> {
        let mut values = BTreeMap::new();
        for (name, credential) in &settings.credentials {
            values.insert(name.clone(), find(name, credential, folder)?);
        }
        Self::new(values)
    }

    /// Values that were found elsewhere.
    pub fn new(values: BTreeMap<String, String>) -> Result<Self, SecretError> {
        for (name, value) in &values {
            let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~+/=:".contains(c);
            if !(SHORTEST..=LONGEST).contains(&value.len()) || !value.chars().all(allowed) {
                return Err(SecretError::Unusable { name: name.clone() });
            }
        }
        let spellings: Vec<String> = values.values().flat_map(|value| spellings(value)).collect();
        // Of two secrets of which one begins the other, the longer must go as a whole.
        let finder = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .ascii_case_insensitive(true)
            .build(&spellings);
        Ok(Self {
            finder: finder.ok().filter(|_| !spellings.is_empty()),
            values,
        })
    }

    /// The value of a credential.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// Text without any of the values.
    pub(super) fn cleanse_text(&self, text: &str) -> String {
        String::from_utf8_lossy(&self.cleanse(text.as_bytes())).into_owned()
    }

    /// Octets without any of the values.
    pub(super) fn cleanse(&self, bytes: &[u8]) -> Vec<u8> {
        let Some(finder) = &self.finder else {
            return bytes.to_vec();
        };
        let mut kept = Vec::with_capacity(bytes.len());
        let mut from = 0;
        for found in finder.find_iter(bytes) {
            kept.extend_from_slice(&bytes[from..found.start()]);
            kept.extend_from_slice(REDACTED.as_bytes());
            from = found.end();
        }
        kept.extend_from_slice(&bytes[from..]);
        kept
    }

    /// Takes the values out of an answer: some servers repeat what they were sent. A compressed
    /// body that holds one is kept without its compression, at most `cap` bytes of it.
    pub(super) fn cleanse_answer(&self, answer: &mut HttpAnswer, cap: usize) {
        let Some(finder) = &self.finder else {
            return;
        };
        answer.reason = self.cleanse_text(&answer.reason);
        for (name, value) in &mut answer.headers {
            *name = self.cleanse_text(name);
            *value = self.cleanse(value);
        }
        for line in &mut answer.lines {
            *line = self.cleanse(line);
        }
        let decoded = evidence::decode(&answer.codings(), &answer.body, cap);
        if finder.is_match(&decoded.body) {
            answer.body = self.cleanse(&decoded.body);
            answer
                .headers
                .retain(|(name, _)| name != "content-encoding");
            let is_coding =
                |line: &Vec<u8>| line.to_ascii_lowercase().starts_with(b"content-encoding");
            answer.lines.retain(|line| !is_coding(line));
            let cut = match decoded.ending {
                Ending::Sure | Ending::Doubtful => None,
                Ending::Cut => Some(Truncation::Disconnect),
                Ending::Full => Some(Truncation::Length),
            };
            answer.truncated = answer.truncated.or(cut);
        } else if finder.is_match(&answer.body) {
            answer.body = self.cleanse(&answer.body);
        }
    }
}

/// How a value is written in headers, addresses, forms and JSON. The finder ignores case, and
/// with it that of escapes.
fn spellings(value: &str) -> Vec<String> {
    let form: String = form_urlencoded::byte_serialize(value.as_bytes()).collect();
    let component = form.replace("%7E", "~");
    vec![value.to_owned(), component, form, value.replace('/', "\\/")]
}

fn find(name: &str, credential: &CredentialSettings, folder: &Path) -> Result<String, SecretError> {
    let value = match (&credential.environment, &credential.file) {
        (Some(variable), _) => environment(variable).ok_or_else(|| SecretError::Environment {
            name: name.to_owned(),
            variable: variable.clone(),
        })?,
        (None, Some(file)) => {
            let path = folder.join(file);
            std::fs::read_to_string(&path).map_err(|source| SecretError::File {
                name: name.to_owned(),
                path,
                source,
            })?
        }
        (None, None) => String::new(),
    };
    Ok(value.trim().to_owned())
}

#[expect(
    clippy::disallowed_methods,
    reason = "the settings name the variable; the value must not stand in them"
)]
fn environment(variable: &str) -> Option<String> {
    std::env::var(variable).ok()
}

/// Puts a value, or what stands for it, where the credential stands in a request.
pub(super) fn put(hop: &mut Hop, place: &CredentialPlace, value: &str) {
    match place {
        CredentialPlace::Header { name, prefix } => {
            hop.headers.retain(|(known, _)| known != name);
            hop.headers.push((name.clone(), format!("{prefix}{value}")));
        }
        CredentialPlace::Parameter(name) => {
            let others: Vec<(String, String)> = hop
                .url
                .query_pairs()
                .filter(|(known, _)| known != name)
                .map(|(known, value)| (known.into_owned(), value.into_owned()))
                .collect();
            hop.url
                .query_pairs_mut()
                .clear()
                .extend_pairs(others)
                .append_pair(name, value);
        }
    }
}
