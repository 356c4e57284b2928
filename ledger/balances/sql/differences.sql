-- Where totals are not what they are made of: chapters against their lines, volumes against their parts, months against days.
WITH made_of AS (
    SELECT fold.level, fold.fold_no, journal.entity_id, line.account_code, line.currency, journal.effective_date,
        sum(greatest(line.amount, 0)) AS debit, -sum(least(line.amount, 0)) AS credit, sum(line.base_amount) AS base_amount
    FROM ledger.folds AS fold
    JOIN ledger.journals AS journal
        ON journal.tenant_id = fold.tenant_id
        AND journal.recorded_xid > fold.after_xid AND journal.recorded_xid <= fold.through_xid
    JOIN ledger.lines AS line
        ON line.tenant_id = journal.tenant_id AND line.journal_no = journal.journal_no
    WHERE fold.tenant_id = %(tenant)s AND fold.level = 0
    GROUP BY fold.level, fold.fold_no, journal.entity_id, line.account_code, line.currency, journal.effective_date
    UNION ALL
    SELECT volume.level, volume.fold_no, part.entity_id, part.account_code, part.currency, part.effective_date,
        sum(part.debit), sum(part.credit), sum(part.base_amount)
    FROM ledger.folds AS volume
    JOIN ledger.fold_days AS part
        ON part.tenant_id = volume.tenant_id AND part.level = volume.level - 1
        AND part.fold_no BETWEEN volume.first_part AND volume.last_part
    WHERE volume.tenant_id = %(tenant)s AND volume.level > 0
    GROUP BY volume.level, volume.fold_no, part.entity_id, part.account_code, part.currency, part.effective_date
),

by_day AS (
    SELECT level, fold_no, entity_id, account_code, currency, effective_date AS day, 'on' AS preposition,
        total.debit, total.credit, total.base_amount,
        made_of.debit AS true_debit, made_of.credit AS true_credit, made_of.base_amount AS true_base
    FROM (SELECT * FROM ledger.fold_days WHERE tenant_id = %(tenant)s) AS total
    FULL JOIN made_of USING (level, fold_no, entity_id, account_code, currency, effective_date)
),

by_month AS (
    SELECT level, fold_no, entity_id, account_code, currency, month AS day, 'in the month from' AS preposition,
        total.debit, total.credit, total.base_amount,
        days.debit AS true_debit, days.credit AS true_credit, days.base_amount AS true_base
    FROM (SELECT * FROM ledger.fold_months WHERE tenant_id = %(tenant)s) AS total
    FULL JOIN (
        SELECT level, fold_no, entity_id, account_code, currency, month,
            sum(debit) AS debit, sum(credit) AS credit, sum(base_amount) AS base_amount
        FROM ledger.fold_days
        WHERE tenant_id = %(tenant)s
        GROUP BY level, fold_no, entity_id, account_code, currency, month
    ) AS days USING (level, fold_no, entity_id, account_code, currency, month)
)

SELECT level, fold_no,
    format('account %%s of entity %%s in %%s %%s %%s', account_code, entity_id, currency, preposition, day),
    coalesce(debit, 0), coalesce(credit, 0), coalesce(base_amount, 0),
    coalesce(true_debit, 0), coalesce(true_credit, 0), coalesce(true_base, 0)
FROM (SELECT * FROM by_day UNION ALL SELECT * FROM by_month) AS compared
WHERE (debit, credit, base_amount) IS DISTINCT FROM (true_debit, true_credit, true_base)
ORDER BY level, fold_no, entity_id, account_code, currency, day
LIMIT %(limit)s
