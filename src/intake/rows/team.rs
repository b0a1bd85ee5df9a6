//! `team.csv`: our colleagues.

use std::borrow::Cow;

use crate::identity::Email;
use crate::intake::{Cells, Reject, Said, Shape};
use crate::vocabulary::{Role, Side};

/// How a file of colleagues is known.
pub(super) const SHAPE: Shape = Shape {
    name: "team",
    columns: &["email", "name", "side", "role", "manager"],
    required: &[&["email"], &["name"], &["side"]],
    dates: &[],
};
const EMAIL: usize = SHAPE.column("email");
const NAME: usize = SHAPE.column("name");
const SIDE: usize = SHAPE.column("side");
const ROLE: usize = SHAPE.column("role");
const MANAGER: usize = SHAPE.column("manager");

/// One colleague.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamRow<'a> {
    /// The key.
    pub email: Email,
    /// As it is shown.
    pub name: Cow<'a, str>,
    /// Marketing or sales.
    pub side: Side,
    /// What they may do.
    pub role: Said<Role>,
    /// Whom they report to.
    pub manager: Said<Email>,
}

impl<'a> TeamRow<'a> {
    /// Reads one row.
    pub fn read(cells: &Cells<'a>) -> Result<Self, Reject> {
        Ok(Self {
            email: cells.needed(EMAIL, cells.email(EMAIL)?, "write the colleague's e-mail address")?,
            name: cells.needed(NAME, cells.text(NAME), "write the colleague's name")?,
            side: cells.needed(SIDE, cells.word(SIDE)?, "write marketing or sales")?,
            role: cells.word(ROLE)?,
            manager: cells.email(MANAGER)?,
        })
    }
}
