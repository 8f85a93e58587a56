//! The fenced blocks of a guide.

/// A block with the language that it names, and the heading that it stands under.
pub(super) struct Block {
    pub(super) heading: String,
    pub(super) language: String,
    pub(super) text: String,
}

pub(super) fn read(name: &str) -> String {
    std::fs::read_to_string(format!("{}/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

pub(super) fn blocks(guide: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let (mut heading, mut open) = (String::new(), None::<Block>);
    for line in guide.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(language)) => {
                open = Some(Block {
                    heading: heading.clone(),
                    language: language.to_owned(),
                    text: String::new(),
                });
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(block), None) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, None) => {
                if let Some(title) = line.strip_prefix("## ") {
                    title.clone_into(&mut heading);
                }
            }
        }
    }
    assert!(open.is_none(), "a block stays open");
    blocks
}

/// Every `netra …` of a text, up to where the shell ends a command.
pub(super) fn commands(text: &str) -> Vec<Vec<String>> {
    let starts = text.match_indices("netra ").filter(|(at, _)| {
        let before = text[..*at].chars().next_back();
        before.is_none_or(|c| c.is_whitespace() || matches!(c, '/' | '`'))
    });
    let ends = |c: char| matches!(c, '\n' | '`' | '|' | '>' | '&' | ';' | '\'' | '"');
    starts
        .map(|(at, _)| text[at..].split(ends).next().unwrap())
        .map(|command| {
            command
                .split_whitespace()
                .skip(1)
                .map(str::to_owned)
                .collect()
        })
        .collect()
}
