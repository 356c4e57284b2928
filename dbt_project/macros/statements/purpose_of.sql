{#-
  What a line is there for, as a trial balance's worksheet asks it: entries of the day, adjustments of the period, the
  revaluation of foreign balances, and the closing entries that move a year's result to equity.
-#}
{% macro purpose_of(kind, adjustment) -%}
    case
        when {{ kind }} in ('closing', 'revaluation') then {{ kind }}
        when {{ adjustment }} or {{ kind }} = 'adjustment' then 'adjustment'
        else 'entry'
    end
{%- endmacro %}
