-- How evidence came: fetched from a server, imported with a file, captured by a person.
ALTER TABLE capture ADD COLUMN origin TEXT NOT NULL DEFAULT 'fetched'
    CHECK (origin IN ('fetched', 'imported', 'captured'));

-- Step and status are of an HTTP exchange and become optional: SQLite takes a new column for that.
ALTER TABLE capture RENAME COLUMN step TO old_step;
ALTER TABLE capture RENAME COLUMN status TO old_status;
ALTER TABLE capture ADD COLUMN step TEXT;
ALTER TABLE capture ADD COLUMN status INTEGER;
UPDATE capture SET step = old_step, status = old_status;
ALTER TABLE capture DROP COLUMN old_step;
ALTER TABLE capture DROP COLUMN old_status;

-- What was brought: fetched_at is when its posts were seen, brought_at when it came to Netra.
ALTER TABLE capture ADD COLUMN media_type TEXT;
ALTER TABLE capture ADD COLUMN file_name TEXT;
ALTER TABLE capture ADD COLUMN brought_by TEXT;
ALTER TABLE capture ADD COLUMN brought_at INTEGER CHECK (
    CASE origin
        WHEN 'fetched' THEN step IS NOT NULL AND status IS NOT NULL AND media_type IS NULL
            AND file_name IS NULL AND brought_by IS NULL AND brought_at IS NULL
        ELSE step IS NULL AND status IS NULL AND truncated IS NULL AND account_id IS NOT NULL
            AND media_type IS NOT NULL AND brought_by IS NOT NULL AND brought_at IS NOT NULL
            AND fetched_at <= brought_at
    END
);
-- Whether the same bytes were brought before.
CREATE INDEX capture_brought ON capture (account_id, payload) WHERE origin <> 'fetched';

-- Pages saved for the account: who decides by what is stored saves only if this is still so.
ALTER TABLE account ADD COLUMN pages INTEGER NOT NULL DEFAULT 0;

-- The target of a post is copied with score and band, in db::assessment. It was overwritten by
-- assessments of older revisions, and stayed when a post left the queue.
DROP TRIGGER assessment_target;
UPDATE post SET target = (
    SELECT json_extract(signal.value, '$.target')
    FROM assessment
    JOIN json_each(CASE WHEN json_valid(body) THEN body ELSE '{}' END, '$.signals') AS signal
    WHERE assessment.id = (
        SELECT max(newest.id) FROM assessment AS newest
        WHERE newest.post_id = post.id AND newest.revision = post.latest_revision
    )
    AND assessment.band IN ('medium', 'high')
    AND json_extract(signal.value, '$.target') IS NOT NULL
    ORDER BY signal.key LIMIT 1
);
