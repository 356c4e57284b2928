-- What matching works on: every line on a side of a reconciliation that no settled match has, under the keys that its side makes
-- of its references. What somebody split stands in its parts: parts have negative numbers, which no line has, and a part's id
-- is the line's and its number.
with reversals as (
    select book, entity_id, journal_scope, journal_id, reverses, min(kind) as kind, min(effective_date) as date
    from {{ ref('stg_book_lines') }}
    where reverses is not null
    group by book, entity_id, journal_scope, journal_id, reverses
),

-- Which journal an imported reversal means: of several with the id that it names, the latest that is not dated after it, of its
-- own kind where kinds have ids of their own. Ids of our own ledger never restart.
reversible as (
    select
        lines.book,
        lines.entity_id,
        lines.journal_scope,
        lines.journal_id,
        min(lines.kind) as kind,
        min(lines.effective_date) as date
    from {{ ref('stg_book_lines') }} as lines
    inner join (
        select distinct book, entity_id, reverses from reversals
        where book <> 'ledger'
    ) as named
        on lines.book = named.book and lines.entity_id = named.entity_id and lines.journal_id = named.reverses
    group by lines.book, lines.entity_id, lines.journal_scope, lines.journal_id
),

ranked as (
    select
        reversals.*,
        reversible.journal_scope as reversed_scope,
        row_number() over (
            partition by
                reversals.book, reversals.entity_id, reversals.journal_scope, reversals.journal_id, reversals.reverses
            order by
                case when sources.ids_by_kind and coalesce(reversible.kind <> reversals.kind, true) then 1 else 0 end,
                case when reversible.date > reversals.date then 1 else 0 end,
                abs({{ days_between('reversible.date', 'reversals.date') }}),
                reversible.journal_scope
        ) as preference
    from reversals
    inner join {{ source('raw', 'sources') }} as sources on reversals.book = sources.source
    inner join reversible
        on
            reversals.book = reversible.book
            and reversals.entity_id = reversible.entity_id
            and reversals.reverses = reversible.journal_id
            and (
                reversals.journal_id <> reversible.journal_id
                or reversals.journal_scope <> reversible.journal_scope
            )
),

meant as (
    select book, entity_id, journal_scope, journal_id, reverses, journal_scope as reversed_scope from reversals
    where book = 'ledger'
    union all
    select book, entity_id, journal_scope, journal_id, reverses, reversed_scope from ranked
    where preference = 1
),

reversed as (
    select distinct book, entity_id, reversed_scope as journal_scope, reverses as journal_id from meant
),

splits as (
    select
        reconciliations.reconciliation_no,
        parts.side,
        parts.item_id,
        parts.part_no,
        parts.amount,
        -(parts.decision_no * 1000 + parts.part_no) as item_no
    from {{ source('raw', 'decisions') }} as parts
    inner join {{ source('raw', 'reconciliations') }} as reconciliations using (reconciliation)
    where parts.kind = 'split'
),

lines as (
    select
        lines.*,
        coalesce(repeated.occurrence, 1) as occurrence,
        {{ normalize_reference('lines.reference') }} as reference_text,
        {{ normalize_reference('lines.group_key') }} as group_text,
        {{ normalize_reference('lines.counterparty') }} as counterparty_text
    from {{ ref('int_reconciled_lines') }} as lines
    left join {{ ref('int_settled_items') }} as settled on lines.item_no = settled.item_no and lines.side = settled.side
    left join {{ ref('int_repeated_line_refs') }} as repeated
        on lines.file_id = repeated.file_id and lines.line_no = repeated.line_no
    where settled.item_no is null
),

keyed as (
    select
        *,
        {{ key_of('reference_text') }} as plain_key,
        {{ key_of('group_text') }} as own_group_key,
        {{ key_of('counterparty_text') }} as counterparty_key
    from lines
),

whole as (
    select
        *,
        case when has_reference_rule then {{ key_by_rule('plain_key', 'keyed') }} else plain_key end as reference_key
    from keyed
),

items as (
    select
        whole.reconciliation_no,
        whole.side,
        coalesce(splits.item_no, whole.item_no) as item_no,
        whole.source,
        whole.file_id,
        whole.line_no,
        case
            when splits.item_no is null then whole.line_ref
            else substring(splits.item_id, length(whole.source) + 2) || '/' || cast(splits.part_no as varchar)
        end as line_ref,
        case when splits.item_no is null then whole.occurrence else 1 end as occurrence,
        whole.entity_id,
        whole.currency,
        coalesce(splits.amount, whole.amount) as amount,
        whole.fee,
        whole.gross,
        whole.date,
        whole.reference_key,
        coalesce(whole.own_group_key, whole.reference_key) as group_key,
        whole.own_group_key is not null as has_group,
        whole.counterparty_key,
        whole.journal_id,
        coalesce(
            meant.entity_id || '/' || meant.reversed_scope || '/' || meant.reverses,
            whole.reverses,
            reversed.entity_id || '/' || reversed.journal_scope || '/' || reversed.journal_id
        ) as reversed_journal
    from whole
    left join meant
        on
            whole.source = meant.book
            and whole.entity_id = meant.entity_id
            and whole.journal_scope = meant.journal_scope
            and whole.journal_id = meant.journal_id
            and whole.reverses = meant.reverses
    left join reversed
        on
            whole.source = reversed.book
            and whole.entity_id = reversed.entity_id
            and whole.journal_scope = reversed.journal_scope
            and whole.journal_id = reversed.journal_id
    left join splits
        on
            whole.reconciliation_no = splits.reconciliation_no
            and whole.side = splits.side
            and splits.item_id = {{ item_id('whole') }}
)

select
    items.*,
    {{ hash_key(['items.reconciliation_no', 'items.currency', 'items.amount', 'items.reference_key']) }} as pair_hash
from items
