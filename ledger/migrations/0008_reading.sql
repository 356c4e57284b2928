-- Text to value, or null: a wrong cell must refuse its own journal, and a failing cast would refuse the whole file.
-- Not STRICT: a strict function with a CASE is called per row instead of being inlined; null gives null anyway.
CREATE FUNCTION ledger.date_of(cell text) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN cell !~ '^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' THEN NULL
    WHEN right(cell, 2)::integer <= 28 THEN make_date(left(cell, 4)::integer, substr(cell, 6, 2)::integer, right(cell, 2)::integer)
    WHEN right(cell, 2)::integer <= extract(
        day FROM make_date(left(cell, 4)::integer, substr(cell, 6, 2)::integer, 1) + interval '1 month' - interval '1 day'
    ) THEN make_date(left(cell, 4)::integer, substr(cell, 6, 2)::integer, right(cell, 2)::integer)
END;

CREATE FUNCTION ledger.amount_of(cell text) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN cell ~ '^[+-]?[0-9]{1,20}(\.[0-9]{1,20})?$' THEN cell::numeric END;
