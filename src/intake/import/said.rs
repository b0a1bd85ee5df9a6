//! What a row says of a field, applied to what is stored: nothing leaves it, an empty cell clears it, a value sets
//! it.

use std::borrow::Cow;

use crate::intake::Said;

impl<T> Said<T> {
    /// The same said of something made from the value.
    pub(super) fn map<U>(self, make: impl FnOnce(T) -> U) -> Said<U> {
        match self {
            Self::Nothing => Said::Nothing,
            Self::Empty => Said::Empty,
            Self::Value(value) => Said::Value(make(value)),
        }
    }

    /// The same where the making can fail.
    pub(super) fn try_map<U, E>(self, make: impl FnOnce(T) -> Result<U, E>) -> Result<Said<U>, E> {
        Ok(match self {
            Self::Nothing => Said::Nothing,
            Self::Empty => Said::Empty,
            Self::Value(value) => Said::Value(make(value)?),
        })
    }

    /// Changes what is stored accordingly.
    pub(super) fn apply(self, stored: &mut Option<T>) {
        match self {
            Self::Nothing => {}
            Self::Empty => *stored = None,
            Self::Value(value) => *stored = Some(value),
        }
    }
}

impl Said<Cow<'_, str>> {
    /// The same on its own, for another thread.
    pub(super) fn into_owned(self) -> Said<Cow<'static, str>> {
        self.map(|text| Cow::Owned(text.into_owned()))
    }
}
