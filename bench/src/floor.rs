//! The floor: the same rows through prepared statements on SQLite's C interface, WAL, `synchronous = full`, one log with its unique
//! index and one register table. What any server on SQLite must at least spend.
#![expect(
    unsafe_code,
    reason = "SQLite's C interface has no safe form without a layer, and the floor has none"
)]

use std::ffi::{CStr, CString};
use std::path::Path;
use std::ptr;
use std::time::{Duration, Instant};

use libsqlite3_sys as c;

use crate::work::Edit;

/// An open connection.
pub(crate) struct Floor {
    db: *mut c::sqlite3,
    log: *mut c::sqlite3_stmt,
    register: *mut c::sqlite3_stmt,
}

impl Floor {
    /// Opens a new database.
    pub(crate) fn open(path: &Path) -> Self {
        let name = CString::new(path.to_string_lossy().as_bytes()).unwrap_or_default();
        let mut db = ptr::null_mut();
        // SAFETY: `name` ends with a zero byte and outlives the call; `db` receives a handle that `drop` closes.
        let opened = unsafe { c::sqlite3_open(name.as_ptr(), &raw mut db) };
        assert_eq!(opened, c::SQLITE_OK, "the floor's database opens");
        let mut floor = Self {
            db,
            log: ptr::null_mut(),
            register: ptr::null_mut(),
        };
        floor.run(
            c"pragma journal_mode = wal; pragma synchronous = full;
              create table log (seq integer primary key, writer integer, counter integer, record blob, field text, value blob, time_ms integer);
              create unique index log_id on log (writer, counter);
              create table register (record blob, field text, value blob, time_ms integer, writer integer, counter integer,
                  primary key (record, field)) without rowid;",
        );
        floor.log = floor.prepare(
            c"insert into log (writer, counter, record, field, value, time_ms) values (?1, ?2, ?3, ?4, ?5, ?6)",
        );
        floor.register = floor.prepare(
            c"insert into register (writer, counter, record, field, value, time_ms) values (?1, ?2, ?3, ?4, ?5, ?6)
              on conflict (record, field) do update set value = excluded.value, time_ms = excluded.time_ms,
                  writer = excluded.writer, counter = excluded.counter",
        );
        floor
    }

    /// Writes the edits, so many in each transaction, and says how long it took.
    pub(crate) fn write(&mut self, edits: &[Edit], per_commit: usize) -> Duration {
        let began = Instant::now();
        for batch in edits.chunks(per_commit) {
            self.run(c"begin immediate");
            for edit in batch {
                self.step(self.log, edit);
                self.step(self.register, edit);
            }
            self.run(c"commit");
        }
        began.elapsed()
    }

    fn run(&mut self, sql: &CStr) {
        // SAFETY: `db` is open, `sql` ends with a zero byte; no callback and no message are asked for.
        let done = unsafe {
            c::sqlite3_exec(
                self.db,
                sql.as_ptr(),
                None,
                ptr::null_mut(),
                ptr::null_mut(),
            )
        };
        assert_eq!(done, c::SQLITE_OK, "the floor runs {sql:?}");
    }

    fn prepare(&mut self, sql: &CStr) -> *mut c::sqlite3_stmt {
        let mut statement = ptr::null_mut();
        // SAFETY: `db` is open, `sql` ends with a zero byte, `statement` receives a handle that `drop` finalizes.
        let done = unsafe {
            c::sqlite3_prepare_v2(
                self.db,
                sql.as_ptr(),
                -1,
                &raw mut statement,
                ptr::null_mut(),
            )
        };
        assert_eq!(done, c::SQLITE_OK, "the floor prepares {sql:?}");
        statement
    }

    fn step(&mut self, statement: *mut c::sqlite3_stmt, edit: &Edit) {
        let record = edit.record.as_bytes();
        let length = |text: &str| i32::try_from(text.len()).unwrap_or(0);
        // SAFETY: the statement is prepared on the open `db`; what is bound lives until it is stepped and reset.
        let done = unsafe {
            c::sqlite3_bind_int64(statement, 1, 1);
            c::sqlite3_bind_int64(statement, 2, i64::from(edit.counter));
            c::sqlite3_bind_blob(statement, 3, record.as_ptr().cast(), 16, c::SQLITE_STATIC());
            c::sqlite3_bind_text(
                statement,
                4,
                edit.field.as_ptr().cast(),
                length(&edit.field),
                c::SQLITE_STATIC(),
            );
            c::sqlite3_bind_blob(
                statement,
                5,
                edit.value.as_ptr().cast(),
                length(&edit.value),
                c::SQLITE_STATIC(),
            );
            c::sqlite3_bind_int64(statement, 6, edit.time_ms);
            let done = c::sqlite3_step(statement);
            c::sqlite3_reset(statement);
            done
        };
        assert_eq!(done, c::SQLITE_DONE, "the floor writes a row");
    }
}

impl Drop for Floor {
    fn drop(&mut self) {
        // SAFETY: both statements belong to `db`, and none of the three is used again.
        unsafe {
            c::sqlite3_finalize(self.log);
            c::sqlite3_finalize(self.register);
            c::sqlite3_close(self.db);
        }
    }
}

/// Runs statements on a database that no server works on.
pub(crate) fn execute(path: &Path, sql: &str) {
    let name = CString::new(path.to_string_lossy().as_bytes()).unwrap_or_default();
    let sql = CString::new(sql).unwrap_or_default();
    let mut db = ptr::null_mut();
    // SAFETY: both strings end with a zero byte and outlive the calls; the handle is closed here and used by nobody else.
    let done = unsafe {
        c::sqlite3_open(name.as_ptr(), &raw mut db);
        let done = c::sqlite3_exec(db, sql.as_ptr(), None, ptr::null_mut(), ptr::null_mut());
        c::sqlite3_close(db);
        done
    };
    assert_eq!(done, c::SQLITE_OK, "the accounts are written");
}

/// The version of the SQLite both sides use.
pub(crate) fn sqlite_version() -> String {
    // SAFETY: SQLite returns a constant string that ends with a zero byte.
    unsafe { CStr::from_ptr(c::sqlite3_libversion()) }
        .to_string_lossy()
        .into_owned()
}
