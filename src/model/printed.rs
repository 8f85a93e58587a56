//! Text from outside where people read it line by line: terminals, logs, mails of a scheduler.

use std::borrow::Cow;

/// Whether a sign commands a terminal, breaks a line or turns the order of what stands around it:
/// C0 and C1, the separators of lines and paragraphs, overrides and isolates of direction.
pub fn is_command(sign: char) -> bool {
    let turns = matches!(sign, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    sign.is_control() || turns
}

/// A text in one line: what breaks lines is a blank, other commands are shown as JSON writes them.
pub fn one_line(text: &str) -> Cow<'_, str> {
    if !text.contains(is_command) {
        return text.into();
    }
    let mut line = String::with_capacity(text.len() + 16);
    for sign in text.chars() {
        match sign {
            '\n' | '\r' | '\t' | '\u{85}' | '\u{2028}' | '\u{2029}' => line.push(' '),
            sign if is_command(sign) => line.push_str(&escaped(sign)),
            sign => line.push(sign),
        }
    }
    line.into()
}

/// A sign of the basic plane, as JSON escapes it.
pub fn escaped(sign: char) -> String {
    format!("\\u{:04x}", u32::from(sign))
}
