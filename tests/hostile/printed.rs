//! What servers say reaches terminals, logs and the mails of a scheduler: it commands none of them,
//! and forges no line.

use std::io::Write as _;

use netra::cli::PrintedText;
use netra::model::{escaped, is_command};
use rstest::rstest;
use serde_json::json;

use crate::support::Installation;
use crate::support::world::{Told, World, rss};

/// Signs that clear a screen, set a clipboard, break a line or turn what follows.
fn is_felt(sign: char) -> bool {
    let turns = matches!(sign, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    (sign.is_control() && sign != '\n') || turns
}

fn assert_harmless(printed: &[u8]) {
    let text = String::from_utf8_lossy(printed);
    assert!(!text.contains(is_felt), "{text:?}");
    let forged = text.lines().find(|line| line.trim().starts_with("PALSU"));
    assert_eq!(forged, None, "{text:?}");
}

#[rstest]
#[case::clears_the_screen("\u{1b}[2J")]
#[case::sets_the_clipboard("\u{1b}]52;c;cm0gLXJm\u{7}")]
#[case::colours("\u{1b}[31m")]
#[case::in_one_octet("\u{9b}2J")]
#[case::takes_back("\u{8}\u{7f}")]
#[case::breaks_the_line("\nPALSU: failed: 0")]
#[case::writes_over_it("\rPALSU: failed: 0")]
#[case::next_line("\u{85}PALSU")]
#[case::line_of_unicode("\u{2028}PALSU")]
#[case::turns("\u{202e}gnilafgnep")]
#[case::isolates("\u{2066}PALSU\u{2069}")]
fn words_of_a_server_command_nothing(#[case] words: &str) {
    let said = words.to_owned();
    let server = World::start(move |asked| {
        (asked.path != "/robots.txt").then(|| {
            let error = json!({"error": format!("A{said}B"), "message": format!("C{said}D")});
            Told::new(400, "application/json", error.to_string())
        })
    });
    let installation = Installation::new();
    installation.register(&[("bluesky", &server.at("/profile/budi.example"))]);
    for arguments in [
        &["crawl"][..],
        &["--log-format", "json", "crawl"],
        &["crawl", "--json"],
        &["registry", "list"],
        &["registry", "list", "--json"],
        &["registry", "show", "1"],
        &["status"],
    ] {
        let output = installation.run(arguments);
        assert_harmless(&output.stdout);
        assert_harmless(&output.stderr);
    }
    let report = installation.json(&["crawl"]);
    let reason = report["failed"][0]["reason"].as_str().unwrap();
    assert!(
        reason.contains(&format!("A{words}B")),
        "JSON loses nothing: {reason:?}"
    );
}

/// A post whose number commands a terminal has none.
#[rstest]
#[case("0\u{1b}[2J")]
#[case("1\nPALSU: failed: 0")]
#[case("2\u{9b}2J")]
#[case("3\u{202e}")]
fn a_number_is_no_command(#[case] number: &str) {
    let id = number.to_owned();
    let server = World::start(move |asked| match asked.path.as_str() {
        "/api/v1/accounts/lookup" => Some(Told::json(&json!({"id": "7", "username": "budi"}))),
        "/api/v1/accounts/7/statuses" if asked.target.contains("max_id") => {
            Some(Told::json(&json!([])))
        }
        "/api/v1/accounts/7/statuses" => Some(Told::json(&json!([{
            "id": id, "uri": "https://uji.example/1", "visibility": "public",
            "created_at": "2098-11-02T01:00:00Z", "content": "<p>Apel pagi</p>",
            "account": {"id": "7", "username": "budi", "acct": "budi"}}]))),
        _ => None,
    });
    let installation = Installation::new();
    installation.register(&[("mastodon", &server.at("/@budi"))]);
    let output = installation.run(&["crawl"]);
    assert_harmless(&output.stdout);
    assert_harmless(&output.stderr);
    // Its address stands for it.
    let ids = installation.rows("SELECT native_id FROM post");
    assert_eq!(ids, ["https://uji.example/1"]);
}

/// What is refused is told on standard error, by whatever command: the last word of the program,
/// of those who manage people, and of those who check the log.
#[rstest]
#[case::clears_the_screen("\u{1b}[2J")]
#[case::sets_the_clipboard("\u{1b}]52;c;cm0gLXJm\u{7}")]
#[case::in_one_octet("\u{9b}2J")]
#[case::writes_over_it("\rPALSU: failed: 0")]
#[case::turns("\u{202e}gnilafgnep")]
fn a_refusal_commands_nothing(#[case] words: &str) {
    let installation = Installation::new();
    installation.register(&[("feed", "http://uji.example/feed.xml")]);
    let name = format!("budi{words}");
    let file = installation.path().join(format!("daftar{words}.csv"));
    for arguments in [
        &[
            "registry",
            "import",
            file.to_str().unwrap(),
            "--reason",
            "uji",
        ][..],
        &["user", "disable", &name],
        &["user", "add", &name, "--role", "analyst"],
        &["contest", "check", file.to_str().unwrap()],
        &["audit", "verify", "--head", &name],
        &["crawl", "--platform", &name],
        &[&name],
    ] {
        let output = installation.run(arguments);
        assert!(!output.status.success(), "{arguments:?}");
        let told = output.stderr.len() + output.stdout.len();
        assert!(told > 0, "{arguments:?}");
        assert_harmless(&output.stdout);
        assert_harmless(&output.stderr);
    }
}

/// Tables go into files and are looked at in terminals and spreadsheets all the same.
#[test]
fn tables_command_nothing() {
    let words = "\u{202e}balik\u{2066}\u{2069}";
    let site = World::start(move |asked| {
        let item = format!(
            "<item><title>Judul</title><guid>g</guid><pubDate>Mon, 02 Nov 2026 08:00:00 +0700\
             </pubDate><description>pagi {words}</description></item>"
        );
        (asked.path == "/feed").then(|| Told::new(200, "text/xml", rss(&[item])))
    });
    let installation = Installation::new();
    installation.register(&[("feed", &site.at("/feed"))]);
    installation.run(&["crawl"]);
    let table = installation.run(&["search", "*", "--csv"]).stdout;
    let table = String::from_utf8(table).unwrap().replace("\r\n", "\n");
    assert!(table.contains("pagi \\u202ebalik"), "{table}");
    assert_harmless(table.as_bytes());
    let exported = installation.run(&["registry", "export"]).stdout;
    assert_harmless(
        String::from_utf8(exported)
            .unwrap()
            .replace("\r\n", "\n")
            .as_bytes(),
    );
}

/// Every sign there is, between words and alone.
#[rstest]
#[case::between_words("kata", "kata\n")]
#[case::alone("", "")]
#[case::beside_others_that_begin_alike("\u{2026}\u{a0}", "\u{2013}")]
fn signs_that_command_are_escaped_and_no_others(#[case] before: &str, #[case] behind: &str) {
    for sign in '\0'..=char::MAX {
        let mut printed = PrintedText(Vec::new());
        let piece = format!("{before}{sign}{behind}");
        printed.write_all(piece.as_bytes()).unwrap();
        let passes = !is_command(sign) || matches!(sign, '\n' | '\t');
        let shown = if passes {
            piece
        } else {
            format!("{before}{}{behind}", escaped(sign))
        };
        assert_eq!(String::from_utf8(printed.0).unwrap(), shown, "{sign:?}");
    }
}
