//! What a question is restricted to.

use serde_json::{Map, Value as Json};

use super::units::Value;
use crate::{
    figures::scope::sides_of,
    snapshot::Snapshot,
    vocabulary::{Channel, Market, Purpose, Side},
};

/// Whose touches a channel filter restricts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Whose {
    /// Nobody said: those of the sides that own the channel.
    Owners,
    /// "Sales e-mails".
    Side(Side),
    /// "Did we e-mail her?"
    Both,
}

impl Whose {
    /// The sides that are restricted.
    pub fn sides(self, channel: Channel) -> &'static [Side] {
        match self {
            Self::Owners => sides_of(channel),
            Self::Side(Side::Marketing) => &[Side::Marketing],
            Self::Side(Side::Sales) => &[Side::Sales],
            Self::Both => Side::ALL,
        }
    }
}

/// The filters that every figure and list takes, alone or together. Each at most once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    pub industry: Option<String>,
    pub country: Option<String>,
    pub tier: Option<String>,
    pub account: Option<u32>,
    pub seller: Option<u16>,
    pub marketer: Option<u16>,
    pub team: Option<u16>,
    pub channel: Option<(Channel, Whose)>,
    pub campaign: Option<u32>,
    pub purpose: Option<Purpose>,
    pub market: Option<Market>,
    pub target: bool,
}

impl Filters {
    /// Adds a value; false when there is another one of its kind already, or it is no filter.
    pub fn add(&mut self, value: &Value) -> bool {
        fn put<T: PartialEq + Clone>(slot: &mut Option<T>, value: &T) -> bool {
            let fits = slot.as_ref().is_none_or(|known| known == value);
            *slot = Some(value.clone());
            fits
        }
        match value {
            Value::Industry(value) => put(&mut self.industry, value),
            Value::Country(value) => put(&mut self.country, value),
            Value::Tier(value) => put(&mut self.tier, value),
            Value::Account(value) => put(&mut self.account, value),
            Value::Seller(value) => put(&mut self.seller, value),
            Value::Marketer(value) => put(&mut self.marketer, value),
            Value::Team(value) => put(&mut self.team, value),
            Value::Channel(channel, whose) => put(&mut self.channel, &(*channel, *whose)),
            Value::Campaign(value) => put(&mut self.campaign, value),
            Value::Purpose(value) => put(&mut self.purpose, value),
            Value::Market(value) => put(&mut self.market, value),
            Value::Target => {
                self.target = true;
                true
            }
            Value::Content(_) | Value::Source(_) | Value::Mine => false,
        }
    }

    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a filter looks at accounts: their industry, country, tier, name or owner.
    pub fn on_accounts(&self) -> bool {
        self.industry.is_some()
            || self.country.is_some()
            || self.tier.is_some()
            || self.account.is_some()
            || self.seller.is_some()
            || self.marketer.is_some()
            || self.team.is_some()
    }

    /// By the interface's keys, in its order, with names as the database has them.
    pub fn json(&self, snapshot: &Snapshot) -> Map<String, Json> {
        let mut map = Map::new();
        let colleague = |id: u16| snapshot.colleagues[usize::from(id)].name.clone();
        let mut put = |key: &str, value: Option<String>| {
            if let Some(value) = value {
                map.insert(key.to_owned(), value.into());
            }
        };
        put("industry", self.industry.clone());
        put("country", self.country.clone());
        put("tier", self.tier.clone());
        put("account", self.account.map(|account| snapshot.accounts[account as usize].name.clone()));
        put("seller", self.seller.map(colleague));
        put("marketer", self.marketer.map(colleague));
        put("team", self.team.map(colleague));
        put("channel", self.channel.map(|(channel, _)| channel.as_str().to_owned()));
        put("campaign", self.campaign.map(|campaign| snapshot.campaigns[campaign as usize].clone()));
        put("purpose", self.purpose.map(|purpose| purpose.as_str().to_owned()));
        put("market", self.market.map(|market| market.as_str().to_owned()));
        if self.target {
            map.insert("target".to_owned(), true.into());
        }
        map
    }

    /// In the words of an answer, each ready to stand behind a comma: "in Fintech", "Dana Hughes's team".
    pub fn said(&self, snapshot: &Snapshot) -> Vec<String> {
        let colleague = |id: u16| snapshot.colleagues[usize::from(id)].name.as_str();
        let mut said = Vec::new();
        said.extend(self.industry.as_ref().map(|value| format!("in {value}")));
        said.extend(self.country.as_ref().map(|value| format!("in {value}")));
        said.extend(self.tier.as_ref().map(|value| format!("tier {value}")));
        said.extend(self.account.map(|account| format!("at {}", snapshot.accounts[account as usize].name)));
        said.extend(self.seller.map(|id| format!("{}’s accounts", colleague(id))));
        said.extend(self.marketer.map(|id| format!("{}’s accounts", colleague(id))));
        said.extend(self.team.map(|id| format!("{}’s team", colleague(id))));
        said.extend(self.channel.map(|(channel, whose)| match whose {
            Whose::Side(side) => format!("{} {} only", side.as_str(), channel.as_str()),
            Whose::Both => format!("{} of both sides only", channel.as_str()),
            Whose::Owners => format!("channel {}", channel.as_str()),
        }));
        said.extend(
            self.campaign.map(|campaign| format!("campaign {}", snapshot.campaigns[campaign as usize])),
        );
        said.extend(self.purpose.map(|purpose| format!("{} touches", purpose.as_str())));
        said.extend(self.market.map(|market| match market {
            Market::In => "in market".to_owned(),
            Market::Out => "out of market".to_owned(),
        }));
        if self.target {
            said.push("target market only".to_owned());
        }
        said
    }

    /// The same filters as somebody would type them, for buttons that ask on.
    pub fn typed(&self, snapshot: &Snapshot) -> String {
        let colleague = |id: u16| snapshot.colleagues[usize::from(id)].name.as_str();
        let mut typed = String::new();
        let mut put = |words: String| {
            typed.push(' ');
            typed.push_str(&words);
        };
        if let Some(value) = &self.industry {
            put(format!("in {value}"));
        }
        if let Some(value) = &self.country {
            put(format!("in {value}"));
        }
        if let Some(value) = &self.tier {
            put(format!("tier {value}"));
        }
        if let Some(account) = self.account {
            put(format!("at {}", snapshot.accounts[account as usize].name));
        }
        if let Some(id) = self.seller {
            put(format!("seller {}", colleague(id)));
        }
        if let Some(id) = self.marketer {
            put(format!("marketer {}", colleague(id)));
        }
        if let Some(id) = self.team {
            put(format!("team {}", colleague(id)));
        }
        if let Some((channel, whose)) = self.channel {
            match whose {
                Whose::Side(side) => put(format!("{} {}", side.as_str(), channel.as_str())),
                Whose::Both => put(format!("{} of both sides", channel.as_str())),
                Whose::Owners => put(format!("channel {}", channel.as_str())),
            }
        }
        if let Some(campaign) = self.campaign {
            put(format!("campaign {}", snapshot.campaigns[campaign as usize]));
        }
        if let Some(purpose) = self.purpose {
            put(format!("{} touches", purpose.as_str()));
        }
        match self.market {
            Some(Market::In) => put("in market".to_owned()),
            Some(Market::Out) => put("out of market".to_owned()),
            None => {}
        }
        if self.target {
            put("target market only".to_owned());
        }
        typed
    }
}
