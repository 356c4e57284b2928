{{ purpose_of('kind', 'cast(adjustment as boolean)') }}
