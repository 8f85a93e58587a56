//! A browser on a real socket, for what the router alone cannot show.

use std::net::SocketAddr;

use reqwest::redirect::Policy;
use scraper::{Html, Selector};

/// Keeps the cookie of its session.
pub struct Visitor {
    client: reqwest::Client,
    root: String,
    cookie: String,
}

impl Visitor {
    #[expect(
        clippy::disallowed_methods,
        reason = "visits our own pages on loopback; nothing here is crawled"
    )]
    pub fn new(address: SocketAddr) -> Self {
        // Fails when another test of this process was first, which is as good.
        drop(rustls::crypto::ring::default_provider().install_default());
        let client = reqwest::Client::builder().redirect(Policy::none());
        Self {
            client: client.build().unwrap(),
            root: format!("http://{address}"),
            cookie: String::new(),
        }
    }

    /// The value of the first input of that name on a page.
    pub async fn value(&self, path: &str, name: &str) -> String {
        let request = self.client.get(format!("{}{path}", self.root));
        let answer = request.header("cookie", &self.cookie).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        let bytes = read(answer).await;
        let input = Selector::parse(&format!("input[name={name}]")).unwrap();
        let page = Html::parse_document(&bytes);
        let value = page.select(&input).find_map(|input| input.attr("value"));
        value.unwrap_or_default().to_owned()
    }

    /// Sends a form, which must be taken.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let request = self.client.post(format!("{}{path}", self.root)).body(body);
        let request = request
            .header("content-type", "application/x-www-form-urlencoded")
            .header("cookie", &self.cookie);
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 303, "{path}");
        if let Some(cookie) = answer.headers().get("set-cookie") {
            let cookie = cookie.to_str().unwrap().split(';').next().unwrap();
            cookie.clone_into(&mut self.cookie);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "our own page, of known size")]
async fn read(answer: reqwest::Response) -> String {
    answer.text().await.unwrap()
}
