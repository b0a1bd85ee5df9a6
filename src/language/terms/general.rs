//! What everybody calls channels and purposes, whatever the workspace.

use crate::vocabulary::{Channel, Purpose};

/// What people call the channels. The first list is unmistakable; the second means a channel only beside a word that
/// says so ("by call", "message touches").
pub(super) const CHANNELS: &[(Channel, &[&str])] = &[
    (
        Channel::Ad,
        &[
            "ad",
            "ads",
            "advert",
            "adverts",
            "advertising",
            "advertisement",
            "advertisements",
            "display ads",
            "paid ads",
            "linkedin ad",
            "paid social",
        ],
    ),
    (Channel::Email, &["email", "emails", "mails", "mailing", "mailings", "newsletter", "newsletters"]),
    (
        Channel::Event,
        &[
            "event",
            "events",
            "conference",
            "conferences",
            "trade show",
            "trade shows",
            "tradeshow",
            "tradeshows",
        ],
    ),
    (Channel::Webinar, &["webinar", "webinars"]),
    (Channel::DirectMail, &["direct mail", "direct mails", "postal mail", "post mail"]),
    (Channel::Social, &["social", "social media"]),
    (Channel::Inmail, &["inmail", "inmails", "in mail", "in mails", "linkedin inmail", "linkedin inmails"]),
    (
        Channel::Website,
        &["website", "web site", "website visit", "website visits", "web visits", "web visit"],
    ),
    (
        Channel::Form,
        &["form fill", "form fills", "form submission", "form submissions", "web form", "web forms"],
    ),
    (Channel::Call, &["phone call", "phone calls"]),
    (Channel::Meeting, &["meeting", "meetings"]),
    (
        Channel::Connection,
        &["connection", "connections", "connection request", "connection requests", "linkedin connection"],
    ),
    (Channel::Message, &["linkedin message", "linkedin messages", "direct message", "direct messages"]),
];

const VAGUE_CHANNELS: &[(Channel, &[&str])] = &[
    (Channel::Call, &["call", "calls", "phone"]),
    (Channel::Message, &["message", "messages"]),
    (Channel::Form, &["form", "forms"]),
    (Channel::Website, &["web"]),
    (Channel::Content, &["content"]),
    (Channel::Other, &["other"]),
];

pub(super) const PURPOSES: &[(Purpose, &[&str])] = &[
    (
        Purpose::Brand,
        &[
            "brand",
            "branding",
            "brand marketing",
            "brand touch",
            "brand touches",
            "brand awareness",
            "brand campaigns",
            "brand campaign",
        ],
    ),
    (
        Purpose::Demand,
        &[
            "demand",
            "demand gen",
            "demand generation",
            "demand touch",
            "demand touches",
            "demand campaigns",
            "demand campaign",
            "demand marketing",
        ],
    ),
];

/// A word that means a channel only where something beside it says so.
pub fn vague_channel(word: &str) -> Option<Channel> {
    VAGUE_CHANNELS.iter().find(|(_, words)| words.contains(&word)).map(|(channel, _)| *channel)
}
