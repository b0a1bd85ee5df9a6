//! Cards as Block Kit.
