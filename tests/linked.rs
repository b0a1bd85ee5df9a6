//! Who somebody in a chat is: an admin says it, everybody may ask, on both databases.

mod support;

use std::sync::Arc;

use mandorla::{
    ask::{Ask, Place, Who},
    bot::Bot,
    card::{ActionKind, Audience},
    chat::text,
    db::{
        Db,
        chats::members::{self, Member, User},
    },
    questions::{Answer, Status},
};
use serde_json::json;
use support::{company, databases};

const ADMIN: &str = "alex.morgan@mandor.example";
const DANA: &str = "dana.hughes@mandor.example";
const LINK: &str = "link slack:T1/U0123ABC to Dana.Hughes@mandor.example";
const USER: User<'static> = User { platform: "slack", team: "T1", user: "U0123ABC" };

fn colleague(email: &str) -> Who {
    Who::Colleague(email.to_owned())
}

async fn say(bot: &Bot, who: &Who, text: &str) -> Answer {
    say_in(bot, who, Place::Private, text).await
}

async fn say_in(bot: &Bot, who: &Who, place: Place, text: &str) -> Answer {
    let at = support::NOW.parse().unwrap();
    let ask = Ask { who: who.clone(), place, text: text.to_owned(), at };
    Arc::unwrap_or_clone(bot.answer(&ask).await.unwrap())
}

fn confirm(answer: &Answer) -> String {
    let button = answer.card.actions.iter().find(|action| action.kind == ActionKind::Confirm);
    button.expect("a button").text.clone()
}

async fn known(db: &Db, workspace: i64) -> Option<Member> {
    members::find(db, workspace, USER).await.unwrap()
}

#[tokio::test]
async fn an_admin_says_who_somebody_is() {
    for scratch in databases().await {
        let workspace = company(&scratch.db).await;
        let bot = Bot::new(scratch.db.clone(), workspace);
        let admin = colleague(ADMIN);
        let offer = say(&bot, &admin, LINK).await;
        assert_eq!((offer.question, offer.status), ("link", Status::Confirm));
        let changes = json!(["slack:T1/U0123ABC is Dana Hughes (dana.hughes@mandor.example), sales"]);
        assert_eq!(offer.data, json!({ "action": "link", "changes": changes }));
        assert_eq!(offer.card.audience, Audience::Asker);
        assert_eq!(known(&scratch.db, workspace).await, None, "nothing before the yes");
        let done = say(&bot, &admin, &confirm(&offer)).await;
        assert_eq!((done.question, done.status), ("link", Status::Done));
        assert_eq!(done.data["changes"], changes);
        let linked = Member { email: Some(DANA.to_owned()), linked: true, outsider: true, checked_at: 0 };
        assert_eq!(known(&scratch.db, workspace).await, Some(linked), "the platform has yet to be asked");
        let again = say(&bot, &Who::Operator, LINK).await;
        assert_eq!((again.status, &again.data["changes"]), (Status::Done, &json!([])));
        let other = say(&bot, &Who::Operator, "link slack:T1/U0123ABC to sam.okafor@mandor.example").await;
        let change = "slack:T1/U0123ABC: dana.hughes@mandor.example → sam.okafor@mandor.example";
        assert_eq!(other.data["changes"], json!([change]));
        say(&bot, &Who::Operator, &confirm(&other)).await;
        let email = known(&scratch.db, workspace).await.unwrap().email;
        assert_eq!(email.as_deref(), Some("sam.okafor@mandor.example"));
        scratch.end().await;
    }
}

#[tokio::test]
async fn nobody_else_does_and_nobody_overhears() {
    for scratch in databases().await {
        let workspace = company(&scratch.db).await;
        let bot = Bot::new(scratch.db.clone(), workspace);
        for who in [colleague(DANA), colleague("gone@mandor.example"), Who::Unknown] {
            let answer = say(&bot, &who, LINK).await;
            assert_eq!((answer.status, answer.proposal), (Status::Forbidden, None), "{who:?}");
            let shown = text::render(&answer.card);
            assert!(shown.contains("Only admins say who somebody is"), "{shown}");
            // The same whether there is such a colleague or not.
            let stranger = say(&bot, &who, "link slack:T1/U0123ABC to no.body@mandor.example").await;
            assert_eq!(text::render(&stranger.card), shown);
        }
        let admin = colleague(ADMIN);
        let nobody = say(&bot, &admin, "link slack:T1/U0123ABC to no.body@mandor.example").await;
        assert_eq!(nobody.status, Status::NotFound);
        assert_eq!(say(&bot, &admin, "link slack:T1/U0123ABC").await.status, Status::NotUnderstood);
        let place = Place::Shared { id: "C1".to_owned() };
        assert_eq!(say_in(&bot, &admin, place, LINK).await.status, Status::Forbidden);
        // Somebody else's yes links nobody.
        let offer = say(&bot, &admin, LINK).await;
        assert_eq!(say(&bot, &colleague(DANA), &confirm(&offer)).await.status, Status::NotFound);
        assert_eq!(known(&scratch.db, workspace).await, None);
        scratch.end().await;
    }
}

#[tokio::test]
async fn link_alone_says_who_one_is() {
    let scratch = support::sqlite().await;
    let workspace = company(&scratch.db).await;
    let bot = Bot::new(scratch.db.clone(), workspace);
    let shown = async |who: Who| {
        let answer = say(&bot, &who, "link").await;
        assert_eq!(answer.question, "link");
        (answer.status, text::render(&answer.card))
    };
    let (status, dana) = shown(colleague("Dana.Hughes@Mandor.example")).await;
    assert_eq!(status, Status::Answered);
    assert_eq!(dana.trim_end(), "You are Dana Hughes (dana.hughes@mandor.example), sales");
    let (_, alex) = shown(colleague(ADMIN)).await;
    assert!(alex.contains("marketing") && alex.contains("link @colleague their@address"), "{alex}");
    let (status, nobody) = shown(Who::Unknown).await;
    assert_eq!(status, Status::Forbidden);
    assert!(nobody.starts_with("I do not know you"), "{nobody}");
    assert!(nobody.contains("tell me “link @you your@address”"), "{nobody}");
    let (_, gone) = shown(colleague("gone@mandor.example")).await;
    assert!(gone.contains("gone@mandor.example, which no colleague of team.csv has"), "{gone}");
    assert!(shown(Who::Operator).await.1.contains("operator"));
    scratch.end().await;
}
