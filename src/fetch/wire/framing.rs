//! How the body of an answer is framed: a length, chunks (RFC 9112 section 7.1), or the end of
//! the connection. Pure: octets in, octets of the body out.

use crate::evidence::without_end;

/// Longest line of a chunk's size with its extensions, or of a trailer.
const LONGEST_LINE: usize = 16 * 1024;

/// The framing of a body, and how far it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Framing {
    /// So many octets are still to come.
    Length(u64),
    /// Chunks.
    Chunks(ChunkState),
    /// All until the connection is closed.
    ToEnd,
}

/// What comes next of chunks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChunkState {
    /// The line with a size.
    Size,
    /// So many octets of a chunk, and its line end.
    Data(u64),
    /// Trailers, after the last chunk.
    Trailers,
}

/// Where a body stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyProgress {
    /// More must come.
    More,
    /// It is all there.
    Done,
    /// What came is no framing.
    Broken,
}

impl Framing {
    /// A body of so many octets.
    pub fn length(octets: u64) -> Self {
        Self::Length(octets)
    }

    /// A body in chunks.
    pub fn chunks() -> Self {
        Self::Chunks(ChunkState::Size)
    }

    /// Moves what belongs to the body out of what was received.
    pub fn take(&mut self, received: &mut Vec<u8>, body: &mut Vec<u8>) -> BodyProgress {
        let mut rest = received.as_slice();
        let progress = self.take_from(&mut rest, body);
        // Once for all chunks: what is left moves to the front.
        let taken = received.len() - rest.len();
        received.drain(..taken);
        progress
    }

    fn take_from(&mut self, rest: &mut &[u8], body: &mut Vec<u8>) -> BodyProgress {
        match self {
            Self::ToEnd => {
                body.extend_from_slice(rest);
                *rest = &[];
                BodyProgress::More
            }
            Self::Length(left) => {
                *left -= take_octets(*left, rest, body);
                if *left == 0 {
                    BodyProgress::Done
                } else {
                    BodyProgress::More
                }
            }
            Self::Chunks(state) => loop {
                match take_chunk(*state, rest, body) {
                    Ok(next) => *state = next,
                    Err(progress) => return progress,
                }
            },
        }
    }

    /// Whether the body is all there if the connection is closed here.
    pub fn may_end(&self) -> bool {
        matches!(
            self,
            Self::ToEnd | Self::Length(0) | Self::Chunks(ChunkState::Trailers)
        )
    }
}

/// One step through chunks: what comes next, or where it stops.
fn take_chunk(
    state: ChunkState,
    received: &mut &[u8],
    body: &mut Vec<u8>,
) -> Result<ChunkState, BodyProgress> {
    match state {
        ChunkState::Data(0) => {
            let line = take_line(received)?;
            let is_end = line.trim_ascii().is_empty();
            is_end
                .then_some(ChunkState::Size)
                .ok_or(BodyProgress::Broken)
        }
        ChunkState::Data(_) if received.is_empty() => Err(BodyProgress::More),
        ChunkState::Data(left) => {
            let taken = take_octets(left, received, body);
            Ok(ChunkState::Data(left - taken))
        }
        ChunkState::Size if is_no_size(received) => Err(BodyProgress::Broken),
        ChunkState::Size => match size(take_line(received)?) {
            Some(0) => Ok(ChunkState::Trailers),
            Some(size) => Ok(ChunkState::Data(size)),
            None => Err(BodyProgress::Broken),
        },
        ChunkState::Trailers if take_line(received)?.is_empty() => Err(BodyProgress::Done),
        ChunkState::Trailers => Ok(ChunkState::Trailers),
    }
}

/// A line without its end, which may be LF alone.
fn take_line<'a>(received: &mut &'a [u8]) -> Result<&'a [u8], BodyProgress> {
    let Some(end) = received.iter().position(|byte| *byte == b'\n') else {
        let is_too_long = received.len() > LONGEST_LINE;
        return Err(if is_too_long {
            BodyProgress::Broken
        } else {
            BodyProgress::More
        });
    };
    let (line, rest) = received.split_at(end);
    *received = &rest[1..];
    Ok(without_end(line))
}

/// Whether what starts here is no size, of which the line may never end.
fn is_no_size(received: &[u8]) -> bool {
    let first = received.trim_ascii_start().first();
    first.is_some_and(|first| !first.is_ascii_hexdigit())
}

/// The size of a chunk; blanks around it and extensions are passed over.
fn size(line: &[u8]) -> Option<u64> {
    let line = line.trim_ascii();
    let digits = line.iter().take_while(|byte| byte.is_ascii_hexdigit());
    let (size, rest) = line.split_at(digits.count());
    let is_plain = matches!(rest, [] | [b';' | b' ' | b'\t', ..]);
    let size = std::str::from_utf8(size).ok().filter(|_| is_plain)?;
    u64::from_str_radix(size, 16).ok()
}

/// Moves at most so many octets; how many it were.
fn take_octets(most: u64, received: &mut &[u8], body: &mut Vec<u8>) -> u64 {
    let length = usize::try_from(most)
        .unwrap_or(usize::MAX)
        .min(received.len());
    let (taken, rest) = received.split_at(length);
    body.extend_from_slice(taken);
    *received = rest;
    u64::try_from(length).unwrap_or(most)
}
