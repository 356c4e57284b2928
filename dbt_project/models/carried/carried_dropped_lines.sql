{{ config(alias='dropped_lines') }}
-- Lines of the lake that do not count.
select kind, file_id, line_no from {{ source('carried', 'dropped_lines') }}
union all
select kind, file_id, line_no from {{ ref('stg_dropped_lines') }}
