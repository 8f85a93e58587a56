//! The command line reads as whoever sits at it, and leaves a trace of it.

use std::process::Output;

use serde_json::Value;

use crate::support::{Installation, text};

/// The name of the user of the operating system, as another program tells it.
fn system_name() -> String {
    let told = std::process::Command::new("id")
        .arg("-un")
        .output()
        .unwrap();
    text(&told.stdout).trim().to_owned()
}

fn register(installation: &Installation) {
    let csv = "jenis,nama,instansi,kode wilayah,platform,akun,dasar,berakhir\n\
               instansi,Dinas A,Pemkab A,32.04,feed,https://a.contoh.example/feed,ST 1,2099-12-31\n\
               instansi,Dinas B,Pemkab B,33.01,feed,https://b.contoh.example/feed,ST 1,2099-12-31\n";
    let file = installation.path().join("daftar.csv");
    std::fs::write(&file, csv).unwrap();
    let file = file.to_str().unwrap();
    succeed(&installation.run(&["registry", "import", file, "--reason", "surat 1"]));
}

fn succeed(output: &Output) -> String {
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

/// Makes whoever runs the tests that user of Netra.
fn map(installation: &Installation, user: &str) {
    let file = installation.path().join("config/netra.toml");
    let mut settings: toml::Table = std::fs::read_to_string(&file).unwrap().parse().unwrap();
    let operators = format!("operators = {{ \"{}\" = \"{user}\" }}", system_name());
    settings.insert(
        "access".into(),
        operators.parse::<toml::Table>().unwrap().into(),
    );
    std::fs::write(file, settings.to_string()).unwrap();
}

fn add(installation: &Installation, name: &str, role: &str, scope: &[&str]) -> String {
    let added = installation.run(&[&["user", "add", name, "--role", role], scope].concat());
    assert!(added.status.success(), "{}", text(&added.stderr));
    text(&added.stderr)
}

/// `actor action subject detail` of every row.
async fn log(installation: &Installation) -> Vec<String> {
    let rows = "SELECT actor, action, subject, detail FROM audit ORDER BY seq";
    installation.raw().lines(rows).await
}

#[tokio::test]
async fn every_reading_and_change_of_the_command_line_leaves_a_row() {
    let installation = Installation::new();
    register(&installation);
    for arguments in [
        &["registry", "list"][..],
        &["registry", "show", "1"],
        &["registry", "export"],
        &["registry", "retire", "2", "--reason", "pensiun"],
        &["search", "*"],
        &["search", "198503122010012001 kata", "--csv"],
        &["report", "balance", "--since", "2027-01-01"],
        &["rescore", "--diff"],
    ] {
        succeed(&installation.run(arguments));
    }
    let who = format!("operator:{}", system_name());
    let rows = log(&installation)
        .await
        .join("\n")
        .replace(&who, "OPERATOR");
    insta::assert_snapshot!(rows, @r#"
    OPERATOR registry_import register {"accounts_created":2,"accounts_moved":0,"persons_created":2,"persons_updated":0,"proofs_added":0,"reason":"surat 1","rows":2,"written":true}
    OPERATOR registry_list register {"accounts":"1–2","all":false,"found":2}
    OPERATOR registry_read account:1 {"nip_in_full":false}
    OPERATOR registry_export register {"accounts":"1–2","found":2}
    OPERATOR registry_retire account:2 {"reason":"pensiun"}
    OPERATOR search posts {"found":0,"query":"*"}
    OPERATOR search posts {"found":0,"query":"****************** kata"}
    OPERATOR report posts {"found":0,"query":"balance since:2027-01-01"}
    OPERATOR rescore_read posts {"found":0,"query":""}
    "#);
    succeed(&installation.run(&["audit", "verify"]));
}

#[tokio::test]
async fn a_mapped_user_reads_with_their_role_and_region() {
    let installation = Installation::new();
    register(&installation);
    add(&installation, "budi", "analyst", &["--scope", "32"]);
    map(&installation, "budi");
    let listed = succeed(&installation.run(&["registry", "list"]));
    assert!(
        listed.contains("a.contoh.example") && !listed.contains("b.contoh.example"),
        "{listed}"
    );
    let elsewhere = installation.run(&["registry", "show", "2"]);
    assert_eq!(elsewhere.status.code(), Some(2));
    for arguments in [
        &["registry", "export"][..],
        &["registry", "retire", "1", "--reason", "x"],
        &["user", "list"],
        &["user", "add", "baru", "--role", "analyst"],
        &["status"],
    ] {
        let refused = installation.run(arguments);
        assert_eq!(refused.status.code(), Some(2), "{arguments:?}");
        assert!(text(&refused.stdout).is_empty(), "{arguments:?}");
        assert!(
            text(&refused.stderr).contains("budi may not")
                || text(&refused.stderr).contains("budi does not read the whole country"),
            "{}",
            text(&refused.stderr)
        );
    }
    let found = succeed(&installation.run(&["--json", "search", "*"]));
    let found: serde_json::Value = serde_json::from_str(&found).unwrap();
    assert_eq!(found["index"], serde_json::json!({"state": "current"}));
    let rows = log(&installation).await;
    assert!(
        rows.iter()
            .any(|row| row
                == r#"budi registry_list register {"accounts":"1","all":false,"found":1}"#),
        "{rows:#?}"
    );
}

#[test]
fn an_unset_scope_shows_nothing_and_says_so() {
    let installation = Installation::new();
    register(&installation);
    let told = add(&installation, "budi", "analyst", &[]);
    assert!(
        told.contains("budi has no region and sees nothing yet"),
        "{told}"
    );
    map(&installation, "budi");
    let nothing = |arguments: &[&str]| {
        let output = installation.run(arguments);
        assert!(output.status.success(), "{}", text(&output.stderr));
        assert!(
            text(&output.stderr).contains("budi has no region yet"),
            "{arguments:?}"
        );
        text(&output.stdout)
    };
    assert_eq!(nothing(&["registry", "list", "--all"]), "");
    assert!(nothing(&["search", "*"]).ends_with("0 of 0\n"));
    let found: Value = serde_json::from_str(&nothing(&["search", "*", "--json"])).unwrap();
    assert_eq!(
        (&found["total"], &found["hits"]),
        (&0.into(), &Value::Array(Vec::new()))
    );
    assert_eq!(nothing(&["search", "*", "--csv"]).lines().count(), 1);
    assert!(nothing(&["report", "balance"]).starts_with("0 posts"));
    assert!(nothing(&["rescore", "--diff"]).starts_with("0 posts"));
    assert_eq!(
        installation.run(&["registry", "show", "1"]).status.code(),
        Some(2)
    );
}

#[test]
fn a_mapping_to_nobody_is_refused() {
    let installation = Installation::new();
    register(&installation);
    map(&installation, "siapa");
    let refused = installation.run(&["search", "*"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        text(&refused.stderr).contains("there is no such user"),
        "{}",
        text(&refused.stderr)
    );
    let installation = Installation::new();
    add(&installation, "budi", "analyst", &["--scope", "ID"]);
    succeed(&installation.run(&["user", "disable", "budi"]));
    map(&installation, "budi");
    for arguments in [
        &["search", "*"][..],
        &["registry", "list"],
        &["user", "list"],
    ] {
        let refused = installation.run(arguments);
        assert_eq!(refused.status.code(), Some(2), "{arguments:?}");
        assert!(
            text(&refused.stderr).contains("who is disabled"),
            "{}",
            text(&refused.stderr)
        );
    }
}

#[test]
fn an_environment_variable_makes_nobody_somebody_else() {
    let installation = Installation::new();
    register(&installation);
    let mut command = installation.command(&["registry", "list"]);
    for variable in ["USER", "LOGNAME", "USERNAME", "SUDO_USER"] {
        command.env(variable, "orang-lain");
    }
    succeed(&command.output().unwrap());
    let rows = tokio::runtime::Runtime::new()
        .unwrap()
        .block_on(log(&installation));
    let who = format!("operator:{} ", system_name());
    assert!(rows.iter().all(|row| row.starts_with(&who)), "{rows:#?}");
}

#[test]
fn a_new_user_reads_what_the_office_watches() {
    let one_district = Installation::new();
    one_district.register(&[("feed", "https://a.contoh.example/feed")]);
    assert!(add(&one_district, "siti", "reviewer", &[]).contains("siti reads 32.99"));
    let refused = one_district.run(&[
        "user", "add", "x", "--role", "reviewer", "--scope", "32.04.05",
    ]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        text(&refused.stderr).contains("no scope; give ID"),
        "{}",
        text(&refused.stderr)
    );
    succeed(&one_district.run(&["user", "scope", "siti", "32"]));
    let listed = succeed(&one_district.run(&["user", "list"]));
    assert!(listed.starts_with("siti\treviewer\t32\tactive"), "{listed}");

    let office = Installation::new();
    let file = office.path().join("config/netra.toml");
    let settings = std::fs::read_to_string(&file).unwrap();
    let mut settings: toml::Table = settings.parse().unwrap();
    settings.insert(
        "registry".into(),
        "region = \"33.01\"".parse::<toml::Table>().unwrap().into(),
    );
    std::fs::write(file, settings.to_string()).unwrap();
    assert!(add(&office, "siti", "reviewer", &[]).contains("siti reads 33.01"));
}

/// A refusal leaves a row as on the pages, and so does somebody who is barred.
#[tokio::test]
async fn what_is_refused_at_the_command_line_leaves_a_row() {
    let installation = Installation::new();
    register(&installation);
    add(&installation, "dewi", "administrator", &["--scope", "32"]);
    add(&installation, "siti", "reviewer", &["--scope", "32.04"]);
    let begun = log(&installation).await.len();
    for (user, command, problem) in [
        ("siti", &["user", "disable", "dewi"][..], "siti"),
        ("siti", &["user", "list"], "siti"),
        ("dewi", &["user", "scope", "siti", "ID"], "wider scope"),
        ("tono", &["user", "list"], "no such user"),
    ] {
        map(&installation, user);
        let output = installation.run(command);
        assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
        let rows = log(&installation).await;
        let last = rows.last().unwrap();
        assert!(
            last.contains(" refused command ") && last.contains(problem),
            "{rows:?}"
        );
    }
    assert_eq!(log(&installation).await.len(), begun + 4);
    let who = log(&installation).await[begun..].join("\n");
    assert!(
        who.contains(&format!("operator:{} refused", system_name())),
        "{who}"
    );
    // What goes wrong otherwise leaves none.
    map(&installation, "dewi");
    installation.run(&["user", "disable", "siapa"]);
    let rows = log(&installation).await;
    assert!(!rows.last().unwrap().contains("siapa"), "{rows:?}");
}
