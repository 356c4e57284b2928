{{ item_no('reconciliation_no', 'file_id', 'line_no') }}
