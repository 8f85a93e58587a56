CREATE TABLE user (
    id            INTEGER PRIMARY KEY,
    name          TEXT NOT NULL UNIQUE,
    display_name  TEXT NOT NULL,
    role          TEXT NOT NULL CHECK (role IN ('reviewer', 'analyst', 'administrator')),
    password_hash TEXT NOT NULL,
    -- The password was set by somebody else and must be changed at the first login.
    password_once INTEGER NOT NULL DEFAULT 0 CHECK (password_once IN (0, 1)),
    disabled_at   INTEGER,
    created_at    INTEGER NOT NULL
) STRICT;

-- Only the digest of the token is stored; the CSRF token is derived from the token itself.
CREATE TABLE session (
    token_hash TEXT PRIMARY KEY,
    user_id    INTEGER NOT NULL REFERENCES user (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_user ON session (user_id);
CREATE INDEX session_expiry ON session (expires_at);

-- A later verdict of the same person on the same revision supersedes the earlier one.
CREATE TABLE verdict (
    id            INTEGER PRIMARY KEY,
    post_id       INTEGER NOT NULL REFERENCES post (id),
    revision      INTEGER NOT NULL,
    assessment_id INTEGER NOT NULL REFERENCES assessment (id),
    user_id       INTEGER NOT NULL REFERENCES user (id),
    decision      TEXT NOT NULL CHECK (decision IN ('suspected', 'dismissed', 'unsure')),
    reason_code   TEXT NOT NULL,
    reason        TEXT NOT NULL,
    supersedes    INTEGER UNIQUE REFERENCES verdict (id),
    at            INTEGER NOT NULL
) STRICT;
CREATE INDEX verdict_post ON verdict (post_id, id);
CREATE TRIGGER verdict_no_update BEFORE UPDATE ON verdict
BEGIN SELECT RAISE(ABORT, 'a verdict is superseded, never changed'); END;

-- Where people stand with a post: the revision they judged last, and what is still missing.
-- Kept with the post so that the queue is one walk along one partial index.
ALTER TABLE post ADD COLUMN review_revision INTEGER NOT NULL DEFAULT 0;
ALTER TABLE post ADD COLUMN review_state TEXT NOT NULL DEFAULT 'open'
    CHECK (review_state IN ('open', 'second', 'disputed', 'done'));
-- `contest/contestant` of the strongest signal that has one.
ALTER TABLE post ADD COLUMN target TEXT;

CREATE TRIGGER assessment_target AFTER INSERT ON assessment
WHEN NEW.band IN ('medium', 'high') AND json_valid(NEW.body)
BEGIN
    UPDATE post SET target = (
        SELECT json_extract(signal.value, '$.target')
        FROM json_each(NEW.body, '$.signals') AS signal
        WHERE json_extract(signal.value, '$.target') IS NOT NULL
        ORDER BY signal.key LIMIT 1
    )
    WHERE id = NEW.post_id;
END;

-- Every column that filters the queue is in the index, so that a rare filter reads no rows.
CREATE INDEX post_queue ON post (score DESC, posted_at, id, band, target, region, account_id)
    WHERE band IN ('medium', 'high') AND review_revision < latest_revision;
CREATE INDEX post_reread ON post (review_state, score DESC, posted_at, id)
    WHERE review_state IN ('second', 'disputed');

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

-- The end of the chain, so that cutting off its tail shows.
CREATE TABLE audit_head (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    seq  INTEGER NOT NULL,
    hash TEXT NOT NULL
) STRICT;
INSERT INTO audit_head VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
