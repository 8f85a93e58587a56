//! What benches of pages share: posts, and everything that a page goes through.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use netra::app::Installation;
use netra::clock::ManualClock;
use netra::config::{Configuration, DatabaseSettings};
use netra::corpus::Renewal;
use netra::db::account::{self, DueAccount};
use netra::db::registry::{Confirmed, ImportMode, Why, import};
use netra::intake::Intake;
use netra::model::{
    AccountId, Capture, CaptureRecord, FetchRequest, PersonKind, Platform, Purpose, Reader,
    RegistryEntry, Sha256,
};
use netra::source::{Source as _, mastodon::Mastodon};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng as _};
use serde_json::{Value, json};
use uuid::Uuid;

/// Posts on a page: the most that the Mastodon API gives.
pub(crate) const POSTS: usize = 40;
/// Different posts, the same in every run: one to three of the sentences that the model learns
/// from, six of seven posts without partisanship, as in everyday life more are.
pub(crate) struct Texts {
    everyday: Vec<String>,
    partisan: Vec<String>,
}

impl Texts {
    pub(crate) fn read() -> anyhow::Result<Self> {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/config/model/sentences.jsonl");
        let (mut everyday, mut partisan) = (Vec::new(), Vec::new());
        for line in std::fs::read_to_string(file)?.lines() {
            let sentence: Value = serde_json::from_str(line)?;
            let kind = if sentence["gold"] == "partisan" {
                &mut partisan
            } else {
                &mut everyday
            };
            kind.extend(sentence["text"].as_str().map(str::to_owned));
        }
        Ok(Self { everyday, partisan })
    }

    /// The text of a post.
    pub(crate) fn post(&self, number: u64) -> String {
        let mut rng = StdRng::seed_from_u64(number);
        let mut text = String::new();
        for _ in 0..rng.random_range(1..=3) {
            let kind = if rng.random_range(0..7) == 0 {
                &self.partisan
            } else {
                &self.everyday
            };
            text.push_str(kind.choose(&mut rng).map_or("", String::as_str));
            text.push(' ');
        }
        text.trim_end().to_owned()
    }
}

/// Everything a page needs, in a temporary folder.
pub(crate) struct Netra {
    pub(crate) intake: Intake,
    renewal: Renewal,
    pub(crate) due: DueAccount,
    pub(crate) now: Timestamp,
    pub(crate) pages: u64,
}

fn entry() -> anyhow::Result<RegistryEntry> {
    Ok(RegistryEntry {
        kind: PersonKind::Agency,
        nip: None,
        name: "Dinas Uji".to_owned(),
        agency: "Dinas Uji".to_owned(),
        position: None,
        region: "32.99".parse()?,
        platform: Platform::Mastodon,
        address: "https://contoh.example/@dinas".to_owned(),
        proof: None,
        purpose: Purpose {
            basis: "ST".to_owned(),
            ends_on: jiff::civil::date(2099, 1, 1),
        },
    })
}

impl Netra {
    pub(crate) async fn new(folder: &Path, database: DatabaseSettings) -> anyhow::Result<Self> {
        let now: Timestamp = "2027-11-10T02:00:00Z".parse()?;
        let config = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/config"));
        let mut configuration =
            Configuration::load(config).map_err(|e| anyhow::anyhow!("{e:?}"))?;
        configuration.settings.data_dir = folder.to_owned();
        configuration.settings.database = database;
        let installation = Installation::new(configuration, Arc::new(ManualClock::new(now)));
        installation.make_db().await?.close().await;
        let intake = installation.intake().await?;
        let why = Why {
            reason: &"bench".parse()?,
            at: now,
            seen: None,
        };
        let operator = Reader::operator("bench");
        let mode = ImportMode::AllOrNothing;
        import(
            &operator,
            &intake.db,
            &[(2.into(), entry()?)],
            why,
            mode,
            &Confirmed::default(),
        )
        .await?;
        let mut due = account::get(&intake.db, AccountId(1)).await?;
        due.account.stable_id = Some("900".to_owned());
        Ok(Self {
            renewal: Renewal::new(&intake.db, &installation.open_index()?),
            intake,
            due,
            now,
            pages: 0,
        })
    }

    /// An answer with posts never seen before.
    pub(crate) fn capture(&mut self, texts: &Texts) -> anyhow::Result<Capture> {
        self.capture_with(|number| texts.post(number))
    }

    /// The same with texts that the bench makes, by the number of the post.
    pub(crate) fn capture_with(&mut self, text: impl Fn(u64) -> String) -> anyhow::Result<Capture> {
        self.pages += 1;
        let first = self.pages * POSTS as u64;
        let statuses: Vec<Value> = (first..first + POSTS as u64)
            .map(|number| {
                json!({ "id": format!("1{number:017}"), "uri": format!("https://contoh.example/{number}"),
                    "url": format!("https://contoh.example/@dinas/{number}"), "visibility": "public",
                    "created_at": "2027-11-01T00:00:00.000Z", "content": format!("<p>{}</p>", text(number)),
                    "account": { "id": "900", "username": "dinas", "acct": "dinas" }, "reblog": null })
            })
            .collect();
        let body = serde_json::to_vec(&statuses)?;
        let plan = Mastodon.plan(&self.due.account, None)?;
        let request = plan.into_iter().next().unwrap_or_else(|| {
            FetchRequest::new(
                "https://contoh.example/".parse().expect("it is an address"),
                "*/*",
                "",
            )
        });
        Ok(Capture {
            final_url: request.url.clone(),
            request,
            status: 200,
            headers: vec![("content-type".to_owned(), "application/json".to_owned())],
            truncated: None,
            fetched_at: self.now,
            record: CaptureRecord {
                record_id: Uuid::from_u128(self.pages.into()),
                file: "bench.warc.gz".to_owned(),
                offset: 0,
                payload: Sha256::of(&body),
            },
            body,
        })
    }

    /// What the crawler does with an answer.
    pub(crate) async fn save(&self, capture: Capture) -> anyhow::Result<()> {
        let taken = self.intake.take_in(&self.due, capture).await?;
        anyhow::ensure!(taken.saved.posts.len() == POSTS, "not all posts were read");
        Ok(())
    }

    /// What it does after them.
    pub(crate) async fn index(&mut self, posts: usize) -> anyhow::Result<()> {
        let indexed = self.renewal.renew().await?;
        anyhow::ensure!(indexed == posts, "{indexed} of {posts} posts were indexed");
        Ok(())
    }
}
