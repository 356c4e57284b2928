-- Matches that share their id.
select match_id, count(*) as times
from marts.matches
group by match_id
having count(*) > 1
