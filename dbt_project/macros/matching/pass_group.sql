{#-
  Pass `group`: the lines of both sides that share a key (payout, batch, invoice) and whose sums agree, 1:N, N:1 or N:M.
  `by` says which key: the line's group (or its reference, where it has none), its reference, its counterparty, or the list of
  references in the words of a payment (see pass_group_remittance.sql). Two single lines that share but a reference are no
  group: pass `reference` has judged them already, by its own window.
-#}
{% macro round_group_sums(open, rule) %}
    with left_open as ({{ open_side(open, rule, 'left') }}),
    right_open as ({{ open_side(open, rule, 'right') }}),
    left_keyed as (select *, {{ group_key_of('left_open') }} as shared_key from left_open),
    right_keyed as (select *, {{ group_key_of('right_open') }} as shared_key from right_open),
    left_sums as ({{ group_sums_of('left_keyed') }}),
    right_sums as ({{ group_sums_of('right_keyed') }}),
    agreed as (
        select left_sums.reconciliation_no, left_sums.currency, left_sums.shared_key, left_sums.first_item_no as match_no
        from left_sums
        inner join right_sums using (reconciliation_no, currency, shared_key)
        inner join {{ ref('stg_currencies') }} as currencies using (currency)
        where
            {{ sums_agree('left_sums.amount', 'right_sums.amount', 'left_sums') }}
            and {{ near('left_sums', 'right_sums') }}
            and (left_sums.items + right_sums.items > 2 or left_sums.with_group + right_sums.with_group > 0)
    )
    select {{ set_link('left', 'left_keyed', 'agreed.match_no') }}
    from left_keyed
    inner join agreed using (reconciliation_no, currency, shared_key)
    union all
    select {{ set_link('right', 'right_keyed', 'agreed.match_no') }}
    from right_keyed
    inner join agreed using (reconciliation_no, currency, shared_key)
{% endmacro %}

{% macro group_key_of(relation) -%}
    case {{ relation }}.group_by
        when 'reference' then {{ relation }}.reference_key
        when 'counterparty' then {{ relation }}.counterparty_key
        when 'remittance' then null
        else {{ relation }}.group_key
    end
{%- endmacro %}

{#-
  Whether two sums in minor units agree, or differ by no more than the rule allows: its tolerance in major units, or its
  percentage of the first sum. Nothing is divided: what a percentage compares is multiplied by a hundred instead.
-#}
{% macro sums_agree(sum, other, rule) -%}
    (
        {{ sum }} = {{ other }}
        or {{ major_sum('abs(' ~ sum ~ ' - ' ~ other ~ ')', 'currencies.unit') }} <= {{ rule }}.tolerance
        or cast(abs({{ sum }} - {{ other }}) as decimal(26, 0)) * 100
            <= cast(abs({{ sum }}) as decimal(26, 0)) * {{ rule }}.percent_tolerance
    )
{%- endmacro %}

{% macro group_sums_of(relation) %}
    select
        reconciliation_no,
        currency,
        shared_key,
        sum(amount) as amount,
        count(*) as items,
        max(case when has_group then 1 else 0 end) as with_group,
        min(item_no) as first_item_no,
        max(date) as date,
        min(within_days) as within_days,
        min(tolerance) as tolerance,
        min(percent_tolerance) as percent_tolerance
    from {{ relation }}
    where shared_key is not null
    group by reconciliation_no, currency, shared_key
{% endmacro %}

{% macro rounds_of_group() -%}{{ return(['group_sums', 'remittance_of_right', 'remittance_of_left']) }}{%- endmacro %}
