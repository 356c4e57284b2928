{#- The words of an exception: what it means, and what to do. -#}

{% macro suggestion_for(type) -%}
    case {{ type }}
        when 'missing_in_ledger'
            then 'Post the journal that is missing, or find out what this line is.'
        when 'missing_in_statement'
            then 'Ask the counterparty for this line, or reverse the journal if it never happened.'
        when 'amount_mismatch'
            then 'Compare both documents: correct the journal, or book the difference.'
        when 'duplicate_in_ledger'
            then 'Reverse the second journal with `tieout reverse` if it was posted twice.'
        when 'duplicate_in_statement'
            then 'Claim the second line back, or post the second payment if there really were two.'
        when 'ambiguous'
            then 'Choose the pair that belongs together: nothing in the data tells them apart.'
        when 'split_incomplete'
            then 'Find the part that is missing from this set: its sums differ by exactly that amount.'
        when 'unbalanced_journal'
            then 'Correct the journal at its origin and deliver the file again.'
        when 'changed_journal'
            then 'Reverse the journal that stands and post it anew under another id, or set `restates: true` of its source if later'
                || ' files correct earlier ones. If these are two journals, `journal_id_scope` tells them apart.'
        when 'refused_row'
            then 'Correct the row at its origin and deliver the file again.'
        when 'rate_missing'
            then 'Give the rate of that day in a file under `rates:`, or deliver the line with its base_amount.'
        when 'intercompany_mismatch'
            then 'Compare the two entities'' lines of this pair: book what one of them lacks, or revalue both at the closing rate.'
        when 'currency_mismatch'
            then 'Find out which currency is right: correct the line, or convert it by a pass of kind `fx`.'
        when 'date_out_of_window'
            then 'Confirm that this is one payment in spite of its dates, or find the two lines that they each belong to.'
        when 'fee_variance'
            then 'Compare the fee with the contract: book what was charged, and claim back what is too much.'
        when 'fx_variance'
            then 'Compare the rate that was applied with the one of the day: book the difference as exchange gain or loss.'
        when 'stale_suspense'
            then 'Find the other leg of this transfer, and clear the account.'
        when 'proposed_match'
            then 'Confirm the proposal, or reject it: the evidence is likely, but no proof.'
        when 'restated'
            then 'Compare both versions: the line changed after it was matched.'
        when 'statement_gap'
            then 'Get the statement of these days from the bank and deliver it: other exceptions may follow from it.'
        when 'statement_overlap'
            then 'Compare both files: if the second has lines of its own that look the same, ask the bank for one statement of the day.'
        when 'balance_break'
            then 'Compare the lines of this account with the bank''s own list, and deliver the statement that is wrong anew.'
        when 'late_arrival'
            then 'Post what it calls for on the first open day, or reopen the period with a reason.'
    end
{%- endmacro %}

{#- Why a candidate of the other side was not matched with the exception: the first reason that applies, in figures. -#}
{% macro why_not(candidate, difference, currency) -%}
    case
        when {{ candidate }}.matched_by is not null
            then 'already matched by ' || {{ candidate }}.matched_by
        when {{ candidate }}.proposal is not null
            then {{ candidate }}.proposal
        when {{ candidate }}.amount_difference is null
            then 'in another currency'
        when {{ candidate }}.nearness = 0
            then 'of the same set, whose sums differ'
        when {{ candidate }}.nearness = 2
            then 'as good as another candidate'
        when {{ candidate }}.amount_difference <> 0
            then 'amount differs by ' || {{ amount_text(difference) }} || ' ' || {{ currency }}
                || case when {{ candidate }}.differs_by_fee then ', which is the fee' else '' end
        when {{ references_contradict(candidate ~ '.reference_key', candidate ~ '.other_reference_key') }}
            then 'names ' || {{ candidate }}.other_reference_key || ', of the same scheme as ' || {{ candidate }}.reference_key
        when {{ candidate }}.crowd > 50
            then 'one of ' || cast({{ candidate }}.crowd as varchar) || ' open items of this amount, too many to compare'
        when {{ candidate }}.days_outside > 0
            then 'date ' || cast({{ candidate }}.days_outside as varchar)
                || case when {{ candidate }}.days_outside = 1 then ' day' else ' days' end
                || ' outside the window of ' || cast({{ candidate }}.within_days as varchar)
        when {{ candidate }}.reference_key <> {{ candidate }}.other_reference_key
            then 'names another reference'
        else 'no pass of the rules compares them'
    end
    || case
        when {{ candidate }}.days_apart = 0 then ', same day'
        else ', ' || cast(abs({{ candidate }}.days_apart) as varchar)
            || case when abs({{ candidate }}.days_apart) = 1 then ' day ' else ' days ' end
            || case when {{ candidate }}.days_apart > 0 then 'later' else 'earlier' end
    end
{%- endmacro %}
