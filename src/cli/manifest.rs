//! `mandorla manifest`: what a platform needs to make the app.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{Failure, say};
use crate::{
    app::manifests,
    chat::slack::manifest::yaml,
    config::{Config, address, teams_app_id},
};

#[derive(clap::Args)]
pub struct ManifestArgs {
    #[command(subcommand)]
    platform: Platform,
}

#[derive(clap::Subcommand)]
enum Platform {
    /// Slack's app manifest, for "Create an app" → "From a manifest"
    Slack {
        /// As JSON instead of YAML
        #[arg(long)]
        json: bool,
        /// Let Slack call us at `public_url` instead of Socket Mode
        #[arg(long)]
        http: bool,
    },
    /// Teams' app manifest; with `--out` the whole package, to be uploaded in Teams
    Teams {
        /// Write the package (manifest and icons) into this file
        #[arg(long, value_name = "FILE.zip")]
        out: Option<PathBuf>,
    },
}

pub fn run(args: &ManifestArgs, config: &Config) -> Result<(), Failure> {
    match &args.platform {
        Platform::Slack { json, http } => slack(*json, *http, config),
        Platform::Teams { out } => teams(out.as_deref(), config),
    }
}

fn slack(json: bool, http: bool, config: &Config) -> Result<(), Failure> {
    let public_url = match (http, config.said("public_url")) {
        (true, None) => {
            return Err(Failure::Usage(
                "`public_url` is not set: set it to where Slack reaches this program, such as https://mandorla.example"
                    .to_owned(),
            ));
        }
        (true, url) => url,
        (false, _) => None,
    };
    let manifest = manifests::slack(public_url);
    let text = if json { format!("{manifest:#}\n") } else { yaml(&manifest) };
    Ok(say(&text)?)
}

fn teams(out: Option<&Path>, config: &Config) -> Result<(), Failure> {
    let app_id = teams_app_id(config)?.ok_or_else(|| {
        Failure::Usage(
            "`teams.app_id` is not set: set it to the Microsoft App ID of the bot's registration in Azure, then make the \
             manifest again"
                .to_owned(),
        )
    })?;
    let public_url = address(config, "public_url")?.filter(|url| url.starts_with("https://"));
    if public_url.is_none() {
        eprintln!(
            "`public_url` is not set to an address with https://, so that the app's own page leads nowhere: set it, and \
             make the package again"
        );
    }
    let (manifest, package) = manifests::teams(&app_id, public_url.as_deref());
    let Some(file) = out else { return Ok(say(&manifest)?) };
    fs::write(file, package).map_err(|error| {
        Failure::Said(format!(
            "{} cannot be written ({error}): name another file, in a folder that is there",
            file.display()
        ))
    })?;
    eprintln!(
        "{} is written: upload it in Teams under Apps → Manage your apps → Upload an app",
        file.display()
    );
    Ok(())
}
