//! The last gate before a terminal: nothing that is printed commands it, wherever it came from.

use std::io::{self, Write};

use crate::model::{escaped, is_command};

/// Writes text or JSON with every command written as JSON escapes it, which leaves JSON what it
/// was. Line breaks and tabs pass: those inside of what came from outside are for
/// [`crate::model::one_line`].
#[derive(Debug)]
pub struct PrintedText<W>(pub W);

impl<W: Write> Write for PrintedText<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !may_command(bytes) {
            self.0.write_all(bytes)?;
            return Ok(bytes.len());
        }
        // Pieces that are written end between letters; what is no UTF-8 is none of ours.
        let text = String::from_utf8_lossy(bytes);
        if text.contains(is_taken_out) {
            let clean: String = text.chars().map(shown).collect();
            self.0.write_all(clean.as_bytes())?;
        } else {
            self.0.write_all(bytes)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Whether a command may be among the bytes, told without looking at letters: lists of a hundred
/// megabytes pass here. Nothing ends the loop early, so that many bytes are compared at once.
#[expect(
    clippy::needless_bitwise_bool,
    reason = "without branches many bytes are compared at once"
)]
fn may_command(bytes: &[u8]) -> bool {
    let [second, third] = [1, 2].map(|from| bytes.get(from..).unwrap_or_default());
    let threes = bytes.iter().zip(second).zip(third);
    let within = threes.fold(false, |may, ((first, second), third)| {
        // U+0080 to U+009F; U+2028 to U+202E; U+2066 to U+2069.
        let octet = (*first == 0xc2) & (*second < 0xa0);
        let breaks = (*second == 0x80) & (0xa8..=0xae).contains(third);
        let turns = (*second == 0x81) & (0xa6..=0xa9).contains(third);
        may | is_control(*first) | octet | ((*first == 0xe2) & (breaks | turns))
    });
    let last = &bytes[bytes.len().saturating_sub(2)..];
    within
        || last
            .iter()
            .any(|byte| is_control(*byte) || !byte.is_ascii())
}

#[expect(
    clippy::needless_bitwise_bool,
    reason = "without branches many bytes are compared at once"
)]
fn is_control(byte: u8) -> bool {
    ((byte < b' ') & (byte != b'\n') & (byte != b'\t')) | (byte == 0x7f)
}

fn is_taken_out(sign: char) -> bool {
    is_command(sign) && !matches!(sign, '\n' | '\t')
}

fn shown(sign: char) -> String {
    if is_taken_out(sign) {
        escaped(sign)
    } else {
        sign.to_string()
    }
}

/// A piece of a log: one event, in one line. Colours, which the log itself sets, pass.
pub(super) fn logged(event: &str) -> String {
    let line = event.strip_suffix('\n').unwrap_or(event);
    let mut clean = String::with_capacity(event.len());
    let mut rest = line;
    while let Some(sign) = rest.chars().next() {
        let colour = colour_length(rest);
        if colour > 0 {
            clean.push_str(&rest[..colour]);
        } else if is_command(sign) && sign != '\t' {
            clean.push_str(&escaped(sign));
        } else {
            clean.push(sign);
        }
        rest = &rest[colour.max(sign.len_utf8())..];
    }
    clean.push_str(&event[line.len()..]);
    clean
}

/// Length of a sequence at the start that sets a colour and nothing else (ECMA-48, SGR).
fn colour_length(text: &str) -> usize {
    let Some(rest) = text.strip_prefix("\u{1b}[") else {
        return 0;
    };
    let numbers = rest.len()
        - rest
            .trim_start_matches(|c: char| c.is_ascii_digit() || c == ';')
            .len();
    if rest[numbers..].starts_with('m') {
        "\u{1b}[".len() + numbers + 1
    } else {
        0
    }
}
