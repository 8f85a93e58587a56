//! The parser: recursive descent, total, with caps on length and depth.

use super::value::{self, Value};
use super::{Query, QueryError, QueryProblem, TextMatch};
use crate::text::analyze::surface;

/// Most bytes of a query.
pub const LONGEST: usize = 4096;
/// Most parentheses and negations in each other.
pub const DEEPEST: usize = 32;
/// Farthest that the words of a phrase may be out of place.
const WIDEST: u8 = 50;

type Parsed<T> = Result<T, QueryError>;

/// Parses a query.
pub(super) fn parse(text: &str) -> Parsed<Query> {
    if text.len() > LONGEST {
        return Err(QueryError::new(QueryProblem::TooLong(LONGEST), 0));
    }
    if text.trim().is_empty() {
        return Err(QueryError::new(QueryProblem::Empty, 0).suggest("*"));
    }
    let mut parser = Parser {
        text,
        at: 0,
        depth: 0,
    };
    let query = parser.alternatives()?;
    match parser.peek() {
        None => Ok(query),
        Some(_) => Err(QueryError::new(QueryProblem::StrayParenthesis, parser.at)),
    }
}

struct Parser<'q> {
    text: &'q str,
    at: usize,
    depth: usize,
}

/// Phones type curly quotation marks.
fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\u{201c}' | '\u{201d}' | '\u{201e}')
}

fn ends_word(c: char) -> bool {
    c.is_whitespace() || is_quote(c) || matches!(c, '(' | ')')
}

impl<'q> Parser<'q> {
    fn rest(&self) -> &'q str {
        &self.text[self.at..]
    }

    /// The next character that is no white space; moves there.
    fn peek(&mut self) -> Option<char> {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
        self.rest().chars().next()
    }

    fn fail<T>(&self, problem: QueryProblem) -> Parsed<T> {
        Err(QueryError::new(problem, self.at))
    }

    /// The bare word that starts here.
    fn word(&self) -> &'q str {
        let rest = self.rest();
        &rest[..rest.find(ends_word).unwrap_or(rest.len())]
    }

    /// Moves over an operator if it is next.
    fn operator(&mut self, name: &str) -> bool {
        self.peek();
        let found = self.word() == name;
        if found {
            self.at += name.len();
        }
        found
    }

    fn alternatives(&mut self) -> Parsed<Query> {
        let mut parts = vec![self.conjunction()?];
        loop {
            self.peek();
            let at = self.at;
            if !self.operator("OR") {
                return Ok(Query::or(parts));
            }
            self.require_operand("OR", at)?;
            parts.push(self.conjunction()?);
        }
    }

    fn conjunction(&mut self) -> Parsed<Query> {
        let mut parts = Vec::new();
        loop {
            let next = self.peek();
            let at = self.at;
            let word = self.word();
            if matches!(next, None | Some(')')) || word == "OR" {
                if parts.is_empty() {
                    return self.nothing(word);
                }
                return Ok(Query::and(parts));
            }
            if self.operator("AND") {
                if parts.is_empty() {
                    let problem = QueryProblem::MissingOperand("AND");
                    return Err(QueryError::new(problem, at));
                }
                self.require_operand("AND", at)?;
            }
            parts.push(self.operand()?);
        }
    }

    /// The error for a place where something to look for should stand.
    fn nothing<T>(&self, word: &str) -> Parsed<T> {
        match word {
            "OR" => self.fail(QueryProblem::MissingOperand("OR")),
            _ if self.depth > 0 => self.fail(QueryProblem::EmptyGroup),
            _ => self.fail(QueryProblem::StrayParenthesis),
        }
    }

    /// Complains about the operator at `at` if nothing to work on follows.
    fn require_operand(&mut self, name: &'static str, at: usize) -> Parsed<()> {
        let next = self.peek();
        if matches!(next, None | Some(')')) || matches!(self.word(), "OR" | "AND") {
            let problem = QueryProblem::MissingOperand(name);
            return Err(QueryError::new(problem, at));
        }
        Ok(())
    }

    fn deeper<T>(&mut self, inner: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth == DEEPEST {
            return self.fail(QueryProblem::TooDeep(DEEPEST));
        }
        self.depth += 1;
        let result = inner(self);
        self.depth -= 1;
        result
    }

    fn operand(&mut self) -> Parsed<Query> {
        let next = self.peek();
        let at = self.at;
        let negated = self.rest().strip_prefix('-');
        if self.operator("NOT") {
            self.require_operand("NOT", at)?;
            return self.negation();
        }
        if let Some(after) = negated
            && after.starts_with(|c: char| !c.is_whitespace() && c != ')')
        {
            self.at += 1;
            return self.negation();
        }
        match next {
            Some('(') => self.group(),
            Some(c) if is_quote(c) => self.phrase(TextMatch::Phrase),
            Some('=') => self.exact(),
            _ => self.bare(),
        }
    }

    fn negation(&mut self) -> Parsed<Query> {
        let inner = self.deeper(Self::operand)?;
        Ok(Query::Not(Box::new(inner)))
    }

    fn group(&mut self) -> Parsed<Query> {
        let open = self.at;
        self.at += 1;
        if self.peek().is_none() {
            return Err(QueryError::new(QueryProblem::UnclosedParenthesis, open));
        }
        let inner = self.deeper(Self::alternatives)?;
        if self.peek() != Some(')') {
            return Err(QueryError::new(QueryProblem::UnclosedParenthesis, open));
        }
        self.at += 1;
        Ok(inner)
    }

    /// What stands between quotation marks; moves behind them.
    fn quoted(&mut self) -> Parsed<&'q str> {
        let open = self.at;
        let mut chars = self.rest().char_indices();
        let start = open + chars.next().map_or(0, |(_, c)| c.len_utf8());
        match chars.find(|(_, c)| is_quote(*c)) {
            None => self.fail(QueryProblem::UnclosedQuote),
            Some((end, quote)) => {
                self.at = open + end + quote.len_utf8();
                Ok(&self.text[start..open + end])
            }
        }
    }

    fn phrase(&mut self, kind: fn(String, u8) -> TextMatch) -> Parsed<Query> {
        let open = self.at;
        let words = self.quoted()?;
        need_terms(words, open)?;
        let slop = self.slop()?;
        Ok(Query::Text(kind(words.to_owned(), slop)))
    }

    /// `~3` right after a phrase.
    fn slop(&mut self) -> Parsed<u8> {
        let Some(rest) = self.rest().strip_prefix('~') else {
            return Ok(0);
        };
        let digits = &rest[..rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len())];
        match digits.parse() {
            Ok(slop) if slop <= WIDEST => {
                self.at += 1 + digits.len();
                Ok(slop)
            }
            _ => self.fail(QueryProblem::BadDistance(format!("~{digits}"))),
        }
    }

    fn exact(&mut self) -> Parsed<Query> {
        let start = self.at;
        self.at += 1;
        if self.rest().starts_with(is_quote) {
            return self.phrase(TextMatch::ExactPhrase);
        }
        let word = self.word();
        if word.contains(['*', '~']) {
            return Err(QueryError::new(QueryProblem::ExactCombined, start));
        }
        need_terms(word, start)?;
        self.at += word.len();
        Ok(Query::Text(TextMatch::ExactWord(word.to_owned())))
    }

    fn bare(&mut self) -> Parsed<Query> {
        let (at, word) = (self.at, self.word());
        if word == "*" {
            self.at += 1;
            return Ok(Query::All);
        }
        if let Some((name, value)) = word.split_once(':')
            && is_field_name(name)
            && !value.starts_with("//")
        {
            return self.field(name, value);
        }
        let text = if let Some(stem) = word.strip_suffix('*') {
            prefix(stem, at)?
        } else if word.contains('*') {
            return self.fail(QueryProblem::Wildcard);
        } else if let Some((stem, distance)) = word.rsplit_once('~') {
            fuzzy(stem, distance, at)?
        } else {
            need_terms(word, at)?;
            TextMatch::Word(word.to_owned())
        };
        self.at += word.len();
        Ok(Query::Text(text))
    }

    fn field(&mut self, name: &str, bare: &'q str) -> Parsed<Query> {
        let name_at = self.at;
        self.at += name.len() + 1;
        let at = self.at;
        let quoted = bare.is_empty() && self.rest().starts_with(is_quote);
        let text = if quoted {
            self.quoted()?
        } else if bare.is_empty() && self.rest().starts_with('(') {
            return self.fail(QueryProblem::GroupedValues(name.to_lowercase()));
        } else {
            self.at += bare.len();
            bare
        };
        value::read(name, name_at, Value { text, quoted, at })
    }
}

fn is_field_name(name: &str) -> bool {
    let letters = |c: char| c.is_ascii_alphabetic() || c == '_';
    !name.is_empty() && name.chars().all(letters)
}

fn need_terms(word: &str, at: usize) -> Parsed<()> {
    if surface(word).is_empty() {
        let problem = QueryProblem::NoTerms(word.to_owned());
        return Err(QueryError::new(problem, at));
    }
    Ok(())
}

fn one_word(word: &str, at: usize) -> Parsed<String> {
    match surface(word).len() {
        1 => Ok(word.to_owned()),
        0 => Err(QueryError::new(QueryProblem::NoTerms(word.to_owned()), at)),
        _ => Err(QueryError::new(
            QueryProblem::NotOneWord(word.to_owned()),
            at,
        )),
    }
}

fn prefix(stem: &str, at: usize) -> Parsed<TextMatch> {
    if stem.contains(['*', '~']) {
        return Err(QueryError::new(QueryProblem::Wildcard, at));
    }
    let word = one_word(stem, at)?;
    if word.chars().filter(|c| c.is_alphanumeric()).count() < 2 {
        return Err(QueryError::new(QueryProblem::ShortPrefix(word), at));
    }
    Ok(TextMatch::Prefix(word))
}

fn fuzzy(stem: &str, distance: &str, at: usize) -> Parsed<TextMatch> {
    let error = || {
        let problem = QueryProblem::BadDistance(format!("~{distance}"));
        QueryError::new(problem, at + stem.len())
    };
    let distance = match distance {
        "1" => 1,
        "2" => 2,
        "" => return Err(error().suggest(format!("{stem}~1"))),
        _ => return Err(error()),
    };
    if stem.contains('~') {
        return Err(error());
    }
    Ok(TextMatch::Fuzzy(one_word(stem, at)?, distance))
}
