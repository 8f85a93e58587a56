//! A site that speaks the Mastodon API: lookup, statuses with `Link`, single statuses, and one
//! 429 with `Retry-After`.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{OriginalUri, Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use super::world::{DemoAccount, DemoPost, World, escape};
use crate::model::Platform;

const PAGE: usize = 10;

pub(super) fn router(world: Arc<World>) -> Router {
    Router::new()
        .route(
            "/robots.txt",
            get(|| async { "User-agent: *\nDisallow: /auth/\n" }),
        )
        .route("/api/v1/accounts/lookup", get(lookup))
        .route("/api/v1/accounts/{id}", get(account))
        .route("/api/v1/accounts/{id}/statuses", get(statuses))
        .route("/api/v1/statuses/{id}", get(status))
        .with_state(world)
}

fn account_id(world: &World, handle: &str) -> Option<usize> {
    world
        .on(Platform::Mastodon)
        .position(|account| account.handle == handle)
        .map(|index| 108_000 + index)
}

fn account_by_id<'a>(world: &'a World, id: &str) -> Option<&'a DemoAccount> {
    let index = id.parse::<usize>().ok()?.checked_sub(108_000)?;
    world.on(Platform::Mastodon).nth(index)
}

fn account_json(world: &World, account: &DemoAccount) -> Value {
    json!({
        "id": account_id(world, &account.handle).unwrap_or(0).to_string(),
        "username": account.handle, "acct": account.handle, "display_name": account.name,
        "note": "<p>Akun contoh</p>", "locked": false, "bot": false,
        "statuses_count": world.posts(account).len(),
    })
}

/// Identifiers grow with time, as on the real thing, and are longer than 32 bits.
fn status_id(world: &World, account: &DemoAccount, post: &DemoPost) -> String {
    let owner = account_id(world, &account.handle).unwrap_or(0);
    format!("{}{owner:06}", post.published.as_second())
}

fn status_json(world: &World, account: &DemoAccount, post: &DemoPost) -> Value {
    let id = status_id(world, account, post);
    let content = escape(&post.text);
    json!({
        "id": id, "uri": format!("https://demo.test/users/{}/statuses/{id}", account.handle),
        "url": format!("https://demo.test/@{}/{id}", account.handle),
        "created_at": post.published.to_string(), "edited_at": post.edited.map(|at| at.to_string()),
        "content": format!("<p>{content}</p>"), "spoiler_text": "", "sensitive": false,
        "visibility": "public", "language": "id", "in_reply_to_id": null, "reblog": null,
        "account": account_json(world, account), "media_attachments": [], "tags": [], "mentions": [],
    })
}

fn not_found() -> Response {
    (
        StatusCode::NOT_FOUND,
        Json(json!({ "error": "Record not found" })),
    )
        .into_response()
}

async fn lookup(
    State(world): State<Arc<World>>,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    let handle = query
        .get("acct")
        .map(|acct| acct.split('@').next().unwrap_or_default().to_owned());
    match handle.and_then(|handle| world.account(Platform::Mastodon, &handle)) {
        Some(account) => Json(account_json(&world, account)).into_response(),
        None => not_found(),
    }
}

async fn account(State(world): State<Arc<World>>, Path(id): Path<String>) -> Response {
    match account_by_id(&world, &id) {
        Some(account) => Json(account_json(&world, account)).into_response(),
        None => not_found(),
    }
}

async fn status(State(world): State<Arc<World>>, Path(id): Path<String>) -> Response {
    for account in world.on(Platform::Mastodon) {
        let found = world
            .posts(account)
            .into_iter()
            .find(|post| status_id(&world, account, post) == id);
        if let Some(post) = found {
            return Json(status_json(&world, account, &post)).into_response();
        }
    }
    not_found()
}

async fn statuses(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
) -> Response {
    if world.throttle_now() {
        let wait = [(header::RETRY_AFTER, HeaderValue::from_static("1"))];
        return (
            StatusCode::TOO_MANY_REQUESTS,
            wait,
            Json(json!({ "error": "Too many requests" })),
        )
            .into_response();
    }
    let Some(account) = account_by_id(&world, &id) else {
        return not_found();
    };
    let mut page: Vec<(String, Value)> = world
        .posts(account)
        .iter()
        .map(|post| {
            (
                status_id(&world, account, post),
                status_json(&world, account, post),
            )
        })
        .collect();
    if let Some(older_than) = query.get("max_id") {
        page.retain(|(id, _)| id < older_than);
    }
    if let Some(newer_than) = query.get("since_id").or(query.get("min_id")) {
        page.retain(|(id, _)| id > newer_than);
    }
    let limit = query
        .get("limit")
        .and_then(|limit| limit.parse().ok())
        .unwrap_or(20)
        .min(PAGE);
    if query.contains_key("min_id") {
        page.drain(..page.len().saturating_sub(limit));
    } else {
        page.truncate(limit);
    }
    let mut response_headers = HeaderMap::new();
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default();
    if let (Some((newest, _)), Some((oldest, _))) = (page.first(), page.last()) {
        let base = format!("http://{host}{}", uri.path());
        let link = format!(
            "<{base}?limit={limit}&max_id={oldest}>; rel=\"next\", <{base}?limit={limit}&min_id={newest}>; rel=\"prev\""
        );
        if let Ok(value) = HeaderValue::from_str(&link) {
            response_headers.insert(header::LINK, value);
        }
    }
    let body: Vec<Value> = page.into_iter().map(|(_, status)| status).collect();
    (response_headers, Json(body)).into_response()
}
