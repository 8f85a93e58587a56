//! A site that speaks the WordPress REST API: posts by modification time with paging headers,
//! authors by slug.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::world::{DemoAccount, DemoPost, World, escape};
use crate::model::Platform;

pub(super) fn router(world: Arc<World>) -> Router {
    Router::new()
        .route(
            "/robots.txt",
            get(|| async { "User-agent: *\nDisallow: /wp-admin/\n" }),
        )
        .route("/wp-json/wp/v2/users", get(users))
        .route("/wp-json/wp/v2/posts", get(posts))
        .with_state(world)
}

type Parameters = Query<HashMap<String, String>>;

fn author_number(world: &World, account: &DemoAccount) -> usize {
    world
        .on(Platform::Wordpress)
        .position(|other| other.handle == account.handle)
        .map_or(0, |index| index + 1)
}

async fn users(State(world): State<Arc<World>>, Query(query): Parameters) -> Json<Vec<Value>> {
    let found = query
        .get("slug")
        .and_then(|slug| world.account(Platform::Wordpress, slug));
    Json(
        found
            .map(|account| {
                json!({ "id": author_number(&world, account), "name": account.name, "slug": account.handle })
            })
            .into_iter()
            .collect(),
    )
}

/// WordPress writes times without an offset; the `_gmt` fields are UTC.
fn gmt(instant: Timestamp) -> String {
    instant.strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

fn post_json(author: usize, post: &DemoPost) -> Value {
    let id = author * 1000 + post.number;
    let published = gmt(post.published);
    let modified = gmt(post.edited.unwrap_or(post.published));
    json!({
        "id": id, "date": published, "date_gmt": published, "modified": modified, "modified_gmt": modified,
        "slug": format!("catatan-{id}"), "status": "publish", "type": "post",
        "link": format!("https://blog.demo.test/catatan-{id}/"), "author": author,
        "title": { "rendered": "" },
        "content": { "rendered": format!("<p>{}</p>", escape(&post.text)), "protected": false },
    })
}

fn wanted(query: &HashMap<String, String>, author: usize, post: &Value) -> bool {
    let id = post["id"].to_string();
    let modified = post["modified_gmt"].as_str().unwrap_or_default();
    let after = |name: &str, value: &str| {
        query
            .get(name)
            .is_none_or(|bound| value > bound.trim_end_matches('Z'))
    };
    query
        .get("author")
        .is_none_or(|wanted| *wanted == author.to_string())
        && query
            .get("include")
            .is_none_or(|list| list.split(',').any(|wanted| wanted == id))
        && after("modified_after", modified)
        && after("after", post["date_gmt"].as_str().unwrap_or_default())
}

async fn posts(State(world): State<Arc<World>>, Query(query): Parameters) -> Response {
    let mut found: Vec<Value> = Vec::new();
    for account in world.on(Platform::Wordpress) {
        let author = author_number(&world, account);
        let posts = world.posts(account);
        found.extend(
            posts
                .iter()
                .map(|post| post_json(author, post))
                .filter(|post| wanted(&query, author, post)),
        );
    }
    let key = if query
        .get("orderby")
        .is_some_and(|order| order == "modified")
    {
        "modified_gmt"
    } else {
        "date_gmt"
    };
    found.sort_by_key(|post| post[key].as_str().unwrap_or_default().to_owned());
    if query.get("order").is_none_or(|order| order == "desc") {
        found.reverse();
    }
    let number = |name: &str, default: usize| {
        query
            .get(name)
            .and_then(|n| n.parse().ok())
            .unwrap_or(default)
            .max(1)
    };
    let (size, page, total) = (number("per_page", 10), number("page", 1), found.len());
    if page > 1 && (page - 1) * size >= total {
        let body = json!({ "code": "rest_post_invalid_page_number", "data": { "status": 400 } });
        return (StatusCode::BAD_REQUEST, Json(body)).into_response();
    }
    let mut headers = HeaderMap::new();
    headers.insert("x-wp-total", HeaderValue::from(total));
    headers.insert("x-wp-totalpages", HeaderValue::from(total.div_ceil(size)));
    (
        headers,
        Json(
            found
                .into_iter()
                .skip((page - 1) * size)
                .take(size)
                .collect::<Vec<_>>(),
        ),
    )
        .into_response()
}
