//! Tags with more attributes than can be read in good time: the tokenizer holds each attribute
//! against all that came before it in its tag, and tells nothing of a tag before its end.
//!
//! Markup is read in short parts. Where one brings no token, the tokenizer may be in a long tag,
//! which began in the last part that brought one; where, it does not tell. So each `<` of that part
//! is walked on from, and those that are closed on the way were not it.

/// Most attributes of a long tag.
const MOST_ATTRIBUTES: usize = 500;
/// So many `<` of a part may be left open behind it. What is no tag (a comment, the value of an
/// attribute) may hold more, and pages do not.
const MOST_WALKS: usize = 16;

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

/// A tag that the tokenizer may be in.
#[derive(Debug, Clone, Copy)]
struct TagWalk {
    place: InTag,
    attributes: usize,
}

impl TagWalk {
    /// Right behind a `<`, walked on to the end of some markup; nothing where the tag ends in it.
    fn from(markup: &[u8]) -> Option<Self> {
        let begin = Self {
            place: InTag::Start,
            attributes: 0,
        };
        begin.on(markup)
    }

    fn on(mut self, markup: &[u8]) -> Option<Self> {
        for byte in markup {
            let next = self.place.step(*byte);
            if next == InTag::Outside {
                return None;
            }
            self.attributes += usize::from(next == InTag::Attribute && next != self.place);
            self.place = next;
        }
        Some(self)
    }
}

/// The tags that the tokenizer may be in.
#[derive(Debug)]
pub(super) struct LongTag<'a> {
    markup: &'a [u8],
    /// Where the last part begins that brought a token.
    begins: usize,
    /// Up to here it was walked, if no token came since that part.
    walked: Option<usize>,
    walks: Vec<TagWalk>,
}

impl<'a> LongTag<'a> {
    pub(super) fn new(markup: &'a str) -> Self {
        Self {
            markup: markup.as_bytes(),
            begins: 0,
            walked: None,
            walks: Vec::new(),
        }
    }

    /// Whether no tag has more attributes up to `end` than can be read.
    pub(super) fn is_sane_up_to(&mut self, end: usize) -> bool {
        let Some(walked) = self.walked else {
            return true;
        };
        self.walked = Some(end);
        let next = &self.markup[walked..end];
        self.walks = self.walks.iter().filter_map(|walk| walk.on(next)).collect();
        self.walks.len() <= MOST_WALKS
            && self
                .walks
                .iter()
                .all(|walk| walk.attributes <= MOST_ATTRIBUTES)
    }

    /// Notes that a part was read, and whether that brought a token.
    pub(super) fn read_part(&mut self, begin: usize, end: usize, brought: bool) {
        if brought {
            self.begins = begin;
            self.walked = None;
        } else if self.walked.is_none() {
            self.walked = Some(end);
            self.walks = self.walks_from(self.begins, end);
        }
    }

    /// Walks from every `<` that are not over at the end, up to one more than there may be.
    fn walks_from(&self, begin: usize, end: usize) -> Vec<TagWalk> {
        let mut walks = Vec::new();
        let mut rest = &self.markup[begin..end];
        while let Some(at) = rest.iter().position(|byte| *byte == b'<') {
            rest = &rest[at + 1..];
            if walks.is_empty() && is_open_comment(rest) || walks.len() > MOST_WALKS {
                break;
            }
            walks.extend(TagWalk::from(rest));
        }
        walks
    }
}

/// Whether what follows a `<` outside of tags is a comment or the like that nothing has closed.
fn is_open_comment(markup: &[u8]) -> bool {
    matches!(markup.first(), Some(b'!' | b'?')) && !markup.contains(&b'>')
}
