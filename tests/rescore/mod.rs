//! `netra rescore`, through the built program and a real database.

mod subject;

use netra::model::Decision;
use serde_json::{Value, json};

use crate::score::sentences::written_out;
use crate::support::corpus::Corpus;
use crate::support::database::{Change, REFUSAL};
use crate::support::text;

const POSTS: [&str; 4] = [
    "Gaskeunpol BANU!",
    "Gempurlah BANU!",
    "Sarapan bubur ayam di alun-alun",
    "Gaskeunpol Hadi-Lestari!",
];

fn corpus() -> Corpus {
    Corpus::new("gaskeunpol", &POSTS)
}

const ASSESSMENTS: &str = "SELECT count(*) FROM assessment";
const ENTRIES: &str = "SELECT count(*) FROM audit WHERE action = 'rescore'";

/// Changed posts by number, and the summary.
fn changes(corpus: &Corpus, arguments: &[&str]) -> (Vec<Value>, Value) {
    let mut lines = corpus.lines(&[arguments, &["--json"]].concat());
    let mut last = lines.pop().unwrap();
    (lines, last["summary"].take())
}

#[tokio::test]
async fn what_was_scored_with_the_same_versions_is_passed_over() {
    let corpus = corpus();
    let (changed, summary) = changes(&corpus, &["rescore"]);
    assert_eq!(changed, [] as [Value; 0]);
    assert_eq!(
        (&summary["posts"], &summary["skipped"], &summary["stored"]),
        (&json!(4), &json!(4), &json!(0)),
        "{summary:#}"
    );
    assert_eq!(corpus.number(ENTRIES).await, 0, "nothing was done");
}

/// An agency of another region, before candidates are fixed: each of these shows in the
/// assessment.
#[tokio::test]
async fn posts_are_scored_again_under_the_day_region_and_account_of_the_crawl() {
    let corpus = Corpus::new("gaskeunpol", &[]);
    corpus.installation.calendar("2098-01-01");
    corpus.sql("UPDATE person SET region = '33.01'").await;
    for (number, text) in POSTS.iter().enumerate() {
        corpus.site.put(0, number, &format!("{text} #LanjutMakmur"));
    }
    corpus.crawl();
    corpus.site.put(0, 2, "Gaskeunpol BANU, sudah diubah!");
    corpus.crawl();
    corpus
        .change_assessments(|body| body["versions"]["engine"] = "0".into())
        .await;
    corpus.sql("UPDATE person SET region = '32.99'").await;
    let (changed, summary) = changes(&corpus, &["rescore", "--diff"]);
    assert_eq!(changed, [] as [Value; 0]);
    assert_eq!(
        (&summary["skipped"], &summary["unchanged"]),
        (&json!(0), &json!(4)),
        "{summary:#}"
    );
}

/// Bodies from before sentences had a wording: the same words are no difference.
#[tokio::test]
async fn sentences_stored_as_plain_texts_are_compared_by_their_words() {
    let corpus = corpus();
    corpus.call("gempurlah");
    let (told, _) = changes(&corpus, &["rescore", "--diff"]);
    corpus.call("gaskeunpol");
    let older = |body: &mut Value| {
        written_out(body);
        body["versions"]["engine"] = json!("0");
    };
    corpus.change_assessments(older).await;
    let (changed, summary) = changes(&corpus, &["rescore", "--diff"]);
    assert_eq!(changed, [] as [Value; 0]);
    assert_eq!(summary["unchanged"], 4, "{summary:#}");
    corpus.call("gempurlah");
    let (changed, _) = changes(&corpus, &["rescore", "--diff"]);
    assert_eq!(changed, told);
}

#[tokio::test]
async fn the_diff_tells_every_change_and_writes_nothing() {
    let corpus = corpus();
    let before = corpus.number(ASSESSMENTS).await;
    corpus.call("gempurlah");
    let (changed, summary) = changes(&corpus, &["rescore", "--diff"]);

    let counts = [
        "posts",
        "unchanged",
        "raised",
        "lowered",
        "entering",
        "leaving",
    ];
    assert_eq!(
        counts.map(|key| &summary[key]),
        [4, 1, 1, 2, 1, 2],
        "{summary:#}"
    );
    let of = |words: &str| {
        let number = corpus.post(words);
        changed.iter().find(|one| one["post"] == number).unwrap()
    };
    let risen = of("gempurlah");
    assert_eq!(risen["queue"], "enters", "{risen:#}");
    assert!(risen["new_score"].as_f64() > risen["old_score"].as_f64());
    assert_eq!(risen["came"][0]["target"], "demo-2027/banu", "{risen:#}");
    assert!(
        risen["came"][0]["reason"]
            .as_str()
            .unwrap()
            .contains("Gempurlah")
    );
    assert_eq!(risen["went"], json!([]));
    let fallen = of("lestari");
    assert_eq!(fallen["queue"], "leaves", "{fallen:#}");
    assert_eq!(fallen["went"][0]["rule"], "uji.ajak", "{fallen:#}");
    assert_eq!(fallen["decided"], Value::Null);

    assert_eq!(corpus.number(ASSESSMENTS).await, before);
    assert_eq!(corpus.number(ENTRIES).await, 0);
    assert_eq!(corpus.number("SELECT count(*) FROM index_pending").await, 0);
    let queued = "SELECT count(*) FROM post WHERE band IN ('high', 'medium')";
    assert_eq!(corpus.number(queued).await, 2);
}

#[tokio::test]
async fn new_assessments_stand_beside_the_old_ones_and_are_found() {
    let corpus = corpus();
    corpus.call("gempurlah");
    let (told, _) = changes(&corpus, &["rescore", "--diff"]);
    let (done, summary) = changes(&corpus, &["rescore"]);
    assert_eq!(done, told, "the diff tells what will be done");
    assert_eq!(
        (&summary["stored"], &summary["indexed"]),
        (&json!(4), &json!(3)),
        "{summary:#}"
    );
    assert_eq!(corpus.number(ASSESSMENTS).await, 8);
    let found = corpus
        .installation
        .json(&["search", "band:high OR band:medium"]);
    assert_eq!(found["total"], 1, "{found:#}");
    assert_eq!(found["hits"][0]["id"], corpus.post("gempurlah"));
    assert_eq!(corpus.number(ENTRIES).await, 1);
    let audit = corpus.installation.run(&["audit", "verify"]);
    assert!(audit.status.success(), "{}", text(&audit.stderr));

    let (again, summary) = changes(&corpus, &["rescore"]);
    assert_eq!((again.len(), &summary["skipped"]), (0, &json!(4)));
    assert_eq!(corpus.number(ASSESSMENTS).await, 8);
    assert_eq!(corpus.number(ENTRIES).await, 1);
}

#[tokio::test]
async fn decided_posts_are_told_of_and_stay_decided() {
    let corpus = corpus();
    let post = corpus.post("lestari");
    corpus.judge("siti", post, Decision::Suspected).await;
    corpus.judge("budi", post, Decision::Suspected).await;
    let other = corpus.post("gempurlah");
    corpus.judge("siti", other, Decision::Dismissed).await;
    let state = "SELECT sum(review_revision) * 100 + count(CASE review_state WHEN 'done' THEN 1 END) FROM post";
    let before = corpus.number(state).await;

    corpus.call("gempurlah");
    let (changed, summary) = changes(&corpus, &["rescore"]);
    assert_eq!(
        (
            &summary["decided"],
            &summary["leaving"],
            &summary["entering"]
        ),
        (&json!(2), &json!(1), &json!(0)),
        "what is decided neither leaves nor enters: {summary:#}"
    );
    let decided = |number: i64| {
        let found = changed.iter().find(|one| one["post"] == number).unwrap();
        found["decided"].clone()
    };
    assert_eq!(
        decided(post),
        json!({"decision": "suspected", "state": "done", "revision": 1, "current": true})
    );
    assert_eq!(decided(other)["decision"], "dismissed");
    assert_eq!(corpus.number(state).await, before);
    assert_eq!(corpus.number("SELECT count(*) FROM verdict").await, 3);
    let seen = "SELECT count(*) FROM verdict JOIN assessment ON assessment.id = assessment_id
                WHERE body LIKE '%uji.ajak%'";
    assert_eq!(
        corpus.number(seen).await,
        2,
        "the assessment that was judged is kept"
    );
}

#[tokio::test]
async fn people_read_what_changed_and_that_verdicts_stay() {
    let corpus = corpus();
    let post = corpus.post("lestari");
    corpus.judge("siti", post, Decision::Dismissed).await;
    corpus.call("gempurlah");
    let output = corpus.installation.run(&["rescore", "--diff"]);
    let shown = text(&output.stdout);
    for part in [
        &format!("post {post} (account 1, mastodon "),
        "enters the queue",
        "  - Ajakan memilih “Gaskeunpol”",
        "judged before: dismissed; the verdict stays",
        "nothing was written",
    ] {
        assert!(shown.contains(part), "{part:?} is not in\n{shown}");
    }
}

/// The words are the same and so is the score; that the election is over moves the bands alone.
/// What never was about it stays as it was.
#[tokio::test]
async fn another_stage_is_told_with_the_bands_and_the_queue_that_it_moves() {
    let corpus = corpus();
    corpus.installation.calendar_ended();
    let (changed, summary) = changes(&corpus, &["rescore", "--diff"]);
    let counts = [
        "unchanged",
        "raised",
        "lowered",
        "same_score",
        "bands_raised",
        "bands_lowered",
        "entering",
        "leaving",
    ];
    assert_eq!(
        counts.map(|key| &summary[key]),
        [1, 0, 0, 3, 0, 2, 0, 2],
        "{summary:#}"
    );
    for one in &changed {
        assert_eq!(
            one["stage"],
            json!({"old": "campaign", "new": "off_stage"}),
            "{one:#}"
        );
        assert_eq!(one["old_score"], one["new_score"], "{one:#}");
    }
    let output = corpus.installation.run(&["rescore", "--diff"]);
    let shown = text(&output.stdout);
    for part in [
        "  stage: campaign -> off_stage",
        "4 posts: 0 scored with these versions before, 1 unchanged, 3 changed",
        "band: 0 raised, 2 lowered; queue: 0 enter, 2 leave;",
    ] {
        assert!(shown.contains(part), "{part:?} is not in\n{shown}");
    }
    corpus.lines(&["rescore", "--json"]);
    let found = corpus.installation.run(&["search", "gaskeunpol"]);
    let shown = text(&found.stdout);
    let why = "off stage: no election was on there that day, so it is not queued";
    assert_eq!(shown.matches(why).count(), 2, "{shown}");
}

/// What nobody reads in the list is no line of it, and reaches the index all the same.
#[tokio::test]
async fn what_people_do_not_see_is_unchanged() {
    let corpus = corpus();
    let other = |body: &mut Value| {
        body["language"] = json!("min");
        body["versions"]["engine"] = json!("0");
    };
    corpus.change_assessments(other).await;
    let (changed, summary) = changes(&corpus, &["rescore"]);
    assert_eq!(changed, [] as [Value; 0]);
    assert_eq!(
        (&summary["unchanged"], &summary["indexed"]),
        (&json!(4), &json!(4)),
        "{summary:#}"
    );
}

/// Two reasons of the same words, one of which weighs something else now.
#[tokio::test]
async fn no_reason_is_told_as_come_and_gone() {
    let corpus = corpus();
    let post = corpus.post("hadi");
    let twice = |body: &mut Value| {
        let signals = body["signals"].as_array_mut().unwrap();
        if let Some(first) = signals.first().cloned() {
            signals.insert(0, first);
            signals[0]["weight"] = json!(0.25);
        }
        body["versions"]["engine"] = json!("0");
    };
    corpus.change_assessments(twice).await;
    let (changed, _) = changes(&corpus, &["rescore", "--diff"]);
    let one = changed.iter().find(|one| one["post"] == post).unwrap();
    assert_eq!(
        (&one["came"], &one["reweighed"]),
        (&json!([]), &json!([])),
        "{one:#}"
    );
    assert_eq!(one["went"][0]["weight"], 0.25, "{one:#}");
    assert_eq!(one["went"].as_array().unwrap().len(), 1, "{one:#}");
}

#[tokio::test]
async fn a_run_that_was_cut_short_goes_on_where_it_ended() {
    let many: Vec<String> = (0..520).map(|n| format!("Gaskeunpol BANU {n}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let corpus = Corpus::new("gaskeunpol", &many);
    for _ in 0..2 {
        corpus.crawl();
    }
    corpus.call("gempurlah");
    let raw = corpus.installation.raw();
    let beyond = "NEW.post_id > 510";
    raw.refuse(Change::Insert, "assessment", beyond).await;
    let output = corpus.installation.run(&["rescore"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains(REFUSAL));
    assert_eq!(corpus.number(ASSESSMENTS).await, 520 + 500);

    raw.accept("assessment").await;
    let (changed, summary) = changes(&corpus, &["rescore"]);
    assert_eq!(
        (
            changed.len(),
            &summary["skipped"],
            &summary["stored"],
            &summary["indexed"]
        ),
        (20, &json!(500), &json!(20), &json!(520)),
        "{summary:#}"
    );
    assert_eq!(corpus.number(ASSESSMENTS).await, 520 * 2);
}

#[tokio::test]
async fn a_crawl_under_way_keeps_it_from_storing() {
    let corpus = corpus();
    let lock = std::fs::File::create(corpus.installation.data().join("crawl.lock")).unwrap();
    lock.lock().unwrap();
    let output = corpus.installation.run(&["rescore"]);
    assert_eq!(output.status.code(), Some(75), "{}", text(&output.stderr));
    assert!(
        corpus
            .installation
            .run(&["rescore", "--diff"])
            .status
            .success()
    );
}
