//! JSON as servers write it: a broken item costs itself, and what stands around costs nothing.

use netra::source::shared::json::{self, Items, ListEnd};
use proptest::prelude::*;
use rstest::rstest;
use serde_json::{Value, json};

fn ids(list: &Items) -> Vec<i64> {
    let ids = list.items.iter().map(|item| item["id"].as_i64());
    ids.map(|id| id.unwrap_or(-1)).collect()
}

fn list(body: &str) -> Items {
    json::list(body.as_bytes(), "").1
}

/// What is read of the text of a post, with posts around it.
#[rstest]
#[case::half_a_pair(r#""a \ud83d b""#, "a \u{fffd} b")]
#[case::the_other_half(r#""a \ude00 b""#, "a \u{fffd} b")]
#[case::half_before_a_pair(r#""\ud83d\ud83d\ude00""#, "\u{fffd}\u{1f600}")]
#[case::half_before_a_letter(r#""\ud83d\u0041""#, "\u{fffd}A")]
#[case::half_before_the_end(r#""\ud83d""#, "\u{fffd}")]
#[case::a_raw_line_break("\"satu\ndua\"", "satu\ndua")]
#[case::a_raw_tab("\"satu\tdua\"", "satu\tdua")]
#[case::a_raw_control("\"satu\u{1}dua\"", "satu\u{1}dua")]
#[case::hexadecimal(r#""\x41\x7a""#, "Az")]
#[case::an_escaped_apostrophe(r#""Jum\'at""#, "Jum'at")]
#[case::a_needless_escape(r#""50\% \- \a""#, "50% - a")]
#[case::too_few_digits(r#""\u12 x""#, "\u{fffd}12 x")]
#[case::no_digits(r#""C:\users \ux""#, "C:\u{fffd}sers \u{fffd}x")]
#[case::single_quotes("'kata \"kutip\"'", "kata \"kutip\"")]
#[case::a_line_that_goes_on("\"satu\\\ndua\"", "satudua")]
fn a_text_is_read_whatever_is_in_it(#[case] written: &str, #[case] read: &str) {
    let body = format!(r#"[{{"id":1}},{{"id":2,"text":{written}}},{{"id":3}}]"#);
    let list = list(&body);
    assert_eq!(ids(&list), [1, 2, 3], "{:?}", list.warnings("item"));
    assert_eq!(list.items[1]["text"], read);
    assert!(list.is_complete());
}

#[rstest]
#[case("NaN", Value::Null)]
#[case("-Infinity", Value::Null)]
#[case("Infinity", Value::Null)]
#[case("undefined", Value::Null)]
#[case("None", Value::Null)]
#[case("True", json!(true))]
#[case("1e999", Value::Null)]
#[case("-1e999", Value::Null)]
#[case("+5", json!(5))]
#[case("007", json!(7))]
#[case(".5", json!(0.5))]
#[case("5.", json!(5.0))]
#[case("[1,2,]", json!([1, 2]))]
#[case("[1,,2]", json!([1, 2]))]
#[case("{\"a\":1,}", json!({"a": 1}))]
#[case("{a:1, 'b':2}", json!({"a": 1, "b": 2}))]
#[case("/* catatan */ 4 // lagi\n", json!(4))]
#[case("[123456789012345678901234567890, NaN]", json!(["123456789012345678901234567890", null]))]
#[case("{\"a\":1,\"a\":NaN,\"a\":2}", json!({"a": 2}))]
fn a_value_is_read_as_it_is_meant(#[case] written: &str, #[case] read: Value) {
    let body = format!(r#"[{{"id":1}},{{"id":2,"value":{written}}},{{"id":3}}]"#);
    let list = list(&body);
    assert_eq!(ids(&list), [1, 2, 3], "{:?}", list.warnings("item"));
    assert_eq!(list.items[1]["value"], read);
    assert!(list.is_complete());
}

#[rstest]
#[case::notices(
    "<br />\n<b>Warning</b>:  Undefined array key [0] in <b>/srv/a.php</b> on line <b>12</b><br />\n",
    ""
)]
#[case::a_plain_notice("PHP Notice:  Undefined index: x[] in /srv/a.php on line 3\n", "")]
#[case::a_log_line("[22-Nov-2026 05:00:00 UTC] PHP Warning: {x} in y\n", "")]
#[case::blank_lines("\n\n \t", "\n\n")]
#[case::a_byte_order_mark("\u{feff}", "")]
#[case::a_mark_behind_a_line("\n\u{feff}", "")]
#[case::two_marks("\u{feff}\u{feff}", "")]
#[case::a_guard(")]}',\n", "")]
#[case::a_loop("for(;;);", "")]
#[case::a_loop("while(1);", "")]
#[case::a_callback("panggil(", ");")]
#[case::a_callback_behind_a_comment("/**/jQuery1_2(", ")")]
#[case::a_notice_behind("", "<br />\n<b>Notice</b>: [x] {y}")]
#[case::a_comment_behind("", "<!-- Dibuat dalam 0,3 detik -->")]
#[case::a_second_document("", "[{\"id\":9}]")]
#[case::zeros_behind("", "0")]
#[case::nul_behind("", "\0\0\0")]
#[case::an_object_before("{\"status\":\"ok\",\"data\":[{\"id\":7}]}\n", "")]
#[case::markup_of_a_provider("<script src='//iklan.example/a.js'></script>", "")]
fn what_stands_around_costs_nothing(#[case] before: &str, #[case] behind: &str) {
    for items in [r#"[{"id":1},{"id":2}]"#, r#"[{"id":1}, {"id":2,},]"#] {
        let list = list(&format!("{before}{items}{behind}"));
        assert_eq!(ids(&list), [1, 2]);
        assert!(list.is_complete(), "{:?}", list.warnings("item"));
    }
    let body =
        format!(r#"{before}{{"a":{{"b":[{{"id":5}}]}},"feed":[{{"id":1}}],"cursor":"x"}}{behind}"#);
    if !body.starts_with('{') || before.is_empty() {
        let (head, list) = json::list(body.as_bytes(), "feed");
        assert_eq!((ids(&list), &head["cursor"]), (vec![1], &json!("x")));
    }
    let body = format!("{before}[]{behind}");
    if !before.contains("data") {
        assert_eq!(
            json::list(body.as_bytes(), "").1.end,
            ListEnd::Whole,
            "{body:?}"
        );
    }
}

#[rstest]
#[case::an_empty_answer("")]
#[case::a_page("<!DOCTYPE html><html><body>Galat</body></html>")]
#[case::a_page_with_data("<html><script>var x = [{\"id\":1}]</script></html>")]
#[case::an_open_script("<script type='application/ld+json'>[{\"id\":1}]</script>")]
#[case::an_error(r#"{"code":"rest_no_route","data":[{"id":1}]}"#)]
#[case::an_error_behind_a_notice(r#"<b>Notice</b>{"code":"rest_no_route","data":[{"id":1}]}"#)]
#[case::words("tidak ada [apa pun] di sini {sama sekali}")]
fn what_is_no_list_is_none(#[case] body: &str) {
    let list = list(body);
    assert!(list.why_missing().is_some(), "{:?}", list.items);
    assert!(list.items.is_empty() && !list.is_complete());
    assert_eq!(list.warnings("item").len(), 1);
}

#[test]
fn an_item_that_cannot_be_read_costs_itself() {
    let deep = "[".repeat(500) + &"]".repeat(500);
    for broken in [
        r#"{"id":2,"a" 5}"#.to_owned(),
        r#"{"id":2,"a":"kata "kutip", begitu"}"#.to_owned(),
        r#"{"id":2,"a":<b>Notice</b>}"#.to_owned(),
        r#"{"id":2,"a":{"b":[1}}"#.to_owned() + "]",
        format!(r#"{{"id":2,"a":{deep}}}"#),
    ] {
        let list = list(&format!(r#"[{{"id":1}},{broken},{{"id":3}},{{"id":4}}]"#));
        assert_eq!(ids(&list), [1, 3, 4], "{broken:.80}");
        assert_eq!(list.end, ListEnd::Whole);
        assert!(!list.is_complete());
        assert_eq!(list.warnings("item")[0].at, "item 2");
    }
}

#[test]
fn a_cut_list_keeps_every_whole_item() {
    let body =
        r#"{"a":1,"items":[{"id":1,"x":"]"},{"id":2,"y":[1,{}]},{"id":3,"z":"belum"}],"b":2}"#;
    let end = body.find("],\"b\"").expect("the end of the list");
    let start = body.find('[').expect("the start of the list");
    for cut in start + 1..end {
        let (head, list) = json::list(&body.as_bytes()[..cut], "items");
        let whole = body[start..cut].matches("},{").count()
            + usize::from(body[..cut].ends_with("\"belum\"}"));
        assert!(list.items.len() >= whole, "{}", &body[..cut]);
        assert_eq!(
            ids(&list),
            (1..).take(list.items.len()).collect::<Vec<i64>>()
        );
        assert!(list.is_cut() && !list.is_complete());
        assert_eq!(head["a"], 1);
    }
    for cut in end + 1..body.len() {
        let list = json::list(&body.as_bytes()[..cut], "items").1;
        assert!(list.items.len() == 3 && list.is_complete());
    }
}

#[test]
fn bytes_that_are_no_text_cost_a_character() {
    let (_, list) = json::list(b"[{\"id\":1,\"a\":\"caf\xe9\"},{\"id\":2}]", "");
    assert_eq!(
        (ids(&list), &list.items[0]["a"]),
        (vec![1, 2], &json!("caf\u{fffd}"))
    );
    let wide: Vec<u8> = "\u{feff}[{\"id\":1}]"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(ids(&json::list(&wide, "").1), [1]);
}

#[test]
fn a_list_that_became_an_object_of_numbers_is_a_list() {
    let list = list(r#"{"0":{"id":1},"10":{"id":3},"2":{"id":2}}"#);
    assert_eq!(ids(&list), [1, 2, 3]);
}

#[test]
fn hostile_documents_are_read_in_good_time() {
    for part in [
        "[",
        "{\"a\":",
        "[{",
        "{'},",
        "{\"a\":/*},",
        "[{\"a\":\"},",
        "{\"\\\"},",
        "\"",
        "[ ",
        "{\"a\":\"b\" c\"},",
        "\\u",
        "{\"a\":[}]},",
    ] {
        for before in ["", "[", "[{\"id\":1},", "<b>", "{\"items\":["] {
            let body = before.to_owned() + &part.repeat(400_000 / part.len());
            json::list(body.as_bytes(), "");
            json::list(body.as_bytes(), "items");
            json::document(body.as_bytes()).ok();
        }
    }
}

/// A list of items, written strictly.
fn written() -> impl Strategy<Value = Vec<Value>> {
    let text = "[a-z\"\\\\{}\\[\\],: \\n]{0,12}";
    let item = (0..1000_i64, text)
        .prop_map(|(id, text)| json!({"id": id, "text": text, "in": [{"id": 0}]}));
    proptest::collection::vec(item, 0..6)
}

proptest! {
    #[test]
    fn what_is_valid_reads_the_same_leniently(items in written()) {
        let strict = Value::from(items.clone()).to_string();
        // A notice behind it leaves the strict reader nothing.
        let lenient = list(&format!("{strict}<br />"));
        prop_assert!(lenient.is_complete());
        prop_assert_eq!(lenient.items, items);
    }

    #[test]
    fn a_cut_keeps_a_beginning(items in written(), share in 0.0..1.0_f64) {
        let strict = Value::from(items.clone()).to_string();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a share of a short text")]
        let cut = (strict.len() as f64 * share) as usize;
        let read = json::list(&strict.as_bytes()[..cut], "").1;
        prop_assert!(read.items.len() <= items.len() && !read.is_complete());
        prop_assert_eq!(&read.items[..], &items[..read.items.len()]);
    }

    #[test]
    fn anything_is_survived(body in "([\\[\\]{}\"',:/*\\\\]|id|\\\\u|d83d|1|-|e|null|NaN|<b>| |\\n|\\PC){0,60}") {
        json::list(body.as_bytes(), "");
        json::list(body.as_bytes(), "id");
        json::document(body.as_bytes()).ok();
    }
}
