//! Lanes and the ledger of the door, kept in the database.

use futures_util::future::FutureExt as _;

use crate::db::{self, Db, DbError};
use crate::fetch::{Amend, BookError, Booked, Decide, LaneBook};
use crate::model::{AccountId, Exchange, ExchangeId, LaneKey, RobotsCopy};

/// Keeps lanes and the ledger in the database, so that all processes of an installation keep
/// one pace, and a process keeps the pace of the one before it.
#[derive(Debug, Clone)]
pub struct DatabaseBook(pub Db);

impl LaneBook for DatabaseBook {
    fn reserve<'a>(
        &'a self,
        lanes: &'a [LaneKey],
        account: Option<AccountId>,
        decide: Decide<'a>,
    ) -> Booked<'a, Option<ExchangeId>> {
        let reserved = db::lane::reserve(&self.0, lanes, account, decide);
        reserved
            .map(|result| result.map_err(|error| unkept(&error)))
            .boxed()
    }

    fn settle<'a>(
        &'a self,
        id: ExchangeId,
        line: Option<&'a Exchange>,
        lanes: &'a [LaneKey],
        amend: Amend<'a>,
    ) -> Booked<'a, ()> {
        let settled = db::lane::settle(&self.0, id, line, lanes, amend);
        settled
            .map(|result| result.map_err(|error| unkept(&error)))
            .boxed()
    }

    fn robots<'a>(&'a self, origin: &'a str) -> Booked<'a, Option<RobotsCopy>> {
        let robots = db::lane::robots(&self.0, origin);
        robots
            .map(|result| result.map_err(|error| unkept(&error)))
            .boxed()
    }

    fn keep_robots<'a>(&'a self, copy: &'a RobotsCopy) -> Booked<'a, ()> {
        let kept = db::lane::keep_robots(&self.0, copy);
        kept.map(|result| result.map_err(|error| unkept(&error)))
            .boxed()
    }
}

fn unkept(error: &DbError) -> BookError {
    match error {
        DbError::Inconsistent(broken) => BookError::Unreadable(broken.to_string()),
        error => BookError::Failed(error.to_string()),
    }
}
