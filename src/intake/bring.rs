//! What people bring: parts of files collected elsewhere, and captures of pages.

use jiff::Timestamp;
use url::Url;

use super::{Intake, IntakeError, Read, TakenIn, undone, unfit};
use crate::db;
use crate::db::account::DueAccount;
use crate::evidence::{EvidenceError, Resource};
use crate::model::{Brought, CaptureRecord, Origin, OriginKind, ParsedPage, Sha256, Warning};

/// How something was brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BroughtAs {
    /// Part of a file that was collected elsewhere.
    Import,
    /// What a person saw and captured.
    Capture,
}

/// What somebody brings of one account, all of it seen at one time: whoever reads files makes
/// one of these for each account and time of collection, and leaves out what is of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bringing {
    /// How.
    pub brought_as: BroughtAs,
    /// What the bytes are of: the address of the page, or `file:///NAME` of a file.
    pub target: Url,
    /// The name the file had, without its folder.
    pub name: Option<String>,
    /// Media type of the bytes.
    pub media_type: String,
    /// The user who brings it.
    pub by: String,
    /// When it was seen, as the file or the person says. A time to come is not believed.
    pub seen_at: Timestamp,
    /// The bytes, which are kept as they are.
    pub bytes: Vec<u8>,
    /// What else is known of where it comes from: tool, authority.
    pub notes: Vec<(&'static str, String)>,
}

impl Bringing {
    fn kind(&self) -> OriginKind {
        match self.brought_as {
            BroughtAs::Import => OriginKind::Imported,
            BroughtAs::Capture => OriginKind::Captured,
        }
    }

    fn resource(&mut self, at: Timestamp) -> Resource {
        let mut notes = vec![
            ("origin", self.kind().as_str().to_owned()),
            ("broughtBy", self.by.clone()),
            ("seenAt", self.seen_at.to_string()),
        ];
        notes.extend(self.name.clone().map(|name| ("fileName", name)));
        notes.append(&mut self.notes);
        Resource {
            target: self.target.clone(),
            media_type: self.media_type.clone(),
            bytes: std::mem::take(&mut self.bytes),
            at,
            notes,
        }
    }

    fn into_brought(self, at: Timestamp, record: CaptureRecord) -> Brought {
        Brought {
            target: self.target,
            name: self.name,
            media_type: self.media_type,
            by: self.by,
            brought_at: at,
            seen_at: self.seen_at,
            record,
        }
    }
}

impl Intake {
    /// Takes in what somebody brought for an account: keeps the bytes as evidence, reads them
    /// with `read`, and goes on as with an answer that was fetched. It says nothing of where the
    /// account stands or of posts that it lacks. The same bytes brought again change nothing.
    pub async fn bring(
        &self,
        due: &DueAccount,
        mut brings: Bringing,
        read: impl FnOnce(&[u8]) -> ParsedPage + Send + 'static,
    ) -> Result<TakenIn, IntakeError> {
        let now = self.clock.now();
        let doubt = (brings.seen_at > now).then(|| {
            let message = format!("it claims to be of {}, which is to come", brings.seen_at);
            Warning::new(brings.target.as_str(), message)
        });
        brings.seen_at = brings.seen_at.min(now);
        let brought_as = brings.brought_as;
        let address = brings.target.to_string();
        let (record, bytes) = self.keep(due, &mut brings, now).await?;
        let parse = move || Read::new(only_posts(read(&bytes), doubt));
        let page = self.workers.run(parse).await;
        let page = page.map_err(|fault| undone("read", &address, &fault))?;
        let brought = brings.into_brought(now, record);
        let origin = match brought_as {
            BroughtAs::Import => Origin::Imported(&brought),
            BroughtAs::Capture => Origin::Captured(&brought),
        };
        self.admit(due, origin, page).await
    }

    /// Keeps the bytes, if they are not kept yet, and hands them back.
    async fn keep(
        &self,
        due: &DueAccount,
        brings: &mut Bringing,
        now: Timestamp,
    ) -> Result<(CaptureRecord, Vec<u8>), IntakeError> {
        let payload = Sha256::of(&brings.bytes);
        let account = due.account.id;
        let kept = db::capture::find_brought(&self.db, account, payload, brings.seen_at).await?;
        let resource = brings.resource(now);
        if let Some(record) = kept {
            return Ok((record, resource.bytes));
        }
        let (captures, address) = (self.captures.clone(), resource.target.to_string());
        let append = move || (captures.append_resource(&resource), resource.bytes);
        match tokio::task::spawn_blocking(append).await {
            Ok((Ok(record), bytes)) => Ok((record, bytes)),
            Ok((Err(error @ EvidenceError::TooLarge { .. }), _)) => {
                Err(unfit("kept", &address, &error))
            }
            Ok((Err(error), _)) => Err(IntakeError::Evidence(error.to_string())),
            Err(panic) => Err(IntakeError::Evidence(panic.to_string())),
        }
    }
}

/// A file lacks posts for many reasons, and none of them is that the author took them down.
fn only_posts(page: ParsedPage, doubt: Option<Warning>) -> ParsedPage {
    let mut warnings = page.warnings;
    warnings.extend(doubt);
    ParsedPage {
        posts: page.posts,
        warnings,
        ..ParsedPage::default()
    }
}
