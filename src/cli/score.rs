//! `netra score`: JSON Lines in, JSON Lines out. Pure: no database, no network.

use std::io::{BufRead, Write};

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::scoring::Bench;
use super::told::{self, ToldCounterSignal, ToldExplanation, ToldSignal};
use super::{Exit, Global, RefusedInput};
use crate::model::{
    Assessment, Band, FurtherText, Language, PersonKind, PostKind, RegionCode, Subject, Versions,
};

/// Before the text in files that Windows programs write, and joined files have it inside.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Scores posts from standard input, one JSON object a line.
///
/// A line is `{"id", "text"}`, and may have `alt` (a list of the alternative texts of its
/// pictures; an empty one, or null, keeps the place of a picture that has none), `day` (2027-11-10),
/// `region` (32.04), `account` (person, agency) and `kind` (original, reply, share, quote). A line
/// without a day scores as inside the campaign of the given contests.
///
/// Spans are byte offsets: `[start, end]` into the post's text, `{"text": "alt 1", "range":
/// [start, end]}` into the alternative text of its first picture.
#[derive(Debug, Args)]
pub struct ScoreArgs {
    /// Contests by id, or `all` (closed ones too). Without it: those that are not closed.
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub contests: Option<Vec<String>>,
    /// Day of the posts that tell none.
    #[arg(long, value_name = "DATE")]
    pub at: Option<Date>,
    /// Language of the reasons.
    #[arg(
        long,
        value_name = "CODE",
        default_value = "id",
        value_parser = PossibleValuesParser::new(["id", "en"])
            .map(|code| Language::from_code(&code).unwrap_or_default()),
    )]
    pub language: Language,
}

/// A post of the input.
#[derive(Debug, Deserialize)]
pub(super) struct InputPost {
    #[serde(default)]
    pub(super) id: serde_json::Value,
    text: String,
    /// Alternative texts of the post's pictures, in their order; none of a picture without.
    #[serde(default)]
    alt: Option<Vec<Option<String>>>,
    day: Option<Date>,
    region: Option<RegionCode>,
    account: Option<PersonKind>,
    kind: Option<PostKind>,
}

#[derive(Debug, Serialize)]
struct Verdict<'a> {
    id: &'a serde_json::Value,
    score: f64,
    band: Band,
    signals: Vec<ToldSignal<'a>>,
    counter: Vec<ToldCounterSignal<'a>>,
    language: &'a str,
    stage: crate::model::Stage,
    explanation: ToldExplanation<'a>,
    versions: &'a Versions,
}

/// Scores standard input.
pub(super) fn run(
    command: &ScoreArgs,
    global: &Global,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<Exit> {
    let bench = Bench::load(global, command.contests.as_deref())?;
    let input = std::io::stdin().lock();
    score(&bench, command, input, out)
}

/// Scores lines; unreadable ones are reported and skipped. Nothing readable among them is an
/// error, no lines at all is none.
fn score(
    bench: &Bench,
    command: &ScoreArgs,
    input: impl BufRead,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<Exit> {
    let (mut read, mut broken) = (0_usize, 0_usize);
    let mut told = Vec::new();
    for (number, line) in (1_usize..).zip(input.split(b'\n')) {
        let line = line?;
        let line = line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&line);
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        match serde_json::from_slice::<InputPost>(line) {
            Ok(line) => {
                read += 1;
                let assessment = bench.scorer.assess(&line.subject(command.at));
                let verdict = verdict(&line.id, &assessment, command.language);
                // A line at once: what is written to looks at every piece it is handed.
                told.clear();
                serde_json::to_writer(&mut told, &verdict)?;
                told.push(b'\n');
                out.write_all(&told)?;
            }
            Err(error) => {
                broken += 1;
                tracing::warn!(line = number, "line {number} was skipped: {error}");
            }
        }
    }
    if read == 0 && broken > 0 {
        let message =
            "no line of the input is a JSON object with a text; expected {\"id\", \"text\"}";
        return Err(RefusedInput(message.to_owned()).into());
    }
    Ok(Exit::Ok)
}

impl InputPost {
    /// What the scorer is told; without a day it is `at`.
    pub(super) fn subject(&self, at: Option<Date>) -> Subject<'_> {
        Subject {
            text: &self.text,
            further: FurtherText::alternatives(self.alt.iter().flatten().map(Option::as_deref)),
            day: self.day.or(at),
            region: self.region.as_ref(),
            account: self.account.unwrap_or(PersonKind::Person),
            kind: self.kind.unwrap_or(PostKind::Original),
            is_cut: false,
        }
    }
}

fn verdict<'a>(
    id: &'a serde_json::Value,
    assessment: &'a Assessment,
    reasons: Language,
) -> Verdict<'a> {
    Verdict {
        id,
        score: assessment.score,
        band: assessment.band,
        signals: told::signals(&assessment.signals, reasons),
        counter: told::counter(&assessment.counter, reasons),
        language: &assessment.language,
        stage: assessment.stage,
        explanation: told::explanation(&assessment.explanation, reasons),
        versions: &assessment.versions,
    }
}
