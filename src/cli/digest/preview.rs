//! `mandorla digest preview`: the weekly post, looked at before anybody gets it.

use std::{
    fs,
    io::{self, Write},
    path::PathBuf,
};

use clap::ValueEnum;
use jiff::Timestamp;
use serde_json::{Value as Json, json};

use super::super::{Failure, say};
use crate::{
    app::{self, App},
    card::{Card, Picture},
    chat::{discord, slack, teams, text},
    config::Config,
    db::workspaces,
    digest::{
        compose::{Digest, Request, compose},
        sections::Sections,
        words::chosen,
    },
    picture::{Theme, png},
};

/// Pixels: sharp on every screen, and readable where it is shown a quarter as wide.
const PICTURE_WIDTH: u32 = 1_600;

#[derive(clap::Args)]
pub struct Preview {
    /// What it is about, as in chat: for Dana's team in fintech
    #[arg(value_name = "FILTERS")]
    filters: Vec<String>,
    /// As what
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Write it to this file
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// As the digest of this colleague
    #[arg(long = "as", value_name = "EMAIL")]
    owner: Option<String>,
    /// As if it were this instant
    #[arg(long, value_name = "RFC3339")]
    now: Option<Timestamp>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Words
    Text,
    /// The message as Slack is sent it, with those of its thread under `thread`
    Slack,
    /// The same for Microsoft Teams
    Teams,
    /// The same for Discord
    Discord,
    /// Its pictures
    Png,
}

impl Preview {
    pub async fn run(self, config: &Config) -> Result<(), Failure> {
        let app = App::open(config).await?;
        let (sections, filters) = chosen(&self.filters.join(" "));
        let digest = digest(&app, &filters, sections, self.owner.as_deref(), self.now).await?;
        app.db.close().await;
        let bytes = match self.format {
            Format::Slack => messages(&digest, slack)?,
            Format::Teams => messages(&digest, teams)?,
            Format::Discord => messages(&digest, discord)?,
            Format::Png => picture(&digest)?,
            Format::Text => words(&digest).into_bytes(),
        };
        match self.out.filter(|path| path.as_os_str() != "-") {
            Some(path) => fs::write(&path, bytes).map_err(|error| {
                Failure::Said(format!("{} cannot be written ({error}); name another file", path.display()))
            }),
            None => Ok(io::stdout().lock().write_all(&bytes)?),
        }
    }
}

/// The digest of today, in the workspace's zone.
async fn digest(
    app: &App,
    filters: &str,
    sections: Sections,
    owner: Option<&str>,
    now: Option<Timestamp>,
) -> Result<Digest, Failure> {
    let (_, workspace) = workspaces::settings(&app.db, app.workspace).await?;
    let at = now.unwrap_or_else(app::now);
    let zone = &workspace.time_zone;
    let date = at.to_zoned(zone.clone()).date();
    let owner_email = owner.unwrap_or_default();
    let request = Request { filters, sections, owner_email, date, zone, late: None };
    Ok(compose(&app.bot, at, &request).await?)
}

/// Shows the digest of everybody; for the demo.
pub async fn show(app: &App) -> Result<(), Failure> {
    Ok(say(&words(&digest(app, "", Sections::ALL, None, None).await?))?)
}

/// Every post in words, a line between them.
fn words(digest: &Digest) -> String {
    let posts: Vec<String> = posts(digest).map(text::render).collect();
    posts.join("\n----\n\n")
}

fn posts(digest: &Digest) -> impl Iterator<Item = &Card> {
    std::iter::once(&digest.first).chain(&digest.thread)
}

/// The first message with its thread beside it.
fn messages(digest: &Digest, message: fn(&Card) -> Json) -> Result<Vec<u8>, Failure> {
    let mut first = message(&digest.first);
    first["thread"] = digest.thread.iter().map(message).collect();
    let mut bytes = serde_json::to_vec_pretty(&first).map_err(io::Error::other)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Without the circles, which are a file that Slack holds.
fn slack(card: &Card) -> Json {
    use slack::render::{Drawing, Surface};
    let drawing = Drawing { surface: Surface::Message, pictures: &[], share: None, plain: false };
    let drawn = slack::render::draw(card, &drawing);
    json!({ "text": drawn.text, "blocks": drawn.blocks })
}

fn teams(card: &Card) -> Json {
    let pictures: Vec<Option<String>> =
        card.pictures().map(|picture| Some(teams::pictures::data_url(picture))).collect();
    let drawing = teams::render::Drawing { host_charts: true, pictures: &pictures, ..Default::default() };
    teams::message(card, teams::render::draw(card, &drawing))
}

/// The pictures are files that are sent along, named by their place.
fn discord(card: &Card) -> Json {
    let names: Vec<Option<String>> =
        (1..).zip(card.pictures()).map(|(nth, _)| Some(format!("{nth}.png"))).collect();
    discord::render::draw(card, &discord::render::Drawing { pictures: &names })
}

fn picture(digest: &Digest) -> Result<Vec<u8>, Failure> {
    let pictures: Vec<Picture> = digest.first.pictures().cloned().collect();
    if pictures.is_empty() {
        let title = text::line(&digest.first.title);
        return Err(Failure::Said(format!("this digest has no picture: {title}")));
    }
    Ok(png::sheet(&pictures, Theme::Light, PICTURE_WIDTH))
}
