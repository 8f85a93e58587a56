//! Statuses as the dialects of the Mastodon API have them: what is a status's identity, and what
//! of it changes only when its author changes it.

use netra::model::{Capture, ParsedPage, Platform, PostKind, authored};
use rstest::rstest;
use serde_json::{Value, json};

use super::{account, answer, sources};
use netra::model::{Account, FetchRequest};

const STATUSES: &str = "https://sosial.example/api/v1/accounts/77/statuses?limit=40";

fn known() -> Account {
    Account {
        stable_id: Some("77".to_owned()),
        ..account(Platform::Mastodon, "@budi@sosial.example")
    }
}

fn newest() -> FetchRequest {
    FetchRequest::new(STATUSES.parse().expect("a URL"), "*/*", "newest")
}

fn read(statuses: &Value) -> ParsedPage {
    parse(&answer(&newest(), 200, statuses.to_string()))
}

fn parse(capture: &Capture) -> ParsedPage {
    sources()
        .get(Platform::Mastodon)
        .parse(&known(), None, capture)
}

/// A status of the account, with fields put over the usual ones.
fn status(over: &Value) -> Value {
    let mut status = json!({
        "id": "10", "uri": "https://sosial.example/users/budi/statuses/10",
        "url": "https://sosial.example/@budi/10", "created_at": "2026-11-20T03:00:00.000Z",
        "edited_at": null, "visibility": "public",
        "content": "<p>Ayo dukung nomor dua</p>",
        "account": {"id": "77", "acct": "budi", "url": "https://sosial.example/@budi"},
        "media_attachments": [], "mentions": [],
    });
    let fields = status.as_object_mut().expect("an object");
    fields.extend(over.as_object().cloned().expect("an object"));
    status
}

/// Whether a second reading of the status says that its author changed it: as the database
/// decides, by version and by what the author did.
fn is_edited(before: &Value, after: &Value) -> bool {
    let [before, after] = [before, after].map(|over| read(&json!([status(over)])).posts);
    let (before, after) = (&before[0], &after[0]);
    assert!(before.kind == PostKind::Share || before.version.is_some());
    before.version != after.version && authored(before) != authored(after)
}

fn mention(name: &str, markup: &str) -> Value {
    let content = format!("<p>Setuju {markup} soal ini</p>");
    json!({"content": content, "in_reply_to_id": "4", "in_reply_to_account_id": "3",
        "mentions": [{"id": "3", "acct": name}]})
}

fn link(name: &str) -> String {
    format!(
        "<span class=\"h-card\"><a href=\"https://lain.example/@{name}\" class=\"u-url mention\">@<span>{name}</span></a></span>"
    )
}

#[rstest]
#[case::new_handle(mention("sari", &link("sari")), mention("sari_baru", &link("sari_baru")))]
#[case::deleted_person(mention("sari", &link("sari")), mention("", "@sari@lain.example"))]
#[case::plain_names(
    mention("sari", "@sari@lain.example"),
    mention("", "@sari@baru.example")
)]
#[case::named_by_display_name(
    mention(
        "sari",
        "<a class='mention' href='https://lain.example/u/1'>Sari Dewi</a>"
    ),
    mention(
        "sari",
        "<a class='mention' href='https://lain.example/u/1'>Sari Dewi, M.Si.</a>"
    )
)]
#[case::emoji_moved(
    json!({"emojis": [{"shortcode": "a", "url": "https://cdn.example/1.png"}]}),
    json!({"emojis": [{"shortcode": "a", "url": "https://cdn.example/2.png?v=9"}]})
)]
#[case::media_proxied_anew(
    json!({"media_attachments": [{"id": "5", "type": "image", "url": "https://sosial.example/proxy/aaaa1/x.png", "description": "Baliho"}]}),
    json!({"media_attachments": [{"id": "5", "type": "image", "url": "https://cdn.example/bbbb2/y.webp?sig=1", "description": "Baliho"}]})
)]
#[case::card_and_counters(
    json!({"card": null, "favourites_count": 1, "poll": {"votes_count": 1, "options": [{"title": "Ya", "votes_count": 1}]}}),
    json!({"card": {"title": "x"}, "favourites_count": 9, "poll": {"votes_count": 7, "options": [{"title": "Ya", "votes_count": 6}]}})
)]
#[case::quoted_post_deleted(
    json!({"content": "<p class=\"quote-inline\">RE: <a href=\"https://lain.example/@sari/2\">https://lain.example/@sari/2</a></p><p>Betul</p>",
        "quote": {"state": "accepted", "quoted_status": {"id": "2", "content": "<p>Kata</p>", "account": {"acct": "sari"}}}}),
    json!({"content": "<p>Betul</p>", "quote": {"state": "deleted", "quoted_status": null}})
)]
#[case::boosted_post_edited(
    json!({"reblog": {"id": "5", "content": "<p>Lama</p>", "account": {"id": "3", "acct": "sari"}}}),
    json!({"reblog": {"id": "5", "content": "<p>Baru</p>", "edited_at": "2026-11-21T00:00:00Z", "account": {"id": "3", "acct": "lain"}}})
)]
#[case::server_renders_anew_after_an_edit(
    json!({"edited_at": "2026-11-20T05:00:00.000Z", "content": format!("<p>Hai {}</p>", link("sari"))}),
    json!({"edited_at": "2026-11-20T05:00:00Z", "content": format!("<p>Hai {}</p>", link("dewi"))})
)]
fn acts_of_others_are_no_edit(#[case] before: Value, #[case] after: Value) {
    assert!(!is_edited(&before, &after));
}

#[rstest]
#[case::words_in_silence(json!({}), json!({"content": "<p>Ayo dukung nomor satu</p>"}))]
#[case::words_beside_a_mention(
    mention("sari", &link("sari")),
    json!({"content": format!("<p>Tidak setuju {} soal ini</p>", link("sari"))})
)]
#[case::said_edited(json!({}), json!({"edited_at": "2026-11-20T04:00:00Z", "content": "<p>Lain</p>"}))]
#[case::edited_again(
    json!({"edited_at": "2026-11-20T04:00:00Z"}),
    json!({"edited_at": "2026-11-20T04:30:00Z", "content": "<p>Lain lagi</p>"})
)]
#[case::time_of_posting_is_no_edit(
    json!({"edited_at": "2026-11-20T03:00:00.000Z"}),
    json!({"edited_at": "2026-11-20T03:00:00.000Z", "content": "<p>Diam-diam lain</p>"})
)]
#[case::target_of_a_link(
    json!({"content": "<p><a href=\"https://a.example/satu\">sini</a></p>"}),
    json!({"content": "<p><a href=\"https://a.example/dua\">sini</a></p>"})
)]
#[case::another_picture(
    json!({"media_attachments": [{"id": "5", "type": "image", "url": "https://sosial.example/m/a.png"}]}),
    json!({"media_attachments": [{"id": "6", "type": "image", "url": "https://sosial.example/m/b.png"}]})
)]
#[case::option_of_a_poll(
    json!({"poll": {"options": [{"title": "Ya"}]}}),
    json!({"poll": {"options": [{"title": "Tidak"}]}})
)]
#[case::content_warning(json!({"spoiler_text": ""}), json!({"spoiler_text": "Politik"}))]
#[case::new_number_on_edit(
    json!({"edited_at": "2026-11-20T04:00:00Z"}),
    json!({"id": "11", "edited_at": "2026-11-20T04:00:00Z", "content": "<p>Lain</p>"})
)]
fn what_the_author_does_is_an_edit(#[case] before: Value, #[case] after: Value) {
    assert!(is_edited(&before, &after));
}

#[test]
fn an_own_post_that_another_user_boosted_is_the_own_post() {
    let own = status(&json!({}));
    let boosts = json!([
        {"id": "90", "uri": "https://sosial.example/boost/90", "account": {"id": 5}, "reblog": own},
        {"id": "91", "account": {"id": 5}, "reblog": {"id": "6", "content": "x", "account": {"id": 6}}},
        own,
    ]);
    let page = read(&boosts);
    let ids: Vec<&str> = page
        .posts
        .iter()
        .map(|post| post.native_id.0.as_str())
        .collect();
    assert_eq!(ids, ["10"]);
    assert_eq!(page.posts[0].kind, PostKind::Original);
    assert_eq!(
        page.posts[0].aliases,
        ["uri:https://sosial.example/users/budi/statuses/10"]
    );
    // The account that is described is the registered one, not the booster.
    let identity = page.identity.expect("an identity");
    assert_eq!(identity.stable_id.as_deref(), Some("77"));
    assert!(
        page.warnings
            .iter()
            .any(|warning| warning.message.contains("another account"))
    );
}

#[test]
fn a_status_listed_twice_is_one() {
    let page = read(&json!([
        status(
            &json!({"id": "12", "content": "<p>Versi baru</p>", "edited_at": "2026-11-21T00:00:00Z"})
        ),
        status(&json!({"id": "10", "content": "<p>Versi lama</p>"})),
        status(&json!({"id": "9", "uri": "https://sosial.example/o/9", "url": null})),
    ]));
    let texts: Vec<&str> = page.posts.iter().map(|post| post.text.as_str()).collect();
    assert_eq!(texts, ["Versi baru", "Ayo dukung nomor dua"]);
}

#[rstest]
#[case::number(json!({"id": 10}), true)]
#[case::no_address(json!({"url": null, "uri": null}), true)]
#[case::no_account(json!({"account": null}), true)]
#[case::no_number(json!({"id": null}), true)]
#[case::account_as_number(json!({"account": {"id": 77}}), true)]
#[case::unlisted(json!({"visibility": "unlisted"}), true)]
#[case::no_word(json!({"visibility": null}), true)]
#[case::local(json!({"visibility": "local"}), true)]
#[case::followers(json!({"visibility": "Followers"}), false)]
#[case::specified(json!({"visibility": "specified"}), false)]
#[case::list(json!({"visibility": "list"}), false)]
#[case::nothing_left_of_a_boost(json!({"content": "", "reblog": null}), false)]
fn odd_statuses_are_read_or_left_out(#[case] over: Value, #[case] kept: bool) {
    let page = read(&json!([status(&over)]));
    assert_eq!(page.posts.len(), usize::from(kept), "{:?}", page.warnings);
}

#[rstest]
#[case(json!({"content": "Pilih <Budi> & kawan\nbaris dua", "content_type": "text/plain"}), "Pilih <Budi> & kawan\nbaris dua")]
// glitch-soc tells how it was written; what it serves is markup.
#[case(json!({"content": "<p>Pilih <b>dua</b></p>", "content_type": "text/plain"}), "Pilih dua")]
#[case(json!({"content": "a &lt; b", "content_type": "text/plain"}), "a < b")]
#[case(json!({"spoiler_text": "3 < 4 & <Budi>", "content": "x"}), "3 < 4 & <Budi>\n\nx")]
#[case(json!({"spoiler_text": "<p>Politik &amp; uang</p>", "content": "x"}), "Politik & uang\n\nx")]
fn markup_and_plain_text_are_told_apart(#[case] over: Value, #[case] text: &str) {
    assert_eq!(read(&json!([status(&over)])).posts[0].text, text);
}

#[rstest]
#[case::none(&[], Some("9"))]
#[case::preload(&["</app.css>; rel=preload; as=style"], Some("9"))]
#[case::next(&[r#"<https://sosial.example/x?max_id=5>; rel="next""#], Some("5"))]
#[case::only_newer(&[r#"<https://sosial.example/x?min_id=10>; rel="prev""#], None)]
#[case::next_beside_preload(&["</a.js>; rel=modulepreload", r#"<https://sosial.example/x?max_id=5>; rel="next""#], Some("5"))]
#[case::two_headers_the_other_way(&[r#"<https://sosial.example/x?min_id=10>; rel="prev""#, "</a.js>; rel=preload"], None)]
#[case::another_scheme(&[r#"<http://sosial.example/x?max_id=5>; rel="next""#], Some("5"))]
#[case::another_host(&[r#"<https://jahat.example/x?max_id=5>; rel="next""#], Some("9"))]
#[case::numbered_pages(&[r#"<https://sosial.example/x?page=2>; rel="next""#], Some("9"))]
#[case::alternate(&[r#"<https://sosial.example/@budi>; rel="alternate canonical""#], Some("9"))]
#[case::relative(&["</api/v1/x?max_id=5>; rel=next"], Some("5"))]
fn only_links_to_pages_tell_of_pages(#[case] headers: &[&str], #[case] below: Option<&str>) {
    let statuses = json!([
        status(&json!({})),
        status(&json!({"id": "9", "uri": "u:9"}))
    ]);
    let mut capture = answer(&newest(), 200, statuses.to_string());
    let header = |value: &&str| ("link".to_owned(), (*value).to_owned());
    capture.headers = headers.iter().map(header).collect();
    let steps: Vec<String> = parse(&capture)
        .next
        .into_iter()
        .map(|next| next.step.0)
        .collect();
    let expected: Vec<String> = below.iter().map(|id| format!("older {id}")).collect();
    assert_eq!(steps, expected);
}

#[test]
fn an_unchanged_list_was_seen_again() {
    let page = parse(&answer(&newest(), 304, ""));
    assert!(page.confirms && page.warnings.is_empty() && page.next.is_empty());
}
