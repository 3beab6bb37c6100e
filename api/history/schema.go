package history

import (
	"context"
	"database/sql"
	"fmt"
)

// version is that of the schema, kept as user_version. A later version's file
// is set aside; an earlier one's is brought up by the migrations in order.
const version = 1

// application marks the file as fntop's: "fnTp", kept as application_id.
const application = 0x666e5470

// migrations bring the schema from version i to i+1. One that was released is
// never changed.
//
// Times are microseconds since 1970 in UTC; NULL is a time that is not known.
// The view runs is for people: names and readable times.
//
//	profiles   where runs were seen: a profile's name, back end, host, workspace
//	functions  of a profile, as last listed (about: the whole as JSON); listed is 0
//	triggers     once the back end no longer has it. Never their params
//	run        one run each. n orders them by when they were created (else
//	             started, else seen): nanoseconds, of which the last
//	             six digits only tell the runs of one millisecond apart. seen and changed are when
//	             it was first and last seen to be another than before; gone is
//	             when its back end said that it is not there any more; more
//	             is what else was told, as JSON with the names of CLI.md's Run
//	fault      error code and message of a run, in full
//	fault_words  an index of three-letter pieces over both, to search them
//	payload    output and input of a run as received, where they are no longer than
//	             payloadLimit; bytes are how long they were
//	change     what a run was seen to become while it was watched, and when that
//	             happened. A run that was over when first seen has none
//	hour       what statistics need of all runs of an hour and profile, packed
//	             (samples.go says how): made when first asked for, gone when a run
//	             of that hour changes. hour counts from 1970
//	covered    which time of which list was seen without a hole
//	note       what people and alerts keep: JSON by kind and key, when and by whom
var migrations = [version]string{`
CREATE TABLE profiles (
	n INTEGER PRIMARY KEY, name TEXT NOT NULL, backend TEXT NOT NULL, host TEXT NOT NULL, workspace TEXT NOT NULL,
	UNIQUE (name, backend, host, workspace));
CREATE TABLE functions (
	n INTEGER PRIMARY KEY, profile INTEGER NOT NULL REFERENCES profiles, id TEXT NOT NULL,
	name TEXT NOT NULL DEFAULT '', listed INTEGER NOT NULL DEFAULT 0, about TEXT,
	UNIQUE (profile, id));
CREATE TABLE triggers (
	n INTEGER PRIMARY KEY, profile INTEGER NOT NULL REFERENCES profiles, id TEXT NOT NULL,
	name TEXT NOT NULL DEFAULT '', listed INTEGER NOT NULL DEFAULT 0, about TEXT,
	UNIQUE (profile, id));
CREATE TABLE run (
	n INTEGER PRIMARY KEY, profile INTEGER NOT NULL REFERENCES profiles, id TEXT NOT NULL,
	function INTEGER REFERENCES functions, "trigger" INTEGER REFERENCES triggers, status TEXT NOT NULL,
	created INTEGER, started INTEGER, ended INTEGER, updated INTEGER,
	seen INTEGER NOT NULL, changed INTEGER NOT NULL, gone INTEGER, more TEXT);
CREATE UNIQUE INDEX run_id ON run (profile, id);
CREATE INDEX run_function ON run (function, n);
CREATE INDEX run_trigger ON run ("trigger", n);
CREATE INDEX run_failed_function ON run (function, n) WHERE status IN ('failure', 'timeout', 'cancelled');
CREATE INDEX run_failed_trigger ON run ("trigger", n) WHERE status IN ('failure', 'timeout', 'cancelled');
CREATE INDEX run_failed ON run (n) WHERE status IN ('failure', 'timeout', 'cancelled');
CREATE INDEX run_unfinished ON run (n) WHERE status IN ('pending', 'running', 'waiting', 'unknown');
CREATE TABLE fault (n INTEGER PRIMARY KEY REFERENCES run, code TEXT, message TEXT);
CREATE VIRTUAL TABLE fault_words USING fts5 (text, content='', contentless_delete=1, tokenize='trigram');
CREATE TABLE payload (
	n INTEGER PRIMARY KEY REFERENCES run, output TEXT, input TEXT, output_bytes INTEGER, input_bytes INTEGER);
CREATE TABLE change (
	run INTEGER NOT NULL REFERENCES run, at INTEGER NOT NULL, status TEXT NOT NULL, text TEXT, seen INTEGER NOT NULL,
	PRIMARY KEY (run, at, status)) WITHOUT ROWID;
CREATE TABLE hour (
	hour INTEGER NOT NULL, profile INTEGER NOT NULL, samples BLOB NOT NULL,
	PRIMARY KEY (hour, profile));
CREATE TABLE covered (
	profile INTEGER NOT NULL REFERENCES profiles, kind TEXT NOT NULL, id TEXT NOT NULL,
	since INTEGER NOT NULL, until INTEGER NOT NULL,
	PRIMARY KEY (profile, kind, id, since)) WITHOUT ROWID;
CREATE TABLE note (
	kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, at INTEGER NOT NULL, who TEXT NOT NULL,
	PRIMARY KEY (kind, key)) WITHOUT ROWID;
CREATE VIEW runs AS
SELECT p.name AS profile, r.id, r.status, f.name AS function, t.name AS "trigger",
	strftime('%Y-%m-%dT%H:%M:%fZ', r.created / 1e6, 'unixepoch') AS created,
	strftime('%Y-%m-%dT%H:%M:%fZ', r.started / 1e6, 'unixepoch') AS started,
	strftime('%Y-%m-%dT%H:%M:%fZ', r.ended / 1e6, 'unixepoch') AS ended,
	CASE WHEN r.ended >= r.started THEN (r.ended - r.started) / 1000 END AS duration_ms,
	e.code AS error_code, e.message AS error, d.output, d.input,
	strftime('%Y-%m-%dT%H:%M:%fZ', r.seen / 1e6, 'unixepoch') AS seen, r.more, r.n
FROM run r JOIN profiles p ON p.n = r.profile
	LEFT JOIN functions f ON f.n = r.function LEFT JOIN triggers t ON t.n = r."trigger"
	LEFT JOIN fault e ON e.n = r.n LEFT JOIN payload d ON d.n = r.n;
`}

// migrate brings the schema up to version, whole or not at all. Of several
// programs that begin at once one does it.
func migrate(ctx context.Context, c *sql.Conn) error {
	if at, err := pragma(ctx, c, "user_version"); err != nil || at == version {
		return err
	}
	return inOne(ctx, c, func() error {
		at, err := pragma(ctx, c, "user_version")
		if err != nil {
			return err
		}
		for ; at < version; at++ {
			if _, err := c.ExecContext(ctx, migrations[at]); err != nil {
				return fmt.Errorf("bring the schema to version %d: %w", at+1, err)
			}
		}
		_, err = c.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d; PRAGMA application_id = %d", version, application))
		return err
	})
}

func pragma(ctx context.Context, c *sql.Conn, name string) (n int, err error) {
	err = c.QueryRowContext(ctx, "PRAGMA "+name).Scan(&n)
	return n, err
}

// inOne does all of it or nothing, while no other program writes.
func inOne(ctx context.Context, c *sql.Conn, do func() error) error {
	if _, err := c.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	err := do()
	if err == nil {
		_, err = c.ExecContext(ctx, "COMMIT")
	}
	if err != nil {
		_, _ = c.ExecContext(context.WithoutCancel(ctx), "ROLLBACK") // err says why
	}
	return err
}
