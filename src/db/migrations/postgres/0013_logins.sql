-- Browsers that somebody signed in with completely. One token may be several users', who share a
-- browser. `network` is where the last sign-in came from: an IPv4 address, an IPv6 /64, or ''.
CREATE TABLE device (
    token_hash TEXT COLLATE "C" NOT NULL,
    user_id    BIGINT NOT NULL REFERENCES staff (id),
    network    TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL,
    PRIMARY KEY (token_hash, user_id)
);
CREATE INDEX device_staff ON device (user_id);
CREATE INDEX device_network ON device (network);

-- Tries on an account by strangers: the moment at which all of them are forgiven. Row 0 stands
-- for names that nobody has.
CREATE TABLE login_tally (
    user_id     BIGINT PRIMARY KEY,
    forgiven_at BIGINT NOT NULL
);

-- Since when the password holds, and when somebody signed in with it if it is for one sign-in.
ALTER TABLE staff ADD COLUMN password_at BIGINT;
ALTER TABLE staff ADD COLUMN password_used_at BIGINT;
UPDATE staff SET password_at = COALESCE(
    (SELECT MAX(at) FROM audit WHERE audit.subject = 'user:' || staff.id
        AND action IN ('user_added', 'password_reset', 'password_changed')),
    created_at);
