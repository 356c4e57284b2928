{{ major('minor', "cast(unit as decimal(10, 9))") }}
