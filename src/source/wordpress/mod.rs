//! WordPress REST API, with the site's feed where the API is shut off.
//!
//! Posts are read by time of change, oldest first (`modified_after`), so edits of old posts are
//! seen like new ones, and the cursor moves behind every page. A second reading goes by date of
//! publication: a post that was scheduled appears with a time of change in the past.

pub mod address;
mod item;
mod sweep;

use jiff::SignedDuration;
use serde_json::Value;
use url::Url;

use self::address::{HINT, SiteAuthor, WordPressAddress};
use self::sweep::{PAGE, Sweep};
use super::feed;
use super::shared::answer::{self, Answer};
use super::shared::links::query_value;
use super::shared::progress::Progress;
use super::shared::written::web_address;
use super::shared::{charset, json};
use super::{NoAccount, PlanError, Recognition, Source};
use crate::model::{
    Account, AccountState, Capture, Cursor, FetchRequest, Identity, KnownPost, NativeId,
    ParsedPage, Platform, Warning,
};

const ACCEPT: &str = "application/json";
const FIELDS: &str = "id,date,date_gmt,modified,modified_gmt,link,status,title,content,author";
/// Posts a second look asks for at once.
const RECHECK: usize = 50;

/// The WordPress REST API.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wordpress;

/// What an account's requests are made of.
struct Target {
    address: WordPressAddress,
    /// Whether routes go into `?rest_route=` because the site has no pretty links.
    by_query: bool,
    author: Option<String>,
}

impl Target {
    fn of(account: &Account, progress: &Progress) -> Option<Self> {
        let address = address::parse(&account.address).ok()?;
        let known = progress.note("author").map(str::to_owned);
        let author = match &address.author {
            Some(SiteAuthor::Id(id)) => Some(id.clone()),
            Some(SiteAuthor::Slug(_)) => known.or_else(|| account.stable_id.clone()),
            None => None,
        };
        Some(Self {
            by_query: progress.note("route") == Some("query"),
            address,
            author,
        })
    }

    fn request(&self, route: &str, query: &[(&str, &str)], step: String) -> FetchRequest {
        let mut url = self.address.site.clone();
        if self.by_query {
            url.query_pairs_mut()
                .append_pair("rest_route", &format!("/wp/v2/{route}"));
        } else if let Ok(mut segments) = url.path_segments_mut() {
            segments
                .pop_if_empty()
                .extend(["wp-json", "wp", "v2", route]);
        }
        url.query_pairs_mut().extend_pairs(query);
        FetchRequest::new(url, ACCEPT, step)
    }

    fn author(&self, slug: &str) -> FetchRequest {
        let query = [("slug", slug), ("_fields", "id,name,slug,link")];
        self.request("users", &query, "author".to_owned())
    }

    fn posts(&self, progress: &Progress, sweep: Sweep) -> FetchRequest {
        let page = progress.note(sweep.page_key()).unwrap_or("1").to_owned();
        let size = PAGE.to_string();
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
        self.request("posts", &query, sweep.step().to_owned())
    }

    /// The feed of the site or the author.
    fn feed(&self) -> FetchRequest {
        let mut url = self.address.site.clone();
        match (&self.address.author, self.by_query) {
            (Some(SiteAuthor::Id(id)), _) => {
                url.query_pairs_mut()
                    .append_pair("feed", "rss2")
                    .append_pair("author", id);
            }
            (Some(SiteAuthor::Slug(slug)), _) => {
                if let Ok(mut segments) = url.path_segments_mut() {
                    segments.pop_if_empty().extend(["author", slug, "feed", ""]);
                }
            }
            (None, true) => {
                url.query_pairs_mut().append_pair("feed", "rss2");
            }
            (None, false) => {
                if let Ok(mut segments) = url.path_segments_mut() {
                    segments.pop_if_empty().extend(["feed", ""]);
                }
            }
        }
        FetchRequest::new(
            url,
            "application/rss+xml, application/xml;q=0.9, */*;q=0.1",
            "feed",
        )
    }

    /// What to ask for next, as far as is known.
    fn first(&self, progress: &Progress) -> FetchRequest {
        match &self.address.author {
            _ if progress.note("mode") == Some("feed") => self.feed(),
            Some(SiteAuthor::Slug(slug)) if self.author.is_none() => self.author(slug),
            _ => self.posts(progress, Sweep::Changed),
        }
    }
}

impl Source for Wordpress {
    fn platform(&self) -> Platform {
        Platform::Wordpress
    }

    fn nicknames(&self) -> &'static [&'static str] {
        &["wp", "blogwordpress"]
    }

    fn recognise(&self, text: &str) -> Recognition {
        let Some(url) = web_address(text) else {
            return Recognition::No;
        };
        if url
            .host_str()
            .is_some_and(|host| host.ends_with(".wordpress.com"))
        {
            Recognition::ByHost
        } else if url.path().contains("/wp-json") {
            Recognition::ByShape
        } else {
            Recognition::No
        }
    }

    fn spelling(&self, text: &str) -> Result<String, NoAccount> {
        address::parse(text).map(|address| address.spelling())
    }

    fn lane(&self, account: &Account) -> Option<String> {
        let found = address::parse(&account.address);
        Some(super::lane(
            self.platform(),
            found.ok().as_ref().map(|found| &found.site),
        ))
    }

    fn plan(
        &self,
        account: &Account,
        cursor: Option<&Cursor>,
    ) -> Result<Vec<FetchRequest>, PlanError> {
        let progress = Progress::load(cursor);
        let target =
            Target::of(account, &progress).ok_or_else(|| PlanError::misfit(account, HINT))?;
        let first = target.first(&progress);
        let mut requests = vec![first];
        if progress.note(Sweep::Published.mark_key()).is_some() && progress.note("mode").is_none() {
            requests.push(target.posts(&progress, Sweep::Published));
        }
        Ok(requests)
    }

    fn recheck(
        &self,
        account: &Account,
        _cursor: Option<&Cursor>,
        posts: &[KnownPost],
    ) -> Vec<FetchRequest> {
        let Some(target) = Target::of(account, &Progress::default()) else {
            return Vec::new();
        };
        let numbered = |post: &&KnownPost| post.native_id.0.parse::<u64>().is_ok();
        let ids: Vec<&str> = posts
            .iter()
            .filter(numbered)
            .map(|p| p.native_id.0.as_str())
            .collect();
        let by_page: Vec<KnownPost> = posts
            .iter()
            .filter(|post| !numbered(post))
            .cloned()
            .collect();
        let mut requests: Vec<FetchRequest> = ids
            .chunks(RECHECK)
            .map(|ids| second_look(&target, &ids.join(",")))
            .collect();
        requests.extend(
            feed::recheck_pages(&by_page)
                .into_iter()
                .map(|mut request| {
                    request.step.0 = request.step.0.replacen("recheck", "page", 1);
                    request
                }),
        );
        requests
    }

    fn parse(&self, account: &Account, cursor: Option<&Cursor>, capture: &Capture) -> ParsedPage {
        let mut progress = Progress::load(cursor);
        let Some(mut target) = Target::of(account, &progress) else {
            return answer::odd(&account.address, HINT);
        };
        let step = capture.request.step.0.as_str();
        let mut page = match step.split_once(' ').unwrap_or((step, "")) {
            ("author", _) => found_author(&mut target, &mut progress, capture),
            ("changed", _) => listed(&mut target, &mut progress, capture, Sweep::Changed),
            ("published", _) => listed(&mut target, &mut progress, capture, Sweep::Published),
            ("feed", _) => fed(&target, &progress, capture),
            ("recheck", ids) => rechecked(target, capture, ids),
            ("page", id) => feed::rechecked(capture, id),
            _ => answer::odd(
                step,
                "this answer belongs to no step of the WordPress source",
            ),
        };
        answer::mind_truncation(capture, &mut page);
        page
    }
}

fn second_look(target: &Target, ids: &str) -> FetchRequest {
    let size = PAGE.to_string();
    let query = [
        ("include", ids),
        ("per_page", size.as_str()),
        ("_fields", FIELDS),
    ];
    target.request("posts", &query, format!("recheck {ids}"))
}

/// The API did not answer as an API. Without pretty links the routes are in the query; where
/// that fails too the API is shut off, and the feed is read.
fn elsewhere(target: &mut Target, progress: &mut Progress, capture: &Capture) -> ParsedPage {
    let shut = json::document(&capture.body).is_ok();
    let step = capture.request.step.0.clone();
    let message = if target.by_query || shut || Answer::of(capture) == Answer::Shut {
        progress.set_note("mode", "feed");
        "the REST API is shut off; reading the feed instead"
    } else {
        target.by_query = true;
        progress.set_note("route", "query");
        "no REST API under /wp-json/; trying ?rest_route="
    };
    ParsedPage {
        cursor: Some(progress.save()),
        next: vec![target.first(progress)],
        ..answer::odd(step, format!("{message} (status {})", capture.status))
    }
}

/// A JSON list, or what to do without one.
fn list_or_else(
    target: &mut Target,
    progress: &mut Progress,
    capture: &Capture,
) -> Result<json::Items, Box<ParsedPage>> {
    match Answer::of(capture) {
        Answer::NotModified => Err(Box::default()),
        Answer::Refused => Err(Box::new(refused(target, progress, capture))),
        Answer::Shut | Answer::Absent => Err(Box::new(elsewhere(target, progress, capture))),
        Answer::Body => {
            let (_, list) = json::list(&capture.body, "");
            let html = capture.media_type().contains("html") && list.items.is_empty();
            if list.broken.is_some() && html {
                return Err(Box::new(elsewhere(target, progress, capture)));
            }
            Ok(list)
        }
    }
}

/// A page past the end is how a listing ends when posts vanished meanwhile.
fn refused(target: &Target, progress: &mut Progress, capture: &Capture) -> ParsedPage {
    let code = json::document(&capture.body)
        .ok()
        .and_then(|value| json::text(&value, "code").map(str::to_owned));
    if code.as_deref() == Some("rest_post_invalid_page_number") {
        for sweep in [Sweep::Changed, Sweep::Published] {
            progress.clear_note(sweep.page_key());
        }
        return ParsedPage {
            cursor: Some(progress.save()),
            state: Some(AccountState::Active),
            ..ParsedPage::default()
        };
    }
    let message = format!(
        "{} answered {} ({})",
        target.address.site,
        capture.status,
        code.as_deref().unwrap_or("no reason given")
    );
    answer::unread(&capture.request.step.0, message)
}

fn found_author(target: &mut Target, progress: &mut Progress, capture: &Capture) -> ParsedPage {
    let list = match list_or_else(target, progress, capture) {
        Ok(list) => list,
        Err(page) => return *page,
    };
    let Some((user, id)) = list
        .items
        .first()
        .and_then(|user| Some((user, json::id(user, "id")?)))
    else {
        // Sites hide users in many ways; the author's feed still answers.
        progress.set_note("mode", "feed");
        return ParsedPage {
            cursor: Some(progress.save()),
            next: vec![target.feed()],
            ..answer::odd(
                "author",
                "the API shows no author of that name; reading the feed",
            )
        };
    };
    progress.set_note("author", id.clone());
    target.author = Some(id.clone());
    ParsedPage {
        identity: Some(Identity {
            stable_id: Some(id),
            address: json::text(user, "link").map(str::to_owned),
            display_name: json::text(user, "name").map(str::to_owned),
        }),
        cursor: Some(progress.save()),
        next: vec![target.posts(progress, Sweep::Changed)],
        ..ParsedPage::default()
    }
}

fn listed(
    target: &mut Target,
    progress: &mut Progress,
    capture: &Capture,
    sweep: Sweep,
) -> ParsedPage {
    if Answer::of(capture) == Answer::NotModified && sweep.needs_pages(progress) {
        return answer::again(capture);
    }
    let list = match list_or_else(target, progress, capture) {
        Ok(list) => list,
        Err(page) => return *page,
    };
    let mut page = posts(&list.items, &target.address.site);
    if let Some(error) = list.broken {
        page.warnings.push(Warning::new("posts", error));
        return page;
    }
    page.state = Some(AccountState::Active);
    page.understood = true;
    if progress.note(Sweep::Published.mark_key()).is_none() {
        // What is published from now on; everything older is found by its time of change.
        let day_ago = capture
            .fetched_at
            .checked_sub(SignedDuration::from_hours(24));
        let mark = day_ago.unwrap_or(capture.fetched_at).to_string();
        progress.set_note(Sweep::Published.mark_key(), mark);
    }
    let more = sweep.advance(progress, capture, &list.items);
    page.cursor = Some(progress.save());
    if more {
        page.next = vec![target.posts(progress, sweep)];
    }
    page
}

fn posts(items: &[Value], site: &Url) -> ParsedPage {
    let mut page = ParsedPage::default();
    for (index, value) in items.iter().enumerate() {
        match item::read(value, site) {
            Ok(post) => page.posts.push(post),
            Err(message) => page
                .warnings
                .push(Warning::new(format!("post {index}"), message)),
        }
    }
    page
}

/// Reads the feed in place of the API. Entries keep the number of the post where their
/// identifier shows it, so that they are the same posts once the API is back.
fn fed(target: &Target, progress: &Progress, capture: &Capture) -> ParsedPage {
    if let Some(page) = answer::without_body(capture) {
        return page;
    }
    let decoded = charset::decode(&capture.body, capture.header("content-type"));
    let Some(document) = feed::entries::read(&decoded.text, &capture.final_url) else {
        let message = "neither the REST API nor the feed can be read";
        return answer::unread(target.address.site.as_str(), message);
    };
    let mut page = feed::page_of(document, &capture.final_url);
    page.warnings.extend(answer::encoding(capture, &decoded));
    for post in &mut page.posts {
        let number = query_value(&post.native_id.0, "p");
        if let Some(number) = number.filter(|number| number.parse::<u64>().is_ok()) {
            post.native_id = NativeId(number);
        }
    }
    page.state = Some(AccountState::Active);
    page.understood = true;
    page.cursor = Some(progress.save());
    page
}

fn rechecked(mut target: Target, capture: &Capture, ids: &str) -> ParsedPage {
    let list = match Answer::of(capture) {
        Answer::NotModified => return ParsedPage::default(),
        Answer::Body => json::list(&capture.body, "").1,
        _ => json::Items {
            broken: Some(format!("the API answered {}", capture.status)),
            ..json::Items::default()
        },
    };
    if let Some(error) = list.broken {
        let mut page = posts(&list.items, &target.address.site);
        page.warnings.push(Warning::new("recheck", error));
        let by_query = query_value(capture.request.url.as_str(), "rest_route").is_some();
        if !by_query && Answer::of(capture) != Answer::Refused && list.items.is_empty() {
            target.by_query = true;
            page.next = vec![second_look(&target, ids)];
        }
        return page;
    }
    let public: Vec<Value> = list
        .items
        .into_iter()
        .filter(|item| !item::is_protected(item))
        .collect();
    let seen: Vec<String> = public
        .iter()
        .filter_map(|item| json::id(item, "id"))
        .collect();
    let mut page = posts(&public, &target.address.site);
    page.understood = true;
    page.absent = ids
        .split(',')
        .filter(|id| !id.is_empty() && !seen.iter().any(|seen| seen == id))
        .map(|id| NativeId(id.to_owned()))
        .collect();
    page
}
