//! What becomes of a message, whatever Teams says to it.

use std::time::Duration;

use mandorla::chat::teams::connector::{Address, Connector, Hosts, Kind, Message, Patience, Sent, client};
use mandorla::chat::teams::login::Credential;
use serde_json::json;

use crate::microsoft::{Microsoft, Next, quick};

const CHANNEL: &str = "19:sales@thread.tacv2;messageid=1700000000000";

/// What Teams may refuse, and its words.
fn card() -> Message {
    Message { activity: json!({ "type": "message", "attachments": [] }), words: Some("In words".to_owned()) }
}

async fn send(microsoft: &Microsoft, connector: &Connector, script: &[Next]) -> (Sent, usize) {
    microsoft.script(script);
    let to = Address { service_url: microsoft.url().to_owned(), conversation: CHANNEL.to_owned() };
    let sent = connector.send(&to, &card()).await;
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
        assert!(matches!(sent, Sent::Gone { .. }), "{status}");
        assert_eq!(heard, 1);
    }
}

#[tokio::test]
async fn what_teams_does_not_take_is_said_in_words_once() {
    let microsoft = Microsoft::start().await;
    let connector = microsoft.connector(quick());
    let to = Address { service_url: microsoft.url().to_owned(), conversation: CHANNEL.to_owned() };
    for status in [400, 413] {
        microsoft.script(&[(status, None)]);
        let mut message = card();
        message.activity["recipient"] = json!({ "id": "29:dana" });
        assert!(matches!(connector.reply(&to, "17", &message).await, Sent::Sent { .. }), "{status}");
        let heard = microsoft.heard("/v3");
        assert_eq!((heard.len(), heard[0].json()), (2, message.activity));
        let words = json!({ "type": "message", "textFormat": "plain", "text": "In words", "recipient": { "id": "29:dana" } });
        assert_eq!((heard[1].path.as_str(), heard[1].json()), (heard[0].path.as_str(), words));
        let (sent, heard) = send(&microsoft, &connector, &[(status, None), (status, None)]).await;
        assert!(matches!(sent, Sent::Refused { .. }), "{status}");
        assert_eq!(heard, 2);
    }
}

#[tokio::test]
async fn a_message_that_is_gone_is_not_the_conversation() {
    let microsoft = Microsoft::start().await;
    let connector = microsoft.connector(quick());
    let to = Address { service_url: microsoft.url().to_owned(), conversation: CHANNEL.to_owned() };
    microsoft.script(&[(404, None), (200, None), (404, None)]);
    assert!(matches!(connector.reply(&to, "17", &card()).await, Sent::Sent { .. }));
    let paths: Vec<String> = microsoft.heard("/v3").into_iter().map(|one| one.path).collect();
    let thread = format!("/v3/conversations/{CHANNEL}/activities");
    assert_eq!(paths, [format!("{thread}/17"), thread], "said all the same");
    assert!(matches!(connector.update(&to, "17", &card()).await, Sent::Refused { .. }));
    for code in ["ConversationNotFound", "BotNotInConversationRoster"] {
        microsoft.set_code(code);
        microsoft.script(&[(404, None), (404, None)]);
        assert!(matches!(connector.reply(&to, "17", &card()).await, Sent::Gone { .. }), "{code}");
        assert!(matches!(connector.update(&to, "17", &card()).await, Sent::Gone { .. }), "{code}");
    }
}

#[tokio::test]
async fn a_failure_that_says_nothing_may_have_been_carried_out() {
    let microsoft = Microsoft::start().await;
    let connector = microsoft.connector(quick());
    let to = Address { service_url: microsoft.url().to_owned(), conversation: CHANNEL.to_owned() };
    microsoft.script(&[(500, None)]);
    assert!(matches!(connector.send_once(&to, &card()).await, Sent::Retry { doubt: true, .. }));
    assert_eq!(microsoft.heard("/v3").len(), 1);
    microsoft.script(&[(502, None)]);
    assert!(matches!(connector.send_once(&to, &card()).await, Sent::Sent { .. }));
    assert_eq!(microsoft.heard("/v3").len(), 2);
}

#[tokio::test]
async fn those_who_were_told_the_same_do_not_come_back_at_once() {
    let microsoft = Microsoft::start().await;
    let wait = Duration::from_millis(300);
    let connector = microsoft.connector(Patience { first_wait: wait, longest_wait: 2 * wait, ..quick() });
    let begin = std::time::Instant::now();
    let (sent, heard) = send(&microsoft, &connector, &[(429, Some(1))]).await;
    assert!(matches!(sent, Sent::Sent { .. }) && heard == 2);
    assert!(begin.elapsed() >= Duration::from_secs(1) + wait);
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
    let message = Message::from(activity.clone());
    connector.reply(&to, "17", &message).await;
    connector.update(&to, "18", &message).await;
    connector.whisper(&to, &message).await;
    connector.personal(&to.service_url, "28:bot", "29:dana", "tenant").await.unwrap();
    let dana = connector.member(&to.service_url, "19:team@thread.tacv2", "29:dana").await.unwrap();
    assert_eq!(dana.addresses(true), ["dana@example.onmicrosoft.com", "dana@example.com"]);
    assert_eq!(
        dana.addresses(false),
        ["dana@example.onmicrosoft.com"],
        "another's admin writes what they like"
    );
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
