//! What a site is asked.

use jiff::tz::TimeZone;
use url::Url;

use super::address::{self, SiteAuthor, WordPressAddress};
use super::site_zone::site_zone;
use super::sweep::{Sweep, Window};
use crate::model::{Account, AnswerKind, Capture, FetchRequest};
use crate::source::shared::links::query_value;
use crate::source::shared::progress::Progress;

const ACCEPT: &str = "application/json";
const ACCEPT_FEED: &str = "application/rss+xml, application/xml;q=0.9, */*;q=0.1";
const FIELDS: &str =
    "id,date,date_gmt,modified,modified_gmt,link,status,title,content,excerpt,author";
/// Note of the way that the API answered last: `query` for `?rest_route=`.
const ROUTE: &str = "route";
const QUERY: &str = "query";
/// The turn of the feed where robots.txt closes the API, and the note of the cursor that it does.
pub(super) const CLOSED: &str = "closed";

/// What an account's requests are made of.
pub(super) struct WordPressTarget {
    pub(super) address: WordPressAddress,
    /// Whether routes go into `?rest_route=`, which sites without pretty links know alone.
    pub(super) by_query: bool,
    pub(super) author: Option<String>,
    /// In which zone dates are that name none.
    pub(super) zone: Option<TimeZone>,
}

impl WordPressTarget {
    pub(super) fn of(account: &Account, progress: &Progress) -> Option<Self> {
        let address = address::parse(&account.address).ok()?;
        let known = progress.note("author").map(str::to_owned);
        let author = match &address.author {
            Some(SiteAuthor::Id(id)) => Some(id.clone()),
            Some(SiteAuthor::Slug(_)) => known.or_else(|| account.stable_id.clone()),
            None => None,
        };
        Some(Self {
            by_query: proved_by_query(progress),
            address,
            author,
            zone: site_zone(progress),
        })
    }

    /// The same by the way on which this answer came.
    pub(super) fn on_the_way_asked(self, capture: &Capture) -> Self {
        Self {
            by_query: asked_by_query(capture),
            ..self
        }
    }

    /// The same by the other way, if it was not tried yet in this visit: the way that is known
    /// to work comes first.
    pub(super) fn by_other_way(&self, progress: &Progress) -> Option<Self> {
        (self.by_query == proved_by_query(progress)).then(|| Self {
            address: self.address.clone(),
            by_query: !self.by_query,
            author: self.author.clone(),
            zone: self.zone.clone(),
        })
    }

    /// Remembers that the API answered on this way.
    pub(super) fn prove_way(&self, progress: &mut Progress) {
        progress.clear_note(CLOSED);
        if self.by_query {
            progress.set_note(ROUTE, QUERY);
        } else {
            progress.clear_note(ROUTE);
        }
    }

    fn request(&self, route: &str, query: &[(&str, &str)], step: String) -> FetchRequest {
        self.ask(&["wp", "v2", route], query, step)
    }

    /// What the API says of the site itself.
    pub(super) fn root(&self, step: &str) -> FetchRequest {
        let query = [("_fields", "gmt_offset,timezone_string")];
        FetchRequest {
            takes_failure: true,
            ..self.ask(&[""], &query, step.to_owned())
        }
    }

    fn ask(&self, route: &[&str], query: &[(&str, &str)], step: String) -> FetchRequest {
        let mut url = self.address.site.clone();
        if self.by_query {
            url.query_pairs_mut()
                .append_pair("rest_route", &format!("/{}", route.join("/")));
        } else if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().push("wp-json").extend(route);
        }
        url.query_pairs_mut().extend_pairs(query);
        FetchRequest::new(url, ACCEPT, step)
    }

    pub(super) fn author(&self, slug: &str) -> FetchRequest {
        let query = [("slug", slug), ("_fields", "id,name,slug,link")];
        self.request("users", &query, "author".to_owned())
    }

    /// A page of posts. How large the site's pages can be is found out by asking, so a failure
    /// is an answer too.
    pub(super) fn page(
        &self,
        progress: &Progress,
        sweep: Sweep,
        window: Window,
        step: &str,
    ) -> FetchRequest {
        let (size, page) = (window.size.to_string(), window.page().to_string());
        let mut query = vec![
            ("per_page", size.as_str()),
            ("orderby", sweep.order()),
            ("order", "asc"),
            ("page", page.as_str()),
            ("_fields", FIELDS),
        ];
        if let Some(after) = progress.note(sweep.mark_key()) {
            query.push((sweep.parameter(), after));
        }
        if let Some(author) = self.author.as_deref() {
            query.push(("author", author));
        }
        FetchRequest {
            takes_failure: true,
            ..self.request("posts", &query, step.to_owned())
        }
    }

    /// All posts of a small site.
    pub(super) fn whole(&self) -> FetchRequest {
        let (progress, sweep) = (Progress::default(), Sweep::Changed);
        self.page(&progress, sweep, sweep.window(&progress), "whole")
    }

    /// The page of posts that comes next.
    pub(super) fn posts(&self, progress: &Progress, sweep: Sweep) -> FetchRequest {
        self.page(progress, sweep, sweep.window(progress), sweep.step())
    }

    pub(super) fn second_look(&self, ids: &str) -> FetchRequest {
        let query = [("include", ids), ("per_page", "100"), ("_fields", FIELDS)];
        self.request("posts", &query, format!("recheck {ids}"))
    }

    /// The feed of the site or the author.
    pub(super) fn feed(&self, progress: &Progress) -> FetchRequest {
        let mut url = self.address.site.clone();
        let by_query = proved_by_query(progress);
        match &self.address.author {
            Some(SiteAuthor::Id(id)) => {
                let query = [("feed", "rss2"), ("author", id)];
                url.query_pairs_mut().extend_pairs(query);
            }
            Some(SiteAuthor::Slug(slug)) if by_query => {
                let query = [("feed", "rss2"), ("author_name", slug)];
                url.query_pairs_mut().extend_pairs(query);
            }
            None if by_query => {
                url.query_pairs_mut().append_pair("feed", "rss2");
            }
            author => {
                let slug = author.iter().filter_map(|author| match author {
                    SiteAuthor::Slug(slug) => Some(slug.as_str()),
                    SiteAuthor::Id(_) => None,
                });
                let slug = slug.flat_map(|slug| ["author", slug]);
                if let Ok(mut segments) = url.path_segments_mut() {
                    segments.pop_if_empty().extend(slug.chain(["feed", ""]));
                }
            }
        }
        Self::feed_at(url, "feed")
    }

    /// The feed, where robots.txt closes the API.
    pub(super) fn feed_in_place_of_closed(&self, progress: &Progress) -> FetchRequest {
        Self::feed_at(self.feed(progress).url, &format!("feed {CLOSED}"))
    }

    pub(super) fn feed_at(url: Url, step: &str) -> FetchRequest {
        FetchRequest {
            answer: AnswerKind::Feed,
            ..FetchRequest::new(url, ACCEPT_FEED, step)
        }
    }

    /// What to ask for next, as far as is known.
    pub(super) fn first(&self, progress: &Progress) -> FetchRequest {
        match &self.address.author {
            Some(SiteAuthor::Slug(slug)) if self.author.is_none() => self.author(slug),
            _ => self.posts(progress, Sweep::Changed),
        }
    }
}

fn proved_by_query(progress: &Progress) -> bool {
    progress.note(ROUTE) == Some(QUERY)
}

fn asked_by_query(capture: &Capture) -> bool {
    query_value(capture.request.url.as_str(), "rest_route").is_some()
}
