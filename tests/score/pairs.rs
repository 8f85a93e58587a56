//! Minimal pairs: one word decides, and the queue must see the difference.

use netra::score::Scorer;
use rstest::rstest;

use super::support::assess;

/// The first post is queued, the second is not.
#[rstest]
#[case::turnout(
    "Jangan lupa coblos nomor 2 BANU",
    "Jangan lupa datang ke TPS 27 November"
)]
#[case::lottery(
    "Gaspol nomor 3 BANU lanjutkan",
    "Gaspol nomor 3 di lomba balap karung"
)]
#[case::queue("Coblos nomor 2", "Antre nomor 2 dari tadi pagi")]
#[case::favourite("Pilih nomor 3 YASDA", "Pilih nomor 3 untuk foto favorit lomba desa")]
#[case::house("Ayo pilih paslon 1", "Ayo pilih kamar nomor 1 di hotel itu")]
#[case::news(
    "Ayo pilih Bagas Wirawan",
    "Bagas Wirawan menghadiri rapat koordinasi di pendopo"
)]
#[case::headline(
    "Ayo dukung Hadi-Lestari sampai menang!",
    "Relawan Muda Deklarasi Dukung Hadi Lestari Di Alun Alun Sukaraja"
)]
#[case::quotation(
    "Pasti menang Hadi-Lestari, saya dukung penuh",
    "Hadi-Lestari, kata pengamat, punya peluang"
)]
#[case::question(
    "Coblos Hadi-Lestari!",
    "Siapa yang akan dipilih, Hadi-Lestari atau Bagas-Nur?"
)]
#[case::survey(
    "Yakin Hadi-Lestari menang, kami dukung",
    "Hasil survei: Hadi-Lestari 34 persen, Bagas-Nur 30 persen"
)]
#[case::neutral(
    "Kami ASN dukung penuh Hadi-Lestari",
    "Kami ASN netral, tidak berpihak ke Hadi-Lestari maupun Bagas-Nur"
)]
#[case::warning("Pakai kaos HALUS, coblos no 1", "ASN dilarang memakai kaos HALUS")]
#[case::tagged(
    "Hadir kampanye akbar BANU, kita menangkan",
    "(ditandai orang lain) hadir kampanye BANU"
)]
#[case::mention("Pak Bagas bupatiku, lanjutkan 2 periode", "Ketemu Pak Bagas di pasar")]
#[case::courtesy("Semoga Pak Yasin menang, pilihanku", "Selamat ulang tahun Pak Yasin")]
#[case::condolence(
    "Semoga Pak Surya menang, kami dukung",
    "Turut berduka cita atas wafatnya ibunda Pak Surya"
)]
#[case::prayer(
    "Yasin Maulana pilihan kita, coblos",
    "Yasinan malam Jumat, baca surat Yasin bersama"
)]
#[case::women(
    "Surya Darma bupati kita, coblos nomor 3",
    "Rapat Dharma Wanita Persatuan, pilih ketua baru"
)]
#[case::soft_word("HALUS menang, coblos nomor 1", "Pilih kain yang halus untuk seragam")]
#[case::forest(
    "Lestari Putri bupatiku, gaspol nomor 1",
    "Hutan lestari, ayo dukung penghijauan"
)]
#[case::slogan(
    "Lanjut Makmur bersama BANU!",
    "Semoga desa kita makmur, lanjut kerja bakti"
)]
#[case::hashtag("#SukarajaBangkit #HALUS", "#Sukaraja hari ini cerah")]
#[case::gesture("Foto bareng Pak Bagas ✌ dukung terus", "Liburan ke pantai ✌")]
#[case::headmaster(
    "Bagas Wirawan 2 periode, lanjutkan!",
    "Kepala sekolah kita 2 periode, terima kasih"
)]
#[case::street(
    "Satu komando menangkan Bagas-Nur",
    "Satu komando menangkan lomba tujuh belasan"
)]
#[case::sport(
    "YASDA pasti menang, coblos 3",
    "Timnas pasti menang malam ini, lanjutkan!"
)]
#[case::party(
    "Resmi dilantik jadi pengurus DPC Partai Bunga Padi, alhamdulillah",
    "KPU menerima pengurus partai yang mendaftar hari ini"
)]
#[case::invitation(
    "Mengajak warga hadir deklarasi HALUS, kita menangkan",
    "Mengajak warga hadir posyandu, kita sehat"
)]
#[case::attack(
    "Jangan pilih Bagas-Nur, calon boneka",
    "Jangan buang sampah di depan kantor Pak Bagas"
)]
#[case::javanese("Ojo lali nyoblos nomer telu, Mas Yasin", "Ojo lali ronda nomer telu")]
#[case::sundanese("Hayu urang coblos nomer hiji", "Hayu urang kerja bakti di RT hiji")]
#[case::leet("P1l1h n0m0r 2 b4nu", "K3r4s h4t1 s3k4l1")]
#[case::stretched("Cobloooos BANUUUU nomor 2", "Hujaaaan teruuuus")]
#[case::spelt("Coblos B A N U nomor 2", "Golongan darah A B O")]
#[case::spelt_without_a_gap("p i l i h n o m o r t i g a", "s a n t a i n o m o r t i g a")]
#[case::spelt_beside_a_digit("P.I.L.I.H N.O.M.O.R 1", "K.A.M.A.R N.O.M.O.R 1")]
#[case::number_in_words("Dukung paslon dua", "Dukung capres dua periode?")]
#[case::number_in_disguise("p1l1h p4sl0n s4tu", "p1l1h l4nt41 s4tu")]
#[case::call_of_its_own("Nomor 3! Coblos! Sah!", "Nomor 3! Silakan masuk!")]
#[case::tag_with_a_digit("#ayocoblos3", "#ayolari3")]
#[case::star_for_a_vowel("Ayo p*lih BANU", "Ayo k*bersihan kampung")]
#[case::material(
    "Yang butuh stiker YASDA silakan ambil di rumah saya",
    "Stiker YASDA di tiang listrik ditertibkan Satpol PP"
)]
#[case::own_thing(
    "Kaos BANU gratis, silakan ambil di rumah",
    "Kaos Pak Hadi yang ketinggalan silakan diambil di kantor"
)]
#[case::threat(
    "Kepala sekolah yang tidak pilih BANU siap-siap dicopot",
    "Kepala puskesmas dicopot karena berorasi \"hidup Bagas, hidup BANU\" di panggung"
)]
#[case::praise_of_a_person(
    "Hadi Santosa lulusan terbaik, dia pilihan saya",
    "Hadi Santosa berusia 52 tahun, lulusan IPB, istrinya guru"
)]
#[case::bold("𝗖𝗼𝗯𝗹𝗼𝘀 𝗕𝗔𝗡𝗨", "𝗦𝗲𝗹𝗮𝗺𝗮𝘁 𝗽𝗮𝗴𝗶")]
#[case::lower_tag("#dukungbagasnur nomor 2", "#dukungumkm nomor 2")]
#[case::fingers(
    "Salam dua jari untuk Bagas-Nur, coblos",
    "Cedera dua jari, ke puskesmas dulu"
)]
#[case::zero("All in 02 BANU", "RT 02 RW 03 kerja bakti")]
#[case::politics_of_money(
    "Tenggelamkan YASDA, jangan pilih nomor 3",
    "Tolak politik uang, laporkan ke Panwascam"
)]
#[case::critique(
    "Pak Bagas pembohong, jangan pilih nomor 2",
    "Jalan rusak, Pak Bagas tolong diperbaiki"
)]
#[case::own_vote("Saya pilih Yasin-Surya", "Saya pilih pulang")]
#[case::agency_news(
    "Bupatiku Bagas Wirawan, lanjutkan!",
    "Bupati Bagas Wirawan meresmikan puskesmas"
)]
#[case::volunteers(
    "Relawan BANU siap menangkan nomor 2",
    "Relawan PMI siap bantu korban banjir"
)]
#[case::schedule(
    "Nonton debat, pasti pilih Hadi-Lestari",
    "Jadwal debat publik malam ini pukul 19.00"
)]
fn one_word_decides(#[case] queued: &str, #[case] everyday: &str) {
    let (first, second) = (assess(queued), assess(everyday));
    assert!(first.band.queued(), "{queued}: {first:#?}");
    assert!(!second.band.queued(), "{everyday}: {second:#?}");
}

/// The second post says less than the first.
#[rstest]
#[case::news("Ayo pilih Hadi-Lestari", "Dikutip dari koran: ayo pilih Hadi-Lestari")]
#[case::hearsay("Kita dukung Hadi-Lestari", "Katanya kita dukung Hadi-Lestari")]
#[case::question("Dukung Hadi-Lestari.", "Dukung Hadi-Lestari?")]
#[case::quotes("Kita harus dukung BANU", "Kata mereka \"kita harus dukung BANU\"")]
#[case::not("Yakin Bagas-Nur menang", "Bagas-Nur tidak menang")]
fn counter_signs_lower(#[case] more: &str, #[case] less: &str) {
    let (more_score, less_score) = (assess(more).score, assess(less).score);
    assert!(
        more_score > less_score,
        "{more}: {more_score}; {less}: {less_score}"
    );
}

/// The law of distance is one of the rules; the model reads the words between.
#[rstest]
#[case::of_one("Kami cetak spanduk dan stiker Hadi-Lestari", true)]
#[case::of_all(
    "Kami cetak spanduk dan stiker untuk semua paslon, termasuk Hadi-Lestari",
    false
)]
fn material_for_all_contestants_is_nobodys(#[case] text: &str, #[case] is_told: bool) {
    let signals = assess(text).signals;
    let mut signals = signals.iter();
    let told = signals.any(|signal| signal.kind == netra::model::SignalKind::Material);
    assert_eq!(told, is_told);
}

#[test]
fn support_counts_less_far_from_a_contestant() {
    let support = |text: &str| {
        let signals = assess(text).signals;
        let mut support = signals.iter().filter(|signal| signal.rule == "id.dukung");
        support.next().map(|signal| signal.weight)
    };
    let near = support("Dukung BANU. Jalan sudah baik. Air sudah ada.");
    let far = support("Dukung petani. Jalan sudah baik. Air sudah ada. BANU");
    assert!(far.is_some() && far < near, "{far:?} {near:?}");
}

#[test]
fn a_call_against_is_an_attack() {
    for text in [
        "jangan pilih Bagas-Nur",
        "saya tidak akan pilih Bagas-Nur",
        "ojo milih BANU",
    ] {
        let assessment = assess(text);
        let kinds: Vec<_> = assessment
            .signals
            .iter()
            .map(|signal| signal.kind)
            .collect();
        assert!(
            kinds.contains(&netra::model::SignalKind::Attack),
            "{text}: {assessment:#?}"
        );
        assert!(
            !kinds.contains(&netra::model::SignalKind::Call),
            "{text}: {assessment:#?}"
        );
    }
}

#[test]
fn traps_show_on_the_card() {
    let demo = super::support::demo();
    let mut contest = demo;
    let mut entry = contest.contestants[0].entries[0].clone();
    entry.form = "PKS".to_owned();
    entry.kind = netra::model::EntryKind::Party;
    contest.contestants[0].entries.push(entry);
    let scorer = Scorer::compile(
        &[contest],
        &super::support::lexicon(),
        &super::support::norms(),
        super::support::classifier().as_ref(),
    );
    let text = "Penandatanganan PKS antara dinas dan RSUD, ayo dukung";
    let assessment = scorer.assess(&super::support::subject(text));
    assert!(assessment.signals.is_empty(), "{assessment:#?}");
    assert!(
        assessment
            .counter
            .iter()
            .any(|sign| sign.rule == "trap.pks")
    );
    let party = scorer.assess(&super::support::subject("Ayo coblos PKS"));
    assert!(party.band.queued(), "{party:#?}");
}
