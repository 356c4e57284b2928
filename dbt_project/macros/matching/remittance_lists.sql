{#- What the payments of pass `group` by remittance list: see pass_group_remittance.sql, whose CTEs these are. -#}

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
            payments.counterparty_key,
            payments.within_days,
            payments.confirm_at,
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
