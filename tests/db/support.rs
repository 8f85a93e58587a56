//! A database of its own, and pages to put into it.

use jiff::Timestamp;
use netra::db::page::{
    PagePlan, PageShown, PageToSave, PostToSave, SavedPage, plan_page, save_page,
};
use netra::db::position::Position;
use netra::db::post::{self, StoredPost};
use netra::db::{Db, DbError};
use netra::model::{
    AccountId, Assessment, Band, Capture, CaptureRecord, Cursor, Explanation, FetchRequest,
    Identity, NativeId, Origin, ParsedPost, PostId, PostKind, Reader, Sentence, Sha256, Signal,
    SignalKind, Stage, Versions, Wording, authored,
};
use uuid::Uuid;

use crate::support::database::{Place, Raw};

/// A database that goes away with the test.
pub(crate) struct TestDb {
    pub(crate) db: Db,
    /// A second door, for looking and for breaking things.
    pub(crate) raw: Raw,
    place: Place,
}

impl TestDb {
    /// A database with one person and one account, number 1.
    pub(crate) async fn new() -> Self {
        let place = Place::new();
        let test = Self {
            db: place.open().await,
            raw: place.raw(),
            place,
        };
        test.run(
            "INSERT INTO person (id, kind, nip, name, agency, region, purpose_basis, \
             purpose_ends, created_at) VALUES (1, 'person', '198001012005011001', \
             'Contoh Satu', 'Dinas Contoh', '32.04', 'ST-1', '2026-12-31', 0)",
        )
        .await;
        test.run(
            "INSERT INTO account (id, person_id, platform, address, created_at) \
             VALUES (1, 1, 'mastodon', '@satu@contoh.example', 0)",
        )
        .await;
        test
    }

    pub(crate) async fn run(&self, sql: &str) {
        self.raw.run(sql).await;
    }

    pub(crate) async fn number(&self, sql: &str) -> i64 {
        self.raw.number(sql).await
    }

    pub(crate) async fn text(&self, sql: &str) -> Option<String> {
        self.raw.text(sql).await
    }

    /// The same database as another process opens it.
    pub(crate) async fn other(&self) -> Db {
        self.place.open().await
    }

    pub(crate) async fn save(&self, page: &Page) -> SavedPage {
        page.save(&self.db).await.unwrap()
    }
}

/// The program at its own work.
pub(crate) fn machine() -> Reader {
    Reader::machine("uji")
}

/// Posts by number, as somebody at the command line finds them.
pub(crate) async fn find(db: &Db, ids: &[i64]) -> Vec<StoredPost> {
    let ids: Vec<PostId> = ids.iter().map(|id| PostId(*id)).collect();
    let occasion = post::Occasion {
        action: "search",
        query: "uji",
        at: minute(0),
    };
    let found = post::find(&Reader::operator("uji"), db, occasion, &ids).await;
    found
        .unwrap()
        .into_iter()
        .collect::<Result<_, _>>()
        .unwrap()
}

/// All posts.
pub(crate) async fn all(db: &Db) -> Vec<StoredPost> {
    let machine = machine();
    let mut walk = post::PostWalk::at_work(&machine, db);
    let found = walk.next(1000).await.unwrap();
    found.into_iter().collect::<Result<_, _>>().unwrap()
}

/// One post with its past.
pub(crate) async fn open(db: &Db, id: i64) -> post::ReviewItem {
    let item = post::open(&Reader::operator("uji"), db, minute(0), PostId(id)).await;
    item.unwrap().unwrap()
}

/// The edition by which pages are read.
pub(crate) const READING: &str = "1";

/// Minutes after a fixed instant.
pub(crate) fn minute(number: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + number * 60).unwrap()
}

pub(crate) fn post(native_id: &str, text: &str) -> ParsedPost {
    ParsedPost {
        native_id: NativeId(native_id.to_owned()),
        url: Some(format!("https://contoh.example/@satu/{native_id}")),
        text: text.to_owned(),
        kind: PostKind::Original,
        context: None,
        published_at: Some(minute(-10)),
        edited_at: None,
        language: Some("id".to_owned()),
        media: Vec::new(),
        links: vec!["https://contoh.example/tautan".to_owned()],
        ..ParsedPost::default()
    }
}

pub(crate) fn assessment(score: f64, band: Band) -> Assessment {
    Assessment {
        score,
        band,
        stage: Stage::Campaign,
        signals: Vec::new(),
        counter: Vec::new(),
        language: "id".to_owned(),
        explanation: Explanation {
            label: Sentence::plain(Wording::Total),
            value: score,
            spans: Vec::new(),
            parts: Vec::new(),
        },
        versions: Versions {
            engine: "1".to_owned(),
            contests: Sha256::of("c"),
            lexicon: Sha256::of("l"),
            model: None,
        },
    }
}

/// An assessment with one signal about a contestant.
pub(crate) fn targeting(score: f64, band: Band, target: &str) -> Assessment {
    Assessment {
        signals: vec![Signal {
            rule: "ajakan".to_owned(),
            kind: SignalKind::Call,
            target: Some(target.to_owned()),
            weight: 3.0,
            spans: Vec::new(),
            norms: Vec::new(),
            reason: Sentence::plain(Wording::Total),
        }],
        ..assessment(score, band)
    }
}

/// A page in the making.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    pub(crate) account: AccountId,
    pub(crate) capture: Capture,
    pub(crate) posts: Vec<ParsedPost>,
    pub(crate) absent: Vec<NativeId>,
    pub(crate) cursor: Option<Cursor>,
    pub(crate) identity: Option<Identity>,
    pub(crate) state: Option<netra::model::AccountState>,
    pub(crate) assessment: Option<Assessment>,
    pub(crate) reading: &'static str,
    pub(crate) understood: bool,
}

impl Page {
    /// An empty page captured in that minute.
    pub(crate) fn at(number: i64) -> Self {
        let url: url::Url = "https://contoh.example/api/statuses".parse().unwrap();
        Self {
            account: AccountId(1),
            capture: Capture {
                request: FetchRequest::new(url.clone(), "application/json", "statuses"),
                final_url: url,
                status: 200,
                headers: vec![("etag".to_owned(), format!("\"{number}\""))],
                body: Vec::new(),
                truncated: None,
                fetched_at: minute(number),
                record: CaptureRecord {
                    record_id: Uuid::from_u128(u128::try_from(number).unwrap() + 1),
                    file: "contoh.warc.gz".to_owned(),
                    offset: 0,
                    payload: Sha256::of("body"),
                },
            },
            posts: Vec::new(),
            absent: Vec::new(),
            cursor: None,
            identity: None,
            state: None,
            assessment: Some(assessment(0.5, Band::Medium)),
            reading: READING,
            understood: true,
        }
    }

    /// The answer that nothing changed since the last one.
    pub(crate) fn not_modified(number: i64) -> Self {
        let mut page = Self::at(number);
        page.capture.status = 304;
        page
    }

    pub(crate) fn showing(mut self, post: ParsedPost) -> Self {
        self.posts.push(post);
        self
    }

    pub(crate) fn post(mut self, native_id: &str, text: &str) -> Self {
        self.posts.push(post(native_id, text));
        self
    }

    pub(crate) fn absent(mut self, native_id: &str) -> Self {
        self.absent.push(NativeId(native_id.to_owned()));
        self
    }

    pub(crate) fn cursor(mut self, cursor: &str) -> Self {
        self.cursor = Some(Cursor(cursor.to_owned()));
        self
    }

    /// Saves the page as the way in does, deciding anew whenever somebody was faster.
    pub(crate) async fn save(&self, db: &Db) -> Result<SavedPage, DbError> {
        loop {
            let plan = self.plan(db).await?;
            match self.save_planned(db, plan).await {
                Err(DbError::Overtaken) => {}
                saved => return saved,
            }
        }
    }

    pub(crate) async fn plan(&self, db: &Db) -> Result<PagePlan, DbError> {
        let posts = self.posts.iter();
        let posts: Vec<_> = posts.map(|post| (post, authored(post))).collect();
        let shown = PageShown {
            account: self.account,
            origin: Origin::Fetched(&self.capture),
            posts: &posts,
            absent: &self.absent,
            reading: self.reading,
            confirms: self.capture.status == 304,
        };
        plan_page(db, &shown).await
    }

    pub(crate) async fn save_planned(&self, db: &Db, plan: PagePlan) -> Result<SavedPage, DbError> {
        let posts: Vec<PostToSave<'_>> = self
            .posts
            .iter()
            .map(|post| PostToSave {
                post,
                posted_at: post.published_at.unwrap_or(self.capture.fetched_at),
                assessment: self.assessment.as_ref(),
            })
            .collect();
        let page = PageToSave {
            understood: self.understood,
            origin: Origin::Fetched(&self.capture),
            posts: &posts,
            position: Some(Position {
                cursor: self.cursor.as_ref(),
                identity: self.identity.as_ref(),
                state: self.state,
                at: self.capture.fetched_at,
            }),
            at: self.capture.fetched_at,
        };
        save_page(db, plan, &page).await
    }
}
