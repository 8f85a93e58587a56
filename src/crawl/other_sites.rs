//! Pages of posts that lie on other sites than their account: they are not asked, and told together.

use std::collections::BTreeSet;

/// Those of one visit.
#[derive(Debug, Default)]
pub(super) struct OtherSites {
    hosts: BTreeSet<String>,
    pages: usize,
}

impl OtherSites {
    /// Notes the host of a page that was not asked.
    pub(super) fn note(&mut self, host: &str) {
        self.hosts.insert(host.to_owned());
        self.pages += 1;
    }

    /// What is to be said of them, in one sentence.
    pub(super) fn told(self) -> Option<String> {
        let host = self.hosts.first()?;
        let others = match self.hosts.len() {
            1 => String::new(),
            more => format!(" and {} more hosts", more - 1),
        };
        Some(format!(
            "no second look at {} posts: their pages lie on {host}{others}, whose word is not that \
             of the account's own site",
            self.pages
        ))
    }
}
