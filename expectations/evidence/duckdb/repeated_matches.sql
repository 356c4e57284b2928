-- Matches that share their id, told apart first by a hash, which takes a fraction of the room.
with suspects as (
  select hash(match_id) as id from marts.matches group by id having count(*) > 1
)
select match_id, count(*) as times
from marts.matches
semi join suspects on suspects.id = hash(match_id)
group by match_id
having times > 1
