//! `netra` as an operator runs it: an installation in a temporary folder, the program, and a
//! look into what it stored.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use super::http::block_on;
use crate::support::database::{Place, TextRow};

/// An installation.
pub(super) struct Netra {
    folder: TempDir,
    place: Place,
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
#[derive(Debug)]
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
#[derive(Debug)]
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
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let place = Place::of_installation(&folder.path().join("data"));
        let netra = Self { folder, place };
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
        settings.insert("database".to_owned(), self.place.section().into());
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
        let query = "SELECT native_id, kind, text, not_visible_at, \
             (SELECT count(*) FROM revision AS r WHERE r.post_id = post.id) AS revisions \
             FROM post JOIN revision ON post_id = id AND number = latest_revision ORDER BY id";
        let post = |row: TextRow| {
            let [native_id, kind, text, gone, revisions] = row.try_into().expect("five columns");
            StoredPost {
                native_id: native_id.expect("a post has a name"),
                kind: kind.expect("a post has a kind"),
                text: text.expect("a revision has words"),
                revisions: number(revisions).expect("a count"),
                visible: gone.is_none(),
            }
        };
        self.read(query).into_iter().map(post).collect()
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
        let states = self.read("SELECT address, state FROM account");
        let of_account = |row: TextRow| {
            let [known, state] = row.try_into().expect("two columns");
            (known.as_deref() == Some(address)).then_some(state)
        };
        let state = states.into_iter().find_map(of_account);
        state
            .unwrap_or_else(|| panic!("{address} is not registered"))
            .expect("the platform said something")
    }

    /// The ledger.
    pub(super) fn ledger(&self) -> Vec<Sent> {
        let query = "SELECT url, status, sent_at FROM exchange ORDER BY sent_at, id";
        let sent = |row: TextRow| {
            let [url, status, left_at] = row.try_into().expect("three columns");
            Sent {
                url: url.expect("a request has an address"),
                status: number(status),
                left_at: number(left_at).expect("a request has a time"),
            }
        };
        self.read(query).into_iter().map(sent).collect()
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
        assert_eq!(self.read(breaches), [[Some("0".to_owned())]]);
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

    fn read(&self, query: &str) -> Vec<TextRow> {
        block_on(async { self.place.raw().rows(query).await })
    }
}

/// A number that a query gave as text.
fn number(text: Option<String>) -> Option<i64> {
    text.map(|text| text.parse().expect("a number"))
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
