//! The labelled posts of the field guide: A comes first in the queue, B is in the queue, N is not.

use netra::model::{Band, PersonKind, Subject};
use rstest::rstest;

use super::support::{SCORER, subject};

fn as_told(text: &str) -> Subject<'_> {
    let agency = text.starts_with("(akun dinas)");
    Subject {
        account: if agency {
            PersonKind::Agency
        } else {
            PersonKind::Person
        },
        ..subject(text)
    }
}

const FIRST: [&str; 12] = [
    "Bismillah, coblos nomor 2 BANU, lanjut makmur!",
    "Fix pilih no 1, HALUS all in, jangan lupa 27 Nov",
    "Ojo lali nyoblos nomer telu, Mas Yasin - Pak Surya",
    "Hayu urang coblos nomer hiji, ulah hilap!",
    "#SukarajaBangkit #HALUS saatnya menangkan Hadi-Lestari",
    "Pak Bagas presidennya orang kecil, bupatiku selamanya, 2 periode harga mati",
    "jgn pilih paslon 3, calon boneka, tenggelamkan YASDA",
    "Foto bareng Pak Hadi & timses, satu jari dulu ☝ #HALUS",
    "Mengajak bapak/ibu guru se-gugus hadir di deklarasi BANU, kita menangkan bersama",
    "Alhamdulillah resmi dilantik jadi pengurus DPC Partai X periode 2027-2032",
    "p1l1h n0m0r 2 y4, B4NU",
    "𝗖𝗼𝗯𝗹𝗼𝘀 no 2\u{FE0F}\u{20E3} BANU",
];

const QUEUED: [&str; 6] = [
    "Mantap Pak Bagas, lanjutkan!",
    "Ketemu Bu Lestari di hajatan, foto dulu ✌",
    "Gaspol nomor 3",
    "Ikut meramaikan kampanye akbar HALUS di alun-alun, yel-yelnya seru",
    "Semoga Pak Yasin menang, doa terbaik",
    "(akun dinas) Bantuan benih dari Bupati Bagas, lanjut makmur!",
];

#[test]
fn plain_campaigning_is_high() {
    for text in FIRST {
        let assessment = SCORER.assess(&as_told(text));
        assert_eq!(assessment.band, Band::High, "{text}: {assessment:#?}");
    }
}

#[test]
fn unclear_campaigning_is_queued() {
    for text in QUEUED {
        let assessment = SCORER.assess(&as_told(text));
        assert!(assessment.band.queued(), "{text}: {assessment:#?}");
    }
}

#[rstest]
#[case("Jangan lupa 27 November ke TPS, gunakan hak pilih. ASN netral!")]
#[case("Ikrar netralitas ASN Kabupaten Sukaraja: tidak berpihak ke paslon 1, 2 maupun 3")]
#[case("KPU tetapkan nomor urut: 1 Hadi-Lestari, 2 Bagas-Nur, 3 Yasin-Surya (sumber: KPU)")]
#[case("Jadwal debat publik kedua pilbup malam ini pukul 19.00 di TVRI")]
#[case("Penandatanganan PKS antara Dinas Kesehatan dan RSUD tentang rujukan")]
#[case("Selamat kepada peserta PKN Tingkat II Angkatan XX, lanjutkan pengabdian!")]
#[case("Sudah bayar PBB? Jatuh tempo 30 September, tunjukkan SPPT")]
#[case("Lomba PBB antar SMA, juara nomor urut 2 dari SMAN 1")]
#[case("KemenPAN-RB umumkan formasi PPPK, PAN RB: lanjutkan reformasi birokrasi")]
#[case("Bayar pajak PKB dan opsen di Samsat keliling")]
#[case("Rapat Dharma Wanita Persatuan unit Setda dilanjutkan arisan")]
#[case("Yasinan malam Jumat di rumah Pak RT 02")]
#[case("Aamiin ya rabbal alamin, semoga husnul khotimah")]
#[case("Nderek belasungkawa, sugeng tindak Bapak")]
#[case("ASN yang melanggar diganjar sanksi disiplin")]
#[case("Gas melon langka lagi, antre nomor 2 dari tadi pagi")]
#[case("Pilih nomor 3 untuk video favorit lomba adiwiyata, jangan lupa like ya")]
#[case("Timnas Garuda menang 2-1, lanjutkan!")]
#[case("Gelora Bung Karno merah total malam ini")]
#[case("Liburan ke Way Kambas lihat gajah ✌")]
#[case("Bupati Bagas Wirawan meresmikan Puskesmas (rilis Kominfo)")]
#[case("Jalan kabupaten rusak 5 tahun, kapan diperbaiki? Malu sama tetangga")]
#[case("Tunjangan guru telat lagi, pemerintah tolong perhatikan")]
#[case("Tolak politik uang, laporkan ke Panwascam")]
#[case("(ditandai orang lain) @asn_x hadir kampanye BANU")]
#[case("Mendampingi suami mendaftar ke KPU, mohon doa (sedang CLTN)")]
#[case("Kepala sekolah kita 2 periode, terima kasih pengabdiannya")]
fn everyday_posts_stay_out(#[case] text: &str) {
    let assessment = SCORER.assess(&as_told(text));
    assert!(!assessment.band.queued(), "{assessment:#?}");
}
