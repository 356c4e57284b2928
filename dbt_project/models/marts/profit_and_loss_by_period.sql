-- The profit and loss of a fiscal year as it is printed, its periods side by side: a column a period, the thirteenth for
-- adjustments, and their sum. A line without a figure in a period is 0. Null is a period that is not in the books, before they
-- began or yet to come, and one that a missing rate stops; the latter makes the year null, too.
{% set numbers = range(1, 14) %}
with owners as (
    select distinct 'functional' as basis, entity_id, book, entity_id as member_id
    from {{ ref('int_book_periods') }}
    union all
    select distinct basis, view_id as entity_id, view_book as book, entity_id as member_id
    from {{ source('raw', 'members') }}
),

numbered as (
    select owners.basis, owners.entity_id, owners.book, periods.period, periods.fiscal_year, min(periods.period_no) as period_no
    from owners
    inner join {{ ref('stg_periods') }} as periods on owners.member_id = periods.entity_id
    group by owners.basis, owners.entity_id, owners.book, periods.period, periods.fiscal_year
),

in_the_books as (
    select
        printed.basis,
        printed.entity_id,
        printed.book,
        printed.base_currency,
        numbered.fiscal_year
        {%- for number in numbers %},
        max(case when numbered.period_no = {{ number }} then 0 end) as nothing_in_{{ '%02d' % number }}
        {%- endfor %}
    from {{ ref('int_statement_periods') }} as printed
    inner join numbered
        on
            printed.basis = numbered.basis
            and printed.entity_id = numbered.entity_id
            and printed.book = numbered.book
            and printed.period = numbered.period
    group by printed.basis, printed.entity_id, printed.book, printed.base_currency, numbered.fiscal_year
)

select
    printed.tenant_id,
    printed.entity_id,
    printed.book,
    printed.basis,
    cast(numbered.fiscal_year as integer) as fiscal_year,
    printed.line_no,
    printed.line_id,
    printed.level,
    printed.kind,
    printed.label,
    printed.currency,
    {%- for number in numbers %}
    case
        when
            printed.kind <> 'heading'
            and max(case when numbered.period_no = {{ number }} and printed.incomplete then 1 else 0 end) = 0
            then cast(
                coalesce(
                    sum(case when numbered.period_no = {{ number }} then printed.amount end),
                    max(in_the_books.nothing_in_{{ '%02d' % number }})
                ) as decimal(38, 9)
            )
    end as period_{{ '%02d' % number }},
    {%- endfor %}
    case
        when max(case when printed.incomplete then 1 else 0 end) = 0 then cast(sum(printed.amount) as decimal(38, 9))
    end as fiscal_year_total,
    max(case when printed.incomplete then 1 else 0 end) = 1 as incomplete
from {{ ref('financial_statements') }} as printed
inner join numbered
    on
        printed.basis = numbered.basis
        and printed.entity_id = numbered.entity_id
        and printed.book = numbered.book
        and printed.period = numbered.period
inner join in_the_books
    on
        printed.basis = in_the_books.basis
        and printed.entity_id = in_the_books.entity_id
        and printed.book = in_the_books.book
        and printed.currency = in_the_books.base_currency
        and numbered.fiscal_year = in_the_books.fiscal_year
where printed.statement = 'profit_and_loss'
group by
    printed.tenant_id, printed.entity_id, printed.book, printed.basis, numbered.fiscal_year, printed.line_no,
    printed.line_id, printed.level, printed.kind, printed.label, printed.currency
