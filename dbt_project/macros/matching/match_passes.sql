{#-
  The materialization behind `int_match_links`: it runs the passes of the rule rows in their order, round by round.

  Each round is a SELECT of links over what is still open; its links are stored, then what they took is no longer open.
  An item is therefore in one confirmed match at most, whatever the rules say. A kind of pass is one entry below and one
  file of rounds beside this one. After the last pass, journals and their reversals that are both still open cancel.
-#}
{% macro rounds_of_pass(kind) -%}
    {{ return({
        'reference': ['reference_single', 'reference_same_day', 'reference_in_date_order', 'reference_tolerated'],
        'group': ['group_sums'],
        'amount_date': ['amount_date_unique'],
        'similar': ['similar_mutual_best'],
        'reversal': ['reversals_cancel'],
    }[kind]) }}
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
    {%- do passes.append({'pass_no': 0, 'kind': 'reversal'}) -%}
    {%- for pass in passes -%}
        {%- for round in rounds_of_pass(pass['kind']) -%}
            {%- set ns.round = ns.round + 1 -%}
            {%- set still_open = api.Relation.create(
                database=this.database, schema=this.schema, identifier='int_open_after_round_' ~ ns.round, type='table'
            ) -%}
            {%- set rule = "select * from " ~ source('raw', 'passes')
                ~ " where pass_no = " ~ pass['pass_no'] ~ " and kind = '" ~ pass['kind'] ~ "'" -%}
            {% call statement('round_' ~ ns.round) -%}
                insert into {{ links }}
                select {{ ns.round }} as round_no, {{ pass['pass_no'] }} as pass_no, '{{ pass['kind'] }}' as kind, found.*
                from ({{ context['round_' ~ round](ns.open, '(' ~ rule ~ ')') }}) as found
            {%- endcall %}
            {% call statement('open_' ~ ns.round) -%}
                create table {{ still_open }} as {{ items_not_confirmed(ns.open, links, 'links.round_no = ' ~ ns.round) }}
            {%- endcall %}
            {%- if ns.round > 1 -%}{{ adapter.drop_relation(ns.open) }}{%- endif -%}
            {%- set ns.open = still_open -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if ns.round > 0 -%}{{ adapter.drop_relation(ns.open) }}{%- endif -%}

    {{ run_hooks(post_hooks) }}
    {{ adapter.commit() }}
    {{ return({'relations': [links]}) }}
{% endmaterialization %}

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
    select items.*, rule.within_days, rule.tolerance, rule.group_by
    from {{ open }} as items
    inner join {{ rule }} as rule using (reconciliation_no)
    where items.side = '{{ side }}'
{% endmacro %}

{#- Whether two dates are near enough; a pass without `within_days` asks for none. -#}
{% macro near(left, right) -%}
    ({{ left }}.within_days is null or abs({{ days_between(left ~ '.date', right ~ '.date') }}) <= {{ left }}.within_days)
{%- endmacro %}
