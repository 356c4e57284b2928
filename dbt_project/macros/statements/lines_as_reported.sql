{#- Statement lines of the lake as their source reported them, in major units. Names of this version only. -#}
{% macro lines_as_reported(lines) %}
    select
        currencies.tenant_id,
        lines.source,
        cast(lines.file_id as varchar) as file_id,
        lines.line_no,
        lines.line_ref,
        lines.date,
        lines.value_date,
        lines.currency,
        {{ major('lines.amount', 'currencies.unit') }} as amount,
        {{ major('lines.fee', 'currencies.unit') }} as fee,
        {{ major('lines.gross', 'currencies.unit') }} as gross,
        lines.reference,
        lines.group_key,
        lines.description,
        lines.counterparty,
        lines.kind,
        lines.entity_id
    from {{ in_version(lines) }} as lines
    inner join {{ in_version(ref('carried_currencies')) }} as currencies on lines.currency = currencies.currency
{% endmacro %}
