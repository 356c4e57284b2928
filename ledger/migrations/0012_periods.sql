-- Fiscal periods. A period is a stretch of days that is closed as a whole: its statements are handed out, and what arrives
-- later is posted into an open one. Which days make a period is the entity's calendar; which are closed is a pointer that
-- moves along the days, written down as events, so that closing is one insert and posting asks for one row.

-- An entity's calendar, latest version last. An entity without one has the months of its fiscal_year_start.
CREATE TABLE ledger.fiscal_calendars (
    tenant_id text COLLATE "C" NOT NULL,
    entity_id text COLLATE "C" NOT NULL,
    calendar_no bigint NOT NULL DEFAULT nextval('ledger.event_numbers'),
    kind text COLLATE "C" NOT NULL CHECK (kind IN ('month', '4-4-5', '4-5-4', '5-4-4')),
    boundary text COLLATE "C" NOT NULL CHECK (boundary ~ CASE kind
        WHEN 'month' THEN '^[1-3]?[0-9] [a-z]+$' ELSE '^(last [a-z]+day of|[a-z]+day nearest end of) [a-z]+$' END),
    adjustment_period boolean NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT transaction_timestamp(),
    PRIMARY KEY (tenant_id, entity_id, calendar_no),
    FOREIGN KEY (tenant_id, entity_id) REFERENCES ledger.entities
);
COMMENT ON COLUMN ledger.fiscal_calendars.boundary IS
'What fixes the year: the first day of month calendars (6 april), the last of week calendars (last saturday of january)';

CREATE VIEW ledger.current_calendars WITH (security_invoker = true) AS
SELECT entity.tenant_id, entity.entity_id, coalesce(latest.kind, 'month') AS kind,
    coalesce(latest.boundary, '1 ' || (ARRAY[
        'january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november',
        'december'
    ])[entity.fiscal_year_start]) AS boundary,
    coalesce(latest.adjustment_period, false) AS adjustment_period
FROM ledger.entities AS entity
LEFT JOIN LATERAL (
    SELECT * FROM ledger.fiscal_calendars AS calendar
    WHERE calendar.tenant_id = entity.tenant_id AND calendar.entity_id = entity.entity_id
    ORDER BY calendar_no DESC
    LIMIT 1
) AS latest ON true;

-- The periods themselves, laid out year by year when one of the year is closed: from then on that year's calendar stands,
-- and a changed one begins where the last laid-out year ends.
CREATE TABLE ledger.periods (
    tenant_id text COLLATE "C" NOT NULL,
    entity_id text COLLATE "C" NOT NULL,
    period text COLLATE "C" NOT NULL CHECK (period ~ '^[0-9]{4}-(0[1-9]|1[0-2]|P0[1-9]|P1[0-3])$'),
    fiscal_year smallint NOT NULL CHECK (fiscal_year BETWEEN 1000 AND 9999),
    starts date NOT NULL,
    ends date NOT NULL,
    adjustment boolean NOT NULL,
    PRIMARY KEY (tenant_id, entity_id, period),
    FOREIGN KEY (tenant_id, entity_id) REFERENCES ledger.entities,
    CONSTRAINT period_runs_forwards CHECK (isfinite(starts) AND isfinite(ends) AND starts <= ends),
    CONSTRAINT adjustment_is_period_13_of_its_year CHECK (
        CASE WHEN adjustment THEN period = fiscal_year || '-P13' AND starts = ends ELSE right(period, 3) <> 'P13' END
    )
);
CREATE INDEX period_of_a_day ON ledger.periods (tenant_id, entity_id, adjustment, ends);
COMMENT ON COLUMN ledger.periods.fiscal_year IS 'Named by the calendar year in which it ends';

-- Each event carries the pointers as they stand after it: the latest row of an entity is its whole state.
CREATE TABLE ledger.period_events (
    tenant_id text COLLATE "C" NOT NULL,
    entity_id text COLLATE "C" NOT NULL,
    period_event_no bigint NOT NULL,
    action text COLLATE "C" NOT NULL CHECK (action IN ('close', 'reopen')),
    period text COLLATE "C" NOT NULL,
    adjustment boolean NOT NULL,
    through date NOT NULL,
    adjusted_through date NOT NULL,
    by_whom text NOT NULL CHECK (trim(by_whom) <> ''),
    reason text CHECK (trim(reason) <> ''),
    recorded_at timestamptz NOT NULL DEFAULT transaction_timestamp(),
    recorded_xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (tenant_id, entity_id, period_event_no),
    FOREIGN KEY (tenant_id, entity_id, period) REFERENCES ledger.periods,
    CONSTRAINT reopening_has_a_reason CHECK (action = 'close' OR coalesce(reason, '') <> '')
);
COMMENT ON COLUMN ledger.period_events.through IS 'Journals dated up to this day are refused from now on';
COMMENT ON COLUMN ledger.period_events.adjusted_through IS 'The same for adjustments (period 13), which have a pointer of their own';

-- What a close asks of the book (which journals lie before the period?) without a B-tree that every posting would pay for.
CREATE INDEX journals_by_date ON ledger.journals USING brin (effective_date) WITH (autosummarize = true);

-- One lock per entity's periods: postings share it until they commit, a close holds it alone. So a close first waits for the
-- postings under way and then sees them, and a posting that waited for a close sees the pointer where the close put it.
CREATE FUNCTION ledger.period_lock(tenant text, entity text) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN hashtextextended(entity, hashtextextended(tenant, 12));

CREATE FUNCTION ledger.hold_periods(tenant text, entity text) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'periods are closed in READ COMMITTED, not in %: a kept snapshot does not see postings that ended since',
            current_setting('transaction_isolation') USING ERRCODE = 'LD014';
    END IF;
    PERFORM pg_advisory_xact_lock(ledger.period_lock(tenant, entity));
END $$;

-- Why the ledger refuses a journal of that day, or null. Also what assesses a request before it is written.
CREATE FUNCTION ledger.closed_period(tenant text, entity text, day date, is_adjustment boolean) RETURNS text
LANGUAGE sql STABLE
RETURN (
    SELECT coalesce(
        'period ' || (
            SELECT period.period FROM ledger.periods AS period
            WHERE period.tenant_id = tenant AND period.entity_id = entity AND period.adjustment = is_adjustment
                AND day BETWEEN period.starts AND period.ends
        ), 'the day ' || to_char(day, 'YYYY-MM-DD')
    ) || ' of entity "' || entity || '" is closed: the first open date is ' || to_char(pointer.through + 1, 'YYYY-MM-DD')
    FROM (
        SELECT through, adjusted_through FROM ledger.period_events AS event
        WHERE event.tenant_id = tenant AND event.entity_id = entity
        ORDER BY period_event_no DESC
        LIMIT 1
    ) AS pointer
    WHERE day <= CASE WHEN is_adjustment THEN pointer.adjusted_through ELSE pointer.through END
);

CREATE FUNCTION ledger.misplaced_adjustment(tenant text, entity text, day date) RETURNS text LANGUAGE sql STABLE
RETURN (
    SELECT 'no fiscal year of entity "' || entity || '" has its adjustment period on ' || to_char(day, 'YYYY-MM-DD')
        || coalesce(': the nearest is ' || (
            SELECT period.period || ' on ' || to_char(period.ends, 'YYYY-MM-DD') FROM ledger.periods AS period
            WHERE period.tenant_id = tenant AND period.entity_id = entity AND period.adjustment
            ORDER BY abs(period.ends - day), period.ends
            LIMIT 1
        ), ': one is laid out with the first close of its year, where the calendar has an adjustment_period')
    WHERE NOT EXISTS (
        SELECT FROM ledger.periods AS period
        WHERE period.tenant_id = tenant AND period.entity_id = entity AND period.adjustment AND period.ends = day
    )
);

CREATE FUNCTION ledger.enforce_open_period() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
DECLARE
    refused record;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(ledger.period_lock(tenant_id, entity_id))
    FROM (SELECT DISTINCT tenant_id, entity_id FROM new_journals ORDER BY tenant_id, entity_id) AS book;
    -- A statement of its own: its snapshot is taken after the lock. The earliest day of an entity speaks for the others.
    SELECT posting.*, posting.day <= pointer.through AS closed INTO refused
    FROM (
        SELECT tenant_id, entity_id, adjustment, min(effective_date) AS day FROM new_journals
        GROUP BY tenant_id, entity_id, adjustment, CASE WHEN adjustment THEN effective_date END
    ) AS posting
    LEFT JOIN LATERAL (
        SELECT CASE WHEN posting.adjustment THEN adjusted_through ELSE through END AS through
        FROM ledger.period_events AS event
        WHERE event.tenant_id = posting.tenant_id AND event.entity_id = posting.entity_id
        ORDER BY period_event_no DESC
        LIMIT 1
    ) AS pointer ON true
    WHERE posting.day <= pointer.through OR (
        posting.adjustment AND NOT EXISTS (
            SELECT FROM ledger.periods AS period
            WHERE period.tenant_id = posting.tenant_id AND period.entity_id = posting.entity_id
                AND period.adjustment AND period.ends = posting.day
        )
    )
    LIMIT 1;
    IF NOT FOUND THEN
        RETURN NULL;
    ELSIF refused.closed THEN
        RAISE EXCEPTION '%',
            ledger.closed_period(refused.tenant_id, refused.entity_id, refused.day, refused.adjustment)
            USING ERRCODE = 'LD010';
    END IF;
    RAISE EXCEPTION '%', ledger.misplaced_adjustment(refused.tenant_id, refused.entity_id, refused.day)
        USING ERRCODE = 'LD011';
END $$;

CREATE TRIGGER b2_in_an_open_period AFTER INSERT ON ledger.journals
REFERENCING NEW TABLE AS new_journals FOR EACH STATEMENT EXECUTE FUNCTION ledger.enforce_open_period();

-- Periods tile the days: each begins on the day after the one before it. Only at either end are new ones added.
CREATE FUNCTION ledger.enforce_tiling() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    wrong record;
BEGIN
    PERFORM ledger.hold_periods(tenant_id, entity_id)
    FROM (SELECT DISTINCT tenant_id, entity_id FROM new_periods ORDER BY tenant_id, entity_id) AS laid;
    SELECT * INTO wrong
    FROM (
        SELECT period.*, lag(period.ends) OVER days AS ends_before, lag(period.fiscal_year) OVER days AS year_before
        FROM (SELECT DISTINCT tenant_id, entity_id FROM new_periods) AS laid
        JOIN ledger.periods AS period USING (tenant_id, entity_id)
        WHERE NOT period.adjustment
        WINDOW days AS (PARTITION BY period.tenant_id, period.entity_id ORDER BY period.starts, period.ends)
    ) AS tile
    WHERE starts <> ends_before + 1 OR fiscal_year < year_before
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'period % of entity "%" starts on %, but the one before it ends on %: periods leave no gap and no overlap',
            wrong.period, wrong.entity_id, wrong.starts, wrong.ends_before USING ERRCODE = 'LD013';
    END IF;
    SELECT laid.*, year.ends AS year_ends INTO wrong
    FROM new_periods AS laid
    CROSS JOIN LATERAL (
        SELECT max(period.ends) AS ends FROM ledger.periods AS period
        WHERE period.tenant_id = laid.tenant_id AND period.entity_id = laid.entity_id
            AND period.fiscal_year = laid.fiscal_year AND NOT period.adjustment
    ) AS year
    WHERE laid.adjustment AND laid.ends IS DISTINCT FROM year.ends
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'period % of entity "%" must be dated at the last day of its fiscal year (%), not at %',
            wrong.period, wrong.entity_id, wrong.year_ends, wrong.ends USING ERRCODE = 'LD013';
    END IF;
    SELECT laid.* INTO wrong
    FROM new_periods AS laid
    CROSS JOIN LATERAL (
        SELECT through, adjusted_through FROM ledger.period_events AS event
        WHERE event.tenant_id = laid.tenant_id AND event.entity_id = laid.entity_id
        ORDER BY period_event_no DESC
        LIMIT 1
    ) AS pointer
    WHERE laid.adjustment AND laid.ends <= pointer.through AND laid.ends > pointer.adjusted_through
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'fiscal year % of entity "%" is closed: it cannot be given an adjustment period any more',
            wrong.fiscal_year, wrong.entity_id USING ERRCODE = 'LD013';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER a_tiling AFTER INSERT ON ledger.periods
REFERENCING NEW TABLE AS new_periods FOR EACH STATEMENT EXECUTE FUNCTION ledger.enforce_tiling();

CREATE FUNCTION ledger.refuse_close(target ledger.periods, state ledger.period_events) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found_first record;
BEGIN
    IF target.ends <= (CASE WHEN target.adjustment THEN state.adjusted_through ELSE state.through END) THEN
        RAISE EXCEPTION 'period % of entity "%" is closed already', target.period, target.entity_id USING ERRCODE = 'LD012';
    ELSIF target.adjustment AND target.ends > coalesce(state.through, '-infinity') THEN
        SELECT period INTO found_first FROM ledger.periods AS period
        WHERE period.tenant_id = target.tenant_id AND period.entity_id = target.entity_id
            AND NOT period.adjustment AND period.ends = target.ends;
        RAISE EXCEPTION 'period % of entity "%" is open and must be closed before %',
            found_first.period, target.entity_id, target.period USING ERRCODE = 'LD012';
    END IF;
    SELECT earlier.day, (
        SELECT period.period FROM ledger.periods AS period
        WHERE period.tenant_id = target.tenant_id AND period.entity_id = target.entity_id
            AND period.adjustment = target.adjustment AND earlier.day BETWEEN period.starts AND period.ends
    ) AS period INTO found_first
    FROM (
        SELECT min(effective_date) AS day FROM ledger.journals AS journal
        WHERE journal.tenant_id = target.tenant_id AND journal.entity_id = target.entity_id
            AND journal.adjustment = target.adjustment AND journal.effective_date < target.starts
            AND journal.effective_date
            > coalesce(CASE WHEN target.adjustment THEN state.adjusted_through ELSE state.through END, '-infinity')
    ) AS earlier
    WHERE earlier.day IS NOT NULL;
    IF FOUND THEN -- the detail lets a caller who knows the calendar name a period that is not laid out
        RAISE EXCEPTION '% of entity "%" is open, holds journals and must be closed before %',
            coalesce('period ' || found_first.period, 'the day ' || to_char(found_first.day, 'YYYY-MM-DD')),
            target.entity_id, target.period
            USING ERRCODE = 'LD012', DETAIL = to_char(found_first.day, 'YYYY-MM-DD');
    END IF;
END $$;

-- The latest period closed by its own name is reopened first; one that was only covered by a later close opens with an earlier.
CREATE FUNCTION ledger.refuse_reopen(target ledger.periods, state ledger.period_events) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    later text;
BEGIN
    IF target.ends
        > coalesce(CASE WHEN target.adjustment THEN state.adjusted_through ELSE state.through END, '-infinity') THEN
        RAISE EXCEPTION 'period % of entity "%" is not closed', target.period, target.entity_id USING ERRCODE = 'LD012';
    END IF;
    SELECT period.period INTO later
    FROM ledger.periods AS period
    CROSS JOIN LATERAL (
        SELECT action FROM ledger.period_events AS event
        WHERE event.tenant_id = period.tenant_id AND event.entity_id = period.entity_id AND event.period = period.period
        ORDER BY period_event_no DESC
        LIMIT 1
    ) AS latest
    WHERE period.tenant_id = target.tenant_id AND period.entity_id = target.entity_id AND latest.action = 'close'
        AND period.period <> target.period AND period.ends >= target.ends
        AND (period.adjustment OR NOT target.adjustment)
    ORDER BY period.adjustment DESC, period.ends DESC
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'period % of entity "%" was closed after %: reopen it first', later, target.entity_id, target.period
            USING ERRCODE = 'LD012';
    END IF;
END $$;

-- The pointers are worked out here and nowhere else: a row that brings others is refused, whoever inserts it.
CREATE FUNCTION ledger.enforce_closing_order() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
DECLARE
    given ledger.period_events := new;
    target ledger.periods;
    state ledger.period_events;
    laid_from date;
BEGIN
    PERFORM ledger.hold_periods(new.tenant_id, new.entity_id);
    SELECT * INTO target FROM ledger.periods AS period
    WHERE period.tenant_id = new.tenant_id AND period.entity_id = new.entity_id AND period.period = new.period;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'period "%" of entity "%" is not laid out', new.period, new.entity_id USING ERRCODE = 'LD012';
    END IF;
    SELECT * INTO state FROM ledger.period_events AS event
    WHERE event.tenant_id = new.tenant_id AND event.entity_id = new.entity_id
    ORDER BY period_event_no DESC
    LIMIT 1;
    IF new.action = 'close' THEN
        PERFORM ledger.refuse_close(target, state);
    ELSE
        PERFORM ledger.refuse_reopen(target, state);
    END IF;
    SELECT min(starts) INTO laid_from FROM ledger.periods AS period
    WHERE period.tenant_id = new.tenant_id AND period.entity_id = new.entity_id;
    new.period_event_no := coalesce(state.period_event_no, 0) + 1;
    new.adjustment := target.adjustment;
    new.through := CASE
        WHEN target.adjustment THEN state.through
        WHEN new.action = 'close' THEN target.ends
        ELSE target.starts - 1
    END;
    new.adjusted_through := CASE
        WHEN target.adjustment AND new.action = 'close' THEN target.ends
        WHEN target.adjustment THEN target.ends - 1
        ELSE least(coalesce(state.adjusted_through, laid_from - 1), new.through)
    END;
    IF given.period_event_no <> new.period_event_no OR given.adjustment <> new.adjustment OR given.through <> new.through
        OR given.adjusted_through <> new.adjusted_through OR given.recorded_xid <> pg_current_xact_id()
        OR given.recorded_at <> transaction_timestamp() THEN
        RAISE EXCEPTION 'period_events: give tenant, entity, action, period, by_whom and reason; the ledger works out the rest'
            USING ERRCODE = 'LD007';
    END IF;
    RETURN new;
END $$;

CREATE TRIGGER in_order BEFORE INSERT ON ledger.period_events
FOR EACH ROW EXECUTE FUNCTION ledger.enforce_closing_order();

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.fiscal_calendars
FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.periods
FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.period_events
FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

CREATE TRIGGER recorded AFTER INSERT ON ledger.fiscal_calendars
FOR EACH ROW EXECUTE FUNCTION ledger.record_row('calendar_set');
CREATE TRIGGER recorded AFTER INSERT ON ledger.periods
FOR EACH ROW EXECUTE FUNCTION ledger.record_row('period_laid_out');
CREATE TRIGGER closed AFTER INSERT ON ledger.period_events FOR EACH ROW
WHEN (new.action = 'close') EXECUTE FUNCTION ledger.record_row('period_closed');
CREATE TRIGGER reopened AFTER INSERT ON ledger.period_events FOR EACH ROW
WHEN (new.action = 'reopen') EXECUTE FUNCTION ledger.record_row('period_reopened');
