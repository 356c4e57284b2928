-- What the line is called on which an account is printed, for marts that list accounts.
with books as (
    select distinct entity_id, book
    from {{ ref('int_account_lines') }}
)

select
    lines.entity_id,
    lines.book,
    lines.statement,
    lines.account_code,
    min(printed.label) as label
from {{ ref('int_account_lines') }} as lines
inner join {{ source('raw', 'layout_lines') }} as printed
    on lines.layout = printed.layout and lines.statement = printed.statement and lines.line_id = printed.line_id
group by lines.entity_id, lines.book, lines.statement, lines.account_code
union all
select
    books.entity_id,
    books.book,
    printed.statement,
    case printed.computed when 'current_year_earnings' then 'CYE' else 'PYE' end as account_code,
    printed.label
from books
inner join {{ source('raw', 'entity_layouts') }} as layouts on books.entity_id = layouts.entity_id
inner join {{ source('raw', 'layout_lines') }} as printed on layouts.layout = printed.layout
where printed.computed in ('current_year_earnings', 'earlier_earnings')
