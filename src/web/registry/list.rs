//! The list of persons with their accounts.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;

use super::account_line::{AccountLine, told_unreadable};
use super::filters::{FilterGroup, accounts, groups};
use super::labels::{RegistryText, filled};
use super::view::RegisterView;
use super::words;
use crate::db::Listed;
use crate::db::registry::{
    self, AccountStanding, RegisterPage, RegisterPlace, RegisterTally, RegisteredPerson,
};
use crate::model::{Language, PersonId, Platform, Reader};
use crate::web::error::PageFault;
use crate::web::frame::{Frame, page};
use crate::web::guard::Session;
use crate::web::state::WebState;
use crate::web::words as common;

/// Persons a page.
const PAGE: u32 = 50;
/// Accounts shown of a person in the list; the others are on the page of the person.
const ACCOUNTS: usize = 6;

#[derive(Template)]
#[template(path = "registry/list.html", config = "src/web/askama.toml")]
struct ListPage {
    frame: Frame,
    text: &'static RegistryText,
    title: String,
    lede: Option<String>,
    typed: String,
    platform: Option<&'static str>,
    standing: Option<&'static str>,
    groups: Vec<FilterGroup>,
    clear: bool,
    empty: Option<&'static str>,
    begin: bool,
    rows: Vec<PersonRow>,
    previous: Option<String>,
    next: Option<String>,
    top: bool,
}

/// One place in the list.
enum PersonRow {
    Found(Box<PersonLine>),
    /// What cannot be read is told with its number.
    Unreadable(String),
}

struct PersonLine {
    href: String,
    name: String,
    under_name: Vec<String>,
    agency: String,
    region: String,
    note: Option<String>,
    accounts: Vec<AccountLine>,
    more: Option<String>,
}

pub(in crate::web) async fn show(
    State(state): State<WebState>,
    Extension(session): Extension<Session>,
    RawQuery(query): RawQuery,
    frame: Frame,
) -> Result<Response, PageFault> {
    let view = RegisterView::read(&query.unwrap_or_default(), &state.lists.terms.sources);
    let (reader, now) = (session.reader(), state.clock.now());
    let unset = reader.scope().is_unset();
    let (found, tally) = if view.filter.search.is_empty() {
        look_up(&state, &reader, now, &view).await?
    } else {
        look_for(&state, reader, now, &view).await?
    };
    let (previous, next) = turn(&found, &view);
    let (text, language) = (RegistryText::of(frame.language), frame.language);
    let nobody = found.persons.is_empty() && view.from == RegisterPlace::Top;
    let (title, lede) = headline(&tally, &view, nobody, unset, language);
    let shown = ListPage {
        text,
        title,
        lede,
        platform: view.filter.platform.map(Platform::as_str),
        standing: view.filter.standing.map(AccountStanding::as_str),
        groups: groups(&tally, &view, language),
        clear: !view.is_plain(),
        empty: empty(nobody, &view, unset, text),
        begin: nobody && view.is_plain() && !unset,
        rows: found
            .persons
            .iter()
            .map(|listed| person_row(listed, &state, language))
            .collect(),
        previous,
        next,
        top: view.from != RegisterPlace::Top,
        typed: view.typed,
        frame,
    };
    page(StatusCode::OK, &shown)
}

/// A page of the list and how many accounts it is a page of.
async fn look_up(
    state: &WebState,
    reader: &Reader,
    at: Timestamp,
    view: &RegisterView,
) -> Result<(RegisterPage, RegisterTally), PageFault> {
    let found = registry::browse(reader, &state.db, at, &view.filter, view.from, PAGE).await?;
    let tally = registry::tally(reader, &state.db, at, &view.filter.search).await?;
    Ok((found, tally))
}

/// The same of what somebody looks for: it reads every name, so one search goes after the other
/// and leaves connections to all other pages. The turn ends with the search, not with the patience
/// of whoever asked.
async fn look_for(
    state: &WebState,
    reader: Reader,
    at: Timestamp,
    view: &RegisterView,
) -> Result<(RegisterPage, RegisterTally), PageFault> {
    let turn = Arc::clone(&state.searches).acquire_owned().await;
    let turn = turn.map_err(PageFault::internal)?;
    let (state, view) = (state.clone(), view.clone());
    let search = tokio::spawn(async move {
        let found = look_up(&state, &reader, at, &view).await;
        drop(turn);
        found
    });
    search.await.map_err(PageFault::internal)?
}

/// Why the list is empty, if it is.
fn empty(
    nobody: bool,
    view: &RegisterView,
    unset: bool,
    text: &'static RegistryText,
) -> Option<&'static str> {
    nobody.then_some(if unset {
        text.unset_hint
    } else if view.is_plain() {
        text.empty_hint
    } else {
        text.matching_none_hint
    })
}

/// What is new: how many are watched and fail, or how many match; and what there is besides.
fn headline(
    tally: &RegisterTally,
    view: &RegisterView,
    nobody: bool,
    unset: bool,
    language: Language,
) -> (String, Option<String>) {
    let text = RegistryText::of(language);
    let written = |number: i64| common::count(number, language);
    if nobody {
        let title = match (unset, view.is_plain()) {
            (true, _) => text.unset,
            (false, true) => text.empty,
            (false, false) => text.matching_none,
        };
        return (title.to_owned(), None);
    }
    if !view.is_plain() {
        let matching = accounts(tally, view.filter.platform, view.filter.standing);
        let title = if matching == 0 {
            text.matching_persons.to_owned()
        } else {
            let pattern = [text.matching, text.matching_one][usize::from(matching == 1)];
            filled(pattern, &[&written(matching)])
        };
        return (title, None);
    }
    let standing = |one| accounts(tally, None, Some(one));
    let visited: i64 = AccountStanding::ALL
        .into_iter()
        .filter(|one| one.is_visited())
        .map(standing)
        .sum();
    let mut title = if visited == 0 {
        text.nobody_watched.to_owned()
    } else {
        let pattern = [text.watched_of, text.watched_one][usize::from(visited == 1)];
        filled(pattern, &[&written(visited), &owners(tally, language)])
    };
    let failing = standing(AccountStanding::Failing);
    if failing > 0 {
        title.push_str(&filled(text.some_failing, &[&written(failing)]));
    }
    let by_hand = standing(AccountStanding::ByHand);
    let lede = filled(text.by_hand_only, &[&written(by_hand)]);
    (title, (by_hand > 0).then(|| format!("{lede}.")))
}

/// How many persons and agencies have an account that is visited.
fn owners(tally: &RegisterTally, language: Language) -> String {
    let text = RegistryText::of(language);
    let told = |number: i64, [one, many]: [&str; 2]| {
        let pattern = if number == 1 { one } else { many };
        (number > 0).then(|| filled(pattern, &[&common::count(number, language)]))
    };
    let persons = told(tally.persons_visited, [text.persons_one, text.persons]);
    let agencies = told(tally.agencies_visited, [text.agencies_one, text.agencies]);
    let both: Vec<String> = persons.into_iter().chain(agencies).collect();
    both.join(text.and)
}

/// Where the neighbouring pages start.
fn turn(found: &RegisterPage, view: &RegisterView) -> (Option<String>, Option<String>) {
    let persons = &found.persons;
    let backwards = matches!(view.from, RegisterPlace::Before(_));
    let newer = if backwards {
        found.more
    } else {
        view.from != RegisterPlace::Top
    };
    let link = |listed: Option<&Listed<RegisteredPerson>>, place: fn(PersonId) -> RegisterPlace| {
        listed.map(|listed| view.at(place(number(listed))).address())
    };
    (
        link(persons.first().filter(|_| newer), RegisterPlace::Before),
        link(
            persons.last().filter(|_| backwards || found.more),
            RegisterPlace::After,
        ),
    )
}

fn number(listed: &Listed<RegisteredPerson>) -> PersonId {
    match listed {
        Ok(found) => found.person.id,
        Err(unreadable) => PersonId(unreadable.id),
    }
}

fn person_row(
    listed: &Listed<RegisteredPerson>,
    state: &WebState,
    language: Language,
) -> PersonRow {
    let text = RegistryText::of(language);
    match listed {
        Ok(found) => PersonRow::Found(Box::new(person_line(found, state, language))),
        Err(unreadable) => {
            PersonRow::Unreadable(told_unreadable(text.unreadable_person, unreadable))
        }
    }
}

fn person_line(found: &RegisteredPerson, state: &WebState, language: Language) -> PersonLine {
    let (text, person) = (RegistryText::of(language), &found.person);
    let nip = person
        .nip
        .as_ref()
        .map(|nip| format!("NIP {}", nip.masked()));
    let under_name = nip.into_iter().chain(person.position.clone()).collect();
    let merged = found
        .merged_into
        .map(|into| filled(text.merged_short, &[&into.to_string()]));
    let left_out = found.accounts.len().saturating_sub(ACCOUNTS);
    PersonLine {
        href: words::person_page(person.id),
        name: person.name.clone(),
        under_name,
        agency: person.agency.clone(),
        region: words::region(&person.region, &state.catalogue),
        note: merged.or_else(|| {
            found
                .accounts
                .is_empty()
                .then(|| text.no_accounts.to_owned())
        }),
        accounts: found
            .accounts
            .iter()
            .take(ACCOUNTS)
            .map(|account| AccountLine::of(account, found, language))
            .collect(),
        more: (left_out > 0).then(|| filled(text.more_accounts, &[&left_out.to_string()])),
    }
}
