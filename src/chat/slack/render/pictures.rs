//! What people would rather look at than read: an uploaded picture, a chart that Slack draws, or a sentence.

use std::collections::HashSet;

use jiff::civil::Date;
use serde_json::Number;
use slack_morphism::prelude::*;

use super::{
    Drawing, Piece, Surface,
    limits::{ALTERNATIVE, CHART_LABEL, CHART_POINTS, CHART_TITLE, CHARTS, CONTAINER, cut, length},
    notes,
};
use crate::{
    card::{Picture, clean},
    chat::text,
};

const OVERLAP: &str = "Overlap";
const BENCHMARK: &str = "Published benchmark";

/// A sentence is left out where the table below says the same in figures, as in plain text.
pub fn draw(
    picture: &Picture,
    file: Option<&str>,
    charts: usize,
    table_below: bool,
    drawing: &Drawing,
) -> Vec<Piece> {
    let charted = drawing.surface == Surface::Message && !drawing.plain && charts < CHARTS;
    let chart = match picture {
        Picture::Trend { weeks, benchmark } if charted => line_chart(weeks, *benchmark),
        Picture::Trend { .. } | Picture::Circles { .. } | Picture::Bars { .. } => None,
    };
    if let Some(pieces) = chart {
        return pieces;
    }
    let words = picture.alternative();
    match file.filter(|file| !file.is_empty()) {
        Some(file) => vec![image(file, &words)],
        None if table_below => Vec::new(),
        None => notes::say(&clean(&words)).collect(),
    }
}

fn image(file: &str, words: &str) -> Piece {
    let words = cut(&clean(words), ALTERNATIVE);
    let words = if words.trim().is_empty() { "A picture".to_owned() } else { words };
    let size = length(&words) + CONTAINER;
    let file = SlackImageUrlOrFile::SlackFile { slack_file: SlackFileId(file.to_owned()).into() };
    (SlackImageBlock::new(file, words).into(), size)
}

/// Every point needs a figure: weeks without one are left out, and that is said below.
fn line_chart(weeks: &[(Date, Option<f64>)], benchmark: Option<f64>) -> Option<Vec<Piece>> {
    let mut seen = HashSet::new();
    let known = weeks.iter().filter_map(|(week, share)| Some((text::date(*week), percent((*share)?)?)));
    let mut points: Vec<(String, Number)> = known.filter(|(week, _)| seen.insert(week.clone())).collect();
    if points.is_empty() {
        return None;
    }
    let empty = weeks.iter().filter(|(_, share)| share.is_none()).count();
    let older = points.len().saturating_sub(CHART_POINTS);
    points.drain(..older);

    let categories: Vec<String> = points.iter().map(|(week, _)| cut(week, CHART_LABEL)).collect();
    let series = |name: &str, values: Vec<Number>| {
        let point = |(label, value): (&String, Number)| SlackChartDataPoint::new(label.clone(), value);
        SlackChartDataSeries::new(name.to_owned(), categories.iter().zip(values).map(point).collect())
    };
    let shares = points.iter().map(|(_, share)| share.clone()).collect();
    let mut all = vec![series(OVERLAP, shares)];
    if let Some(share) = benchmark.and_then(percent) {
        all.push(series(BENCHMARK, vec![share; categories.len()]));
    }
    let size = (categories.iter().map(|label| length(label)).sum::<usize>() + CONTAINER) * (all.len() + 1);
    let axis = SlackChartAxisConfig::new(categories).with_y_label("Overlap, %".to_owned());
    let chart = SlackChart::Line(SlackSeriesChart::new(all, axis));
    let title = cut("Overlap by week", CHART_TITLE);
    let mut pieces = vec![(SlackDataVisualizationBlock::new(title, chart).into(), size)];
    pieces.extend(notes::say(&left_out(older, empty)));
    Some(pieces)
}

/// 0.1638 as 16.4
fn percent(share: f64) -> Option<Number> {
    Number::from_f64((share * 1000.0).round() / 10.0)
}

fn left_out(older: usize, empty: usize) -> String {
    let count = |count: usize| if count == 1 { "1 week".to_owned() } else { format!("{count} weeks") };
    match (older, empty) {
        (0, 0) => String::new(),
        (0, empty) => format!("Without {} in which nobody was contacted.", count(empty)),
        (older, 0) => format!("Without {} before these.", count(older)),
        (older, empty) => format!(
            "Without {} before these, and without {} in which nobody was contacted.",
            count(older),
            count(empty)
        ),
    }
}
