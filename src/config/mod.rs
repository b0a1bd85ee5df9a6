//! Settings: one documented list. A value comes from the default, `mandorla.toml`, a `MANDORLA_*` variable or a flag,
//! each before the ones named earlier; `mandorla config` prints them all and says which it was.

mod list;
mod slack;
mod teams;

use std::{
    collections::BTreeMap,
    fmt,
    ops::RangeInclusive,
    path::{Path, PathBuf},
    str::FromStr,
    sync::Arc,
};

pub use list::{SETTINGS, Setting};
pub use slack::{OAuth, SlackSettings};
pub use teams::{Proof, TeamsSettings, teams_app_id};

use crate::seal::Seal;

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    Default,
    File(PathBuf),
    Variable(String),
    Flag(&'static str),
}

impl fmt::Display for Origin {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => out.write_str("default"),
            Self::File(path) => write!(out, "{}", path.display()),
            Self::Variable(name) => out.write_str(name),
            Self::Flag(name) => write!(out, "--{name}"),
        }
    }
}

/// The settings in force.
#[derive(Clone)]
pub struct Config {
    pub database_url: String,
    pub auto_migrate: bool,
    pub workspace: String,
    /// Only if somebody set it: an existing workspace keeps its own otherwise.
    pub time_zone: Option<String>,
    /// The same for these.
    pub covered_at: Option<usize>,
    pub required_roles: Option<Vec<String>>,
    pub priming_days: Option<i64>,
    pub listen: String,
    pub console: bool,
    pub hosts: Vec<String>,
    pub log: String,
    pub log_json: bool,
    /// Seals the tokens of chats; nothing without a key.
    pub seal: Option<Arc<Seal>>,
    values: Values,
}

impl fmt::Debug for Config {
    /// Without the secrets.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.describe())
    }
}

/// A setting that cannot be used as it is.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("{file} cannot be read: {1}", file = .0.display())]
    Unreadable(PathBuf, std::io::Error),
    #[error("{file} is not TOML: {1}", file = .0.display())]
    NotToml(PathBuf, Box<toml::de::Error>),
    #[error("{file}: there is no setting `{1}`{2}; `mandorla config` lists them all", file = .0.display())]
    Unknown(PathBuf, String, String),
    #[error("`{0}` is {1:?} (from {2}); write {3}")]
    Value(&'static str, String, Origin, &'static str),
    /// The same for a secret, which is not repeated.
    #[error("`{0}` (from {1}) {2}")]
    Secret(&'static str, Origin, String),
    /// Half a platform: what is missing, what that is for, and what asked for it.
    #[error("`{0}` is missing: {1}. It is needed because `{2}` is set; set both, or neither")]
    Missing(&'static str, &'static str, &'static str),
}

impl Config {
    /// Reads the settings. `file` is named by a flag and must exist; without it `mandorla.toml` is read if it is there.
    /// `variable` looks a variable of the environment up.
    pub fn read(
        file: Option<&Path>,
        variable: impl Fn(&str) -> Option<String>,
        flags: &[(&'static str, String)],
    ) -> Result<Self, ConfigError> {
        let mut values: Values = SETTINGS
            .iter()
            .map(|setting| (setting.key, (setting.default.to_owned(), Origin::Default)))
            .collect();
        let usual = Path::new("mandorla.toml");
        if let Some(path) = file.or(usual.exists().then_some(usual)) {
            for (key, value) in read_file(path)? {
                let Some(setting) = SETTINGS.iter().find(|setting| setting.key == key) else {
                    return Err(ConfigError::Unknown(path.to_owned(), key.clone(), nearest(&key)));
                };
                values.insert(setting.key, (value, Origin::File(path.to_owned())));
            }
        }
        for setting in SETTINGS {
            let name = variable_name(setting.key);
            if let Some(value) = variable(&name) {
                values.insert(setting.key, (value, Origin::Variable(name)));
            }
        }
        for (key, value) in flags {
            values.insert(key, (value.clone(), Origin::Flag(key)));
        }
        let text = |key: &str| values[key].0.clone();
        let log_json = match text("log_format").as_str() {
            "json" => true,
            "text" => false,
            other => {
                return Err(ConfigError::Value(
                    "log_format",
                    other.to_owned(),
                    values["log_format"].1.clone(),
                    "text or json",
                ));
            }
        };
        let (zone, origin) = &values["time_zone"];
        if jiff::tz::TimeZone::get(zone).is_err() {
            return Err(ConfigError::Value(
                "time_zone",
                zone.clone(),
                origin.clone(),
                "an IANA name such as Europe/London",
            ));
        }
        Ok(Self {
            database_url: text("database_url"),
            auto_migrate: switch(&values, "auto_migrate")?,
            workspace: text("workspace"),
            time_zone: (*origin != Origin::Default).then(|| zone.clone()),
            covered_at: number(&values, "covered_at", 1..=1000, "a whole number from 1 to 1000")?,
            required_roles: roles(&values)?,
            priming_days: number(&values, "priming_days", 1..=3650, "a number of days from 1 to 3650")?,
            listen: text("listen"),
            console: switch(&values, "console")?,
            hosts: listed(&text("hosts")),
            log: text("log"),
            log_json,
            seal: seal(&values)?,
            values,
        })
    }

    /// A setting as it stands; nothing for an empty one.
    pub(crate) fn said(&self, key: &str) -> Option<&str> {
        self.values.get(key).map(|(value, _)| value.trim()).filter(|value| !value.is_empty())
    }

    fn switch(&self, key: &'static str) -> Result<bool, ConfigError> {
        switch(&self.values, key)
    }

    fn origin(&self, key: &str) -> Origin {
        self.values[key].1.clone()
    }

    /// The same settings for another database and workspace.
    pub fn elsewhere(&self, database_url: String, workspace: &str) -> Self {
        Self { database_url, workspace: workspace.to_owned(), ..self.clone() }
    }

    /// Every setting with its meaning, value and origin; secrets hidden.
    pub fn describe(&self) -> String {
        let mut out = String::new();
        for setting in SETTINGS {
            let (value, origin) = &self.values[setting.key];
            let shown = if setting.secret { hidden(setting.key, value) } else { value.clone() };
            out.push_str(&format!(
                "# {}\n# default {:?}; now from: {origin}; variable: {}\n{} = {shown:?}\n\n",
                setting.about,
                setting.default,
                variable_name(setting.key),
                setting.key,
            ));
        }
        out.trim_end().to_owned() + "\n"
    }
}

type Values = BTreeMap<&'static str, (String, Origin)>;

/// A setting that is on or off.
fn switch(values: &Values, key: &'static str) -> Result<bool, ConfigError> {
    let (value, origin) = &values[key];
    match value.as_str() {
        "true" | "yes" | "on" | "1" => Ok(true),
        "false" | "no" | "off" | "0" => Ok(false),
        other => Err(ConfigError::Value(key, other.to_owned(), origin.clone(), "true or false")),
    }
}

/// A whole number, if somebody set it.
fn number<N: FromStr + PartialOrd>(
    values: &Values,
    key: &'static str,
    range: RangeInclusive<N>,
    wanted: &'static str,
) -> Result<Option<N>, ConfigError> {
    let (value, origin) = &values[key];
    match value.trim().parse() {
        Ok(number) if range.contains(&number) => Ok((*origin != Origin::Default).then_some(number)),
        _ => Err(ConfigError::Value(key, value.clone(), origin.clone(), wanted)),
    }
}

/// The roles of `required_roles`, if somebody set them. The database joins them by semicolons.
fn roles(values: &Values) -> Result<Option<Vec<String>>, ConfigError> {
    const KEY: &str = "required_roles";
    let (value, origin) = &values[KEY];
    if value.contains(';') {
        let wanted = "roles separated by commas, such as champion, economic buyer";
        return Err(ConfigError::Value(KEY, value.clone(), origin.clone(), wanted));
    }
    Ok((*origin != Origin::Default).then(|| listed(value)))
}

/// A web address without a slash at the end.
///
/// # Errors
/// When it is none.
pub fn address(config: &Config, key: &'static str) -> Result<Option<String>, ConfigError> {
    let Some(value) = config.said(key) else { return Ok(None) };
    let sound = url::Url::parse(value).is_ok_and(|url| {
        matches!(url.scheme(), "http" | "https") && url.query().is_none() && url.fragment().is_none()
    });
    if sound {
        return Ok(Some(value.trim_end_matches('/').to_owned()));
    }
    let wanted = "an address that begins with https:// or http://, without ? and #";
    Err(ConfigError::Value(key, value.to_owned(), config.origin(key), wanted))
}

/// The items of a value that holds several, separated by commas.
fn listed(value: &str) -> Vec<String> {
    value.split(',').map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect()
}

/// The keys of `secret_key`, if there are any.
fn seal(values: &Values) -> Result<Option<Arc<Seal>>, ConfigError> {
    const KEY: &str = "secret_key";
    let (keys, origin) = &values[KEY];
    if keys.trim().is_empty() {
        return Ok(None);
    }
    match Seal::new(keys) {
        Ok(seal) => Ok(Some(Arc::new(seal))),
        Err(error) => Err(ConfigError::Secret(KEY, origin.clone(), error.to_string())),
    }
}

/// The variable that overrides a setting.
fn variable_name(key: &str) -> String {
    format!("MANDORLA_{}", key.replace('.', "_").to_uppercase())
}

/// A secret as it may be shown: the database's URL without its password, anything else as dots.
fn hidden(key: &str, value: &str) -> String {
    if value.is_empty() {
        return String::new();
    }
    match url::Url::parse(value) {
        Ok(mut url) if key == "database_url" => {
            if url.password().is_some() {
                // Cannot fail: a URL with a password has a host.
                let _ = url.set_password(Some("…"));
            }
            url.to_string()
        }
        _ => "…".to_owned(),
    }
}

/// The settings of a file, tables flattened: `[slack] api_url` is `slack.api_url`.
fn read_file(path: &Path) -> Result<Vec<(String, String)>, ConfigError> {
    let text =
        std::fs::read_to_string(path).map_err(|error| ConfigError::Unreadable(path.to_owned(), error))?;
    let table: toml::Table =
        text.parse().map_err(|error| ConfigError::NotToml(path.to_owned(), Box::new(error)))?;
    let mut flat = Vec::new();
    flatten("", &table, &mut flat);
    Ok(flat)
}

fn flatten(prefix: &str, table: &toml::Table, into: &mut Vec<(String, String)>) {
    for (key, value) in table {
        let key = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        match value {
            toml::Value::Table(table) => flatten(&key, table, into),
            toml::Value::String(text) => into.push((key, text.clone())),
            toml::Value::Array(items) => {
                let items: Vec<String> = items
                    .iter()
                    .map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned))
                    .collect();
                into.push((key, items.join(",")));
            }
            other => into.push((key, other.to_string())),
        }
    }
}

fn nearest(key: &str) -> String {
    let score = |setting: &&Setting| {
        (rapidfuzz::distance::osa::normalized_similarity(key.chars(), setting.key.chars()) * 1000.0) as u32
    };
    match SETTINGS.iter().max_by_key(score) {
        Some(setting) if score(&setting) > 500 => format!(" (did you mean `{}`?)", setting.key),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_sources_win_and_secrets_stay_hidden() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("m.toml");
        std::fs::write(
            &file,
            "database_url = \"postgres://me:secret@db/x\"\nconsole = true\nlisten = \"0.0.0.0:1\"\n",
        )
        .unwrap();
        let variable = |name: &str| (name == "MANDORLA_LISTEN").then(|| "127.0.0.1:2".to_owned());
        let config = Config::read(Some(&file), variable, &[("workspace", "acme".to_owned())]).unwrap();
        assert_eq!(config.database_url, "postgres://me:secret@db/x");
        assert!(config.console);
        assert_eq!(config.listen, "127.0.0.1:2");
        assert_eq!(config.workspace, "acme");
        let described = config.describe();
        assert!(!described.contains("secret@"), "{described}");
        assert!(described.contains("now from: MANDORLA_LISTEN"), "{described}");
    }

    #[test]
    fn mistakes_name_the_next_step() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("m.toml");
        let error = |text: &str| {
            std::fs::write(&file, text).unwrap();
            Config::read(Some(&file), |_| None, &[]).unwrap_err().to_string()
        };
        assert!(error("datbase_url = \"x\"").contains("did you mean `database_url`?"));
        assert!(error("console = \"maybe\"").contains("write true or false"));
        assert!(error("time_zone = \"Mars/Base\"").contains("an IANA name"));
        assert!(error("covered_at = 0").contains("from 1 to 1000"));
        assert!(error("priming_days = \"soon\"").contains("a number of days from 1 to 3650"));
        assert!(error("required_roles = \"champion; user\"").contains("separated by commas"));
        assert!(error("= 3").contains("is not TOML"));
        let key = error("secret_key = \"hush hush\"");
        assert!(key.contains("neither base64 nor hex") && !key.contains("hush"), "{key}");
    }
}
