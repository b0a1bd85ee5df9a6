//! What stands in `manifests/` is what the program makes, so that whoever copies a file gets the app as it is.

#[path = "support/binary.rs"]
mod binary;

use std::{fs, io::Read as _, path::Path};

use binary::Shell;
use mandorla::{app::manifests, chat::slack::manifest::yaml};

fn file(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("manifests").join(name)).expect(name)
}

#[test]
fn slacks_manifest_is_up_to_date() {
    let made = manifests::slack(None);
    assert_eq!(file("slack.yaml"), yaml(&made), "run: mandorla manifest slack > manifests/slack.yaml");
    assert_eq!(
        file("slack.json"),
        format!("{made:#}\n"),
        "run: mandorla manifest slack --json > manifests/slack.json"
    );
}

/// Stands for the bot's registration in the committed manifest.
const NOBODY: &str = "00000000-0000-0000-0000-000000000000";

#[test]
fn teams_manifest_is_up_to_date() {
    let (made, _) = manifests::teams(NOBODY, None);
    assert_eq!(
        file("teams/manifest.json"),
        made,
        "run: MANDORLA_TEAMS_APP_ID={NOBODY} mandorla manifest teams > manifests/teams/manifest.json"
    );
}

#[test]
fn teams_manifest_is_printed_or_packed_with_its_icons() {
    let shell = Shell::new();
    shell.file(
        "mandorla.toml",
        format!("public_url = \"https://bot.acme.example/\"\n[teams]\napp_id = \"{NOBODY}\"\n"),
    );
    let printed = shell.run(&["manifest", "teams"]);
    let (manifest, _) = manifests::teams(NOBODY, Some("https://bot.acme.example"));
    assert_eq!((printed.code, printed.out, printed.err.as_str()), (Some(0), manifest.clone(), ""));
    let packed = shell.run(&["manifest", "teams", "--out", "mandorla.zip"]);
    assert_eq!((packed.code, packed.out.as_str()), (Some(0), ""));
    assert!(packed.err.contains("upload it in Teams"), "{packed:?}");
    let mut zip = zip::ZipArchive::new(fs::File::open(shell.path("mandorla.zip")).unwrap()).unwrap();
    assert_eq!(zip.file_names().collect::<Vec<_>>(), ["manifest.json", "color.png", "outline.png"]);
    let mut text = String::new();
    zip.by_name("manifest.json").unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(text, manifest);
    let nowhere = shell.run(&["manifest", "teams", "--out", "no/such/place.zip"]);
    assert_eq!(nowhere.code, Some(1));
    assert!(nowhere.err.contains("cannot be written"), "{nowhere:?}");
}

#[test]
fn what_teams_manifest_lacks_is_told() {
    let shell = Shell::new();
    let nobody = shell.run(&["manifest", "teams"]);
    assert_eq!((nobody.code, nobody.out.as_str()), (Some(2), ""));
    assert!(nobody.err.contains("`teams.app_id` is not set: set it to the Microsoft App ID"), "{nobody:?}");
    shell.file("mandorla.toml", format!("[teams]\napp_id = \"{NOBODY}\"\n"));
    let nowhere = shell.run(&["manifest", "teams"]);
    assert_eq!((nowhere.code, nowhere.out), (Some(0), manifests::teams(NOBODY, None).0));
    assert!(nowhere.err.contains("`public_url` is not set to an address with https://"), "{}", nowhere.err);
}
