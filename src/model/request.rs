//! Requests to platforms.

use serde::{Deserialize, Serialize};
use url::Url;

use super::{AccountId, LaneKey, Reach};

/// What a source asked for, in its own words (`lookup`, `statuses`, `recheck 17 18`): it comes
/// back with the [`super::Capture`] and tells the source how to read it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Step(pub String);

/// Validators of an earlier answer for a conditional request (RFC 9110 section 13).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validators {
    /// Verbatim `ETag`, quotes and `W/` included.
    pub etag: Option<String>,
    /// Verbatim `Last-Modified`.
    pub last_modified: Option<String>,
}

/// How a request is asked (RFC 9110 section 9.3).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// Give the document.
    #[default]
    Get,
    /// Give its headers.
    Head,
    /// Take this body and answer.
    Post,
}

impl Method {
    /// The name on the wire and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
        }
    }
}

/// What goes with a POST.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestBody {
    /// Media type.
    pub media_type: String,
    /// The bytes. No credential stands in them.
    pub bytes: Vec<u8>,
    /// Whether the server may get it twice without harm; only then it is sent again after it
    /// may have been taken.
    pub is_idempotent: bool,
}

/// What kind of answer is wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AnswerKind {
    /// To be read: a page, JSON.
    #[default]
    Page,
    /// A feed, which may hold all that was ever written.
    Feed,
    /// A picture, a film, a sound.
    Media,
    /// A token: a time stamp, an access token.
    Token,
}

impl AnswerKind {
    /// The setting that caps its size.
    pub const fn cap_name(self) -> &'static str {
        match self {
            Self::Page => "fetch.body_bytes",
            Self::Feed => "fetch.feed_bytes",
            Self::Media => "fetch.media_bytes",
            Self::Token => "fetch.token_bytes",
        }
    }
}

/// One request that a source wants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FetchRequest {
    /// What to ask.
    pub url: Url,
    /// How.
    pub method: Method,
    /// What goes with a POST.
    pub body: Option<RequestBody>,
    /// The `Accept` header.
    pub accept: String,
    /// What the answer is for, in the source's words.
    pub step: Step,
    /// What kind of answer is wanted; its size is capped accordingly.
    pub answer: AnswerKind,
    /// Name of the credential to go with it; the value is known to the door alone.
    pub credential: Option<String>,
    /// What it costs of the budgets of its lanes.
    pub cost: u64,
    /// Whether an answer that says that the server failed (5xx) is one to read. Else, and where the
    /// server asks for a rest, it is asked again, and at last not answered.
    #[serde(default)]
    pub takes_failure: bool,
    /// Filled in by the crawler for URLs that were fetched before.
    pub validators: Validators,
    /// For whose sake it is asked; filled in by the crawler, for the ledger.
    pub account: Option<AccountId>,
    /// What the account's requests are paced together with, as its source has it. It holds for
    /// the host of `url` and its `www.` twin, besides the lane of the site itself, and for no
    /// other host that a redirect leads to.
    pub lane: Option<LaneKey>,
    /// Which sites may be asked. A source adds what its platform's protocol names, the crawler the
    /// site of the registered address.
    #[serde(default)]
    pub reach: Reach,
}

impl FetchRequest {
    /// A plain GET; the crawler adds validators, account, lane and the account's own site. To
    /// other sites it does not go, whatever its address.
    pub fn new(url: Url, accept: &str, step: impl Into<String>) -> Self {
        Self {
            url,
            method: Method::Get,
            body: None,
            accept: accept.to_owned(),
            step: Step(step.into()),
            answer: AnswerKind::Page,
            credential: None,
            cost: 1,
            takes_failure: false,
            validators: Validators::default(),
            account: None,
            lane: None,
            reach: Reach::default(),
        }
    }

    /// The same, which may also go to the site of an address that the platform's protocol named,
    /// never one that a post or a page did.
    #[must_use]
    pub fn on_site_of(mut self, named: &Url) -> Self {
        self.reach.add(named);
        self
    }

    /// The same, of a document by which a platform says where an account is: its answer may lead
    /// to any site by a redirect.
    #[must_use]
    pub fn for_directions(mut self) -> Self {
        self.reach.let_answers_name_sites();
        self
    }

    /// A POST of a body.
    pub fn post(url: Url, body: RequestBody, accept: &str, step: impl Into<String>) -> Self {
        Self {
            method: Method::Post,
            body: Some(body),
            ..Self::new(url, accept, step)
        }
    }
}
