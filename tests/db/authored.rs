//! What makes a revision: what the author did, and nothing else.

use netra::db::page::PostChange;
use netra::db::validator;
use netra::model::{AccountId, AccountState, Media, NativeId, ParsedPost, PostKind, Quoted};
use rstest::rstest;

use super::support::{Page, READING, TestDb, minute, post};

fn picture(url: &str) -> Media {
    Media {
        kind: "image".to_owned(),
        url: Some(url.to_owned()),
        alt: None,
    }
}

fn of_version(version: &str, text: &str) -> ParsedPost {
    ParsedPost {
        version: Some(version.to_owned()),
        ..post("a", text)
    }
}

fn excerpt(text: &str) -> ParsedPost {
    ParsedPost {
        excerpt: true,
        ..post("a", text)
    }
}

fn shared(text: &str) -> ParsedPost {
    ParsedPost {
        kind: PostKind::Share,
        ..post("a", text)
    }
}

async fn change(test: &TestDb, page: Page) -> PostChange {
    test.save(&page).await.posts[0].change
}

#[rstest]
#[case::words(post("a", "satu"), post("a", "satu dua"), PostChange::Edited)]
#[case::blanks(
    post("a", "satu  dua"),
    post("a", "satu\n\ndua "),
    PostChange::Unchanged
)]
#[case::counter(
    post("a", "Apel pagi. Dibaca 12 kali"),
    post("a", "Apel pagi. Dibaca 1.204 kali"),
    PostChange::Unchanged
)]
#[case::figure(
    post("a", "Dihadiri 12 orang"),
    post("a", "Dihadiri 1.204 orang"),
    PostChange::Edited
)]
#[case::version_stands(
    of_version("1", "satu @lama"),
    of_version("1", "satu @baru"),
    PostChange::Unchanged
)]
#[case::version_moves(
    of_version("1", "satu"),
    of_version("2", "satu dua"),
    PostChange::Edited
)]
#[case::version_alone(
    of_version("1", "satu"),
    of_version("2", "satu"),
    PostChange::Unchanged
)]
#[case::version_counts_what_pages_count(
    of_version("1", "12 suka"),
    of_version("2", "13 suka"),
    PostChange::Edited
)]
#[case::version_is_new(post("a", "satu"), of_version("1", "satu dua"), PostChange::Reread)]
#[case::less(
    post("a", "satu dua tiga"),
    excerpt("satu dua [...]"),
    PostChange::Unchanged
)]
#[case::more(
    excerpt("satu dua [...]"),
    post("a", "satu dua tiga"),
    PostChange::Reread
)]
#[case::as_little(excerpt("satu [...]"), excerpt("satu dua [...]"), PostChange::Edited)]
#[case::passed_on(
    shared("kata orang"),
    shared("kata orang, disunting"),
    PostChange::Unchanged
)]
#[tokio::test]
async fn a_post_shown_otherwise(
    #[case] before: ParsedPost,
    #[case] after: ParsedPost,
    #[case] expected: PostChange,
) {
    let test = TestDb::new().await;
    test.save(&Page::at(0).showing(before)).await;
    let found = change(&test, Page::at(1).showing(after.clone())).await;
    assert_eq!(found, expected);
    let revisions = test.number("SELECT count(*) FROM revision").await;
    assert_eq!(revisions, 1 + i64::from(expected.makes_revision()));
    let again = change(&test, Page::at(2).showing(after)).await;
    assert_eq!(again, PostChange::Unchanged);
}

#[rstest]
#[case::token(
    "https://cdn.example/a/foto.jpg?Expires=1&Signature=abc",
    "https://cdn.example/a/foto.jpg?Expires=2&Signature=def",
    false
)]
#[case::size(
    "https://situs.example/up/foto-1024x768.jpg",
    "https://situs.example/up/foto-300x200.jpg",
    false
)]
#[case::host(
    "https://cdn1.example/a/foto.jpg",
    "https://cdn2.example/a/foto.jpg",
    false
)]
#[case::numbered(
    "https://a.example/foto/no_1.jpg",
    "https://a.example/foto/no_2.jpg",
    true
)]
#[case::in_a_folder(
    "https://a.example/no_1/baliho.jpg",
    "https://a.example/no_2/baliho.jpg",
    true
)]
#[case::short("https://a.example/s1.jpg", "https://a.example/s2.jpg", true)]
#[case::format("https://a.example/u/a.jpg", "https://a.example/u/a.jpg.webp", false)]
#[case::other_format("https://a.example/u/a.png", "https://a.example/u/a.webp", false)]
#[case::scaled("https://a.example/u/a.jpg", "https://a.example/u/a-scaled.jpg", false)]
#[case::photon(
    "https://a.example/u/a.jpg",
    "https://i0.wp.com/a.example/u/a-300x200.jpg?fit=1024%2C768&ssl=1",
    false
)]
#[case::proxy(
    "https://a.example/u/a.jpg",
    "https://images.weserv.nl/?url=a.example/u/a.jpg&w=300",
    false
)]
#[case::framework(
    "https://a.example/u/a.jpg",
    "https://a.example/_next/image?url=%2Fu%2Fa.jpg&w=640&q=75",
    false
)]
#[case::proxied_other(
    "https://images.weserv.nl/?url=a.example/u/a.jpg&w=300",
    "https://images.weserv.nl/?url=a.example/u/b.jpg&w=300",
    true
)]
#[case::blogger(
    "https://1.bp.example/x/s320/foto.jpg",
    "https://4.bp.example/x/s1600/foto.jpg",
    false
)]
#[case::proxy(
    "https://situs.example/cdn-cgi/image/width=80,quality=75/up/foto.jpg",
    "https://situs.example/up/foto.jpg",
    false
)]
#[case::script(
    "https://situs.example/foto.php?id=7&w=300",
    "https://situs.example/foto.php?w=900&id=7",
    false
)]
#[case::other_script(
    "https://situs.example/foto.php?id=7",
    "https://situs.example/foto.php?id=8",
    true
)]
#[case::other(
    "https://cdn.example/a/foto.jpg",
    "https://cdn.example/a/spanduk.jpg",
    true
)]
#[case::numbered(
    "https://cdn.example/a/foto-1.jpg",
    "https://cdn.example/a/foto-2.jpg",
    true
)]
#[tokio::test]
async fn a_picture_under_another_address(
    #[case] before: &str,
    #[case] after: &str,
    #[case] other: bool,
) {
    let test = TestDb::new().await;
    let with = |url: &str| ParsedPost {
        media: vec![picture(url)],
        ..post("a", "satu")
    };
    test.save(&Page::at(0).showing(with(before))).await;
    let found = change(&test, Page::at(1).showing(with(after))).await;
    assert_eq!(found == PostChange::Edited, other);
}

#[tokio::test]
async fn a_link_to_another_page_is_an_edit_and_one_that_tracks_its_reader_is_not() {
    let test = TestDb::new().await;
    let to = |link: &str| ParsedPost {
        links: vec![link.to_owned()],
        ..post("a", "klik di sini")
    };
    test.save(&Page::at(0).showing(to("https://dinas.example/info")))
        .await;
    let tracked = to("https://www.dinas.example/info/?utm_source=x&fbclid=y");
    assert_eq!(
        change(&test, Page::at(1).showing(tracked)).await,
        PostChange::Unchanged
    );
    let campaign = to("https://kampanye.example/daftar");
    assert_eq!(
        change(&test, Page::at(2).showing(campaign)).await,
        PostChange::Edited
    );
}

#[tokio::test]
async fn another_edition_reads_anew_and_claims_no_edit() {
    let test = TestDb::new().await;
    test.save(&Page::at(0).post("a", "satu").post("b", "dua"))
        .await;
    let mut newer = Page::at(1).post("a", "satu ✌").post("b", "dua");
    newer.reading = "2";
    let saved = test.save(&newer).await;
    let changes: Vec<PostChange> = saved.posts.iter().map(|post| post.change).collect();
    assert_eq!(changes, [PostChange::Reread, PostChange::Unchanged]);
    let causes = "SELECT cause FROM revision WHERE post_id = 1 ORDER BY number";
    assert_eq!(test.raw.texts(causes).await, ["author", "reading"]);
    let pending = "SELECT count(*) FROM index_pending WHERE post_id = 1 AND mark > 1";
    assert_eq!(test.number(pending).await, 1, "it is indexed anew");
}

/// Revisions of earlier versions carry another digest and no edition.
#[tokio::test]
async fn what_an_earlier_version_stored_is_compared_by_its_content() {
    let test = TestDb::new().await;
    test.save(&Page::at(0).post("a", "satu").post("b", "dua"))
        .await;
    let digest = "0".repeat(64);
    test.run(&format!(
        "UPDATE revision SET reading = NULL, content_hash = '{digest}'"
    ))
    .await;
    let saved = test
        .save(&Page::at(1).post("a", "satu").post("b", "lain"))
        .await;
    let changes: Vec<PostChange> = saved.posts.iter().map(|post| post.change).collect();
    assert_eq!(changes, [PostChange::Unchanged, PostChange::Reread]);
}

#[tokio::test]
async fn context_once_had_is_never_replaced_by_less() {
    let test = TestDb::new().await;
    let answering = |text: &str, context: Option<Quoted>| ParsedPost {
        kind: PostKind::Reply,
        context,
        ..post("a", text)
    };
    let known = Quoted {
        author: Some("sari".to_owned()),
        url: Some("https://contoh.example/1".to_owned()),
        text: Some("Pilih siapa?".to_owned()),
    };
    let pointer = Quoted {
        author: None,
        text: None,
        ..known.clone()
    };
    test.save(&Page::at(0).showing(answering("nomor dua", Some(known))))
        .await;
    let less = [Some(pointer), None];
    for (minute, (context, text)) in (1..).zip(less.into_iter().zip(["nomor 2", "nomor 3"])) {
        let page = Page::at(minute).showing(answering(text, context));
        assert_eq!(change(&test, page).await, PostChange::Edited);
    }
    let told = "SELECT count(*) FROM revision WHERE context LIKE '%sari%Pilih siapa?%'";
    assert_eq!(test.number(told).await, 3);
}

#[tokio::test]
async fn a_post_is_found_under_its_other_names() {
    let test = TestDb::new().await;
    let named = |id: &str, text: &str, alias: &str| ParsedPost {
        native_id: NativeId(id.to_owned()),
        aliases: vec![alias.to_owned()],
        ..post(id, text)
    };
    test.save(&Page::at(0).showing(named("http://a/1", "satu", "web:a/1")))
        .await;
    let moved = named("https://a/1", "satu, disunting", "web:a/1");
    let saved = test.save(&Page::at(1).showing(moved)).await;
    assert_eq!(
        (saved.posts[0].change, saved.posts[0].native_id.0.as_str()),
        (PostChange::Edited, "http://a/1")
    );
    // Another post that the site puts under the same address.
    let other = ParsedPost {
        published_at: Some(minute(-5)),
        ..named("baru", "lain sama sekali", "web:a/1")
    };
    assert_eq!(
        change(&test, Page::at(2).showing(other)).await,
        PostChange::New
    );
    // Both stand on one page: two posts.
    let both = Page::at(3)
        .showing(named("http://a/1", "satu, disunting", "web:a/1"))
        .showing(named("ketiga", "satu, disunting", "web:a/1"));
    let saved = test.save(&both).await;
    let changes: Vec<PostChange> = saved.posts.iter().map(|post| post.change).collect();
    assert_eq!(changes, [PostChange::Unchanged, PostChange::New]);
}

#[tokio::test]
async fn a_day_that_posts_of_one_address_share_does_not_make_them_one() {
    for claimed in [
        "2027-10-31T17:00:00Z",
        "1970-01-01T00:00:00Z",
        "2027-10-31T15:00:00Z",
    ] {
        let test = TestDb::new().await;
        for (minute, id) in (0..).zip(["1", "2", "3"]) {
            let text = format!("pengumuman {id}");
            let announced = ParsedPost {
                aliases: vec!["web:a/pengumuman".to_owned()],
                published_at: Some(claimed.parse().unwrap()),
                ..post(id, &text)
            };
            let page = Page::at(minute).showing(announced);
            assert_eq!(change(&test, page).await, PostChange::New, "{claimed}");
        }
    }
}

#[tokio::test]
async fn not_modified_confirms_what_the_last_answer_showed() {
    let test = TestDb::new().await;
    test.save(&Page::at(0).post("lama", "nol")).await;
    test.save(&Page::at(1).post("a", "satu").post("b", "dua"))
        .await;
    let mut second_look = Page::at(2).absent("b");
    second_look.capture.request.url = "https://contoh.example/b".parse().unwrap();
    test.save(&second_look).await;
    for minute in [3, 4] {
        test.save(&Page::not_modified(minute)).await;
    }
    let seen = "SELECT last_seen_at FROM post ORDER BY id";
    let at = |number| minute(number).as_microsecond();
    assert_eq!(test.raw.numbers(seen).await, [at(0), at(4), at(4)]);
    let hidden = "SELECT count(*) FROM post WHERE not_visible_at IS NOT NULL";
    assert_eq!(test.number(hidden).await, 0);
    let history = "SELECT visible FROM visibility WHERE post_id = 3 ORDER BY id";
    assert_eq!(test.raw.numbers(history).await, [1, 0, 1]);
}

#[tokio::test]
async fn validators_are_kept_of_what_was_read_and_for_the_edition_that_read_it() {
    let test = TestDb::new().await;
    let url = Page::at(0).capture.request.url;
    let etag = async |reading: &str| {
        let found = validator::find(&test.db, AccountId(1), &url, reading).await;
        found.unwrap().etag
    };
    test.save(&Page::at(0).post("a", "satu")).await;
    assert_eq!(etag(READING).await.as_deref(), Some("\"0\""));
    assert_eq!(etag("2").await, None);
    let mut misread = Page::at(1);
    misread.understood = false;
    test.save(&misread).await;
    assert_eq!(etag(READING).await, None);
}

#[tokio::test]
async fn a_state_keeps_the_capture_that_proves_it() {
    let test = TestDb::new().await;
    test.save(&Page::at(0).post("a", "satu")).await;
    let mut suspended = Page::at(1);
    suspended.state = Some(AccountState::Suspended);
    test.save(&suspended).await;
    test.save(&Page::at(2)).await;
    let proof = "SELECT count(*) FROM account JOIN capture ON capture.id = state_capture_id \
        WHERE state = 'suspended' AND fetched_at = state_at";
    assert_eq!(test.number(proof).await, 1);
}
