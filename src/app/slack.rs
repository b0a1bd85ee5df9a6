//! What Slack needs of the house: answers, installations with their tokens sealed, who is who, and what was taken up.

use std::sync::PoisonError;

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use super::{App, now};
use crate::{
    ask::{Ask, Place, Who},
    card::Card,
    chat::{
        Member, Reply,
        slack::{House, Installation, LetIn, NewInstallation, Tokens},
    },
    db::{
        DbError,
        chats::{installations, members, uploads},
        workspaces,
    },
    seal::{Row, Seal, SealError},
};

const SLACK: &str = "slack";

/// Tokens as they are sealed.
#[derive(Serialize, Deserialize)]
struct Kept {
    bot: String,
    refresh: Option<String>,
    /// When the bot's token ends.
    until: Option<Timestamp>,
}

impl App {
    /// Seals with the newest key what an older one has sealed; says how many installations that were. What cannot be
    /// opened stays as it is and is logged.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn reseal(&self) -> Result<usize, DbError> {
        let Some(seal) = &self.seal else { return Ok(0) };
        let mut resealed = 0;
        for row in installations::all(&self.db, SLACK).await? {
            if seal.is_current(&row.tokens) {
                continue;
            }
            let place = Row { platform: SLACK, team: &row.team };
            match seal.open(place, &row.tokens) {
                Ok(tokens) => {
                    let anew = seal.seal(place, tokens.expose_secret());
                    let kept = installations::rotate(&self.db, SLACK, &row.team, &row.tokens, &anew).await?;
                    resealed += usize::from(kept);
                }
                Err(error) => tracing::error!(team = row.team, %error, "an installation cannot be used"),
            }
        }
        Ok(resealed)
    }

    /// Every Slack workspace that has let us in by OAuth and not thrown us out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn let_in(&self) -> Result<Vec<LetIn>, DbError> {
        let rows = installations::all(&self.db, SLACK).await?;
        let read = |row: installations::Installation| LetIn {
            tokens: self.opened_tokens(&row).map_err(|error| error.to_string()),
            team: row.team,
            name: row.name,
        };
        Ok(rows.into_iter().map(read).collect())
    }

    fn own(&self, team: &str) -> Option<Installation> {
        let own = self.own_slack.read().unwrap_or_else(PoisonError::into_inner);
        own.clone().filter(|own| own.team == team)
    }

    fn set_own(&self, installation: Option<Installation>) {
        *self.own_slack.write().unwrap_or_else(PoisonError::into_inner) = installation;
    }

    fn seal(&self) -> Result<&Seal, Card> {
        self.seal.as_deref().ok_or_else(|| self.incident(&SealError::NoKey))
    }

    fn sealed(&self, team: &str, tokens: &Tokens) -> Result<String, Card> {
        let kept = Kept {
            bot: tokens.bot.expose_secret().to_owned(),
            refresh: tokens.rotation.as_ref().map(|(refresh, _)| refresh.expose_secret().to_owned()),
            until: tokens.rotation.as_ref().map(|(_, until)| *until),
        };
        let plain = serde_json::to_string(&kept).expect("tokens are plain data");
        Ok(self.seal()?.seal(Row { platform: SLACK, team }, &plain))
    }

    /// An installation that holds: its row, and its tokens opened.
    async fn kept(&self, team: &str) -> Result<Option<(installations::Installation, Tokens)>, Card> {
        let found =
            installations::find(&self.db, SLACK, team).await.map_err(|error| self.incident(&error))?;
        let Some(row) = found.filter(|row| row.ended.is_none()) else { return Ok(None) };
        let tokens = self.opened_tokens(&row).map_err(|error| self.incident(&error))?;
        Ok(Some((row, tokens)))
    }

    fn opened_tokens(&self, row: &installations::Installation) -> Result<Tokens, SealError> {
        let seal = self.seal.as_deref().ok_or(SealError::NoKey)?;
        let plain = seal.open(Row { platform: SLACK, team: &row.team }, &row.tokens)?;
        let kept: Kept = serde_json::from_str(plain.expose_secret()).map_err(|_| SealError::Version)?;
        let refresh = kept.refresh.map(SecretString::from);
        Ok(Tokens { bot: kept.bot.into(), rotation: refresh.zip(kept.until) })
    }

    /// The workspace of ours that a Slack workspace asks: the configured one only for the team that the settings name.
    /// Otherwise whoever finds the install page could read another company's account database.
    async fn workspace_of(&self, team: &str) -> Result<i64, Card> {
        let name = self.homes.of(team);
        workspaces::ensure(&self.db, name, &self.time_zone).await.map_err(|error| self.incident(&error))
    }
}

impl House for App {
    fn now(&self) -> Timestamp {
        now()
    }

    async fn answer(&self, workspace: i64, ask: Ask) -> Reply {
        self.chatted(workspace, &ask).await
    }

    async fn openings(&self, workspace: i64, who: Who, place: Place) -> Vec<String> {
        self.opened(workspace, &who, &place).await
    }

    async fn about(&self, workspace: i64, ask: Ask) -> Vec<String> {
        let questions = self.bots.of(workspace).about(&ask).await;
        questions.inspect_err(|error| tracing::warn!(%error, "no questions about a text")).unwrap_or_default()
    }

    async fn first(&self, workspace: i64, key: String) -> Result<bool, Card> {
        self.first_time(workspace, &format!("{SLACK}:{key}")).await
    }

    async fn forget(&self, workspace: i64, key: String) -> Result<(), Card> {
        self.forget_time(workspace, &format!("{SLACK}:{key}")).await
    }

    async fn home(&self, workspace: i64, ask: Ask, channels: Vec<Place>) -> Vec<Card> {
        let cards = self.bots.of(workspace).home(&ask, &channels).await;
        cards.unwrap_or_else(|error| vec![self.incident(&error)])
    }

    fn adopt(&self, team: String, bot_user: String, bot_token: SecretString) {
        let tokens = Tokens { bot: bot_token, rotation: None };
        self.set_own(Some(Installation { team, workspace: self.workspace, bot_user, tokens }));
    }

    async fn installation(&self, team: &str) -> Result<Option<Installation>, Card> {
        if let Some(own) = self.own(team) {
            return Ok(Some(own));
        }
        Ok(self.kept(team).await?.map(|(row, tokens)| Installation {
            team: row.team,
            workspace: row.workspace_id,
            bot_user: row.bot_user,
            tokens,
        }))
    }

    async fn install(&self, new: NewInstallation) -> Result<Installation, Card> {
        let tokens = self.sealed(&new.team, &new.tokens)?;
        let workspace = self.workspace_of(&new.team).await?;
        let row = installations::Installation {
            platform: SLACK.to_owned(),
            team: new.team.clone(),
            workspace_id: workspace,
            name: new.team_name,
            bot_user: new.bot_user.clone(),
            installer: new.installer,
            scopes: new.scopes,
            tokens,
            installed_at: now().as_microsecond(),
            ended: None,
        };
        installations::put(&self.db, &row).await.map_err(|error| self.incident(&error))?;
        tracing::info!(team = new.team, workspace, "a Slack workspace has installed the app");
        Ok(Installation { team: new.team, workspace, bot_user: new.bot_user, tokens: new.tokens })
    }

    async fn rotate(&self, team: &str, spent: &str, tokens: Tokens) -> Result<Tokens, Card> {
        let sealed = self.sealed(team, &tokens)?;
        loop {
            let Some((row, known)) = self.kept(team).await? else {
                return Err(self.incident(&format!("tokens of {team} were rotated, but it has left")));
            };
            if !is(&known, spent) {
                return Ok(known);
            }
            let rotated = installations::rotate(&self.db, SLACK, team, &row.tokens, &sealed).await;
            if rotated.map_err(|error| self.incident(&error))? {
                return Ok(tokens);
            }
        }
    }

    async fn uninstall(&self, team: &str, why: &str) -> Result<(), Card> {
        if self.own(team).is_some() {
            tracing::error!(
                team,
                why,
                "Slack has taken our token: set `slack.bot_token` to a new one and restart"
            );
            self.set_own(None);
        }
        let ended =
            installations::end(&self.db, SLACK, team, why).await.map_err(|error| self.incident(&error))?;
        if ended {
            tracing::warn!(team, why, "a Slack workspace has left");
        }
        Ok(())
    }

    async fn member(&self, workspace: i64, team: &str, user: &str) -> Result<Option<Member>, Card> {
        self.known(workspace, members::User { platform: SLACK, team, user }).await
    }

    async fn remember_member(
        &self,
        workspace: i64,
        team: &str,
        user: &str,
        member: &Member,
    ) -> Result<(), Card> {
        self.remember(workspace, members::User { platform: SLACK, team, user }, member).await
    }

    async fn file(&self, workspace: i64, team: &str, content: &str) -> Option<String> {
        let file = uploads::find(&self.db, workspace, SLACK, team, content).await;
        file.inspect_err(|error| tracing::warn!(%error, "an upload is not found again")).unwrap_or_default()
    }

    async fn remember_file(&self, workspace: i64, team: &str, content: &str, file: &str) {
        let at = now().as_microsecond();
        let kept = uploads::put(&self.db, workspace, (SLACK, team), (content, file), at).await;
        if let Err(error) = kept {
            tracing::warn!(%error, "an upload is not remembered");
        }
    }

    async fn forget_file(&self, workspace: i64, team: &str, content: &str, file: &str) {
        let forgotten = uploads::drop(&self.db, workspace, (SLACK, team), (content, file)).await;
        if let Err(error) = forgotten {
            tracing::warn!(%error, "an upload that is gone is not forgotten");
        }
    }
}

/// Whether a spent token is one of these.
fn is(tokens: &Tokens, spent: &str) -> bool {
    let refresh = tokens.rotation.as_ref().map(|(refresh, _)| refresh.expose_secret());
    tokens.bot.expose_secret() == spent || refresh == Some(spent)
}
