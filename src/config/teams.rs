//! Teams' settings: the bot's registration and one way to prove that we are it, or none of it. Half a configuration is
//! refused at start with the name of what is missing.

use std::fs;

use secrecy::{ExposeSecret, SecretString};

use super::{Config, ConfigError, address, listed};

const APP_ID: &str = "teams.app_id";
const TENANT: &str = "teams.tenant";
const SECRET: &str = "teams.client_secret";
const CERTIFICATE: &str = "teams.certificate";
const AN_APP_ID: &str = "the Microsoft App ID, such as 5f0e1b7a-0c1e-4a58-9d8e-0a7f3a6c2b10";

/// Teams, as somebody has set it up.
#[derive(Clone, Debug)]
pub struct TeamsSettings {
    /// The bot's registration: a GUID.
    pub app_id: String,
    /// The bot's own tenant: a GUID.
    pub tenant: String,
    pub proof: Proof,
    /// The tenants whose people may ask; empty: the bot's own alone.
    pub tenants: Vec<String>,
    /// The channels, teams and group chats in which we answer; empty: all.
    pub channels: Vec<String>,
    /// Answers for one person stay in the channel, shown to that person alone.
    pub targeted: bool,
    pub token_url: String,
    pub openid_url: String,
    /// Hosts that get our token beside Microsoft's own.
    pub service_hosts: Vec<String>,
    /// Where Teams reaches us, without a slash at the end, if somebody said it.
    pub public_url: Option<String>,
}

/// How we prove to Microsoft that we are the bot.
#[derive(Clone, Debug)]
pub enum Proof {
    Secret(SecretString),
    /// A private key and its certificate, both in PEM.
    Certificate(SecretString),
}

impl TeamsSettings {
    /// Reads them; nothing where Teams is not set up.
    ///
    /// # Errors
    /// When a part is missing or cannot be what it should be.
    pub fn read(config: &Config) -> Result<Option<Self>, ConfigError> {
        let parts = [APP_ID, TENANT, SECRET, CERTIFICATE];
        let Some(first) = parts.into_iter().find(|part| config.said(part).is_some()) else { return Ok(None) };
        let needed = |key: &'static str, what| {
            config.said(key).map(str::to_owned).ok_or(ConfigError::Missing(key, what, first))
        };
        let app_id = needed(APP_ID, "the Microsoft App ID of the bot's registration in Azure")?;
        let tenant = needed(TENANT, "the App Tenant ID of the bot's registration in Azure")?;
        Ok(Some(Self {
            app_id: guid(config, APP_ID, &app_id, AN_APP_ID)?,
            // What Teams sends names tenants by their ids alone: a domain would let nobody in.
            tenant: guid(
                config,
                TENANT,
                &tenant,
                "the App Tenant ID, a GUID such as 72f988bf-86f1-41af-91ab-2d7cd011db47",
            )?,
            proof: proof(config, first)?,
            tenants: tenants(config)?,
            channels: listed(config.said("teams.channels").unwrap_or_default()),
            targeted: config.switch("teams.targeted")?,
            token_url: needed("teams.token_url", "where our token comes from")?,
            openid_url: address(config, "teams.openid_url")?.unwrap_or_default(),
            service_hosts: listed(config.said("teams.service_hosts").unwrap_or_default()),
            public_url: address(config, "public_url")?,
        }))
    }

    /// Whether people of a tenant may ask.
    pub fn lets_in(&self, tenant: &str) -> bool {
        let own = std::slice::from_ref(&self.tenant);
        let allowed = if self.tenants.is_empty() { own } else { &self.tenants };
        allowed.iter().any(|allowed| allowed.eq_ignore_ascii_case(tenant))
    }
}

/// The id that the app's manifest needs, whether the rest is set up or not; in small letters.
///
/// # Errors
/// When it is no GUID.
pub fn teams_app_id(config: &Config) -> Result<Option<String>, ConfigError> {
    config.said(APP_ID).map(|said| guid(config, APP_ID, said, AN_APP_ID)).transpose()
}

fn tenants(config: &Config) -> Result<Vec<String>, ConfigError> {
    const KEY: &str = "teams.tenants";
    let listed = listed(config.said(KEY).unwrap_or_default());
    listed
        .iter()
        .map(|tenant| {
            guid(config, KEY, tenant, "the tenants' ids, which are GUIDs, with commas between them")
        })
        .collect()
}

fn guid(config: &Config, key: &'static str, said: &str, wanted: &'static str) -> Result<String, ConfigError> {
    match is_guid(said) {
        true => Ok(said.to_lowercase()),
        false => Err(ConfigError::Value(key, said.to_owned(), config.origin(key), wanted)),
    }
}

fn proof(config: &Config, first: &'static str) -> Result<Proof, ConfigError> {
    match (config.said(SECRET), config.said(CERTIFICATE)) {
        (Some(secret), None) if is_guid(secret) => {
            let why = "is the id of a secret; copy its value, which Azure shows once, or make a new one";
            Err(ConfigError::Secret(SECRET, config.origin(SECRET), why.to_owned()))
        }
        (Some(secret), None) => Ok(Proof::Secret(secret.into())),
        (None, Some(file)) => {
            let pem = fs::read_to_string(file)
                .map_err(|error| ConfigError::Unreadable(file.into(), error))
                .map(SecretString::from)?;
            let text = pem.expose_secret();
            if !(text.contains("PRIVATE KEY-----") && text.contains("BEGIN CERTIFICATE-----")) {
                let wanted = "a PEM file that holds both the private key and the certificate";
                return Err(ConfigError::Value(
                    CERTIFICATE,
                    file.to_owned(),
                    config.origin(CERTIFICATE),
                    wanted,
                ));
            }
            Ok(Proof::Certificate(pem))
        }
        (Some(_), Some(file)) => {
            let wanted = "either a client secret or a certificate, and empty the other";
            Err(ConfigError::Value(CERTIFICATE, file.to_owned(), config.origin(CERTIFICATE), wanted))
        }
        (None, None) => {
            let what = "a client secret of the bot's registration; or set `teams.certificate`";
            Err(ConfigError::Missing(SECRET, what, first))
        }
    }
}

/// 8-4-4-4-12 hexadecimal digits (RFC 9562).
fn is_guid(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.chars().all(|c| c == '-' || c.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    const APP: (&str, &str) = (APP_ID, "5F0E1B7A-0c1e-4a58-9d8e-0a7f3a6c2b10");
    const HOME: (&str, &str) = (TENANT, "72f988bf-86f1-41af-91ab-2d7cd011db47");

    fn config(settings: &[(&'static str, &str)]) -> Config {
        let none = tempfile::NamedTempFile::new().unwrap();
        let flags: Vec<_> = settings.iter().map(|(key, value)| (*key, (*value).to_owned())).collect();
        Config::read(Some(none.path()), |_| None, &flags).unwrap()
    }

    fn refused(settings: &[(&'static str, &str)]) -> String {
        TeamsSettings::read(&config(settings)).unwrap_err().to_string()
    }

    #[test]
    fn off_until_something_of_it_is_set() {
        assert!(TeamsSettings::read(&config(&[("teams.channels", "19:x")])).unwrap().is_none());
    }

    #[test]
    fn a_secret_or_a_certificate() {
        let secret = TeamsSettings::read(&config(&[APP, HOME, (SECRET, "a8Q~x")])).unwrap().unwrap();
        assert!(matches!(secret.proof, Proof::Secret(_)));
        assert_eq!(secret.app_id, "5f0e1b7a-0c1e-4a58-9d8e-0a7f3a6c2b10");
        assert!(secret.token_url.contains("{tenant}") && secret.openid_url.starts_with("https://"));
        let file = tempfile::NamedTempFile::new().unwrap();
        let path = file.path().to_str().unwrap();
        assert!(refused(&[APP, HOME, (CERTIFICATE, path)]).contains("both the private key"));
        let pem = "-----BEGIN PRIVATE KEY-----\n-----BEGIN CERTIFICATE-----\n";
        fs::write(file.path(), pem).unwrap();
        let certificate = TeamsSettings::read(&config(&[APP, HOME, (CERTIFICATE, path)])).unwrap().unwrap();
        assert!(matches!(certificate.proof, Proof::Certificate(_)));
        assert!(refused(&[APP, HOME, (SECRET, "a"), (CERTIFICATE, path)]).contains("either"));
    }

    #[test]
    fn half_a_configuration_names_what_is_missing() {
        for (settings, missing) in [
            (vec![APP], "teams.tenant"),
            (vec![HOME, (SECRET, "a")], "teams.app_id"),
            (vec![APP, HOME], "teams.client_secret"),
        ] {
            let why = refused(&settings);
            assert!(why.starts_with(&format!("`{missing}` is missing")), "{why}");
        }
        assert!(refused(&[(APP_ID, "mandorla"), HOME]).contains("Microsoft App ID"));
        let domain = refused(&[APP, (TENANT, "acme.onmicrosoft.com"), (SECRET, "a8Q~x")]);
        assert!(domain.contains("App Tenant ID, a GUID"), "a domain would let nobody in: {domain}");
        let others =
            [APP, HOME, (SECRET, "a8Q~x"), ("teams.tenants", "72f988bf-86f1-41af-91ab-2d7cd011db47, acme")];
        assert!(refused(&others).contains("the tenants' ids"));
        let id = refused(&[APP, HOME, (SECRET, APP.1)]);
        assert!(id.contains("copy its value") && !id.contains(APP.1), "{id}");
        assert!(refused(&[APP, HOME, (CERTIFICATE, "/nowhere.pem")]).contains("cannot be read"));
    }
}
