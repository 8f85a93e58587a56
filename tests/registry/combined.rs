//! Name and NIP in one cell.

use proptest::prelude::*;
use rstest::rstest;

use super::{read_text, report};

const NIP: &str = "198503122010012001";

/// A list of one row with such a column.
fn list(column: &str, cell: &str) -> String {
    let cell = cell.replace('"', "\"\"");
    format!("{column};Instansi;Akun\n\"{cell}\";Dinas;@rina@contoh.example\n")
}

#[rstest]
#[case::stroke("Rina Contoh, S.Pd. / 198503122010012001")]
#[case::number_first("198503122010012001 - Rina Contoh, S.Pd.")]
#[case::lines("Rina Contoh, S.Pd.\n198503122010012001")]
#[case::lines_number_first("198503122010012001\nRina Contoh, S.Pd.")]
#[case::named("Rina Contoh, S.Pd.\nNIP. 19850312 201001 2 001")]
#[case::named_colon("Rina Contoh, S.Pd. NIP: 198503122010012001")]
#[case::named_first("NIP 198503122010012001 Rina Contoh, S.Pd.")]
#[case::brackets("Rina Contoh, S.Pd. (NIP. 198503122010012001)")]
#[case::blanks("  Rina Contoh, S.Pd.   198503122010012001  ")]
#[case::grouped("Rina Contoh, S.Pd. – 19850312 201001 2 001")]
fn name_and_number_are_told_apart_in_either_order(
    #[case] cell: &str,
    #[values(
        "Nama/NIP",
        "NIP / Nama",
        "Nama dan NIP",
        "NAMA LENGKAP & NIP",
        "Nama, Gelar / NIP"
    )]
    column: &str,
) {
    let reading = read_text(&list(column, cell));
    assert_eq!(
        report(&reading),
        format!(
            "2: {NIP} | Rina Contoh, S.Pd. | Dinas | - | 32.04 | mastodon @rina@contoh.example"
        )
    );
}

#[test]
fn what_cannot_be_told_apart_is_refused_with_its_row() {
    let file = "\
Nama/NIP;Instansi;Akun
Rina Contoh 198503122010012001 Guru;Dinas;@a@contoh.example
Rina 198503122010012001, Dimas 199007212015031002;Dinas;@b@contoh.example
Rina 2 / 198503122010012001;Dinas;@c@contoh.example
Rina Contoh;Dinas;@d@contoh.example
198503122010012001;Dinas;@e@contoh.example
Rina Contoh / 19850312201001200;Dinas;@f@contoh.example
Rina Contoh / 1.98503E+17;Dinas;@g@contoh.example
Nipi Contoh / 199501012020122003;Dinas;@h@contoh.example
";
    insta::assert_snapshot!(report(&read_text(file)));
}

#[test]
fn notes_stay_notes_and_short_rows_stay_rows() {
    let file = "\
No;NIP/Nama;Akun;Instansi
Kecamatan Satu;;;
1;NIP 198503122010012001 Rina Contoh;@rina@contoh.example;
;Kepala Dinas, Budi NIP 197001011995031001;;
";
    insta::assert_snapshot!(report(&read_text(file)));
}

#[test]
fn an_agency_needs_no_number_and_columns_of_their_own_go_before() {
    let agency = read_text(
        "Jenis;Nama/NIP;Instansi;Akun\ninstansi;Dinas Pendidikan;Pemkab;@dinas@contoh.example\n",
    );
    assert_eq!(
        report(&agency),
        "2: - | Dinas Pendidikan | Pemkab | - | 32.04 | mastodon @dinas@contoh.example"
    );
    let own = read_text(&format!(
        "Nama/NIP;Nama;Instansi;Akun\nR. Contoh / {NIP};Rina Contoh;Dinas;@rina@contoh.example\n"
    ));
    assert_eq!(
        report(&own),
        format!("2: {NIP} | Rina Contoh | Dinas | - | 32.04 | mastodon @rina@contoh.example")
    );
}

proptest! {
    #[test]
    fn any_name_and_any_number_come_apart(
        words in "[A-Z][a-z]{1,8}(-[A-Z][a-z]{1,5})?( [A-Z][a-z']{1,8}\\.?){0,3}(, [A-Z]\\.[A-Z][a-z]{0,2}\\.){0,2}",
        (birth, month, serial) in (1..29u32, 1..13u32, 1..999u32),
        sign in prop::sample::select(&[" / ", "/", " - ", " – ", " | ", ", ", " ", "\n", " : ", " NIP. ", " (NIP "][..]),
        number_first in any::<bool>(),
    ) {
        let nip = format!("198503{birth:02}2010{month:02}1{serial:03}");
        prop_assume!(!nip.ends_with("000") && !words.to_lowercase().contains("nip"));
        let word = sign.contains("NIP");
        let cell = match (number_first && !word, sign.contains('(')) {
            (true, _) => format!("{nip}{sign}{words}"),
            (false, true) => format!("{words}{sign}{nip})"),
            (false, false) => format!("{words}{sign}{nip}"),
        };
        let reading = read_text(&list("Nama/NIP", &cell));
        let expected = format!("2: {nip} | {words} | Dinas | - | 32.04 | mastodon @rina@contoh.example");
        prop_assert_eq!(report(&reading), expected, "{}", cell);
    }
}
