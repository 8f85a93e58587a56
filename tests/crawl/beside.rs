//! A crawl and two services at one database at once, each a process: people judge over HTTP at
//! both while posts come in, and one service ends and comes back in the middle.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::ops::Range;
use std::process::{Child, Stdio};
use std::time::Instant;

use futures_util::join;
use tokio::runtime::Runtime;

use crate::support::process::{PATIENCE, Service, breathe};
use crate::support::site::Site;
use crate::support::{Installation, text};
use crate::web::visitor::Visitor;

const USERS: usize = 4;
/// Of each user, from the start.
const OLD: usize = 15;
/// Of each user, while people judge; all of them fit on a page of the queue.
const NEW: usize = 6;
const PASSWORD: &str = "kuda baterai benar";

fn add_reviewer(installation: &Installation, name: &str) {
    let add = [
        "user",
        "add",
        name,
        "--role",
        "reviewer",
        "--scope",
        "ID",
        "--password-stdin",
    ];
    let mut command = installation.command(&add);
    command.stdin(Stdio::piped());
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let input = child.stdin.as_mut().unwrap();
    writeln!(input, "{PASSWORD}").unwrap();
    assert!(child.wait().unwrap().success());
}

/// Puts posts that people should read.
fn put(site: &Site, numbers: Range<usize>) {
    for (user, number) in (0..USERS).flat_map(|user| numbers.clone().map(move |n| (user, n))) {
        let text = format!("Ayo coblos nomor 1, pilih Halus! Kiriman {number} dari {user}");
        site.put(user, number, &text);
    }
}

/// Posts that are stored already, and as many more on the site.
fn installation(site: &Site) -> Installation {
    let installation = Installation::new();
    installation.calendar("2020-02-01");
    installation.watch(site, USERS);
    put(site, 0..OLD);
    let crawled = installation.json(&["crawl"]);
    assert_eq!(crawled["posts_new"], USERS * OLD, "{crawled:#}");
    put(site, OLD..OLD + NEW);
    for name in ["ani", "budi"] {
        add_reviewer(&installation, name);
    }
    // So slow that people judge between its requests.
    installation.set("fetch.hosts", "\"127.0.0.1\" = { interval_seconds = 0.2 }");
    installation
}

fn start(installation: &Installation) -> Child {
    let mut command = installation.command(&["crawl", "--json"]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

/// Waits until so many requests came in all, or the crawl has no more.
fn wait_for(site: &Site, requests: usize, crawl: &mut Child) {
    while site.arrivals().len() < requests && crawl.try_wait().unwrap().is_none() {
        breathe();
    }
}

/// Two people, each at one of two services, and one of them at the other as well.
struct People {
    ani: Visitor,
    ani_elsewhere: Visitor,
    budi: Visitor,
}

impl People {
    async fn at(one: &Service, other: &Service) -> Self {
        let (mut ani, mut budi) = (Visitor::new(one.address), Visitor::new(other.address));
        join!(ani.login("ani", PASSWORD), budi.login("budi", PASSWORD));
        Self {
            ani_elsewhere: ani.at(other.address),
            ani,
            budi,
        }
    }

    /// All at the same moment: both suspect the first post, one sends the form of the second
    /// twice, through both services, and two judge other posts.
    async fn judge(&self, posts: &[i64; 4]) {
        let suspect = ("suspected", "SIG-AJAK");
        let dismiss = ("dismissed", "OK-4");
        let judge = |who, post: i64, (decision, code), reason| {
            Visitor::judge(who, post, decision, code, reason)
        };
        join!(
            judge(&self.ani, posts[0], suspect, "Menurut Ani."),
            judge(&self.budi, posts[0], suspect, "Menurut Budi."),
            judge(&self.ani, posts[1], suspect, "Dikirim dua kali."),
            judge(&self.ani_elsewhere, posts[1], suspect, "Dikirim dua kali."),
            judge(&self.ani, posts[2], dismiss, "Ani sendiri."),
            judge(&self.budi, posts[3], dismiss, "Budi sendiri."),
        );
    }
}

/// What a search finds once the index has heard of everything.
fn found(installation: &Installation, query: &str) -> BTreeSet<i64> {
    let since = Instant::now();
    loop {
        let answer = installation.json(&["search", query, "--limit", "1000"]);
        if answer["index"]["state"] == "current" {
            let hits = answer["hits"].as_array().unwrap();
            return hits.iter().map(|hit| hit["id"].as_i64().unwrap()).collect();
        }
        assert!(since.elapsed() < PATIENCE, "{:#}", answer["index"]);
    }
}

/// Every post once, each verdict once, and the post in the state that follows from them.
fn check_database(installation: &Installation, site: &Site, judged: &[[i64; 4]]) {
    let stored = "SELECT address || ' ' || native_id || ' ' || text FROM post \
                  JOIN account ON account.id = account_id \
                  JOIN revision ON post_id = post.id";
    let stored = installation.rows(stored).into_iter().map(|row| {
        let (address, post) = row.split_once(' ').unwrap();
        let (_, user) = address.split_once('@').unwrap();
        let (native, text) = post.split_once(' ').unwrap();
        (format!("{user}/{native}"), text.to_owned())
    });
    let stored: Vec<_> = stored.collect();
    assert_eq!(stored.len(), USERS * (OLD + NEW), "one revision a post");
    assert_eq!(BTreeMap::from_iter(stored), site.all());

    let verdicts = "SELECT CAST(post_id AS TEXT) || ' ' || review_state || ' ' || \
                    CAST(count(*) AS TEXT) FROM verdict JOIN post ON post.id = post_id \
                    GROUP BY post_id, review_state";
    let expected = judged.iter().flat_map(|posts| {
        let of = ["done 2", "second 1", "done 1", "done 1"];
        posts
            .iter()
            .zip(of)
            .map(|(post, state)| format!("{post} {state}"))
    });
    let verdicts = BTreeSet::from_iter(installation.rows(verdicts));
    assert_eq!(verdicts, expected.collect());
    let rows = installation.rows("SELECT subject FROM audit WHERE action = 'verdict'");
    assert_eq!(rows.len(), 5 * judged.len(), "an audit row a verdict");
    let audit = installation.run(&["audit", "verify"]);
    assert!(audit.status.success(), "{}", text(&audit.stderr));
}

fn check_index(installation: &Installation, judged: &[[i64; 4]]) {
    let with = |places: [usize; 2]| -> BTreeSet<i64> {
        let posts = judged.iter().flat_map(|posts| places.map(|at| posts[at]));
        posts.collect()
    };
    assert_eq!(found(installation, "verdict:suspected"), with([0, 1]));
    assert_eq!(found(installation, "verdict:dismissed"), with([2, 3]));
    assert_eq!(
        found(installation, "kiriman").len(),
        USERS * (OLD + NEW),
        "what the crawl brought, too"
    );
}

/// Each service shows what the other wrote and what the crawl brought.
async fn check_pages(people: &People, judged: &[[i64; 4]], brought: &[i64]) {
    let queues = join!(people.ani.page("/antrean"), people.budi.page("/antrean"));
    for post in brought {
        let entry = format!("/kiriman/{post}");
        let link = format!("{entry}\"");
        assert!(queues.0.contains(&link), "{post} {}", queues.0);
        assert!(queues.1.contains(&link), "{post} {}", queues.1);
        let page = people.budi.page(&entry).await;
        assert!(page.contains("Halus"), "{page}");
    }
    for posts in judged {
        let both = format!("/kiriman/{}", posts[0]);
        assert!(people.ani.page(&both).await.contains("Menurut Budi."));
        assert!(people.budi.page(&both).await.contains("Menurut Ani."));
    }
}

fn posts(installation: &Installation) -> Vec<i64> {
    let ids = installation.rows("SELECT CAST(id AS TEXT) FROM post ORDER BY id");
    ids.iter().map(|id| id.parse().unwrap()).collect()
}

fn check_ended(service: Service) {
    let (code, told) = service.end();
    assert_eq!(code, Some(0), "{told:?}");
    assert!(told.is_empty(), "{told:?}");
}

#[test]
fn a_crawl_and_two_services_work_at_one_database_at_once() {
    let site = Site::start(USERS, 0);
    let installation = installation(&site);
    let (one, other) = (Service::start(&installation), Service::start(&installation));
    let runtime = Runtime::new().unwrap();
    let mut people = runtime.block_on(People::at(&one, &other));
    let old = posts(&installation);
    let (judged, _) = old.as_chunks::<4>();
    let (before, after) = judged.split_at(judged.len() / 2);

    let mut crawl = start(&installation);
    let mut requests = site.arrivals().len();
    let mut judge_all = |people: &People, judged: &[[i64; 4]]| {
        for posts in judged {
            requests += 1;
            wait_for(&site, requests, &mut crawl);
            runtime.block_on(people.judge(posts));
        }
    };
    judge_all(&people, before);
    check_ended(one);
    let one = Service::start(&installation);
    people.ani = people.ani.at(one.address);
    judge_all(&people, after);
    let crawled = crawl.wait_with_output().unwrap();
    assert!(crawled.status.success(), "{}", text(&crawled.stderr));

    check_database(&installation, &site, judged);
    check_index(&installation, judged);
    let mut brought = posts(&installation);
    brought.retain(|post| !old.contains(post));
    runtime.block_on(check_pages(&people, judged, &brought));
    check_ended(one);
    check_ended(other);
    let status = installation.json(&["status"]);
    assert_eq!(status["over_allowance"], 0, "{status:#}");
    let (arrived, ledger) = (site.arrivals().len(), &status["exchanges"]);
    assert!(
        arrived as u64 <= ledger.as_u64().unwrap(),
        "{arrived}, {ledger}"
    );
}
