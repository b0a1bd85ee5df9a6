//! Pictures: drawn by Teams where it has such a chart, else an image, else in words.
//!
//! Charts are Teams' own addition to Adaptive Cards
//! (<https://learn.microsoft.com/en-us/microsoftteams/platform/task-modules-and-cards/cards/charts-in-adaptive-cards>);
//! bars lie, as ours do, since names are longer than a standing bar is wide.

use serde_json::{Value, json};

use super::{
    limits::{ALTERNATIVE, LABEL, LINE, PICTURE, POINTS, cut},
    words::{Look, plain, say},
};
use crate::card::Picture;

/// `table_below` says the same in figures: without an image there is no need for words.
pub fn draw(picture: &Picture, url: Option<&str>, host_charts: bool, table_below: bool) -> Vec<Value> {
    let alternative = plain(&picture.alternative());
    let image = url.filter(|url| is_picture(url)).map(|url| {
        json!({
            "type": "Image",
            "url": url,
            "altText": cut(&alternative, ALTERNATIVE),
            "size": "Stretch",
            "msteams": { "allowExpand": true },
        })
    });
    let words =
        || say(&cut(&alternative, LINE), Look { small: true, ..Look::default() }).filter(|_| !table_below);
    let otherwise = image.or_else(words);
    match chart(picture).filter(|_| host_charts) {
        Some(mut chart) => {
            chart["fallback"] = otherwise.unwrap_or_else(|| "drop".into());
            vec![chart]
        }
        None => otherwise.into_iter().collect(),
    }
}

/// Words that say what an image would have shown, for a card that has no room for it.
pub fn in_words(picture: &Picture) -> Option<Value> {
    say(&picture.alternative(), Look { small: true, ..Look::default() })
}

fn is_picture(url: &str) -> bool {
    let held = url.starts_with("data:image/png;base64,") && url.is_ascii();
    url.len() <= PICTURE && (held || url.starts_with("https://") && url::Url::parse(url).is_ok())
}

/// The chart, if Teams has one for it and there is anything to see.
fn chart(picture: &Picture) -> Option<Value> {
    match picture {
        Picture::Circles { .. } => None,
        Picture::Trend { weeks, benchmark } => {
            let weeks = &weeks[weeks.len().saturating_sub(POINTS)..];
            let points = weeks.iter().filter_map(|(week, share)| point(week.to_string(), (*share)?));
            let points: Vec<Value> = points.collect();
            let [(first, _), .., (last, _)] = weeks else { return None };
            let mut lines =
                vec![json!({ "legend": "Overlap", "values": points, "color": "categoricalBlue" })];
            let ends = [first, last].into_iter().filter_map(|week| point(week.to_string(), (*benchmark)?));
            let ends: Vec<Value> = ends.collect();
            if !ends.is_empty() {
                lines.push(json!({ "legend": "Benchmark", "values": ends, "color": "categoricalMarigold" }));
            }
            (!points.is_empty()).then(|| {
                json!({
                    "type": "Chart.Line",
                    "title": "Overlap by week",
                    "xAxisTitle": "Week",
                    "yAxisTitle": "Overlap in %",
                    "data": lines,
                })
            })
        }
        Picture::Bars { title, bars } => {
            let bars = bars.iter().take(POINTS);
            let bars = bars.filter_map(|(label, share)| point(cut(&plain(label), LABEL), (*share)?));
            let bars: Vec<Value> = bars.collect();
            (!bars.is_empty()).then(|| {
                json!({
                    "type": "Chart.HorizontalBar",
                    "title": cut(&plain(title), LABEL),
                    "xAxisTitle": "%",
                    "color": "categoricalBlue",
                    "data": bars,
                })
            })
        }
    }
}

/// A share of 1 in percent, with one decimal.
fn point(x: String, share: f64) -> Option<Value> {
    let percent = (share * 1000.0).round() / 10.0;
    percent.is_finite().then(|| json!({ "x": x, "y": percent }))
}
