-- What matching is told: every standing decision with its items; of a split, the parts.
SELECT act.event_no AS decision_no, act.reconciliation,
    CASE act.kind
        WHEN 'reject_proposal' THEN 'reject' WHEN 'unmatch' THEN 'unmatch' WHEN 'split' THEN 'split' ELSE 'match'
    END AS kind,
    act.match_id, item.side, item.item_id,
    CASE WHEN item.part_no > 0 THEN item.part_no END AS part_no,
    CASE WHEN item.part_no > 0 THEN item.amount END AS amount,
    act.who, act.why
FROM reconcile.casework_acts AS act
JOIN reconcile.casework_items AS item USING (tenant_id, event_no)
LEFT JOIN reconcile.draft_states AS draft ON draft.tenant_id = act.tenant_id AND draft.draft_no = act.event_no
WHERE act.tenant_id = %(tenant)s AND act.stands AND (draft.state IS NULL OR draft.state = 'posted')
    AND (act.kind = 'split') = (item.part_no > 0)
ORDER BY act.event_no, item.side, item.item_id, item.part_no
