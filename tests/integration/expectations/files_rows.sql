-- The files that brought the statement lines.
insert into marts.source_files
  select tenant_id, file_id, source, 'statement', 'inbox/' || file_id || '.csv', sha256(file_id), 'accepted', null, count(*), 0,
    timestamptz '2026-03-31 06:00:01+00', true
  from marts.statement_lines group by tenant_id, file_id, source;
