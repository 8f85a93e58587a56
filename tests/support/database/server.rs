//! Databases of a PostgreSQL cluster that is there for the tests.

use std::sync::{OnceLock, mpsc};

use netra::db::{Db, WhenAbsent};
use netra::model::Sha256;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use url::Url;

/// The database of the cluster from which others are made, if the tests run on PostgreSQL.
pub(super) fn address() -> Option<Url> {
    let address = std::env::var_os("NETRA_TEST_POSTGRES")?;
    let address = address.to_str().and_then(|text| text.parse().ok());
    Some(address.expect("NETRA_TEST_POSTGRES is an address"))
}

fn database(name: &str) -> String {
    let mut address = address().expect("there is a cluster");
    address.set_path(name);
    address.into()
}

/// A database of one test.
pub(crate) struct Rented {
    name: String,
    url: String,
}

impl Rented {
    /// An empty database of the present schema.
    pub(super) fn new() -> Self {
        Self::made(Model::Empty)
    }

    /// Another with all that is in this one, to which nobody is connected.
    pub(super) fn copy(&self) -> Self {
        Self::made(Model::Copy(self.name.clone()))
    }

    /// One made with these words of CREATE DATABASE, in which nothing is.
    pub(super) fn bare(words: &str) -> Self {
        Self::made(Model::Bare(words.to_owned()))
    }

    fn made(model: Model) -> Self {
        let (done, made) = mpsc::channel();
        janitor().send(Order::Make { model, done }).unwrap();
        let name = made.recv().expect("the cluster makes databases");
        Self {
            url: database(&name),
            name,
        }
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Rented {
    fn drop(&mut self) {
        let name = std::mem::take(&mut self.name);
        // At the end of the run there may be nobody to do it; then the cluster goes as a whole.
        let _ = janitor().send(Order::Drop(name));
    }
}

/// What a new database is like.
enum Model {
    /// Of the present schema.
    Empty,
    /// All that is in another.
    Copy(String),
    /// Nothing in it, made with words of its own.
    Bare(String),
}

enum Order {
    Make {
        model: Model,
        /// Told the name.
        done: mpsc::Sender<String>,
    },
    Drop(String),
}

/// One thread for the whole run, because a connection belongs to the runtime that made it and
/// each test has its own.
fn janitor() -> &'static mpsc::Sender<Order> {
    static JANITOR: OnceLock<mpsc::Sender<Order>> = OnceLock::new();
    JANITOR.get_or_init(|| {
        let (orders, inbox) = mpsc::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build();
            runtime.unwrap().block_on(work(&inbox));
        });
        orders
    })
}

async fn work(inbox: &mpsc::Receiver<Order>) {
    let address = address().expect("there is a cluster");
    let mut cluster = PgConnection::connect(address.as_str())
        .await
        .expect("the cluster of NETRA_TEST_POSTGRES answers");
    let empty = empty_database(&mut cluster).await;
    let mut made = 0;
    while let Ok(order) = inbox.recv() {
        match order {
            Order::Make { model, done } => {
                made += 1;
                let name = format!("netra_test_{}_{made}", std::process::id());
                // Of a process that had the number before and left it.
                run(&mut cluster, format!("DROP DATABASE IF EXISTS {name}")).await;
                // A third faster than through the log, which nobody will read.
                let copy = |model| format!("TEMPLATE {model} STRATEGY file_copy");
                let words = match model {
                    Model::Empty => copy(empty.clone()),
                    Model::Copy(model) => copy(model),
                    Model::Bare(words) => words,
                };
                let make = format!("CREATE DATABASE {name} {words}");
                run(&mut cluster, make).await;
                let _ = done.send(name);
            }
            Order::Drop(name) => {
                let drop = format!("DROP DATABASE {name} WITH (FORCE)");
                run(&mut cluster, drop).await;
            }
        }
    }
}

async fn run(cluster: &mut PgConnection, sql: String) {
    let done = sqlx::raw_sql(AssertSqlSafe(sql.clone()));
    done.execute(cluster)
        .await
        .unwrap_or_else(|error| panic!("{error}: {sql}"));
}

/// The name of a database with the present schema and nothing else. It is made once for each
/// schema; whoever comes at the same time waits.
async fn empty_database(cluster: &mut PgConnection) -> String {
    let name = format!("netra_empty_{}", &schema_digest()[..16]);
    run(cluster, "SELECT pg_advisory_lock(20270115)".to_owned()).await;
    let known = "SELECT count(*) FROM pg_database WHERE datname = $1";
    let known: i64 = sqlx::query_scalar(known)
        .bind(&name)
        .fetch_one(&mut *cluster)
        .await
        .unwrap();
    if known == 0 {
        // Takes its name when it is whole.
        let draft = "netra_draft";
        run(cluster, format!("DROP DATABASE IF EXISTS {draft}")).await;
        run(cluster, format!("CREATE DATABASE {draft}")).await;
        let db = Db::open_postgres(&database(draft), WhenAbsent::Make)
            .await
            .unwrap();
        db.close().await;
        run(cluster, format!("ALTER DATABASE {draft} RENAME TO {name}")).await;
    }
    run(cluster, "SELECT pg_advisory_unlock(20270115)".to_owned()).await;
    name
}

/// Tells schemas apart.
fn schema_digest() -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/db/migrations/postgres");
    let files = std::fs::read_dir(folder).unwrap();
    let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    files.sort();
    let texts: Vec<_> = files
        .iter()
        .map(|file| std::fs::read_to_string(file).unwrap())
        .collect();
    Sha256::of(texts.join("\n")).to_string()
}
