//! The Mastodon source against `mastodon_mock`.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::http::Api;
use super::netra::Netra;
use super::process::Process;
use super::{free_port, installed};

/// A server with the accounts `budi` and `sari` and an administrator.
struct Server {
    process: Process,
    root: String,
    api: Api,
    _folder: TempDir,
}

impl Server {
    fn start(servers: &Path, settings: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let file = folder.path().join("server.toml");
        let mut text = settings.to_owned();
        for (name, role) in [("budi", "user"), ("sari", "user"), ("pengurus", "admin")] {
            text += &format!(
                "[[seed.accounts]]\nusername = {name:?}\nrole = {role:?}\naccess_token = {name:?}\n"
            );
        }
        std::fs::write(&file, text).expect("the folder can be written");
        let port = free_port().to_string();
        let host = format!("127.0.0.1:{port}");
        let process = Process::start(
            Command::new(servers.join("python/bin/mastodon_mock"))
                .args(["serve", "--in-memory", "--host", "127.0.0.1"])
                .args(["--port", &port, "--domain", &host, "--config"])
                .arg(&file)
                .current_dir(folder.path()),
            "Uvicorn running",
        );
        let root = format!("http://{host}");
        let api = Api::new(&root);
        Self {
            process,
            root,
            api,
            _folder: folder,
        }
    }

    fn user(&self, name: &str) -> Api {
        self.api.with_authorization(format!("Bearer {name}"))
    }

    fn post(&self, user: &str, status: &Value) -> String {
        self.user(user).post("/api/v1/statuses", status).text("id")
    }

    fn address(&self, user: &str) -> String {
        format!("{}/@{user}", self.root)
    }

    /// The next so many requests for this path get this effect.
    fn fail(&self, path: &str, effect: &Value, count: usize) {
        let rule = json!({"match": {"path_regex": path}, "effect": effect, "count": count});
        self.api.post("/api/v1/_mock/faults", &rule);
    }

    /// Paths that were asked for since the last call, sorted.
    fn requests(&self) -> Vec<String> {
        self.api.get("/until-here");
        let lines = self.process.lines_until("/until-here");
        let mut paths: Vec<String> = lines
            .iter()
            .filter(|line| !line.contains("/until-here"))
            .filter_map(|line| {
                Some(
                    line.split_once("\"GET ")?
                        .1
                        .split_once(" HTTP/")?
                        .0
                        .to_owned(),
                )
            })
            .collect();
        paths.sort();
        paths
    }
}

/// Pages, kinds, what is not public, edits and deletions, and the ledger against the access log.
#[test]
fn an_account_is_followed_over_its_changes() {
    let Some(servers) = installed("mastodon") else {
        return;
    };
    let server = Server::start(&servers, "");
    let theirs = server.post("sari", &json!({"status": "Kabar dari Sari"}));
    let first = server.post("budi", &json!({"status": "Catatan pertama & <penting>"}));
    let write = |n| server.post("budi", &json!({"status": format!("Catatan {n}")}));
    let mut written: Vec<_> = (2..=50).map(write).collect();
    let last = written.pop().expect("there are fifty");
    let reply = server.post(
        "budi",
        &json!({"status": "Setuju", "in_reply_to_id": theirs}),
    );
    let quote = server.post(
        "budi",
        &json!({"status": "Lihat ini", "quoted_status_id": theirs}),
    );
    server
        .user("budi")
        .post(&format!("/api/v1/statuses/{theirs}/reblog"), &Value::Null);
    for visibility in ["private", "direct"] {
        server.post(
            "budi",
            &json!({"status": "Bukan untuk umum", "visibility": visibility}),
        );
    }
    server.requests();
    let netra = Netra::watching(&[
        ("mastodon", &server.address("budi")),
        ("mastodon", &server.address("sari")),
    ]);

    assert_eq!(netra.crawl().changes(), [54, 0, 0]);
    assert_eq!(server.requests(), netra.paths(&server.root, 0));
    assert!(
        netra
            .posts()
            .iter()
            .all(|post| post.text != "Bukan untuk umum")
    );
    assert_eq!(netra.post(&first).text, "Catatan pertama & <penting>");
    let kinds = [&first, &reply, &quote].map(|id| netra.post(id).kind);
    assert_eq!(kinds, ["original", "reply", "quote"]);
    let shared: Vec<_> = netra
        .posts()
        .into_iter()
        .filter(|post| post.kind == "share")
        .collect();
    assert_eq!(shared.len(), 1);
    assert_eq!(shared[0].text, "Kabar dari Sari");

    assert_eq!(netra.crawl().changes(), [0, 0, 0]);

    let budi = server.user("budi");
    budi.put(
        &format!("/api/v1/statuses/{last}"),
        &json!({"status": "Catatan 50, diubah"}),
    );
    budi.delete(&format!("/api/v1/statuses/{first}"));
    let new = server.post("budi", &json!({"status": "Catatan baru"}));
    assert_eq!(netra.crawl().changes(), [1, 1, 1]);
    let edited = netra.post(&last);
    assert_eq!(
        (edited.text.as_str(), edited.revisions),
        ("Catatan 50, diubah", 2)
    );
    assert!(edited.visible && netra.post(&new).visible && !netra.post(&first).visible);

    assert_eq!(netra.crawl().changes(), [0, 0, 0]);
    assert_eq!(netra.search("catatan"), 51);
    assert_eq!(netra.status()["posts"], 55);
    netra.check_evidence(&servers);
}

/// A server that asks for a pause gets it, and one that breaks off loses nothing.
#[test]
fn faults_cost_time_and_no_posts() {
    let Some(servers) = installed("mastodon") else {
        return;
    };
    let server = Server::start(&servers, "");
    (1..=45).for_each(|n| drop(server.post("budi", &json!({"status": format!("Catatan {n}")}))));
    let pause = json!({"type": "status", "status": 429, "headers": {"Retry-After": "2"}});
    server.fail("statuses$", &pause, 1);
    let netra = Netra::watching(&[("mastodon", &server.address("budi"))]);

    assert_eq!(netra.crawl().changes(), [45, 0, 0]);
    let ledger = netra.ledger();
    let refused = ledger.iter().position(|sent| sent.status == Some(429));
    let refused = refused.expect("the refusal stands in the ledger");
    let waited = ledger[refused + 1].left_at - ledger[refused].left_at;
    assert!(
        waited >= 2_000_000,
        "the next request left after {waited} microseconds"
    );

    server.post("budi", &json!({"status": "Catatan 46"}));
    server.fail("statuses$", &json!({"type": "malformed"}), 1);
    let broken = netra.crawl();
    server.post("budi", &json!({"status": "Catatan 47"}));
    let mended = netra.crawl();
    assert_eq!(
        broken.count("posts_new") + mended.count("posts_new"),
        2,
        "{broken:?} {mended:?}"
    );
    assert_eq!(netra.posts().len(), 47);
    netra.check_evidence(&servers);
}

/// The server's own limit, used up by somebody else on the same address: the rest of the window
/// is left to it, and nothing is concluded.
#[test]
fn the_limit_of_the_server_is_kept() {
    let Some(servers) = installed("mastodon") else {
        return;
    };
    let limit = "[ratelimit]\nenabled = true\nlimit = 60\nwindow_seconds = 300\n";
    let server = Server::start(&servers, limit);
    let address = server.address("budi");
    let netra = Netra::watching(&[("mastodon", &address)]);
    server.post("budi", &json!({"status": "Catatan"}));
    assert_eq!(netra.crawl().changes(), [1, 0, 0]);
    let before = netra.ledger().len();

    let spent = (0..100).find(|_| server.api.get("/api/v1/instance").status == 429);
    assert!(spent.is_some(), "the server has no limit");
    let refused = netra.crawl();
    assert_ne!(refused.exit, 0, "{refused:?}");
    assert_eq!(netra.ledger().len() - before, 1, "{refused:?}");
    assert_eq!(netra.state(&address), "active");
    assert!(netra.posts().iter().all(|post| post.visible));
    netra.check_evidence(&servers);
}

/// Silence is not a deletion: when an account is suspended its posts stay as they were.
#[test]
fn states_of_accounts_are_told_apart() {
    let Some(servers) = installed("mastodon") else {
        return;
    };
    let server = Server::start(&servers, "");
    let post = server.post("budi", &json!({"status": "Catatan"}));
    let (budi, nobody) = (server.address("budi"), server.address("tidakada"));
    let netra = Netra::watching(&[("mastodon", &budi), ("mastodon", &nobody)]);
    netra.crawl();
    assert_eq!(netra.state(&budi), "active");
    assert_eq!(netra.state(&nobody), "gone");

    let id = server
        .api
        .get("/api/v1/accounts/lookup?acct=budi")
        .text("id");
    let action = format!("/api/v1/admin/accounts/{id}/action");
    server
        .user("pengurus")
        .post(&action, &json!({"type": "suspend"}));
    netra.crawl();
    assert_ne!(netra.state(&budi), "active");
    assert_eq!(netra.post(&post).text, "Catatan");
}
