-- Where that is kept which came and was no answer of HTTP: rows whose outcome is `unread`. What was
-- an answer stands in `capture` if it was read.
ALTER TABLE exchange ADD COLUMN record_id TEXT;
ALTER TABLE exchange ADD COLUMN file TEXT;
ALTER TABLE exchange ADD COLUMN byte_offset INTEGER;
