//! The serving process: the real application behind its real routes, and beside them what it is held against.

use std::path::Path;

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use jiff::tz::TimeZone;
use mandorla::{
    app::{
        App, now,
        platforms::{Services, Settings},
    },
    ask::{Ask, Place, Who},
    chat::{State as Standing, slack::Verifier},
    config::Config,
    db::{DbError, sql},
    figures::{Window, window::DEFAULT_DAYS},
    web::{self, Doors},
};
use tokio::net::TcpListener;

use super::{Fallible, SIGNING};

pub fn config(folder: &Path, slack: &str) -> Fallible<Config> {
    let empty = folder.join("mandorla.toml");
    std::fs::write(&empty, "")?;
    let settings = [
        ("database_url", format!("sqlite:{}", folder.join("bench.db").display())),
        ("time_zone", "UTC".to_owned()),
        ("slack.bot_token", "xoxb-bench".to_owned()),
        ("slack.signing_secret", SIGNING.to_owned()),
        ("slack.api_url", format!("{slack}/api")),
    ];
    Ok(Config::read(Some(&empty), |_| None, &settings)?)
}

pub async fn app(config: &Config) -> Fallible<App> {
    Ok(App::open(config).await?)
}

/// Says its address, and serves until it is killed.
pub async fn run(folder: &Path, slack: &str) -> Fallible<()> {
    let config = config(folder, slack)?;
    let app = app(&config).await?;
    let plain = Plain { app: app.clone(), verifier: Verifier::new(&SIGNING.into()) };
    plain.check().await?;
    let services = Services::start(Settings::read(&config)?, &config, &app)?;
    for (_, mut state) in services.states() {
        state.wait_for(|state| *state == Standing::Connected).await?;
    }
    let router = web::router(app, Doors::of(&config, &services)).merge(plain.router());
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}", listener.local_addr()?);
    Ok(web::serve(listener, router, std::future::pending()).await?)
}

/// The same questions by plain SQL.
#[derive(Clone)]
struct Plain {
    app: App,
    verifier: Verifier,
}

impl Plain {
    fn router(self) -> Router {
        let overlap = async |State(plain): State<Self>, _: Bytes| {
            plain.overlap().await.map(|counts| format!("{counts:?}")).map_err(failed)
        };
        let reached = async |State(plain): State<Self>, body: Bytes| {
            let fields = url::form_urlencoded::parse(&body);
            let name = fields.into_iter().find(|(name, _)| name == "text").map(|(_, text)| text.into_owned());
            let counts = plain.reached(&name.unwrap_or_default()).await;
            counts.map(|counts| format!("{counts:?}")).map_err(failed)
        };
        Router::new()
            .route("/plain/overlap", post(overlap))
            .route("/plain/reached", post(reached))
            .route("/plain/signature", post(signature))
            .with_state(self)
    }

    /// People reached, contacted, and both, in the last 90 days.
    async fn overlap(&self) -> Result<(i64, i64, i64), DbError> {
        let now = now();
        let today = now.to_zoned(TimeZone::UTC).date();
        let from = Window::last_days(today, DEFAULT_DAYS).from;
        let from = from.to_zoned(TimeZone::UTC).expect("a day of our time").timestamp().as_microsecond();
        let text = "
            with seen as (
                select max(case when side = 'marketing' then 1 else 0 end) as m,
                    max(case when side = 'sales' then 1 else 0 end) as s
                from touches
                where workspace_id = $1 and at >= $2 and at <= $3 and evidence <> 'targeted'
                group by person_id)
            select sum(m), sum(s), sum(m * s) from seen";
        sql(text).bind(self.app.workspace).bind(from).bind(now.as_microsecond()).one(&self.app.db).await
    }

    /// How often each side has touched somebody, and when last.
    async fn reached(&self, name: &str) -> Result<Vec<(String, i64, i64)>, DbError> {
        let text = "
            select touch.side, count(*), max(touch.at)
            from touches touch
            join people person on person.workspace_id = touch.workspace_id and person.id = touch.person_id
            where touch.workspace_id = $1 and person.name = $2 and touch.evidence <> 'targeted'
            group by touch.side";
        sql(text).bind(self.app.workspace).bind(name.to_owned()).all(&self.app.db).await
    }

    /// Whether both say the same.
    async fn check(&self) -> Fallible<()> {
        let ask = Ask { who: Who::Operator, place: Place::Private, text: "overlap".to_owned(), at: now() };
        let answer = self.app.bot.answer(&ask).await?;
        let count = |name: &str| answer.data[name].as_i64().unwrap_or_default();
        let (ours, plain) = ((count("marketing"), count("sales"), count("both")), self.overlap().await?);
        if ours == plain && plain.2 > 0 {
            Ok(())
        } else {
            Err(format!("{ours:?}, plain SQL {plain:?}").into())
        }
    }
}

async fn signature(State(plain): State<Plain>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let (signature, at) = (text("x-slack-signature"), text("x-slack-request-timestamp"));
    match plain.verifier.verify(signature, at, &body, now()) {
        Ok(()) => StatusCode::OK,
        Err(_) => StatusCode::UNAUTHORIZED,
    }
}

fn failed(error: DbError) -> (StatusCode, String) {
    (StatusCode::INTERNAL_SERVER_ERROR, error.to_string())
}
