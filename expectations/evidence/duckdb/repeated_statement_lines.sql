-- Statement lines that share their name. The numbers of a file without gaps add up to what the numbers from its first to
-- its last one do, and so do their hashes: only where they do not, or there are gaps, are they looked at one by one.
with files as (
  select tenant_id, source, file_id, count(*) as lines, min(line_no) as first_no, max(line_no) as last_no,
    sum(hash(line_no)) as hashes
  from marts.statement_lines
  group by tenant_id, source, file_id
), numbers as (
  select tenant_id, source, file_id, unnest(range(first_no, last_no + 1)) as line_no
  from files
  where last_no - first_no + 1 = lines
), in_order as (
  select tenant_id, source, file_id, sum(hash(line_no)) as hashes
  from numbers
  group by tenant_id, source, file_id
)
select tenant_id, source, file_id, line_no, count(*) as times
from marts.statement_lines
semi join (from files anti join in_order using (tenant_id, source, file_id, hashes)) as doubtful
  using (tenant_id, source, file_id)
group by tenant_id, source, file_id, line_no
having times > 1
