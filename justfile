# The recipes of a working day; `just` alone lists them. What must hold before a change goes in: `.ci/run`.

_list:
    @just --list --unsorted

# the sample company, the first answers and the chat console
demo *args:
    cargo run --release --locked -- demo {{args}}

# every story on SQLite
test *args:
    cargo test --locked {{args}}

# every story on PostgreSQL too, on a server where databases may be made
test-postgres url="postgres://postgres@127.0.0.1:5432/postgres" *args:
    MANDORLA_TEST_POSTGRES="{{url}}" cargo test --locked {{args}}

# format, lints, documents
lint:
    cargo fmt --check
    cargo clippy --all-targets --locked -- -D warnings
    RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --locked

# licences, advisories, bans, sources (needs cargo-deny)
deny:
    cargo deny check

# the measurements in benches/
bench *args:
    cargo bench --locked {{args}}

# a fuzz target, csv_reader or language, for some seconds (needs nightly and cargo-fuzz)
fuzz target="language" seconds="60":
    cargo +nightly fuzz run --fuzz-dir tests/fuzz {{target}} -- -max_total_time={{seconds}}

# all that must hold
ci:
    .ci/run
