//! Every touch, as twelve bytes each until it is written.

use super::accounts::Account;
use super::calendar::{Calendar, FIRST_TOUCH_DAY, HISTORY_DAYS, SECONDS_PER_DAY};
use super::campaigns::{Campaigns, Library, Purpose, Quarterly};
use super::channels::{self, Behind, Channel, Evidence, Manner, Outcome, SOURCES};
use super::circles::{Leaning, Place, Sizes};
use super::dice::Dice;
use super::error::SampleError;
use super::names::{COUNTRIES, Names};
use super::output::Table;
use super::people::{Keys, PATRICIA, People, Person};
use super::schedule::{self, Cycle};
use super::team::{Colleague, Side, owners};

/// The order of the fields is the order of the rows: by instant, marketing before sales.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Touch {
    /// Seconds after the start of day `FIRST_TOUCH_DAY`.
    at: u32,
    manner: Manner,
    person: u32,
    colleague: u8,
    campaign: u8,
    content: u8,
}

/// No colleague, campaign or content.
const NONE: u8 = u8::MAX;
/// Marketing primes sales touches for 90 days.
const PRIMING_SECONDS: u32 = 90 * SECONDS_PER_DAY;

/// Day, channel, evidence: warm for months, and still listening.
const PATRICIAS: [(i32, Channel, Evidence, Quarterly); 5] = [
    (-66, Channel::Email, Evidence::Delivered, Quarterly::Launch),
    (-45, Channel::Ad, Evidence::Delivered, Quarterly::Awareness),
    (-29, Channel::Content, Evidence::Engaged, Quarterly::BenchmarkReport),
    (-14, Channel::Email, Evidence::Engaged, Quarterly::Launch),
    (-6, Channel::Webinar, Evidence::Engaged, Quarterly::WebinarSeries),
];
/// Nobody has told him about us, and he does not answer.
const COLINS: [(i32, Channel); 5] = [
    (-61, Channel::Call),
    (-47, Channel::SalesEmail),
    (-33, Channel::Inmail),
    (-18, Channel::Call),
    (-7, Channel::SalesEmail),
];

/// What touches refer to.
pub struct World<'a> {
    pub team: &'a [Colleague],
    pub accounts: &'a [Account],
    pub names: &'a Names,
    pub people: &'a People,
    pub calendar: &'a Calendar,
    pub campaigns: &'a Campaigns,
    pub library: &'a Library,
}

/// How many touches there must be at least: one a person and side, and those of Patricia and Colin (if he is cold).
pub fn least(sizes: Sizes) -> u64 {
    let colin = if sizes.both < sizes.contacted { COLINS.len() as u64 - 1 } else { 0 };
    sizes.contacted + sizes.reached + PATRICIAS.len() as u64 - 1 + colin
}

/// Exactly `count` touches, sorted; `count` is at least `least(sizes)`.
pub fn draw(world: &World, places: &[Place], sizes: Sizes, count: u64, dice: &mut Dice) -> Vec<Touch> {
    let mut draft = Draft {
        world,
        dice,
        sellers: owners(world.team, Side::Sales),
        marketers: owners(world.team, Side::Marketing),
        touches: Vec::with_capacity(count as usize),
    };
    let spare = u128::from(count - least(sizes));
    let all_weights: u128 = places.iter().map(|place| u128::from(schedule::weight(place))).sum();
    let mut weights = 0;
    let mut given = 0;
    let mut cycles = Vec::new();
    let mut days = Vec::new();
    for (number, place) in places.iter().enumerate() {
        if place.scripted {
            draft.script(number);
            continue;
        }
        weights += u128::from(schedule::weight(place));
        // Rounding the running sum, not each share, makes the total exact.
        let due = (spare * weights).checked_div(all_weights).unwrap_or(0);
        schedule::draw(place, HISTORY_DAYS, draft.dice, &mut cycles);
        draft.days(&mut cycles, (due - given) as u64, &mut days);
        given = due;
        draft.touch(number, place, &mut days);
    }
    // Where there is nobody else, Patricia hears more.
    for _ in given..spare {
        draft.tell_patricia();
    }
    let mut touches = draft.touches;
    touches.sort_unstable();
    touches
}

struct Draft<'a> {
    world: &'a World<'a>,
    dice: &'a mut Dice,
    sellers: Vec<(u8, u32)>,
    marketers: Vec<(u8, u32)>,
    touches: Vec<Touch>,
}

/// A touch that has its day, but nothing else yet.
#[derive(Clone, Copy)]
struct Due {
    day: i32,
    at: u32,
    side: Side,
    targeted: bool,
}

impl Draft<'_> {
    /// Spreads the anchors and `spare` more touches over the cycles.
    fn days(&mut self, cycles: &mut [Cycle], spare: u64, days: &mut Vec<Due>) {
        days.clear();
        let due = |cycle: &Cycle, day: i32| Due { day, at: 0, side: cycle.side, targeted: cycle.targeted };
        days.extend(cycles.iter().filter_map(|cycle| cycle.anchor.map(|day| due(cycle, day))));
        let mut at_edge = [false; 8];
        for _ in 0..spare {
            let index = self.dice.weighted_index(cycles.iter().map(|cycle| cycle.weight));
            let cycle = &cycles[index];
            let day = if at_edge[index] { self.dice.between(cycle.first, cycle.last) } else { cycle.edge };
            at_edge[index] = true;
            days.push(due(cycle, day));
        }
    }

    /// Makes the touches of one person, in the order of time, as sales is answered more often once marketing was there.
    fn touch(&mut self, number: usize, place: &Place, days: &mut [Due]) {
        let world = self.world;
        let person = &world.people.all[number];
        for due in days.iter_mut() {
            if !self.dice.chance(40) {
                due.day = world.calendar.working_day(due.day, self.dice);
            }
            due.at = self.instant(due.day, due.side, person);
        }
        days.sort_unstable_by_key(|due| (due.at, due.side == Side::Sales));
        let mut reached_at = None;
        for due in days.iter() {
            let manner = match due.side {
                Side::Marketing => channels::marketing(person, due.targeted, self.dice),
                Side::Sales => {
                    let primed = reached_at.is_some_and(|reached| due.at - reached <= PRIMING_SECONDS);
                    channels::sales(person, primed, self.dice)
                }
            };
            if due.side == Side::Marketing && !due.targeted {
                reached_at = Some(due.at);
            }
            self.push(number, due.day, due.at, manner, place.leaning, None);
        }
    }

    /// In office hours of the person's country; in the first hours of the last day, which may not be over yet.
    fn instant(&mut self, day: i32, side: Side, person: &Person) -> u32 {
        let country = self.world.accounts[person.account as usize].country;
        let hours = match side {
            _ if day == 0 => 4..7,
            Side::Sales => 8..18,
            Side::Marketing => 7..20,
        };
        let ahead = if day == 0 { 0 } else { COUNTRIES[country as usize].utc_hours };
        let local = self.dice.between(hours.start * 3600, hours.end * 3600 - 1);
        let second = (local - ahead * 3600).rem_euclid(SECONDS_PER_DAY as i32);
        (day - FIRST_TOUCH_DAY) as u32 * SECONDS_PER_DAY + second as u32
    }

    fn script(&mut self, number: usize) {
        let person = &self.world.people.all[number];
        let script = |channel, evidence, outcome| Manner::new(channel, evidence, outcome);
        if number == PATRICIA {
            for (day, channel, evidence, quarterly) in PATRICIAS {
                let day = self.world.calendar.working_day(day, self.dice);
                let at = self.instant(day, Side::Marketing, person);
                let manner = script(channel, evidence, Outcome::NotAsked);
                let campaign = match channel {
                    Channel::Email => Behind::Newsletter,
                    _ => Behind::Quarterly(quarterly),
                };
                self.push(number, day, at, manner, Leaning::Any, Some(campaign));
            }
        } else {
            for (day, channel) in COLINS {
                let day = self.world.calendar.working_day(day, self.dice);
                let at = self.instant(day, Side::Sales, person);
                let manner = script(channel, Evidence::Delivered, Outcome::None);
                self.push(number, day, at, manner, Leaning::Any, None);
            }
        }
    }

    fn tell_patricia(&mut self) {
        let person = &self.world.people.all[PATRICIA];
        let day = self.dice.between(PATRICIAS[0].0, -8);
        let day = self.world.calendar.working_day(day, self.dice);
        let at = self.instant(day, Side::Marketing, person);
        let manner = channels::marketing(person, false, self.dice);
        self.push(PATRICIA, day, at, manner, Leaning::Any, None);
    }

    fn push(
        &mut self,
        number: usize,
        day: i32,
        at: u32,
        manner: Manner,
        leaning: Leaning,
        behind: Option<Behind>,
    ) {
        let world = self.world;
        let account = &world.accounts[world.people.all[number].account as usize];
        let (colleague, campaign, shelf) = match manner.side() {
            Side::Marketing => {
                let behind = behind.unwrap_or_else(|| channels::behind(manner.channel(), leaning, self.dice));
                let campaign = match behind {
                    Behind::Newsletter => world.campaigns.newsletter(account.industry),
                    Behind::Quarterly(which) => world.campaigns.quarterly(world.calendar, day, which),
                    Behind::Nothing => NONE,
                };
                (self.marketer(manner.channel(), campaign), campaign, world.library.for_marketing(day))
            }
            Side::Sales => {
                let seller = self.seller(account, world.people.all[number].account);
                let shares = world.team[seller as usize].shares_content;
                (seller, NONE, if shares { world.library.for_sales(day) } else { &[] })
            }
        };
        let carries = !shelf.is_empty() && self.dice.chance(manner.channel().content());
        let content = if carries { self.dice.pick(shelf) } else { NONE };
        self.touches.push(Touch { at, manner, person: number as u32, colleague, campaign, content });
    }

    /// The account's seller mostly; for accounts without one, always the same.
    fn seller(&mut self, account: &Account, number: u32) -> u8 {
        match account.owners {
            Some(owners) if self.dice.chance(900) => owners.seller,
            Some(_) => self.dice.weighted(&self.sellers),
            None => self.sellers[number as usize % self.sellers.len()].0,
        }
    }

    /// Who runs the campaign, where a system records it.
    fn marketer(&self, channel: Channel, campaign: u8) -> u8 {
        match channel {
            Channel::Email | Channel::Webinar | Channel::Social if campaign != NONE => {
                self.marketers[campaign as usize % self.marketers.len()].0
            }
            _ => NONE,
        }
    }
}

/// Writes the rows; `progress` hears how many, the `before` ones of other files included.
pub fn write(
    world: &World,
    touches: &[Touch],
    dice: &mut Dice,
    mut table: Table,
    before: u64,
    progress: &mut dyn FnMut(u64),
) -> Result<u64, SampleError> {
    let mut ids = SOURCES.map(|_| 1_000_000 + u64::from(dice.below(9_000_000)));
    let mut keys = Keys::default();
    let (mut occurred_at, mut source_id) = (String::new(), String::new());
    for (number, touch) in touches.iter().enumerate() {
        if number % 10_000 == 0 {
            progress(before + number as u64);
        }
        let channel = touch.manner.channel();
        let person = &world.people.all[touch.person as usize];
        keys.fill(touch.person as usize, person, world.names, world.accounts);
        write_instant(&mut occurred_at, world.calendar, touch.at);
        let (source, prefix) = SOURCES[channel.source()];
        let id = &mut ids[channel.source()];
        *id += 1 + u64::from(dice.below(7));
        write_id(&mut source_id, prefix, *id);
        let campaign = world.campaigns.all.get(touch.campaign as usize);
        let side = touch.manner.side();
        let purpose = match (side, campaign.map(|campaign| campaign.purpose)) {
            (Side::Sales, _) => "",
            (Side::Marketing, Some(Purpose::Demand)) => "demand",
            (Side::Marketing, Some(Purpose::Brand) | None) => "brand",
        };
        table.row([
            &*occurred_at,
            if side == Side::Marketing { "marketing" } else { "sales" },
            channel.text(),
            touch.manner.evidence(),
            &keys.email,
            &keys.linkedin,
            &keys.name,
            &*world.accounts[person.account as usize].domain,
            world.team.get(touch.colleague as usize).map_or("", |colleague| &colleague.email),
            campaign.map_or("", |campaign| &campaign.name),
            purpose,
            world.library.pieces.get(touch.content as usize).map_or("", |piece| &piece.title),
            touch.manner.outcome(),
            source,
            &*source_id,
        ])?;
    }
    progress(before + touches.len() as u64);
    table.finish()
}

/// RFC 3339 in UTC, without a formatter's cost: this runs for every row.
fn write_instant(text: &mut String, calendar: &Calendar, at: u32) {
    let (day, second) = ((at / SECONDS_PER_DAY) as i32 + FIRST_TOUCH_DAY, at % SECONDS_PER_DAY);
    text.clear();
    text.push_str(&calendar.day(day).text);
    for (mark, number) in [('T', second / 3600), (':', second / 60 % 60), (':', second % 60)] {
        text.push(mark);
        text.push((b'0' + (number / 10) as u8) as char);
        text.push((b'0' + (number % 10) as u8) as char);
    }
    text.push('Z');
}

fn write_id(text: &mut String, prefix: &str, id: u64) {
    use std::fmt::Write;
    text.clear();
    let _ = write!(text, "{prefix}-{id}");
}
