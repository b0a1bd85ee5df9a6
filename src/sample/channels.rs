//! Channels as the vendors' systems know them, what travels through each, and what comes back.

use super::campaigns::{Purpose, Quarterly};
use super::circles::Leaning;
use super::dice::Dice;
use super::people::Person;
use super::team::Side;

/// Marketing before sales, as touches at the same instant are ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Channel {
    Email,
    Form,
    Website,
    Content,
    Ad,
    Social,
    Webinar,
    SalesEmail,
    Call,
    Meeting,
    Inmail,
    Connection,
    Message,
}
use Channel::*;

impl Channel {
    pub const ALL: [Channel; 13] = [
        Email, Form, Website, Content, Ad, Social, Webinar, SalesEmail, Call, Meeting, Inmail, Connection,
        Message,
    ];

    pub fn side(self) -> Side {
        if (self as u8) < SalesEmail as u8 { Side::Marketing } else { Side::Sales }
    }

    pub fn text(self) -> &'static str {
        match self {
            Email | SalesEmail => "email",
            Form => "form",
            Website => "website",
            Content => "content",
            Ad => "ad",
            Social => "social",
            Webinar => "webinar",
            Call => "call",
            Meeting => "meeting",
            Inmail => "inmail",
            Connection => "connection",
            Message => "message",
        }
    }

    /// Index into `SOURCES`.
    pub fn source(self) -> usize {
        match self {
            Email | Form | Website | Content => 0,
            Ad | Social => 1,
            Webinar => 2,
            SalesEmail => 3,
            Call | Meeting => 4,
            Inmail | Connection | Message => 5,
        }
    }

    /// How many in a thousand delivered marketing touches are engaged with.
    fn engaged(self) -> u32 {
        match self {
            Email => 350,
            Ad => 120,
            Social => 200,
            Webinar => 700,
            _ => 1000,
        }
    }

    /// How many in a thousand touches carry content.
    pub fn content(self) -> u32 {
        match self {
            Content => 1000,
            Form => 800,
            Webinar => 300,
            Email => 350,
            Social => 250,
            Ad | Website => 150,
            SalesEmail => 260,
            Inmail | Message => 180,
            Meeting => 150,
            Call | Connection => 0,
        }
    }
}

/// Systems that touches come from, with the beginning of their ids.
pub const SOURCES: [(&str, &str); 6] = [
    ("HubSpot", "hs"),
    ("LinkedIn Ads", "la"),
    ("Zoom", "zm"),
    ("Outreach", "or"),
    ("Salesforce", "sf"),
    ("LinkedIn Sales Navigator", "sn"),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Evidence {
    Targeted,
    Delivered,
    Engaged,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Outcome {
    NotAsked,
    Answered,
    Declined,
    None,
}

/// How a touch went, in one byte of a touch record: 4 bits of channel, 2 of evidence, 2 of outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Manner(u8);

impl Manner {
    pub fn new(channel: Channel, evidence: Evidence, outcome: Outcome) -> Manner {
        Manner((channel as u8) << 4 | (evidence as u8) << 2 | outcome as u8)
    }

    pub fn channel(self) -> Channel {
        Channel::ALL[usize::from(self.0 >> 4)]
    }

    pub fn evidence(self) -> &'static str {
        ["targeted", "delivered", "engaged", ""][usize::from(self.0 >> 2 & 3)]
    }

    pub fn outcome(self) -> &'static str {
        ["", "answered", "declined", "none"][usize::from(self.0 & 3)]
    }

    pub fn side(self) -> Side {
        self.channel().side()
    }
}

/// A marketing touch through a channel the person can be found in.
pub fn marketing(person: &Person, targeted: bool, dice: &mut Dice) -> Manner {
    let mail = |weight: u32| if person.has_email { weight } else { 0 };
    let linkedin = |weight: u32| if person.has_linkedin { weight } else { 0 };
    if targeted {
        let channel = dice.weighted(&[(Ad, linkedin(70)), (Social, linkedin(10)), (Email, mail(20))]);
        return Manner::new(channel, Evidence::Targeted, Outcome::NotAsked);
    }
    let channel = dice.weighted(&[
        (Email, mail(38)),
        (Website, mail(10)),
        (Content, mail(8)),
        (Form, mail(5)),
        (Webinar, mail(8)),
        (Ad, linkedin(22)),
        (Social, linkedin(9)),
    ]);
    let evidence = if dice.chance(channel.engaged()) { Evidence::Engaged } else { Evidence::Delivered };
    Manner::new(channel, evidence, Outcome::NotAsked)
}

/// A sales touch: primed people answer 14 % of the time, others 5 %.
pub fn sales(person: &Person, primed: bool, dice: &mut Dice) -> Manner {
    let mail = |weight: u32| if person.has_email { weight } else { 0 };
    let linkedin = |weight: u32| if person.has_linkedin { weight } else { 0 };
    let (answered, declined) = if primed { (140, 30) } else { (50, 35) };
    let outcome = dice.weighted(&[
        (Outcome::Answered, answered),
        (Outcome::Declined, declined),
        (Outcome::None, 1000 - answered - declined),
    ]);
    let channel = match outcome {
        Outcome::Answered => dice.weighted(&[
            (SalesEmail, mail(28)),
            (Call, 30),
            (Meeting, 25),
            (Inmail, linkedin(9)),
            (Message, linkedin(8)),
        ]),
        _ => dice.weighted(&[
            (SalesEmail, mail(45)),
            (Call, 30),
            (Inmail, linkedin(10)),
            (Connection, linkedin(8)),
            (Message, linkedin(7)),
        ]),
    };
    let opened = match channel {
        SalesEmail => 300,
        Connection => 350,
        _ => 0,
    };
    let engaged = outcome != Outcome::None || dice.chance(opened);
    Manner::new(channel, if engaged { Evidence::Engaged } else { Evidence::Delivered }, outcome)
}

/// What stands behind a marketing touch: an industry's newsletter, a campaign of the quarter, or none.
pub enum Behind {
    Newsletter,
    Quarterly(Quarterly),
    Nothing,
}

pub fn behind(channel: Channel, leaning: Leaning, dice: &mut Dice) -> Behind {
    let purpose = match leaning {
        Leaning::Brand => Purpose::Brand,
        Leaning::Demand => Purpose::Demand,
        Leaning::Any => dice.pick(&[Purpose::Brand, Purpose::Demand]),
    };
    let quarterly = match (channel, purpose) {
        (Email | Form, Purpose::Brand) => return Behind::Newsletter,
        (Website, Purpose::Brand) if dice.chance(500) => return Behind::Nothing,
        (Ad, Purpose::Brand) => Quarterly::Awareness,
        (Webinar, Purpose::Brand) => Quarterly::Roundtable,
        (_, Purpose::Brand) => Quarterly::CustomerStories,
        (Webinar, Purpose::Demand) => Quarterly::WebinarSeries,
        (Content | Form | Website, Purpose::Demand) => Quarterly::BenchmarkReport,
        (Email, Purpose::Demand) if dice.chance(400) => Quarterly::WebinarSeries,
        (_, Purpose::Demand) => Quarterly::Launch,
    };
    Behind::Quarterly(quarterly)
}
