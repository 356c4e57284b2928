{{ key_by_rule('reference', 'given') }}
