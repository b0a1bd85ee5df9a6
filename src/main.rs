//! `mandorla`: see `mandorla --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    mandorla::cli::main()
}
