//! Messages: what Slack gets, and what we make of its answer.

use std::time::Duration;

use mandorla::chat::slack::api::{Say, Sent, Spare};
use serde_json::{Value, json};
use slack_morphism::prelude::{SlackBlock, SlackDividerBlock, SlackHeaderBlock};

use crate::stand_in::{BOT, Fault, StandIn, bot};

pub fn say() -> Say {
    let header = SlackHeaderBlock::new("Our overlap is 16 %".to_owned().into());
    Say {
        text: "Our overlap is 16 %".to_owned(),
        blocks: vec![header.into()],
        plain_blocks: Some(Spare::new(|| vec![SlackBlock::Divider(SlackDividerBlock::new())])),
        ..Say::default()
    }
}

fn header() -> Value {
    json!([{ "type": "header", "text": { "type": "plain_text", "text": "Our overlap is 16 %" } }])
}

fn sent(ts: &str) -> Sent {
    Sent::Sent { ts: Some(ts.to_owned()) }
}

#[tokio::test]
async fn a_message_goes_to_a_channel_without_previews() {
    let slack = StandIn::start().await;
    let (web, token) = (slack.web(), bot());
    assert_eq!(web.post(&token, "C1", None, &say()).await, sent("1700000000.000100"));
    let seen = slack.only("chat.postMessage");
    assert_eq!(seen.token.as_deref(), Some(BOT));
    assert_eq!(
        seen.arguments,
        json!({
            "channel": "C1", "unfurl_links": false, "unfurl_media": false,
            "text": "Our overlap is 16 %", "blocks": header(),
        })
    );
    web.post(&token, "C1", Some("1.2"), &Say { text: "text alone".to_owned(), ..Say::default() }).await;
    let threaded = &slack.seen("chat.postMessage")[1].arguments;
    assert_eq!(threaded["thread_ts"], "1.2");
    assert!(threaded.get("blocks").is_none());
}

#[tokio::test]
async fn a_whisper_names_its_only_reader() {
    let slack = StandIn::start().await;
    let result = slack.web().whisper(&bot(), "C1", "U1", Some("1.2"), &say()).await;
    assert_eq!(result, sent("1700000000.000200"));
    assert_eq!(
        slack.only("chat.postEphemeral").arguments,
        json!({ "channel": "C1", "user": "U1", "thread_ts": "1.2", "text": "Our overlap is 16 %", "blocks": header() })
    );
}

#[tokio::test]
async fn an_answer_goes_to_its_address_without_a_token() {
    let slack = StandIn::start().await;
    let web = slack.web();
    let message = Say { public: true, replace: true, ..say() };
    assert_eq!(web.respond(&slack.response_url(), &message).await, Sent::Sent { ts: None });
    assert_eq!(web.respond(&slack.response_url(), &say()).await, Sent::Sent { ts: None });
    let seen = slack.seen("response_url");
    let kind = |at: usize| (&seen[at].arguments["response_type"], &seen[at].arguments["replace_original"]);
    assert_eq!(kind(0), (&json!("in_channel"), &json!(true)));
    assert_eq!(kind(1), (&json!("ephemeral"), &json!(false)));
}

#[tokio::test]
async fn no_other_address_is_ever_called() {
    let (slack, other) = (StandIn::start().await, StandIn::start().await);
    let web = slack.web();
    for address in
        [other.response_url().as_str(), "https://example.com/", "https://hooks.slack.com.example.com/"]
    {
        assert!(matches!(web.respond(address, &say()).await, Sent::Refused { .. }), "{address}");
    }
    assert_eq!(other.count("response_url"), 0);
}

#[tokio::test]
async fn plain_blocks_go_instead_when_slack_takes_no_others() {
    let slack = StandIn::start().await;
    let web = slack.web();
    slack.next("chat.postMessage", Fault::InvalidBlocks);
    assert_eq!(web.post(&bot(), "C1", None, &say()).await, sent("1700000000.000100"));
    assert_eq!(slack.seen("chat.postMessage")[1].arguments["blocks"], json!([{ "type": "divider" }]));
    slack.next("response_url", Fault::Bare(400, "invalid_blocks"));
    assert_eq!(web.respond(&slack.response_url(), &say()).await, Sent::Sent { ts: None });
    assert_eq!(slack.count("response_url"), 2);
}

#[tokio::test]
async fn blocks_that_are_refused_twice_are_a_fault_of_ours() {
    let slack = StandIn::start().await;
    slack.always("chat.postMessage", Fault::InvalidBlocks);
    let Sent::Refused { why } = slack.web().post(&bot(), "C1", None, &say()).await else { panic!() };
    assert!(why.contains("invalid_blocks"), "{why}");
    assert_eq!(slack.count("chat.postMessage"), 2);
    let bare = Say { plain_blocks: None, ..say() };
    assert!(matches!(slack.web().post(&bot(), "C1", None, &bare).await, Sent::Refused { .. }));
    assert_eq!(slack.count("chat.postMessage"), 3);
}

/// What becomes of a message that Slack answers so, in the words of the one who wanted it.
async fn refused(code: &'static str) -> Sent {
    let slack = StandIn::start().await;
    slack.always("chat.postMessage", Fault::Error(code));
    let sent = slack.web().post(&bot(), "C1", None, &say()).await;
    assert_eq!(slack.count("chat.postMessage"), 1, "{code} is for good, and not tried again");
    sent
}

#[tokio::test]
async fn a_channel_or_a_token_that_is_gone_is_told_as_such() {
    for code in ["channel_not_found", "not_in_channel"] {
        let Sent::Gone { why } = refused(code).await else { panic!("{code}") };
        assert!(why.contains("/invite @mandorla"), "{why}");
    }
    for code in ["is_archived", "account_inactive", "token_revoked", "invalid_auth", "user_not_in_channel"] {
        assert!(matches!(refused(code).await, Sent::Gone { .. }), "{code}");
    }
    for code in ["msg_too_long", "no_text", "something_new"] {
        assert!(matches!(refused(code).await, Sent::Refused { .. }), "{code}");
    }
    assert!(matches!(refused("token_expired").await, Sent::Retry { after: Duration::ZERO, .. }));
}

#[tokio::test]
async fn a_wrong_token_is_not_let_in() {
    let slack = StandIn::start().await;
    let sent = slack.web().post(&"xoxb-wrong".into(), "C1", None, &say()).await;
    assert!(matches!(sent, Sent::Gone { .. }));
}

#[tokio::test]
async fn a_missing_scope_is_named() {
    let slack = StandIn::start().await;
    slack.always("chat.postEphemeral", Fault::MissingScope("chat:write"));
    let Sent::Refused { why } = slack.web().whisper(&bot(), "C1", "U1", None, &say()).await else { panic!() };
    assert!(why.contains("chat:write"), "{why}");
}

#[tokio::test]
async fn a_response_address_that_is_spent_is_gone() {
    for fault in [
        Fault::Bare(404, "expired_url"),
        Fault::ErrorWith(404, "used_url"),
        Fault::Error("used_url"),
        Fault::Status(410),
    ] {
        let slack = StandIn::start().await;
        slack.always("response_url", fault.clone());
        let sent = slack.web().respond(&slack.response_url(), &say()).await;
        assert!(matches!(sent, Sent::Gone { .. }), "{fault:?}: {sent:?}");
        assert_eq!(slack.count("response_url"), 1);
    }
}
