//! What we ask about people: who somebody is, and who reads in a conversation.

use reqwest::Method;
use serde::Deserialize;
use serde_json::Value as Json;

use super::{Connector, Kind, Trouble, call::Call};

/// Somebody, as the tenant's directory has them.
/// <https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context#fetch-single-member-details>
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct User {
    /// `29:…`
    pub id: String,
    pub name: Option<String>,
    pub email: Option<String>,
    pub user_principal_name: Option<String>,
    /// The object id. Some connectors say `objectId`.
    #[serde(alias = "objectId")]
    pub aad_object_id: Option<String>,
    pub tenant_id: Option<String>,
    /// user, guest, anonymous.
    pub user_role: Option<String>,
}

impl User {
    /// A guest, somebody of another company, or nobody in particular.
    pub fn outside(&self, tenant: &str) -> bool {
        let other = |own: &String| !own.eq_ignore_ascii_case(tenant);
        let role = |role: &String| !role.eq_ignore_ascii_case("user");
        let guest = |name: &String| name.to_uppercase().contains("#EXT#");
        self.tenant_id.as_ref().is_some_and(other)
            || self.user_role.as_ref().is_some_and(role)
            || self.user_principal_name.as_ref().is_some_and(guest)
    }

    /// The addresses that prove who they are: the one they sign in with, which their tenant has proven to be its own,
    /// and that of their mailbox if it is ours, since an admin writes there what they like. `ours` is the bot's tenant.
    pub fn addresses(&self, ours: bool) -> Vec<String> {
        let mailbox = self.email.as_ref().filter(|_| ours);
        let all = [self.user_principal_name.as_ref(), mailbox].into_iter().flatten();
        all.filter(|text| text.contains('@')).cloned().collect()
    }
}

/// A part of those who read in a conversation.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Page {
    pub members: Vec<User>,
    /// Says where the next part begins; nothing after the last.
    pub continuation_token: Option<String>,
}

/// The most that Teams gives at a time.
const PAGE: &str = "500";

impl Connector {
    /// Somebody in a conversation; in a channel, ask by its team's id.
    ///
    /// # Errors
    /// When they are not there, we are not, or Teams does not answer.
    pub async fn member(&self, service_url: &str, conversation: &str, user: &str) -> Result<User, Trouble> {
        let path = ["conversations", conversation, "members", user];
        let answer = self.asked("ask who somebody is", service_url, &path, &[]).await?;
        read(answer)
    }

    /// Some of those who read in a conversation, from `token` on.
    ///
    /// # Errors
    /// When we are not there, or Teams does not answer.
    pub async fn members(
        &self,
        service_url: &str,
        conversation: &str,
        token: Option<&str>,
    ) -> Result<Page, Trouble> {
        let mut query = vec![("pageSize", PAGE)];
        query.extend(token.map(|token| ("continuationToken", token)));
        let path = ["conversations", conversation, "pagedmembers"];
        let answer = self.asked("ask who reads somewhere", service_url, &path, &query).await?;
        read(answer)
    }

    async fn asked(
        &self,
        what: &'static str,
        service_url: &str,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<Json, Trouble> {
        let call =
            Call { what, method: Method::GET, service_url, path, query, body: None, pace: None, once: false };
        self.call(call).await
    }
}

fn read<T: for<'a> Deserialize<'a>>(answer: Json) -> Result<T, Trouble> {
    serde_json::from_value(answer).map_err(|_| Trouble::new(Kind::Unreachable, "half_answer"))
}
