//! Sites read by an adapter: what stands in the place of a post is stored neither as one nor as an
//! edit, and what people write about such pages is not lost.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rstest::rstest;

use crate::support::Installation;
use crate::support::world::{Asked, Told, World};

const ADAPTER: &str = "name = \"uji\"\nhosts = [\"127.0.0.1\"]\ntime_zone = \"WIB\"\n[listing]\n\
    item = \"article\"\nlink = \"h2 a\"\n[post]\ntitle = \"h1\"\nbody = \".isi\"\ndate = \"time\"\n";

const DATE: &str = "<time datetime=\"2098-11-02T08:00:00+07:00\">2 November</time>";

/// A listing of one post, whose page shows one thing at each visit, the last for ever.
fn site(pages: Vec<Told>) -> (World, Installation) {
    let visits = Arc::new(AtomicUsize::new(0));
    let world = World::start(move |asked: &Asked| match asked.path.as_str() {
        "/berita/" => Some(Told::html(
            "<article><h2><a href=\"/baca/1\">J</a></h2></article>",
        )),
        "/baca/1" => {
            let visit = visits.fetch_add(1, Ordering::SeqCst);
            Some(pages[visit.min(pages.len() - 1)].clone())
        }
        "/" => Some(Told::html(
            "<h1>Selamat datang</h1><div class=isi>Beranda kami</div>",
        )),
        _ => None,
    });
    let installation = Installation::new();
    let adapter = installation.path().join("config/sources/uji.toml");
    std::fs::write(adapter, ADAPTER).unwrap();
    installation.register(&[("html", &world.at("/berita/"))]);
    (world, installation)
}

fn post(title: &str, body: &str) -> Told {
    Told::html(format!(
        "<title>{title} - Dinas Rekaan</title><h1>{title}</h1>{DATE}<div class=isi><p>{body}</p></div>"
    ))
}

#[rstest]
#[case(
    "Website dinas sedang dalam pemeliharaan, layanan tatap muka tetap buka",
    "Warga dapat datang ke kantor. Coblos nomor 2!"
)]
#[case(
    "404",
    "Angka keberuntungan kami: 404 suara untuk paslon 2 di TPS kita."
)]
#[case("Masuk TPS, coblos nomor 2", "Jangan lupa.")]
#[case(
    "Tips lolos captcha saat daftar CPNS",
    "Baca petunjuknya dengan teliti."
)]
#[case(
    "Server SIMPEG mengalami gangguan, ASN diminta bersabar",
    "Perbaikan sampai besok."
)]
#[case(
    "Website ini menggunakan cookie, apa artinya bagi warga?",
    "Penjelasan dari Diskominfo."
)]
#[case(
    "Dilarang kampanye di masjid",
    "Kata panitia, tapi pilih nomor 2 saja."
)]
#[case("Segera hadir: konser dukungan nomor 2", "Datang ya kawan.")]
#[case(
    "Error 404: hati nurani tidak ditemukan",
    "Puisi politik saya. Pilih perubahan."
)]
#[case("Dukung nomor dua", "Ayo coblos. Silakan login untuk berkomentar.")]
#[case(
    "Dukung nomor tiga",
    "Ayo coblos nomor tiga. Situs ini menggunakan cookie."
)]
#[case(
    "Layanan KTP sementara tidak tersedia",
    "Mesin rusak, kata Lurah, pilih nomor 1."
)]
#[case(
    "Pelajar MAN buat robot, kamu bukan robot kan?",
    "Lomba tingkat kabupaten."
)]
#[case("Akses ditolak satpam, kader nomor 2 tetap masuk", "Lucu.")]
#[case("Welcome to nginx: pelatihan server Diskominfo", "Peserta 20 orang.")]
#[case("Under construction: jembatan merah", "Janji calon nomor 3.")]
#[case("Akun palsu Pak Bupati telah ditangguhkan", "Hati-hati penipuan.")]
#[case(
    "Internet Positif blokir situs judi, dukung terus",
    "Kata Kominfo di kota."
)]
fn what_people_write_about_such_pages_is_kept(#[case] title: &str, #[case] body: &str) {
    let (_world, installation) = site(vec![post(title, body)]);
    let report = installation.json(&["crawl"]);
    assert_eq!(report["posts_new"], 1, "{report:#}");
    let report = installation.json(&["crawl"]);
    assert_eq!(report["posts_edited"], 0, "{report:#}");
}

#[rstest]
#[case::provider(
    "<title>Internet Positif</title><h1>Mohon Maaf</h1><p>Akses ke situs ini diblokir."
)]
#[case::provider_in_place(
    "<title>internet-positif.info</title><div class=isi>Mohon maaf! Situs yang anda buka telah diblokir. Internet Sehat dan Aman</div>"
)]
#[case::guard("<title>DDOS-GUARD</title><div class=isi>Please, wait...</div>")]
#[case::guard_in_place(
    "<h1>Checking your browser before accessing uji.example</h1><div class=isi>Please wait a few seconds.</div>"
)]
#[case::moment(
    "<title>One moment, please...</title><h1>Please wait while your request is being verified...</h1>"
)]
#[case::bots("<h1>Making sure you're not a bot!</h1><div class=isi>Loading...</div>")]
#[case::country("<h1>Konten ini tidak tersedia di negara Anda</h1>")]
#[case::law("<title>Unavailable</title><h1>451: Unavailable due to legal reasons</h1>")]
#[case::partners(
    "<h1>Kami dan mitra kami menyimpan informasi di perangkat Anda</h1><button>Setuju"
)]
#[case::hosting(
    "<title>Masa aktif habis</title><h1>Masa aktif layanan hosting Anda telah habis</h1>"
)]
#[case::template("<h1>Detail Berita</h1><div class=isi>Data tidak ditemukan</div>")]
#[case::with_others(
    "<h1>Halaman tidak ditemukan</h1><time datetime=\"2098-11-29\"></time><div class=isi>Berita terbaru: apel pagi, senam, rapat koordinasi.</div>"
)]
#[case::apology(
    "<h1>Berita</h1><div class=isi>Maaf, berita yang Anda cari tidak tersedia. Baca juga: apel pagi di balai kota.</div>"
)]
#[case::wall(
    "<h1>Judul</h1><time datetime=\"2098-11-02T08:00:00+07:00\"></time><div class=isi>Dukung nomor dua. Silakan login untuk membaca selengkapnya.</div>"
)]
fn what_stands_in_the_place_of_a_post_is_no_edit(#[case] instead: &str) {
    let kept = post("Judul", "Dukung nomor dua. Kalimat kedua, dan yang ketiga.");
    let (_world, installation) = site(vec![kept, Told::html(instead)]);
    installation.json(&["crawl"]);
    for _ in 0..2 {
        let report = installation.json(&["crawl"]);
        for count in [
            "posts_edited",
            "posts_reread",
            "posts_not_visible",
            "posts_new",
        ] {
            assert_eq!(report[count], 0, "{count} of {report:#}");
        }
    }
}

/// Hosts answer so for a time: a page that waits is asked for again.
#[rstest]
#[case::firewall(Told::new(403, "text/html", "waf"))]
#[case::not_yet(Told::new(404, "text/html", "belum"))]
#[case::law(Told::new(451, "text/html", "hukum"))]
#[case::fault(Told::new(400, "text/html", "?"))]
#[case::blocked(Told::html("<title>Internet Positif</title><h1>Mohon Maaf</h1>"))]
#[case::away(Told::new(302, "text/html", "").header("location", "/"))]
fn a_page_that_waits_is_not_lost(#[case] first: Told) {
    let (_world, installation) = site(vec![first, post("Judul", "Dukung nomor dua")]);
    assert_eq!(installation.json(&["crawl"])["posts_new"], 0);
    assert_eq!(installation.json(&["crawl"])["posts_new"], 1);
    let words = installation.rows("SELECT text FROM revision");
    assert!(words[0].contains("Dukung nomor dua"), "{words:?}");
}
