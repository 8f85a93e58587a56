//! The page of an account of the register.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;

use super::account_line::told_unreadable;
use super::correction::{Deed, done};
use super::errors::meaning;
use super::history::{ChangedValue, History, HistoryLine, Teller, history_place, teller};
use super::labels::{RegistryText, filled};
use super::words::{self, account_id};
use crate::db::registry::{self, AccountFile, AccountStanding, HeldProof};
use crate::model::{AccountState, Language, TimeZone};
use crate::web::error::PageFault;
use crate::web::fact::{Fact, code, fact, paged, warning};
use crate::web::frame::{Frame, page};
use crate::web::guard::Session;
use crate::web::state::WebState;
use crate::web::text::Text;
use crate::web::{times, words as common};

#[derive(Template)]
#[template(path = "registry/account.html", config = "src/web/askama.toml")]
struct AccountPage {
    frame: Frame,
    text: &'static RegistryText,
    done: Option<&'static str>,
    title: String,
    class: &'static str,
    standing: String,
    retired: Option<String>,
    address: String,
    profile: Option<String>,
    facts: Vec<Fact>,
    collection: Vec<Fact>,
    error: Option<(String, &'static str)>,
    coverage: Vec<Fact>,
    state: Vec<Fact>,
    proofs: Vec<ProofLine>,
    corrections: Vec<(&'static str, String)>,
    history: History,
}

/// A proof of ownership as it is shown.
enum ProofLine {
    Read(Box<ProofRow>),
    Unreadable(String),
}

struct ProofRow {
    kind: &'static str,
    reference: String,
    by: String,
    until: String,
    expired: bool,
    whose: ChangedValue,
}

pub(in crate::web) async fn show(
    State(state): State<WebState>,
    Extension(session): Extension<Session>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    frame: Frame,
) -> Result<Response, PageFault> {
    let query = query.unwrap_or_default();
    let before = history_place(&query);
    let now = state.clock.now();
    let id = account_id(&id)?;
    let file = registry::account_file(&session.reader(), &state.db, now, id, before).await?;
    let stays_out = file.account.retired_at.is_some();
    let done = done(&query, stays_out, frame.language);
    page(
        StatusCode::OK,
        &assemble(&file, &state, frame, before, done),
    )
}

fn assemble(
    file: &AccountFile,
    state: &WebState,
    frame: Frame,
    before: Option<i64>,
    done: Option<&'static str>,
) -> AccountPage {
    let language = frame.language;
    let text = RegistryText::of(language);
    let account = &file.account.account;
    let teller = teller(state, &file.names, &frame);
    let now = state.clock.now();
    let own_page = words::account_page(account.id);
    let subject = format!("account:{}", account.id);
    let since = words::standing_since(&file.account, file.owner.purpose.ends_on, language);
    let standing = words::standing(file.account.standing, text);
    let error = file.account.last_error.as_ref();
    AccountPage {
        text,
        done,
        title: headline(file, language),
        class: words::standing_class(file.account.standing),
        standing: since.map_or_else(
            || standing.to_owned(),
            |since| format!("{standing} · {since}"),
        ),
        retired: retired(file, language),
        address: account.address.clone(),
        profile: words::profile(account),
        facts: facts(file, &teller),
        collection: collection(file, now, language),
        error: error.map(|error| (error.clone(), meaning(error, text))),
        coverage: coverage(file, language),
        state: platform_state(file, language),
        proofs: file
            .proofs
            .iter()
            .map(|listed| match listed {
                Ok(held) => ProofLine::Read(Box::new(proof_row(held, &teller, file, now))),
                Err(unreadable) => {
                    ProofLine::Unreadable(told_unreadable(text.unreadable_proof, unreadable))
                }
            })
            .collect(),
        corrections: Deed::of_account(&file.account)
            .into_iter()
            .map(|deed| {
                let page = match deed {
                    Deed::Split => format!("{}?akun={}", deed.page(file.owner.id.0), account.id),
                    _ => deed.page(account.id.0),
                };
                (deed.label(file.owner.kind, language), page)
            })
            .collect(),
        history: History::of(&file.history, &teller, (&subject, &own_page), before),
        frame,
    }
}

/// Which account it is and how it stands.
fn headline(file: &AccountFile, language: Language) -> String {
    let text = RegistryText::of(language);
    let pattern = match file.account.standing {
        AccountStanding::Watched => text.account_watched,
        AccountStanding::Failing => text.account_failing,
        AccountStanding::Never => text.account_never,
        AccountStanding::Closed => text.account_closed,
        AccountStanding::ByHand => text.account_by_hand,
        AccountStanding::Ended => text.account_ended,
        AccountStanding::Retired => text.account_retired,
    };
    let failures = file.account.failures.to_string();
    filled(pattern, &[&file.account.account.address, &failures])
}

/// Since when and why it is out.
fn retired(file: &AccountFile, language: Language) -> Option<String> {
    let text = RegistryText::of(language);
    let at = file.account.retired_at?;
    let day = times::day(at, TimeZone::Wib, language);
    let Some(why) = &file.retirement else {
        return Some(format!(
            "{} {}",
            text.field_stopped,
            filled(text.since, &[&day])
        ));
    };
    let who = common::actor(&why.actor, language);
    Some(filled(text.retired_note, &[&day, &who, &why.reason]))
}

fn facts(file: &AccountFile, teller: &Teller<'_>) -> Vec<Fact> {
    let (text, language) = (RegistryText::of(teller.language), teller.language);
    let account = &file.account.account;
    let owner = format!(
        "{} ({})",
        file.owner.name,
        filled(text.person_number, &[&file.owner.id.to_string()])
    );
    let mut facts = vec![
        fact(text.number, account.id.to_string()),
        fact(text.platform, words::platform(account.platform, language)),
        paged(text.owner, owner, Some(words::person_page(file.owner.id))),
    ];
    facts.extend(file.former.iter().map(|former| {
        let whose = teller.person(former.person);
        let until = times::last_day(former.until, language);
        let until = filled(text.until, &[&until]);
        paged(
            text.former_owner,
            format!("{}, {until}", whose.text),
            whose.page,
        )
    }));
    let known = |label, value: &Option<String>| value.clone().map(|value| fact(label, value));
    facts.extend(known(text.display_name, &file.display_name));
    facts.extend(known(text.stable_id, &account.stable_id));
    let moved = file.seen_address.clone();
    facts.extend(moved.map(|address| warning(text.seen_address, address)));
    facts
}

/// How posts of the account come in, and when.
fn collection(file: &AccountFile, now: Timestamp, language: Language) -> Vec<Fact> {
    let text = RegistryText::of(language);
    let account = &file.account;
    let platform = account.account.platform;
    let named = words::platform(platform, language);
    if !platform.is_crawled() {
        return vec![fact(text.way, filled(text.way_by_hand, &[named]))];
    }
    let written = |at: Timestamp| times::full(at, TimeZone::Wib, language);
    let mut facts = vec![fact(text.way, filled(text.way_crawled, &[named]))];
    let visited = account.crawled_at.map(written);
    facts.push(fact(
        text.last_visit,
        visited.unwrap_or_else(|| text.never.to_owned()),
    ));
    if !account.standing.is_visited() {
        return facts;
    }
    let due = if account.due_at <= now {
        text.next_visit_now.to_owned()
    } else {
        written(account.due_at)
    };
    facts.push(fact(text.next_visit, due));
    let rhythm = account
        .crawled_at
        .and_then(|last| rhythm(last, account.due_at, text));
    facts.extend(rhythm.map(|rhythm| fact(text.rhythm, rhythm)));
    facts
}

/// How far apart two visits are.
fn rhythm(last: Timestamp, next: Timestamp, text: &RegistryText) -> Option<String> {
    let minutes = next.duration_since(last).as_mins();
    let (pattern, number) = match minutes {
        ..=0 => return None,
        1..=89 => (text.rhythm_minutes, minutes),
        90..=2_879 => (text.rhythm_hours, (minutes + 30) / 60),
        _ => (text.rhythm_days, (minutes + 720) / 1_440),
    };
    Some(filled(pattern, &[&number.to_string()]))
}

/// How far posts are kept; nothing of what they say.
fn coverage(file: &AccountFile, language: Language) -> Vec<Fact> {
    let text = RegistryText::of(language);
    let kept = &file.coverage;
    let posts = i64::try_from(kept.posts).unwrap_or(i64::MAX);
    let mut facts = vec![fact(text.posts, common::count(posts, language))];
    let day = |at: Timestamp| times::day(at, TimeZone::Wib, language);
    let full = |at: Timestamp| times::full(at, TimeZone::Wib, language);
    facts.extend(kept.first.map(|at| fact(text.first_post, day(at))));
    facts.extend(kept.last.map(|at| fact(text.last_post, day(at))));
    facts.extend(kept.seen.map(|at| fact(text.last_seen, full(at))));
    facts
}

/// What the platform says of the account, with the answer that says so.
fn platform_state(file: &AccountFile, language: Language) -> Vec<Fact> {
    let text = RegistryText::of(language);
    let state = file.account.account.state;
    let label = common::account_state(state, Text::of(language));
    let usual = matches!(state, AccountState::Active | AccountState::Unknown);
    let mut facts = vec![if usual {
        fact(text.standing, label)
    } else {
        warning(text.standing, label)
    }];
    if let Some(proof) = &file.state_proof {
        let seen = times::full(proof.fetched_at, TimeZone::Wib, language);
        let status = proof.status.map(|status| format!("; status {status}"));
        facts.extend([
            fact(text.state_seen, seen),
            code(
                text.state_from,
                format!("{}{}", proof.final_url, status.unwrap_or_default()),
            ),
            code(text.state_file, proof.file.clone()),
            code(text.state_record, proof.record_id.clone()),
            code(text.state_digest, proof.payload.to_string()),
        ]);
    }
    facts
}

fn proof_row(
    held: &HeldProof,
    teller: &Teller<'_>,
    file: &AccountFile,
    now: Timestamp,
) -> ProofRow {
    let (text, language) = (RegistryText::of(teller.language), teller.language);
    let proof = &held.proof;
    let expired = proof.expires_at.is_some_and(|until| until <= now);
    let until = proof
        .expires_at
        .map(|until| times::last_day(until, language));
    let until = match until {
        Some(day) if expired => filled(text.proof_expired, &[&day]),
        Some(day) => day,
        None => text.proof_always.to_owned(),
    };
    let verified = proof
        .verified_at
        .map(|at| times::day(at, TimeZone::Wib, language));
    let by = proof.verified_by.as_ref();
    let by = by.map(|by| common::actor(by, language));
    let whose = if held.person == file.owner.id {
        ChangedValue {
            text: file.owner.name.clone(),
            page: Some(words::person_page(file.owner.id)),
        }
    } else {
        teller.person(held.person)
    };
    ProofRow {
        kind: common::proof(proof.kind, Text::of(language)),
        reference: proof.reference.clone().unwrap_or_default(),
        by: by
            .into_iter()
            .chain(verified)
            .collect::<Vec<_>>()
            .join(", "),
        until,
        expired,
        whose,
    }
}
