CREATE TABLE user (
    id            INTEGER PRIMARY KEY,
    name          TEXT NOT NULL UNIQUE,
    display_name  TEXT NOT NULL,
    role          TEXT NOT NULL CHECK (role IN ('reviewer', 'analyst', 'administrator')),
    password_hash TEXT NOT NULL,
    disabled_at   INTEGER,
    created_at    INTEGER NOT NULL
) STRICT;

-- Only the digest of the token is stored.
CREATE TABLE session (
    token_hash TEXT PRIMARY KEY,
    user_id    INTEGER NOT NULL REFERENCES user (id),
    csrf       TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE verdict (
    id            INTEGER PRIMARY KEY,
    post_id       INTEGER NOT NULL REFERENCES post (id),
    revision      INTEGER NOT NULL,
    assessment_id INTEGER NOT NULL REFERENCES assessment (id),
    user_id       INTEGER NOT NULL REFERENCES user (id),
    decision      TEXT NOT NULL CHECK (decision IN ('suspected', 'dismissed', 'unsure')),
    reason_code   TEXT NOT NULL,
    reason        TEXT NOT NULL,
    at            INTEGER NOT NULL
) STRICT;
CREATE INDEX verdict_post ON verdict (post_id, id);

CREATE INDEX post_queue ON post (score DESC, id) WHERE band IN ('medium', 'high');

-- Append-only and hash-chained: hash = SHA-256 over the previous hash and this row.
CREATE TABLE audit (
    seq      INTEGER PRIMARY KEY,
    at       INTEGER NOT NULL,
    actor    TEXT NOT NULL,
    action   TEXT NOT NULL,
    subject  TEXT NOT NULL,
    detail   TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash     TEXT NOT NULL
) STRICT;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
