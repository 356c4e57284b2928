-- A journal is all rows of one journal_id, wherever they stand; its position is that of its first row.
CREATE TEMP TABLE file_journals AS
SELECT row_number() OVER (ORDER BY min(row_no)) AS position, journal_id, min(row_no) AS first_row, max(row_no) AS last_row
FROM file_rows
GROUP BY journal_id;
CREATE INDEX ON file_journals (position);
CREATE INDEX ON file_rows (row_no);
ANALYZE file_journals;
ANALYZE file_rows
