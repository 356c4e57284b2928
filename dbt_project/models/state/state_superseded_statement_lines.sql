{{ config(alias='superseded_statement_lines') }}
-- Lines of statements that do not count: another file brought the same line before, or nothing that counts brings it any more.
-- Of each line the file that brought it first counts, so that its matches stand when it comes again; `counted_file_id` is that
-- file, null where the line is gone.
with ranked as (
    select
        file_id,
        line_no,
        row_number() over (partition by content, date, amount, place order by file_id, line_no) as delivery_no,
        first_value(file_id) over (partition by content, date, amount, place order by file_id, line_no) as counted_file_id,
        max(case when is_counted then 1 else 0 end) over (partition by content, date, amount, place) as is_delivered
    from {{ ref('int_redelivered_lines') }}
)

select
    file_id,
    line_no,
    case when is_delivered = 1 then counted_file_id end as counted_file_id
from ranked
where delivery_no > 1 or is_delivered = 0
