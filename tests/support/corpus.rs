//! An installation inside the fictional campaign, with posts that were crawled and scored by a
//! lexicon that a test can change.

use netra::clock::{Clock as _, SystemClock};
use netra::db::post;
use netra::db::user::{self, NewUser};
use netra::db::verdict::{self, NewVerdict, Saved};
use netra::model::{Decision, PostId, Reader, Role, Scope};

use super::site::Site;
use super::{Installation, text};

/// Takes the statistical model out, so that one word decides what a post is worth.
fn by_rules_alone(installation: &Installation) {
    let config = installation.path().join("config");
    std::fs::remove_file(config.join("model/weights.tsv")).unwrap();
    let file = config.join("score.toml");
    let scale = std::fs::read_to_string(&file).unwrap();
    let mut scale: toml::Table = scale.parse().unwrap();
    let bands: toml::Table = "high = 0.945\nmedium = 0.875\nlow = 0.3".parse().unwrap();
    scale.insert("bands".into(), bands.into());
    std::fs::write(file, scale.to_string()).unwrap();
}

pub(crate) struct Corpus {
    pub(crate) installation: Installation,
    pub(crate) site: Site,
}

impl Corpus {
    /// Posts 1, 2, … with these texts, scored with `call` as a call to vote.
    pub(crate) fn new(call: &str, posts: &[&str]) -> Self {
        let installation = Installation::new();
        by_rules_alone(&installation);
        let site = Site::start(1, 0);
        for (number, text) in posts.iter().enumerate() {
            site.put(0, number, text);
        }
        let corpus = Self { installation, site };
        corpus.installation.calendar("2020-02-01");
        corpus.call(call);
        let address = corpus.site.account(0);
        corpus.installation.register(&[("mastodon", &address)]);
        corpus.crawl();
        corpus
    }

    pub(crate) fn crawl(&self) {
        let output = self.installation.run(&["crawl"]);
        assert!(output.status.success(), "{}", text(&output.stderr));
    }

    /// Makes a made-up word the only one of its entry of the lexicon.
    pub(crate) fn call(&self, word: &str) {
        self.say(word, "call");
    }

    /// The same, as a word of that kind.
    pub(crate) fn say(&self, word: &str, kind: &str) {
        let entry = format!(
            "[[entry]]\nid = \"uji.ajak\"\nkind = \"{kind}\"\nlanguage = \"id\"\nweight = 6.0\n\
             forms = [\"{word}\"]\n"
        );
        let file = self.installation.path().join("config/lexicon/uji.toml");
        std::fs::write(file, entry).unwrap();
    }

    pub(crate) async fn sql(&self, sql: &str) {
        self.installation.raw().run(sql).await;
    }

    pub(crate) async fn number(&self, sql: &str) -> i64 {
        self.installation.raw().number(sql).await
    }

    /// Changes the stored body of every assessment.
    pub(crate) async fn change_assessments(&self, change: impl Fn(&mut serde_json::Value)) {
        self.installation.raw().change_assessments(change).await;
    }

    /// A reader of that name decides on the current revision of a post.
    pub(crate) async fn judge(&self, reader: &str, number: i64, decision: Decision) {
        let db = self.installation.open_db().await;
        let at = SystemClock.now();
        let new = NewUser {
            name: reader,
            display_name: reader,
            role: Role::Reviewer,
            scope: &Scope::nation(),
            password_hash: "x",
            password_once: false,
        };
        user::add(&Reader::operator("uji"), &db, &new, at)
            .await
            .unwrap();
        let user = user::by_name(&db, reader).await.unwrap().unwrap();
        let reader = Reader::user(&user);
        let item = post::open(&reader, &db, at, PostId(number)).await;
        let item = item.unwrap().unwrap();
        let verdict = NewVerdict {
            post: PostId(number),
            revision: item.post.latest_revision,
            assessment: item.assessment.unwrap().id,
            decision,
            code: "uji",
            reason: "alasan",
            at,
        };
        let saved = verdict::save(&reader, &db, &verdict).await.unwrap();
        assert!(matches!(saved, Saved::Stored(..)), "{saved:?}");
        db.close().await;
    }

    /// The number of the one post with these words.
    pub(crate) fn post(&self, words: &str) -> i64 {
        let found = self.installation.json(&["search", words]);
        assert_eq!(found["total"], 1, "{words}: {found:#}");
        found["hits"][0]["id"].as_i64().unwrap()
    }

    /// What a command prints as JSON Lines.
    pub(crate) fn lines(&self, arguments: &[&str]) -> Vec<serde_json::Value> {
        let output = self.installation.run(arguments);
        assert!(output.status.success(), "{}", text(&output.stderr));
        let lines = text(&output.stdout);
        let lines = lines.lines().map(serde_json::from_str);
        lines.collect::<Result<_, _>>().unwrap()
    }
}
