-- How far a user may read: ID, a province (32), a district (32.04); NULL shows nothing. Users of
-- before go on reading everything, because they did so far.
ALTER TABLE user ADD COLUMN scope TEXT;
UPDATE user SET scope = 'ID';

-- The roles stand in one place, the program, which refuses a name that it does not know. A CHECK
-- here would ask for a new table with every new role.
ALTER TABLE user ADD COLUMN duty TEXT NOT NULL DEFAULT 'none';
UPDATE user SET duty = role;
ALTER TABLE user DROP COLUMN role;
ALTER TABLE user RENAME COLUMN duty TO role;
