//! One database, one folder of files, and what a person does with the two.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use mandorla::{
    db::{sql, workspaces},
    export::Export,
    intake::{
        import::{self, ImportError, Options, Report},
        rows::Kind,
    },
};

use crate::support::{Scratch, databases, sqlite};

pub const TEAM: &str = "email,name,side,role,manager\n\
    dana@us.example,Dana Hughes,sales,leader,\n\
    jonas@us.example,Jonas Weber,marketing,member,dana@us.example\n";

pub struct Desk {
    pub scratch: Scratch,
    pub workspace: i64,
    folder: tempfile::TempDir,
}

/// An empty desk on each database.
pub async fn desks() -> Vec<Desk> {
    let mut desks = Vec::new();
    for scratch in databases().await {
        desks.push(Desk::at(scratch).await);
    }
    desks
}

pub fn options() -> Options {
    Options::at("2026-11-20T09:00:00Z".parse::<Timestamp>().unwrap())
}

/// The five files of the company that the other tests know too.
pub fn company() -> Vec<PathBuf> {
    ["team", "accounts", "people", "content", "touches"]
        .map(|kind| PathBuf::from(format!("{}/tests/company/{kind}.csv", env!("CARGO_MANIFEST_DIR"))))
        .to_vec()
}

impl Desk {
    pub async fn sqlite() -> Self {
        Self::at(sqlite().await).await
    }

    async fn at(scratch: Scratch) -> Self {
        let workspace = workspaces::ensure(&scratch.db, "test", "Europe/London").await.unwrap();
        Self { scratch, workspace, folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file.
    pub fn file(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Writes a file and imports it.
    pub async fn take(&self, name: &str, text: impl AsRef<[u8]>) -> Report {
        let file = self.file(name, text);
        self.import(&[file]).await
    }

    pub async fn import(&self, files: &[PathBuf]) -> Report {
        self.import_so(files, &options()).await.unwrap()
    }

    pub async fn import_so(&self, files: &[PathBuf], options: &Options) -> Result<Report, ImportError> {
        import::import(&self.scratch.db, self.workspace, files, options, &()).await
    }

    pub async fn export(&self, kind: Kind) -> String {
        let export = Export {
            db: &self.scratch.db,
            workspace: self.workspace,
            now: options().now.as_microsecond(),
            selection: None,
        };
        let mut bytes = Vec::new();
        let written = export.write(kind, &mut bytes).await.unwrap();
        assert_eq!(written.notes, Vec::<String>::new());
        String::from_utf8(bytes).unwrap()
    }

    /// All five files, in the order of [`Kind::ALL`].
    pub async fn everything(&self) -> Vec<String> {
        let mut files = Vec::new();
        for kind in Kind::ALL {
            files.push(self.export(kind).await);
        }
        files
    }

    /// The exported rows of a kind without the header, mark and line ends.
    pub async fn rows(&self, kind: Kind) -> Vec<String> {
        self.export(kind).await.lines().skip(1).map(str::to_owned).collect()
    }

    /// The revisions at which anything last changed, the workspace's own left aside: that one also counts imports.
    pub async fn revisions(&self) -> Vec<Option<i64>> {
        let mut revisions = Vec::new();
        for table in ["colleagues", "accounts", "people", "campaigns", "content", "touch_log"] {
            let text = format!("select max(revision) from {table} where workspace_id = $1");
            let (revision,): (Option<i64>,) =
                sql(text).bind(self.workspace).one(&self.scratch.db).await.unwrap();
            revisions.push(revision);
        }
        revisions
    }

    pub async fn end(self) {
        self.scratch.end().await;
    }
}

/// New, updated, unchanged and rejected rows of each file.
pub fn counts(report: &Report) -> Vec<[u64; 4]> {
    let count = |file: &import::FileReport| {
        [file.tally.added, file.tally.updated, file.tally.unchanged, file.rejected]
    };
    report.files.iter().map(count).collect()
}

pub fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}
