//! Every setting there is: one list, from which the file, the variables and `mandorla config` are read.

/// One setting.
pub struct Setting {
    /// As in the file; a dot stands for a table.
    pub key: &'static str,
    pub default: &'static str,
    pub about: &'static str,
    pub secret: bool,
}

/// Every setting, in the order in which `mandorla config` prints them.
pub const SETTINGS: &[Setting] = &[
    Setting {
        key: "database_url",
        default: "sqlite:mandorla.db",
        about: "where the account database is: sqlite:FILE (made on first use) or postgres://USER:PASSWORD@HOST/NAME",
        secret: true,
    },
    Setting {
        key: "auto_migrate",
        default: "true",
        about: "bring the database up to date when it is opened",
        secret: false,
    },
    Setting {
        key: "workspace",
        default: "main",
        about: "the name of the workspace, one company using Mandorla",
        secret: false,
    },
    Setting {
        key: "time_zone",
        default: "UTC",
        about: "the workspace's zone, an IANA name such as Europe/London: every day, week and window is a local one",
        secret: false,
    },
    Setting {
        key: "covered_at",
        default: "3",
        about: "members of a buying group that marketing must have reached before the group counts as covered, 1 to 1000",
        secret: false,
    },
    Setting {
        key: "required_roles",
        default: "champion, economic buyer, technical evaluator",
        about: "roles, separated by commas, that every buying group should have somebody for",
        secret: false,
    },
    Setting {
        key: "priming_days",
        default: "90",
        about: "days that a marketing touch primes a sales touch for, 1 to 3650",
        secret: false,
    },
    Setting {
        key: "listen",
        default: "127.0.0.1:8080",
        about: "the address the web part listens on",
        secret: false,
    },
    Setting {
        key: "console",
        default: "false",
        about: "serve the chat console at /; whoever can open it asks as the operator",
        secret: false,
    },
    Setting {
        key: "hosts",
        default: "",
        about: "names, separated by commas, under which the console may be opened beside the machine's own",
        secret: false,
    },
    Setting {
        key: "public_url",
        default: "",
        about: "the address under which the web part can be reached from outside, such as https://mandorla.example; chats send people back to it",
        secret: false,
    },
    Setting {
        key: "secret_key",
        default: "",
        about: "seals the tokens in the database: 32 random bytes as base64 or hex (openssl rand -base64 32); several separated by commas, the newest first",
        secret: true,
    },
    Setting {
        key: "slack.bot_token",
        default: "",
        about: "the token (xoxb-…) of an app that you have installed in your own Slack workspace",
        secret: true,
    },
    Setting {
        key: "slack.app_token",
        default: "",
        about: "the app-level token (xapp-…) for Socket Mode, which needs no public address",
        secret: true,
    },
    Setting {
        key: "slack.signing_secret",
        default: "",
        about: "proves that a request comes from Slack, where Slack calls us over HTTP",
        secret: true,
    },
    Setting {
        key: "slack.client_id",
        default: "",
        about: "the app's client id: lets other Slack workspaces install it at /slack/install",
        secret: false,
    },
    Setting {
        key: "slack.client_secret",
        default: "",
        about: "the app's client secret, for installations",
        secret: true,
    },
    Setting {
        key: "slack.team",
        default: "",
        about: "the id (T…) of the Slack workspace that asks this account database; any other that installs the app gets an empty one of its own",
        secret: false,
    },
    Setting {
        key: "slack.channels",
        default: "",
        about: "ids of the Slack channels, separated by commas, in which Mandorla answers; empty: all it is invited to",
        secret: false,
    },
    Setting {
        key: "slack.connections",
        default: "2",
        about: "Socket Mode connections at a time, 1 to 10: with two, one can be renewed while the other listens",
        secret: false,
    },
    Setting {
        key: "slack.api_url",
        default: "https://slack.com/api",
        about: "where Slack's Web API is",
        secret: false,
    },
    Setting {
        key: "slack.authorize_url",
        default: "https://slack.com/oauth/v2/authorize",
        about: "where Slack asks whoever installs the app",
        secret: false,
    },
    Setting {
        key: "teams.app_id",
        default: "",
        about: "the Microsoft App ID of the bot's registration in Azure",
        secret: false,
    },
    Setting {
        key: "teams.tenant",
        default: "",
        about: "the id of the tenant (directory) that the bot belongs to; its people are answered",
        secret: false,
    },
    Setting {
        key: "teams.client_secret",
        default: "",
        about: "a client secret of the bot's registration",
        secret: true,
    },
    Setting {
        key: "teams.certificate",
        default: "",
        about: "instead of a secret: a PEM file with the private key and the certificate of the bot's registration",
        secret: false,
    },
    Setting {
        key: "teams.tenants",
        default: "",
        about: "ids of the tenants, separated by commas, whose people are answered from this account database; empty: the bot's own alone",
        secret: false,
    },
    Setting {
        key: "teams.channels",
        default: "",
        about: "ids of the channels, teams and group chats, separated by commas, in which Mandorla answers; empty: all it is added to",
        secret: false,
    },
    Setting {
        key: "teams.targeted",
        default: "false",
        about: "answers for one person stay in the channel, shown to that person alone, where every client of yours knows such messages; else they go to the personal chat",
        secret: false,
    },
    Setting {
        key: "teams.token_url",
        default: "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
        about: "where the bot's own token comes from; {tenant} stands for teams.tenant",
        secret: false,
    },
    Setting {
        key: "teams.openid_url",
        default: "https://login.botframework.com/v1/.well-known/openidconfiguration",
        about: "where Microsoft names the keys that it signs with",
        secret: false,
    },
    Setting {
        key: "teams.service_hosts",
        default: "",
        about: "hosts, separated by commas, that get the bot's token beside Microsoft's own: stand-ins",
        secret: false,
    },
    Setting {
        key: "log",
        default: "warn,sqlx::query=error,mandorla=info",
        about: "what is logged, in tracing's syntax; personal data only ever at debug",
        secret: false,
    },
    Setting { key: "log_format", default: "text", about: "text or json", secret: false },
];
