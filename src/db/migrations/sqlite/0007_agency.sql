-- An import finds an agency by what it is called; without this each row read all agencies.
CREATE INDEX person_agency ON person (name, agency, region) WHERE kind = 'agency';
