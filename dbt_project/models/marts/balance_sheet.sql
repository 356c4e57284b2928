-- Assets, liabilities and equity at the end of every period, in the functional currency.
{{ with_comparatives(ref('int_balance_sheet_lines'), 'balance_sheet', 'prior_balance_period') }}
