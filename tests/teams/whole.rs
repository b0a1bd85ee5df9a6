//! The whole way on both databases: what Teams posts, to the real application with the fixture company; what is said in
//! Teams; what is posted there later without a question.

use std::time::Duration;

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode},
};
use mandorla::{
    app::{App, now},
    card::{Audience, Card, Tone},
    chat::{
        Address, Chat, Posted,
        teams::{Outbound, Service},
    },
    config::Config,
    db::digests,
    intake::import,
};
use serde_json::{Value as Json, json};
use tower::ServiceExt as _;

use crate::{
    microsoft::{Heard, Microsoft, member, mint},
    support::{Scratch, company, databases},
};

const CHANNEL: &str = "19:sales@thread.tacv2";
const THREAD: &str = "/v3/conversations/19:sales@thread.tacv2;messageid=1700000000000/activities";
const ALONE: &str = "/v3/conversations/a:made/activities";

/// One process with the fixture company, and the Microsoft that it speaks to.
struct World {
    microsoft: Microsoft,
    app: App,
    service: Service<App>,
    router: Router,
    count: u32,
}

impl World {
    async fn new(scratch: &Scratch) -> Self {
        let workspace = company(&scratch.db).await;
        this_week(scratch, workspace).await;
        let none = tempfile::NamedTempFile::new().unwrap();
        let flags = [("database_url", scratch.url.clone()), ("time_zone", "Europe/London".to_owned())];
        let app = App::open(&Config::read(Some(none.path()), |_| None, &flags).unwrap()).await.unwrap();
        let microsoft = Microsoft::start().await;
        microsoft.set_members(vec![colleague("dana", "dana.hughes"), colleague("sam", "sam.okafor")]);
        let service = Service::start(microsoft.settings(), app.clone()).unwrap();
        Self { microsoft, app, router: service.router(), service, count: 0 }
    }

    /// Posts an activity with a token of now; waits until so many things have been said.
    async fn post(&mut self, mut activity: Json, said: usize) -> (Json, Vec<Heard>) {
        self.count += 1;
        activity["id"] = format!("activity-{}", self.count).into();
        let at = now().as_second();
        let url = self.microsoft.url();
        let token = mint(json!({ "serviceurl": url, "nbf": at - 5, "exp": at + 3600 }));
        let request = Request::post("/api/messages")
            .header("content-type", "application/json")
            .header("authorization", format!("Bearer {token}"))
            .body(Body::from(activity.to_string().replace("SERVICE", url)))
            .unwrap();
        let answer = self.router.clone().oneshot(request).await.unwrap();
        assert!([StatusCode::OK, StatusCode::ACCEPTED].contains(&answer.status()), "{}", answer.status());
        let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        (serde_json::from_slice(&body).unwrap_or(Json::Null), self.said(said).await)
    }

    async fn said(&self, times: usize) -> Vec<Heard> {
        let mut said = Vec::new();
        let all = async {
            while said.len() < times {
                let heard = self.microsoft.heard("/v3").into_iter();
                let words =
                    |one: &Heard| one.path.contains("/activities") && !one.body.contains("\"typing\"");
                said.extend(heard.filter(words));
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let waited = tokio::time::timeout(Duration::from_secs(30), all).await;
        assert!(waited.is_ok(), "{times} messages were to come: {said:#?}");
        said
    }

    /// Says something to the bot in the channel.
    async fn mention(&mut self, text: &str, said: usize) -> Vec<Heard> {
        let mut activity = activity("channel_mention");
        activity["text"] = format!("<at>Mandorla</at> {text}").into();
        self.post(activity, said).await.1
    }

    /// Presses a button of a message in the personal chat.
    async fn press(&mut self, data: &Json, said: usize) -> (Json, Vec<Heard>) {
        let mut activity = activity("execute_ask");
        activity["conversation"]["id"] = "a:made".into();
        activity["value"]["action"]["data"] = data.clone();
        self.post(activity, said).await
    }
}

/// Touches of this week, so that a digest has something to say whenever this is run.
async fn this_week(scratch: &Scratch, workspace: i64) {
    let day = now() - jiff::SignedDuration::from_hours(48);
    let rows = format!(
        "occurred_at,side,channel,evidence,person_email,source,source_id\n\
         {day},sales,call,delivered,colin.cold@globex.example,Salesforce,new-1\n\
         {day},marketing,email,engaged,patricia.prospect@northwind.example,HubSpot,new-2\n"
    );
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("touches.csv");
    std::fs::write(&file, rows).unwrap();
    let report =
        import::import(&scratch.db, workspace, &[file], &import::Options::at(now()), &()).await.unwrap();
    assert!(report.is_ok(), "{report:?}");
}

fn colleague(name: &str, address: &str) -> Json {
    let mut member = member(name, "user");
    member["userPrincipalName"] = format!("{address}@mandor.example").into();
    member["email"] = Json::Null;
    member
}

fn activity(name: &str) -> Json {
    let path = format!("{}/tests/teams/activities/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// The data of a button.
fn button(message: &Heard, title: &str) -> Json {
    let actions = message.json()["attachments"][0]["content"]["actions"].clone();
    let found = actions.as_array().unwrap().iter().find(|action| action["title"] == title).cloned();
    found.unwrap_or_else(|| panic!("no {title:?} in {actions:#}"))["data"].clone()
}

fn to(channel: &str) -> Address {
    Address { platform: "teams".to_owned(), team: "tenant".to_owned(), channel: channel.to_owned() }
}

fn card(title: &str, audience: Audience) -> Card {
    Card { title: vec![title.into()], tone: Tone::Neutral, blocks: vec![], actions: vec![], audience }
}

#[tokio::test]
async fn a_team_asks_shares_subscribes_and_reads() {
    for scratch in databases().await {
        let mut world = World::new(&scratch).await;
        // Statistics stay in the thread.
        let said = world.mention("what is our overlap since 1 June 2026?", 1).await;
        assert_eq!(said[0].path, format!("{THREAD}/activity-1"));
        assert!(said[0].words().contains("people sales contacted"), "{}", said[0].words());
        assert!(said[0].words().contains("data:image/png;base64,"), "with its picture");

        // People are spoken about in private, and shared by a press, once.
        let said = world.mention("has marketing reached Patricia Prospect since 1 June 2026?", 2).await;
        assert_eq!((said[0].path.as_str(), said[1].path.as_str()), (ALONE, &*format!("{THREAD}/activity-2")));
        assert!(said[0].words().contains("Yes, marketing reached Patricia Prospect"), "{}", said[0].words());
        assert!(!said[1].body.contains("Patricia"), "the channel learns nothing");
        let share = button(&said[0], "Share");
        let (told, said) = world.press(&share, 1).await;
        assert!(told["value"].as_str().unwrap().starts_with("Shared in"), "{told}");
        assert_eq!(said[0].path, THREAD);
        assert!(said[0].words().contains("Patricia Prospect") && said[0].words().contains("Shared by"));
        assert_eq!(world.press(&share, 0).await.0["value"], "That has been shared already");

        // A digest is arranged with a yes, and can be had now.
        let said = world.mention("digest weekly monday 09:00", 2).await;
        let confirm = button(&said[0], "Confirm");
        let (done, said) = world.press(&confirm, 1).await;
        assert_eq!(done["type"], "application/vnd.microsoft.card.adaptive", "{done}");
        assert_eq!((said[0].method.as_str(), said[0].path.as_str()), ("PUT", &*format!("{ALONE}/card-1")));
        let (kept, _) = digests::list(&scratch.db, world.app.workspace).await.unwrap().remove(0);
        assert_eq!((kept.platform.as_str(), kept.team.as_str()), ("teams", "tenant"));
        assert_eq!(
            (kept.channel.as_str(), kept.owner_email.as_str()),
            (CHANNEL, "dana.hughes@mandor.example")
        );
        let mut said = world.mention("digest now", 2).await;
        // Its thread names whom to act on.
        while !said.iter().any(|one| one.body.contains("Colin Cold")) {
            said.extend(world.said(1).await);
        }
        assert!(said.iter().all(|one| one.path.starts_with(THREAD)), "{said:?}");
        let outbound = world.service.outbound();
        world.service.stop().await;
        posts(&world.microsoft, &outbound).await;
        scratch.end().await;
    }
}

/// What is posted without a question, whatever Teams says to it.
async fn posts(microsoft: &Microsoft, outbound: &Outbound<App>) {
    let digest = card("Overlap is 16 %", Audience::Everyone);
    let message = "sent-1".to_owned();
    microsoft.heard("/v3");
    assert_eq!(outbound.post(&to(CHANNEL), None, &digest, "mark").await, Posted::Sent { message });
    let sent = microsoft.heard("/v3").remove(0);
    assert_eq!(sent.path, format!("/v3/conversations/{CHANNEL}/activities"));
    outbound.post(&to(CHANNEL), Some("170"), &digest, "mark").await;
    assert_eq!(
        microsoft.heard("/v3")[0].path,
        format!("/v3/conversations/{CHANNEL};messageid=170/activities")
    );
    // Busy for long is told; an answer that was lost is not asked for twice.
    microsoft.script(&[(429, Some(90))]);
    let busy = outbound.post(&to(CHANNEL), None, &digest, "mark").await;
    assert!(matches!(busy, Posted::Retry { after, doubt: false, .. } if after.as_secs() == 90), "{busy:?}");
    microsoft.script(&[(500, None)]);
    let lost = outbound.post(&to(CHANNEL), None, &digest, "mark").await;
    assert!(matches!(lost, Posted::Retry { doubt: true, .. }), "{lost:?}");
    assert_eq!(microsoft.heard("/v3").len(), 2);
    // What names people keeps out of sight of strangers.
    let people = card("Call Patricia Prospect", Audience::Asker);
    assert!(matches!(outbound.post(&to(CHANNEL), None, &people, "").await, Posted::Sent { .. }));
    microsoft.set_members(vec![member("dana", "user"), member("gus", "guest")]);
    let other = outbound.post(&to("a:nowhere"), None, &people, "").await;
    assert!(matches!(other, Posted::Gone { why } if why.contains("add the app to it again")));
    // The owner is told in a personal chat, made where there is none yet.
    microsoft.heard("/v3");
    assert!(matches!(outbound.tell(&to(CHANNEL), "s-object", &people).await, Posted::Sent { .. }));
    let heard = microsoft.heard("/v3");
    assert_eq!(heard[0].json()["members"], json!([{ "id": "s-object" }]));
    assert_eq!(heard[1].path, ALONE);
    // Whoever threw us out is not spoken to any more.
    microsoft.script(&[(403, None)]);
    assert!(matches!(outbound.post(&to(CHANNEL), None, &digest, "").await, Posted::Gone { .. }));
    microsoft.heard("/v3");
    assert!(matches!(outbound.post(&to(CHANNEL), None, &digest, "").await, Posted::Gone { .. }));
    assert!(microsoft.heard("/v3").is_empty());
}

#[tokio::test]
async fn what_names_people_is_not_posted_among_strangers() {
    for scratch in databases().await {
        let mut world = World::new(&scratch).await;
        world.mention("what is our overlap since 1 June 2026?", 1).await;
        world.microsoft.set_members(vec![colleague("dana", "dana.hughes"), member("gus", "guest")]);
        let people = card("Call Patricia Prospect", Audience::Asker);
        let posted = world.service.outbound().post(&to(CHANNEL), None, &people, "").await;
        assert!(matches!(posted, Posted::Withheld { why } if why.contains("guests")));
        assert!(!world.microsoft.heard("/v3").iter().any(|one| one.body.contains("Patricia")));
        world.service.stop().await;
        scratch.end().await;
    }
}

#[tokio::test]
async fn whoever_adds_us_to_a_team_shows_nobodys_name_to_its_guests() {
    for scratch in databases().await {
        let mut world = World::new(&scratch).await;
        world.microsoft.set_members(vec![member("dana", "guest")]);
        for installed in ["installed_team", "installed_personal"] {
            let (_, said) = world.post(activity(installed), 1).await;
            for name in ["Patricia", "Colin", "Dana", "Sam"] {
                assert!(!said[0].body.contains(name), "{installed}: {}", said[0].body);
            }
            assert!(!said[0].json()["attachments"][0]["content"]["actions"].as_array().unwrap().is_empty());
        }
        world.service.stop().await;
        scratch.end().await;
    }
}
