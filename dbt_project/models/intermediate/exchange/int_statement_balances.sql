-- Account balances on every basis that financial statements are printed on: an entity's functional currency; its presentation
-- currency; and a group's, where the members' figures are added up and what they have of each other is taken out. The
-- translation adjustment is an equity account of its own; where two members do not agree, what is left stands as a line of its
-- own as well, and is never hidden in another. A figure that a missing rate stops is null, and counts as a line without its
-- amount.
{% set columns = [
    'entity_id', 'book', 'period', 'ordinal', 'fiscal_year', 'account_code', 'account_name', 'account_type', 'base_currency',
    'opening', 'moved', 'moved_before_closing', 'adjustments', 'revaluation', 'closing_entries', 'closing',
    'lines_without_base', 'lines_without_base_to_date', 'year_to_date', 'year_to_date_before_closing'
] %}
{% set amounts = ['moved', 'moved_before_closing', 'adjustments', 'revaluation', 'closing_entries', 'closing'] %}
with members as (
    select balances.*, accounts.statement
    from {{ ref('int_translated_balances') }} as balances
    left join {{ ref('int_intercompany_accounts') }} as accounts
        on {{ same_member('balances', 'accounts') }} and balances.account_code = accounts.account_code
),

account_lines as (
    select
        basis, view_id, view_book, currency, period, ordinal, fiscal_year, account_code,
        min(account_name) as account_name,
        min(account_type) as account_type,
        {%- for amount in amounts %}
        {{ whole_sum('case when statement is null then ' ~ amount ~ ' else 0 end') }} as {{ amount }},
        {%- endfor %}
        {{ whole_sum('closing') }} as aggregated,
        sum(lines_without_base) as lines_without_base,
        sum(lines_without_base_to_date) as lines_without_base_to_date
    from members
    group by basis, view_id, view_book, currency, period, ordinal, fiscal_year, account_code
),

difference_lines as (
    select
        basis, view_id, view_book, currency, period, ordinal, fiscal_year,
        case statement when 'balance_sheet' then 'ICD' else 'ICR' end as account_code,
        case statement
            when 'balance_sheet' then 'Intercompany balances that do not agree'
            else 'Intercompany results that do not agree'
        end as account_name,
        case statement when 'balance_sheet' then 'asset' else 'expense' end as account_type,
        {%- for amount in amounts %}
        {{ whole_sum(amount) }} as {{ amount }},
        {%- endfor %}
        cast(0 as bigint) as aggregated,
        cast(0 as bigint) as lines_without_base,
        cast(0 as bigint) as lines_without_base_to_date
    from members
    where statement is not null
    group by basis, view_id, view_book, currency, period, ordinal, fiscal_year, statement
),

differing as (
    select distinct basis, view_id, view_book, account_code
    from difference_lines
    where closing <> 0 or moved_before_closing <> 0 or closing is null or moved_before_closing is null
),

adjustment_lines as (
    select
        adjustments.basis, adjustments.view_id, adjustments.view_book, adjustments.currency, adjustments.period,
        adjustments.ordinal, periods.fiscal_year,
        'CTA' as account_code,
        'Translation adjustment' as account_name,
        'equity' as account_type,
        -{{ whole_sum('adjustments.adjustment') }} as moved,
        -{{ whole_sum('adjustments.adjustment') }} as moved_before_closing,
        cast(0 as bigint) as adjustments,
        cast(0 as bigint) as revaluation,
        cast(0 as bigint) as closing_entries,
        -{{ whole_sum('adjustments.adjustment_to_date') }} as closing,
        -{{ whole_sum('adjustments.adjustment_to_date') }} as aggregated,
        cast(0 as bigint) as lines_without_base,
        sum(adjustments.lines_without_base_to_date) as lines_without_base_to_date
    from {{ ref('int_translation_adjustments') }} as adjustments
    inner join {{ ref('int_member_periods') }} as periods
        on {{ same_member('adjustments', 'periods') }} and adjustments.ordinal = periods.ordinal
    group by
        adjustments.basis, adjustments.view_id, adjustments.view_book, adjustments.currency, adjustments.period,
        adjustments.ordinal, periods.fiscal_year
),

lines as (
    select * from account_lines
    union all
    select difference_lines.* from difference_lines
    inner join differing
        on {{ same_view('difference_lines', 'differing') }} and difference_lines.account_code = differing.account_code
    union all
    select * from adjustment_lines
),

consolidated as (
    select
        basis,
        view_id as entity_id,
        view_book as book,
        period,
        ordinal,
        fiscal_year,
        account_code,
        account_name,
        account_type,
        currency as base_currency,
        closing - moved as opening,
        moved,
        moved_before_closing,
        adjustments,
        revaluation,
        closing_entries,
        closing,
        aggregated,
        closing - aggregated as eliminated,
        lines_without_base + case when moved is null then 1 else 0 end as lines_without_base,
        lines_without_base_to_date + case when closing is null then 1 else 0 end as lines_without_base_to_date,
        {{ whole_sum('moved', 'over this_year') }} as year_to_date,
        {{ whole_sum('moved_before_closing', 'over this_year') }} as year_to_date_before_closing
    from lines
    window this_year as (
        partition by basis, view_id, view_book, account_code, fiscal_year
        order by ordinal
        rows between unbounded preceding and current row
    )
)

select
    'functional' as basis,
    {{ columns | join(', ') }},
    closing as aggregated,
    closing - closing as eliminated
from {{ ref('int_functional_balances') }}
union all
select basis, {{ columns | join(', ') }}, aggregated, eliminated
from consolidated
