-- How far apart the dates of two items may lie for a kind of pass to match them: the widest window of its rules. A kind whose
-- rule sets no limit has no window.
select reconciliation_no, kind, max(within_days) as within_days
from {{ source('raw', 'passes') }}
group by reconciliation_no, kind
having count(*) = count(within_days)
