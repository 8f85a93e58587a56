//! Posts a second on one core from text to the terms of the search index: folding, cutting, slang,
//! stems.
//!
//! The posts are those of `posts` or, with `NETRA_BENCH_POSTS=FILE`, the different lines of a file.
//! An analyser remembers words, so that a post it has seen before flatters it: each round starts
//! with a new one, reads one half of the posts to warm it, and measures the other half, which it
//! never saw. What the same half takes when it is read again stands beside it.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench")]

mod posts;

use std::collections::BTreeSet;
use std::hint::black_box;
use std::time::Instant;

use netra::search::analyzer;
use netra::text::analyze::Analyzer;
use posts::Shuffle;

/// Posts that are made where no file is named.
const POSTS: usize = 20_000;
/// Fewer would not show how new words are met.
const FEWEST: usize = 5_000;
const ROUNDS: usize = 15;

fn main() {
    let (source, posts) = different_posts();
    assert!(posts.len() >= FEWEST, "{} posts are too few", posts.len());
    let bytes: usize = posts.iter().map(String::len).sum();
    println!(
        "{} different posts {source}, {} bytes each",
        posts.len(),
        bytes / posts.len()
    );
    let (warming, measured) = posts.split_at(posts.len() / 2);
    let mut unseen = Vec::new();
    let mut again = Vec::new();
    for _ in 0..ROUNDS {
        let analyzer = analyzer([]).unwrap();
        rate(&analyzer, warming);
        unseen.push(rate(&analyzer, measured));
        again.push(rate(&analyzer, measured));
    }
    println!("never seen before: {}", told(unseen));
    println!("read again: {}", told(again));
}

#[expect(clippy::disallowed_methods, reason = "a bench is no installation")]
fn named_file() -> Option<String> {
    std::env::var("NETRA_BENCH_POSTS").ok()
}

/// Where the posts come from, and the posts in an order that is the same in every run.
fn different_posts() -> (String, Vec<String>) {
    let Some(file) = named_file() else {
        return (
            "made of the shipped sentences".to_owned(),
            posts::texts(POSTS),
        );
    };
    let lines = std::fs::read_to_string(&file).unwrap();
    let different: BTreeSet<&str> = lines.lines().filter(|line| !line.is_empty()).collect();
    let mut posts: Vec<String> = different.into_iter().map(str::to_owned).collect();
    let mut shuffle = Shuffle::seeded(3);
    for at in (1..posts.len()).rev() {
        posts.swap(at, shuffle.below(at + 1));
    }
    (format!("of {file}"), posts)
}

/// Posts a second.
#[expect(clippy::cast_precision_loss, reason = "some thousands of posts")]
fn rate(analyzer: &Analyzer, posts: &[String]) -> f64 {
    let start = Instant::now();
    for post in posts {
        black_box(analyzer.lines(black_box(post)));
    }
    posts.len() as f64 / start.elapsed().as_secs_f64()
}

fn told(mut rates: Vec<f64>) -> String {
    rates.sort_by(f64::total_cmp);
    let [slowest, median, fastest] = [0, ROUNDS / 2, ROUNDS - 1].map(|at| rates[at]);
    format!("{median:.0} posts/s (median of {ROUNDS} rounds; {slowest:.0} to {fastest:.0})")
}
