//! One long story, told on each engine with the same clock and the same chance: whoever reads its
//! ends cannot tell which engine it was.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use jiff::SignedDuration;
use netra::app;
use netra::clock::{Clock as _, ManualClock, SystemEffort};
use netra::corpus::{renew_index, rescore};
use netra::crawl::{CrawlReport, Crawler, ProgressTeller};
use netra::db::registry::{self, Confirmed, ImportMode, Why};
use netra::db::schedule::DueFilter;
use netra::db::user::{self, NewUser};
use netra::db::{Db, audit, status};
use netra::fetch::{Fetch, FetchError, Fetched, Waits};
use netra::intake::{Intake, Workers};
use netra::model::{AccountId, Capture, CaptureRecord, FetchRequest, Reader, Role, Scope, Sha256};
use netra::registry::{Defaults, read};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;
use uuid::Uuid;

use crate::support::database::{Keeper, Raw};
use crate::support::reason;
use crate::support::site::Site;
use crate::support::{Installation, text};
use crate::web::support::{Browser, PASSWORD, app as pages};
use netra::access::password::{self, Cost};

const REGISTER: &str = "\
Jenis,NIP,Nama,Instansi,Kode Wilayah,Platform,Akun,Bukti,Dasar,Berakhir
orang,198503122010012001,Rina Ömer 'Contoh',Dinas Pendidikan,32.99,mastodon,https://uji.example/@user0,agency_letter,ST 1,2099-12-31
instansi,,Dinas Kesehatan,Pemkab Sukaraja,32.99,mastodon,https://uji.example/@user1,,ST 1,2099-12-31
instansi,,Dinas Kesehatan,Pemkab Sukaraja,32.99,mastodon,https://uji.example/@user2,,ST 1,2099-12-31
instansi,,Dinas Pasar,Pemkab Sukaraja,32.99,tiktok,@dinaspasar,,ST 1,2099-12-31
";

/// The site, asked without a wire: answers take no time and have numbers in place of chance.
struct Wireless {
    site: Router,
    clock: Arc<ManualClock>,
    answers: AtomicU64,
}

impl Wireless {
    async fn ask(&self, request: &FetchRequest) -> Result<Capture, FetchError> {
        let host = request.url.host_str().unwrap();
        let path = &request.url[url::Position::BeforePath..];
        let asked = Request::get(path).header(header::HOST, host);
        let answer = self
            .site
            .clone()
            .oneshot(asked.body(Body::empty()).unwrap());
        let (head, body) = answer.await.unwrap().into_parts();
        let body = axum::body::to_bytes(body, 1 << 20).await.unwrap().to_vec();
        let number = self.answers.fetch_add(1, Ordering::SeqCst);
        let text = |value: &header::HeaderValue| value.to_str().unwrap().to_owned();
        let headers = head.headers.iter();
        Ok(Capture {
            request: request.clone(),
            final_url: request.url.clone(),
            status: head.status.as_u16(),
            headers: headers
                .map(|(name, value)| (name.to_string(), text(value)))
                .collect(),
            truncated: None,
            fetched_at: self.clock.now(),
            record: CaptureRecord {
                record_id: Uuid::from_u128(u128::from(number) + 1),
                file: "cerita.warc.gz".to_owned(),
                offset: number,
                payload: Sha256::of(&body),
            },
            body,
        })
    }
}

impl Fetch for Wireless {
    async fn fetch_among(&self, request: &FetchRequest, _: &Waits) -> Fetched {
        Fetched {
            result: self.ask(request).await,
            exchanges: Vec::new(),
            oddities: Vec::new(),
            place: None,
        }
    }
}

/// An office in the middle of the fictional campaign.
struct Office {
    installation: Installation,
    site: Site,
    clock: Arc<ManualClock>,
    crawler: Arc<Crawler<Wireless>>,
    raw: Raw,
}

fn operator() -> Reader {
    Reader::operator("petugas")
}

impl Office {
    async fn open(keeper: Keeper) -> Self {
        let installation = Installation::on(keeper);
        let site = Site::start(3, 25);
        let campaign = "2027-11-05T02:00:00Z".parse().unwrap();
        let clock = Arc::new(ManualClock::new(campaign));
        let house = load(&installation, &clock);
        let wireless = Wireless {
            site: site.router(),
            clock: clock.clone(),
            answers: AtomicU64::new(0),
        };
        let crawler = Arc::new(crawler(&house, wireless).await);
        Self {
            raw: installation.raw(),
            installation,
            site,
            clock,
            crawler,
        }
    }

    fn db(&self) -> &Db {
        &self.crawler.db
    }

    fn later(&self, hours: i64) {
        self.clock.advance(SignedDuration::from_hours(hours));
    }

    async fn import(&self) {
        let defaults = Defaults::default();
        let sheet = read(
            "daftar.csv",
            REGISTER.as_bytes(),
            &defaults,
            &self.crawler.sources,
        );
        assert_eq!(sheet.errors, []);
        let why = Why {
            reason: reason("surat 'BKPSDM' 1"),
            at: self.clock.now(),
            seen: None,
        };
        let mode = ImportMode::AllOrNothing;
        let (entries, nothing) = (&sheet.entries, Confirmed::default());
        let taken = registry::import(&operator(), self.db(), entries, why, mode, &nothing).await;
        assert_eq!(taken.unwrap().accounts_created, 4);
    }

    async fn crawl(&self) -> CrawlReport {
        self.later(7);
        let due = DueFilter::default();
        let report = self.crawler.pass(&due, &CancellationToken::new()).await;
        let report = report.unwrap();
        assert!(report.failed.is_empty(), "{:?}", report.failed);
        report
    }

    async fn employ(&self, names: [&str; 2]) {
        let hash = password::hash(PASSWORD, [7; 16], Cost::CHEAP).unwrap();
        for name in names {
            let new = NewUser {
                name,
                display_name: name,
                role: Role::Reviewer,
                scope: &Scope::nation(),
                password_hash: &hash,
                password_once: false,
            };
            let added = user::add(&operator(), self.db(), &new, self.clock.now()).await;
            assert!(added.unwrap().is_some());
        }
    }

    /// Browsers of both reviewers, logged in.
    async fn reviewers(&self) -> [Browser; 2] {
        let names = ["rini", "sari"];
        self.employ(names).await;
        let router = pages(self.db(), self.clock.clone(), false);
        let mut browsers = names.map(|_| Browser::of(router.clone()));
        for (browser, name) in browsers.iter_mut().zip(names) {
            let page = browser.login(name, PASSWORD).await;
            assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        }
        browsers
    }

    /// Posts in the queue as a reviewer sees it, best first.
    async fn queue(&self, browser: &mut Browser, section: &str) -> Vec<i64> {
        let page = browser.get(&format!("/antrean?bagian={section}")).await;
        let links = page.attributes("[data-row]", "href");
        let number = |link: &String| {
            let path = link.split('?').next().unwrap();
            path.rsplit('/').next().unwrap().parse().unwrap()
        };
        links.iter().map(number).collect()
    }

    async fn judge(&self, browser: &mut Browser, post: i64, decision: &str, code: &str) {
        self.clock.advance(SignedDuration::from_mins(3));
        let page = crate::web::decide(browser, post, decision, code).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    }

    /// Words are added and the whole corpus is scored again.
    async fn rescore(&self) -> String {
        let words = "[[entry]]\nid = \"uji.ajak\"\nkind = \"call\"\nlanguage = \"id\"\n\
                     weight = 6.0\nforms = [\"gaskeunpol\"]\n";
        let file = self.installation.path().join("config/lexicon/uji.toml");
        std::fs::write(file, words).unwrap();
        let scorer = load(&self.installation, &self.clock).scorer();
        let (reader, clock) = (operator(), &*self.clock);
        let mut walk = rescore::Rescoring::storing((&reader, self.db()), &scorer, 20, clock);
        let mut told = Vec::new();
        while let Some(changed) = walk.next().await.unwrap() {
            told.extend(changed);
        }
        let renewed = renew_index(self.db(), &self.crawler.index).await.unwrap();
        let summary = walk.into_summary(renewed.posts);
        assert!(summary.raised > 0, "{summary:?}");
        json(&(told, summary))
    }
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap()
}

fn load(installation: &Installation, clock: &Arc<ManualClock>) -> app::Installation {
    let config = installation.path().join("config");
    app::Installation::load(&config, clock.clone()).unwrap()
}

async fn crawler(house: &app::Installation, fetch: Wireless) -> Crawler<Wireless> {
    let deadline = netra::intake::PAGE_DEADLINE;
    let intake = Intake {
        workers: Workers::new(1, deadline, Arc::new(SystemEffort)),
        ..house.intake().await.unwrap()
    };
    Crawler {
        db: intake.db.clone(),
        fetch,
        sources: intake.sources.clone(),
        intake,
        index: Arc::new(house.open_index().unwrap()),
        clock: house.clock().clone(),
        settings: house.configuration().settings.crawl.clone(),
        progress: ProgressTeller::default(),
    }
}

/// Everything that can be taken out of the office, by name.
type Exports = BTreeMap<String, String>;

async fn exports(office: &Office) -> Exports {
    let db = office.db();
    let head = audit::verify(db).await.unwrap();
    let log = audit::list(&operator(), db, office.clock.now(), None, 10_000).await;
    let mut status = status::status(db, office.clock.now()).await.unwrap();
    status.database_bytes = 0;
    let mut exports = Exports::from([
        ("audit head".to_owned(), json(&head)),
        ("audit log".to_owned(), json(&log.unwrap())),
        ("status".to_owned(), json(&status)),
    ]);
    for (table, rows) in office.raw.dump().await {
        exports.insert(format!("table {table}"), rows.join("\n"));
    }
    // By the system's clock from here on, which the log tells.
    for command in [
        "search * --json --limit 1000 --facet region --facet band",
        "search * --csv --limit 1000",
        "search gaskeunpol --json",
        "search verdict:suspected --json",
        "registry export",
        "registry list --all --json",
        "registry show 1 --json",
        "report balance --json",
        "report balance",
        "rescore --diff --json",
        "user list --json",
    ] {
        let arguments: Vec<&str> = command.split(' ').collect();
        let output = office.installation.run(&arguments);
        assert!(
            output.status.success(),
            "{command}: {}",
            text(&output.stderr)
        );
        exports.insert(command.to_owned(), text(&output.stdout));
    }
    exports
}

/// The story; returns what is left at its end.
async fn tell(keeper: Keeper) -> Exports {
    let office = Office::open(keeper).await;
    office.import().await;
    for (post, words) in [
        "Ayo coblos nomor 2, BANU menang!",
        "Gaskeunpol BANU pagi ini, kawan 'semua' 👍🏽",
        "Dukung Hadi-Lestari, coblos nomor 1 tanggal 27 November",
        "Sarapan bubur ayam di alun-alun",
    ]
    .into_iter()
    .enumerate()
    {
        office.site.put(post % 3, 30 + post, words);
    }
    let first = office.crawl().await;
    assert_eq!(first.counts.posts_new, 79);

    office
        .site
        .put(0, 30, "Ayo coblos nomor 2, BANU menang! (disunting)");
    office.site.remove(1, 3);
    office.site.remove(2, 24);
    let second = office.crawl().await;
    assert!(second.counts.posts_edited >= 1, "{:?}", second.counts);
    assert!(second.counts.posts_not_visible >= 1, "{:?}", second.counts);

    let [mut rini, mut sari] = office.reviewers().await;
    let queue = office.queue(&mut rini, "pertama").await;
    let [one, two, ..] = queue[..] else {
        panic!("{queue:?} is too short");
    };
    office.judge(&mut rini, one, "dismissed", "OK-4").await;
    office.judge(&mut rini, one, "suspected", "SKB-II-6").await;
    office.judge(&mut rini, two, "unsure", "RAGU-KONTEKS").await;
    assert_eq!(office.queue(&mut rini, "kedua").await, [0; 0]);
    let mut waiting = office.queue(&mut sari, "kedua").await;
    waiting.sort_unstable();
    let mut both = [one, two];
    both.sort_unstable();
    assert_eq!(waiting, both);
    office.judge(&mut sari, one, "suspected", "SIG-AJAK").await;

    let mut told = office.rescore().await;
    for user in 0..3 {
        let words = "Sudah diubah lagi: ayo coblos BANU, coblos nomor 2!";
        office.site.put(user, 30 + user, words);
    }
    let third = office.crawl().await;
    assert!(third.counts.posts_edited >= 1, "{:?}", third.counts);
    // Nobody used the pages meanwhile.
    let page = sari.login("sari", PASSWORD).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    assert!(office.queue(&mut sari, "pertama").await.contains(&one));
    let why = Why {
        reason: reason("pindah tugas"),
        at: office.clock.now(),
        seen: None,
    };
    let retired = registry::retire(&operator(), office.db(), AccountId(3), why).await;
    retired.unwrap();
    told += &json(&[first, second, third]);
    let mut exports = exports(&office).await;
    exports.insert("told on the way".to_owned(), told);
    exports
}

#[tokio::test(flavor = "multi_thread")]
async fn both_engines_tell_the_same_story() {
    let sqlite = tell(Keeper::Sqlite).await;
    assert!(
        sqlite["table verdict"].lines().count() == 4,
        "{}",
        sqlite["table verdict"]
    );
    if Keeper::of_this_run() == Keeper::Sqlite {
        // Not through the harness, which keeps what a test that passes says to itself.
        let told = b"PostgreSQL skipped: no test ran on it (run `.ci/postgres cargo test`)\n";
        std::io::stderr().write_all(told).unwrap();
        return;
    }
    let postgres = tell(Keeper::Postgres).await;
    assert_eq!(
        sqlite.keys().collect::<Vec<_>>(),
        postgres.keys().collect::<Vec<_>>()
    );
    for (name, one) in &sqlite {
        similar(name, one, &postgres[name]);
    }
}

/// Says where two exports part.
fn similar(name: &str, one: &str, other: &str) {
    let pairs = one.lines().zip(other.lines());
    for (number, (one, other)) in pairs.enumerate() {
        assert_eq!(one, other, "{name}, line {}", number + 1);
    }
    assert_eq!(one, other, "{name}");
}
