//! Who came and went, and what is called otherwise now.
//! <https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events>

use super::{Activity, Happened};
use crate::chat::teams::Conversation;

pub fn installation(activity: &Activity, at: &Conversation) -> Happened {
    match activity.action.as_deref() {
        Some("add") => Happened::LetIn { team: team(activity, at), anew: true },
        Some("add-upgrade") => Happened::LetIn { team: team(activity, at), anew: false },
        // An upgrade takes the old version away first; the new one comes at once.
        Some("remove") => Happened::Left { team: team(activity, at) },
        _ => Happened::Nothing,
    }
}

pub fn conversation(activity: &Activity, at: &Conversation) -> Happened {
    let data = &activity.channel_data;
    let named = |thing: &Option<super::activity::Named>| {
        thing.as_ref().map(|thing| (thing.id.clone(), thing.name.clone().unwrap_or_default()))
    };
    let (channel, team_named) = (named(&data.channel), named(&data.team));
    match (data.event_type.as_deref(), channel, team_named) {
        (Some("channelRenamed"), Some((id, name)), _) => Happened::ChannelRenamed { id, name },
        (Some("channelDeleted"), Some((id, _)), _) => Happened::ChannelDeleted { id },
        (Some("teamRenamed"), _, Some((team, name))) => Happened::TeamRenamed { team, name },
        (Some("teamDeleted" | "teamHardDeleted"), _, Some((team, _))) => {
            Happened::TeamDeleted { team, why: "the team was deleted" }
        }
        _ => crowd(activity, at),
    }
}

fn crowd(activity: &Activity, at: &Conversation) -> Happened {
    if activity.members_added.iter().any(|one| one.id == at.bot) {
        Happened::LetIn { team: team(activity, at), anew: true }
    } else if activity.members_removed.iter().any(|one| one.id == at.bot) {
        Happened::Left { team: team(activity, at) }
    } else if activity.members_added.is_empty() && activity.members_removed.is_empty() {
        Happened::Nothing
    } else {
        Happened::Crowd
    }
}

/// The team that lets us in as a whole. A private or a shared channel does so for itself.
fn team(activity: &Activity, at: &Conversation) -> Option<String> {
    let kind = activity.channel_data.channel.as_ref().and_then(|channel| channel.kind.as_deref());
    let apart = kind.is_some_and(|kind| !kind.eq_ignore_ascii_case("standard"));
    at.team.as_ref().filter(|_| !apart).map(|team| team.id.clone())
}
