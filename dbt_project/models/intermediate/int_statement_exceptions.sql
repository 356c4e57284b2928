-- What is wrong with the statements themselves: one is missing (statement_gap), two may tell the same or not (statement_overlap),
-- what counts does not explain the balances of an account (balance_break), one was restated and took lines back (restated).
-- Of a gap, `gap_after` and `gap_before` are the days on which the statement before it ends, and the one after it begins.
with chain as (
    select * from {{ ref('int_statement_chain') }}
),

gaps as (
    select
        source,
        account,
        currency,
        opening,
        max(account_code) as account_code,
        max(entity_id) as entity_id,
        min(first_date) as first_date,
        max(previous_date) as previous_date,
        max(opening - previous_closing) as amount,
        min(file_id) as file_id
    from chain
    where not connects
    group by source, account, currency, opening
),

-- Lines that nothing booked brings yet stand in no balance.
counted as (
    select statements.source, coalesce(statements.account, '') as account, lines.currency, sum(lines.amount) as amount
    from {{ ref('stg_statement_lines') }} as lines
    inner join {{ source('raw', 'statements') }} as statements
        on lines.file_id = statements.file_id and lines.statement_no = statements.statement_no
    left join {{ ref('int_delivered_days') }} as days
        on
            lines.file_id = days.file_id
            and lines.statement_no = days.statement_no
            and lines.currency = days.currency
            and lines.date = days.date
    where not coalesce(days.is_provisional and days.is_counted, false)
    group by statements.source, statements.account, lines.currency
),

differences as (
    select
        ends.source,
        ends.account,
        ends.currency,
        ends.start_date,
        ends.closing_date,
        ends.file_id,
        ends.entity_id,
        coalesce(counted.amount, 0) + coalesce(missing.amount, 0) - (ends.closing - ends.start_balance) as amount
    from chain as ends
    left join counted
        on
            ends.source = counted.source
            and ends.account = counted.account
            and ends.currency = counted.currency
    left join (
        select source, account, currency, sum(amount) as amount
        from gaps
        group by source, account, currency
    ) as missing
        on
            ends.source = missing.source
            and ends.account = missing.account
            and ends.currency = missing.currency
    where ends.is_last
),

-- The lines that both of two such statements have at the same balance, beside each other.
alike as (
    select
        pairs.source,
        pairs.account,
        pairs.currency,
        pairs.date,
        pairs.file_id as first_file_id,
        pairs.next_file_id as file_id,
        lines_before.line_no as first_line_no,
        lines_after.line_no,
        lines_after.amount,
        row_number() over (
            partition by pairs.source, pairs.account, pairs.currency, pairs.date
            order by pairs.next_file_id desc, pairs.file_id desc, lines_after.line_no asc, lines_before.line_no asc
        ) as place,
        row_number() over (
            partition by pairs.source, pairs.account, pairs.currency, pairs.date, lines_after.file_id, lines_after.line_no
            order by pairs.file_id desc, lines_before.line_no asc
        ) as line_place
    from ({{ continued_statements() }}) as pairs
    inner join {{ ref('int_redelivered_lines') }} as lines_before
        on
            pairs.file_id = lines_before.file_id
            and pairs.statement_no = lines_before.statement_no
            and pairs.date = lines_before.date
    inner join {{ ref('int_redelivered_lines') }} as lines_after
        on
            pairs.next_file_id = lines_after.file_id
            and pairs.next_statement_no = lines_after.statement_no
            and lines_before.content = lines_after.content
            and lines_before.amount = lines_after.amount
            and lines_before.date = lines_after.date
            and lines_before.balance_after = lines_after.balance_after
    where pairs.is_repetition and pairs.moves_money
),

doubtful as (
    select
        source,
        account,
        currency,
        date,
        max(case when place = 1 then first_file_id end) as first_file_id,
        max(case when place = 1 then file_id end) as file_id,
        max(case when place = 1 then first_line_no end) as first_line_no,
        max(case when place = 1 then line_no end) as line_no,
        max(case when place = 1 then amount end) as line_amount,
        sum(case when line_place = 1 then amount else 0 end) as amount,
        sum(case when line_place = 1 then 1 else 0 end) as lines
    from alike
    group by source, account, currency, date
),

taken_back as (
    select
        lines.source,
        lines.currency,
        superseded.file_id,
        max(statements.entity_id) as entity_id,
        min(lines.date) as date,
        sum(lines.amount) as amount,
        count(*) as lines,
        min(lines.line_ref) as line_ref
    from {{ ref('state_superseded_statement_lines') }} as superseded
    inner join {{ source('lake', 'statement_lines') }} as lines
        on superseded.file_id = lines.file_id and superseded.line_no = lines.line_no
    inner join {{ source('raw', 'statements') }} as statements
        on lines.file_id = statements.file_id and lines.statement_no = statements.statement_no
    where
        superseded.counted_file_id is null
        and not statements.was_read_anew
        and coalesce(statements.kind, 'table') not in ('interim', 'notification')
    group by lines.source, lines.currency, superseded.file_id
),

found as (
    select
        'statement_gap' as type,
        gaps.source,
        gaps.entity_id,
        gaps.account,
        gaps.currency,
        coalesce(gaps.previous_date + 1, gaps.first_date) as date,
        gaps.amount,
        gaps.file_id,
        'No statement between ' || coalesce(cast(gaps.previous_date as varchar), 'the one before')
        || ' and ' || cast(gaps.first_date as varchar) as description,
        gaps.previous_date as gap_after,
        gaps.first_date as gap_before,
        gaps.account_code,
        gaps.opening,
        'the statement of ' || cast(gaps.first_date as varchar) || ' opens with another balance than any statement before it'
        || ' has: what lies between moved the account by this amount' as context
    from gaps
    union all
    select
        'balance_break' as type,
        differences.source,
        differences.entity_id,
        differences.account,
        differences.currency,
        differences.closing_date as date,
        differences.amount,
        differences.file_id,
        'Lines that count do not explain the balances from ' || cast(differences.start_date as varchar)
        || ' to ' || cast(differences.closing_date as varchar) as description,
        cast(null as date) as gap_after,
        cast(null as date) as gap_before,
        cast(null as varchar) as account_code,
        cast(null as bigint) as opening,
        'the lines of this account sum to more than its balances moved by this amount: a line is missing or counts twice'
            as context
    from differences
    where differences.amount <> 0
    union all
    select
        'statement_overlap' as type,
        doubtful.source,
        cast(null as varchar) as entity_id,
        doubtful.account,
        doubtful.currency,
        doubtful.date,
        doubtful.amount,
        doubtful.file_id,
        'Two statements of ' || cast(doubtful.date as varchar) || ' may tell the same '
        || case when doubtful.lines = 1 then 'line' else cast(doubtful.lines as varchar) || ' lines' end as description,
        cast(null as date) as gap_after,
        cast(null as date) as gap_before,
        cast(null as varchar) as account_code,
        cast(null as bigint) as opening,
        'row ' || cast(doubtful.line_no as varchar) || ' here and row ' || cast(doubtful.first_line_no as varchar) || ' of '
        || files.path || ' are the same, ' || {{ amount_text(major('doubtful.line_amount', 'currencies.unit')) }} || ' '
        || doubtful.currency
        || ' at the same balance. One file may end where the other begins, or have its lines: they count once' as context
    from doubtful
    inner join {{ ref('stg_currencies') }} as currencies on doubtful.currency = currencies.currency
    inner join {{ source('raw', 'files') }} as files on doubtful.first_file_id = files.file_id
    union all
    select
        'restated' as type,
        taken_back.source,
        taken_back.entity_id,
        cast(taken_back.file_id as varchar) as account,
        taken_back.currency,
        taken_back.date,
        taken_back.amount,
        taken_back.file_id,
        cast(taken_back.lines as varchar) || case when taken_back.lines = 1 then ' line' else ' lines' end
        || ' taken back, the first of ' || cast(taken_back.date as varchar) || ': ' || taken_back.line_ref as description,
        cast(null as date) as gap_after,
        cast(null as date) as gap_before,
        cast(null as varchar) as account_code,
        cast(null as bigint) as opening,
        'a later file restated what this one said, and no longer has them' as context
    from taken_back
)

select
    found.type,
    found.source,
    coalesce(nullif(found.account, ''), files.path) as line_ref,
    {{ stable_id([
        "found.source", "found.type", "found.account", "found.currency", "cast(found.date as varchar)",
        "cast(found.opening as varchar)"
    ]) }}
        as exception_id,
    found.entity_id,
    found.date,
    found.currency,
    {{ if_it_fits('found.amount') }} as amount,
    files.received_at,
    found.description,
    files.path || ': ' || found.context as context,
    found.gap_after,
    found.gap_before,
    found.account_code,
    case when found.type <> 'restated' then nullif(found.account, '') end as account,
    found.file_id
from found
inner join {{ source('raw', 'files') }} as files on found.file_id = files.file_id
