//! Tags with more attributes than can be read in good time: the tokenizer holds each attribute
//! against all that came before it in its tag, and tells nothing of a tag before its end.

/// Markup up to this length holds no such tag.
const SHORT: usize = 2048;
/// Most attributes of a tag.
const MOST_ATTRIBUTES: usize = 500;

/// Where the walk through a tag stands (HTML 13.2.5.6 to 13.2.5.40).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum InTag {
    /// Right behind `<`.
    Start,
    /// Behind `</`.
    End,
    Name,
    BeforeAttribute,
    Attribute,
    AfterAttribute,
    BeforeValue,
    Quoted(u8),
    Unquoted,
    /// This is no tag, or it ended.
    Outside,
}

impl InTag {
    fn step(self, byte: u8) -> Self {
        match (self, byte) {
            (Self::Start, b'/') => Self::End,
            (Self::Start | Self::End, byte) if byte.is_ascii_alphabetic() => Self::Name,
            (Self::Quoted(quote), byte) if byte == quote => Self::BeforeAttribute,
            (Self::Quoted(quote), _) => Self::Quoted(quote),
            (Self::Start | Self::End | Self::Outside, _) | (_, b'>') => Self::Outside,
            (Self::BeforeValue, b'"' | b'\'') => Self::Quoted(byte),
            (Self::BeforeValue, byte) if is_blank(byte) => Self::BeforeValue,
            (Self::BeforeValue, _) => Self::Unquoted,
            (Self::Attribute | Self::AfterAttribute, b'=') => Self::BeforeValue,
            (Self::Attribute | Self::AfterAttribute, byte) if is_blank(byte) => {
                Self::AfterAttribute
            }
            (Self::Unquoted, byte) if !is_blank(byte) => Self::Unquoted,
            (_, byte) if is_blank(byte) => Self::BeforeAttribute,
            (Self::Name | Self::BeforeAttribute | Self::Attribute | Self::AfterAttribute, b'/') => {
                Self::BeforeAttribute
            }
            (Self::Name, _) => Self::Name,
            _ => Self::Attribute,
        }
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\x0c' | b'\r' | b' ')
}

/// The tag that the tokenizer may be in.
#[derive(Debug)]
pub(super) struct LongTag<'a> {
    markup: &'a [u8],
    /// Right behind its `<`.
    begins: usize,
    /// Up to here it was walked through.
    walked: usize,
    place: InTag,
    attributes: usize,
}

impl<'a> LongTag<'a> {
    pub(super) fn new(markup: &'a str) -> Self {
        Self {
            markup: markup.as_bytes(),
            begins: 0,
            walked: 0,
            place: InTag::Outside,
            attributes: 0,
        }
    }

    /// How much of a part may be handed on before it is asked again.
    pub(super) fn head(part: &str) -> usize {
        part.floor_char_boundary(SHORT)
    }

    /// Whether the tag has no more attributes up to `end` than can be read.
    pub(super) fn is_sane_up_to(&mut self, end: usize) -> bool {
        if end - self.begins <= SHORT {
            return true;
        }
        for byte in &self.markup[self.walked..end] {
            let next = self.place.step(*byte);
            self.attributes += usize::from(next == InTag::Attribute && next != self.place);
            self.place = next;
        }
        self.walked = end;
        self.attributes <= MOST_ATTRIBUTES
    }

    /// Notes that the markup up to `end` was read, and whether that brought a token: then what
    /// was open is closed.
    pub(super) fn read_up_to(&mut self, end: usize, closed: bool) {
        let outside = self.place == InTag::Outside && self.walked == self.begins;
        if !closed && !outside {
            return;
        }
        let opens = self.markup[..end].ends_with(b"<");
        *self = Self {
            markup: self.markup,
            begins: end,
            walked: end,
            place: if opens { InTag::Start } else { InTag::Outside },
            attributes: 0,
        };
    }
}
