-- The register as people look through it: by names, within a region.
CREATE INDEX person_listed ON person (lower(name), id);
CREATE INDEX person_region ON person (region);
