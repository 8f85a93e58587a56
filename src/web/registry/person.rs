//! The page of a person of the register.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::account_line::AccountLine;
use super::correction::{Deed, done};
use super::history::{ChangedValue, History, HistoryLine, history_place, teller};
use super::labels::{RegistryText, filled};
use super::words::{self, person_facts, person_id};
use crate::db::registry::{self, AccountStanding, PersonFile, RegisteredPerson};
use crate::model::{Language, PersonKind, TimeZone};
use crate::web::error::PageFault;
use crate::web::fact::Fact;
use crate::web::frame::{Frame, page};
use crate::web::guard::Session;
use crate::web::state::WebState;
use crate::web::times;

#[derive(Template)]
#[template(path = "registry/person.html", config = "src/web/askama.toml")]
struct PersonPage {
    frame: Frame,
    text: &'static RegistryText,
    done: Option<&'static str>,
    title: String,
    notes: Vec<String>,
    merged: Option<(String, ChangedValue)>,
    kind: &'static str,
    facts_title: &'static str,
    facts: Vec<Fact>,
    accounts: Vec<AccountLine>,
    former: Vec<FormerLine>,
    stands_for: Vec<ChangedValue>,
    corrections: Vec<(&'static str, String)>,
    history: History,
}

struct FormerLine {
    href: String,
    address: String,
    platform: &'static str,
    until: String,
}

pub(in crate::web) async fn show(
    State(state): State<WebState>,
    Extension(session): Extension<Session>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    frame: Frame,
) -> Result<Response, PageFault> {
    let query = query.unwrap_or_default();
    let person = person_id(&id)?;
    let before = history_place(&query);
    let now = state.clock.now();
    let file = registry::person_file(&session.reader(), &state.db, now, person, before).await?;
    let done = done(&query, false, frame.language);
    page(
        StatusCode::OK,
        &assemble(&file, &state, frame, before, done),
    )
}

fn assemble(
    file: &PersonFile,
    state: &WebState,
    frame: Frame,
    before: Option<i64>,
    done: Option<&'static str>,
) -> PersonPage {
    let language = frame.language;
    let text = RegistryText::of(language);
    let (found, person) = (&file.registered, &file.registered.person);
    let teller = teller(state, &file.names, &frame);
    let own_page = words::person_page(person.id);
    let subject = format!("person:{}", person.id);
    let withdrawn = found.withdrawn_at.map(|at| {
        filled(
            text.withdrawn_note,
            &[&times::day(at, TimeZone::Wib, language)],
        )
    });
    let merged = found.merged_into.map(|into| {
        let before = text.merged_note.split("{1}").next().unwrap_or_default();
        (before.to_owned(), teller.person(into))
    });
    PersonPage {
        text,
        done,
        title: headline(found, language),
        notes: withdrawn.into_iter().collect(),
        merged,
        kind: match person.kind {
            PersonKind::Person => text.person,
            PersonKind::Agency => text.agency,
        },
        facts_title: match person.kind {
            PersonKind::Person => text.person_facts,
            PersonKind::Agency => text.agency_facts,
        },
        facts: person_facts(person, &state.catalogue, language),
        accounts: found
            .accounts
            .iter()
            .map(|account| AccountLine::of(account, found, language))
            .collect(),
        former: former(file, language),
        stands_for: file
            .stands_for
            .iter()
            .map(|person| teller.person(*person))
            .collect(),
        corrections: corrections(found, language),
        history: History::of(&file.history, &teller, (&subject, &own_page), before),
        frame,
    }
}

/// What can be done about them.
fn corrections(found: &RegisteredPerson, language: Language) -> Vec<(&'static str, String)> {
    let (text, person) = (RegistryText::of(language), &found.person);
    let stands = found.merged_into.is_none() && found.withdrawn_at.is_none();
    let label = match person.kind {
        PersonKind::Person => text.add_of_person,
        PersonKind::Agency => text.add_of_agency,
    };
    let add = stands.then(|| (label, format!("/registri/tambah?orang={}", person.id)));
    let deeds = Deed::of_person(found).into_iter();
    let deeds = deeds.map(|deed| (deed.label(person.kind, language), deed.page(person.id.0)));
    add.into_iter().chain(deeds).collect()
}

/// Who it is, and how it stands with their accounts.
fn headline(found: &RegisteredPerson, language: Language) -> String {
    let text = RegistryText::of(language);
    let standings = found.accounts.iter().flatten().map(|one| one.standing);
    let standings: Vec<AccountStanding> = standings.collect();
    let count =
        |meant: fn(AccountStanding) -> bool| standings.iter().filter(|one| meant(**one)).count();
    let visited = count(AccountStanding::is_visited);
    let failing = count(|one| one == AccountStanding::Failing);
    let ended = count(|one| one == AccountStanding::Ended);
    let pattern = if found.merged_into.is_some() {
        text.person_merged
    } else if found.withdrawn_at.is_some() {
        text.person_retired
    } else if found.accounts.is_empty() {
        text.person_none
    } else if failing > 0 {
        [text.person_failing, text.person_failing_one][usize::from(visited == 1)]
    } else if visited > 0 {
        [text.person_watched, text.person_watched_one][usize::from(visited == 1)]
    } else if ended > 0 {
        text.person_ended
    } else {
        text.person_not_watched
    };
    let (visited, failing) = (visited.to_string(), failing.to_string());
    filled(pattern, &[&found.person.name, &visited, &failing])
}

fn former(file: &PersonFile, language: Language) -> Vec<FormerLine> {
    let text = RegistryText::of(language);
    let each = file.former.iter().map(|former| FormerLine {
        href: words::account_page(former.account.id),
        address: former.account.address.clone(),
        platform: words::platform(former.account.platform, language),
        until: filled(text.until, &[&times::last_day(former.until, language)]),
    });
    each.collect()
}
