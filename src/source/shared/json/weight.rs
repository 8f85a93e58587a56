//! How much memory a document takes once it is read, many times what it takes as text: a number
//! of one letter takes thirty bytes, an object of six letters seven hundred.

/// Most bytes of memory that a document takes. Answers of APIs with a hundred posts take a few.
pub(super) const MOST: usize = 48 << 20;

/// A value in a list, with what the list takes beyond it.
pub(super) const VALUE: usize = 64;
/// An object, whose first members come with it.
pub(super) const OBJECT: usize = 700;
/// A list.
pub(super) const LIST: usize = 128;
/// A name or a text, beyond its letters.
pub(super) const TEXT: usize = 32;

/// Whether a document takes no more than may be, by the signs that stand outside of its texts.
pub(super) fn is_bearable(text: &str) -> bool {
    let mut weight = text.len();
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        weight += match byte {
            b'{' => OBJECT,
            b'[' => LIST,
            b',' => VALUE,
            b'"' => {
                pass_text(&mut bytes);
                TEXT
            }
            _ => 0,
        };
    }
    weight <= MOST
}

fn pass_text(bytes: &mut std::str::Bytes<'_>) {
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => return,
            b'\\' => {
                bytes.next();
            }
            _ => {}
        }
    }
}
