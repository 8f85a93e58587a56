//! Domain values as labels.

use std::fmt::Display;

use super::text::Text;
use crate::db::queue::Section;
use crate::model::{
    AccountState, Band, Decision, Language, PostKind, ProofKind, ReviewState, Role, Stage,
};
use crate::review::codes::Code;

pub(super) const fn band(band: Band, text: &Text) -> &'static str {
    match band {
        Band::High => text.band_high,
        Band::Medium => text.band_medium,
        Band::Low => text.band_low,
        Band::None => text.band_none,
    }
}

pub(super) const fn stage(stage: Stage, text: &Text) -> &'static str {
    match stage {
        Stage::OffStage => text.stage_off,
        Stage::BeforeDetermination => text.stage_before,
        Stage::AfterDetermination => text.stage_after,
        Stage::Campaign => text.stage_campaign,
        Stage::Quiet => text.stage_quiet,
        Stage::Vote => text.stage_vote,
        Stage::AfterVote => text.stage_after_vote,
    }
}

pub(super) const fn kind(kind: PostKind, text: &Text) -> &'static str {
    match kind {
        PostKind::Original => text.kind_original,
        PostKind::Reply => text.kind_reply,
        PostKind::Share => text.kind_share,
        PostKind::Quote => text.kind_quote,
    }
}

pub(super) fn media(kind: &str, text: &Text) -> &'static str {
    match kind {
        "image" => text.media_image,
        "video" => text.media_video,
        "audio" => text.media_audio,
        _ => text.media_file,
    }
}

pub(super) const fn account_state(state: AccountState, text: &Text) -> &'static str {
    match state {
        AccountState::Unknown => text.state_unknown,
        AccountState::Active => text.state_active,
        AccountState::Private => text.state_private,
        AccountState::Renamed => text.state_renamed,
        AccountState::Suspended => text.state_suspended,
        AccountState::Gone => text.state_gone,
        AccountState::Closed => text.state_closed,
    }
}

pub(super) const fn proof(kind: ProofKind, text: &Text) -> &'static str {
    match kind {
        ProofKind::AgencyLetter => text.proof_letter,
        ProofKind::SelfDeclared => text.proof_self,
        ProofKind::PublicProfile => text.proof_profile,
        ProofKind::Admitted => text.proof_admitted,
    }
}

pub(super) const fn decision(decision: Decision, text: &Text) -> &'static str {
    match decision {
        Decision::Suspected => text.suspected,
        Decision::Dismissed => text.dismissed,
        Decision::Unsure => text.unsure,
    }
}

pub(super) const fn role(role: Role, text: &Text) -> &'static str {
    match role {
        Role::Reviewer => text.role_reviewer,
        Role::Analyst => text.role_analyst,
        Role::Operator => text.role_operator,
        Role::Administrator => text.role_administrator,
    }
}

pub(super) const fn section(section: Section, text: &Text) -> &'static str {
    match section {
        Section::First => text.section_first,
        Section::Second => text.section_second,
        Section::Disputed => text.section_disputed,
    }
}

/// What happens next with a post that was just judged.
pub(super) const fn saved(state: ReviewState, text: &Text) -> &'static str {
    match state {
        ReviewState::Second => text.saved_state_second,
        ReviewState::Disputed => text.saved_state_disputed,
        ReviewState::Open | ReviewState::Done => text.saved_state_done,
    }
}

pub(super) const fn code(code: Code, language: Language) -> &'static str {
    match language {
        Language::Indonesian => code.indonesian,
        Language::English => code.english,
    }
}

/// Who did something, as the audit log and the history of the register name them.
pub(super) fn actor(actor: &str, language: Language) -> String {
    let choose = |indonesian: &str, english: &str| match language {
        Language::Indonesian => indonesian.to_owned(),
        Language::English => english.to_owned(),
    };
    match actor.split_once(':') {
        Some(("operator", name)) => {
            let place = choose("di baris perintah", "at the command line");
            format!("{name} ({place})")
        }
        Some(("machine", work)) => format!("Netra ({work})"),
        _ if actor == "anonymous" => choose("Seseorang", "Somebody"),
        _ => actor.to_owned(),
    }
}

/// A number with two decimals, as the language writes it.
pub(super) fn decimal(value: f64, language: Language) -> String {
    let written = format!("{value:.2}");
    match language {
        Language::Indonesian => written.replace('.', ","),
        Language::English => written,
    }
}

/// A count as the language writes it: `1.234`, `1,234`.
pub(super) fn count(number: impl Display, language: Language) -> String {
    let digits = number.to_string();
    let mark = match language {
        Language::Indonesian => '.',
        Language::English => ',',
    };
    let mut written = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            written.push(mark);
        }
        written.push(digit);
    }
    written
}
