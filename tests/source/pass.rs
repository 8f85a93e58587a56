//! A stand-in for the crawler: runs passes against a simulated platform, and can lose all but
//! the saved page after any page.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use netra::model::{Account, Capture, Cursor, FetchRequest, KnownPost, ParsedPage, ParsedPost};
use netra::source::Source;

/// What a crawler keeps.
#[derive(Default)]
pub(crate) struct Crawler {
    pub(crate) cursor: Option<Cursor>,
    pub(crate) posts: BTreeMap<String, ParsedPost>,
    pub(crate) absent: BTreeSet<String>,
    pub(crate) stable_id: Option<String>,
    pub(crate) pages: Vec<ParsedPage>,
    pub(crate) requests: usize,
}

impl Crawler {
    /// Runs a pass, ending after `pages` pages as if the process were killed there. Returns
    /// whether the pass came to its end.
    pub(crate) fn pass(
        &mut self,
        source: &dyn Source,
        account: &Account,
        server: &dyn Fn(&FetchRequest) -> Capture,
        pages: usize,
    ) -> bool {
        let account = Account {
            stable_id: self.stable_id.clone(),
            ..account.clone()
        };
        let plan = source
            .plan(&account, self.cursor.as_ref())
            .expect("an address that fits");
        let mut queue = VecDeque::from(plan);
        for _ in 0..pages {
            let Some(request) = queue.pop_front() else {
                return true;
            };
            self.requests += 1;
            let page = source.parse(&account, self.cursor.as_ref(), &server(&request));
            queue.extend(page.next.clone());
            self.save(page);
        }
        queue.is_empty()
    }

    fn save(&mut self, page: ParsedPage) {
        for post in &page.posts {
            self.posts.insert(post.native_id.0.clone(), post.clone());
        }
        self.absent
            .extend(page.absent.iter().map(|id| id.0.clone()));
        if let Some(cursor) = &page.cursor {
            self.cursor = Some(cursor.clone());
        }
        let stable_id = page
            .identity
            .as_ref()
            .and_then(|identity| identity.stable_id.clone());
        self.stable_id = stable_id.or(self.stable_id.take());
        self.pages.push(page);
    }

    /// Runs passes to their end, each killed after `pages` pages, until one ends by itself.
    pub(crate) fn until_done(
        &mut self,
        source: &dyn Source,
        account: &Account,
        server: &dyn Fn(&FetchRequest) -> Capture,
        pages: usize,
    ) {
        for _ in 0..500 {
            if self.pass(source, account, server, pages) {
                return;
            }
        }
        panic!("500 passes of {pages} pages did not come to an end");
    }

    /// Looks again at every stored post.
    pub(crate) fn recheck(
        &mut self,
        source: &dyn Source,
        account: &Account,
        server: &dyn Fn(&FetchRequest) -> Capture,
    ) {
        let known: Vec<KnownPost> = self
            .posts
            .values()
            .map(|post| KnownPost {
                native_id: post.native_id.clone(),
                url: post.url.clone(),
            })
            .collect();
        let mut queue = VecDeque::from(source.recheck(account, self.cursor.as_ref(), &known));
        while let Some(request) = queue.pop_front() {
            let page = source.parse(account, self.cursor.as_ref(), &server(&request));
            queue.extend(page.next.clone());
            for post in page.posts {
                self.posts.insert(post.native_id.0.clone(), post);
            }
            self.absent.extend(page.absent.into_iter().map(|id| id.0));
        }
    }

    /// Stored texts, sorted.
    pub(crate) fn texts(&self) -> BTreeSet<String> {
        self.posts.values().map(|post| post.text.clone()).collect()
    }

    /// Warnings of all pages.
    pub(crate) fn warnings(&self) -> Vec<String> {
        let pages = self.pages.iter().flat_map(|page| &page.warnings);
        pages
            .map(|warning| format!("{}: {}", warning.at, warning.message))
            .collect()
    }
}
