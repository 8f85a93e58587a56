-- Lists that somebody uploaded and looks at before they are taken over. Each is its owner's alone
-- and goes after a day.
CREATE TABLE registry_draft (
    id         INTEGER PRIMARY KEY,
    owner_id   INTEGER NOT NULL REFERENCES staff (id),
    kept_at    INTEGER NOT NULL,
    file_name  TEXT NOT NULL,
    sha256     TEXT NOT NULL,
    byte_count INTEGER NOT NULL,
    -- JSON: what holds for rows that do not say otherwise.
    settings   TEXT NOT NULL,
    -- JSON: db::registry::Confirmed, what the owner found right so far.
    confirmed  TEXT NOT NULL,
    -- JSON: db::draft::DraftOutcome, once it was taken over.
    outcome    TEXT,
    -- NULL once it was taken over.
    content    BLOB
) STRICT;
CREATE INDEX registry_draft_owner ON registry_draft (owner_id);
