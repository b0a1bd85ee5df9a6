//! "Add to Slack": whoever may install apps in a Slack workspace lets Mandorla in, and reads what to do next.
//!
//! <https://docs.slack.dev/authentication/installing-with-oauth>
/// Which workspace of ours a Slack workspace asks.
#[derive(Clone, Debug)]
pub struct Homes {
    /// The Slack workspace that asks the configured one.
    team: Option<String>,
    workspace: String,
}

impl Homes {
    pub fn new(team: Option<&str>, workspace: &str) -> Self {
        Self { team: team.map(str::to_owned), workspace: workspace.to_owned() }
    }

    /// The name of a Slack workspace's home: the configured one for the team of the settings, otherwise one of its
    /// own, so that nobody reads another company's account database.
    pub fn of<'a>(&'a self, team: &'a str) -> &'a str {
        if self.team.as_deref() == Some(team) { &self.workspace } else { team }
    }
}
