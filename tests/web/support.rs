//! A whole installation in a temporary folder, and browsers that visit it.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode, header};
use jiff::{SignedDuration, Timestamp};
use netra::access::password::{self, Cost};
use netra::clock::{Clock, ManualClock};
use netra::db::Db;
use netra::db::user::{self, NewUser};
use netra::model::{Reader, Role, Scope, Sha256, User, UserId};
use netra::registry::Defaults;
use netra::web::{Catalogue, ListTerms, ServerSettings, WebState, router};
use rand::SeedableRng;
use scraper::{Html, Selector};
use tower::ServiceExt;

use crate::support::database::{Literal, Place, Raw};

pub use super::sample::{NewPost, assessment};

pub const PASSWORD: &str = "kuda baterai benar";

/// An installation.
pub struct House {
    pub db: Db,
    /// A second door to the database, for looking and for breaking things.
    pub raw: Raw,
    pub place: Place,
    pub clock: Arc<ManualClock>,
    pub app: Router,
    account: i64,
    pub folder: tempfile::TempDir,
}

impl House {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::of_installation(folder.path());
        let db = place.open().await;
        let start: Timestamp = "2027-01-15T03:00:00Z".parse().unwrap();
        let clock = Arc::new(ManualClock::new(start));
        let app = app(&db, clock.clone(), false);
        let mut house = Self {
            db,
            raw: place.raw(),
            place,
            clock,
            app,
            account: 0,
            folder,
        };
        house.account = house
            .account("mastodon", "@budi@contoh.example", "Budi Uji")
            .await;
        house
    }

    pub async fn run(&self, sql: &str) {
        self.raw.run(sql).await;
    }

    pub async fn count(&self, sql: &str) -> i64 {
        self.raw.number(sql).await
    }

    /// A person with an account, a proof and a capture.
    pub async fn account(&self, platform: &str, address: &str, name: &str) -> i64 {
        let now = self.clock.now().as_microsecond();
        let budi = address == "@budi@contoh.example";
        let person: [(&str, &dyn Literal); 9] = [
            ("kind", if budi { &"person" } else { &"agency" }),
            ("nip", &budi.then_some("198001012005011003")),
            ("post", &budi.then_some("Analis")),
            ("name", &name),
            ("agency", &"Dinas Uji"),
            ("region", &"32.04"),
            ("purpose_basis", &"ST 1/2027"),
            ("purpose_ends", &"2027-12-31"),
            ("created_at", &now),
        ];
        let person = self.raw.insert("person", &person).await;
        let account: [(&str, &dyn Literal); 6] = [
            ("person_id", &person),
            ("platform", &platform),
            ("address", &address),
            ("display_name", &name),
            ("state", &"active"),
            ("created_at", &now),
        ];
        let account = self.raw.insert("account", &account).await;
        let proof: [(&str, &dyn Literal); 5] = [
            ("account_id", &account),
            ("person_id", &person),
            ("kind", &"agency_letter"),
            ("reference", &"800/12/BKPSDM"),
            ("created_at", &now),
        ];
        self.raw.insert("ownership_proof", &proof).await;
        account
    }

    pub async fn post(&self, post: NewPost<'_>) -> i64 {
        self.post_of(self.account, post).await
    }

    pub async fn post_of(&self, account: i64, post: NewPost<'_>) -> i64 {
        let now = self.clock.now().as_microsecond();
        let at = self.clock.now() - SignedDuration::from_mins(post.minutes_ago);
        let seen = self
            .capture(&format!("urn:uuid:{account}-{}", post.native), post.text)
            .await;
        let owner = format!("SELECT person_id FROM account WHERE id = {account}");
        let owner = self.count(&owner).await;
        let row: [(&str, &dyn Literal); 13] = [
            ("last_capture_id", &seen),
            ("account_id", &account),
            ("person_id", &owner),
            ("native_id", &post.native),
            ("url", &post.url),
            ("kind", &post.kind),
            ("posted_at", &at.as_microsecond()),
            ("first_seen_at", &now),
            ("last_seen_at", &now),
            ("region", &post.region),
            ("latest_revision", &0),
            ("score", &post.score),
            ("band", &post.band.as_str()),
        ];
        let id = self.raw.insert("post", &row).await;
        self.revise(id, &post).await;
        id
    }

    async fn capture(&self, record: &str, payload: &str) -> i64 {
        let row: [(&str, &dyn Literal); 9] = [
            ("record_id", &record),
            ("url", &"https://contoh.example/api"),
            ("final_url", &"https://contoh.example/api"),
            ("step", &"statuses"),
            ("status", &200),
            ("fetched_at", &self.clock.now().as_microsecond()),
            ("file", &"netra-20270115.warc.gz"),
            ("byte_offset", &0),
            ("payload", &Sha256::of(payload).to_string()),
        ];
        self.raw.insert("capture", &row).await
    }

    /// Adds a revision with its capture and assessment.
    pub async fn revise(&self, id: i64, post: &NewPost<'_>) -> i64 {
        let now = self.clock.now().as_microsecond();
        let target = post.target.filter(|_| post.band.queued()).literal();
        let number = self
            .count(&format!(
                "UPDATE post SET latest_revision = latest_revision + 1, target = {target}
                 WHERE id = {id} RETURNING latest_revision"
            ))
            .await;
        let capture = self
            .capture(&format!("urn:uuid:post-{id}-{number}"), post.text)
            .await;
        let revision: [(&str, &dyn Literal); 9] = [
            ("post_id", &id),
            ("number", &number),
            ("text", &post.text),
            ("context", &post.context),
            ("media", &post.media),
            ("links", &post.links),
            ("seen_at", &now),
            ("content_hash", &Sha256::of(post.text).to_string()),
            ("capture_id", &capture),
        ];
        self.raw.add("revision", &revision).await;
        let assessment: [(&str, &dyn Literal); 7] = [
            ("post_id", &id),
            ("revision", &number),
            ("score", &post.score),
            ("band", &post.band.as_str()),
            ("stage", &"campaign"),
            ("body", &serde_json::to_string(&assessment(post)).unwrap()),
            ("made_at", &now),
        ];
        self.raw.insert("assessment", &assessment).await;
        number
    }

    /// A post without revisions, whose reading must fail once tables are missing.
    pub async fn post_broken(&self) {
        self.capture("urn:uuid:x", "x").await;
        self.run(
            "INSERT INTO post (last_capture_id, account_id, person_id, native_id, kind, posted_at,
                               first_seen_at, last_seen_at, region, latest_revision, score, band)
             VALUES (1, 1, 1, 'x', 'original', 0, 0, 0, 'ID', 1, 0.9, 'high')",
        )
        .await;
    }

    pub async fn user(&self, name: &str, role: Role) -> UserId {
        self.user_with(name, role, false).await
    }

    pub async fn user_with(&self, name: &str, role: Role, once: bool) -> UserId {
        self.user_within(name, role, once, "ID").await
    }

    /// A user who reads so far; `unset` for nothing.
    pub async fn user_within(&self, name: &str, role: Role, once: bool, scope: &str) -> UserId {
        let hash = password::hash(PASSWORD, [7; 16], Cost::CHEAP).unwrap();
        let new = NewUser {
            name,
            display_name: name,
            role,
            scope: &scope.parse().unwrap_or(Scope::UNSET),
            password_hash: &hash,
            password_once: once,
        };
        user::add(&operator(), &self.db, &new, self.clock.now())
            .await
            .unwrap()
            .unwrap()
    }

    /// A user as the database knows them.
    pub async fn known(&self, name: &str) -> User {
        user::by_name(&self.db, name).await.unwrap().unwrap()
    }

    pub async fn disable(&self, name: &str) {
        let user = self.known(name).await;
        user::disable(&operator(), &self.db, &user, self.clock.now())
            .await
            .unwrap();
    }

    /// A browser that nobody has logged in with.
    pub fn visitor(&self) -> Browser {
        Browser::of(self.app.clone())
    }

    /// A browser of a new user with that role, logged in.
    pub async fn logged_in(&self, name: &str, role: Role) -> Browser {
        self.logged_in_within(name, role, "ID").await
    }

    /// A browser of a new user who reads so far, logged in.
    pub async fn logged_in_within(&self, name: &str, role: Role, scope: &str) -> Browser {
        self.user_within(name, role, false, scope).await;
        let mut browser = self.visitor();
        let page = browser.login(name, PASSWORD).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        browser
    }
}

/// A user who reads so far; `unset` for nothing.
pub fn somebody(id: i64, role: Role, scope: &str) -> Reader {
    Reader::user(&User {
        id: UserId(id),
        name: format!("orang{id}"),
        display_name: "Orang".to_owned(),
        role,
        scope: scope.parse().unwrap_or(Scope::UNSET),
        password_once: false,
        disabled_at: None,
        created_at: Timestamp::UNIX_EPOCH,
    })
}

/// Somebody at the command line.
pub fn operator() -> Reader {
    Reader::operator("uji")
}

pub fn app(db: &Db, clock: Arc<ManualClock>, secure_cookies: bool) -> Router {
    router(state(
        db,
        clock,
        ServerSettings {
            secure_cookies,
            ..ServerSettings::default()
        },
    ))
}

/// The pages of an installation with these settings.
pub fn router_with(house: &House, settings: ServerSettings) -> Router {
    router(state(&house.db, house.clock.clone(), settings))
}

/// An installation with a proxy in front.
pub fn app_behind(db: &Db, clock: Arc<ManualClock>, public_origin: Option<String>) -> Router {
    router(state(
        db,
        clock,
        ServerSettings {
            secure_cookies: false,
            public_origin,
            ..ServerSettings::default()
        },
    ))
}

/// An installation with these settings for lists.
pub fn app_reading(db: &Db, clock: Arc<ManualClock>, lists: ListTerms) -> Router {
    let settings = ServerSettings {
        secure_cookies: false,
        ..ServerSettings::default()
    };
    router(state_reading(db, clock, settings, lists))
}

/// What the router is made from; passwords are hashed cheaply.
pub fn state(db: &Db, clock: Arc<ManualClock>, settings: ServerSettings) -> WebState {
    let lists = ListTerms {
        defaults: Defaults {
            basis: Some("ST 1/2027".to_owned()),
            ends_on: Some(jiff::civil::date(2027, 12, 31)),
            region: Some("32.04".parse().unwrap()),
            with_hidden: false,
        },
        ..ListTerms::default()
    };
    state_reading(db, clock, settings, lists)
}

fn state_reading(
    db: &Db,
    clock: Arc<ManualClock>,
    settings: ServerSettings,
    lists: ListTerms,
) -> WebState {
    let seed = 7 + u64::from(settings.secure_cookies);
    let settings = ServerSettings {
        password_cost: Cost::CHEAP,
        ..settings
    };
    let catalogue = Catalogue {
        names: vec!["Prakasawan Tirtamulya".to_owned()],
        norms: BTreeMap::from([
            ("SKB-II-2".to_owned(), "Sosialisasi calon".to_owned()),
            ("SKB-II-6".to_owned(), "Unggahan dukungan".to_owned()),
        ]),
        targets: BTreeMap::from([
            ("demo-2027".to_owned(), "Pemilihan Contoh 2027".to_owned()),
            ("demo-2027/halus".to_owned(), "Halus".to_owned()),
        ]),
        regions: BTreeMap::new(),
    };
    let random = Arc::new(Mutex::new(rand::rngs::StdRng::seed_from_u64(seed)));
    WebState::new(db.clone(), clock, random, settings, catalogue, lists).unwrap()
}

/// Keeps cookies as a browser does.
#[derive(Clone)]
pub struct Browser {
    app: Router,
    pub cookies: BTreeMap<String, String>,
    /// Where its connection comes from.
    pub peer: Option<SocketAddr>,
    /// Sent with every request.
    pub headers: HeaderMap,
}

/// An answer.
pub struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Browser {
    /// A browser that nobody has logged in with.
    pub fn of(app: Router) -> Self {
        Self {
            app,
            cookies: BTreeMap::new(),
            peer: None,
            headers: HeaderMap::new(),
        }
    }

    /// A browser at the same server that nobody has logged in with.
    pub fn stranger(&self) -> Self {
        Self::of(self.app.clone())
    }

    /// Visits another server from now on.
    pub fn replace(&mut self, app: Router) {
        self.app = app;
    }

    pub async fn get(&mut self, path: &str) -> Page {
        let request = Request::get(path);
        self.send(request.body(Body::empty()).unwrap()).await
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap();
        self.send(request).await
    }

    /// Posts with the token found on the page at `from`.
    pub async fn submit(&mut self, from: &str, path: &str, fields: &[(&str, &str)]) -> Page {
        let token = self.get(from).await.value("input[name=csrf]");
        let mut all = vec![("csrf", token.as_str())];
        all.extend(fields);
        self.post(path, &all).await
    }

    pub async fn login(&mut self, name: &str, password: &str) -> Page {
        self.post("/masuk", &[("nama", name), ("sandi", password)])
            .await
    }

    pub async fn send(&mut self, mut request: Request<Body>) -> Page {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if let Some(peer) = self.peer {
            request.extensions_mut().insert(ConnectInfo(peer));
        }
        let headers = request.headers_mut();
        headers.insert(header::HOST, "netra.example".parse().unwrap());
        headers.insert(header::COOKIE, cookies.join("; ").parse().unwrap());
        headers.extend(self.headers.clone());
        let response = self.app.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 1 << 22).await.unwrap();
        for line in parts.headers.get_all(header::SET_COOKIE) {
            let pair = line.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        Page {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }
}

impl Page {
    /// The texts of all elements that match.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        let one_line = |text: &String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.raw_texts(selector).iter().map(one_line).collect()
    }

    /// The same with all blanks and ends of lines.
    pub fn raw_texts(&self, selector: &str) -> Vec<String> {
        let selector = Selector::parse(selector).unwrap();
        let page = Html::parse_document(&self.body);
        let found = page.select(&selector);
        found.map(|element| element.text().collect()).collect()
    }

    pub fn has(&self, selector: &str) -> bool {
        !self.texts(selector).is_empty()
    }

    /// An attribute of all elements that match.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        let selector = Selector::parse(selector).unwrap();
        Html::parse_document(&self.body)
            .select(&selector)
            .filter_map(|element| element.value().attr(name))
            .map(str::to_owned)
            .collect()
    }

    /// The value of the first input that matches.
    pub fn value(&self, selector: &str) -> String {
        self.attributes(selector, "value")
            .into_iter()
            .next()
            .unwrap_or_default()
    }

    pub fn location(&self) -> &str {
        self.headers
            .get(header::LOCATION)
            .map_or("", |value| value.to_str().unwrap())
    }
}
