//! An answer after it was kept, and what is handed out of it.

use jiff::Timestamp;
use url::Url;

use super::odd;
use super::room::AnswerPlace;
use crate::evidence::{HttpAnswer, ReadBody, header_text};
use crate::model::{Capture, CaptureRecord, FetchRequest, redact};

/// An answer that is kept as evidence.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) answer: HttpAnswer,
    /// The body as it is read.
    pub(super) read: ReadBody,
    /// Whether the body broke off at the same place twice: there is no more of it to be had.
    pub(super) is_steady: bool,
    pub(super) record: CaptureRecord,
    /// Where it has its room in memory.
    pub(super) place: AnswerPlace,
    pub(super) sent_at: Timestamp,
}

impl Kept {
    /// Where a redirect leads: resolved, without fragment.
    pub(super) fn redirect(&self, from: &Url) -> Option<Url> {
        if !matches!(self.answer.status, 301 | 302 | 303 | 307 | 308) {
            return None;
        }
        let mut target = odd::location(&self.answer.headers, from)?;
        target.set_fragment(None);
        Some(target)
    }

    pub(super) fn into_capture(self, request: FetchRequest, final_url: Url) -> Capture {
        let headers = self.answer.headers.iter();
        Capture {
            request,
            final_url,
            status: self.answer.status,
            headers: headers
                .map(|(name, value)| (name.clone(), header_text(&redact::header(name, value))))
                .collect(),
            body: self.read.bytes,
            truncated: self.read.truncated,
            fetched_at: self.sent_at,
            record: self.record,
        }
    }
}
