//! A site of plain pages: a listing with paging, a page a post, and one page that robots.txt
//! closes.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;

use super::world::{DemoAccount, DemoPost, World, escape};
use crate::model::Platform;

const PAGE: usize = 6;

pub(super) fn router(world: Arc<World>) -> Router {
    Router::new()
        .route(
            "/robots.txt",
            get(|| async { "User-agent: *\nDisallow: /tertutup/\n" }),
        )
        .route("/{account}/", get(listing))
        .route("/{account}/{number}", get(page))
        .with_state(world)
}

fn document(title: &str, body: &str) -> Html<String> {
    Html(format!(
        "<!doctype html><html lang=\"id\"><head><meta charset=\"utf-8\"><title>{}</title></head><body><main>{body}</main></body></html>",
        escape(title)
    ))
}

fn entry(account: &DemoAccount, post: &DemoPost) -> String {
    format!(
        "<article><h2><a href=\"/{}/{}\">Catatan {}</a></h2></article>",
        account.handle, post.number, post.number
    )
}

async fn listing(
    State(world): State<Arc<World>>,
    Path(handle): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    let Some(account) = world.account(Platform::Html, &handle) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let posts = world.posts(account);
    let number = query
        .get("page")
        .and_then(|page| page.parse::<usize>().ok())
        .unwrap_or(1)
        .max(1);
    let mut body = String::new();
    for post in posts.iter().skip((number - 1) * PAGE).take(PAGE) {
        body += &entry(account, post);
    }
    if number == 1 {
        body += "<article><h2><a href=\"/tertutup/1\">Arsip tertutup</a></h2></article>";
    }
    if number * PAGE < posts.len() {
        let _ = write!(
            body,
            "<nav><a rel=\"next\" href=\"/{handle}/?page={}\">Lebih lama</a></nav>",
            number + 1
        );
    }
    document(&account.name, &body).into_response()
}

async fn page(
    State(world): State<Arc<World>>,
    Path((handle, number)): Path<(String, usize)>,
) -> Response {
    let found = world.account(Platform::Html, &handle).and_then(|account| {
        world
            .posts(account)
            .into_iter()
            .find(|post| post.number == number)
    });
    let Some(post) = found else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let body = format!(
        "<article><time datetime=\"{}\"></time><div class=\"entry-content\"><p>{}</p></div></article>",
        post.published,
        escape(&post.text)
    );
    document("Catatan", &body).into_response()
}
