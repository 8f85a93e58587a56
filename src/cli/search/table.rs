//! The hits of a search as a table for spreadsheets.

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::HitRow;
use crate::db::Listed;
use crate::model::{Assessment, Language};
use crate::spreadsheet::{SheetCell, SheetWriter};

const HEADER: [&str; 20] = [
    "id",
    "posted_at",
    "zone",
    "platform",
    "account",
    "person",
    "agency",
    "region",
    "contest",
    "target",
    "band",
    "stage",
    "score",
    "signals",
    "counter_signals",
    "reasons",
    "verdict",
    "visible",
    "url",
    "text",
];

/// Writes a row per hit. One that cannot be read says so where the others have their words.
pub(super) fn print_csv(rows: &[Listed<HitRow>], out: impl Write) -> io::Result<()> {
    let mut table = SheetWriter::new(out, &HEADER)?;
    for row in rows {
        table.write_row(&match row {
            Ok(row) => cells(row),
            Err(broken) => {
                let mut cells = [const { SheetCell::Empty }; HEADER.len()];
                cells[0] = SheetCell::Whole(broken.id);
                cells[HEADER.len() - 1] = SheetCell::text(format!("unreadable: {broken}"));
                cells
            }
        })?;
    }
    table.finish()
}

fn cells(row: &HitRow) -> [SheetCell<'_>; HEADER.len()] {
    let assessed = row.assessment.as_ref();
    let told = assessed.map(ToldAssessment::of).unwrap_or_default();
    let stage = assessed.map(|assessment| assessment.stage.as_str());
    let visible = if row.visible { "true" } else { "false" };
    [
        SheetCell::Whole(row.id),
        SheetCell::Moment(row.zone.offset().to_datetime(row.posted_at)),
        SheetCell::text(row.zone.abbreviation()),
        SheetCell::text(row.platform),
        SheetCell::text(&row.account),
        SheetCell::text(&row.person),
        SheetCell::text(&row.agency),
        SheetCell::text(&row.region),
        SheetCell::text(told.contests),
        SheetCell::text(told.targets),
        SheetCell::text(row.band),
        SheetCell::optional_text(stage),
        SheetCell::Decimal(row.score),
        SheetCell::text(told.signals),
        SheetCell::text(told.counter_signals),
        SheetCell::text(told.reasons),
        SheetCell::optional_text(row.verdict),
        SheetCell::text(visible),
        SheetCell::optional_text(row.url.as_deref()),
        SheetCell::text(&row.text),
    ]
}

/// What an assessment says, each in one cell.
#[derive(Default)]
struct ToldAssessment {
    contests: String,
    targets: String,
    signals: String,
    counter_signals: String,
    reasons: String,
}

impl ToldAssessment {
    fn of(assessment: &Assessment) -> Self {
        let targets: BTreeSet<&str> = assessment
            .signals
            .iter()
            .filter_map(|signal| signal.target.as_deref())
            .collect();
        let contests: BTreeSet<&str> = targets
            .iter()
            .filter_map(|target| target.split('/').next())
            .collect();
        let signals = assessment.signals.iter().map(|signal| &*signal.rule);
        let counter = assessment.counter.iter().map(|counter| &*counter.rule);
        let reasons = assessment.signals.iter().map(|signal| &signal.reason);
        let reasons = reasons.map(|reason| reason.text(Language::Indonesian));
        Self {
            contests: listed(contests),
            targets: listed(targets),
            signals: listed(signals),
            counter_signals: listed(counter),
            reasons: reasons.collect::<Vec<_>>().join("\n"),
        }
    }
}

fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().collect::<Vec<_>>().join(", ")
}
