{#- What to ask with `tieout sql` to see all that a check found; `periods` is the relation of the period. -#}
{% macro close_query(check_id, periods) -%}
    case {{ check_id }}
        when 'statements'
            then 'select source, max(date) as received_to, count(*) as lines from statement_lines where date <= date '''
                || cast({{ periods }}.ends as varchar) || ''' group by source'
        when 'reconciliations' then 'select * from reconciliation_summary where unexplained <> 0'
        when 'exceptions'
            then 'select * from exceptions where date <= date ''' || cast({{ periods }}.ends as varchar)
                || ''' and status not in (''resolved'', ''ignored'') and coalesce(entity_id, ''' || {{ periods }}.entity_id
                || ''') = ''' || {{ periods }}.entity_id || ''' order by abs(amount) desc'
        when 'waiting' then 'select * from exceptions where reconciliation is null'
        when 'recognition' then 'select * from general_ledger where reverses is not null'
        when 'flux'
            then 'select * from flux where entity_id = ''' || {{ periods }}.entity_id || ''' and period = '''
                || {{ periods }}.period || ''' and outside and comment is null'
        else
            'select * from trial_balance where entity_id = ''' || {{ periods }}.entity_id || ''' and period = '''
            || {{ periods }}.period || ''''
    end
{%- endmacro %}
