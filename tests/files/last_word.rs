//! A file is its owner's word: what somebody changed in chat since is as the file says again, and the summary tells.

use mandorla::db::actions;

use crate::desk::{Desk, TEAM, desks};

const ACCOUNTS: &str = "name,domain,target\nNorthwind,northwind.example,yes\nGlobex,globex.example,yes\n";
const PEOPLE: &str = "name,email,company_domain,buying_groups\n\
    Patricia Prospect,p@northwind.example,northwind.example,\n\
    Colin Cold,c@globex.example,globex.example,\n";

async fn notes(desk: &Desk, name: &str, text: &str) -> Vec<String> {
    let report = desk.take(name, text).await;
    assert!(report.is_ok(), "{report:?}");
    report.files[0].notes.clone()
}

#[tokio::test]
async fn the_summary_says_what_a_file_sets_back() {
    for desk in desks().await {
        assert_eq!(notes(&desk, "team.csv", TEAM).await, [""; 0]);
        assert_eq!(notes(&desk, "accounts.csv", ACCOUNTS).await, [""; 0]);
        assert_eq!(notes(&desk, "people.csv", PEOPLE).await, [""; 0]);
        let before = desk.everything().await;

        let mut tx = desk.scratch.db.begin().await.unwrap();
        actions::set_target(&mut tx, desk.workspace, 1, false).await.unwrap();
        actions::remove_member(&mut tx, desk.workspace, 0, 0).await.unwrap();
        tx.commit().await.unwrap();
        assert_ne!(desk.everything().await, before);

        let said = notes(&desk, "accounts.csv", ACCOUNTS).await;
        assert_eq!(said, ["1 known account came into the target market, whatever was said in chat"]);
        let said = notes(&desk, "people.csv", PEOPLE).await;
        assert_eq!(
            said,
            ["the buying groups of 1 known person are now as this file says, whatever was said in chat"]
        );
        assert_eq!(desk.everything().await, before);
        assert_eq!(notes(&desk, "people.csv", PEOPLE).await, [""; 0], "nothing is set back twice");
        desk.end().await;
    }
}

#[tokio::test]
async fn a_mistyped_domain_is_named_with_the_account_that_it_makes() {
    for desk in desks().await {
        desk.take("team.csv", TEAM).await;
        desk.take("accounts.csv", ACCOUNTS).await;
        let mistyped = PEOPLE.replace("northwind.example,\n", "northwind.example,nortwhind.example\n");
        let said = notes(&desk, "people.csv", &mistyped).await;
        assert_eq!(
            said,
            [
                "1 new account was made from domains that no account had: nortwhind.example; if one is mistyped, \
              mend the file and import it again"
            ]
        );
        let many: String = (0..7).map(|nth| format!("P{nth},p{nth}@x.example,new{nth}.example,\n")).collect();
        let header = PEOPLE.lines().next().unwrap();
        let said = notes(&desk, "people.csv", &format!("{header}\n{many}")).await;
        assert!(said[0].starts_with("7 new accounts were made"), "{said:?}");
        assert!(said[0].contains("new4.example and 2 more;"), "{said:?}");
        desk.end().await;
    }
}
