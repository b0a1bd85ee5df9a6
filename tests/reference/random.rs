//! A small company at random, written as its five files, with everything that is easy to get wrong: people in two
//! groups, members employed elsewhere, people without groups, accounts without owners, touches at local midnight, at
//! the same instant, in the future, or of people nobody has heard of.

use std::{collections::HashSet, fmt::Write as _, path::Path};

use jiff::{Timestamp, ToSpan, tz::TimeZone};
use rand::{Rng, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;

const ACCOUNTS: [&str; 12] = [
    "Zarvex",
    "Quillon",
    "Brontel",
    "Wexmar",
    "Fjordby",
    "Okunda",
    "Plimsol",
    "Teravic",
    "Hexalon",
    "Yarrowby",
    "Dunwick",
    "Ostrava Steel",
];
const SALES: [&str; 5] = ["Ada Quist", "Bo Ferrand", "Cleo Marsh", "Dov Abeles", "Ewa Zielna"];
const MARKETING: [&str; 3] = ["Finn Halloran", "Gia Petrov", "Hugo Drax"];
const FIRST: [&str; 8] = ["Nadia", "Otto", "Pilar", "Rurik", "Sven", "Tova", "Ulla", "Viktor"];
const LAST: [&str; 8] =
    ["Abendroth", "Birkeland", "Cavendish", "Dragomir", "Engstrom", "Fairweather", "Gallagher", "Holmqvist"];
const CAMPAIGNS: [&str; 3] = ["Spring Launch", "Winter Roadshow", "Retargeting Q4"];
const TITLES: [&str; 4] = ["Field Guide", "State of Pumps", "Savings Calculator", "Old Brochure"];
const PEOPLE: usize = 64;
const TOUCHES: usize = 420;

struct Dice(ChaCha8Rng);

impl Dice {
    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of.choose(&mut self.0).expect("something to choose from")
    }

    fn often(&mut self, share: f64) -> bool {
        self.0.random_bool(share)
    }

    fn below(&mut self, end: usize) -> usize {
        self.0.random_range(0..end)
    }
}

fn email(name: &str) -> String {
    format!("{}@mandor.example", name.to_lowercase().replace(' ', "."))
}

fn domain(account: usize) -> String {
    format!("{}.example", ACCOUNTS[account].to_lowercase().replace(' ', "-"))
}

/// Writes team, accounts, people, content and touches around `now`.
pub fn write(folder: &Path, seed: u64, zone: &str, now: Timestamp) {
    let mut dice = Dice(ChaCha8Rng::seed_from_u64(seed));
    let zone = TimeZone::get(zone).expect("a time zone");
    let put = |name: &str, text: String| {
        std::fs::write(folder.join(name), text).expect("the folder can be written")
    };
    put("team.csv", team());
    put("accounts.csv", accounts(&mut dice));
    let (people, addresses) = people(&mut dice);
    put("people.csv", people);
    let day = |days: i64| now.to_zoned(zone.clone()).date() + days.days();
    let mut content = "title,kind,url,campaign,published,retired\n".to_owned();
    for (title, published, retired) in [
        (TITLES[0], day(-300).to_string(), String::new()),
        (TITLES[1], day(-20).to_string(), String::new()),
        (TITLES[2], String::new(), day(-30).to_string()),
        (TITLES[3], day(-500).to_string(), day(-200).to_string()),
    ] {
        writeln!(content, "{title},guide,,Spring Launch,{published},{retired}").expect("text");
    }
    put("content.csv", content);
    put("touches.csv", touches(&mut dice, &addresses, &zone, now));
}

fn team() -> String {
    let mut team = "email,name,side,role,manager\n".to_owned();
    for (at, name) in SALES.iter().enumerate() {
        // Ada leads Bo and Cleo, Cleo leads Dov; Ewa is on her own.
        let manager =
            [None, Some(0), Some(0), Some(2), None][at].map(|at: usize| email(SALES[at])).unwrap_or_default();
        writeln!(
            team,
            "{},{name},sales,{},{manager}",
            email(name),
            if at == 0 { "leader" } else { "member" }
        )
        .expect("text");
    }
    for (at, name) in MARKETING.iter().enumerate() {
        // Finn reports to somebody in sales.
        let manager = if at == 0 { email(SALES[0]) } else { String::new() };
        writeln!(team, "{},{name},marketing,member,{manager}", email(name)).expect("text");
    }
    team
}

fn accounts(dice: &mut Dice) -> String {
    let mut accounts = "name,domain,industry,country,tier,kind,target,seller,marketer,market\n".to_owned();
    for (at, name) in ACCOUNTS.iter().enumerate() {
        let owner =
            |dice: &mut Dice, of: &[&str]| if dice.often(0.25) { String::new() } else { email(dice.one(of)) };
        let (seller, marketer) = (owner(dice, &SALES), owner(dice, &MARKETING));
        writeln!(
            accounts,
            "{name},{},{},{},{},{},{},{seller},{marketer},{}",
            domain(at),
            dice.one(&["Fintech", "Retail", "Healthcare", ""]),
            dice.one(&["Germany", "France", "Brazil", ""]),
            dice.one(&["1", "2", "3", ""]),
            if at > 9 { "agency" } else { dice.one(&["client", "client", "partner"]) },
            if at < 9 && dice.often(0.75) { "yes" } else { "no" },
            dice.one(&["in", "out", ""]),
        )
        .expect("text");
    }
    accounts
}

/// The file, and who is in it: address and name.
fn people(dice: &mut Dice) -> (String, Vec<(String, String)>) {
    let mut people = "name,email,linkedin,title,company_domain,buying_groups,role,market\n".to_owned();
    let mut addresses = Vec::new();
    for at in 0..PEOPLE {
        let name = format!("{} {}", FIRST[at % 8], LAST[at / 8]);
        let employer = dice.below(ACCOUNTS.len());
        let other = (employer + 1 + dice.below(ACCOUNTS.len() - 1)) % ACCOUNTS.len();
        let roles = ["champion", "economic buyer", "technical evaluator", "user", ""];
        let one = dice.one(&roles);
        let (groups, role) = match dice.below(20) {
            0..3 => ("-".to_owned(), String::new()),
            3..6 => {
                (format!("{};{}", domain(employer), domain(other)), format!("{};user", dice.one(&roles[..4])))
            }
            6..8 => (format!("{};{}", domain(other), domain(employer)), one.to_owned()),
            8..11 => (domain(other), one.to_owned()),
            _ => (String::new(), one.to_owned()),
        };
        let company = if dice.often(0.05) { String::new() } else { domain(employer) };
        let address = format!("p{at}@{}", domain(employer));
        let title = dice.one(&["CFO", "Buyer", ""]);
        let market = dice.one(&["in", "out", "", "", "", ""]);
        writeln!(people, "{name},{address},,{title},{company},{groups},{role},{market}").expect("text");
        addresses.push((address, name));
    }
    (people, addresses)
}

fn touches(dice: &mut Dice, known: &[(String, String)], zone: &TimeZone, now: Timestamp) -> String {
    let mut touches =
        "occurred_at,side,channel,evidence,person_email,person_linkedin,person_name,company_domain,\
                       colleague,campaign,purpose,content,outcome,source,source_id\n"
            .to_owned();
    let mut taken = HashSet::new();
    let strangers: Vec<(String, String)> =
        (0..6).map(|at| (format!("stranger{at}@gmail.com"), format!("Stranger {}", LAST[at]))).collect();
    let mut id = 0;
    for _ in 0..TOUCHES {
        let stranger = dice.often(0.04);
        let (address, name) = if stranger {
            strangers[dice.below(strangers.len())].clone()
        } else {
            // Some hear from us often, some never.
            let at = dice.below(PEOPLE - 6);
            known[if dice.often(0.5) { at / 3 } else { at }].clone()
        };
        let at = instant(dice, zone, now);
        let side = dice.one(&["marketing", "marketing", "sales"]);
        let pair = dice.often(0.1);
        for side in if pair { vec!["sales", "marketing"] } else { vec![side] } {
            if !taken.insert((address.clone(), side, at)) {
                continue;
            }
            id += 1;
            let company = match () {
                () if !stranger => String::new(),
                () if address.starts_with("stranger0") => domain(1),
                () if address.starts_with("stranger1") => "nowhere.example".to_owned(),
                () => String::new(),
            };
            // Addresses in capitals are the same addresses.
            let written = if dice.often(0.1) { address.to_uppercase() } else { address.clone() };
            writeln!(
                touches,
                "{at},{side},{},{written},,{name},{company},{}",
                kind(dice, side),
                rest(dice, side, id)
            )
            .expect("text");
        }
    }
    touches
}

/// Channel and evidence.
fn kind(dice: &mut Dice, side: &str) -> String {
    let channel = match side {
        "marketing" => dice
            .one(&["ad", "ad", "email", "email", "event", "webinar", "website", "form", "other", "message"]),
        _ => dice.one(&["call", "call", "meeting", "inmail", "connection", "message", "email", "other"]),
    };
    format!("{channel},{}", dice.one(&["targeted", "delivered", "delivered", "engaged"]))
}

/// Colleague to source id.
fn rest(dice: &mut Dice, side: &str, id: usize) -> String {
    let team: &[&str] = if side == "sales" { &SALES } else { &MARKETING };
    let colleague = match dice.below(10) {
        0..3 => String::new(),
        3 => email(dice.one(&MARKETING)),
        _ => email(dice.one(team)),
    };
    let marketing = side == "marketing";
    let campaign = if dice.often(if marketing { 0.7 } else { 0.1 }) { dice.one(&CAMPAIGNS) } else { "" };
    let purpose = if marketing { dice.one(&["brand", "demand", ""]) } else { "" };
    let content = if dice.often(0.3) { dice.one(&TITLES) } else { "" };
    let outcome = if marketing { "" } else { dice.one(&["answered", "declined", "none", ""]) };
    let source = dice.one(&["HubSpot", "Salesforce", "LinkedIn Ads", ""]);
    format!("{colleague},{campaign},{purpose},{content},{outcome},{source},t-{id}")
}

/// From nine months before to three weeks after now; often at a local midnight, or just before it.
fn instant(dice: &mut Dice, zone: &TimeZone, now: Timestamp) -> Timestamp {
    let date = now.to_zoned(zone.clone()).date() - (dice.below(270) as i64 - 20).days();
    let midnight = date.to_zoned(zone.clone()).expect("a calendar").timestamp();
    match dice.below(6) {
        0 => midnight,
        1 => midnight - 1.microsecond(),
        2 => now + (dice.below(3) as i64 - 1).microseconds(),
        _ => midnight + (dice.below(86_400) as i64).seconds(),
    }
}
