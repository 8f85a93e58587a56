//! JSON as servers write it by mistake: what browsers, PHP and JavaScript let pass is read, what
//! has no meaning in JSON becomes `null`, and text is never refused for a character of it.
//!
//! Total, one pass, and no deeper than [`DEEPEST`].

use serde_json::{Map, Number, Value};

use super::weight;

/// Values that hold each other deeper than this are not read, as in `serde_json`.
const DEEPEST: usize = 128;

/// Comments longer than this are none.
const LONGEST_COMMENT: usize = 300;

/// Why a value cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum JsonFault {
    /// The text ends inside of it.
    Ends,
    /// It is nested too deep.
    TooDeep,
    /// There was no room left for it.
    TooMuch,
    /// Something else stands here than a value, a name or a colon.
    Odd,
}

impl JsonFault {
    /// In words, of what was passed over.
    pub(super) const fn what(self) -> &'static str {
        match self {
            Self::Ends => "the answer ends in the middle of it",
            Self::TooDeep => "it is nested too deep",
            Self::TooMuch => "the answer holds more values than any list of posts",
            Self::Odd => "it is not valid JSON and cannot be repaired",
        }
    }
}

/// A place in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct LenientReader<'a> {
    text: &'a str,
    pub(super) at: usize,
    /// How many more bytes of memory what is read may take.
    room: usize,
}

impl<'a> LenientReader<'a> {
    pub(super) const fn new(text: &'a str, at: usize) -> Self {
        Self {
            text,
            at,
            room: weight::MOST,
        }
    }

    /// The next byte.
    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Passes over blanks and comments.
    pub(super) fn skip_blank(&mut self) {
        loop {
            let blank = |c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}';
            let rest = self.rest().trim_start_matches(blank);
            self.at = self.text.len() - rest.len();
            match comment(rest) {
                Some(end) => self.at += end,
                None => return,
            }
        }
    }

    /// Passes over what stands between members, however many commas that is.
    pub(super) fn skip_separators(&mut self) {
        self.skip_blank();
        while self.peek() == Some(b',') {
            self.at += 1;
            self.skip_blank();
        }
    }

    /// Reads a value that stands `depth` deep.
    pub(super) fn value(&mut self, depth: usize) -> Result<Value, JsonFault> {
        self.skip_blank();
        self.take(weight::VALUE)?;
        match self.peek().ok_or(JsonFault::Ends)? {
            b'{' | b'[' if depth >= DEEPEST => Err(JsonFault::TooDeep),
            b'{' => self.object(depth),
            b'[' => self.array(depth),
            b'"' | b'\'' => self.string().map(Value::String),
            _ => self.scalar(),
        }
    }

    fn take(&mut self, weight: usize) -> Result<(), JsonFault> {
        self.room = self.room.checked_sub(weight).ok_or(JsonFault::TooMuch)?;
        Ok(())
    }

    fn array(&mut self, depth: usize) -> Result<Value, JsonFault> {
        self.take(weight::LIST)?;
        let mut items = Vec::new();
        self.at += 1;
        loop {
            self.skip_separators();
            if self.peek() == Some(b']') {
                self.at += 1;
                return Ok(Value::Array(items));
            }
            items.push(self.value(depth + 1)?);
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value, JsonFault> {
        self.take(weight::OBJECT)?;
        let mut members = Map::new();
        self.at += 1;
        while let Some(name) = self.name()? {
            members.insert(name, self.value(depth + 1)?);
        }
        Ok(Value::Object(members))
    }

    /// The name of the next member, up to its value; `None` behind the end of the object.
    pub(super) fn name(&mut self) -> Result<Option<String>, JsonFault> {
        self.skip_separators();
        let name = match self.peek().ok_or(JsonFault::Ends)? {
            b'}' => {
                self.at += 1;
                return Ok(None);
            }
            b'"' | b'\'' => self.string()?,
            _ => self.word()?.to_owned(),
        };
        self.skip_blank();
        match self.peek().ok_or(JsonFault::Ends)? {
            b':' => self.at += 1,
            _ => return Err(JsonFault::Odd),
        }
        Ok(Some(name))
    }

    fn string(&mut self) -> Result<String, JsonFault> {
        let quote = self.peek().map_or('"', char::from);
        self.take(weight::TEXT)?;
        let mut text = String::new();
        self.at += 1;
        loop {
            let rest = self.rest();
            let stop = rest.find([quote, '\\']).ok_or(JsonFault::Ends)?;
            self.take(stop)?;
            text.push_str(&rest[..stop]);
            self.at += stop + 1;
            if rest[stop..].starts_with(quote) {
                return Ok(text);
            }
            self.escaped(&mut text)?;
        }
    }

    /// What stands behind a backslash, as JavaScript has it.
    fn escaped(&mut self, text: &mut String) -> Result<(), JsonFault> {
        let escaped = self.rest().chars().next().ok_or(JsonFault::Ends)?;
        self.at += escaped.len_utf8();
        match escaped {
            'n' => text.push('\n'),
            't' => text.push('\t'),
            'r' => text.push('\r'),
            'b' => text.push('\u{8}'),
            'f' => text.push('\u{c}'),
            'u' => text.push(self.utf16()),
            'x' => text.push(self.digits(2).and_then(char::from_u32).unwrap_or('x')),
            // A line that goes on.
            '\n' => {}
            other => text.push(other),
        }
        Ok(())
    }

    /// A character in UTF-16; half a pair is none.
    fn utf16(&mut self) -> char {
        let Some(first) = self.digits(4) else {
            return char::REPLACEMENT_CHARACTER;
        };
        if !(0xd800..0xdc00).contains(&first) || !self.rest().starts_with("\\u") {
            return char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER);
        }
        let mut behind = Self::new(self.text, self.at + 2);
        match behind.digits(4) {
            Some(second @ 0xdc00..0xe000) => {
                self.at = behind.at;
                let pair = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                char::from_u32(pair).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            _ => char::REPLACEMENT_CHARACTER,
        }
    }

    fn digits(&mut self, count: usize) -> Option<u32> {
        let digits = self.rest().get(..count)?;
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        self.at += count;
        u32::from_str_radix(digits, 16).ok()
    }

    /// Letters, digits and signs without quotes.
    fn word(&mut self) -> Result<&'a str, JsonFault> {
        let rest = self.rest();
        let belongs = |c: char| c.is_alphanumeric() || "+-._$".contains(c);
        match rest.find(|c| !belongs(c)) {
            // There may have been more of it.
            None => Err(JsonFault::Ends),
            Some(0) => Err(JsonFault::Odd),
            Some(end) => {
                self.at += end;
                Ok(&rest[..end])
            }
        }
    }

    fn scalar(&mut self) -> Result<Value, JsonFault> {
        let word = self.word()?;
        let lower = word.to_ascii_lowercase();
        match lower.trim_start_matches(['+', '-']) {
            "true" => Ok(Value::Bool(true)),
            "false" => Ok(Value::Bool(false)),
            // What JavaScript and Python have and JSON has not.
            "null" | "none" | "undefined" | "nan" | "inf" | "infinity" => Ok(Value::Null),
            _ => number(word).ok_or(JsonFault::Odd),
        }
    }
}

/// Where the comment ends that stands here.
fn comment(text: &str) -> Option<usize> {
    let ending: &[u8] = match text.as_bytes() {
        [b'/', b'/', ..] => b"\n",
        [b'/', b'*', ..] => b"*/",
        _ => return None,
    };
    let window = text.as_bytes().get(2..)?;
    let window = &window[..window.len().min(LONGEST_COMMENT)];
    let at = window
        .windows(ending.len())
        .position(|part| part == ending)?;
    Some(2 + at + ending.len())
}

/// A number. A whole one that is too large for a number is kept as text, for it is an
/// identifier; one that is too large for a fraction is none.
fn number(word: &str) -> Option<Value> {
    let word = word.strip_prefix('+').unwrap_or(word);
    let whole = word.strip_prefix('-').unwrap_or(word);
    if let Ok(number) = word.parse::<i64>() {
        return Some(number.into());
    }
    if let Ok(number) = word.parse::<u64>() {
        return Some(number.into());
    }
    if !whole.is_empty() && whole.bytes().all(|digit| digit.is_ascii_digit()) {
        return Some(Value::String(word.to_owned()));
    }
    let fraction: f64 = word.parse().ok()?;
    Some(Number::from_f64(fraction).map_or(Value::Null, Value::Number))
}

/// How quotes in a value are taken that is passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quotes {
    /// A quote ends a text.
    Plain,
    /// Only one does before a comma, a colon or a closing bracket: the others were forgotten to
    /// be escaped.
    BeforeSign,
}

/// Where the object or list that begins at `from` ends, by its brackets; `None` when it does not.
pub(super) fn end_by_brackets(text: &str, from: usize, quotes: Quotes) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut at, mut depth) = (from, 0_usize);
    loop {
        match bytes.get(at)? {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.checked_sub(1)?,
            b'"' => at = closing_quote(bytes, at + 1, quotes)?,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            return Some(at);
        }
    }
}

fn closing_quote(bytes: &[u8], from: usize, quotes: Quotes) -> Option<usize> {
    let mut at = from;
    loop {
        match bytes.get(at)? {
            b'\\' => at += 1,
            b'"' if quotes == Quotes::Plain || is_before_sign(&bytes[at + 1..]) => {
                return Some(at);
            }
            _ => {}
        }
        at += 1;
    }
}

fn is_before_sign(rest: &[u8]) -> bool {
    let next = rest.iter().find(|byte| !byte.is_ascii_whitespace());
    next.is_none_or(|next| b",:}]".contains(next))
}
