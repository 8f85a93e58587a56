-- Whose a post, an account and a proof were, when the register changes its mind.

-- The person under whom the post was captured. It never changes: a case needs it.
ALTER TABLE post ADD COLUMN person_id INTEGER REFERENCES person (id);
-- Whose it is held to be instead, since a mistake of the register was mended. NULL: person_id.
ALTER TABLE post ADD COLUMN attributed_to INTEGER REFERENCES person (id);
UPDATE post SET person_id = (SELECT account.person_id FROM account WHERE account.id = account_id);
CREATE TRIGGER post_person_stays BEFORE UPDATE OF person_id ON post
BEGIN SELECT RAISE(ABORT, 'whose a post was when it was captured never changes'); END;

-- Whom an account belonged to before it changed hands, and until when.
CREATE TABLE former_owner (
    account_id INTEGER NOT NULL REFERENCES account (id),
    person_id  INTEGER NOT NULL REFERENCES person (id),
    until_at   INTEGER NOT NULL,
    PRIMARY KEY (account_id, until_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX former_owner_person ON former_owner (person_id);

-- Whose account it proves this one to be: a proof says nothing of the next owner.
ALTER TABLE ownership_proof ADD COLUMN person_id INTEGER REFERENCES person (id);
UPDATE ownership_proof
SET person_id = (SELECT account.person_id FROM account WHERE account.id = account_id);

-- The row that stands for the same human since two were found to be one.
ALTER TABLE person ADD COLUMN merged_into INTEGER REFERENCES person (id);
-- When the whole person was taken out.
ALTER TABLE person ADD COLUMN withdrawn_at INTEGER;
CREATE INDEX person_merged ON person (merged_into) WHERE merged_into IS NOT NULL;
-- Whom a list of an office no longer names.
CREATE INDEX person_office ON person (agency, region);

-- The passes of the crawler: what the register and the packs were then.
CREATE TABLE pass (
    id         INTEGER PRIMARY KEY,
    started_at INTEGER NOT NULL,
    -- NULL: it runs, or broke off.
    ended_at   INTEGER,
    -- Number of the register's last change, registry_change.id; 0 before the first.
    register   INTEGER NOT NULL,
    -- JSON: model::Versions.
    versions   TEXT NOT NULL
) STRICT;
