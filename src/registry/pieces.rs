//! Several addresses in one cell: `@a@contoh.example; https://…`, `IG: rina, FB: rina.c`,
//! `https://… dan https://…`.
//!
//! A cell is cut only when every part is an address by its look or stands behind the name of its
//! platform; else `Rina Contoh` would become the accounts `Rina` and `Contoh`.

use crate::model::Platform;
use crate::source::Sources;

/// One address of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AddressPiece {
    pub(super) text: String,
    /// The platform named before or behind it.
    pub(super) platform: Option<Platform>,
}

/// Words and signs between addresses.
const BETWEEN: [&str; 14] = [
    "dan", "and", "serta", "atau", "or", "&", "+", "/", "-", "–", "—", "•", ":", "=",
];

/// Most words and addresses of a cell that is taken apart.
pub(super) const MAX_PIECES: usize = 64;

/// How many addresses a text may name at most; cheap.
pub(super) fn count(text: &str) -> usize {
    let words = text.split_whitespace();
    words.map(|word| word.split([',', ';', '|']).count()).sum()
}

/// The addresses of a cell.
pub(super) fn find(text: &str, sources: &Sources) -> Vec<AddressPiece> {
    let mut cut = Cut {
        sources,
        label: None,
        pieces: Vec::new(),
        behind: 0,
    };
    let tokens: Vec<&str> = text
        .split_whitespace()
        .flat_map(|word| at_separators(word, sources))
        .collect();
    if tokens.iter().all(|token| cut.take(token)) && !cut.pieces.is_empty() {
        return cut.pieces;
    }
    vec![whole(text, sources)]
}

/// The text as one address, behind the name of its platform or alone.
fn whole(text: &str, sources: &Sources) -> AddressPiece {
    let named = text.split_once([':', ' ']).and_then(|(name, rest)| {
        let rest = rest.trim_start_matches([':', ' ']);
        let platform = label(name, sources)?;
        (!rest.is_empty() && !rest.starts_with('/')).then_some((platform, rest))
    });
    match named {
        Some((platform, rest)) => AddressPiece {
            text: rest.to_owned(),
            platform: Some(platform),
        },
        None => AddressPiece {
            text: text.to_owned(),
            platform: None,
        },
    }
}

/// Cuts at commas, semicolons and strokes, but not within a web address that holds them.
fn at_separators<'a>(word: &'a str, sources: &Sources) -> Vec<&'a str> {
    let mut tokens = Vec::new();
    let mut start = 0;
    for (at, sign) in word.char_indices().filter(|(_, c)| ",;|".contains(*c)) {
        let rest = &word[at + sign.len_utf8()..];
        let next = rest.split([',', ';', '|']).next().unwrap_or_default();
        let before = &word[start..at];
        let outside = !before.contains("://");
        if next.is_empty()
            || outside
            || is_address(next, sources)
            || splits_label(next, sources).is_some()
        {
            tokens.push(before);
            start = at + sign.len_utf8();
        }
    }
    tokens.push(&word[start..]);
    tokens.retain(|token| !token.is_empty());
    tokens
}

struct Cut<'a> {
    sources: &'a Sources,
    label: Option<Platform>,
    pieces: Vec<AddressPiece>,
    /// How many addresses stand behind the last label.
    behind: usize,
}

impl Cut<'_> {
    /// Takes a token; `false` when it is neither an address nor anything around one.
    fn take(&mut self, token: &str) -> bool {
        let bracketed = token.strip_prefix(['(', '[']).is_some();
        let name = token.trim_matches(|c: char| "()[]:=".contains(c));
        if BETWEEN.contains(&token.to_lowercase().as_str()) || is_number_of_a_list(token) {
            return true;
        }
        if let Some(platform) =
            label(name, self.sources).filter(|_| name.len() > 1 || token.ends_with(':'))
        {
            self.name_platform(platform, bracketed);
            return true;
        }
        if let Some((platform, rest)) = splits_label(token, self.sources) {
            self.name_platform(platform, false);
            return self.add(rest);
        }
        self.add(token)
    }

    /// A name in brackets stands behind its address, any other before.
    fn name_platform(&mut self, platform: Platform, bracketed: bool) {
        let last = self
            .pieces
            .last_mut()
            .filter(|last| bracketed && last.platform.is_none());
        if let Some(last) = last {
            last.platform = Some(platform);
        } else {
            self.label = Some(platform);
            self.behind = 0;
        }
    }

    fn add(&mut self, text: &str) -> bool {
        let by_look = is_address(text, self.sources);
        self.behind += 1;
        self.pieces.push(AddressPiece {
            text: text.to_owned(),
            platform: self.label,
        });
        by_look || (self.label.is_some() && self.behind == 1)
    }
}

fn label(name: &str, sources: &Sources) -> Option<Platform> {
    let letters = name
        .chars()
        .all(|c| c.is_alphanumeric() || "/-.".contains(c));
    sources.named(name).filter(|_| letters)
}

/// `IG:@rina`, cut behind the name.
fn splits_label<'a>(token: &'a str, sources: &Sources) -> Option<(Platform, &'a str)> {
    let (name, rest) = token.split_once([':', '='])?;
    let platform = label(name, sources)?;
    (!rest.is_empty() && !rest.starts_with("//")).then_some((platform, rest))
}

/// `1.`, `2)`.
fn is_number_of_a_list(token: &str) -> bool {
    let digits = token.strip_suffix(['.', ')']).unwrap_or_default();
    (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a text without blanks is an address by its look.
fn is_address(text: &str, sources: &Sources) -> bool {
    let marked = text
        .strip_prefix(['@', '＠'])
        .is_some_and(|name| name.contains(char::is_alphanumeric));
    let web = text.contains("://") || text.starts_with("www.");
    let path = text.contains('/') && text.contains('.');
    let user = text.trim_start_matches('@').split_once('@');
    let mail = user.is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    marked || web || path || mail || sources.recognise(text).is_some()
}
