//! A client for the servers' own interfaces, as their users have one.

use std::time::Duration;

use serde_json::Value;

/// A server's interface, with what a user is known by.
#[derive(Clone)]
pub(super) struct Api {
    root: String,
    authorization: Option<String>,
    client: reqwest::Client,
}

/// An answer.
#[derive(Debug)]
pub(super) struct Reply {
    /// HTTP status.
    pub(super) status: u16,
    /// The body; null when it is not JSON.
    pub(super) body: Value,
}

impl Reply {
    /// The text at `key`, which must be there.
    pub(super) fn text(&self, key: &str) -> String {
        let text = self.body[key].as_str();
        text.unwrap_or_else(|| panic!("no text {key:?} in {self:?}"))
            .to_owned()
    }
}

impl Api {
    /// The interface at `root`, for anybody.
    #[expect(
        clippy::disallowed_methods,
        reason = "fills servers on loopback; nothing here is crawled"
    )]
    pub(super) fn new(root: impl Into<String>) -> Self {
        // Fails when another test of this process was first, which is as good.
        drop(rustls::crypto::ring::default_provider().install_default());
        let client = reqwest::Client::builder()
            .pool_max_idle_per_host(0)
            .timeout(Duration::from_mins(1))
            .build()
            .expect("a plain client can be built");
        Self {
            root: root.into(),
            authorization: None,
            client,
        }
    }

    /// The same interface as somebody who is known by this `Authorization`.
    pub(super) fn with_authorization(&self, value: impl Into<String>) -> Self {
        Self {
            authorization: Some(value.into()),
            ..self.clone()
        }
    }

    /// GET; any status.
    pub(super) fn get(&self, path: &str) -> Reply {
        self.send(self.client.get(format!("{}{path}", self.root)))
    }

    /// POST that must succeed.
    pub(super) fn post(&self, path: &str, body: &Value) -> Reply {
        self.change(self.client.post(format!("{}{path}", self.root)), body)
    }

    /// PUT that must succeed.
    pub(super) fn put(&self, path: &str, body: &Value) -> Reply {
        self.change(self.client.put(format!("{}{path}", self.root)), body)
    }

    /// DELETE that must succeed.
    pub(super) fn delete(&self, path: &str) -> Reply {
        self.change(
            self.client.delete(format!("{}{path}", self.root)),
            &Value::Null,
        )
    }

    fn change(&self, request: reqwest::RequestBuilder, body: &Value) -> Reply {
        let request = request.header("content-type", "application/json");
        let reply = self.send(match body {
            Value::Null => request,
            body => request.body(body.to_string()),
        });
        assert!(reply.status < 300, "the server refused: {reply:?}");
        reply
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "answers of servers on loopback are small"
    )]
    fn send(&self, mut request: reqwest::RequestBuilder) -> Reply {
        if let Some(value) = &self.authorization {
            request = request.header("authorization", value);
        }
        block_on(async {
            let response = request.send().await.expect("the server answers");
            let status = response.status().as_u16();
            let body = response.bytes().await.expect("the answer is whole");
            let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
            Reply { status, body }
        })
    }
}

/// Runs a future to its end.
pub(super) fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime can be built")
        .block_on(future)
}
