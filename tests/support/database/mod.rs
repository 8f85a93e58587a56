//! Where the databases of the tests come from, and a second door to them for looking and for
//! breaking things. Nothing else in the tests knows an engine; SQL that they write holds on each.
//!
//! `NETRA_TEST_POSTGRES` names a database of a PostgreSQL cluster that may be thrown away
//! (`.ci/postgres` makes one): then each test has a database there, otherwise a SQLite file.
//! Where `NETRA_TEST_DATABASES` names a file, each test that has a database adds its name to it:
//! those are the tests to run on the other engine too.

mod literal;
mod raw;
mod server;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use netra::config::settings::DatabaseSettings;
use netra::db::{Db, DbError, WhenAbsent};
use tempfile::TempDir;

use server::Rented;

pub(crate) use literal::Literal;
pub(crate) use raw::{Change, REFUSAL, Raw, TextRow};

/// What keeps a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keeper {
    /// A file.
    Sqlite,
    /// The cluster of the tests.
    Postgres,
}

impl Keeper {
    /// The one that this run of the tests is for.
    pub(crate) fn of_this_run() -> Self {
        match server::address() {
            None => Self::Sqlite,
            Some(_) => Self::Postgres,
        }
    }
}

/// Where the database of one test is. It goes away with the test.
pub(crate) enum Place {
    /// A SQLite file.
    File {
        /// It.
        file: PathBuf,
        /// Its folder, unless that is the test's.
        _folder: Option<TempDir>,
    },
    /// A database of the cluster.
    Server(Rented),
}

/// Tells which test has a database.
pub(crate) fn note_test() {
    let Some(list) = std::env::var_os("NETRA_TEST_DATABASES") else {
        return;
    };
    let thread = std::thread::current();
    let test = thread.name().expect("a test opens its databases itself");
    let file = std::fs::File::options()
        .append(true)
        .create(true)
        .open(list);
    // One write a line: tests run at once.
    let line = format!("{test}\n");
    file.unwrap().write_all(line.as_bytes()).unwrap();
}

/// A SQLite database of the present schema in which nothing is, made once for all tests.
fn empty_file() -> &'static [u8] {
    static EMPTY: OnceLock<Vec<u8>> = OnceLock::new();
    EMPTY.get_or_init(|| {
        // Tests have a runtime of their own, in which nothing may be waited for like this.
        let made = std::thread::spawn(|| {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("netra.db");
            let runtime = tokio::runtime::Runtime::new().unwrap();
            runtime.block_on(async {
                let opened = Db::open_sqlite(&file, WhenAbsent::Make).await;
                opened.unwrap().close().await;
            });
            std::fs::read(file).unwrap()
        });
        made.join().unwrap()
    })
}

impl Place {
    /// An empty database of the present schema.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("netra.db");
        Self::rent(Keeper::of_this_run()).unwrap_or(Self::File {
            file,
            _folder: Some(folder),
        })
    }

    /// The database of an installation with that data folder.
    pub(crate) fn of_installation(data: &Path) -> Self {
        Self::of_installation_on(Keeper::of_this_run(), data)
    }

    /// The same where the test says what keeps it.
    pub(crate) fn of_installation_on(keeper: Keeper, data: &Path) -> Self {
        std::fs::create_dir_all(data).unwrap();
        Self::rent(keeper).unwrap_or_else(|| Self::only_file(data))
    }

    /// A file in that data folder, whatever the run is for: of a test about files, which has
    /// nothing to show on a server.
    pub(crate) fn only_file(data: &Path) -> Self {
        std::fs::create_dir_all(data).unwrap();
        let file = data.join("netra.db");
        std::fs::write(&file, empty_file()).unwrap();
        Self::File {
            file,
            _folder: None,
        }
    }

    /// Where an installation with that data folder would make one: none is there yet, or one of
    /// the cluster in which nothing is.
    pub(crate) fn absent(data: &Path) -> Self {
        Self::bare("").unwrap_or_else(|| Self::File {
            file: data.join("netra.db"),
            _folder: None,
        })
    }

    /// A database of the cluster made with these words of CREATE DATABASE, in which nothing is;
    /// none where files keep the databases.
    pub(crate) fn bare(words: &str) -> Option<Self> {
        note_test();
        let postgres = Keeper::of_this_run() == Keeper::Postgres;
        postgres.then(|| Self::Server(Rented::bare(words)))
    }

    fn rent(keeper: Keeper) -> Option<Self> {
        // A test that has a file where the others have the cluster did not run there.
        if keeper == Keeper::of_this_run() {
            note_test();
        }
        let rented = (keeper == Keeper::Postgres).then(Rented::new);
        rented.map(Self::Server)
    }

    /// The section `[database]` of the settings of its installation.
    pub(crate) fn section(&self) -> toml::Table {
        match self {
            Self::File { .. } => toml::Table::new(),
            Self::Server(rented) => {
                toml::Table::from_iter([("url".to_owned(), rented.url().into())])
            }
        }
    }

    /// The same, read.
    pub(crate) fn settings(&self) -> DatabaseSettings {
        self.section().try_into().unwrap()
    }

    /// Opens it as the program does.
    pub(crate) async fn open(&self) -> Db {
        self.try_open().await.unwrap()
    }

    /// The same where it may be refused.
    pub(crate) async fn try_open(&self) -> Result<Db, DbError> {
        match self {
            Self::File { file, .. } => {
                std::fs::create_dir_all(file.parent().unwrap()).unwrap();
                Db::open_sqlite(file, WhenAbsent::Make).await
            }
            Self::Server(rented) => Db::open_postgres(rented.url(), WhenAbsent::Make).await,
        }
    }

    /// Opens the second door.
    pub(crate) fn raw(&self) -> Raw {
        match self {
            Self::File { file, .. } => Raw::sqlite(file),
            Self::Server(rented) => Raw::postgres(rented.url()),
        }
    }

    /// Another database with all that is in this one, which nobody may have open.
    pub(crate) fn copy(&self) -> Self {
        match self {
            Self::File { file, .. } => {
                let folder = tempfile::tempdir().unwrap();
                let copy = folder.path().join("netra.db");
                std::fs::copy(file, &copy).unwrap();
                Self::File {
                    file: copy,
                    _folder: Some(folder),
                }
            }
            Self::Server(rented) => Self::Server(rented.copy()),
        }
    }
}
