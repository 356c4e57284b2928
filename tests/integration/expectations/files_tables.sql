-- The received files, empty.
create table marts.source_files (
  tenant_id varchar, file_id varchar, source varchar, kind varchar, path varchar, sha256 varchar, status varchar, reason varchar,
  row_count bigint, refused_count bigint, received_at timestamptz, is_current boolean);
