//! Windows, the Home tab, the pane.

use mandorla::chat::slack::api::Kind;
use serde_json::json;

use crate::stand_in::{Fault, StandIn, bot};

#[tokio::test]
async fn a_window_is_opened_and_filled_anew() {
    let slack = StandIn::start().await;
    let (web, view) = (slack.web(), json!({ "type": "modal" }));
    web.open_view(&bot(), "12.34", &view).await.unwrap();
    web.fill_view(&bot(), "12.34", &view).await.unwrap();
    web.update_view(&bot(), "V123", &view).await.unwrap();
    web.publish_home(&bot(), "U1", &json!({ "type": "home" })).await.unwrap();
    let ours = json!({ "type": "modal", "external_id": "12.34" });
    assert_eq!(slack.only("views.open").arguments, json!({ "trigger_id": "12.34", "view": ours }));
    let updates: Vec<_> = slack.seen("views.update").into_iter().map(|seen| seen.arguments).collect();
    let filled = json!({ "external_id": "12.34", "view": view });
    assert_eq!(updates, [filled, json!({ "view_id": "V123", "view": view })]);
    assert_eq!(slack.only("views.publish").arguments, json!({ "user_id": "U1", "view": { "type": "home" } }));
}

#[tokio::test]
async fn a_trigger_that_is_too_old_is_told_as_such() {
    let slack = StandIn::start().await;
    slack.always("views.open", Fault::Error("expired_trigger_id"));
    let trouble = slack.web().open_view(&bot(), "12.34", &json!({})).await.unwrap_err();
    assert_eq!(trouble.kind, Kind::Expired);
    assert!(trouble.to_string().contains("ask again"));
    assert_eq!(slack.count("views.open"), 1);
}

/// Slack says so as well where no earlier try can have opened one.
#[tokio::test]
async fn a_window_whose_answer_was_lost_is_open() {
    for taken in ["exchanged_trigger_id", "duplicate_external_id"] {
        let slack = StandIn::start().await;
        slack.next("views.open", Fault::Half);
        slack.always("views.open", Fault::Error(taken));
        slack.web().open_view(&bot(), "12.34", &json!({})).await.unwrap();
        assert_eq!(slack.count("views.open"), 2);
        let trouble = slack.web().open_view(&bot(), "12.34", &json!({})).await.unwrap_err();
        assert_eq!(trouble.code, taken);
    }
}

#[tokio::test]
async fn the_assistant_shows_that_we_work_and_what_to_ask() {
    let slack = StandIn::start().await;
    let web = slack.web();
    web.status(&bot(), "D1", "1.2", "is counting people").await.unwrap();
    let prompts: Vec<_> = (1..=6).map(|n| (format!("Title {n}"), format!("question {n}"))).collect();
    web.prompts(&bot(), "D1", Some("1.2"), "Try one of these", &prompts).await.unwrap();
    assert_eq!(
        slack.only("assistant.threads.setStatus").arguments,
        json!({ "channel_id": "D1", "thread_ts": "1.2", "status": "is counting people" })
    );
    let offered = slack.only("assistant.threads.setSuggestedPrompts").arguments;
    assert_eq!(offered["title"], "Try one of these");
    assert_eq!(offered["prompts"].as_array().unwrap().len(), 4);
    assert_eq!(offered["prompts"][0], json!({ "title": "Title 1", "message": "question 1" }));
}
