-- What our own book moved on each account to a day, as published.
SELECT account_code, currency, sum(debit) AS debit, sum(credit) AS credit
FROM marts.trial_balance
WHERE entity_id = $entity AND book = 'ledger' AND ends <= $ends
GROUP BY account_code, currency
