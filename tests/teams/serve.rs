//! The stand-in house behind a real port, for counterparts that are started beside it: see `.ci/teams-playground` and
//! `.ci/teams-tokens`. Without its variable it does nothing.

use mandorla::{
    chat::teams::{
        connector::{Connector, Hosts, Patience, client},
        door::Door,
        http::router,
        login::{Credential, Login},
        token::{Keys, Verifier},
    },
    config::TeamsSettings,
};

use crate::{
    house::House,
    microsoft::{APP, settings},
};

#[expect(clippy::disallowed_methods, reason = "the tests' own switch")]
fn variable(name: &str) -> Option<String> {
    std::env::var(format!("MANDORLA_TEST_TEAMS_{name}")).ok()
}

#[tokio::test]
async fn serves_when_told() {
    let (Some(listen), Some(issuer)) = (variable("LISTEN"), variable("ISSUER")) else { return };
    let house = House::default();
    let tenant = variable("TENANT").unwrap_or_else(|| "tenant".to_owned());
    let settings = TeamsSettings {
        token_url: format!("{issuer}/{{tenant}}/oauth2/v2.0/token"),
        openid_url: format!("{issuer}/v1/.well-known/openidconfiguration"),
        service_hosts: vec!["localhost".to_owned(), "localhost:56150".to_owned()],
        ..settings(&tenant)
    };
    let http = client(&Patience::default()).unwrap();
    #[expect(clippy::disallowed_methods, reason = "the counterpart reads a clock too")]
    let clock = std::sync::Arc::new(jiff::Timestamp::now);
    let secret = Credential::Secret("s".into());
    let login = Login::new(http.clone(), &settings.token_url, &tenant, APP, secret, clock);
    let connector =
        Connector::new(http.clone(), login, Hosts::new(&settings.service_hosts), Patience::default());
    let verifier = Verifier::new(Keys::new(http, &settings.openid_url), APP);
    let listener = tokio::net::TcpListener::bind(listen).await.unwrap();
    axum::serve(listener, router(Door::new(house, connector, settings), verifier)).await.unwrap();
}
