//! Who gets our token: Microsoft's own hosts, over HTTPS, and the stand-ins that a setting names.

use url::Url;

/// Teams' connectors, those of the American government's clouds among them:
/// <https://learn.microsoft.com/azure/bot-service/how-to-deploy-gov-cloud-high>,
/// <https://learn.microsoft.com/microsoftteams/platform/concepts/app-fundamentals-government-cloud>
const HOSTS: &[&str] = &[
    "smba.trafficmanager.net",
    "smba.infra.gcc.teams.microsoft.com",
    "smba.infra.gov.teams.microsoft.us",
    "smba.infra.dod.teams.microsoft.us",
];
const DOMAINS: &[&str] = &[".botframework.com", ".botframework.azure.us"];

/// Where OneDrive for work keeps files.
const STORAGE: &[&str] = &[".sharepoint.com", ".sharepoint.us"];

/// Knows the hosts.
#[derive(Clone, Debug, Default)]
pub struct Hosts {
    /// `host` or `host:port`; whatever the scheme.
    also: Vec<String>,
}

impl Hosts {
    pub fn new(also: &[String]) -> Self {
        Self { also: also.iter().map(|host| host.trim().to_lowercase()).collect() }
    }

    /// The address, if our token may go there.
    pub fn trusted(&self, address: &str) -> Option<Url> {
        let url = Url::parse(address).ok()?;
        let host = url.host_str()?.to_owned();
        if !url.username().is_empty() || url.password().is_some() {
            return None;
        }
        if self.named(&url) {
            return Some(url);
        }
        let known = HOSTS.contains(&host.as_str()) || DOMAINS.iter().any(|domain| host.ends_with(domain));
        (known && url.scheme() == "https" && url.port().is_none()).then_some(url)
    }

    /// The address, if a file may be put there: into somebody's OneDrive, without our token.
    pub fn storage(&self, address: &str) -> Option<Url> {
        let url = Url::parse(address).ok()?;
        let known = STORAGE.iter().any(|domain| url.host_str().is_some_and(|host| host.ends_with(domain)));
        (self.named(&url) || known && url.scheme() == "https").then_some(url)
    }

    fn named(&self, url: &Url) -> bool {
        let Some(host) = url.host_str() else { return false };
        let named = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        self.also.iter().any(|also| also == host || *also == named)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_token_goes_to_microsoft_alone() {
        let hosts = Hosts::default();
        for good in [
            "https://smba.trafficmanager.net/emea/",
            "https://smba.trafficmanager.net/teams",
            "https://SMBA.trafficmanager.net/amer/11111111/",
            "https://webchat.botframework.com/",
        ] {
            assert!(hosts.trusted(good).is_some(), "{good}");
        }
        for bad in [
            "http://smba.trafficmanager.net/emea/",
            "https://smba.trafficmanager.net:8443/",
            "https://evil.trafficmanager.net/",
            "https://smba.trafficmanager.net.evil.example/",
            "https://smba.trafficmanager.net@evil.example/",
            "https://me:pw@smba.trafficmanager.net/",
            "https://evilbotframework.com/",
            "https://botframework.com.evil.example/",
            "http://localhost:56150/_connector",
            "file:///etc/passwd",
            "",
        ] {
            assert!(hosts.trusted(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_setting_names_stand_ins() {
        let hosts = Hosts::new(&["localhost:56150".to_owned(), "127.0.0.1".to_owned()]);
        assert!(hosts.trusted("http://localhost:56150/_connector").is_some());
        assert!(hosts.trusted("http://127.0.0.1:9/").is_some());
        assert!(hosts.trusted("http://localhost:56151/").is_none());
        assert!(hosts.trusted("https://localhost/").is_none());
    }
}
