-- What a document says of its lines: booked, so far (interim), or explaining what is booked (notification). Null: a table of
-- lines, or a statement that was read before kinds were kept; its file is read anew.

ALTER TABLE ingest.statements ADD COLUMN kind text CHECK (kind IN ('booked', 'interim', 'notification'));

-- Nobody read it but tests: what counts is said by `ingest.lake.snapshot`.
DROP VIEW ingest.current_statements;
