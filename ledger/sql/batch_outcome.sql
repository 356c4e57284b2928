SELECT count(*) FILTER (WHERE problem IS NULL AND NOT replayed),
    coalesce(sum(lines) FILTER (WHERE problem IS NULL AND NOT replayed), 0)::bigint,
    count(*) FILTER (WHERE problem IS NULL AND replayed),
    count(*) FILTER (WHERE problem IS NOT NULL)
FROM assessed_journals
