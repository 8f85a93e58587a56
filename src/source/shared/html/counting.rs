//! A sink for trees that knows how much it holds.

use std::borrow::Cow;
use std::cell::{Cell, Ref};
use std::sync::LazyLock;

use html5ever::tendril::StrTendril;
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, QualName, local_name, ns};
use scraper::{Html, HtmlTreeSink};

/// What a node takes in memory, in bytes: measured, with what the allocator adds.
const NODE: usize = 160;
/// The same of an attribute without its value, which all elements share that were made of one tag.
const ATTRIBUTE: usize = 64;
/// Attributes that tags like `<body>` may add to an element that is there already: adding takes
/// time for all that there are.
const MOST_ADDED: usize = 128;

/// What is no element is called so.
static UNNAMED: LazyLock<QualName> = LazyLock::new(|| QualName::new(None, ns!(), local_name!("")));

/// A sink that builds a tree, and counts.
#[derive(Debug)]
pub(super) struct CountingSink {
    inner: HtmlTreeSink,
    elements: Cell<usize>,
    attributes: Cell<usize>,
    added: Cell<usize>,
}

/// What a node is known by.
pub(super) type TreeHandle = <HtmlTreeSink as TreeSink>::Handle;

impl CountingSink {
    pub(super) fn new(html: Html) -> Self {
        Self {
            inner: HtmlTreeSink::new(html),
            elements: Cell::new(0),
            attributes: Cell::new(0),
            added: Cell::new(0),
        }
    }

    /// How many bytes of memory the tree takes, about.
    pub(super) fn holds(&self) -> usize {
        let nodes = self.inner.0.borrow().tree.values().len();
        NODE * nodes + ATTRIBUTE * self.attributes.get()
    }

    /// How many elements were made so far.
    pub(super) fn elements(&self) -> usize {
        self.elements.get()
    }

    /// Attributes of all elements that were made so far.
    pub(super) fn attributes(&self) -> usize {
        self.attributes.get()
    }
}

impl TreeSink for CountingSink {
    type Handle = TreeHandle;
    type Output = Html;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Html {
        self.inner.finish()
    }

    fn create_element(
        &self,
        name: QualName,
        attributes: Vec<Attribute>,
        flags: ElementFlags,
    ) -> TreeHandle {
        self.elements.set(self.elements.get() + 1);
        self.attributes
            .set(self.attributes.get() + attributes.len());
        self.inner.create_element(name, attributes, flags)
    }

    fn add_attrs_if_missing(&self, target: &TreeHandle, mut attributes: Vec<Attribute>) {
        attributes.truncate(MOST_ADDED - self.added.get());
        self.added.set(self.added.get() + attributes.len());
        self.inner.add_attrs_if_missing(target, attributes);
    }

    fn parse_error(&self, message: Cow<'static, str>) {
        self.inner.parse_error(message);
    }

    fn get_document(&self) -> TreeHandle {
        self.inner.get_document()
    }

    // Asked so often that a call into another crate is felt.
    #[inline]
    fn elem_name<'a>(&'a self, target: &'a TreeHandle) -> Ref<'a, QualName> {
        Ref::map(self.inner.0.borrow(), |html| {
            let node = html.tree.get(*target);
            let element = node.and_then(|node| node.value().as_element());
            element.map_or(&*UNNAMED, |element| &element.name)
        })
    }

    fn create_comment(&self, text: StrTendril) -> TreeHandle {
        self.inner.create_comment(text)
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> TreeHandle {
        self.inner.create_pi(target, data)
    }

    fn append(&self, parent: &TreeHandle, child: NodeOrText<TreeHandle>) {
        self.inner.append(parent, child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &TreeHandle,
        previous: &TreeHandle,
        child: NodeOrText<TreeHandle>,
    ) {
        self.inner
            .append_based_on_parent_node(element, previous, child);
    }

    fn append_doctype_to_document(
        &self,
        name: StrTendril,
        public_id: StrTendril,
        system_id: StrTendril,
    ) {
        self.inner
            .append_doctype_to_document(name, public_id, system_id);
    }

    fn get_template_contents(&self, target: &TreeHandle) -> TreeHandle {
        self.inner.get_template_contents(target)
    }

    fn same_node(&self, one: &TreeHandle, other: &TreeHandle) -> bool {
        self.inner.same_node(one, other)
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.inner.set_quirks_mode(mode);
    }

    fn append_before_sibling(&self, sibling: &TreeHandle, node: NodeOrText<TreeHandle>) {
        self.inner.append_before_sibling(sibling, node);
    }

    fn remove_from_parent(&self, target: &TreeHandle) {
        self.inner.remove_from_parent(target);
    }

    fn reparent_children(&self, node: &TreeHandle, new_parent: &TreeHandle) {
        self.inner.reparent_children(node, new_parent);
    }
}
