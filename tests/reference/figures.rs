//! What the answers should be, counted the long way round: for every person every touch, no sets, no order, no tricks.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date};
use serde_json::{Map, Value as Json, json};

use super::company::{Company, State, Touch};
use super::windows::monday;

/// What a question is restricted to.
#[derive(Clone, Debug, Default)]
pub struct Filters {
    pub industry: Option<String>,
    pub country: Option<String>,
    pub tier: Option<String>,
    pub account: Option<usize>,
    pub seller: Option<usize>,
    pub marketer: Option<usize>,
    pub team: Option<usize>,
    /// And the side, where it was said ("sales emails").
    pub channel: Option<(String, Option<&'static str>)>,
    pub campaign: Option<String>,
    pub purpose: Option<String>,
    pub market: Option<&'static str>,
    pub target: bool,
}

impl Filters {
    pub fn said(&self, company: &Company) -> String {
        let mut said = String::new();
        let mut say = |words: String| {
            said.push(' ');
            said.push_str(&words);
        };
        let name = |colleague: &usize| company.colleagues[*colleague].name.clone();
        self.industry.iter().chain(&self.country).for_each(|value| say(format!("in {value}")));
        self.tier.iter().for_each(|tier| say(format!("tier {tier}")));
        self.account.iter().for_each(|account| say(format!("at {}", company.accounts[*account].name)));
        self.seller.iter().for_each(|seller| say(format!("seller {}", name(seller))));
        self.marketer.iter().for_each(|marketer| say(format!("marketer {}", name(marketer))));
        self.team.iter().for_each(|team| say(format!("{}'s team", name(team))));
        match &self.channel {
            Some((channel, Some(side))) => say(format!("{side} {channel}")),
            Some((channel, None)) => say(format!("channel {channel}")),
            None => {}
        }
        self.campaign.iter().for_each(|campaign| say(format!("campaign {campaign}")));
        self.purpose.iter().for_each(|purpose| say(format!("{purpose} touches")));
        match self.market {
            Some("in") => say("in market".to_owned()),
            Some(_) => say("out of market".to_owned()),
            None => {}
        }
        if self.target {
            say("target market only".to_owned());
        }
        said
    }

    /// As the interface carries them.
    pub fn json(&self, company: &Company) -> Map<String, Json> {
        let mut map = Map::new();
        let name = |colleague: usize| company.colleagues[colleague].name.clone();
        let mut put = |key: &str, value: Option<String>| {
            if let Some(value) = value {
                map.insert(key.to_owned(), value.into());
            }
        };
        put("industry", self.industry.clone());
        put("country", self.country.clone());
        put("tier", self.tier.clone());
        put("account", self.account.map(|account| company.accounts[account].name.clone()));
        put("seller", self.seller.map(name));
        put("marketer", self.marketer.map(name));
        put("team", self.team.map(name));
        put("channel", self.channel.as_ref().map(|(channel, _)| channel.clone()));
        put("campaign", self.campaign.clone());
        put("purpose", self.purpose.clone());
        put("market", self.market.map(str::to_owned));
        if self.target {
            map.insert("target".to_owned(), true.into());
        }
        map
    }
}

/// The side that owns a channel.
fn owning_side(channel: &str) -> Option<&'static str> {
    match channel {
        "ad" | "email" | "event" | "webinar" | "website" | "form" | "content" | "direct-mail" | "social" => {
            Some("marketing")
        }
        "call" | "meeting" | "inmail" | "connection" | "message" => Some("sales"),
        _ => None,
    }
}

fn share(part: usize, whole: usize) -> Json {
    if whole == 0 { Json::Null } else { json!(part as f64 / whole as f64) }
}

/// One question's view of a company.
#[derive(Clone)]
pub struct View<'c> {
    pub company: &'c Company,
    pub filters: Filters,
    pub from: Date,
    pub to: Date,
    pub now: Timestamp,
}

impl View<'_> {
    fn date(&self, at: Timestamp) -> Date {
        at.to_zoned(self.company.zone.clone()).date()
    }

    fn today(&self) -> Date {
        self.date(self.now)
    }

    // Who

    fn accounts_of(&self, person: usize) -> Vec<usize> {
        let person = &self.company.people[person];
        match person.groups.is_empty() {
            true => person.employer.into_iter().collect(),
            false => person.groups.iter().map(|(account, _)| *account).collect(),
        }
    }

    fn in_target(&self, person: usize) -> bool {
        self.company.people[person].groups.iter().any(|(account, _)| self.company.accounts[*account].target)
    }

    fn in_force<'s>(&self, states: &'s [State]) -> Option<&'s str> {
        let held =
            |state: &&State| state.since.is_none_or(|since| since <= self.now && self.date(since) <= self.to);
        states.iter().filter(held).max_by_key(|state| state.since).map(|state| state.state.as_str())
    }

    fn account_market(&self, account: usize) -> &str {
        self.in_force(&self.company.accounts[account].market).unwrap_or("out")
    }

    fn market(&self, person: usize) -> &str {
        if let Some(own) = self.in_force(&self.company.people[person].market) {
            return own;
        }
        let any = self.accounts_of(person).into_iter().any(|account| self.account_market(account) == "in");
        if any { "in" } else { "out" }
    }

    fn team(&self, leader: usize) -> Vec<usize> {
        let mut team = vec![leader];
        loop {
            let more = (0..self.company.colleagues.len()).filter(|one| !team.contains(one)).find(|one| {
                self.company.colleagues[*one].manager.is_some_and(|manager| team.contains(&manager))
            });
            match more {
                Some(one) => team.push(one),
                None => return team,
            }
        }
    }

    fn account_passes(&self, account: usize) -> bool {
        let filters = &self.filters;
        let row = &self.company.accounts[account];
        let equal = |wanted: &Option<String>, value: &Option<String>| wanted.is_none() || wanted == value;
        let team = filters.team.map(|leader| self.team(leader));
        equal(&filters.industry, &row.industry)
            && equal(&filters.country, &row.country)
            && equal(&filters.tier, &row.tier)
            && filters.account.is_none_or(|wanted| wanted == account)
            && (filters.seller.is_none() || filters.seller == row.seller)
            && (filters.marketer.is_none() || filters.marketer == row.marketer)
            && team.is_none_or(|team| {
                [row.seller, row.marketer].into_iter().flatten().any(|owner| team.contains(&owner))
            })
    }

    fn person_passes(&self, person: usize) -> bool {
        let f = &self.filters;
        let on_accounts =
            f.industry.is_some() || f.country.is_some() || f.tier.is_some() || f.account.is_some();
        let on_owners = f.seller.is_some() || f.marketer.is_some() || f.team.is_some();
        (!(on_accounts || on_owners)
            || self.accounts_of(person).into_iter().any(|account| self.account_passes(account)))
            && f.market.is_none_or(|market| self.market(person) == market)
            && (!f.target || self.in_target(person))
    }

    fn people(&self) -> Vec<usize> {
        (0..self.company.people.len()).filter(|person| self.person_passes(*person)).collect()
    }

    // Touches

    fn in_window(&self, touch: &Touch) -> bool {
        let date = self.date(touch.at);
        self.from <= date && date <= self.to && touch.at <= self.now
    }

    fn through(&self, touch: &Touch) -> bool {
        let by_channel = match &self.filters.channel {
            None => true,
            Some((channel, said)) => {
                let restricted = said.or(owning_side(channel));
                restricted.is_some_and(|side| side != touch.side) || touch.channel == *channel
            }
        };
        let sales = touch.side == "sales";
        let equal = |wanted: &Option<String>, value: &Option<String>| wanted.is_none() || wanted == value;
        by_channel
            && (sales
                || equal(&self.filters.campaign, &touch.campaign)
                    && equal(&self.filters.purpose, &touch.purpose))
    }

    fn of(&self, person: usize, side: &str) -> Vec<&Touch> {
        let all = self.company.touches.iter();
        all.filter(|touch| touch.person == person && touch.side == side).collect()
    }

    /// The touches of a side that count: delivered or engaged, in the window, through the filters. Oldest first.
    fn counted(&self, person: usize, side: &str) -> Vec<&Touch> {
        let counts =
            |touch: &&Touch| touch.evidence != "targeted" && self.in_window(touch) && self.through(touch);
        self.of(person, side).into_iter().filter(counts).collect()
    }

    fn reached(&self, person: usize) -> bool {
        !self.counted(person, "marketing").is_empty()
    }

    fn contacted(&self, person: usize) -> bool {
        !self.counted(person, "sales").is_empty()
    }

    /// The look-back knows neither window nor filters.
    fn is_primed(&self, sales: &Touch) -> bool {
        let ninety_days = SignedDuration::from_hours(90 * 24);
        self.of(sales.person, "marketing").into_iter().any(|touch| {
            touch.evidence != "targeted" && touch.at <= sales.at && touch.at >= sales.at - ninety_days
        })
    }

    // Pieces of answers

    pub fn person(&self, person: usize) -> Json {
        let row = &self.company.people[person];
        let employer = row.employer.map(|account| &self.company.accounts[account].name);
        json!({ "name": row.name, "account": employer, "title": row.title, "email": row.email })
    }

    fn colleague(&self, colleague: Option<usize>) -> Option<&str> {
        colleague.map(|colleague| self.company.colleagues[colleague].name.as_str())
    }

    fn employer(&self, person: usize) -> Option<&str> {
        self.company.people[person].employer.map(|account| self.company.accounts[account].name.as_str())
    }

    /// Seller and marketer of each account a person counts for: an answer that has room for one shows one of these.
    pub fn owners(&self, person: usize) -> Vec<Json> {
        let accounts = self.accounts_of(person);
        if accounts.is_empty() {
            return vec![json!([null, null])];
        }
        let pair = |account: usize| {
            let row = &self.company.accounts[account];
            json!([self.colleague(row.seller), self.colleague(row.marketer)])
        };
        accounts.into_iter().map(pair).collect()
    }

    pub fn names_of_accounts(&self, person: usize) -> Vec<Json> {
        let accounts = self.accounts_of(person);
        accounts.into_iter().map(|account| self.company.accounts[account].name.clone().into()).collect()
    }

    fn missing_roles(&self, account: usize) -> Vec<&'static str> {
        let people = &self.company.people;
        let seats = || people.iter().flat_map(|person| &person.groups).filter(|(group, _)| *group == account);
        ["champion", "economic buyer", "technical evaluator"]
            .into_iter()
            .filter(|role| !seats().any(|(_, has)| has.as_deref() == Some(role)))
            .collect()
    }

    fn members(&self, account: usize) -> Vec<(usize, Option<String>)> {
        let mut members = Vec::new();
        for (number, person) in self.company.people.iter().enumerate() {
            members.extend(
                person
                    .groups
                    .iter()
                    .filter(|(group, _)| *group == account)
                    .map(|(_, role)| (number, role.clone())),
            );
        }
        members
    }

    fn count(&self, wanted: impl Fn(usize) -> bool) -> usize {
        self.people().into_iter().filter(|person| wanted(*person)).count()
    }

    // Answers

    pub fn reached_data(&self, person: usize) -> Json {
        let marketing = self.counted(person, "marketing");
        let sales = self.counted(person, "sales");
        let strongest = |side: &str| {
            let seen = |wanted: &str| {
                let mut touches = self.of(person, side).into_iter();
                touches.any(|touch| touch.evidence == wanted && self.in_window(touch) && self.through(touch))
            };
            ["engaged", "delivered", "targeted"].into_iter().find(|evidence| seen(evidence))
        };
        let last = |touches: &[&Touch]| touches.last().map(|touch| touch.at.to_string());
        let channel = |touches: &[&Touch]| touches.last().map(|touch| touch.channel.clone());
        json!({
            "person": self.person(person),
            "marketing": {
                "reached": !marketing.is_empty(),
                "evidence": strongest("marketing"),
                "touches": marketing.len(),
                "last_at": last(&marketing),
                "last_channel": channel(&marketing),
                "last_campaign": marketing.last().and_then(|touch| touch.campaign.clone()),
            },
            "sales": {
                "contacted": !sales.is_empty(),
                "evidence": strongest("sales"),
                "touches": sales.len(),
                "last_at": last(&sales),
                "last_channel": channel(&sales),
                "last_colleague": sales.last().and_then(|touch| self.colleague(touch.colleague)),
            },
            "primed": sales.first().map(|first| self.is_primed(first)),
            "market": self.market(person),
        })
    }

    pub fn history_data(&self, person: usize) -> Json {
        let filters = &self.filters;
        let shown = |touch: &&Touch| {
            touch.person == person
                && self.in_window(touch)
                && filters.channel.as_ref().is_none_or(|(channel, side)| {
                    touch.channel == *channel && side.is_none_or(|side| touch.side == side)
                })
                && (filters.campaign.is_none() || filters.campaign == touch.campaign)
                && (filters.purpose.is_none() || filters.purpose == touch.purpose)
        };
        let touches = self.company.touches.iter().rev().filter(shown).map(|touch| {
            json!({
                "at": touch.at.to_string(),
                "side": touch.side,
                "channel": touch.channel,
                "evidence": touch.evidence,
                "colleague": self.colleague(touch.colleague),
                "campaign": touch.campaign,
                "content": touch.content,
                "outcome": touch.outcome,
            })
        });
        json!({ "person": self.person(person), "touches": touches.collect::<Vec<_>>() })
    }

    pub fn account_data(&self, account: usize) -> Json {
        let row = &self.company.accounts[account];
        let members = self.members(account);
        let count =
            |wanted: &dyn Fn(usize) -> bool| members.iter().filter(|(person, _)| wanted(*person)).count();
        json!({
            "account": {
                "name": row.name,
                "domain": row.domain,
                "industry": row.industry,
                "tier": row.tier,
                "target": row.target,
                "market": self.account_market(account),
                "seller": self.colleague(row.seller),
                "marketer": self.colleague(row.marketer),
            },
            "members": members.iter().map(|(person, role)| json!({
                "person": self.person(*person),
                "role": role,
                "employer": self.employer(*person),
                "reached": self.reached(*person),
                "contacted": self.contacted(*person),
                "market": self.market(*person),
            })).collect::<Vec<_>>(),
            "missing_roles": self.missing_roles(account),
            "counts": {
                "members": members.len(),
                "reached": count(&|person| self.reached(person)),
                "contacted": count(&|person| self.contacted(person)),
                "both": count(&|person| self.reached(person) && self.contacted(person)),
            },
        })
    }

    pub fn overlap_data(&self) -> Json {
        let (m, s) = (|person| self.reached(person), |person| self.contacted(person));
        let t = |person| self.in_target(person);
        let target = self.count(t);
        let (marketing, sales) = (self.count(m), self.count(s));
        let both = self.count(|person| m(person) && s(person));
        let purpose = |person: usize, purpose: &str| {
            self.counted(person, "marketing").iter().any(|touch| touch.purpose.as_deref() == Some(purpose))
        };
        let primed = self
            .count(|person| self.counted(person, "sales").first().is_some_and(|first| self.is_primed(first)));
        let dates = (self.to - self.from).get_days() + 1;
        let to = self.from.yesterday().expect("a calendar");
        let before = View { from: to - (dates - 1).days(), to, ..self.clone() };
        let before_sales = before.count(|person| before.contacted(person));
        let before_both = before.count(|person| before.reached(person) && before.contacted(person));
        json!({
            "target": target,
            "marketing": marketing,
            "sales": sales,
            "both": both,
            "marketing_only": self.count(|person| m(person) && !s(person)),
            "sales_only": self.count(|person| s(person) && !m(person)),
            "untouched": self.count(|person| t(person) && !m(person) && !s(person)),
            "overlap": share(both, sales),
            "follow_through": share(both, marketing),
            "shared_share": share(both, self.count(|person| m(person) || s(person))),
            "primed_first": share(primed, sales),
            "coverage": share(self.count(|person| m(person) && t(person)), target),
            "outside": {
                "marketing": self.count(|person| m(person) && !t(person)),
                "sales": self.count(|person| s(person) && !t(person)),
            },
            "brand_demand": {
                "brand": self.count(|person| purpose(person, "brand")),
                "demand": self.count(|person| purpose(person, "demand")),
                "both": self.count(|person| purpose(person, "brand") && purpose(person, "demand")),
            },
            "before": { "overlap": share(before_both, before_sales) },
            "benchmark": 0.16,
        })
    }

    pub fn trend_data(&self, weeks: i32) -> Json {
        let running = monday(self.today());
        let points = (0..weeks).rev().map(|ago| {
            let week = running - (7 * ago).days();
            let to = (week + 6.days()).min(self.today());
            let view = View { from: to - 90.days(), to, ..self.clone() };
            let both = view.count(|person| view.reached(person) && view.contacted(person));
            let sales = view.count(|person| view.contacted(person));
            let covered = view.count(|person| view.reached(person) && view.in_target(person));
            json!({
                "week": week.to_string(),
                "marketing": view.count(|person| view.reached(person)),
                "sales": sales,
                "both": both,
                "overlap": share(both, sales),
                "coverage": share(covered, view.count(|person| view.in_target(person))),
            })
        });
        json!({ "weeks": points.collect::<Vec<_>>() })
    }

    pub fn breakdown_data(&self, by: &str) -> Json {
        let rows = match by {
            "channel" | "campaign" | "purpose" => self.ways(by),
            _ => self.parts(by),
        };
        json!({ "by": by, "rows": rows })
    }

    /// One row a way of marketing that reached somebody.
    fn ways(&self, by: &str) -> Vec<Json> {
        let way = |touch: &Touch| match by {
            "channel" => Some(touch.channel.clone()).filter(|channel| owning_side(channel) != Some("sales")),
            "campaign" => touch.campaign.clone(),
            _ => touch.purpose.clone(),
        };
        let marketing = self.company.touches.iter().filter(|touch| touch.side == "marketing");
        let ways: BTreeSet<String> = marketing.filter_map(way).collect();
        let sales = self.count(|person| self.contacted(person));
        let mut rows = Vec::new();
        for name in ways {
            let through = |person| {
                self.counted(person, "marketing").into_iter().any(|touch| way(touch).as_ref() == Some(&name))
            };
            let marketing = self.count(through);
            let both = self.count(|person| through(person) && self.contacted(person));
            if marketing > 0 {
                rows.push(json!({ "group": name, "marketing": marketing, "sales": sales, "both": both, "overlap": share(both, sales) }));
            }
        }
        rows
    }

    /// One row a group of accounts that match and for which somebody counts.
    fn parts(&self, by: &str) -> Vec<Json> {
        let part = |account: usize| {
            let row = &self.company.accounts[account];
            match by {
                "seller" => self.colleague(row.seller).map(str::to_owned),
                "marketer" => self.colleague(row.marketer).map(str::to_owned),
                "industry" => row.industry.clone(),
                "tier" => row.tier.clone(),
                _ => row.country.clone(),
            }
        };
        let matching = |account: &usize| self.account_passes(*account);
        let names: BTreeSet<String> =
            (0..self.company.accounts.len()).filter(matching).filter_map(part).collect();
        let mut rows = Vec::new();
        for name in names {
            let inside = |person| {
                self.accounts_of(person)
                    .into_iter()
                    .filter(matching)
                    .any(|account| part(account).as_ref() == Some(&name))
            };
            if self.count(inside) == 0 {
                continue;
            }
            let sales = self.count(|person| inside(person) && self.contacted(person));
            let both = self.count(|person| inside(person) && self.reached(person) && self.contacted(person));
            let marketing = self.count(|person| inside(person) && self.reached(person));
            rows.push(json!({ "group": name, "marketing": marketing, "sales": sales, "both": both, "overlap": share(both, sales) }));
        }
        rows
    }

    /// Everybody on a list, with what the list counts about them.
    pub fn list(&self, list: &str) -> Vec<(usize, Json)> {
        let on_it = |person: &usize| {
            let (reached, contacted, target) =
                (self.reached(*person), self.contacted(*person), self.in_target(*person));
            match list {
                "cold" => contacted && !reached,
                "warm" => reached && !contacted,
                "untouched" => target && !reached && !contacted,
                _ => !target && (reached || contacted),
            }
        };
        let row = |person: usize| {
            let mut touches = Vec::new();
            if list != "cold" {
                touches.extend(self.counted(person, "marketing"));
            }
            if list != "warm" {
                touches.extend(self.counted(person, "sales"));
            }
            let last = touches.iter().map(|touch| touch.at).max().map(|at| at.to_string());
            let row = json!({
                "person": self.person(person),
                "touches": touches.len(),
                "last_at": last,
                "market": self.market(person),
            });
            (person, row)
        };
        self.people().into_iter().filter(on_it).map(row).collect()
    }

    /// How warm somebody is: in market, then engagements, then the last touch.
    pub fn warmth(&self, person: usize) -> (bool, usize, Option<Timestamp>) {
        let touches = self.counted(person, "marketing");
        let engaged = touches.iter().filter(|touch| touch.evidence == "engaged").count();
        (self.market(person) == "in", engaged, touches.last().map(|touch| touch.at))
    }

    pub fn focus_data(&self) -> Json {
        let sales = self.count(|person| self.contacted(person));
        let inside = self.count(|person| self.contacted(person) && self.market(person) == "in");
        let out = |person: usize| self.in_target(person) && self.market(person) == "out";
        let reached_out = self.count(|person| out(person) && self.reached(person));
        json!({
            "sales": sales,
            "sales_in_market": inside,
            "share": share(inside, sales),
            "marketing_out_of_market": reached_out,
            "out_of_market": self.count(out),
            "share_out": share(reached_out, self.count(out)),
        })
    }

    pub fn groups_data(&self) -> Json {
        let accounts = (0..self.company.accounts.len())
            .filter(|account| self.company.accounts[*account].target && self.account_passes(*account));
        let rows: Vec<Json> = accounts
            .map(|account| {
                let mut members: Vec<usize> =
                    self.members(account).into_iter().map(|(person, _)| person).collect();
                members.retain(|person| self.person_passes(*person));
                let count =
                    |wanted: &dyn Fn(usize) -> bool| members.iter().filter(|person| wanted(**person)).count();
                json!({
                    "account": self.company.accounts[account].name,
                    "members": members.len(),
                    "reached": count(&|person| self.reached(person)),
                    "contacted": count(&|person| self.contacted(person)),
                    "both": count(&|person| self.reached(person) && self.contacted(person)),
                    "missing_roles": self.missing_roles(account),
                })
            })
            .collect();
        let covered = rows.iter().filter(|row| row["reached"].as_u64() >= Some(3)).count();
        json!({ "covered": covered, "target_accounts": rows.len(), "accounts": rows })
    }

    pub fn priming_data(&self) -> Json {
        let touches: Vec<&Touch> =
            self.people().into_iter().flat_map(|person| self.counted(person, "sales")).collect();
        let sample = |primed: bool| {
            let touches = touches.iter().filter(|touch| self.is_primed(touch) == primed);
            let answered =
                touches.clone().filter(|touch| touch.outcome.as_deref() == Some("answered")).count();
            (answered, touches.count())
        };
        let ((a, m), (b, n)) = (sample(true), sample(false));
        let mut data = json!({
            "primed": { "touches": m, "answered": a, "rate": share(a, m) },
            "unprimed": { "touches": n, "answered": b, "rate": share(b, n) },
            "difference": null,
            "ratio": null,
            "interval": null,
            "enough": m >= 30 && n >= 30,
        });
        if m > 0 && n > 0 {
            let (p, q) = (a as f64 / m as f64, b as f64 / n as f64);
            // Newcombe 1998, method 10, from the bounds that solve |p − x| = z √(x (1 − x) / n).
            let ((l1, u1), (l2, u2)) = (wilson(p, m as f64), wilson(q, n as f64));
            data["difference"] = json!(p - q);
            data["interval"] = json!([
                p - q - ((p - l1).powi(2) + (u2 - q).powi(2)).sqrt(),
                p - q + ((u1 - p).powi(2) + (q - l2).powi(2)).sqrt()
            ]);
            if b > 0 {
                data["ratio"] = json!(p / q);
            }
        }
        data
    }

    pub fn content_data(&self) -> Json {
        let pieces = &self.company.pieces;
        let active = pieces.iter().filter(|piece| {
            piece.published.is_none_or(|published| published <= self.to)
                && piece.retired.is_none_or(|retired| retired >= self.from)
        });
        let touches: Vec<&Touch> =
            self.people().into_iter().flat_map(|person| self.counted(person, "sales")).collect();
        let is_seller = |colleague: usize| self.company.colleagues[colleague].side == "sales";
        let mut using = BTreeSet::new();
        let rows: Vec<Json> = active
            .map(|piece| {
                let uses: Vec<&&Touch> =
                    touches.iter().filter(|touch| touch.content.as_ref() == Some(&piece.title)).collect();
                let sellers: BTreeSet<usize> = uses
                    .iter()
                    .filter_map(|touch| touch.colleague)
                    .filter(|colleague| is_seller(*colleague))
                    .collect();
                let names: BTreeSet<&str> =
                    sellers.iter().map(|seller| self.company.colleagues[*seller].name.as_str()).collect();
                using.extend(sellers);
                json!({ "title": piece.title, "uses": uses.len(), "sellers": names })
            })
            .collect();
        json!({
            "used": rows.iter().filter(|row| row["uses"] != 0).count(),
            "active": rows.len(),
            "pieces": rows,
            "sellers_using": using.len(),
            "sellers": (0..self.company.colleagues.len()).filter(|colleague| is_seller(*colleague)).count(),
        })
    }

    pub fn owner_data(&self, account: usize) -> Json {
        let row = &self.company.accounts[account];
        json!({ "account": row.name, "seller": self.colleague(row.seller), "marketer": self.colleague(row.marketer) })
    }
}

/// The Wilson score interval by halving: the furthest rates that the sample does not speak against.
fn wilson(p: f64, n: f64) -> (f64, f64) {
    let speaks_against = |x: f64| (p - x).abs() > 1.959_964 * (x * (1.0 - x) / n).sqrt();
    let furthest = |end: f64| {
        let (mut inside, mut outside) = (p, end);
        if !speaks_against(end) {
            return end;
        }
        for _ in 0..200 {
            let middle = (inside + outside) / 2.0;
            if speaks_against(middle) { outside = middle } else { inside = middle }
        }
        inside
    };
    (furthest(0.0), furthest(1.0))
}
