//! Many short strings in one allocation: a million names cost their bytes and eight more each.

/// Bytes that may be left behind before they are looked at.
const SLACK: usize = 1 << 16;

/// Strings by number. Setting one again leaves the old bytes behind, which is what makes it cheap; once they are more
/// than those in use, all are moved together.
#[derive(Clone, Default)]
pub struct Strings {
    bytes: String,
    spans: Vec<(u32, u32)>,
    /// Bytes in use.
    used: usize,
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
    /// When the strings add up to more than 2 GiB.
    pub fn set(&mut self, number: u32, value: &str) {
        if self.spans.len() <= number as usize {
            self.spans.resize(number as usize + 1, (0, 0));
        }
        if self.at(number) == value {
            return;
        }
        self.used -= self.at(number).len();
        self.spans[number as usize] = self.append(value);
        self.used += value.len();
        if self.bytes.len() > 2 * self.used + SLACK {
            self.compact();
        }
    }

    fn append(&mut self, value: &str) -> (u32, u32) {
        let start = u32::try_from(self.bytes.len()).expect("under 4 GiB of text in one column");
        self.bytes.push_str(value);
        let end = u32::try_from(self.bytes.len()).expect("under 4 GiB of text in one column");
        (start, end)
    }

    /// Leaves the bytes behind that nothing points to.
    fn compact(&mut self) {
        let old = std::mem::replace(&mut self.bytes, String::with_capacity(self.used));
        for at in 0..self.spans.len() {
            let (start, end) = self.spans[at];
            self.spans[at] = self.append(&old[start as usize..end as usize]);
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_again_and_again_takes_no_more_room() {
        let mut strings = Strings::default();
        strings.set(7, "stays");
        for round in 0..20_000 {
            strings.set(round % 5, &format!("changes for the {round}th time"));
        }
        assert!(strings.bytes.len() <= 2 * strings.used + SLACK, "{} bytes", strings.bytes.len());
        assert_eq!((strings.at(7), strings.at(4)), ("stays", "changes for the 19999th time"));
        assert_eq!((strings.at(5), strings.at(99)), ("", ""));
        assert_eq!(strings.find("changes for the 19998th time").collect::<Vec<_>>(), [3]);
    }
}
