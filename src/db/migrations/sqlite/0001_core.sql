-- Instants are INTEGER microseconds since 1970 UTC. Days and region codes are text.

CREATE TABLE person (
    id            INTEGER PRIMARY KEY,
    kind          TEXT NOT NULL CHECK (kind IN ('person', 'agency')),
    nip           TEXT UNIQUE,
    name          TEXT NOT NULL,
    agency        TEXT NOT NULL,
    post          TEXT,
    region        TEXT NOT NULL,
    purpose_basis TEXT NOT NULL,
    purpose_ends  TEXT NOT NULL,
    created_at    INTEGER NOT NULL,
    CHECK (kind = 'agency' OR nip IS NOT NULL)
) STRICT;

CREATE TABLE account (
    id           INTEGER PRIMARY KEY,
    person_id    INTEGER NOT NULL REFERENCES person (id),
    platform     TEXT NOT NULL,
    address      TEXT NOT NULL,
    stable_id    TEXT,
    display_name TEXT,
    state        TEXT NOT NULL DEFAULT 'unknown',
    state_at     INTEGER,
    -- What the platform calls the account now; the registry follows only when a human confirms.
    seen_address TEXT,
    retired_at   INTEGER,
    cursor       TEXT,
    crawled_at   INTEGER,
    due_at       INTEGER NOT NULL DEFAULT 0,
    failures     INTEGER NOT NULL DEFAULT 0,
    last_error   TEXT,
    created_at   INTEGER NOT NULL,
    UNIQUE (platform, address)
) STRICT;
CREATE INDEX account_due ON account (due_at) WHERE retired_at IS NULL;
CREATE INDEX account_person ON account (person_id);

CREATE TABLE ownership_proof (
    id          INTEGER PRIMARY KEY,
    account_id  INTEGER NOT NULL REFERENCES account (id),
    kind        TEXT NOT NULL,
    reference   TEXT,
    verified_by TEXT,
    verified_at INTEGER,
    expires_at  INTEGER,
    created_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX ownership_proof_account ON ownership_proof (account_id);

-- Every change of the registry: who, when, why, from what to what.
CREATE TABLE registry_change (
    id      INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    actor   TEXT NOT NULL,
    reason  TEXT NOT NULL,
    subject TEXT NOT NULL,           -- 'person:3', 'account:7'
    field   TEXT NOT NULL,           -- 'created', 'name', 'retired', ...
    before  TEXT,
    after   TEXT
) STRICT;
CREATE INDEX registry_change_subject ON registry_change (subject, id);

CREATE TABLE capture (
    id          INTEGER PRIMARY KEY,
    record_id   TEXT NOT NULL UNIQUE,
    account_id  INTEGER REFERENCES account (id),
    url         TEXT NOT NULL,
    final_url   TEXT NOT NULL,
    step        TEXT NOT NULL,
    status      INTEGER NOT NULL,
    fetched_at  INTEGER NOT NULL,
    file        TEXT NOT NULL,
    byte_offset INTEGER NOT NULL,
    payload     TEXT NOT NULL,
    truncated   TEXT
) STRICT;

-- Per account, because two accounts may share a URL: an answer read for one says nothing of the other.
CREATE TABLE validator (
    account_id    INTEGER NOT NULL REFERENCES account (id),
    url           TEXT NOT NULL,
    etag          TEXT,
    last_modified TEXT,
    capture_id    INTEGER NOT NULL REFERENCES capture (id),
    PRIMARY KEY (account_id, url)
) STRICT, WITHOUT ROWID;

-- The request ledger: every request that left.
CREATE TABLE exchange (
    id           INTEGER PRIMARY KEY,
    account_id   INTEGER REFERENCES account (id),
    host         TEXT NOT NULL,
    url          TEXT NOT NULL,
    sent_at      INTEGER NOT NULL,
    milliseconds INTEGER NOT NULL,
    status       INTEGER,
    bytes        INTEGER NOT NULL,
    outcome      TEXT NOT NULL,
    allowed_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX exchange_host ON exchange (host, sent_at);

CREATE TABLE post (
    id              INTEGER PRIMARY KEY,
    account_id      INTEGER NOT NULL REFERENCES account (id),
    native_id       TEXT NOT NULL,
    url             TEXT,
    kind            TEXT NOT NULL,
    -- When it was posted, as far as can be trusted: the claim, or the first capture if the claim is absurd.
    posted_at       INTEGER NOT NULL,
    claimed_at      INTEGER,
    first_seen_at   INTEGER NOT NULL,
    last_seen_at    INTEGER NOT NULL,
    -- Proves last_seen_at.
    last_capture_id INTEGER NOT NULL REFERENCES capture (id),
    -- "No longer visible"; why is not known and never claimed.
    not_visible_at  INTEGER,
    region          TEXT NOT NULL,
    latest_revision INTEGER NOT NULL,
    -- Copy of the latest assessment, for the queue.
    score           REAL NOT NULL,
    band            TEXT NOT NULL CHECK (band IN ('none', 'low', 'medium', 'high')),
    UNIQUE (account_id, native_id)
) STRICT;
CREATE INDEX post_account_time ON post (account_id, posted_at);

CREATE TABLE revision (
    post_id      INTEGER NOT NULL REFERENCES post (id),
    number       INTEGER NOT NULL,
    text         TEXT NOT NULL,
    context      TEXT,                -- JSON: what was shared, quoted or answered
    media        TEXT NOT NULL,       -- JSON
    links        TEXT NOT NULL,       -- JSON
    language     TEXT,
    edited_at    INTEGER,
    seen_at      INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    capture_id   INTEGER NOT NULL REFERENCES capture (id),
    PRIMARY KEY (post_id, number)
) STRICT, WITHOUT ROWID;

-- The first sighting, and every change between visible and not visible, with its proof.
CREATE TABLE visibility (
    id         INTEGER PRIMARY KEY,
    post_id    INTEGER NOT NULL REFERENCES post (id),
    at         INTEGER NOT NULL,
    visible    INTEGER NOT NULL CHECK (visible IN (0, 1)),
    capture_id INTEGER NOT NULL REFERENCES capture (id)
) STRICT;
CREATE INDEX visibility_post ON visibility (post_id, id);

CREATE TABLE assessment (
    id         INTEGER PRIMARY KEY,
    post_id    INTEGER NOT NULL,
    revision   INTEGER NOT NULL,
    score      REAL NOT NULL,
    band       TEXT NOT NULL,
    stage      TEXT NOT NULL,
    body       TEXT NOT NULL,         -- JSON of the whole assessment
    made_at    INTEGER NOT NULL,
    FOREIGN KEY (post_id, revision) REFERENCES revision (post_id, number)
) STRICT;
CREATE INDEX assessment_post ON assessment (post_id, revision, id);

-- Posts whose document in the search index is out of date. Emptied after the index commits;
-- mark grows with each change, so that a change made in between is not forgotten.
CREATE TABLE index_pending (
    post_id INTEGER PRIMARY KEY REFERENCES post (id),
    mark    INTEGER NOT NULL
) STRICT;
