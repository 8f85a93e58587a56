use netra::model::Role;

use super::support::{House, NewPost, Page};

const EVIL: &str = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> &amp; </textarea>";

#[tokio::test]
async fn nothing_from_outside_becomes_markup() {
    let house = House::new().await;
    let account = house.account("mastodon", EVIL, EVIL).await;
    let context = format!(
        "{{\"author\":{0},\"url\":\"javascript:alert(1)\",\"text\":{0}}}",
        serde_json::to_string(EVIL).unwrap()
    );
    let media = format!(
        "[{{\"kind\":{0},\"url\":\"data:text/html,x\",\"alt\":{0}}}]",
        serde_json::to_string(EVIL).unwrap()
    );
    let post = NewPost {
        text: EVIL,
        target: Some("demo-2027/<b>"),
        native: EVIL,
        context: Some(&context),
        media: &media,
        links: "[\"javascript:alert(1)\",\"JAVASCRIPT:x\",\"https://contoh.example/\\\"onclick=\"]",
        url: "javascript:alert(document.cookie)",
        kind: "quote",
        ..NewPost::default()
    };
    let id = house.post_of(account, post).await;
    let mut browser = house.logged_in("rini", Role::Reviewer).await;
    for path in [
        "/antrean".to_owned(),
        format!("/kiriman/{id}"),
        format!("/kiriman/{id}?pemilihan=%22%3E%3Cscript%3E"),
        "/masuk?ke=%22%3E%3Cscript%3E".to_owned(),
        "/%3Cscript%3E".to_owned(),
    ] {
        harmless(&browser.get(&path).await, &path);
    }
    let fields = [("putusan", EVIL), ("kode", EVIL), ("alasan", EVIL)];
    let path = format!("/kiriman/{id}");
    let refused = browser
        .submit(&path, &format!("{path}/putusan"), &fields)
        .await;
    harmless(&refused, "a refused form");
    assert_eq!(
        refused.texts("textarea"),
        [EVIL],
        "what was typed comes back as typed"
    );
    let page = browser.get(&path).await;
    assert!(page.texts("#teks")[0].starts_with("<script>alert(1)</script>"));
}

#[tokio::test]
async fn text_that_plays_with_direction_is_kept_apart() {
    let house = House::new().await;
    let text = "\u{202e}nakgnanem\u{202c} pilih 1";
    house
        .post(NewPost {
            text,
            ..NewPost::default()
        })
        .await;
    let mut browser = house.logged_in("rini", Role::Reviewer).await;
    let page = browser.get("/kiriman/1").await;
    assert_eq!(page.attributes("#teks", "dir"), ["auto"]);
}

fn harmless(page: &Page, what: &str) {
    let scripts = page.attributes("script", "src");
    assert_eq!(scripts.len(), page.texts("script").len(), "{what}");
    assert!(scripts.iter().all(|src| src.starts_with("/statis/")));
    assert!(!page.has("img, iframe, object, style, b, i"), "{what}");
    for name in ["onerror", "onclick", "onload", "style"] {
        assert!(!page.has(&format!("[{name}]")), "{what}: {name}");
    }
    for href in page.attributes("[href]", "href") {
        let fine = href.starts_with('/') || href.starts_with('#') || href.starts_with("https://");
        assert!(fine, "{what}: {href}");
    }
    assert_eq!(page.texts("html").len(), 1);
}
