//! Posts that carry a mark: never sent twice, and found again.

use jiff::Timestamp;
use mandorla::chat::slack::api::{Say, Sent};
use serde_json::{Value, json};

use crate::{
    messages::say,
    stand_in::{Fault, StandIn, bot},
};

fn marked() -> Say {
    Say { mark: Some("digest 1 2026-11-23T09:00".to_owned()), ..say() }
}

fn message(ts: &str, mark: &str) -> Value {
    let payload = json!({ "mark": mark });
    json!({ "ts": ts, "metadata": { "event_type": "mandorla_post", "event_payload": payload } })
}

#[tokio::test]
async fn a_mark_is_sent_where_nobody_reads_it() {
    let slack = StandIn::start().await;
    slack.web().post(&bot(), "C1", None, &marked()).await;
    let sent = slack.only("chat.postMessage").arguments;
    assert_eq!(sent["metadata"], message("", "digest 1 2026-11-23T09:00")["metadata"]);
}

#[tokio::test]
async fn a_marked_post_whose_answer_is_lost_is_not_sent_again() {
    let slack = StandIn::start().await;
    slack.next("chat.postMessage", Fault::Half);
    assert!(matches!(slack.web().post(&bot(), "C1", None, &marked()).await, Sent::Retry { .. }));
    assert_eq!(slack.count("chat.postMessage"), 1);
    // That it was refused for the moment is no doubt.
    slack.next("chat.postMessage", Fault::Busy(0));
    assert!(matches!(slack.web().post(&bot(), "C1", None, &marked()).await, Sent::Sent { .. }));
}

#[tokio::test]
async fn a_marked_post_is_found_on_any_page() {
    let slack = StandIn::start().await;
    let page = json!({
        "ok": true, "messages": [message("3.0", "another"), { "ts": "2.0", "text": "digest 1 2026-11-23T09:00" }],
        "response_metadata": { "next_cursor": "more" },
    });
    let last = json!({ "ok": true, "messages": [message("1.0", "digest 1 2026-11-23T09:00")] });
    slack.next("conversations.history", Fault::Answer(page));
    slack.next("conversations.history", Fault::Answer(last));
    let since = Timestamp::from_second(1_700_000_000).unwrap();
    let web = slack.web();
    let found = web.marked(&bot(), "C1", None, "digest 1 2026-11-23T09:00", since).await;
    assert_eq!(found.unwrap().as_deref(), Some("1.0"));
    assert_eq!(slack.seen("conversations.history")[1].arguments["cursor"], "more");
    assert_eq!(slack.seen("conversations.history")[0].arguments["oldest"], "1700000000");
    let nothing = json!({ "ok": true, "messages": [message("3.0", "another")] });
    slack.next("conversations.replies", Fault::Answer(nothing));
    assert_eq!(web.marked(&bot(), "C1", Some("9.9"), "mine", since).await.unwrap(), None);
    assert_eq!(slack.only("conversations.replies").arguments["ts"], "9.9");
}

/// What was not looked through may hold it: whoever posted again might post twice.
#[tokio::test]
async fn a_channel_with_more_messages_than_are_looked_through_does_not_say() {
    let slack = StandIn::start().await;
    let page = json!({
        "ok": true, "messages": [message("3.0", "another")], "response_metadata": { "next_cursor": "more" },
    });
    slack.always("conversations.history", Fault::Answer(page));
    let found = slack.web().marked(&bot(), "C1", None, "mine", Timestamp::UNIX_EPOCH).await;
    assert_eq!(found.unwrap_err().code, "too_many_messages");
}
