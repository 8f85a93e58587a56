//! A builder of trees that takes no more tokens than there is room for.

use std::cell::Cell;

use html5ever::tokenizer::{Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::{Tracer, TreeBuilder, TreeSink as _};
use scraper::Html;

use super::counting::{CountingSink, TreeHandle};

/// Most elements that are open at once, formatting that is to be opened again counted twice:
/// browsers hold 512. Time for a tag grows with them.
const DEEPEST: usize = 512;
/// What is open is counted anew after so many tokens.
const RECOUNT: usize = 16;
/// An element that is made may be open, be formatting to be opened again, and be the form or the
/// head of its page.
const OPEN_FOR_EACH: usize = 3;
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

/// How much a tree may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct TreeRoom {
    held: usize,
    walked: usize,
}

impl TreeRoom {
    /// The room for markup of some length.
    pub(super) fn of(length: usize) -> Self {
        Self {
            held: MOST_HELD.min(HELD_AT_LEAST + HELD_FOR_EACH * length),
            walked: WALKED_AT_LEAST + WALKED_FOR_EACH * length,
        }
    }
}

/// What was open when it was last counted.
#[derive(Debug, Clone, Copy, Default)]
struct SeenOpen {
    open: usize,
    /// Elements that had been made by then.
    made: usize,
    /// How often it was asked since.
    asked: usize,
}

/// Counts what is open.
struct OpenCount(Cell<usize>);

impl Tracer for OpenCount {
    type Handle = TreeHandle;

    fn trace_handle(&self, _node: &TreeHandle) {
        self.0.set(self.0.get() + 1);
    }
}

/// A tree builder with the room that is left for its tree.
pub(super) struct WatchedBuilder {
    inner: TreeBuilder<TreeHandle, CountingSink>,
    room: Cell<TreeRoom>,
    seen: Cell<SeenOpen>,
    tokens: Cell<usize>,
    is_full: Cell<bool>,
}

impl WatchedBuilder {
    pub(super) fn new(inner: TreeBuilder<TreeHandle, CountingSink>, room: TreeRoom) -> Self {
        Self {
            inner,
            room: Cell::new(room),
            seen: Cell::default(),
            tokens: Cell::default(),
            is_full: Cell::default(),
        }
    }

    /// How many tokens came.
    pub(super) fn tokens(&self) -> usize {
        self.tokens.get()
    }

    /// Whether there was no room for all of them.
    pub(super) fn is_full(&self) -> bool {
        self.is_full.get()
    }

    /// The tree of those for which there was.
    pub(super) fn finish(self) -> Html {
        self.inner.sink.finish()
    }

    /// How many elements are open or to be opened again, at most: to count them takes longer than
    /// most tokens, and between two counts none opens that was not made.
    fn open(&self) -> usize {
        let made = self.inner.sink.elements();
        let seen = self.seen.get();
        let most = seen.open + OPEN_FOR_EACH * (made - seen.made);
        let asked = seen.asked + 1;
        if asked < RECOUNT && most <= DEEPEST {
            self.seen.set(SeenOpen { asked, ..seen });
            return most;
        }
        let count = OpenCount(Cell::new(0));
        self.inner.trace_handles(&count);
        let open = count.0.get();
        let asked = 0;
        self.seen.set(SeenOpen { open, made, asked });
        open
    }

    /// Takes what a token cost from the room; `attributes` were those of all elements before it.
    fn pay(&self, attributes: usize) {
        let sink = &self.inner.sink;
        let open = self.open();
        // A formatting element is held against all that are open, attribute by attribute.
        let cost = open * (1 + sink.attributes() - attributes);
        let TreeRoom { held, walked } = self.room.get();
        let walked = walked.saturating_sub(cost);
        self.room.set(TreeRoom { held, walked });
        self.is_full
            .set(open > DEEPEST || walked == 0 || sink.holds() > held);
    }
}

impl TokenSink for WatchedBuilder {
    type Handle = TreeHandle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<TreeHandle> {
        // Faults are told in the middle of a tag, and nobody asks for them.
        if self.is_full() || matches!(token, Token::ParseError(_)) {
            return TokenSinkResult::Continue;
        }
        self.tokens.set(self.tokens.get() + 1);
        let attributes = self.inner.sink.attributes();
        let result = self.inner.process_token(token, line);
        self.pay(attributes);
        result
    }

    fn end(&self) {
        self.inner.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.inner
            .adjusted_current_node_present_but_not_in_html_namespace()
    }
}
