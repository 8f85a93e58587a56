//! Ids that a server gives are any text.

use netra::db::page::PostChange;

use super::support::{Entrance, minute};

/// PostgreSQL has no NUL in texts, and indexes no more than some thousand bytes of them.
#[tokio::test]
async fn whatever_a_server_takes_for_an_id_is_found_again() {
    let entrance = Entrance::new().await;
    let long: Vec<String> = (0..2)
        .map(|last| {
            // Not to be made shorter by an engine that packs what repeats itself.
            let digits: String = (0..20_000)
                .map(|n: u64| (n * n * 7919).to_string())
                .collect();
            format!("{digits}{last}")
        })
        .collect();
    let posts = [
        ("satu\0dua", "teks satu"),
        (long[0].as_str(), "teks dua"),
        (long[1].as_str(), "teks tiga"),
    ];
    for (number, change) in [(1, PostChange::New), (2, PostChange::Unchanged)] {
        let taken = entrance.fetch(minute(number), &posts).await;
        let changes: Vec<_> = taken.saved.posts.iter().map(|post| post.change).collect();
        assert_eq!(changes, [change; 3]);
    }
    assert_eq!(entrance.number("SELECT count(*) FROM post").await, 3);
}
