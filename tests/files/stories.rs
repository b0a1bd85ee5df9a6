//! Importing, on both databases.

use mandorla::intake::{
    import::{Options, State},
    rows::Kind,
};

use crate::desk::{Desk, TEAM, company, counts, desks, options, read};

#[tokio::test]
async fn the_order_of_the_files_does_not_matter() {
    for desk in desks().await {
        desk.import(&company()).await;
        let wanted = desk.everything().await;
        desk.end().await;

        // Touches before the people they are about, people before their companies.
        let backwards = Desk::sqlite().await;
        let files: Vec<_> = company().into_iter().rev().collect();
        let report = backwards.import(&files).await;
        let kinds: Vec<Kind> = report.files.iter().map(|file| file.kind).collect();
        assert_eq!(kinds, Kind::ALL);
        assert_eq!(backwards.everything().await, wanted);
        backwards.end().await;

        let one_by_one = Desk::sqlite().await;
        for at in [0, 4, 3, 2, 1] {
            assert!(one_by_one.import(&company()[at..=at]).await.is_ok());
        }
        assert_eq!(one_by_one.everything().await, wanted);
        one_by_one.end().await;
    }
}

#[tokio::test]
async fn the_same_files_twice_change_nothing() {
    for desk in desks().await {
        let first = desk.import(&company()).await;
        assert!(first.is_ok());
        let (before, revisions) = (desk.everything().await, desk.revisions().await);
        let second = desk.import(&company()).await;
        for (first, second) in first.files.iter().zip(&second.files) {
            assert_eq!((second.tally.added, second.tally.updated), (0, 0), "{}", second.path.display());
            assert_eq!(second.tally.unchanged, first.rows());
        }
        assert_eq!(desk.everything().await, before);
        assert_eq!(desk.revisions().await, revisions);
        // What was exported is nothing new either, however it was written before.
        let exported = Kind::ALL.iter().zip(&before);
        let exported: Vec<_> =
            exported.map(|(kind, text)| desk.file(&format!("{}.csv", kind.as_str()), text)).collect();
        let third = desk.import(&exported).await;
        assert!(third.files.iter().all(|file| file.tally.unchanged == file.rows()), "{:?}", counts(&third));
        assert_eq!(desk.revisions().await, revisions);
        desk.end().await;
    }
}

#[tokio::test]
async fn a_later_file_updates_what_it_says_and_leaves_the_rest() {
    for desk in desks().await {
        desk.take("team.csv", TEAM).await;
        let accounts = "name,domain,industry,tier,target,seller,market\n\
            Northwind,northwind.example,Fintech,1,yes,dana@us.example,in\nGlobex,globex.example,Steel,2,yes,,\n";
        desk.take("accounts.csv", accounts).await;
        let people = "name,email,title,company_domain,buying_groups,role\n\
            Patricia Prospect,p@northwind.example,Buyer,northwind.example,,procurement\n\
            Grace Hill,g@northwind.example,CFO,northwind.example,northwind.example;globex.example,user\n";
        desk.take("people.csv", people).await;

        // An empty cell clears, a column that is not there says nothing.
        let report = desk
            .take(
                "accounts.csv",
                "domain,name,industry\nnorthwind.example,Northwind Ltd,\nglobex.example,Globex,Steel\n",
            )
            .await;
        assert_eq!(counts(&report), [[0, 1, 1, 0]]);
        assert_eq!(
            desk.rows(Kind::Accounts).await,
            [
                "Globex,globex.example,Steel,,2,client,yes,,,",
                "Northwind Ltd,northwind.example,,,1,client,yes,dana@us.example,,in"
            ]
        );
        let report = desk
            .take(
                "people.csv",
                "email,role,buying_groups\np@northwind.example,champion;user,globex.example;northwind.example\n\
                 g@northwind.example,,-\n",
            )
            .await;
        assert_eq!(counts(&report), [[0, 2, 0, 0]]);
        assert_eq!(
            desk.rows(Kind::People).await,
            [
                "Grace Hill,g@northwind.example,,CFO,northwind.example,'-,,",
                "Patricia Prospect,p@northwind.example,,Buyer,northwind.example,globex.example;northwind.example,champion;user,"
            ]
        );
        // One group more: the role in the others stays, in the new one there is none.
        desk.take("people.csv", "email,buying_groups\np@northwind.example,northwind.example;other.example\n")
            .await;
        assert!(desk.rows(Kind::People).await[1].ends_with(",northwind.example;other.example,user;-,"));

        let touch = |evidence: &str| {
            format!(
                "occurred_at,channel,evidence,person_email,colleague,source,source_id\n\
                     2026-10-01T10:00:00Z,call,{evidence},p@northwind.example,dana@us.example,Dialler,7\n"
            )
        };
        desk.take("touches.csv", touch("delivered")).await;
        let report = desk.take("touches.csv", touch("engaged")).await;
        assert_eq!(counts(&report), [[0, 1, 0, 0]]);
        let touches = desk.rows(Kind::Touches).await;
        assert_eq!(touches.len(), 1);
        assert!(touches[0].starts_with("2026-10-01T10:00:00Z,sales,call,engaged,p@northwind.example,"));
        desk.end().await;
    }
}

const THREE_PEOPLE: &str = "name,email,market\nAnna,anna@x.example,in\nBernd,no address,out\n,,in\n";

#[tokio::test]
async fn a_file_with_a_bad_row_is_not_imported_until_it_is_mended() {
    for desk in desks().await {
        let report = desk.take("people.csv", THREE_PEOPLE).await;
        let file = &report.files[0];
        assert!(matches!(file.state, State::Refused));
        assert_eq!(counts(&report), [[1, 0, 0, 2]]);
        assert!(desk.rows(Kind::People).await.is_empty());
        assert_eq!(file.reasons[0].line, 3);
        assert!(file.reasons[0].reason.contains("\"no address\"; write an e-mail address"));

        let rejects = file.rejects.clone().unwrap();
        assert_eq!(rejects, desk.path("people.rejects.csv"));
        let text = read(&rejects);
        assert!(
            text.starts_with("\u{FEFF}name,email,market,line,reason\r\nBernd,no address,out,3,"),
            "{text}"
        );

        // With --partial the sound row is taken, and the rejects, mended, are the rest.
        let partial = Options { partial: true, ..options() };
        let report = desk.import_so(&[desk.path("people.csv")], &partial).await.unwrap();
        assert!(report.is_ok());
        assert_eq!(counts(&report), [[1, 0, 0, 2]]);
        assert_eq!(desk.rows(Kind::People).await, ["Anna,anna@x.example,,,,'-,,in"]);
        let mended = text.replace("no address", "bernd@x.example").replace("\r\n,,in", "\r\nClara,,in");
        let report = desk.take("people.rejects.csv", mended).await;
        assert_eq!(counts(&report), [[2, 0, 0, 0]]);
        assert_eq!(desk.rows(Kind::People).await.len(), 3);
        desk.end().await;
    }
}

#[tokio::test]
async fn a_dry_run_tells_everything_and_changes_nothing() {
    for desk in desks().await {
        let (before, revision) = (desk.everything().await, desk.revisions().await);
        let mut files = company();
        files.push(desk.file("more.csv", THREE_PEOPLE));
        let dry = Options { dry_run: true, ..options() };
        let report = desk.import_so(&files, &dry).await.unwrap();
        let told = counts(&report);
        assert_eq!(report.files[0].first_rows[0][1], ("name", "Dana Hughes".to_owned()));
        assert_eq!((desk.everything().await, desk.revisions().await), (before, revision));
        assert!(!desk.path("more.rejects.csv").exists());
        // What it said is what then happens.
        let partial = Options { partial: true, ..options() };
        assert_eq!(counts(&desk.import_so(&files, &partial).await.unwrap()), told);
        desk.end().await;
    }
}

#[tokio::test]
async fn a_touch_makes_the_person_it_names_outside_the_target_market() {
    for desk in desks().await {
        desk.take("accounts.csv", "name,domain,target\nNorthwind,northwind.example,yes\n").await;
        let touches = "occurred_at,channel,evidence,person_email,person_linkedin,person_name,company_domain\n\
            2026-10-01,ad,delivered,anna.berg@northwind.example,,,\n\
            2026-10-02,email,engaged,ANNA.BERG@northwind.example,,Anna Berg,northwind.example\n\
            2026-10-03,call,engaged,,https://linkedin.com/in/carl-day,,new.example\n\
            2026-10-04,call,engaged,,,Dora Evans,\n\
            2026-10-05,call,engaged,,,dora evans,\n";
        let report = desk.take("touches.csv", touches).await;
        assert_eq!(counts(&report), [[5, 0, 0, 0]]);
        assert_eq!(
            desk.rows(Kind::People).await,
            [
                "Dora Evans,,,,,'-,,",
                "Carl Day,,https://www.linkedin.com/in/carl-day,,new.example,'-,,",
                "Anna Berg,anna.berg@northwind.example,,,northwind.example,'-,,",
            ]
        );
        assert_eq!(
            desk.rows(Kind::Accounts).await[0],
            "new.example,new.example,,,,client,no,,,",
            "a company that only a touch names is no target"
        );
        // A touch without an id is known by what it says.
        assert_eq!(counts(&desk.import(&[desk.path("touches.csv")]).await), [[0, 0, 5, 0]]);
        desk.end().await;
    }
}

#[tokio::test]
async fn two_rows_that_name_one_new_person_make_one() {
    for desk in desks().await {
        let people = "name,email,linkedin,company_domain\n\
            Anna Berg,anna@x.example,,x.example\n\
            Anna Berg,ANNA@x.example,linkedin.com/in/anna-berg,x.example\n\
            Anna Berg,,https://uk.linkedin.com/in/Anna-Berg/,x.example\n\
            Anna Berg,,,x.example\n\
            Anna Berg,anna.berg@y.example,,y.example\n";
        let report = desk.take("people.csv", people).await;
        assert_eq!(counts(&report), [[2, 1, 2, 0]]);
        assert_eq!(desk.rows(Kind::People).await.len(), 2);
        // One key of each of two people: neither is guessed.
        let both = "name,email,linkedin\nAnna,anna.berg@y.example,linkedin.com/in/anna-berg\n";
        let report = desk.take("mixed.csv", both).await;
        assert_eq!(counts(&report), [[0, 0, 0, 1]]);
        assert!(report.files[0].reasons[0].reason.contains("correct one of them"));
        desk.end().await;
    }
}

#[tokio::test]
async fn a_key_is_one_key_however_it_is_written() {
    for desk in desks().await {
        let people = "name,email,linkedin,company_domain\n\
            Anna,MAILTO:Anna.Berg@X.Example?subject=Hi,HTTPS://de.LinkedIn.com/in/Anna-Berg/?trk=x,https://www.X.example/\n";
        desk.take("people.csv", people).await;
        let again = "name,email,linkedin,company_domain\n\
            Anna,\" Anna Berg <anna.berg@x.example> \",www.linkedin.com/in/anna-berg,x.example\n\
            Anna,anna.berg@x.example,,WWW.x.example.\n\
            Anna,,m.linkedin.com/in/ANNA-BERG,anna@x.example\n";
        assert_eq!(counts(&desk.take("again.csv", again).await), [[0, 0, 3, 0]]);
        // A plus-address is another mailbox.
        let plus = "name,email\nAnna,anna.berg+news@x.example\n";
        assert_eq!(counts(&desk.take("plus.csv", plus).await), [[1, 0, 0, 0]]);
        assert_eq!(
            desk.rows(Kind::People).await,
            [
                "Anna,anna.berg+news@x.example,,,,'-,,",
                "Anna,anna.berg@x.example,https://www.linkedin.com/in/anna-berg,,x.example,'-,,",
            ]
        );
        desk.end().await;
    }
}

#[tokio::test]
async fn of_two_files_the_bad_one_stops_what_comes_after_it() {
    for desk in desks().await {
        let team = desk.file("team.csv", TEAM);
        let picture = desk.file("picture.csv", b"\x89PNG\r\n\x1a\n0000");
        let error = desk.import_so(&[team.clone(), picture], &options()).await.unwrap_err();
        assert!(
            error.to_string().ends_with("export the data as CSV instead; nothing was imported"),
            "{error}"
        );
        assert!(desk.rows(Kind::Team).await.is_empty());

        // A bad row is found only when its file's turn comes: what it builds on is there by then.
        let accounts = desk.file("accounts.csv", "name,seller\nNorthwind,nobody@us.example\n");
        let people = desk.file("people.csv", "name,email\nAnna,anna@x.example\n");
        let report = desk.import(&[people, accounts, team]).await;
        let states: Vec<bool> =
            report.files.iter().map(|file| matches!(file.state, State::Imported)).collect();
        assert_eq!(states, [true, false, false]);
        assert!(matches!(report.files[2].state, State::NotBegun));
        assert_eq!(desk.rows(Kind::Team).await.len(), 2);
        assert!(desk.rows(Kind::People).await.is_empty());
        desk.end().await;
    }
}
