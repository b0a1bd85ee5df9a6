//! "Link @dana to dana@example.com": which colleague somebody in a chat is. Said by an admin where the chat knows
//! another address than team.csv, or none; "link" alone tells people who they are to Mandorla.
//!
//! The chat's door writes the user as `PLATFORM:TEAM/USER`, by the platform's ids: `slack:T012AB/U034CD`.

use serde_json::json;

use super::{Bot, plain};
use crate::{
    ask::{Ask, Who},
    card::{Block, Span, Tone},
    db::{DbError, chats::members},
    identity::Email,
    questions::{Action, Answer, Asker, Change, LINK, Status},
    snapshot::{Colleague, Snapshot},
    vocabulary::Role,
};

/// What people type, for somebody else and for themselves.
const HOW: &str = "link @colleague their@address";
const HOW_YOU: &str = "link @you your@address";
/// The longest id of a platform that is kept, in bytes. Those of Teams are the longest, at about 100.
const LONGEST_ID: usize = 200;

impl Bot {
    /// The answer, if the text is about links.
    pub(super) async fn linked(
        &self,
        ask: &Ask,
        snapshot: &Snapshot,
        asker: Asker,
    ) -> Result<Option<Answer>, DbError> {
        Ok(match said(&ask.text) {
            None => None,
            Some(Said::WhoAmI) => Some(who_am_i(&ask.who, snapshot, asker)),
            Some(_) if !may_link(snapshot, asker) => Some(refused()),
            Some(Said::Half) => Some(how()),
            Some(Said::Link(user, email)) => Some(self.link(snapshot, &user, &email).await?),
        })
    }

    async fn link(&self, snapshot: &Snapshot, user: &User, email: &str) -> Result<Answer, DbError> {
        let Some(colleague) = snapshot.colleagues.iter().find(|one| one.email.eq_ignore_ascii_case(email))
        else {
            let title =
                format!("No colleague has the address {email}. Import team.csv with it, then link again");
            return Ok(Answer::other(LINK, Status::NotFound, plain(&title, Tone::Caution)));
        };
        let known = members::find(&self.db, self.workspace, user.key()).await?.filter(|known| known.linked);
        let before = known.and_then(|known| known.email);
        if before.as_deref() == Some(&colleague.email) {
            let title = format!("{user} is {} already", named(colleague));
            let mut answer = Answer::other(LINK, Status::Done, plain(&title, Tone::Neutral));
            answer.data = json!({ "action": LINK, "changes": [] });
            return Ok(answer);
        }
        let changes = match before {
            Some(before) => format!("{user}: {before} → {}", colleague.email),
            None => format!("{user} is {}", named(colleague)),
        };
        let proposal = Action {
            change: Change::Link {
                platform: user.platform.clone(),
                team: user.team.clone(),
                user: user.user.clone(),
                email: colleague.email.clone(),
            },
            changes: vec![changes],
            done: format!("{user} is now {}.", named(colleague)),
        };
        Ok(proposed(user, colleague, proposal))
    }
}

/// What a text says about links.
#[derive(Debug, PartialEq, Eq)]
enum Said {
    WhoAmI,
    /// Half of what it takes.
    Half,
    Link(User, String),
}

/// Reads a text; nothing where it is about something else.
fn said(text: &str) -> Option<Said> {
    let marks = ['/', '.', ',', '!', '?', ':'];
    let mut words = text.split_whitespace().filter(|word| {
        let bare = word.trim_matches(marks).trim_start_matches('@');
        !bare.eq_ignore_ascii_case("mandorla")
    });
    let first = words.next()?.trim_matches(marks);
    if !first.eq_ignore_ascii_case(LINK) {
        return None;
    }
    let joins = ["to", "with", "as", "=", "→", "->"];
    let rest: Vec<&str> =
        words.filter(|word| !joins.iter().any(|join| word.eq_ignore_ascii_case(join))).collect();
    match rest[..] {
        [] => Some(Said::WhoAmI),
        [one] if one.trim_matches(marks).eq_ignore_ascii_case("me") => Some(Said::WhoAmI),
        [user, email] => match (User::parse(user), address(email)) {
            (Some(user), Some(email)) => Some(Said::Link(user, email)),
            (None, None) => None,
            _ => Some(Said::Half),
        },
        [one] if User::parse(one).is_some() || address(one).is_some() => Some(Said::Half),
        _ => None,
    }
}

/// An address as it stands in a chat: `<mailto:dana@example.com|dana@example.com>` in Slack.
fn address(word: &str) -> Option<String> {
    let shown = word.trim_start_matches('<').split('|').next().unwrap_or(word);
    Email::parse(shown.trim_end_matches(['>', '.', ',', '!', '?'])).map(Email::into_string)
}

/// A user of a chat, by the platform's ids.
#[derive(Clone, Debug, PartialEq, Eq)]
struct User {
    platform: String,
    team: String,
    user: String,
}

impl User {
    fn parse(word: &str) -> Option<Self> {
        let (platform, ids) = word.split_once(':')?;
        let (team, user) = ids.split_once('/')?;
        let sound = |id: &str| {
            let letters = |c: char| c.is_ascii_alphanumeric() || "-_.:@".contains(c);
            !id.is_empty() && id.len() <= LONGEST_ID && id.chars().all(letters)
        };
        let platform = platform.to_ascii_lowercase();
        let known = matches!(platform.as_str(), "slack" | "teams" | "discord");
        (known && sound(team) && sound(user)).then(|| Self {
            platform,
            team: team.to_owned(),
            user: user.to_owned(),
        })
    }

    fn key(&self) -> members::User<'_> {
        members::User { platform: &self.platform, team: &self.team, user: &self.user }
    }
}

impl std::fmt::Display for User {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}:{}/{}", self.platform, self.team, self.user)
    }
}

/// Who somebody is decides what they may read: an admin's word.
fn may_link(snapshot: &Snapshot, asker: Asker) -> bool {
    match asker {
        Asker::Operator => true,
        Asker::Colleague(id) => snapshot.colleagues[usize::from(id)].role == Role::Admin,
        Asker::Unknown => false,
    }
}

/// "Dana Hughes (dana.hughes@mandor.example), sales".
fn named(colleague: &Colleague) -> String {
    format!("{} ({}), {}", colleague.name, colleague.email, colleague.side.as_str())
}

fn who_am_i(who: &Who, snapshot: &Snapshot, asker: Asker) -> Answer {
    match (asker, who) {
        (Asker::Operator, _) => {
            let card = plain("You are the operator of this machine, who may do everything", Tone::Neutral);
            Answer::other(LINK, Status::Answered, card)
        }
        (Asker::Colleague(id), _) => {
            let colleague = &snapshot.colleagues[usize::from(id)];
            let mut card = plain(&format!("You are {}", named(colleague)), Tone::Neutral);
            if colleague.role == Role::Admin {
                let how = vec!["As an admin you say who others are: ".into(), Span::Code(HOW.to_owned())];
                card.blocks.push(Block::Note(how));
            }
            let mut answer = Answer::other(LINK, Status::Answered, card);
            answer.data = json!({ "colleague": {
                "name": colleague.name, "email": colleague.email,
                "side": colleague.side.as_str(), "role": colleague.role.as_str(),
            }});
            answer
        }
        (Asker::Unknown, Who::Colleague(email)) => {
            let title = format!("I know you as {email}, which no colleague of team.csv has");
            unknown(&title, ", with your address there, or to add you to team.csv.")
        }
        (Asker::Unknown, _) => unknown("I do not know you", "."),
    }
}

/// To somebody whom we do not know: the title, and how to become known.
fn unknown(title: &str, rest: &str) -> Answer {
    let mut card = plain(title, Tone::Caution);
    let how = vec!["Ask an admin to tell me ".into(), Span::Code(HOW_YOU.to_owned()), rest.into()];
    card.blocks.push(Block::Text(how));
    Answer::other(LINK, Status::Forbidden, card)
}

fn refused() -> Answer {
    let title = "Only admins say who somebody is, because it decides what they may read. Ask one of them";
    let mut card = plain(title, Tone::Caution);
    card.blocks.push(Block::Text(vec!["They tell me ".into(), Span::Code(HOW_YOU.to_owned()), ".".into()]));
    Answer::other(LINK, Status::Forbidden, card)
}

fn how() -> Answer {
    let mut card = plain("Say who it is and which address team.csv has for them", Tone::Caution);
    card.blocks.push(Block::Text(vec!["In the chat, for example: ".into(), Span::Code(HOW.to_owned())]));
    Answer::other(LINK, Status::NotUnderstood, card)
}

fn proposed(user: &User, colleague: &Colleague, proposal: Action) -> Answer {
    let mut card = plain("", Tone::Caution);
    card.title = vec![
        "Link ".into(),
        Span::Code(user.to_string()),
        " to ".into(),
        Span::Bold(colleague.name.clone()),
        format!(" ({})?", colleague.email).into(),
    ];
    let changes = proposal.changes.iter().map(|change| vec![change.clone().into()]).collect();
    let may = format!("Whoever writes there may then ask and change what {} may.", colleague.name);
    card.blocks = vec![Block::List(changes), Block::Note(vec![may.into()])];
    let mut answer = Answer::other(LINK, Status::Confirm, card);
    answer.data = json!({ "action": LINK, "changes": proposal.changes });
    answer.proposal = Some(proposal);
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_about_links_is_read_as_one() {
        let dana = || {
            Some(Said::Link(
                User { platform: "slack".into(), team: "T1".into(), user: "U0123ABC".into() },
                "dana@example.com".to_owned(),
            ))
        };
        for text in [
            "link slack:T1/U0123ABC to dana@example.com",
            "Link Slack:T1/U0123ABC Dana@Example.com",
            "/mandorla link slack:T1/U0123ABC to <mailto:dana@example.com|dana@example.com>",
            "@Mandorla: link slack:T1/U0123ABC = dana@example.com.",
        ] {
            assert_eq!(said(text), dana(), "{text}");
        }
        for text in ["link", "Link?", "/mandorla link", "link me"] {
            assert_eq!(said(text), Some(Said::WhoAmI), "{text}");
        }
        for text in ["link slack:T1/U1", "link @dana dana@example.com", "link dana@example.com"] {
            assert_eq!(said(text), Some(Said::Half), "{text}");
        }
        for text in
            ["", "linkedin", "link to the dashboard", "link clicks at Northwind", "has link reached Dana?"]
        {
            assert_eq!(said(text), None, "{text}");
        }
        for wrong in ["irc:T1/U1", "slack:T1/", "slack:/U1", "slack:T1", "slack:T1/U'1", "slack:T1/<U1>"] {
            assert_eq!(User::parse(wrong), None, "{wrong}");
        }
    }
}
