//! What was typed, cut into words that know where they stand, so that the rest can be handed on as typed.

use std::ops::Range;

use crate::digest::sections::Sections;

/// A text and its words.
pub struct Split<'t> {
    text: &'t str,
    words: Vec<String>,
    spans: Vec<Range<usize>>,
}

impl<'t> Split<'t> {
    pub fn new(text: &'t str) -> Self {
        let mut split = Self { text, words: Vec::new(), spans: Vec::new() };
        let mut from = 0;
        for piece in text.split_inclusive(separates) {
            let bare = piece.trim_end_matches(separates);
            split.push(bare, from);
            from += piece.len();
        }
        if split.words.first().is_some_and(|word| word == "/digest") {
            split.words.remove(0);
            split.spans.remove(0);
        }
        split
    }

    fn push(&mut self, piece: &str, from: usize) {
        let plain = piece.to_lowercase().replace(['’', 'ʼ', '‘'], "'").replace(['–', '—', '−'], "-");
        let word = match plain.as_str() {
            "?" | "-" => plain.as_str(),
            word => word.trim_matches(|letter| "*`.!?:“”".contains(letter)),
        };
        if !word.is_empty() {
            self.words.push(word.to_owned());
            self.spans.push(from..from + piece.len());
        }
    }

    /// The words in lower case, without the marks around them.
    pub fn words(&self) -> Vec<&str> {
        self.words.iter().map(String::as_str).collect()
    }

    /// Some of the words as they were typed, in their order.
    pub fn typed(&self, chosen: &[usize]) -> String {
        let runs = chosen.chunk_by(|a, b| a + 1 == *b);
        let typed = runs.map(|run| &self.text[self.spans[run[0]].start..self.spans[run[run.len() - 1]].end]);
        typed.collect::<Vec<_>>().join(" ")
    }

    /// The parts of a digest that some of the words choose, all if none do, and the words that say something else.
    pub fn sections(&self, chosen: &[usize]) -> (Sections, Vec<usize>) {
        for at in 0..chosen.len() {
            // Words that stood together only.
            let run = (at..chosen.len()).take_while(|next| chosen[*next] - chosen[at] == next - at);
            let words: Vec<&str> = run.map(|next| self.words[chosen[next]].as_str()).collect();
            if let Some((length, sections)) = Sections::read(&words) {
                return (sections, [&chosen[..at], &chosen[at + length..]].concat());
            }
        }
        (Sections::ALL, chosen.to_vec())
    }

    /// The whole text with other words in the place of some.
    pub fn with(&self, words: Range<usize>, instead: &str) -> String {
        let end = self.spans.len();
        let before = words.start.min(end);
        let after = words.end.min(end);
        let parts =
            [&self.typed(&Vec::from_iter(0..before)), instead, &self.typed(&Vec::from_iter(after..end))];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

fn separates(letter: char) -> bool {
    letter.is_whitespace() || ",;()[]\"".contains(letter)
}
