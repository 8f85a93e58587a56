//! A site of feeds: RSS 2.0 with two broken entries, Atom, JSON Feed; all with an `ETag`.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::json;

use super::world::{DemoAccount, DemoPost, World, escape};
use crate::model::{Platform, Sha256};

pub(super) fn router(world: Arc<World>) -> Router {
    Router::new()
        .route(
            "/robots.txt",
            get(|| async { "User-agent: *\nCrawl-delay: 0.05\n" }),
        )
        .route("/{account}/feed", get(feed))
        .route("/{account}/{number}", get(page))
        .with_state(world)
}

fn link(host: &str, account: &DemoAccount, post: &DemoPost) -> String {
    format!("http://{host}/{}/{}", account.handle, post.number)
}

fn rss(host: &str, account: &DemoAccount, posts: &[DemoPost]) -> String {
    let mut items = String::new();
    for post in posts {
        let (link, text) = (link(host, account, post), escape(&post.text));
        let date = post.published.strftime("%a, %d %b %Y %H:%M:%S +0000");
        let _ = write!(
            items,
            "<item><guid isPermaLink=\"true\">{link}</guid><link>{link}</link><description>{text}</description><pubDate>{date}</pubDate></item>"
        );
    }
    // As found in the wild: a date nobody can read, and an item with nothing in it.
    items.push_str("<item><guid>rusak-1</guid><description>Arsip lama tanpa tanggal</description><pubDate>kemarin sore</pubDate></item><item></item>");
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\"><channel><title>{}</title><link>http://{host}/</link><description>Contoh</description>{items}</channel></rss>",
        escape(&account.name)
    )
}

fn atom(host: &str, account: &DemoAccount, posts: &[DemoPost]) -> String {
    let mut entries = String::new();
    for post in posts {
        let (link, text) = (link(host, account, post), escape(&post.text));
        let (published, updated) = (post.published, post.edited.unwrap_or(post.published));
        let _ = write!(
            entries,
            "<entry><id>{link}</id><link rel=\"alternate\" href=\"{link}\"/><title></title><content type=\"text\">{text}</content><published>{published}</published><updated>{updated}</updated></entry>"
        );
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"><id>http://{host}/{}</id><title>{}</title>{entries}</feed>",
        account.handle,
        escape(&account.name)
    )
}

fn json_feed(host: &str, account: &DemoAccount, posts: &[DemoPost]) -> String {
    let items: Vec<_> = posts
        .iter()
        .map(|post| {
            let link = link(host, account, post);
            json!({ "id": link, "url": link, "content_text": post.text, "date_published": post.published.to_string() })
        })
        .collect();
    json!({ "version": "https://jsonfeed.org/version/1.1", "title": account.name, "items": items })
        .to_string()
}

async fn feed(
    State(world): State<Arc<World>>,
    Path(handle): Path<String>,
    headers: HeaderMap,
) -> Response {
    let Some(account) = world.account(Platform::Feed, &handle) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let posts = world.posts(account);
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default();
    let (media_type, body) = match account.format.as_deref() {
        Some("atom") => ("application/atom+xml", atom(host, account, &posts)),
        Some("json") => ("application/feed+json", json_feed(host, account, &posts)),
        _ => ("application/rss+xml", rss(host, account, &posts)),
    };
    let etag = format!("\"{}\"", &Sha256::of(&body).to_string()[..16]);
    if headers
        .get(header::IF_NONE_MATCH)
        .is_some_and(|known| known.as_bytes() == etag.as_bytes())
    {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, etag)]).into_response();
    }
    (
        [
            (header::CONTENT_TYPE, media_type.to_owned()),
            (header::ETAG, etag),
        ],
        body,
    )
        .into_response()
}

async fn page(
    State(world): State<Arc<World>>,
    Path((handle, number)): Path<(String, usize)>,
) -> Response {
    let found = world.account(Platform::Feed, &handle).and_then(|account| {
        world
            .posts(account)
            .into_iter()
            .find(|post| post.number == number)
    });
    match found {
        Some(post) => {
            axum::response::Html(format!("<p>{}</p>", escape(&post.text))).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
