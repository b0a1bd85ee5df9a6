//! The closed lists of words that rows, tables and commands share: sides, channels, evidence and their kin.
//!
//! People write them as people do ("E-Mail", "direct mail", "LinkedIn InMail"), so parsing forgives case,
//! spaces, hyphens and underscores and knows a few synonyms. What is written out is always the one word.

use std::fmt;
use std::str::FromStr;

/// A word that is not in the list it was looked up in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("write one of {}", .allowed.join(", "))]
pub struct UnknownWord {
    /// Every word of the list, as it is written out.
    pub allowed: &'static [&'static str],
}

/// Whether `written` is `word`, forgiving case, spaces, hyphens, underscores and dots.
fn alike(written: &str, word: &str) -> bool {
    bare(written).map(|byte| byte.to_ascii_lowercase()).eq(bare(word))
}

/// The bytes of `text` without what spelling varies in.
fn bare(text: &str) -> impl Iterator<Item = u8> {
    text.bytes().filter(|byte| !matches!(byte, b' ' | b'-' | b'_' | b'.'))
}

/// One enum, its words in their order, and what else people write for them.
macro_rules! words {
    (
        $(#[$about:meta])*
        $name:ident {
            $($(#[$what:meta])* $variant:ident = $word:literal $(| $other:literal)*),+ $(,)?
        }
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum $name { $($(#[$what])* $variant),+ }

        impl $name {
            /// Every value, in the order of the declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// Every word, in the same order.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// The word as it is stored and written out.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;

            fn from_str(written: &str) -> Result<Self, UnknownWord> {
                match written {
                    $($word => return Ok(Self::$variant),)+
                    _ => {}
                }
                let written = written.trim();
                $(if alike(written, $word) $(|| alike(written, $other))* { return Ok(Self::$variant); })+
                Err(UnknownWord { allowed: Self::WORDS })
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.pad(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                out.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                let written = <std::borrow::Cow<'de, str>>::deserialize(input)?;
                written.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

words! {
    /// The half of the commercial team somebody or something belongs to.
    Side {
        /// Reaches people.
        Marketing = "marketing" | "mktg" | "mkt",
        /// Contacts people.
        Sales = "sales" | "sale",
    }
}

words! {
    /// What a colleague may do.
    Role {
        /// Everything.
        Admin = "admin" | "administrator",
        /// Changes the target market.
        Leader = "leader" | "lead",
        /// Asks, logs touches, hands over.
        Member = "member" | "user",
    }
}

words! {
    /// What an account is to us.
    AccountKind {
        /// Buys, or might.
        Client = "client" | "customer" | "prospect",
        /// Works for a client.
        Agency = "agency",
        /// Works with us.
        Partner = "partner",
    }
}

words! {
    /// The buying state of a person or an account.
    Market {
        /// Buying now.
        In = "in" | "inmarket" | "yes",
        /// Not buying now; unknown counts so too.
        Out = "out" | "outofmarket" | "notinmarket" | "no",
    }
}

words! {
    /// How a touch travelled.
    Channel {
        /// A paid advertisement.
        Ad = "ad" | "ads" | "advert" | "advertisement" | "advertising" | "linkedinad" | "display",
        /// An e-mail of either side; marketing's unless said.
        Email = "email" | "mail",
        /// An event attended in person.
        Event = "event" | "tradeshow" | "conference",
        /// An online event.
        Webinar = "webinar",
        /// A visit to our site.
        Website = "website" | "web" | "site" | "webvisit" | "websitevisit",
        /// A form filled out.
        Form = "form" | "formfill" | "formsubmission",
        /// A piece of content opened.
        Content = "content" | "contentdownload" | "download",
        /// Paper.
        DirectMail = "direct-mail" | "post" | "letter",
        /// A post on a social network.
        Social = "social" | "socialmedia" | "organicsocial",
        /// A telephone call.
        Call = "call" | "phone" | "phonecall" | "telephone",
        /// A meeting, in a room or by video.
        Meeting = "meeting" | "demo" | "videocall",
        /// A LinkedIn InMail.
        Inmail = "inmail" | "linkedininmail",
        /// A LinkedIn connection asked for or accepted.
        Connection = "connection" | "connectionrequest" | "linkedinconnection",
        /// A direct message.
        Message = "message" | "dm" | "directmessage" | "linkedinmessage" | "chat" | "sms",
        /// Anything else; says nothing about the side.
        Other = "other",
    }
}

impl Channel {
    /// The side that owns the channel; `None` for `other`, which both use.
    pub const fn side(self) -> Option<Side> {
        match self {
            Self::Ad | Self::Email | Self::Event | Self::Webinar | Self::Website => Some(Side::Marketing),
            Self::Form | Self::Content | Self::DirectMail | Self::Social => Some(Side::Marketing),
            Self::Call | Self::Meeting | Self::Inmail | Self::Connection | Self::Message => Some(Side::Sales),
            Self::Other => None,
        }
    }
}

words! {
    /// How sure it is that the touch arrived, weakest first.
    Evidence {
        /// On an audience list; no proof of delivery.
        Targeted = "targeted" | "target" | "audience",
        /// Sent, served, left a message.
        Delivered = "delivered" | "sent" | "served" | "leftmessage" | "voicemail",
        /// Opened, clicked, replied, attended, accepted.
        Engaged = "engaged" | "opened" | "clicked" | "replied" | "attended" | "accepted",
    }
}

words! {
    /// What a marketing touch is for.
    Purpose {
        /// To be remembered.
        Brand = "brand" | "branding" | "awareness" | "brandawareness",
        /// To sell now.
        Demand = "demand" | "demandgen" | "demandgeneration" | "leadgen" | "leadgeneration",
    }
}

impl Side {
    /// The other one of the two.
    pub fn other(self) -> Self {
        match self {
            Self::Marketing => Self::Sales,
            Self::Sales => Self::Marketing,
        }
    }
}

words! {
    /// What came of a touch.
    Outcome {
        /// They answered.
        Answered = "answered" | "answer" | "replied" | "reply",
        /// They said no.
        Declined = "declined" | "refused" | "rejected" | "notinterested",
        /// Nothing came back.
        None = "none" | "noanswer" | "noreply" | "unanswered" | "nothing",
    }
}

/// The months as English names them, from January on.
pub const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Reads a yes or a no: "yes", "Y", "true", "1", and their opposites.
pub fn yes_or_no(written: &str) -> Option<bool> {
    const YES: [&str; 6] = ["yes", "y", "true", "t", "1", "x"];
    const NO: [&str; 5] = ["no", "n", "false", "f", "0"];
    let among = |words: &[&str]| words.iter().any(|word| written.trim().eq_ignore_ascii_case(word));
    match (among(&YES), among(&NO)) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back_whatever_the_spelling() {
        for channel in Channel::ALL {
            let word = channel.as_str();
            assert_eq!(word.parse(), Ok(*channel));
            assert_eq!(word.to_uppercase().replace('-', "_ ").parse(), Ok(*channel));
        }
    }

    #[test]
    fn people_write_as_people_do() {
        assert_eq!("E-Mail".parse(), Ok(Channel::Email));
        assert_eq!("LinkedIn InMail".parse(), Ok(Channel::Inmail));
        assert_eq!("Direct Mail".parse(), Ok(Channel::DirectMail));
        assert_eq!("In market".parse(), Ok(Market::In));
        assert_eq!("Customer".parse(), Ok(AccountKind::Client));
        assert_eq!(yes_or_no(" TRUE "), Some(true));
        assert_eq!(yes_or_no("perhaps"), None);
    }

    #[test]
    fn an_unknown_word_names_the_known_ones() {
        let error = "pigeon".parse::<Side>().unwrap_err();
        assert_eq!(error.to_string(), "write one of marketing, sales");
    }

    #[test]
    fn evidence_grows() {
        assert!(Evidence::Targeted < Evidence::Delivered && Evidence::Delivered < Evidence::Engaged);
    }
}
