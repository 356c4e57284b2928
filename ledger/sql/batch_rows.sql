SELECT min(first_row), max(last_row)
FROM file_journals
WHERE position BETWEEN %(first)s AND %(last)s
