-- A revision is what the author did, and not what others did or what was read otherwise.

-- By which edition of its source the words were read; content_hash is model::authored's. NULL: as
-- versions before this file computed it.
ALTER TABLE revision ADD COLUMN reading TEXT COLLATE "C";
-- A part of the post only: a summary, a title without its text.
ALTER TABLE revision ADD COLUMN excerpt BIGINT NOT NULL DEFAULT 0 CHECK (excerpt IN (0, 1));
-- 'reading': the same post was read in full for the first time, or by another edition.
ALTER TABLE revision ADD COLUMN cause TEXT COLLATE "C" NOT NULL DEFAULT 'author'
    CHECK (cause IN ('author', 'reading'));
-- Who wrote it, as shown, where the listing can hold posts of several authors.
ALTER TABLE revision ADD COLUMN author TEXT COLLATE "C";
-- What the platform changes when the author changes the post, as seen last.
ALTER TABLE post ADD COLUMN version TEXT COLLATE "C";

-- Other names of a post: a post that is known by one of them is not stored again.
CREATE TABLE post_alias (
    account_id BIGINT NOT NULL REFERENCES account (id),
    alias      TEXT COLLATE "C" NOT NULL,
    post_id    BIGINT NOT NULL REFERENCES post (id),
    PRIMARY KEY (account_id, alias)
);
-- As model::web_alias spells what needs no parsing; the rest is known once it is seen again.
INSERT INTO post_alias (account_id, alias, post_id)
SELECT account_id, 'web:' || address, min(id)
FROM (
    SELECT id, account_id, rtrim(
        CASE WHEN url LIKE 'http%://www.%' THEN substr(url, strpos(url, '://') + 7)
        ELSE substr(url, strpos(url, '://') + 3) END, '/') AS address
    FROM post
    WHERE (url LIKE 'http://%' OR url LIKE 'https://%') AND length(url) < 2000
        AND url NOT LIKE '%#%' AND url NOT LIKE '%?%'
) AS spelt
WHERE strpos(address, '/') > 0
GROUP BY account_id, address
HAVING count(*) = 1;

-- The capture that proves the state.
ALTER TABLE account ADD COLUMN state_capture_id BIGINT REFERENCES capture (id);
-- What was read by another edition is asked for anew.
ALTER TABLE validator ADD COLUMN reading TEXT COLLATE "C" NOT NULL DEFAULT '';
