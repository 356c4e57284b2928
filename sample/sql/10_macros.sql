-- Randomness that is a function, not a sequence: the same (seed, salt, number) rolls the same value on any thread,
-- in any order, so a million rows can be made at once and still come out byte for byte the same.

CREATE MACRO shuffle(salt, i) AS md5_number_lower(concat_ws('/', getvariable('seed'), salt, i));
CREATE MACRO roll(salt, i, sides) AS (shuffle(salt, i) % greatest(sides, 1)::UBIGINT)::BIGINT;
CREATE MACRO token(salt, i) AS lpad(lower(to_hex(shuffle(salt, i))), 16, '0');
CREATE MACRO serial(letter, i) AS letter || lpad(i::VARCHAR, 7, '0');
CREATE MACRO tag(doc) AS 'S-' || doc;

-- Minor units to the text of a statement, e.g. -1234 -> -12.34. Both sample currencies have two decimals.
CREATE MACRO money(minor) AS
    CASE WHEN minor < 0 THEN '-' ELSE '' END || (abs(minor) // 100)::VARCHAR || '.' || lpad((abs(minor) % 100)::VARCHAR, 2, '0');

-- Integer division rounded half to even, as processors round their fees. Numerators are never negative here.
CREATE MACRO half_even(numerator, divisor) AS
    numerator // divisor + CASE
        WHEN 2 * (numerator % divisor) > divisor THEN 1
        WHEN 2 * (numerator % divisor) = divisor THEN (numerator // divisor) % 2
        ELSE 0 END;

-- Banks do not book on weekends: the same day if it is a business day, else the Monday after it.
CREATE MACRO business(d) AS d + CASE isodow(d) WHEN 6 THEN 2 WHEN 7 THEN 1 ELSE 0 END::INTEGER;
CREATE MACRO next_business(d) AS business(d + 1);

-- How many discrepancies to plant among n items, of `kinds` types the same number each. By default a type has a rate of its
-- own, but a few even in a small sample; with the variable `discrepancies` (per million of the items, all types together)
-- every kind of item has that rate, but one of each type unless the rate is zero.
CREATE MACRO quota(n, kinds, per_million, at_least, one_in) AS
    (kinds * CASE WHEN getvariable('discrepancies') IS NULL
                  THEN greatest(least(at_least, n // one_in), n * per_million // 1000000)
                  ELSE greatest(sign(getvariable('discrepancies')), n * getvariable('discrepancies') // (kinds * 1000000)) END)::BIGINT;

-- The types planted among items of one kind: more of them where discrepancies are asked for.
CREATE MACRO kinds(always, asked) AS if(getvariable('discrepancies') IS NULL, always, list_concat(always, asked));

-- What a tired clerk does to an amount: swaps its last two digits, or where that would go further than `limit`
-- (or change nothing) is a few cents off. The difference stays below `limit`, so that no two planted amounts meet.
CREATE MACRO slip(amount, salt, i, reach) AS
    CASE WHEN (amount // 10) % 10 <> amount % 10 AND 9 * abs((amount // 10) % 10 - amount % 10) < reach
         THEN 9 * (amount % 10 - (amount // 10) % 10)
         ELSE 1 + roll(salt, i, least(9, reach - 1)) END;

-- Nothing is planted in the first days or the last week, where "late" and "lost" could not be told apart.
CREATE MACRO plantable(d) AS d BETWEEN DATE '2026-08-05' AND DATE '2026-10-21';
CREATE MACRO other(currency) AS if(currency = 'EUR', 'USD', 'EUR');
CREATE MACRO last_day() AS DATE '2026-10-31';
