//! Reason codes: why a post is dismissed (what civil servants are allowed to do), why a reader
//! is unsure, and what a suspicion rests on.

use std::collections::BTreeMap;

use crate::model::{Assessment, Decision, SignalKind};

/// A code with its meaning in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// `OK-4`.
    pub code: &'static str,
    /// Meaning in Indonesian.
    pub indonesian: &'static str,
    /// Meaning in English.
    pub english: &'static str,
}

const fn code(code: &'static str, indonesian: &'static str, english: &'static str) -> Code {
    Code {
        code,
        indonesian,
        english,
    }
}

/// Why a post is no breach.
pub const DISMISSED: [Code; 13] = [
    code(
        "OK-1",
        "Menggunakan hak pilih, tanpa mengajak",
        "Uses the right to vote, no appeal",
    ),
    code(
        "OK-2",
        "Hadir pasif mendengarkan visi misi",
        "Attends passively to hear the programme",
    ),
    code(
        "OK-3",
        "Mencari informasi tentang calon",
        "Looks for information on candidates",
    ),
    code(
        "OK-4",
        "Netral: imbauan netralitas atau partisipasi",
        "Neutral: neutrality or turnout appeal",
    ),
    code(
        "OK-5",
        "Tugas kedinasan atau sosialisasi KPU/Bawaslu",
        "Official duty or KPU/Bawaslu information",
    ),
    code(
        "OK-6",
        "Suami/istri calon, dalam batas yang diizinkan",
        "Spouse of a candidate, within what is allowed",
    ),
    code("OK-7", "Pose foto yang diizinkan", "Permitted photo pose"),
    code(
        "OK-8",
        "Ditandai atau fotonya dipakai orang lain",
        "Tagged, or picture used, by others",
    ),
    code(
        "OK-9",
        "Kata bermakna lain, bukan soal pemilihan",
        "Words in another, non-electoral sense",
    ),
    code(
        "OK-10",
        "Kritik kebijakan, satir, atau isu sosial",
        "Criticism of policy, satire or social cause",
    ),
    code(
        "OK-11",
        "Ucapan duka, selamat, atau salam keagamaan",
        "Condolence, congratulation or religious greeting",
    ),
    code(
        "OK-12",
        "Program resmi pejabat yang sedang menjabat",
        "Official programme of an office holder",
    ),
    code(
        "OK-13",
        "Membagikan berita tanpa komentar",
        "Passes on news without comment",
    ),
];

/// Why a reader is unsure.
pub const UNSURE: [Code; 4] = [
    code("RAGU-KONTEKS", "Konteks kurang", "Not enough context"),
    code(
        "RAGU-AKUN",
        "Kepemilikan akun diragukan",
        "Ownership of the account is in doubt",
    ),
    code(
        "RAGU-BAHASA",
        "Bahasa atau istilah tidak dipahami",
        "Language or expression not understood",
    ),
    code("RAGU-LAIN", "Alasan lain", "Another reason"),
];

/// The code and meaning of a kind of signal.
pub const fn signal(kind: SignalKind) -> Code {
    match kind {
        SignalKind::Call => code(
            "SIG-AJAK",
            "Ajakan memilih atau mendukung",
            "Call to vote or support",
        ),
        SignalKind::Endorsement => code("SIG-DUKUNG", "Pernyataan dukungan", "Endorsement"),
        SignalKind::Share => code(
            "SIG-BAGI",
            "Membagikan konten kampanye",
            "Passes on campaign content",
        ),
        SignalKind::Slogan => code(
            "SIG-TAGAR",
            "Tagar atau slogan kampanye",
            "Campaign hashtag or slogan",
        ),
        SignalKind::Symbol => code("SIG-SIMBOL", "Simbol atau pose", "Symbol or gesture"),
        SignalKind::Event => code("SIG-HADIR", "Kegiatan kampanye", "Campaign event"),
        SignalKind::Attack => code(
            "SIG-SERANG",
            "Serangan terhadap peserta",
            "Attack on a contestant",
        ),
        SignalKind::Membership => code(
            "SIG-PARPOL",
            "Keanggotaan atau jabatan partai",
            "Party membership or office",
        ),
        SignalKind::Institution => code(
            "SIG-INSTANSI",
            "Akun atau sarana instansi",
            "Agency account or means",
        ),
        SignalKind::PartyPromotion => code("SIG-PROMOSI", "Promosi partai", "Promotion of a party"),
        SignalKind::Pressure => code(
            "SIG-TEKAN",
            "Tekanan jabatan, honor, atau bantuan",
            "Pressure by posts, pay or aid",
        ),
        SignalKind::Material => code(
            "SIG-APK",
            "Pemasangan atau pembagian alat peraga",
            "Campaign material put up or handed out",
        ),
        SignalKind::Model => code("SIG-MODEL", "Model statistik", "Statistical model"),
    }
}

/// The codes that may go with a suspicion about one post.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CodeOptions {
    /// Norm codes and their text, those proposed by the signals first.
    pub norms: Vec<(String, String)>,
    /// Signal kinds found in the post.
    pub signals: Vec<Code>,
}

impl CodeOptions {
    /// The codes for a post with this assessment, given the text of all known norms.
    pub fn of(assessment: Option<&Assessment>, norms: &BTreeMap<String, String>) -> Self {
        let mut options = Self::default();
        for found in assessment.iter().flat_map(|body| &body.signals) {
            let kind = signal(found.kind);
            if !options.signals.contains(&kind) {
                options.signals.push(kind);
            }
            for norm in &found.norms {
                options.add_norm(norm, norms.get(norm).map_or("", String::as_str));
            }
        }
        for (norm, text) in norms {
            options.add_norm(norm, text);
        }
        options
    }

    /// Whether a code goes with a decision.
    pub fn fits(&self, decision: Decision, code: &str) -> bool {
        match decision {
            Decision::Dismissed => DISMISSED.iter().any(|known| known.code == code),
            Decision::Unsure => UNSURE.iter().any(|known| known.code == code),
            Decision::Suspected => {
                self.norms.iter().any(|(norm, _)| norm == code)
                    || self.signals.iter().any(|known| known.code == code)
            }
        }
    }

    fn add_norm(&mut self, norm: &str, text: &str) {
        if !self.norms.iter().any(|(known, _)| known == norm) {
            self.norms.push((norm.to_owned(), text.to_owned()));
        }
    }
}
