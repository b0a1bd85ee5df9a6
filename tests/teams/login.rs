//! Our own token: asked for once, kept, and asked for anew when it is not taken.

use std::collections::HashMap;

use data_encoding::BASE64URL_NOPAD;
use mandorla::chat::teams::{
    connector::{Address, Kind, Sent},
    login::{Certificate, Credential},
};
use ring::{
    digest,
    signature::{RSA_PSS_2048_8192_SHA256, RsaPublicKeyComponents},
};
use rustls_pki_types::{CertificateDer, pem::PemObject};
use secrecy::ExposeSecret;
use serde_json::{Value as Json, json};

use crate::microsoft::{APP, Microsoft, now, quick};

fn form(body: &str) -> HashMap<String, String> {
    url::form_urlencoded::parse(body.as_bytes()).into_owned().collect()
}

#[tokio::test]
async fn a_secret_gives_one_token_to_all() {
    let microsoft = Microsoft::start().await;
    let login = microsoft.login(Credential::Secret("s3cret".into()));
    let all = futures_util::future::join_all((0..10).map(|_| login.token())).await;
    assert!(all.into_iter().all(|token| token.unwrap().expose_secret() == "token-1"));
    let heard = microsoft.heard("/token");
    assert_eq!(heard.len(), 1);
    let form = form(&heard[0].body);
    let expected = [
        ("grant_type", "client_credentials"),
        ("client_id", APP),
        ("client_secret", "s3cret"),
        ("scope", "https://api.botframework.com/.default"),
    ];
    assert_eq!(form, expected.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
}

#[tokio::test]
async fn a_certificate_signs_for_itself() {
    let microsoft = Microsoft::start().await;
    let pem = [include_str!("keys/two.pem"), include_str!("keys/certificate.pem")].concat();
    let certificate = Certificate::from_pem(&pem).unwrap();
    microsoft.login(Credential::Certificate(Box::new(certificate))).token().await.unwrap();
    let form = form(&microsoft.heard("/token")[0].body);
    assert_eq!(form["client_assertion_type"], "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    assert!(!form.contains_key("client_secret"));
    let assertion = &form["client_assertion"];
    let header = jsonwebtoken::decode_header(assertion).unwrap();
    let der = CertificateDer::from_pem_slice(pem.as_bytes()).unwrap();
    let thumbprint = BASE64URL_NOPAD.encode(digest::digest(&digest::SHA256, &der).as_ref());
    assert_eq!(header.x5t_s256, Some(thumbprint));
    let jwks: Json = serde_json::from_str(include_str!("keys/jwks.json")).unwrap();
    assert_eq!(header.alg, jsonwebtoken::Algorithm::PS256, "what goes with a thumbprint by SHA-256");
    let (message, signature) = assertion.rsplit_once('.').unwrap();
    let bytes = |text: &str| BASE64URL_NOPAD.decode(text.as_bytes()).unwrap();
    let key = RsaPublicKeyComponents { n: bytes(jwks["keys"][1]["n"].as_str().unwrap()), e: bytes("AQAB") };
    key.verify(&RSA_PSS_2048_8192_SHA256, message.as_bytes(), &bytes(signature)).unwrap();
    let claims: Json = serde_json::from_slice(&bytes(message.split_once('.').unwrap().1)).unwrap();
    assert_eq!(claims["aud"], format!("{}token", microsoft.url()));
    assert_eq!((claims["iss"].as_str(), claims["sub"].as_str()), (Some(APP), Some(APP)));
    assert_eq!(claims["exp"].as_i64().unwrap() - now().as_second(), 600);
    assert!(claims["jti"].as_str().unwrap().len() > 16);
    assert_eq!(Certificate::from_pem("nothing").err(), Some("there is no private key in it"));
    assert_eq!(
        Certificate::from_pem(include_str!("keys/two.pem")).err(),
        Some("there is no certificate in it")
    );
}

#[tokio::test]
async fn a_token_is_renewed_shortly_before_its_end() {
    for (lives, asked) in [(299, 2), (301, 1)] {
        let microsoft = Microsoft::start().await;
        microsoft.set_lives(lives);
        let login = microsoft.login(Credential::Secret("s3cret".into()));
        login.token().await.unwrap();
        login.token().await.unwrap();
        assert_eq!(microsoft.heard("/token").len(), asked, "a token of {lives} seconds");
    }
}

fn somewhere(microsoft: &Microsoft) -> Address {
    Address { service_url: microsoft.url().to_owned(), conversation: "a:dana".to_owned() }
}

#[tokio::test]
async fn a_token_that_is_not_taken_is_replaced_once() {
    let microsoft = Microsoft::start().await;
    let connector = microsoft.connector(quick());
    microsoft.script(&[(401, None)]);
    let sent = connector.send(&somewhere(&microsoft), &json!({ "type": "message" }).into()).await;
    assert_eq!(sent, Sent::Sent { id: Some("sent-1".to_owned()) });
    let tokens: Vec<String> = microsoft.heard("/v3").into_iter().map(|one| one.token).collect();
    assert_eq!(tokens, ["Bearer token-1", "Bearer token-2"]);
    microsoft.script(&[(401, None), (401, None)]);
    let sent = connector.send(&somewhere(&microsoft), &json!({ "type": "message" }).into()).await;
    assert!(matches!(sent, Sent::Refused { why } if why.contains("sign-in")));
    assert_eq!(microsoft.heard("/v3").len(), 2);
}

#[tokio::test]
async fn a_sign_in_that_is_denied_says_what_to_look_at() {
    let microsoft = Microsoft::start().await;
    let options = microsoft.settings();
    let nowhere = options.token_url.replace("/token", "/v3/denied");
    microsoft.script(&[(400, None)]);
    let login = mandorla::chat::teams::login::Login::new(
        mandorla::chat::teams::connector::client(&quick()).unwrap(),
        &nowhere,
        "tenant",
        APP,
        Credential::Secret("wrong".into()),
        std::sync::Arc::new(now),
    );
    let trouble = login.token().await.unwrap_err();
    assert_eq!(trouble.kind, Kind::Auth);
    assert!(!trouble.to_string().contains("wrong"), "{trouble}");
}
