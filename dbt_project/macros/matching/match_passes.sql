{#-
  The materialization behind `int_match_links`: it runs the passes of the rule rows in their order, round by round.

  Each round is a SELECT of links over what is still open: `reconciliation_no, match_no, left_no, right_no, score, evidence`.
  A link pairs two items, or puts one item into a set (then the other side's number is null); `match_no` is the set's own
  number, the first of its items. `score` is in points (10,000 is proof): what reaches the rule's confirm_at is confirmed,
  the rest from propose_at on proposed. `evidence` says why in words where the kind of pass alone does not. What a
  confirmed link took is no longer open: see int_open_items.
  An item is therefore in one confirmed match at most, whatever the rules say. A kind of pass is declared in
  tieout/config/pass_kinds.py and has a file beside this one, which names its rounds (`rounds_of_<kind>`) and has them. After the last pass, journals and their reversals that are both still open cancel.
-#}
{% macro rounds_of_pass(kind) -%}
    {{ return(context['rounds_of_' ~ kind]()) }}
{%- endmacro %}

{% materialization match_passes, default %}
    {%- set links = this.incorporate(type='table') -%}
    {{ run_hooks(pre_hooks) }}
    {{ drop_relation_if_exists(load_cached_relation(this)) }}
    {% call statement('main') -%}
        create table {{ links }} as {{ sql }}
    {%- endcall %}

    {%- set ns = namespace(open=ref('int_items'), round=0) -%}
    {%- set passes = run_query(
        'select distinct pass_no, kind from ' ~ source('raw', 'passes') ~ ' order by pass_no, kind'
    ).rows | list -%}
    {%- do passes.insert(0, {'pass_no': 0, 'kind': 'decision'}) -%}
    {%- do passes.append({'pass_no': 0, 'kind': 'reversal'}) -%}
    {%- set refused = run_query('select count(*) from ' ~ ref('int_refused_sets')).rows[0][0] -%}
    {%- for pass in passes -%}
        {%- for round in rounds_of_pass(pass['kind']) -%}
            {%- set ns.round = ns.round + 1 -%}
            {%- set still_open = api.Relation.create(
                database=this.database, schema=this.schema, identifier='int_open_after_round_' ~ ns.round, type='table'
            ) -%}
            {%- set rule = rule_rows_of(pass) -%}
            {% call statement('round_' ~ ns.round) -%}
                insert into {{ links }}
                select
                    {{ ns.round }} as round_no,
                    {{ pass['pass_no'] }} as pass_no,
                    '{{ pass['kind'] }}' as kind,
                    case when found.score >= rule.confirm_at then 'confirmed' else 'proposed' end as status,
                    found.match_no,
                    found.left_no,
                    found.right_no,
                    found.score,
                    found.evidence
                from ({{ context['round_' ~ round](ns.open, '(' ~ rule ~ ')') }}) as found
                inner join ({{ rule }}) as rule using (reconciliation_no)
                where found.score >= rule.confirm_at or found.score >= rule.propose_at
            {%- endcall %}
            {%- if refused and pass['kind'] != 'decision' -%}
            {% call statement('refused_' ~ ns.round) -%}
                delete from {{ links }}
                where
                    round_no = {{ ns.round }}
                    and (match_no, case when left_no is not null and right_no is not null then right_no else 0 end)
                    in ({{ refused_links(links, ns.round) }})
            {%- endcall %}
            {%- endif -%}
            {%- set taken = run_query(
                'select 1 from ' ~ links ~ ' where round_no = ' ~ ns.round ~ " and status = 'confirmed' limit 1"
            ).rows | length -%}
            {%- if taken -%}
            {% call statement('open_' ~ ns.round) -%}
                create table {{ still_open }} as {{ items_not_confirmed(ns.open, links, 'links.round_no = ' ~ ns.round) }}
            {%- endcall %}
            {%- set counting = gather_statistics(still_open) | trim -%}
            {%- if counting -%}{%- do run_query(counting) -%}{%- endif -%}
            {%- if ns.open != ref('int_items') -%}{{ adapter.drop_relation(ns.open) }}{%- endif -%}
            {%- set ns.open = still_open -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if ns.open != ref('int_items') -%}{{ adapter.drop_relation(ns.open) }}{%- endif -%}

    {{ run_hooks(post_hooks) }}
    {{ adapter.commit() }}
    {{ return({'relations': [links]}) }}
{% endmaterialization %}

{#- The rule rows that a pass is made by; people decide and reversals cancel by no rule of tieout.yml, in every reconciliation. -#}
{% macro rule_rows_of(pass) %}
    {%- if pass['kind'] in ('decision', 'reversal') %}
    select reconciliation_no, 10000 as confirm_at, 0 as propose_at from {{ source('raw', 'reconciliations') }}
    {%- else %}
    select * from {{ source('raw', 'passes') }} where pass_no = {{ pass['pass_no'] }} and kind = '{{ pass['kind'] }}'
    {%- endif %}
{% endmacro %}

{#- The items that no link of `which` confirms. Each side by itself: one anti-join on a bigint, not two under an OR. -#}
{% macro items_not_confirmed(items, links, which='true') %}
    {%- for side in ('left', 'right') %}
    select items.*
    from {{ items }} as items
    where
        items.side = '{{ side }}'
        and items.item_no not in (
            select links.{{ side }}_no from {{ links }} as links
            where {{ which }} and links.status = 'confirmed' and links.{{ side }}_no is not null
        )
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
{% endmacro %}

{#- The open items of one side together with the tolerances of the pass that looks at them. -#}
{% macro open_side(open, rule, side) %}
    select
        items.*,
        rule.within_days,
        rule.tolerance,
        rule.percent_tolerance,
        rule.group_by,
        rule.fees,
        rule.margin,
        rule.max_items,
        rule.confirm_at,
        rule.propose_at
    from {{ open }} as items
    inner join {{ rule }} as rule using (reconciliation_no)
    where items.side = '{{ side }}'
{% endmacro %}

{#- Whether two dates are near enough; a pass without `within_days` asks for none. -#}
{% macro near(left, right) -%}
    ({{ left }}.within_days is null or abs({{ days_between(left ~ '.date', right ~ '.date') }}) <= {{ left }}.within_days)
{%- endmacro %}

{#- The columns of a link that pairs one item with one. -#}
{% macro pair_link(left, right, score=10000, evidence='cast(null as varchar)') -%}
    {{ left }}.reconciliation_no,
    {{ left }}.item_no as match_no,
    {{ left }}.item_no as left_no,
    {{ right }}.item_no as right_no,
    {{ score }} as score,
    {{ evidence }} as evidence
{%- endmacro %}

{#- The columns of a link that puts one item of a side into a set. -#}
{% macro set_link(side, item, match_no, score=10000, evidence='cast(null as varchar)') -%}
    {{ item }}.reconciliation_no,
    {{ match_no }} as match_no,
    {{ item ~ '.item_no' if side == 'left' else 'cast(null as bigint)' }} as left_no,
    {{ item ~ '.item_no' if side == 'right' else 'cast(null as bigint)' }} as right_no,
    {{ score }} as score,
    {{ evidence }} as evidence
{%- endmacro %}
