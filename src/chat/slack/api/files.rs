//! Pictures and lists go up in three steps: ask for an address, bring the bytes there, say that they are there.
//! <https://docs.slack.dev/messaging/working-with-files#upload>

use secrecy::SecretString;
use serde_json::{Value, json};

use super::{
    Kind, Trouble, Web,
    client::{Answer, Call},
    send::foreign,
};

/// A file to bring up.
#[derive(Clone, Debug, Default)]
pub struct Upload {
    /// With its extension, by which Slack tells what it is.
    pub name: String,
    pub title: String,
    pub bytes: Vec<u8>,
    /// What a picture shows, for those who do not see it.
    pub alt: Option<String>,
    /// The id of the channel where it is shown; without one it is there for blocks alone.
    pub channel: Option<String>,
    /// The thread in that channel.
    pub thread: Option<String>,
    /// What is said above it.
    pub comment: Option<String>,
}

impl Web {
    /// Brings a file up and gives Slack's id of it. Needs the scope `files:write`.
    pub async fn upload(&self, token: &SecretString, file: &Upload) -> Result<String, Trouble> {
        let place = self.call(self.place(file).by(token)).await?;
        let (id, url) = (text(&place, "file_id")?, text(&place, "upload_url")?);
        let url = self.address(&url).ok_or_else(foreign)?;
        self.call(Call::bytes(self, "upload_url", file.bytes.clone()).at(url)).await?;
        if let Some(channel) = &file.channel {
            self.queue(channel).await?;
        }
        let done = json!({
            "files": [{ "id": id, "title": file.title }],
            "channel_id": file.channel,
            "thread_ts": file.thread,
            "initial_comment": file.comment,
        });
        let done = without_nulls(done);
        self.call(Call::json(self, "files.completeUploadExternal", &done).by(token).seen()).await?;
        Ok(id)
    }

    fn place(&self, file: &Upload) -> Call<'static> {
        let length = file.bytes.len().to_string();
        let mut arguments = vec![("filename", file.name.as_str()), ("length", &length)];
        arguments.extend(file.alt.as_deref().map(|alt| ("alt_txt", alt)));
        Call::form(self, "files.getUploadURLExternal", &arguments)
    }
}

/// A text that has to be in an answer.
pub(super) fn text(answer: &Answer, name: &str) -> Result<String, Trouble> {
    let found = answer.json.pointer(&format!("/{name}")).and_then(Value::as_str);
    found.map(str::to_owned).ok_or_else(|| strange(name))
}

/// Slack said yes, and left out what it was asked for.
pub(super) fn strange(what: &str) -> Trouble {
    tracing::warn!(what, "Slack's answer lacks something");
    Trouble::new(Kind::Unreachable, "half_answer")
}

fn without_nulls(mut arguments: Value) -> Value {
    if let Some(arguments) = arguments.as_object_mut() {
        arguments.retain(|_, value| !value.is_null());
    }
    arguments
}
