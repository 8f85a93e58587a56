//! CSV files.

use netra::model::{
    LONGEST_KEY, OwnershipProof, PersonKind, Platform, ProofKind, Purpose, RegistryEntry,
};
use netra::registry::{MAX_CELL_BYTES, read};
use netra::source::Sources;
use proptest::prelude::*;
use rstest::rstest;

use super::{defaults, line, read_text, report, written};

const PLAIN: &str = "\
NIP,Nama,Instansi,Jabatan,Kode Wilayah,Platform,Akun
198503122010012001,Rina Contoh,Dinas Pendidikan,Guru,32.04,mastodon,@rina@contoh.example
199007212015031002,Dimas Contoh,Dinas Pekerjaan Umum,,32.73,bluesky,dimas.contoh.example
";

#[test]
fn a_plain_file_gives_one_entry_a_row() {
    insta::assert_snapshot!(report(&read_text(PLAIN)), @r#"
    2: 198503122010012001 | Rina Contoh | Dinas Pendidikan | Guru | 32.04 | mastodon @rina@contoh.example
    3: 199007212015031002 | Dimas Contoh | Dinas Pekerjaan Umum | - | 32.73 | bluesky dimas.contoh.example
    "#);
}

#[test]
fn what_offices_send_is_understood() {
    let file = "\
DAFTAR AKUN MEDIA SOSIAL PEGAWAI;;;;;;
Kabupaten Sukaraja (fiktif);;;;;;
;;;;;;
No.;NIP Baru (18 digit);Nama Lengkap;Unit Kerja;Instansi;Tautan;Foto
(1);(2);(3);(4);(5);(6);(7)
1;'19850312 201001 2 001;\u{a0}Rina  Contoh ;Bidang SD;Dinas Pendidikan;https://Contoh.example/@Rina;ada
2;199007212015031002;\"Dimas Contoh,
S.T.\";;Dinas PU;https://bsky.app/profile/dimas.contoh.example;
;;;;;;
3;199501012020122003;Tanpa Akun;;Dinas PU;-;
;;Kepala Dinas;;;;
";
    insta::assert_snapshot!(report(&read_text(file)), @r#"
    6: 198503122010012001 | Rina Contoh | Dinas Pendidikan | Bidang SD | 32.04 | mastodon @rina@contoh.example
    7: 199007212015031002 | Dimas Contoh, S.T. | Dinas PU | - | 32.04 | bluesky dimas.contoh.example
    warning: columns that were not used: Foto
    warning: row 10: passed over: it names no account
    warning: row 11: passed over: it looks like a note, not like a row of the register
    "#);
}

#[test]
fn errors_name_row_column_and_remedy() {
    let file = "\
NIP,Nama,Instansi,Wilayah,Platform,Akun,Bukti,Berakhir
1.98503E+17,Rina,Dinas,32.04,mastodon,@rina@contoh.example,,
198503122010012000,Rina,Dinas,32.04,mastodon,@rina2@contoh.example,,
19850312201001200,Rina,Dinas,32.04,mastodon,@rina3@contoh.example,,
199007212015031002,,,Bandung,friendster,dimas,entahlah,kapan-kapan
199007212015031002,Dimas,Dinas,3204,,dimas,,31/02/2027
199007212015031002,Dimas,Dinas,32.04,,https://www.instagram.com/p/Cx12/,,
,Siti,Dinas,32.04,mastodon,@siti@contoh.example,,
";
    insta::assert_snapshot!(report(&read_text(file)), @r#"
    error: row 2, NIP: the NIP is stored as a number, and spreadsheets keep only 15 of its 18 digits; format the column as text and enter the NIP again from the source
    error: row 3, NIP: the NIP ends in 000, as after a spreadsheet has lost its last digits; enter it again from the source
    error: row 4, NIP: a NIP has 18 digits, this has 17; check for digits lost by a spreadsheet
    error: row 5, Platform: unknown platform "friendster"; known: bluesky, facebook, feed, html, instagram, mastodon, telegram, threads, tiktok, whatsapp, wordpress, x, youtube
    error: row 5, Nama: the name is missing
    error: row 5, Instansi: the agency (Instansi) is missing
    error: row 5, Wilayah: "Bandung" is not a Kemendagri region code; expected ID, 32, 32.04, 32.04.05 or 32.04.05.2001
    error: row 5, Berakhir: "kapan-kapan" is not a date; write 2027-02-28, 28/02/2027 or 28 Februari 2027
    error: row 5, Bukti: "entahlah" is no kind of proof; write one of agency_letter, self_declared, public_profile, admitted
    error: row 6, Akun: the platform does not follow from "dimas"; add a column Platform with one of bluesky, facebook, feed, html, instagram, mastodon, telegram, threads, tiktok, whatsapp, wordpress, x, youtube
    error: row 6, Wilayah: "3204" is not a Kemendagri region code; expected ID, 32, 32.04, 32.04.05 or 32.04.05.2001
    error: row 6, Berakhir: "31/02/2027" is not a date; write 2027-02-28, 28/02/2027 or 28 Februari 2027
    error: row 8, NIP: the NIP is missing; for an agency's account write instansi in a column Jenis
    warning: row 7, Akun: left out: "https://www.instagram.com/p/Cx12/" is a post, not an account; expected https://www.instagram.com/name or @name
    warning: row 7: passed over: it names no account that can be registered
    "#);
}

#[test]
fn contradictions_between_rows_are_errors_and_repetitions_are_not() {
    let file = "\
NIP,Nama,Instansi,Akun
198503122010012001,Rina,Dinas,@rina@contoh.example
198503122010012001,Rina,Dinas,https://contoh.example/@rina
199007212015031002,Dimas,Dinas,@Rina@contoh.example
198503122010012001,Rina Lain,Dinas,@rina.dua@contoh.example
";
    insta::assert_snapshot!(report(&read_text(file)), @r#"
    error: row 2: @rina@contoh.example stands in row 4 too, with other details; keep one of the two
    error: row 4: @rina@contoh.example stands in row 2 too, with other details; keep one of the two
    error: row 5: the NIP ********201001**** stands in row 2 too, with another name, agency, position, region or purpose; make the two rows agree
    warning: row 3: @rina@contoh.example is repeated and was taken once
    "#);
}

#[test]
fn an_agency_needs_no_nip_and_a_column_a_platform_gives_several_accounts() {
    let file = "\
Jenis,NIP,Nama,Instansi,Mastodon,Bluesky,RSS
instansi,,,Dinas Pendidikan,@dinas@contoh.example,,https://dinas.contoh.example/feed
orang,198503122010012001,Rina,Dinas Pendidikan,@rina@contoh.example,rina.contoh.example,tidak ada
";
    insta::assert_snapshot!(report(&read_text(file)), @r#"
    2: - | Dinas Pendidikan | Dinas Pendidikan | - | 32.04 | mastodon @dinas@contoh.example
    2: - | Dinas Pendidikan | Dinas Pendidikan | - | 32.04 | feed https://dinas.contoh.example/feed
    3: 198503122010012001 | Rina | Dinas Pendidikan | - | 32.04 | mastodon @rina@contoh.example
    3: 198503122010012001 | Rina | Dinas Pendidikan | - | 32.04 | bluesky rina.contoh.example
    "#);
}

#[rstest]
#[case::comma(",", PLAIN.as_bytes().to_vec())]
#[case::semicolon(";", PLAIN.replace(',', ";").into_bytes())]
#[case::tab("\t", PLAIN.replace(',', "\t").into_bytes())]
#[case::bom("", [b"\xef\xbb\xbf", PLAIN.as_bytes()].concat())]
#[case::crlf("", PLAIN.replace('\n', "\r\n").into_bytes())]
#[case::utf16_le("", utf16(u16::to_le_bytes, true))]
#[case::utf16_be("", utf16(u16::to_be_bytes, true))]
#[case::utf16_unmarked("", utf16(u16::to_le_bytes, false))]
fn encodings_and_separators_read_the_same(#[case] _what: &str, #[case] bytes: Vec<u8>) {
    let reading = read("daftar.csv", &bytes, &defaults(), &Sources::default());
    assert_eq!(reading, read_text(PLAIN));
    assert_eq!(reading.entries.len(), 2);
}

fn utf16(bytes: fn(u16) -> [u8; 2], mark: bool) -> Vec<u8> {
    let text = if mark {
        format!("\u{feff}{PLAIN}")
    } else {
        PLAIN.to_owned()
    };
    text.encode_utf16().flat_map(bytes).collect()
}

#[test]
fn windows_1252_is_read_with_a_warning() {
    let bytes =
        b"NIP,Nama,Instansi,Akun\n198503122010012001,Andr\xe9 Contoh,Dinas,@andre@contoh.example\n";
    let reading = read("daftar.csv", bytes, &defaults(), &Sources::default());
    assert_eq!(reading.entries[0].1.name, "Andr\u{e9} Contoh");
    assert_eq!(reading.warnings.len(), 1);
}

#[rstest]
#[case("2027-02-28")]
#[case("28/02/2027")]
#[case("28-2-2027")]
#[case("28 Februari 2027")]
#[case("28 Pebruari 2027")]
#[case("2027-02-28T10:00:00Z")]
fn dates_are_read_as_people_write_them(#[case] text: &str) {
    let file = format!(
        "NIP,Nama,Instansi,Akun,Berakhir\n198503122010012001,Rina,Dinas,@rina@contoh.example,{text}\n"
    );
    let reading = read_text(&file);
    assert_eq!(
        reading.entries[0].1.purpose.ends_on,
        jiff::civil::date(2027, 2, 28)
    );
}

#[test]
fn proofs_are_read_with_their_reference() {
    let file = "\
NIP,Nama,Instansi,Akun,Bukti,Diverifikasi Oleh,Diverifikasi Pada
198503122010012001,Rina,Dinas,@rina@contoh.example,Surat BKPSDM 800/12/2026,Petugas Satu,2026-09-01
";
    let proof = read_text(file).entries[0].1.proof.clone().unwrap();
    assert_eq!(proof.kind, ProofKind::AgencyLetter);
    assert_eq!(proof.reference.as_deref(), Some("Surat BKPSDM 800/12/2026"));
    assert_eq!(proof.verified_by.as_deref(), Some("Petugas Satu"));
    assert_eq!(
        proof.verified_at.unwrap().to_string(),
        "2026-08-31T17:00:00Z"
    );
}

#[rstest]
#[case::empty("")]
#[case::no_header("a,b\nc,d\n")]
#[case::header_only("NIP,Nama,Akun\n")]
fn a_file_without_rows_says_why(#[case] file: &str) {
    let reading = read_text(file);
    assert_eq!(reading.errors.len(), 1, "{reading:?}");
    assert_eq!(reading.entries, []);
}

#[test]
fn a_missing_quotation_mark_does_not_swallow_the_file_in_silence() {
    let rest = PLAIN.repeat(MAX_CELL_BYTES / PLAIN.len() + 1);
    let file = format!(
        "NIP,Nama,Instansi,Akun\n198503122010012001,\"Rina,Dinas,@rina@contoh.example\n{rest}"
    );
    let reading = read_text(&file);
    assert_eq!(
        reading.errors.len() + reading.warnings.len(),
        1,
        "{}",
        report(&reading)
    );
}

/// Rows are found by these, and an engine finds nothing by a longer one.
#[rstest]
#[case("Rina", &"D".repeat(LONGEST_KEY / 2 + 1), "@rina@contoh.example", "Instansi: longer than 1000")]
#[case(&"R".repeat(LONGEST_KEY / 2 + 1), "Dinas", "@rina@contoh.example", "Nama: longer than 1000")]
#[case("Rina", "Dinas", &format!("https://contoh.example/{}", "%C3%A9".repeat(400)), "Akun: the address is longer than 2000")]
#[case("Rina", "Dinas", &format!("@{}@contoh.example", "r".repeat(LONGEST_KEY)), "Akun: the address is longer than 2000")]
fn a_text_that_no_index_holds_is_an_error_of_its_cell(
    #[case] name: &str,
    #[case] agency: &str,
    #[case] account: &str,
    #[case] expected: &str,
) {
    let platform = if account.starts_with('@') {
        "mastodon"
    } else {
        "feed"
    };
    let file = format!(
        "Jenis,Nama,Instansi,Platform,Akun\ninstansi,{name},{agency},{platform},{account}\n"
    );
    let told = report(&read_text(&file));
    assert!(
        told.starts_with(&format!("error: row 2, {expected} bytes")),
        "{told}"
    );
}

#[test]
fn the_shipped_example_reads_without_complaint() {
    let bytes = std::fs::read(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/config/registry.example.csv"
    ))
    .unwrap();
    let reading = read(
        "registry.example.csv",
        &bytes,
        &netra::registry::Defaults::default(),
        &Sources::default(),
    );
    assert_eq!((reading.errors, reading.warnings), (Vec::new(), Vec::new()));
    assert!(reading.entries.len() >= 5);
}

#[test]
fn an_export_holds_no_formula() {
    let mut entry = read_text(PLAIN).entries[0].1.clone();
    entry.name = "=HYPERLINK(\"https://contoh.example\")".to_owned();
    entry.agency = "+62 Dinas".to_owned();
    entry.position = Some("-1".to_owned());
    let text = written(&[entry]);
    let row = text.lines().nth(1).unwrap();
    insta::assert_snapshot!(row, @r#"orang;'198503122010012001;"'=HYPERLINK(""https://contoh.example"")";'+62 Dinas;'-1;'32.04;mastodon;'@rina@contoh.example;;;;;;ST-1/2026;2027-12-31"#);
}

fn words() -> impl Strategy<Value = String> {
    "[=+@'\"A-Za-z-][-=+@'\",;A-Za-z0-9é]{0,8}( [A-Za-z0-9'\",;=]{1,8}){0,2}"
        .prop_filter("a dash means nothing", |text| {
            text.chars().any(char::is_alphabetic) && text.len() > 10
        })
}

prop_compose! {
    fn entry()(
        name in words(),
        agency in words(),
        position in proptest::option::of(words()),
        serial in 1..999u32,
        reference in proptest::option::of(words()),
        proved in any::<bool>(),
        at in proptest::option::of(0i64..4_000_000_000_000_000),
    ) -> RegistryEntry {
        RegistryEntry {
            kind: PersonKind::Person,
            nip: Some(format!("198503122010012{serial:03}").parse().unwrap()),
            name, agency, position,
            region: "32.10".parse().unwrap(),
            platform: Platform::Mastodon,
            address: format!("@akun{serial}@contoh.example"),
            proof: proved.then(|| OwnershipProof {
                kind: ProofKind::SelfDeclared,
                reference,
                verified_by: None,
                verified_at: at.map(|at| jiff::Timestamp::from_microsecond(at).unwrap()),
                expires_at: None,
            }),
            purpose: Purpose { basis: "ST-1".to_owned(), ends_on: jiff::civil::date(2027, 3, 2) },
        }
    }
}

proptest! {
    #[test]
    fn what_is_written_reads_back_the_same(entry in entry()) {
        let text = written(std::slice::from_ref(&entry));
        let mut cells = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
        for cell in cells.records().flat_map(|record| record.unwrap().iter().map(str::to_owned).collect::<Vec<_>>()) {
            prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{}", cell);
        }
        let reading = read_text(&text);
        prop_assert_eq!(&reading.errors, &[]);
        prop_assert_eq!(&reading.entries[0].1, &entry, "{}", line(&entry));
    }

    #[test]
    fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        read("x.csv", &bytes, &defaults(), &Sources::default());
    }

    #[test]
    fn a_damaged_file_is_read_without_panic(at in 0..PLAIN.len(), byte in any::<u8>()) {
        let mut bytes = PLAIN.as_bytes().to_vec();
        bytes[at] = byte;
        read("x.csv", &bytes, &defaults(), &Sources::default());
    }
}

#[test]
fn headers_without_end_are_told_up_to_a_bound() {
    let header = |page: usize| {
        let names = (0..20).map(|column| format!(";Z{page}_{column}"));
        format!("Nama;NIP;Instansi;Akun{}\n", names.collect::<String>())
    };
    let row = |page: usize| format!("Rina;198503122010012001;Dinas;@a{page}@m.contoh.example\n");
    let pages = (0..300).map(|page| header(page) + &row(page));
    let reading = read_text(&pages.collect::<String>());
    assert_eq!(reading.entries.len(), 300);
    assert_eq!(reading.sheets[0].used, ["Nama", "NIP", "Instansi", "Akun"]);
    assert_eq!(reading.sheets[0].unused.len(), 1_000);
    assert_eq!(reading.sheets[0].unused[20], "Z1_0", "each once, in order");
}

#[test]
fn a_cell_of_more_addresses_than_anybody_has_is_refused() {
    let many: Vec<String> = (0..100)
        .map(|n| format!("@a{n}@m.contoh.example"))
        .collect();
    let many = many.join(" ");
    let commas = format!("https://m.contoh.example/x?{}", "q,".repeat(300));
    for cell in [many, commas] {
        let reading = read_text(&format!(
            "Nama;NIP;Instansi;Akun\nRina;198503122010012001;Dinas;{cell}\n\
             Dimas;199002022015031002;Dinas;@dimas@m.contoh.example\n"
        ));
        assert_eq!(reading.entries.len(), 1);
        let told = report(&reading);
        assert!(
            told.contains("error: row 2, Akun: the cell holds more than 64 words or addresses"),
            "{told}"
        );
    }
}

#[test]
fn letters_that_nobody_sees_or_that_turn_others_are_taken_out() {
    let file = "NIP,Nama,Instansi,Akun\n\
        198503122010012001,R\u{ad}i\u{200b}na\u{2028}Con\u{202e}toh\u{2066},Di\u{3164}nas,@rina@contoh.example\n";
    let reading = read_text(file);
    let [(_, entry)] = reading.entries.as_slice() else {
        panic!("{}", report(&reading));
    };
    assert_eq!((&*entry.name, &*entry.agency), ("Rina Contoh", "Dinas"));
}
