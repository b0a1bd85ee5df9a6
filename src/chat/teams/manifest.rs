//! The app as Teams knows it: a manifest and two icons in one package, which an admin uploads.

use std::io::{Cursor, Write as _};

use serde_json::{Value, json};
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use super::{icons, render::cut};

/// Where the bot may be talked to.
const SCOPES: [&str; 3] = ["personal", "team", "groupChat"];
/// Commands of a scope, and the length of their parts
/// (<https://developer.microsoft.com/en-us/json-schemas/teams/v1.23/MicrosoftTeams.schema.json>).
const COMMANDS: usize = 10;
const TITLE: usize = 128;
const DESCRIPTION: usize = 4_000;

/// Who offers the app: the company that runs it.
const NAME: &str = "Mandorla";
/// Where nobody has said yet under which address it runs.
const NOWHERE: &str = "https://mandorla.example";
/// What stands for a resource where an app has none but what teams and chats grant it
/// (<https://learn.microsoft.com/microsoftteams/platform/graph-api/rsc/grant-resource-specific-consent>).
const GRANTED: &str = "https://RscBasedStoreApp";
/// Whoever owns a team or a chat lets us read what does not mention us, and takes it back there.
const READS: [&str; 2] = ["ChannelMessage.Read.Group", "ChatMessage.Read.Chat"];

/// What the manifest needs to know.
#[derive(Clone, Copy, Debug)]
pub struct App<'a> {
    /// The app id of the bot's registration: a GUID.
    pub id: &'a str,
    /// Where Mandorla is reached, over https and without a slash at the end; Teams shows it as the developer's address.
    pub public_url: Option<&'a str>,
    /// What to type and what it tells; the first ten are offered as commands.
    pub questions: &'a [(&'a str, &'a str)],
}

/// `manifest.json`.
pub fn manifest(app: &App) -> Value {
    let App { id: bot_id, public_url, questions } = *app;
    let about = format!("{}{}", public_url.unwrap_or(NOWHERE), super::about::PATH);
    let commands: Vec<Value> = questions
        .iter()
        .take(COMMANDS)
        .map(|(title, description)| json!({ "title": cut(title, TITLE), "description": cut(description, DESCRIPTION) }))
        .collect();
    json!({
        "$schema": "https://developer.microsoft.com/en-us/json-schemas/teams/v1.23/MicrosoftTeams.schema.json",
        "manifestVersion": "1.23",
        "version": env!("CARGO_PKG_VERSION"),
        "id": bot_id,
        "developer": {
            "name": NAME,
            "websiteUrl": about,
            "privacyUrl": format!("{about}#privacy"),
            "termsOfUseUrl": format!("{about}#terms"),
        },
        "name": { "short": NAME, "full": "Mandorla: do marketing and sales talk to the same people?" },
        "description": {
            "short": "Says whether marketing and sales talk to the same people.",
            "full": "Ask in your own words: has marketing reached this person, what is our overlap, who is sales \
                chasing that marketing never reached? Answers come from your company's own account database in \
                seconds. Answers about single people are shown to whoever asked, and shared only by a button.",
        },
        "icons": { "color": "color.png", "outline": "outline.png" },
        "accentColor": "#123A5C",
        "bots": [{
            "botId": bot_id,
            "scopes": SCOPES,
            // A list for download is a file.
            "supportsFiles": true,
            "isNotificationOnly": false,
            "commandLists": [{ "scopes": SCOPES, "commands": commands }],
        }],
        "composeExtensions": [{
            "botId": bot_id,
            "commands": [{
                "id": "ask",
                "type": "query",
                "title": "Ask Mandorla",
                "description": "Ask a question and put the answer into your message",
                "context": ["compose", "commandBox"],
                "initialRun": true,
                "parameters": [{
                    "name": "question",
                    "title": "Question",
                    "description": "What do you want to know?",
                    "inputType": "text",
                }],
            }],
        }],
        "defaultInstallScope": "personal",
        "supportedChannelTypes": ["sharedChannels", "privateChannels"],
        "permissions": ["identity", "messageTeamMembers"],
        "webApplicationInfo": { "id": bot_id, "resource": GRANTED },
        "authorization": { "permissions": {
            "resourceSpecific": READS.map(|name| json!({ "name": name, "type": "Application" })),
        } },
        // Cards hold their pictures; nothing is loaded from elsewhere.
        "validDomains": [],
    })
}

/// The package to upload, a zip: the same bytes for the same manifest.
pub fn package(app: &App) -> Vec<u8> {
    let files = [
        ("manifest.json", json(&manifest(app)).into_bytes()),
        ("color.png", icons::color()),
        ("outline.png", icons::outline()),
    ];
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name, options).expect("memory takes files of few kB");
        zip.write_all(&bytes).expect("memory takes files of few kB");
    }
    zip.finish().expect("memory takes files of few kB").into_inner()
}

/// A manifest as it stands in its file.
pub fn json(manifest: &Value) -> String {
    format!("{manifest:#}\n")
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    fn app<'a>(questions: &'a [(&'a str, &'a str)]) -> App<'a> {
        App { id: "5f0e1b7a-0c1e-4a58-9d8e-0a7f3a6c2b10", public_url: None, questions }
    }

    #[test]
    fn the_first_ten_questions_are_commands_for_every_scope() {
        let long = "x".repeat(5_000);
        let questions: Vec<(&str, &str)> = (0..12).map(|_| (long.as_str(), long.as_str())).collect();
        let manifest = manifest(&app(&questions));
        let list = &manifest["bots"][0]["commandLists"][0];
        assert_eq!(list["scopes"], json!(["personal", "team", "groupChat"]));
        let commands = list["commands"].as_array().unwrap();
        assert_eq!(commands.len(), 10);
        assert_eq!(commands[0]["title"].as_str().unwrap().chars().count(), 128);
        assert_eq!(commands[0]["description"].as_str().unwrap().chars().count(), 4_000);
        assert!(manifest["description"]["short"].as_str().unwrap().len() <= 80);
        assert!(manifest["name"]["full"].as_str().unwrap().len() <= 100);
    }

    #[test]
    fn the_developer_is_found_where_it_runs() {
        let here = App { public_url: Some("https://bot.acme.example"), ..app(&[]) };
        let developer = &manifest(&here)["developer"];
        assert_eq!(developer["websiteUrl"], "https://bot.acme.example/teams");
        assert_eq!(developer["privacyUrl"], "https://bot.acme.example/teams#privacy");
        assert_eq!(manifest(&app(&[]))["developer"]["websiteUrl"], "https://mandorla.example/teams");
    }

    #[test]
    fn the_package_holds_the_manifest_and_its_icons_and_is_the_same_each_time() {
        let questions = [("overlap by seller", "The overlap, group by group")];
        let bytes = package(&app(&questions));
        assert_eq!(bytes, package(&app(&questions)));
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        assert_eq!(zip.file_names().collect::<Vec<_>>(), ["manifest.json", "color.png", "outline.png"]);
        let mut text = String::new();
        zip.by_name("manifest.json").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), manifest(&app(&questions)));
        let mut icon = Vec::new();
        zip.by_name("color.png").unwrap().read_to_end(&mut icon).unwrap();
        assert_eq!(icon, icons::color());
    }
}
