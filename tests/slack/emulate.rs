//! The same against `emulate`, a stand-in for Slack that nobody here wrote. `.ci/slack-api` starts it.

use mandorla::chat::slack::api::{Kind, Sent, Upload, Web};
use secrecy::SecretString;
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
    println!("a wrong token: {}", web.auth_test(&"xoxb-wrong".into()).await.unwrap_err());

    let channel = channel(&base).await;
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
        channel: Some(channel),
        thread: Some(ts),
        comment: Some("Here it is".to_owned()),
    };
    println!("a file: {}", web.upload(&token, &file).await.unwrap());
    println!("without the scope: {:?}", web.direct(&token, &auth.bot_user).await);
}

/// The id of the seed's channel: emulate makes new ones at each start.
async fn channel(base: &str) -> String {
    let host = base.strip_prefix("http://").expect("emulate speaks HTTP");
    let request = format!(
        "POST /api/conversations.list HTTP/1.0\r\nHost: {host}\r\nAuthorization: Bearer xoxb-local-test\r\n\
         Content-Length: 0\r\n\r\n"
    );
    let mut stream = TcpStream::connect(host).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let body = &answer[answer.find('{').expect("an object")..=answer.rfind('}').expect("that ends")];
    let told: serde_json::Value = serde_json::from_str(body).unwrap();
    let channels = told["channels"].as_array().expect("there are channels");
    let general = channels.iter().find(|channel| channel["name"] == "general").expect("the seed has one");
    general["id"].as_str().unwrap().to_owned()
}
