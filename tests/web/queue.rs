use std::collections::BTreeSet;

use netra::clock::Clock as _;
use netra::db::queue::{self, Filter, QueueEntry, Section, StartAt};
use netra::model::{Band, Role};
use rstest::rstest;

use super::support::{House, NewPost, somebody};

async fn filled(house: &House) {
    let bluesky = house
        .account("bluesky", "sinta.contoh.example", "Sinta")
        .await;
    for number in 0..60_i32 {
        let native = number.to_string();
        let post = NewPost {
            native: &native,
            // Ties on purpose: the order must not depend on luck.
            score: 0.5 + f64::from(number % 5) / 10.0,
            band: if number % 5 > 2 {
                Band::High
            } else {
                Band::Medium
            },
            minutes_ago: i64::from(number / 2),
            target: Some(if number % 2 == 0 {
                "demo-2027/halus"
            } else {
                "lain-2027/kasar"
            }),
            region: if number % 3 == 0 { "32.04" } else { "73.71" },
            ..NewPost::default()
        };
        if number % 4 == 0 {
            house.post_of(bluesky, post).await;
        } else {
            house.post(post).await;
        }
    }
}

async fn page(house: &House, filter: &Filter, from: StartAt, limit: u32) -> Vec<QueueEntry> {
    let reader = somebody(1, Role::Reviewer, "ID");
    let now = house.clock.now();
    let found = queue::page(&reader, &house.db, now, filter, from, limit).await;
    found.unwrap().entries
}

async fn walk(house: &House, filter: &Filter) -> Vec<i64> {
    let (mut seen, mut from) = (Vec::new(), StartAt::Top);
    loop {
        let rows = page(house, filter, from, 7).await;
        let Some(last) = rows.last() else { return seen };
        from = StartAt::After(last.key);
        seen.extend(rows.iter().map(|row| row.key.post.0));
    }
}

#[tokio::test]
async fn pages_hold_every_post_once_by_score_then_age() {
    let house = House::new().await;
    filled(&house).await;
    let seen = walk(&house, &Filter::default()).await;
    let expected = "SELECT id FROM post ORDER BY score DESC, posted_at, id";
    let expected = house.raw.numbers(expected).await;
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn posts_that_come_and_go_shift_nothing() {
    let house = House::new().await;
    filled(&house).await;
    let all = walk(&house, &Filter::default()).await;
    let first = page(&house, &Filter::default(), StartAt::Top, 20).await;
    house
        .run("UPDATE post SET review_revision = 1, review_state = 'done' WHERE id % 7 = 0")
        .await;
    let newcomer = NewPost {
        native: "baru",
        score: 0.99,
        ..NewPost::default()
    };
    house.post(newcomer).await;
    let after = StartAt::After(first[19].key);
    let rest = page(&house, &Filter::default(), after, 100).await;
    let expected: Vec<i64> = all[20..].iter().copied().filter(|id| id % 7 != 0).collect();
    let rest: Vec<i64> = rest.iter().map(|row| row.key.post.0).collect();
    assert_eq!(rest, expected);
}

#[tokio::test]
async fn going_back_shows_the_page_before() {
    let house = House::new().await;
    filled(&house).await;
    let mut browser = house.logged_in("rini", Role::Reviewer).await;
    let first = browser.get("/antrean").await;
    let next = first.attributes(".pager [rel=next]", "href");
    let second = browser.get(&next[0]).await;
    let third = browser
        .get(&second.attributes(".pager [rel=next]", "href")[0])
        .await;
    assert!(!third.has(".pager [rel=next]"));
    let back = browser
        .get(&third.attributes(".pager [rel=prev]", "href")[0])
        .await;
    let rows = |page: &super::support::Page| page.attributes("[data-row]", "href");
    assert_eq!(rows(&back), rows(&second));
    let top = browser
        .get(&second.attributes(".pager [rel=prev]", "href")[0])
        .await;
    assert_eq!(rows(&top), rows(&first));
    assert!(!top.has(".pager [rel=prev]"));
    let all: BTreeSet<String> = [rows(&first), rows(&second), rows(&third)]
        .concat()
        .into_iter()
        .collect();
    assert_eq!(all.len(), 60);
}

#[rstest]
#[case("tingkat=high", "band = 'high'")]
#[case(
    "platform=bluesky",
    "account_id = (SELECT id FROM account WHERE platform = 'bluesky')"
)]
#[case("wilayah=32", "region LIKE '32.%'")]
#[case("wilayah=73.71", "region = '73.71'")]
#[case("wilayah=ID", "1 = 1")]
#[case("pemilihan=demo-2027", "target LIKE 'demo-2027/%'")]
#[case("pemilihan=lain-2027/kasar", "target = 'lain-2027/kasar'")]
#[case("pemilihan=demo-20", "1 = 0")]
#[case(
    "tingkat=high&wilayah=32.04&platform=mastodon",
    "band = 'high' AND region = '32.04' AND account_id = 1"
)]
#[tokio::test]
async fn filters_show_what_they_say(#[case] query: &str, #[case] condition: &str) {
    let house = House::new().await;
    filled(&house).await;
    let mut browser = house.logged_in("rini", Role::Reviewer).await;
    let mut seen = BTreeSet::new();
    let mut address = format!("/antrean?{query}");
    loop {
        let page = browser.get(&address).await;
        seen.extend(
            page.attributes("[data-row]", "href")
                .into_iter()
                .map(|href| {
                    let id = href.split('?').next().unwrap().rsplit('/').next().unwrap();
                    id.parse::<i64>().unwrap()
                }),
        );
        match page.attributes(".pager [rel=next]", "href").first() {
            Some(next) => address.clone_from(next),
            None => break,
        }
    }
    let expected = format!("SELECT id FROM post WHERE {condition}");
    let expected = house.raw.numbers(&expected).await;
    assert_eq!(seen, expected.into_iter().collect());
}

#[tokio::test]
async fn every_filter_link_leads_to_as_many_posts_as_it_says() {
    let house = House::new().await;
    filled(&house).await;
    let mut browser = house.logged_in("rini", Role::Reviewer).await;
    let page = browser.get("/antrean").await;
    let links = page.attributes(".filter a", "href");
    let counts = page.texts(".filter a .quiet");
    assert_eq!(
        links.len(),
        10,
        "bands, contests, contestants, platforms, regions"
    );
    for (link, count) in links.iter().zip(counts) {
        let page = browser.get(link).await;
        let shown = page.texts("[data-row]").len();
        assert_eq!(shown, count.parse::<usize>().unwrap().min(25), "{link}");
        assert!(page.has(".filter [aria-current]"), "{link}");
    }
}

#[tokio::test]
async fn only_high_and_medium_posts_wait() {
    let house = House::new().await;
    for (native, band) in [("a", Band::None), ("b", Band::Low), ("c", Band::Medium)] {
        house
            .post(NewPost {
                band,
                native,
                ..NewPost::default()
            })
            .await;
    }
    assert_eq!(walk(&house, &Filter::default()).await, [3]);
}

#[tokio::test]
async fn a_row_says_what_matters_and_shows_the_words() {
    let house = House::new().await;
    let text = format!("{} Ayo coblos nomor 1", "kata ".repeat(200));
    house.post(NewPost::default()).await;
    house
        .post(NewPost {
            text: &text,
            native: "2",
            score: 0.8,
            ..NewPost::default()
        })
        .await;
    let mut browser = house.logged_in("rini", Role::Reviewer).await;
    let page = browser.get("/antrean").await;
    insta::assert_snapshot!(page.texts(".row")[0], @"Tinggi 1 jam lalu Ayo coblos nomor 1, Halus menang! Saya hanya bertanya. 1 sinyal 1 indikasi sebaliknya unggahan sendiri masa kampanye @budi@contoh.example mastodon Dinas Uji 32.04");
    assert_eq!(page.texts(".row:first-child mark.signal"), ["Ayo"]);
    assert_eq!(page.texts(".row:first-child mark.counter"), ["bertanya."]);
    assert!(page.texts(".row:last-child .excerpt")[0].ends_with('…'));
}

#[tokio::test]
async fn each_pile_is_read_along_its_index() {
    let house = House::new().await;
    filled(&house).await;
    for section in [Section::First, Section::Second, Section::Disputed] {
        let filter = Filter {
            section,
            ..Filter::default()
        };
        // Naming the index makes the engine refuse any other plan.
        page(&house, &filter, StartAt::Top, 5).await;
    }
    house
        .run(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
             INSERT INTO post (account_id, person_id, last_capture_id, native_id, kind, posted_at,
                               first_seen_at, last_seen_at, region, latest_revision, score, band)
             SELECT 1, 1, 1, 'lagi ' || i, 'original', i, i, i, '32.04', 1, (i % 1000) / 1000.0,
                    CASE WHEN i % 10 = 0 THEN 'medium' ELSE 'low' END FROM n",
        )
        .await;
    let sql = "SELECT post.id FROM post JOIN account ON account.id = post.account_id
         WHERE post.band IN ('medium', 'high') AND post.review_revision < post.latest_revision
         AND post.score <= 0.5
         ORDER BY post.score DESC, post.posted_at, post.id LIMIT 25";
    house.raw.assert_walk(sql, "post", "post_queue").await;
}

#[tokio::test]
async fn an_empty_queue_says_whether_anything_was_ever_collected() {
    let house = House::new().await;
    let mut reviewer = house.logged_in("rini", Role::Reviewer).await;
    let page = reviewer.get("/antrean").await;
    assert_eq!(page.texts("h1"), ["Belum pernah mengumpulkan"]);
    assert!(!page.body.contains("Semua unggahan"), "{}", page.body);
    house
        .run("INSERT INTO pass (started_at, register, versions) VALUES (1, 0, '{}')")
        .await;
    let page = reviewer.get("/antrean").await;
    assert_eq!(page.texts("h1"), ["Tidak ada unggahan yang menunggu"]);
}
