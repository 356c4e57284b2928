{{ discount_halves('cast(owed as bigint)', 'cast(paid as bigint)', 'cast(items as bigint)') }}
