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
    with payments as ({{ open_side(open, rule, payer) }} and rule.group_by = 'remittance' and {{ not_spoken_for('items', payer) }}),
    named_items as (
        {{ open_side(open, rule, debtor) }}
            and rule.group_by = 'remittance'
            and items.reference_key is not null
            and {{ not_spoken_for('items', debtor) }}
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
    told as (
        select
            claims.*,
            best.contested,
            {{ remittance_score('claims', 'best') }} as score,
            {{ remittance_evidence('claims') }} as evidence
        from claims
        inner join best using (claim_no)
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
        select told.*, '{{ payer }}' as side, lists.item_no
        from told
        inner join lists using (reconciliation_no, currency, list)
        where told.payments > 1 or lists.item_no = told.claim_no
    ),
    numbered as (
        select *, min(case when side = 'left' then item_no end) over (partition by claim_no) as match_no
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
    where score is not null
{% endmacro %}

{#- Whether no earlier round has proposed an item: a set is proposed only of items that are in no other proposal. -#}
{% macro not_spoken_for(items, side) -%}
    {{ items }}.item_no not in (
        select links.{{ side }}_no from {{ this }} as links
        where links.status = 'proposed' and links.{{ side }}_no is not null
    )
{%- endmacro %}

{#- What each payment names. A reading takes only what is named in full, or everything: see `lists_of_debts`. -#}
{% macro debts_named_by_payments() %}
    select
        mentions.item_no,
        names.debt_no,
        names.reference_key,
        names.amount,
        names.items,
        max(names.in_full) as in_full
    from mentions
    inner join names using (reconciliation_no, currency, name)
    where {{ near('mentions', 'names') }}
    group by mentions.item_no, names.debt_no, names.reference_key, names.amount, names.items
{% endmacro %}

{#- What a payment spells like the references that it names, and that is not open: its list is not complete. -#}
{% macro references_not_open() %}
    select item_no, string_agg(name, ', ' order by name) as names
    from (
        select mentions.item_no, mentions.name
        from mentions
        inner join named
            on mentions.item_no = named.item_no and {{ reference_scheme('mentions.name') }} = {{ reference_scheme('named.reference_key') }}
        where mentions.spelled = 1
        group by mentions.item_no, mentions.name
        having
            max(case
                when substring({{ compact('named.reference_key') }}, 1, length(mentions.name)) = mentions.name then 1
                else 0
            end) = 0
    ) as spelled
    group by item_no
{% endmacro %}

{#-
  The list of each payment: a number of four digits may be anything, so a payment that names some references in full is read
  both ways, and what comes nearer to its amount counts.
-#}
{% macro lists_of_debts() %}
    with readings as (
        select *, 1 as reading from named
        where in_full = 1
        union all
        select *, 2 as reading from named
    ),
    read as (
        select
            item_no,
            reading,
            string_agg(cast(debt_no as varchar), ',' order by debt_no) as list,
            string_agg(reference_key, ', ' order by reference_key) as reference_keys,
            min(in_full) as in_full,
            sum(amount) as owed,
            sum(items) as items,
            count(*) as debts
        from readings
        group by item_no, reading
    ),
    ranked as (
        select
            payments.reconciliation_no,
            payments.currency,
            payments.amount,
            payments.date,
            payments.tolerance,
            payments.percent_tolerance,
            read.*,
            row_number() over (partition by read.item_no order by abs(payments.amount - read.owed), read.reading) as preference
        from read
        inner join payments using (item_no)
    )
    select
        ranked.*,
        {{ sums_agree('ranked.owed', 'ranked.amount', 'ranked') }} as agrees,
        unknown.names as not_open
    from ranked
    inner join {{ ref('stg_currencies') }} as currencies using (currency)
    left join unknown using (item_no)
    where ranked.preference = 1
{% endmacro %}

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
