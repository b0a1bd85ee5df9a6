//! `mandorla ask`: the same question as in chat, in the terminal.

use std::io::{self, BufRead, IsTerminal, Write};

use jiff::Timestamp;

use super::{Failure, say};
use crate::{
    app::{self, App},
    ask::{Ask, Place, Who},
    card::ActionKind,
    chat::text,
    questions::{Answer, Status},
};

#[derive(clap::Args)]
pub struct AskArgs {
    /// The question, in plain words
    #[arg(required = true, value_name = "QUESTION")]
    question: Vec<String>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    /// Ask as this colleague
    #[arg(long = "as", value_name = "EMAIL")]
    asker: Option<String>,
    /// Ask as if it were this instant
    #[arg(long, value_name = "RFC3339")]
    now: Option<Timestamp>,
    /// Carry out a change without asking again
    #[arg(long)]
    yes: bool,
}

pub async fn run(args: AskArgs, app: &App) -> Result<(), Failure> {
    let who = args.asker.map_or(Who::Operator, Who::Colleague);
    let ask = |text: String| Ask {
        who: who.clone(),
        place: Place::Private,
        text,
        at: args.now.unwrap_or_else(app::now),
    };
    let mut answer = app.bot.answer(&ask(args.question.join(" "))).await?;
    if let Some(confirm) =
        confirmation(&answer).filter(|_| args.yes || !args.json && io::stdin().is_terminal())
    {
        if !args.yes {
            say(&text::render(&answer.card))?;
        }
        if args.yes || agreed()? {
            answer = app.bot.answer(&ask(confirm)).await?;
        } else {
            eprintln!("Nothing was changed.");
            return Ok(());
        }
    }
    let mut out = io::stdout().lock();
    match &answer.csv {
        Some(rows) if !args.json => out.write_all(&app::csv_bytes(rows))?,
        _ => {
            let text = text::render(&answer.card);
            if args.json {
                let json = serde_json::to_string_pretty(&answer.json(&text)).map_err(io::Error::other)?;
                writeln!(out, "{json}")?;
            } else {
                write!(out, "{text}")?;
            }
        }
    }
    app.db.close().await;
    Ok(())
}

/// What somebody with a shell asks.
pub fn operator(text: &str, at: Timestamp) -> Ask {
    Ask { who: Who::Operator, place: Place::Private, text: text.to_owned(), at }
}

/// What to say to carry out what an answer proposes.
fn confirmation(answer: &Answer) -> Option<String> {
    let confirm = answer.card.actions.iter().find(|action| action.kind == ActionKind::Confirm)?;
    (answer.status == Status::Confirm).then(|| confirm.text.clone())
}

fn agreed() -> io::Result<bool> {
    eprint!("Do it? [y/N] ");
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    Ok(matches!(line.trim().to_lowercase().as_str(), "y" | "yes"))
}
