//! What a row of the audit log says, in words. The log itself keeps its codes: the command line
//! and its hashes know no language.

use serde_json::{Number, Value};

use crate::db::audit::AuditEntry;
use crate::model::{Language, ProofKind, TimeZone};
use crate::web::text::Text;
use crate::web::{times, words};

/// A row as a sentence: who did what to what, and what else is known.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct AuditSentence {
    /// Who, as far as a name is known.
    pub(super) who: String,
    /// What was done.
    pub(super) deed: String,
    /// To what, where the deed does not say it.
    pub(super) object: Option<String>,
    /// The page of that, where there is one.
    pub(super) page: Option<String>,
    /// Further facts, each with its name.
    pub(super) facts: Vec<String>,
}

/// A code with its words in Indonesian and English.
type Phrase = (&'static str, &'static str, &'static str);

/// What is done, as it follows a name.
const DEEDS: &[Phrase] = &[
    ("login", "masuk", "signed in"),
    ("logout", "keluar", "signed out"),
    (
        "login_failed",
        "gagal masuk sebagai",
        "failed to sign in as",
    ),
    (
        "login_refused",
        "terlalu sering mencoba masuk sebagai",
        "tried too often to sign in as",
    ),
    (
        "password_failed",
        "salah mengetik kata sandi sekarang milik",
        "typed a wrong current password of",
    ),
    ("refused", "ditolak membuka", "was refused"),
    (
        "not_found",
        "meminta yang tidak ada atau di luar wilayahnya:",
        "asked for what is not there or outside their region:",
    ),
    ("throttled", "terlalu sering meminta", "asked too often for"),
    (
        "forged_form",
        "mengirim formulir yang bukan dari halaman ini:",
        "sent a form that is none of these pages':",
    ),
    (
        "password_right",
        "mengetik kata sandi yang benar, belum kode verifikasi, untuk",
        "typed the right password, not yet a verification code, for",
    ),
    (
        "code_failed",
        "mengetik kode verifikasi yang salah untuk",
        "typed a wrong verification code for",
    ),
    (
        "code_reused",
        "mengetik kode verifikasi yang sudah dipakai untuk",
        "typed a verification code that was used already for",
    ),
    (
        "recovery_used",
        "masuk dengan kode pemulihan sebagai",
        "signed in with a recovery code as",
    ),
    (
        "recovery_renewed",
        "membuat kode pemulihan baru untuk",
        "made new recovery codes for",
    ),
    (
        "factor_enrolled",
        "memasang verifikasi dua langkah untuk",
        "set up two-step verification for",
    ),
    (
        "factor_removed",
        "melepas verifikasi dua langkah dari",
        "took two-step verification away from",
    ),
    (
        "factor_reset",
        "menghapus verifikasi dua langkah yang hilang dari",
        "reset the lost two-step verification of",
    ),
    (
        "input_refused",
        "mengirim isian yang ditolak ke",
        "sent what was refused to",
    ),
    (
        "session_ended",
        "mengakhiri satu sesi",
        "ended a session of",
    ),
    ("sessions_ended", "mengakhiri sesi", "ended the sessions of"),
    ("queue", "melihat antrean", "looked at the queue"),
    ("read", "membuka", "opened"),
    (
        "reveal_nip",
        "menampilkan NIP lengkap pada",
        "showed the full NIP on",
    ),
    ("verdict", "menilai", "judged"),
    ("search", "mencari unggahan", "searched posts"),
    ("report", "membuat laporan", "made a report"),
    (
        "rescore",
        "menghitung ulang skor semua unggahan",
        "scored all posts again",
    ),
    (
        "rescore_read",
        "memeriksa apa yang berubah bila skor dihitung ulang",
        "looked at what scoring again would change",
    ),
    ("audit_read", "membaca jejak audit", "read the audit log"),
    (
        "registry_list",
        "melihat daftar registri",
        "listed the register",
    ),
    (
        "registry_read",
        "membuka data registri",
        "opened the register at",
    ),
    (
        "registry_export",
        "mengekspor registri dengan NIP lengkap",
        "exported the register with full NIPs",
    ),
    (
        "registry_import",
        "mengimpor registri",
        "imported a register",
    ),
    (
        "registry_preview",
        "melihat pratinjau impor registri",
        "looked at what an import would change",
    ),
    (
        "registry_upload",
        "mengunggah daftar untuk registri",
        "uploaded a list for the register",
    ),
    (
        "registry_discard",
        "membuang daftar yang belum diimpor",
        "threw away a list that was not imported",
    ),
    (
        "registry_verify",
        "mencatat bukti kepemilikan",
        "recorded a proof of ownership of",
    ),
    (
        "registry_retire",
        "menghentikan pemantauan",
        "stopped the watching of",
    ),
    (
        "registry_restore",
        "melanjutkan pemantauan",
        "resumed the watching of",
    ),
    (
        "registry_move",
        "memindahkan ke orang lain",
        "moved to another person:",
    ),
    (
        "registry_amend",
        "memperbaiki data",
        "corrected the facts of",
    ),
    ("registry_merge", "menggabungkan", "merged"),
    ("registry_split", "memisahkan", "split"),
    ("user_enabled", "mengaktifkan kembali", "enabled"),
    ("user_renamed", "mengganti nama", "renamed"),
    ("role_changed", "mengubah peran", "changed the role of"),
    ("user_added", "menambah", "added"),
    ("user_disabled", "menonaktifkan", "disabled"),
    (
        "password_changed",
        "mengganti kata sandi",
        "changed the password of",
    ),
    (
        "password_reset",
        "menyetel ulang kata sandi",
        "reset the password of",
    ),
    ("scope_changed", "mengubah wilayah", "changed the region of"),
];

/// Names of facts.
const FACTS: &[Phrase] = &[
    ("accounts", "akun nomor", "accounts number"),
    ("accounts_created", "akun baru", "new accounts"),
    ("accounts_moved", "akun berpindah", "accounts moved"),
    ("address", "alamat", "address"),
    ("all", "termasuk yang dihentikan", "including those retired"),
    ("asked", "yang diminta", "asked for"),
    ("band", "tingkat sinyal", "band"),
    ("before", "sebelum nomor", "before number"),
    ("bytes", "bita", "bytes"),
    ("file", "berkas", "file"),
    ("fields", "yang diubah", "what was changed"),
    ("found", "ditemukan", "found"),
    ("from", "dari orang nomor", "from person number"),
    ("into", "ke orang nomor", "into person number"),
    ("nip_in_full", "NIP lengkap", "NIP in full"),
    ("persons_created", "orang baru", "new persons"),
    ("persons_updated", "orang diubah", "persons changed"),
    ("persons", "orang nomor", "persons number"),
    ("platform", "platform", "platform"),
    ("posts", "unggahan nomor", "posts number"),
    ("problem", "sebabnya", "why"),
    ("proof", "bukti", "proof"),
    ("proofs_added", "bukti baru", "new proofs"),
    ("query", "kueri", "query"),
    ("reason", "alasan", "reason"),
    ("region", "wilayah", "region"),
    (
        "repeated",
        "penolakan lain pada menit itu",
        "further refusals in that minute",
    ),
    ("revision", "versi", "version"),
    ("rows", "baris", "rows"),
    ("section", "bagian", "section"),
    ("session_ended", "sesi diakhiri", "session ended"),
    ("shown", "ditampilkan", "shown"),
    ("since", "sejak", "since"),
    ("standing", "keadaan akun", "standing of accounts"),
    ("target", "peserta", "contestant"),
    (
        "uncounted",
        "penolakan sebelumnya yang belum tercatat",
        "earlier refusals not recorded",
    ),
    ("to", "ke orang nomor", "to person number"),
    ("tries", "percobaan ke", "try number"),
    ("sha256", "SHA-256", "SHA-256"),
    ("verdict", "hasil tinjauan nomor", "verdict number"),
    ("written", "tersimpan", "written"),
];

/// Values that are codes and not anybody's words.
const VALUES: &[Phrase] = &[
    ("administrator", "administrator", "administrator"),
    ("analyst", "analis", "analyst"),
    ("operator", "operator", "operator"),
    ("reviewer", "peninjau", "reviewer"),
    ("dismissed", "bukan dugaan", "dismissed"),
    ("suspected", "dugaan", "suspected"),
    ("unsure", "ragu", "unsure"),
    ("first", "tinjauan pertama", "first review"),
    ("second", "tinjauan kedua", "second review"),
    ("disputed", "beda pendapat", "disputed"),
    ("high", "tinggi", "high"),
    ("medium", "sedang", "medium"),
    ("low", "rendah", "low"),
    ("none", "tanpa sinyal", "none"),
    ("ID", "seluruh Indonesia", "all of Indonesia"),
    ("unset", "belum ditetapkan", "not set"),
    ("watched", "dipantau", "watched"),
    ("failing", "gagal", "failing"),
    ("never", "belum pernah dikumpulkan", "never collected yet"),
    ("closed", "ditutup robots.txt", "closed by robots.txt"),
    ("by_hand", "tidak dipantau langsung", "not watched directly"),
    ("ended", "masa pemantauan berakhir", "purpose ended"),
    ("retired", "dihentikan", "retired"),
];

/// What can be corrected of a person.
const FIELDS: &[Phrase] = &[
    ("name", "nama", "name"),
    ("agency", "instansi", "agency"),
    ("post", "jabatan", "position"),
    ("region", "kode wilayah", "region code"),
    ("purpose_basis", "dasar penugasan", "assignment"),
    (
        "purpose_ends",
        "hari terakhir pemantauan",
        "last day of watching",
    ),
];

/// Kinds of things that a row can be about, of which each has a number.
const OBJECTS: &[Phrase] = &[
    ("account", "akun nomor", "account number"),
    ("person", "orang nomor", "person number"),
    ("post", "unggahan nomor", "post number"),
    ("user", "pengguna nomor", "user number"),
];

/// Facts whose values people wrote themselves.
const OWN_WORDS: [&str; 5] = ["asked", "file", "query", "reason", "target"];

impl AuditSentence {
    /// The words of a row. A code that has none stands for itself, so that nothing is hidden.
    pub(super) fn of(entry: &AuditEntry, language: Language) -> Self {
        let phrases = Words(language);
        let (object, page) = phrases.object(entry);
        Self {
            who: words::actor(&entry.actor, language),
            deed: phrases.find(DEEDS, &entry.action).to_owned(),
            object,
            page,
            facts: phrases.facts(&entry.detail),
        }
    }
}

struct Words(Language);

impl Words {
    fn choose(&self, indonesian: &'static str, english: &'static str) -> &'static str {
        match self.0 {
            Language::Indonesian => indonesian,
            Language::English => english,
        }
    }

    /// The words of a code, or the code.
    fn find<'a>(&self, phrases: &[Phrase], code: &'a str) -> &'a str {
        let known = phrases.iter().find(|(known, ..)| *known == code);
        known.map_or(code, |(_, indonesian, english)| {
            self.choose(indonesian, english)
        })
    }

    /// What the deed was done to, and its page.
    fn object(&self, entry: &AuditEntry) -> (Option<String>, Option<String>) {
        // Who signs in or out is the actor, and the others are in the deed.
        let said = matches!(&*entry.action, "login" | "logout");
        let Some((kind, number)) = entry.subject.split_once(':').filter(|_| !said) else {
            return (None, None);
        };
        let folder = match kind {
            "post" => Some("/kiriman/"),
            "person" => Some("/registri/orang/"),
            "account" => Some("/registri/akun/"),
            _ => None,
        };
        let folder = folder.filter(|_| number.bytes().all(|byte| byte.is_ascii_digit()));
        let page = folder.map(|folder| format!("{folder}{number}"));
        let object = match number {
            "unknown" => self
                .choose("pengguna yang tidak dikenal", "an unknown user")
                .to_owned(),
            _ => format!("{} {number}", self.find(OBJECTS, kind)),
        };
        (Some(object), page)
    }

    fn facts(&self, detail: &str) -> Vec<String> {
        if let Ok(Value::Object(facts)) = serde_json::from_str(detail) {
            let each = facts.iter().map(|(name, value)| self.fact(name, value));
            return each.collect();
        }
        if let Some(address) = detail.strip_prefix("from ") {
            return vec![format!(
                "{} {address}",
                self.choose("dari alamat", "from address")
            )];
        }
        if let Some((before, after)) = detail.split_once(" -> ") {
            return vec![format!("{} → {}", self.word(before), self.word(after))];
        }
        let words = detail.split_whitespace();
        words.map(|word| self.word(word)).collect()
    }

    fn fact(&self, name: &str, value: &Value) -> String {
        let value = match value {
            Value::Bool(true) => self.choose("ya", "yes").to_owned(),
            Value::Bool(false) => self.choose("tidak", "no").to_owned(),
            Value::String(text) if OWN_WORDS.contains(&name) => match self.0 {
                Language::Indonesian => format!("“{text}”"),
                Language::English => format!("‘{text}’"),
            },
            Value::String(names) if name == "fields" => {
                let each = names.split_whitespace().map(|name| self.find(FIELDS, name));
                each.collect::<Vec<_>>().join(", ")
            }
            Value::String(instant) if name == "since" => instant.parse().map_or_else(
                |_| instant.clone(),
                |at| times::day(at, TimeZone::Wib, self.0),
            ),
            Value::String(code) => self.value(code),
            Value::Number(count) if name == "accounts" => return self.accounts(count),
            Value::Array(numbers) => {
                let each = numbers.iter().map(ToString::to_string);
                let numbers = each.collect::<Vec<_>>().join(", ");
                return format!("{} {numbers}", self.find(FACTS, name));
            }
            other => other.to_string(),
        };
        format!("{}: {value}", self.find(FACTS, name))
    }

    /// What a code means; a kind of proof is called as on the pages of the register.
    fn value(&self, code: &str) -> String {
        let proof = ProofKind::from_name(code);
        let proof = proof.map(|kind| words::proof(kind, Text::of(self.0)));
        proof.unwrap_or_else(|| self.find(VALUES, code)).to_owned()
    }

    /// How many accounts: their numbers are a list.
    fn accounts(&self, count: &Number) -> String {
        match (self.0, count.as_u64()) {
            (Language::Indonesian, _) => format!("{count} akun"),
            (Language::English, Some(1)) => "1 account".to_owned(),
            (Language::English, _) => format!("{count} accounts"),
        }
    }

    /// A word of an older detail: `revision:2`, `suspected`, a name.
    fn word(&self, word: &str) -> String {
        match word.split_once(':') {
            Some((name, value)) if self.find(FACTS, name) != name => {
                format!("{} {value}", self.find(FACTS, name))
            }
            _ => self.value(word),
        }
    }
}
