-- What is known of the lanes in which requests leave, so that every process keeps their pace,
-- and ledger rows that are written before a request leaves.

CREATE TABLE lane (
    name        TEXT PRIMARY KEY NOT NULL,
    -- The latest instant at which a request can have left.
    last_at     INTEGER,
    rest_until  INTEGER,
    failures    INTEGER NOT NULL,
    last_status INTEGER,
    -- JSON: what was spent of each budget.
    spent       TEXT NOT NULL
) STRICT;

CREATE TABLE robots (
    -- Scheme, host and port.
    origin     TEXT PRIMARY KEY NOT NULL,
    fetched_at INTEGER NOT NULL,
    keep_until INTEGER NOT NULL,
    -- Why it could not be had; then there is no body.
    problem    TEXT,
    body       BLOB,
    CHECK ((problem IS NULL) <> (body IS NULL))
) STRICT;

-- A row with outcome 'unfinished' was written before its request left: sent_at is when it was to
-- leave, and nothing is known of its end.
ALTER TABLE exchange ADD COLUMN lane TEXT NOT NULL DEFAULT '';
ALTER TABLE exchange ADD COLUMN method TEXT NOT NULL DEFAULT 'GET';
-- Name of the credential that was sent, and what the request cost of its budgets.
ALTER TABLE exchange ADD COLUMN credential TEXT;
ALTER TABLE exchange ADD COLUMN cost INTEGER NOT NULL DEFAULT 1;
