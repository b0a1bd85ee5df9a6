//! What happens in Teams, from the request to what is said: questions, arrivals, and names that change.

use mandorla::{
    ask::{Place, Who},
    chat::{
        Member,
        teams::{Change, House as _, Kind},
    },
};
use serde_json::json;

use crate::microsoft::{Bot, Heard, member};

const THREAD: &str = "/v3/conversations/19:sales@thread.tacv2;messageid=1700000000000/activities/";

fn dana_herself() -> Who {
    Who::Colleague("dana@example.com".to_owned())
}

fn only(said: Vec<Heard>) -> Heard {
    assert_eq!(said.len(), 1, "{said:?}");
    said.into_iter().next().unwrap()
}

#[tokio::test]
async fn a_question_alone_is_answered_alone() {
    let bot = Bot::start(|_| ()).await;
    let (status, _, said) = bot.tell("personal").await;
    assert_eq!(status.as_u16(), 202);
    let said = only(said);
    assert_eq!(said.path, "/v3/conversations/a:dana/activities/id-personal");
    assert!(said.words().contains("Overlap is 16 %"));
    assert_eq!(said.json()["summary"], "Overlap is 16 %");
    let asked = &bot.house.asked()[0];
    assert_eq!((&asked.who, &asked.place), (&dana_herself(), &Place::Private));
    let kept = bot.house.kept("a:dana").unwrap();
    assert_eq!(
        (kept.kind, kept.user.as_deref(), kept.bot.as_str()),
        (Kind::Personal, Some("d-object"), "28:bot")
    );
    let (.., said) = bot.tell("personal_person").await;
    assert!(only(said).words().contains("Patricia Prospect on 3 November"));
}

#[tokio::test]
async fn whatever_comes_twice_is_answered_once() {
    let bot = Bot::start(|_| ()).await;
    for expected in [1, 0, 0] {
        let (status, _, said) = bot.tell("personal").await;
        assert_eq!((status.as_u16(), said.len()), (202, expected));
    }
}

#[tokio::test]
async fn statistics_stay_where_they_were_asked() {
    let bot = Bot::start(|_| ()).await;
    let (.., said) = bot.tell("channel_mention").await;
    assert_eq!(only(said).path, format!("{THREAD}id-channel_mention"));
    let asked = &bot.house.asked()[0];
    assert_eq!(asked.text, "what is our overlap?");
    assert_eq!(asked.place, Place::Channel { id: "teams:tenant/19:sales@thread.tacv2".to_owned() });
    let kept = bot.house.kept("19:sales@thread.tacv2").unwrap();
    assert_eq!((kept.kind, kept.team.unwrap().name.as_deref()), (Kind::Channel, Some("Revenue")));
    let (.., said) = bot.tell("group").await;
    assert_eq!(only(said).path, "/v3/conversations/19:group@thread.v2/activities/id-group");
    let kept = bot.house.kept("19:group@thread.v2").unwrap();
    assert_eq!((kept.kind, kept.name.as_deref()), (Kind::Group, Some("Deal room")));
}

#[tokio::test]
async fn people_who_do_not_mean_us_are_left_alone_unless_they_ask() {
    let bot = Bot::start(|_| ()).await;
    let (.., said) = bot.tell("channel_plain").await;
    assert!(only(said).words().contains("Overlap is 16 %"));
    let (status, _, said) = bot.tell("channel_chatter").await;
    assert_eq!((status.as_u16(), said.len()), (202, 0));
    let says = async |text: &str| {
        let mut activity = bot.activity("channel_plain");
        (activity["id"], activity["text"]) = (text.into(), text.into());
        bot.post(&activity).await;
        bot.door.finish().await;
        bot.said()
    };
    bot.house.asked();
    assert!(says("slow").await.is_empty() && bot.house.asked().is_empty(), "a word alone means nobody");
    // What was changed is told, whoever was meant.
    let done = says("confirm 7F3KQ2").await;
    assert!(done.iter().any(|one| one.words().contains("Logged")), "{done:?}");
}

#[tokio::test]
async fn people_are_spoken_about_in_private() {
    let bot = Bot::start(|_| ()).await;
    bot.post(&bot.activity("channel_person")).await;
    bot.door.finish().await;
    let heard = bot.microsoft.heard("/v3");
    let made: Vec<&Heard> = heard.iter().filter(|one| one.path == "/v3/conversations").collect();
    assert_eq!(made[0].json()["members"], json!([{ "id": "29:dana" }]));
    let said: Vec<&Heard> = heard.iter().filter(|one| one.path.contains("/activities")).collect();
    assert_eq!(said[0].path, "/v3/conversations/a:made/activities");
    assert!(said[0].words().contains("Patricia Prospect on 3 November"));
    assert!(said[0].words().contains("You asked this in Revenue"));
    let share = json!({
        "do": "share",
        "from": "19:sales@thread.tacv2;messageid=1700000000000",
        "text": "has marketing reached Patricia Prospect?",
    });
    assert_eq!(said[0].json()["attachments"][0]["content"]["actions"][0]["data"], share);
    assert_eq!(said[1].path, format!("{THREAD}id-channel_person"));
    assert!(said[1].words().contains("the answer is in your personal chat"));
    assert!(!said[1].body.contains("Patricia"), "the channel learns nothing");
    assert_eq!(said.len(), 2);
    assert_eq!(bot.house.kept("a:made").unwrap().user.as_deref(), Some("d-object"));
    // The chat that was made is used again.
    let mut again = bot.activity("channel_person");
    again["id"] = "another".into();
    bot.post(&again).await;
    bot.door.finish().await;
    assert!(bot.microsoft.heard("/v3").iter().all(|one| one.path != "/v3/conversations"));
}

#[tokio::test]
async fn a_personal_chat_that_cannot_be_had_is_told() {
    let bot = Bot::start(|_| ()).await;
    // Who it is, then the chat.
    bot.microsoft.script(&[(200, None), (403, None)]);
    let (.., said) = bot.tell("channel_person").await;
    let said = only(said);
    assert!(said.words().contains("open a personal chat with me"), "{said:?}");
    assert!(!said.body.contains("Patricia"));
}

#[tokio::test]
async fn a_targeted_message_stays_in_the_channel_for_one() {
    let bot = Bot::start(|options| options.targeted = true).await;
    let (.., said) = bot.tell("channel_person").await;
    let said = only(said);
    assert_eq!((said.path.contains("19:sales"), said.query.as_str()), (true, "isTargetedActivity=true"));
    assert_eq!(said.json()["recipient"]["id"], "29:dana");
}

#[tokio::test]
async fn guests_are_nobody_we_know() {
    for guest in [
        member("dana", "guest"),
        json!({ "id": "29:dana", "email": "dana@example.com", "tenantId": "other" }),
    ] {
        let bot = Bot::start(|_| ()).await;
        bot.microsoft.set_members(vec![guest]);
        bot.tell("personal_person").await;
        assert_eq!(bot.house.asked()[0].who, Who::Unknown);
    }
}

#[tokio::test]
async fn the_directory_says_who_somebody_is() {
    let bot = Bot::start(|_| ()).await;
    let mut dana = member("dana", "user");
    dana["email"] = json!(null);
    bot.microsoft.set_members(vec![dana]);
    bot.tell("channel_mention").await;
    assert_eq!(bot.house.asked()[0].who, Who::Colleague("dana@example.onmicrosoft.com".to_owned()));
}

#[tokio::test]
async fn whichever_address_is_a_colleagues_says_who_it_is() {
    let bot = Bot::start(|_| ()).await;
    let mut dana = member("dana", "user");
    dana["userPrincipalName"] = json!("dana@example.com");
    dana["email"] = json!("d.diaz@mail.example.org");
    bot.microsoft.set_members(vec![dana]);
    bot.tell("channel_mention").await;
    assert_eq!(bot.house.asked()[0].who, dana_herself());
}

#[tokio::test]
async fn whoever_is_no_colleague_yet_is_looked_at_sooner() {
    let bot = Bot::start(|_| ()).await;
    let mut dana = member("dana", "user");
    dana["email"] = json!("dana@elsewhere.org");
    bot.microsoft.set_members(vec![dana]);
    bot.tell("personal").await;
    assert_eq!(bot.house.asked()[0].who, Who::Colleague("dana@elsewhere.org".to_owned()));
    bot.microsoft.set_members(vec![member("dana", "user")]);
    for (minutes, text, known) in [(9, "still", "elsewhere.org"), (2, "now", "example.com")] {
        bot.house.pass(jiff::SignedDuration::from_mins(minutes));
        let (other, mut asks) = (bot.another(), bot.activity("personal"));
        (asks["id"], asks["text"]) = (text.into(), text.into());
        other.post(&asks).await;
        other.door.finish().await;
        let Who::Colleague(address) = other.house.asked().remove(0).who else { panic!("nobody") };
        assert_eq!(address, format!("dana@{known}"), "{text}");
    }
}

/// By an admin's word alone a guest would read what colleagues read.
#[tokio::test]
async fn whoever_was_linked_before_they_were_seen_is_asked_about_first() {
    let sam = "sam@example.com".to_owned();
    for (role, who) in [("user", Who::Colleague(sam.clone())), ("guest", Who::Unknown)] {
        let bot = Bot::start(|_| ()).await;
        let checked_at = jiff::Timestamp::UNIX_EPOCH;
        let linked = Member { email: Some(sam.clone()), linked: true, outsider: true, checked_at };
        bot.house.remember_member(1, "tenant", "d-object", &linked).await.unwrap();
        bot.microsoft.set_members(vec![member("dana", role)]);
        bot.tell("personal").await;
        assert_eq!(bot.house.asked()[0].who, who, "{role}");
    }
}

#[tokio::test]
async fn a_mailbox_proves_nothing_in_somebody_elses_tenant() {
    let bot = Bot::start(|settings| {
        settings.tenant = "ours".to_owned();
        settings.tenants = vec!["ours".to_owned(), "tenant".to_owned()];
    })
    .await;
    bot.tell("channel_mention").await;
    let named = Who::Colleague("dana@example.onmicrosoft.com".to_owned());
    assert_eq!(bot.house.asked()[0].who, named, "by the address that they sign in with alone");
}

#[tokio::test]
async fn where_teams_does_not_say_who_somebody_is_that_is_said() {
    let bot = Bot::start(|_| ()).await;
    bot.microsoft.script(&[(500, None); 4]);
    let (.., said) = bot.tell("personal_person").await;
    assert!(only(said).words().contains("Teams did not tell me who you are"));
    assert!(bot.house.asked().is_empty());
}

#[tokio::test]
async fn an_answer_comes_in_words_where_teams_does_not_take_the_card() {
    let bot = Bot::start(|_| ()).await;
    // Who it is, then the message.
    bot.microsoft.script(&[(200, None), (413, None)]);
    let (.., said) = bot.tell("personal").await;
    let words = said[1].json()["text"].as_str().unwrap_or_default().to_owned();
    assert!(said.len() == 2 && words.starts_with("Overlap is 16 %"), "{words}");
    assert!(bot.house.changes().is_empty());
}

#[tokio::test]
async fn a_message_that_was_deleted_is_answered_all_the_same() {
    let bot = Bot::start(|_| ()).await;
    bot.microsoft.script(&[(200, None), (404, None)]);
    let (.., said) = bot.tell("personal").await;
    assert_eq!(said[1].path, "/v3/conversations/a:dana/activities");
    assert!(bot.house.changes().is_empty());
}

#[tokio::test]
async fn only_tenants_that_are_named_are_let_in() {
    for (tenants, status) in [(vec!["TENANT", "other"], 202), (vec!["other"], 403)] {
        let bot =
            Bot::start(|settings| settings.tenants = tenants.iter().map(ToString::to_string).collect()).await;
        assert_eq!(bot.tell("personal").await.0.as_u16(), status, "{tenants:?}");
    }
}

#[tokio::test]
async fn whoever_asks_something_slow_sees_that_we_are_at_work() {
    let bot = Bot::start(|_| ()).await;
    let mut slow = bot.activity("personal");
    slow["text"] = "slow".into();
    let begin = std::time::Instant::now();
    assert_eq!(bot.post(&slow).await.0.as_u16(), 202);
    assert!(begin.elapsed() < std::time::Duration::from_secs(2), "acknowledged at once");
    bot.door.finish().await;
    let said = bot.said();
    assert_eq!((said.len(), said[0].json()), (2, json!({ "type": "typing" })));
    assert!(said[1].words().contains("Late, but here"));
}

#[tokio::test]
async fn colleagues_are_named_by_their_address() {
    let bot = Bot::start(|_| ()).await;
    bot.tell("channel_colleague").await;
    assert_eq!(bot.house.asked()[0].text, "overlap for sam@example.com");
}

#[tokio::test]
async fn a_shared_channel_is_one_with_others() {
    let bot = Bot::start(|_| ()).await;
    bot.tell("channel_shared").await;
    assert_eq!(
        bot.house.asked()[0].place,
        Place::Shared { id: "teams:tenant/19:sales@thread.tacv2".to_owned() }
    );
}

#[tokio::test]
async fn channels_that_are_not_named_get_no_answers() {
    let bot = Bot::start(|options| options.channels = vec!["19:other".to_owned()]).await;
    let (.., said) = bot.tell("channel_mention").await;
    assert!(only(said).words().contains("I do not answer here"));
    let (.., said) = bot.tell("channel_plain").await;
    assert!(said.is_empty() && bot.house.asked().is_empty());
    assert_eq!(bot.tell("personal").await.2.len(), 1);
    let bot = Bot::start(|options| options.channels = vec!["19:team@thread.tacv2".to_owned()]).await;
    assert!(
        only(bot.tell("channel_mention").await.2).words().contains("Overlap"),
        "a team stands for its channels"
    );
}

#[tokio::test]
async fn whoever_lets_us_in_is_greeted_once() {
    let bot = Bot::start(|_| ()).await;
    let (.., said) = bot.tell("installed_personal").await;
    let said = only(said);
    assert_eq!(said.path, "/v3/conversations/a:dana/activities");
    assert!(said.words().contains("what is our overlap?"));
    assert!(bot.tell("added_personal").await.2.is_empty());
    assert!(bot.house.kept("a:dana").is_some());
    assert_eq!(bot.tell("added_team").await.2.len(), 1);
    assert!(bot.house.kept("19:team@thread.tacv2").is_some());
    assert!(bot.tell("installed_team").await.2.is_empty(), "a team is one installation");
    assert!(bot.tell("members_added").await.2.is_empty());
    assert_eq!(bot.tell("installed_private_channel").await.2.len(), 1, "which is one of its own");
    assert_eq!(bot.tell("installed_group").await.2.len(), 1);
    assert_eq!(bot.house.kept("19:group@thread.v2").unwrap().kind, Kind::Group);
}

#[tokio::test]
async fn whoever_lets_us_in_again_is_greeted_again_and_a_new_version_greets_nobody() {
    let bot = Bot::start(|_| ()).await;
    let greeted = async |name: &str, id: &str| {
        let mut activity = bot.activity(name);
        activity["id"] = id.into();
        bot.post(&activity).await;
        bot.door.finish().await;
        bot.said().len()
    };
    assert_eq!(greeted("upgraded_team", "1").await, 0);
    assert_eq!(greeted("removed_team", "2").await, 0);
    assert_eq!(greeted("installed_team", "3").await, 1);
    assert_eq!(greeted("upgraded_team", "4").await, 0);
    assert_eq!(greeted("removed_team", "5").await, 0);
    assert_eq!(greeted("installed_team", "6").await, 1);
}

#[tokio::test]
async fn what_changes_is_noted() {
    let bot = Bot::start(|_| ()).await;
    let (sales, team) = ("19:sales@thread.tacv2".to_owned(), "19:team@thread.tacv2".to_owned());
    let removed = || "the app was removed there".to_owned();
    for (name, change) in [
        ("removed_personal", Change::Ended { id: "a:dana".to_owned(), why: removed() }),
        ("removed_team", Change::TeamEnded { team: team.clone(), why: removed() }),
        ("removed_group", Change::Ended { id: "19:group@thread.v2".to_owned(), why: removed() }),
        ("removed_private_channel", Change::Ended { id: sales.clone(), why: removed() }),
        ("channelRenamed", Change::Renamed { id: sales.clone(), name: "Selling".to_owned() }),
        ("channelDeleted", Change::Ended { id: sales, why: "the channel was deleted".to_owned() }),
        ("teamRenamed", Change::TeamRenamed { team: team.clone(), name: "Income".to_owned() }),
        ("teamDeleted", Change::TeamEnded { team, why: "the team was deleted".to_owned() }),
    ] {
        let (status, _, said) = bot.tell(name).await;
        assert_eq!((status.as_u16(), said.len()), (202, 0), "{name}");
        assert_eq!(bot.house.changes(), [change], "{name}");
    }
    for (name, status) in [("channelCreated", 202), ("edited", 202), ("reaction", 202), ("task_fetch", 200)] {
        let (said, _, messages) = bot.tell(name).await;
        assert_eq!((said.as_u16(), messages.len()), (status, 0), "{name}");
        assert!(bot.house.changes().is_empty());
    }
}

#[tokio::test]
async fn a_conversation_that_is_gone_is_marked_as_such() {
    let bot = Bot::start(|_| ()).await;
    bot.microsoft.set_code("ConversationNotFound");
    // Who it is, then the message.
    bot.microsoft.script(&[(200, None), (404, None)]);
    bot.tell("personal").await;
    let changes = bot.house.changes();
    assert!(
        matches!(&changes[..], [Change::Ended { id, why }] if id == "a:dana" && why.contains("ConversationNotFound"))
    );
    // Whoever speaks there again brings it back.
    let mut again = bot.activity("personal");
    again["id"] = "another".into();
    bot.post(&again).await;
    bot.door.finish().await;
    assert!(bot.house.kept("a:dana").is_some());
}

#[tokio::test]
async fn what_cannot_be_read_is_refused() {
    let bot = Bot::start(|_| ()).await;
    for lacking in ["conversation", "channelData"] {
        let mut activity = bot.activity("personal");
        activity.as_object_mut().unwrap().remove(lacking);
        if lacking == "channelData" {
            activity["conversation"]["tenantId"] = json!(null);
        }
        assert_eq!(bot.post(&activity).await.0.as_u16(), 400, "{lacking}");
    }
}
