//! The house as Teams sees it, on both databases: conversations that are kept, ended and found again, people who are
//! known and searched for, and whose account database a tenant asks.

mod support;

use mandorla::{
    app::App,
    ask::{Ask, Place, Who},
    chat::{
        Member,
        teams::{Change, Conversation, House, Kind, Team},
    },
    config::Config,
};
use support::{Scratch, company, databases};

const TENANT: &str = "72f988bf-86f1-41af-91ab-2d7cd011db47";

/// Another process with the same database.
async fn app(scratch: &Scratch) -> App {
    let none = tempfile::NamedTempFile::new().unwrap();
    let flags = [("database_url", scratch.url.clone())];
    App::open(&Config::read(Some(none.path()), |_| None, &flags).unwrap()).await.unwrap()
}

fn channel(id: &str, team: &str) -> Conversation {
    Conversation {
        id: id.to_owned(),
        tenant: TENANT.to_owned(),
        service_url: "https://smba.trafficmanager.net/emea/".to_owned(),
        kind: Kind::Channel,
        name: Some("Sales".to_owned()),
        team: Some(Team { id: team.to_owned(), name: Some("Revenue".to_owned()) }),
        bot: "28:bot".to_owned(),
        user: None,
    }
}

fn alone(id: &str, user: &str) -> Conversation {
    let user = Some(user.to_owned());
    Conversation { kind: Kind::Personal, name: None, team: None, user, ..channel(id, "") }
}

#[tokio::test]
async fn conversations_are_kept_until_they_are_over() {
    for scratch in databases().await {
        let (one, two) = (app(&scratch).await, app(&scratch).await);
        let workspace = one.workspace;
        let (sales, general) = (channel("19:sales", "19:team"), channel("19:team", "19:team"));
        for conversation in [&sales, &general, &alone("a:dana", "dana")] {
            one.keep_conversation(workspace, conversation).await.unwrap();
        }
        let found = async |id: &str| two.conversation(workspace, TENANT, id).await.unwrap();
        assert_eq!(found("19:sales").await, Some(sales.clone()));
        assert_eq!(two.personal(workspace, TENANT, "dana").await.unwrap(), Some(alone("a:dana", "dana")));
        assert_eq!(two.personal(workspace, TENANT, "sam").await.unwrap(), None);
        assert_eq!(two.conversation(workspace, "another", "19:sales").await.unwrap(), None);
        let change = async |change: Change| one.changed(workspace, TENANT, &change).await.unwrap();
        change(Change::Renamed { id: "19:sales".to_owned(), name: "Selling".to_owned() }).await;
        change(Change::TeamRenamed { team: "19:team".to_owned(), name: "Income".to_owned() }).await;
        let renamed = found("19:sales").await.unwrap();
        assert_eq!(renamed.name.as_deref(), Some("Selling"));
        assert_eq!(renamed.team.unwrap().name.as_deref(), Some("Income"));
        change(Change::Ended { id: "a:dana".to_owned(), why: "blocked".to_owned() }).await;
        assert_eq!(two.personal(workspace, TENANT, "dana").await.unwrap(), None);
        assert!(found("19:sales").await.is_some());
        change(Change::TeamEnded { team: "19:team".to_owned(), why: "removed".to_owned() }).await;
        assert_eq!((found("19:sales").await, found("19:team").await), (None, None));
        assert!(two.met(workspace, TENANT).await.unwrap().is_some(), "its connector can be reached still");
        assert_eq!(two.met(workspace, "another").await.unwrap(), None);
        // Teams names no name when somebody speaks there again.
        one.keep_conversation(workspace, &Conversation { name: None, ..sales }).await.unwrap();
        assert_eq!(found("19:sales").await.unwrap().name.as_deref(), Some("Selling"));
        scratch.end().await;
    }
}

#[tokio::test]
async fn people_are_known_by_their_tenant_and_by_the_address_that_a_colleague_has() {
    for scratch in databases().await {
        let workspace = company(&scratch.db).await;
        let (one, two) = (app(&scratch).await, app(&scratch).await);
        let member = Member {
            email: Some("dana.hughes@mandor.example".to_owned()),
            linked: false,
            outsider: false,
            checked_at: "2026-11-20T12:00:00.123456Z".parse().unwrap(),
        };
        one.remember_member(workspace, TENANT, "dana", &member).await.unwrap();
        assert_eq!(two.member(workspace, TENANT, "dana").await.unwrap(), Some(member));
        assert_eq!(two.member(workspace, "another", "dana").await.unwrap(), None);
        let colleague = async |addresses: &[&str]| {
            let addresses: Vec<String> = addresses.iter().map(ToString::to_string).collect();
            one.colleague(workspace, &addresses).await.unwrap()
        };
        let dana = Some("dana.hughes@mandor.example".to_owned());
        assert_eq!(colleague(&["d@mandor.onmicrosoft.com", "Dana.Hughes@Mandor.example"]).await, dana);
        assert_eq!(colleague(&["dana.hughes@mandor.example", "sam.okafor@mandor.example"]).await, dana);
        assert_eq!(colleague(&["dana@elsewhere.example"]).await, None);
        assert_eq!(colleague(&[]).await, None);
        scratch.end().await;
    }
}

#[tokio::test]
async fn every_tenant_that_is_let_in_asks_the_configured_workspace() {
    for scratch in databases().await {
        let app = app(&scratch).await;
        assert_eq!(app.workspace(TENANT).await.unwrap(), Some(app.workspace));
        assert_eq!(app.workspace("").await.unwrap(), None, "nobody is of no tenant");
        scratch.end().await;
    }
}

#[tokio::test]
async fn what_was_taken_up_is_taken_up_once_until_it_is_forgotten() {
    for scratch in databases().await {
        let (one, two) = (app(&scratch).await, app(&scratch).await);
        let workspace = one.workspace;
        let first = async |app: &App, key: &str| House::first(app, workspace, key.to_owned()).await.unwrap();
        assert!(first(&one, "greeting 19:team").await && first(&one, "greeting a:dana").await);
        assert!(!first(&two, "greeting 19:team").await);
        two.forget(workspace, "greeting 19:team".to_owned()).await.unwrap();
        assert!(first(&one, "greeting 19:team").await && !first(&two, "greeting 19:team").await);
        assert!(!first(&two, "greeting a:dana").await, "the others stay");
        scratch.end().await;
    }
}

#[tokio::test]
async fn names_are_found_by_how_they_begin() {
    for scratch in databases().await {
        let workspace = company(&scratch.db).await;
        let app = app(&scratch).await;
        let colleague = || Who::Colleague("dana.hughes@mandor.example".to_owned());
        let search = async |who: Who, place: Place, text: &str| {
            let ask = Ask { who, place, text: text.to_owned(), at: support::NOW.parse().unwrap() };
            let found = app.search(workspace, ask).await;
            found.into_iter().map(|found| (found.name, found.about, found.ask)).collect::<Vec<_>>()
        };
        let names = async |text: &str| -> Vec<String> {
            search(colleague(), Place::Private, text).await.into_iter().map(|(name, ..)| name).collect()
        };
        let both = names("patr").await;
        assert!(both.len() == 2 && both.iter().all(|name| name.starts_with("Patricia")), "{both:?}");
        assert_eq!(names("Patricia Pro").await, ["Patricia Prospect"]);
        assert_eq!(names("patricia prospect").await, ["Patricia Prospect"]);
        assert_eq!(names("łodz").await, ["Łódź Logistics"], "whatever the accents");
        assert!(names("zz").await.is_empty() && names("").await.is_empty());
        let (_, about, ask) = search(colleague(), Place::Private, "patricia pro").await.remove(0);
        assert_eq!(about, "Head of Procurement at Northwind");
        let at = support::NOW.parse().unwrap();
        let ask = Ask { who: colleague(), place: Place::Private, text: ask, at };
        assert!(House::answer(&app, workspace, ask).await.answered, "what is offered is understood");
        assert!(search(Who::Unknown, Place::Private, "patr").await.is_empty());
        let shared = Place::Shared { id: "teams:tenant/19:x".to_owned() };
        assert!(search(colleague(), shared, "patr").await.is_empty());
        scratch.end().await;
    }
}

#[tokio::test]
async fn strangers_are_offered_nobodys_name_to_begin_with() {
    for scratch in databases().await {
        let workspace = company(&scratch.db).await;
        let app = app(&scratch).await;
        let openings = async |who: Who| {
            let place = Place::Channel { id: "teams:tenant/19:sales".to_owned() };
            House::openings(&app, workspace, who, place).await.join("\n")
        };
        let known = openings(Who::Colleague("dana.hughes@mandor.example".to_owned())).await;
        assert!(["Patricia", "Northwind", "Colin"].iter().any(|name| known.contains(name)), "{known}");
        let stranger = openings(Who::Unknown).await;
        assert!(stranger.lines().count() > 3);
        for file in ["people", "team"] {
            let people = std::fs::read_to_string(format!("tests/company/{file}.csv")).unwrap();
            for name in people.lines().skip(1).flat_map(|row| row.split(',').take(2)) {
                assert!(!stranger.contains(name), "{name}: {stranger}");
            }
        }
        scratch.end().await;
    }
}
