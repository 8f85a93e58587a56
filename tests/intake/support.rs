//! A way in with one registered account, and pages of Mastodon for it.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use netra::app::Installation;
use netra::clock::ManualClock;
use netra::config::Configuration;
use netra::db::account::{self, DueAccount};
use netra::db::registry::{Confirmed, ImportMode, Why, import};
use netra::intake::{Bringing, BroughtAs, Intake, IntakeError, TakenIn, Workers};
use netra::model::{
    AccountId, Capture, CaptureRecord, FetchRequest, ParsedPage, PersonKind, Platform, Purpose,
    Reader, RegistryEntry, Sha256,
};
use netra::source::{Source as _, mastodon::Mastodon};
use serde_json::json;
use tempfile::TempDir;
use uuid::Uuid;

use crate::support::database::{Place, Raw};
use crate::support::effort::ManualEffort;
use crate::support::reason;

/// Minutes after a fixed instant.
pub(super) fn minute(number: i64) -> Timestamp {
    Timestamp::from_second(1_826_000_000 + number * 60).unwrap()
}

/// The time at which everything is brought.
pub(super) fn now() -> Timestamp {
    minute(1_000)
}

pub(super) struct Entrance {
    pub(super) intake: Intake,
    pub(super) due: DueAccount,
    raw: Raw,
    _place: Place,
    _folder: TempDir,
}

fn entry() -> RegistryEntry {
    RegistryEntry {
        kind: PersonKind::Agency,
        nip: None,
        name: "Dinas Uji".to_owned(),
        agency: "Dinas Uji".to_owned(),
        position: None,
        region: "32.99".parse().unwrap(),
        platform: Platform::Mastodon,
        address: "https://contoh.example/@dinas".to_owned(),
        proof: None,
        purpose: Purpose {
            basis: "ST-1".to_owned(),
            ends_on: jiff::civil::date(2099, 1, 1),
        },
    }
}

impl Entrance {
    pub(super) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("config");
        let mut configuration = Configuration::load(&config).unwrap();
        configuration.settings.data_dir = folder.path().to_owned();
        let place = Place::of_installation(folder.path());
        configuration.settings.database = place.settings();
        let clock = Arc::new(ManualClock::new(now()));
        let installation = Installation::new(configuration, clock);
        let intake = installation.intake().await.unwrap();
        let why = Why {
            reason: reason("uji"),
            at: now(),
            seen: None,
        };
        let (operator, mode) = (Reader::operator("uji"), ImportMode::AllOrNothing);
        import(
            &operator,
            &intake.db,
            &[(2.into(), entry())],
            why,
            mode,
            &Confirmed::default(),
        )
        .await
        .unwrap();
        let mut due = account::get(&intake.db, AccountId(1)).await.unwrap();
        due.account.stable_id = Some("900".to_owned());
        Self {
            intake,
            due,
            raw: place.raw(),
            _place: place,
            _folder: folder,
        }
    }

    /// The same with other workers, for whose pages a processor works as `effort` has it.
    pub(super) fn working(
        mut self,
        desks: usize,
        deadline: Duration,
        effort: &Arc<ManualEffort>,
    ) -> Self {
        self.intake.workers = Workers::new(desks, deadline, effort.clone());
        self
    }

    pub(super) async fn bring(&self, brings: Bringing) -> TakenIn {
        self.try_bring(brings, self.mastodon()).await.unwrap()
    }

    pub(super) async fn try_bring(
        &self,
        brings: Bringing,
        read: impl FnOnce(&[u8]) -> ParsedPage + Send + 'static,
    ) -> Result<TakenIn, IntakeError> {
        self.intake.bring(&self.due, brings, read).await
    }

    /// Reads the bytes as the answer of a Mastodon server.
    pub(super) fn mastodon(&self) -> impl FnOnce(&[u8]) -> ParsedPage + Send + 'static {
        let account = self.due.account.clone();
        let answer = self.answer(now(), Vec::new());
        move |bytes| {
            let body = bytes.to_vec();
            Mastodon.parse(&account, None, &Capture { body, ..answer })
        }
    }

    /// Takes in the answer of a server.
    pub(super) async fn fetch(&self, at: Timestamp, posts: &[(&str, &str)]) -> TakenIn {
        let answer = self.answer(at, statuses(posts));
        self.intake.take_in(&self.due, answer).await.unwrap()
    }

    fn answer(&self, at: Timestamp, body: Vec<u8>) -> Capture {
        let plan = Mastodon.plan(&self.due.account, None).unwrap();
        let request: FetchRequest = plan.into_iter().next().unwrap();
        let id = u128::try_from(at.as_microsecond()).unwrap();
        Capture {
            final_url: request.url.clone(),
            request,
            status: 200,
            headers: vec![("content-type".to_owned(), "application/json".to_owned())],
            truncated: None,
            fetched_at: at,
            record: CaptureRecord {
                record_id: Uuid::from_u128(id),
                file: "contoh.warc.gz".to_owned(),
                offset: 0,
                payload: Sha256::of(&body),
            },
            body,
        }
    }

    pub(super) async fn number(&self, sql: &str) -> i64 {
        self.raw.number(sql).await
    }

    pub(super) async fn text(&self, sql: &str) -> Option<String> {
        self.raw.text(sql).await
    }
}

/// Statuses as a Mastodon server gives them.
pub(super) fn statuses(posts: &[(&str, &str)]) -> Vec<u8> {
    let statuses: Vec<_> = posts
        .iter()
        .map(|(id, text)| {
            json!({ "id": id, "uri": format!("https://contoh.example/{id}"),
                "url": format!("https://contoh.example/@dinas/{id}"), "visibility": "public",
                "created_at": "2027-11-01T00:00:00.000Z", "content": format!("<p>{text}</p>"),
                "account": { "id": "900", "username": "dinas", "acct": "dinas" }, "reblog": null })
        })
        .collect();
    serde_json::to_vec(&statuses).unwrap()
}

/// A file with these posts, seen in that minute.
pub(super) fn brings(seen: i64, posts: &[(&str, &str)]) -> Bringing {
    Bringing {
        brought_as: BroughtAs::Import,
        target: "file:///ekspor.json".parse().unwrap(),
        name: Some("ekspor.json".to_owned()),
        media_type: "application/json".to_owned(),
        by: "siti".to_owned(),
        seen_at: minute(seen),
        bytes: statuses(posts),
        notes: vec![("tool", "contoh 1.0".to_owned())],
    }
}
