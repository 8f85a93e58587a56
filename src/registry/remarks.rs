//! Everything that reading a list says: one entry a sentence, in both languages. No sentence names
//! an option of the command line, which adds its own.

use super::file_kind::FileKind;
use super::remark_words::{RowsLacking, RowsTorn, SheetCount};
use crate::model::{AccountId, AsWritten, InvalidNip, ListPlace, Platform, remarks};
use crate::source::{AddressFault, AddressForm};

remarks! {
    /// What there is to say about a list, a row of it or a cell.
    #[derive(Debug, Clone, PartialEq, Eq)]
    RowRemark [Nip(InvalidNip)]

    // The file
    TooLarge(file: String, most: usize):
        "{file} lebih besar dari {most} MiB",
        "{file} is larger than {most} MiB"
        => "bagi menjadi beberapa berkas", "split it";
    EmptyFile(file: String):
        "{file} kosong",
        "{file} is empty"
        => "pilih berkas yang memuat daftarnya", "choose the file that holds the list";
    NoList(file: String, kind: FileKind):
        "{file} adalah {kind}, bukan daftar CSV atau XLSX",
        "{file} is {kind} and no CSV or XLSX list"
        => "simpan daftarnya sebagai .xlsx atau .csv, lalu pakai berkas itu",
        "save the list as .xlsx or .csv and use that file";
    OldFormat(file: String):
        "{file} adalah berkas .xls lama atau berkas yang dilindungi kata sandi",
        "{file} is an old .xls or a password-protected file"
        => "simpan sebagai .xlsx tanpa kata sandi", "save it as .xlsx without a password";
    TooManyRows(file: String, rows: usize, cells: usize):
        "{file} memuat lebih dari {rows} baris atau {cells} sel",
        "{file} has more than {rows} rows or {cells} cells"
        => "bagi menjadi beberapa berkas", "split it";
    Unpacks(file: String, most: u64):
        "{file} menjadi lebih besar dari {most} MiB setelah dibuka",
        "{file} unpacks to more than {most} MiB"
        => "simpan lagi tanpa gambar, atau bagi menjadi beberapa berkas",
        "save it again without pictures, or split it";
    Members(file: String, most: usize):
        "{file} adalah arsip dengan lebih dari {most} berkas",
        "{file} is an archive of more than {most} files"
        => "buka dengan program lembar kerja, lalu simpan lagi tanpa gambar",
        "open it in a spreadsheet and save it again without pictures";
    Damaged(file: String):
        "{file} rusak",
        "{file} is damaged"
        => "buka dengan program lembar kerja, lalu simpan lagi",
        "open it in a spreadsheet and save it again";
    NoWorkbook(file: String, said: String):
        "{file} rusak atau bukan berkas XLSX",
        "{file} is not a readable XLSX file: {said}"
        => "buka dengan program lembar kerja, lalu simpan lagi",
        "open it in a spreadsheet and save it again";
    SheetBroken(file: String, sheet: AsWritten, said: String):
        "lembar {sheet} di {file} tidak dapat dibaca",
        "{file} has a sheet {sheet} that cannot be read: {said}"
        => "buka dengan program lembar kerja, lalu simpan lagi",
        "open it in a spreadsheet and save it again";
    NotUtf8:
        "berkas ini bukan UTF-8 dan dibaca sebagai Windows-1252",
        "the file is not UTF-8 and was read as Windows-1252"
        => "periksa nama yang memakai huruf beraksen", "look at names with accents";
    NoHeader:
        "judul kolom tidak ditemukan",
        "no header was found"
        => "satu baris harus menyebut kolom NIP atau Nama, dan kolom Akun, Tautan, atau nama sebuah platform",
        "a row must name a column NIP or Nama and a column Akun, Tautan or the name of a platform";
    NoHeaderAmong(columns: String):
        "judul kolom tidak ditemukan; kolom yang terlihat: {columns}",
        "no header was found; the columns seen are: {columns}"
        => "satu baris harus menyebut kolom NIP atau Nama, dan kolom Akun, Tautan, atau nama sebuah platform",
        "a row must name a column NIP or Nama and a column Akun, Tautan or the name of a platform";
    NothingBelow:
        "tidak ada baris di bawah judul kolom yang memuat akun",
        "no row below the header holds an account";
    ColumnsUnused(columns: String):
        "kolom yang tidak dipakai: {columns}",
        "columns that were not used: {columns}";

    // Sheets, and what is hidden
    ChartSheet(sheet: AsWritten):
        "lembar {sheet} berisi bagan atau sejenisnya dan dilewati",
        "sheet {sheet} is a chart or the like and was passed over";
    SheetHidden(sheet: AsWritten):
        "lembar {sheet} tersembunyi dan dilewati",
        "sheet {sheet} is hidden and was passed over"
        => "tampilkan di program lembar kerja agar dibaca",
        "show it in the spreadsheet to have it read";
    SheetsBeyond(most: usize, more: usize):
        "hanya {most} lembar pertama yang dibaca, {more} lembar berikutnya tidak",
        "only the first {most} sheets were read, the next {more} were not"
        => "pindahkan ke berkas lain", "move them to another file";
    SheetUnread(sheet: AsWritten, rows: usize):
        "lembar {sheet} tidak mempunyai judul kolom untuk orang dan akun; baris terisinya tidak dibaca ({rows})",
        "sheet {sheet} has no header that names persons and accounts; its filled rows were not read ({rows})";
    VisibilityUnknown(sheet: AsWritten):
        "tidak dapat diketahui apakah ada baris yang tersembunyi di lembar {sheet}",
        "whether rows of sheet {sheet} are hidden cannot be told"
        => "simpan lagi dengan program lembar kerja", "save it again in a spreadsheet";
    HiddenUnread(sheet: AsWritten, count: SheetCount, which: String):
        "lembar {sheet}: {count} disembunyikan orang atau filter ({which}): tidak dibaca",
        "sheet {sheet}: {count} hidden by hand or by a filter ({which}): not read"
        => "tampilkan di program lembar kerja agar dibaca",
        "show it in the spreadsheet to have it read";
    HiddenRead(sheet: AsWritten, count: SheetCount, which: String):
        "lembar {sheet}: {count} disembunyikan orang atau filter ({which}): dibaca sesuai permintaan",
        "sheet {sheet}: {count} hidden by hand or by a filter ({which}): read, as asked";
    Formulas(sheet: AsWritten, count: SheetCount):
        "lembar {sheet}: {count} berisi rumus; nilai hitungan terakhirnya yang diambil",
        "sheet {sheet}: {count} with a formula; the last computed values were taken";
    ColumnsBeyond(sheet: AsWritten, most: u32):
        "lembar {sheet} terisi juga di kanan kolom ke-{most}, dan sel di sana tidak dibaca",
        "sheet {sheet} is filled right of column {most} too, and the cells there were not read";

    // Rows that are no entries
    AboveHeader:
        "berada di atas judul kolom dan tidak dibaca",
        "stands above the header and was not read";
    TableUnread(columns: String, rows: usize):
        "mengawali tabel tanpa kolom akun ({columns}); baris terisinya tidak dibaca ({rows})",
        "begins a table without a column of accounts ({columns}); its filled rows were not read ({rows})";
    NoAccountNamed:
        "dilewati: tidak menyebut akun",
        "passed over: it names no account";
    NoneToRegister:
        "dilewati: tidak menyebut akun yang dapat didaftarkan",
        "passed over: it names no account that can be registered";
    NoteOrTitle:
        "dilewati: tampaknya catatan, bukan baris daftar",
        "passed over: it looks like a note, not like a row of the register";

    // Rows that cannot be trusted
    TooManyCells(most: usize):
        "memuat lebih dari {most} sel",
        "has more than {most} cells";
    QuoteOpen(start: AsWritten, rows: RowsTorn):
        "tanda kutip sebelum {start} tidak pernah ditutup, sehingga isi {rows} tidak dapat dipisahkan",
        "a quotation mark before {start} is never closed, so that {rows} cannot be told apart"
        => "hapus tanda kutip itu, atau tulis dua jika memang bagian dari teksnya",
        "remove it, or write two for one that belongs to the text";
    QuoteAroundCells(start: AsWritten, rows: RowsTorn):
        "tanda kutip di sekitar {start} tampaknya memuat sel lain, sehingga isi {rows} tidak dapat dipisahkan",
        "the quotation marks around {start} seem to hold other cells, so that {rows} cannot be told apart"
        => "hapus tanda kutip yang tidak pada tempatnya",
        "remove the ones that do not belong there";
    CellOfRows:
        "satu sel memuat baris-baris lain, seperti akibat tanda kutip berlebih di berkas teks",
        "a cell holds other rows, as after a quotation mark too many in a text file"
        => "perbaiki dari sumbernya", "correct it from the source";
    TooLong(most: usize):
        "lebih panjang dari {most} bita",
        "longer than {most} bytes"
        => "periksa apakah ada tanda kutip yang kurang",
        "look whether a quotation mark is missing";
    Formula(code: String):
        "rumusnya menghasilkan {code}",
        "the formula gives {code}"
        => "tulis nilainya", "write the value";

    // Rows that contradict each other
    Repeated(address: String):
        "{address} tertulis lebih dari sekali dan diambil satu kali",
        "{address} is repeated and was taken once";
    Contradicted(address: String, place: ListPlace):
        "{address} ada juga di {place}, dengan keterangan lain",
        "{address} stands in {place} too, with other details"
        => "pertahankan salah satu", "keep one of the two";
    NipContradicted(nip: String, place: ListPlace):
        "NIP {nip} ada juga di {place}, dengan nama, instansi, jabatan, wilayah, atau dasar yang lain",
        "the NIP {nip} stands in {place} too, with another name, agency, position, region or purpose"
        => "samakan kedua baris", "make the two rows agree";

    // What a row or all rows lack
    NameMissing: "nama belum diisi", "the name is missing";
    AgencyMissing: "instansi belum diisi", "the agency (Instansi) is missing";
    NipMissing:
        "NIP belum diisi",
        "the NIP is missing"
        => "untuk akun instansi, tulis instansi di kolom Jenis",
        "for an agency's account write instansi in a column Jenis";
    NipOfAgency:
        "instansi tidak mempunyai NIP",
        "an agency has no NIP"
        => "kosongkan NIP, atau ubah jenisnya menjadi orang",
        "leave the NIP empty, or make the kind orang";
    ReferenceAlone:
        "ada rujukan bukti tanpa jenis bukti",
        "there is a reference and no kind of proof"
        => "isi kolom Bukti, atau kosongkan rujukannya",
        "fill in the column Bukti, or empty the reference";
    NoNip(rows: RowsLacking):
        "{rows} NIP",
        "{rows} no NIP"
        => "tambahkan kolom NIP; untuk akun instansi, tulis instansi di kolom Jenis",
        "add a column NIP; for accounts of agencies write instansi in a column Jenis";
    NoName(rows: RowsLacking):
        "{rows} nama", "{rows} no name"
        => "tambahkan kolom Nama", "add a column Nama";
    NoAgency(rows: RowsLacking):
        "{rows} instansi", "{rows} no agency"
        => "tambahkan kolom Instansi", "add a column Instansi";
    NoRegion(rows: RowsLacking):
        "{rows} wilayah",
        "{rows} no region"
        => "tambahkan kolom Kode Wilayah",
        "add a column Kode Wilayah";
    NoBasis(rows: RowsLacking):
        "{rows} dasar penugasan",
        "{rows} no assignment"
        => "tambahkan kolom Dasar",
        "add a column Dasar";
    NoEnds(rows: RowsLacking):
        "{rows} hari terakhir pemantauan",
        "{rows} no last day of watching"
        => "tambahkan kolom Berakhir",
        "add a column Berakhir";

    // Cells of a person
    LostDigits:
        "NIP tersimpan sebagai bilangan, padahal program lembar kerja hanya menyimpan 15 dari 18 angkanya",
        "the NIP is stored as a number, and spreadsheets keep only 15 of its 18 digits"
        => "ubah format kolomnya menjadi teks, lalu isi ulang NIP dari sumbernya",
        "format the column as text and enter the NIP again from the source";
    EndsInZeros:
        "NIP berakhir dengan 000, seperti jika program lembar kerja menghilangkan angka terakhirnya",
        "the NIP ends in 000, as after a spreadsheet has lost its last digits"
        => "isi ulang dari sumbernya", "enter it again from the source";
    NotApart:
        "nama dan NIP di sel ini tidak dapat dipisahkan",
        "name and NIP in this cell cannot be told apart"
        => "tulis satu nama dan satu NIP, atau pisahkan menjadi kolom Nama dan kolom NIP",
        "write one name and one NIP, or give each a column of its own";
    UnknownKind(text: AsWritten):
        "{text} bukan orang (PNS, PPPK) dan bukan instansi",
        "{text} is neither orang (PNS, PPPK) nor instansi";
    NoRegionCode(text: AsWritten):
        "{text} bukan kode wilayah Kemendagri",
        "{text} is not a Kemendagri region code"
        => "tulis ID, 32, 32.04, 32.04.05, atau 32.04.05.2001",
        "expected ID, 32, 32.04, 32.04.05 or 32.04.05.2001";
    NoProof(text: AsWritten, kinds: String):
        "{text} bukan jenis bukti",
        "{text} is no kind of proof"
        => "tulis salah satu: surat instansi, pernyataan, profil, atau klarifikasi",
        "write one of {kinds}";

    // Dates
    NoDate(text: AsWritten):
        "{text} bukan tanggal",
        "{text} is not a date"
        => "tulis 2027-02-28, 28/02/2027, atau 28 Februari 2027",
        "write 2027-02-28, 28/02/2027 or 28 Februari 2027";
    NumberForDate(number: String):
        "bilangan {number} bukan tanggal",
        "the number {number} is not a date"
        => "tulis 2027-02-28, 28/02/2027, atau 28 Februari 2027, atau beri selnya format tanggal",
        "write 2027-02-28, 28/02/2027 or 28 Februari 2027, or give the cell the format of a date";
    ShortYear(text: AsWritten):
        "tahun di {text} hanya dua angka",
        "{text} has a year of two digits"
        => "tulis 2027-02-28 atau 28 Februari 2027",
        "write 2027-02-28 or 28 Februari 2027";
    MonthFirst(text: AsWritten):
        "{text} menulis bulan sebelum tanggal",
        "{text} has the month before the day"
        => "tulis 2027-02-28 atau 28 Februari 2027",
        "write 2027-02-28 or 28 Februari 2027";
    DayOrMonthFirst(text: AsWritten):
        "{text} dapat berarti tanggal lebih dahulu, seperti kebiasaan di sini, atau bulan lebih dahulu, seperti di sebagian program lembar kerja",
        "{text} may have the day first, as people write here, or the month, as some spreadsheets do"
        => "tulis 2027-02-28 atau 28 Februari 2027",
        "write 2027-02-28 or 28 Februari 2027";

    // Accounts
    OnlyAnnounced(text: AsWritten):
        "{text} mengatakan bahwa ada akun tetapi tidak menyebut yang mana, dan tidak diambil",
        "{text} says where an account is and not which, and was left out"
        => "isi alamat profilnya", "give the address of the profile";
    LinkElsewhere(text: AsWritten, link: AsWritten):
        "sel menampilkan {text}, sedangkan tautannya menuju {link}",
        "the cell shows {text} and its link leads to {link}"
        => "perbaiki salah satunya", "correct one of the two";
    TwoAccounts(account: String, link: String):
        "{account} dan tautan ke {link} adalah dua akun yang berbeda",
        "{account} and the link to {link} are two accounts"
        => "perbaiki salah satunya", "correct one of the two";
    MailAddress(text: AsWritten):
        "{text} adalah alamat surel, bukan akun, dan tidak diambil",
        "{text} is an e-mail address and no account, and was left out"
        => "isi alamat profilnya", "give the address of the profile";
    AddressTooLong(most: usize):
        "alamatnya lebih panjang dari {most} bita",
        "the address is longer than {most} bytes"
        => "isi alamat akun itu sendiri", "give the account's own address";
    TooManyAddresses(most: usize):
        "sel ini memuat lebih dari {most} kata atau alamat",
        "the cell holds more than {most} words or addresses"
        => "tulis satu akun per baris", "write one account a row";
    AddressesBeyond(most: usize):
        "daftar ini menyebut lebih dari {most} alamat akun, dan baris ini tidak dibaca lagi",
        "the list names more than {most} addresses of accounts, and this row was not read any more"
        => "bagi menjadi beberapa berkas", "split it";
    NoAccount(text: AsWritten, fault: AddressFault, form: AddressForm):
        "{text} {fault}", "{text} {fault}"
        => "{form}", "{form}";
    LeftOut(text: AsWritten, fault: AddressFault, form: AddressForm):
        "tidak diambil: {text} {fault}", "left out: {text} {fault}"
        => "{form}", "{form}";
    OnAnotherPlatform(text: AsWritten, own: Platform, given: Platform):
        "{text} ada di {own}, dan diambil sebagai {own}, bukan {given}",
        "{text} is on {own}, and was taken as that and not as {given}";
    NoPlatform(text: AsWritten, known: String):
        "platform tidak dapat diketahui dari {text}",
        "the platform does not follow from {text}"
        => "tambahkan kolom Platform dengan salah satu dari {known}",
        "add a column Platform with one of {known}";
    UnknownPlatformName(text: AsWritten, known: String):
        "platform {text} tidak dikenal",
        "unknown platform {text}"
        => "yang dikenal: {known}", "known: {known}";
    RegisteredTwice(address: String, accounts: Vec<AccountId>):
        "{address} terdaftar lebih dari sekali, sebagai akun {accounts}",
        "{address} is registered more than once, as accounts {accounts}"
        => "keluarkan semuanya kecuali satu", "retire all but one";
}
