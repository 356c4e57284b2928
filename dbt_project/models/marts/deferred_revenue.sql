-- The waterfall of what is paid for and not yet earned (contract liabilities, IFRS 15.105 and 15.120): from the opening
-- balance of every period to its closing balance, through the last period that a recognition is booked ahead for.
{% set causes = ['billed', 'recognised', 'scheduled', 'other'] %}
with moves as (
    select
        days.entity_id,
        days.book,
        calendar.period,
        days.account_code,
        days.currency,
        days.base_currency
        {%- for base in ['', 'base_'] %},
        sum(case when days.cause = 'billed' then -days.{{ base }}amount else 0 end) as {{ base }}billed,
        sum(case when days.cause = 'recognised' and days.effective_date <= run.as_of then days.{{ base }}amount else 0 end)
            as {{ base }}recognised,
        sum(case when days.cause = 'recognised' and days.effective_date > run.as_of then days.{{ base }}amount else 0 end)
            as {{ base }}scheduled,
        sum(case when days.cause = 'other' then -days.{{ base }}amount else 0 end) as {{ base }}other
        {%- endfor %}
    from {{ ref('int_deferred_days') }} as days
    inner join {{ ref('stg_period_days') }} as calendar
        on
            days.entity_id = calendar.entity_id
            and days.effective_date = calendar.effective_date
            and days.adjustment = calendar.adjustment
    cross join {{ ref('stg_run') }} as run
    group by days.entity_id, days.book, calendar.period, days.account_code, days.currency, days.base_currency
),

waterfall as (
    select
        periods.entity_id,
        periods.book,
        periods.period,
        periods.ordinal,
        periods.account_code,
        periods.currency,
        periods.base_currency,
        periods.lines_without_base_to_date > 0 as incomplete
        {%- for base in ['', 'base_'] %},
        -(periods.{{ base }}closing - periods.{{ base }}amount) as {{ base }}opening,
        {%- for cause in causes %}
        coalesce(moves.{{ base ~ cause }}, 0) as {{ base ~ cause }},
        {%- endfor %}
        -periods.{{ base }}closing as {{ base }}closing
        {%- endfor %}
    from {{ ref('int_account_periods') }} as periods
    inner join {{ ref('int_subledger_accounts') }} as accounts
        on
            accounts.subledger = 'deferred_revenue'
            and periods.entity_id = accounts.entity_id
            and periods.book = accounts.book
            and periods.account_code = accounts.account_code
    left join moves
        on
            periods.entity_id = moves.entity_id
            and periods.book = moves.book
            and periods.period = moves.period
            and periods.account_code = moves.account_code
            and periods.currency = moves.currency
            and periods.base_currency = moves.base_currency
),

with_schedule as (
    select
        waterfall.*,
        coalesce(sum(scheduled) over (
            partition by entity_id, book, account_code, currency, base_currency
            order by ordinal
            rows between 1 following and unbounded following
        ), 0) as scheduled_later
    from waterfall
)

select
    currencies.tenant_id,
    lines.entity_id,
    lines.book,
    lines.period,
    spans.starts,
    spans.ends,
    lines.account_code,
    names.account_name
    {%- for base, units in [('', 'currencies'), ('base_', 'base_currencies')] %},
    lines.{{ base }}currency,
    {{ major_sum('lines.' ~ base ~ 'opening', units ~ '.unit') }} as {{ base }}opening_balance,
    {%- for cause in causes %}
    {{ major_sum('lines.' ~ base ~ cause, units ~ '.unit') }} as {{ base ~ cause }},
    {%- endfor %}
    {{ major_sum('lines.' ~ base ~ 'closing', units ~ '.unit') }} as {{ base }}closing_balance
    {%- endfor %},
    {{ major_sum('lines.scheduled_later', 'currencies.unit') }} as scheduled_later,
    case
        when spans.ends >= run.as_of then {{ major_sum('lines.closing - lines.scheduled_later', 'currencies.unit') }}
    end as not_scheduled,
    {{ major_sum('coalesce(prior_year.closing, 0)', 'currencies.unit') }} as prior_year,
    lines.incomplete
from with_schedule as lines
inner join {{ ref('int_book_periods') }} as spans
    on lines.entity_id = spans.entity_id and lines.book = spans.book and lines.period = spans.period
left join waterfall as prior_year
    on
        lines.entity_id = prior_year.entity_id
        and lines.book = prior_year.book
        and lines.account_code = prior_year.account_code
        and lines.currency = prior_year.currency
        and lines.base_currency = prior_year.base_currency
        and spans.prior_year = prior_year.period
inner join {{ ref('int_accounts') }} as names
    on
        lines.entity_id = names.entity_id
        and lines.book = names.book
        and lines.account_code = names.account_code
inner join {{ ref('stg_currencies') }} as currencies on lines.currency = currencies.currency
inner join {{ ref('stg_currencies') }} as base_currencies on lines.base_currency = base_currencies.currency
cross join {{ ref('stg_run') }} as run
