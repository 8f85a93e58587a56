//! Posts a second on one core: folding, matching, rules, model and explanation. The same steps in
//! Python, with the ratio: `score_peer.py` beside this file.
//!
//! A handful of posts would stay in the processor's cache and flatter by half, so there are
//! thousands of different ones, the same in every run: clauses of the shipped sentences
//! (`config/model/sentences.jsonl`) put together anew by a seeded generator.

use std::fs;
use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use netra::config::{classifier, contest, lexicon, norms};
use netra::lab::bare_subject;
use netra::model::{Sentence, Wording};
use netra::score::Scorer;
use netra::text::fold;

/// Posts of each sort.
const POSTS: usize = 6_000;
/// A post is lengthened up to here: people's posts on text platforms have 110 to 170 bytes.
const BYTES: usize = 110;

fn scorer() -> Scorer {
    let config = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/config"));
    let (packs, _) = contest::load_dir(&config.join("contests")).expect("the shipped packs load");
    let open: Vec<_> = packs.into_iter().filter(|pack| !pack.closed).collect();
    let (lexicon, _) = lexicon::load(config).expect("the shipped lexicon loads");
    let text = fs::read_to_string(config.join("norms.toml")).expect("norms.toml is shipped");
    let norms = norms::parse("norms.toml", &text).expect("the shipped norms load");
    let classifier = classifier::load(config).expect("the shipped model loads");
    Scorer::compile(&open, &lexicon, &norms, classifier.as_ref())
}

/// Clauses of the shipped sentences: those that name nobody, and those that do.
fn clauses(scorer: &Scorer) -> [Vec<String>; 2] {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/config/model/sentences.jsonl");
    let lines = fs::read_to_string(file).expect("the sentences are shipped");
    let sentences = lines.lines().map(|line| {
        let line: serde_json::Value = serde_json::from_str(line).expect("the sentences are JSON");
        line["text"].as_str().expect("each has a text").to_owned()
    });
    let sentences: Vec<String> = sentences.collect();
    let clauses = sentences
        .iter()
        .flat_map(|sentence| sentence.split_inclusive([',', '.', '!', '?', ';']))
        .map(|clause| clause.trim().to_owned())
        .filter(|clause| clause.len() > 10);
    let mention = Sentence::plain(Wording::Mention);
    let names_somebody = |clause: &String| {
        let explanation = scorer.assess(&bare_subject(clause)).explanation;
        explanation.parts.iter().any(|part| part.label == mention)
    };
    let (political, everyday) = clauses.partition(names_somebody);
    [everyday, political]
}

/// Numbers that look random and are the same in every run (splitmix64).
struct Seeded(u64);

impl Seeded {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let number = usize::try_from((mixed ^ (mixed >> 31)) >> 32).expect("32 bits");
        number % limit
    }

    fn one_of<'t>(&mut self, clauses: &'t [String]) -> &'t str {
        &clauses[self.below(clauses.len())]
    }
}

/// Posts that begin with one of the first clauses and go on with any of the others.
fn made(first: &[String], others: &[String], seed: u64) -> Vec<String> {
    let mut seeded = Seeded(seed);
    let post = |_| {
        let mut post = seeded.one_of(first).to_owned();
        while post.len() < BYTES {
            post.push(' ');
            post.push_str(seeded.one_of(others));
        }
        post
    };
    (0..POSTS).map(post).collect()
}

fn posts(criterion: &mut Criterion) {
    let scorer = scorer();
    let [everyday, political] = clauses(&scorer);
    let sorts = [
        ("everyday", made(&everyday, &everyday, 1)),
        ("political", made(&political, &everyday, 2)),
    ];
    let mut group = criterion.benchmark_group("posts");
    group.throughput(Throughput::Elements(POSTS as u64));
    for (sort, posts) in &sorts {
        group.bench_function(format!("fold {sort}"), |bencher| {
            bencher.iter(|| {
                let lengths = posts.iter().map(|post| fold(black_box(post)).text().len());
                lengths.sum::<usize>()
            });
        });
        group.bench_function(format!("assess {sort}"), |bencher| {
            bencher.iter(|| {
                let assessed = posts
                    .iter()
                    .map(|post| scorer.assess(&bare_subject(black_box(post))).score);
                assessed.sum::<f64>()
            });
        });
    }
    group.finish();
}

criterion_group!(benches, posts);
criterion_main!(benches);
