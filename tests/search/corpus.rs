//! A few posts of a fictional contest, and shorthands to look for them.

use std::sync::Arc;

use netra::model::{Band, Decision, Platform, PostId, SignalKind};
use netra::search::{
    Found, IndexChange, IndexDocument, Query, SHIPPED, SearchError, SearchIndex, SearchOptions,
    Sort, WriterSettings,
};
use netra::text::analyze::Analyzer;

pub(super) fn analyzer() -> Arc<Analyzer> {
    let names = ["Bersaudara Menangan", "Sahaja", "Gerindang"];
    Arc::new(Analyzer::new(&SHIPPED, names).unwrap())
}

/// An index of `documents` in a folder that lives as long as the first part of the pair.
pub(super) fn index_of(documents: &[IndexDocument]) -> (tempfile::TempDir, SearchIndex) {
    let folder = tempfile::tempdir().unwrap();
    let index = open(folder.path());
    index.batch_writer().create_index().unwrap();
    apply(&index, &puts(documents)).unwrap();
    (folder, index)
}

pub(super) fn open(folder: &std::path::Path) -> SearchIndex {
    SearchIndex::new(folder, analyzer(), WriterSettings::default())
}

/// Writes one batch.
pub(super) fn apply(index: &SearchIndex, changes: &[IndexChange]) -> Result<(), SearchError> {
    let mut writer = index.batch_writer();
    writer.write(changes)?;
    writer.finish()
}

pub(super) fn puts(documents: &[IndexDocument]) -> Vec<IndexChange> {
    let put = |document: &IndexDocument| IndexChange::Put(Box::new(document.clone()));
    documents.iter().map(put).collect()
}

pub(super) fn post(number: i64, text: &str) -> IndexDocument {
    IndexDocument {
        post: PostId(number),
        text: text.to_owned(),
        platform: Platform::Mastodon,
        account: "@akun@contoh.example".to_owned(),
        agency: "Dinas Pendidikan Kota Halus".to_owned(),
        region: "32.04".parse().unwrap(),
        posted_at: "2027-10-01T03:00:00Z".parse().unwrap(),
        band: Band::None,
        score: 0.0,
        signals: Vec::new(),
        targets: Vec::new(),
        contests: Vec::new(),
        language: "id".to_owned(),
        verdict: None,
        tags: Vec::new(),
    }
}

/// Posts with all sorts of words.
pub(super) fn texts() -> Vec<IndexDocument> {
    [
        "Mari kita mencoblos nomor dua besok pagi",
        "Surat suara yang sudah dicoblos tidak boleh difoto",
        "Pengalaman nyoblos pertama kali, antre dua jam",
        "Coblosan berlangsung tertib di TPS kami",
        "Pak Sahaja hadir di pasar, warga menyapa",
        "Kita bersahaja saja dalam hidup",
        "𝗗𝘂𝗸𝘂𝗻𝗴 terus pasangan nomor 2 ✌🏽",
        "Ayo menaaaang bersama, lanjuuuut!",
        "Béndéra partai berkibar di jalan desa",
        "#DukungSahajaMenang sampai akhir #salam2jari",
        "Calon yang baik mendengar rakyat",
        "Calon paling baik mendengar rakyat",
        "Jgn golput ya, gak ada gunanya",
        "Rapat dinas membahas anggaran sekolah, info di https://dinas.contoh.example/rapat?id=1",
        "Terima kasih @budi@contoh.example atas kunjungannya",
        "Dukungan warga untuk paslon mengalir deras",
    ]
    .iter()
    .zip(1..)
    .map(|(text, number)| post(number, text))
    .collect()
}

/// Posts that differ in everything but their words.
pub(super) fn facts() -> Vec<IndexDocument> {
    let base = |number, text| IndexDocument {
        contests: vec!["demo-2027".to_owned()],
        ..post(number, text)
    };
    vec![
        IndexDocument {
            band: Band::High,
            score: 0.91,
            signals: vec![SignalKind::Call, SignalKind::Slogan, SignalKind::Call],
            targets: vec!["demo-2027/sahaja".to_owned()],
            verdict: Some(Decision::Suspected),
            tags: vec!["Perlu Rapat".to_owned()],
            ..base(1, "Pilih pasangan nomor satu")
        },
        IndexDocument {
            platform: Platform::Bluesky,
            account: "guru.contoh.example".to_owned(),
            band: Band::Medium,
            score: 0.7,
            signals: vec![SignalKind::Endorsement],
            targets: vec!["demo-2027/halus".to_owned()],
            verdict: Some(Decision::Unsure),
            // 2 October in Papua (UTC+9), still 1 October in UTC.
            posted_at: "2027-10-01T16:30:00Z".parse().unwrap(),
            region: "91.03".parse().unwrap(),
            ..base(2, "Pilih pasangan nomor dua")
        },
        IndexDocument {
            agency: "Kecamatan Sukamaju".to_owned(),
            region: "32.05.01".parse().unwrap(),
            posted_at: "2027-09-30T10:00:00Z".parse().unwrap(),
            score: 0.1,
            band: Band::Low,
            language: "su".to_owned(),
            ..base(3, "Pilih ketua kelompok tani")
        },
        IndexDocument {
            region: "3".repeat(2).parse().unwrap(),
            posted_at: "2027-11-23T16:59:00Z".parse().unwrap(),
            contests: Vec::new(),
            ..base(4, "Pilih menu makan siang")
        },
    ]
}

/// Numbers of the posts that match, ascending.
pub(super) fn hits(index: &SearchIndex, query: &str) -> Vec<i64> {
    let mut hits = ranked(index, query, Sort::Newest);
    hits.sort_unstable();
    hits
}

/// Numbers of the posts that match, in order.
pub(super) fn ranked(index: &SearchIndex, query: &str, sort: Sort) -> Vec<i64> {
    let options = SearchOptions {
        limit: 100,
        sort,
        ..SearchOptions::default()
    };
    let found = find(index, query, &options);
    assert_eq!(found.total, found.posts.len() as u64, "{query}");
    found.posts.into_iter().map(|post| post.0).collect()
}

pub(super) fn find(index: &SearchIndex, query: &str, options: &SearchOptions) -> Found {
    let query: Query = query
        .parse()
        .unwrap_or_else(|error| panic!("{query}: {error}"));
    index.search(&query, options).unwrap()
}
