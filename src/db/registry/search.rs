//! What somebody looks for in the register.

use crate::db::engine::{Engine, Statement};
use crate::model::{Nip, Platform};

/// The most words that are looked for; more narrow nothing down.
const WORDS: usize = 8;
/// The most letters of a text that is looked for: more than the longest name.
const LONGEST: usize = 200;

/// Words that begin words of a name, also of a former one, of an agency or of an address of an
/// account; or a whole NIP; or one account. Case does not count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RegisterSearch {
    words: Vec<String>,
    nip: Option<Nip>,
    account: Option<(Platform, String)>,
}

impl RegisterSearch {
    /// Reads what was typed. Eighteen digits are a NIP, of which a part finds nobody.
    pub fn read(text: &str) -> Self {
        let text: String = text.chars().take(LONGEST).collect();
        if let Ok(nip) = text.trim_matches('\'').parse() {
            return Self {
                nip: Some(nip),
                ..Self::default()
            };
        }
        let words = text.split(|letter: char| !letter.is_alphanumeric());
        let words = words.filter(|word| !word.is_empty()).take(WORDS);
        Self {
            words: without_beginnings(words.map(str::to_lowercase).collect()),
            ..Self::default()
        }
    }

    /// The same, or the account that the text leads to, by the one spelling of its platform.
    #[must_use]
    pub fn or_account(self, platform: Platform, address: String) -> Self {
        Self {
            account: Some((platform, address)),
            ..self
        }
    }

    /// Whether everybody is meant.
    pub fn is_empty(&self) -> bool {
        self.nip.is_none() && self.words.is_empty() && self.account.is_none()
    }

    /// What is looked for, for the audit log; a NIP is not told.
    pub(super) fn told(&self) -> Option<String> {
        match (&self.nip, &self.account) {
            (Some(_), _) => Some("NIP".to_owned()),
            (None, Some((platform, address))) => Some(format!("{platform} {address}")),
            (None, None) if self.words.is_empty() => None,
            (None, None) => Some(self.words.join(" ")),
        }
    }

    /// Keeps a query over `person`, which has a WHERE already, to whom is looked for.
    pub(super) fn push(&self, query: &mut Statement, engine: Engine) {
        if let Some(nip) = &self.nip {
            query.push(" AND person.nip = ").push_bind(nip.as_str());
        }
        if let Some((platform, address)) = &self.account {
            query.push(
                " AND (person.id IN (SELECT found.person_id FROM account AS found \
                 WHERE found.platform = ",
            );
            query.push_bind(platform.as_str());
            query.push(" AND found.address = ").push_bind(address);
            query.push(") OR (1 = 1");
        }
        for word in &self.words {
            let mut between = " AND (";
            for way in ways(word) {
                query.push(between);
                push_word(query, engine, &way);
                between = " OR ";
            }
            query.push(")");
        }
        if self.account.is_some() {
            query.push("))");
        }
    }
}

/// Whoever is found by `mastodon` is found by `m` as well: a word that begins another, or stands
/// there before, costs a search and narrows nothing down.
fn without_beginnings(words: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for word in words {
        if kept.iter().any(|longer| longer.starts_with(&word)) {
            continue;
        }
        kept.retain(|shorter| !word.starts_with(shorter.as_str()));
        kept.push(word);
    }
    kept
}

/// The engines fold the case of ASCII letters only: other letters are looked for as people write
/// them in a word, all small, all large, or the first one large.
fn ways(word: &str) -> Vec<String> {
    let large = word.to_uppercase().to_ascii_lowercase();
    let mut first = word.chars();
    let capital = first
        .next()
        .map(|letter| letter.to_uppercase().chain(first).collect::<String>());
    let mut ways = vec![
        word.to_owned(),
        large,
        capital.unwrap_or_default().to_ascii_lowercase(),
    ];
    ways.dedup();
    ways
}

// A word is letters and digits, so no sign of it means anything to LIKE or to a pattern. The plain
// match comes first: few rows are left for the one that looks where words begin.
fn push_word(query: &mut Statement, engine: Engine, word: &str) {
    let (inside, (matches, begins)) = (format!("%{word}%"), engine.word_begins(word));
    query.push("(lower(person.name || ' ' || person.agency) LIKE ");
    query.push_bind(&inside);
    query.push(" AND ' ' || lower(person.name || ' ' || person.agency)");
    query.push(matches).push_bind(&begins);
    query.push(") OR person.id IN (SELECT found.person_id FROM account AS found WHERE ");
    query.push("lower(found.address) LIKE ").push_bind(&inside);
    query.push(" AND ' ' || lower(found.address)").push(matches);
    query.push_bind(&begins).push(")");
    // What somebody was called stands in the history.
    query.push(
        " OR 'person:' || person.id IN (SELECT called.subject FROM registry_change AS called \
         WHERE called.field = 'name' AND lower(called.before) LIKE ",
    );
    query.push_bind(&inside);
    query.push(" AND ' ' || lower(called.before)").push(matches);
    query.push_bind(&begins).push(")");
}
