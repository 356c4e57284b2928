-- What a person must look at: one row per item that does not tie out, and per row or journal that was refused.
with items as (
    select
        exceptions.exception_id,
        exceptions.reconciliation,
        {{ stable_id(["exceptions.reconciliation", "cast(exceptions.case_no as varchar)"]) }} as case_id,
        exceptions.outcome as type,
        exceptions.side,
        exceptions.item_id,
        exceptions.source,
        exceptions.line_ref,
        exceptions.entity_id,
        exceptions.currency,
        {{ major('exceptions.amount', 'currencies.unit') }} as amount,
        exceptions.date,
        words.reference,
        words.description,
        words.counterparty,
        exceptions.detail,
        cast(null as varchar) as context,
        exceptions.caused_by
    from {{ ref('int_open_outcomes') }} as exceptions
    inner join {{ ref('int_item_words') }} as words
        on exceptions.file_id = words.file_id and exceptions.line_no = words.line_no
    inner join {{ ref('stg_currencies') }} as currencies on exceptions.currency = currencies.currency
    where exceptions.outcome <> 'in_transit'
),

intake as (
    select
        exceptions.exception_id,
        cast(null as varchar) as reconciliation,
        exceptions.exception_id as case_id,
        exceptions.type,
        cast(null as varchar) as side,
        cast(null as varchar) as item_id,
        exceptions.source,
        exceptions.line_ref,
        exceptions.entity_id,
        exceptions.currency,
        {{ major('exceptions.amount', 'currencies.unit') }} as amount,
        coalesce(exceptions.date, cast(exceptions.received_at as date)) as date,
        cast(null as varchar) as reference,
        exceptions.description,
        cast(null as varchar) as counterparty,
        cast(null as varchar) as detail,
        exceptions.context,
        cast(null as varchar) as caused_by
    from {{ ref('int_intake_exceptions') }} as exceptions
    left join {{ ref('stg_currencies') }} as currencies on exceptions.currency = currencies.currency
),

aged as (
    select
        both_kinds.*,
        run.tenant_id,
        cast(greatest({{ days_between('both_kinds.date', 'run.as_of') }}, 0) as integer) as age_days,
        coalesce(seen.first_seen_at, run.started_at) as opened_at,
        run.as_of,
        run.started_at
    from (
        select * from items
        union all
        select * from intake
    ) as both_kinds
    cross join {{ ref('stg_run') }} as run
    left join {{ source('raw', 'exceptions_seen') }} as seen on both_kinds.exception_id = seen.exception_id
),

-- All candidates of an exception in one readable text.
candidates as (
    select
        exception_id,
        string_agg(
            source || ' ' || line_ref || ' of ' || cast(date as varchar) || ', '
            || {{ amount_text('amount') }} || ' ' || currency || ': ' || why_not,
            '; ' order by rank
        ) as nearest
    from {{ ref('exception_candidates') }}
    group by exception_id
),

rated as (
    select
        aged.*,
        case
            when aged.type in ('unbalanced_journal', 'changed_journal', 'rate_missing') then 'high'
            when aged.type = 'statement_gap' and aged.amount is null then 'high'
            when aged.type = 'refused_row' then 'medium'
            else {{ severity_by('aged.amount', 'aged.age_days', 'own', 'usual') }}
        end as severity
        {%- for severity in var('severities') %},
        usual.{{ severity }}_due
        {%- endfor %}
    from aged
    inner join {{ source('raw', 'severity_limits') }} as usual on usual.currency = ''
    left join {{ source('raw', 'severity_limits') }} as own on aged.currency = own.currency
)

select
    rated.tenant_id,
    rated.reconciliation,
    rated.exception_id,
    rated.case_id,
    rated.type,
    rated.severity,
    {{ status_by('casework', 'rated') }} as status,
    rated.side,
    rated.item_id,
    rated.source,
    rated.line_ref,
    rated.entity_id,
    rated.currency,
    rated.amount,
    rated.date,
    rated.opened_at,
    rated.age_days,
    cast(rated.opened_at as date) + {{ days_due('rated') }} as due_at,
    casework.assignee,
    casework.ignored_until,
    coalesce(casework.comments, 0) as comments,
    casework.links,
    casework.draft_no,
    casework.resolved_at,
    rated.reference,
    rated.description,
    rated.counterparty,
    coalesce(
        rated.context,
        coalesce(upper(substring(rated.detail, 1, 1)) || substring(rated.detail, 2) || '. ', '')
        || coalesce('Nearest on the other side: ' || candidates.nearest, 'Nothing on the other side comes near.')
    ) as context,
    case
        when rated.caused_by is not null
            then 'Deliver the statement that is missing first: exception ' || substring(rated.caused_by, 1, 8) || ' is about it.'
        else {{ suggestion_for('rated.type') }}
    end as suggestion,
    rated.caused_by
from rated
left join candidates on rated.exception_id = candidates.exception_id
left join {{ source('raw', 'casework') }} as casework on rated.exception_id = casework.exception_id
