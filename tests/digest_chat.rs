//! How a channel comes to its digest: subscribed, listed, paused, resumed and stopped in words, each after a yes, on
//! both databases.

mod support;

use std::sync::Arc;

use jiff::{Timestamp, ToSpan};
use mandorla::{
    ask::{Ask, Place, Who},
    bot::Bot,
    card::Audience,
    chat::text,
    db::digests,
    questions::{Answer, Status},
};
use support::{NOW, Scratch, company, databases};

const DANA: &str = "dana.hughes@mandor.example";
const SAM: &str = "sam.okafor@mandor.example";
const MIA: &str = "priya.raman@mandor.example";

/// Somebody in a channel of Slack.
struct Seat {
    bot: Arc<Bot>,
    who: &'static str,
    place: Place,
    at: Timestamp,
}

fn channel(name: &str) -> Place {
    Place::Channel { id: format!("slack:T1/{name}") }
}

impl Seat {
    fn new(bot: &Arc<Bot>, who: &'static str, place: Place) -> Self {
        Self { bot: Arc::clone(bot), who, place, at: NOW.parse().unwrap() }
    }

    async fn say(&self, text: &str) -> Answer {
        let who = Who::Colleague(self.who.to_owned());
        let ask = Ask { who, place: self.place.clone(), text: text.to_owned(), at: self.at };
        Arc::unwrap_or_clone(self.bot.answer(&ask).await.expect("the database works"))
    }

    /// Says it, and yes to what is offered.
    async fn agree(&self, text: &str) -> Answer {
        let offer = self.say(text).await;
        assert_eq!(offer.status, Status::Confirm, "{text}: {}", text::render(&offer.card));
        self.say(&offer.card.actions[0].text).await
    }
}

async fn bot(scratch: &Scratch) -> (Arc<Bot>, i64) {
    let workspace = company(&scratch.db).await;
    (Arc::new(Bot::new(scratch.db.clone(), workspace)), workspace)
}

fn title(answer: &Answer) -> String {
    text::line(&answer.card.title)
}

#[tokio::test]
async fn subscribed_listed_paused_resumed_and_stopped() {
    for scratch in databases().await {
        let (bot, workspace) = bot(&scratch).await;
        let sam = Seat::new(&bot, SAM, channel("C1"));
        let offer =
            sam.say("/digest weekly monday 09:00 Europe/London for Dana's team without content").await;
        let said = text::render(&offer.card);
        assert!(said.contains("the first on Mon 23 Nov 2026, 09:00 (Europe/London)"), "{said}");
        assert!(said.contains("below the headline: without content"), "{said}");
        let done = sam.say(&offer.card.actions[0].text).await;
        assert_eq!(done.status, Status::Done, "{}", title(&done));
        let again = sam.say(&offer.card.actions[0].text).await;
        assert!(title(&again).contains("answered already"), "{}", title(&again));
        let kept = digests::list(&scratch.db, workspace).await.unwrap();
        assert_eq!((kept.len(), kept[0].0.filters.as_str()), (1, "team Dana Hughes"));
        assert_eq!(kept[0].0.owner_email, SAM);

        let list = sam.say("digest list").await;
        assert_eq!((list.status, list.card.audience), (Status::Answered, Audience::Everyone));
        let said = text::render(&list.card);
        for part in [
            "every Monday at 09:00 (Europe/London)",
            "team Dana Hughes, without content",
            "Sam Okafor",
            "Mon 23 Nov 2026, 09:00 (Europe/London)",
            "not yet",
        ] {
            assert!(said.contains(part), "{part}: {said}");
        }
        assert!(!said.contains("C1") && !said.contains("Sources:"), "{said}");

        assert!(title(&sam.agree("digest pause").await).ends_with("until you resume it."));
        assert!(text::render(&sam.say("digest list").await.card).contains("paused"));
        assert_eq!(sam.agree("digest resume 1").await.status, Status::Done);
        assert_eq!(sam.agree("digest stop 1").await.status, Status::Done);
        assert_eq!(title(&sam.say("digest list").await), "No digest is posted here yet");
        assert_eq!(sam.say("digest stop 1").await.status, Status::NotFound);
        scratch.end().await;
    }
}

#[tokio::test]
async fn a_second_one_of_the_same_kind_is_answered_with_the_one_that_stands() {
    for scratch in databases().await {
        let (bot, _) = bot(&scratch).await;
        let dana = Seat::new(&bot, DANA, channel("C1"));
        dana.agree("digest weekly monday for Dana's team in fintech").await;
        for same in ["digest daily for dana’s team in Fintech", "digest weekly in FINTECH for my team"] {
            let stands = dana.say(same).await;
            assert!(
                title(&stands).starts_with("There is one already: digest No. 1"),
                "{same}: {}",
                title(&stands)
            );
        }
        for other in ["digest weekly in fintech", "digest weekly for Dana's team in fintech only cold"] {
            assert_eq!(dana.say(other).await.status, Status::Confirm, "{other}");
        }
        let elsewhere = Seat::new(&bot, DANA, channel("C2"));
        assert_eq!(
            elsewhere.say("digest weekly monday for Dana's team in fintech").await.status,
            Status::Confirm
        );
        scratch.end().await;
    }
}

/// What is confirmed stands, however many say yes at once; whoever came second is told so.
#[tokio::test]
async fn all_who_say_yes_at_once_get_theirs() {
    for scratch in databases().await {
        let (bot, workspace) = bot(&scratch).await;
        let mut yes = Vec::new();
        for nth in 0..16 {
            let seat = Seat::new(&bot, SAM, channel(&format!("C{}", nth % 12)));
            let offer = seat.say("digest weekly").await;
            assert_eq!(offer.status, Status::Confirm);
            yes.push((seat, offer.card.actions[0].text.clone()));
        }
        let said = futures_util::future::join_all(yes.iter().map(|(seat, text)| seat.say(text))).await;
        let got =
            said.iter().filter(|answer| title(answer).starts_with("This channel gets a digest")).count();
        let late = said.iter().filter(|answer| title(answer).starts_with("Somebody was faster")).count();
        let stand = digests::list(&scratch.db, workspace).await.unwrap().len();
        assert_eq!((got, late, stand), (12, 4, 12));
        scratch.end().await;
    }
}

#[tokio::test]
async fn strangers_are_told_nothing_of_who_gets_which() {
    for scratch in databases().await {
        let (bot, _) = bot(&scratch).await;
        Seat::new(&bot, SAM, channel("C1")).agree("digest weekly in fintech").await;
        let shared = Seat::new(&bot, SAM, Place::Shared { id: "slack:T1/C9".to_owned() });
        for text in [
            "digest list",
            "digest pause 1",
            "digest stop 1",
            "digest now",
            "digest preview",
            "digest weekly",
        ] {
            let answer = shared.say(text).await;
            let said = text::render(&answer.card);
            assert_eq!(answer.status, Status::Forbidden, "{text}: {said}");
            assert!(!said.contains("fintech") && !said.contains("Sam"), "{text}: {said}");
        }
        // Alone with us: the list of the whole workspace, for the asker, with its channels.
        let alone = Seat::new(&bot, SAM, Place::Private).say("digest list").await;
        let said = text::render(&alone.card);
        assert!(alone.card.audience == Audience::Asker && said.contains("Slack C1"), "{said}");
        let nobody = Seat::new(&bot, "mallory@evil.example", channel("C1"));
        for text in ["digest list", "digest stop 1", "digest weekly"] {
            assert_eq!(nobody.say(text).await.status, Status::Forbidden, "{text}");
        }
        scratch.end().await;
    }
}

#[tokio::test]
async fn who_may_change_what() {
    for scratch in databases().await {
        let (bot, _) = bot(&scratch).await;
        Seat::new(&bot, SAM, channel("C1")).agree("digest weekly").await;
        // Neither its owner, nor a leader, nor in its channel.
        assert_eq!(Seat::new(&bot, MIA, channel("C2")).say("digest stop 1").await.status, Status::Forbidden);
        for (who, place) in [(MIA, channel("C1")), (SAM, Place::Private), (DANA, Place::Private)] {
            assert_eq!(
                Seat::new(&bot, who, place).say("digest pause 1").await.status,
                Status::Confirm,
                "{who}"
            );
        }
        scratch.end().await;
    }
}

/// What a subscription accepts, its digest understands.
#[tokio::test]
async fn what_is_no_filter_for_a_digest_is_refused_at_once() {
    for scratch in databases().await {
        let (bot, _) = bot(&scratch).await;
        let sam = Seat::new(&bot, SAM, channel("C1"));
        for text in ["last 30 days", "by seller", "in Atlantis", "for Zebulon’s team", "cold people"] {
            let refused = sam.say(&format!("digest weekly {text}")).await;
            assert!(
                !matches!(refused.status, Status::Confirm | Status::Answered | Status::Done),
                "{text}: {}",
                text::render(&refused.card)
            );
        }
        let mine = sam.say("digest weekly my accounts").await;
        assert!(text::render(&mine.card).contains("seller Sam Okafor"), "{}", text::render(&mine.card));
        scratch.end().await;
    }
}

#[tokio::test]
async fn an_offer_expires() {
    for scratch in databases().await {
        let (bot, workspace) = bot(&scratch).await;
        let mut sam = Seat::new(&bot, SAM, channel("C1"));
        let offer = sam.say("digest weekly").await;
        sam.at += 31.minutes();
        let late = sam.say(&offer.card.actions[0].text).await;
        assert!(title(&late).contains("expired"), "{}", title(&late));
        assert!(digests::list(&scratch.db, workspace).await.unwrap().is_empty());
        scratch.end().await;
    }
}
