//! The database server is restarted in the middle of a crawl, and nothing is lost.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Output, Stdio};

use crate::support::cluster::{Cluster, Ending, PASSWORD};
use crate::support::process::breathe;
use crate::support::site::Site;
use crate::support::{Installation, text};

const USERS: usize = 4;
const POSTS: usize = 60;

fn connect(installation: &Installation, cluster: &Cluster) {
    let password = installation.path().join("config/kata-sandi");
    std::fs::write(password, format!("{PASSWORD}\n")).unwrap();
    let database = format!("url = {:?}\npassword_file = \"kata-sandi\"", cluster.url());
    installation.set("database", &database);
}

fn installation(cluster: &Cluster, site: &Site) -> Installation {
    let installation = Installation::new();
    connect(&installation, cluster);
    // Slow enough that the crawl is not over before the server is back.
    installation.set("fetch.hosts", "\"127.0.0.1\" = { interval_seconds = 0.05 }");
    installation.watch(site, USERS);
    installation
}

fn start(installation: &Installation) -> Child {
    let mut command = installation.command(&["crawl", "--json"]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

/// Waits until so many requests came, or the crawl ended too early.
fn wait_for(site: &Site, requests: usize, crawl: &mut Child) {
    while site.arrivals().len() < requests {
        assert!(crawl.try_wait().unwrap().is_none(), "the crawl ended");
        breathe();
    }
}

fn check(installation: &Installation, site: &Site, ended: &Output) {
    assert!(
        ended.status.success(),
        "{}{}",
        text(&ended.stdout),
        text(&ended.stderr)
    );
    let report: serde_json::Value = serde_json::from_slice(&ended.stdout).unwrap();
    assert_eq!(report["failed"], serde_json::json!([]), "{report:#}");
    let status = installation.json(&["status"]);
    assert_eq!(status["posts"], USERS * POSTS, "{status:#}");
    assert_eq!(status["revisions"], USERS * POSTS, "{status:#}");
    assert_eq!(status["indexed"], USERS * POSTS, "{status:#}");
    assert_eq!(status["over_allowance"], 0, "{status:#}");
    let ledger = status["exchanges"].as_u64().unwrap();
    let arrived = u64::try_from(site.arrivals().len()).unwrap();
    assert!(
        arrived <= ledger,
        "{arrived} arrived, {ledger} in the ledger"
    );
}

#[test]
fn a_crawl_survives_restarts_of_the_database_server() {
    for ending in [Ending::Fast, Ending::Crash] {
        let Some(cluster) = Cluster::start() else {
            return;
        };
        let site = Site::start(USERS, POSTS);
        let installation = installation(&cluster, &site);
        let mut crawl = start(&installation);
        for requests in [3, 12, 20] {
            wait_for(&site, requests, &mut crawl);
            cluster.restart(ending);
        }
        check(&installation, &site, &crawl.wait_with_output().unwrap());
    }
}

#[test]
fn a_command_that_waits_for_the_database_server_says_so_and_goes_on_when_it_is_there() {
    let Some(cluster) = Cluster::start() else {
        return;
    };
    let installation = Installation::new();
    connect(&installation, &cluster);
    installation.register(&[("mastodon", "https://contoh.example/@dinas")]);
    cluster.down(Ending::Fast);
    let mut command = installation.command(&["status", "--json"]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut waiting = command.spawn().unwrap();
    let mut told = BufReader::new(waiting.stderr.take().unwrap()).lines();
    let line = told.next().unwrap().unwrap();
    assert!(
        line.contains("the database postgres at 127.0.0.1:"),
        "{line}"
    );
    assert!(line.contains("refused"), "{line}");
    assert!(line.ends_with("; trying for up to 60 s"), "{line}");
    cluster.up();
    let ended = waiting.wait_with_output().unwrap();
    assert!(ended.status.success(), "{ended:?}");
    // Files that others may read are told as well.
    let again = told.any(|line| line.unwrap().contains("; trying for"));
    assert!(!again, "once is enough");
    let status: serde_json::Value = serde_json::from_slice(&ended.stdout).unwrap();
    assert_eq!(status["posts"], 0, "{status:#}");
}
