//! A personal data server: the account's own repository, read record by record.
//!
//! `getLatestCommit` is the cheap question; only when the revision changed are records listed.
//! Record keys are not times: a record can appear under an old key. So once a day, if anything
//! changed, the listing is read to its end.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::address::is_did;
use super::record::AtUri;
use super::{Target, record};
use crate::model::{
    AccountState, Capture, FetchRequest, Identity, KnownPost, NativeId, ParsedPage, ParsedPost,
    Warning,
};
use crate::source::shared::answer::{self, Answer};
use crate::source::shared::json;
use crate::source::shared::progress::Progress;

const HOURS_BETWEEN_FULL_READINGS: i64 = 24;

/// Note of the cursor: the revision of the first reading, in which every record was seen, those
/// inside gaps once these are closed.
const WHOLE: &str = "whole";

/// What is read of a repository, in this order.
const COLLECTIONS: [&str; 2] = ["app.bsky.feed.post", "app.bsky.feed.repost"];

/// Asks for the DID of a handle.
pub(super) fn resolve(target: &Target) -> FetchRequest {
    let query = [("handle", target.actor())];
    target.request(
        "com.atproto.identity.resolveHandle",
        &query,
        "resolve".to_owned(),
    )
}

/// What a pass starts with once the DID is known.
pub(super) fn first(target: &Target, progress: &mut Progress) -> Vec<FetchRequest> {
    let query = [("did", target.actor())];
    let commit = target.request(
        "com.atproto.sync.getLatestCommit",
        &query,
        "commit".to_owned(),
    );
    let mut requests = vec![commit];
    for collection in COLLECTIONS {
        let line = progress.listing(collection);
        requests.extend(line.gaps().map(|cursor| older(target, collection, cursor)));
    }
    requests
}

fn newest(target: &Target, collection: &str, revision: &str) -> FetchRequest {
    let query = [
        ("repo", target.actor()),
        ("collection", collection),
        ("limit", "100"),
    ];
    let step = format!("newest {collection} {revision}");
    target.request("com.atproto.repo.listRecords", &query, step)
}

fn older(target: &Target, collection: &str, cursor: &str) -> FetchRequest {
    let query = [
        ("repo", target.actor()),
        ("collection", collection),
        ("limit", "100"),
        ("cursor", cursor),
    ];
    let step = format!("older {collection} {cursor}");
    target.request("com.atproto.repo.listRecords", &query, step)
}

fn status(target: &Target) -> FetchRequest {
    let query = [("did", target.actor())];
    target.request(
        "com.atproto.sync.getRepoStatus",
        &query,
        "status".to_owned(),
    )
}

/// Asks for each record again, unless nothing was written since all of them were read.
pub(super) fn recheck(
    target: &Target,
    progress: &mut Progress,
    posts: &[KnownPost],
) -> Vec<FetchRequest> {
    let whole = progress.note(WHOLE);
    let stands = whole.is_some() && whole == progress.note("rev");
    let mut collections = COLLECTIONS.iter();
    if stands && collections.all(|name| progress.listing(name).gaps().next().is_none()) {
        return Vec::new();
    }
    let request = |post: &KnownPost| {
        let uri = post.native_id.0.as_str();
        let at = AtUri::parse(uri)?;
        let query = [
            ("repo", at.authority),
            ("collection", at.collection),
            ("rkey", at.key),
        ];
        let step = format!("record {uri}");
        Some(target.request("com.atproto.repo.getRecord", &query, step))
    };
    posts.iter().filter_map(request).collect()
}

/// Reads `resolveHandle`.
pub(super) fn read_resolved(
    target: &mut Target,
    progress: &mut Progress,
    capture: &Capture,
) -> ParsedPage {
    let value = json::document(&capture.body).unwrap_or_default();
    let did = json::text(&value, "did").filter(|did| is_did(did));
    if let (Answer::Body, Some(did)) = (Answer::of(capture), did) {
        progress.set_note("did", did);
        target.did = Some(did.to_owned());
        return ParsedPage {
            identity: Some(Identity {
                stable_id: Some(did.to_owned()),
                ..Identity::default()
            }),
            cursor: Some(progress.save()),
            next: first(target, progress),
            ..ParsedPage::default()
        };
    }
    if Answer::of(capture) == Answer::NotModified {
        return answer::again(capture);
    }
    // That a handle leads nowhere, or not at this host, says something of the handle.
    let error = json::text(&value, "error").unwrap_or_default();
    let message = json::text(&value, "message").unwrap_or_default();
    let reason = format!(
        "{} answered {} {error} {message}: it leads the handle {} to no account; register the \
         account by its DID, or at the host where it is now",
        target.address.service, capture.status, target.address.actor
    );
    ParsedPage {
        state: super::state_by_name(error),
        ..answer::unread("resolve", reason)
    }
}

/// Reads `getLatestCommit`.
pub(super) fn read_commit(target: &Target, progress: &Progress, capture: &Capture) -> ParsedPage {
    match Answer::of(capture) {
        Answer::NotModified => return ParsedPage::default(),
        Answer::Body => {}
        _ => return ask_status(target, capture),
    }
    let value = json::document(&capture.body).unwrap_or_default();
    let Some(revision) = json::text(&value, "rev") else {
        return answer::unread(
            "commit",
            "the answer has no revision; is this an AT Protocol host?",
        );
    };
    let unchanged = progress.note("rev") == Some(revision);
    ParsedPage {
        state: Some(AccountState::Active),
        // Else "not modified" would hide records that were not read.
        understood: unchanged,
        next: if unchanged {
            Vec::new()
        } else {
            vec![newest(target, COLLECTIONS[0], revision)]
        },
        ..ParsedPage::default()
    }
}

/// A refusal by name is of the account; another one makes the host say how it stands.
fn ask_status(target: &Target, capture: &Capture) -> ParsedPage {
    let at = capture.request.step.0.clone();
    let value = json::document(&capture.body).unwrap_or_default();
    let error = json::text(&value, "error").unwrap_or_default();
    let said = format!("the host answered {} {error}", capture.status);
    let state = super::state_by_name(error).filter(|_| capture.status < 500);
    if state.is_some() {
        return ParsedPage {
            state,
            ..answer::odd(at, said)
        };
    }
    let refused = matches!(capture.status, 400 | 404);
    ParsedPage {
        next: if refused {
            vec![status(target)]
        } else {
            Vec::new()
        },
        ..answer::unread(
            at,
            format!("{said}: read again at the next pass; is the account at this host?"),
        )
    }
}

/// Reads `listRecords`: the newest page (`rest` is the revision it is read for), or one inside
/// a gap (`rest` is its cursor).
pub(super) fn read_records(
    target: &Target,
    progress: &mut Progress,
    capture: &Capture,
    collection: &str,
) -> ParsedPage {
    match Answer::of(capture) {
        Answer::Body => {}
        Answer::NotModified => return unchanged(target, progress, capture, collection),
        _ => return ask_status(target, capture),
    }
    let (head, list) = json::list(&capture.body, "records");
    let mut page = ParsedPage::default();
    let mut ids = Vec::new();
    for (index, item) in list.items.iter().enumerate() {
        let uri = json::text(item, "uri").unwrap_or_default();
        ids.push(uri.to_owned());
        if is_of_another(target, uri) {
            let message = "a record of another repository was left out";
            page.warnings
                .push(Warning::new(format!("record {index}"), message));
            continue;
        }
        match record::read(uri, json::text(item, "cid"), json::at(item, "value")) {
            Ok(post) => page.posts.push(post),
            Err(message) => page
                .warnings
                .push(Warning::new(format!("record {index}"), message)),
        }
    }
    page.warnings.extend(list.warnings("record"));
    if let Some(reason) = list.why_missing() {
        page.unread = Some(reason.to_owned());
        return page;
    }
    // Below a list that was cut: the cursor is the key of the last record.
    let key = ids.last().and_then(|uri| AtUri::parse(uri));
    let below = json::text(&head, "cursor").filter(|_| !list.is_cut());
    let below = below.or(key.filter(|_| list.is_cut()).map(|uri| uri.key));
    let below = below.map(str::to_owned);
    let rest = step_rest(capture);
    if capture.request.step.0.starts_with("newest") {
        let line = progress.listing(collection);
        let mut follow = line.read_newest(&ids, below.clone());
        if let Some(below) =
            below.filter(|_| follow.is_none() && full_reading_due(progress, collection, capture))
        {
            progress.listing(collection).reopen(&below);
            follow = Some(below);
        }
        note_full_reading(progress, collection, capture);
        page.next
            .extend(follow.map(|cursor| older(target, collection, &cursor)));
        go_on(target, progress, &mut page, collection, rest);
    } else {
        let follow = progress.listing(collection).read_gap(rest, &ids, below);
        page.next
            .extend(follow.map(|cursor| older(target, collection, &cursor)));
    }
    page.understood = list.is_complete();
    page.cursor = Some(progress.save());
    page
}

/// Whether a record stands in another repository than that of the account.
fn is_of_another(target: &Target, uri: &str) -> bool {
    let owner = AtUri::parse(uri).map(|uri| uri.authority);
    let own = target.did.as_deref();
    own.zip(owner)
        .is_some_and(|(own, owner)| is_did(owner) && own != owner)
}

/// What stands in the step behind the collection.
fn step_rest(capture: &Capture) -> &str {
    capture
        .request
        .step
        .0
        .splitn(3, ' ')
        .nth(2)
        .unwrap_or_default()
}

/// The first collection leads to the second; behind the last the revision counts as read.
fn go_on(
    target: &Target,
    progress: &mut Progress,
    page: &mut ParsedPage,
    collection: &str,
    revision: &str,
) {
    if collection == COLLECTIONS[0] {
        page.next.push(newest(target, COLLECTIONS[1], revision));
    } else {
        if progress.note("rev").is_none() {
            progress.set_note(WHOLE, revision);
        }
        progress.set_note("rev", revision);
    }
}

/// The newest page is as it was: the change of revision was about something else.
fn unchanged(
    target: &Target,
    progress: &mut Progress,
    capture: &Capture,
    collection: &str,
) -> ParsedPage {
    let newest = capture.request.step.0.starts_with("newest");
    if !newest || full_reading_due(progress, collection, capture) {
        return answer::again(capture);
    }
    let mut page = ParsedPage {
        confirms: true,
        ..ParsedPage::default()
    };
    go_on(target, progress, &mut page, collection, step_rest(capture));
    page.cursor = Some(progress.save());
    page
}

fn full_reading_due(progress: &Progress, collection: &str, capture: &Capture) -> bool {
    let last: Option<Timestamp> = progress
        .note(&format!("full {collection}"))
        .and_then(|last| last.parse().ok());
    let pause = SignedDuration::from_hours(HOURS_BETWEEN_FULL_READINGS);
    last.is_some_and(|last| capture.fetched_at.duration_since(last) >= pause)
}

fn note_full_reading(progress: &mut Progress, collection: &str, capture: &Capture) {
    let key = format!("full {collection}");
    if progress.note(&key).is_none() || full_reading_due(progress, collection, capture) {
        progress.set_note(&key, capture.fetched_at.to_string());
    }
}

/// Reads `getRepoStatus`, which tells why a repository is refused.
pub(super) fn read_status(capture: &Capture) -> ParsedPage {
    let value = json::document(&capture.body).unwrap_or_default();
    let error = json::text(&value, "error").unwrap_or_default();
    let status = json::text(&value, "status").unwrap_or_default();
    let state = match (Answer::of(capture), status) {
        (Answer::Body, "takendown" | "suspended" | "deactivated") => Some(AccountState::Suspended),
        (Answer::Body, "deleted") => Some(AccountState::Gone),
        (Answer::Refused | Answer::Absent, _) if capture.status < 500 => {
            super::state_by_name(error)
        }
        // What the host cannot do at the moment, or does not know, is of the host.
        _ => None,
    };
    let message = format!(
        "the host says of the repository: {} {status}{error}",
        capture.status
    );
    match state {
        Some(_) => ParsedPage {
            state,
            ..answer::odd("status", message)
        },
        None => answer::unread("status", format!("{message}; is the account at this host?")),
    }
}

/// Reads `getRecord`.
pub(super) fn read_record(capture: &Capture, uri: &str) -> ParsedPage {
    let value = json::document(&capture.body);
    match (Answer::of(capture), value) {
        (Answer::NotModified, _) => ParsedPage {
            confirms: true,
            ..ParsedPage::default()
        },
        (Answer::Body, Ok(value)) => match read_again(uri, &value) {
            Ok(post) => ParsedPage {
                posts: vec![post],
                understood: true,
                ..ParsedPage::default()
            },
            Err(message) => answer::odd(uri, message),
        },
        (Answer::Refused, Ok(value)) if json::text(&value, "error") == Some("RecordNotFound") => {
            ParsedPage {
                absent: vec![NativeId(uri.to_owned())],
                ..ParsedPage::default()
            }
        }
        _ => answer::odd(
            uri,
            format!("the host answered {}: nothing concluded", capture.status),
        ),
    }
}

fn read_again(uri: &str, value: &Value) -> Result<ParsedPost, String> {
    record::read(uri, json::text(value, "cid"), json::at(value, "value"))
}
