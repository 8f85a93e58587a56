//! The parser: recursive descent, total, with caps on length and depth.

use super::marks::{ends_word, is_dash, opens_quote, quoted, without_quotes};
use super::operator::{Operator, TypedOperator};
use super::value::{self, Value};
use super::{Query, QueryError, QueryProblem, QueryReading, TextMatch};
use crate::text::analyze::surface;

/// Most bytes of a query.
pub const LONGEST: usize = 4096;
/// Most parentheses and negations in each other.
pub const DEEPEST: usize = 32;
/// Farthest that the words of a phrase may be out of place.
const WIDEST: u8 = 50;

type Parsed<T> = Result<T, QueryError>;

/// Parses a query; also gives what was understood otherwise than it may have been meant.
pub(super) fn parse(text: &str) -> Parsed<(Query, Vec<QueryReading>)> {
    understand(text).map_err(|error| error.located(text))
}

fn understand(text: &str) -> Parsed<(Query, Vec<QueryReading>)> {
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
        readings: Vec::new(),
    };
    let query = parser.alternatives()?;
    match parser.peek() {
        None => Ok((query, parser.readings)),
        Some(_) => Err(QueryError::new(QueryProblem::StrayParenthesis, parser.at)),
    }
}

struct Parser<'q> {
    text: &'q str,
    at: usize,
    depth: usize,
    readings: Vec<QueryReading>,
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

    /// The operator that comes next; moves to it.
    fn operator(&mut self) -> Option<TypedOperator<'q>> {
        self.peek();
        TypedOperator::of(self.word())
    }

    /// Whether something to work on follows an operator that comes next.
    fn operand_follows(&mut self, operator: TypedOperator<'_>) -> bool {
        let at = self.at;
        self.at += operator.typed.len();
        let end = matches!(self.peek(), None | Some(')'));
        let joined = self.operator().is_some_and(TypedOperator::joins);
        self.at = at;
        !end && !joined
    }

    /// Moves over an operator. One in capitals needs something to work on.
    fn take_operator(&mut self, operator: TypedOperator<'_>) -> Parsed<()> {
        if operator.meant && !self.operand_follows(operator) {
            return self.fail(QueryProblem::MissingOperand(operator.name()));
        }
        self.readings.extend(operator.reading());
        self.at += operator.typed.len();
        Ok(())
    }

    fn alternatives(&mut self) -> Parsed<Query> {
        let mut parts = vec![self.conjunction()?];
        while let Some(operator) = self.operator()
            && operator.operator == Operator::Or
        {
            self.take_operator(operator)?;
            parts.push(self.conjunction()?);
        }
        Ok(Query::or(parts))
    }

    fn conjunction(&mut self) -> Parsed<Query> {
        let mut parts = Vec::new();
        let mut left_out = Vec::new();
        while !matches!(self.peek(), None | Some(')')) {
            match self.operator().filter(|operator| operator.joins()) {
                Some(operator) if self.divides(operator, parts.is_empty()) => break,
                Some(operator) if operator.meant => {
                    if parts.is_empty() && left_out.is_empty() {
                        return self.fail(QueryProblem::MissingOperand(operator.name()));
                    }
                    self.take_operator(operator)?;
                }
                Some(operator) if operator.operator == Operator::And && !parts.is_empty() => {
                    if self.operand_follows(operator) {
                        self.readings.extend(operator.reading());
                    } else {
                        left_out.push(operator.typed);
                    }
                    self.at += operator.typed.len();
                }
                // With nothing to join it is a function word.
                Some(operator) => {
                    left_out.push(operator.typed);
                    self.at += operator.typed.len();
                }
                None => parts.push(self.operand()?),
            }
        }
        let only = if parts.is_empty() {
            left_out.pop()
        } else {
            None
        };
        let told = left_out.into_iter().map(str::to_owned);
        self.readings.extend(told.map(QueryReading::JoinsNothing));
        match (parts.is_empty(), only) {
            (false, _) => Ok(Query::and(parts)),
            (true, Some(word)) => Ok(itself(word)),
            (true, None) => self.nothing(),
        }
    }

    /// Whether an OR comes next that ends the words to its left.
    fn divides(&mut self, operator: TypedOperator<'_>, first: bool) -> bool {
        let mut loose = || !first && self.operand_follows(operator);
        operator.operator == Operator::Or && (operator.meant || loose())
    }

    /// The error for a place where something to look for should stand.
    fn nothing<T>(&mut self) -> Parsed<T> {
        match self.operator() {
            Some(operator) => self.fail(QueryProblem::MissingOperand(operator.name())),
            None if self.depth > 0 => self.fail(QueryProblem::EmptyGroup),
            None => self.fail(QueryProblem::StrayParenthesis),
        }
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
        if let Some(operator) = self.operator()
            && operator.operator == Operator::Not
        {
            if !operator.meant && !self.operand_follows(operator) {
                self.at += operator.typed.len();
                return Ok(itself(operator.typed));
            }
            self.take_operator(operator)?;
            return self.negation();
        }
        if self.takes_exclamation() {
            return self.negation();
        }
        if let Some(dash) = next.filter(|c| is_dash(*c)) {
            if self.dash_stands_alone(dash) {
                return self.lone_dash(dash);
            }
            self.at += dash.len_utf8();
            return self.negation();
        }
        self.take_plus();
        let next = self.peek();
        match next {
            Some('(') => self.group(),
            Some('=') => self.exact(),
            _ if opens_quote(self.rest()) => self.phrase(TextMatch::Phrase),
            _ => self.bare(),
        }
    }

    /// Moves over the `!` of other query languages, which is told; at the end of a cry it is none.
    fn takes_exclamation(&mut self) -> bool {
        let behind = self.rest().strip_prefix('!').unwrap_or_default();
        let takes = behind
            .starts_with(|c: char| c.is_alphanumeric() || matches!(c, '#' | '@' | '('))
            || opens_quote(behind);
        if takes {
            self.readings.push(QueryReading::Sign {
                typed: self.word().to_owned(),
                operator: "NOT",
            });
            self.at += 1;
        }
        takes
    }

    fn dash_stands_alone(&self, dash: char) -> bool {
        let behind = self.rest()[dash.len_utf8()..].chars().next();
        behind.is_none_or(|next| next.is_whitespace() || next == ')')
    }

    /// The error for a dash with a blank behind it, which may exclude the next word or mean nothing.
    fn lone_dash<T>(&mut self, dash: char) -> Parsed<T> {
        let error = QueryError::new(QueryProblem::LoneDash(dash), self.at);
        self.at += dash.len_utf8();
        let next = match self.peek() {
            Some(next) if next.is_alphanumeric() => self.word(),
            _ => return Err(error),
        };
        Err(error.suggest(format!("-{next}")))
    }

    /// Moves over the `+` of other query languages, which is told.
    fn take_plus(&mut self) {
        let behind = self.rest().strip_prefix('+').unwrap_or_default();
        let takes =
            behind.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '#' | '@' | '(' | '"'));
        if takes {
            let typed = self.word().to_owned();
            self.readings.push(QueryReading::Plus(typed));
            self.at += 1;
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
        match quoted(self.rest()) {
            None => self.fail(QueryProblem::UnclosedQuote),
            Some((inside, length)) => {
                self.at += length;
                Ok(inside)
            }
        }
    }

    fn phrase(&mut self, kind: fn(String, u8) -> TextMatch) -> Parsed<Query> {
        let open = self.at;
        let words = self.quoted()?;
        need_terms(words, open)?;
        if words.split_whitespace().any(has_sign) {
            return Err(QueryError::new(QueryProblem::QuotedSign, open));
        }
        let slop = self.slop()?;
        Ok(Query::Text(kind(without_quotes(words), slop)))
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
        if opens_quote(self.rest()) {
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
            no_other_signs(word, at)?;
            self.readings.extend(glued(word));
            TextMatch::Word(word.to_owned())
        };
        self.at += word.len();
        Ok(Query::Text(text))
    }

    fn field(&mut self, name: &str, bare: &'q str) -> Parsed<Query> {
        let name_at = self.at;
        self.at += name.len() + 1;
        let at = self.at;
        let quoted = opens_quote(self.rest());
        let text = if quoted {
            self.quoted()?
        } else if bare.is_empty() && self.rest().starts_with('(') {
            return self.fail(QueryProblem::GroupedValues(name.to_lowercase()));
        } else {
            self.at += bare.len();
            bare
        };
        let (query, reading) = value::read(name, name_at, Value { text, quoted, at })?;
        // Shown, several values stand in parentheses.
        if self.depth == DEEPEST && matches!(query, Query::Or(_)) {
            return self.fail(QueryProblem::TooDeep(DEEPEST));
        }
        self.readings.extend(reading);
        Ok(query)
    }
}

fn is_field_name(name: &str) -> bool {
    let letters = |c: char| c.is_ascii_alphabetic() || c == '_';
    !name.is_empty() && name.chars().all(letters)
}

/// A word that stands for itself and not for what it does between others.
fn itself(word: &str) -> Query {
    Query::Text(TextMatch::Phrase(word.to_owned(), 0))
}

/// Signs that other query languages have inside of words. An address may hold them.
fn no_other_signs(word: &str, at: usize) -> Parsed<()> {
    let found = word.find(['?', '^']).filter(|_| !word.contains('/'));
    let Some((before, after)) = found.map(|sign| (&word[..sign], &word[sign + 1..])) else {
        return Ok(());
    };
    if before.is_empty() || !after.starts_with(char::is_alphanumeric) {
        return Ok(());
    }
    let error = QueryError::new(QueryProblem::OtherSign(word.to_owned()), at);
    Err(match before.chars().count() {
        0 | 1 => error,
        _ if word.contains('^') => error.suggest(before),
        _ => error.suggest(format!("{before}*")),
    })
}

/// What is told of several words with a sign and no blank between them.
fn glued(word: &str) -> Option<QueryReading> {
    let joins = |c| {
        matches!(
            c,
            '&' | '|' | '+' | ',' | ';' | '/' | '=' | '<' | '>' | '\\'
        )
    };
    let is_address = word.contains("://") || word.starts_with("www.");
    if is_address || word.starts_with(['#', '@']) || !word.contains(joins) {
        return None;
    }
    let words: Vec<String> = surface(word).into_iter().map(|term| term.text).collect();
    (words.len() > 1).then(|| QueryReading::Phrase {
        typed: word.to_owned(),
        words: words.join(" "),
    })
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

/// Whether a word ends in `*` or `~1`, which mean something outside quotation marks.
fn has_sign(word: &str) -> bool {
    let bare = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let bare = bare.strip_suffix('~').or_else(|| word.strip_suffix('*'));
    bare.is_some_and(|word| word.ends_with(char::is_alphanumeric))
}
