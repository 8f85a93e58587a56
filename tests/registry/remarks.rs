//! Every sentence about lists, corrections and reasons, in Indonesian and English. Whoever adds
//! one adds an example here, and reads the change of the snapshot as a clerk would.

use std::collections::BTreeSet;

use netra::model::{
    AccountId, AsWritten, InvalidNip, InvalidReason, Language, ListPlace, PersonId, Platform,
    RegisterRemark, RenameKey, Scope,
};
use netra::registry::{FileKind, RowRemark, RowsLacking, RowsTorn, SheetCount};
use netra::source::{AddressFault, AddressForm};
use proptest::prelude::*;

use super::read_text;

/// A sentence in both languages, with what names it.
struct Told {
    name: &'static str,
    problem: [String; 2],
    remedy: [Option<String>; 2],
    whole: [String; 2],
}

const LANGUAGES: [Language; 2] = [Language::Indonesian, Language::English];

macro_rules! told {
    ($all:expr) => {
        $all.iter()
            .map(|what| Told {
                name: what.name(),
                problem: LANGUAGES.map(|language| what.problem(language)),
                remedy: LANGUAGES.map(|language| what.remedy(language)),
                whole: LANGUAGES.map(|language| what.told(language)),
            })
            .collect::<Vec<Told>>()
    };
}

fn file() -> String {
    "daftar.xlsx".to_owned()
}

fn sheet() -> AsWritten {
    "Kec B".into()
}

fn address() -> String {
    "@rina@contoh.example".to_owned()
}

fn lacking(count: usize) -> RowsLacking {
    RowsLacking {
        first: ListPlace::from(2),
        count,
    }
}

fn far() -> ListPlace {
    ListPlace {
        sheet: Some("Kec A".into()),
        row: 7,
    }
}

fn nips() -> Vec<InvalidNip> {
    vec![
        InvalidNip::Length(17),
        InvalidNip::Character('/'),
        InvalidNip::Birth,
        InvalidNip::Appointment,
        InvalidNip::Sex,
    ]
}

#[rustfmt::skip]
fn of_files() -> Vec<RowRemark> {
    use RowRemark as R;
    let columns = || "Pegawai, Kontak".to_owned();
    vec![
        R::Nip(InvalidNip::Length(17)),
        R::TooLarge(file(), 64), R::OldFormat(file()), R::TooManyRows(file(), 150_000, 3_000_000),
        R::Unpacks(file(), 64), R::Members(file(), 10_000), R::Damaged(file()), R::NoWorkbook(file(), "invalid Zip archive".to_owned()),
        R::SheetBroken(file(), sheet(), "xml".to_owned()), R::NotUtf8, R::NoHeader,
        R::NoHeaderAmong(columns()), R::NothingBelow, R::ColumnsUnused(columns()),
        R::ChartSheet(sheet()), R::SheetHidden(sheet()), R::SheetsBeyond(64, 3), R::SheetUnread(sheet(), 12),
        R::VisibilityUnknown(sheet()), R::HiddenUnread(sheet(), SheetCount::Rows(2), "3, 4".to_owned()),
        R::HiddenRead(sheet(), SheetCount::Columns(1), "F".to_owned()), R::Formulas(sheet(), SheetCount::Cells(1)),
        R::ColumnsBeyond(sheet(), 256),
    ]
}

#[rustfmt::skip]
fn of_rows() -> Vec<RowRemark> {
    use RowRemark as R;
    let (one, several) = (RowsTorn { first: 3, last: 3 }, RowsTorn { first: 3, last: 6 });
    vec![
        R::AboveHeader, R::TableUnread("Nama, NIP".to_owned(), 4), R::NoAccountNamed, R::NoneToRegister,
        R::NoteOrTitle, R::TooManyCells(1024), R::QuoteOpen("Rina".into(), several),
        R::QuoteAroundCells("Rina,Dinas".into(), one), R::CellOfRows, R::TooLong(4096),
        R::Formula("#N/A".to_owned()), R::Repeated(address()), R::Contradicted(address(), far()),
        R::NipContradicted("********201001****".to_owned(), ListPlace::from(2)),
        R::NameMissing, R::AgencyMissing, R::NipMissing, R::NoNip(lacking(1)), R::NoName(lacking(5)),
        R::NoAgency(lacking(5)), R::NoRegion(lacking(5)), R::NoBasis(lacking(5)), R::NoEnds(lacking(5)),
        R::LostDigits, R::EndsInZeros, R::NotApart, R::UnknownKind("tamu".into()),
        R::NoRegionCode("Bandung".into()), R::NoProof("entahlah".into(), "agency_letter, admitted".to_owned()),
        R::NoDate("kapan-kapan".into()), R::NumberForDate("46752".to_owned()), R::ShortYear("31-12-27".into()),
        R::MonthFirst("12/31/2027".into()), R::DayOrMonthFirst("03/04/2027".into()),
    ]
}

#[rustfmt::skip]
fn of_accounts() -> Vec<RowRemark> {
    use RowRemark as R;
    let known = || "bluesky, feed".to_owned();
    let post: AsWritten = "https://www.instagram.com/p/Cx12/".into();
    vec![
        R::OnlyAnnounced("Lihat profil".into()), R::LinkElsewhere("@rina".into(), "https://x.com/dimas".into()),
        R::TwoAccounts("@rina".to_owned(), "@dimas".to_owned()), R::MailAddress("rina@gmail.com".into()),
        R::AddressTooLong(2000), R::TooManyAddresses(64), R::NipOfAgency, R::ReferenceAlone, R::EmptyFile(file()), R::NoList(file(), FileKind::Pdf), R::AddressesBeyond(1_000_000),
        R::NoAccount(post.clone(), AddressFault::Post, AddressForm::Instagram),
        R::LeftOut(post, AddressFault::Post, AddressForm::Instagram),
        R::OnAnotherPlatform("https://x.com/rina".into(), Platform::X, Platform::Mastodon),
        R::NoPlatform("rina".into(), known()), R::UnknownPlatformName("friendster".into(), known()),
        R::RegisteredTwice(address(), vec![AccountId(1), AccountId(2)]),
    ]
}

#[rustfmt::skip]
fn of_the_register() -> Vec<RegisterRemark> {
    use RegisterRemark as R;
    let who = || "Rina Contoh (NIP ********201001****)".to_owned();
    let (account, person, other) = (AccountId(12), PersonId(3), PersonId(4));
    let since: jiff::Timestamp = "2027-01-01T17:00:00Z".parse().unwrap();
    let region = || "32.04".parse().unwrap();
    let nip = RenameKey::Nip("198503122010012001".parse().unwrap());
    vec![
        R::HeldByAnother(address(), account, who()), R::OtherName(who(), person, "Bambang Lain".into(), nip),
        R::OtherName("Dinas Contoh".to_owned(), person, "Badan Lain".into(), RenameKey::Address(address())),
        R::OutsideScope(region(), "33".parse().unwrap()), R::OutsideScope(region(), Scope::UNSET),
        R::OtherKind(who(), person), R::EndedAlready(jiff::civil::date(2020, 12, 31)), R::ProofEnded(jiff::civil::date(2020, 1, 1)), R::RegisteredElsewhere(address()), R::StaysRetired(address(), account),
        R::PersonStaysRetired(person, who()), R::NumberMerged(person, who()), R::PersonMerged(person, other),
        R::PersonRetired(person), R::RetiredWithPerson(account, person), R::TheirsAlready(account, person),
        R::NotYet(account, since), R::ChangedHandsLater(account, since), R::NotTheirs(account, person, other),
        R::KindAgainstNip(person), R::SplitFromSelf(person), R::NameToConfirm(person, "Rina".to_owned(), "Bambang".to_owned()), R::OneAlready(person), R::NoHumanBeing(person),
    ]
}

fn of_lists() -> Vec<RowRemark> {
    [of_files(), of_rows(), of_accounts()].concat()
}

/// All remarks with the names that each table of them has.
fn tables() -> [(&'static [&'static str], Vec<Told>); 4] {
    let reasons = [
        InvalidReason::Empty,
        InvalidReason::Long,
        InvalidReason::Control,
    ];
    [
        (RowRemark::NAMES, told!(of_lists())),
        (InvalidNip::NAMES, told!(nips())),
        (RegisterRemark::NAMES, told!(of_the_register())),
        (InvalidReason::NAMES, told!(reasons)),
    ]
}

#[test]
fn every_sentence_is_written_for_a_clerk() {
    let tables = tables();
    let lines = tables.iter().flat_map(|(_, told)| told).map(|told| {
        let shown = |at: usize| match &told.remedy[at] {
            Some(remedy) => format!("{} | {remedy}", told.problem[at]),
            None => told.problem[at].clone(),
        };
        format!("{}\n  {}\n  {}", told.name, shown(0), shown(1))
    });
    let phrases = |text: fn(Language) -> Vec<&'static str>| {
        let [indonesian, english] = LANGUAGES.map(text);
        let pairs = indonesian.into_iter().zip(english);
        pairs
            .map(|(one, other)| format!("  {one}\n  {other}"))
            .collect::<Vec<_>>()
    };
    let faults = phrases(|language| {
        AddressFault::ALL
            .iter()
            .map(|fault| fault.text(language))
            .collect()
    });
    let forms = phrases(|language| {
        AddressForm::ALL
            .iter()
            .map(|form| form.text(language))
            .collect()
    });
    let words = ["words of NoAccount and LeftOut".to_owned()];
    let all: Vec<String> = lines.chain(words).chain(faults).chain(forms).collect();
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn no_remark_is_without_an_example() {
    for (names, told) in tables() {
        let shown: BTreeSet<&str> = told.iter().map(|told| told.name).collect();
        assert_eq!(shown, names.iter().copied().collect());
    }
}

#[test]
fn a_remark_is_one_sentence_without_a_full_stop_in_each_language() {
    for told in tables().into_iter().flat_map(|(_, told)| told) {
        assert_ne!(told.whole[0], told.whole[1], "{}", told.name);
        for at in 0..2 {
            let parts = [Some(&told.problem[at]), told.remedy[at].as_ref()];
            for part in parts.into_iter().flatten() {
                assert!(!part.trim().is_empty(), "{}", told.name);
                assert!(!part.ends_with(['.', ';', ' ', '?']), "{part}");
                assert!(!part.contains(". ") && !part.contains('\n'), "{part}");
                assert!(!part.contains(['{', '}']), "{part}");
                // The command line adds its options itself.
                assert!(
                    !part.contains("--") && !part.contains("netra registry"),
                    "{part}"
                );
            }
            let joined = match &told.remedy[at] {
                Some(remedy) => format!("{}; {remedy}", told.problem[at]),
                None => told.problem[at].clone(),
            };
            assert_eq!(told.whole[at], joined);
        }
        assert_eq!(told.remedy[0].is_some(), told.remedy[1].is_some());
    }
}

#[test]
fn no_sentence_shows_a_whole_number() {
    for told in tables().into_iter().flat_map(|(_, told)| told) {
        for whole in told.whole {
            let figures = whole.split(|c: char| !c.is_ascii_digit());
            assert!(figures.into_iter().all(|run| run.len() < 18), "{whole}");
        }
    }
}

proptest! {
    /// Whatever column a number has slipped into, and whatever stands beside it.
    #[test]
    fn a_number_that_slipped_into_another_column_is_not_shown_whole(
        column in 0..8usize,
        before in "[A-Za-z0-9]{0,3}[ ,/]?",
        after in "[ ,/]?[A-Za-z]{0,3}",
        grouped in any::<bool>(),
        header in any::<bool>(),
    ) {
        let nip = if grouped { "19850312 201001 2 001" } else { "198503122010012001" };
        let mut cells = ["tamu", "x", "Rina", "Dinas", "Bandung", "y", "z", "kapan"].map(str::to_owned);
        cells[column] = format!("{before}{nip}{after}");
        let head = if header { "Jenis;NIP;Nama;Instansi;Wilayah;Platform;Akun;Berakhir\n" } else { "" };
        let reading = read_text(&format!("{head}{}\n", cells.join(";")));
        let told = reading.errors.iter().chain(&reading.warnings);
        // Figures that run on to the number make it another, which is no NIP.
        let alone = !before.ends_with(|c: char| c.is_ascii_digit() || (grouped && c == ' '));
        for error in told.filter(|_| alone) {
            for language in LANGUAGES {
                prop_assert!(!error.told(language).contains(nip), "{}", error.told(language));
            }
            prop_assert!(!error.written.as_deref().unwrap_or_default().contains(nip), "{error:?}");
        }
    }
}
