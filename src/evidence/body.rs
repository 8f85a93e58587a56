//! The body of an answer as it is to be read: codings removed, and whether it is all there.

use super::decode::{Ending, decode};
use super::ending::is_ended;
use crate::model::Truncation;

/// What is read of an answer's body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadBody {
    /// The bytes, at most the cap.
    pub bytes: Vec<u8>,
    /// Why they are not all, if the document is not.
    pub truncated: Option<Truncation>,
    /// What was odd about how they were sent, a clause each.
    pub oddities: Vec<String>,
}

/// Reads a body that was sent with these codings and of which `cut` is known. A document that
/// came to its end is whole, whatever else ended oddly: it says so itself, and what carried it
/// does not know better. One that was cut at a size is not looked at: more of it was there.
pub fn read_body(codings: &str, body: &[u8], cap: usize, cut: Option<Truncation>) -> ReadBody {
    let decoded = decode(codings, body, cap);
    let unread = decoded.unread.map(|coding| {
        format!(
            "the server sends {coding}, which was not asked for and is not read; ask its \
             webmaster to keep to Accept-Encoding, or register another address"
        )
    });
    let mut read = ReadBody {
        bytes: decoded.body,
        truncated: cut,
        oddities: unread.into_iter().collect(),
    };
    let odd = match (cut, decoded.ending) {
        (Some(Truncation::Length), _) | (None, Ending::Sure) => return read,
        (_, Ending::Full) => {
            read.truncated = cut.or(Some(Truncation::Length));
            return read;
        }
        (Some(Truncation::Time), _) => "the connection was not closed",
        (Some(Truncation::Disconnect), _) => {
            "the connection ended before the announced end, or without a farewell"
        }
        (None, Ending::Doubtful) => "the checksum of its compression is missing or wrong",
        (None, Ending::Cut) => "its compression broke off",
    };
    if is_ended(&read.bytes) {
        read.truncated = None;
        let told = format!("the document is whole, but {odd}");
        read.oddities.push(told);
    } else {
        read.truncated = cut.or(Some(Truncation::Disconnect));
    }
    read
}
