//! Plain domain types: what the other modules hand to each other. No I/O, no clock.
//!
//! Data changes type at each step, so that no step can be skipped:
//! `RegistryEntry -> Account -> FetchRequest -> Capture -> ParsedPage -> StoredPost ->
//! Assessment -> Verdict`.

mod account;
mod allowance;
mod as_written;
mod assessment;
mod authored;
mod capture;
mod classifier;
mod contest;
mod disk;
mod filing;
mod ids;
mod lane;
mod language;
mod lexicon;
mod list_place;
mod nip_mask;
mod norms;
mod origin;
mod page;
mod page_furniture;
mod person;
mod person_name;
mod printed;
mod reach;
mod reader;
mod reason;
pub mod redact;
mod register_remark;
mod remark;
mod request;
mod review;
mod scale;
mod scope;
mod sentence;
mod span;
mod spoken;
mod visible;
mod web_address;

pub use account::{
    Account, AccountState, Cursor, OwnershipProof, Platform, ProofKind, UnknownPlatform,
};
pub use allowance::TryAllowance;
pub use as_written::AsWritten;
pub use assessment::{
    Assessment, Band, CounterSignal, Explanation, FurtherText, Norm, Signal, SignalKind, Subject,
    Versions,
};
pub use authored::authored;
pub use capture::{Capture, CaptureRecord, Exchange, ExchangeOutcome, Truncation};
pub use classifier::Classifier;
pub use contest::{
    Calendar, Confidence, Contest, ContestKind, Contestant, ContestantKind, DateRange, EntryKind,
    Office, Provenance, Regime, Stage, TargetEntry, Validity,
};
pub use disk::DiskRefusal;
pub use filing::{are_apart, numbered_at, posted_at, written_at};
pub use ids::{
    AccountId, AssessmentId, CaptureId, DraftId, ExchangeId, LONGEST_KEY, NativeId, PersonId,
    PostId, Sha256, UserId, VerdictId,
};
pub use lane::{LaneKey, LaneState, Portion, RobotsCopy, Spending};
pub use language::Language;
pub use lexicon::{Cue, CueKind, Lexicon, Need};
pub use list_place::ListPlace;
pub use nip_mask::{figure_runs, hide_numbers, hide_written_numbers, mask_nips};
pub use norms::{NormEntry, NormLink, Norms};
pub use origin::{Brought, Origin, OriginKind};
pub use page::{
    Identity, KnownPost, LONGEST_TEXT, MOST_MEDIA, Media, ParsedPage, ParsedPost, PostKind, Quoted,
    Warning,
};
pub use person::{
    InvalidNip, InvalidRegion, Nip, Person, PersonKind, Purpose, RegionCode, RegistryEntry,
    TimeZone,
};
pub use person_name::is_same_name;
pub use printed::{escaped, is_command, one_line};
pub use reach::Reach;
pub use reader::Reader;
pub use reason::{InvalidReason, Reason};
pub use register_remark::{PlacedRemark, RegisterRemark, RenameKey};
pub(crate) use remark::{InLanguage, Spoken, phrases, remarks};
pub use request::{AnswerKind, FetchRequest, Method, RequestBody, Step, Validators};
pub use review::{Decision, ReviewState, Right, Role, User};
pub use scale::{
    ByEntry, Calibration, Extras, Firmness, HashtagForm, HeadlineForm, Joining, Scale, Thresholds,
};
pub use scope::{InvalidScope, Scope};
pub use sentence::{Sentence, Wording};
pub use span::{ByteRange, Span, TextName, UnknownText};
pub use visible::is_unseen;
pub use web_address::{picture_name, plain_address, site, web_alias};
