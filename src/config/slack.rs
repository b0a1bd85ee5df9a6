//! Slack's settings: all that a way in needs, or none. Half a configuration is refused at start with the name of what
//! is missing, and a token in the wrong place is told as such.

use secrecy::SecretString;

use super::{Config, ConfigError, address, listed};

/// The most Socket Mode connections of one app: <https://docs.slack.dev/apis/events-api/using-socket-mode>
const MOST_CONNECTIONS: usize = 10;

/// Slack, as somebody has set it up. At least one of the ways in (`app_token`, `signing_secret`) and one of the ways
/// to a token (`bot_token`, `oauth`) is there.
#[derive(Clone, Debug)]
pub struct SlackSettings {
    /// The token of the one Slack workspace that is served without OAuth.
    pub bot_token: Option<SecretString>,
    /// Opens Socket Mode.
    pub app_token: Option<SecretString>,
    /// Checks what Slack sends over HTTP.
    pub signing_secret: Option<SecretString>,
    /// Lets Slack workspaces install the app.
    pub oauth: Option<OAuth>,
    /// The Slack workspace that asks the configured account database.
    pub team: Option<String>,
    /// The channels in which we answer; empty: all.
    pub channels: Vec<String>,
    /// Socket Mode connections at a time.
    pub connections: usize,
    /// Without a slash at the end.
    pub api_url: String,
}

/// What an installation over OAuth needs.
#[derive(Clone, Debug)]
pub struct OAuth {
    pub client_id: String,
    pub client_secret: SecretString,
    /// Where people reach us, without a slash at the end.
    pub public_url: String,
    pub authorize_url: String,
}

impl SlackSettings {
    /// Reads them; nothing where Slack is not set up.
    ///
    /// # Errors
    /// When a part is missing or cannot be what it should be.
    pub fn read(config: &Config) -> Result<Option<Self>, ConfigError> {
        const PARTS: [&str; 5] = [
            "slack.bot_token",
            "slack.app_token",
            "slack.signing_secret",
            "slack.client_id",
            "slack.client_secret",
        ];
        let Some(first) = PARTS.into_iter().find(|part| config.said(part).is_some()) else { return Ok(None) };
        let bot_token = token(config, "slack.bot_token", "xoxb-")?;
        let app_token = token(config, "slack.app_token", "xapp-")?;
        let signing_secret = signing_secret(config)?;
        let oauth = oauth(config)?;
        if app_token.is_none() && signing_secret.is_none() {
            let what = "the app-level token (xapp-…) for Socket Mode, from Basic Information in the app's settings; \
                        or set `slack.signing_secret`, where Slack is to call us over HTTP";
            return Err(ConfigError::Missing("slack.app_token", what, first));
        }
        if bot_token.is_none() && oauth.is_none() {
            let what = "the token (xoxb-…) we speak with, from OAuth & Permissions in the app's settings; \
                        or set `slack.client_id`, where people install the app themselves";
            return Err(ConfigError::Missing("slack.bot_token", what, first));
        }
        Ok(Some(Self {
            bot_token,
            app_token,
            signing_secret,
            oauth,
            team: team(config)?,
            channels: channels(config)?,
            connections: connections(config)?,
            api_url: address(config, "slack.api_url")?.unwrap_or_default(),
        }))
    }
}

/// A token, of the kind that its first letters say: <https://docs.slack.dev/authentication/tokens>
fn token(
    config: &Config,
    key: &'static str,
    prefix: &'static str,
) -> Result<Option<SecretString>, ConfigError> {
    let Some(value) = config.said(key) else { return Ok(None) };
    if value.starts_with(prefix) {
        return Ok(Some(value.into()));
    }
    let why = match value.split_once('-').map_or("", |(kind, _)| kind) {
        "xoxb" => "holds a bot token (xoxb-…), which belongs in `slack.bot_token`: swap the two".to_owned(),
        "xapp" => {
            "holds an app-level token (xapp-…), which belongs in `slack.app_token`: swap the two".to_owned()
        }
        "xoxp" => {
            format!("holds the token of a person (xoxp-…); a token that begins with {prefix} is needed")
        }
        _ => format!("does not begin with {prefix}: copy the whole token from the app's settings"),
    };
    Err(ConfigError::Secret(key, config.origin(key), why))
}

fn signing_secret(config: &Config) -> Result<Option<SecretString>, ConfigError> {
    const KEY: &str = "slack.signing_secret";
    let Some(value) = config.said(KEY) else { return Ok(None) };
    if value.starts_with("xox") || value.starts_with("xapp") {
        let why = "holds a token; the signing secret stands under Basic Information in the app's settings";
        return Err(ConfigError::Secret(KEY, config.origin(KEY), why.to_owned()));
    }
    Ok(Some(value.into()))
}

/// Client id, client secret, our address and the key that seals what comes back: together or not at all.
fn oauth(config: &Config) -> Result<Option<OAuth>, ConfigError> {
    const ID: &str = "slack.client_id";
    const SECRET: &str = "slack.client_secret";
    let (id, secret) = match (config.said(ID), config.said(SECRET)) {
        (None, None) => return Ok(None),
        (Some(_), None) => {
            return Err(ConfigError::Missing(SECRET, "the app's client secret, to install it", ID));
        }
        (None, Some(_)) => {
            return Err(ConfigError::Missing(ID, "the app's client id, to install it", SECRET));
        }
        (Some(id), Some(secret)) => (id, secret),
    };
    if config.seal.is_none() {
        let what = "it seals the tokens of those who install the app; make one with: openssl rand -base64 32";
        return Err(ConfigError::Missing("secret_key", what, ID));
    }
    let Some(public_url) = address(config, "public_url")? else {
        let what = "where Slack sends people back to after they have installed the app, such as https://mandorla.example";
        return Err(ConfigError::Missing("public_url", what, ID));
    };
    Ok(Some(OAuth {
        client_id: id.to_owned(),
        client_secret: secret.into(),
        public_url,
        authorize_url: address(config, "slack.authorize_url")?.unwrap_or_default(),
    }))
}

fn team(config: &Config) -> Result<Option<String>, ConfigError> {
    const KEY: &str = "slack.team";
    match config.said(KEY) {
        Some(value) if !is_id(value, &['T', 'E']) => {
            let wanted =
                "the workspace's id, which begins with T and stands in the address of Slack in a browser";
            Err(ConfigError::Value(KEY, value.to_owned(), config.origin(KEY), wanted))
        }
        team => Ok(team.map(str::to_owned)),
    }
}

fn channels(config: &Config) -> Result<Vec<String>, ConfigError> {
    const KEY: &str = "slack.channels";
    let channels = listed(config.said(KEY).unwrap_or_default());
    match channels.iter().find(|channel| !is_id(channel, &['C', 'G', 'D'])) {
        // A name changes, and a renamed channel would fall silent.
        Some(wrong) => {
            let wanted =
                "ids such as C0123ABCD, not names: they stand at the end of a channel's details in Slack";
            Err(ConfigError::Value(KEY, wrong.clone(), config.origin(KEY), wanted))
        }
        None => Ok(channels),
    }
}

fn connections(config: &Config) -> Result<usize, ConfigError> {
    const KEY: &str = "slack.connections";
    let value = config.said(KEY).unwrap_or("2");
    match value.parse() {
        Ok(connections) if (1..=MOST_CONNECTIONS).contains(&connections) => Ok(connections),
        _ => Err(ConfigError::Value(KEY, value.to_owned(), config.origin(KEY), "a number from 1 to 10")),
    }
}

/// Whether a text looks like one of Slack's ids, which begin with a letter for their kind.
fn is_id(text: &str, kinds: &[char]) -> bool {
    text.starts_with(kinds)
        && text.len() > 1
        && text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    fn config(settings: &[(&'static str, &str)]) -> Config {
        let none = tempfile::NamedTempFile::new().unwrap();
        let flags: Vec<_> = settings.iter().map(|(key, value)| (*key, (*value).to_owned())).collect();
        Config::read(Some(none.path()), |_| None, &flags).unwrap()
    }

    fn refused(settings: &[(&'static str, &str)]) -> String {
        SlackSettings::read(&config(settings)).unwrap_err().to_string()
    }

    fn read(settings: &[(&'static str, &str)]) -> SlackSettings {
        SlackSettings::read(&config(settings)).unwrap().expect("it is set up")
    }

    #[test]
    fn off_until_something_of_it_is_set() {
        assert!(SlackSettings::read(&config(&[])).unwrap().is_none());
        let named = [("slack.team", "T1"), ("slack.channels", "#general"), ("slack.connections", "many")];
        assert!(SlackSettings::read(&config(&named)).unwrap().is_none());
    }

    #[test]
    fn each_way_in_is_whole() {
        let socket = read(&[("slack.bot_token", "xoxb-1"), ("slack.app_token", " xapp-1 ")]);
        assert_eq!(socket.app_token.unwrap().expose_secret(), "xapp-1");
        assert_eq!((socket.connections, socket.api_url.as_str()), (2, "https://slack.com/api"));
        assert!(socket.signing_secret.is_none() && socket.oauth.is_none());
        let signed = read(&[("slack.bot_token", "xoxb-1"), ("slack.signing_secret", "8f7d")]);
        assert!(signed.app_token.is_none() && signed.signing_secret.is_some());
        let oauth = read(&[
            ("slack.signing_secret", "8f7d"),
            ("slack.client_id", "12.34"),
            ("slack.client_secret", "abc"),
            ("secret_key", KEY),
            ("public_url", "https://mandorla.example/"),
            ("slack.team", "T0123"),
            ("slack.channels", "C1, G2"),
        ]);
        let installs = oauth.oauth.unwrap();
        assert_eq!(installs.public_url, "https://mandorla.example");
        assert_eq!(installs.authorize_url, "https://slack.com/oauth/v2/authorize");
        assert_eq!((oauth.team.as_deref(), oauth.channels), (Some("T0123"), vec!["C1".into(), "G2".into()]));
    }

    #[test]
    fn half_a_configuration_names_what_is_missing() {
        let all = [
            ("slack.signing_secret", "8f7d"),
            ("slack.client_id", "12.34"),
            ("slack.client_secret", "abc"),
            ("secret_key", KEY),
            ("public_url", "https://mandorla.example"),
        ];
        for (left_out, (key, _)) in all.iter().enumerate() {
            let mut some = all.to_vec();
            some.remove(left_out);
            let named = if *key == "slack.signing_secret" { "slack.app_token" } else { key };
            let said = refused(&some);
            assert!(said.starts_with(&format!("`{named}` is missing: ")), "{said}");
        }
        assert!(refused(&[("slack.app_token", "xapp-1")]).starts_with("`slack.bot_token` is missing: "));
        let said = refused(&[("slack.bot_token", "xoxb-1")]);
        assert!(said.starts_with("`slack.app_token` is missing: ") && said.contains("slack.signing_secret"));
    }

    #[test]
    fn what_stands_in_the_wrong_place_is_told_and_not_repeated() {
        let swapped = refused(&[("slack.bot_token", "xapp-1-secret"), ("slack.app_token", "xoxb-2-secret")]);
        assert!(swapped.contains("belongs in `slack.app_token`: swap the two"), "{swapped}");
        let person = refused(&[("slack.bot_token", "xoxp-secret"), ("slack.app_token", "xapp-1")]);
        assert!(person.contains("the token of a person"), "{person}");
        let cut = refused(&[("slack.bot_token", "secret"), ("slack.app_token", "xapp-1")]);
        assert!(cut.contains("does not begin with xoxb-"), "{cut}");
        let token = refused(&[("slack.bot_token", "xoxb-1"), ("slack.signing_secret", "xoxb-secret")]);
        for said in [swapped, person, cut, token] {
            assert!(
                !said.contains("secret\"") && !said.contains("-secret") && said.contains("(from --slack."),
                "{said}"
            );
        }
        let base = [("slack.bot_token", "xoxb-1"), ("slack.app_token", "xapp-1")];
        let with = |key, value| refused(&[base[0], base[1], (key, value)]);
        assert!(with("slack.channels", "C1,#general").contains("\"#general\""));
        assert!(with("slack.team", "Acme").contains("begins with T"));
        assert!(with("slack.connections", "11").contains("a number from 1 to 10"));
        assert!(with("slack.api_url", "slack.com").contains("begins with https://"));
    }

    #[test]
    fn secrets_are_not_printed() {
        let config = config(&[
            ("slack.bot_token", "xoxb-hush"),
            ("slack.app_token", "xapp-hush"),
            ("slack.signing_secret", "sig:hush"),
            ("slack.client_secret", "hush"),
            ("secret_key", "aHVzaCBodXNoIGh1c2ggaHVzaCBodXNoIGh1c2ggaHU="),
        ]);
        let described = config.describe();
        assert!(!described.contains("hush") && !described.contains("aHVza"), "{described}");
        assert!(described.contains("slack.bot_token = \"…\"") && described.contains("slack.team = \"\""));
        let settings = read(&[("slack.bot_token", "xoxb-hush"), ("slack.app_token", "xapp-hush")]);
        assert!(!format!("{settings:?}{config:?}").contains("hush"));
    }
}
