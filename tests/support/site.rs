//! A loopback site that speaks just enough Mastodon API, whose posts a test can change.

use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::map_request;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

const PAGE: usize = 10;

/// User number to status id to text. Ids have equal length, so they sort by age.
type Timelines = BTreeMap<usize, BTreeMap<String, String>>;

#[derive(Clone)]
pub(crate) struct Site {
    pub(crate) address: SocketAddr,
    timelines: Arc<Mutex<Timelines>>,
    /// When requests came, in their order: what the ledger is held against.
    arrivals: Arc<Mutex<Vec<Instant>>>,
}

impl Site {
    /// Starts a site of `users` users with `posts` posts each.
    pub(crate) fn start(users: usize, posts: usize) -> Self {
        let timelines: Timelines = (0..users)
            .map(|user| {
                (
                    user,
                    (0..posts)
                        .map(|n| (status_id(user, n), format!("Kiriman {n} dari {user}")))
                        .collect(),
                )
            })
            .collect();
        let timelines = Arc::new(Mutex::new(timelines));
        let arrivals = Arc::new(Mutex::new(Vec::new()));
        let log = arrivals.clone();
        let logged = router(timelines.clone()).layer(map_request(move |request: Request| {
            log.lock().unwrap().push(Instant::now());
            std::future::ready(request)
        }));
        let address = serve(logged);
        Self {
            address,
            timelines,
            arrivals,
        }
    }

    /// What answers, without a socket.
    pub(crate) fn router(&self) -> Router {
        router(self.timelines.clone())
    }

    pub(crate) fn account(&self, user: usize) -> String {
        format!("http://{}/@user{user}", self.address)
    }

    /// When requests came.
    pub(crate) fn arrivals(&self) -> Vec<Instant> {
        self.arrivals.lock().unwrap().clone()
    }

    /// Adds or edits a post.
    pub(crate) fn put(&self, user: usize, number: usize, text: &str) {
        let mut timelines = self.timelines.lock().unwrap();
        timelines
            .get_mut(&user)
            .unwrap()
            .insert(status_id(user, number), text.to_owned());
    }

    pub(crate) fn remove(&self, user: usize, number: usize) {
        self.timelines
            .lock()
            .unwrap()
            .get_mut(&user)
            .unwrap()
            .remove(&status_id(user, number));
    }

    /// All visible posts, as `user/native id` to text.
    pub(crate) fn all(&self) -> BTreeMap<String, String> {
        let timelines = self.timelines.lock().unwrap();
        let flat = timelines.iter().flat_map(|(user, posts)| {
            posts
                .iter()
                .map(move |(id, text)| (format!("user{user}/{id}"), text.clone()))
        });
        flat.collect()
    }
}

/// Serves a router on loopback, on a runtime thread of its own.
pub(crate) fn serve(router: Router) -> SocketAddr {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            axum::serve(listener, router).await.unwrap();
        });
    });
    address
}

/// Unique over users, growing with age within one.
fn status_id(user: usize, number: usize) -> String {
    format!("1{number:014}{user:03}")
}

fn router(timelines: Arc<Mutex<Timelines>>) -> Router {
    Router::new()
        .route("/api/v1/accounts/lookup", get(lookup))
        .route("/api/v1/accounts/{id}", get(account))
        .route("/api/v1/accounts/{id}/statuses", get(statuses))
        .route("/api/v1/statuses/{id}", get(status))
        .with_state(timelines)
}

fn account_json(user: usize) -> Value {
    json!({ "id": (900 + user).to_string(), "username": format!("user{user}"), "acct": format!("user{user}"),
        "display_name": "Uji", "statuses_count": 1 })
}

fn status_json(user: usize, id: &str, text: &str) -> Value {
    json!({ "id": id, "uri": format!("https://uji.example/{id}"), "url": format!("https://uji.example/@user{user}/{id}"),
        "created_at": "2027-11-01T00:00:00.000Z", "edited_at": null, "content": format!("<p>{text}</p>"),
        "visibility": "public", "account": account_json(user), "reblog": null, "media_attachments": [] })
}

fn user_of(id: &str) -> Option<usize> {
    id.parse::<usize>().ok()?.checked_sub(900)
}

async fn lookup(Query(query): Query<HashMap<String, String>>) -> Json<Value> {
    let acct = query["acct"]
        .trim_start_matches("user")
        .split('@')
        .next()
        .unwrap_or_default()
        .to_owned();
    Json(account_json(acct.parse().unwrap()))
}

async fn account(Path(id): Path<String>) -> Json<Value> {
    Json(account_json(user_of(&id).unwrap()))
}

async fn status(
    State(timelines): State<Arc<Mutex<Timelines>>>,
    Path(id): Path<String>,
) -> Response {
    let timelines = timelines.lock().unwrap();
    match timelines
        .iter()
        .find_map(|(user, posts)| posts.get(&id).map(|text| (*user, text.clone())))
    {
        Some((user, text)) => Json(status_json(user, &id, &text)).into_response(),
        None => (
            StatusCode::NOT_FOUND,
            Json(json!({ "error": "Record not found" })),
        )
            .into_response(),
    }
}

async fn statuses(
    State(timelines): State<Arc<Mutex<Timelines>>>,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    let user = user_of(&id).unwrap();
    let mut page: Vec<(String, String)> = timelines.lock().unwrap()[&user]
        .clone()
        .into_iter()
        .rev()
        .collect();
    if let Some(bound) = query.get("max_id") {
        page.retain(|(id, _)| id < bound);
    }
    if let Some(bound) = query.get("min_id").or(query.get("since_id")) {
        page.retain(|(id, _)| id > bound);
    }
    if query.contains_key("min_id") {
        page.drain(..page.len().saturating_sub(PAGE));
    }
    page.truncate(PAGE);
    let host = headers[header::HOST].to_str().unwrap();
    let base = format!("http://{host}/api/v1/accounts/{id}/statuses");
    let body: Vec<Value> = page
        .iter()
        .map(|(id, text)| status_json(user, id, text))
        .collect();
    match (page.first(), page.last()) {
        (Some(first), Some(last)) if page.len() == PAGE => {
            let link = format!(
                "<{base}?max_id={}>; rel=\"next\", <{base}?min_id={}>; rel=\"prev\"",
                last.0, first.0
            );
            ([(header::LINK, link)], Json(body)).into_response()
        }
        _ => Json(body).into_response(),
    }
}
