//! `netra` as an operator runs it: an installation in a temporary folder, the program, and a
//! look into what it stored.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use tempfile::TempDir;

use super::http::block_on;

/// An installation.
pub(super) struct Netra {
    folder: TempDir,
}

/// What a crawl said.
#[derive(Debug)]
pub(super) struct Crawl {
    /// Exit code.
    pub(super) exit: i32,
    /// The report.
    pub(super) report: Value,
}

impl Crawl {
    /// A number of the report.
    pub(super) fn count(&self, key: &str) -> u64 {
        let count = self.report[key].as_u64();
        count.unwrap_or_else(|| panic!("no count {key:?} in {self:?}"))
    }

    /// Asserts that all went well and returns the numbers of new, edited and vanished posts.
    pub(super) fn changes(&self) -> [u64; 3] {
        assert_eq!(self.exit, 0, "{self:?}");
        assert_eq!(self.count("over_allowance"), 0, "{self:?}");
        ["posts_new", "posts_edited", "posts_not_visible"].map(|key| self.count(key))
    }
}

/// A stored post with its latest words.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct StoredPost {
    /// The platform's identifier.
    pub(super) native_id: String,
    /// What the author did.
    pub(super) kind: String,
    /// Words of the latest revision.
    pub(super) text: String,
    /// How many revisions there are.
    pub(super) revisions: i64,
    /// Whether it was there at the last look.
    pub(super) visible: bool,
}

/// A request that left, from the ledger.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Sent {
    /// Address.
    pub(super) url: String,
    /// Status of the answer.
    pub(super) status: Option<i64>,
    /// When it left, in microseconds.
    pub(super) left_at: i64,
}

impl Netra {
    /// An installation that watches these accounts (platform and address).
    pub(super) fn watching(accounts: &[(&str, &str)]) -> Self {
        let netra = Self {
            folder: tempfile::tempdir().expect("a temporary folder can be made"),
        };
        copy(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("config"),
            &netra.config(),
        );
        netra.adapt_settings();
        let file = netra.folder.path().join("registry.csv");
        std::fs::write(&file, registry(accounts)).expect("the folder can be written");
        let import = [
            "registry",
            "import",
            file.to_str().expect("a plain path"),
            "--reason",
            "test",
        ];
        let output = netra.run(&import);
        assert!(output.status.success(), "{output:?}");
        netra
    }

    fn config(&self) -> PathBuf {
        self.folder.path().join("config")
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The shipped settings, with private hosts allowed, a fast pace, little patience, and a
    /// second look at every post at each visit.
    fn adapt_settings(&self) {
        let file = self.config().join("netra.toml");
        let shipped = std::fs::read_to_string(&file).expect("config/netra.toml is shipped");
        let mut settings: toml::Table = shipped.parse().expect("the shipped settings are TOML");
        let data = self.data().to_str().expect("a plain path").to_owned();
        settings.insert("data_dir".to_owned(), data.into());
        let adapted: toml::Table = r#"
            [fetch]
            contact = "uji@contoh.example"
            allow_private_hosts = ["127.0.0.1", "localhost"]
            patience_seconds = 5
            backoff_seconds = 0.1
            hosts."127.0.0.1".interval_seconds = 0.01
            hosts.localhost.interval_seconds = 0.01
            [crawl]
            max_pages_per_visit = 500
            recheck_days = 365
            recheck_posts = 500
        "#
        .parse()
        .expect("plain TOML");
        for (name, values) in adapted {
            let section = settings[&name]
                .as_table_mut()
                .expect("the section is shipped");
            section.extend(values.as_table().expect("a section").clone());
        }
        std::fs::write(&file, settings.to_string()).expect("the folder can be written");
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_netra"))
            .arg("--config")
            .arg(self.config())
            .args(arguments)
            .output()
            .expect("the program starts")
    }

    /// Crawls every account, due or not.
    pub(super) fn crawl(&self) -> Crawl {
        let output = self.run(&["crawl", "--json"]);
        let report = serde_json::from_slice(&output.stdout);
        Crawl {
            exit: output.status.code().unwrap_or(-1),
            report: report.unwrap_or_else(|error| panic!("{error} in {output:?}")),
        }
    }

    /// What `netra status` says.
    pub(super) fn status(&self) -> Value {
        let output = self.run(&["status", "--json"]);
        serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{error} in {output:?}"))
    }

    /// How many posts a search finds.
    pub(super) fn search(&self, query: &str) -> u64 {
        let output = self.run(&["search", query, "--json"]);
        let found: Option<Value> = serde_json::from_slice(&output.stdout).ok();
        let total = found.and_then(|found| found["total"].as_u64());
        total.unwrap_or_else(|| panic!("no total in {output:?}"))
    }

    /// All stored posts, in the order in which they were seen first.
    pub(super) fn posts(&self) -> Vec<StoredPost> {
        let query = "SELECT native_id, kind, text, not_visible_at IS NULL AS visible, \
             (SELECT count(*) FROM revision AS r WHERE r.post_id = post.id) AS revisions \
             FROM post JOIN revision ON post_id = id AND number = latest_revision ORDER BY id";
        self.read(query, |post| post)
    }

    /// The stored post with this identifier, or one that ends in it.
    pub(super) fn post(&self, native_id: &str) -> StoredPost {
        let found = self
            .posts()
            .into_iter()
            .find(|post| post.native_id.ends_with(native_id));
        found.unwrap_or_else(|| panic!("no post {native_id} in {:?}", self.posts()))
    }

    /// What the platform last said of the account.
    pub(super) fn state(&self, address: &str) -> String {
        let states = self.read(
            "SELECT address, state FROM account",
            |row: (String, String)| row,
        );
        let state = states.into_iter().find(|(known, _)| known == address);
        state
            .unwrap_or_else(|| panic!("{address} is not registered"))
            .1
    }

    /// The ledger.
    pub(super) fn ledger(&self) -> Vec<Sent> {
        self.read(
            "SELECT url, status, sent_at AS left_at FROM exchange ORDER BY sent_at, id",
            |sent| sent,
        )
    }

    /// Paths that left for the host with this root since request number `from`, sorted.
    pub(super) fn paths(&self, root: &str, from: usize) -> Vec<String> {
        let ledger = self.ledger();
        let paths = ledger
            .iter()
            .skip(from)
            .filter_map(|sent| sent.url.strip_prefix(root));
        let mut paths: Vec<String> = paths.map(str::to_owned).collect();
        paths.sort();
        paths
    }

    /// Asserts that no request broke its allowance and that warcio finds every record whole.
    pub(super) fn check_evidence(&self, servers: &Path) {
        let breaches = "SELECT count(*) FROM exchange WHERE sent_at < allowed_at";
        assert_eq!(self.read(breaches, |row: (i64,)| row.0), [0]);
        let mut archives = Vec::new();
        find(&self.data(), &mut |path| {
            if path.to_string_lossy().ends_with(".warc.gz") {
                archives.push(path.to_owned());
            }
        });
        assert!(
            !archives.is_empty(),
            "no captures under {}",
            self.data().display()
        );
        let check = Command::new(servers.join("python/bin/warcio"))
            .args(["check", "-v"])
            .args(archives)
            .output()
            .expect("warcio starts");
        let said = String::from_utf8_lossy(&check.stdout);
        assert!(
            check.status.success() && said.contains("digest pass"),
            "{said}"
        );
        assert!(!said.contains("failed"), "{said}");
    }

    fn read<R, T>(&self, query: &'static str, map: impl Fn(R) -> T) -> Vec<T>
    where
        R: for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow> + Send + Unpin,
    {
        let options = SqliteConnectOptions::new()
            .filename(self.database())
            .read_only(true);
        block_on(async {
            let pool = SqlitePool::connect_with(options)
                .await
                .expect("the database opens");
            let rows = sqlx::query_as(query).fetch_all(&pool).await;
            pool.close().await;
            rows.expect("the query fits the schema")
                .into_iter()
                .map(map)
                .collect()
        })
    }

    fn database(&self) -> PathBuf {
        let mut databases = Vec::new();
        find(&self.data(), &mut |path| {
            let start = std::fs::read(path).unwrap_or_default();
            if start.starts_with(b"SQLite format 3\0") {
                databases.push(path.to_owned());
            }
        });
        databases.pop().expect("the installation has a database")
    }
}

/// A registry file with a made-up person for each account.
fn registry(accounts: &[(&str, &str)]) -> String {
    let mut file = "Jenis,NIP,Nama,Instansi,Kode Wilayah,Platform,Akun,Dasar,Berakhir\n".to_owned();
    for (number, (platform, address)) in (1..).zip(accounts) {
        file += &format!(
            "PNS,198503122010011{number:03},Pegawai {number},Dinas Contoh,32.04,{platform},{address},ST-1,2099-12-31\n",
        );
    }
    file
}

fn copy(from: &Path, to: &Path) {
    find(from, &mut |path| {
        let target = to.join(path.strip_prefix(from).expect("a path below its folder"));
        std::fs::create_dir_all(target.parent().expect("a file is in a folder"))
            .and_then(|()| std::fs::copy(path, &target))
            .expect("the configuration can be copied");
    });
}

fn find(folder: &Path, each: &mut impl FnMut(&Path)) {
    for entry in std::fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            find(&path, each);
        } else {
            each(&path);
        }
    }
}
