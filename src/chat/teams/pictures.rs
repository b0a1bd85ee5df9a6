//! The pictures of a card as PNG, for the card to hold. Each is drawn once while many look at it.

use data_encoding::BASE64;
use moka::future::Cache;

use crate::{
    card::{Card, Picture},
    chat::drawing,
    picture::{self, Theme},
};

/// Pixels; Teams shows a card about half as wide, and the whole message must stay below 80 kB.
const WIDTH: u32 = 900;
/// Pictures that are kept: about 4 MB.
const MOST: u64 = 100;

/// A picture as PNG, in an address that holds it.
pub fn data_url(picture: &Picture) -> String {
    format!("data:image/png;base64,{}", BASE64.encode(&picture::png::small(picture, Theme::Light, WIDTH)))
}

#[derive(Clone)]
pub(super) struct Pictures(Cache<String, String>);

impl Pictures {
    pub fn new() -> Self {
        Self(Cache::new(MOST))
    }

    /// A `data:` URL for each picture of a card, in order; none for one that cannot be drawn.
    pub async fn of(&self, card: &Card) -> Vec<Option<String>> {
        let mut urls = Vec::new();
        for picture in card.pictures() {
            urls.push(self.url(picture).await);
        }
        urls
    }

    async fn url(&self, picture: &Picture) -> Option<String> {
        let key = format!("{picture:?}");
        if let Some(url) = self.0.get(&key).await {
            return Some(url);
        }
        let picture = picture.clone();
        let url = drawing::aside(move || data_url(&picture)).await?;
        self.0.insert(key, url.clone()).await;
        Some(url)
    }
}
