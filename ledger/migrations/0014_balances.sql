-- Balances without a row in which writers meet: posting writes no total. Totals are folded in the background, out of lines
-- that can no longer change, and are themselves only ever added to, as in a log-structured merge tree:
--   a chapter (level 0) holds the totals of some 4,096 lines that were posted one after the other;
--   a volume (level 1) holds those of 16 chapters, a volume of level 2 those of 16 volumes, and so on.
-- A balance is the sum of few large folds, some small ones, and the unfolded tail, read line by line: what it costs grows
-- with the logarithm of the book. Nothing here is part of the law: all of it can be dropped and folded again.
CREATE TABLE ledger.folds (
    tenant_id text COLLATE "C" NOT NULL REFERENCES ledger.tenants,
    level smallint NOT NULL CHECK (level BETWEEN 0 AND 7),
    fold_no integer NOT NULL CHECK (fold_no >= 0),
    after_xid xid8 NOT NULL,
    through_xid xid8 NOT NULL,
    first_part integer,
    last_part integer,
    lines bigint NOT NULL CHECK (lines > 0),
    first_recorded_at timestamptz NOT NULL,
    last_recorded_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, level, fold_no),
    CHECK (after_xid < through_xid),
    CHECK (first_recorded_at <= last_recorded_at),
    CONSTRAINT volumes_have_parts CHECK ((level = 0) = (first_part IS NULL) AND (level = 0) = (last_part IS NULL))
);
COMMENT ON TABLE ledger.folds IS 'Runs of a tenant''s transactions whose totals are known; the last chapter''s end is the watermark';
COMMENT ON COLUMN ledger.folds.after_xid IS 'Holds the journals with after_xid < recorded_xid <= through_xid; the next fold goes on there';
COMMENT ON COLUMN ledger.folds.first_part IS 'A volume''s parts: fold_no of the first one, one level below';
COMMENT ON COLUMN ledger.folds.last_recorded_at IS
'The extremes, not those of the first and last journal: recorded_at is when a transaction began, whatever its number';

-- Each fold says the same thing twice, by day and by month: a balance as of a date is whole months and the days of one.
-- The days of a month stand together for all accounts, the months of an account too: what is read is contiguous.
-- No foreign key to the folds: it would cost more than the totals do, and `tieout verify` compares them with the lines.
CREATE TABLE ledger.fold_days (
    tenant_id text COLLATE "C" NOT NULL,
    level smallint NOT NULL,
    fold_no integer NOT NULL,
    month date NOT NULL,
    effective_date date NOT NULL,
    entity_id text COLLATE "C" NOT NULL,
    account_code text COLLATE "C" NOT NULL,
    currency text COLLATE "C" NOT NULL,
    debit numeric NOT NULL,
    credit numeric NOT NULL,
    base_amount numeric NOT NULL,
    PRIMARY KEY (tenant_id, level, fold_no, entity_id, month, account_code, currency, effective_date)
);
COMMENT ON COLUMN ledger.fold_days.debit IS 'Minor units, like credit >= 0; numeric, because a sum of amounts may be beyond bigint';
COMMENT ON COLUMN ledger.fold_days.base_amount IS 'Minor units of the functional currency, debit positive';
COMMENT ON COLUMN ledger.fold_days.month IS 'The first day of effective_date''s month';

CREATE TABLE ledger.fold_months (
    tenant_id text COLLATE "C" NOT NULL,
    level smallint NOT NULL,
    fold_no integer NOT NULL,
    month date NOT NULL,
    entity_id text COLLATE "C" NOT NULL,
    account_code text COLLATE "C" NOT NULL,
    currency text COLLATE "C" NOT NULL,
    debit numeric NOT NULL,
    credit numeric NOT NULL,
    base_amount numeric NOT NULL,
    PRIMARY KEY (tenant_id, level, fold_no, entity_id, account_code, month, currency)
);

CREATE FUNCTION ledger.month_of(day date) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN date_trunc('month', day::timestamp)::date;

CREATE FUNCTION ledger.folded_through(p_tenant text) RETURNS xid8 LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
RETURN coalesce((
    SELECT through_xid FROM ledger.folds
    WHERE tenant_id = p_tenant AND level = 0
    ORDER BY fold_no DESC
    LIMIT 1
), '0'::xid8);

-- New chapters, as far as whole ones can be made of what is settled. Settled is what carries a transaction's number below which
-- every transaction has ended (pg_snapshot_xmin): nothing can still appear among it. A number is never cut in two, so one
-- large transaction makes one large chapter. At most p_fanout chapters per call.
CREATE FUNCTION ledger.fold_chapters(p_tenant text, p_chapter_lines integer, p_fanout integer) RETURNS SETOF ledger.folds
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET plan_cache_mode = force_custom_plan
AS $$
#variable_conflict use_column
DECLARE
    watermark CONSTANT xid8 := ledger.folded_through(p_tenant);
    settled_below CONSTANT xid8 := pg_snapshot_xmin(pg_current_snapshot());
    next_no CONSTANT integer := (
        SELECT coalesce(max(fold_no) + 1, 0) FROM ledger.folds WHERE tenant_id = p_tenant AND level = 0
    );
    last_xid xid8;
BEGIN
    -- A journal has two lines or more: half as many journals as lines wanted are enough to look at.
    SELECT recorded_xid INTO last_xid FROM ledger.journals
    WHERE tenant_id = p_tenant AND recorded_xid > watermark AND recorded_xid < settled_below
    ORDER BY recorded_xid
    OFFSET p_chapter_lines * p_fanout / 2 LIMIT 1;

    RETURN QUERY
    INSERT INTO ledger.folds (tenant_id, level, fold_no, after_xid, through_xid, lines, first_recorded_at, last_recorded_at)
    SELECT p_tenant, 0, next_no + (row_number() OVER in_order - 1)::integer, lag(through_xid, 1, watermark) OVER in_order,
        through_xid, lines, first_recorded_at, last_recorded_at
    FROM (
        SELECT chapter, (array_agg(recorded_xid ORDER BY recorded_xid DESC))[1] AS through_xid, sum(lines)::bigint AS lines,
            min(first_recorded_at) AS first_recorded_at, max(last_recorded_at) AS last_recorded_at
        FROM (
            SELECT *, sum(lines) OVER (ORDER BY recorded_xid) AS lines_so_far,
                div(sum(lines) OVER (ORDER BY recorded_xid) - lines, p_chapter_lines) AS chapter
            FROM (
                SELECT journal.recorded_xid, sum(line.lines) AS lines,
                    min(journal.recorded_at) AS first_recorded_at, max(journal.recorded_at) AS last_recorded_at
                FROM ledger.journals AS journal
                CROSS JOIN LATERAL (
                    SELECT count(*) AS lines FROM ledger.lines AS line
                    WHERE line.tenant_id = journal.tenant_id AND line.journal_no = journal.journal_no
                    OFFSET 0
                ) AS line
                WHERE journal.tenant_id = p_tenant AND journal.recorded_xid > watermark
                    AND journal.recorded_xid < settled_below AND (last_xid IS NULL OR journal.recorded_xid <= last_xid)
                GROUP BY journal.recorded_xid
            ) AS posting_transaction
        ) AS numbered
        WHERE chapter < p_fanout
        GROUP BY chapter
        HAVING max(lines_so_far) >= (chapter + 1) * p_chapter_lines
    ) AS whole_chapter
    WINDOW in_order AS (ORDER BY chapter)
    RETURNING *;
END $$;

-- New volumes of one level, each of p_fanout folds of the level below that no volume holds yet.
CREATE FUNCTION ledger.fold_volumes(p_tenant text, p_level integer, p_fanout integer) RETURNS SETOF ledger.folds
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET plan_cache_mode = force_custom_plan
AS $$
#variable_conflict use_column
DECLARE
    next_no integer;
    next_part integer;
BEGIN
    SELECT fold_no + 1, last_part + 1 INTO next_no, next_part FROM ledger.folds
    WHERE tenant_id = p_tenant AND level = p_level
    ORDER BY fold_no DESC
    LIMIT 1;

    RETURN QUERY
    INSERT INTO ledger.folds (
        tenant_id, level, fold_no, after_xid, through_xid, first_part, last_part, lines, first_recorded_at, last_recorded_at
    )
    SELECT p_tenant, p_level, coalesce(next_no, 0) + volume, (array_agg(after_xid ORDER BY fold_no))[1],
        (array_agg(through_xid ORDER BY fold_no DESC))[1], min(fold_no), max(fold_no), sum(lines),
        min(first_recorded_at), max(last_recorded_at)
    FROM (
        SELECT *, (fold_no - coalesce(next_part, 0)) / p_fanout AS volume FROM ledger.folds
        WHERE tenant_id = p_tenant AND level = p_level - 1 AND fold_no >= coalesce(next_part, 0)
    ) AS part
    GROUP BY volume
    HAVING count(*) = p_fanout
    RETURNING *;
END $$;

-- Totals of chapters come from their lines, those of volumes from their parts; both are written in the order of the key.
CREATE FUNCTION ledger.total_chapters(p_tenant text, p_first integer, p_last integer) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET plan_cache_mode = force_custom_plan
SET work_mem = '64MB'
AS $$
BEGIN
    INSERT INTO ledger.fold_days (
        tenant_id, level, fold_no, entity_id, month, account_code, currency, effective_date, debit, credit, base_amount
    )
    SELECT p_tenant, 0, chapter.fold_no, journal.entity_id, ledger.month_of(journal.effective_date) AS month,
        line.account_code, line.currency, journal.effective_date,
        sum(greatest(line.amount, 0)), -sum(least(line.amount, 0)), sum(line.base_amount)
    FROM ledger.folds AS chapter
    CROSS JOIN LATERAL (
        SELECT journal_no, entity_id, effective_date FROM ledger.journals
        WHERE tenant_id = p_tenant AND recorded_xid > chapter.after_xid AND recorded_xid <= chapter.through_xid
        OFFSET 0
    ) AS journal
    CROSS JOIN LATERAL (
        SELECT account_code, currency, amount, base_amount FROM ledger.lines
        WHERE tenant_id = p_tenant AND lines.journal_no = journal.journal_no
        OFFSET 0
    ) AS line
    WHERE chapter.tenant_id = p_tenant AND chapter.level = 0 AND chapter.fold_no BETWEEN p_first AND p_last
    GROUP BY chapter.fold_no, journal.entity_id, journal.effective_date, line.account_code, line.currency
    ORDER BY chapter.fold_no, journal.entity_id, month, line.account_code, line.currency, journal.effective_date;

    INSERT INTO ledger.fold_months (
        tenant_id, level, fold_no, entity_id, account_code, month, currency, debit, credit, base_amount
    )
    SELECT p_tenant, 0, fold_no, entity_id, account_code, month, currency, sum(debit), sum(credit), sum(base_amount)
    FROM ledger.fold_days
    WHERE tenant_id = p_tenant AND level = 0 AND fold_no BETWEEN p_first AND p_last
    GROUP BY fold_no, entity_id, account_code, month, currency
    ORDER BY fold_no, entity_id, account_code, month, currency;
END $$;

CREATE FUNCTION ledger.total_volume(p_tenant text, p_level integer, p_fold integer, p_first_part integer, p_last_part integer)
RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET plan_cache_mode = force_custom_plan
SET work_mem = '64MB'
AS $$
BEGIN
    INSERT INTO ledger.fold_days (
        tenant_id, level, fold_no, entity_id, month, account_code, currency, effective_date, debit, credit, base_amount
    )
    SELECT p_tenant, p_level, p_fold, entity_id, month, account_code, currency, effective_date,
        sum(debit), sum(credit), sum(base_amount)
    FROM ledger.fold_days
    WHERE tenant_id = p_tenant AND level = p_level - 1 AND fold_no BETWEEN p_first_part AND p_last_part
    GROUP BY entity_id, month, account_code, currency, effective_date
    ORDER BY entity_id, month, account_code, currency, effective_date;

    INSERT INTO ledger.fold_months (
        tenant_id, level, fold_no, entity_id, account_code, month, currency, debit, credit, base_amount
    )
    SELECT p_tenant, p_level, p_fold, entity_id, account_code, month, currency,
        sum(debit), sum(credit), sum(base_amount)
    FROM ledger.fold_months
    WHERE tenant_id = p_tenant AND level = p_level - 1 AND fold_no BETWEEN p_first_part AND p_last_part
    GROUP BY entity_id, account_code, month, currency
    ORDER BY entity_id, account_code, month, currency;
END $$;

-- One round of folding, whole or not at all. One session at a time folds a tenant's book; another one that comes meanwhile
-- leaves it alone and answers zeros. Repeated when nothing is to fold, it writes nothing.
CREATE FUNCTION ledger.fold(
    p_tenant text, p_chapter_lines integer, p_fanout integer,
    OUT chapters bigint, OUT volumes bigint, OUT lines bigint
) LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    first_chapter integer;
    last_chapter integer;
    volume record;
BEGIN
    chapters := 0;
    volumes := 0;
    lines := 0;
    IF NOT pg_try_advisory_xact_lock(7415014, hashtext(p_tenant)) THEN
        RETURN;
    END IF;
    SELECT count(*), coalesce(sum(made.lines), 0), min(made.fold_no), max(made.fold_no)
    INTO chapters, lines, first_chapter, last_chapter
    FROM ledger.fold_chapters(p_tenant, p_chapter_lines, p_fanout) AS made;
    IF chapters = 0 THEN
        RETURN;
    END IF;
    PERFORM ledger.total_chapters(p_tenant, first_chapter, last_chapter);
    FOR above IN 1..7 LOOP
        FOR volume IN SELECT * FROM ledger.fold_volumes(p_tenant, above, p_fanout) LOOP
            PERFORM ledger.total_volume(p_tenant, above, volume.fold_no, volume.first_part, volume.last_part);
            volumes := volumes + 1;
        END LOOP;
    END LOOP;
END $$;

-- Which folds make up the book as it was known at a time: the largest ones that were recorded by then as a whole (by_line is
-- false), and the chapters and the tail that were so in part only, to be read line by line. From the top downwards, into those
-- parts alone that hold the time: the rest of the folds is not looked at.
CREATE FUNCTION ledger.folds_known_at(
    p_tenant text, p_known_at timestamptz,
    OUT level smallint, OUT fold_no integer, OUT after_xid xid8, OUT through_xid xid8, OUT by_line boolean
) RETURNS SETOF record LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET plan_cache_mode = force_custom_plan SET jit = off
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH RECURSIVE visited AS (
        SELECT root.*
        FROM generate_series(0, 7) AS root_level
        CROSS JOIN LATERAL (
            SELECT fold.* FROM ledger.folds AS fold
            WHERE fold.tenant_id = p_tenant AND fold.level = root_level AND fold.fold_no > coalesce((
                SELECT volume.last_part FROM ledger.folds AS volume
                WHERE volume.tenant_id = p_tenant AND volume.level = root_level + 1
                ORDER BY volume.fold_no DESC
                LIMIT 1
            ), -1) AND (p_known_at IS NULL OR fold.first_recorded_at <= p_known_at)
            OFFSET 0
        ) AS root
        UNION ALL
        SELECT part.*
        FROM visited AS volume
        CROSS JOIN LATERAL (
            SELECT fold.* FROM ledger.folds AS fold
            WHERE fold.tenant_id = p_tenant AND fold.level = volume.level - 1
                AND fold.fold_no BETWEEN volume.first_part AND volume.last_part
                AND fold.first_recorded_at <= p_known_at
            OFFSET 0
        ) AS part
        WHERE volume.last_recorded_at > p_known_at
    )
    SELECT fold.level, fold.fold_no, fold.after_xid, fold.through_xid, coalesce(fold.last_recorded_at > p_known_at, false)
    FROM visited AS fold
    WHERE p_known_at IS NULL OR fold.level = 0 OR fold.last_recorded_at <= p_known_at
    UNION ALL
    SELECT NULL, NULL, ledger.folded_through(p_tenant), '18446744073709551615'::xid8, true;
END $$;

-- An entity's accounts by currency, in minor units: as of an effective date (null: all), as known at a recorded time (null:
-- now), for one account or all (null). One statement, so one snapshot: a fold that commits meanwhile neither doubles a
-- line nor hides one. It reads with the rights of its caller. Planned afresh each time, since a plan for one account is not
-- one for all; LATERAL ... OFFSET 0 fixes the way of every lookup, by index out of the folds.
CREATE FUNCTION ledger.balances(
    p_tenant text, p_entity text, p_account text, p_as_of date, p_known_at timestamptz,
    OUT account_code text, OUT currency text, OUT debit numeric, OUT credit numeric, OUT base_amount numeric
) RETURNS SETOF record LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET plan_cache_mode = force_custom_plan SET jit = off
AS $$
#variable_conflict use_column
DECLARE
    last_month CONSTANT date := ledger.month_of(p_as_of + 1);
BEGIN
    RETURN QUERY
    WITH fold AS MATERIALIZED (SELECT * FROM ledger.folds_known_at(p_tenant, p_known_at))
    SELECT account_code, currency, sum(debit), sum(credit), sum(base_amount)
    FROM (
        SELECT month_total.*
        FROM fold
        CROSS JOIN LATERAL (
            SELECT account_code, currency, debit, credit, base_amount FROM ledger.fold_months AS total
            WHERE total.tenant_id = p_tenant AND total.level = fold.level AND total.fold_no = fold.fold_no
                AND total.entity_id = p_entity AND (p_account IS NULL OR total.account_code = p_account)
                AND (p_as_of IS NULL OR total.month < last_month)
            OFFSET 0
        ) AS month_total
        WHERE NOT fold.by_line
        UNION ALL
        SELECT day_total.*
        FROM fold
        CROSS JOIN LATERAL (
            SELECT account_code, currency, debit, credit, base_amount FROM ledger.fold_days AS total
            WHERE total.tenant_id = p_tenant AND total.level = fold.level AND total.fold_no = fold.fold_no
                AND total.entity_id = p_entity AND total.month = last_month
                AND (p_account IS NULL OR total.account_code = p_account) AND total.effective_date <= p_as_of
            OFFSET 0
        ) AS day_total
        WHERE NOT fold.by_line AND p_as_of IS NOT NULL
        UNION ALL
        SELECT line.account_code, line.currency, greatest(line.amount, 0), -least(line.amount, 0), line.base_amount
        FROM fold
        CROSS JOIN LATERAL (
            SELECT journal_no FROM ledger.journals AS journal
            WHERE journal.tenant_id = p_tenant AND journal.recorded_xid > fold.after_xid
                AND journal.recorded_xid <= fold.through_xid AND journal.entity_id = p_entity
                AND (p_as_of IS NULL OR journal.effective_date <= p_as_of)
                AND (p_known_at IS NULL OR journal.recorded_at <= p_known_at)
            OFFSET 0
        ) AS journal
        CROSS JOIN LATERAL (
            SELECT account_code, currency, amount::numeric, base_amount FROM ledger.lines AS line
            WHERE line.tenant_id = p_tenant AND line.journal_no = journal.journal_no
                AND (p_account IS NULL OR line.account_code = p_account)
            OFFSET 0
        ) AS line
        WHERE fold.by_line
    ) AS part
    GROUP BY account_code, currency;
END $$;

-- All of a tenant's folds away: the next fold begins with its first line again. Takes the place of a fold, so none is at work.
CREATE FUNCTION ledger.drop_folds(p_tenant text) RETURNS void LANGUAGE sql SET search_path = pg_catalog, pg_temp
AS $$
    SELECT pg_advisory_xact_lock(7415014, hashtext(p_tenant));
    DELETE FROM ledger.fold_days WHERE tenant_id = p_tenant;
    DELETE FROM ledger.fold_months WHERE tenant_id = p_tenant;
    DELETE FROM ledger.folds WHERE tenant_id = p_tenant;
$$;
