//! Every example of the help is run, and finds what the help says.

use netra::search::{IndexDocument, Query, SearchOptions};

use super::command::examples;
use super::corpus::{index_of, post};
use netra::model::Band;

fn posts() -> Vec<IndexDocument> {
    let texts = [
        "Mari mendukung pasangan calon kita",
        "Dukungan mengalir",
        "coblos nomor urut dua",
        "pilih yang muda",
        "jangan golput, ayo mencoblos",
        "bagi-bagi kaos, spanduk juga dibagikan",
        "kaos saja",
        "menangkan Prabowo",
        "menang bersama probowo",
        "dukung terus siang malam paslon kita",
        "ayo #Salam2Jari",
        "#Salam2Jari lagi",
        "tentang dia",
        "tentang dia, dahulu",
    ];
    let mut posts: Vec<IndexDocument> = (1..)
        .zip(texts)
        .map(|(number, text)| post(number, text))
        .collect();
    posts[10].band = Band::High;
    for post in &mut posts[12..] {
        post.targets = vec!["demo-2027/banu".to_owned()];
        post.score = 0.8;
    }
    posts[13].posted_at = "2027-01-01T03:00:00Z".parse().unwrap();
    posts
}

#[test]
fn the_help_teaches_ten_examples_that_work() {
    let expected: [&[i64]; 10] = [
        &[1, 10],
        &[3],
        &[1],
        &[3, 4, 5],
        &[3],
        &[6],
        &[8, 9],
        &[1, 10],
        &[11],
        &[13],
    ];
    let (_folder, index) = index_of(&posts());
    let examples = examples();
    let mut told = Vec::new();
    for example in &examples {
        let (query, mut readings) = Query::read(example).unwrap();
        let (named, more) = index.resolve_names(&query, example, None).unwrap().unwrap();
        readings.extend(more);
        readings.extend(index.readings(&query));
        let options = SearchOptions {
            limit: 100,
            ..SearchOptions::default()
        };
        let found = index.search(&named, &options).unwrap();
        let mut numbers: Vec<i64> = found.posts.into_iter().map(|post| post.0).collect();
        numbers.sort_unstable();
        told.push((example.as_str(), numbers));
        for reading in readings {
            assert!(reading.to_string().contains(" is read as "), "{reading}");
        }
    }
    let expected: Vec<_> = examples
        .iter()
        .map(String::as_str)
        .zip(expected.map(<[i64]>::to_vec))
        .collect();
    assert_eq!(told, expected);
}

/// What the help says of what binds tighter, of function words, and of figures.
#[test]
fn what_the_help_says_is_so() {
    let texts = [
        "kaos dibagi",
        "spanduk",
        "kaos",
        "rumah sakit",
        "rumah itu sakit",
        "salam dua jari",
        "paslon 02",
        "untuk kita",
    ];
    let documents: Vec<IndexDocument> = (1..)
        .zip(texts)
        .map(|(number, text)| post(number, text))
        .collect();
    let (_folder, index) = index_of(&documents);
    for (query, expected) in [
        ("kaos bagi OR spanduk", &[1, 2][..]),
        ("(kaos bagi) OR spanduk", &[1, 2]),
        ("kaos (bagi OR spanduk)", &[1]),
        ("kaos -bagi", &[3]),
        ("kaos & bagi", &[1]),
        ("kaos | spanduk", &[1, 2, 3]),
        ("\"rumah sakit\"", &[4]),
        ("rumah sakit", &[4, 5]),
        ("kita untuk", &[8]),
        ("\"untuk\"", &[8]),
        ("2 jari", &[6]),
        ("paslon dua", &[7]),
    ] {
        assert_eq!(super::corpus::hits(&index, query), expected, "{query}");
    }
}
