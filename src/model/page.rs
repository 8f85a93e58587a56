//! What a source reads out of a capture.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{AccountState, Cursor, FetchRequest, NativeId};

/// What the author did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PostKind {
    /// Own words.
    #[default]
    Original,
    /// An answer to a post.
    Reply,
    /// Somebody else's post passed on without own words (boost, repost).
    Share,
    /// Own words around somebody else's post.
    Quote,
}

impl PostKind {
    /// The name used in the database and in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Reply => "reply",
            Self::Share => "share",
            Self::Quote => "quote",
        }
    }

    /// The kind with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Original, Self::Reply, Self::Share, Self::Quote]
            .into_iter()
            .find(|kind| kind.as_str() == name)
    }
}

/// The post that was shared, quoted or answered: context, not the author's words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quoted {
    /// Handle of its author, if the platform tells.
    pub author: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Its text, if it came along.
    pub text: Option<String>,
}

impl Quoted {
    /// Fills in what another answer told of the same post: context once had is never replaced by
    /// less.
    #[must_use]
    pub fn or_as_told_before(self, before: &Self) -> Self {
        let same = self.url.is_none() || before.url.is_none() || self.url == before.url;
        if !same {
            return self;
        }
        let older = before.clone();
        Self {
            author: self.author.or(older.author),
            url: self.url.or(older.url),
            text: self.text.or(older.text),
        }
    }
}

/// A picture, video, sound or file of a post; only described, not fetched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media {
    /// `image`, `video`, `audio` or `file`.
    pub kind: String,
    /// Address.
    pub url: Option<String>,
    /// Alternative text written by the author.
    pub alt: Option<String>,
}

/// Most bytes of the text of a post that are taken: a book has as many. A text that is as long was
/// cut.
pub const LONGEST_TEXT: usize = 1 << 20;
/// Most media of a post that are taken. A post that has as many may have had more.
pub const MOST_MEDIA: usize = 1000;

/// A post as one platform showed it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParsedPost {
    /// The platform's identifier, stable over edits.
    pub native_id: NativeId,
    /// Page for people.
    pub url: Option<String>,
    /// Text as people read it: markup removed, line breaks kept, title first where there is
    /// one; what the author struck out stands between `~~` and `~~`. For a [`PostKind::Share`] the shared text.
    pub text: String,
    /// What the author did.
    pub kind: PostKind,
    /// The post that was shared, quoted or answered.
    pub context: Option<Quoted>,
    /// When it was published, as claimed; the crawler guards against skewed clocks.
    pub published_at: Option<Timestamp>,
    /// When the network first had it, where it says so and the author cannot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listed_at: Option<Timestamp>,
    /// When it was last edited, as claimed.
    pub edited_at: Option<Timestamp>,
    /// Language the author's client claimed (BCP 47).
    pub language: Option<String>,
    /// Pictures and the like.
    pub media: Vec<Media>,
    /// Targets of links in the text.
    pub links: Vec<String>,
    /// What changes when the author changes the post, and only then, where the platform keeps such
    /// a thing: the `cid` of a record, `edited_at`, `modified`. Opaque; compared with the one seen
    /// before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Whether this is a part of the post only: a summary, a title without its text.
    #[serde(default, skip_serializing_if = "is_false")]
    pub excerpt: bool,
    /// Other names of the post, surest first: its page's address under [`web_alias`], a `uri`.
    /// A post of the account that is known by one of them is this post.
    ///
    /// [`web_alias`]: super::web_alias
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Who wrote it, as shown, where the listing can hold posts of several authors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

/// What a platform says of the account itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Permanent identifier.
    pub stable_id: Option<String>,
    /// Current handle or address.
    pub address: Option<String>,
    /// Name shown to people.
    pub display_name: Option<String>,
}

/// Something odd in a capture that did not stop the rest from being read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// Where: an element path, an item's id or number.
    pub at: String,
    /// One sentence for the operator.
    pub message: String,
}

impl Warning {
    /// A warning about one place.
    pub fn new(at: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            at: at.into(),
            message: message.into(),
        }
    }
}

/// Everything a source read out of one capture. Reading never fails: what is broken becomes a
/// warning and the rest is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParsedPage {
    /// Posts, in the order of the page.
    pub posts: Vec<ParsedPost>,
    /// Posts that were asked for by id and are no longer visible.
    pub absent: Vec<NativeId>,
    /// Further requests: the next page, or the step after a lookup.
    pub next: Vec<FetchRequest>,
    /// Where the account stands once this page is saved; `None` leaves it as it was.
    pub cursor: Option<Cursor>,
    /// What the platform says of the account.
    pub identity: Option<Identity>,
    /// The account's state, where this page tells.
    pub state: Option<AccountState>,
    /// What was odd.
    pub warnings: Vec<Warning>,
    /// Set when new posts should have been read from this answer and could not be: one sentence
    /// with the reason and what to do. The account is failing, unless `next` leads further.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unread: Option<String>,
    /// Whether everything that the answer should hold was read. Only then is the same address
    /// asked conditionally later: otherwise "not modified" would hide what was not read.
    #[serde(default, skip_serializing_if = "is_false")]
    pub understood: bool,
    /// Of a second look: whether the other requests of it would be answered no better, so that
    /// they are left.
    #[serde(default, skip_serializing_if = "is_false")]
    pub gives_up: bool,
    /// Of an answer that says "not modified": whether the posts that the answer before it showed
    /// stand in it whole, so that they were seen again, unchanged.
    #[serde(default, skip_serializing_if = "is_false")]
    pub confirms: bool,
}

/// A stored post that is due for a second look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownPost {
    /// The platform's identifier.
    pub native_id: NativeId,
    /// Page for people.
    pub url: Option<String>,
}
