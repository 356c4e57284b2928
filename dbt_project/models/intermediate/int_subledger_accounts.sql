{{ config(materialized='table') }}
-- The accounts that have a subledger: what customers owe, what suppliers are owed, what is paid for and not yet earned. An
-- account is read again from its first line where what was carried does not answer: it has a tag that it did not have, a
-- file took lines of it back, or the run asks for an earlier day.
with tagged as (
    select tags.entity_id, tags.book, tags.account_code, tags.tag as subledger, run.as_of
    from {{ ref('int_account_tags') }} as tags
    cross join {{ ref('stg_run') }} as run
    where tags.tag in ('receivable', 'payable', 'deferred_revenue')
),

taken_back as (
    select lines.entity_id, lines.source as book, lines.account_code
    from {{ source('raw', 'known_book_lines') }} as lines
    inner join {{ ref('stg_dropped_book_lines') }} as dropped
        on dropped.is_known and lines.file_id = dropped.file_id and lines.line_no = dropped.line_no
    group by lines.entity_id, lines.source, lines.account_code
)

select
    tagged.entity_id,
    tagged.book,
    tagged.account_code,
    tagged.subledger,
    case tagged.subledger when 'receivable' then 1 else -1 end as side,
    carried.account_code is null or carried.as_of > tagged.as_of or taken_back.account_code is not null as is_read_again
from tagged
left join {{ source('carried', 'subledger_accounts') }} as carried
    on
        tagged.entity_id = carried.entity_id
        and tagged.book = carried.book
        and tagged.account_code = carried.account_code
        and tagged.subledger = carried.subledger
left join taken_back
    on
        tagged.entity_id = taken_back.entity_id
        and tagged.book = taken_back.book
        and tagged.account_code = taken_back.account_code
