//! A small own data set about the fictional contest, in a temporary folder.

use std::fs;
use std::path::{Path, PathBuf};

use netra::model::Sha256;
use tempfile::TempDir;

/// Who may stand where a sentence has a gap.
const CONTESTANTS: [&str; 3] = ["Hadi-Lestari", "Bagas-Nur", "Yasin-Surya"];

const PARTISAN: [&str; 8] = [
    "Ayo coblos {} sampai menang",
    "Kami sekeluarga dukung {} sampai menang",
    "Saya pilih {} untuk Sukaraja",
    "Jangan lupa coblos {} di TPS",
    "Ayo dukung {} untuk Sukaraja",
    "Mari kita menangkan {} di kampung kita",
    "Sukaraja butuh {} , ayo pilih",
    "{} pilihan saya dan keluarga",
];

const NEUTRAL: [&str; 8] = [
    "{} hadir dalam debat publik malam ini",
    "KPU menetapkan nomor urut {} hari ini",
    "Menurut survei {} meraih 30 persen",
    "Bawaslu memeriksa laporan tentang {} hari ini",
    "Jadwal debat publik {} malam ini",
    "{} mendaftar ke KPU, kata ketua KPU",
    "Relawan Deklarasi Dukung {} di Alun Alun",
    "Pengamat membahas peluang {} dalam debat",
];

const EVERYDAY: [&str; 6] = [
    "hari ini hujan lagi, jemuran belum kering",
    "resep sayur asem dari ibu memang paling enak",
    "macet lagi di jembatan, sabar ya",
    "hari ini kerja bakti di kampung kita",
    "ayo ikut lomba tujuh belasan di kampung kita",
    "alhamdulillah anak saya lulus ujian hari ini",
];

/// Files to learn from, and a folder to write to.
pub(super) struct Material {
    folder: TempDir,
}

impl Material {
    pub(super) fn new() -> Self {
        let material = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        material.write("posts.jsonl", &posts());
        let texts: Vec<String> = [PARTISAN, NEUTRAL]
            .concat()
            .iter()
            .map(|text| fill(text, 0))
            .collect();
        material.write("texts.txt", &lines(&texts));
        let labels = texts.iter().enumerate().map(|(index, text)| {
            let code = ["E", "I?", "N", "N?"][2 * (index / 8) + usize::from(index % 8 == 7)];
            label("texts.txt", index + 1, code, text)
        });
        let labels = [vec!["# labels".to_owned()], labels.collect()].concat();
        material.write("labels.tsv", &lines(&labels));
        let everyday: Vec<String> = EVERYDAY
            .iter()
            .cycle()
            .take(18)
            .map(|text| (*text).to_owned())
            .collect();
        material.write("background.txt", &lines(&everyday));
        material
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(super) fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    pub(super) fn append(&self, name: &str, line: &str) {
        let text = self.read(Path::new(name));
        self.write(name, &format!("{text}{line}\n"));
    }

    pub(super) fn read(&self, name: &Path) -> String {
        fs::read_to_string(self.folder.path().join(name)).unwrap()
    }
}

fn fill(text: &str, contestant: usize) -> String {
    text.replace("{}", CONTESTANTS[contestant])
}

fn lines(lines: &[String]) -> String {
    lines.join("\n") + "\n"
}

/// A line of the labels file.
pub(super) fn label(file: &str, line: usize, code: &str, text: &str) -> String {
    let digest = Sha256::of(text).to_string();
    format!("{file}\t{line}\t{code}\tdemo\t{}", &digest[..8])
}

/// Every sentence about the second and the third contestant, from six sources. Two are labelled
/// against their sound, so that no line parts the labels.
fn posts() -> String {
    let sentences = PARTISAN
        .iter()
        .zip(["partisan"; 8])
        .chain(NEUTRAL.iter().zip(["neutral"; 8]));
    let mut posts = Vec::new();
    for (number, (text, gold)) in sentences.enumerate() {
        for contestant in [1, 2] {
            let gold = match (number, contestant) {
                (0, 2) => "neutral",
                (8, 2) => "partisan",
                _ => gold,
            };
            let source = format!("source-{}", (2 * number + contestant) % 6);
            posts.push(
                serde_json::json!({
                    "text": fill(text, contestant),
                    "gold": gold,
                    "source": source,
                    "election": "demo",
                })
                .to_string(),
            );
        }
    }
    lines(&posts)
}
