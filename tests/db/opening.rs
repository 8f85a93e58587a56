//! Which databases are opened, and what is said of those that are not.

use std::net::TcpListener;

use crate::support::cluster::{Cluster, PASSWORD};
use crate::support::database::Place;
use crate::support::{Installation, text};

async fn refusal(place: &Place) -> String {
    place.try_open().await.unwrap_err().to_string()
}

#[tokio::test]
async fn a_database_without_all_letters_is_refused() {
    for encoding in ["LATIN1", "SQL_ASCII"] {
        let words = format!("TEMPLATE template0 LOCALE 'C' ENCODING '{encoding}'");
        let Some(place) = Place::bare(&words) else {
            return;
        };
        let expected = format!(
            "the database keeps its texts in {encoding} and not in UTF8; make another, as the \
             README says, and name it in netra.toml"
        );
        assert_eq!(refusal(&place).await, expected);
        let tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'";
        assert_eq!(place.raw().number(tables).await, 0, "it was left as it was");
    }
}

#[tokio::test]
async fn a_database_of_something_else_is_left_as_it_is() {
    let Some(place) = Place::bare("") else {
        return;
    };
    let raw = place.raw();
    raw.run("CREATE TABLE person (name TEXT); INSERT INTO person VALUES ('orang lain')")
        .await;
    insta::assert_snapshot!(refusal(&place).await, @r#"the database schema could not be brought up to date: relation "person" already exists (code 42P07); give netra a database in which there is nothing else"#);
    assert_eq!(raw.texts("SELECT name FROM person").await, ["orang lain"]);
}

#[tokio::test]
async fn a_database_that_may_not_be_written_to_says_so() {
    let Some(place) = Place::bare("") else {
        return;
    };
    place
        .raw()
        .set_default("default_transaction_read_only = on")
        .await;
    insta::assert_snapshot!(refusal(&place).await, @"the database schema could not be brought up to date: cannot execute CREATE TABLE in a read-only transaction (code 25006); is this the server that may be written to?");
}

#[tokio::test]
async fn a_database_of_another_version_is_refused() {
    let place = Place::new();
    place.open().await.close().await;
    let raw = place.raw();
    raw.run(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         SELECT 9999, 'nanti', success, checksum, 0 FROM _sqlx_migrations WHERE version = 8",
    )
    .await;
    insta::assert_snapshot!(refusal(&place).await, @"the database schema could not be brought up to date: step 9999 was made by a newer netra; use that version");
    raw.run("DELETE FROM _sqlx_migrations WHERE version = 9999; UPDATE _sqlx_migrations SET checksum = 'x' WHERE version = 8").await;
    insta::assert_snapshot!(refusal(&place).await, @"the database schema could not be brought up to date: step 8 was made by another netra than this; use that version");
}

/// With a password in which everything stands that means something in an address.
#[test]
fn a_server_is_reached_by_both_families_of_addresses() {
    let Some(cluster) = Cluster::start() else {
        return;
    };
    let installation = Installation::new();
    std::fs::write(installation.path().join("config/kata-sandi"), PASSWORD).unwrap();
    let hosts = ["127.0.0.1", "[::1]"];
    let here = |host: &&str| TcpListener::bind(format!("{host}:0")).is_ok();
    for host in hosts.into_iter().filter(here) {
        let url = cluster.url().replace("127.0.0.1", host);
        let database = format!("url = {url:?}\npassword_file = \"kata-sandi\"");
        installation.set("database", &database);
        // The first of them begins it, the second finds it.
        installation.run(&["user", "add", "rini", "--role", "analyst"]);
        let done = installation.command(&["status"]).output().unwrap();
        assert!(done.status.success(), "{host}: {}", text(&done.stderr));
    }
}

#[test]
fn a_wrong_password_is_told_and_not_shown() {
    let Some(cluster) = Cluster::start() else {
        return;
    };
    let installation = Installation::new();
    let url = cluster.url().replace("netra@", "netra:rahasia@");
    installation.set("database", &format!("url = {url:?}"));
    let done = installation.command(&["status"]).output().unwrap();
    let told = text(&done.stderr);
    assert!(told.contains("password authentication failed"), "{told}");
    assert!(!told.contains("rahasia"), "{told}");
}

/// The server goes away between two steps of the schema, once.
#[tokio::test]
async fn a_connection_that_is_lost_while_the_tables_are_made_is_made_again() {
    let Some(place) = Place::bare("") else {
        return;
    };
    let raw = place.raw();
    raw.run(
        "CREATE SEQUENCE step;
         CREATE FUNCTION leave() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
             IF nextval('step') = 3 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
         END $$;
         CREATE EVENT TRIGGER leave ON ddl_command_start EXECUTE FUNCTION leave()",
    )
    .await;
    let db = place.open().await;
    db.ping().await.unwrap();
    assert!(raw.number("SELECT last_value FROM step").await > 3);
}
