//! Dates among other words and numbers.

use super::all_read;

#[test]
fn other_numbers_are_no_part_of_a_date() {
    all_read(&[
        (
            "Dibaca 1.204 kali | 23 November 2026",
            "2026-11-22T17:00:00Z",
        ),
        (
            "Dibaca 1.204 kali | 23 November 2026 14:30 WIB",
            "2026-11-23T07:30:00Z",
        ),
        (
            "Diterbitkan 23 November 2026, 12 komentar",
            "2026-11-22T17:00:00Z",
        ),
        ("Halaman 2 dari 3 - 23/11/2026", "2026-11-22T17:00:00Z"),
        ("5 menit baca - 2 jam lalu", "2026-11-22T03:00:00Z"),
        ("Waktu baca 5 menit, 2 jam lalu", "2026-11-22T03:00:00Z"),
        ("3 min read \u{b7} 2 days ago", "2026-11-20T05:00:00Z"),
        ("2 jam lalu \u{b7} 5 menit baca", "2026-11-22T03:00:00Z"),
        (
            "Oleh admin2024 - 23 Nov 2026, 14:30",
            "2026-11-23T07:30:00Z",
        ),
        ("Edisi 2024 - 23 Nov 2026, 14:30", "2026-11-23T07:30:00Z"),
        (
            "admin5 | 23/11/2026 | 14:30 | 1.024 views",
            "2026-11-23T07:30:00Z",
        ),
        (
            "Senin, 23 Nov 2026 | Budi | 14.30 WIB",
            "2026-11-23T07:30:00Z",
        ),
        (
            "Kategori: Pilkada 2024. Tanggal: 23 November 2026",
            "2026-11-22T17:00:00Z",
        ),
        (
            "23 November 2026, 2,5 ribu kali dibaca",
            "2026-11-22T17:00:00Z",
        ),
        (
            "23 November 2026 - 2.50 juta pembaca",
            "2026-11-22T17:00:00Z",
        ),
        (
            "23 November 2026 \u{b7} 12 menit baca",
            "2026-11-22T17:00:00Z",
        ),
        (
            "[3] Jakarta, 23 November 2026 (14.30)",
            "2026-11-23T07:30:00Z",
        ),
        ("Kompas.com - 23/11/2026, 14:30 WIB", "2026-11-23T07:30:00Z"),
        ("2 komentar, 23 November 2026 14:30", "2026-11-23T07:30:00Z"),
        ("Telp 0812-3456-7890 | 23-11-2026", "2026-11-22T17:00:00Z"),
        ("23 November, 12 komentar", ""),
        ("Rp 12.50 - 23 November 2026", "2026-11-22T17:00:00Z"),
        ("Durasi 3:45 - 23 November 2026", "2026-11-22T17:00:00Z"),
        ("IP 10.11.12.13 23 November 2026", "2026-11-22T17:00:00Z"),
        ("10.11.12.13 | 23 November 2026", "2026-11-22T17:00:00Z"),
        ("By Maya 12 November 23, 2026", "2026-11-22T17:00:00Z"),
        (
            "HUT 17 Agustus 1945 | 23 November 2026",
            "2026-11-22T17:00:00Z",
        ),
        (
            "Pilkada 27 November 2028 | 21 November 2026",
            "2026-11-20T17:00:00Z",
        ),
        (
            "Senin (23/11/2026) sekitar pukul 14.30 WIB",
            "2026-11-23T07:30:00Z",
        ),
        (
            "No. 12 Tahun 2024 | 23 November 2026",
            "2026-11-22T17:00:00Z",
        ),
        ("Halaman 2/3 - 23/11/2026", "2026-11-22T17:00:00Z"),
    ]);
}

#[test]
fn the_date_of_publication_counts() {
    all_read(&[
        (
            "Terbit: 23 Nov 2026 14:30 WIB | Diperbarui: 24 Nov 2026 09:00 WIB",
            "2026-11-23T07:30:00Z",
        ),
        (
            "Diperbarui: 24 Nov 2026 09:00 WIB | Terbit: 23 Nov 2026 14:30 WIB",
            "2026-11-23T07:30:00Z",
        ),
        (
            "Updated Nov 24, 2026 9:00 AM, published Nov 23, 2026 2:30 PM",
            "2026-11-23T07:30:00Z",
        ),
        (
            "23/11/2026 14:30 (diperbarui 24/11/2026 09:00)",
            "2026-11-23T07:30:00Z",
        ),
        (
            "Diperbarui pukul 09.00, 24 Nov 2026. Tayang 23 Nov 2026",
            "2026-11-22T17:00:00Z",
        ),
        (
            "Diterbitkan 21 Nov 2026 14:30, diperbarui 2 jam lalu",
            "2026-11-21T07:30:00Z",
        ),
        (
            "Diperbarui 2 jam lalu. Terbit kemarin pukul 14.30",
            "2026-11-21T07:30:00Z",
        ),
        ("Terakhir diubah 24 Nov 2026 09:00", "2026-11-24T02:00:00Z"),
        (
            "Dipublikasikan pada 23 November 2026 pukul 14.30, disunting pada 24 November 2026 pukul 09.00",
            "2026-11-23T07:30:00Z",
        ),
        (
            "Posted on November 23, 2026 by admin. Last modified November 24, 2026",
            "2026-11-22T17:00:00Z",
        ),
        (
            "Ditulis 23 Nov 2026 14.30 Revisi 24 Nov 2026",
            "2026-11-23T07:30:00Z",
        ),
    ]);
}

#[test]
fn an_age_tells_the_hour_of_its_day_only() {
    all_read(&[
        ("22 November 2026 (2 jam lalu)", "2026-11-22T03:00:00Z"),
        ("2 jam lalu | 22 November 2026", "2026-11-22T03:00:00Z"),
        ("Minggu lalu, 13 November 2026", "2026-11-12T17:00:00Z"),
        ("Kemarin (21/11/2026) 14.30", "2026-11-21T07:30:00Z"),
        (
            "20 November 2026 14:30 (2 hari lalu)",
            "2026-11-20T07:30:00Z",
        ),
    ]);
}
