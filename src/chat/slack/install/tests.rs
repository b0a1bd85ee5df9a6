use std::sync::{Arc, Mutex};

use axum::{body::Body, http::Request};
use jiff::Timestamp;
use secrecy::ExposeSecret;
use tower::ServiceExt;

use super::*;
use crate::{
    ask::{Ask, Place, Who},
    card::{Audience, Card, Tone},
    chat::{
        Member, Reply,
        slack::{Installation, Tokens},
    },
};

/// A house that keeps installations, and a Slack that gives a new token each time.
#[derive(Clone, Default)]
struct Stand {
    installed: Arc<Mutex<Vec<(String, String)>>>,
    exchanged: Arc<Mutex<Vec<String>>>,
    broken: bool,
}

impl Exchange for Stand {
    type Trouble = &'static str;

    async fn exchange(
        &self,
        client_id: &str,
        client_secret: &SecretString,
        code: &str,
        redirect_uri: &str,
        _: Timestamp,
    ) -> Result<NewInstallation, &'static str> {
        assert_eq!((client_id, client_secret.expose_secret()), ("12.34", "hush"));
        assert_eq!(redirect_uri, "https://mandorla.example/slack/oauth");
        if code == "spent" {
            return Err("invalid_code");
        }
        let mut exchanged = self.exchanged.lock().unwrap();
        exchanged.push(code.to_owned());
        Ok(NewInstallation {
            team: if code == "home" { "T0HOME" } else { "T1" }.to_owned(),
            team_name: "<b>Acme & Co</b>".to_owned(),
            bot_user: "U0BOT".to_owned(),
            installer: None,
            scopes: String::new(),
            tokens: Tokens { bot: format!("xoxb-{}", exchanged.len()).into(), rotation: None },
        })
    }
}

impl House for Stand {
    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH
    }

    async fn answer(&self, _: i64, _: Ask) -> Reply {
        unreachable!("nobody asks")
    }

    async fn home(&self, _: i64, _: Ask, _: Vec<Place>) -> Vec<Card> {
        unreachable!("nobody looks")
    }

    fn adopt(&self, _: String, _: String, _: SecretString) {
        unreachable!("there is no token of the settings")
    }

    async fn openings(&self, _: i64, _: Who, _: Place) -> Vec<String> {
        Vec::new()
    }

    async fn about(&self, _: i64, _: Ask) -> Vec<String> {
        Vec::new()
    }

    async fn first(&self, _: i64, _: String) -> Result<bool, Card> {
        Ok(true)
    }

    async fn forget(&self, _: i64, _: String) -> Result<(), Card> {
        Ok(())
    }

    async fn installation(&self, _: &str) -> Result<Option<Installation>, Card> {
        Ok(None)
    }

    async fn install(&self, new: NewInstallation) -> Result<Installation, Card> {
        if self.broken {
            let title = vec!["The disk is <full>".into()];
            let (blocks, actions) = (Vec::new(), Vec::new());
            return Err(Card { title, tone: Tone::Problem, blocks, actions, audience: Audience::Asker });
        }
        let mut installed = self.installed.lock().unwrap();
        installed.retain(|(team, _)| *team != new.team);
        installed.push((new.team.clone(), new.tokens.bot.expose_secret().to_owned()));
        Ok(Installation { team: new.team, workspace: 7, bot_user: new.bot_user, tokens: new.tokens })
    }

    async fn rotate(&self, _: &str, _: &str, tokens: Tokens) -> Result<Tokens, Card> {
        Ok(tokens)
    }

    async fn uninstall(&self, _: &str, _: &str) -> Result<(), Card> {
        Ok(())
    }

    async fn member(&self, _: i64, _: &str, _: &str) -> Result<Option<Member>, Card> {
        Ok(None)
    }

    async fn remember_member(&self, _: i64, _: &str, _: &str, _: &Member) -> Result<(), Card> {
        Ok(())
    }

    async fn file(&self, _: i64, _: &str, _: &str) -> Option<String> {
        None
    }

    async fn remember_file(&self, _: i64, _: &str, _: &str, _: &str) {}

    async fn forget_file(&self, _: i64, _: &str, _: &str, _: &str) {}
}

/// Somebody with a browser.
struct Browser {
    stand: Stand,
    router: Router,
}

/// What the browser got.
struct Got {
    status: StatusCode,
    headers: HeaderMap,
    page: String,
}

impl Got {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl Browser {
    fn new(public_url: &str, broken: bool) -> Self {
        let stand = Stand { broken, ..Stand::default() };
        let oauth = OAuth {
            client_id: "12.34".to_owned(),
            client_secret: "hush".into(),
            public_url: public_url.to_owned(),
            authorize_url: "https://slack.com/oauth/v2/authorize".to_owned(),
        };
        let homes = Homes::new(Some("T0HOME"), "my company");
        Self { router: router(stand.clone(), stand.clone(), oauth, homes), stand }
    }

    fn https() -> Self {
        Self::new("https://mandorla.example", false)
    }

    async fn get(&self, path: &str, cookie: &str) -> Got {
        let request = Request::get(path).header(header::COOKIE, cookie).body(Body::empty()).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let page = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        let page = String::from_utf8(page.into()).unwrap();
        let got = Got { status: parts.status, headers: parts.headers, page };
        assert_eq!(got.header("cache-control"), "no-store", "{path}");
        assert!(!got.page.contains("<script") && !got.page.contains("style="));
        got
    }

    /// Goes to Slack: the state that it is sent with, and the cookie.
    async fn begin(&self) -> (String, String) {
        let got = self.get("/slack/install", "").await;
        assert_eq!(got.status, StatusCode::FOUND);
        let location = Url::parse(got.header("location")).unwrap();
        let state = location.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned();
        let cookie = got.header("set-cookie").split(';').next().unwrap().to_owned();
        (state, format!("theme=dark; {cookie}"))
    }

    /// Goes there and comes back with a code.
    async fn installs(&self, code: &str) -> Got {
        let (state, cookie) = self.begin().await;
        self.get(&format!("/slack/oauth?code={code}&state={state}"), &cookie).await
    }

    fn installed(&self) -> Vec<(String, String)> {
        self.stand.installed.lock().unwrap().clone()
    }
}

#[tokio::test]
async fn slack_is_asked_for_what_we_need_and_the_browser_keeps_the_state() {
    let got = Browser::https().get("/slack/install", "").await;
    let location = Url::parse(got.header("location")).unwrap();
    assert!(got.header("location").starts_with("https://slack.com/oauth/v2/authorize?"));
    let asked = |name: &str| location.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned();
    assert_eq!(asked("client_id"), "12.34");
    assert_eq!(asked("redirect_uri"), "https://mandorla.example/slack/oauth");
    let scopes = asked("scope");
    let scopes: Vec<&str> = scopes.split(',').collect();
    assert!(scopes.len() > 5 && scopes.contains(&"app_mentions:read") && scopes.contains(&"commands"));
    assert_eq!(asked("state").len(), 43);
    let cookie = got.header("set-cookie");
    let state = asked("state");
    assert_eq!(cookie, format!("mandorla_slack_state={state}; Max-Age=600; HttpOnly; SameSite=Lax; Secure"));
    let plain = Browser::new("http://127.0.0.1:8080", false).get("/slack/install", "").await;
    assert!(!plain.header("set-cookie").contains("Secure"));
    assert_ne!(plain.header("set-cookie")[..40], cookie[..40], "another state each time");
}

/// Where a browser sends a cookie that was set at an address: RFC 6265, sections 5.1.4 and 5.2.4.
fn sent_to(set_cookie: &str, at: &Url) -> String {
    let path = set_cookie.split("; ").find_map(|part| part.strip_prefix("Path="));
    path.unwrap_or_else(|| at.path().rsplit_once('/').unwrap().0).to_owned()
}

#[tokio::test]
async fn below_a_path_that_a_proxy_takes_away_everything_is_found_again() {
    let browser = Browser::new("https://mandorla.example/tools", false);
    let seen = |path: &str| Url::parse(&format!("https://mandorla.example/tools{path}")).unwrap();
    let (begun, back) = (seen("/slack/install"), seen("/slack/oauth"));
    let got = browser.get("/slack/install", "").await;
    assert!(back.path().starts_with(&sent_to(got.header("set-cookie"), &begun)));
    let refused = browser.get("/slack/oauth", "").await;
    let over = refused.header("set-cookie");
    assert_eq!(sent_to(over, &back), sent_to(got.header("set-cookie"), &begun), "the same cookie goes");
    let link = refused.page.split("href=\"").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(back.join(link).unwrap(), begun);
}

#[tokio::test]
async fn who_installs_reads_what_to_do_next() {
    let browser = Browser::https();
    let got = browser.installs("one").await;
    assert_eq!(got.status, StatusCode::OK, "{}", got.page);
    assert_eq!(browser.installed(), [("T1".to_owned(), "xoxb-1".to_owned())]);
    assert!(got.page.contains("<h1>Mandorla is in &lt;b&gt;Acme &amp; Co&lt;/b&gt;</h1>"), "{}", got.page);
    assert!(got.page.contains("/invite @Mandorla") && got.page.contains("/overlap"));
    assert!(got.page.contains("mandorla --workspace T1 import *.csv"), "{}", got.page);
    assert!(!got.page.contains("xoxb"));
    assert!(
        got.header("set-cookie").starts_with("mandorla_slack_state=; ")
            && got.header("set-cookie").contains("Max-Age=0;")
    );
    assert!(got.header("content-security-policy").contains("default-src 'none'"));
    // Again: the new token in place of the old one.
    browser.installs("two").await;
    assert_eq!(browser.installed(), [("T1".to_owned(), "xoxb-2".to_owned())]);
    let home = browser.installs("home").await;
    assert!(home.page.contains("mandorla --workspace &#39;my company&#39; import"), "{}", home.page);
}

#[tokio::test]
async fn only_who_began_may_end_and_once() {
    let browser = Browser::https();
    let (state, cookie) = browser.begin().await;
    let (other, _) = browser.begin().await;
    let name = "mandorla_slack_state";
    for (path, cookie) in [
        (format!("/slack/oauth?code=one&state={other}"), cookie.clone()),
        (format!("/slack/oauth?code=one&state={state}x"), cookie.clone()),
        (format!("/slack/oauth?code=one&state={state}"), String::new()),
        (format!("/slack/oauth?code=one&state={state}"), format!("x{name}={state}")),
        ("/slack/oauth?code=one".to_owned(), cookie.clone()),
        ("/slack/oauth?code=one&state=".to_owned(), format!("{name}=")),
        ("/slack/oauth".to_owned(), String::new()),
    ] {
        let got = browser.get(&path, &cookie).await;
        assert_eq!(got.status, StatusCode::FORBIDDEN, "{path} {cookie}");
        assert!(got.page.contains("href=\"install\""));
    }
    let way = format!("/slack/oauth?code=one&state={state}");
    assert_eq!(browser.get(&way, &cookie).await.status, StatusCode::OK);
    assert_eq!(browser.get(&way, &cookie).await.status, StatusCode::FORBIDDEN, "it works once");
    assert_eq!(browser.stand.exchanged.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_no_is_taken_kindly_and_trouble_says_what_next() {
    let browser = Browser::https();
    let (state, cookie) = browser.begin().await;
    let got = browser.get(&format!("/slack/oauth?error=access_denied&state={state}"), &cookie).await;
    assert_eq!(got.status, StatusCode::OK);
    assert!(got.page.contains("<h1>Nothing was installed</h1>"), "{}", got.page);
    let got = browser.get(&format!("/slack/oauth?error=%3Ci%3E&state={state}"), &cookie).await;
    assert_eq!(got.status, StatusCode::BAD_GATEWAY);
    assert!(!got.page.contains("<i>"));
    let failed = browser.installs("spent").await;
    assert_eq!(failed.status, StatusCode::BAD_GATEWAY);
    assert!(failed.page.contains("slack.client_secret") && !failed.page.contains("invalid_code"));
    assert!(browser.installed().is_empty());
    let broken = Browser::new("https://mandorla.example", true).installs("one").await;
    assert_eq!(broken.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(broken.page.contains("The disk is &lt;full&gt;") && broken.page.contains("Nothing was kept"));
}
