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

/// Whether a command may be among the bytes: each begins with one of these. Asked first, because
/// lists of a hundred megabytes pass here and hardly any piece of one has such a byte; all bytes are
/// looked at, so that many are compared at once.
fn may_command(bytes: &[u8]) -> bool {
    bytes.iter().fold(false, |may, byte| {
        let control = *byte < b' ' && !matches!(byte, b'\n' | b'\t');
        may | control | matches!(byte, 0x7f | 0xc2 | 0xe2)
    })
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
