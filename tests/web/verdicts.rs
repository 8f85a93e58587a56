use axum::http::StatusCode;
use netra::model::Role;

use super::support::{Browser, House, NewPost, Page};

const DISMISS: [(&str, &str); 5] = [
    ("versi", "1"),
    ("penilaian", "1"),
    ("putusan", "dismissed"),
    ("kode", "OK-4"),
    ("alasan", "Imbauan netral."),
];

async fn judge(browser: &mut Browser, id: i64, fields: &[(&str, &str)]) -> Page {
    let path = format!("/kiriman/{id}");
    browser
        .submit(&path, &format!("{path}/putusan"), fields)
        .await
}

/// Fills in the form as it is on the page.
pub async fn decide(browser: &mut Browser, id: i64, decision: &str, code: &str) -> Page {
    let path = format!("/kiriman/{id}");
    let page = browser.get(&path).await;
    let fields = [
        ("csrf", page.value("input[name=csrf]")),
        ("versi", page.value("input[name=versi]")),
        ("penilaian", page.value("input[name=penilaian]")),
        ("putusan", decision.to_owned()),
        ("kode", code.to_owned()),
        ("alasan", format!("Alasan {decision}.")),
    ];
    let fields: Vec<_> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
    browser.post(&format!("{path}/putusan"), &fields).await
}

#[tokio::test]
async fn a_verdict_is_saved_with_its_audit_row_and_leads_to_the_next_post() {
    let house = House::new().await;
    house.post(NewPost::default()).await;
    let lower = NewPost {
        native: "2",
        score: 0.7,
        ..NewPost::default()
    };
    house.post(lower).await;
    let mut browser = house.logged_in("rini", Role::Reviewer).await;

    let saved = decide(&mut browser, 1, "dismissed", "OK-4").await;
    assert_eq!(saved.location(), "/kiriman/2?tersimpan=1&keadaan=done");
    let next = browser.get(saved.location()).await;
    assert_eq!(next.attributes(".flash a", "href"), ["/kiriman/1"]);
    let rows = "SELECT subject, detail FROM audit WHERE action = 'verdict'";
    assert_eq!(
        house.raw.lines(rows).await,
        ["post:1 verdict:1 revision:1 dismissed OK-4"]
    );
    let pending = house.count("SELECT post_id FROM index_pending").await;
    assert_eq!(pending, 1, "the index learns of it");
    let queue = browser.get("/antrean").await;
    assert_eq!(queue.attributes("[data-row]", "href"), ["/kiriman/2"]);

    let last = decide(&mut browser, 2, "unsure", "RAGU-KONTEKS").await;
    assert_eq!(
        last.location(),
        "/antrean?tersimpan=2&keadaan=second&akhir=1"
    );
    assert!(browser.get(last.location()).await.has(".empty"));
}

#[tokio::test]
async fn a_verdict_needs_decision_fitting_code_and_reason() {
    let house = House::new().await;
    house.post(NewPost::default()).await;
    let mut browser = house.logged_in("rini", Role::Reviewer).await;
    let wrong: [(&str, &str, &str, &str); 9] = [
        ("", "OK-4", "x", "#masalah-putusan"),
        ("dismissed", "", "x", "#masalah-kode"),
        ("dismissed", "SKB-II-6", "x", "#masalah-kode"),
        ("suspected", "OK-4", "x", "#masalah-kode"),
        ("suspected", "SKB-IX-9", "x", "#masalah-kode"),
        ("dismissed", "OK-4", "  ", "#masalah-alasan"),
        ("dismissed", "OK-4", "...", "#masalah-alasan"),
        ("dismissed", "OK-4", "-\r\n-", "#masalah-alasan"),
        ("dismissed", "OK-4", "Imbauan\u{7}", "#masalah-alasan"),
    ];
    for (decision, code, reason, problem) in wrong {
        let mut fields = DISMISS;
        fields[2].1 = decision;
        fields[3].1 = code;
        fields[4].1 = reason;
        let page = judge(&mut browser, 1, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.has(problem), "{decision} {code} {reason:?}");
    }
    assert_eq!(house.count("SELECT count(*) FROM verdict").await, 0);
    assert_eq!(
        decide(&mut browser, 1, "suspected", "SIG-AJAK")
            .await
            .status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn a_reason_that_is_none_is_told_in_both_languages_and_several_lines_are_kept() {
    let house = House::new().await;
    house.post(NewPost::default()).await;
    let mut browser = house.logged_in("rini", Role::Reviewer).await;
    let long = "a".repeat(2_001);
    let told = [
        (
            "...",
            "Tulis alasan dengan kata-kata.",
            "Write a reason in words.",
        ),
        (&long, "Alasan terlalu panjang", "The reason is too long"),
        ("a\u{7}", "Alasan memuat tanda", "The reason holds a sign"),
    ];
    let mut fields = DISMISS;
    for (reason, indonesian, english) in told {
        fields[4].1 = reason;
        for (language, words) in [("id", indonesian), ("en", english)] {
            browser.get(&format!("/kiriman/1?lang={language}")).await;
            let page = judge(&mut browser, 1, &fields).await;
            let shown = page.texts("#masalah-alasan");
            assert!(shown[0].starts_with(words), "{shown:?}");
        }
    }
    fields[4].1 = "Imbauan netral.\r\n\r\nTidak menyebut calon.";
    judge(&mut browser, 1, &fields).await;
    let kept = house.raw.texts("SELECT reason FROM verdict").await;
    assert_eq!(kept, ["Imbauan netral.\n\nTidak menyebut calon."]);
}

#[tokio::test]
async fn what_was_typed_survives_a_refusal() {
    let house = House::new().await;
    house.post(NewPost::default()).await;
    let mut browser = house.logged_in("rini", Role::Reviewer).await;
    let mut fields = DISMISS;
    fields[3].1 = "";
    let page = judge(&mut browser, 1, &fields).await;
    assert_eq!(page.value("input[name=putusan][checked]"), "dismissed");
    assert_eq!(page.texts("textarea"), ["Imbauan netral."]);
}

#[tokio::test]
async fn undoing_is_a_new_verdict_that_supersedes_the_old() {
    let house = House::new().await;
    house.post(NewPost::default()).await;
    let mut browser = house.logged_in("rini", Role::Reviewer).await;
    decide(&mut browser, 1, "dismissed", "OK-4").await;
    let page = browser.get("/kiriman/1").await;
    assert_eq!(page.value("input[name=putusan][checked]"), "dismissed");
    decide(&mut browser, 1, "suspected", "SKB-II-6").await;
    decide(&mut browser, 1, "suspected", "SKB-II-6").await;
    let stored = "SELECT decision, coalesce(supersedes, 0) FROM verdict ORDER BY id";
    assert_eq!(
        house.raw.lines(stored).await,
        ["dismissed 0", "suspected 1"],
        "a form sent twice counts once"
    );
    let state = house.raw.texts("SELECT review_state FROM post").await;
    assert_eq!(state, ["second"]);
    let page = browser.get("/kiriman/1").await;
    assert_eq!(page.texts(".given li").len(), 2);
    assert_eq!(page.texts(".given .superseded").len(), 1);
}

#[tokio::test]
async fn a_second_reader_sees_nothing_of_the_first_before_deciding() {
    let house = House::new().await;
    house.post(NewPost::default()).await;
    let mut first = house.logged_in("rini", Role::Reviewer).await;
    let mut second = house.logged_in("sari", Role::Reviewer).await;
    let mut third = house.logged_in("tuti", Role::Reviewer).await;
    decide(&mut first, 1, "suspected", "SKB-II-6").await;

    assert!(!first.get("/antrean?bagian=kedua").await.has("[data-row]"));
    assert!(second.get("/antrean?bagian=kedua").await.has("[data-row]"));
    let page = second.get("/kiriman/1").await;
    assert!(!page.has(".given li"));
    assert!(!page.body.contains("Alasan suspected."));
    assert!(!page.body.contains("rini"));

    decide(&mut second, 1, "dismissed", "OK-10").await;
    let page = second.get("/kiriman/1").await;
    assert_eq!(page.texts(".given li").len(), 2);
    assert!(page.body.contains("Alasan suspected."));

    assert!(third.get("/antrean?bagian=beda").await.has("[data-row]"));
    assert!(!third.get("/kiriman/1").await.has(".given li"));
    decide(&mut third, 1, "dismissed", "OK-10").await;
    for section in ["pertama", "kedua", "beda"] {
        let page = third.get(&format!("/antrean?bagian={section}")).await;
        assert!(!page.has("[data-row]"), "{section}");
    }
}

#[tokio::test]
async fn roles_that_never_judge_see_all_verdicts() {
    let house = House::new().await;
    house.post(NewPost::default()).await;
    let mut first = house.logged_in("rini", Role::Reviewer).await;
    let mut analyst = house.logged_in("ani", Role::Analyst).await;
    decide(&mut first, 1, "suspected", "SKB-II-6").await;
    assert!(analyst.get("/kiriman/1").await.has(".given li"));
}

#[tokio::test]
async fn a_verdict_on_an_old_revision_is_refused_and_the_new_one_is_queued_again() {
    let house = House::new().await;
    let id = house.post(NewPost::default()).await;
    let mut first = house.logged_in("rini", Role::Reviewer).await;
    let mut second = house.logged_in("sari", Role::Reviewer).await;
    decide(&mut first, id, "dismissed", "OK-4").await;
    assert!(!first.get("/antrean").await.has("[data-row]"));

    let edited = NewPost {
        text: "Ayo coblos nomor 2, jangan lupa! Saya hanya bertanya.",
        ..NewPost::default()
    };
    house.revise(id, &edited).await;
    assert!(
        first.get("/antrean").await.has("[data-row]"),
        "an edited post waits again"
    );
    let refused = judge(&mut second, id, &DISMISS).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.has(".verdict .problem"));
    assert_eq!(refused.texts("textarea"), ["Imbauan netral."]);
    assert_eq!(refused.value("input[name=versi]"), "2");
    assert_eq!(refused.texts(".versions ins").join(" "), "2, jangan lupa!");
    assert_eq!(house.count("SELECT count(*) FROM verdict").await, 1);
    let page = first.get("/kiriman/1").await;
    assert_eq!(page.texts(".given li").len(), 1, "own earlier verdict");
}

#[tokio::test]
async fn verdicts_cannot_be_changed_in_the_database() {
    let house = House::new().await;
    house.post(NewPost::default()).await;
    let mut browser = house.logged_in("rini", Role::Reviewer).await;
    decide(&mut browser, 1, "dismissed", "OK-4").await;
    let change = "UPDATE verdict SET decision = 'suspected'";
    let refused = house.raw.try_run(change).await.unwrap_err();
    assert!(refused.contains("superseded, never changed"), "{refused}");
}

#[tokio::test]
async fn reading_and_revealing_leave_a_trace_and_the_number_is_masked_until_then() {
    let house = House::new().await;
    house.post(NewPost::default()).await;
    let mut browser = house.logged_in("rini", Role::Reviewer).await;
    let page = browser.get("/kiriman/1").await;
    assert_eq!(page.texts("#nip"), ["********200501****"]);
    assert!(!page.body.contains("198001012005011003"));
    assert!(!browser.get("/antrean").await.body.contains("200501"));
    let shown = browser
        .submit("/kiriman/1", "/kiriman/1/nip", &[("alasan", "laporan 12")])
        .await;
    assert_eq!(shown.texts("#nip"), ["198001012005011003"]);
    let trace = "SELECT actor, action FROM audit WHERE subject = 'post:1' ORDER BY seq";
    assert_eq!(
        house.raw.lines(trace).await,
        ["rini read", "rini read", "rini reveal_nip", "rini read"]
    );
}
