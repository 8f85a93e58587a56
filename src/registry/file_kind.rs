//! What a file is that is no list, told by its first bytes, so that it can be named as such.

use std::io::Cursor;

use super::archive::{MAX_MEMBERS, members};
use crate::model::phrases;

phrases! {
    /// A kind of file that is no list.
    FileKind
    Pdf: "dokumen PDF", "a PDF";
    Picture: "gambar", "a picture";
    OpenDocument: "lembar kerja OpenDocument (ODS)", "an OpenDocument sheet (ODS)";
    Binary: "lembar kerja Excel biner (XLSB)", "a binary Excel sheet (XLSB)";
    Document: "dokumen pengolah kata", "a text document";
    Page: "halaman web (HTML)", "a web page (HTML)";
    Xml: "berkas XML", "an XML file";
    Archive: "arsip", "an archive";
}

/// First bytes of files that hold no cells.
const BEGINNINGS: [(&[u8], FileKind); 10] = [
    (b"%PDF", FileKind::Pdf),
    (b"\x89PNG", FileKind::Picture),
    (b"\xff\xd8\xff", FileKind::Picture),
    (b"GIF8", FileKind::Picture),
    (b"RIFF", FileKind::Picture),
    (b"BM", FileKind::Picture),
    (b"{\\rtf", FileKind::Document),
    (b"\x1f\x8b", FileKind::Archive),
    (b"Rar!", FileKind::Archive),
    (b"7z\xbc\xaf", FileKind::Archive),
];

/// The kind of a file that is no list; `None` for what may be one.
pub(super) fn find(bytes: &[u8]) -> Option<FileKind> {
    if bytes.starts_with(b"PK") {
        return packed(bytes);
    }
    let begins = |(start, _): &&(&[u8], FileKind)| bytes.starts_with(start);
    let known = BEGINNINGS.iter().find(begins);
    // Two letters may begin a word; a picture holds what no text does.
    let known =
        known.filter(|(start, _)| start.len() > 2 || bytes.iter().take(64).any(|b| *b == 0));
    known.map(|(_, kind)| *kind).or_else(|| marked_up(bytes))
}

/// An archive of files, of which one tells what they are.
fn packed(bytes: &[u8]) -> Option<FileKind> {
    // Whoever reads it says so.
    if members(bytes) > MAX_MEMBERS {
        return None;
    }
    let archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let has = |part: &str| {
        let mut names = archive.file_names().filter_map(Result::ok);
        names.any(|name| name.replace('\\', "/").to_lowercase().contains(part))
    };
    let kinds = [
        ("workbook.bin", Some(FileKind::Binary)),
        ("workbook.xml", None),
        ("xl/", None),
        ("word/document.xml", Some(FileKind::Document)),
        ("content.xml", Some(FileKind::OpenDocument)),
        ("", Some(FileKind::Archive)),
    ];
    let found = kinds.into_iter().find(|(part, _)| has(part));
    found.and_then(|(_, kind)| kind)
}

/// What begins with a sign of markup: programs of offices save pages under the name of a sheet.
fn marked_up(bytes: &[u8]) -> Option<FileKind> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(2_048)]).to_lowercase();
    let start = start.trim_start_matches('\u{feff}').trim_start();
    if !start.starts_with('<') {
        return None;
    }
    let is_page = ["<!doctype html", "<html", "<table", "<meta", "<head"];
    if is_page.iter().any(|tag| start.contains(tag)) {
        Some(FileKind::Page)
    } else {
        start.starts_with("<?xml").then_some(FileKind::Xml)
    }
}

/// Whether there is nothing in it but blanks.
pub(super) fn is_empty(bytes: &[u8]) -> bool {
    let bare = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bare.iter().all(u8::is_ascii_whitespace)
}
