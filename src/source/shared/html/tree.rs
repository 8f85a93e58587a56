//! Trees of markup, built within bounds.
//!
//! The tokenizer is given the markup in short parts. Behind each token it is known what the tree
//! holds and how much is open, and beyond a bound no further token is taken: what is counted is
//! what is there, whatever the markup made of it (formatting that is opened again in each block,
//! elements that are moved out of tables, tags that nobody closed). The bounds grow with the length
//! of the markup, so that memory and time do, too.

use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts, create_element};
use html5ever::{QualName, TokenizerResult, local_name, ns};
use scraper::Html;

use super::counting::{CountingSink, TreeHandle};
use super::long_tag::LongTag;
use super::watched::{TreeRoom, WatchedBuilder};

/// Larger markup is cut before it is parsed. The longest pages of posts have one.
const LARGEST: usize = 4 << 20;
/// Bytes that the tokenizer is given at once: nothing is told of a tag before its end.
const PART: usize = 1024;

/// Why part of some markup was not read as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkupExcess {
    /// It is longer than what is read.
    Long,
    /// It nests or repeats more than what is held.
    Heavy,
}

/// A tree, and why it is not that of all the markup.
pub(super) struct GrownTree {
    pub(super) html: Html,
    pub(super) excess: Option<MarkupExcess>,
}

/// Builds the tree of a page, as far as it goes.
pub(super) fn document(markup: &str) -> GrownTree {
    let sink = CountingSink::new(Html::new_document());
    let builder = TreeBuilder::new(sink, TreeBuilderOpts::default());
    grow(builder, markup)
}

/// Builds the tree of a fragment, as far as it goes.
pub(super) fn fragment(markup: &str) -> GrownTree {
    let sink = CountingSink::new(Html::new_fragment());
    let body = QualName::new(None, ns!(html), local_name!("body"));
    let context = create_element(&sink, body, Vec::new());
    let builder = TreeBuilder::new_for_fragment(sink, context, None, TreeBuilderOpts::default());
    grow(builder, markup)
}

fn grow(builder: TreeBuilder<TreeHandle, CountingSink>, markup: &str) -> GrownTree {
    let cut = &markup[..markup.floor_char_boundary(LARGEST)];
    let watched = WatchedBuilder::new(builder, TreeRoom::of(cut.len()));
    let tokenizer = Tokenizer::new(watched, TokenizerOpts::default());
    let is_whole = read(&tokenizer, cut);
    let excess = if is_whole {
        (cut.len() < markup.len()).then_some(MarkupExcess::Long)
    } else {
        Some(MarkupExcess::Heavy)
    };
    tokenizer.end();
    GrownTree {
        html: tokenizer.sink.finish(),
        excess,
    }
}

/// Reads the markup; whether there was room for all of it.
fn read(tokenizer: &Tokenizer<WatchedBuilder>, markup: &str) -> bool {
    // The tree holds parts of it.
    let shared = StrTendril::from_slice(markup);
    // Both fit: the markup is shorter than `LARGEST`.
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let queue = BufferQueue::default();
    let mut tag = LongTag::new(markup);
    let mut at = 0;
    while at < markup.len() {
        let end = markup.floor_char_boundary(at + PART);
        if !tag.is_sane_up_to(end) {
            return false;
        }
        let before = tokenizer.sink.tokens();
        queue.push_back(shared.subtendril(place(at), place(end - at)));
        while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
        tag.read_part(at, end, tokenizer.sink.tokens() > before);
        if tokenizer.sink.is_full() {
            return false;
        }
        at = end;
    }
    true
}

/// The words of markup, without its tags.
pub(super) fn without_tags(markup: &str) -> String {
    let markup = &markup[..markup.floor_char_boundary(LARGEST)];
    let mut text = String::with_capacity(markup.len());
    let mut rest = markup;
    while let Some((before, from)) = rest.split_once('<') {
        text.push_str(before);
        text.push(' ');
        rest = from.split_once('>').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    text
}
