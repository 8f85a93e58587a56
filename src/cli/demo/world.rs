//! The made-up world that the demo's sites show: accounts, posts, and what changes between the
//! first and the second crawl.

use std::sync::atomic::{AtomicBool, Ordering};

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use crate::model::{PersonKind, Platform};

/// An account of `accounts.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DemoAccount {
    pub(super) platform: Platform,
    pub(super) handle: String,
    #[serde(default = "person")]
    pub(super) kind: PersonKind,
    pub(super) nip: Option<String>,
    pub(super) name: String,
    pub(super) agency: String,
    pub(super) post: Option<String>,
    /// For feeds: `rss`, `atom` or `json`.
    pub(super) format: Option<String>,
    posts: Vec<String>,
}

fn person() -> PersonKind {
    PersonKind::Person
}

#[derive(Deserialize)]
struct AccountsFile {
    account: Vec<DemoAccount>,
}

/// A post as a site shows it now.
#[derive(Debug, Clone)]
pub(super) struct DemoPost {
    /// Number within the account, oldest first, from 1.
    pub(super) number: usize,
    pub(super) text: String,
    pub(super) published: Timestamp,
    pub(super) edited: Option<Timestamp>,
}

/// An edit on the second day: account, post number, new text.
const EDITED: (&str, usize, &str) = (
    "dimas",
    7,
    "Semoga Pak Yasin menang, doa terbaik. YASDA nomor 3!",
);
/// A post that is not visible on the second day: account and number.
const VANISHED: (&str, usize) = ("sari.demo.test", 12);
/// A post that appears on the second day.
const APPEARS: (&str, &str) = (
    "rina",
    "Kaos BANU sudah dibagi di sekolah, siap menangkan nomor 2!",
);

/// The state of the made-up world.
#[derive(Debug)]
pub(super) struct World {
    pub(super) accounts: Vec<DemoAccount>,
    now: Timestamp,
    second_day: AtomicBool,
    throttled: AtomicBool,
}

impl World {
    /// The world as of `now`, on its first day.
    pub(super) fn new(now: Timestamp) -> anyhow::Result<Self> {
        let file: AccountsFile = toml::from_str(include_str!("accounts.toml"))?;
        Ok(Self {
            accounts: file.account,
            now,
            second_day: AtomicBool::new(false),
            throttled: AtomicBool::new(false),
        })
    }

    /// Lets the second day begin: one post edited, one no longer visible, one new.
    pub(super) fn begin_second_day(&self) {
        self.second_day.store(true, Ordering::SeqCst);
    }

    /// True exactly once: the request that a site answers with 429.
    pub(super) fn throttle_now(&self) -> bool {
        !self.throttled.swap(true, Ordering::SeqCst)
    }

    /// The accounts of one platform.
    pub(super) fn on(&self, platform: Platform) -> impl Iterator<Item = &DemoAccount> {
        self.accounts
            .iter()
            .filter(move |account| account.platform == platform)
    }

    /// One account of a platform.
    pub(super) fn account(&self, platform: Platform, handle: &str) -> Option<&DemoAccount> {
        self.on(platform).find(|account| account.handle == handle)
    }

    /// The visible posts of an account, newest first.
    pub(super) fn posts(&self, account: &DemoAccount) -> Vec<DemoPost> {
        let second_day = self.second_day.load(Ordering::SeqCst);
        let count = account.posts.len();
        let seed = account.handle.len();
        let mut posts: Vec<DemoPost> = account
            .posts
            .iter()
            .enumerate()
            .map(|(index, text)| self.post(count - index, text.clone(), index * 11 + seed))
            .collect();
        if second_day {
            self.change(account, &mut posts);
        }
        posts
    }

    fn post(&self, number: usize, text: String, hours_ago: usize) -> DemoPost {
        let hours = i64::try_from(hours_ago).unwrap_or(0);
        let published = self
            .now
            .checked_sub(SignedDuration::from_hours(hours))
            .unwrap_or(self.now);
        DemoPost {
            number,
            text,
            published,
            edited: None,
        }
    }

    fn change(&self, account: &DemoAccount, posts: &mut Vec<DemoPost>) {
        for post in posts
            .iter_mut()
            .filter(|post| (account.handle.as_str(), post.number) == (EDITED.0, EDITED.1))
        {
            EDITED.2.clone_into(&mut post.text);
            post.edited = Some(self.now);
        }
        posts.retain(|post| (account.handle.as_str(), post.number) != VANISHED);
        if account.handle == APPEARS.0 {
            let number = posts.len() + 1;
            posts.insert(0, self.post(number, APPEARS.1.to_owned(), 0));
        }
    }
}

/// Text as markup.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
