-- Statement lines that share their name.
select tenant_id, source, file_id, line_no, count(*) as times
from marts.statement_lines
group by tenant_id, source, file_id, line_no
having count(*) > 1
