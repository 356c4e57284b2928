-- The law of closes. Every refusal has a SQLSTATE of class RP and says in one line what is wrong.
CREATE FUNCTION reporting.refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'reporting.% is append-only: % is refused', tg_table_name, tg_op USING ERRCODE = 'RP001';
END $$;

-- The rows of a seal come before its event: what is added later belongs to nobody's word.
CREATE FUNCTION reporting.refuse_late_rows() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM new_rows
        JOIN reporting.close_events AS event ON event.tenant_id = new_rows.tenant_id AND event.event_no = new_rows.close_no
    ) THEN
        RAISE EXCEPTION 'reporting.%: a seal that was given is not added to', tg_table_name USING ERRCODE = 'RP002';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION reporting.is_locked(whose text, entity text, name text) RETURNS boolean LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
RETURN coalesce((
    SELECT period.ends <= CASE WHEN period.adjustment THEN pointer.adjusted_through ELSE pointer.through END
    FROM ledger.periods AS period
    CROSS JOIN LATERAL (
        SELECT through, adjusted_through FROM ledger.period_events AS event
        WHERE event.tenant_id = whose AND event.entity_id = entity
        ORDER BY period_event_no DESC
        LIMIT 1
    ) AS pointer
    WHERE period.tenant_id = whose AND period.entity_id = entity AND period.period = name
), false);

-- A close is locked and sealed when it is prepared, and unlocked when it is taken back: in the same transaction, or not at all.
CREATE FUNCTION reporting.refuse_unsealed(asked reporting.close_events) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT reporting.is_locked(asked.tenant_id, asked.entity_id, asked.period) THEN
        RAISE EXCEPTION 'period % of entity "%" is open in the ledger: it is locked before it is sealed',
            asked.period, asked.entity_id USING ERRCODE = 'RP003';
    ELSIF asked.trial_balance_hash <> reporting.hash_of(asked.tenant_id, asked.event_no, 1)
        OR asked.seal_hash <> reporting.hash_of(asked.tenant_id, asked.event_no, 3) THEN
        RAISE EXCEPTION 'the hashes of the close of % are not those of its rows', asked.period USING ERRCODE = 'RP004';
    END IF;
END $$;

CREATE FUNCTION reporting.refuse_locked(asked reporting.close_events) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    later text;
BEGIN
    SELECT other.period INTO later
    FROM ledger.periods AS period
    JOIN reporting.closes AS other ON other.tenant_id = period.tenant_id AND other.entity_id = period.entity_id
    WHERE period.tenant_id = asked.tenant_id AND period.entity_id = asked.entity_id AND period.period = asked.period
        AND (other.ends, other.adjustment) > (period.ends, period.adjustment) AND other.state <> 'reopened'
    ORDER BY other.ends DESC, other.adjustment DESC
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'period % of entity "%" was closed after %: reopen it first', later, asked.entity_id, asked.period
            USING ERRCODE = 'RP005';
    ELSIF reporting.is_locked(asked.tenant_id, asked.entity_id, asked.period) THEN
        RAISE EXCEPTION 'period % of entity "%" is still locked in the ledger: it is reopened there first',
            asked.period, asked.entity_id USING ERRCODE = 'RP003';
    END IF;
END $$;

-- Four eyes: who prepared a close neither certifies nor refuses it.
CREATE FUNCTION reporting.refuse_same_person(asked reporting.close_events) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM reporting.close_events
        WHERE tenant_id = asked.tenant_id AND event_no = asked.close_no AND lower(btrim(who)) = lower(btrim(asked.who))
    ) THEN
        RAISE EXCEPTION 'the close of % was prepared by ''%'': a second person certifies or refuses it', asked.period, asked.who
            USING ERRCODE = 'RP006';
    END IF;
END $$;

-- Which event may follow which. One writer per entity at a time: the same lock that closes and postings of the ledger take.
CREATE FUNCTION reporting.enforce_close_order() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    asked reporting.close_events := new;
    latest reporting.close_events;
BEGIN
    PERFORM ledger.hold_periods(new.tenant_id, new.entity_id);
    SELECT * INTO latest FROM reporting.close_events AS event
    WHERE event.tenant_id = new.tenant_id AND event.entity_id = new.entity_id AND event.period = new.period
    ORDER BY event.event_no DESC
    LIMIT 1;
    IF new.event_no <= latest.event_no OR new.recorded_xid <> pg_current_xact_id()
        OR new.recorded_at <> transaction_timestamp() THEN
        RAISE EXCEPTION 'close_events: the number, the time and the transaction are given by the database'
            USING ERRCODE = 'RP002';
    ELSIF (CASE new.kind
        WHEN 'prepared' THEN latest.kind IS NULL OR latest.kind IN ('refused', 'reopened', 'decertified')
        WHEN 'certified' THEN latest.kind = 'prepared'
        WHEN 'refused' THEN latest.kind = 'prepared'
        WHEN 'reopened' THEN latest.kind IN ('prepared', 'certified', 'decertified', 'restored')
        WHEN 'decertified' THEN latest.kind IN ('certified', 'decertified', 'restored')
        ELSE latest.kind = 'decertified'
    END) IS NOT TRUE OR (new.kind <> 'prepared' AND new.close_no <> latest.close_no) THEN
        RAISE EXCEPTION 'period % of entity "%" is %: it cannot be % now', new.period, new.entity_id,
            coalesce(latest.kind, 'open'), new.kind USING ERRCODE = 'RP007';
    ELSIF new.kind = 'prepared' THEN
        PERFORM reporting.refuse_unsealed(asked);
    ELSIF new.kind IN ('certified', 'refused') THEN
        PERFORM reporting.refuse_same_person(asked);
    END IF;
    IF new.kind IN ('refused', 'reopened') THEN
        PERFORM reporting.refuse_locked(asked);
    END IF;
    RETURN new;
END $$;

CREATE TRIGGER in_order BEFORE INSERT ON reporting.close_events
FOR EACH ROW EXECUTE FUNCTION reporting.enforce_close_order();

DO $$
DECLARE
    kept text;
BEGIN
    FOREACH kept IN ARRAY ARRAY[
        'close_events', 'sealed_balances', 'sealed_totals', 'sealed_proofs', 'sealed_checks', 'flux_comments'
    ] LOOP
        EXECUTE format(
            'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON reporting.%I'
            ' FOR EACH STATEMENT EXECUTE FUNCTION reporting.refuse_change()', kept
        );
        PERFORM ledger.isolate(format('reporting.%I', kept)::regclass);
        CONTINUE WHEN kept NOT LIKE 'sealed%';
        EXECUTE format(
            'CREATE TRIGGER before_its_event AFTER INSERT ON reporting.%I REFERENCING NEW TABLE AS new_rows'
            ' FOR EACH STATEMENT EXECUTE FUNCTION reporting.refuse_late_rows()', kept
        );
    END LOOP;
END $$;
REVOKE ALL ON ALL ROUTINES IN SCHEMA reporting FROM PUBLIC;
GRANT SELECT ON reporting.closes, reporting.sealed_rows TO tieout_app;
GRANT EXECUTE ON FUNCTION reporting.canonical(text []) TO tieout_app;
