//! The WordPress and feed sources against WordPress with its database.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::http::Api;
use super::netra::Netra;
use super::process::Process;
use super::{free_port, installed};

/// A site whose posts are written by `budi`, a user with the rights of an author.
struct Site {
    process: Process,
    root: String,
    api: Api,
    author: Value,
    _database: Process,
    _folder: TempDir,
}

impl Site {
    fn start(servers: &Path) -> Self {
        let home = servers.join("wordpress");
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let database_port = free_port().to_string();
        let database = start_database(&home, folder.path(), &database_port);
        let administrator = output(
            Command::new("php")
                .args([home.join("setup.php"), home.join("site")])
                .env("WORDPRESS_DB_PORT", &database_port),
        );
        let host = format!("127.0.0.1:{}", free_port());
        let process = Process::start(
            Command::new("php")
                .args(["-S", &host, "-t"])
                .args([home.join("site"), home.join("site/router.php")])
                .env("WORDPRESS_DB_PORT", &database_port),
            "started",
        );
        let root = format!("http://{host}");
        let api =
            Api::new(format!("{root}/wp-json/wp/v2")).with_authorization(administrator.trim());
        let budi = json!({
            "username": "budi", "email": "budi@contoh.example", "password": "kata-sandi-uji", "roles": ["author"],
        });
        let author = api.post("/users", &budi).body["id"].clone();
        Self {
            process,
            root,
            api,
            author,
            _database: database,
            _folder: folder,
        }
    }

    /// Publishes a post of the hour `number`, with further fields.
    fn post(&self, number: u32, title: &str, more: &Value) -> String {
        let date = format!("2026-10-{:02}T{:02}:00:00", 1 + number / 24, number % 24);
        let mut post = json!({
            "title": title, "content": format!("<p>Isi {title} &amp; lainnya</p>"), "status": "publish",
            "author": self.author, "date_gmt": date,
        });
        let more = more.as_object().cloned().unwrap_or_default();
        post.as_object_mut().expect("an object").extend(more);
        self.api.post("/posts", &post).body["id"].to_string()
    }

    /// Paths that were asked for since the last call, sorted.
    fn requests(&self) -> Vec<String> {
        self.api.get("/until-here");
        let lines = self.process.lines_until("/until-here");
        let paths = lines
            .iter()
            .filter_map(|line| Some(line.split_once("] GET ")?.1));
        let mut paths: Vec<String> = paths
            .filter(|path| !path.contains("/until-here"))
            .map(str::to_owned)
            .collect();
        paths.sort();
        paths
    }
}

/// MariaDB with an empty database for WordPress, on loopback only.
fn start_database(home: &Path, folder: &Path, port: &str) -> Process {
    let user = format!("--user={}", output(Command::new("id").arg("-un")).trim());
    let data = folder.join("data");
    let data_option = format!("--datadir={}", data.display());
    output(
        Command::new("mariadb-install-db")
            .env("TMPDIR", folder)
            .args([
                "--no-defaults",
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
            ])
            .args([&user, &data_option]),
    );
    Process::start(
        Command::new("mariadbd")
            // A server clears its folder for temporary tables when it starts.
            .env("TMPDIR", folder)
            .args([
                "--no-defaults",
                "--bind-address=127.0.0.1",
                "--skip-name-resolve",
            ])
            .args([
                "--innodb-buffer-pool-size=32M",
                "--innodb-flush-log-at-trx-commit=0",
            ])
            .args([&user, &data_option, &format!("--port={port}")])
            .arg(format!("--socket={}", folder.join("socket").display()))
            .arg(format!("--pid-file={}", folder.join("pid").display()))
            .arg(format!(
                "--init-file={}",
                home.join("database.sql").display()
            )),
        "ready for connections",
    )
}

fn output(command: &mut Command) -> String {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {output:?}");
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn a_blog_is_followed_over_its_changes() {
    let Some(servers) = installed("wordpress") else {
        return;
    };
    let site = Site::start(&servers);
    let first = site.post(0, "Catatan pertama", &Value::Null);
    let write = |n| site.post(n, &format!("Catatan {n}"), &Value::Null);
    let mut written: Vec<_> = (1..105).map(write).collect();
    let last = written.pop().expect("there are many");
    for hidden in [
        json!({"status": "draft"}),
        json!({"status": "private"}),
        json!({"password": "abc"}),
    ] {
        site.post(200, "Bukan untuk umum", &hidden);
    }
    site.post(201, "Dari orang lain", &json!({"author": 1}));
    site.requests();
    let netra = Netra::watching(&[("wordpress", &format!("{}/author/budi/", site.root))]);

    assert_eq!(netra.crawl().changes(), [105, 0, 0]);
    assert_eq!(site.requests(), netra.paths(&site.root, 0));
    assert!(
        netra
            .posts()
            .iter()
            .all(|post| post.text.starts_with("Catatan"))
    );
    let text = netra.post(&first).text;
    assert!(text.contains("Isi Catatan pertama & lainnya"), "{text}");

    assert_eq!(netra.crawl().changes(), [0, 0, 0]);

    site.api.post(
        &format!("/posts/{last}"),
        &json!({"content": "<p>Sudah diubah</p>"}),
    );
    site.api.delete(&format!("/posts/{first}"));
    let new = site.post(203, "Catatan baru", &Value::Null);
    assert_eq!(netra.crawl().changes(), [1, 1, 1]);
    let edited = netra.post(&last);
    assert!(
        edited.text.contains("Sudah diubah") && edited.revisions == 2,
        "{edited:?}"
    );
    assert!(netra.post(&new).visible && !netra.post(&first).visible);
    assert_eq!(netra.crawl().changes(), [0, 0, 0]);
    netra.check_evidence(&servers);
}

/// The feed of the same site: conditional requests, edits, and items that leave the window.
#[test]
fn a_feed_is_read_without_asking_twice_for_the_same() {
    let Some(servers) = installed("wordpress") else {
        return;
    };
    let site = Site::start(&servers);
    let posts: Vec<_> = (0..8)
        .map(|n| site.post(n, &format!("Catatan {n}"), &Value::Null))
        .collect();
    site.post(200, "Terkunci", &json!({"password": "abc"}));
    let netra = Netra::watching(&[("feed", &format!("{}/author/budi/feed/", site.root))]);
    let [new, ..] = netra.crawl().changes();
    assert!((8..=9).contains(&new), "{new} posts");
    assert!(
        netra
            .posts()
            .iter()
            .all(|post| !post.text.contains("<form"))
    );

    let before = netra.ledger().len();
    assert_eq!(netra.crawl().changes(), [0, 0, 0]);
    assert!(
        netra.ledger()[before..]
            .iter()
            .any(|sent| sent.status == Some(304))
    );

    // Twelve newer posts push the old ones out of the feed, which is no deletion.
    let newer: Vec<_> = (8..20)
        .map(|n| site.post(n, &format!("Catatan {n}"), &Value::Null))
        .collect();
    netra.crawl();
    assert!(netra.posts().iter().all(|post| post.visible));
    assert_eq!(newer.len() + posts.len(), 20);
    netra.check_evidence(&servers);
}
