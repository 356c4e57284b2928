{{ config(alias='words') }}
-- The words of the items that the next run works on again.
select words.*
from {{ ref('int_line_words') }} as words
inner join (select distinct file_id, line_no from {{ ref('carried_items') }}) as items using (file_id, line_no)
