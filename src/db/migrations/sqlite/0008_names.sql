-- Names that PostgreSQL reserves for itself.
ALTER TABLE user RENAME TO staff;
ALTER TABLE audit_head RENAME COLUMN only TO one;
DROP INDEX session_user;
CREATE INDEX session_staff ON session (user_id);

-- For people who look into the database: times that can be read, in UTC. The program does not use
-- them.
CREATE VIEW post_times AS
SELECT id, account_id, native_id, band,
    strftime('%Y-%m-%d %H:%M:%S', posted_at / 1000000, 'unixepoch')
        || printf('.%06d', posted_at % 1000000) AS posted_at,
    strftime('%Y-%m-%d %H:%M:%S', first_seen_at / 1000000, 'unixepoch')
        || printf('.%06d', first_seen_at % 1000000) AS first_seen_at,
    strftime('%Y-%m-%d %H:%M:%S', last_seen_at / 1000000, 'unixepoch')
        || printf('.%06d', last_seen_at % 1000000) AS last_seen_at,
    strftime('%Y-%m-%d %H:%M:%S', not_visible_at / 1000000, 'unixepoch')
        || printf('.%06d', not_visible_at % 1000000) AS not_visible_at
FROM post;
CREATE VIEW exchange_times AS
SELECT id, account_id, host, url, outcome, status,
    strftime('%Y-%m-%d %H:%M:%S', allowed_at / 1000000, 'unixepoch')
        || printf('.%06d', allowed_at % 1000000) AS allowed_at,
    strftime('%Y-%m-%d %H:%M:%S', sent_at / 1000000, 'unixepoch')
        || printf('.%06d', sent_at % 1000000) AS sent_at
FROM exchange;
CREATE VIEW audit_times AS
SELECT seq, strftime('%Y-%m-%d %H:%M:%S', at / 1000000, 'unixepoch')
        || printf('.%06d', at % 1000000) AS at,
    actor, action, subject, detail
FROM audit;
