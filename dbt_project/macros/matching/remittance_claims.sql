{#- Who may have what, in pass `group` by remittance: see pass_group_remittance.sql, whose CTEs these are. -#}

{#- One claim a list: of the first payment that pays it alone, or of all its payments together. Its number is its first payment's. -#}
{% macro claims_of_lists() %}
    with ranked as (
        select
            *,
            row_number() over same_list as place,
            count(*) over (partition by reconciliation_no, currency, list) as payments_of_list,
            sum(amount) over (partition by reconciliation_no, currency, list) as paid_together
        from lists
        window same_list as (
            partition by reconciliation_no, currency, list order by case when agrees then 0 else 1 end, date, item_no
        )
    ),
    claims as (
        select
            reconciliation_no,
            currency,
            list,
            reference_keys,
            in_full,
            owed,
            items,
            debts,
            date,
            counterparty_key,
            within_days,
            confirm_at,
            tolerance,
            percent_tolerance,
            not_open,
            item_no as claim_no,
            case when agrees then 1 else payments_of_list end as payments,
            case when agrees then amount else paid_together end as paid
        from ranked
        where place = 1
    )
    select
        claims.*,
        {{ sums_agree('claims.owed', 'claims.paid', 'claims') }} as agrees
    from claims
    inner join {{ ref('stg_currencies') }} as currencies using (currency)
{% endmacro %}

{#- Who claims each debt, the best first: sums that agree before sums that differ. Two that agree are as good as each other. -#}
{% macro claims_by_debt() %}
    select
        claims.claim_no,
        named.debt_no,
        row_number() over (
            partition by named.debt_no
            order by case when claims.agrees then 0 else 1 end, abs(claims.owed - claims.paid), claims.date, claims.claim_no
        ) as place,
        case when sum(case when claims.agrees then 1 else 0 end) over (partition by named.debt_no) > 1 then 1 else 0 end as contested
    from claims
    inner join named on claims.claim_no = named.item_no and (claims.in_full = 0 or named.in_full = 1)
{% endmacro %}

{#-
  What a list leaves out by a slip: the one open item of the payment's counterparty whose amount is the difference, as long as
  no list names it and no other difference is as large. A reference that was misspelt, or a credit memo set off unsaid.
-#}
{% macro rests_of_claims() %}
    select claim_no, rest_no, rest_key
    from (
        select
            claims.claim_no,
            named_items.item_no as rest_no,
            named_items.reference_key as rest_key,
            count(*) over (partition by claims.claim_no) as items,
            count(*) over (partition by named_items.item_no) as claims
        from claims
        inner join best using (claim_no)
        inner join named_items
            on
                claims.reconciliation_no = named_items.reconciliation_no
                and claims.currency = named_items.currency
                and claims.paid - claims.owed = named_items.amount
                and claims.counterparty_key = named_items.counterparty_key
        inner join debts
            on
                named_items.reconciliation_no = debts.reconciliation_no
                and named_items.currency = debts.currency
                and named_items.reference_key = debts.reference_key
        where
            not claims.agrees
            and {{ near('claims', 'named_items') }}
            and debts.debt_no not in (select claimed.debt_no from claimed)
    ) as found
    where items = 1 and claims = 1
{% endmacro %}
