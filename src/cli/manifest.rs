//! `mandorla manifest`: what a platform needs to make the app.

use super::{Failure, say};
use crate::{app::manifests, chat::slack::manifest::yaml, config::Config};

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
}

pub fn run(args: &ManifestArgs, config: &Config) -> Result<(), Failure> {
    let Platform::Slack { json, http } = args.platform;
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
