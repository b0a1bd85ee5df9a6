//! `mandorla sample`: a company to try things on.

use std::path::PathBuf;

use indicatif::ProgressBar;
use jiff::civil::Date;

use super::Failure;
use crate::{
    app,
    sample::{self, Options},
};

#[derive(clap::Args)]
pub struct SampleArgs {
    /// The folder to write team.csv, accounts.csv, people.csv, content.csv and touches.csv to
    dir: PathBuf,
    /// Companies in all
    #[arg(long, value_name = "N", default_value_t = 1000)]
    accounts: u32,
    /// People for each company, on average
    #[arg(long, value_name = "N", default_value_t = 6)]
    people_per_account: u32,
    /// Touches in all
    #[arg(long, value_name = "N", default_value_t = 100_000)]
    touches: u64,
    /// The overlap of the last 90 days, between 0 and 1
    #[arg(long, value_name = "SHARE", default_value_t = 0.16)]
    overlap: f64,
    /// Another seed, another company; the same seed, the same bytes
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// The last day with touches [default: today]
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
}

pub fn run(args: &SampleArgs) -> Result<(), Failure> {
    let options = Options {
        accounts: args.accounts,
        people_per_account: args.people_per_account,
        touches: args.touches,
        overlap: args.overlap,
        seed: args.seed,
        until: args.until.unwrap_or_else(today),
    };
    std::fs::create_dir_all(&args.dir).map_err(|error| {
        Failure::Said(format!("the folder {} cannot be made ({error}); name another", args.dir.display()))
    })?;
    let bar = ProgressBar::new(options.touches);
    let written = sample::write(&args.dir, &options, &mut |rows| bar.set_position(rows))?;
    bar.finish_and_clear();
    eprintln!(
        "Wrote {} colleagues, {} accounts, {} people, {} pieces of content and {} touches to {}.",
        written.team,
        written.accounts,
        written.people,
        written.content,
        written.touches,
        args.dir.display()
    );
    eprintln!(
        "In the 90 days to {}: sales contacted {}, marketing reached {}, both {}.",
        options.until, written.contacted, written.reached, written.both
    );
    Ok(())
}

pub fn today() -> Date {
    app::now().to_zoned(jiff::tz::TimeZone::UTC).date()
}
