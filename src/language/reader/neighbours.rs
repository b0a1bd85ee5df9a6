//! What the words beside a word tell about it.

use super::Reader;

impl Reader<'_> {
    /// Whether "us" is ourselves here: "heard from us", but "healthcare us" and "in the us".
    pub(super) fn is_pronoun(&self, at: usize) -> bool {
        const BEFORE: &[&str] = &[
            "from", "for", "to", "with", "of", "by", "let", "tell", "show", "give", "help", "helps", "about",
            "between", "among", "and", "gives", "gave", "got", "get", "gets", "make", "makes", "brought",
            "brings", "bring", "earned", "won", "told", "than", "feeding", "sending", "giving", "telling",
        ];
        at == 0 || BEFORE.contains(&self.tokens[at - 1].word.as_str())
    }

    /// Whether the word before says that a month follows: "in May", but "may I see".
    pub(super) fn dated(&self, at: usize) -> bool {
        at > 0
            && matches!(
                self.tokens[at - 1].word.as_str(),
                "in" | "during" | "for" | "of" | "this" | "last" | "over"
            )
    }

    pub(super) fn follows_by(&self, at: usize) -> bool {
        const BETWEEN: &[&str] =
            &["of", "the", "our", "my", "all", "your", "these", "different", "various", "two"];
        const RANKED: &[&str] =
            &["rank", "ranked", "ranking", "leaderboard", "league", "best", "worst", "lowest", "highest"];
        let ranked = self.tokens.iter().any(|token| RANKED.contains(&token.word.as_str()));
        ranked
            || self.tokens[..at]
                .iter()
                .rev()
                .map(|token| token.word.as_str())
                .find(|word| !BETWEEN.contains(word))
                .is_some_and(|word| {
                    matches!(
                        word,
                        "by" | "per"
                            | "each"
                            | "every"
                            | "across"
                            | "among"
                            | "amongst"
                            | "between"
                            | "leaderboard"
                            | "ranking"
                            | "ranked"
                            | "rank"
                            | "which"
                            | "top"
                            | "bottom"
                    )
                })
    }

    /// "Mark it as target", "add it to target": the target market.
    pub(super) fn says_target(&self, at: usize) -> bool {
        const CLOSING: &[&str] = &["please", "pls", "now", "thanks", "today"];
        at > 0
            && matches!(self.tokens[at - 1].word.as_str(), "to" | "as" | "into" | "from" | "off")
            && self.tokens[at + 1..].iter().all(|token| CLOSING.contains(&token.word.as_str()))
    }

    /// "Its energy", "time and energy": what a team spends; "the energy sector" is an industry.
    pub(super) fn is_effort(&self, at: usize) -> bool {
        const BEFORE: &[&str] =
            &["its", "their", "our", "sales", "selling", "and", "much", "your", "more", "spend", "the"];
        const NOUNS: &[&str] =
            &["industry", "sector", "vertical", "space", "companies", "accounts", "firms", "clients"];
        let noun = self.tokens.get(at + 1).is_some_and(|token| NOUNS.contains(&token.word.as_str()));
        at > 0 && !noun && BEFORE.contains(&self.tokens[at - 1].word.as_str())
    }

    /// "Tier 9" is a tier that nobody has, not a number.
    pub(super) fn follows_tier(&self, at: usize) -> bool {
        at > 0 && matches!(self.tokens[at - 1].word.as_str(), "tier" | "tiers")
    }

    /// Whether a neighbour says that a word is meant as a channel.
    pub(super) fn says_channel(&self, at: usize) -> bool {
        let word = |at: usize| self.tokens.get(at).map(|token| token.word.as_str());
        at > 0
            && matches!(word(at - 1), Some("by" | "via" | "through" | "over" | "channel" | "using"))
            && word(at + 1) != Some("team")
            || matches!(word(at + 1), Some("touches" | "touch" | "channel" | "only"))
            || at > 0 && matches!(word(at - 1), Some("every" | "each"))
            || self.tokens[at].word.ends_with('s') && self.is_noun(at)
            // "Downloaded our content"
            || self.tokens[at].word == "content"
                && self.tokens[at.saturating_sub(3)..at].iter().any(|token| {
                    matches!(token.word.as_str(), "downloaded" | "opened" | "clicked" | "viewed" | "consumed")
                })
            // "Filled in a form"
            || self.tokens[at].word.starts_with("form")
                && self.tokens[..at].iter().any(|token| matches!(token.word.as_str(), "filled" | "fill" | "submitted"))
    }

    /// Whether "calls", "messages" are things here rather than what somebody does: "all calls with Colin".
    pub(super) fn is_noun(&self, at: usize) -> bool {
        let word = |at: usize| self.tokens.get(at).map_or("", |token| token.word.as_str());
        let before = if at > 0 { word(at - 1) } else { "" };
        let listed = matches!(before, "of" | "and" | "all" | "every" | "which" | "what" | "list");
        let determined =
            at == 0 || matches!(before, "any" | "our" | "no" | "phone" | "the" | "recent" | "sales");
        let joined = matches!(word(at + 1), "with" | "from" | "to" | "did" | "have" | "has" | "were");
        listed || determined && joined || self.is_counted(at)
    }

    /// "Overlap for calls", "looking only at sales calls": after a preposition they are what was done, not who does it.
    fn is_counted(&self, at: usize) -> bool {
        const BETWEEN: &[&str] = &["sales", "our", "the", "all", "just", "only", "phone"];
        let words = |back: usize| at.checked_sub(back).map_or("", |at| self.tokens[at].word.as_str());
        let between = (1..=at).take_while(|back| BETWEEN.contains(&words(*back))).count();
        let only = (1..=between).any(|back| matches!(words(back), "only" | "just"));
        let agent = (1..=between).any(|back| words(back) == "sales");
        let preposition = matches!(
            words(between + 1),
            "for"
                | "on"
                | "in"
                | "at"
                | "from"
                | "of"
                | "with"
                | "about"
                | "count"
                | "counting"
                | "considering"
                | "including"
                | "using"
        );
        // "People only sales calls" tells who calls them.
        preposition || only && !(agent && matches!(words(between + 1), "who" | "whom" | "that" | "people"))
    }
}
