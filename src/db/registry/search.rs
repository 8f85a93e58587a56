//! What somebody looks for in the register.

use crate::db::engine::Statement;
use crate::model::Nip;

/// The most words that are looked for; more narrow nothing down.
const WORDS: usize = 8;
/// The most letters of a text that is looked for: more than the longest name.
const LONGEST: usize = 200;

/// Words that begin words of a name, an agency or an address of an account, or a whole NIP. Case
/// does not count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RegisterSearch {
    words: Vec<String>,
    nip: Option<Nip>,
}

/// A text with a space in front and in place of what stands between words.
macro_rules! spaced {
    ($text:literal) => {
        concat!(
            "' ' || replace(replace(replace(replace(replace(replace(replace(replace(replace(\
             replace(replace(replace(",
            $text,
            ", '.', ' '), ',', ' '), '-', ' '), '_', ' '), '/', ' '), '@', ' '), ':', ' '), \
             '(', ' '), '''', ' '), '=', ' '), '#', ' '), '&', ' ')"
        )
    };
}

impl RegisterSearch {
    /// Reads what was typed. Eighteen digits are a NIP, of which a part finds nobody.
    pub fn read(text: &str) -> Self {
        let text: String = text.chars().take(LONGEST).collect();
        if let Ok(nip) = text.trim_matches('\'').parse() {
            return Self {
                nip: Some(nip),
                words: Vec::new(),
            };
        }
        let words = text.split(|letter: char| !letter.is_alphanumeric());
        let words = words.filter(|word| !word.is_empty()).take(WORDS);
        Self {
            nip: None,
            words: words.map(str::to_lowercase).collect(),
        }
    }

    /// Whether everybody is meant.
    pub fn is_empty(&self) -> bool {
        self.nip.is_none() && self.words.is_empty()
    }

    /// What is looked for, for the audit log; a NIP is not told.
    pub(super) fn told(&self) -> Option<String> {
        match &self.nip {
            Some(_) => Some("NIP".to_owned()),
            None if self.words.is_empty() => None,
            None => Some(self.words.join(" ")),
        }
    }

    /// Keeps a query over `person`, which has a WHERE already, to whom is looked for.
    pub(super) fn push(&self, query: &mut Statement) {
        if let Some(nip) = &self.nip {
            query.push(" AND person.nip = ").push_bind(nip.as_str());
        }
        for word in &self.words {
            let mut between = " AND (";
            for way in ways(word) {
                query.push(between);
                push_word(query, &way);
                between = " OR ";
            }
            query.push(")");
        }
    }
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

// A word is letters and digits, so no sign of it means anything to LIKE. The plain match comes
// first: few rows are left for the one that looks where words begin.
fn push_word(query: &mut Statement, word: &str) {
    let (inside, begins) = (format!("%{word}%"), format!("% {word}%"));
    query.push("(lower(person.name || ' ' || person.agency) LIKE ");
    query.push_bind(&inside);
    query.push(concat!(
        " AND ",
        spaced!("lower(person.name || ' ' || person.agency)"),
        " LIKE "
    ));
    query.push_bind(&begins);
    query.push(") OR person.id IN (SELECT found.person_id FROM account AS found WHERE ");
    query.push("lower(found.address) LIKE ").push_bind(&inside);
    query.push(concat!(" AND ", spaced!("lower(found.address)"), " LIKE "));
    query.push_bind(&begins).push(")");
}
