-- The translation adjustment of each member and period with what it is made of: figures in the member's functional currency,
-- the rates, and what each change of rates did, in the currency that is shown; in favour of the owners is positive.
select
    shown.tenant_id,
    adjustments.basis,
    adjustments.view_id as statement_of,
    adjustments.view_book as book,
    adjustments.entity_id,
    adjustments.book as member_book,
    adjustments.period,
    cast(adjustments.ordinal as integer) as ordinal,
    adjustments.base_currency,
    {{ major_sum('adjustments.opening', 'base.unit') }} as opening_net_assets,
    {{ major_sum('adjustments.result', 'base.unit') }} as result,
    {{ major_sum('adjustments.equity_moved', 'base.unit') }} as other_movements,
    {{ major_sum('adjustments.closing', 'base.unit') }} as closing_net_assets,
    {{ rate_decimal('adjustments.opening_numerator', 'adjustments.opening_denominator') }} as opening_rate,
    {{ rate_decimal('adjustments.average_numerator', 'adjustments.average_denominator') }} as average_rate,
    {{ rate_decimal('adjustments.closing_numerator', 'adjustments.closing_denominator') }} as closing_rate,
    adjustments.currency,
    {{ major_sum('adjustments.on_opening_net_assets', 'shown.unit') }} as on_opening_net_assets,
    {{ major_sum('adjustments.on_result', 'shown.unit') }} as on_result,
    {{ major_sum('adjustments.on_equity', 'shown.unit') }} as on_other_movements,
    {{ major_sum('adjustments.rounding', 'shown.unit') }} as rounding,
    {{ major_sum(times_in('adjustments.rounded_figures + 1', '2'), 'shown.unit') }} as rounding_limit,
    {{ major_sum('adjustments.adjustment', 'shown.unit') }} as adjustment,
    {{ major_sum('adjustments.adjustment_to_date', 'shown.unit') }} as adjustment_to_date,
    adjustments.lines_without_base_to_date > 0 or adjustments.adjustment_to_date is null as incomplete
from {{ ref('int_translation_adjustments') }} as adjustments
inner join {{ ref('stg_currencies') }} as base on adjustments.base_currency = base.currency
inner join {{ ref('stg_currencies') }} as shown on adjustments.currency = shown.currency
