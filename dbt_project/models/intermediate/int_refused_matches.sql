{{ config(materialized='view') }}
-- Matches by their ids that people refused: they are not proposed again.
select distinct match_id
from {{ source('raw', 'decisions') }}
where kind in ('reject', 'unmatch') and match_id is not null
