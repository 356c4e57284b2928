-- What a file looked like when it was hashed last: one that still looks so is not read again only to find that nothing
-- is new. It may be emptied at any time; the next receive then hashes every file once more.

CREATE TABLE ingest.sightings (
    tenant_id text NOT NULL,
    path text NOT NULL,                 -- relative to the workspace
    state text NOT NULL,                -- size, times of change (ns), inode and device
    sha256 text NOT NULL,
    PRIMARY KEY (tenant_id, path)
);
