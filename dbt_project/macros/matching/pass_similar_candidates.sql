{#-
  Which pairs pass `similar` looks at, without looking at all: items of both sides that lie in the same or a neighbouring
  bucket of amount and span of days, and share a word, or their first words; or the few whose amounts lie near. A word
  that is the beginning of the other's is the same one, cut: words meet by four letters, and are then compared.
  A cell with more than some items on the right tells nothing of any of them and is passed over: so the pairs grow with
  the items, never with the square of a popular word or price.

  Of a text, the first 140 letters count: as many as ISO 20022 gives a line of remittance information.
  Of a pair: `lag` in days and `gap_step` between the amounts, both from left to right; `words`, how much the words in common
  tell; `words_step`, the same in whole bits, and by the quarters of all that the words of either could tell.
-#}
{% macro similar_candidates(letters=140) %}
    texts as (
        select
            items.*,
            substring(
                {{ plain_words("concat_ws(' ', words.description, words.counterparty, words.reference)") }}, 1, {{ letters }}
            ) as plain_text,
            {{ plain_words('words.counterparty') }} as plain_counterparty
        from similar_items as items
        inner join ({{ words_of('similar_items') }}) as words using (item_no, side)
    ),

    units as (
        select
            words.item_no,
            'word' as kind,
            words.word,
            substring(words.word, 1, 4) as unit
        from (select item_no, {{ words_in('plain_text') }} as word from texts where plain_text <> '') as words
        {%- for words in (2, 3, 4) %}
        union all
        select item_no, 'start' as kind, '' as word, {{ first_words('plain_text', words) }} as unit
        from texts where {{ first_words('plain_text', words) }} <> {{ first_words('plain_text', words - 1) }}
        {%- endfor %}
        union all
        select item_no, 'party' as kind, '' as word, plain_counterparty as unit from texts where plain_counterparty <> ''
    ),

    placed_units as (
        select
            units.kind,
            units.word,
            {{ hash_key(['items.reconciliation_no', 'items.currency', 'items.is_plus', 'units.kind', 'units.unit']) }} as unit_no,
            items.*
        from units
        inner join similar_items as items using (item_no)
    ),

    sizes as (
        select
            reconciliation_no,
            count(*) as items,
            least(count(case when side = 'left' then 1 end), count(case when side = 'right' then 1 end)) as smaller_side
        from similar_items
        group by reconciliation_no
    ),

    rarities as (
        select
            counted.unit_no,
            cast({{ log2_64ths('sizes.items') }} - {{ log2_64ths('counted.items') }} as integer) as rarity
        from (
            select unit_no, reconciliation_no, count(*) as items from placed_units group by unit_no, reconciliation_no
        ) as counted
        inner join sizes using (reconciliation_no)
    ),

    rare_units as (
        select placed_units.*, rarities.rarity
        from placed_units
        inner join rarities using (unit_no)
    ),

    sayings as (
        select
            items.item_no,
            items.reconciliation_no,
            cast(coalesce(sum(case when rare_units.kind = 'word' then rare_units.rarity end), 0) as integer) as sayable
        from similar_items as items
        left join rare_units using (item_no)
        group by items.item_no, items.reconciliation_no
    ),

    {{ cells('worded', 'rare_units', 'unit_no', 'bucket', crowd=20) }},
    {{ cells('wide', 'similar_items', none, 'bucket', crowd=4) }},
    {{ cells('middle', 'similar_items', none, 'middle_bucket', crowd=4) }},
    {{ cells('narrow', 'similar_items', none, 'narrow_bucket', crowd=40) }},

    hits as (
        select left_no, right_no, kind, rarity, place from worded_hits
        {%- for breadth in ('wide', 'middle', 'narrow') %}
        union all
        select left_no, right_no, kind, rarity, place from {{ breadth }}_hits
        where left_no not in (select crowded.item_no from {{ breadth }}_crowded as crowded)
        {%- endfor %}
    ),

    joint_words as (
        select
            left_no,
            right_no,
            min(place) as place,
            coalesce(max(case when kind <> 'word' then rarity end), 0) as phrase,
            coalesce(max(case when kind = 'word' then rarity end), 0) as rarest,
            cast(coalesce(sum(case when kind = 'word' then rarity end), 0) as integer) as said
        from hits
        group by left_no, right_no
    ),

    pairs as (
        select
            lefts.reconciliation_no,
            measured.left_no,
            measured.right_no,
            measured.lag,
            measured.gap_step,
            measured.words,
            case
                when measured.words = 0 then 0
                else
                    5 * least({{ whole('measured.words', '64') }}, 20)
                    + least({{ whole('4 * measured.said', 'least(lefts.sayable, rights.sayable) + 1') }}, 4)
            end as words_step
        from (
            select
                left_no,
                right_no,
                {{ whole('place', '32') }} - 4000 as lag,
                place % 32 - 10 as gap_step,
                said,
                greatest(phrase, {{ whole('rarest + said', '2') }}) as words
            from joint_words
        ) as measured
        inner join sayings as lefts on measured.left_no = lefts.item_no
        inner join sayings as rights on measured.right_no = rights.item_no
    )
{% endmacro %}

{#-
  Where the right item lies as seen from the left, in one number, for a pair is found by several words: days from left to
  right, and steps between the amounts, none and then the finer the nearer, which are learned one by one.
-#}
{% macro place_of(left, right) -%}
    {%- set gap = whole('64 * abs(' ~ right ~ '.amount - ' ~ left ~ '.amount)', 'greatest(' ~ left ~ '.tolerance_here, 1)') -%}
    cast(
        32 * (greatest(least({{ days_between(left ~ '.date', right ~ '.date') }}, 3999), -3999) + 4000) + 10
        + case when abs({{ right }}.amount) < abs({{ left }}.amount) then -1 else 1 end
        * case
            when {{ right }}.amount = {{ left }}.amount then 0
            {%- for below in (1, 2, 4, 8, 16, 24, 32, 48) %}
            when {{ gap }} < {{ below }} then {{ loop.index }}
            {%- endfor %}
            else 9
        end
        as integer
    )
{%- endmacro %}

{#-
  The pairs of items in one cell. The left side stands in its own and both neighbouring spans and buckets, the right
  side in its own alone. Cells are joined by hash, which amounts and dates then confirm.
-#}
{% macro cells(name, relation, key, bucket, crowd) %}
    {%- set keys = [key] if key else ['reconciliation_no', 'currency', 'is_plus'] %}
    {{ name }}_right as (
        select *, {{ hash_key(keys + [bucket, 'span']) }} as cell from {{ relation }} where side = 'right'
    ),

    {{ name }}_sparse as (
        select cell from {{ name }}_right group by cell having count(*) <= {{ crowd }}
    ),

    {{ name }}_left as (
        select items.*, {{ hash_key(keys + [bucket ~ ' + buckets.step', 'span + spans.step']) }} as cell
        from {{ relation }} as items
        cross join (select -1 as step union all select 0 as step union all select 1 as step) as buckets
        cross join (select -1 as step union all select 0 as step union all select 1 as step) as spans
        where items.side = 'left'
    ),

    {#- Beside a crowd that is passed over, the few that are not would look alone. -#}
    {{ name }}_crowded as (
        select distinct lefts.item_no
        from {{ name }}_left as lefts
        inner join (select cell from {{ name }}_right group by cell having count(*) > {{ crowd }}) as crowds using (cell)
    ),

    {{ name }}_hits as (
        select
            lefts.item_no as left_no,
            rights.item_no as right_no,
            {{ 'lefts.kind' if key else "'amount'" }} as kind,
            {{ 'lefts.rarity' if key else '0' }} as rarity,
            {{ place_of('lefts', 'rights') }} as place
        from {{ name }}_left as lefts
        inner join (
            select * from {{ name }}_right where cell in (select sparse.cell from {{ name }}_sparse as sparse)
        ) as rights using (cell)
        where
            abs(rights.amount - lefts.amount) <= lefts.tolerance_here
            {%- if key %}
            and (starts_with(lefts.word, rights.word) or starts_with(rights.word, lefts.word))
            {%- endif %}
            and {{ near('lefts', 'rights') }}
    )
{% endmacro %}
