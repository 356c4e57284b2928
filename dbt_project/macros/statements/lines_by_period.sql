{#-
  Lines of books added up by account, currency, period and purpose. Each line finds its period before anything is added up:
  periods are few, and days are many. What is credited is what is debited less what is moved, so it is not added up twice.
-#}
{% macro lines_by_period(lines, days) -%}
    select
        lines.entity_id,
        lines.book,
        calendar.period,
        lines.account_code,
        lines.currency,
        lines.base_currency,
        {{ purpose_of('lines.kind', 'lines.adjustment') }} as purpose,
        sum(case when lines.amount > 0 then lines.amount else 0 end) as debit,
        sum(lines.amount) as amount,
        sum(case when lines.base_amount > 0 then lines.base_amount else 0 end) as base_debit,
        coalesce(sum(lines.base_amount), 0) as base_amount,
        count(*) - count(lines.base_amount) as lines_without_base,
        count(*) as lines
    from {{ lines }} as lines
    inner join {{ days }} as calendar
        on
            lines.entity_id = calendar.entity_id
            and lines.effective_date = calendar.effective_date
            and coalesce(lines.adjustment, false) = calendar.adjustment
    group by
        lines.entity_id, lines.book, calendar.period, lines.account_code, lines.currency, lines.base_currency,
        {{ purpose_of('lines.kind', 'lines.adjustment') }}
{%- endmacro %}
