//! A card as HTML: everything that came from outside is escaped here, and nowhere else.

use std::fmt::Write as _;

use jiff::{Timestamp, tz::TimeZone};

use crate::{
    card::{
        Action, ActionKind, Align, Audience, Block, Card, Column, Line, Picture, Span, Table, Tone, grouped,
    },
    chat::text,
    picture::{self, Theme},
};

/// Two overlapping circles: the sign of the house, beside every answer.
pub const SIGN: &str = include_str!("sign.svg");

/// The answer as one `<article>`, its buttons in a form that works without a script too.
pub fn html(card: &Card) -> String {
    let tone = match card.tone {
        Tone::Neutral => "neutral",
        Tone::Good => "good",
        Tone::Caution => "caution",
        Tone::Problem => "problem",
    };
    let audience = match card.audience {
        Audience::Everyone => "",
        Audience::Asker => "<span class=\"private\">Only you can see this</span>",
    };
    format!(
        "<article class=\"answer\"><p class=\"from\"><span class=\"avatar\" aria-hidden=\"true\">{SIGN}</span>\
         <span class=\"name\">Mandorla</span>{audience}</p><div class=\"card {tone}\">\
         <h2 tabindex=\"-1\">{}</h2>{}{}</div></article>",
        line(&card.title),
        card.blocks.iter().map(block).collect::<String>(),
        actions(&card.actions)
    )
}

/// Text for an element or a quoted attribute.
pub fn escape(raw: &str) -> String {
    let raw = crate::card::clean(raw);
    let mut out = String::with_capacity(raw.len());
    for c in raw.chars() {
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

fn line(line: &Line) -> String {
    line.iter().map(span).collect()
}

/// Keeps a percent sign on the line of its number.
fn unbroken(html: &str) -> String {
    html.replace(" %", "&nbsp;%")
}

fn span(span: &Span) -> String {
    match span {
        Span::Text(text) => unbroken(&escape(text)),
        Span::Bold(text) => format!("<strong>{}</strong>", unbroken(&escape(text))),
        Span::Code(text) => format!("<code>{}</code>", escape(text)),
        Span::Person(name) => format!("<bdi class=\"person\">{}</bdi>", escape(name)),
        Span::Instant(at, zone) => instant(*at, zone),
        Span::Date(day) => format!("<time datetime=\"{day}\">{}</time>", text::date(*day)),
        Span::Link { text, url } if text::is_web(url) => {
            format!("<a href=\"{}\" rel=\"noopener noreferrer\"><bdi>{}</bdi></a>", escape(url), escape(text))
        }
        Span::Link { text, .. } => format!("<bdi>{}</bdi>", escape(text)),
    }
}

/// The script of the page shows it in the reader's zone.
fn instant(at: Timestamp, zone: &TimeZone) -> String {
    let exact = at.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
    format!("<time class=\"instant\" datetime=\"{exact}\">{}</time>", escape(&text::instant(at, zone)))
}

fn block(block: &Block) -> String {
    match block {
        Block::Text(text) => format!("<p>{}</p>", line(text)),
        Block::Heading(text) => format!("<h3>{}</h3>", escape(text)),
        Block::Facts(facts) => {
            let fact = |(label, value): &(String, Line)| {
                format!("<div><dt>{}</dt><dd>{}</dd></div>", escape(label), line(value))
            };
            format!("<dl class=\"facts\">{}</dl>", facts.iter().map(fact).collect::<String>())
        }
        Block::List(points) => {
            let points: String = points.iter().map(|point| format!("<li>{}</li>", line(point))).collect();
            format!("<ul>{points}</ul>")
        }
        Block::Table(shown) => table(shown),
        Block::Picture(picture) => figure(picture),
        Block::Note(text) => format!("<p class=\"note\">{}</p>", line(text)),
    }
}

/// In a box of its own that scrolls sideways, by keyboard too, so that the page never does.
fn table(table: &Table) -> String {
    let caption = escape(&table.caption);
    let left = table.total.saturating_sub(table.rows.len());
    if table.rows.is_empty() {
        let rest = if left == 0 { "none".to_owned() } else { format!("{} in all", grouped(left as u64)) };
        return format!("<p class=\"caption\">{caption}</p><p class=\"more\">{rest}</p>");
    }
    let mut out = format!(
        "<div class=\"scroll\" role=\"region\" aria-label=\"{caption}\" tabindex=\"0\"><table>\
         <caption><span>{caption}</span></caption><thead><tr>"
    );
    for column in &table.columns {
        let _ = write!(out, "<th scope=\"col\"{}>{}</th>", side(Some(column)), escape(&column.name));
    }
    out.push_str("</tr></thead><tbody>");
    for row in &table.rows {
        out.push_str("<tr>");
        for (at, cell) in row.iter().enumerate() {
            let (open, close) = if at == 0 { ("th scope=\"row\"", "th") } else { ("td", "td") };
            let _ = write!(out, "<{open}{}>{}</{close}>", side(table.columns.get(at)), line(cell));
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table></div>");
    if left > 0 {
        let _ = write!(out, "<p class=\"more\">and {} more</p>", grouped(left as u64));
    }
    out
}

fn side(column: Option<&Column>) -> &'static str {
    match column.map(|column| column.align) {
        Some(Align::End) => " class=\"end\"",
        Some(Align::Start) | None => "",
    }
}

/// Drawn for both themes; the style sheet hides one of them from eyes and screen readers alike.
fn figure(picture: &Picture) -> String {
    let [light, dark] = [Theme::Light, Theme::Dark].map(|theme| picture::svg(picture, theme));
    format!("<figure><div class=\"by-day\">{light}</div><div class=\"by-night\">{dark}</div></figure>")
}

fn actions(actions: &[Action]) -> String {
    if actions.is_empty() {
        return String::new();
    }
    let buttons: String = actions.iter().map(button).collect();
    format!(
        "<form class=\"actions\" method=\"post\" action=\"/\" aria-label=\"What to do next\">{buttons}</form>"
    )
}

fn button(action: &Action) -> String {
    let (label, said) = (escape(&action.label), escape(&action.text));
    let kind = match action.kind {
        ActionKind::Ask => "ask",
        ActionKind::Confirm => "confirm",
        ActionKind::Cancel => "cancel",
        ActionKind::Download => {
            let address = percent_encode(&action.text);
            return format!("<a class=\"button download\" href=\"/console/csv?text={address}\">{label}</a>");
        }
    };
    format!("<button class=\"button {kind}\" name=\"text\" value=\"{said}\">{label}</button>")
}

fn percent_encode(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const NASTY: &str = "<script>alert(\"1\")</script> O'Neil & \u{202e}Sons\u{0}";
    const TAMED: &str = "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; O&#39;Neil &amp; Sons";

    fn card(blocks: Vec<Block>, actions: Vec<Action>) -> Card {
        let title = vec![Span::Person(NASTY.into())];
        Card { title, tone: Tone::Caution, blocks, actions, audience: Audience::Asker }
    }

    #[test]
    fn nothing_from_outside_is_markup_wherever_it_stands() {
        let words = || NASTY.to_owned();
        let link = Span::Link { text: words(), url: format!("https://example.com/\"{NASTY}") };
        let cell = || vec![Span::Text(words()), Span::Bold(words()), Span::Code(words()), link.clone()];
        let columns = vec![Column { name: words(), align: Align::End }];
        let table = Table {
            caption: words(),
            columns,
            rows: vec![cell(), cell()].into_iter().map(|c| vec![c]).collect(),
            total: 9,
        };
        let blocks = vec![
            Block::Text(cell()),
            Block::Heading(words()),
            Block::Facts(vec![(words(), cell())]),
            Block::List(vec![cell()]),
            Block::Table(table),
            Block::Picture(Picture::Bars { title: words(), bars: vec![(words(), Some(0.5))] }),
            Block::Note(cell()),
        ];
        let kinds = [ActionKind::Ask, ActionKind::Confirm, ActionKind::Cancel, ActionKind::Download];
        let actions = kinds.map(|kind| Action { label: words(), text: words(), kind });
        let html = html(&card(blocks, actions.into()));
        assert!(!html.contains("<script") && !html.contains("alert(\"") && !html.contains('\u{202e}'));
        assert!(html.contains(&format!("<bdi class=\"person\">{TAMED}</bdi>")));
        assert!(html.contains(&format!("value=\"{TAMED}\"")));
        roxmltree::Document::parse(&html).expect("every quote and bracket is accounted for");
    }

    #[test]
    fn only_web_addresses_become_links() {
        for url in [
            "javascript:alert(1)",
            "data:text/html,x",
            "//evil.example",
            " https://x",
            "JAVASCRIPT://%0aalert(1)",
        ] {
            let link = Span::Link { text: "here".into(), url: url.into() };
            assert_eq!(span(&link), "<bdi>here</bdi>", "{url}");
        }
        let link = Span::Link { text: "here".into(), url: "https://example.com/?a=1&b=2".into() };
        assert!(span(&link).starts_with("<a href=\"https://example.com/?a=1&amp;b=2\""));
    }

    #[test]
    fn buttons_say_their_text_and_a_download_is_a_link() {
        let action = |label: &str, text: &str, kind| Action { label: label.into(), text: text.into(), kind };
        let html = actions(&[
            action("By seller", "overlap by seller", ActionKind::Ask),
            action("Log it", "confirm 7f", ActionKind::Confirm),
            action("Download", "cold people & Zoë", ActionKind::Download),
        ]);
        assert!(
            html.contains(
                "<button class=\"button ask\" name=\"text\" value=\"overlap by seller\">By seller<"
            )
        );
        assert!(html.contains("<button class=\"button confirm\" name=\"text\" value=\"confirm 7f\">Log it<"));
        assert!(html.contains("href=\"/console/csv?text=cold%20people%20%26%20Zo%C3%AB\""));
    }

    #[test]
    fn a_table_has_headers_a_caption_and_the_number_left_out() {
        let columns = vec![
            Column { name: "Person".into(), align: Align::Start },
            Column { name: "Touches".into(), align: Align::End },
        ];
        let rows = vec![vec![vec![Span::Person("Colin Cold".into())], vec!["12".into()]]];
        let html = table(&Table { caption: "Cold people".into(), columns, rows, total: 1086 });
        assert!(html.contains("<caption><span>Cold people</span></caption>"));
        assert!(html.contains("<th scope=\"col\" class=\"end\">Touches</th>"));
        assert!(html.contains(
            "<th scope=\"row\"><bdi class=\"person\">Colin Cold</bdi></th><td class=\"end\">12</td>"
        ));
        assert!(html.contains("and 1,085 more"));
    }

    #[test]
    fn instants_carry_the_exact_moment() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let html = instant("2026-11-20T14:05:00Z".parse().unwrap(), &zone);
        assert_eq!(
            html,
            "<time class=\"instant\" datetime=\"2026-11-20T15:05:00+01:00\">20 Nov 2026, 15:05 CET</time>"
        );
    }
}
