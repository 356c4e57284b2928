-- Until the transaction ends: the role of the application, and the one key whose row it may see without knowing the tenant.
SELECT set_config('role', 'tieout_app', true), set_config('tieout.presented_key', %(sha256)s, true)
