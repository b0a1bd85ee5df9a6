//! Files go up in three steps.

use mandorla::chat::slack::api::{Kind, Upload};
use serde_json::json;

use crate::stand_in::{BOT, Fault, StandIn, bot};

fn file() -> Upload {
    Upload {
        name: "overlap.png".to_owned(),
        title: "Overlap".to_owned(),
        bytes: b"not really a picture".to_vec(),
        alt: Some("Two circles that overlap by 16 %".to_owned()),
        channel: Some("C1".to_owned()),
        thread: Some("1.2".to_owned()),
        comment: Some("Here it is".to_owned()),
    }
}

#[tokio::test]
async fn a_picture_goes_up_and_is_shown_in_its_thread() {
    let slack = StandIn::start().await;
    assert_eq!(slack.web().upload(&bot(), &file()).await.unwrap(), "F0123456789");
    assert_eq!(
        slack.only("files.getUploadURLExternal").arguments,
        json!({ "filename": "overlap.png", "length": "20", "alt_txt": "Two circles that overlap by 16 %" })
    );
    let bytes = slack.only("upload_url");
    assert_eq!((bytes.token, bytes.arguments), (None, json!("not really a picture")));
    let done = slack.only("files.completeUploadExternal");
    assert_eq!(done.token.as_deref(), Some(BOT));
    assert_eq!(
        done.arguments,
        json!({
            "files": [{ "id": "F0123456789", "title": "Overlap" }],
            "channel_id": "C1", "thread_ts": "1.2", "initial_comment": "Here it is",
        })
    );
}

#[tokio::test]
async fn a_picture_for_blocks_goes_up_without_a_channel() {
    let slack = StandIn::start().await;
    let file = Upload { channel: None, thread: None, comment: None, alt: None, ..file() };
    slack.web().upload(&bot(), &file).await.unwrap();
    let done = slack.only("files.completeUploadExternal").arguments;
    assert_eq!(done, json!({ "files": [{ "id": "F0123456789", "title": "Overlap" }] }));
}

#[tokio::test]
async fn each_step_is_tried_again() {
    for method in ["files.getUploadURLExternal", "upload_url", "files.completeUploadExternal"] {
        for fault in [Fault::Status(502), Fault::Hang, Fault::Busy(0)] {
            let slack = StandIn::start().await;
            slack.next(method, fault.clone());
            assert!(slack.hasty().upload(&bot(), &file()).await.is_ok(), "{method} {fault:?}");
            assert_eq!(slack.count(method), 2);
        }
    }
}

#[tokio::test]
async fn the_bytes_go_nowhere_but_to_slack() {
    let (slack, other) = (StandIn::start().await, StandIn::start().await);
    let place = json!({ "ok": true, "file_id": "F1", "upload_url": format!("{}/upload/F1", other.base) });
    slack.next("files.getUploadURLExternal", Fault::Answer(place));
    let trouble = slack.web().upload(&bot(), &file()).await.unwrap_err();
    assert_eq!((trouble.kind, trouble.code.as_str()), (Kind::Refused, "foreign_address"));
    assert_eq!(other.count("upload_url"), 0);
}

#[tokio::test]
async fn a_file_without_permission_names_the_scope() {
    let slack = StandIn::start().await;
    slack.always("files.getUploadURLExternal", Fault::MissingScope("files:write"));
    let trouble = slack.web().upload(&bot(), &file()).await.unwrap_err();
    assert_eq!(trouble.kind, Kind::Missing("files:write".to_owned()));
    assert_eq!(slack.count("upload_url"), 0);
}
