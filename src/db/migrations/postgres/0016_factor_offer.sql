-- A secret is offered to the session that showed the password, and to no other of its user.
DROP TABLE factor_offer;
CREATE TABLE factor_offer (
    token_hash TEXT COLLATE "C" PRIMARY KEY REFERENCES session (token_hash) ON DELETE CASCADE,
    user_id    BIGINT NOT NULL REFERENCES staff (id),
    secret     TEXT COLLATE "C" NOT NULL,
    made_at    BIGINT NOT NULL
);
CREATE INDEX factor_offer_user ON factor_offer (user_id);
