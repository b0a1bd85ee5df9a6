//! Trying again: when it can help and cannot hurt, and how long.

use std::time::Duration;

use mandorla::chat::slack::api::{Kind, Patience, Sent, Web};

use crate::{
    messages::say,
    stand_in::{Fault, StandIn, bot, patience},
};

#[tokio::test]
async fn what_slack_was_too_busy_for_is_said_again() {
    let slack = StandIn::start().await;
    slack.next("chat.postMessage", Fault::Busy(0));
    slack.next("chat.postMessage", Fault::Busy(1));
    assert!(matches!(slack.web().post(&bot(), "C1", None, &say()).await, Sent::Sent { .. }));
    assert_eq!(slack.count("chat.postMessage"), 3);
}

#[tokio::test]
async fn a_long_wait_is_given_back_and_kept_by_all_who_share_the_token() {
    let slack = StandIn::start().await;
    let web = slack.web();
    slack.next("chat.postMessage", Fault::Busy(100));
    let Sent::Retry { after, .. } = web.post(&bot(), "C1", None, &say()).await else { panic!() };
    assert_eq!(after, Duration::from_secs(100));
    let Sent::Retry { after, .. } = web.clone().post(&bot(), "C2", None, &say()).await else { panic!() };
    assert!(after > Duration::from_secs(2));
    assert_eq!(slack.count("chat.postMessage"), 1, "the second was not even asked for");
    assert!(web.user(&bot(), "U1").await.is_ok(), "other methods are not shut");
}

#[tokio::test]
async fn a_response_address_that_is_busy_shuts_no_other() {
    let slack = StandIn::start().await;
    let web = slack.web();
    slack.next("response_url", Fault::Busy(100));
    let busy = web.respond(&slack.response_url(), &say()).await;
    assert!(matches!(busy, Sent::Retry { doubt: false, .. }), "{busy:?}");
    let other = format!("{}/response/T2", slack.base);
    assert!(matches!(web.respond(&other, &say()).await, Sent::Sent { .. }));
}

#[tokio::test]
async fn a_queue_that_is_too_long_is_given_back() {
    let slack = StandIn::start().await;
    let web = slack.patient(Patience { message: Duration::from_secs(10), burst: 2, ..patience() });
    for _ in 0..2 {
        assert!(matches!(web.post(&bot(), "C1", None, &say()).await, Sent::Sent { .. }));
    }
    assert!(matches!(web.post(&bot(), "C1", None, &say()).await, Sent::Retry { .. }));
    assert!(matches!(web.post(&bot(), "C2", None, &say()).await, Sent::Sent { .. }));
    assert_eq!(slack.count("chat.postMessage"), 3);
}

/// Failures after which a message may stand in the channel.
fn doubtful() -> [Fault; 6] {
    [
        Fault::Status(500),
        Fault::Status(503),
        Fault::Hang,
        Fault::Half,
        Fault::Page,
        Fault::Error("internal_error"),
    ]
}

#[tokio::test]
async fn a_message_whose_answer_is_lost_is_said_once_more() {
    for fault in doubtful() {
        let slack = StandIn::start().await;
        slack.next("chat.postMessage", fault.clone());
        let sent = slack.hasty().post(&bot(), "C1", None, &say()).await;
        assert!(matches!(sent, Sent::Sent { .. }), "{fault:?}: {sent:?}");
        assert_eq!(slack.count("chat.postMessage"), 2, "{fault:?}");
    }
}

#[tokio::test]
async fn but_no_more_than_once() {
    for fault in doubtful() {
        let slack = StandIn::start().await;
        slack.always("chat.postMessage", fault.clone());
        let sent = slack.hasty().post(&bot(), "C1", None, &say()).await;
        assert!(matches!(sent, Sent::Retry { .. }), "{fault:?}: {sent:?}");
        assert_eq!(slack.count("chat.postMessage"), 2, "{fault:?}");
    }
}

#[tokio::test]
async fn a_response_address_is_not_used_up_by_trying() {
    let slack = StandIn::start().await;
    slack.always("response_url", Fault::Status(500));
    assert!(matches!(slack.web().respond(&slack.response_url(), &say()).await, Sent::Retry { .. }));
    assert_eq!(slack.count("response_url"), 2);
}

#[tokio::test]
async fn a_question_may_be_asked_as_often_as_there_is_patience() {
    for fault in doubtful() {
        let slack = StandIn::start().await;
        slack.always("conversations.info", fault.clone());
        let trouble = slack.hasty().channel(&bot(), "C1").await.unwrap_err();
        assert_eq!(trouble.kind, Kind::Unreachable, "{fault:?}");
        assert_eq!(slack.count("conversations.info"), 4, "{fault:?}");
    }
}

#[tokio::test]
async fn nobody_there_is_told_as_unreachable() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let web = Web::patient(&format!("http://{address}/api"), patience());
    assert!(matches!(web.post(&bot(), "C1", None, &say()).await, Sent::Retry { .. }));
    let trouble = web.auth_test(&bot()).await.unwrap_err();
    assert_eq!((trouble.kind, trouble.code.as_str()), (Kind::Unreachable, "unreachable"));
}

#[tokio::test]
async fn a_wrong_base_address_is_not_taken_for_slack() {
    let slack = StandIn::start().await;
    let web = Web::patient(&format!("{}/elsewhere", slack.base), patience());
    let trouble = web.auth_test(&bot()).await.unwrap_err();
    assert_eq!((trouble.kind, trouble.code.as_str()), (Kind::Refused, "http_404"));
}

/// The last try surely did not say it; the one before may have.
#[tokio::test]
async fn a_doubt_stays_whatever_the_last_try_says() {
    let slack = StandIn::start().await;
    let web = slack.web();
    slack.next("chat.postMessage", Fault::Half);
    slack.next("chat.postMessage", Fault::Busy(30));
    let sent = web.post(&bot(), "C1", None, &say()).await;
    assert!(matches!(sent, Sent::Retry { doubt: true, .. }), "{sent:?}");
    let sent = web.post(&bot(), "C1", None, &say()).await;
    assert!(matches!(sent, Sent::Retry { doubt: false, .. }), "{sent:?}");
}
