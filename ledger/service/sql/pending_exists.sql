SELECT pending_no FROM ledger.pendings WHERE tenant_id = %(tenant)s AND pending_id = %(pending_id)s
