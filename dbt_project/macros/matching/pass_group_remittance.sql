{#-
  Pass `group` by remittance: a payment whose words list what it pays ("INV-1001, INV-1002 less CN-7", "RE 1001 1002") against
  the open items of the other side that bear those references. Either side may be the one that pays. An item is named by
  its whole reference or by the last four or more digits of it, where no other open reference ends so.

  A list claims everything that is open under its references. It is proof when all that it names is there, the sums agree,
  and no other payment has as good a claim. Several payments of one list pay it together, as instalments do; where one of
  them pays it alone, the others are not in it. Sums that differ are proposed, with the difference in figures.
-#}
{% macro round_remittance_of_right(open, rule) %}{{ remittance_claims(open, rule, 'right', 'left') }}{% endmacro %}

{% macro round_remittance_of_left(open, rule) %}{{ remittance_claims(open, rule, 'left', 'right') }}{% endmacro %}

{% macro remittance_claims(open, rule, payer, debtor) %}
    with payments as ({{ open_side(open, rule, payer) }} and rule.group_by = 'remittance'),
    named_items as (
        {{ open_side(open, rule, debtor) }} and rule.group_by = 'remittance' and items.reference_key is not null
    ),
    debts as (
        select
            reconciliation_no,
            currency,
            reference_key,
            min(item_no) as debt_no,
            sum(amount) as amount,
            count(*) as items,
            max(date) as date
        from named_items
        group by reconciliation_no, currency, reference_key
    ),
    names as ({{ names_of_references('debts') }}),
    mentions as materialized ({{ mentions_in_words('payments') }}),
    named as materialized ({{ debts_named_by_payments() }}),
    unknown as ({{ references_not_open() }}),
    lists as materialized ({{ lists_of_debts() }}),
    claims as materialized ({{ claims_of_lists() }}),
    claimed as materialized ({{ claims_by_debt() }}),
    best as (
        select claim_no, max(contested) as contested
        from claimed
        group by claim_no
        having max(place) = 1
    ),
    rests as ({{ rests_of_claims() }}),
    judged as (
        select claims.*, best.contested, rests.rest_no, rests.rest_key
        from claims
        inner join best using (claim_no)
        left join rests using (claim_no)
    ),
    told as (
        select judged.*, {{ remittance_score('judged') }} as score, {{ remittance_evidence('judged') }} as evidence
        from judged
        inner join {{ ref('stg_currencies') }} as currencies using (currency)
    ),
    members as (
        select told.*, '{{ debtor }}' as side, named_items.item_no
        from told
        inner join claimed using (claim_no)
        inner join debts using (debt_no)
        inner join named_items
            on
                debts.reconciliation_no = named_items.reconciliation_no
                and debts.currency = named_items.currency
                and debts.reference_key = named_items.reference_key
        union all
        select told.*, '{{ debtor }}' as side, told.rest_no as item_no
        from told
        where told.rest_no is not null
        union all
        select told.*, '{{ payer }}' as side, lists.item_no
        from told
        inner join lists using (reconciliation_no, currency, list)
        where told.payments > 1 or lists.item_no = told.claim_no
    ),
    numbered as (
        select
            *,
            min(case when side = 'left' then item_no end) over (partition by claim_no) as match_no,
            max(case
                when side = 'left' then case when {{ not_spoken_for('members', 'left') }} then 0 else 1 end
                else case when {{ not_spoken_for('members', 'right') }} then 0 else 1 end
            end) over (partition by claim_no) as spoken_for
        from members
    )
    select
        reconciliation_no,
        match_no,
        case when side = 'left' then item_no end as left_no,
        case when side = 'right' then item_no end as right_no,
        score,
        evidence
    from numbered
    where score >= confirm_at or (score is not null and spoken_for = 0)
{% endmacro %}

{#- Whether no earlier round has proposed an item: a set is proposed only of items that nothing else was proposed for. -#}
{% macro not_spoken_for(items, side) -%}
    {{ items }}.item_no not in (
        select links.{{ side }}_no from {{ this }} as links
        where links.status = 'proposed' and links.{{ side }}_no is not null
    )
{%- endmacro %}
