-- A second factor at signing in. That somebody has one stands with the user and its secret apart:
-- a secret that is lost keeps its user out, and never lets anybody in without it.
-- factor_asked_at: when somebody who must have one first signed in without.
ALTER TABLE staff ADD COLUMN factor_asked_at INTEGER;
ALTER TABLE staff ADD COLUMN factor_since INTEGER;

CREATE TABLE second_factor (
    user_id   INTEGER PRIMARY KEY REFERENCES staff (id),
    -- Base32.
    secret    TEXT NOT NULL,
    -- The last half minute since 1970 whose code was used.
    last_step INTEGER NOT NULL
) STRICT;

-- A secret that is shown to its user and was not confirmed yet.
CREATE TABLE factor_offer (
    user_id INTEGER PRIMARY KEY REFERENCES staff (id),
    secret  TEXT NOT NULL,
    made_at INTEGER NOT NULL
) STRICT;

CREATE TABLE recovery_code (
    user_id INTEGER NOT NULL REFERENCES staff (id),
    digest  TEXT NOT NULL,
    used_at INTEGER,
    PRIMARY KEY (user_id, digest)
) STRICT, WITHOUT ROWID;

-- Whoever gave the right password and is still to give a code.
CREATE TABLE half_session (
    token_hash TEXT PRIMARY KEY,
    user_id    INTEGER NOT NULL REFERENCES staff (id),
    expires_at INTEGER NOT NULL,
    -- Codes that were tried.
    tries      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX half_session_user ON half_session (user_id);
CREATE INDEX half_session_expiry ON half_session (expires_at);

-- Sessions say when they were last used, to the minute, and from where. Those that are open end.
DELETE FROM session;
ALTER TABLE session ADD COLUMN used_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN address TEXT;
ALTER TABLE session ADD COLUMN browser TEXT NOT NULL DEFAULT '';
