//! Whose press or word it is, where several companies meet, or several workspaces of one organisation.

use serde_json::{Value as Json, json};

use super::{
    CHANNEL, DANA, World,
    payloads::{direct, mention, press, press_in},
    words,
};
use crate::stand_in::Seen;

const PATRICIA: &str = "reached Patricia Prospect";

fn element() -> Json {
    json!({ "type": "button", "action_id": "ask-0", "value": PATRICIA })
}

fn names_her(seen: &Seen) -> bool {
    let text = words(&seen.arguments);
    text.contains("Yes, marketing reached")
}

/// There the payload names the workspace of whoever pressed, and the view the one that let us in.
#[tokio::test]
async fn a_press_in_a_window_belongs_to_the_workspace_that_let_us_in() {
    let world = World::new().await;
    let mut pressed = press_in("modal", &element(), DANA);
    pressed["team"] = json!({ "id": "T0ELSE", "domain": "else" });
    pressed["user"]["team_id"] = json!("T0ELSE");
    world.send(pressed).await.ok();
    let (slack, scratch) = world.end().await;
    let shown = slack.only("views.update");
    assert!(words(&shown.arguments).contains("I only speak about single people"), "{:#}", shown.arguments);
    scratch.end().await;
}

#[tokio::test]
async fn an_event_without_authorizations_belongs_to_its_context() {
    let world = World::new().await;
    let mut asked = mention("overlap since 1 January 2026", CHANNEL, DANA);
    asked["team_id"] = json!("T0ELSE");
    asked["authorizations"] = json!([]);
    world.send(asked).await.ok();
    let (slack, scratch) = world.end().await;
    assert_eq!(slack.count("chat.postMessage"), 1);
    scratch.end().await;
}

/// Enterprise Grid: the same organisation, another workspace of it.
#[tokio::test]
async fn colleagues_of_a_sibling_workspace_are_colleagues() {
    for (organisation, told) in [("E1", true), ("E9", false)] {
        let world = World::new().await;
        let sibling = json!({ "team_id": "T0SIBLING", "enterprise_user": { "enterprise_id": organisation, "teams": ["T0SIBLING"] },
            "profile": { "email": "dana.hughes@mandor.example" } });
        world.slack.know("U0SIBLING", sibling);
        world.slack.always(
            "auth.test",
            crate::stand_in::Fault::Answer(
                json!({ "ok": true, "team_id": "T123", "user_id": "UBOT", "enterprise_id": "E1" }),
            ),
        );
        let grid = |mut payload: Json| {
            if payload["event"].is_object() {
                payload["event"]["user_team"] = json!("T0SIBLING");
                payload["event"]["source_team"] = json!("T0SIBLING");
                payload["authorizations"][0]["enterprise_id"] = json!("E1");
            } else {
                payload["user"]["team_id"] = json!("T0SIBLING");
                payload["enterprise"] = json!({ "id": "E1", "name": "Acme" });
            }
            payload
        };
        world.send(grid(mention(PATRICIA, CHANNEL, "U0SIBLING"))).await.ok();
        world.send(grid(direct(PATRICIA, None, "U0SIBLING"))).await.ok();
        world.send(grid(press(&world.slack, &element(), CHANNEL, "U0SIBLING"))).await.ok();
        let (slack, scratch) = world.end().await;
        for method in ["chat.postEphemeral", "chat.postMessage", "response_url"] {
            assert_eq!(slack.seen(method).iter().any(names_her), told, "{method} {organisation}");
        }
        scratch.end().await;
    }
}
