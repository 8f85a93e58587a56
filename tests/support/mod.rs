//! What the tests of whole commands share: an installation in a temporary folder, and a site.

pub(crate) mod authority;
pub(crate) mod cluster;
pub(crate) mod corpus;
pub(crate) mod database;
pub(crate) mod effort;
pub(crate) mod process;
pub(crate) mod site;
pub(crate) mod world;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use netra::db::Db;
use netra::model::Reason;
use tempfile::TempDir;

use self::database::{Keeper, Place, Raw};

/// A reason for a change of the register.
pub(crate) fn reason(text: &str) -> &'static Reason {
    Box::leak(Box::new(text.parse().unwrap()))
}

/// An installation made from the shipped configuration.
pub(crate) struct Installation {
    folder: TempDir,
    place: Place,
}

/// The shipped configuration with a temporary data folder, no waiting, and loopback allowed.
fn adapted_settings(data: &Path, place: &Place) -> String {
    let shipped = std::fs::read_to_string(root().join("config/netra.toml")).unwrap();
    let mut settings: toml::Table = shipped.parse().unwrap();
    settings.insert("data_dir".into(), data.to_str().unwrap().into());
    settings.insert("database".into(), place.section().into());
    let fetch = settings
        .entry("fetch")
        .or_insert_with(|| toml::Table::new().into());
    let fetch = fetch.as_table_mut().unwrap();
    fetch.insert("contact".into(), "https://netra.example/kontak".into());
    let pace: toml::Table = "\"127.0.0.1\" = { interval_seconds = 0.001 }"
        .parse()
        .unwrap();
    fetch.insert("hosts".into(), pace.into());
    fetch.insert(
        "allow_private_hosts".into(),
        toml::Value::Array(vec!["127.0.0.1".into()]),
    );
    settings.to_string()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}

/// Takes all packs out but that of the fictional contest. No installation watches all elections of
/// the past, and a third of what a command does in a test was to read their packs.
fn keep_one_pack(contests: &Path) {
    for pack in std::fs::read_dir(contests).unwrap() {
        let pack = pack.unwrap();
        if pack.file_name() != "demo-2027.toml" {
            std::fs::remove_file(pack.path()).unwrap();
        }
    }
}

/// Keeps what is in a folder to its owner.
pub(crate) fn close_folder(folder: &Path) {
    let mut closed = Command::new("chmod");
    closed.args(["-R", "go="]).arg(folder);
    drop(closed.stderr(Stdio::null()).status());
}

impl Installation {
    pub(crate) fn new() -> Self {
        Self::on(Keeper::of_this_run())
    }

    /// An installation whose database that one keeps.
    pub(crate) fn on(keeper: Keeper) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::of_installation_on(keeper, &folder.path().join("data"));
        Self::configured(folder, place)
    }

    /// An installation whose database is a file, of a test about files.
    pub(crate) fn on_file() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::only_file(&folder.path().join("data"));
        Self::configured(folder, place)
    }

    /// An installation without a database and without the folder of its data.
    pub(crate) fn without_database() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::absent(&folder.path().join("data"));
        Self::configured(folder, place)
    }

    fn configured(folder: TempDir, place: Place) -> Self {
        copy_folder(&root().join("config"), &folder.path().join("config"));
        keep_one_pack(&folder.path().join("config/contests"));
        let data = folder.path().join("data");
        let settings = adapted_settings(&data, &place);
        std::fs::write(folder.path().join("config/netra.toml"), settings).unwrap();
        // What the test made is not as private as what the program makes.
        close_folder(&data);
        Self { folder, place }
    }

    /// Adds the shipped pack of an election of the past.
    pub(crate) fn add_pack(&self, id: &str) {
        let file = format!("config/contests/{id}.toml");
        std::fs::copy(root().join(&file), self.path().join(&file)).unwrap();
    }

    /// Adds lines to a section of the settings, in place of the keys it had.
    pub(crate) fn set(&self, section: &str, lines: &str) {
        let file = self.path().join("config/netra.toml");
        let mut settings: toml::Table = std::fs::read_to_string(&file).unwrap().parse().unwrap();
        let added: toml::Table = lines.parse().unwrap();
        let table = section.split('.').fold(&mut settings, |table, name| {
            table[name].as_table_mut().unwrap()
        });
        table.extend(added);
        std::fs::write(file, settings.to_string()).unwrap();
    }

    /// A calendar that is open whenever the tests run, with candidates fixed on that day.
    pub(crate) fn calendar(&self, determination: &str) {
        self.set_calendar(&format!(
            "opens = 2020-01-01\ndetermination = {determination}\n\
             campaign = [{determination}, 2098-12-01]\nvote = 2098-12-05\nends = 2099-02-20"
        ));
    }

    /// A calendar that was over before the tests run.
    pub(crate) fn calendar_ended(&self) {
        self.set_calendar(
            "opens = 2020-01-01\ndetermination = 2020-02-01\n\
             campaign = [2020-02-01, 2020-03-01]\nvote = 2020-03-05\nends = 2020-04-01",
        );
    }

    fn set_calendar(&self, calendar: &str) {
        let file = self.path().join("config/contests/demo-2027.toml");
        let pack = std::fs::read_to_string(&file).unwrap();
        let mut pack: toml::Table = pack.parse().unwrap();
        let calendar: toml::Table = calendar.parse().unwrap();
        pack.insert("calendar".into(), calendar.into());
        std::fs::write(file, pack.to_string()).unwrap();
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.path().join("data")
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_netra"));
        command
            .arg("--config")
            .arg(self.path().join("config"))
            .args(arguments);
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs a command with `--json` and reads what it prints, whatever its exit code.
    pub(crate) fn json(&self, arguments: &[&str]) -> serde_json::Value {
        let output = self.command(arguments).arg("--json").output().unwrap();
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
            panic!("{error}: {}{}", text(&output.stdout), text(&output.stderr));
        })
    }

    /// The database, opened as the program does.
    pub(crate) async fn open_db(&self) -> Db {
        self.place.open().await
    }

    /// The second door to the database.
    pub(crate) fn raw(&self) -> Raw {
        self.place.raw()
    }

    /// The first column of a query on the database, as text.
    pub(crate) fn rows(&self, sql: &str) -> Vec<String> {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async { self.raw().texts(sql).await })
    }

    /// Registers the users of a site.
    pub(crate) fn watch(&self, site: &site::Site, users: usize) {
        let addresses: Vec<String> = (0..users).map(|user| site.account(user)).collect();
        let rows: Vec<_> = addresses
            .iter()
            .map(|address| ("mastodon", address.as_str()))
            .collect();
        self.register(&rows);
    }

    /// Writes a registry file and imports it.
    pub(crate) fn register(&self, rows: &[(&str, &str)]) {
        let mut csv =
            String::from("jenis,nama,instansi,kode wilayah,platform,akun,dasar,berakhir\n");
        for (number, (platform, address)) in rows.iter().enumerate() {
            csv += &format!(
                "instansi,Dinas Uji {number},Dinas Uji {number},32.99,{platform},{address},ST 1,2099-12-31\n"
            );
        }
        let file = self.path().join("registry.csv");
        std::fs::write(&file, csv).unwrap();
        let output = self.run(&[
            "registry",
            "import",
            file.to_str().unwrap(),
            "--reason",
            "uji",
        ]);
        assert!(
            output.status.success(),
            "{}{}",
            text(&output.stdout),
            text(&output.stderr)
        );
    }
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
