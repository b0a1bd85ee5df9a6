//! Pictures that Slack has taken and not looked through yet, and pictures that it never takes.

use serde_json::Value as Json;

use super::{CHANNEL, DANA, World, payloads::mention, told};
use crate::stand_in::{Fault, within};

fn kinds(said: &Json) -> Vec<&str> {
    said["blocks"].as_array().unwrap().iter().map(|block| block["type"].as_str().unwrap()).collect()
}

async fn asked(faults: impl IntoIterator<Item = Fault>) -> Vec<Json> {
    let world = World::new().await;
    for fault in faults {
        world.slack.next("chat.postMessage", fault);
    }
    world.send(mention("overlap by seller since 1 January 2026", CHANNEL, DANA)).await.ok();
    let (slack, scratch) = world.end().await;
    scratch.end().await;
    slack.seen("chat.postMessage").into_iter().map(|seen| seen.arguments).collect()
}

#[tokio::test]
async fn a_picture_that_is_still_looked_through_is_waited_for() {
    let said = asked([Fault::InvalidFile, Fault::InvalidFile]).await;
    assert_eq!(said.len(), 3);
    assert!(kinds(&said[0]).contains(&"image") && said.iter().all(|one| *one == said[0]), "{said:#?}");
}

#[tokio::test]
async fn a_picture_that_is_never_taken_costs_the_picture_alone() {
    let said = asked([(); 3].map(|()| Fault::InvalidFile)).await;
    let (last, before) = said.split_last().unwrap();
    assert_eq!(before.len(), 3);
    assert!(!kinds(last).contains(&"image") && kinds(last).contains(&"data_table"), "{last:#}");
    assert_eq!(last["text"], before[0]["text"]);
}

#[tokio::test]
async fn what_is_refused_without_its_picture_too_is_said_plainly() {
    let said = asked([(); 4].map(|()| Fault::InvalidFile)).await;
    assert_eq!(said.len(), 5);
    let last = kinds(&said[4]);
    assert!(!last.contains(&"image") && !last.contains(&"data_table"), "{last:?}");
}

/// Somebody may have deleted it in Slack, where it was known to lie.
#[tokio::test]
async fn a_picture_that_slack_has_no_more_is_brought_up_anew() {
    let world = World::new().await;
    let ask = || mention("overlap by seller since 1 January 2026", CHANNEL, DANA);
    for _ in 0..3 {
        world.slack.next("chat.postMessage", Fault::InvalidFile);
    }
    world.send(ask()).await.ok();
    world.slack.called("chat.postMessage", 4).await;
    let anew = async {
        for posts in 5.. {
            world.send(ask()).await.ok();
            world.slack.called("chat.postMessage", posts).await;
            if world.slack.count("upload_url") > 1 {
                return;
            }
        }
    };
    within(anew).await;
    let (slack, scratch) = world.end().await;
    let last = slack.seen("chat.postMessage").pop().unwrap().arguments;
    assert!(kinds(&last).contains(&"image"), "{last:#}");
    scratch.end().await;
}

/// A response address says that the blocks are wrong, and not which.
#[tokio::test]
async fn so_it_is_at_a_response_address() {
    let world = World::new().await;
    for _ in 0..3 {
        world.slack.next("response_url", Fault::ErrorWith(404, "invalid_blocks"));
    }
    world.command("/overlap", "by seller since 1 January 2026").await.ok();
    let (slack, scratch) = world.end().await;
    let said = slack.seen("response_url");
    assert!(said.len() <= 5, "an address has five uses: {}", told(&said));
    let last = kinds(&said.last().unwrap().arguments);
    assert!(!last.contains(&"image") && last.contains(&"data_table"), "{last:?}");
    scratch.end().await;
}
