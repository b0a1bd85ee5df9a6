//! Whatever a file holds, reading it ends, does not panic, and every record is a row or a reject.
#![no_main]

use jiff::tz::TimeZone;
use libfuzzer_sys::fuzz_target;
use mandorla::intake::{
    Options, Reading, Record, Source,
    rows::{Kind, Row, SHAPES},
};

fuzz_target!(|bytes: &[u8]| {
    // As it came: the header has to be found.
    read(bytes, &Options::new(&SHAPES));
    // Under the header of each kind: so that the rows are reached.
    for kind in Kind::ALL {
        let mut file = kind.shape().columns.join(",").into_bytes();
        file.push(b'\n');
        file.extend_from_slice(bytes);
        read(&file, &Options::new(&[kind.shape()]));
    }
});

/// As an import does it: once to learn how dates are written, once for the rows.
fn read(file: &[u8], options: &Options) {
    let Ok(mut first) = Source::from_reader(file, options) else { return };
    let Ok(reading) = Reading::new(first.header(), &TimeZone::UTC).survey(&mut first) else { return };
    let mut source = Source::from_reader(file, options).expect("it could be read a moment ago");
    let kind = Kind::of(source.header().shape).expect("one of our own shapes");
    let (mut record, mut rows, mut rejects, mut line) = (Record::default(), 0_u64, 0_u64, 0);
    while let Ok(true) = source.read(&mut record) {
        assert!(record.line() > line, "line {} after line {line}", record.line());
        line = record.line();
        match reading.cells(&record).and_then(|cells| Row::read(kind, &cells)) {
            Ok(_) => rows += 1,
            Err(reject) => {
                assert!(!reject.reason.is_empty(), "a reject without a reason in line {line}");
                rejects += 1;
            }
        }
    }
    assert_eq!(rows + rejects, source.records());
}
