//! What the index and the scorer are told of a stored post.

use crate::db;
use crate::model::{Subject, are_apart, numbered_at, posted_at, written_at};
use crate::score::subject;
use crate::search::{IndexDocument, hashtags};

/// What the index holds of a stored post.
pub fn index_document(stored: &db::post::StoredPost) -> IndexDocument {
    let assessment = stored.assessment.as_ref().map(|(_, assessment)| assessment);
    let signals = assessment
        .map(|assessment| assessment.signals.as_slice())
        .unwrap_or_default();
    let targets: Vec<String> = signals
        .iter()
        .filter_map(|signal| signal.target.clone())
        .collect();
    let contests = targets
        .iter()
        .filter_map(|target| target.split('/').next())
        .map(str::to_owned)
        .collect();
    IndexDocument {
        post: stored.post.id,
        text: stored.revision.text.clone(),
        platform: stored.platform,
        account: stored.address.clone(),
        agency: stored.agency.clone(),
        region: stored.post.region.clone(),
        posted_at: stored.post.posted_at,
        band: stored.post.band,
        score: stored.post.score,
        signals: signals.iter().map(|signal| signal.kind).collect(),
        targets,
        contests,
        language: assessment.map_or_else(
            || "und".to_owned(),
            |assessment| assessment.language.clone(),
        ),
        verdict: stored.verdict,
        tags: hashtags(&stored.revision.text).into_iter().collect(),
    }
}

/// The latest revision of a stored post, as it was scored when it was captured. The region is
/// the one at the first capture.
pub fn stored_subject(stored: &db::post::StoredPost) -> Subject<'_> {
    let (post, revision) = (&stored.post, &stored.revision);
    let numbered = numbered_at(stored.platform, &post.native_id);
    let (posted, _) = posted_at(post.claimed_at, numbered, None, revision.seen_at);
    // The first capture may have known more of when the post came than its row tells.
    let contradicted = post
        .claimed_at
        .is_some_and(|at| are_apart(at, post.posted_at));
    let posted = if contradicted { post.posted_at } else { posted };
    let written = written_at(posted, revision.edited_at, revision.seen_at);
    subject(
        (&revision.text, &revision.media),
        written,
        &post.region,
        (stored.kind, post.kind),
    )
}
