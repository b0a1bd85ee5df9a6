//! Tables: Slack's data table, to page through and to sort, where it takes one; else aligned columns if they are
//! narrow, or a list with the names of the columns in it.
//!
//! Modals take neither kind of table. Home tabs do take them by Slack's list of surfaces
//! (<https://docs.slack.dev/blocks.json>), but a view is not posted again when Slack refuses it, so they get the list.

use std::borrow::Cow;

use serde_json::Number;
use slack_morphism::prelude::*;
use unicode_width::UnicodeWidthStr;

use super::{
    Drawing, Piece, Surface, bulleted,
    limits::{CONTAINER, TABLE_COLUMNS, TABLE_ROWS, TEXT, cut, length, split},
    notes, paragraph, rich,
    words::{self, Run},
};
use crate::{
    card::{Align, Line, Table, clean, grouped},
    chat::text,
};

/// A longer cell is cut: Slack counts all cells together.
const CELL: usize = 300;
/// A longer caption is cut; Slack names no limit.
const CAPTION: usize = 255;
/// Rows that are seen at once.
const PAGE: usize = 20;
/// Columns of letters that stand beside each other in a modal without wrapping.
const NARROW: usize = 58;
/// What an empty cell holds; Slack refuses empty text.
const EMPTY: &str = "–";

/// `room` is what the message has left, `table_room` what all its cells have left.
pub fn draw(table: &Table, drawing: &Drawing, room: usize, table_room: usize) -> Vec<Piece> {
    if table.rows.is_empty() {
        return nothing(table);
    }
    let across = (1..=TABLE_COLUMNS).contains(&table.columns.len());
    let sortable = across && drawing.surface == Surface::Message && !drawing.plain;
    if sortable && let Some(pieces) = data_table(table, room.min(table_room)) {
        return pieces;
    }
    compact(table)
}

fn nothing(table: &Table) -> Vec<Piece> {
    let rest = match table.total {
        0 => "none".to_owned(),
        total => format!("{} in all", grouped(total as u64)),
    };
    paragraph(vec![Run::bold(format!("{}:", caption(table))), Run::plain(format!(" {rest}"))])
}

fn caption(table: &Table) -> String {
    let caption = cut(clean(&table.caption).trim(), CAPTION);
    if caption.is_empty() { "Table".to_owned() } else { caption }
}

/// As many rows as there is room for; nothing if there is none for a single one.
fn data_table(table: &Table, room: usize) -> Option<Vec<Piece>> {
    /// Room for saying how many more there are.
    const REST: usize = 60;
    let caption = caption(table);
    let header: Vec<Cow<str>> = table.columns.iter().map(|column| filled(&column.name)).collect();
    let taken = |cells: usize, text: usize| text + cells * CONTAINER;
    let mut size =
        taken(header.len() + 1, length(&caption) + header.iter().map(|cell| length(cell)).sum::<usize>());
    let mut rows: Vec<Vec<SlackDataTableCell>> =
        vec![header.iter().map(|cell| cell.as_ref().into()).collect()];
    for row in table.rows.iter().take(TABLE_ROWS) {
        let cells: Vec<(SlackDataTableCell, usize)> = (0..table.columns.len())
            .map(|at| cell(row.get(at).unwrap_or(&Line::new()), table.columns[at].align))
            .collect();
        let row_size = taken(cells.len(), cells.iter().map(|(_, size)| size).sum());
        if size + row_size + REST > room {
            break;
        }
        size += row_size;
        rows.push(cells.into_iter().map(|(cell, _)| cell).collect());
    }
    let shown = rows.len() - 1;
    if shown == 0 {
        return None;
    }
    let page = shown.min(PAGE) as u32;
    let block = SlackDataTableBlock::new(caption, rows).with_page_size(page);
    let mut pieces = vec![(block.into(), size)];
    pieces.extend(more(table, shown));
    Some(pieces)
}

/// A cell and its length. Numbers are told as such: Slack sorts them by value.
fn cell(line: &Line, align: Align) -> (SlackDataTableCell, usize) {
    let runs = words::shortened(words::runs(line), CELL);
    if runs.iter().any(|run| !matches!(run, Run::Words { bold: false, code: false, .. })) {
        let size = words::size(&runs);
        return (SlackTableRichTextCell::new(vec![words::section(runs).into()]).into(), size);
    }
    let text = cut(&filled(&text::line(line)), CELL);
    let size = length(&text);
    let value = match align {
        Align::Start => None,
        Align::End => number(&text),
    };
    match value {
        Some(value) => (SlackDataTableRawNumberCell::new(value, text).into(), size),
        None => (text.into(), size),
    }
}

fn filled(text: &str) -> Cow<'_, str> {
    let text = clean(text);
    if text.trim().is_empty() { Cow::Borrowed(EMPTY) } else { Cow::Owned(cut(text.trim(), CELL)) }
}

/// "1,234" and "16.5 %" as numbers.
fn number(text: &str) -> Option<Number> {
    let digits = text.strip_suffix('%').unwrap_or(text).trim().replace(',', "");
    let plain = digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-'));
    if !plain {
        return None;
    }
    let whole = digits.parse::<i64>().map(Number::from).ok();
    whole.or_else(|| digits.parse().ok().and_then(Number::from_f64))
}

/// Says how many rows are not shown.
fn more(table: &Table, shown: usize) -> impl Iterator<Item = Piece> {
    let left = table.total.max(table.rows.len()) - shown;
    let words = if left > 0 { format!("and {} more", grouped(left as u64)) } else { String::new() };
    notes::say(&words).collect::<Vec<_>>().into_iter()
}

fn compact(table: &Table) -> Vec<Piece> {
    let shown = table.rows.len().min(TABLE_ROWS);
    let mut pieces = paragraph(vec![Run::bold(caption(table))]);
    match columns(table, shown) {
        Some(lines) => pieces.extend(aligned(&lines)),
        None => pieces.extend(bulleted(table.rows.iter().take(shown).map(|row| point(table, row)))),
    }
    pieces.extend(more(table, shown));
    pieces
}

/// The lines of the table if they are narrow, the names of the columns first.
fn columns(table: &Table, shown: usize) -> Option<Vec<String>> {
    let rows = table.rows[..shown].to_vec();
    let table = Table { caption: String::new(), columns: table.columns.clone(), total: rows.len(), rows };
    let lines: Vec<String> = text::columns(&table).lines().skip(1).map(str::to_owned).collect();
    lines.iter().all(|line| line.width() <= NARROW && length(line) < TEXT).then_some(lines)
}

fn aligned(lines: &[String]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let text = lines.join("\n");
    let mut left = text.as_str();
    while !left.trim().is_empty() {
        let (head, _) = split(left, TEXT);
        let whole =
            if head.len() == left.len() { head.len() } else { head.rfind('\n').unwrap_or(head.len()) };
        let block = SlackRichTextPreformatted::new(vec![left[..whole].into()]);
        pieces.push(rich(length(&left[..whole]) + CONTAINER, block));
        left = left[whole..].trim_start_matches('\n');
    }
    pieces
}

/// A row as a point of a list: its first cell, then the others with their names.
fn point(table: &Table, row: &[Line]) -> Vec<Run> {
    let mut runs = Vec::new();
    for (at, cell) in row.iter().enumerate() {
        let cell = words::runs(cell);
        if cell.is_empty() {
            continue;
        }
        if runs.is_empty() {
            runs.extend(words::bold(cell));
            continue;
        }
        let name = table.columns.get(at).map(|column| clean(&column.name)).unwrap_or_default();
        let name = if name.trim().is_empty() { String::new() } else { format!("{}: ", name.trim()) };
        runs.push(Run::plain(format!(" · {name}")));
        runs.extend(cell);
    }
    runs
}
