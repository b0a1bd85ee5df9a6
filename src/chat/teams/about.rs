//! The page that the app's manifest names as the developer's: what runs here, and what it does with what it is told.
//! Teams shows its address to everybody who looks at the app.

use axum::response::Html;

/// Below the public address.
pub const PATH: &str = "/teams";

pub async fn about() -> Html<&'static str> {
    Html(PAGE)
}

const PAGE: &str = r#"<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Mandorla in Microsoft Teams</title></head>
<body><main><h1>Mandorla in Microsoft Teams</h1>
<p>Mandorla says whether marketing and sales talk to the same people. It is run here by the company whose people ask it;
for help, ask whoever added the app.</p>
<h2 id="privacy">Privacy</h2>
<p>Answers come from your company's own account database, and messages go to nobody but this machine and Microsoft Teams.
Answers about single people are given to colleagues alone, in their personal chat, and shared only by their own button.
Messages are not kept; what is kept is which conversations the app was added to, and whose address belongs to which user.</p>
<h2 id="terms">Terms of use</h2>
<p>The software is licensed under the Apache License 2.0, without warranty. How it may be used here is decided by whoever
runs it.</p>
</main></body></html>
"#;
