//! `mandorla serve`: every configured platform and the web part, until somebody says stop.

use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::Failure;
use crate::{
    app::{
        App,
        platforms::{Services, Settings},
    },
    config::Config,
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
    let settings = Settings::read(config)?;
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
    if config.console {
        eprintln!("The chat console is at http://{address}");
    }
    let services = Services::start(settings, config, &app).map_err(Failure::Said)?;
    let platforms: Vec<&str> = services.states().iter().map(|(name, _)| *name).collect();
    tracing::info!(%address, console = config.console, ?platforms, "serving");
    let router = web::router(app.clone(), Doors::of(config, &services));
    let stop = CancellationToken::new();
    let clock = tokio::spawn(app.clock(services.outbound(), &address.to_string()).run(stop.clone()));
    web::serve(listener, router, web::stop_signal()).await?;
    tracing::info!("stopping: what is under way is finished first");
    stop.cancel();
    services.stop().await;
    if clock.await.is_err() {
        tracing::error!("the clock of the digests had failed");
    }
    app.db.close().await;
    Ok(())
}
