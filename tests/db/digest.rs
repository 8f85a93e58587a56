//! What a page sets anew, and what another edition reads, is no edit; what people write is.

use netra::db::page::PostChange;
use netra::model::ParsedPost;
use rstest::rstest;

use super::support::{Page, TestDb, post};

async fn change(test: &TestDb, page: Page) -> PostChange {
    test.save(&page).await.posts[0].change
}

fn shows(text: &str) -> ParsedPost {
    post("a", text)
}

fn leads(link: &str) -> ParsedPost {
    ParsedPost {
        links: vec![link.to_owned()],
        ..post("a", "klik")
    }
}

/// What pages count, tell of their age, and set with other signs.
#[rstest]
#[case::plugin("Apel.\n\nPost Views: 1,234", "Apel.\n\nPost Views: 1,250")]
#[case::eye("Apel.\n👁 1.234", "Apel.\n👁 1.250")]
#[case::today("Apel.\nHits: 56 (today 3)", "Apel.\nHits: 58 (today 5)")]
#[case::visited(
    "Apel.\n(Visited 12 times, 1 visits today)",
    "Apel.\n(Visited 14 times, 2 visits today)"
)]
#[case::total(
    "Apel.\n2,345 total views, 3 views today",
    "Apel.\n2,349 total views, 7 views today"
)]
#[case::in_its_line("Apel pagi Dibaca: 12 kali", "Apel pagi Dibaca: 13 kali")]
#[case::rating("Apel.\nRating: 4.5/5 (12 votes)", "Apel.\nRating: 4.6/5 (13 votes)")]
#[case::beside_names(
    "Oleh Budi | 3 komentar | 2 jam lalu",
    "Oleh Budi | 4 komentar | 3 hari yang lalu"
)]
#[case::posted(
    "Apel.\nDiposting 5 menit yang lalu oleh Budi",
    "Apel.\nDiposting 2 jam yang lalu oleh Budi"
)]
#[case::day("Apel.\nDiposting hari ini", "Apel.\nDiposting kemarin")]
#[case::hour("Apel.\nan hour ago", "Apel.\nyesterday")]
#[case::now("Apel.\nbaru saja", "Apel.\nseminggu yang lalu")]
#[case::foot("Apel.\n© 2026 Blog Rekaan", "Apel.\n© 2027 Blog Rekaan")]
#[case::quotes("Kata \"Budi\" - Jum'at...", "Kata “Budi” – Jum’at…")]
#[case::letters("Café", "Cafe\u{301}")]
#[case::hyphens("Kemer\u{ad}dekaan\u{200b} kita", "Kemerdekaan kita")]
#[case::colours("Ayo ✌", "Ayo ✌\u{fe0f}")]
#[tokio::test]
async fn a_page_set_anew_is_no_edit(#[case] before: &str, #[case] after: &str) {
    for version in [
        None,
        Some("2026-11-02T01:00:00"),
        Some("2026-11-09T01:00:00"),
    ] {
        let test = TestDb::new().await;
        let post = |text, version: Option<&str>| ParsedPost {
            version: version.map(str::to_owned),
            ..shows(text)
        };
        let first = version.map(|_| "2026-11-02T01:00:00");
        test.save(&Page::at(0).showing(post(before, first))).await;
        let found = change(&test, Page::at(1).showing(post(after, version))).await;
        assert_eq!(found, PostChange::Unchanged);
    }
}

/// What people write about numbers, ages and signs.
#[rstest]
#[case::visitors("Rapat dihadiri 100 pengunjung.", "Rapat dihadiri 900 pengunjung.")]
#[case::read(
    "Kemarin 2 kali dibaca bersama ikrar.",
    "Kemarin 9 kali dibaca bersama ikrar."
)]
#[case::ago(
    "Kampanye 3 hari lalu di alun-alun",
    "Kampanye 5 hari lalu di alun-alun"
)]
#[case::like(
    "Warga nomor 1 suka pemimpin jujur",
    "Warga nomor 2 suka pemimpin jujur"
)]
#[case::joy("Saya dukung 01 suka cita", "Saya dukung 02 suka cita")]
#[case::thumb("Dukung 👍 01", "Dukung 👍 02")]
#[case::sign("Ayo ☝", "Ayo ✌")]
#[case::letter("Dukung nomor satu", "Dukung nomor sat")]
#[case::capitals("dukung", "DUKUNG")]
#[case::mark("Ayo coblos.", "Ayo coblos!")]
#[tokio::test]
async fn what_people_write_of_numbers_is_theirs(#[case] before: &str, #[case] after: &str) {
    let test = TestDb::new().await;
    test.save(&Page::at(0).showing(shows(before))).await;
    let found = change(&test, Page::at(1).showing(shows(after))).await;
    assert_eq!(found, PostChange::Edited);
}

#[rstest]
#[case::tracked("https://a.example/?utm_source=x", "http://a.example", false)]
#[case::more("https://a.example/1", "https://a.example/1#more-12", false)]
#[case::email(
    "https://a.example/cdn-cgi/l/email-protection#a1b2c3",
    "https://a.example/cdn-cgi/l/email-protection#99aabb",
    false
)]
#[case::front("https://satu.example/", "https://dua.example/", true)]
#[case::place("https://a.example/x#paslon1", "https://a.example/x#paslon2", true)]
#[case::query("https://a.example/?s=satu", "https://a.example/?s=dua", true)]
#[tokio::test]
async fn where_links_lead(#[case] before: &str, #[case] after: &str, #[case] edited: bool) {
    let test = TestDb::new().await;
    test.save(&Page::at(0).showing(leads(before))).await;
    let found = change(&test, Page::at(1).showing(leads(after))).await;
    assert_eq!(found == PostChange::Edited, edited);
}

/// What an edition read and the next reads the same: what reads otherwise from then on was changed
/// by the author.
#[tokio::test]
async fn an_edit_after_another_edition_is_an_edit() {
    let test = TestDb::new().await;
    test.save(&Page::at(0).post("a", "satu")).await;
    let by_newer = |minute, text| Page {
        reading: "2",
        ..Page::at(minute).post("a", text)
    };
    for (minute, text, expected) in [
        (1, "satu", PostChange::Unchanged),
        (2, "satu dua", PostChange::Edited),
    ] {
        assert_eq!(change(&test, by_newer(minute, text)).await, expected);
    }
}

/// Digests of another edition may be made otherwise.
#[tokio::test]
async fn another_edition_compares_content() {
    let test = TestDb::new().await;
    test.save(&Page::at(0).post("a", "satu")).await;
    let digest = "0".repeat(64);
    test.run(&format!("UPDATE revision SET content_hash = '{digest}'"))
        .await;
    let by_newer = |minute, text| Page {
        reading: "2",
        ..Page::at(minute).post("a", text)
    };
    assert_eq!(
        change(&test, by_newer(1, "satu")).await,
        PostChange::Unchanged
    );
    assert_eq!(
        change(&test, by_newer(2, "satu")).await,
        PostChange::Unchanged
    );
    assert_eq!(change(&test, by_newer(3, "dua")).await, PostChange::Edited);
}

/// Two servers behind one name that do not agree: once, nobody can tell that from an edit.
#[tokio::test]
async fn a_post_that_is_shown_in_two_ways_in_turn_was_edited_once_at_most() {
    let test = TestDb::new().await;
    test.save(&Page::at(0).post("a", "selamat pagi")).await;
    let mut changes = Vec::new();
    for minute in 1..9 {
        let text = ["selamat pagi", "good morning"][minute % 2];
        let minute = i64::try_from(minute).unwrap();
        changes.push(change(&test, Page::at(minute).post("a", text)).await);
    }
    let expected = [PostChange::Edited, PostChange::Reread, PostChange::Reread];
    assert_eq!(changes[..3], expected);
    assert_eq!(changes[3..], [PostChange::Unchanged; 5]);
    assert_eq!(
        change(&test, Page::at(9).post("a", "good evening")).await,
        PostChange::Edited
    );
    // What is shown does not stay hidden, however often it went to and fro.
    let later = 9 + 24 * 60;
    let again = |minute| change(&test, Page::at(minute).post("a", "good morning"));
    assert_eq!(again(later - 1).await, PostChange::Unchanged);
    assert_eq!(again(later).await, PostChange::Reread);
    let latest =
        "SELECT text FROM post JOIN revision ON post_id = post.id AND number = latest_revision";
    assert_eq!(test.text(latest).await.as_deref(), Some("good morning"));
}
