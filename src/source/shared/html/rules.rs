//! Cutting a style sheet into rules, and selectors into names (CSS Syntax 3). Total and in one
//! walk: what cannot be read is passed over, as browsers do.

use std::ops::Range;

use super::style::without_comments;

/// Rules within which are other rules that hold under a condition.
const CONDITIONS: [&str; 7] = [
    "container",
    "document",
    "layer",
    "media",
    "scope",
    "starting-style",
    "supports",
];

/// A rule with its selectors.
#[derive(Debug, Clone, Copy)]
pub(super) struct SheetRule<'a> {
    /// Its selectors.
    pub(super) prelude: &'a str,
    /// What it declares.
    pub(super) declarations: &'a str,
    /// Whether it holds without a condition.
    pub(super) everywhere: bool,
}

/// A selector that is a single name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum SheetName {
    Element(String),
    Class(String),
    Id(String),
}

/// Hands over the rules of a sheet in their order. A sheet that holds under a condition has no
/// rules that hold `everywhere`.
pub(super) fn read(sheet: &str, everywhere: bool, each: &mut impl FnMut(&SheetRule<'_>)) {
    let plain = without_comments(sheet);
    let plain = plain.replace("<!--", "").replace("-->", "");
    let mut at = 0;
    let mut conditions = 0_usize;
    while let Some(part) = next_sign(&plain, at) {
        let prelude = plain[at..part.start].trim();
        at = part.end;
        match (&plain[part.clone()], prelude.strip_prefix('@')) {
            ("}", _) => conditions = conditions.saturating_sub(1),
            ("{", Some(rule)) if is_condition(rule) => conditions += 1,
            ("{", kind) => {
                let block = block(&plain, at);
                let rule = SheetRule {
                    prelude,
                    declarations: &plain[block.clone()],
                    everywhere: everywhere && conditions == 0,
                };
                at = (block.end + 1).min(plain.len());
                if kind.is_none() {
                    hand_over(&rule, each);
                }
            }
            _ => {}
        }
    }
}

/// A rule within which are others says of any element what these say.
fn hand_over(rule: &SheetRule<'_>, each: &mut impl FnMut(&SheetRule<'_>)) {
    if !rule.declarations.contains('{') {
        return each(rule);
    }
    for declarations in rule.declarations.split(['{', '}']) {
        each(&SheetRule {
            prelude: "*",
            declarations,
            everywhere: false,
        });
    }
}

fn is_condition(rule: &str) -> bool {
    let letter = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let end = rule.find(|c| !letter(c)).unwrap_or(rule.len());
    CONDITIONS.contains(&rule[..end].to_ascii_lowercase().as_str())
}

/// The next sign that ends a prelude, outside quotation marks.
fn next_sign(text: &str, from: usize) -> Option<Range<usize>> {
    let mut walk = SheetWalk::new(text, from);
    walk.find(|sign| matches!(sign, b'{' | b'}' | b';'))
        .map(|at| at..at + 1)
}

/// What stands up to the brace that closes a block.
fn block(text: &str, from: usize) -> Range<usize> {
    let mut depth = 0_usize;
    let end = SheetWalk::new(text, from).find(|sign| match sign {
        b'{' => {
            depth += 1;
            false
        }
        b'}' if depth == 0 => true,
        b'}' => {
            depth -= 1;
            false
        }
        _ => false,
    });
    from..end.unwrap_or(text.len())
}

/// A walk over the signs of a sheet that are in no string and not escaped.
struct SheetWalk<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> SheetWalk<'a> {
    fn new(text: &'a str, at: usize) -> Self {
        Self {
            bytes: text.as_bytes(),
            at,
        }
    }

    /// Where the first sign stands that is wanted.
    fn find(&mut self, mut wanted: impl FnMut(u8) -> bool) -> Option<usize> {
        let mut quote = None;
        while let Some(byte) = self.bytes.get(self.at).copied() {
            let here = self.at;
            self.at += 1;
            match (quote, byte) {
                (_, b'\\') => self.at += 1,
                // A string ends with its line, if not before.
                (Some(open), byte) if byte == open || byte == b'\n' => quote = None,
                (None, b'"' | b'\'') => quote = Some(byte),
                (None, byte) if wanted(byte) => return Some(here),
                _ => {}
            }
        }
        None
    }
}

/// The selectors of a list.
pub(super) fn selectors(prelude: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    let parts = prelude.split(move |sign: char| {
        match sign {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        sign == ',' && depth == 0
    });
    parts.map(str::trim)
}

/// The name that a selector is, if it is nothing else.
pub(super) fn simple_name(selector: &str) -> Option<SheetName> {
    let (make, name): (fn(String) -> SheetName, &str) = match selector.as_bytes().first()? {
        b'.' => (SheetName::Class, &selector[1..]),
        b'#' => (SheetName::Id, &selector[1..]),
        _ => {
            let lower = selector.to_ascii_lowercase();
            return is_name(selector).then_some(SheetName::Element(lower));
        }
    };
    is_name(name).then(|| make(name.to_owned()))
}

fn is_name(text: &str) -> bool {
    let starts = text.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '-'));
    starts && text.chars().all(is_of_name)
}

fn is_of_name(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '-') || !character.is_ascii()
}

/// The names by which a selector may mean an element: those of its last part, classes and
/// identifiers where there are any. None where it may mean any element.
pub(super) fn names_of_subject(selector: &str) -> Vec<SheetName> {
    let outside = outside_brackets(selector);
    let subject = outside.rsplit([' ', '>', '+', '~', '\n', '\t', '\r']);
    let subject = subject.map(str::trim).find(|part| !part.is_empty());
    let subject = subject.unwrap_or_default();
    // An escape may spell any name; a pseudo-class such as `:is()` may name others.
    if subject.contains('\\') || selector.contains(":is(") || selector.contains(":where(") {
        return Vec::new();
    }
    let mut names = Vec::new();
    let mut rest = subject;
    while let Some(at) = rest.find(['.', '#', ':']) {
        let name_end = |text: &str| text.find(|c| !is_of_name(c)).unwrap_or(text.len());
        let (mark, name) = (rest.as_bytes()[at], &rest[at + 1..]);
        let name = &name[..name_end(name)];
        match mark {
            b'.' if !name.is_empty() => names.push(SheetName::Class(name.to_owned())),
            b'#' if !name.is_empty() => names.push(SheetName::Id(name.to_owned())),
            _ => {}
        }
        rest = &rest[at + 1 + name.len()..];
    }
    if names.is_empty() {
        let end = subject.find(|c| !is_of_name(c)).unwrap_or(subject.len());
        let kind = Some(&subject[..end]).filter(|kind| is_name(kind));
        names.extend(kind.map(|kind| SheetName::Element(kind.to_ascii_lowercase())));
    }
    names
}

/// The selector without what stands in brackets.
fn outside_brackets(selector: &str) -> String {
    let mut depth = 0_usize;
    let outside = selector.chars().filter(|sign| match sign {
        '(' | '[' => {
            depth += 1;
            false
        }
        ')' | ']' => {
            depth = depth.saturating_sub(1);
            false
        }
        _ => depth == 0,
    });
    outside.collect()
}
