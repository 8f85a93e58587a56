//! Posts a second on one core: folding, matching, rules, model and explanation. The same steps in
//! Python, with the ratio: `score_peer.py` beside this file.

use std::fs;
use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use netra::config::{classifier, contest, lexicon, norms};
use netra::model::{PersonKind, PostKind, Subject};
use netra::score::Scorer;
use netra::text::fold;

/// Posts of about 140 bytes: mostly everyday, some political, some with emoji and tricks.
const POSTS: [&str; 8] = [
    "Selamat pagi, hari ini rapat koordinasi persiapan musrenbang tingkat kecamatan, mohon hadir tepat waktu di aula kantor ya bapak ibu semua",
    "Alhamdulillah panen raya tahun ini hasilnya lebih baik dari tahun lalu, terima kasih kepada kelompok tani dan penyuluh yang sudah membantu",
    "Makan siang di warung baru dekat alun-alun, rasanya enak dan harganya murah, parkirnya luas, cocok untuk keluarga besar, recommended banget",
    "Jalan kabupaten rusak lagi setelah hujan deras semalam, semoga segera diperbaiki karena banyak anak sekolah yang lewat sini setiap pagi",
    "Bupati Bagas Wirawan meresmikan puskesmas baru di kecamatan utara, warga menyambut dengan gembira dan berharap pelayanan makin baik lagi",
    "Bismillah, coblos nomor 2 BANU, lanjut makmur! Ayo ajak keluarga dan tetangga datang ke TPS tanggal 27 November, jangan sampai lupa ya",
    "Liburan akhir pekan ke pantai bersama keluarga besar, cuaca cerah sekali 😀 anak-anak senang main pasir ✌ pulangnya macet tapi tetap bahagia",
    "Jadwal pemadaman listrik bergilir besok mulai pukul sembilan sampai pukul dua siang, mohon maaf atas ketidaknyamanan, info lengkap di kantor",
];

fn scorer() -> Scorer {
    let config = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/config"));
    let (packs, _) = contest::load_dir(&config.join("contests")).expect("the shipped packs load");
    let open: Vec<_> = packs.into_iter().filter(|pack| !pack.closed).collect();
    let lexicon = lexicon::load(config).expect("the shipped lexicon loads");
    let text = fs::read_to_string(config.join("norms.toml")).expect("norms.toml is shipped");
    let norms = norms::parse("norms.toml", &text).expect("the shipped norms load");
    let classifier = classifier::load(config).expect("the shipped model loads");
    Scorer::compile(&open, &lexicon, &norms, classifier.as_ref())
}

fn posts(criterion: &mut Criterion) {
    let scorer = scorer();
    let mut group = criterion.benchmark_group("posts");
    group.throughput(Throughput::Elements(POSTS.len() as u64));
    group.bench_function("fold", |bencher| {
        bencher.iter(|| {
            POSTS
                .iter()
                .map(|post| fold(black_box(post)).text().len())
                .sum::<usize>()
        });
    });
    group.bench_function("assess", |bencher| {
        bencher.iter(|| {
            let total = POSTS.iter().map(|post| {
                let subject = Subject {
                    text: black_box(post),
                    further: Vec::new(),
                    day: None,
                    region: None,
                    account: PersonKind::Person,
                    kind: PostKind::Original,
                };
                scorer.assess(&subject).score
            });
            total.sum::<f64>()
        });
    });
    group.finish();
}

criterion_group!(benches, posts);
criterion_main!(benches);
