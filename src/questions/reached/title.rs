//! The answer in one sentence: about the side, the state or the sign of life that was asked about.
//!
//! A yes or a no stands only before an answer to the very question: never where it asked for the contrary ("has nobody
//! reached …?"), in which a yes means either.

use super::super::{Asked, market, say, words};
use crate::{
    card::{Line, Span},
    figures::people::{PersonSummary, person_summary},
    language::Whose,
    vocabulary::{Channel, Market, Side},
};

/// Where somebody stands between the two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Cold,
    Warm,
    Untouched,
    Both,
}

/// What was asked.
enum About {
    Side(Side),
    /// Both sides, or either.
    Sides,
    /// Whether somebody is in one of these states, or in which.
    State(Vec<State>),
    Primed,
    Market(Market),
    /// Whether the person opened, clicked or came.
    Engaged,
    Newsletter,
}

pub(super) fn title(asked: &Asked, person: u32) -> Line {
    // A channel restricts the side that owns it. Here it is asked about: no side reached anybody by another one.
    let mut scope = asked.scope();
    if let Some((channel, _)) = asked.filters.channel {
        scope.filter = scope.filter.channel(channel, Side::ALL);
    }
    let told = Told { asked, person, seen: person_summary(&scope, person as usize) };
    if let Some(actor) = asked.reading.actor {
        let touches = asked.snapshot.touches.of(person as usize);
        let last = touches.iter().rfind(|touch| touch.colleague == actor && scope.counts(touch));
        return told.actor(actor, last.map(|touch| touch.at));
    }
    match about(asked) {
        About::Side(side) => told.side(side),
        About::Sides => told.sides(),
        About::State(wanted) => told.state(&wanted),
        About::Primed => told.primed(),
        About::Market(wanted) => {
            let recorded = asked.snapshot.recorded_person_market(person, asked.as_of());
            market::verdict(told.name(), wanted, recorded)
        }
        About::Engaged => told.engaged(),
        About::Newsletter => told.newsletter(),
    }
}

fn about(asked: &Asked) -> About {
    let reading = asked.reading;
    let says = |wanted: &[&str]| reading.words.iter().any(|word| wanted.contains(&word.as_str()));
    let states: Vec<State> = reading.phrase.split(' ').filter_map(state).collect();
    if let Some(market) = reading.market {
        return About::Market(market);
    }
    if !states.is_empty() {
        return About::State(states);
    }
    if reading.phrase.contains("prim") {
        return About::Primed;
    }
    if let Some((_, Whose::Side(side))) = asked.filters.channel {
        return About::Side(side);
    }
    let sides: Vec<Option<Side>> = reading.facts.iter().map(|fact| fact.side).collect();
    if says(&["open", "opened", "click", "clicked", "read", "attend", "attended"])
        && !sides.contains(&Some(Side::Sales))
    {
        return About::Engaged;
    }
    if says(&["newsletter", "newsletters"]) {
        return About::Newsletter;
    }
    match sides[..] {
        [Some(side)] => About::Side(side),
        [] if asked.filters.channel.is_none() => About::Side(Side::Marketing),
        _ => About::Sides,
    }
}

fn state(item: &str) -> Option<State> {
    match item {
        "cold" => Some(State::Cold),
        "warm" => Some(State::Warm),
        "untouched" => Some(State::Untouched),
        _ => None,
    }
}

struct Told<'a> {
    asked: &'a Asked<'a>,
    person: u32,
    seen: PersonSummary,
}

impl Told<'_> {
    fn name(&self) -> Span {
        Span::Person(self.asked.snapshot.people.name(self.person).to_owned())
    }

    fn last(&self, side: Side) -> Option<i64> {
        match side {
            Side::Marketing => self.seen.marketing.last_at,
            Side::Sales => self.seen.sales.last_at,
        }
    }

    /// Whether what was asked for holds; `None` where it was asked the other way round, or nothing was asked for.
    fn holds(&self) -> Option<bool> {
        let facts = &self.asked.reading.facts;
        if facts.is_empty() || facts.iter().any(|fact| !fact.positive) {
            return None;
        }
        Some(facts.iter().all(|fact| match fact.side {
            Some(side) => self.last(side).is_some(),
            None => Side::ALL.iter().any(|side| self.last(*side).is_some()),
        }))
    }

    /// "(last 90 days, channel email)".
    fn limits(&self) -> String {
        format!(" ({}{})", self.asked.label, self.asked.restricted())
    }

    /// "(channel email)", where there is a date already; empty without filters.
    fn filters(&self) -> String {
        let filters = self.asked.filters.said(self.asked.snapshot);
        if filters.is_empty() { String::new() } else { format!(" ({})", filters.join(", ")) }
    }

    /// "marketing reached Patricia Prospect, last on 3 March".
    fn did(&self, side: Side, whom: Span, last: i64) -> Line {
        let verb = if side == Side::Marketing { "reached" } else { "contacted" };
        vec![format!("{} {verb} ", side.as_str()).into(), whom, ", last on ".into(), self.asked.day(last)]
    }

    fn side(&self, side: Side) -> Line {
        let denied = self.asked.reading.facts.iter().any(|fact| !fact.positive);
        match (self.last(side), self.seen.targeted_since) {
            (Some(last), _) => {
                let opening = if denied { Vec::new() } else { words("Yes, ") };
                sentence([opening, self.did(side, self.name(), last), words(self.filters())])
            }
            (None, Some(_)) if side == Side::Marketing => {
                vec![
                    "Not for certain: marketing targeted ".into(),
                    self.name(),
                    ", no proof of delivery".into(),
                ]
            }
            (None, _) => {
                let opening = if denied { "No" } else { "No, no" };
                vec![
                    format!("{opening} {} touch of ", side.as_str()).into(),
                    self.name(),
                    format!(" is recorded{}", self.limits()).into(),
                ]
            }
        }
    }

    /// What one of us did, whichever the side.
    fn actor(&self, actor: u16, last: Option<i64>) -> Line {
        let denied = self.asked.reading.facts.iter().any(|fact| !fact.positive);
        let who = &self.asked.colleague(actor).name;
        match last {
            Some(last) => sentence([
                if denied { Vec::new() } else { words("Yes, ") },
                vec![format!("{who} was in touch with ").into(), self.name(), ", last on ".into()],
                vec![self.asked.day(last)],
                words(self.filters()),
            ]),
            None => vec![
                format!("{} touch of {who} with ", if denied { "No" } else { "No, no" }).into(),
                self.name(),
                format!(" is recorded{}", self.limits()).into(),
            ],
        }
    }

    fn sides(&self) -> Line {
        let opening = match self.holds() {
            Some(true) => words("Yes: "),
            Some(false) => words("No: "),
            None => Vec::new(),
        };
        sentence([opening, self.both(self.name())])
    }

    /// What each side did, and what it did not.
    fn both(&self, whom: Span) -> Line {
        let missing =
            |side: Side| words(format!("; no {} touch is recorded{}", side.as_str(), self.limits()));
        match (self.last(Side::Marketing), self.last(Side::Sales)) {
            (Some(marketing), Some(sales)) => [
                self.did(Side::Marketing, whom, marketing),
                vec![", and sales contacted them, last on ".into(), self.asked.day(sales)],
                words(self.filters()),
            ]
            .concat(),
            (Some(last), None) => [self.did(Side::Marketing, whom, last), missing(Side::Sales)].concat(),
            (None, Some(last)) => [self.did(Side::Sales, whom, last), missing(Side::Marketing)].concat(),
            (None, None) => {
                let listed = match self.seen.targeted_since {
                    Some(_) => ", only an audience list without proof of delivery",
                    None => "",
                };
                vec!["no touch of ".into(), whom, format!(" is recorded{listed}{}", self.limits()).into()]
            }
        }
    }

    fn state(&self, wanted: &[State]) -> Line {
        let state = match (self.last(Side::Marketing), self.last(Side::Sales)) {
            (None, Some(_)) => State::Cold,
            (Some(_), None) => State::Warm,
            (None, None) => State::Untouched,
            (Some(_), Some(_)) => State::Both,
        };
        let opening = match wanted {
            [one] if *one == state => "Yes, ",
            [_] => "No, ",
            _ => "",
        };
        let is = match state {
            State::Cold => " is cold: ",
            State::Warm => " is warm: ",
            State::Untouched => " is untouched: ",
            State::Both => " hears from both teams: ",
        };
        sentence([vec![opening.into(), self.name(), is.into()], self.both("them".into())])
    }

    fn primed(&self) -> Line {
        let days = say::days(self.asked.snapshot.workspace.priming_days);
        let said = |before: &str, after: String| vec![before.into(), self.name(), after.into()];
        match self.seen.primed {
            Some(true) => said(
                "Yes, ",
                format!(" was primed: marketing came first, in the {days} before sales{}", self.limits()),
            ),
            Some(false) => said(
                "No, ",
                format!(
                    " was not primed: no marketing touch in the {days} before sales’ first{}",
                    self.limits()
                ),
            ),
            None if self.asked.window.to < self.asked.today() => said(
                "Sales has not contacted ",
                format!(", so there is nothing to prime for{}", self.limits()),
            ),
            None => {
                let now = self.asked.now.as_microsecond();
                let touches = self.asked.snapshot.touches.of(self.person as usize);
                let latest = touches.iter().rfind(|touch| touch.kind.reaches() && touch.at <= now);
                let primed = self.asked.scope().primes(latest.map(|touch| touch.at), now);
                let would = if primed { "would be" } else { "would not be" };
                said("Sales has not contacted ", format!(" yet{}; a call now {would} primed", self.limits()))
            }
        }
    }

    /// Opening, clicking and coming are one kind of evidence: more cannot be told.
    fn engaged(&self) -> Line {
        let marketing = &self.seen.marketing;
        match (marketing.engaged, marketing.last_at) {
            (_, None) => self.side(Side::Marketing),
            (0, Some(last)) => sentence([
                words("no sign of it: "),
                self.did(Side::Marketing, self.name(), last),
                words(format!(", and nothing says that they engaged{}", self.limits())),
            ]),
            (engaged, Some(_)) => vec![
                self.name(),
                format!(
                    " engaged with {} of marketing’s {}{}",
                    say::grouped(engaged.into()),
                    say::counted(marketing.touches.into(), "touch", "touches"),
                    self.limits()
                )
                .into(),
            ],
        }
    }

    /// Which e-mail was the newsletter only the campaigns tell.
    fn newsletter(&self) -> Line {
        let mut scope = self.asked.scope();
        scope.filter = scope.filter.channel(Channel::Email, &[Side::Marketing]);
        let emails = person_summary(&scope, self.person as usize);
        let last = emails.last_marketing.map(|at| self.asked.snapshot.touches.of(self.person as usize)[at]);
        match last {
            None => {
                vec![
                    "No, no marketing e-mail to ".into(),
                    self.name(),
                    format!(" is recorded{}", self.limits()).into(),
                ]
            }
            Some(last) => {
                let campaign = self.asked.snapshot.campaigns.get(last.campaign as usize);
                let campaign = campaign
                    .map_or_else(|| "no campaign named".to_owned(), |name| format!("campaign {name}"));
                vec![
                    "Marketing e-mailed ".into(),
                    self.name(),
                    ", last on ".into(),
                    self.asked.day(last.at),
                    format!(" ({campaign})").into(),
                ]
            }
        }
    }
}

/// One line of parts, beginning with a capital unless it begins with a name.
fn sentence(parts: impl IntoIterator<Item = Line>) -> Line {
    let mut line: Line =
        parts.into_iter().flatten().filter(|span| *span != Span::Text(String::new())).collect();
    if let Some(Span::Text(first)) = line.first_mut() {
        *first = say::capital(first);
    }
    line
}
