//! `mandorla serve`: every configured platform and the web part, until somebody says stop.

use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::Failure;
use crate::{
    app::{App, platforms::Platforms},
    chat::{
        slack::{self, api::Web},
        teams,
    },
    config::{Config, SlackSettings, TeamsSettings},
    web::{self, Doors},
};

#[derive(clap::Args)]
pub struct Serve {
    /// The address to listen on
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<String>,
    /// Serve the chat console at /
    #[arg(long)]
    pub console: bool,
}

pub async fn run(config: &Config) -> Result<(), Failure> {
    let slack = SlackSettings::read(config)?;
    let teams = TeamsSettings::read(config)?;
    let app = App::open(config).await?;
    let listener = TcpListener::bind(&config.listen).await.map_err(|error| {
        Failure::Said(format!(
            "cannot listen on {} ({error}): set `listen` to a free address such as 127.0.0.1:8080",
            config.listen
        ))
    })?;
    let resealed = app.reseal().await?;
    if resealed > 0 {
        tracing::info!(resealed, "installations are sealed with the newest key");
    }
    let address = listener.local_addr()?;
    tracing::info!(%address, console = config.console, slack = slack.is_some(), teams = teams.is_some(), "serving");
    if config.console {
        eprintln!("The chat console is at http://{address}");
    }
    let slack = slack.map(|settings| {
        slack::Service::start(&settings, &config.workspace, Web::new(&settings.api_url), app.clone())
    });
    let teams = teams.map(|settings| teams::Service::start(settings, app.clone())).transpose();
    let teams = teams.map_err(Failure::Said)?;
    let doors = Doors {
        console: config.console,
        hosts: config.hosts.clone(),
        slack: slack.as_ref(),
        teams: teams.as_ref(),
    };
    let router = web::router(app.clone(), doors);
    let platforms = Platforms {
        slack: slack.as_ref().map(slack::Service::outbound),
        teams: teams.as_ref().map(teams::Service::outbound),
    };
    let stop = CancellationToken::new();
    let clock = tokio::spawn(app.clock(platforms, &address.to_string()).run(stop.clone()));
    web::serve(listener, router, web::stop_signal()).await?;
    tracing::info!("stopping: what is under way is finished first");
    stop.cancel();
    if let Some(slack) = slack {
        slack.stop().await;
    }
    if let Some(teams) = teams {
        teams.stop().await;
    }
    if clock.await.is_err() {
        tracing::error!("the clock of the digests had failed");
    }
    app.db.close().await;
    Ok(())
}
