//! What stands in `manifests/` is what the program makes, so that whoever copies a file gets the app as it is.

use std::{fs, path::Path};

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
