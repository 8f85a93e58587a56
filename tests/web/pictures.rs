//! Alternative texts of pictures: marked where a signal stands in one, and called by name.

use netra::model::{Role, Span, TextName};

use super::support::{House, NewPost};

const MEDIA: &str = r#"[{"kind":"image","url":null,"alt":null},
    {"kind":"image","url":null,"alt":"Spanduk ajakan <b>"}]"#;

#[tokio::test]
async fn a_signal_in_an_alternative_text_is_marked_and_named() {
    let house = House::new().await;
    let id = house
        .post(NewPost {
            media: MEDIA,
            further_spans: &[
                Span {
                    text: TextName::Alt(2),
                    range: [8, 14],
                },
                Span {
                    text: TextName::Alt(1),
                    range: [0, 3],
                },
            ],
            ..NewPost::default()
        })
        .await;
    let mut browser = house.logged_in("rini", Role::Reviewer).await;
    let page = browser.get(&format!("/kiriman/{id}")).await;
    assert_eq!(page.texts("li mark"), ["ajakan"]);
    assert_eq!(page.attributes("li mark", "data-labels"), ["1"]);
    let media = page.texts("li").join("\n");
    assert!(media.contains("gambar 1: tanpa keterangan"), "{media}");
    assert!(media.contains("gambar 2: Spanduk ajakan <b>"), "{media}");
    let quotes = page.texts(".reasons dd").join("\n");
    assert!(quotes.contains("(teks alternatif gambar 2)"), "{quotes}");
    assert!(!quotes.contains("gambar 1"), "{quotes}");
}
