//! Settings: one documented list. A value comes from the default, `mandorla.toml`, a `MANDORLA_*` variable or a flag,
//! each before the ones named earlier; `mandorla config` prints them all and says which it was.

use std::{
    collections::BTreeMap,
    fmt,
    path::{Path, PathBuf},
};

/// One setting.
pub struct Setting {
    /// As in the file; a dot stands for a table.
    pub key: &'static str,
    pub default: &'static str,
    pub about: &'static str,
    pub secret: bool,
}

/// Every setting, in the order in which `mandorla config` prints them.
pub const SETTINGS: &[Setting] = &[
    Setting {
        key: "database_url",
        default: "sqlite:mandorla.db",
        about: "where the account database is: sqlite:FILE (made on first use) or postgres://USER:PASSWORD@HOST/NAME",
        secret: true,
    },
    Setting {
        key: "auto_migrate",
        default: "true",
        about: "bring the database up to date when it is opened",
        secret: false,
    },
    Setting {
        key: "workspace",
        default: "main",
        about: "the name of the workspace, one company using Mandorla",
        secret: false,
    },
    Setting {
        key: "time_zone",
        default: "UTC",
        about: "the workspace's zone, an IANA name such as Europe/London: every day, week and window is a local one",
        secret: false,
    },
    Setting {
        key: "listen",
        default: "127.0.0.1:8080",
        about: "the address the web part listens on",
        secret: false,
    },
    Setting {
        key: "console",
        default: "false",
        about: "serve the chat console at /; whoever can open it asks as the operator",
        secret: false,
    },
    Setting {
        key: "hosts",
        default: "",
        about: "names, separated by commas, under which the console may be opened beside the machine's own",
        secret: false,
    },
    Setting {
        key: "log",
        default: "warn,sqlx::query=error,mandorla=info",
        about: "what is logged, in tracing's syntax; personal data only ever at debug",
        secret: false,
    },
    Setting { key: "log_format", default: "text", about: "text or json", secret: false },
];

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
#[derive(Clone, Debug)]
pub struct Config {
    pub database_url: String,
    pub auto_migrate: bool,
    pub workspace: String,
    /// Only if somebody set it: an existing workspace keeps its own otherwise.
    pub time_zone: Option<String>,
    pub listen: String,
    pub console: bool,
    pub hosts: Vec<String>,
    pub log: String,
    pub log_json: bool,
    values: BTreeMap<&'static str, (String, Origin)>,
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
}

impl Config {
    /// Reads the settings. `file` is named by a flag and must exist; without it `mandorla.toml` is read if it is there.
    /// `variable` looks a variable of the environment up.
    pub fn read(
        file: Option<&Path>,
        variable: impl Fn(&str) -> Option<String>,
        flags: &[(&'static str, String)],
    ) -> Result<Self, ConfigError> {
        let mut values: BTreeMap<&'static str, (String, Origin)> = SETTINGS
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
        let switch = |key: &'static str| match values[key].0.as_str() {
            "true" | "yes" | "on" | "1" => Ok(true),
            "false" | "no" | "off" | "0" => Ok(false),
            other => Err(ConfigError::Value(key, other.to_owned(), values[key].1.clone(), "true or false")),
        };
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
            auto_migrate: switch("auto_migrate")?,
            workspace: text("workspace"),
            time_zone: (*origin != Origin::Default).then(|| zone.clone()),
            listen: text("listen"),
            console: switch("console")?,
            hosts: text("hosts")
                .split(',')
                .map(|host| host.trim().to_owned())
                .filter(|host| !host.is_empty())
                .collect(),
            log: text("log"),
            log_json,
            values,
        })
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
            let shown = if setting.secret { hidden(value) } else { value.clone() };
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

/// The variable that overrides a setting.
fn variable_name(key: &str) -> String {
    format!("MANDORLA_{}", key.replace('.', "_").to_uppercase())
}

/// A URL without its password, anything else that is secret as dots.
fn hidden(value: &str) -> String {
    match url::Url::parse(value) {
        Ok(mut url) if url.password().is_some() => {
            // Cannot fail: a URL with a password has a host.
            let _ = url.set_password(Some("…"));
            url.to_string()
        }
        Ok(_) => value.to_owned(),
        Err(_) => "…".to_owned(),
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
        assert!(error("= 3").contains("is not TOML"));
    }
}
