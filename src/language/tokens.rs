//! What was typed, cut into words: quotes, mentions and marks of the platforms removed, contractions written out.

use crate::identity::fold;

/// One word as the grammar sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Lower case, without accents: what is compared.
    pub word: String,
    /// As typed.
    pub raw: String,
    /// Whether 's followed.
    pub possessive: bool,
}

impl Token {
    fn new(word: &str, raw: &str) -> Self {
        Self { word: word.to_owned(), raw: raw.to_owned(), possessive: false }
    }

    /// An e-mail address, a profile's or a site's address: looked up as it is, never read as words.
    pub fn is_address(&self) -> bool {
        self.word.contains('@') || self.word.contains('/') && self.word.contains('.') || is_domain(&self.word)
    }
}

/// Cuts a text into words.
pub fn tokens(text: &str) -> Vec<Token> {
    let text = plain(text);
    let mut tokens = Vec::new();
    for piece in text.split(|c: char| c.is_whitespace() || ",;!?()[]{}\"*~`|“”".contains(c)) {
        if matches!(piece, "->" | "=>" | "-->" | "→" | "⇒") {
            tokens.push(Token::new("becomes", piece)); // Globex -> in market
            continue;
        }
        if tokens.is_empty() && matches!(piece.to_lowercase().as_str(), "update:" | "news:" | "correction:") {
            tokens.push(Token::new("fyi", piece)); // what follows is told, not asked
            continue;
        }
        // "Ines' accounts": whose, unless it closes a quotation.
        let owned = piece.to_lowercase().ends_with("s'") && !piece.starts_with('\'');
        let trimmed =
            piece.trim_matches(|c: char| ".:'_#-/\\".contains(c) && !(c == '-' && piece.len() == 1));
        let piece = if owned { piece } else { trimmed };
        if !piece.is_empty() {
            push(&mut tokens, piece);
        }
    }
    tokens
}

fn push(tokens: &mut Vec<Token>, piece: &str) {
    let lower = piece.to_lowercase();
    if piece == "-" {
        tokens.push(Token::new("-", piece)); // 1 July – 31 July
        return;
    }
    if let Some(name) = lower.strip_prefix('@').filter(|name| !name.contains('@')) {
        if name != "mandorla" {
            push_word(tokens, name);
        }
        return;
    }
    if piece.contains('@') || lower.contains("linkedin.com/") || lower.starts_with("http") {
        let address = lower.trim_start_matches("mailto:");
        tokens.push(Token::new(address, piece));
        return;
    }
    if is_numeric_date(piece) || is_domain(&lower) {
        tokens.push(Token::new(&lower, piece));
        return;
    }
    let dotless = piece.replace('.', "");
    if dotless.len() < piece.len() && piece.split('.').all(|part| part.chars().count() <= 1) {
        tokens.push(Token::new(&dotless.to_lowercase(), &dotless)); // U.S., U.K.
        return;
    }
    for part in piece.split(['-', '/', '&', '+', '=', '.', '_', ':', '–', '—', '<', '>', '%', '\\']) {
        push_word(tokens, part);
    }
}

fn push_word(tokens: &mut Vec<Token>, part: &str) {
    let lower = part.to_lowercase();
    if let Some((_, words)) = CONTRACTIONS.iter().find(|(short, _)| *short == lower) {
        tokens.extend(words.split(' ').map(|word| Token::new(word, part)));
        return;
    }
    if let Some(base) = lower.strip_suffix("n't") {
        tokens.push(Token::new(&fold(base), part));
        tokens.push(Token::new("not", part));
        return;
    }
    for (suffix, word) in [("'ve", "have"), ("'re", "are"), ("'ll", "will"), ("'d", "would"), ("'m", "am")] {
        if let Some(base) = lower.strip_suffix(suffix) {
            tokens.push(Token::new(&fold(base), part));
            tokens.push(Token::new(word, part));
            return;
        }
    }
    let (base, possessive) = match lower.strip_suffix("'s") {
        Some(base) => (base.to_owned(), true),
        None => (lower.trim_end_matches('\'').to_owned(), lower.ends_with("s'")),
    };
    if possessive && ASKING.contains(&base.as_str()) {
        tokens.push(Token::new(&base, part));
        tokens.push(Token::new("is", part));
        return;
    }
    let folded = fold(&base);
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    for (nth, word) in words.iter().enumerate() {
        let raw = if words.len() == 1 { part } else { word };
        tokens.push(Token { possessive: possessive && nth + 1 == words.len(), ..Token::new(word, raw) });
    }
}

/// The words that 's makes into a question instead of an owner.
const ASKING: &[&str] =
    &["what", "who", "how", "where", "when", "that", "there", "it", "here", "whom", "which", "everything"];

const CONTRACTIONS: &[(&str, &str)] = &[
    ("let's", "let us"),
    ("lets", "let us"),
    ("gimme", "give me"),
    ("lemme", "let me"),
    ("gotta", "got to"),
    ("can't", "can not"),
    ("cannot", "can not"),
    ("cant", "can not"),
    ("won't", "will not"),
    ("wont", "will not"),
    ("hasnt", "has not"),
    ("havent", "have not"),
    ("hadnt", "had not"),
    ("didnt", "did not"),
    ("dont", "do not"),
    ("doesnt", "does not"),
    ("isnt", "is not"),
    ("arent", "are not"),
    ("wasnt", "was not"),
    ("werent", "were not"),
    ("aint", "is not"),
    ("thats", "that is"),
    ("theres", "there is"),
    ("whos", "who is"),
    ("whats", "what is"),
    ("hows", "how is"),
    ("wheres", "where is"),
    ("weve", "we have"),
    ("im", "i am"),
    ("ive", "i have"),
    ("e-mail", "email"),
    ("e-mails", "emails"),
    ("uncalled", "not called"),
    ("unwarmed", "not warmed"),
    ("w/", "with"),
    ("w/o", "without"),
];

/// Removes what platforms wrap around words: mentions of the bot, links, the slash of a command; and characters that
/// nobody typed on purpose.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.trim_start();
    while let Some(next) = without_mention(rest) {
        rest = next;
    }
    while let Some(open) = rest.find('<') {
        plain.push_str(&rest[..open]);
        let Some(length) = rest[open..].find('>') else { break };
        let inner = &rest[open + 1..open + length];
        let shown = inner.split('|').next().unwrap_or(inner);
        if shown.starts_with("mailto:") || shown.starts_with("http") {
            plain.push_str(shown);
        } else if !inner.starts_with(['@', '#', '!', '/']) && inner != "at" {
            plain.push_str(inner);
        }
        plain.push(' ');
        rest = &rest[open + length + 1..];
    }
    plain.push_str(rest);
    let mut out = String::with_capacity(plain.len());
    for c in plain.chars() {
        match c {
            '’' | '‘' | 'ʼ' | '´' | '＇' => out.push('\''),
            '–' | '—' | '−' => out.push_str(" - "),
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => {}
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    for (from, to) in [("e-mail", "email"), ("E-mail", "email"), ("E-Mail", "email"), ("w/o ", "without ")] {
        out = out.replace(from, to);
    }
    out
}

/// What follows a mention of the bot or a command's slash, if the text begins with one.
fn without_mention(text: &str) -> Option<&str> {
    if let Some(rest) = text.strip_prefix("<@") {
        return rest.split_once('>').map(|(_, rest)| rest.trim_start_matches([' ', ',', ':']));
    }
    if let Some(rest) = text.strip_prefix("<at>") {
        return rest.split_once("</at>").map(|(_, rest)| rest.trim_start_matches([' ', ',', ':']));
    }
    let bare = text.trim_start_matches(['@', '/']);
    let name = bare.get(..8).filter(|name| name.eq_ignore_ascii_case("mandorla"));
    if name.is_some() && !bare[8..].starts_with(|c: char| c.is_alphanumeric()) {
        let rest = bare[8..].trim_start_matches([' ', ',', ':']);
        return (bare.len() < text.len() || bare[8..].starts_with([',', ':', ' ']) && !rest.is_empty())
            .then_some(rest)
            .filter(|rest| rest.len() < text.len());
    }
    text.strip_prefix('/').map(str::trim_start)
}

/// Numbers with `-`, `/` or `.` between them, such as 2026-07-01 or 15/10/2026.
fn is_numeric_date(piece: &str) -> bool {
    let parts: Vec<&str> = piece.split(['-', '/', '.']).collect();
    parts.len() == 3
        && parts.iter().all(|part| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()))
}

/// A site's name, such as northwind.example.
fn is_domain(word: &str) -> bool {
    let Some((name, top)) = word.rsplit_once('.') else { return false };
    name.len() > 1
        && top.len() >= 2
        && top.bytes().all(|b| b.is_ascii_lowercase())
        && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-')
        && name.bytes().any(|b| b.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|token| token.word).collect()
    }

    #[test]
    fn people_type_as_people_do() {
        assert_eq!(words("Hasn’t “Łukasz” been reached?"), ["has", "not", "lukasz", "been", "reached"]);
        assert_eq!(words("<@U123> who's cold"), ["who", "is", "cold"]);
        assert_eq!(words("/mandorla cold in Germany"), ["cold", "in", "germany"]);
        assert_eq!(words("@Mandorla: overlap"), ["overlap"]);
        assert_eq!(words("mandorla, overlap"), ["overlap"]);
        assert_eq!(
            words("in-market e-mails since 2026-07-01."),
            ["in", "market", "emails", "since", "2026-07-01"]
        );
        assert_eq!(words("<mailto:a@b.example|a@b.example> in the U.S."), ["a@b.example", "in", "the", "us"]);
        assert_eq!(words("Globex -> in market"), ["globex", "becomes", "in", "market"]);
        assert_eq!(words("update: Globex in market"), ["fyi", "globex", "in", "market"]);
        assert!(tokens("Inés’ accounts")[0].possessive);
        assert!(!tokens("'Inés' accounts")[0].possessive);
        assert_eq!(words("at northwind.example"), ["at", "northwind.example"]);
        assert_eq!(words("\u{202e}\u{0}"), Vec::<String>::new());
        assert!(tokens("Dana's team")[0].possessive);
    }
}
