//! What stands on a terminal, and what does not stand in a log.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Stdio;

use nix::pty::openpty;

use crate::support::process::{end, terminate};
use crate::support::{Installation, text};

/// An account at a server that answers when the test says so.
fn watch_one() -> (Installation, TcpListener) {
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let installation = Installation::new();
    let address = format!("http://{}/umpan.xml", server.local_addr().unwrap());
    installation.register(&[("feed", &address)]);
    installation.set("fetch", "retries = 0");
    (installation, server)
}

/// To whatever is asked.
fn answer_not_found(mut stream: TcpStream) {
    let mut request = [0; 4096];
    drop(stream.read(&mut request));
    let answer = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    drop(stream.write_all(answer.as_bytes()));
}

#[test]
fn on_a_terminal_a_bar_says_how_far_a_pass_is_and_goes_away() {
    let (installation, server) = watch_one();
    let terminal = openpty(None, None).unwrap();
    let mut command = installation.command(&["crawl"]);
    command
        .env("TERM", "xterm")
        .stdout(Stdio::piped())
        .stderr(terminal.slave);
    let mut crawl = command.spawn().unwrap();
    // The test holds no end of it that is written to.
    drop(command);
    let (first, _) = server.accept().unwrap();
    let mut shown = Vec::new();
    let mut screen = File::from(terminal.master);
    let mut piece = [0; 4096];
    while !text(&shown).contains("0/1 accounts, 0 new posts, 0 failed") {
        let read = screen.read(&mut piece).unwrap_or(0);
        assert!(read > 0, "no bar was drawn: {}", text(&shown));
        shown.extend_from_slice(&piece[..read]);
    }
    std::thread::spawn(move || {
        answer_not_found(first);
        server.incoming().flatten().for_each(answer_not_found);
    });
    // The end of a terminal is an error.
    while let Ok(read @ 1..) = screen.read(&mut piece) {
        shown.extend_from_slice(&piece[..read]);
    }
    assert_eq!(end(&mut crawl), Some(4));
    let last = text(&shown);
    let erased = last.rfind("\u{1b}[2K").unwrap();
    assert!(!last[erased..].contains("accounts,"), "{last:?}");
}

#[test]
fn in_a_log_there_are_no_bars() {
    let (installation, server) = watch_one();
    std::thread::spawn(move || server.incoming().flatten().for_each(answer_not_found));
    let told = text(&installation.run(&["crawl"]).stderr);
    assert!(!told.contains(['\r', '\u{1b}']), "{told:?}");
}

#[test]
fn pages_that_other_machines_reach_without_https_are_warned_of() {
    let installation = Installation::new();
    let told = |listen: &str| {
        let mut command = installation.command(&["serve", "--listen", listen]);
        let mut service = command.stderr(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(service.stderr.take().unwrap()).lines();
        let lines = lines.map(Result::unwrap);
        let mut told = Vec::new();
        for line in lines {
            told.push(line);
            if told.last().unwrap().contains("listening on") {
                break;
            }
        }
        terminate(&service);
        end(&mut service);
        told.join("\n")
    };
    assert!(!told("127.0.0.1:0").contains("WARN"));
    installation.set(
        "web",
        "plain_http_in_the_network = true\nsecure_cookies = false",
    );
    let open = told("0.0.0.0:0");
    assert!(
        open.contains("WARN") && open.contains("in the clear"),
        "{open}"
    );
    assert!(!told("127.0.0.1:0").contains("WARN"));
}
