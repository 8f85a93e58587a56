//! Whatever is understood otherwise than it was typed is told, and so is what finds nothing.

use netra::model::Contest;
use netra::search::{IndexDocument, KnownNames, Query, SearchIndex};
use rstest::rstest;

use super::corpus::{facts, hits, index_of, post};
use crate::score::support::demo;

fn of(texts: &[&str]) -> Vec<IndexDocument> {
    (1..)
        .zip(texts)
        .map(|(number, text)| post(number, text))
        .collect()
}

/// All that is told of a query, in the order in which the program tells it; what is refused.
fn told(index: &SearchIndex, typed: &str) -> Result<Vec<String>, String> {
    let (query, readings) = Query::read(typed).map_err(|error| error.to_string())?;
    let (named, names) = index
        .resolve_names(&query, typed, None)
        .unwrap()
        .map_err(|error| error.to_string())?;
    let (resolved, accounts) = index.resolve_accounts(&named, None).unwrap();
    let silent = hits_of(index, &resolved) == 0;
    let reasons = if silent {
        index.reasons_for_silence(&resolved, None)
    } else {
        index.idle_parts(&resolved, None)
    };
    let readings = [readings, names, accounts, index.readings(&query)].concat();
    let readings = readings.iter().map(ToString::to_string);
    let reasons = reasons.unwrap();
    Ok(readings
        .chain(reasons.iter().map(ToString::to_string))
        .collect())
}

fn hits_of(index: &SearchIndex, query: &Query) -> u64 {
    let options = netra::search::SearchOptions::default();
    index.search(query, &options).unwrap().total
}

/// An index whose posts are about both pairs of the demo.
fn demo_index() -> (tempfile::TempDir, SearchIndex) {
    let mut posts = facts();
    posts[0].targets = vec!["demo-2027/halus".to_owned()];
    posts[1].targets = vec!["demo-2027/banu".to_owned()];
    let earlier = Contest {
        id: "demo-2022".to_owned(),
        ..demo()
    };
    let (folder, index) = index_of(&posts);
    let names = KnownNames::of([&demo(), &earlier]);
    (folder, index.with_names(names))
}

fn shown(index: &SearchIndex, typed: &[&str]) -> String {
    let lines = typed.iter().map(|typed| match told(index, typed) {
        Ok(told) if told.is_empty() => format!("{typed}: nothing"),
        Ok(told) => format!("{typed}: {}", told.join(" | ")),
        Err(refused) => format!("{typed}: refused: {refused}"),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn names_of_contestants_and_contests_are_told() {
    let (_folder, index) = demo_index();
    insta::assert_snapshot!(shown(&index, &[
        "target:02",
        "target:\"nomor urut dua\"",
        "target:\"paslon 1\"",
        "target:bagas",
        "target:\"Pak Hadi\"",
        "target:\"Bapak Bagas\"",
        "target:demo-2027/banu",
        "target:pak",
        "target:\"pak bu\"",
        "target:3",
        "target:bagos",
        "contest:pilkada",
        "contest:pilbup",
        "contest:2027",
        "contest:pilpres",
        "sahaja target:sahaja",
    ]), @r#"
    target:02: target:02 is read as target:demo-2027/banu (Bagas Wirawan - Nur Aisyah); 1 without posts left out
    target:"nomor urut dua": target:"nomor urut dua" is read as target:demo-2027/banu (Bagas Wirawan - Nur Aisyah); 1 without posts left out
    target:"paslon 1": target:"paslon 1" is read as target:demo-2027/halus (Hadi Santosa - Lestari Putri); 1 without posts left out
    target:bagas: target:bagas is read as target:demo-2027/banu (Bagas Wirawan - Nur Aisyah); 1 without posts left out
    target:"Pak Hadi": target:"pak hadi" is read as target:demo-2027/halus (Hadi Santosa - Lestari Putri); 1 without posts left out
    target:"Bapak Bagas": target:"bapak bagas" is read as target:demo-2027/banu (Bagas Wirawan - Nur Aisyah); 1 without posts left out
    target:demo-2027/banu: nothing
    target:pak: refused: "pak" is how people are addressed and nobody's name; say the name [at character 8: pak]
    target:"pak bu": refused: "pak bu" is how people are addressed and nobody's name; say the name [at character 8: "pak]
    target:3: target:3 is read as target:demo-2022/yasda (Yasin Maulana - Surya Darma) OR target:demo-2027/yasda (Yasin Maulana - Surya Darma) | no post matches target:demo-2022/yasda OR target:demo-2027/yasda
    target:bagos: refused: target is never "bagos"; it is one of demo-2022/banu, demo-2022/halus, demo-2022/yasda, demo-2027/banu, demo-2027/halus, demo-2027/yasda [at character 8: bagos]; did you mean target:bagas ?
    contest:pilkada: contest:pilkada is read as contest:demo-2027 (Pemilihan Bupati Kabupaten Sukaraja 2027 (fiktif)); 1 without posts left out
    contest:pilbup: contest:pilbup is read as contest:demo-2027 (Pemilihan Bupati Kabupaten Sukaraja 2027 (fiktif)); 1 without posts left out
    contest:2027: contest:2027 is read as contest:demo-2027 (Pemilihan Bupati Kabupaten Sukaraja 2027 (fiktif)); 1 without posts left out
    contest:pilpres: refused: contest is never "pilpres"; it is one of demo-2022, demo-2027 [at character 9: pilpres]
    sahaja target:sahaja: refused: target is never "sahaja"; it is one of demo-2022/banu, demo-2022/halus, demo-2022/yasda, demo-2027/banu, demo-2027/halus, demo-2027/yasda [at character 15: sahaja]
    "#);
}

#[test]
fn values_are_understood_in_other_words() {
    let (_folder, index) = index_of(&facts());
    insta::assert_snapshot!(shown(&index, &[
        "band:tinggi",
        "band:sedang",
        "band:tingi",
        "signal:ajakan",
        "signal:SIG-AJAK",
        "verdict:dugaan",
        "verdict:belum",
        "platform:twitter",
        "platform:twiter",
        "lang:sunda",
        "region:\"Jawa Barat\"",
        "region:jabar",
        "region:\"West Java\"",
        "region:Bandung",
        "region:\"kota bandung\"",
        "region:\"Bandung City\"",
        "region:jawa",
        "region:jawa*",
        "region:99",
        "region:99.01",
        "region:32.98",
        "region:yogya",
        "region:id",
        "band:high OR band:rendah",
    ]), @r#"
    band:tinggi: band:tinggi is read as band:high
    band:sedang: band:sedang is read as band:medium
    band:tingi: refused: band is never "tingi"; it is one of high, medium, low, none [at character 6: tingi]; did you mean band:high ?
    signal:ajakan: signal:ajakan is read as signal:call
    signal:SIG-AJAK: signal:SIG-AJAK is read as signal:call
    verdict:dugaan: verdict:dugaan is read as verdict:suspected
    verdict:belum: verdict:belum is read as verdict:none
    platform:twitter: platform:twitter is read as platform:x | no post matches platform:x; posts have: platform:mastodon, platform:bluesky
    platform:twiter: refused: platform is never "twiter"; it is one of bluesky, facebook, feed, html, instagram, mastodon, telegram, threads, tiktok, whatsapp, wordpress, x, youtube [at character 10: twiter]; did you mean platform:x ?
    lang:sunda: lang:sunda is read as lang:su
    region:"Jawa Barat": region:"jawa barat" is read as region:32 (Jawa Barat)
    region:jabar: region:jabar is read as region:32 (Jawa Barat)
    region:"West Java": region:"west java" is read as region:32 (Jawa Barat)
    region:Bandung: region:bandung is read as region:32.04 (Kabupaten Bandung) OR region:32.73 (Kota Bandung) | no post matches region:32.73; posts have: region:32 (Jawa Barat), region:32.04 (Kabupaten Bandung), region:32.05 (Kabupaten Garut)
    region:"kota bandung": region:"kota bandung" is read as region:32.73 (Kota Bandung) | no post matches region:32.73; posts have: region:32 (Jawa Barat), region:32.04 (Kabupaten Bandung), region:32.05 (Kabupaten Garut)
    region:"Bandung City": region:"bandung city" is read as region:32.73 (Kota Bandung) | no post matches region:32.73; posts have: region:32 (Jawa Barat), region:32.04 (Kabupaten Bandung), region:32.05 (Kabupaten Garut)
    region:jawa: refused: there is no region "jawa"; codes begin with that of a province, and names go between quotation marks [at character 8: jawa]; did you mean region:"jawa barat", region:"jawa tengah", region:"jawa timur" ?
    region:jawa*: refused: there is no region "jawa"; codes begin with that of a province, and names go between quotation marks [at character 8: jawa*]; did you mean region:"jawa barat", region:"jawa tengah", region:"jawa timur" ?
    region:99: refused: there is no region "99"; codes begin with that of a province, and names go between quotation marks [at character 8: 99]
    region:99.01: refused: there is no region "99.01"; codes begin with that of a province, and names go between quotation marks [at character 8: 99.01]
    region:32.98: no post matches region:32.98; posts have: region:32 (Jawa Barat), region:32.04 (Kabupaten Bandung), region:32.05 (Kabupaten Garut)
    region:yogya: refused: there is no region "yogya"; codes begin with that of a province, and names go between quotation marks [at character 8: yogya]; did you mean region:"daerah istimewa yogyakarta", region:"kota yogyakarta" ?
    region:id: nothing
    band:high OR band:rendah: band:rendah is read as band:low
    "#);
}

#[test]
fn what_finds_nothing_is_told() {
    let (_folder, index) = index_of(&facts());
    insta::assert_snapshot!(shown(&index, &[
        "pilih -account:siapa",
        "pilih OR mkaan",
        "pilih -mkaan",
        "account:siapa",
        "account:contoh",
        "agency:pendidikn",
        "agency:zzz",
        "pilih -agency:pendidikn",
        "contest:demo-2027 band:high region:33",
        "signal:attack",
        "tag:\"perlu raput\"",
        "target:x*",
        "pilih",
    ]), @r#"
    pilih -account:siapa: no post matches account:siapa; an account goes by its address, a part of it, or its number in netra registry list
    pilih OR mkaan: no post matches mkaan; near: makan
    pilih -mkaan: no post matches mkaan; near: makan
    account:siapa: no post matches account:siapa; an account goes by its address, a part of it, or its number in netra registry list
    account:contoh: account:contoh is read as account:akun@contoh.example OR account:guru.contoh.example
    agency:pendidikn: no post matches agency:pendidikn; near: agency:pendidikan
    agency:zzz: no post matches agency:zzz
    pilih -agency:pendidikn: no post matches agency:pendidikn; near: agency:pendidikan
    contest:demo-2027 band:high region:33: without region:33: 1
    signal:attack: no post matches signal:attack; posts have: signal:call, signal:endorsement, signal:slogan
    tag:"perlu raput": no post matches tag:"perlu raput"; near: tag:"perlu rapat"
    target:x*: no post matches target:x*; posts have: target:demo-2027/halus, target:demo-2027/sahaja
    pilih: nothing
    "#);
}

#[test]
fn hashtags_have_neighbours() {
    let (_folder, index) = index_of(&of(&[
        "ayo #Salam2Jari",
        "#SalamDuaJari",
        "@budi@contoh.example",
    ]));
    insta::assert_snapshot!(shown(&index, &[
        "#salam2jri",
        "#salam",
        "#salamduajri",
        "@bodi",
    ]), @r#"
    #salam2jri: no post matches #salam2jri; near: #salam2jari
    #salam: no post matches #salam; near: #salam2jari, #salamduajari
    #salamduajri: no post matches #salamduajri; near: #salamduajari
    @bodi: no post matches @bodi; near: @budi
    "#);
}

#[test]
fn signs_and_function_words_are_told() {
    let (_folder, index) = index_of(&of(&["dukung paslon untuk kita", "kaos sembako", "teh"]));
    insta::assert_snapshot!(shown(&index, &[
        "dukung untuk paslon",
        "dukung dan paslon",
        "dan dukung atau",
        "dukung \"untuk\"",
        "dukung & paslon",
        "dukung && paslon",
        "teh | kaos",
        "teh || kaos",
        "dukung &",
        "+dukung +paslon",
        "dukung - paslon",
        "dukung -",
        "dukung – paslon",
        "kaos,sembako",
        "kaos/sembako",
        "!kopi teh",
        "untuk",
        "nomor dua",
        "nomor urut dua",
        "www.contoh.example/a,b kata-kata 10.000,5",
    ]), @r#"
    dukung untuk paslon: untuk need not stand in a post, because it is a function word; "untuk" in quotation marks looks for it
    dukung dan paslon: dan is read as AND; "dan" in quotation marks looks for the word
    dan dukung atau: dan joins nothing here and is left out; "dan" in quotation marks looks for the word | atau joins nothing here and is left out; "atau" in quotation marks looks for the word
    dukung "untuk": nothing
    dukung & paslon: & is read as AND
    dukung && paslon: && is read as AND
    teh | kaos: | is read as OR
    teh || kaos: || is read as OR
    dukung &: refused: AND needs something on both sides [at character 8: &]
    +dukung +paslon: +dukung is read without its +, because all words must stand in a post anyway | +paslon is read without its +, because all words must stand in a post anyway
    dukung - paslon: refused: - excludes what stands right behind it, and nothing does [at character 8: -]; did you mean -paslon ?
    dukung -: refused: - excludes what stands right behind it, and nothing does [at character 8: -]
    dukung – paslon: refused: – excludes what stands right behind it, and nothing does [at character 8: –]; did you mean -paslon ?
    kaos,sembako: kaos,sembako is read as "kaos sembako", side by side
    kaos/sembako: kaos/sembako is read as "kaos sembako", side by side
    !kopi teh: !kopi is read as NOT | no post matches kopi
    untuk: nothing
    nomor dua: nomor dua is read as "nomor dua", side by side | no post matches "nomor dua"
    nomor urut dua: nomor urut dua is read as "nomor urut dua", side by side | no post matches "nomor urut dua"
    www.contoh.example/a,b kata-kata 10.000,5: no post matches www.contoh.example/a,b | no post matches kata-kata; near: kita | no post matches 10.000,5
    "#);
}

#[rstest]
#[case("\"rumah sakit\"", &["rumah sakit", "rumah itu sakit", "rumah yg sakit"], &[1])]
#[case("\"rumah yang sakit\"", &["rumah sakit", "rumah yang sakit", "rumah yg sakit"], &[2, 3])]
#[case("\"dukung Banu\"", &["dukung Banu", "dukung si Banu", "dukung-lah Banu"], &[1, 3])]
#[case("\"dari dan untuk\"", &["dari dan untuk rakyat", "dari untuk rakyat"], &[1])]
#[case("\"kepada yth\"", &["kepada yth bapak", "yth bapak"], &[1])]
#[case("\"rumah sakit\"~1", &["rumah itu sakit", "rumah yang besar sakit"], &[1])]
#[case("yg", &["yang mana", "yg mana", "mana"], &[1, 2])]
fn every_word_of_a_phrase_counts(
    #[case] query: &str,
    #[case] texts: &[&str],
    #[case] expected: &[i64],
) {
    let (_folder, index) = index_of(&of(texts));
    assert_eq!(hits(&index, query), expected);
}

/// Figures and words meet beside what is counted or numbered, in whatever form.
#[test]
fn figures_and_words_meet() {
    let kinds: [(&[&str], &[&str], &[&str]); 6] = [
        (
            &[
                "salam 2 jari",
                "salam dua jari",
                "salam 02 jari",
                "salam 2jari",
                "#Salam2Jari",
                "#SalamDuaJari",
                "#salamduajari",
            ],
            &["salam tiga jari", "dua salam, sepuluh jari tangan"],
            &[
                "2 jari",
                "\"2 jari\"",
                "\"dua jari\"",
                "\"salam dua jari\"",
                "\"salam 2jari\"",
            ],
        ),
        (
            &[
                "dukung paslon 2",
                "dukung paslon dua",
                "dukung paslon 02",
                "dukung paslon2",
                "dukung pasangan calon dua",
                "dukung Paslon DUA",
                "dukung paslon II",
            ],
            &["dukung paslon tiga", "dua orang"],
            &[
                "paslon 2",
                "paslon dua",
                "paslon 02",
                "\"paslon 2\"",
                "\"paslon dua\"",
                "\"dukung pasangan calon 02\"",
            ],
        ),
        (
            &[
                "lanjut 2 periode",
                "lanjut dua periode",
                "lanjut 2periode",
                "#Lanjut2Periode",
                "lanjut loro periode",
            ],
            &["lanjut periode"],
            &[
                "2 periode",
                "dua periode",
                "\"dua periode\"",
                "\"lanjut 2 periode\"",
            ],
        ),
        (
            &["ada tiga calon", "ada 3 calon", "ada 3 kandidat"],
            &["tiga orang"],
            &["3 calon OR 3 kandidat", "tiga calon OR \"tiga kandidat\""],
        ),
        (
            &[
                "coblos nomor urut 1",
                "coblos nomor satu",
                "coblos no 01",
                "coblos no urut satu",
                "coblos urut 1",
                "coblos urut satu",
            ],
            &["coblos nomor 11", "diurut ke 2"],
            &[
                "nomor urut satu",
                "no urut 01",
                "\"nomor 1\"",
                "no satu",
                "urut satu",
                "\"urut 01\"",
            ],
        ),
        (
            &["angka 4", "angka empat", "angka 04"],
            &["angka lima"],
            &["angka 4", "angka empat", "\"angka 04\""],
        ),
    ];
    for (same, others, queries) in kinds {
        let (_folder, index) = index_of(&of(&[same, others].concat()));
        let all: Vec<i64> = (1..).take(same.len()).collect();
        for query in queries {
            assert_eq!(hits(&index, query), all, "{query} in {same:?}");
        }
    }
}

/// A number in words stays findable as it stands, whatever stands beside it.
#[rstest]
#[case("\"salah satu\"", &["salah satu calon", "salah satu orang"], &[1, 2])]
#[case("\"salah satu calon\"", &["salah satu calon", "salah calon"], &[1])]
#[case("\"dua orang\"", &["paslon dua orang baik", "dua orang"], &[1, 2])]
#[case("dua", &["dua jari", "dua orang", "2 jari"], &[1, 2])]
#[case("=dua", &["dua jari", "2 jari"], &[1])]
fn numbers_in_words_stay(#[case] query: &str, #[case] texts: &[&str], #[case] expected: &[i64]) {
    let (_folder, index) = index_of(&of(texts));
    assert_eq!(hits(&index, query), expected);
}
