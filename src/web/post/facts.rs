//! Plain facts around a post: account, person, times, capture, context.

use jiff::Timestamp;

use super::marks::{Marked, marked};
use crate::db::post::{PostRow, ReviewItem, Revision};
use crate::db::proof::StateProof;
use crate::model::{
    AccountState, Assessment, Media, OwnershipProof, PostKind, RegionCode, Right, TextName,
    TimeZone, are_apart,
};
use crate::review::highlight::segments;
use crate::web::fact::{Fact, code, fact, paged, warning};
use crate::web::frame::Frame;
use crate::web::links::web_address;
use crate::web::state::WebState;
use crate::web::text::Text;
use crate::web::{times, words};

/// Somebody else's words around the post.
#[derive(Debug)]
pub(super) struct Context {
    pub(super) author: Option<String>,
    pub(super) text: Option<String>,
    pub(super) link: Option<Link>,
}

/// A link: followed only if it leads to the web.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) text: String,
    pub(super) href: Option<String>,
}

/// A picture or the like.
#[derive(Debug)]
pub(super) struct Described {
    /// What it is and which: `gambar 1`.
    pub(super) name: String,
    /// Its alternative text, marked; empty where it has none.
    pub(super) alt: Vec<Marked>,
    pub(super) link: Option<Link>,
}

fn link(text: &str) -> Link {
    Link {
        text: text.to_owned(),
        href: web_address(text),
    }
}

/// What was shared, quoted or answered. The text of a plain share is the post's text already.
pub(super) fn context(revision: &Revision, kind: PostKind) -> Option<Context> {
    let shared = revision.context.as_ref()?;
    Some(Context {
        author: shared.author.clone(),
        text: shared.text.clone().filter(|_| kind != PostKind::Share),
        link: shared.url.as_deref().map(link),
    })
}

/// Pictures and the like, with their alternative texts and what the reasons find there.
pub(super) fn media(
    revision: &Revision,
    assessment: Option<&Assessment>,
    text: &Text,
) -> Vec<Described> {
    let described = (1..).zip(&revision.media).map(|(number, media)| {
        let alt = media.alt.as_deref().filter(|alt| !alt.trim().is_empty());
        let name = TextName::Alt(number);
        Described {
            name: medium_name(number, &media.kind, text),
            alt: alt.map_or_else(Vec::new, |alt| marked(&segments(name, alt, assessment))),
            link: media.url.as_deref().map(link),
        }
    });
    described.collect()
}

fn medium_name(number: u32, kind: &str, text: &Text) -> String {
    format!("{} {number}", words::media(kind, text))
}

/// The text of a post that is called that, for people: `teks alternatif gambar 1`. Empty for the
/// post's own, which needs no name.
pub(super) fn text_name(name: TextName, media: &[Media], text: &Text) -> String {
    let medium = |number: u32| {
        let index = usize::try_from(number)
            .unwrap_or_default()
            .saturating_sub(1);
        let kind = media.get(index).map_or("", |medium| medium.kind.as_str());
        medium_name(number, kind, text)
    };
    match name {
        TextName::Post => String::new(),
        TextName::Alt(number) => format!("{} {}", text.alt_of, medium(number)),
        TextName::Ocr(number) => format!("{} {}", text.ocr_of, medium(number)),
        TextName::Quoted => text.others_words.to_owned(),
    }
}

pub(super) fn links(revision: &Revision) -> Vec<Link> {
    revision.links.iter().map(|target| link(target)).collect()
}

fn add(facts: &mut Vec<Fact>, label: &'static str, value: Option<&String>) {
    if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
        facts.push(fact(label, value.clone()));
    }
}

/// Account and person; the NIP stands apart.
pub(super) fn account(item: &ReviewItem, state: &WebState, frame: &Frame) -> Vec<Fact> {
    let text = frame.text;
    let mut facts = whose(item, state, frame);
    let account = &item.account;
    add(&mut facts, text.account_name, account.display_name.as_ref());
    let author = item
        .latest()
        .and_then(|revision| revision.said.author.as_ref());
    if let Some(author) = author {
        facts.push(warning(text.written_by, author.clone()));
    }
    add(&mut facts, text.account_now, account.seen_address.as_ref());
    add(&mut facts, text.account_stable, account.stable_id.as_ref());
    let state_label = words::account_state(account.state, text);
    facts.push(fact(text.account_state, state_label));
    let zone = item.post.region.time_zone();
    // That an account is public is shown by every post of it.
    let proof = account.state_proof.as_ref();
    let proof = proof.filter(|_| account.state != AccountState::Active);
    facts.extend(
        proof
            .into_iter()
            .flat_map(|proof| state_shown(proof, zone, frame)),
    );
    facts.extend(item.proofs.iter().map(|proof| {
        owned(
            proof,
            state.clock.now(),
            |at| times::full(at, zone, frame.language),
            frame,
        )
    }));
    if item.proofs.is_empty() {
        facts.push(warning(text.proof, text.proof_none));
    }
    facts
}

/// Who it is, where, and which account; whoever keeps the register is led to its pages.
fn whose(item: &ReviewItem, state: &WebState, frame: &Frame) -> Vec<Fact> {
    let text = frame.text;
    let region = |code: &RegionCode| match state.catalogue.regions.get(code.as_str()) {
        Some(name) => format!("{name} ({code})"),
        None => code.to_string(),
    };
    let registers = frame.may(Right::Register);
    let mut facts = vec![
        paged(
            text.person_name,
            item.person.name.clone(),
            registers.then(|| format!("/registri/orang/{}", item.person.id)),
        ),
        fact(text.agency, item.person.agency.clone()),
    ];
    add(&mut facts, text.position, item.person.position.as_ref());
    facts.push(fact(text.region_capture, region(&item.post.region)));
    if item.person.region != item.post.region {
        facts.push(fact(text.region_now, region(&item.person.region)));
    }
    let account = &item.account;
    let under = item.post.captured_under;
    if under != item.person.id {
        facts.push(paged(
            text.captured_under,
            format!("{} {under}", text.person_number),
            registers.then(|| format!("/registri/orang/{under}")),
        ));
    }
    facts.push(paged(
        text.account,
        format!("{} ({})", account.address, account.platform),
        registers.then(|| format!("/registri/akun/{}", item.post.account)),
    ));
    facts
}

/// Where the answer is kept that says how the account stands.
fn state_shown(proof: &StateProof, zone: TimeZone, frame: &Frame) -> [Fact; 5] {
    let text = frame.text;
    let fetched = times::full(proof.fetched_at, zone, frame.language);
    let status = proof.status.map(|status| format!("; status {status}"));
    let from = format!("{}{}", proof.final_url, status.unwrap_or_default());
    [
        fact(text.state_fetched, fetched),
        code(text.state_from, from),
        code(text.state_file, proof.file.clone()),
        code(text.state_record, proof.record_id.clone()),
        code(text.state_digest, proof.payload.to_string()),
    ]
}

fn owned(
    proof: &OwnershipProof,
    now: Timestamp,
    written: impl Fn(Timestamp) -> String,
    frame: &Frame,
) -> Fact {
    let text = frame.text;
    let mut parts = vec![words::proof(proof.kind, text).to_owned()];
    parts.extend(proof.reference.clone());
    if let Some(by) = &proof.verified_by {
        parts.push(format!("{} {by}", text.proof_by));
    }
    parts.extend(proof.verified_at.map(&written));
    let expired = proof.expires_at.is_some_and(|expiry| expiry <= now);
    if let Some(expiry) = proof.expires_at {
        let label = if expired {
            text.proof_expired
        } else {
            text.proof_until
        };
        parts.push(format!("{label} {}", written(expiry)));
    }
    Fact {
        warn: expired,
        ..fact(text.proof, parts.join("; "))
    }
}

/// When things happened, in the zone of the region and in UTC.
pub(super) fn times(post: &PostRow, frame: &Frame) -> Vec<Fact> {
    let text = frame.text;
    let zone = post.region.time_zone();
    let written = |at: Timestamp| times::full(at, zone, frame.language);
    let mut facts = vec![fact(text.posted, written(post.posted_at))];
    match post.claimed_at {
        Some(claimed) if are_apart(claimed, post.posted_at) => {
            facts.push(warning(text.claim_doubted, written(claimed)));
        }
        Some(claimed) if claimed != post.posted_at => {
            facts.push(fact(text.claimed, written(claimed)));
        }
        _ => {}
    }
    facts.push(fact(text.first_seen, written(post.first_seen_at)));
    facts.push(fact(text.last_seen, written(post.last_seen_at)));
    if let Some(since) = post.not_visible_at {
        facts.push(warning(text.not_visible, written(since)));
    }
    facts.push(code(text.platform_id, post.native_id.0.clone()));
    if let Some(url) = &post.url {
        facts.push(code(text.address, url.clone()));
    }
    facts
}

/// Where the latest version is kept.
pub(super) fn evidence(item: &ReviewItem, frame: &Frame) -> Vec<Fact> {
    let text = frame.text;
    let zone = item.post.region.time_zone();
    item.latest().map_or_else(Vec::new, |revision| {
        vec![
            fact(
                text.fetched,
                times::full(revision.fetched_at, zone, frame.language),
            ),
            code(text.fetched_from, revision.final_url.clone()),
            code(text.warc_file, revision.file.clone()),
            code(text.record, revision.record_id.clone()),
            code(text.digest, revision.payload.to_string()),
        ]
    })
}
