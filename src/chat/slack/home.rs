//! The App Home: each person's own page, made anew whenever it is opened.

use serde_json::{Value as Json, json};

use super::{
    House,
    render::{Drawing, Surface, draw},
    visit::Visit,
};
use crate::{
    ask::{Ask, Place, Who},
    card::Card,
};

/// <https://docs.slack.dev/reference/views/home-tab-views>
const BLOCKS: usize = 100;

impl<H: House> Visit<H> {
    pub(super) async fn home(&self) {
        let cards = match self.who().await {
            Ok(who) => {
                // Strangers are shown no digests.
                let channels = if who == Who::Unknown { Vec::new() } else { self.channels().await };
                let ask = Ask { who, place: self.alone(), text: String::new(), at: self.door.house().now() };
                self.door.house().home(self.at.workspace, ask, channels).await
            }
            Err(card) => vec![card],
        };
        let page = page(&cards);
        if let Err(trouble) = self.door.web().publish_home(&self.at.tokens.bot, &self.user, &page).await {
            tracing::warn!(team = self.at.team, %trouble, "a Home could not be shown");
        }
    }

    /// The channels that whoever opens it is in; none where Slack does not say, or not soon: nobody waits for a Home.
    async fn channels(&self) -> Vec<Place> {
        let channels = self.door.web().channels_of(&self.at.tokens.bot, &self.user);
        let trouble = match self.soon(channels).await {
            Some(Ok(channels)) => return channels.iter().map(|channel| self.channel(channel)).collect(),
            Some(Err(trouble)) => trouble.to_string(),
            None => "Slack takes its time to say who is where".to_owned(),
        };
        tracing::warn!(team = self.at.team, trouble, "a Home is shown without the digests of channels");
        Vec::new()
    }
}

/// The cards one under the other. The names of buttons need be different within one block alone.
fn page(cards: &[Card]) -> Json {
    let mut blocks: Vec<Json> = Vec::new();
    for (at, card) in cards.iter().enumerate() {
        if at > 0 {
            blocks.push(json!({ "type": "divider" }));
        }
        let drawn = draw(card, &Drawing { surface: Surface::Home, pictures: &[], share: None, plain: true });
        blocks.extend(drawn.blocks.iter().map(|block| json!(block)));
    }
    blocks.truncate(BLOCKS);
    json!({ "type": "home", "blocks": blocks })
}
