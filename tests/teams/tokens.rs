//! Which tokens are Microsoft's: the same verdicts as Microsoft's own validator (see `.ci/teams-tokens`), and the life
//! of the keys.

use data_encoding::BASE64URL_NOPAD;
use jiff::{SignedDuration, ToSpan};
use mandorla::chat::teams::token::{Refused, Verifier};
use ring::hmac;
use serde_json::{Value as Json, json};

use crate::microsoft::{APP, Bot, Microsoft, mint, mint_by, now};

const SERVICE: &str = "https://smba.trafficmanager.net/emea/";

async fn verdict(verifier: &Verifier, authorization: Option<&str>) -> Result<(), Refused> {
    let proof = verifier.verify(authorization, now()).await?;
    proof.allows("msteams", SERVICE)
}

fn part(json: Json) -> String {
    BASE64URL_NOPAD.encode(json.to_string().as_bytes())
}

#[tokio::test]
async fn every_check_has_its_verdict() {
    let microsoft = Microsoft::start().await;
    let verifier = Verifier::new(microsoft.keys(), APP);
    let with = |change: Json| {
        let mut claims = json!({ "serviceurl": SERVICE });
        claims.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        mint(claims)
    };
    let at = now().as_second();
    let good = with(json!({}));
    let (head, rest) = good.split_once('.').unwrap();
    let (claims, signature) = rest.split_once('.').unwrap();
    let hs256 = {
        let message = format!("{}.{claims}", part(json!({ "alg": "HS256", "typ": "JWT", "kid": "one" })));
        let key = hmac::Key::new(hmac::HMAC_SHA256, b"secret");
        format!("{message}.{}", BASE64URL_NOPAD.encode(hmac::sign(&key, message.as_bytes()).as_ref()))
    };
    let none = format!("{}.{claims}.", part(json!({ "alg": "none", "typ": "JWT" })));
    let swapped = format!(
        "{head}.{}.{signature}",
        part(
            json!({ "iss": "https://api.botframework.com", "aud": APP, "exp": at + 9999, "serviceurl": SERVICE })
        )
    );
    let cases: Vec<(&str, String, Result<(), Refused>)> = vec![
        ("good", good.clone(), Ok(())),
        ("other serviceurl", with(json!({ "serviceurl": "https://evil.example/" })), Err(Refused::Service)),
        (
            "serviceurl without its slash",
            with(json!({ "serviceurl": SERVICE.trim_end_matches('/') })),
            Err(Refused::Service),
        ),
        ("no serviceurl", with(json!({ "serviceurl": null })), Err(Refused::Service)),
        (
            "serviceUrl in mixed case",
            with(json!({ "serviceurl": null, "serviceUrl": SERVICE })),
            Err(Refused::Service),
        ),
        ("other audience", with(json!({ "aud": "other" })), Err(Refused::Audience)),
        ("a list of audiences", with(json!({ "aud": [APP] })), Err(Refused::Unreadable)),
        ("no audience", with(json!({ "aud": null })), Err(Refused::Unreadable)),
        ("other issuer", with(json!({ "iss": "https://evil.example/" })), Err(Refused::Issuer)),
        ("no issuer", with(json!({ "iss": null })), Err(Refused::Unreadable)),
        (
            "an emulator's issuer",
            with(json!({ "iss": "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/" })),
            Err(Refused::Issuer),
        ),
        ("expired two minutes ago", with(json!({ "exp": at - 120 })), Ok(())),
        ("expired five minutes ago", with(json!({ "exp": at - 300 })), Err(Refused::Expired)),
        ("expired ten minutes ago", with(json!({ "exp": at - 600 })), Err(Refused::Expired)),
        ("no end", with(json!({ "exp": null })), Err(Refused::Unreadable)),
        ("an end in quotes", with(json!({ "exp": (at + 60).to_string() })), Err(Refused::Unreadable)),
        ("begins in two minutes", with(json!({ "nbf": at + 120 })), Ok(())),
        ("begins in ten minutes", with(json!({ "nbf": at + 600 })), Err(Refused::Early)),
        ("no beginning", with(json!({ "nbf": null })), Ok(())),
        (
            "signed by the other key",
            mint_by("two", "one", json!({ "serviceurl": SERVICE })),
            Err(Refused::Signature),
        ),
        ("the other key, named", mint_by("two", "two", json!({ "serviceurl": SERVICE })), Ok(())),
        ("an unknown key", mint_by("one", "three", json!({ "serviceurl": SERVICE })), Err(Refused::Key)),
        ("a changed signature", format!("{}AAAAAAAA", &good[..good.len() - 8]), Err(Refused::Signature)),
        ("changed claims", swapped, Err(Refused::Signature)),
        ("HS256", hs256, Err(Refused::Algorithm)),
        ("alg none", none, Err(Refused::Unreadable)),
        ("two parts", format!("{head}.{claims}"), Err(Refused::Unreadable)),
        ("not a token", "x".to_owned(), Err(Refused::Unreadable)),
    ];
    for (name, token, expected) in cases {
        assert_eq!(verdict(&verifier, Some(&format!("Bearer {token}"))).await, expected, "{name}");
    }
    for header in [None, Some(""), Some("Bearer"), Some("Bearer ")] {
        assert_eq!(verdict(&verifier, header).await, Err(Refused::Missing), "{header:?}");
    }
    for header in [format!("bearer {good}"), format!("Basic {good}"), format!("Bearer  {good}"), good.clone()]
    {
        assert_eq!(verdict(&verifier, Some(&header)).await, Err(Refused::Missing), "{header}");
    }
}

#[tokio::test]
async fn a_key_speaks_for_its_channels_alone() {
    let microsoft = Microsoft::start().await;
    let verifier = Verifier::new(microsoft.keys(), APP);
    let token = format!("Bearer {}", mint(json!({ "serviceurl": SERVICE })));
    let proof = verifier.verify(Some(&token), now()).await.unwrap();
    assert_eq!(proof.allows("msteams", SERVICE), Ok(()));
    for channel in ["slack", "MSTEAMS", ""] {
        assert_eq!(proof.allows(channel, SERVICE), Err(Refused::Channel), "{channel}");
    }
    assert_eq!(proof.allows("msteams", ""), Err(Refused::Service));
    // A key without endorsements speaks for nobody.
    microsoft.set_keys(|jwks| drop(jwks["keys"][0].as_object_mut().unwrap().remove("endorsements")));
    let verifier = Verifier::new(microsoft.keys(), APP);
    let proof = verifier.verify(Some(&token), now()).await.unwrap();
    assert_eq!(proof.allows("msteams", SERVICE), Err(Refused::Channel));
}

#[tokio::test]
async fn keys_are_read_daily_and_for_an_unknown_one_hourly() {
    let microsoft = Microsoft::start().await;
    let verifier = Verifier::new(microsoft.keys(), APP);
    let second = microsoft.take_key(1);
    let far = now().as_second() + 90 * 86_400;
    let token =
        |kid: &str| format!("Bearer {}", mint_by(kid, kid, json!({ "serviceurl": SERVICE, "exp": far })));
    let reads = || microsoft.heard("/keys").len();
    let begin = now();
    let after = |minutes: i64| begin + SignedDuration::from_mins(minutes);
    assert!(verifier.verify(Some(&token("one")), begin).await.is_ok());
    assert_eq!(reads(), 1);
    for minutes in [0, 30, 59] {
        assert_eq!(verifier.verify(Some(&token("two")), after(minutes)).await, Err(Refused::Key));
        assert!(verifier.verify(Some(&token("one")), after(minutes)).await.is_ok());
    }
    assert_eq!(reads(), 0, "an unknown key is looked for once an hour");
    microsoft.set_keys(|jwks| jwks["keys"].as_array_mut().unwrap().push(second));
    assert!(verifier.verify(Some(&token("two")), after(60)).await.is_ok(), "the new key is found");
    assert_eq!(reads(), 1);
    assert!(verifier.verify(Some(&token("one")), after(60 + 24 * 60 - 1)).await.is_ok());
    assert_eq!(reads(), 0);
    microsoft.set_keys(|jwks| drop(jwks["keys"].as_array_mut().unwrap().remove(0)));
    assert_eq!(
        verifier.verify(Some(&token("one")), after(60 + 24 * 60)).await,
        Err(Refused::Key),
        "a day is over"
    );
    assert_eq!(reads(), 1);
}

#[tokio::test]
async fn old_keys_go_on_when_microsoft_does_not_answer() {
    let microsoft = Microsoft::start().await;
    let verifier = Verifier::new(microsoft.keys(), APP);
    let far = now().as_second() + 90 * 86_400;
    let token = format!("Bearer {}", mint(json!({ "serviceurl": SERVICE, "exp": far })));
    microsoft.set_down(true);
    assert_eq!(verifier.verify(Some(&token), now()).await, Err(Refused::NoKeys));
    assert_eq!(verifier.verify(Some(&token), now()).await, Err(Refused::NoKeys));
    assert_eq!(microsoft.heard("/openid").len(), 1, "after a failure there is a pause");
    microsoft.set_down(false);
    let later = now() + 1.minutes();
    assert!(verifier.verify(Some(&token), later).await.is_ok());
    microsoft.set_down(true);
    let days = later + SignedDuration::from_hours(72);
    assert!(verifier.verify(Some(&token), days).await.is_ok(), "the keys that we have go on");
    assert_eq!(microsoft.heard("/openid").len(), 2);
}

#[tokio::test]
async fn strangers_read_keys_once_however_many_come() {
    let microsoft = Microsoft::start().await;
    let verifier = Verifier::new(microsoft.keys(), APP);
    let token = format!("Bearer {}", mint(json!({ "serviceurl": SERVICE })));
    let all = (0..20).map(|_| verifier.verify(Some(&token), now()));
    assert!(futures_util::future::join_all(all).await.iter().all(Result::is_ok));
    assert_eq!(microsoft.heard("/keys").len(), 1);
    // Nobody is asked on the word of a token that cannot be for us.
    let other = format!("Bearer {}", mint_by("one", "nine", json!({ "aud": "other" })));
    let hours = now() + SignedDuration::from_mins(59);
    assert_eq!(verifier.verify(Some(&other), hours).await, Err(Refused::Audience));
    assert_eq!(microsoft.heard("/keys").len(), 0);
}

#[tokio::test]
async fn the_door_says_no_more_than_no() {
    let bot = Bot::start(|_| ()).await;
    let activity = bot.activity("personal");
    let token = |change: Json| format!("Bearer {}", mint(change));
    let url = bot.microsoft.url();
    for (authorization, status) in [
        (None, 401),
        (Some(token(json!({ "serviceurl": url, "aud": "other" }))), 401),
        (Some(token(json!({ "serviceurl": "https://evil.example/" }))), 403),
    ] {
        let (said, body) = bot.post_with(&activity, authorization.as_deref()).await;
        assert_eq!((said.as_u16(), body), (status, Json::Null));
    }
    let mut foreign = activity.clone();
    foreign["channelId"] = "slack".into();
    assert_eq!(bot.post(&foreign).await.0.as_u16(), 403);
    let mut tenant = activity.clone();
    tenant["channelData"]["tenant"]["id"] = "another".into();
    assert_eq!(bot.post(&tenant).await.0.as_u16(), 403);
    bot.door.finish().await;
    assert!(bot.house.asked().is_empty() && bot.said().is_empty());
}
