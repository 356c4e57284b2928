-- The law is in force: none of its triggers, and none of the foreign keys', is switched off.
SELECT concat('the law''s trigger "', tgname, '" is switched off: ALTER TABLE ', tgrelid::regclass, ' ENABLE TRIGGER ALL') AS what,
    concat('table ', tgrelid::regclass) AS place, NULL AS expected, NULL AS found
FROM pg_catalog.pg_trigger
JOIN pg_catalog.pg_class ON pg_class.oid = pg_trigger.tgrelid
WHERE pg_class.relnamespace = 'ledger'::regnamespace AND tgenabled NOT IN ('O', 'A')
