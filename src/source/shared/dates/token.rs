//! The words, numbers and signs of a text, for readers of dates.

/// A date and what stands around it is shorter than this; the rest of a text is not looked at.
const LONGEST: usize = 400;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TokenKind {
    Number,
    Word,
    Sign,
    Blank,
}

/// A word, a number, or one sign.
#[derive(Debug, Clone)]
struct DateToken {
    kind: TokenKind,
    raw: String,
    lower: String,
    /// Nothing stands between it and the token before.
    glued: bool,
}

/// A text as tokens. Places outside it read as nothing, so that readers may look around.
#[derive(Debug, Clone)]
pub(super) struct DateTokens(Vec<DateToken>);

impl DateTokens {
    pub(super) fn new(text: &str) -> Self {
        let mut tokens: Vec<DateToken> = Vec::new();
        let mut before = TokenKind::Blank;
        let mut characters = text.chars().take(LONGEST).filter_map(plain).peekable();
        while let Some(character) = characters.next() {
            let inside = before == TokenKind::Word
                && character == '\''
                && characters.peek().is_some_and(|next| next.is_alphabetic());
            let kind = if inside { before } else { kind(character) };
            match tokens.last_mut() {
                _ if kind == TokenKind::Blank => {}
                Some(last) if kind == before && kind != TokenKind::Sign => last.push(character),
                last => {
                    let glued = last.is_some() && before != TokenKind::Blank;
                    tokens.push(DateToken::new(kind, character, glued));
                }
            }
            before = kind;
        }
        Self(tokens).with_initials_joined()
    }

    /// `W.I.B.` is one word; `a.m.` stays two.
    fn with_initials_joined(mut self) -> Self {
        let mut at = 0;
        while at < self.len() {
            let letter = |at: usize| self.word(at).chars().count() == 1;
            let more = |index: usize| {
                let dot = at + 2 * index + 1;
                letter(at)
                    && self.is(dot, ".")
                    && self.glued(dot)
                    && self.glued(dot + 1)
                    && letter(dot + 1)
            };
            let letters = (0..4).take_while(|index| more(*index)).count();
            if letters >= 2 {
                let rest: Vec<DateToken> = self.0.drain(at + 1..=at + 2 * letters).collect();
                let word = rest.iter().filter(|token| !token.is_sign());
                let word: String = word.map(|token| token.raw.as_str()).collect();
                word.chars()
                    .for_each(|character| self.0[at].push(character));
            }
            at += 1;
        }
        self
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    fn of(&self, at: usize, kind: TokenKind) -> Option<&DateToken> {
        self.0.get(at).filter(|token| token.kind == kind)
    }

    /// The word at a place in small letters, else "".
    pub(super) fn word(&self, at: usize) -> &str {
        self.of(at, TokenKind::Word)
            .map_or("", |token| &token.lower)
    }

    /// What stands at a place, as written, else "".
    pub(super) fn raw(&self, at: usize) -> &str {
        self.0.get(at).map_or("", |token| &token.raw)
    }

    /// The digits at a place, else "".
    pub(super) fn digits(&self, at: usize) -> &str {
        self.of(at, TokenKind::Number)
            .map_or("", |token| &token.raw)
    }

    /// The number at a place, of at most so many digits.
    pub(super) fn number<T: std::str::FromStr>(&self, at: usize, longest: usize) -> Option<T> {
        let digits = self.digits(at);
        (digits.len() <= longest)
            .then(|| digits.parse().ok())
            .flatten()
    }

    /// Whether a number stands at a place.
    pub(super) fn is_number(&self, at: usize) -> bool {
        self.of(at, TokenKind::Number).is_some()
    }

    /// Whether one of these signs stands at a place.
    pub(super) fn is(&self, at: usize, signs: &str) -> bool {
        self.is_sign(at) && signs.contains(self.raw(at))
    }

    /// Whether any sign stands at a place.
    pub(super) fn is_sign(&self, at: usize) -> bool {
        self.of(at, TokenKind::Sign).is_some()
    }

    /// Whether nothing stands between a token and the one before.
    pub(super) fn glued(&self, at: usize) -> bool {
        self.0.get(at).is_some_and(|token| token.glued)
    }

    /// Whether a number begins here that is no part of a word or of a longer number.
    pub(super) fn begins_number(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).filter(|_| self.glued(at)) else {
            return true;
        };
        let goes_on = self.is(before, "./-:,_")
            && self.glued(before)
            && before > 0
            && !self.digits(before - 1).is_empty();
        self.word(before).is_empty() && !goes_on
    }

    /// What is written without a blank from a place on, as far as the name of a zone may go.
    pub(super) fn run(&self, at: usize) -> String {
        let more = self.0.iter().skip(at + 1).take(9);
        let more = more.take_while(|token| token.glued && (!token.is_sign() || token.joins()));
        let first = self.0.get(at).into_iter();
        first.chain(more).map(|token| token.raw.as_str()).collect()
    }
}

impl DateToken {
    fn new(kind: TokenKind, character: char, glued: bool) -> Self {
        let mut token = Self {
            kind,
            raw: String::new(),
            lower: String::new(),
            glued,
        };
        token.push(character);
        token
    }

    fn push(&mut self, character: char) {
        self.raw.push(character);
        self.lower.extend(character.to_lowercase());
    }

    fn is_sign(&self) -> bool {
        self.kind == TokenKind::Sign
    }

    fn joins(&self) -> bool {
        matches!(self.raw.as_str(), "/" | "_" | "-" | "+")
    }
}

fn kind(character: char) -> TokenKind {
    match character {
        '0'..='9' => TokenKind::Number,
        ' ' => TokenKind::Blank,
        _ if character.is_alphabetic() => TokenKind::Word,
        _ => TokenKind::Sign,
    }
}

/// One sign for all that look alike; marks that nobody sees are left out.
fn plain(character: char) -> Option<char> {
    Some(match character {
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}' => return None,
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{ff0d}' => '-',
        '\u{2018}' | '\u{2019}' | '\u{2bc}' | '`' | '\u{b4}' => '\'',
        '\u{ff1a}' | '\u{2236}' => ':',
        '\u{ff0f}' | '\u{2044}' | '\u{2215}' => '/',
        _ if character.is_whitespace() || character.is_control() => ' ',
        _ => character,
    })
}
