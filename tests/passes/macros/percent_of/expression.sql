{{ percent_of('cast(change as bigint)', 'cast(base as bigint)') }}
