//! A post and its assessment.

use netra::model::{
    Assessment, Band, CounterSignal, Explanation, Sentence, Sha256, Signal, SignalKind, Span,
    Stage, Versions, Wording,
};

/// A post to insert.
pub struct NewPost<'a> {
    pub text: &'a str,
    pub score: f64,
    pub band: Band,
    pub native: &'a str,
    pub target: Option<&'a str>,
    pub region: &'a str,
    pub minutes_ago: i64,
    pub context: Option<&'a str>,
    pub media: &'a str,
    pub links: &'a str,
    pub url: &'a str,
    pub kind: &'a str,
    /// Where the signal stands besides the first word.
    pub further_spans: &'a [Span],
}

impl Default for NewPost<'_> {
    fn default() -> Self {
        Self {
            text: "Ayo coblos nomor 1, Halus menang! Saya hanya bertanya.",
            score: 0.9,
            band: Band::High,
            native: "1",
            target: Some("demo-2027/halus"),
            region: "32.04",
            minutes_ago: 90,
            context: None,
            media: "[]",
            links: "[]",
            url: "https://contoh.example/@budi/1",
            kind: "original",
            further_spans: &[],
        }
    }
}

/// Marks the first word as a signal and the last as a counter-signal.
pub fn assessment(post: &NewPost<'_>) -> Assessment {
    let first = post.text.find(' ').unwrap_or(post.text.len());
    let last = post.text.rfind(' ').map_or(0, |at| at + 1);
    let call = Sentence::new(
        Wording::CallToVote,
        [&post.text[..first], "nomor 1", "Halus"],
    );
    Assessment {
        score: post.score,
        band: post.band,
        stage: Stage::Campaign,
        signals: vec![Signal {
            rule: "call.vote".to_owned(),
            kind: SignalKind::Call,
            target: post.target.map(str::to_owned),
            weight: 2.5,
            spans: [&[Span::of_post([0, first])], post.further_spans].concat(),
            norms: vec!["SKB-II-6".to_owned()],
            reason: call.clone(),
        }],
        counter: vec![CounterSignal {
            rule: "counter.question".to_owned(),
            weight: -0.5,
            spans: vec![Span::of_post([last, post.text.len()])],
            reason: Sentence::new(Wording::InQuestion, [&post.text[last..]]),
        }],
        language: "id".to_owned(),
        explanation: Explanation {
            label: Sentence::plain(Wording::Total),
            value: 2.0,
            spans: vec![],
            parts: vec![Explanation {
                label: call,
                value: 2.0,
                spans: vec![],
                parts: vec![],
            }],
        },
        versions: Versions {
            engine: "0.1.0".to_owned(),
            contests: Sha256::of("c"),
            lexicon: Sha256::of("l"),
            model: None,
        },
    }
}
