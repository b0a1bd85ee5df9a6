//! Many short strings in one allocation: a million names cost their bytes and eight more each.

/// Strings by number. Setting one again leaves the old bytes behind, which is what makes it cheap.
#[derive(Clone, Default)]
pub struct Strings {
    bytes: String,
    spans: Vec<(u32, u32)>,
}

impl Strings {
    /// The string of a number; empty where none was set.
    pub fn at(&self, number: u32) -> &str {
        match self.spans.get(number as usize) {
            Some(&(start, end)) => &self.bytes[start as usize..end as usize],
            None => "",
        }
    }

    /// Sets the string of a number.
    ///
    /// # Panics
    /// When the strings add up to more than 4 GiB.
    pub fn set(&mut self, number: u32, value: &str) {
        if self.spans.len() <= number as usize {
            self.spans.resize(number as usize + 1, (0, 0));
        }
        if self.at(number) == value {
            return;
        }
        let start = u32::try_from(self.bytes.len()).expect("under 4 GiB of text in one column");
        self.bytes.push_str(value);
        let end = u32::try_from(self.bytes.len()).expect("under 4 GiB of text in one column");
        self.spans[number as usize] = (start, end);
    }

    /// Gives back what growing had set aside.
    pub fn shrink(&mut self) {
        self.bytes.shrink_to_fit();
        self.spans.shrink_to_fit();
    }

    /// Every number whose string is `value`.
    pub fn find<'a>(&'a self, value: &'a str) -> impl Iterator<Item = u32> + 'a {
        self.spans
            .iter()
            .enumerate()
            .filter(move |(_, (start, end))| {
                (end - start) as usize == value.len() && &self.bytes[*start as usize..*end as usize] == value
            })
            .map(|(number, _)| number as u32)
    }
}
