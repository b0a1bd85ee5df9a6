//! What a message names: the questions that are offered about it, and that each is understood.

mod support;

use mandorla::{
    ask::{Ask, Place, Who},
    bot::Bot,
    db::sql,
    questions::Status,
};
use support::{company, databases, sqlite};

async fn about(bot: &Bot, text: &str) -> Vec<String> {
    let ask = Ask {
        who: Who::Operator,
        place: Place::Private,
        text: text.to_owned(),
        at: support::NOW.parse().unwrap(),
    };
    bot.about(&ask).await.unwrap()
}

const PATRICIA: &str = "has marketing reached Patricia Prospect at Northwind?";
const NORTHWIND: &str = "how are we doing at Northwind?";

#[tokio::test]
async fn a_message_names_people_and_accounts() {
    for scratch in databases().await {
        let workspace = company(&scratch.db).await;
        let bot = Bot::new(scratch.db.clone(), workspace);
        for (text, wanted) in [
            ("Just met Patricia Prospect, who loved the demo", &[PATRICIA][..]),
            ("PATRICIA PROSPECT’s boss called", &[PATRICIA]),
            ("patricia.prospect@northwind.example asked for a price", &[PATRICIA]),
            ("<mailto:Patricia.Prospect@northwind.example|Pat the great> wrote", &[PATRICIA]),
            ("see https://www.linkedin.com/in/patricia-prospect/?trk=x", &[PATRICIA]),
            ("<https://www.linkedin.com/in/patricia-prospect|her profile>", &[PATRICIA]),
            ("lukasz nowak is back", &["has marketing reached Łukasz Nowak at Łódź Logistics?"]),
            ("Talked to Zoe Muller", &["has marketing reached Zoë Müller at Umbrella Health?"]),
            ("Seán O’Brien (CTO)", &["has marketing reached Seán O'Brien at Northwind?"]),
            ("Northwind's renewal is due", &[NORTHWIND]),
            ("cafe azul wants a call", &["how are we doing at Café Azul?"]),
            ("see http://www.northwind.example/jobs and northwind.example", &[NORTHWIND]),
            ("sales.desk@mail.northwind.example wrote", &[NORTHWIND]),
            (
                "Globex: Colin Cold and Anna Schmidt; then Northwind, Globex, Colin Cold",
                &[
                    "how are we doing at Globex?",
                    "has marketing reached Colin Cold at Globex?",
                    "has marketing reached Anna Schmidt at Globex?",
                    NORTHWIND,
                ],
            ),
            (
                "Hooli Initech, Fabrikam. Nordbank; Globex! Northwind",
                &[
                    "how are we doing at Hooli?",
                    "how are we doing at Initech?",
                    "how are we doing at Fabrikam?",
                    "how are we doing at Nordbank?",
                    "how are we doing at Globex?",
                ],
            ),
        ] {
            assert_eq!(about(&bot, text).await, wanted, "{text}");
            for question in wanted {
                let at = support::NOW.parse().unwrap();
                let (who, place) = (Who::Operator, Place::Private);
                let ask = Ask { who, place, text: (*question).to_owned(), at };
                assert_eq!(bot.answer(&ask).await.unwrap().status, Status::Answered, "{question}");
            }
        }
        scratch.end().await;
    }
}

#[tokio::test]
async fn a_wrong_name_is_worse_than_none() {
    let scratch = sqlite().await;
    let workspace = company(&scratch.db).await;
    let bot = Bot::new(scratch.db.clone(), workspace);
    for text in [
        "",
        "Patricia called",
        "a good prospect, says Patricia",
        "Hi Patricia. Prospect list attached",
        "Patricia, Prospect and others",
        "Patricia\nProspect",
        "Patricia/Prospect",
        "Patricia – Prospect",
        "Patrica Prospect called",
        "Prospect Patricia",
        "Dana Hughes will call",
        "we went northwind all day",
        "Northwnd is late",
        "nobody@gmail.com and http://gmail.com",
        "notlinkedin.com/in/patricia-prospect",
        "Fintech in Germany this quarter",
        "<@U0123ABC> <#C1|patricia prospect>",
    ] {
        assert_eq!(about(&bot, text).await, Vec::<String>::new(), "{text}");
    }
    scratch.end().await;
}

#[tokio::test]
async fn two_of_one_name_are_told_apart_by_the_company_or_left_out() {
    let scratch = sqlite().await;
    let workspace = company(&scratch.db).await;
    // Anna Schmidt of Globex has a namesake at Umbrella Health, and another somewhere with a name in the middle.
    for (name, email) in [("Anna Schmidt", "anna.smith@"), ("Grace Maria Hill", "lars.holm@")] {
        sql("update people set name = $1, revision = 99 where workspace_id = $2 and email like $3")
            .bind(name)
            .bind(workspace)
            .bind(format!("{email}%"))
            .exec(&scratch.db)
            .await
            .unwrap();
    }
    let bot = Bot::new(scratch.db.clone(), workspace);
    assert!(about(&bot, "Anna Schmidt called").await.is_empty());
    assert_eq!(
        about(&bot, "Anna Schmidt of Globex called").await,
        ["has marketing reached Anna Schmidt at Globex?", "how are we doing at Globex?"]
    );
    assert!(about(&bot, "Anna Schmidt, Globex and Umbrella Health").await.len() == 2, "the accounts alone");
    // An address is somebody for sure.
    assert_eq!(
        about(&bot, "anna.schmidt@globex.example").await,
        ["has marketing reached Anna Schmidt at Globex?"]
    );
    assert_eq!(
        about(&bot, "Grace Maria Hill").await,
        ["has marketing reached Grace Maria Hill at Nordbank?"]
    );
    assert_eq!(about(&bot, "Grace Hill").await, ["has marketing reached Grace Hill at Brightside Media?"]);
    scratch.end().await;
}
