//! From text to terms.

use netra::search::SHIPPED;
use netra::text::analyze::{Analyzer, Resources};

use super::corpus::analyzer;

#[test]
fn terms_of_posts() {
    let texts = [
        "Ayo coblos paslon No. 02 — jgn golput!!!",
        "#DukungSahajaMenang #PKSMenang2027 #salam_dua_jari",
        "Didukung warga-warga, dukungannya menguatkan",
        "Sholat Jum'at, sumbangan Rp 1.000.000,- dari @budi@contoh.example.",
        "maaaaf bgt, menangin dulu pasangan2 kita 2️⃣✌️",
        "https://www.contoh.example:8080/jalan?a=1#b dan surel budi@contoh.example",
        "Bawaslu mengawasi pemilu dan netralitas ASN",
    ];
    let shown: Vec<String> = texts
        .iter()
        .map(|text| {
            let lines = analyzer().lines(text);
            format!("{text}\n  {}\n  {}", lines.exact, lines.stems)
        })
        .collect();
    insta::assert_snapshot!(shown.join("\n"), @r#"
    Ayo coblos paslon No. 02 — jgn golput!!!
      ayo coblos paslon no 02 jgn golput
      ayo coblos pasang calon nomor 2 jangan golput
    #DukungSahajaMenang #PKSMenang2027 #salam_dua_jari
      #dukungsahajamenang #pksmenang2027 #salam_dua_jari
      dukung sahaja menang pks menang 2027 salam 2 jari dukungsahajamenang #dukungsahajamenang pksmenang2027 #pksmenang2027 dua salamduajari #salam_dua_jari
    Didukung warga-warga, dukungannya menguatkan
      didukung warga warga dukungannya menguatkan
      dukung warga dukung kuat
    Sholat Jum'at, sumbangan Rp 1.000.000,- dari @budi@contoh.example.
      sholat jumat sumbangan rp 1.000.000 dari @budi@contoh.example
      sholat jumat sumbang rp 1.000.000 dari @budi @budi@contoh.example
    maaaaf bgt, menangin dulu pasangan2 kita 2️⃣✌️
      maaaaf bgt menangin dulu pasangan2 kita 2 ✌
      maaf sangat menang dulu pasang 2 kita 2 ✌
    https://www.contoh.example:8080/jalan?a=1#b dan surel budi@contoh.example
      contoh.example dan surel budi contoh example
      contoh example dan surel budi contoh example
    Bawaslu mengawasi pemilu dan netralitas ASN
      bawaslu mengawasi pemilu dan netralitas asn
      bawaslu awas pemilu dan netral asn
    "#);
}

/// Words that carry a stance or a negation are never dropped.
#[test]
fn words_of_stance_stay() {
    for word in [
        "pilih", "dukung", "coblos", "nomor", "kami", "jangan", "bukan", "tidak",
    ] {
        assert_eq!(analyzer().lines(word).stems, word);
    }
}

#[test]
fn a_bad_word_list_is_refused_with_its_line() {
    let error = |slang: &str, stopwords: &str| {
        let resources = Resources {
            slang,
            stopwords,
            ..SHIPPED
        };
        Analyzer::new(&resources, []).unwrap_err().to_string()
    };
    insta::assert_snapshot!(error("# kamus\n\nyg yang\n", ""), @r#"line 3 of the slang list is "yg yang"; expected `one word = standard words`"#);
    insta::assert_snapshot!(error("", "yang\ndi mana\n"), @r#"line 2 of the stop-word list is "di mana"; expected one word"#);
}

/// More different words than are remembered; neither remembering nor forgetting may show.
#[test]
fn the_terms_of_a_word_are_the_same_however_many_came_before() {
    let (seasoned, texts) = (
        analyzer(),
        ["dicoblosnya gak menaaang", "sahajalah, yg paslon02"],
    );
    let fresh = texts.map(|text| analyzer().analyze(text));
    assert_eq!(texts.map(|text| seasoned.analyze(text)), fresh);
    for number in 0..70_000_u32 {
        let word: String = number
            .to_string()
            .bytes()
            .map(|digit| char::from(digit + 49))
            .collect();
        let analysis = seasoned.analyze(&format!("xz{word}"));
        assert_eq!(analysis.stems.len(), 1, "{word}");
    }
    assert_eq!(texts.map(|text| seasoned.analyze(text)), fresh);
}
