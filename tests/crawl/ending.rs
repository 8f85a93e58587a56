//! The end of the program when something hangs that cannot be stopped.

use std::io::{Read as _, Write as _};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;

use axum::Router;
use axum::http::header;

use crate::support::process::{Service, breathe, end, terminate};
use crate::support::site::{Site, serve};
use crate::support::{Installation, text};

fn named_pipe(path: &std::path::Path) {
    let made = Command::new("mkfifo").arg(path).status().unwrap();
    assert!(made.success());
}

/// How it ended, with what it told.
fn end_and_tell(mut child: Child) -> (Option<i32>, String) {
    let code = end(&mut child);
    let mut told = String::new();
    let errors = child.stderr.as_mut().unwrap();
    errors.read_to_string(&mut told).unwrap();
    (code, told)
}

/// A disk that does not answer: whoever opens the lock of the index waits for ever.
#[test]
fn a_thread_that_hangs_does_not_keep_the_program_from_ending() {
    let (asked, was_asked) = channel();
    let answer = move || {
        let rss = "<rss version=\"2.0\"><channel><title>Uji</title><item><guid>1</guid>\
                   <title>Kiriman</title></item></channel></rss>";
        asked.send(()).unwrap();
        std::future::ready(([(header::CONTENT_TYPE, "application/rss+xml")], rss))
    };
    let site = serve(Router::new().fallback(answer));
    let installation = Installation::new();
    installation.set("crawl", "grace_seconds = 0");
    installation.register(&[("feed", &format!("http://{site}/feed.xml"))]);
    let index = installation.data().join("index");
    std::fs::create_dir_all(&index).unwrap();
    named_pipe(&index.join("batch.lock"));
    let child = installation
        .command(&["crawl", "--json"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // robots.txt, then the feed.
    was_asked.recv().unwrap();
    was_asked.recv().unwrap();
    while installation.rows("SELECT native_id FROM post").is_empty() {
        breathe();
    }
    terminate(&child);
    let (code, told) = end_and_tell(child);
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("what is saved stays"), "{told}");
}

/// The system's look-up of a name without a full stop reads a file first, which here never ends.
#[test]
fn a_name_whose_look_up_hangs_does_not_keep_the_program_from_ending() {
    let installation = Installation::new();
    installation.set("crawl", "grace_seconds = 0");
    installation.register(&[("feed", "http://situs-dinas/feed.xml")]);
    let aliases = installation.path().join("alias");
    named_pipe(&aliases);
    let child = installation
        .command(&["crawl", "--json"])
        .env("HOSTALIASES", &aliases)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Opens once the look-up has opened the other end; kept open, so that it never reads an end.
    let _held = std::fs::OpenOptions::new()
        .write(true)
        .open(&aliases)
        .unwrap();
    terminate(&child);
    let (code, told) = end_and_tell(child);
    assert_eq!(code, Some(0), "{told}");
}

/// The same while the pages are served, whose index is kept up to date beside them.
#[test]
fn a_thread_that_hangs_does_not_keep_the_pages_from_ending() {
    let site = Site::start(1, 3);
    let installation = Installation::new();
    installation.register(&[("mastodon", &site.account(0))]);
    installation.json(&["crawl"]);
    installation.rows("INSERT INTO index_pending (post_id, mark) VALUES (1, 1)");
    let lock = installation.data().join("index/batch.lock");
    std::fs::remove_file(&lock).unwrap();
    named_pipe(&lock);
    let service = Service::start(&installation);
    // Once it answers it also listens to signals.
    for _ in 0..2 {
        let mut stream = std::net::TcpStream::connect(service.address).unwrap();
        stream
            .write_all(b"GET /login HTTP/1.1\r\nhost: uji\r\nconnection: close\r\n\r\n")
            .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1"), "{answer}");
    }
    let (code, told) = service.end();
    assert_eq!(code, Some(0));
    assert!(told.join("\n").contains("stays pending"), "{told:?}");
}

#[test]
fn the_log_is_text_unless_json_is_asked_for() {
    let installation = Installation::new();
    let lock = installation.data();
    std::fs::create_dir_all(&lock).unwrap();
    let lock = std::fs::File::create(lock.join("crawl.lock")).unwrap();
    lock.lock().unwrap();
    let plain = text(&installation.run(&["crawl"]).stderr);
    assert!(plain.contains(" WARN another netra crawl"), "{plain}");
    assert!(!plain.contains(['{', '\u{1b}']), "{plain}");
    let asked = text(&installation.run(&["crawl", "--log-format", "json"]).stderr);
    for line in asked.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(line["level"], "WARN");
    }
    assert!(!asked.is_empty());
}
