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

    /// The same person with the same session, at another address.
    pub fn at(&self, address: SocketAddr) -> Self {
        Self {
            client: self.client.clone(),
            root: format!("http://{address}"),
            cookie: self.cookie.clone(),
        }
    }

    /// What it sends to stay signed in.
    pub fn cookie(&self) -> &str {
        &self.cookie
    }

    /// Logs in.
    pub async fn login(&mut self, name: &str, password: &str) {
        let answer = self
            .send("/masuk", &[("nama", name), ("sandi", password)])
            .await;
        let cookie = answer.headers()["set-cookie"].to_str().unwrap();
        let cookie = cookie.split(';').next().unwrap();
        cookie.clone_into(&mut self.cookie);
    }

    /// Tries to log in, in vain.
    pub async fn fails_to_login(&self, name: &str, password: &str) {
        let answer = self
            .post("/masuk", &[("nama", name), ("sandi", password)])
            .await;
        assert_eq!(answer.status(), 401);
    }

    /// Chooses a new password.
    pub async fn change_password(&self, old: &str, new: &str) {
        let page = Html::parse_document(&self.page("/sandi").await);
        let token = value(&page, "csrf");
        let fields = [
            ("csrf", &*token),
            ("lama", old),
            ("baru", new),
            ("ulang", new),
        ];
        self.send("/sandi", &fields).await;
    }

    /// How a page is answered.
    pub async fn status(&self, path: &str) -> u16 {
        let request = self.client.get(format!("{}{path}", self.root));
        let answer = request.header("cookie", &self.cookie).send().await.unwrap();
        answer.status().as_u16()
    }

    /// A page, which must be there.
    pub async fn page(&self, path: &str) -> String {
        let request = self.client.get(format!("{}{path}", self.root));
        let answer = request.header("cookie", &self.cookie).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        read(answer).await
    }

    /// Fills in the form of a post as it is on the page, which must be taken.
    pub async fn judge(&self, post: i64, decision: &str, code: &str, reason: &str) {
        let path = format!("/kiriman/{post}");
        let page = Html::parse_document(&self.page(&path).await);
        let fields = [
            ("csrf", value(&page, "csrf")),
            ("versi", value(&page, "versi")),
            ("penilaian", value(&page, "penilaian")),
            ("putusan", decision.to_owned()),
            ("kode", code.to_owned()),
            ("alasan", reason.to_owned()),
        ];
        let fields = fields.each_ref().map(|(k, v)| (*k, v.as_str()));
        self.send(&format!("{path}/putusan"), &fields).await;
    }

    /// Sends a form, which must be taken.
    async fn send(&self, path: &str, fields: &[(&str, &str)]) -> reqwest::Response {
        let answer = self.post(path, fields).await;
        assert_eq!(answer.status(), 303, "{path}");
        answer
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> reqwest::Response {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let request = self.client.post(format!("{}{path}", self.root)).body(body);
        let request = request
            .header("content-type", "application/x-www-form-urlencoded")
            .header("cookie", &self.cookie);
        request.send().await.unwrap()
    }
}

/// The value of the first input of that name.
fn value(page: &Html, name: &str) -> String {
    let input = Selector::parse(&format!("input[name={name}]")).unwrap();
    let value = page.select(&input).find_map(|input| input.attr("value"));
    value.unwrap_or_default().to_owned()
}

#[expect(clippy::disallowed_methods, reason = "our own page, of known size")]
async fn read(answer: reqwest::Response) -> String {
    answer.text().await.unwrap()
}
