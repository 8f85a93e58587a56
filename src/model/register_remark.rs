//! What the register says of a list or of a correction, beside what it does.

use jiff::Timestamp;
use jiff::civil::Date;

use super::remark::{Spoken, remarks};
use super::{AccountId, AsWritten, Language, ListPlace, Nip, PersonId, RegionCode, Scope};

remarks! {
    /// Why the register was not changed, or not as somebody wanted. No sentence names an option of
    /// the command line, which adds its own.
    #[derive(Debug, Clone, PartialEq, Eq)]
    RegisterRemark []

    // Rows of a list that wait for somebody
    HeldByAnother(address: String, account: AccountId, owner: String):
        "{address} terdaftar sebagai akun {account} milik {owner}",
        "{address} is registered as account {account} of {owner}"
        => "nyatakan bahwa akun itu memang berpindah tangan, atau bahwa akun itu tidak pernah miliknya",
        "confirm that it has changed hands, or that it never was theirs";
    OtherName(registered: String, person: PersonId, name: AsWritten, key: RenameKey):
        "{registered} terdaftar sebagai orang {person}, tetapi baris ini menyebut {name}",
        "{registered} is registered as person {person}, but this row says {name}"
        => "periksa apakah {key} berada di baris yang salah, dan nyatakan namanya jika memang benar",
        "look whether {key} stands in the wrong row, and confirm the name if it is right";

    // Rows of a list that are not taken
    OtherKind(registered: String, person: PersonId):
        "{registered} terdaftar sebagai orang {person} dengan jenis lain (orang atau instansi) daripada baris ini",
        "{registered} is registered as person {person} of another kind (person or agency) than this row says"
        => "samakan jenisnya dengan yang terdaftar", "give the kind that is registered";
    OutsideScope(region: RegionCode, scope: Scope):
        "wilayah {region} berada di luar {scope}, batas wilayah yang boleh Anda baca",
        "{region} lies outside {scope}, which is as far as you may read";
    RegisteredElsewhere(address: String):
        "{address} atau pemiliknya terdaftar di wilayah lain",
        "{address} or its person is registered elsewhere"
        => "minta bantuan orang yang boleh membaca seluruh negeri",
        "ask somebody who may read the whole country";
    EndedAlready(day: Date):
        "hari terakhir pemantauannya, {day}, sudah lewat, jadi akun ini tidak akan dikumpulkan",
        "its last day of watching, {day}, has passed, so that the account will not be visited"
        => "periksa tanggalnya", "look at the date";
    ProofEnded(day: Date):
        "bukti kepemilikannya hanya berlaku sampai {day}, yang sudah lewat",
        "its proof of ownership was valid until {day}, which has passed"
        => "mintalah bukti yang baru", "ask for a new proof";
    StaysRetired(address: String, account: AccountId):
        "pemantauan {address} sudah dihentikan dan tetap dihentikan",
        "{address} was retired and stays retired"
        => "lanjutkan pemantauan akun {account} jika memang harus dipantau",
        "take account {account} back if it is to be watched";
    PersonStaysRetired(person: PersonId, who: String):
        "pemantauan orang {person} ({who}) sudah dihentikan dan tetap dihentikan",
        "person {person} ({who}) was retired and stays retired"
        => "lanjutkan pemantauannya jika memang harus dipantau",
        "take them back if they are to be watched";
    NumberMerged(person: PersonId, who: String):
        "nomor pada baris ini sudah digabungkan ke orang {person} ({who}), yang datanya tidak berubah",
        "the number of this row was merged into person {person} ({who}), whose facts stay"
        => "isi nomornya yang sekarang",
        "give their present number";

    // Corrections that are refused
    PersonMerged(person: PersonId, into: PersonId):
        "orang {person} sudah digabungkan ke orang {into}",
        "person {person} was merged into person {into}"
        => "pilih orang {into}",
        "name that one";
    PersonRetired(person: PersonId):
        "pemantauan orang {person} sudah dihentikan",
        "person {person} was retired"
        => "lanjutkan pemantauan orang itu dahulu",
        "take them back first";
    RetiredWithPerson(account: AccountId, person: PersonId):
        "pemantauan akun {account} dihentikan bersama pemiliknya",
        "account {account} was retired with its person"
        => "lanjutkan pemantauan orang {person}, maka akunnya ikut dipantau lagi",
        "take person {person} back, and the account comes along";
    TheirsAlready(account: AccountId, person: PersonId):
        "akun {account} memang sudah milik orang {person}",
        "account {account} is person {person}'s already";
    NotYet(account: AccountId, since: Timestamp):
        "akun {account} tidak mungkin berpindah tangan pada {since}, yang belum tiba",
        "account {account} cannot have changed hands at {since}, which is still to come";
    ChangedHandsLater(account: AccountId, since: Timestamp):
        "akun {account} berpindah tangan setelah {since}",
        "account {account} changed hands after {since}"
        => "isi tanggal yang lebih akhir",
        "give a later day";
    NotTheirs(account: AccountId, person: PersonId, owner: PersonId):
        "akun {account} bukan milik orang {person}, melainkan milik orang {owner}",
        "account {account} is not person {person}'s but person {owner}'s";
    NameToConfirm(person: PersonId, old: String, new: String):
        "orang {person} terdaftar dengan nama {old}",
        "person {person} is registered as {old}"
        => "nyatakan bahwa namanya sekarang memang {new}",
        "confirm that their name is {new} now";
    KindAgainstNip(person: PersonId):
        "orang {person} tidak dapat dicatat begitu: orang mempunyai NIP, dan instansi tidak",
        "person {person} cannot be recorded so: a person has a NIP, and an agency has none"
        => "periksa jenisnya",
        "look at the kind again";
    SplitFromSelf(person: PersonId):
        "orang {person} tidak dapat dipisahkan dari dirinya sendiri",
        "person {person} cannot be split from themselves";
    OneAlready(person: PersonId):
        "orang {person} tidak dapat digabungkan dengan dirinya sendiri",
        "person {person} is one already";
    NoHumanBeing(agency: PersonId):
        "orang {agency} adalah instansi, bukan manusia",
        "person {agency} is an agency, which is no human being";
}

/// For whom another name is confirmed. Sentences do not show the number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RenameKey {
    /// A person.
    Nip(Nip),
    /// An agency, known by its account.
    Address(String),
}

impl RenameKey {
    /// The number or the address.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Nip(nip) => nip.as_str(),
            Self::Address(address) => address,
        }
    }
}

impl Spoken for RenameKey {
    fn speak(&self, language: Language, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match (self, language) {
            (Self::Nip(_), Language::Indonesian) => "NIP-nya",
            (Self::Nip(_), Language::English) => "the number",
            (Self::Address(_), Language::Indonesian) => "alamatnya",
            (Self::Address(_), Language::English) => "the address",
        })
    }
}

/// A remark with the row of the list that it is about.
pub type PlacedRemark = (ListPlace, RegisterRemark);
