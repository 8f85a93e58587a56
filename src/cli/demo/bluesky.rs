//! A site that speaks AT Protocol as a personal data server does: identity, repository
//! listing with cursors, single records, repository status.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use super::world::{DemoAccount, DemoPost, World};
use crate::model::{Platform, Sha256};

const COLLECTION: &str = "app.bsky.feed.post";

pub(super) fn router(world: Arc<World>) -> Router {
    Router::new()
        .route("/robots.txt", get(|| async { "User-agent: *\nAllow: /\n" }))
        .route(
            "/xrpc/com.atproto.identity.resolveHandle",
            get(resolve_handle),
        )
        .route(
            "/xrpc/com.atproto.repo.describeRepo",
            get(describe_repository),
        )
        .route(
            "/xrpc/com.atproto.sync.getRepoStatus",
            get(repository_status),
        )
        .route("/xrpc/com.atproto.sync.getLatestCommit", get(latest_commit))
        .route("/xrpc/com.atproto.repo.listRecords", get(list_records))
        .route("/xrpc/com.atproto.repo.getRecord", get(record))
        .with_state(world)
}

type Parameters = Query<HashMap<String, String>>;

fn did(handle: &str) -> String {
    format!("did:plc:{}", &Sha256::of(handle).to_string()[..24])
}

fn refusal(error: &str, message: &str) -> Response {
    (
        StatusCode::BAD_REQUEST,
        Json(json!({ "error": error, "message": message })),
    )
        .into_response()
}

fn find<'a>(world: &'a World, actor: Option<&String>) -> Option<&'a DemoAccount> {
    let actor = actor?;
    world
        .on(Platform::Bluesky)
        .find(|account| account.handle == *actor || did(&account.handle) == *actor)
}

/// Record keys grow with time and sort as text.
fn record_key(post: &DemoPost) -> String {
    format!("3l{:011x}", post.published.as_microsecond())
}

fn record_json(account: &DemoAccount, post: &DemoPost) -> Value {
    let digest = Sha256::of(&post.text).to_string();
    json!({
        "uri": format!("at://{}/{COLLECTION}/{}", did(&account.handle), record_key(post)),
        "cid": format!("bafyrei{}", &digest[..52]),
        "value": {
            "$type": COLLECTION, "text": post.text, "langs": ["id"],
            "createdAt": post.published.to_string(),
        },
    })
}

async fn resolve_handle(State(world): State<Arc<World>>, Query(query): Parameters) -> Response {
    match find(&world, query.get("handle")) {
        Some(account) => Json(json!({ "did": did(&account.handle) })).into_response(),
        None => refusal("HandleNotFound", "Unable to resolve handle"),
    }
}

async fn describe_repository(
    State(world): State<Arc<World>>,
    Query(query): Parameters,
) -> Response {
    match find(&world, query.get("repo")) {
        Some(account) => Json(json!({
            "handle": account.handle, "did": did(&account.handle), "handleIsCorrect": true,
            "collections": [COLLECTION], "didDoc": { "alsoKnownAs": [format!("at://{}", account.handle)] },
        }))
        .into_response(),
        None => refusal("InvalidRequest", "Could not find repo"),
    }
}

async fn repository_status(State(world): State<Arc<World>>, Query(query): Parameters) -> Response {
    match find(&world, query.get("did")) {
        Some(account) => {
            Json(json!({ "did": did(&account.handle), "active": true })).into_response()
        }
        None => refusal("RepoNotFound", "Could not find repo"),
    }
}

async fn latest_commit(State(world): State<Arc<World>>, Query(query): Parameters) -> Response {
    let Some(account) = find(&world, query.get("did")) else {
        return refusal("RepoNotFound", "Could not find repo");
    };
    let texts: Vec<String> = world
        .posts(account)
        .into_iter()
        .map(|post| post.text)
        .collect();
    let digest = Sha256::of(texts.join("\n")).to_string();
    Json(json!({ "cid": format!("bafyrei{}", &digest[..52]), "rev": format!("3l{}", &digest[..11]) }))
        .into_response()
}

async fn list_records(State(world): State<Arc<World>>, Query(query): Parameters) -> Response {
    let Some(account) = find(&world, query.get("repo")) else {
        return refusal("InvalidRequest", "Could not find repo");
    };
    let mut posts = world.posts(account);
    if query
        .get("collection")
        .is_none_or(|collection| collection != COLLECTION)
    {
        posts.clear();
    }
    let forward = query
        .get("reverse")
        .is_some_and(|reverse| reverse == "true");
    posts.sort_by_key(record_key);
    if !forward {
        posts.reverse();
    }
    if let Some(cursor) = query.get("cursor") {
        posts.retain(|post| {
            if forward {
                record_key(post) > *cursor
            } else {
                record_key(post) < *cursor
            }
        });
    }
    let limit = query
        .get("limit")
        .and_then(|limit| limit.parse().ok())
        .unwrap_or(50);
    let more = posts.len() > limit;
    posts.truncate(limit);
    let records: Vec<Value> = posts
        .iter()
        .map(|post| record_json(account, post))
        .collect();
    match posts.last().filter(|_| more) {
        Some(last) => {
            Json(json!({ "records": records, "cursor": record_key(last) })).into_response()
        }
        None => Json(json!({ "records": records })).into_response(),
    }
}

async fn record(State(world): State<Arc<World>>, Query(query): Parameters) -> Response {
    let found = find(&world, query.get("repo")).and_then(|account| {
        let post = world
            .posts(account)
            .into_iter()
            .find(|post| Some(&record_key(post)) == query.get("rkey"))?;
        Some(record_json(account, &post))
    });
    match found {
        Some(record) => Json(record).into_response(),
        None => refusal("RecordNotFound", "Could not locate record"),
    }
}
