//! A site on loopback that answers as a test says, and remembers what it was asked.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, Response, header};

use super::site::serve;

/// What was asked.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// Path with its query.
    pub(crate) target: String,
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
}

impl Asked {
    /// Whether the asker has the version of that tag.
    pub(crate) fn has(&self, etag: &str) -> bool {
        let given = self.headers.get(header::IF_NONE_MATCH);
        given.is_some_and(|given| given == etag)
    }
}

/// What is answered.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

impl Told {
    pub(crate) fn new(status: u16, media_type: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: vec![("content-type", media_type.to_owned())],
            body: body.into(),
        }
    }

    pub(crate) fn html(body: impl Into<Vec<u8>>) -> Self {
        Self::new(200, "text/html; charset=utf-8", body)
    }

    pub(crate) fn json(value: &serde_json::Value) -> Self {
        Self::new(200, "application/json", value.to_string())
    }

    pub(crate) fn nothing(status: u16) -> Self {
        Self::new(status, "text/plain", "")
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// With a tag; to those who have it already, that nothing changed.
    pub(crate) fn tagged(self, asked: &Asked, etag: &str) -> Self {
        if asked.has(etag) {
            return Self::nothing(304).header("etag", etag);
        }
        self.header("etag", etag)
    }

    fn into_response(self) -> Response<Body> {
        let headers = self.headers.iter();
        let response = headers.fold(
            Response::builder().status(self.status),
            |response, (name, value)| response.header(*name, value),
        );
        response.body(Body::from(self.body)).unwrap()
    }
}

/// The site.
pub(crate) struct World {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl World {
    /// Answers robots.txt with 404 unless the test answers it: return `None` to leave it so.
    pub(crate) fn start(
        answer: impl Fn(&Asked) -> Option<Told> + Clone + Send + Sync + 'static,
    ) -> Self {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = asked.clone();
        let service = move |request: Request| {
            let (answer, log) = (answer.clone(), log.clone());
            async move {
                let asked = Asked {
                    target: request.uri().to_string(),
                    path: request.uri().path().to_owned(),
                    headers: request.headers().clone(),
                };
                log.lock().unwrap().push(asked.target.clone());
                let told = answer(&asked).unwrap_or_else(|| Told::nothing(404));
                told.into_response()
            }
        };
        Self {
            address: serve(Router::new().fallback(service)),
            asked,
        }
    }

    /// An address on it.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// How many requests came since the last call, robots.txt included.
    pub(crate) fn asked_for_anything(&self) -> usize {
        std::mem::take(&mut *self.asked.lock().unwrap()).len()
    }

    /// What was asked since the last call, robots.txt left out.
    pub(crate) fn asked(&self) -> Vec<String> {
        let mut asked = std::mem::take(&mut *self.asked.lock().unwrap());
        asked.retain(|target| target != "/robots.txt");
        asked
    }
}

/// An RSS feed of these items.
pub(crate) fn rss(items: &[String]) -> String {
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Blog Rekaan</title>\
         {}</channel></rss>",
        items.concat()
    )
}

/// An item whose page is `/tulisan/NUMBER`.
pub(crate) fn rss_item(number: usize, words: &str) -> String {
    format!(
        "<item><title>Judul {number}</title><link>/tulisan/{number}</link><guid>g{number}</guid>\
         <pubDate>Mon, 02 Nov 2026 08:00:{number:02} +0700</pubDate>\
         <description>{words}</description></item>"
    )
}
