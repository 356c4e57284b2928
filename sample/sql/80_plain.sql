-- Two-line journals, 1110 against 2100, and a statement for each of the two accounts: item `i` of each account is one book
-- line and one statement line. Of a hundred items 90 share a reference; 8 have none on the statement, but an amount that no
-- other item of their account has; 1 is booked with a cent's difference; 1 is two strangers. The first `pairs` journals are
-- those of 92 days; numbers from there on are of the days that follow.

CREATE VIEW item AS
SELECT i, account, line_no, booked, booked + lag AS stated, fate, sign * amount AS book_amount,
       sign * (amount + CASE fate WHEN 98 THEN 1 WHEN 99 THEN 900000000 ELSE 0 END) AS statement_amount,
       CASE WHEN fate < 90 OR fate = 98 THEN 'R' || i WHEN fate = 99 THEN 'X' || i END AS bank_reference
FROM (
    SELECT i, account, line_no, sign, DATE '2026-08-01' + (i * 92 // getvariable('pairs'))::INTEGER AS booked,
           roll('lag', i, 3)::INTEGER AS lag, roll(account, i, 100) AS fate, 100000 + 4 * i + roll('cents', i, 3) AS amount
    FROM range(getvariable('first'), getvariable('last')) AS r(i), (VALUES ('1110', 1, 1), ('2100', 2, -1)) AS a(account, line_no, sign));
