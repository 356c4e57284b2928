{{ reference_scheme('reference') }}
