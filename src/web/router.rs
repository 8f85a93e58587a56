//! The table of routes, with the right that each needs.

use std::any::Any;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::middleware::{from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

use super::client::meet_proxy;
use super::door::{RouteFor, guard};
use super::error::PageFault;
use super::guard::{FACTOR_PATH, PASSWORD_PATH};
use super::headers::envelope;
use super::registry::import::{commit, downloads, preview, upload};
use super::registry::{add, export};
use super::state::WebState;
use super::upload::MOST_FORM_BYTES;
use super::{
    account, assets, audit, home, login, password, post as post_page, queue, registry, second_step,
};
use crate::model::Right;

/// Largest form, in bytes; a reason has at most 2,000 characters.
const FORM_LIMIT: usize = 64 * 1_024;
/// Largest form of an import, in bytes: hundreds of rows may be ticked.
const TICKS_LIMIT: usize = 1_024 * 1_024;
/// Longest a request may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// Longest a request about a list may take: it is sent over slow lines, waits for its turn, and
/// 100,000 rows are compared with the register. How slow a line may be, the server says.
const LIST_PATIENCE: Duration = Duration::from_mins(20);

/// All pages.
pub fn router(state: WebState) -> Router {
    let routes = Routes(&state);
    let usual = routes
        .usual()
        .merge(routes.register())
        .fallback(async || PageFault::Missing)
        .layer(DefaultBodyLimit::max(FORM_LIMIT))
        .layer(no_longer_than(PATIENCE));
    let patient = routes
        .lists()
        .layer(DefaultBodyLimit::max(TICKS_LIMIT))
        .layer(no_longer_than(LIST_PATIENCE));
    usual
        .merge(patient)
        .method_not_allowed_fallback(async || StatusCode::METHOD_NOT_ALLOWED)
        .layer(map_response(plain_status))
        .layer(CatchPanicLayer::custom(after_panic))
        .layer(from_fn_with_state(state.clone(), meet_proxy))
        .layer(from_fn_with_state(state.clone(), envelope))
        .layer(CompressionLayer::new())
        .with_state(state)
}

/// The routes, each behind the door that asks for its right.
struct Routes<'a>(&'a WebState);

impl Routes<'_> {
    fn needs(&self, right: Right, route: MethodRouter<WebState>) -> MethodRouter<WebState> {
        self.admits(RouteFor::With(right), route)
    }

    fn needs_login(&self, route: MethodRouter<WebState>) -> MethodRouter<WebState> {
        self.admits(RouteFor::SignedIn, route)
    }

    fn admits(&self, admission: RouteFor, route: MethodRouter<WebState>) -> MethodRouter<WebState> {
        route.route_layer(from_fn_with_state((self.0.clone(), admission), guard))
    }

    fn usual(&self) -> Router<WebState> {
        Router::new()
            .route("/", self.needs_login(get(home::show)))
            .route("/sehat", get(health))
            .route("/statis/{name}", get(assets::show))
            .route("/masuk", get(login::show).post(login::submit))
            .route(
                second_step::PATH,
                get(second_step::show).post(second_step::submit),
            )
            .route("/keluar", self.needs_login(post(login::leave)))
            .route(
                PASSWORD_PATH,
                self.needs_login(get(password::show).post(password::submit)),
            )
            .merge(self.own())
            .route("/antrean", self.needs(Right::Read, get(queue::show)))
            .route(
                "/kiriman/{id}",
                self.needs(Right::Read, get(post_page::show)),
            )
            .route(
                "/kiriman/{id}/putusan",
                self.needs(Right::Judge, post(post_page::judge)),
            )
            .route(
                "/kiriman/{id}/nip",
                self.needs(Right::Reveal, post(post_page::reveal)),
            )
            .route("/jejak", self.needs(Right::Audit, get(audit::show)))
    }

    /// What everybody has of their own.
    fn own(&self) -> Router<WebState> {
        let factor = get(account::factor::show).post(account::factor::submit);
        Router::new()
            .route("/akun", self.admits(RouteFor::Settled, get(account::show)))
            .route(
                "/akun/sesi",
                self.admits(RouteFor::Settled, post(account::sessions::submit)),
            )
            .route(FACTOR_PATH, self.admits(RouteFor::OwnPassword, factor))
    }

    /// The register, person by person.
    fn register(&self) -> Router<WebState> {
        let needs = |route| self.needs(Right::Register, route);
        Router::new()
            .route("/registri", needs(get(registry::show)))
            .route("/registri/orang/{id}", needs(get(registry::show_person)))
            .route(
                "/registri/orang/{id}/{deed}",
                needs(get(registry::ask_person).post(registry::correct_person)),
            )
            .route("/registri/akun/{id}", needs(get(registry::show_account)))
            .route(
                "/registri/akun/{id}/{deed}",
                needs(get(registry::ask_account).post(registry::correct_account)),
            )
    }

    /// Lists that come in and go out; they may take long.
    fn lists(&self) -> Router<WebState> {
        let needs = |route| self.needs(Right::Register, route);
        Router::new()
            .route(
                "/registri/impor",
                needs(
                    get(upload::show)
                        .post(upload::submit)
                        .layer(DefaultBodyLimit::max(MOST_FORM_BYTES)),
                ),
            )
            .route(
                "/registri/impor/{id}",
                needs(get(preview::show).post(commit::submit)),
            )
            .route("/registri/impor/{id}/batal", needs(post(commit::discard)))
            .route(
                "/registri/impor/{id}/galat.csv",
                needs(get(downloads::faults)),
            )
            .route(
                "/registri/impor/{id}/perubahan.csv",
                needs(get(downloads::changes)),
            )
            .route("/registri/tambah", needs(get(add::show).post(add::submit)))
            .route("/registri/ekspor", needs(post(export::submit)))
    }
}

fn no_longer_than(patience: Duration) -> TimeoutLayer {
    TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, patience)
}

/// The page of whoever asked for what made a handler panic. What was said then, the log has.
fn after_panic(_: Box<dyn Any + Send>) -> Response {
    PageFault::internal("a handler panicked").into_response()
}

// What the framework says of a bad path or header is no page of ours: only its status stays.
async fn plain_status(response: Response) -> Response {
    let text = response
        .headers()
        .get(axum::http::header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/plain"));
    if response.status().is_client_error() && text {
        response.status().into_response()
    } else {
        response
    }
}

/// For monitors: answers `ok` while the database can be read.
async fn health(State(state): State<WebState>) -> Result<&'static str, StatusCode> {
    let pinged = state.db.ping().await;
    pinged
        .map(|()| "ok\n")
        .map_err(|_| StatusCode::SERVICE_UNAVAILABLE)
}
