SELECT row_no, journal_id, problem, culprit
FROM assessed_journals
WHERE problem IS NOT NULL
ORDER BY position
LIMIT %(limit)s
