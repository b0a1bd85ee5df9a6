//! Campaigns of marketing, and the content they and the sellers send.

use super::calendar::{Calendar, FIRST_TOUCH_DAY};
use super::dice::Dice;
use super::error::SampleError;
use super::names::slug;
use super::output::Table;
use super::words::INDUSTRIES;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Brand,
    Demand,
}

pub struct Campaign {
    pub name: String,
    pub purpose: Purpose,
}

/// What is run anew in every quarter, in the order of `campaigns`.
#[derive(Clone, Copy)]
pub enum Quarterly {
    Launch,
    WebinarSeries,
    BenchmarkReport,
    Awareness,
    CustomerStories,
    Roundtable,
}
const QUARTERLY: usize = 6;
const SEASONS: [&str; 4] = ["Winter", "Spring", "Summer", "Autumn"];

/// One newsletter an industry, then six campaigns for every quarter.
pub struct Campaigns {
    pub all: Vec<Campaign>,
    first_quarter: usize,
}

fn quarter_number(calendar: &Calendar, day: i32) -> usize {
    calendar.day(day).year as usize * 4 + calendar.day(day).quarter
}

impl Campaigns {
    pub fn new(calendar: &Calendar) -> Campaigns {
        let newsletter = |industry: &super::words::Industry| Campaign {
            name: format!("{} Newsletter", industry.name),
            purpose: Purpose::Brand,
        };
        let mut all: Vec<Campaign> = INDUSTRIES.iter().map(newsletter).collect();
        let first_quarter = quarter_number(calendar, FIRST_TOUCH_DAY);
        for number in first_quarter..=quarter_number(calendar, 0) {
            let (year, quarter) = (number / 4, number % 4);
            let season = SEASONS[quarter];
            let quarter = quarter + 1;
            for (name, purpose) in [
                (format!("{season} Launch {year}"), Purpose::Demand),
                (format!("{season} Webinar Series"), Purpose::Demand),
                (format!("{season} Benchmark Report {year}"), Purpose::Demand),
                (format!("Better Together Q{quarter} {year}"), Purpose::Brand),
                (format!("Customer Stories Q{quarter} {year}"), Purpose::Brand),
                (format!("{season} Roundtable {year}"), Purpose::Brand),
            ] {
                all.push(Campaign { name, purpose });
            }
        }
        Campaigns { all, first_quarter }
    }

    pub fn newsletter(&self, industry: u8) -> u8 {
        industry
    }

    pub fn quarterly(&self, calendar: &Calendar, day: i32, which: Quarterly) -> u8 {
        let quarter = quarter_number(calendar, day) - self.first_quarter;
        (INDUSTRIES.len() + quarter * QUARTERLY + which as usize) as u8
    }
}

const TOPICS: [&str; 16] = [
    "Buying Groups",
    "Pipeline Reviews",
    "Account Selection",
    "Lead Handover",
    "First Calls",
    "Renewals",
    "Pricing Talks",
    "Security Questions",
    "Data Migration",
    "Change Management",
    "Business Cases",
    "Vendor Comparison",
    "Onboarding",
    "Forecasting",
    "Partner Selling",
    "Customer Advocacy",
];

pub struct Piece {
    pub title: String,
    kind: &'static str,
    published: i32,
    retired: Option<i32>,
}

pub struct Library {
    pub pieces: Vec<Piece>,
    /// By day, the earliest of the history first: what marketing can send, and the third of it that sales knows.
    marketing: Vec<Vec<u8>>,
    sales: Vec<Vec<u8>>,
}

const PIECES: i32 = 48;

impl Library {
    pub fn new(dice: &mut Dice) -> Library {
        let piece = |number: i32| {
            let topic = TOPICS[number as usize % TOPICS.len()];
            let (title, kind) = match (number as usize / TOPICS.len() + number as usize) % 3 {
                0 => (format!("A Practical Guide to {topic}"), "guide"),
                1 => (format!("{topic}: What 200 Teams Told Us"), "report"),
                _ => (format!("How Three Companies Got {topic} Right"), "case study"),
            };
            let published = -770 + number * 758 / (PIECES - 1) - dice.between(0, 10);
            let end = published + dice.between(300, 600);
            let retired = (dice.chance(250) && end < -10).then_some(end);
            Piece { title, kind, published, retired }
        };
        let pieces: Vec<Piece> = (0..PIECES).map(piece).collect();
        let on_shelf = |day: i32, step: usize| -> Vec<u8> {
            let pieces = pieces.iter().enumerate().step_by(step);
            let active = pieces.filter(|(_, p)| p.published < day && p.retired.is_none_or(|end| day < end));
            active.map(|(number, _)| number as u8).collect()
        };
        let marketing = (FIRST_TOUCH_DAY..=0).map(|day| on_shelf(day, 1)).collect();
        let sales = (FIRST_TOUCH_DAY..=0).map(|day| on_shelf(day, 3)).collect();
        Library { pieces, marketing, sales }
    }

    pub fn for_marketing(&self, day: i32) -> &[u8] {
        &self.marketing[(day - FIRST_TOUCH_DAY) as usize]
    }

    pub fn for_sales(&self, day: i32) -> &[u8] {
        &self.sales[(day - FIRST_TOUCH_DAY) as usize]
    }

    pub fn write(
        &self,
        campaigns: &Campaigns,
        calendar: &Calendar,
        mut table: Table,
    ) -> Result<u64, SampleError> {
        for piece in &self.pieces {
            let words: Vec<String> = piece.title.split(' ').map(slug).collect();
            let url = format!("https://www.mandorla.example/library/{}", words.join("-"));
            let campaign = if piece.published < FIRST_TOUCH_DAY {
                ""
            } else {
                let which = if piece.kind == "report" {
                    Quarterly::BenchmarkReport
                } else {
                    Quarterly::CustomerStories
                };
                &campaigns.all[campaigns.quarterly(calendar, piece.published, which) as usize].name
            };
            let retired = piece.retired.map_or("", |day| &calendar.day(day).text);
            let published = &calendar.day(piece.published).text;
            table.row([&*piece.title, piece.kind, &url, campaign, published, retired])?;
        }
        table.finish()
    }
}
