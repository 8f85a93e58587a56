//! `netra.toml`, and a whole configuration folder.

use jiff::SignedDuration;
use netra::config::{Configuration, CrawlSettings, Diagnostic, settings, template};

const SHIPPED: &str = include_str!("../../config/netra.toml");

fn findings(text: &str) -> String {
    let lines = settings::check("config/netra.toml", text).diagnostics;
    let lines: Vec<String> = lines.iter().map(Diagnostic::to_string).collect();
    lines.join("\n")
}

#[test]
fn the_shipped_settings_load_and_are_the_defaults() {
    let shipped = settings::check("netra.toml", SHIPPED).settings.unwrap();
    let contact = "[fetch]\ncontact = \"https://netra.contoh.example/\"";
    let bare = settings::check("netra.toml", contact).settings.unwrap();
    assert_eq!(shipped, bare);
}

#[test]
fn the_only_complaint_of_the_shipped_settings_is_the_contact() {
    insta::assert_snapshot!(findings(SHIPPED), @r#"config/netra.toml:19:11: warning: contact = "https://netra.contoh.example/" is an example; write an address where webmasters reach you before the first crawl"#);
}

#[test]
fn slips_are_named_with_their_place() {
    let text = SHIPPED
        .replace("visit_every_minutes = 360", "visit_every_minute = 360")
        .replace("session_hours = 12", "session_hours = \"12\"")
        .replace("interval_seconds = 2.0", "interval_seconds = 0.0")
        .replace("data_dir =", "datadir =")
        .replace("https://netra.contoh.example/", "operator@contoh.id");
    insta::assert_snapshot!(findings(&text), @r#"
    config/netra.toml:6:1: unknown key "datadir"; did you mean "data_dir"?
    config/netra.toml:23:20: interval_seconds in [fetch] is 0; give 0.1 to 86400 seconds (shorter only for private hosts)
    config/netra.toml:84:1: in [crawl]: unknown key "visit_every_minute"; did you mean "visit_every_minutes"?
    config/netra.toml:110:17: in [web]: found string "12", expected a whole number
    "#);
}

#[test]
fn values_that_make_no_sense_are_refused() {
    let text = "[fetch]\ncontact = \"a@contoh.id\"\n[crawl]\nback_off_cap_minutes = 5\n\
        [score]\ncontests = []\n[web]\nlisten = \"0.0.0.0:80\"\nsecure_cookies = false\n\
        [registry]\nregion = \"320\"\nends_on = \"2028\"\n";
    insta::assert_snapshot!(findings(text), @r#"
    config/netra.toml:4:24: back_off_cap_minutes in [crawl] is 5; give 30 to 40320
    config/netra.toml:6:12: contests in [score] is empty, so nothing would be found; name a pack of contests/
    config/netra.toml:8:10: listen in [web] 0.0.0.0:80 is open to other machines without HTTPS, so that passwords would go through the network in the clear: give the pages a certificate and its private_key, or listen on 127.0.0.1 behind a proxy with HTTPS and write its address into public_origin; where plain HTTP is truly meant, say so twice under [web]: plain_http_in_the_network = true and secure_cookies = false
    config/netra.toml:11:10: "320" is not a Kemendagri region code; expected ID, 32, 32.04, 32.04.05 or 32.04.05.2001
    config/netra.toml:12:11: "ends_on" must be a date such as 2027-11-27, without quotes; found the text "2028"
    "#);
}

#[test]
fn a_database_that_cannot_be_meant_is_refused() {
    let sections = [
        "url = \"mysql://netra@basis.example/netra\"",
        "url = \"postgres://netra@basis.example\"",
        "url = \"basis.example\"",
        "url = \"postgres://basis.example/netra\"",
        "url = \"postgres://netra@basis.example/netra/\"",
        "url = \"postgres://netra@basis.example/netra#rahasia\"",
        "url = \"postgres://netra:ra/hasia@basis.example/netra\"",
        "url = \"postgres://netra:1/rahasia\"",
        "url = \"postgres://netra@basis.example/netra?sslmode=rahasia\"",
        "url = \"postgres://netra@basis.example/netra?password=rahasia\"",
        "url = [\"postgres://netra:rahasia@basis.example/netra\"]",
        "url = \"postgres://netra:rahasia@basis.example/netra?sslmode=verify-full\"\npassword_file = \"p\"",
        "password_file = \"p\"",
    ];
    let found = sections.map(|section| {
        findings(&format!(
            "[fetch]\ncontact = \"a@contoh.id\"\n[database]\n{section}\n"
        ))
    });
    assert!(!found.concat().contains("hasia"), "{found:?}");
    insta::assert_snapshot!(found.join("\n"), @r#"
    config/netra.toml:4:7: url in [database] must be postgres://USER@HOST:PORT/DATABASE; leave it out to keep a SQLite file
    config/netra.toml:4:7: url in [database] must be postgres://USER@HOST:PORT/DATABASE; leave it out to keep a SQLite file
    config/netra.toml:4:7: in [database]: url must be postgres://USER@HOST:PORT/DATABASE; leave it out to keep a SQLite file (relative URL without a base)
    config/netra.toml:4:7: url in [database] must be postgres://USER@HOST:PORT/DATABASE; leave it out to keep a SQLite file
    config/netra.toml:4:7: url in [database] must be postgres://USER@HOST:PORT/DATABASE; leave it out to keep a SQLite file
    config/netra.toml:4:7: url in [database] must be postgres://USER@HOST:PORT/DATABASE; leave it out to keep a SQLite file
    config/netra.toml:4:7: in [database]: url must be postgres://USER@HOST:PORT/DATABASE; leave it out to keep a SQLite file (invalid port number)
    config/netra.toml:4:7: url in [database] must be postgres://USER@HOST:PORT/DATABASE; leave it out to keep a SQLite file
    config/netra.toml:4:7: url in [database] has an sslmode that is none of disable, allow, prefer, require, verify-ca, verify-full
    config/netra.toml:4:7: url in [database] may have behind its ? only sslmode, sslrootcert, sslcert, sslkey, host, options
    config/netra.toml:4:7: in [database]: found sequence, expected a text in quotes
    config/netra.toml:5:17: password_file in [database] stands beside a password in url; keep one of the two
    config/netra.toml:4:17: password_file in [database] needs the url of a PostgreSQL database
    "#);
}

/// What is asked of a database elsewhere must not be read, or answered, by anybody between.
#[test]
fn a_database_on_another_machine_is_asked_over_checked_tls_alone() {
    let refused = |url: &str| {
        let text = format!("[fetch]\ncontact = \"a@contoh.id\"\n[database]\nurl = \"{url}\"\n");
        findings(&text)
    };
    for url in [
        "postgres://netra@basis.example/netra",
        "postgres://netra@basis.example/netra?sslmode=require",
        "postgres://netra@10.0.0.7:5433/netra?sslmode=prefer",
        "postgresql://netra@[2001:db8::7]/netra",
        "postgres://netra@localhost/netra?host=basis.example",
        "postgres://netra@localhost.example/netra?sslmode=disable",
    ] {
        let found = refused(url);
        assert!(
            found.contains("netra.toml:4:7: url in [database] names"),
            "{url}: {found}"
        );
        assert!(found.contains("?sslmode=verify-full"), "{found}");
    }
    for url in [
        "postgres://netra@basis.example/netra?sslmode=verify-full",
        "postgres://netra@basis.example/netra?sslrootcert=ca.pem&sslmode=verify-ca",
        "postgres://netra@127.0.0.1:5432/netra",
        "postgres://netra@[::1]/netra",
        "postgres://netra@localhost/netra?sslmode=disable",
        "postgres://netra@basis.example/netra?host=/run/postgresql",
    ] {
        assert_eq!(refused(url), "", "{url}");
    }
}

#[test]
fn the_password_of_a_database_is_shown_to_nobody() {
    let text = "[fetch]\ncontact = \"a@contoh.id\"\n[database]\n\
        url = \"postgres://netra:rahasia@basis.example/netra?sslmode=verify-full&sslkey=rahasia\"\n";
    let settings = settings::check("netra.toml", text).settings.unwrap();
    let shown = [
        format!("{settings:?}"),
        serde_json::to_string(&settings).unwrap(),
        settings.database.url.unwrap().to_string(),
    ];
    for shown in shown {
        assert!(shown.contains("basis.example/netra"), "{shown}");
        assert!(!shown.contains("rahasia"), "{shown}");
    }
}

#[test]
fn the_rest_of_an_account_doubles_up_to_the_cap() {
    let settings = CrawlSettings::default();
    let rests: Vec<_> = (0..4).map(|failures| settings.back_off(failures)).collect();
    let minutes = SignedDuration::from_mins;
    assert_eq!(
        rests,
        [minutes(30), minutes(60), minutes(120), minutes(240)]
    );
    assert_eq!(settings.back_off(60), minutes(2880));
}

fn copy_of_the_shipped_folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    template::write(folder.path()).unwrap();
    folder
}

#[test]
fn a_folder_loads_with_the_contest_that_is_active() {
    let folder = copy_of_the_shipped_folder();
    let configuration = Configuration::load(folder.path()).unwrap();
    let active: Vec<_> = configuration.active_contests();
    assert_eq!(active.len(), 1);
    assert_eq!(active[0].id, "demo-2027");
    assert_eq!(configuration.warnings.len(), 1);
    let data = folder.path().parent().unwrap().join("index/data");
    assert_eq!(configuration.data_dir(), data);
}

#[test]
fn the_problems_of_all_files_are_told_together() {
    let folder = copy_of_the_shipped_folder();
    std::fs::write(folder.path().join("netra.toml"), "[crawl]\nhaste = 1\n").unwrap();
    std::fs::write(folder.path().join("contests/b.toml"), "id = 1").unwrap();
    std::fs::remove_file(folder.path().join("norms.toml")).unwrap();
    let errors = Configuration::load(folder.path()).unwrap_err();
    let about = |file: &str| errors.iter().any(|error| error.file.ends_with(file));
    assert!(about("netra.toml") && about("contests/b.toml") && about("norms.toml"));
}

#[test]
fn a_contest_that_no_pack_answers_to_is_refused() {
    let folder = copy_of_the_shipped_folder();
    let text = SHIPPED.replace("[\"demo-2027\"]", "[\"pilkada-2031\"]");
    std::fs::write(folder.path().join("netra.toml"), text).unwrap();
    let errors = Configuration::load(folder.path()).unwrap_err();
    let last = errors.last().unwrap().to_string();
    assert!(last.contains("no contest pack is named \"pilkada-2031\"; known: demo-2027, "));
}

#[test]
fn a_certificate_and_its_key_are_named_together() {
    let of = |web: &str| findings(&format!("[fetch]\ncontact = \"a@contoh.id\"\n[web]\n{web}"));
    let pair = "certificate = \"c.pem\"\nprivate_key = \"k.pem\"\n";
    let halves = [
        "certificate = \"c.pem\"",
        "private_key = \"k.pem\"",
        &format!("{pair}public_origin = \"http://netra.contoh.id\""),
    ];
    insta::assert_snapshot!(halves.map(of).join("\n"), @r"
    config/netra.toml:4:15: certificate in [web] needs its key: name it in private_key
    config/netra.toml:4:15: private_key in [web] stands without a certificate; name both
    config/netra.toml:6:17: public_origin in [web] begins with http://, while the pages have a certificate: write https://
    ");
}
