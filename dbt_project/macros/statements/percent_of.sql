{#-
  A change in percent of what it is a change of, positive where it rose: an exact decimal of six places, rounded half up. Null
  where there was nothing to change from, or where the percentage has no end that a column holds.
-#}
{% macro percent_of(change, base) -%}
    case
        when {{ base }} <> 0 then
            cast(
                case when {{ change }} < 0 then -1 else 1 end * {{ half_up(
                    wide('abs(' ~ change ~ ')') ~ ' * 100000000', '\n                ' ~ wide('abs(' ~ base ~ ')')
                ) }}
                * cast(0.000001 as decimal(7, 6)) as decimal(38, 6)
            )
    end
{%- endmacro %}
