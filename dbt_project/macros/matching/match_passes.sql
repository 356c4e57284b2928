{#-
  Matching, behind `int_match_links`: the passes of the rule rows run in their order, round by round.

  Each round is a SELECT of links over what is still open: `reconciliation_no, match_no, left_no, right_no, score, evidence`.
  A link pairs two items, or puts one item into a set (then the other side's number is null); `match_no` is the set's own
  number, the first of its items. `score` is in points (10,000 is proof): what reaches the rule's confirm_at is confirmed,
  the rest from propose_at on proposed. `evidence` says why in words where the kind of pass alone does not. What a
  confirmed link took is no longer open: see int_open_items.
  An item is therefore in one confirmed match at most, whatever the rules say. A kind of pass is declared in
  tieout/config/pass_kinds.py and has a file beside this one, which names its rounds (`rounds_of_<kind>`) and has them. After the
  last pass, journals and their reversals that are both still open cancel.
-#}
{% macro rounds_of_pass(kind) -%}
    {{ return(context['rounds_of_' ~ kind]()) }}
{%- endmacro %}

{#-
  All that matching may run, for warehouse/passes.py, which runs it: which passes there are, whether people refused anything, and
  the statements of each round of each kind of pass. `round_no_`, `pass_no_` and `open_items_` stand for what changes from round
  to round. It is handed over in a comment of the model: SQL of the project, compiled with it.
-#}
{% macro passes_to_run(links) %}
/*
--- passes
select distinct pass_no, kind from {{ source('raw', 'passes') }} order by pass_no, kind
--- refused
select count(*) from {{ ref('int_refused_sets') }}
--- items
{{ ref('int_items') }}
{%- for name in context if name.startswith('rounds_of_') and name != 'rounds_of_pass' %}
{%- set kind = name[10:] %}
{%- for round in rounds_of_pass(kind) %}
--- find {{ kind }} {{ round }}
{{ find_links(links, kind, round) }}
--- refuse {{ kind }} {{ round }}
{{ drop_refused_links(links) }}
--- leave {{ kind }} {{ round }}
{{ items_not_confirmed('open_items_', links, 'links.round_no = round_no_') }}
{%- endfor %}
{%- endfor %}
*/
{% endmacro %}

{#- A round's links that reach what its rule asks for. -#}
{% macro find_links(links, kind, round) %}
    {%- set rule = rule_rows_of(kind) -%}
    insert into {{ links }}
    select
        round_no_ as round_no,
        pass_no_ as pass_no,
        '{{ kind }}' as kind,
        case when found.score >= rule.confirm_at then 'confirmed' else 'proposed' end as status,
        found.match_no,
        found.left_no,
        found.right_no,
        found.score,
        found.evidence
    from ({{ context['round_' ~ round]('open_items_', '(' ~ rule ~ ')') }}) as found
    inner join ({{ rule }}) as rule using (reconciliation_no)
    where found.score >= rule.confirm_at or found.score >= rule.propose_at
{% endmacro %}

{#- Those of a round that people refused. -#}
{% macro drop_refused_links(links) %}
    delete from {{ links }}
    where
        round_no = round_no_
        and (match_no, case when left_no is not null and right_no is not null then right_no else 0 end)
        in ({{ refused_links(links, 'round_no_') }})
{% endmacro %}

{#- The rule rows that a pass is made by; people decide and reversals cancel by no rule of tieout.yml, in every reconciliation. -#}
{% macro rule_rows_of(kind) %}
    {%- if kind in ('decision', 'reversal') %}
    select reconciliation_no, 10000 as confirm_at, 0 as propose_at from {{ source('raw', 'reconciliations') }}
    {%- else %}
    select * from {{ source('raw', 'passes') }} where pass_no = pass_no_ and kind = '{{ kind }}'
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
