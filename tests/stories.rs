//! Conversations in words, on both databases: somebody asks, reads, asks on, says yes. What they read is checked, not
//! how it came about.

mod support;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::{SignedDuration, Timestamp};
use mandorla::{
    ask::{Ask, Place, Who},
    bot::Bot,
    card::{ActionKind, Audience},
    chat::text,
    db::{Db, workspaces},
    intake::import::{self, Options},
    questions::{ALL, Answer, Status},
};
use serde_json::{Value as Json, json};
use support::{Scratch, databases};

const NOW: &str = "2026-11-20T12:00:00Z";
const SAM: &str = "sam.okafor@mandor.example";
const DANA: &str = "dana.hughes@mandor.example";
const ALEX: &str = "alex.morgan@mandor.example";

fn now() -> Timestamp {
    NOW.parse().expect("an instant")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    ["team", "accounts", "people", "content", "touches"].map(|name| folder.join(format!("{name}.csv"))).into()
}

async fn import(db: &Db, workspace: i64, files: &[PathBuf]) {
    let report = import::import(db, workspace, files, &Options::at(now()), &()).await.expect("sound files");
    assert!(report.is_ok(), "{report:?}");
}

/// Somebody at a keyboard.
struct Talk<'b> {
    bot: &'b Bot,
    who: Who,
    place: Place,
    at: Timestamp,
}

impl<'b> Talk<'b> {
    fn operator(bot: &'b Bot) -> Self {
        Self { bot, who: Who::Operator, place: Place::Private, at: now() }
    }

    fn colleague(bot: &'b Bot, email: &str) -> Self {
        Self { who: Who::Colleague(email.to_owned()), ..Self::operator(bot) }
    }

    async fn say(&self, text: &str) -> Answer {
        let ask =
            Ask { who: self.who.clone(), place: self.place.clone(), text: text.to_owned(), at: self.at };
        let answer = Arc::unwrap_or_clone(self.bot.answer(&ask).await.expect("the database works"));
        let shown = shown(&answer);
        assert!(!shown.trim().is_empty(), "{text:?} is answered in words");
        let odd = |letter: char| letter.is_control() && letter != '\n' || turns(letter);
        assert!(!shown.contains(odd), "{text:?}: {shown:?}");
        answer
    }

    /// Says it, and expects it to be answered as this question.
    async fn answered(&self, question: &str, text: &str) -> Json {
        let answer = self.say(text).await;
        assert_eq!(
            (answer.question, answer.status),
            (question, Status::Answered),
            "{text}: {}",
            shown(&answer)
        );
        answer.data
    }

    /// Proposes a change; gives the words that confirm it.
    async fn proposes(&self, question: &str, text: &str) -> String {
        let answer = self.say(text).await;
        assert_eq!(
            (answer.question, answer.status),
            (question, Status::Confirm),
            "{text}: {}",
            shown(&answer)
        );
        assert_eq!(answer.data["action"], question);
        assert!(
            answer.data["changes"].as_array().is_some_and(|changes| !changes.is_empty()),
            "{}",
            answer.data
        );
        let [confirm, cancel] = [ActionKind::Confirm, ActionKind::Cancel].map(|kind| {
            let mut actions = answer.card.actions.iter();
            actions.find(|action| action.kind == kind).expect("a button").text.clone()
        });
        assert!(confirm.starts_with("confirm ") && cancel.starts_with("cancel "), "{confirm} {cancel}");
        confirm
    }

    async fn status(&self, text: &str) -> Status {
        self.say(text).await.status
    }
}

/// Direction marks that turn the text around them.
fn turns(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn shown(answer: &Answer) -> String {
    text::render(&answer.card)
}

fn names(answer: &Answer) -> Vec<&str> {
    answer.candidates.iter().filter_map(|candidate| candidate["name"].as_str()).collect()
}

/// The fixture company in a fresh database of each kind.
async fn companies() -> Vec<(Scratch, i64, Bot)> {
    let mut all = Vec::new();
    for scratch in databases().await {
        let workspace =
            workspaces::ensure(&scratch.db, "fixture", "Europe/London").await.expect("a workspace");
        import(&scratch.db, workspace, &files(Path::new("tests/company"))).await;
        let bot = Bot::new(scratch.db.clone(), workspace);
        all.push((scratch, workspace, bot));
    }
    all
}

#[tokio::test]
async fn an_unclear_name_is_offered_as_choices_and_each_choice_answers() {
    for (scratch, _, bot) in companies().await {
        let talk = Talk::operator(&bot);
        let answer = talk.say("has marketing reached Patricia?").await;
        assert_eq!((answer.question, answer.status), ("reached", Status::Ambiguous));
        assert_eq!(names(&answer), ["Patricia Nguyen", "Patricia Prospect"]);
        for candidate in &answer.candidates {
            let keys: Vec<&String> = candidate.as_object().expect("a person").keys().collect();
            assert_eq!(keys, ["name", "account", "title", "email"]);
        }
        for (action, name) in answer.card.actions.iter().zip(names(&answer)) {
            let data = talk.answered("reached", &action.text).await;
            assert_eq!(data["person"]["name"], name, "{}", action.text);
        }
        let data = talk.answered("reached", "has marketing reached Patricia at Northwind?").await;
        assert_eq!(data["person"]["email"], "patricia.prospect@northwind.example");
        assert_eq!(data["marketing"]["reached"], true);
        for text in
            ["history of Anna", "who looks after Anna?", "log a call with Anna today", "Anna is in market"]
        {
            let answer = talk.say(text).await;
            assert_eq!(answer.status, Status::Ambiguous, "{text}");
            assert_eq!(names(&answer), ["Anna Schmidt", "Anna Smith"], "{text}");
            let asked_on = talk.say(&answer.card.actions[0].text).await;
            assert!(
                matches!(asked_on.status, Status::Answered | Status::Confirm),
                "{}",
                answer.card.actions[0].text
            );
            assert_eq!(asked_on.question, answer.question);
        }
        scratch.end().await;
    }
}

#[tokio::test]
async fn unknown_names_and_values_bring_the_nearest_and_are_never_dropped() {
    for (scratch, _, bot) in companies().await {
        let talk = Talk::operator(&bot);
        for (text, question, nearest) in [
            ("has marketing reached Gavin Bellamy?", "reached", Some("Gavin Belson")),
            ("history of Colin Coldstream", "history", Some("Colin Cold")),
            ("has marketing reached Zaphod Beeblebrox?", "reached", None),
            ("account Northwest", "account", Some("Northwind")),
            ("has marketing reached nobody@nowhere.example?", "reached", None),
            ("Vandelay is in market", "set_market", None),
            ("add Vandelay to the target market", "set_target", None),
        ] {
            let answer = talk.say(text).await;
            assert_eq!(
                (answer.question, answer.status),
                (question, Status::NotFound),
                "{text}: {}",
                shown(&answer)
            );
            match nearest {
                Some(nearest) => assert!(names(&answer).contains(&nearest), "{text}: {:?}", names(&answer)),
                None => assert!(answer.candidates.len() <= 3, "{text}: {:?}", names(&answer)),
            }
        }
        for text in [
            "overlap in the fishing industry",
            "overlap in Narnia",
            "cold campaign Sprung Lunge",
            "warm at Vandelay",
            "overlap for seller Zorro",
            "overlap for Zorro's team",
            "untouched in fintech in Narnia",
            "overlap by seller in Narnia",
            "history of Colin Cold campaign Sprung Lunge",
            "overlap channel pigeon",
        ] {
            let answer = talk.say(text).await;
            let refused = matches!(answer.status, Status::NotFound | Status::NotUnderstood);
            assert!(refused, "{text}: {:?} {}", answer.status, shown(&answer));
            assert_eq!(answer.data, json!({}), "{text}");
        }
        for (text, question) in
            [("overlap tier 9", "overlap"), ("cold in tier 7", "cold"), ("overlap in Narnia", "overlap")]
        {
            let answer = talk.say(text).await;
            assert_eq!(
                (answer.question, answer.status),
                (question, Status::NotFound),
                "{text}: {}",
                shown(&answer)
            );
        }
        // What was understood stands beside the refusal, or the choice.
        let answer = talk.say("overlap in Narnia tier 1 last month").await;
        assert_eq!(answer.filters["tier"], "1", "{}", shown(&answer));
        let window = answer.json("")["window"].clone();
        assert_eq!(window, json!({ "from": "2026-10-01", "to": "2026-10-31", "label": "last month" }));
        let answer = talk.say("has marketing reached Patricia by webinar last month?").await;
        assert_eq!((answer.status, &answer.filters["channel"]), (Status::Ambiguous, &json!("webinar")));
        assert_eq!(answer.json("")["window"]["from"], "2026-10-01");
        let answer = talk.say("overlap campaign Sprung Lunch").await;
        assert!(answer.status != Status::Answered || answer.filters["campaign"] == "Spring Launch");
        scratch.end().await;
    }
}

#[tokio::test]
async fn what_is_not_understood_brings_three_questions_that_are() {
    for (scratch, _, bot) in companies().await {
        let talk = Talk::operator(&bot);
        let nonsense = [
            "what's the weather?",
            "overlap weather",
            "who is the king of sales",
            "?!",
            "",
            "   ",
            "🙂🙂",
            "cold cold beer",
        ];
        for text in nonsense {
            let answer = talk.say(text).await;
            assert_eq!(
                (answer.question, answer.status),
                ("none", Status::NotUnderstood),
                "{text:?}: {}",
                shown(&answer)
            );
            assert_eq!(answer.suggestions.len(), 3, "{text:?}");
            for suggestion in &answer.suggestions {
                let next = talk.say(suggestion).await;
                assert!(
                    !matches!(next.status, Status::NotUnderstood | Status::NotFound),
                    "{text:?} → {suggestion:?}"
                );
            }
        }
        scratch.end().await;
    }
}

#[tokio::test]
async fn every_example_is_understood_as_its_question_on_nothing_and_on_a_company() {
    for (scratch, _, bot) in companies().await {
        let nothing =
            workspaces::ensure(&scratch.db, "nothing", "America/Sao_Paulo").await.expect("a workspace");
        let empty = Bot::new(scratch.db.clone(), nothing);
        for question in ALL {
            for example in question.examples {
                let dana = Talk::colleague(&bot, DANA);
                let answer = dana.say(example).await;
                assert_eq!(answer.question, question.name, "{example}");
                let wanted = matches!(answer.status, Status::Answered | Status::Confirm | Status::Done);
                assert!(wanted, "{example}: {:?} {}", answer.status, shown(&answer));
                let ends = ["owner", "help"].contains(&answer.question) || answer.status == Status::Done;
                assert!(ends || !answer.card.actions.is_empty(), "{example}: what next? {}", shown(&answer));
                for action in &answer.card.actions {
                    if action.kind == ActionKind::Ask {
                        let next = dana.say(&action.text).await;
                        let understood = !matches!(next.status, Status::NotUnderstood | Status::NotFound);
                        assert!(understood, "{example} → {:?}: {}", action.text, shown(&next));
                    }
                }
                let answer = Talk::operator(&empty).say(example).await;
                // Where nobody is known, a name in small letters is a word like others.
                if example.contains("colin cold") || *example == "account northwind" {
                    continue;
                }
                assert_eq!(answer.question, question.name, "{example} on nothing: {}", shown(&answer));
                assert_ne!(answer.status, Status::NotUnderstood, "{example} on nothing");
            }
        }
        let text = shown(&Talk::operator(&empty).say("overlap").await);
        assert!(!text.contains('%') && text.contains("sales contacted nobody"), "{text}");
        scratch.end().await;
    }
}

#[tokio::test]
async fn titles_answer_what_was_asked() {
    for (scratch, _, bot) in companies().await {
        let talk = Talk::operator(&bot);
        for (text, title) in [
            (
                "is Colin Cold cold?",
                "Yes, Colin Cold is cold: sales contacted them, last on 18 Nov 2026; no marketing touch is recorded (last 90 days)",
            ),
            (
                "is Patricia Prospect cold?",
                "No, Patricia Prospect is warm: marketing reached them, last on 16 Nov 2026; no sales touch is recorded (last 90 days)",
            ),
            (
                "is Patricia Prospect untouched?",
                "No, Patricia Prospect is warm: marketing reached them, last on 16 Nov 2026; no sales touch is recorded (last 90 days)",
            ),
            (
                "is Colin Cold cold or warm?",
                "Colin Cold is cold: sales contacted them, last on 18 Nov 2026; no marketing touch is recorded (last 90 days)",
            ),
            (
                "is Ravi Patel warm?",
                "No, Ravi Patel hears from both teams: marketing reached them, last on 16 Nov 2026, and sales contacted them, last on 18 Nov 2026",
            ),
            (
                "is Ravi Patel primed?",
                "Yes, Ravi Patel was primed: marketing came first, in the 90 days before sales (last 90 days)",
            ),
            (
                "is Colin Cold primed?",
                "No, Colin Cold was not primed: no marketing touch in the 90 days before sales’ first (last 90 days)",
            ),
            (
                "is Patricia Prospect primed?",
                "Sales has not contacted Patricia Prospect yet (last 90 days); a call now would be primed",
            ),
            (
                "has Dana talked to Patricia Prospect?",
                "No, no touch of Dana Hughes with Patricia Prospect is recorded (last 90 days)",
            ),
            (
                "has Sam called Ravi Patel?",
                "Yes, Sam Okafor was in touch with Ravi Patel, last on 17 Nov 2026",
            ),
            ("is Patricia Prospect in market?", "Yes, Patricia Prospect is in market"),
            ("is Colin Cold in market?", "No, Colin Cold is out of market"),
            ("is Colin Cold out of market?", "Yes, Colin Cold is out of market"),
            (
                "is Gavin Belson in market?",
                "No market state of Gavin Belson is recorded, which counts as out of market",
            ),
            ("is Globex in market?", "No, Globex is out of market"),
            ("is Northwind in market?", "Yes, Northwind is in market"),
            ("is Hooli in market?", "No market state of Hooli is recorded, which counts as out of market"),
            (
                "has nobody from marketing reached Colin Cold?",
                "No marketing touch of Colin Cold is recorded (last 90 days)",
            ),
            (
                "has nobody from marketing reached Patricia Prospect?",
                "Marketing reached Patricia Prospect, last on 16 Nov 2026",
            ),
            (
                "what is our coverage?",
                "Coverage 52.4 %: marketing reached 11 of the 21 people in the target market",
            ),
            ("follow-through", "Follow-through 58.3 %: sales contacted 7 of the 12 people marketing reached"),
            (
                "shared share",
                "Shared share 38.9 %: 7 of the 18 people that either team touched heard from both",
            ),
            (
                "what is our primed first share?",
                "Primed first 53.8 %: marketing came first to 7 of the 13 people sales contacted",
            ),
            (
                "outside share",
                "Outside the target market: sales 7.7 % (1 of 13 people) and marketing 8.3 % (1 of 12 people)",
            ),
            ("coverage trend", "Coverage is 52.4 % (11 of 21 people), down 9.5 points over 12 weeks"),
            (
                "overlap by seller",
                "Overlap by seller: 25 % (1 of 4 people) at Priya Raman to 100 % (1 of 1 person) at Tom Becker",
            ),
            (
                "account Hooli",
                "Hooli: marketing reached 1, sales contacted 1 of the 2 people in the buying group",
            ),
            (
                "overlap at Nordbank",
                "Overlap 100 %: marketing reached 1 of 1 person sales contacted, at Nordbank",
            ),
            ("warm in market", "3 people are warm: reached by marketing, not contacted by sales, in market"),
            ("has sales spoken to Colin Cold?", "Yes, sales contacted Colin Cold, last on 18 Nov 2026"),
            (
                "any contact with Patricia Prospect?",
                "Yes: marketing reached Patricia Prospect, last on 16 Nov 2026; no sales touch is recorded (last 90 days)",
            ),
            (
                "have both teams reached Colin Cold?",
                "No: sales contacted Colin Cold, last on 18 Nov 2026; no marketing touch is recorded (last 90 days)",
            ),
            (
                "did we email Ravi Patel today?",
                "No: no touch of Ravi Patel is recorded (today, email of both sides only)",
            ),
            (
                "sales emails to Colin Cold",
                "Yes, sales contacted Colin Cold, last on 9 Sep 2026 (sales email only)",
            ),
            (
                "reached Colin Cold by webinar",
                "No, no marketing touch of Colin Cold is recorded (last 90 days, channel webinar)",
            ),
            (
                "did Ravi Patel open our email?",
                "Ravi Patel engaged with 1 of marketing’s 2 touches (last 90 days, channel email)",
            ),
            (
                "did Ravi Patel get our newsletter?",
                "Marketing e-mailed Ravi Patel, last on 24 Sep 2026 (campaign Fintech Newsletter)",
            ),
        ] {
            assert_eq!(shown(&talk.say(text).await).lines().next(), Some(title), "{text}");
        }
        scratch.end().await;
    }
}

#[tokio::test]
async fn a_trend_ends_with_its_window_and_says_what_it_leaves_out() {
    for (scratch, _, bot) in companies().await {
        let talk = Talk::operator(&bot);
        for (text, first, last, weeks) in [
            ("trend over the last 12 weeks", "2026-08-31", "2026-11-16", 12),
            // From 1 July, a Wednesday, to 30 September, another.
            ("trend last quarter", "2026-07-06", "2026-09-28", 13),
            // From 1 March, a Sunday, to 31 March, a Tuesday.
            ("trend in March", "2026-03-02", "2026-03-30", 5),
            ("trend last week", "2026-11-09", "2026-11-09", 1),
            ("trend over the last 100 weeks", "2025-09-01", "2026-11-16", 64),
        ] {
            let answer = talk.say(text).await;
            assert_eq!((answer.question, answer.status), ("trend", Status::Answered), "{text}");
            let points = answer.data["weeks"].as_array().expect("weeks");
            assert_eq!(points.len(), weeks, "{text}");
            assert_eq!([&points[0]["week"], &points[weeks - 1]["week"]], [first, last], "{text}");
            let (window, _) = answer.window.as_ref().expect("a window");
            let cut = shown(&answer).contains("Of the 100 weeks asked for only the last 64 are shown.");
            assert_eq!(cut, weeks == 64, "{text}: {}", shown(&answer));
            assert!(!cut || window.from.to_string() == first, "{text}: {window:?}");
        }
        let closed = shown(&talk.say("trend last quarter").await);
        assert!(
            closed.starts_with("Overlap was ") && closed.contains("over 13 weeks to 30 Sep 2026"),
            "{closed}"
        );
        assert!(closed.contains("the weeks from 6 Jul 2026 to 28 Sep 2026"), "{closed}");
        scratch.end().await;
    }
}

#[tokio::test]
async fn a_touch_is_logged_after_a_yes_and_not_before() {
    for (scratch, workspace, bot) in companies().await {
        let sam = Talk::colleague(&bot, SAM);
        let touches = async || sam.answered("reached", "reached Lars Holm").await["sales"]["touches"].clone();
        assert_eq!(touches().await, 0);
        let confirm = sam.proposes("log_touch", "log a call with Lars Holm today").await;
        assert_eq!(touches().await, 0, "nothing is changed yet");

        let dana = Talk::colleague(&bot, DANA);
        assert_eq!(dana.status(&confirm).await, Status::NotFound, "a code is only its asker's");
        assert_eq!(touches().await, 0);
        let other = scratch.another().await;
        let second = Bot::new(other.clone(), workspace);
        let elsewhere = Talk::colleague(&second, SAM);
        assert_eq!(elsewhere.answered("reached", "reached Lars Holm").await["sales"]["touches"], 0);

        let done = sam.say(&confirm).await;
        assert_eq!((done.question, done.status), ("log_touch", Status::Done));
        let data = sam.answered("reached", "reached Lars Holm").await;
        assert_eq!(data["sales"]["touches"], 1);
        assert_eq!(data["sales"]["last_colleague"], "Sam Okafor");
        assert_eq!(data["sales"]["last_channel"], "call");
        assert_eq!(data["sales"]["last_at"], NOW);
        let data = elsewhere.answered("reached", "reached Lars Holm").await;
        assert_eq!(data["sales"]["touches"], 1, "another bot sees it at its next answer");

        // What is logged here needs no import, so it is never stale.
        let fresh = sam.say("freshness").await;
        assert_eq!(shown(&fresh).lines().next(), Some("All 5 sources are fresh"), "{}", shown(&fresh));
        let known = sam.say("reached Lars Holm").await.sources;
        assert!(known.iter().all(|source| source["fresh_as_of"].is_string()), "{known:?}");

        assert_eq!(sam.status(&confirm).await, Status::NotFound, "a code works once");
        assert_eq!(elsewhere.status(&confirm).await, Status::NotFound, "whichever process is asked");
        assert_eq!(touches().await, 1);

        let confirm = elsewhere.proposes("log_touch", "log a meeting with Lars Holm yesterday").await;
        let late = Talk { at: now() + SignedDuration::from_mins(31), ..Talk::colleague(&bot, SAM) };
        let expired = late.say(&confirm).await;
        assert_eq!(expired.status, Status::NotFound);
        assert!(shown(&expired).contains("expired"), "{}", shown(&expired));
        let cancel = sam
            .proposes("log_touch", "log a meeting with Lars Holm yesterday")
            .await
            .replace("confirm", "cancel");
        let cancelled = sam.say(&cancel).await;
        assert!(shown(&cancelled).contains("nothing was changed"), "{}", shown(&cancelled));
        assert_eq!(sam.status(&cancel.replace("cancel", "confirm")).await, Status::NotFound);
        assert_eq!(touches().await, 1);
        assert_eq!(sam.status("confirm 234567").await, Status::NotFound);

        // What was said in one process is confirmed in another.
        let confirm = elsewhere.proposes("log_touch", "log a meeting with Lars Holm yesterday").await;
        assert_eq!(sam.status(&confirm.to_lowercase()).await, Status::Done);
        let history = sam.answered("history", "history of Lars Holm").await;
        let rows: Vec<[&Json; 3]> = history["touches"]
            .as_array()
            .expect("touches")
            .iter()
            .map(|row| [&row["at"], &row["channel"], &row["evidence"]])
            .collect();
        assert_eq!(
            rows[..2],
            [
                [&json!(NOW), &json!("call"), &json!("delivered")],
                [&json!("2026-11-19T12:00:00Z"), &json!("meeting"), &json!("engaged")]
            ]
        );
        for text in ["log a call with Lars Holm tomorrow", "log a call with Lars Holm last month"] {
            let answer = sam.say(text).await;
            assert_eq!(answer.status, Status::NotUnderstood, "{text}: {}", shown(&answer));
            assert_eq!(answer.suggestions.len(), 3, "{text}");
        }
        other.close().await;
        scratch.end().await;
    }
}

#[tokio::test]
async fn a_market_state_holds_from_its_day_on() {
    for (scratch, _, bot) in companies().await {
        let sam = Talk::colleague(&bot, SAM);
        let market = async |window: &str| {
            sam.answered("account", &format!("account Globex {window}")).await["account"]["market"].clone()
        };
        assert_eq!(market("").await, "out");
        let said = sam.say("Globex is in market since 1 October").await;
        assert!(shown(&said).contains("1 Oct 2026"), "{}", shown(&said));
        assert_eq!(market("").await, "out");
        assert_eq!(sam.status(&said.card.actions[0].text).await, Status::Done);
        assert_eq!(market("").await, "in");
        assert_eq!(market("between 1 September and 30 September").await, "out");
        assert_eq!(market("between 1 September and 1 October").await, "in");
        let cold = sam.answered("reached", "reached Colin Cold").await;
        assert_eq!(cold["market"], "in", "people are in market with their account");

        let confirm = sam.proposes("set_market", "Colin Cold is out of market").await;
        assert_eq!(sam.status(&confirm).await, Status::Done);
        assert_eq!(sam.answered("reached", "reached Colin Cold").await["market"], "out");
        assert_eq!(sam.answered("reached", "reached Anna Schmidt").await["market"], "in");
        let again = sam.say("Globex is in market").await;
        assert_eq!((again.status, &again.data["changes"]), (Status::Done, &json!([])), "nothing to do");
        let month = sam.say("Globex is out of market last month").await;
        assert!(!matches!(month.status, Status::Confirm | Status::Done), "{}", shown(&month));

        // Said of an earlier day than what is known: what holds now stays.
        let confirm = sam.proposes("set_market", "Globex is out of market since 1 September").await;
        let done = sam.say(&confirm).await;
        assert_eq!(market("").await, "in");
        assert!(!shown(&done).contains("now"), "{}", shown(&done));
        scratch.end().await;
    }
}

#[tokio::test]
async fn leaders_and_admins_change_the_target_market_and_members_do_not() {
    for (scratch, _, bot) in companies().await {
        let (sam, dana) = (Talk::colleague(&bot, SAM), Talk::colleague(&bot, DANA));
        let alex = Talk::colleague(&bot, ALEX);
        let target = async || dana.answered("overlap", "overlap").await["target"].clone();
        assert_eq!(target().await, 21);
        for text in [
            "add Hooli to the target market",
            "remove Globex from the target market",
            "remove Colin Cold from the target market",
        ] {
            let answer = sam.say(text).await;
            assert_eq!((answer.question, answer.status), ("set_target", Status::Forbidden), "{text}");
            assert!(!answer.card.actions.iter().any(|action| action.kind == ActionKind::Confirm), "{text}");
        }
        let confirm = dana.proposes("set_target", "add Hooli to the target market").await;
        assert_eq!(target().await, 21);
        assert_eq!(sam.status(&confirm).await, Status::NotFound, "nor with a leader's code");
        assert_eq!(dana.status(&confirm).await, Status::Done);
        assert_eq!(target().await, 23);
        assert_eq!(dana.answered("account", "account Hooli").await["account"]["target"], true);

        let confirm = alex.proposes("set_target", "remove Gavin Belson from the target market").await;
        assert_eq!(alex.status(&confirm).await, Status::Done);
        assert_eq!(target().await, 22);
        let outside = dana.answered("outside", "outside").await;
        assert_eq!(outside["people"][0]["person"]["name"], "Gavin Belson");
        let confirm = alex.proposes("set_target", "add Gavin Belson to the target market").await;
        assert_eq!(alex.status(&confirm).await, Status::Done);
        let again = alex.say("add Gavin Belson to the target market").await;
        assert_eq!((again.status, &again.data["changes"]), (Status::Done, &json!([])));
        let confirm = dana.proposes("set_target", "take Hooli out of the target market").await;
        assert_eq!(dana.status(&confirm).await, Status::Done);
        assert_eq!(target().await, 21);
        scratch.end().await;
    }
}

#[tokio::test]
async fn strangers_and_shared_places_hear_nothing_about_single_people() {
    for (scratch, _, bot) in companies().await {
        let everyday = Talk::operator(&bot);
        let people: Vec<String> = csv::Reader::from_path("tests/company/people.csv")
            .expect("the fixture")
            .records()
            .map(|row| row.expect("a row")[0].to_owned())
            .collect();
        let places = [
            (Who::Unknown, Place::Private),
            (Who::Colleague("nobody@mandor.example".to_owned()), Place::Private),
            (Who::Operator, Place::Shared { id: "C1".to_owned() }),
            (Who::Colleague(SAM.to_owned()), Place::Shared { id: "C1".to_owned() }),
        ];
        for (who, place) in places {
            let talk = Talk { who, place, ..Talk::operator(&bot) };
            for question in ALL.iter().filter(|question| question.name != "help") {
                let more =
                    ["has marketing reached Patricia?", "who looks after Anna?", "history of Gavin Bellamy"];
                for text in question.examples.iter().chain(&more) {
                    let answer = talk.say(text).await;
                    let text_shown = shown(&answer);
                    // What could be asked instead has names in it, whoever works where.
                    let told = answer.status != Status::NotUnderstood;
                    let named = people.iter().find(|name| told && text_shown.contains(*name));
                    assert_eq!(named, None, "{text} as {:?} in {:?}: {text_shown}", talk.who, talk.place);
                    assert!(
                        answer.candidates.iter().all(|candidate| candidate.get("email").is_none()),
                        "{text}"
                    );
                    assert!(answer.csv.is_none(), "{text}");
                    let private = everyday.say(text).await.card.audience == Audience::Asker;
                    assert_eq!(answer.status == Status::Forbidden, private, "{text}: {text_shown}");
                    if private {
                        assert_eq!(answer.data, json!({}), "{text}");
                    }
                }
            }
        }
        let channel = Talk { place: Place::Channel { id: "C2".to_owned() }, ..Talk::colleague(&bot, SAM) };
        assert_eq!(channel.say("reached Colin Cold").await.card.audience, Audience::Asker);

        // A change proposed alone is not carried out in front of others either.
        let sam = Talk::colleague(&bot, SAM);
        let confirm = sam.proposes("log_touch", "log a call with Lars Holm today").await;
        let shared = Talk { place: Place::Shared { id: "C1".to_owned() }, ..Talk::colleague(&bot, SAM) };
        let answer = shared.say(&confirm).await;
        assert_eq!(answer.status, Status::Forbidden);
        assert!(!shown(&answer).contains("Lars"), "{}", shown(&answer));
        assert_eq!(sam.status(&confirm).await, Status::Done);
        scratch.end().await;
    }
}

#[tokio::test]
async fn while_an_import_runs_there_is_before_and_after_and_nothing_between() {
    for scratch in databases().await {
        let workspace =
            workspaces::ensure(&scratch.db, "fixture", "Europe/London").await.expect("a workspace");
        let whole = files(Path::new("tests/company"));
        import(&scratch.db, workspace, &whole[..4]).await;
        let bot = Bot::new(scratch.db.clone(), workspace);
        let other = scratch.another().await;
        let mut seen = vec![state(&bot).await];
        let db = other.clone();
        let writing =
            tokio::spawn(
                async move { import(&db, workspace, &files(Path::new("tests/company"))[4..]).await },
            );
        let mut asked = 0;
        while !writing.is_finished() || asked < 3 {
            seen.push(state(&bot).await);
            asked += 1;
        }
        writing.await.expect("the import ends well");
        let after = state(&bot).await;
        seen.push(after.clone());
        assert_eq!(after, state(&Bot::new(other.clone(), workspace)).await);
        assert_ne!(seen[0], after);
        let turn = seen.iter().position(|state| *state == after).expect("the last is");
        let (old, new) = seen.split_at(turn);
        assert!(old.iter().all(|state| *state == seen[0]), "a mixture");
        assert!(new.iter().all(|state| *state == after), "back again");
        other.close().await;
        scratch.end().await;
    }
}

async fn state(bot: &Bot) -> Json {
    Talk::operator(bot).answered("overlap", "overlap last 400 days").await
}

#[tokio::test]
async fn whatever_is_typed_there_is_an_answer() {
    for (scratch, _, bot) in companies().await {
        let talk = Talk::operator(&bot);
        let long = "overlap ".repeat(12_500);
        let letters = "a".repeat(100_000);
        let marks = "\u{301}".repeat(3_000);
        let texts = [
            long.as_str(),
            &letters,
            &marks,
            "has marketing reached \u{1b}[31mPatricia\u{1b}[0m Prospect\u{7}?",
            "reached \u{202e}tcepsorP aicirtaP\u{202c}",
            "reached '; drop table people; --",
            "reached Robert'); delete from touches where ('1'='1",
            "account <script>alert(1)</script>",
            "overlap in <b>fintech</b>",
            "cold in {{7*7}} ${jndi:ldap://x}",
            "האם השיווק הגיע לפטרישיה?",
            "هل وصل التسويق إلى باتريشيا",
            "reached 👩‍💻 🙂",
            "\0\0\0",
            "\r\n\t",
            "%s%s%n",
            "overlap last 99999999999999999999 days",
            "overlap last 4294967295 days",
            "overlap last 4294967295 quarters",
            "overlap between 9999-12-31 and 0001-01-01",
            "overlap since 0000-00-00",
            "overlap in 32767",
            "cold top 4294967295 page 4294967295",
            "cold page 0",
            "cold top 501",
            "warm top 0",
            "trend over the last 4000 weeks",
            "history of Patricia Prospect top 99999999",
            "confirm",
            "confirm '; drop table confirmations; --",
            "cancel \u{202e}ABCDEF",
            "yes",
            "no",
        ];
        for text in texts {
            let answer = talk.say(text).await;
            let data =
                serde_json::to_string(&answer.json(&shown(&answer))).expect("it can be written as JSON");
            assert!(data.len() < 200_000, "{} bytes for {:?}", data.len(), &text[..text.len().min(40)]);
        }
        assert_eq!(talk.answered("overlap", "overlap").await["target"], 21, "everything is still there");
        scratch.end().await;
    }
}

#[tokio::test]
async fn names_may_hold_anything() {
    const NAMES: [&str; 8] = [
        "Robert'); drop table people;--",
        "<script>alert(1)</script> Jones",
        "*Bold* _Under_ `Tick`",
        "\u{202e}Evil Eve\u{202c}",
        "שרה כהן",
        "محمد علي",
        "王小明",
        "Rocket 🚀 Man",
    ];
    for scratch in databases().await {
        let workspace = workspaces::ensure(&scratch.db, "odd", "Europe/London").await.expect("a workspace");
        let folder = tempfile::tempdir().expect("a temporary folder");
        let write = |name: &str, header: &str, rows: Vec<Vec<String>>| {
            let mut writer = csv::Writer::from_path(folder.path().join(name)).expect("a file");
            writer.write_record(header.split(',')).expect("a header");
            rows.into_iter().for_each(|row| writer.write_record(row).expect("a row"));
            writer.flush().expect("room on the disk");
        };
        let own = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        write(
            "team.csv",
            "email,name,side,role,manager",
            vec![own(&["a@mandor.example", "<b>Ann</b> \u{2066}Lee", "sales", "admin", ""])],
        );
        let company = "O'Neil & \"Sons\" <i>Ltd</i> \u{202e}";
        write(
            "accounts.csv",
            "name,domain,industry,country,tier,kind,target,seller,marketer,market",
            vec![own(&[
                company,
                "oneil.example",
                "<Retail>",
                "Côte d'Ivoire",
                "1",
                "client",
                "yes",
                "a@mandor.example",
                "",
                "in",
            ])],
        );
        let address = |at: usize| format!("p{at}@oneil.example");
        let person = |(at, name): (usize, &&str)| {
            own(&[name, &address(at), "", "<i>CFO</i>", "oneil.example", "", "champion", ""])
        };
        write(
            "people.csv",
            "name,email,linkedin,title,company_domain,buying_groups,role,market",
            NAMES.iter().enumerate().map(person).collect(),
        );
        write(
            "content.csv",
            "title,kind,url,campaign,published,retired",
            vec![own(&["<u>Guide</u>\u{202e}", "ebook", "", "", "", ""])],
        );
        let header = "occurred_at,side,channel,evidence,person_email,person_linkedin,person_name,company_domain,colleague,campaign,purpose,content,outcome,source,source_id";
        let touch = |at: usize| {
            own(&[
                "2026-11-10T10:00:00Z",
                "sales",
                "call",
                "engaged",
                &address(at),
                "",
                "",
                "",
                "a@mandor.example",
                "Camp\u{202e}aign",
                "",
                "<u>Guide</u>\u{202e}",
                "answered",
                "<Source>",
                &format!("t{at}"),
            ])
        };
        write("touches.csv", header, (0..NAMES.len()).map(touch).collect());
        import(&scratch.db, workspace, &files(folder.path())).await;
        let bot = Bot::new(scratch.db.clone(), workspace);
        let talk = Talk::operator(&bot);
        for at in 0..NAMES.len() {
            for text in [
                format!("reached {}", address(at)),
                format!("history of {}", address(at)),
                format!("who looks after {}?", address(at)),
            ] {
                assert_eq!(talk.status(&text).await, Status::Answered, "{text}");
            }
        }
        for name in ["שרה כהן", "محمد علي", "王小明"] {
            let data = talk.answered("reached", &format!("reached {name}")).await;
            assert_eq!(data["person"]["name"], name);
        }
        assert_eq!(talk.answered("cold", "cold").await["total"], NAMES.len());
        for text in [
            "overlap by seller",
            "overlap by industry",
            "content use",
            "groups",
            "account oneil.example",
            "freshness",
            "cold for Ann Lee",
            "export cold",
        ] {
            assert_eq!(talk.status(text).await, Status::Answered, "{text}");
        }
        let confirm = talk.proposes("log_touch", &format!("log a call with {} today", address(3))).await;
        assert_eq!(talk.status(&confirm).await, Status::Done);
        scratch.end().await;
    }
}
