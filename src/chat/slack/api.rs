//! What we say to Slack.
