use std::collections::BTreeSet;

use axum::http::StatusCode;
use netra::model::{Language, Role, Wording};
use scraper::{Html, Selector};

use super::support::{House, NewPost, Page};

const PAGES: [&str; 9] = [
    "/masuk",
    "/sandi",
    "/antrean",
    "/antrean?bagian=kedua",
    "/antrean?bagian=beda&tingkat=high",
    "/antrean?tersimpan=1&keadaan=second",
    "/kiriman/1",
    "/jejak",
    "/tidak-ada",
];

async fn every_page(language: &str) -> Vec<(&'static str, Page)> {
    let house = House::new().await;
    let context = r#"{"author":"@lain@contoh.example","url":"https://contoh.example/2","text":"Kata orang lain"}"#;
    let post = NewPost {
        kind: "quote",
        context: Some(context),
        media: r#"[{"kind":"image","url":"https://contoh.example/a.jpg","alt":null}]"#,
        links: r#"["https://contoh.example/berita"]"#,
        ..NewPost::default()
    };
    let id = house.post(post).await;
    house.revise(id, &NewPost::default()).await;
    house
        .run("UPDATE post SET not_visible_at = last_seen_at")
        .await;
    let mut pages = Vec::new();
    let mut administrator = house.logged_in("tono", Role::Administrator).await;
    let mut reviewer = house.logged_in("rini", Role::Reviewer).await;
    for browser in [&mut administrator, &mut reviewer] {
        browser.get(&format!("/masuk?lang={language}")).await;
        for path in PAGES {
            pages.push((path, browser.get(path).await));
        }
    }
    let refused = reviewer
        .submit("/kiriman/1", "/kiriman/1/putusan", &[])
        .await;
    pages.push(("a refused verdict", refused));
    pages
}

#[tokio::test]
async fn all_pages_render_in_both_languages() {
    let (indonesian, english) = (every_page("id").await, every_page("en").await);
    for (page, language) in indonesian
        .iter()
        .map(|page| (page, "id"))
        .chain(english.iter().map(|page| (page, "en")))
    {
        let (path, page) = page;
        assert_eq!(page.attributes("html", "lang"), [language], "{path}");
        assert_eq!(page.texts("h1").len(), 1, "{path}");
        assert_eq!(page.texts("main").len(), 1, "{path}");
    }
    for ((path, one), (_, other)) in indonesian.iter().zip(&english) {
        assert_ne!(one.texts("footer"), other.texts("footer"), "{path}");
    }
}

#[tokio::test]
async fn markup_is_sound() {
    for (path, page) in every_page("id").await {
        let ids = page.attributes("[id]", "id");
        let unique: BTreeSet<&String> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len(), "{path}: {ids:?}");
        for attribute in ["for", "aria-labelledby", "aria-describedby"] {
            for target in page.attributes(&format!("[{attribute}]"), attribute) {
                assert!(unique.contains(&target), "{path}: {attribute}={target}");
            }
        }
        labelled(path, &page);
        balanced(path, &page.body);
        assert!(page.has("title"), "{path}");
        assert!(page.body.len() < 50_000, "{path}: {}", page.body.len());
    }
}

fn balanced(path: &str, body: &str) {
    for tag in [
        "div", "p", "ul", "ol", "li", "dl", "dt", "dd", "section", "form", "a", "table",
    ] {
        let opened =
            body.matches(&format!("<{tag}>")).count() + body.matches(&format!("<{tag} ")).count();
        let closed = body.matches(&format!("</{tag}>")).count();
        assert_eq!(opened, closed, "{path}: <{tag}>");
    }
}

fn labelled(path: &str, page: &Page) {
    let html = Html::parse_document(&page.body);
    let fields = Selector::parse("input:not([type=hidden]), select, textarea").unwrap();
    for field in html.select(&fields) {
        let id = field.value().attr("id").unwrap_or_default();
        assert!(page.has(&format!("label[for='{id}']")), "{path}: {id:?}");
    }
    for button in page.texts("button, a") {
        assert!(!button.is_empty(), "{path}: a link or button without words");
    }
}

#[tokio::test]
async fn every_answer_carries_the_protective_headers() {
    for (path, page) in every_page("id").await {
        let header = |name: &str| page.headers[name].to_str().unwrap();
        let policy = header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'"), "{path}");
        assert!(!policy.contains("unsafe"), "{path}");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("cache-control"), "no-store");
        assert_eq!(header("x-frame-options"), "DENY");
        assert_eq!(header("referrer-policy"), "same-origin");
        assert_eq!(header("x-request-id").len(), 16);
    }
}

#[tokio::test]
async fn nothing_is_loaded_from_elsewhere_and_nothing_is_inline() {
    for (path, page) in every_page("id").await {
        assert!(
            !page.has("style, [style], [onclick], script:not([src])"),
            "{path}"
        );
        for address in page.attributes("script, img, iframe", "src") {
            assert!(address.starts_with("/statis/"), "{path}: {address}");
        }
        for address in page.attributes("link", "href") {
            assert!(address.starts_with("/statis/"), "{path}: {address}");
        }
    }
}

#[tokio::test]
async fn faults_are_pages_that_lead_on_and_give_nothing_away() {
    let house = House::new().await;
    let mut browser = house.logged_in("rini", Role::Reviewer).await;
    for path in ["/tidak-ada", "/kiriman/99", "/kiriman/abc", "/statis/x"] {
        let page = browser.get(path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert!(page.has("main a[href='/']"));
        assert_eq!(page.texts("main code")[0], page.headers["x-request-id"]);
    }
    assert_eq!(
        browser.get("/keluar").await.status,
        StatusCode::METHOD_NOT_ALLOWED
    );
    house.run("DROP TABLE visibility").await;
    house.run("ALTER TABLE revision RENAME TO hilang").await;
    house.post_broken().await;
    let page = browser.get("/kiriman/1").await;
    assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR);
    for word in ["sql", "SQL", "revision", "no such table"] {
        assert!(!page.texts("body")[0].contains(word), "{word}");
    }
}

#[tokio::test]
async fn a_post_that_vanished_is_never_called_deleted() {
    let pages = every_page("id").await;
    for (path, page) in pages {
        let body = page.body.to_lowercase();
        assert!(!body.contains("pelanggar"), "{path}");
        if path == "/kiriman/1" {
            assert!(body.contains("tidak lagi terlihat"));
            assert!(!body.contains("unggahan ini dihapus"));
        }
    }
}

#[tokio::test]
async fn a_post_page_tells_everything_about_a_post() {
    let house = House::new().await;
    house.post(NewPost::default()).await;
    let mut browser = house.logged_in("rini", Role::Reviewer).await;
    let page = browser.get("/kiriman/1").await;
    assert_eq!(page.texts("#teks mark.signal"), ["Ayo"]);
    assert_eq!(page.attributes("#teks mark.signal", "data-labels"), ["1"]);
    assert_eq!(page.attributes("#teks mark.counter", "data-labels"), ["a"]);
    let reasons = page.texts(".reasons .reason").join("\n");
    insta::assert_snapshot!(reasons, @r"
    1 Ajakan memilih atau mendukung. Ajakan memilih “Ayo” ditujukan kepada “nomor 1” (Halus). Kutipan Ayo Tentang Halus Norma terkait SKB-II-6 Unggahan dukungan Aturan call.vote · Sumbangan +2,50
    a Kata “bertanya.” berada dalam kalimat tanya. Kutipan bertanya. Aturan counter.question · Sumbangan −0,50
    ");
    let facts = page.texts(".facts:not(.small) > div").join("\n");
    insta::assert_snapshot!(facts, @r"
    Nama Budi Uji
    Instansi Dinas Uji
    Jabatan Analis
    Wilayah saat diambil 32.04
    Akun @budi@contoh.example (mastodon)
    Nama di platform Budi Uji
    Keadaan akun terbuka
    Bukti kepemilikan surat BKPSDM/BKD; 800/12/BKPSDM
    NIP ********200501****
    Diunggah 15 Januari 2027 08.30.00 WIB (2027-01-15 01:30:00 UTC)
    Pertama terlihat 15 Januari 2027 10.00.00 WIB (2027-01-15 03:00:00 UTC)
    Terakhir terlihat 15 Januari 2027 10.00.00 WIB (2027-01-15 03:00:00 UTC)
    Pengenal unggahan 1
    Alamat unggahan https://contoh.example/@budi/1
    Diambil 15 Januari 2027 10.00.00 WIB (2027-01-15 03:00:00 UTC)
    Diambil dari https://contoh.example/api
    Berkas WARC netra-20270115.warc.gz
    Nomor rekaman urn:uuid:post-1-1
    SHA-256 isi 3bef5ae5697fbc849a20df7bf951abacb175fea1d51a3bdbf3fe71af83dab6aa
    ");
    assert_eq!(
        page.texts(".explanation tbody tr"),
        [
            "Jumlah sebelum kalibrasi +2,00",
            "Ajakan memilih “Ayo” ditujukan kepada “nomor 1” (Halus). +2,00"
        ]
    );
}

#[tokio::test]
async fn a_claim_of_time_that_the_number_of_a_post_contradicts_stands_beside_it() {
    let house = House::new().await;
    house.post(NewPost::default()).await;
    let claim = "UPDATE post SET claimed_at = 1546300800000000";
    house.raw.run(claim).await;
    let mut browser = house.logged_in("rini", Role::Reviewer).await;
    let page = browser.get("/kiriman/1").await;
    let facts = page.texts(".facts:not(.small) > div").join("\n");
    for both in [
        "Diunggah 15 Januari 2027",
        "dibantah oleh nomor unggahan, catatan jaringan, atau waktu pengambilan 1 Januari 2019",
    ] {
        assert!(facts.contains(both), "{facts}");
    }
}

/// What stands between the slots of the Indonesian texts, where it is long enough to be told from
/// the words of a post.
fn indonesian_pieces() -> Vec<&'static str> {
    let texts = Wording::ALL
        .iter()
        .filter(|wording| **wording != Wording::AsWritten)
        .map(|wording| wording.template(Language::Indonesian));
    let pieces = texts.flat_map(|text| text.split(['{', '}', '“', '”']));
    pieces.filter(|piece| piece.len() > 5).collect()
}

#[tokio::test]
async fn reasons_are_told_in_the_language_of_the_reader() {
    let house = House::new().await;
    house.post(NewPost::default()).await;
    let mut browser = house.logged_in("rini", Role::Reviewer).await;
    let page = browser.get("/kiriman/1?lang=en").await;
    let reasons = page.texts(".reasons .sentence, .explanation tbody td:first-child");
    insta::assert_snapshot!(reasons.join("\n"), @r"
    The call to vote “Ayo” is directed at “nomor 1” (Halus).
    The wording “bertanya.” stands in a question.
    Sum before calibration
    The call to vote “Ayo” is directed at “nomor 1” (Halus).
    ");
    let languages = page.attributes(".reasons .sentence, .explanation tbody td", "lang");
    assert!(
        languages.iter().all(|language| language == "en"),
        "{languages:?}"
    );
    let told = page.texts(".reasons").join("\n");
    for piece in indonesian_pieces() {
        assert!(!told.contains(piece), "{piece:?} in {told}");
    }
    let page = browser.get("/kiriman/1?lang=id").await;
    let languages = page.attributes(".reasons .sentence, .explanation tbody td", "lang");
    assert!(
        languages.iter().all(|language| language == "id"),
        "{languages:?}"
    );
}

#[tokio::test]
async fn reasons_that_older_versions_stored_are_marked_as_indonesian() {
    let house = House::new().await;
    house.post(NewPost::default()).await;
    house
        .raw
        .change_assessments(|body| body["signals"][0]["reason"] = "Kata lama.".into())
        .await;
    let mut browser = house.logged_in("rini", Role::Reviewer).await;
    let page = browser.get("/kiriman/1?lang=en").await;
    assert_eq!(page.texts(".sentence[lang='id']"), ["Kata lama."]);
    assert_eq!(page.texts(".sentence[lang='en']").len(), 1);
}

#[tokio::test]
async fn text_is_shown_to_the_byte() {
    let house = House::new().await;
    let text = "Baris satu\n\n  Baris  dua\tdan 👍🏽 akhir";
    house
        .post(NewPost {
            text,
            ..NewPost::default()
        })
        .await;
    let mut browser = house.logged_in("rini", Role::Reviewer).await;
    let page = browser.get("/kiriman/1").await;
    let html = Html::parse_document(&page.body);
    let shown: String = html
        .select(&Selector::parse("#teks").unwrap())
        .next()
        .unwrap()
        .text()
        .collect();
    assert_eq!(shown, text);
}

#[tokio::test]
async fn a_state_is_told_with_the_capture_that_proves_it() {
    let house = House::new().await;
    house.post(NewPost::default()).await;
    let mut browser = house.logged_in("rini", Role::Reviewer).await;
    let proven = "UPDATE account SET state_capture_id = (SELECT max(id) FROM capture), state = ";
    for (state, words, kept) in [
        ("'active'", "Keadaan akun terbuka", 0),
        ("'suspended'", "Keadaan akun ditangguhkan", 5),
        (
            "'gone', state_capture_id = NULL",
            "Keadaan akun tidak ditemukan",
            0,
        ),
    ] {
        let update = match state.split_once(", ") {
            None => format!("{proven}{state}"),
            Some(_) => format!("UPDATE account SET state = {state}"),
        };
        house.run(&update).await;
        let facts = browser.get("/kiriman/1").await.texts(".facts > div");
        assert!(facts.iter().any(|fact| fact.contains(words)), "{facts:#?}");
        let proof: Vec<_> = facts
            .iter()
            .filter(|fact| fact.starts_with("Keadaan itu"))
            .collect();
        assert_eq!(proof.len(), kept, "{state}: {proof:#?}");
    }
    house.run(&format!("{proven}'suspended'")).await;
    browser.get("/masuk?lang=en").await;
    let facts = browser.get("/kiriman/1").await.texts(".facts > div");
    for fact in [
        "That state was seen 15 January 2027 10.00.00 WIB (2027-01-15 03:00:00 UTC)",
        "That state: fetched from https://contoh.example/api; status 200",
        "That state: WARC file netra-20270115.warc.gz",
        "That state: record id urn:uuid:post-1-1",
    ] {
        assert!(
            facts.iter().any(|found| found == fact),
            "{fact}: {facts:#?}"
        );
    }
}
