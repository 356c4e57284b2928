SELECT reconciliation, currency, left_total, right_total, matched_left, matched_right, in_transit, match_difference,
    exceptions_total, unexplained, exceptions
FROM marts.reconciliation_summary
WHERE list_contains($reconciliations, reconciliation)
ORDER BY reconciliation, currency
