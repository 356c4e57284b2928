{{ normalize_reference('reference') }}
