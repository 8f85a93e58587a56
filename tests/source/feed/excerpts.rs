//! Parts of posts, and what sites add to the words of their authors.

use rstest::rstest;

use super::{read, rss};

fn one(elements: &str) -> netra::model::ParsedPost {
    let head = "<title>Judul</title><link>https://situs.example/1</link>";
    let mut page = read(&rss(&format!("<item>{head}{elements}</item>")));
    page.posts.remove(0)
}

#[rstest]
#[case("Awal dari tulisan [...]")]
#[case("Awal dari tulisan […]")]
#[case("Awal dari tulisan [&#8230;]")]
#[case("Awal dari tulisan &#91;&hellip;&#93;")]
#[case("Awal dari tulisan [ … ]")]
#[case("Awal dari tulisan (...)")]
#[case("Awal dari tulisan …")]
#[case("Awal dari tulisan...")]
#[case("Awal dari tulisan. Continue reading")]
#[case("Awal dari tulisan. &lt;a href='/1'&gt;Continue reading Judul &amp;rarr;&lt;/a&gt;")]
#[case("Awal dari tulisan. &lt;p&gt;Baca selengkapnya&lt;/p&gt;")]
#[case("Awal dari tulisan. Baca Selengkapnya »")]
#[case("Awal dari tulisan. Selengkapnya")]
#[case("Awal dari tulisan. Read more…")]
#[case("Awal dari tulisan. Lanjutkan membaca “Judul”")]
#[case("Awal dari tulisan […] The post Judul appeared first on Blog Rekaan.")]
#[case("")]
fn a_description_that_breaks_off_is_an_excerpt(#[case] words: &str) {
    let post = one(&format!("<description>{words}</description>"));
    assert!(post.excerpt, "{:?}", post.text);
}

#[rstest]
#[case("<description>Seluruh tulisan.</description>")]
#[case("<description>Lihat jadwal selengkapnya di papan pengumuman.</description>")]
#[case("<description>Awal […]</description><content:encoded>Seluruh tulisan…</content:encoded>")]
#[case("<description>Dia berkata \"[...] tidak\" lalu pergi.</description>")]
fn whole_posts_are_no_excerpts(#[case] elements: &str) {
    let post = one(elements);
    assert!(!post.excerpt, "{:?}", post.text);
}

#[rstest]
#[case("Isi. The post Judul appeared first on Blog Rekaan.")]
#[case(
    "&lt;p&gt;Isi.&lt;/p&gt;&lt;p&gt;The post &lt;a href='/1'&gt;Judul&lt;/a&gt; appeared first on &lt;a href='/'&gt;Blog&lt;/a&gt;.&lt;/p&gt;"
)]
#[case("&lt;p&gt;Isi.&lt;/p&gt;The post Judul first appeared on Blog.")]
#[case("&lt;p&gt;Isi.&lt;/p&gt;Artikel Judul pertama kali tampil pada Blog.")]
#[case("&lt;p&gt;Isi.&lt;/p&gt;Pos Judul muncul pertama kali di Blog")]
fn what_the_site_adds_is_not_the_authors(#[case] words: &str) {
    for element in ["description", "content:encoded"] {
        let post = one(&format!("<{element}>{words}</{element}>"));
        assert_eq!(post.text, "Judul\n\nIsi.");
        assert!(!post.excerpt);
    }
}

#[rstest]
#[case("Ia pertama kali tampil pada acara itu. Ramai sekali.")]
#[case("Berita itu pertama kali dimuat di koran, lalu dibantah.\n\nIni bantahannya.")]
fn words_of_the_author_stay(#[case] words: &str) {
    let post = one(&format!(
        "<content:encoded><![CDATA[<pre>{words}</pre>]]></content:encoded>"
    ));
    assert_eq!(post.text, format!("Judul\n\n{words}"));
}

#[test]
fn a_summary_is_a_part_whatever_it_says() {
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>urn:1</id><title>A</title>\
        <summary>Ringkasan</summary></entry><entry><id>urn:2</id><title>B</title>\
        <summary>Ringkasan</summary><content>Isi</content></entry></feed>";
    let marks: Vec<bool> = read(atom).posts.iter().map(|post| post.excerpt).collect();
    assert_eq!(marks, [true, false]);
    let json = r#"{"version": "https://jsonfeed.org/version/1", "items": [
        {"id": "1", "summary": "Ringkasan"}, {"id": "2", "content_text": "Isi"}, {"id": "3", "title": "T"}]}"#;
    let marks: Vec<bool> = read(json).posts.iter().map(|post| post.excerpt).collect();
    assert_eq!(marks, [true, false, true]);
}
