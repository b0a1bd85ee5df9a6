//! What goes out comes in again, and goes out the same, byte for byte.

use mandorla::{
    intake::rows::Kind,
    sample::{self, Options as Sample},
};

use crate::desk::{Desk, company, desks};

/// Imports what a desk exports into an empty database of the other sort, and exports that.
async fn comes_back(desk: &Desk) {
    let exported = desk.everything().await;
    for other in desks().await {
        let files: Vec<_> = Kind::ALL
            .iter()
            .zip(&exported)
            .map(|(kind, text)| other.file(&format!("{}.csv", kind.as_str()), text))
            .collect();
        let report = other.import(&files).await;
        assert!(report.is_ok(), "{report:?}");
        for ((kind, before), after) in Kind::ALL.iter().zip(&exported).zip(other.everything().await) {
            let differ = before.lines().zip(after.lines()).find(|(before, after)| before != after);
            assert!(*before == after, "{}: {differ:?}", kind.as_str());
        }
        other.end().await;
    }
}

#[tokio::test]
async fn a_company() {
    for desk in desks().await {
        assert!(desk.import(&company()).await.is_ok());
        for (kind, file) in Kind::ALL.iter().zip(company()) {
            let rows = std::fs::read_to_string(file).unwrap().lines().count() - 1;
            assert!(desk.rows(*kind).await.len() >= rows, "{}", kind.as_str());
        }
        comes_back(&desk).await;
        desk.end().await;
    }
}

#[tokio::test]
async fn a_sample() {
    for desk in desks().await {
        let until = jiff::civil::date(2026, 11, 20);
        let options = Sample { accounts: 60, touches: 3_000, ..Sample::new(until) };
        sample::write(&desk.path("sample"), &options, &mut |_| {}).unwrap();
        let files: Vec<_> =
            Kind::ALL.iter().map(|kind| desk.path("sample").join(format!("{}.csv", kind.as_str()))).collect();
        assert!(desk.import(&files).await.is_ok());
        comes_back(&desk).await;
        desk.end().await;
    }
}

#[tokio::test]
async fn awkward_values() {
    for desk in desks().await {
        let team = "email,name,side,role,manager\n\
            zoë@us.example,\"Zoë \"\"Zo\"\" O'Brien, jr\",sales,leader,\n+plus@us.example,=cmd|'/c calc'!A1,marketing,admin,zoë@us.example\n";
        let accounts = "name,domain,industry,country,tier,kind,target,seller,marketer,market\n\
            \"Müller, Söhne & Co\",bücher.example,\"Banks;\nInsurers\",Österreich,A+,client,yes,zoë@us.example,+plus@us.example,in\n\
            No Domain Ltd,,@home,,-1,agency,no,,,\n'Quoted',,=1+1,,,partner,no,,,out\n-,minus.example,,,,,,,,\n";
        let people = "name,email,linkedin,title,company_domain,buying_groups,role,market\n\
            '=Anna,anna@bücher.example,https://www.linkedin.com/in/zo%C3%AB,\"+ Head, \"\"all\"\"\",bücher.example,bücher.example;minus.example;c.example,Economic-Buyer;-;user,in\n\
            Bernd,,linkedin.com/in/bernd,,minus.example,minus.example;c.example,champion,out\n\
            Bernd,,,,c.example,-,,\n@Clara,clara@gmail.com,,=1+1,,,,\nДмитрий,,,\"two\nlines\",minus.example,,,\n";
        let content = "title,kind,url,campaign,published,retired\n\
            \"=HYPERLINK(\"\"x\"\")\",report,https://us.example/?a=1;b=2,\"Spring, 2026\",2026-01-02,2026-10-01\nplain,,,,,\n";
        let touches = "occurred_at,side,channel,evidence,person_email,person_linkedin,person_name,company_domain,colleague,campaign,purpose,content,outcome,source,source_id\n\
            2026-10-01T10:00:00.123456Z,,ad,delivered,anna@bücher.example,,,,,\"Spring, 2026\",brand,\"=HYPERLINK(\"\"x\"\")\",,CRM,#1\n\
            2026-10-01T10:00:00.123456+02:00,,ad,targeted,anna@bücher.example,,,,,,,,,CRM,##2\n\
            2026-10-01T09:00:00Z,sales,call,engaged,,,Bernd,c.example,zoë@us.example,,,,answered,,\n\
            2026-10-01T09:00:00Z,sales,call,engaged,,,Bernd,minus.example,zoë@us.example,,,,answered,,\n\
            2026-10-01T09:00:00Z,sales,email,engaged,clara@gmail.com,,,,+plus@us.example,\"é\",,unlisted,none,=src,-3\n\
            2027-01-01,marketing,other,delivered,,,Дмитрий,minus.example,,,demand,,declined,,\n";
        for (name, text) in [
            ("team", team),
            ("accounts", accounts),
            ("people", people),
            ("content", content),
            ("touches", touches),
        ] {
            let report = desk.take(&format!("{name}.csv"), text).await;
            assert!(report.is_ok(), "{report:?}");
        }
        assert_eq!(
            desk.rows(Kind::Accounts).await,
            [
                "'Quoted',,'=1+1,,,partner,no,,,out",
                "No Domain Ltd,,'@home,,'-1,agency,no,,,",
                "c.example,c.example,,,,client,no,,,",
                "'-,minus.example,,,,client,no,,,",
                "\"Müller, Söhne & Co\",xn--bcher-kva.example,Banks; Insurers,Österreich,A+,client,yes,zoë@us.example,'+plus@us.example,in",
            ]
        );
        let people = desk.rows(Kind::People).await;
        assert!(
            people.iter().any(|row| row.starts_with(
                "'=Anna,anna@xn--bcher-kva.example,https://www.linkedin.com/in/zoë,\"'+ Head, \"\"all\"\"\","
            )),
            "{people:#?}"
        );
        assert!(
            people.iter().any(|row| row
                .ends_with(",c.example;minus.example;xn--bcher-kva.example,user;-;economic buyer,in")),
            "{people:#?}"
        );
        let touches = desk.rows(Kind::Touches).await;
        assert!(
            touches.iter().any(|row| row.ends_with(",CRM,##2"))
                && touches.iter().any(|row| row.ends_with(",CRM,#1"))
        );
        comes_back(&desk).await;
        desk.end().await;
    }
}
