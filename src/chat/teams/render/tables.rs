//! Tables: Teams' table, as many rows as there is room for; a line for each row where a client has no tables.

use serde_json::{Value, json};

use super::{
    limits::{CELL, COLUMNS, LABEL, LINE, ROWS, cut, size},
    words::{Look, block, plain, runs, say},
};
use crate::{
    card::{Align, Column, Line, Table, grouped},
    chat::text,
};

/// What an empty cell holds.
const EMPTY: &str = "–";
/// Room for the table without its rows, and for saying how many more there are.
const FRAME: usize = 3_000;
const BOLD: Look = Look { bold: true, small: false, close: false, cell: false };
const SMALL: Look = Look { bold: false, small: true, close: true, cell: false };
const HEADER: Look = Look { cell: true, ..BOLD };
const CELLS: Look = Look { bold: false, ..HEADER };

/// The caption, the table, and how many rows it does not show. `room` is in bytes.
pub fn draw(table: &Table, room: usize) -> Vec<Value> {
    let caption = caption(table);
    if table.rows.is_empty() {
        let rest = if table.total == 0 {
            "none".to_owned()
        } else {
            format!("{} in all", grouped(table.total as u64))
        };
        return say(&format!("{caption}: {rest}"), Look::default()).into_iter().collect();
    }
    let mut pieces: Vec<Value> = say(&caption, BOLD).into_iter().collect();
    let columns = &table.columns[..table.columns.len().min(COLUMNS)];
    let shown = if columns.is_empty() { 0 } else { grid(table, columns, room, &mut pieces) };
    let left = table.total.max(table.rows.len()) - shown;
    if left > 0 {
        pieces.extend(say(&format!("and {} more", grouped(left as u64)), SMALL));
    }
    pieces
}

fn caption(table: &Table) -> String {
    let caption = cut(plain(&table.caption).trim(), LABEL);
    if caption.is_empty() { "Table".to_owned() } else { caption }
}

/// Adds the table with as many rows as fit; says how many.
fn grid(table: &Table, columns: &[Column], room: usize, pieces: &mut Vec<Value>) -> usize {
    let header = json!({ "type": "TableRow", "cells": columns.iter().map(header).collect::<Vec<_>>() });
    let definitions: Vec<Value> =
        columns.iter().enumerate().map(|(at, column)| definition(table, at, column)).collect();
    let mut room = room.saturating_sub(FRAME + size(&header) + definitions.iter().map(size).sum::<usize>());
    let (mut rows, mut lines) = (vec![header], Vec::new());
    for row in table.rows.iter().take(ROWS) {
        let (drawn, line) = (cells(columns, row), in_a_line(columns, row));
        let taken = size(&drawn) + line.as_ref().map_or(0, size);
        if taken > room {
            break;
        }
        room -= taken;
        rows.push(drawn);
        lines.extend(line);
    }
    let shown = rows.len() - 1;
    // Rows of nothing but empty cells have no lines, and Teams takes no empty container.
    let fallback =
        if lines.is_empty() { "drop".into() } else { json!({ "type": "Container", "items": lines }) };
    if shown > 0 {
        pieces.push(json!({
            "type": "Table",
            "columns": definitions,
            "rows": rows,
            "firstRowAsHeader": true,
            "showGridLines": true,
            "gridStyle": "default",
            "spacing": "Small",
            "fallback": fallback,
        }));
    }
    shown
}

fn definition(table: &Table, at: usize, column: &Column) -> Value {
    let width = width(table, at, column);
    match column.align {
        Align::Start => json!({ "width": width }),
        Align::End => json!({ "width": width, "horizontalCellContentAlignment": "Right" }),
    }
}

/// Columns share the width by their words: the longest word of the heading stays whole, long cells wrap.
fn width(table: &Table, at: usize, column: &Column) -> usize {
    const LEAST: usize = 8;
    const MOST: usize = 20;
    const PADDING: usize = 3;
    let name = column.name.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0);
    let cells = table.rows.iter().take(ROWS).filter_map(|row| row.get(at));
    let longest = cells.map(|cell| text::line(cell).chars().count()).max().unwrap_or(0);
    (name.max(longest) + PADDING).clamp(LEAST, MOST)
}

fn header(column: &Column) -> Value {
    let name = cut(plain(&column.name).trim(), LABEL);
    let name = if name.is_empty() { EMPTY } else { &name };
    json!({ "type": "TableCell", "items": say(name, HEADER).into_iter().collect::<Vec<_>>() })
}

fn cells(columns: &[Column], row: &[Line]) -> Value {
    let cell = |at: usize| {
        let words = row.get(at).map(|cell| runs(cell, CELL)).unwrap_or_default();
        let items: Vec<Value> = block(&words, CELLS).or_else(|| say(EMPTY, CELLS)).into_iter().collect();
        json!({ "type": "TableCell", "items": items })
    };
    json!({ "type": "TableRow", "cells": (0..columns.len()).map(cell).collect::<Vec<_>>() })
}

/// The row for a client without tables: its first cell, then the others with the names of their columns.
fn in_a_line(columns: &[Column], row: &[Line]) -> Option<Value> {
    let cells = columns.iter().zip(row).enumerate().filter_map(|(at, (column, cell))| {
        let cell = text::line(cell);
        let name = if at == 0 { String::new() } else { format!("{}: ", column.name) };
        (!cell.trim().is_empty()).then(|| cut(&plain(&format!("{name}{cell}")), CELL))
    });
    say(&cut(&cells.collect::<Vec<_>>().join(" · "), LINE), Look { close: true, ..Look::default() })
}
