//! A card made ready to be sent: its pictures uploaded, its files brought to whoever asked.

use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use slack_morphism::prelude::*;

use super::{
    House,
    api::{Say, Spare, Upload},
    render::{Drawing, Surface, draw, escape},
    visit::Visit,
};
use crate::{
    card::{Action, ActionKind, Audience, Block, Card, Picture, Tone},
    chat::{Csv, drawing, text},
    picture::{self, Theme},
};

/// Of a message: <https://docs.slack.dev/reference/block-kit/blocks>.
const BLOCKS: usize = 50;
/// Pixels: sharp on every screen, and readable where it is shown a quarter as wide.
const PICTURE_WIDTH: u32 = 1_600;

impl<H: House> Visit<H> {
    /// The card as a message. `share`: the question behind it, for the button that shares it.
    pub(super) async fn say(&self, card: &Card, share: Option<&str>, public: bool) -> Say {
        let pictures = self.pictures(card).await;
        let drawing = Drawing { surface: Surface::Message, pictures: &pictures, share, plain: false };
        let drawn = draw(card, &drawing);
        let spare = |plain| {
            let (card, share) = (card.clone(), share.map(str::to_owned));
            Spare::new(move || {
                let share = share.as_deref();
                draw(&card, &Drawing { surface: Surface::Message, pictures: &[], share, plain }).blocks
            })
        };
        let pictured = pictures.iter().any(Option::is_some);
        let newer = card.blocks.iter().any(|block| matches!(block, Block::Table(_) | Block::Picture(_)));
        Say {
            text: drawn.text,
            blocks: drawn.blocks,
            without_pictures: pictured.then(|| self.forgetting(card, &pictures, spare(false))),
            plain_blocks: newer.then(|| spare(true)),
            public,
            ..Say::default()
        }
    }

    /// Whoever needs the message without its pictures has seen Slack refuse them. Perhaps somebody has deleted them
    /// there: the next answer brings them up anew.
    fn forgetting(&self, card: &Card, pictures: &[Option<String>], without: Spare) -> Spare {
        let drawn = card.blocks.iter().filter_map(|block| match block {
            Block::Picture(picture) => Some(picture),
            _ => None,
        });
        let refused: Vec<(Picture, String)> = drawn
            .zip(pictures)
            .filter_map(|(picture, file)| Some((picture.clone(), file.clone()?)))
            .collect();
        let visit = self.clone();
        Spare::new(move || {
            let (visit, refused) = (visit.clone(), refused.clone());
            visit.door.clone().spawn(async move { visit.forget_pictures(&refused).await });
            without.blocks()
        })
    }

    /// Forgets Slack's ids of pictures; one that has come up anew since then stays known.
    async fn forget_pictures(&self, refused: &[(Picture, String)]) {
        let (workspace, team, files) = (self.at.workspace, &self.at.team, self.door.files());
        for (picture, file) in refused {
            let key = (workspace, team.clone(), content(picture));
            self.door.house().forget_file(workspace, team, &key.2, file).await;
            if files.get(&key).await.as_ref() == Some(file) {
                files.invalidate(&key).await;
            }
        }
    }

    /// Slack's id for each picture of the card that it cannot draw itself; each is uploaded once.
    async fn pictures(&self, card: &Card) -> Vec<Option<String>> {
        let mut ids = Vec::new();
        for block in &card.blocks {
            match block {
                Block::Picture(Picture::Trend { .. }) => ids.push(None),
                Block::Picture(picture) => ids.push(self.picture(picture).await),
                _ => {}
            }
        }
        ids
    }

    /// A picture that cannot be had soon is told in words: that is no reason to withhold the answer. What comes up later
    /// is there for the next one.
    async fn picture(&self, picture: &Picture) -> Option<String> {
        let team = &self.at.team;
        let key = (self.at.workspace, team.clone(), content(picture));
        if let Some(file) = self.door.files().get(&key).await {
            return Some(file);
        }
        let (visit, picture, files) = (self.clone(), picture.clone(), self.door.files().clone());
        let bringing = self.door.spawn(async move {
            let content = key.2.clone();
            files.optionally_get_with(key, visit.bring(&picture, &content)).await
        });
        match tokio::time::timeout(self.door.web().patience().picture, bringing).await {
            Ok(brought) => brought.ok().flatten(),
            Err(_) => {
                tracing::warn!(team, "a picture takes too long: the answer goes without it");
                None
            }
        }
    }

    /// Slack's id of a picture, which it may have from another process; else it is drawn and uploaded.
    async fn bring(&self, picture: &Picture, content: &str) -> Option<String> {
        let (house, team) = (self.door.house(), &self.at.team);
        if let Some(file) = house.file(self.at.workspace, team, content).await {
            return Some(file);
        }
        let alternative = picture.alternative();
        let picture = picture.clone();
        let bytes = drawing::aside(move || picture::png::png(&picture, Theme::Light, PICTURE_WIDTH)).await?;
        let upload = Upload {
            name: "mandorla.png".to_owned(),
            title: "Mandorla".to_owned(),
            alt: Some(alternative),
            bytes,
            channel: None,
            thread: None,
            comment: None,
        };
        // Some kilobytes, which the many who wait for their turn to draw need not hold.
        match Box::pin(self.door.web().upload(&self.at.tokens.bot, &upload)).await {
            Ok(file) => {
                house.remember_file(self.at.workspace, team, content, &file).await;
                Some(file)
            }
            Err(trouble) => {
                tracing::warn!(team, %trouble, "a picture could not be uploaded");
                None
            }
        }
    }

    /// Brings a file to the asker's direct messages: a channel would show it to everybody.
    pub(super) async fn file(&self, csv: &Csv) -> Card {
        let (web, token) = (self.door.web(), &self.at.tokens.bot);
        let brought = async {
            let channel = web.direct(token, &self.user).await?;
            let upload = Upload {
                name: csv.name.clone(),
                title: csv.name.clone(),
                alt: None,
                bytes: csv.bytes.clone(),
                channel: Some(channel),
                thread: None,
                comment: Some("The list you asked for".to_owned()),
            };
            web.upload(token, &upload).await
        };
        match brought.await {
            Ok(_) => {
                plain(format!("{} is in your direct messages with me", csv.name), Tone::Good, Vec::new())
            }
            Err(trouble) => plain(
                format!("{} could not be brought to you: {trouble}", csv.name),
                Tone::Problem,
                Vec::new(),
            ),
        }
    }
}

/// What a picture is known by once it is uploaded.
fn content(picture: &Picture) -> String {
    format!("{:x}", Sha256::digest(format!("{PICTURE_WIDTH} {picture:?}")))
}

impl Say {
    /// Says who shared it.
    pub(super) fn sign(&mut self, user: &str) {
        self.text = format!("Shared by <@{user}>: {}", self.text);
        let words = SlackBlockMarkDownText::new(format!("Shared by <@{user}>")).with_verbatim(true);
        let note: SlackBlock = SlackContextBlock::new(vec![words.into()]).into();
        let signed = move |mut blocks: Vec<SlackBlock>| {
            blocks.truncate(BLOCKS - 1);
            blocks.push(note.clone());
            blocks
        };
        for spare in [&mut self.without_pictures, &mut self.plain_blocks].into_iter().flatten() {
            let (unsigned, signed) = (spare.clone(), signed.clone());
            *spare = Spare::new(move || signed(unsigned.blocks()));
        }
        self.blocks = signed(std::mem::take(&mut self.blocks));
    }
}

/// A card of one sentence, for whoever asked.
pub(super) fn plain(title: String, tone: Tone, ask: Vec<String>) -> Card {
    let action = |text: String| Action { label: text.clone(), text, kind: ActionKind::Ask };
    Card {
        title: vec![title.into()],
        tone,
        blocks: Vec::new(),
        actions: ask.into_iter().map(action).collect(),
        audience: Audience::Asker,
    }
}

/// What an acknowledgement says to whoever gave a command, when nothing else can be said.
pub(super) fn ephemeral(card: &Card) -> Json {
    json!({ "response_type": "ephemeral", "text": escape(&text::render(card)) })
}
