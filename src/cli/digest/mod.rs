//! `mandorla digest`: the weekly post, looked at before anybody gets it, listed, and posted by hand.

mod due;
mod preview;
mod send;

use super::Failure;
use crate::{
    app::{self, App},
    chat::text,
    config::Config,
};

pub use preview::show;

#[derive(clap::Args)]
pub struct DigestArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Show the digest as it would be posted now
    Preview(preview::Preview),
    /// List who gets a digest where and when, and what became of the last one
    List,
    /// Show what is due, what is tried again and why, and what comes next
    Due(due::Due),
    /// Post what is due now, and the digests that are named
    Send(send::Send),
}

pub async fn run(args: DigestArgs, config: &Config) -> Result<(), Failure> {
    match args.what {
        What::Preview(preview) => preview.run(config).await,
        What::List => list(config).await,
        What::Due(due) => due.run(config).await,
        What::Send(send) => send.run(config).await,
    }
}

/// What the chat lists, for all channels.
async fn list(config: &Config) -> Result<(), Failure> {
    let app = App::open(config).await?;
    let answer = app.bot.answer(&super::ask::operator("digest list", app::now())).await?;
    app.db.close().await;
    Ok(super::say(&text::render(&answer.card))?)
}
