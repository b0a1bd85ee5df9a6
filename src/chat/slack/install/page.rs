//! The pages of an installation: what happened, and what to do next.

use axum::http::{HeaderName, header};

/// Nothing is kept, framed, run or fetched.
pub(super) const HEADERS: [(HeaderName, &str); 5] = [
    (header::CONTENT_TYPE, "text/html; charset=utf-8"),
    (header::CACHE_CONTROL, "no-store"),
    (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
];

/// It is installed: what to do in Slack, and where the data comes from.
pub(super) fn done(team: &str, workspace: &str) -> String {
    let team = if team.trim().is_empty() { "your Slack workspace" } else { team };
    let import = format!("mandorla --workspace {} import *.csv", argument(workspace));
    page(
        &format!("Mandorla is in {team}"),
        &format!(
            "<ol>\
             <li>Invite it to a channel: <code>/invite @Mandorla</code>. In a direct message it answers as well.</li>\
             <li>Ask it something: <code>/overlap</code>, or <code>/mandorla help</code> for all it knows.</li>\
             <li>It answers from the workspace <code>{}</code> of the account database. Whoever runs Mandorla fills \
             it: <code>{}</code></li>\
             </ol><p>You may close this page.</p>",
            escaped(workspace),
            escaped(&import),
        ),
    )
}

/// It is not: why, and the way back to the beginning, which is its neighbour.
pub(super) fn refused(title: &str, next: &str) -> String {
    page(title, &format!("<p>{}</p><p><a href=\"install\">Begin again</a></p>", escaped(next)))
}

fn page(title: &str, body: &str) -> String {
    let title = escaped(title);
    format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title></head>\
         <body><main><h1>{title}</h1>{body}</main></body></html>\n"
    )
}

/// A word as a shell takes it.
fn argument(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
