use std::collections::BTreeSet;

use netra::model::Role;
use rstest::rstest;

use super::super::support::{Browser, House, Page};
use super::{Entry, account, operator, person};

fn names(page: &Page) -> Vec<String> {
    page.texts("tbody tr td:first-child > a")
}

/// A register in which accounts stand in every way; the one of every house was never visited.
async fn colourful() -> House {
    let house = House::new().await;
    let one = person(
        &house,
        Entry {
            name: "Ani Contoh",
            nip: Some("198503122010012001"),
            ..Entry::default()
        },
    )
    .await;
    for (platform, address, change) in [
        ("feed", "https://ani.example/feed", ""),
        ("feed", "https://gagal.example/feed", "failures = 3"),
        (
            "wordpress",
            "https://tutup.example/",
            "state = 'closed', last_error = 'robots.txt'",
        ),
        ("instagram", "https://www.instagram.com/ani/", ""),
        (
            "bluesky",
            "henti.contoh.example",
            "retired_at = 1800000000000000",
        ),
    ] {
        let id = account(&house, one, platform, address).await;
        if !change.is_empty() {
            house
                .run(&format!("UPDATE account SET {change} WHERE id = {id}"))
                .await;
        }
    }
    let over = Entry {
        name: "Lama Contoh",
        ends: "2026-12-31",
        ..Entry::default()
    };
    let over = person(&house, over).await;
    account(&house, over, "feed", "https://lama.example/feed").await;
    house
}

#[tokio::test]
async fn the_heading_says_how_many_are_watched_and_fail() {
    let house = colourful().await;
    let page = operator(&house).await.get("/registri").await;
    assert_eq!(
        page.texts("h1"),
        ["4 akun milik 2 orang dipantau, 1 gagal dibaca"]
    );
    assert_eq!(page.texts(".lede"), ["1 akun hanya masuk lewat impor."]);
    assert_eq!(
        page.texts(".filters dd"),
        [
            "dipantau 1 gagal 1 belum pernah dikumpulkan 1 ditutup robots.txt 1 tidak dipantau \
             langsung 1 masa pemantauan berakhir 1 dihentikan 1",
            "Bluesky 1 umpan (RSS, Atom) 3 Instagram 1 Mastodon 1 WordPress 1",
        ]
    );
    assert_eq!(names(&page), ["Ani Contoh", "Budi Uji", "Lama Contoh"]);
    assert!(!page.body.contains("198503122010012001"));
    assert!(page.body.contains("********201001****"));
}

#[tokio::test]
async fn each_filter_leads_to_as_many_accounts_as_it_says() {
    let house = colourful().await;
    let mut browser = operator(&house).await;
    let links = browser.get("/registri").await;
    let (hrefs, labels) = (
        links.attributes(".filters a", "href"),
        links.texts(".filters a"),
    );
    assert_eq!(hrefs.len(), 12);
    for (href, label) in hrefs.iter().zip(labels) {
        let page = browser.get(href).await;
        let count = label.rsplit(' ').next().unwrap();
        assert_eq!(page.texts("h1"), [format!("{count} akun cocok")], "{href}");
        assert!(!names(&page).is_empty(), "{href}");
        assert_eq!(page.texts(".filters [aria-current]"), [label]);
    }
    let both = browser.get("/registri?platform=feed&keadaan=failing").await;
    assert_eq!(both.texts("h1"), ["1 akun cocok"]);
    assert_eq!(names(&both), ["Ani Contoh"]);
    let none = browser
        .get("/registri?platform=tiktok&keadaan=failing")
        .await;
    assert_eq!(none.texts("h1"), ["Tidak ada yang cocok"]);
}

#[rstest]
#[case("ani", &["Ani Contoh"])]
#[case("ANI cont", &["Ani Contoh"])]
#[case("contoh", &["Ani Contoh", "Budi Uji", "Lama Contoh"])]
#[case("ontoh", &[])]
#[case("dinas uji lama", &["Lama Contoh"])]
#[case("@budi@contoh.example", &["Budi Uji"])]
#[case("https://www.instagram.com/ani/", &["Ani Contoh"])]
#[case("198503122010012001", &["Ani Contoh"])]
#[case("'19850312 201001 2 001", &["Ani Contoh"])]
#[case("19850312", &[])]
#[case("198503122010012002", &[])]
#[case("%", &["Ani Contoh", "Budi Uji", "Lama Contoh"])]
#[case("a_i", &["Ani Contoh"])]
#[case("x%' OR 1=1 --", &[])]
#[tokio::test]
async fn people_are_found_by_words_and_whole_numbers(
    #[case] typed: &str,
    #[case] expected: &[&str],
) {
    let house = colourful().await;
    let query: String = url::form_urlencoded::byte_serialize(typed.as_bytes()).collect();
    let page = operator(&house)
        .await
        .get(&format!("/registri?cari={query}"))
        .await;
    assert_eq!(names(&page), expected, "{typed}");
    assert_eq!(page.value("#cari"), typed);
    if expected.is_empty() {
        assert!(page.has(".empty"), "{typed}");
    }
}

/// Whatever stands between words, a word is found where it begins and not where it goes on.
#[tokio::test]
async fn words_begin_after_every_sign() {
    let house = House::new().await;
    for sign in [
        " ", ".", ",", "-", "_", "/", "@", ":", "(", "'", "=", "#", "&",
    ] {
        let name = format!("Depan{sign}belakang");
        let entry = Entry {
            name: &name,
            ..Entry::default()
        };
        person(&house, entry).await;
    }
    let mut browser = operator(&house).await;
    for (typed, found) in [("belak", 13), ("depan", 13), ("elakang", 0), ("epan", 0)] {
        let page = browser.get(&format!("/registri?cari={typed}")).await;
        assert_eq!(names(&page).len(), found, "{typed}");
    }
}

#[tokio::test]
async fn case_is_folded_beyond_ascii() {
    let house = House::new().await;
    for name in ["ÉLOÏSE Uji", "Éloïse Lain", "Zoë éloïse"] {
        let entry = Entry {
            name,
            ..Entry::default()
        };
        person(&house, entry).await;
    }
    let mut browser = operator(&house).await;
    for typed in ["%C3%89LO%C3%8FSE", "%C3%A9lo%C3%AFse", "%C3%89lo%C3%AFse"] {
        let page = browser.get(&format!("/registri?cari={typed}")).await;
        assert_eq!(names(&page).len(), 3, "{typed}");
        assert_eq!(page.texts("h1"), ["Cocok, tetapi tanpa akun"]);
    }
}

#[tokio::test]
async fn the_audit_log_says_what_was_looked_for_but_no_number() {
    let house = colourful().await;
    let mut browser = operator(&house).await;
    browser.get("/registri?cari=Ani&keadaan=failing").await;
    browser.get("/registri?cari=198503122010012001").await;
    // What begins another word, or stands there twice, is looked for once.
    browser.get("/registri?cari=f+ani+an+feed+ani+f").await;
    let details = house
        .raw
        .texts("SELECT detail FROM audit WHERE action = 'registry_list' ORDER BY seq")
        .await;
    assert_eq!(
        details,
        [
            r#"{"persons":"2","query":"ani","shown":1,"standing":"failing"}"#,
            r#"{"persons":"2","query":"NIP","shown":1}"#,
            r#"{"persons":"2","query":"ani feed","shown":1}"#,
        ]
    );
}

async fn walk(browser: &mut Browser, from: &str, rel: &str) -> Vec<Vec<String>> {
    let (mut pages, mut next) = (Vec::new(), Some(from.to_owned()));
    while let Some(path) = next {
        let page = browser.get(&path).await;
        pages.push(page.attributes("tbody tr td:first-child > a", "href"));
        let selector = format!(".pager a[rel={rel}]");
        next = page.attributes(&selector, "href").into_iter().next();
    }
    pages
}

#[tokio::test]
async fn pages_follow_each_other_without_a_gap_and_back() {
    let house = House::new().await;
    for number in 0..120 {
        // Many are called alike, and case does not part them.
        let name = ["Sari Contoh", "sari contoh", "Tono"][number % 3];
        let entry = Entry {
            name,
            ..Entry::default()
        };
        person(&house, entry).await;
    }
    let mut browser = operator(&house).await;
    let pages = walk(&mut browser, "/registri", "next").await;
    let sizes: Vec<usize> = pages.iter().map(Vec::len).collect();
    assert_eq!(sizes, [50, 50, 21]);
    let all: BTreeSet<&String> = pages.iter().flatten().collect();
    assert_eq!(all.len(), 121);
    let last = pages[2][0].rsplit('/').next().unwrap();
    let mut back = walk(&mut browser, &format!("/registri?sebelum={last}"), "prev").await;
    back.reverse();
    assert_eq!(back, pages[..2]);
    // Whoever comes between does not move the others.
    let entry = Entry {
        name: "Aa",
        ..Entry::default()
    };
    person(&house, entry).await;
    let after = pages[0].last().unwrap().rsplit('/').next().unwrap();
    let second = browser.get(&format!("/registri?setelah={after}")).await;
    let second = second.attributes("tbody tr td:first-child > a", "href");
    assert_eq!(second, pages[1]);
}

#[tokio::test]
async fn what_cannot_be_read_stands_in_the_list() {
    let house = colourful().await;
    house
        .run("UPDATE person SET purpose_ends = 'besok' WHERE name = 'Budi Uji'")
        .await;
    house
        .run("UPDATE account SET state = 'aneh' WHERE address = 'https://gagal.example/feed'")
        .await;
    let page = operator(&house).await.get("/registri").await;
    assert_eq!(names(&page), ["Ani Contoh", "Lama Contoh"]);
    let told = page.texts("tbody .bad");
    assert_eq!(told.len(), 1);
    assert!(told[0].starts_with("Orang nomor 1 tidak dapat dibaca"));
    let accounts = page.texts("tbody tr:first-child li");
    assert!(
        accounts.contains(&"akun nomor 3 tidak dapat dibaca".to_owned()),
        "{accounts:#?}"
    );
}

#[tokio::test]
async fn an_operator_sees_their_region_only() {
    let house = colourful().await;
    let entry = Entry {
        name: "Tetangga",
        region: "32.05.01",
        ..Entry::default()
    };
    let neighbour = person(&house, entry).await;
    account(&house, neighbour, "feed", "https://tetangga.example/feed").await;
    let mut here = house
        .logged_in_within("sini", Role::Operator, "32.04")
        .await;
    let mut there = house
        .logged_in_within("sana", Role::Operator, "32.05")
        .await;
    let page = there.get("/registri").await;
    assert_eq!(names(&page), ["Tetangga"]);
    assert_eq!(page.texts("h1"), ["1 akun milik 1 instansi dipantau"]);
    let page = here.get("/registri?cari=tetangga").await;
    assert!(names(&page).is_empty());
    let paths = ["orang", "akun"].map(|kind| format!("/registri/{kind}/{neighbour}"));
    assert_eq!(here.get(&paths[0]).await.status.as_u16(), 404);
    assert_eq!(there.get(&paths[0]).await.status.as_u16(), 200);
}

#[tokio::test]
async fn an_empty_register_says_how_to_begin() {
    let house = House::new().await;
    let mut browser = house.logged_in_within("sana", Role::Operator, "33").await;
    let page = browser.get("/registri").await;
    assert_eq!(page.texts("h1"), ["Registri masih kosong"]);
    assert_eq!(
        page.attributes("main .empty a", "href"),
        ["/registri/impor", "/registri/tambah"]
    );
    let mut nobody = house
        .logged_in_within("siapa", Role::Operator, "unset")
        .await;
    let page = nobody.get("/registri").await;
    assert_eq!(page.texts("h1"), ["Wilayah Anda belum ditetapkan"]);
    assert!(!page.has("main .empty a"));
}

#[tokio::test]
async fn names_are_shown_as_they_are_written() {
    let house = House::new().await;
    let hostile = format!("<script>alert(1)</script> & \"{}\"", "Panjang ".repeat(15));
    let entry = Entry {
        name: &hostile,
        agency: "<b>Dinas</b>",
        ..Entry::default()
    };
    let id = person(&house, entry).await;
    let address = "javascript:alert(1)//<img src=x>";
    let account = account(&house, id, "html", address).await;
    let mut browser = operator(&house).await;
    for path in [
        "/registri".to_owned(),
        format!("/registri/orang/{id}"),
        format!("/registri/akun/{account}"),
        format!("/registri/orang/{id}/ubah"),
        format!("/registri/akun/{account}/pindah"),
    ] {
        let page = browser.get(&path).await;
        assert_eq!(page.status.as_u16(), 200, "{path}");
        assert!(!page.has("main script, main b, main img"), "{path}");
        let links = page.attributes("a", "href");
        assert!(
            links.iter().all(|href| href.starts_with(['/', '#'])),
            "{path}: {links:?}"
        );
    }
    let page = browser.get("/registri").await;
    let shown: String = hostile.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(names(&page).contains(&shown));
}

#[tokio::test]
async fn who_was_merged_is_listed_only_if_looked_for() {
    let house = colourful().await;
    house
        .run("UPDATE person SET merged_into = 2 WHERE name = 'Budi Uji'")
        .await;
    let mut browser = operator(&house).await;
    assert_eq!(
        names(&browser.get("/registri").await),
        ["Ani Contoh", "Lama Contoh"]
    );
    let page = browser.get("/registri?cari=198001012005011003").await;
    assert_eq!(names(&page), ["Budi Uji"]);
    assert!(page.body.contains("digabung ke orang nomor 2"));
}

#[tokio::test]
async fn people_are_found_by_the_link_to_a_profile_and_by_former_names() {
    let house = House::new().await;
    let number = person(&house, Entry::default()).await;
    account(&house, number, "instagram", "@contoh.uji").await;
    house
        .run(
            "INSERT INTO registry_change (at, actor, reason, subject, field, before, after)
             VALUES (0, 'siti', 'surat 1', 'person:2', 'name', 'Dewi Santoso-Hidayat', 'Contoh')",
        )
        .await;
    let mut browser = operator(&house).await;
    for (typed, found) in [
        ("https%3A%2F%2Fcontoh.example%2F%40budi", "Budi Uji"),
        ("https%3A%2F%2Fwww.instagram.com%2Fcontoh.uji%2F", "Contoh"),
        ("dewi+hidayat", "Contoh"),
    ] {
        let page = browser.get(&format!("/registri?cari={typed}")).await;
        assert_eq!(names(&page), [found], "{typed}");
    }
    for typed in ["https%3A%2F%2Fcontoh.example%2F%40bud", "santo+dewa"] {
        let page = browser.get(&format!("/registri?cari={typed}")).await;
        assert!(names(&page).is_empty(), "{typed}");
    }
}
