//! How a shape is brought to a surface: as it is, or inside of what the surface reads.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use serde_json::{Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::ground::Ground;
use crate::shapes::Shape;

pub(crate) fn bare(_: &Ground, shape: &Shape, bytes: usize) -> Vec<u8> {
    shape.text(bytes).into_bytes()
}

/// With signs between that no encoding of letters has, or half of one.
pub(crate) fn broken(_: &Ground, shape: &Shape, bytes: usize) -> Vec<u8> {
    let text = shape.text(bytes);
    let pairs = text
        .bytes()
        .zip([0xC3, 0xFF, 0x80, 0x1B, 0xE2].into_iter().cycle());
    pairs.flat_map(|(byte, sign)| [byte, sign]).collect()
}

/// In UTF-16, without a mark that says so.
pub(crate) fn wide(_: &Ground, shape: &Shape, bytes: usize) -> Vec<u8> {
    let text = shape.text(bytes);
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// As one text of markup, with the signs of markup spelt out.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

pub(crate) fn rss_text(_: &Ground, shape: &Shape, bytes: usize) -> Vec<u8> {
    rss(&[shape.text(bytes)])
}

pub(crate) fn rss_posts(_: &Ground, shape: &Shape, bytes: usize) -> Vec<u8> {
    rss(&shape.posts(bytes))
}

fn rss(posts: &[String]) -> Vec<u8> {
    let mut feed = String::from("<rss><channel><title>a</title>");
    for (number, post) in posts.iter().enumerate() {
        let text = escaped(post);
        let written = write!(
            feed,
            "<item><guid>{number}</guid><link>https://host.example/{number}</link>\
             <title>{text}</title><description>{text}</description></item>"
        );
        written.expect("memory can be written");
    }
    (feed + "</channel></rss>").into_bytes()
}

/// Markup inside the feed itself, not of an entry.
pub(crate) fn rss_markup(_: &Ground, shape: &Shape, bytes: usize) -> Vec<u8> {
    format!("<rss><channel>{}", shape.text(bytes)).into_bytes()
}

pub(crate) fn atom_posts(_: &Ground, shape: &Shape, bytes: usize) -> Vec<u8> {
    let mut feed = String::from("<feed xmlns=\"http://www.w3.org/2005/Atom\">");
    for (number, post) in shape.posts(bytes).iter().enumerate() {
        let text = escaped(post);
        let written = write!(
            feed,
            "<entry><id>urn:{number}</id><author><name>{number}</name></author>\
             <updated>2024-01-01T00:00:00Z</updated><content type=\"html\">{text}</content></entry>"
        );
        written.expect("memory can be written");
    }
    (feed + "</feed>").into_bytes()
}

pub(crate) fn json_feed(_: &Ground, shape: &Shape, bytes: usize) -> Vec<u8> {
    let posts = shape.posts(bytes).into_iter().enumerate();
    let items: Vec<Value> = posts
        .map(|(number, text)| json!({"id": number.to_string(), "content_html": text}))
        .collect();
    json!({"version": "https://jsonfeed.org/version/1.1", "items": items})
        .to_string()
        .into_bytes()
}

pub(crate) fn page_text(_: &Ground, shape: &Shape, bytes: usize) -> Vec<u8> {
    let text = shape.text(bytes);
    format!("<html><body><article class=post><a href=/1>a</a><p class=entry-date>1 Mei 2024</p><div class=entry-content>{text}").into_bytes()
}

pub(crate) fn page_posts(_: &Ground, shape: &Shape, bytes: usize) -> Vec<u8> {
    let posts = shape.posts(bytes).into_iter().enumerate();
    let posts =
        posts.map(|(number, text)| format!("<article><a href=/{number}>a</a>{text}</article>"));
    posts.collect::<String>().into_bytes()
}

fn list(shape: &Shape, bytes: usize, item: fn(usize, &str) -> Value) -> Value {
    let posts = shape.posts(bytes).into_iter().enumerate();
    posts.map(|(number, text)| item(number, &text)).collect()
}

/// So many items of a list, of which each says no more than its name.
fn named(shape: &Shape, bytes: usize, item: fn(&str) -> String, between: &str) -> String {
    let count = bytes / item("1000").len();
    let items = (0..count).map(|number| item(&shape.piece(number)));
    items.collect::<Vec<_>>().join(between)
}

pub(crate) fn items(_: &Ground, shape: &Shape, bytes: usize) -> Vec<u8> {
    let items = named(shape, bytes, |name| format!("{{\"id\":{name}}}"), ",");
    format!("[{items}]").into_bytes()
}

pub(crate) fn json_feed_items(_: &Ground, shape: &Shape, bytes: usize) -> Vec<u8> {
    let items = named(shape, bytes, |name| format!("{{\"id\":\"{name}\"}}"), ",");
    format!("{{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{items}]}}").into_bytes()
}

pub(crate) fn rss_items(_: &Ground, shape: &Shape, bytes: usize) -> Vec<u8> {
    let item = |name: &str| format!("<item><guid>{name}</guid></item>");
    format!(
        "<rss><channel>{}</channel></rss>",
        named(shape, bytes, item, "")
    )
    .into_bytes()
}

fn named_view(name: &str) -> String {
    format!("{{\"post\":{{\"uri\":\"at://did:plc:abc/app.bsky.feed.post/{name}\"}}}}")
}

pub(crate) fn sky_items(_: &Ground, shape: &Shape, bytes: usize) -> Vec<u8> {
    format!("{{\"feed\":[{}]}}", named(shape, bytes, named_view, ",")).into_bytes()
}

fn named_record(name: &str) -> String {
    format!("{{\"uri\":\"at://did:plc:abc/app.bsky.feed.post/{name}\",\"value\":{{}}}}")
}

pub(crate) fn sky_record_items(_: &Ground, shape: &Shape, bytes: usize) -> Vec<u8> {
    format!(
        "{{\"records\":[{}]}}",
        named(shape, bytes, named_record, ",")
    )
    .into_bytes()
}

fn status(number: usize, text: &str) -> Value {
    json!({
        "id": number.to_string(),
        "created_at": "2024-01-01T00:00:00Z",
        "account": {"id": "77", "acct": "budi", "url": "https://host.example/@budi"},
        "url": format!("https://host.example/@budi/{number}"),
        "visibility": "public",
        "content": text,
        "spoiler_text": text,
        "media_attachments": [{"type": "image", "url": format!("https://host.example/{number}.png"), "description": text}],
        "tags": [{"name": text}],
    })
}

pub(crate) fn status_text(_: &Ground, shape: &Shape, bytes: usize) -> Vec<u8> {
    json!([status(10, &shape.text(bytes))])
        .to_string()
        .into_bytes()
}

pub(crate) fn status_posts(_: &Ground, shape: &Shape, bytes: usize) -> Vec<u8> {
    list(shape, bytes, status).to_string().into_bytes()
}

fn blog_post(number: usize, text: &str) -> Value {
    json!({
        "id": number,
        "date_gmt": "2024-01-01T00:00:00",
        "modified_gmt": "2024-01-01T00:00:00",
        "link": format!("https://host.example/{number}"),
        "status": "publish",
        "type": "post",
        "author": 77,
        "title": {"rendered": text},
        "content": {"rendered": text, "protected": false},
        "excerpt": {"rendered": text},
    })
}

pub(crate) fn blog_text(_: &Ground, shape: &Shape, bytes: usize) -> Vec<u8> {
    json!([blog_post(7, &shape.text(bytes))])
        .to_string()
        .into_bytes()
}

pub(crate) fn blog_posts(_: &Ground, shape: &Shape, bytes: usize) -> Vec<u8> {
    list(shape, bytes, blog_post).to_string().into_bytes()
}

fn record(number: usize, text: &str) -> Value {
    json!({
        "$type": "app.bsky.feed.post",
        "text": text,
        "createdAt": "2024-01-01T00:00:00Z",
        "langs": [text],
        "tags": [text],
        "facets": [{"index": {"byteStart": 0, "byteEnd": text.len()}, "features": [{"$type": "app.bsky.richtext.facet#link", "uri": format!("https://host.example/{number}")}]}],
    })
}

fn view(number: usize, text: &str) -> Value {
    json!({
        "uri": format!("at://did:plc:abc/app.bsky.feed.post/{number}"),
        "cid": "a",
        "author": {"did": "did:plc:abc", "handle": "budi.example"},
        "record": record(number, text),
        "indexedAt": "2024-01-01T00:00:00Z",
    })
}

fn feed_view(number: usize, text: &str) -> Value {
    json!({"post": view(number, text)})
}

fn repository_record(number: usize, text: &str) -> Value {
    json!({
        "uri": format!("at://did:plc:abc/app.bsky.feed.post/{number}"),
        "cid": "a",
        "value": record(number, text),
    })
}

pub(crate) fn sky_text(_: &Ground, shape: &Shape, bytes: usize) -> Vec<u8> {
    json!({"feed": [feed_view(1, &shape.text(bytes))]})
        .to_string()
        .into_bytes()
}

pub(crate) fn sky_posts(_: &Ground, shape: &Shape, bytes: usize) -> Vec<u8> {
    json!({"feed": list(shape, bytes, feed_view)})
        .to_string()
        .into_bytes()
}

pub(crate) fn sky_looks(_: &Ground, shape: &Shape, bytes: usize) -> Vec<u8> {
    json!({"posts": list(shape, bytes, view)})
        .to_string()
        .into_bytes()
}

pub(crate) fn sky_records(_: &Ground, shape: &Shape, bytes: usize) -> Vec<u8> {
    json!({"records": list(shape, bytes, repository_record), "cursor": "a"})
        .to_string()
        .into_bytes()
}

/// No address is longer than 8,000 octets; of the shortest pieces some are three when encoded.
const PATH: usize = 2_000;

/// A path with a robots.txt, both of the shape: the file grows, and addresses do not.
pub(crate) fn robots(_: &Ground, shape: &Shape, bytes: usize) -> Vec<u8> {
    let path = shape.text(PATH).replace(['\n', '\r'], "/");
    format!("{path}\n{}", shape.text(bytes)).into_bytes()
}

/// The payload of a record of a capture.
pub(crate) fn capture(_: &Ground, shape: &Shape, bytes: usize) -> Vec<u8> {
    let answer = format!("HTTP/1.1 200 OK\r\na: b\r\n\r\n{}", shape.text(bytes));
    let head =
        "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http;msgtype=response\r\n";
    format!(
        "{head}Content-Length: {}\r\n\r\n{answer}\r\n\r\n",
        answer.len()
    )
    .into_bytes()
}

/// A workbook in which each line of the shape is a row and each piece between `;` a cell.
pub(crate) fn workbook(_: &Ground, shape: &Shape, bytes: usize) -> Vec<u8> {
    let mut data = String::new();
    for row in shape.text(bytes).split('\n') {
        data.push_str("<row>");
        for cell in row.split(';') {
            let cell = escaped(cell);
            write!(data, "<c t=\"inlineStr\"><is><t>{cell}</t></is></c>")
                .expect("memory can be written");
        }
        data.push_str("</row>");
    }
    zipped(&data)
}

/// A workbook whose sheet is the shape itself.
pub(crate) fn workbook_markup(_: &Ground, shape: &Shape, bytes: usize) -> Vec<u8> {
    zipped(&shape.text(bytes))
}

fn zipped(sheet: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let parts = [
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"
                .to_owned(),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"a\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"b\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"b\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet xmlns=\"{main}\"><sheetData>{sheet}</sheetData></worksheet>"),
        ),
    ];
    let mut file = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        let stored =
            SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        file.start_file(name, stored)
            .expect("memory can be written");
        file.write_all(text.as_bytes())
            .expect("memory can be written");
    }
    file.finish().expect("memory can be written").into_inner()
}
