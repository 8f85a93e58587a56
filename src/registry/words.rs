//! What the name of a column means, told by its words: `Nama & Gelar`, `NIP/NRK`,
//! `Link Akun Medsos`, `Tautan_Akun_IG`.
//!
//! A name means a column when it holds the words that the column needs and no word that could
//! make it another: `Nama Atasan` is nobody's name, `Alamat` alone is where somebody lives.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::header::Column;
use crate::model::Platform;
use crate::source::Sources;

struct Rule {
    column: Column,
    /// One of these must stand in the name, all its words.
    needs: &'static [&'static [&'static str]],
    /// Words that may stand beside them.
    may: &'static [&'static str],
}

const fn rule(
    column: Column,
    needs: &'static [&'static [&'static str]],
    may: &'static [&'static str],
) -> Rule {
    Rule { column, needs, may }
}

/// Words that say nothing about a column, whatever it holds.
const EVERYWHERE: [&str; 22] = [
    "dan",
    "and",
    "atau",
    "yang",
    "bersangkutan",
    "ybs",
    "wajib",
    "diisi",
    "milik",
    "dimiliki",
    "pegawai",
    "asn",
    "pns",
    "pppk",
    "p3k",
    "cpns",
    "aparatur",
    "sipil",
    "negara",
    "karyawan",
    "sesuai",
    "sk",
];

/// What stands around the name of a platform, or beside the word account.
const AROUND: [&str; 33] = [
    "akun",
    "account",
    "alamat",
    "link",
    "tautan",
    "url",
    "username",
    "user",
    "name",
    "nama",
    "id",
    "profil",
    "profile",
    "medsos",
    "pribadi",
    "resmi",
    "utama",
    "aktif",
    "lain",
    "lainnya",
    "handle",
    "pengguna",
    "address",
    "channel",
    "kanal",
    "saluran",
    "halaman",
    "page",
    "digunakan",
    "instansi",
    "official",
    "dipakai",
    "sosial",
];

/// Rules in the order in which they are asked: the narrower goes first.
const RULES: &[Rule] = &[
    rule(
        Column::Nip,
        &[
            &["nip"],
            &["nipppk"],
            &["nippppk"],
            &["nippk"],
            &["nomor", "induk"],
        ],
        &[
            "nomor",
            "induk",
            "nip",
            "ni",
            "nipppk",
            "nippppk",
            "nippk",
            "nrk",
            "nik",
            "nrp",
            "baru",
            "digit",
            "kepegawaian",
        ],
    ),
    rule(
        Column::Name,
        &[&["pemilik"]],
        &["nama", "akun", "medsos", "lengkap", "gelar"],
    ),
    rule(
        Column::Unit,
        &[
            &["unit", "organisasi"],
            &["unit", "kerja"],
            &["unit"],
            &["satuan", "kerja"],
            &["satker"],
            &["subunit"],
            &["tempat", "tugas"],
            &["tempat", "kerja"],
        ],
        &[
            "unit",
            "kerja",
            "organisasi",
            "satuan",
            "satker",
            "nama",
            "sub",
            "tempat",
            "tugas",
            "bidang",
            "bagian",
            "seksi",
            "sekolah",
        ],
    ),
    rule(
        Column::Agency,
        &[
            &["instansi"],
            &["opd"],
            &["skpd"],
            &["perangkat", "daerah"],
            &["organisasi"],
            &["agency"],
        ],
        &[
            "nama",
            "induk",
            "asal",
            "unit",
            "kerja",
            "opd",
            "skpd",
            "perangkat",
            "daerah",
            "satuan",
            "organisasi",
            "instansi",
            "pemerintah",
            "satker",
            "lembaga",
        ],
    ),
    rule(
        Column::Name,
        &[&["nama"], &["name"]],
        &[
            "lengkap", "gelar", "tanpa", "dengan", "beserta", "full", "pejabat",
        ],
    ),
    rule(
        Column::Post,
        &[&["jabatan"], &["position"]],
        &[
            "nama",
            "terakhir",
            "saat",
            "ini",
            "sekarang",
            "fungsional",
            "struktural",
            "tugas",
            "pangkat",
            "golongan",
            "gol",
            "ruang",
        ],
    ),
    rule(
        Column::Basis,
        &[&["dasar"], &["surat", "tugas"]],
        &["tugas", "pengawasan", "hukum", "surat", "nomor", "dasar"],
    ),
    rule(
        Column::ProofExpires,
        &[&["bukti", "berlaku"]],
        &["sampai", "masa", "hingga", "tanggal"],
    ),
    rule(
        Column::Ends,
        &[
            &["berakhir"],
            &["sampai"],
            &["hingga"],
            &["tanggal", "akhir"],
            &["akhir", "pengawasan"],
            &["selesai"],
        ],
        &[
            "pada",
            "berlaku",
            "tanggal",
            "pengawasan",
            "masa",
            "akhir",
            "sampai",
            "dengan",
            "tugas",
            "hari",
            "terakhir",
        ],
    ),
    rule(
        Column::VerifiedBy,
        &[
            &["diverifikasi", "oleh"],
            &["diperiksa", "oleh"],
            &["verifikator"],
        ],
        &["nama", "petugas"],
    ),
    rule(
        Column::VerifiedAt,
        &[
            &["diverifikasi", "pada"],
            &["diperiksa", "pada"],
            &["tanggal", "verifikasi"],
            &["tanggal", "pemeriksaan"],
        ],
        &["tanggal", "akun"],
    ),
    rule(
        Column::ProofReference,
        &[
            &["rujukan"],
            &["referensi"],
            &["nomor", "bukti"],
            &["nomor", "surat"],
        ],
        &["bukti", "nomor", "surat"],
    ),
    rule(
        Column::Proof,
        &[&["bukti"], &["proof"]],
        &["kepemilikan", "akun", "jenis", "medsos"],
    ),
    rule(
        Column::Platform,
        &[
            &["platform"],
            &["jenis", "medsos"],
            &["jenis", "akun"],
            &["aplikasi", "medsos"],
        ],
        &["nama", "jenis", "akun", "medsos", "media", "aplikasi"],
    ),
    rule(
        Column::Kind,
        &[
            &["jenis"],
            &["kategori"],
            &["kind"],
            &["status", "kepegawaian"],
            &["status", "pegawai"],
            &["status", "asn"],
        ],
        &["pemilik", "kepegawaian", "status", "jenis"],
    ),
    rule(
        Column::Region,
        &[
            &["wilayah"],
            &["region"],
            &["kode", "kemendagri"],
            &["kode", "kabupaten"],
            &["kode", "kota"],
            &["kode", "kabkota"],
            &["kode", "daerah"],
        ],
        &[
            "kode",
            "wilayah",
            "kemendagri",
            "kabupaten",
            "kota",
            "daerah",
            "kerja",
            "administrasi",
            "code",
        ],
    ),
    rule(
        Column::Link,
        &[&["tautan"], &["link"], &["url"]],
        &[
            "akun",
            "medsos",
            "profil",
            "profile",
            "alamat",
            "nama",
            "pribadi",
            "resmi",
            "aktif",
            "utama",
            "lain",
            "lainnya",
            "media",
            "tautan",
            "link",
            "url",
            "digunakan",
        ],
    ),
    rule(
        Column::SocialMedia,
        &[&["medsos"]],
        &["nama", "digunakan", "aktif"],
    ),
    rule(
        Column::Account,
        &[
            &["akun"],
            &["account"],
            &["handle"],
            &["username"],
            &["user", "name"],
            &["pengguna"],
            &["address"],
            &["alamat", "medsos"],
        ],
        &[
            "akun",
            "account",
            "handle",
            "username",
            "nama",
            "medsos",
            "alamat",
            "id",
            "pribadi",
            "resmi",
            "utama",
            "aktif",
            "lain",
            "lainnya",
            "pengguna",
            "digunakan",
            "profil",
            "user",
            "media",
            "online",
            "daring",
        ],
    ),
    rule(
        Column::Web,
        &[
            &["blog"],
            &["website"],
            &["web"],
            &["situs"],
            &["laman"],
            &["weblog"],
        ],
        &[
            "blog", "website", "web", "situs", "laman", "pribadi", "alamat", "link", "url",
            "tautan", "nama", "resmi", "site", "weblog",
        ],
    ),
];

/// Every word of the rules; a word run together is cut into these.
static VOCABULARY: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let ruled = RULES.iter().flat_map(|rule| {
        rule.needs
            .iter()
            .copied()
            .flatten()
            .chain(rule.may)
            .copied()
    });
    ruled.chain(EVERYWHERE).chain(AROUND).collect()
});

/// Longest name of a column, in bytes; what is longer is a sentence.
const LONGEST_NAME: usize = 120;

/// What a column of this name holds.
pub(super) fn meaning(name: &str, sources: &Sources) -> Option<Column> {
    if name.len() > LONGEST_NAME {
        return None;
    }
    let (before, inside) = name.split_once(['(', '[']).unwrap_or((name, ""));
    let words = words(before);
    let ruled = RULES.iter().find(|rule| rule.fits(&words));
    let ruled = ruled.map(|rule| rule.column);
    match ruled.or_else(|| on_platforms(&words, sources)) {
        // `Akun (Instagram)` says the platform behind.
        Some(column @ (Column::Account | Column::Link | Column::SocialMedia)) => {
            on_platforms(&self::words(inside), sources).or(Some(column))
        }
        found => found,
    }
}

impl Rule {
    fn fits(&self, words: &[String]) -> bool {
        let has = |word: &&str| words.iter().any(|one| one == word);
        let needed = |set: &&&[&str]| set.iter().all(has);
        let Some(set) = self.needs.iter().find(needed) else {
            return false;
        };
        words.iter().all(|word| {
            let word = word.as_str();
            set.contains(&word) || self.may.contains(&word) || EVERYWHERE.contains(&word)
        })
    }
}

/// The running number of rows, which nobody needs.
pub(super) fn is_count(name: &str) -> bool {
    let words = words(name);
    let count = |word: &String| matches!(word.as_str(), "nomor" | "urut" | "nourut" | "nomorurut");
    words.first().is_some_and(count) && words.iter().all(count)
}

/// `Instagram`, `Akun IG`, `Mastodon/Bluesky`: accounts on one platform or on several.
fn on_platforms(words: &[String], sources: &Sources) -> Option<Column> {
    if let Some(platform) = sources.named(&words.concat()) {
        return Some(Column::On(platform));
    }
    let about =
        |word: &&String| !AROUND.contains(&word.as_str()) && !EVERYWHERE.contains(&word.as_str());
    let names: Vec<&String> = words.iter().filter(about).collect();
    let joined = names.iter().map(|name| name.as_str()).collect::<String>();
    if let Some(platform) = sources.named(&joined).filter(|_| !joined.is_empty()) {
        return Some(Column::On(platform));
    }
    let each: Option<Vec<Platform>> = names.iter().map(|name| sources.named(name)).collect();
    match each?.as_slice() {
        [] => None,
        [first, others @ ..] if others.iter().all(|other| other == first) => {
            Some(Column::On(*first))
        }
        _ => Some(Column::Account),
    }
}

/// The words of a name in one spelling each; numbers say nothing.
fn words(name: &str) -> Vec<String> {
    let lower = name.to_lowercase();
    let parts = lower.split(|c: char| !c.is_alphanumeric());
    let parts = parts.filter(|part| !part.is_empty() && !part.bytes().all(|b| b.is_ascii_digit()));
    let mut words: Vec<String> = Vec::new();
    for part in parts.flat_map(cut) {
        let before = words.last().map(String::as_str);
        match (before, part.as_str()) {
            (Some("media"), "sosial" | "social") | (Some("sosial" | "social"), "media") => {
                words.pop();
                words.push("medsos".to_owned());
            }
            (Some("e"), "mail") => {
                words.pop();
                words.push("email".to_owned());
            }
            _ => words.push(one_spelling(part)),
        }
    }
    words
}

fn one_spelling(word: String) -> String {
    let usual = match word.as_str() {
        "tgl" => "tanggal",
        "no" => "nomor",
        "sosmed" | "socmed" | "mediasosial" | "sosialmedia" => "medsos",
        "kab" => "kabupaten",
        "surel" => "email",
        _ => return word,
    };
    usual.to_owned()
}

/// A word run together, `namalengkap`, as the words it consists of; any other as it is.
fn cut(word: &str) -> Vec<String> {
    if VOCABULARY.contains(word) || word.len() > 40 || !word.is_ascii() {
        return vec![word.to_owned()];
    }
    let usable = |from: usize, to: usize| {
        let piece = &word[from..to];
        to - from > 1 && (VOCABULARY.contains(piece) || matches!(piece, "sosial" | "no" | "tgl"))
    };
    // Where the last word of a beginning that can be cut starts, the longest one first.
    let mut starts: Vec<Option<usize>> = vec![None; word.len() + 1];
    for to in 1..=word.len() {
        let reachable = |from: &usize| *from == 0 || starts[*from].is_some();
        starts[to] = (0..to).filter(reachable).find(|from| usable(*from, to));
    }
    let mut pieces = Vec::new();
    let mut end = word.len();
    while let Some(from) = starts[end] {
        pieces.push(word[from..end].to_owned());
        end = from;
        if end == 0 {
            pieces.reverse();
            return pieces;
        }
    }
    vec![word.to_owned()]
}
