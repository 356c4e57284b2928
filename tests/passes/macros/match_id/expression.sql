{{ match_id(['reconciliation', 'item', 'other']) }}
