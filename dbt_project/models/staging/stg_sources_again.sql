-- Sources that brought something new beside what they had brought before: only there can a line be delivered again.
select source
from {{ source('raw', 'files') }}
where status = 'accepted' and source <> 'ledger'
group by source
having count(*) > 1 and max(case when is_new then 1 else 0 end) = 1
