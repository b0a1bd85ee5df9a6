//! A company read from its five files, as plainly as can be: vectors of rows, places in them instead of keys.

use std::path::Path;

use jiff::{Timestamp, civil::Date, tz::TimeZone};

pub struct Company {
    pub zone: TimeZone,
    pub colleagues: Vec<Colleague>,
    pub accounts: Vec<Account>,
    pub people: Vec<Person>,
    pub touches: Vec<Touch>,
    pub pieces: Vec<Piece>,
}

pub struct Colleague {
    pub name: String,
    pub side: String,
    pub manager: Option<usize>,
}

pub struct Account {
    pub name: String,
    pub domain: String,
    pub industry: Option<String>,
    pub country: Option<String>,
    pub tier: Option<String>,
    pub target: bool,
    pub seller: Option<usize>,
    pub marketer: Option<usize>,
    pub market: Vec<State>,
}

pub struct Person {
    pub name: String,
    pub email: String,
    pub title: Option<String>,
    pub employer: Option<usize>,
    /// The accounts whose buying groups they sit in, each with their role there.
    pub groups: Vec<(usize, Option<String>)>,
    pub market: Vec<State>,
}

/// In or out of market; without a date it has always held.
pub struct State {
    pub since: Option<Timestamp>,
    pub state: String,
}

pub struct Touch {
    pub at: Timestamp,
    pub person: usize,
    pub side: String,
    pub channel: String,
    pub evidence: String,
    pub colleague: Option<usize>,
    pub campaign: Option<String>,
    pub purpose: Option<String>,
    pub content: Option<String>,
    pub outcome: Option<String>,
    pub source: Option<String>,
}

pub struct Piece {
    pub title: String,
    pub published: Option<Date>,
    pub retired: Option<Date>,
}

/// A row of a file, by column.
struct Row(csv::StringRecord, csv::StringRecord);

impl Row {
    fn text(&self, column: &str) -> String {
        let at = self.0.iter().position(|name| name == column).expect(column);
        self.1[at].trim().to_owned()
    }

    fn maybe(&self, column: &str) -> Option<String> {
        Some(self.text(column)).filter(|text| !text.is_empty())
    }
}

fn rows(folder: &Path, name: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(folder.join(name)).expect("the file is there");
    let header = reader.headers().expect("a header").clone();
    reader.records().map(|row| Row(header.clone(), row.expect("a sound row"))).collect()
}

impl Company {
    pub fn read(folder: &Path, zone: &str) -> Self {
        let zone = TimeZone::get(zone).expect("a time zone");
        let team = rows(folder, "team.csv");
        let emails: Vec<String> = team.iter().map(|row| row.text("email")).collect();
        let colleague = |email: Option<String>| {
            email.map(|email| emails.iter().position(|known| *known == email).expect("a colleague"))
        };
        let colleagues = team
            .iter()
            .map(|row| Colleague {
                name: row.text("name"),
                side: row.text("side"),
                manager: colleague(row.maybe("manager")),
            })
            .collect();
        let accounts = rows(folder, "accounts.csv")
            .iter()
            .map(|row| Account {
                name: row.text("name"),
                domain: row.text("domain"),
                industry: row.maybe("industry"),
                country: row.maybe("country"),
                tier: row.maybe("tier"),
                target: row.text("target") == "yes",
                seller: colleague(row.maybe("seller")),
                marketer: colleague(row.maybe("marketer")),
                market: always(row.maybe("market")),
            })
            .collect();
        let mut company =
            Self { zone, colleagues, accounts, people: Vec::new(), touches: Vec::new(), pieces: Vec::new() };
        for row in rows(folder, "people.csv") {
            company.add_person(&row);
        }
        for row in rows(folder, "touches.csv") {
            let person = company.person_of(&row);
            company.touches.push(Touch {
                at: row.text("occurred_at").parse().expect("an instant"),
                person,
                side: row.text("side"),
                channel: row.text("channel"),
                evidence: row.text("evidence"),
                colleague: colleague(row.maybe("colleague")),
                campaign: row.maybe("campaign"),
                purpose: row.maybe("purpose"),
                content: row.maybe("content"),
                outcome: row.maybe("outcome"),
                source: row.maybe("source"),
            });
        }
        // At the same instant marketing comes before sales; the words stand in that order too.
        company.touches.sort_by(|a, b| (a.at, &a.side).cmp(&(b.at, &b.side)));
        for row in rows(folder, "content.csv") {
            let date = |column| row.maybe(column).map(|date| date.parse().expect("a date"));
            let (published, retired) = (date("published"), date("retired"));
            company.pieces.push(Piece { title: row.text("title"), published, retired });
        }
        company
    }

    fn account(&self, domain: &str) -> Option<usize> {
        self.accounts.iter().position(|account| account.domain == domain)
    }

    fn add_person(&mut self, row: &Row) {
        let employer = row.maybe("company_domain").and_then(|domain| self.account(&domain));
        let groups: Vec<usize> = match row.text("buying_groups").as_str() {
            "" => employer.into_iter().collect(),
            "-" => Vec::new(),
            domains => {
                domains.split(';').map(|domain| self.account(domain).expect("a known account")).collect()
            }
        };
        let roles: Vec<String> =
            row.maybe("role").map_or(Vec::new(), |roles| roles.split(';').map(str::to_owned).collect());
        let role = |place: usize| roles.get(place).or(roles.first()).cloned();
        let groups = groups.into_iter().enumerate().map(|(place, account)| (account, role(place))).collect();
        self.people.push(Person {
            name: row.text("name"),
            email: row.text("email").to_lowercase(),
            title: row.maybe("title"),
            employer,
            groups,
            market: always(row.maybe("market")),
        });
    }

    /// Touches of unknown people make the person, and the company they name.
    fn person_of(&mut self, row: &Row) -> usize {
        let email = row.text("person_email").to_lowercase();
        if let Some(known) = self.people.iter().position(|person| person.email == email) {
            return known;
        }
        let employer = row.maybe("company_domain").map(|domain| {
            self.account(&domain).unwrap_or_else(|| {
                self.accounts.push(Account {
                    name: domain.clone(),
                    domain,
                    industry: None,
                    country: None,
                    tier: None,
                    target: false,
                    seller: None,
                    marketer: None,
                    market: Vec::new(),
                });
                self.accounts.len() - 1
            })
        });
        let name = row.text("person_name");
        self.people.push(Person {
            name,
            email,
            title: None,
            employer,
            groups: Vec::new(),
            market: Vec::new(),
        });
        self.people.len() - 1
    }
}

fn always(state: Option<String>) -> Vec<State> {
    state.map(|state| State { since: None, state }).into_iter().collect()
}
