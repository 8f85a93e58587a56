//! An installation with people and posts in several regions, copied for each reading.

use netra::db::Db;
use netra::model::{Reader, Role};

use crate::support::database::{Place, Raw};
use crate::web::support::{House, NewPost, somebody};

/// Where the four persons serve, and where their posts were captured; in this order.
pub(super) const REGIONS: [&str; 4] = ["32.04", "32.05", "33.01", "ID"];

/// Everybody who may read something, or nothing, with a short name.
pub(super) fn readers() -> Vec<(String, Reader)> {
    let mut readers = Vec::new();
    for role in Role::ALL {
        for scope in ["unset", "32.04", "32", "ID"] {
            let name = format!("{} {scope}", role.as_str());
            readers.push((name, somebody(1, role, scope)));
        }
    }
    readers.push(("command line".to_owned(), Reader::operator("uji")));
    readers.push(("machine".to_owned(), Reader::machine("uji")));
    readers
}

/// A database that everything is read from, one copy a reading.
pub(super) struct Template {
    house: House,
}

impl Template {
    /// Posts 1 to 4 of accounts 2 to 5 of persons 2 to 5, one in each of [`REGIONS`]. User 2
    /// suspects post 2 and reads its district; user 1 is whoever reads.
    pub(super) async fn new() -> Self {
        let house = House::new().await;
        house.user("pembaca", Role::Reviewer).await;
        house
            .user_within("lain", Role::Reviewer, false, "32.05")
            .await;
        for (number, region) in REGIONS.iter().enumerate() {
            let address = format!("akun{number}.contoh.example");
            let account = house.account("bluesky", &address, &address).await;
            let post = NewPost {
                native: &address,
                region,
                ..NewPost::default()
            };
            house.post_of(account, post).await;
        }
        house
            .run(
                "UPDATE person SET region = CASE id WHEN 2 THEN '32.04' WHEN 3 THEN '32.05' \
                 WHEN 4 THEN '33.01' ELSE 'ID' END WHERE id > 1",
            )
            .await;
        // The account that every house has is out of the way.
        house
            .run("UPDATE account SET retired_at = 1 WHERE id = 1")
            .await;
        house
            .run(
                "INSERT INTO verdict (post_id, revision, assessment_id, user_id, decision, \
                 reason_code, reason, at) VALUES (2, 1, 2, 2, 'suspected', 'uji', 'uji', 5)",
            )
            .await;
        house
            .run("UPDATE post SET review_revision = 1, review_state = 'second' WHERE id = 2")
            .await;
        house
            .run("INSERT INTO index_pending SELECT id, 1 FROM post")
            .await;
        house.db.close().await;
        house.raw.close().await;
        Self { house }
    }

    /// A copy of its own.
    pub(super) async fn copy(&self) -> Copy {
        let place = self.house.place.copy();
        Copy {
            db: place.open().await,
            raw: place.raw(),
            _place: place,
        }
    }
}

/// A copy that one reading may change.
pub(super) struct Copy {
    pub(super) db: Db,
    /// The door for looking and for breaking things.
    pub(super) raw: Raw,
    _place: Place,
}

impl Copy {
    /// Actions in the audit log, oldest first, from a row on.
    pub(super) async fn actions(&self, after: i64) -> Vec<String> {
        let actions = format!("SELECT action FROM audit WHERE seq > {after} ORDER BY seq");
        self.raw.texts(&actions).await
    }

    /// The last row of the audit log.
    pub(super) async fn last_row(&self) -> i64 {
        self.raw.number("SELECT seq FROM audit_head").await
    }
}
