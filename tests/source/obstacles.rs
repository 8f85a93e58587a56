//! What stands in the place of content concludes nothing, and content is not taken for it.

use netra::source::shared::html;
use netra::source::shared::obstacle::{Obstacle, obstacle};
use rstest::rstest;

use super::answer;
use netra::model::FetchRequest;

fn seen(markup: &str) -> Option<Obstacle> {
    let address = "https://dinas.kota.go.id/baca/7".parse().unwrap();
    let request = FetchRequest::new(address, "text/html", "item");
    obstacle(&answer(&request, 200, markup), &html::document(markup).html)
}

#[rstest]
#[case(
    "<title>404</title><h1>Halaman tidak ditemukan</h1><p>Maaf, halaman yang Anda cari tidak ada.</p>"
)]
#[case("<h1>Oops!</h1><p>That page can’t be found.</p>")]
#[case(
    "<title>Page not found – Dinas Contoh</title><p>It looks like nothing was found at this location.</p>"
)]
#[case("<h1>Artikel ini telah dihapus</h1>")]
#[case("<h2>Konten tidak tersedia</h2>")]
#[case("<p>Maaf, berita yang Anda cari sudah tidak tersedia.</p>")]
#[case("<h1>Error 410</h1>")]
#[case("<h1>Laman tersebut tidak dapat ditemukan</h1>")]
#[case("<h1>The page you are looking for does not exist</h1>")]
#[case("<div class=isi>Maaf, halaman tidak ada.</div>")]
fn a_page_that_says_that_it_is_none(#[case] markup: &str) {
    assert_eq!(seen(markup), Some(Obstacle::NotFound));
}

#[rstest]
#[case("<h1>Situs sedang dalam pemeliharaan</h1>", Obstacle::Maintenance)]
#[case(
    "<title>Maintenance Mode</title><p>Kembali lagi nanti",
    Obstacle::Maintenance
)]
#[case(
    "<h1>Website kami sedang dalam perbaikan</h1><p>Mohon maaf",
    Obstacle::Maintenance
)]
#[case(
    "<h1>Error establishing a database connection</h1>",
    Obstacle::Maintenance
)]
#[case(
    "<h1>503 Service Temporarily Unavailable</h1><hr>nginx",
    Obstacle::Maintenance
)]
#[case(
    "<p>There has been a critical error on this website.</p>",
    Obstacle::Maintenance
)]
#[case(
    "<p>Terjadi kesalahan serius pada situs Anda.</p>",
    Obstacle::Maintenance
)]
#[case(
    "<title>Index of /berita</title><h1>Index of /berita</h1>",
    Obstacle::Maintenance
)]
#[case(
    "<title>Apache2 Ubuntu Default Page: It works</title>",
    Obstacle::Maintenance
)]
#[case("<title>Just a moment...</title>", Obstacle::Challenge)]
#[case("<title>Attention Required! | Cloudflare</title>", Obstacle::Challenge)]
#[case("<h1>Verifikasi bahwa Anda bukan robot</h1>", Obstacle::Challenge)]
#[case(
    "<h1>Checking your browser before accessing dinas.example</h1>",
    Obstacle::Challenge
)]
#[case(
    "<h1>Access Denied</h1><p>You don't have permission",
    Obstacle::Challenge
)]
#[case(
    "<h1>Before you continue to the site</h1><button>Accept all</button>",
    Obstacle::Consent
)]
#[case(
    "<p>Situs ini menggunakan cookie. <button>Setuju</button></p>",
    Obstacle::Consent
)]
#[case("<h1>Sebelum Anda melanjutkan</h1>", Obstacle::Consent)]
#[case(
    "<h1>Kami menghargai privasi Anda</h1><button>Terima semua",
    Obstacle::Consent
)]
#[case("<title>Domain ini dijual</title><h1>Dijual</h1>", Obstacle::Parked)]
#[case("<h1>dinas.example domain has expired</h1>", Obstacle::Parked)]
#[case("<h1>This Account has been suspended.</h1>", Obstacle::Parked)]
#[case("<h1>Buy this domain</h1>", Obstacle::Parked)]
#[case("<title>Masuk - Portal Pegawai</title><form></form>", Obstacle::Login)]
#[case("<p>Silakan login untuk melihat berita ini.</p>", Obstacle::Login)]
fn what_else_stands_in_the_place_of_content(#[case] markup: &str, #[case] expected: Obstacle) {
    assert_eq!(seen(markup), Some(expected));
}

/// Short posts of offices about just these things.
#[rstest]
#[case("<h1>Korban banjir tidak ditemukan</h1><p>Tim SAR menghentikan pencarian hari ini.")]
#[case("<h1>Pemeliharaan jalan provinsi dimulai Senin</h1><p>Warga diminta bersabar.")]
#[case("<h1>Pemadaman listrik untuk maintenance jaringan</h1><p>Sabtu pukul 08.00 sampai 12.00.")]
#[case("<h1>Bukti politik uang tidak ditemukan, kata panitia</h1><p>Laporan dihentikan.")]
#[case("<h1>Halaman kantor camat ditata ulang</h1><p>Kini ada taman baru.")]
#[case("<h1>Halaman sekolah tidak ada parkir, warga protes</h1><p>Kepala sekolah menjawab.")]
#[case("<h1>Berita bahwa bantuan tidak ada itu hoaks</h1><p>Jangan percaya.")]
#[case("<h1>Rumah dinas ini dijual</h1><p>Hubungi bagian aset.")]
#[case(
    "<h1>Masuk sekolah hari pertama berjalan lancar di semua kecamatan</h1><p>Anak-anak senang."
)]
#[case("<h1>Nomor 2 menang di TPS 404</h1><p>Selamat untuk kita semua")]
#[case("<h1>Layanan SIM keliling</h1><p>Senin di alun-alun.")]
#[case("<h1>Akun saya</h1><p>Dukung nomor 1, kawan-kawan semua!")]
#[case("<h1>Website</h1><p>Ikuti kami di situs web kampanye nomor urut dua.")]
#[case("<h1>Kue kering</h1><p>Resep cookie cokelat untuk lebaran dari ibu-ibu PKK.")]
#[case("<h1>Segera: rapat akbar nomor 3</h1><p>Datang ramai-ramai besok.")]
fn content_is_content(#[case] markup: &str) {
    assert_eq!(seen(markup), None);
}

/// A long page may say anything.
#[test]
fn a_page_with_much_to_say_is_content() {
    let body = "kata ".repeat(200);
    let markup = format!("<h1>Halaman tidak ditemukan</h1><p>{body}</p>");
    assert_eq!(seen(&markup), None);
}

#[rstest]
#[case("https://dinas.kota.go.id/", true)]
#[case("https://dinas.kota.go.id/baca", true)]
#[case("https://www.dinas.kota.go.id/baca/7/", false)]
#[case("https://dinas.kota.go.id/baca/7-judul-baru", false)]
#[case("https://dinas.kota.go.id/berita/2026/judul", false)]
#[case("https://dinas.kota.go.id/?p=7", false)]
fn a_redirect_to_the_front_page_is_no_content(#[case] to: &str, #[case] elsewhere: bool) {
    let request = FetchRequest::new(
        "https://dinas.kota.go.id/baca/7".parse().unwrap(),
        "text/html",
        "item",
    );
    let markup = "<h1>Selamat datang</h1><p>Dukung nomor 7";
    let mut capture = answer(&request, 200, markup);
    capture.final_url = to.parse().unwrap();
    let found = obstacle(&capture, &html::document(markup).html);
    assert_eq!(found, elsewhere.then_some(Obstacle::Elsewhere));
}
