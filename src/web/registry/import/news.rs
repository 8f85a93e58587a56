//! What a preview says first: the news, what to do, and the figures that add up.

use super::labels::ImportText;
use crate::model::{Language, RegisterRemark};
use crate::registration::{ListTaken, ListTally};
use crate::web::words;

/// Heading and what stands below it.
#[derive(Debug)]
pub(super) struct ListNews {
    pub(super) title: String,
    pub(super) lede: &'static str,
}

/// A figure with its name and a note.
#[derive(Debug)]
pub(super) struct CountFigure {
    pub(super) figure: String,
    pub(super) label: &'static str,
    pub(super) note: String,
}

/// The words of a language.
struct Telling(Language);

impl Telling {
    fn say(&self, indonesian: &'static str, english: &'static str) -> &'static str {
        match self.0 {
            Language::Indonesian => indonesian,
            Language::English => english,
        }
    }

    /// `4 galat`, `1 fault`, `4 faults`; nothing of nothing.
    fn some(&self, count: usize, [indonesian, one, many]: [&'static str; 3]) -> Option<String> {
        let word = match (self.0, count) {
            (_, 0) => return None,
            (Language::Indonesian, _) => indonesian,
            (Language::English, 1) => one,
            (Language::English, _) => many,
        };
        Some(format!("{} {word}", words::count(count, self.0)))
    }

    fn joined(&self, parts: &[String]) -> String {
        let and = self.say(" dan ", " and ");
        match parts {
            [before @ .., last] if !before.is_empty() => {
                format!("{}{and}{last}", before.join(", "))
            }
            _ => parts.concat(),
        }
    }
}

impl ListNews {
    /// The news about a list.
    pub(super) fn of(taken: &ListTaken, language: Language) -> Self {
        let telling = Telling(language);
        let tally = &taken.tally;
        let unreadable = !taken.reading.errors.is_empty() && tally.refused == 0;
        let title = if unreadable {
            telling
                .say("Daftar ini tidak dapat dibaca", "This list cannot be read")
                .to_owned()
        } else if tally.wrong() > 0 {
            wrong(taken, &telling)
        } else {
            right(tally, &telling)
        };
        let lede = if unreadable || tally.taken() == 0 && tally.wrong() > 0 {
            telling.say(
                "Belum ada yang ditulis. Perbaiki berkasnya, lalu unggah lagi.",
                "Nothing has been written. Mend the file and upload it again.",
            )
        } else if tally.wrong() > 0 {
            telling.say(
                "Belum ada yang ditulis. Perbaiki barisnya di berkas, nyatakan yang ditahan, atau impor sisanya dengan alasan tertulis.",
                "Nothing has been written. Mend the rows in the file, confirm what is held, or import the rest with a written reason.",
            )
        } else if tally.created + tally.changed == 0 {
            telling.say(
                "Tidak ada yang perlu ditulis.",
                "There is nothing to be written.",
            )
        } else {
            telling.say(
                "Belum ada yang ditulis. Periksa perubahannya, lalu impor dengan alasan tertulis.",
                "Nothing has been written. Look at the changes, then import with a written reason.",
            )
        };
        Self { title, lede }
    }
}

fn wrong(taken: &ListTaken, telling: &Telling) -> String {
    let conflicts = || taken.report.conflicts.iter().map(|(_, remark)| remark);
    let names = conflicts().filter(|remark| matches!(remark, RegisterRemark::OtherName(..)));
    let hands = conflicts().filter(|remark| matches!(remark, RegisterRemark::HeldByAnother(..)));
    let parts = [
        telling.some(
            taken.tally.refused,
            ["baris galat", "row is wrong", "rows are wrong"],
        ),
        telling.some(
            names.count(),
            ["nama yang meragukan", "name in doubt", "names in doubt"],
        ),
        telling.some(
            hands.count(),
            [
                "akun milik orang lain",
                "account of somebody else",
                "accounts of somebody else",
            ],
        ),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    telling.joined(&parts)
}

fn right(tally: &ListTally, telling: &Telling) -> String {
    let (all, taken) = (
        words::count(tally.rows, telling.0),
        words::count(tally.taken(), telling.0),
    );
    let indonesian = telling.0 == Language::Indonesian;
    match (tally.created + tally.changed, tally.passed_over) {
        (0, _) if tally.taken() == 0 && indonesian => {
            "Tidak ada baris yang dapat diimpor".to_owned()
        }
        (0, _) if tally.taken() == 0 => "No row can be imported".to_owned(),
        (0, _) if indonesian => "Tidak ada yang berubah".to_owned(),
        (0, _) => "Nothing changes".to_owned(),
        (_, 0) if indonesian => format!("Semua {all} baris dapat diimpor"),
        (_, 0) => format!("All {all} rows can be imported"),
        _ if indonesian => format!("{taken} dari {all} baris dapat diimpor"),
        _ => format!("{taken} of {all} rows can be imported"),
    }
}

/// The figures; they add up to all rows, and none that is zero but the first is shown.
pub(super) fn figures(taken: &ListTaken, language: Language) -> Vec<CountFigure> {
    let labels = ImportText::of(language);
    let telling = Telling(language);
    let (tally, report) = (&taken.tally, &taken.report);
    let of_all = match language {
        Language::Indonesian => format!("dari {} baris", words::count(tally.rows, language)),
        Language::English => format!("of {} rows", words::count(tally.rows, language)),
    };
    let parts = [
        telling.some(
            report.persons_created as usize,
            [
                "orang atau instansi",
                "person or agency",
                "persons or agencies",
            ],
        ),
        telling.some(
            report.accounts_created as usize,
            ["akun", "account", "accounts"],
        ),
    ];
    let new = telling.joined(&parts.into_iter().flatten().collect::<Vec<_>>());
    let all = [
        (tally.unchanged, labels.count_unchanged, of_all),
        (tally.created, labels.count_created, new),
        (
            tally.changed,
            labels.count_changed,
            labels.count_changed_note.to_owned(),
        ),
        (
            tally.passed_over,
            labels.count_passed,
            labels.count_passed_note.to_owned(),
        ),
        (
            tally.held,
            labels.count_held,
            labels.count_held_note.to_owned(),
        ),
        (
            tally.refused,
            labels.count_refused,
            labels.count_refused_note.to_owned(),
        ),
    ];
    let shown = all.into_iter().enumerate();
    shown
        .filter(|(place, (count, ..))| *place == 0 || *count > 0)
        .map(|(_, (count, label, note))| CountFigure {
            figure: words::count(count, language),
            label,
            note,
        })
        .collect()
}

/// A button that imports: what it sends and what it says.
#[derive(Debug)]
pub(super) struct ImportButton {
    pub(super) value: &'static str,
    pub(super) label: String,
}

/// Imports everything or nothing.
pub(super) const ALL: &str = "semua";
/// Imports what is right.
pub(super) const PART: &str = "sebagian";

/// The buttons that make sense, the first of them before all others.
pub(super) fn buttons(taken: &ListTaken, language: Language) -> Vec<ImportButton> {
    let (tally, count) = (&taken.tally, |number| words::count(number, language));
    let indonesian = language == Language::Indonesian;
    let changes = tally.created + tally.changed > 0;
    let readable = taken.reading.errors.is_empty();
    let mut buttons = Vec::new();
    if tally.wrong() == 0 && readable && changes {
        let rows = count(tally.taken());
        buttons.push(ImportButton {
            value: ALL,
            label: if indonesian {
                format!("Impor {rows} baris")
            } else {
                format!("Import {rows} rows")
            },
        });
    } else if changes {
        let (rows, out) = (count(tally.taken()), count(tally.wrong()));
        buttons.push(ImportButton {
            value: PART,
            label: if indonesian {
                format!("Impor {rows} baris, tinggalkan {out}")
            } else {
                format!("Import {rows} rows, leave out {out}")
            },
        });
    }
    if tally.held > 0 && tally.refused == 0 && readable {
        let rows = count(tally.taken() + tally.held);
        buttons.push(ImportButton {
            value: ALL,
            label: if indonesian {
                format!("Impor semua {rows} baris bila semuanya dicentang")
            } else {
                format!("Import all {rows} rows if all are ticked")
            },
        });
    }
    buttons
}

/// How the rows that are imported come about.
pub(super) fn sum(tally: &ListTally, language: Language) -> String {
    let telling = Telling(language);
    let parts = [
        telling.some(tally.refused, ["galat", "that are wrong", "that are wrong"]),
        telling.some(
            tally.held,
            ["yang ditahan", "that are held", "that are held"],
        ),
        telling.some(
            tally.passed_over,
            ["yang dilewati", "passed over", "passed over"],
        ),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let rows = words::count(tally.rows, language);
    match (parts.is_empty(), language) {
        (true, Language::Indonesian) => format!("Seluruhnya {rows} baris."),
        (true, Language::English) => format!("{rows} rows in all."),
        (false, Language::Indonesian) => {
            format!("{rows} baris, dikurangi {}.", telling.joined(&parts))
        }
        (false, Language::English) => format!("{rows} rows, less {}.", telling.joined(&parts)),
    }
}
