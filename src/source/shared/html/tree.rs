//! Trees of markup, built within bounds.
//!
//! The tokenizer is given the markup in parts, each up to the next `<`. Between two parts it is
//! counted what the tree holds and what is open, and beyond a bound no further tag is read: what
//! is counted is what is there, whatever the markup made of it (formatting that is opened again
//! in each block, elements that are moved out of tables, tags that nobody closed). The bounds
//! grow with the length of the markup, so that memory and time do, too.

use std::cell::Cell;

use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{
    Tracer, TreeBuilder, TreeBuilderOpts, TreeSink as _, create_element,
};
use html5ever::{QualName, TokenizerResult, local_name, ns};
use scraper::Html;

use super::counting::{CountingSink, TreeHandle};
use super::long_tag::LongTag;

/// Larger markup is cut before it is parsed. The longest pages of posts have one.
const LARGEST: usize = 4 << 20;
/// Most elements that are open at once, formatting that is to be opened again counted twice:
/// browsers hold 512. Time for a tag grows with them.
const DEEPEST: usize = 512;
/// Most bytes of memory that a tree takes.
const MOST_HELD: usize = 64 << 20;
/// The same for each byte of the markup, and for the shortest. `<i>a` makes two nodes of four
/// bytes.
const HELD_FOR_EACH: usize = 128;
const HELD_AT_LEAST: usize = 256 << 10;
/// Open elements walked over, for each byte of the markup, and for the shortest: with tags of
/// seven bytes, a hundred may be open all the time.
const WALKED_FOR_EACH: usize = 16;
const WALKED_AT_LEAST: usize = 100_000;

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

/// How much a tree may take.
#[derive(Debug, Clone, Copy)]
struct TreeRoom {
    held: usize,
    walked: usize,
}

impl TreeRoom {
    /// The room for markup of some length.
    fn of(length: usize) -> Self {
        Self {
            held: MOST_HELD.min(HELD_AT_LEAST + HELD_FOR_EACH * length),
            walked: WALKED_AT_LEAST + WALKED_FOR_EACH * length,
        }
    }
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

/// A tree builder that says how many tokens came.
struct WatchedBuilder {
    inner: TreeBuilder<TreeHandle, CountingSink>,
    tokens: Cell<usize>,
}

impl TokenSink for WatchedBuilder {
    type Handle = TreeHandle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<TreeHandle> {
        // Faults are told in the middle of a tag.
        if !matches!(token, Token::ParseError(_)) {
            self.tokens.set(self.tokens.get() + 1);
        }
        self.inner.process_token(token, line)
    }

    fn end(&self) {
        self.inner.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.inner
            .adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// Counts what is open.
struct OpenCount(Cell<usize>);

impl Tracer for OpenCount {
    type Handle = TreeHandle;

    fn trace_handle(&self, _node: &TreeHandle) {
        self.0.set(self.0.get() + 1);
    }
}

impl WatchedBuilder {
    /// How many elements are open or to be opened again.
    fn open(&self) -> usize {
        let count = OpenCount(Cell::new(0));
        self.inner.trace_handles(&count);
        count.0.get()
    }
}

fn grow(builder: TreeBuilder<TreeHandle, CountingSink>, markup: &str) -> GrownTree {
    let cut = &markup[..markup.floor_char_boundary(LARGEST)];
    let mut growth = Growth::new(builder, cut);
    let heavy = !growth.read_all(TreeRoom::of(cut.len()));
    let long = cut.len() < markup.len();
    let excess = heavy
        .then_some(MarkupExcess::Heavy)
        .or(long.then_some(MarkupExcess::Long));
    growth.tokenizer.end();
    GrownTree {
        html: growth.tokenizer.sink.inner.sink.finish(),
        excess,
    }
}

/// A tree that is being built.
struct Growth<'a> {
    markup: &'a str,
    /// The markup, of which the tree holds parts.
    shared: StrTendril,
    at: usize,
    tokenizer: Tokenizer<WatchedBuilder>,
    queue: BufferQueue,
    tag: LongTag<'a>,
}

impl<'a> Growth<'a> {
    fn new(builder: TreeBuilder<TreeHandle, CountingSink>, markup: &'a str) -> Self {
        let watched = WatchedBuilder {
            inner: builder,
            tokens: Cell::new(0),
        };
        Self {
            markup,
            shared: StrTendril::from_slice(markup),
            at: 0,
            tokenizer: Tokenizer::new(watched, TokenizerOpts::default()),
            queue: BufferQueue::default(),
            tag: LongTag::new(markup),
        }
    }

    fn sink(&self) -> &CountingSink {
        &self.tokenizer.sink.inner.sink
    }

    /// Reads the markup; whether there was room for all of it.
    fn read_all(&mut self, mut room: TreeRoom) -> bool {
        for part in self.markup.split_inclusive('<') {
            let attributes = self.sink().attributes();
            // What is behind the first bytes is read once these have told whether it is a tag.
            let head = LongTag::head(part);
            if !self.read(head) || !self.read(part.len() - head) {
                return false;
            }
            let open = self.tokenizer.sink.open();
            // A formatting element is held against all that are open, attribute by attribute.
            let walked = open * (1 + self.sink().attributes() - attributes);
            room.walked = room.walked.saturating_sub(walked);
            if open > DEEPEST || room.walked == 0 || self.sink().holds() > room.held {
                return false;
            }
        }
        true
    }

    /// Reads the next bytes, unless these are a tag that takes too long.
    fn read(&mut self, length: usize) -> bool {
        let end = self.at + length;
        if !self.tag.is_sane_up_to(end) {
            return false;
        }
        let before = self.tokenizer.sink.tokens.get();
        self.queue.push_back(self.part(end));
        while !matches!(self.tokenizer.feed(&self.queue), TokenizerResult::Done) {}
        self.at = end;
        let closed = self.tokenizer.sink.tokens.get() > before;
        self.tag.read_up_to(end, closed);
        true
    }

    fn part(&self, end: usize) -> StrTendril {
        // Both fit: the markup is shorter than `LARGEST`.
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        self.shared.subtendril(place(self.at), place(end - self.at))
    }
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
