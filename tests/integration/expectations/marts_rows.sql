-- Rows of a valid build, from the variable `journals`. Journal i is of the entity that its parity names.
insert into marts.run values
  ('acme', 'run-1', date '2026-03-31', timestamptz '2026-03-31 06:00:00+00', timestamptz '2026-03-31 06:01:00+00', '0.1');

-- Kinds of journal by last digit: 1 sale, 2 cost, 3 foreign currency sale, 4 two currencies, else a transfer of cash.
create temp table journal as
  select
    i,
    if(i % 2 = 0, 'acme-de', 'acme-us') as entity_id,
    if(i % 2 = 0, 'EUR', 'USD') as home,
    if(i % 2 = 0, 'USD', 'EUR') as abroad,
    date '2026-01-01' + (((i - 1) * 90) // getvariable('journals'))::integer as effective_date,
    ((100 + i % 9973) / 100)::decimal(38, 9) as amount
  from range(1, getvariable('journals')::bigint + 1) as numbers(i);

create temp table leg as
  select *, 1 as line_no, if(i % 10 in (1, 3), '1110', if(i % 10 = 2, '5100', '1000')) as account_code,
    if(i % 10 = 3, abroad, home) as currency, if(i % 10 = 3, amount * 2, amount) as line_amount, amount as base_amount
  from journal
  union all
  select *, 2, if(i % 10 in (1, 3), '4000', if(i % 10 = 2, '1000', '1110')),
    if(i % 10 in (3, 4), abroad, home), if(i % 10 in (3, 4), amount * -2, -amount), -amount
  from journal
  -- Two currencies in one journal: the clearing lines of 7900 balance each of them.
  union all
  select *, 3, '7900', abroad, amount * 2, amount from journal where i % 10 = 4
  union all
  select *, 4, '7900', home, -amount, -amount from journal where i % 10 = 4;

insert into marts.general_ledger
  select
    'acme', entity_id, 'ledger', 'journal-' || i, line_no, 'ref-' || i || '-' || line_no, null, effective_date,
    effective_date::timestamptz, strftime(effective_date, '%Y-%m'), account_code, 'Account ' || account_code,
    case when account_code = '4000' then 'revenue' when account_code in ('5100', '7900') then 'expense' else 'asset' end,
    currency, line_amount, greatest(line_amount, 0), greatest(-line_amount, 0), home, base_amount,
    'payment-' || i, 'Payment ' || i, 'Customer ' || i % 97, 'payment', null, 'ledger', null, 'book'
  from leg;

insert into marts.trial_balance
  with key as (
    select distinct tenant_id, entity_id, book, account_code, account_name, account_type, currency, base_currency
    from marts.general_ledger
  ), movement as (
    select entity_id, period, account_code, currency, sum(debit) as debit, sum(credit) as credit, sum(base_amount) as base_movement
    from marts.general_ledger group by all
  ), dense as (
    select
      key.*, periods.period, coalesce(debit, 0) as debit, coalesce(credit, 0) as credit,
      coalesce(base_movement, 0) as base_movement,
      sum(coalesce(debit, 0) - coalesce(credit, 0)) over account as closing,
      sum(coalesce(base_movement, 0)) over account as base_closing
    from key
    cross join (select distinct period from marts.general_ledger) as periods
    left join movement on movement.entity_id = key.entity_id and movement.period = periods.period
      and movement.account_code = key.account_code and movement.currency = key.currency
    window account as (partition by key.entity_id, key.account_code, key.currency order by periods.period)
  )
  select tenant_id, entity_id, book, period, account_code, account_name, account_type, currency,
    closing - debit + credit, debit, credit, closing, base_currency, base_closing - base_movement, base_movement,
    base_closing, base_closing, false
  from dense;

insert into marts.profit_and_loss
  select tenant_id, entity_id, book, period, 'profit_and_loss', account_type, account_code, account_name, base_currency,
    sum(if(account_type = 'revenue', -base_movement, base_movement)), 0, 0,
    sum(if(account_type = 'revenue', -base_closing_balance, base_closing_balance)), false
  from marts.trial_balance where account_type in ('revenue', 'expense') group by all;

insert into marts.balance_sheet
  select tenant_id, entity_id, book, period, 'balance_sheet', account_type, account_code, account_name, base_currency,
    sum(if(account_type = 'asset', base_closing_balance, -base_closing_balance)), 0, 0, sum(base_closing_balance), false
  from marts.trial_balance where account_type in ('asset', 'liability', 'equity') group by all
  union all
  select tenant_id, entity_id, book, period, 'balance_sheet', 'equity', 'CYE', 'Current year earnings', base_currency,
    -sum(base_closing_balance), 0, 0, -sum(base_closing_balance), false
  from marts.trial_balance where account_type in ('revenue', 'expense') group by all;

-- Fate of the cash item k: 0 in transit, 1 missing in statement, 2 missing in ledger, 3 matched with a difference,
-- 4 proposed, else matched as it is.
create temp table item as
  select
    *, row_number() over (order by journal_id, line_no) as k, row_number() over (order by journal_id, line_no) % 100 as fate,
    if(account_code = '1000', 'bank', 'stripe') as reconciliation, 'ledger:' || journal_id || ':' || line_no as left_id,
    if(account_code = '1000', 'bank', 'stripe') || ':' || journal_id || ':' || line_no as right_id
  from marts.general_ledger where account_code in ('1000', '1110');

create temp table statement_item as
  select *, amount - if(fate = 3, 0.05, 0)::decimal(38, 9) as right_amount from item where fate not in (0, 1);

insert into marts.statement_lines
  select 'acme', reconciliation, 'file-' || reconciliation || '-' || k // 10000, k, line_ref, effective_date,
    effective_date, currency, right_amount, null, null, reference, null, description, counterparty, 'payment'
  from statement_item;

insert into marts.matches
  select 'acme', reconciliation, 'match-' || k, if(fate = 4, 'proposed', 'confirmed'), 'reference', 1, currency,
    amount - right_amount, 'Same reference', 'run-1', timestamptz '2026-03-31 06:00:30+00'
  from statement_item where fate <> 2;

insert into marts.match_items
  select 'acme', 'match-' || k, 'left', left_id, 'ledger', line_ref, currency, amount, effective_date
  from statement_item where fate <> 2
  union all
  select 'acme', 'match-' || k, 'right', right_id, reconciliation, line_ref, currency, right_amount, effective_date
  from statement_item where fate <> 2;

-- The book knows nothing of fate 2: its ledger line is an item of no reconciliation (its account is another's).
insert into marts.exceptions
  with raised as (
    select reconciliation, 'missing_in_statement' as type, 'left' as side, left_id as item_id, line_ref, currency, amount, effective_date, k
    from item where fate = 1
    union all
    select reconciliation, 'missing_in_ledger', 'right', right_id, line_ref, currency, right_amount, effective_date, k
    from statement_item where fate = 2
    union all
    select reconciliation, 'ambiguous', 'left', left_id, line_ref, currency, amount, effective_date, k from item where fate = 4
    union all
    select reconciliation, 'ambiguous', 'right', right_id, line_ref, currency, right_amount, effective_date, k
    from statement_item where fate = 4
  )
  select 'acme', reconciliation, 'exception-' || side || k, 'case-' || k, type, 'medium', 'open', side, item_id,
    if(side = 'left', 'ledger', reconciliation), line_ref, currency, amount, effective_date,
    effective_date::timestamptz, 3, effective_date::timestamptz, 'payment', 'Payment', 'Customer',
    'No line with this reference', 'Ask the bank'
  from raised;

insert into marts.exceptions (tenant_id, exception_id, case_id, type, severity, status, line_ref, currency, amount, date, opened_at)
values ('acme', 'exception-refused', 'case-refused', 'refused_row', 'high', 'open', 'line 7', 'EUR', 12.5,
  date '2026-03-01', timestamptz '2026-03-02 00:00:00+00');

insert into marts.exception_candidates
  select tenant_id, exception_id, 1, if(side = 'left', 'right', 'left'), item_id || ':near', source, line_ref,
    currency, amount + 1, date, reference, description, counterparty, 1, 2, 'The amount differs by 1.00'
  from marts.exceptions where item_id is not null;

insert into marts.in_transit_items
  select 'acme', reconciliation, 'left', left_id, 'ledger', line_ref, currency, amount, effective_date, reference,
    description, effective_date + 3
  from item where fate = 0;

insert into marts.reconciliation_summary
  with placed as (
    select reconciliation, side, items.currency, amount, 'matched' as place
    from marts.match_items as items join marts.matches using (match_id) where status = 'confirmed'
    union all
    select reconciliation, side, currency, amount, 'in_transit' from marts.in_transit_items
    union all
    select reconciliation, side, currency, amount, 'exception' from marts.exceptions where item_id is not null
  ), total as (
    select
      reconciliation, currency,
      coalesce(sum(amount) filter (side = 'left'), 0) as left_total,
      coalesce(sum(amount) filter (side = 'right'), 0) as right_total,
      coalesce(sum(amount) filter (side = 'left' and place = 'matched'), 0) as matched_left,
      coalesce(sum(amount) filter (side = 'right' and place = 'matched'), 0) as matched_right,
      coalesce(sum(if(side = 'left', amount, -amount)) filter (place = 'in_transit'), 0) as in_transit,
      coalesce(sum(if(side = 'left', amount, -amount)) filter (place = 'exception'), 0) as exceptions_total,
      count(*) filter (side = 'left') as left_items,
      count(*) filter (side = 'right') as right_items,
      count(*) filter (side = 'left' and place = 'matched') as matched_items_left,
      count(*) filter (side = 'right' and place = 'matched') as matched_items_right,
      count(*) filter (place = 'in_transit') as in_transit_items,
      count(*) filter (place = 'exception') as exceptions
    from placed group by all
  ), proposal as (
    select reconciliation, currency, count(*) as proposed from marts.matches where status = 'proposed' group by all
  )
  select 'acme', reconciliation, currency, timestamptz '2026-03-31 00:00:00+00', left_total, right_total, matched_left,
    matched_right, in_transit, matched_left - matched_right, exceptions_total,
    left_total - right_total - in_transit - (matched_left - matched_right) - exceptions_total,
    left_items, right_items, matched_items_left, matched_items_right, coalesce(proposed, 0), in_transit_items,
    exceptions, '', 3
  from total left join proposal using (reconciliation, currency);

insert into marts.kpis
  select 'acme', 'match_rate_count', reconciliation, 'Matched by count',
    (sum(matched_items_left) / sum(left_items))::decimal(38, 9), 'ratio', null,
    date '2026-03-31', 'Items in a confirmed match by all items', 'run-1'
  from marts.reconciliation_summary group by reconciliation
  union all
  select 'acme', 'in_transit_value', reconciliation, 'In transit', in_transit, 'amount', currency,
    date '2026-03-31', 'Unmatched items within their normal lag', 'run-1'
  from marts.reconciliation_summary;
