//! Text as people read it.

use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

/// Puts text into its stored form: NFC, `\n` line ends, no control characters, no blanks at
/// line ends, at most one empty line in a row.
pub fn tidy(text: &str) -> String {
    let plain: String = text
        .replace("\r\n", "\n")
        .chars()
        .map(|c| match c {
            '\r' | '\u{2028}' | '\u{2029}' => '\n',
            '\u{a0}' | '\t' => ' ',
            other => other,
        })
        .filter(|c| *c == '\n' || !c.is_control())
        .collect();
    let plain = composed(plain);
    let mut tidy = String::with_capacity(plain.len());
    let mut empty = 0;
    for line in plain.trim().lines().map(str::trim_end) {
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty > 1 {
            continue;
        }
        if !tidy.is_empty() {
            tidy.push('\n');
        }
        tidy.push_str(line);
    }
    tidy
}

/// In NFC, as nearly every text is: asking takes a tenth of composing.
fn composed(text: String) -> String {
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text,
        IsNormalized::No | IsNormalized::Maybe => text.nfc().collect(),
    }
}

/// Between two tildes that somebody typed, since two without anything between them mark what is
/// struck out, which is not read as said: nobody hides words by typing the mark.
pub const BETWEEN_TILDES: char = '\u{200a}';

/// Text that was typed and is no markup, in its stored form.
pub fn typed(text: &str) -> String {
    let apart = format!("~{BETWEEN_TILDES}~");
    // Twice, for the second tilde of a pair may be the first of another.
    tidy(&text.replace("~~", &apart).replace("~~", &apart))
}

/// One line: white space runs become single blanks.
pub fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    tidy(&words.join(" "))
}

/// A title above a body, without saying the same twice where the title only repeats the
/// beginning of the body.
pub fn titled(title: &str, body: &str) -> String {
    let stem = title.trim_end_matches(['…', '.']).trim_end();
    let opening = one_line(body);
    let repeated = opening.strip_prefix(stem).filter(|_| !stem.is_empty());
    // `Coblos 02` is not the beginning of `Coblos 0271`, unless it was cut.
    let goes_on = |rest: &str| rest.starts_with(char::is_alphanumeric) && stem.len() == title.len();
    if title.is_empty() || repeated.is_some_and(|rest| !goes_on(rest)) {
        body.to_owned()
    } else if body.is_empty() {
        title.to_owned()
    } else {
        format!("{title}\n\n{body}")
    }
}
