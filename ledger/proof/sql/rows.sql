-- Whatever else the events tell row by row: tenant, currencies, entities, accounts, and what later rooms of the ledger log.
SELECT what, place, expected, found FROM ledger.row_differences(%(tenant)s)
