-- What a pass must know to draw accounts without reading persons.

-- Accounts of one lane are visited one after the other. NULL until a pass asked the source.
ALTER TABLE account ADD COLUMN lane TEXT;
-- 0: retired, purpose ended, or on a platform that cannot be crawled. Only watched accounts are
-- in the indices below, so that those which ended cost nothing.
ALTER TABLE account ADD COLUMN watched INTEGER NOT NULL DEFAULT 1 CHECK (watched IN (0, 1));
-- Copy of person.purpose_ends.
ALTER TABLE account ADD COLUMN watched_until TEXT NOT NULL DEFAULT '9999-12-31';
-- Visits begun since one came to an end: above 0 between begin and end, and after a crash.
ALTER TABLE account ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN attempted_at INTEGER;

UPDATE account SET
    watched = CASE WHEN retired_at IS NULL THEN 1 ELSE 0 END,
    watched_until = (SELECT purpose_ends FROM person WHERE person.id = person_id);

DROP INDEX account_due;
CREATE INDEX account_due ON account (due_at, id, lane, platform)
    WHERE watched = 1 AND attempts = 0;
CREATE INDEX account_lane ON account (lane, due_at, id, platform)
    WHERE watched = 1 AND attempts = 0;
CREATE INDEX account_troubled ON account (due_at, id, lane, platform)
    WHERE watched = 1 AND attempts > 0;
CREATE INDEX account_ends ON account (watched_until) WHERE watched = 1;
CREATE INDEX account_unplaced ON account (id) WHERE watched = 1 AND lane IS NULL;
