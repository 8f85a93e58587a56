//! Why a text names no account, in the languages of those who write lists.

use crate::model::phrases;

phrases! {
    /// What is wrong with a text that should name an account; goes on where the text ends.
    AddressFault

    Post: "adalah unggahan, bukan akun", "is a post, not an account";
    Group: "adalah grup, bukan akun", "is a group, not an account";
    ShortLink:
        "adalah tautan pendek yang tidak menunjukkan akun siapa: buka, lalu salin alamat profilnya",
        "is a short link, which does not show whose account it is: open it and copy the address of the profile";
    Private: "tidak terbuka untuk umum", "is not public";
    NoProfile: "bukan halaman sebuah akun", "is no page of an account";
    NoName: "bukan nama akun", "is no name of an account";
    ReadersNumber:
        "memuat nomor yang dibuat untuk satu pembaca dan tidak menunjuk siapa pun bagi orang lain",
        "holds a number made for one reader, which names nobody to others";
    NoUser: "tidak menyebut pengguna di sebuah server", "names no user on a server";
    ServerOnly: "menyebut server tanpa pengguna", "names a server and no user";
    OtherPage:
        "adalah unggahan atau halaman lain di server itu, bukan akun",
        "is a post or another page of the server, not an account";
    FeedOfAccount:
        "adalah umpan (RSS) sebuah akun, yang didaftarkan dengan platform feed",
        "is the feed of an account, to be registered with platform feed";
    NoWebAddress: "bukan alamat web", "is no web address";
    PostOfSite: "adalah unggahan, bukan situs", "is a post, not a site";
    DatedPage: "adalah halaman bertanggal di sebuah situs, bukan situsnya", "is a dated page of a site, not the site";
    NoSite: "bukan alamat situs", "is no address of a site";
    NoHandle: "bukan nama akun dan bukan alamat profil", "is no handle and no address of a profile";
    NotAskable: "tidak dapat diminta", "cannot be asked for";
    PostOrList: "adalah unggahan, daftar, atau umpan (RSS), bukan akun", "is a post, a list or a feed, not an account";
    NotAProfile: "bukan profil", "is no profile";
    Nobody: "tidak menyebut akun", "names no account";
    NoHost: "tidak menyebut server", "names no host";
    NoAuthor: "tidak menyebut penulis setelah #penulis=", "names no author behind #penulis=";
    NoAdapter: "berada di situs yang tidak dibaca adaptor mana pun", "is on a host that no adapter reads";
}

phrases! {
    /// How the accounts of a platform are written.
    AddressForm

    Mastodon:
        "tulis @nama@server, https://server/@nama, atau https://server/users/nama",
        "expected @user@host, https://host/@user or https://host/users/user";
    Bluesky:
        "tulis nama.example (misalnya nama.bsky.social), did:plc:…, https://bsky.app/profile/nama.example, atau https://server/nama.example untuk membaca dari server itu",
        "expected name.example (such as name.bsky.social), did:plc:…, https://bsky.app/profile/name.example, or https://host/name.example to read from that host";
    Wordpress:
        "tulis https://situs/, https://situs/author/nama/, atau https://situs/?author=3",
        "expected https://site/, https://site/author/name/ or https://site/?author=3";
    Feed:
        "tulis alamat http(s) sebuah umpan (RSS), atau halaman yang menyebut umpannya",
        "expected the http(s) address of a feed, or of a page that names one";
    FeedAuthor:
        "tulis nama seperti di umpannya, atau `semua` untuk semua penulis",
        "expected the name as the feed shows it, or `semua` for everybody";
    Html:
        "tulis alamat http(s) sebuah daftar di situs yang disebut adaptor di config/sources",
        "expected the http(s) address of a listing on a host that an adapter in config/sources names";
    Facebook:
        "tulis https://www.facebook.com/nama, …/profile.php?id=123, atau nama",
        "expected https://www.facebook.com/name, …/profile.php?id=123 or name";
    Instagram:
        "tulis https://www.instagram.com/nama atau @nama",
        "expected https://www.instagram.com/name or @name";
    Telegram:
        "tulis https://t.me/nama atau @nama",
        "expected https://t.me/name or @name";
    Threads:
        "tulis https://www.threads.com/@nama atau @nama",
        "expected https://www.threads.com/@name or @name";
    Tiktok:
        "tulis https://www.tiktok.com/@nama atau @nama",
        "expected https://www.tiktok.com/@name or @name";
    Whatsapp:
        "tulis alamat sebuah saluran, https://whatsapp.com/channel/0029…",
        "expected the address of a channel, https://whatsapp.com/channel/0029…";
    X:
        "tulis https://x.com/nama atau @nama",
        "expected https://x.com/name or @name";
    Youtube:
        "tulis https://www.youtube.com/@nama, https://www.youtube.com/channel/UC…, atau @nama",
        "expected https://www.youtube.com/@name, https://www.youtube.com/channel/UC… or @name";
}

/// A text that names no account of a platform.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} {fault}; {form}")]
pub struct NoAccount {
    /// As written.
    pub text: String,
    /// What is wrong with it.
    pub fault: AddressFault,
    /// What is expected.
    pub form: AddressForm,
}

impl NoAccount {
    /// A text with its fault, and what was expected.
    pub fn new(text: &str, fault: AddressFault, form: AddressForm) -> Self {
        Self {
            text: text.to_owned(),
            fault,
            form,
        }
    }
}
