//! What becomes of a message, whatever Teams says to it.

use std::time::Duration;

use mandorla::chat::teams::connector::{Address, Connector, Hosts, Kind, Patience, Sent, client};
use mandorla::chat::teams::login::Credential;
use serde_json::json;

use crate::microsoft::{Microsoft, Next, quick};

const CHANNEL: &str = "19:sales@thread.tacv2;messageid=1700000000000";

async fn send(microsoft: &Microsoft, connector: &Connector, script: &[Next]) -> (Sent, usize) {
    microsoft.script(script);
    let to = Address { service_url: microsoft.url().to_owned(), conversation: CHANNEL.to_owned() };
    let sent = connector.send(&to, &json!({ "type": "message" })).await;
    (sent, microsoft.heard("/v3").len())
}

#[tokio::test]
async fn what_passes_is_tried_again_and_what_does_not_is_not() {
    let microsoft = Microsoft::start().await;
    for status in [412, 429, 502, 503, 504] {
        let connector = microsoft.connector(quick());
        let (sent, heard) = send(&microsoft, &connector, &[(status, None), (status, None)]).await;
        // Without `Retry-After` the wait is a second: two of them here.
        assert_eq!((sent, heard), (Sent::Sent { id: Some("sent-1".to_owned()) }, 3), "{status}");
    }
    for status in [403, 404] {
        let (sent, heard) = send(&microsoft, &microsoft.connector(quick()), &[(status, None)]).await;
        assert!(matches!(sent, Sent::Gone { why } if why.contains("add the app")), "{status}");
        assert_eq!(heard, 1);
    }
    for status in [400, 413] {
        let (sent, heard) = send(&microsoft, &microsoft.connector(quick()), &[(status, None)]).await;
        assert!(matches!(sent, Sent::Refused { .. }), "{status}");
        assert_eq!(heard, 1);
    }
}

#[tokio::test]
async fn retry_after_is_kept_to_and_given_back_when_it_is_long() {
    let microsoft = Microsoft::start().await;
    let connector = microsoft.connector(Patience { retry_after: Duration::from_secs(2), ..quick() });
    let begin = std::time::Instant::now();
    let (sent, heard) = send(&microsoft, &connector, &[(429, Some(1))]).await;
    assert!(matches!(sent, Sent::Sent { .. }) && heard == 2);
    assert!(begin.elapsed() >= Duration::from_secs(1));
    let (sent, heard) = send(&microsoft, &connector, &[(429, Some(60))]).await;
    assert!(matches!(sent, Sent::Retry { after, .. } if after == Duration::from_secs(60)));
    assert_eq!(heard, 1);
}

#[tokio::test]
async fn a_lost_answer_is_tried_once_more_and_no_more() {
    let microsoft = Microsoft::start().await;
    let impatient = Patience { call: Duration::from_millis(200), ..quick() };
    let (sent, heard) =
        send(&microsoft, &microsoft.connector(impatient.clone()), &[(0, None), (0, None)]).await;
    assert!(matches!(sent, Sent::Retry { .. }), "{sent:?}");
    assert_eq!(heard, 2);
    let (sent, heard) = send(&microsoft, &microsoft.connector(impatient), &[(0, None)]).await;
    assert!(matches!(sent, Sent::Sent { .. }));
    assert_eq!(heard, 2);
}

#[tokio::test]
async fn our_token_goes_nowhere_else() {
    let microsoft = Microsoft::start().await;
    let login = microsoft.login(Credential::Secret("s3cret".into()));
    let connector = Connector::new(client(&quick()).unwrap(), login, Hosts::default(), quick());
    let (sent, heard) = send(&microsoft, &connector, &[]).await;
    assert!(matches!(sent, Sent::Refused { why } if why.contains("none of Microsoft's")));
    assert_eq!(heard, 0);
    assert!(microsoft.heard("/token").is_empty(), "not even a token is asked for");
    let connector = microsoft.connector(quick());
    let trouble = connector.upload("http://evil.example/file", b"x".to_vec()).await.unwrap_err();
    assert_eq!((trouble.kind, trouble.code.as_str()), (Kind::Refused, "foreign_address"));
}

#[tokio::test]
async fn paths_are_those_of_the_connector() {
    let microsoft = Microsoft::start().await;
    let connector = microsoft.connector(quick());
    let to = Address { service_url: microsoft.url().to_owned(), conversation: CHANNEL.to_owned() };
    let activity = json!({ "type": "message", "text": "hello" });
    connector.reply(&to, "17", &activity).await;
    connector.update(&to, "18", &activity).await;
    connector.whisper(&to, &activity).await;
    connector.personal(&to.service_url, "28:bot", "29:dana", "tenant").await.unwrap();
    let dana = connector.member(&to.service_url, "19:team@thread.tacv2", "29:dana").await.unwrap();
    assert_eq!(dana.address(), Some("dana@example.com"));
    connector.members(&to.service_url, to.base(), Some("next")).await.unwrap();
    let heard = microsoft.heard("/v3");
    let lines: Vec<String> =
        heard.iter().map(|one| format!("{} {}?{}", one.method, one.path, one.query)).collect();
    let thread = format!("/v3/conversations/{CHANNEL}");
    assert_eq!(
        lines,
        [
            format!("POST {thread}/activities/17?"),
            format!("PUT {thread}/activities/18?"),
            format!("POST {thread}/activities?isTargetedActivity=true"),
            "POST /v3/conversations?".to_owned(),
            "GET /v3/conversations/19:team@thread.tacv2/members/29:dana?".to_owned(),
            "GET /v3/conversations/19:sales@thread.tacv2/pagedmembers?pageSize=500&continuationToken=next"
                .to_owned(),
        ]
    );
    assert_eq!(heard[0].json(), activity);
    assert_eq!(
        heard[3].json(),
        json!({
            "isGroup": false,
            "bot": { "id": "28:bot" },
            "members": [{ "id": "29:dana" }],
            "tenantId": "tenant",
            "channelData": { "tenant": { "id": "tenant" } },
        })
    );
}
