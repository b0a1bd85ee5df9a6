//! What people typed, without Slack's markup around it.

/// Slack escapes `& < >` and wraps what it recognised in angle brackets: `<@U1>`, `<#C1|general>`,
/// `<mailto:a@b.example|a@b.example>`, `<https://…|label>`, `<!here>`.
/// <https://docs.slack.dev/messaging/formatting-message-text#retrieving-messages>
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(begin) = rest.find('<') {
        let Some(length) = rest[begin..].find('>') else { break };
        out.push_str(&rest[..begin]);
        out.push_str(&meant(&rest[begin + 1..begin + length]));
        rest = &rest[begin + length + 1..];
    }
    out.push_str(rest);
    unescape(&out).trim().to_owned()
}

/// What stands between a pair of angle brackets. Mentions of people keep their id, for whoever knows them.
fn meant(inside: &str) -> String {
    let (target, label) =
        inside.split_once('|').map_or((inside, None), |(target, label)| (target, Some(label)));
    match target.chars().next() {
        Some('@') => format!("<{target}>"),
        Some('#') => format!("#{}", label.unwrap_or(&target[1..])),
        Some('!') => label.unwrap_or_default().to_owned(),
        _ => target.strip_prefix("mailto:").unwrap_or(target).to_owned(),
    }
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// The text with each mention of a chat user replaced: by what `name` gives, or nothing.
pub fn without_mentions(text: &str, mut name: impl FnMut(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(begin) = rest.find("<@") {
        let Some(length) = rest[begin..].find('>') else { break };
        out.push_str(&rest[..begin]);
        out.push_str(&name(&rest[begin + 2..begin + length]).unwrap_or_default());
        rest = &rest[begin + length + 1..];
    }
    out.push_str(rest);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The chat users that a text mentions.
pub fn mentioned(text: &str) -> Vec<String> {
    let mut users = Vec::new();
    let _ = without_mentions(text, |user| {
        users.push(user.to_owned());
        None
    });
    users
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_taken_off() {
        for (typed, read) in [
            ("has marketing reached *Patricia*?", "has marketing reached *Patricia*?"),
            ("<mailto:p@n.example|p@n.example>", "p@n.example"),
            ("<https://linkedin.com/in/p|her page> since June", "https://linkedin.com/in/p since June"),
            ("Smith &amp; Sons &lt;3", "Smith & Sons <3"),
            ("<!here> overlap", "overlap"),
            ("overlap in <#C1|sales>", "overlap in #sales"),
            ("a < b", "a < b"),
            ("&amp;lt;", "&lt;"),
        ] {
            assert_eq!(plain(typed), read);
        }
    }

    #[test]
    fn mentions_become_whom_they_mean() {
        let typed = plain("<@U1> overlap for <@U2|dana>'s team");
        let name = |user: &str| (user == "U2").then(|| "Dana".to_owned());
        assert_eq!(without_mentions(&typed, name), "overlap for Dana's team");
        assert_eq!(mentioned(&typed), ["U1", "U2"]);
    }
}
