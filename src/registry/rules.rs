//! The words by which the columns of lists are known.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::column::Column;

/// What the name of a column needs to mean it.
pub(super) struct ColumnRule {
    pub(super) column: Column,
    /// One of these must stand in the name, all its words.
    needs: &'static [&'static [&'static str]],
    /// Words that may stand beside them.
    may: &'static [&'static str],
}

const fn rule(
    column: Column,
    needs: &'static [&'static [&'static str]],
    may: &'static [&'static str],
) -> ColumnRule {
    ColumnRule { column, needs, may }
}

/// Words that say nothing about a column, whatever it holds.
pub(super) const EVERYWHERE: [&str; 22] = [
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
pub(super) const AROUND: [&str; 33] = [
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
pub(super) const RULES: &[ColumnRule] = &[
    rule(
        Column::NameAndNip,
        &[
            &["nama", "nip"],
            &["name", "nip"],
            &["nama", "nipppk"],
            &["nama", "nomor", "induk"],
        ],
        &[
            "nama",
            "name",
            "nip",
            "ni",
            "nipppk",
            "nomor",
            "induk",
            "lengkap",
            "gelar",
            "tanpa",
            "dengan",
            "beserta",
            "pejabat",
            "baru",
            "kepegawaian",
        ],
    ),
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
        &[
            "tugas",
            "penugasan",
            "pengawasan",
            "pemantauan",
            "hukum",
            "surat",
            "nomor",
            "dasar",
        ],
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
            &["akhir", "pemantauan"],
            &["hari", "terakhir"],
            &["selesai"],
        ],
        &[
            "pada",
            "berlaku",
            "tanggal",
            "pengawasan",
            "pemantauan",
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
pub(super) static VOCABULARY: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
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

impl ColumnRule {
    /// Whether these are the words of such a name.
    pub(super) fn fits(&self, words: &[String]) -> bool {
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
