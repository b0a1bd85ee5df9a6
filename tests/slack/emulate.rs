//! The same against `emulate`, a stand-in for Slack that nobody here wrote. `.ci/slack-api` starts it.

use mandorla::chat::slack::api::{Kind, Sent, Upload, Web};
use secrecy::SecretString;
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::messages::say;

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "a test has no settings but the environment")]
async fn it_understands_what_we_say() {
    let Ok(base) = std::env::var("MANDORLA_SLACK_EMULATE") else {
        println!("left out against emulate: MANDORLA_SLACK_EMULATE does not name its address");
        return;
    };
    let web = Web::new(&format!("{base}/api"));
    let token = SecretString::from("xoxb-local-test");
    let auth = web.auth_test(&token).await.unwrap();
    println!("auth.test: {auth:?}");
    assert!(auth.team.starts_with('T') && auth.url.starts_with("http"));

    let channels = asked(&base, "conversations.list", "").await;
    let channel = first(&channels["channels"], |channel| channel["name"] == "general");
    println!("conversations.info: {:?}", web.channel(&token, &channel).await.unwrap());
    assert_eq!(web.channel(&token, "C000").await.unwrap_err().kind, Kind::NotThere);
    println!("users.info: {:?}", web.user(&token, &auth.bot_user).await.unwrap());

    let Sent::Sent { ts: Some(ts) } = web.post(&token, &channel, None, &say()).await else {
        panic!("not sent")
    };
    let thread = web.post(&token, &channel, Some(&ts), &say()).await;
    assert!(matches!(thread, Sent::Sent { .. }), "{thread:?}");
    assert!(matches!(web.post(&token, "C000", None, &say()).await, Sent::Gone { .. }));

    let file = Upload {
        name: "list.csv".to_owned(),
        title: "A list".to_owned(),
        bytes: b"name\nPatricia Prospect\n".to_vec(),
        alt: None,
        channel: Some(channel.clone()),
        thread: Some(ts),
        comment: Some("Here it is".to_owned()),
    };
    println!("a file: {}", web.upload(&token, &file).await.unwrap());
    let history = asked(&base, "conversations.history", &format!("channel={channel}")).await.to_string();
    assert!(history.contains(&say().text) && history.contains("plain_text"), "{history}");

    let users = asked(&base, "users.list", "").await;
    let other = first(&users["members"], |user| user["id"] != auth.bot_user.as_str());
    let refused = web.direct(&token, &other).await.unwrap_err();
    println!("conversations.open: {refused}");
    assert_eq!(refused.kind, Kind::Missing("im:write".to_owned()));
}

/// Ids are new at each start of emulate, so they are looked up; with nothing of ours.
async fn asked(base: &str, method: &str, form: &str) -> Value {
    let host = base.strip_prefix("http://").expect("emulate speaks HTTP");
    let request = format!(
        "POST /api/{method} HTTP/1.0\r\nHost: {host}\r\nAuthorization: Bearer xoxb-local-test\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
        form.len()
    );
    let mut stream = TcpStream::connect(host).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let body = &answer[answer.find('{').expect("an object")..=answer.rfind('}').expect("that ends")];
    serde_json::from_str(body).unwrap()
}

/// The id of the first in a list of whom this is true.
fn first(list: &Value, wanted: impl Fn(&Value) -> bool) -> String {
    let list = list.as_array().expect("there is a list");
    let found = list.iter().find(|one| wanted(one)).expect("the seed has one");
    found["id"].as_str().unwrap().to_owned()
}
