-- The law of casework. Every refusal has a SQLSTATE of class CW and says in one line what is wrong.
--
-- It is written by one session at a time: numbers then follow the order of commits, and no rule is judged on a state that
-- another session is just changing.
CREATE FUNCTION reconcile.one_at_a_time() RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(7415002);
END $$;

CREATE FUNCTION reconcile.wait_for_others() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM reconcile.one_at_a_time();
    RETURN NULL;
END $$;

-- Four eyes: whoever drafted a journal, or asked for its approval, moves no money by approving it.
CREATE FUNCTION reconcile.refuse_same_person(whose text, draft bigint, approver text) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM reconcile.casework_events
        WHERE tenant_id = whose AND (event_no = draft OR (draft_no = draft AND kind = 'request_approval'))
            AND lower(btrim(who)) = lower(btrim(approver))
    ) THEN
        RAISE EXCEPTION 'draft % is by ''%'' too: a second person approves it', draft, approver USING ERRCODE = 'CW003';
    END IF;
END $$;

CREATE FUNCTION reconcile.place_in_chain() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    undone record;
BEGIN
    new.root_no := new.event_no;
    new.turn := 0;
    IF new.undoes IS NULL THEN
        RETURN new;
    END IF;
    SELECT event.root_no, event.turn, root.kind, root.draft_no INTO undone
    FROM reconcile.casework_events AS event
    JOIN reconcile.casework_events AS root ON root.tenant_id = event.tenant_id AND root.event_no = event.root_no
    WHERE event.tenant_id = new.tenant_id AND event.event_no = new.undoes;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no event % to undo', new.undoes USING ERRCODE = 'CW002';
    ELSIF undone.kind IN ('gone', 'returned') THEN
        RAISE EXCEPTION 'event % tells what a run found: only another run can find otherwise', new.undoes USING ERRCODE = 'CW002';
    ELSIF undone.kind IN ('request_approval', 'decline') AND EXISTS (
        SELECT FROM reconcile.casework_events
        WHERE tenant_id = new.tenant_id AND draft_no = undone.draft_no AND kind = 'approve'
    ) THEN
        RAISE EXCEPTION 'draft % was approved: undo its approval', undone.draft_no USING ERRCODE = 'CW002';
    ELSIF undone.kind = 'approve' AND undone.turn % 2 = 1 THEN
        PERFORM reconcile.refuse_same_person(new.tenant_id, undone.draft_no, new.who);
    END IF;
    new.root_no := undone.root_no;
    new.turn := undone.turn + 1;
    RETURN new;
END $$;

CREATE FUNCTION reconcile.answer_a_draft() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    now_is text;
BEGIN
    SELECT state INTO now_is FROM reconcile.draft_states WHERE tenant_id = new.tenant_id AND draft_no = new.draft_no;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no draft %', new.draft_no USING ERRCODE = 'CW004';
    ELSIF new.kind = 'request_approval' AND now_is NOT IN ('declined', 'withdrawn') THEN
        RAISE EXCEPTION 'draft % is % already', new.draft_no, now_is USING ERRCODE = 'CW004';
    ELSIF new.kind <> 'request_approval' AND now_is <> 'pending' THEN
        RAISE EXCEPTION 'draft % does not wait for approval: it is %', new.draft_no, now_is USING ERRCODE = 'CW004';
    ELSIF new.kind = 'approve' THEN
        PERFORM reconcile.refuse_same_person(new.tenant_id, new.draft_no, new.who);
    END IF;
    RETURN new;
END $$;

-- Judged when the whole of an action is written: its items come after its event.
CREATE FUNCTION reconcile.refuse_item_twice() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    culprit record;
BEGIN
    SELECT item.item_id, other.event_no INTO culprit
    FROM reconcile.casework_events AS root
    JOIN reconcile.holding_events AS holding
        ON holding.tenant_id = root.tenant_id AND holding.event_no = coalesce(root.draft_no, root.event_no)
    JOIN reconcile.casework_items AS item
        ON item.tenant_id = holding.tenant_id AND item.event_no = holding.event_no AND item.part_no = 0
    JOIN reconcile.casework_items AS other
        ON other.tenant_id = item.tenant_id AND other.item_id = item.item_id AND other.side = item.side
        AND other.part_no = 0 AND other.event_no <> item.event_no
    JOIN reconcile.holding_events AS another
        ON another.tenant_id = other.tenant_id AND another.event_no = other.event_no
        AND another.reconciliation = holding.reconciliation
    WHERE root.tenant_id = new.tenant_id AND root.event_no = new.root_no
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'item ''%'' is decided by event % already: undo that one first', culprit.item_id, culprit.event_no
            USING ERRCODE = 'CW005';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION reconcile.refuse_inexact_split() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    parts record;
BEGIN
    SELECT min(item_id) AS item_id, count(*) FILTER (WHERE part_no = 0) AS wholes, count(*) FILTER (WHERE part_no > 0) AS parts,
        sum(amount) FILTER (WHERE part_no = 0) AS whole, sum(amount) FILTER (WHERE part_no > 0) AS sum
    INTO parts
    FROM reconcile.casework_items WHERE tenant_id = new.tenant_id AND event_no = new.event_no;
    IF (parts.wholes = 1 AND parts.parts >= 2 AND parts.whole = parts.sum) IS NOT TRUE THEN
        RAISE EXCEPTION 'the parts of item ''%'' are not two or more that sum exactly to it', parts.item_id
            USING ERRCODE = 'CW006';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER a_one_at_a_time BEFORE INSERT ON reconcile.casework_events
FOR EACH STATEMENT EXECUTE FUNCTION reconcile.wait_for_others();
CREATE TRIGGER b_in_its_chain BEFORE INSERT ON reconcile.casework_events
FOR EACH ROW EXECUTE FUNCTION reconcile.place_in_chain();
CREATE TRIGGER c_answers_a_draft BEFORE INSERT ON reconcile.casework_events
FOR EACH ROW WHEN (new.draft_no IS NOT NULL) EXECUTE FUNCTION reconcile.answer_a_draft();
CREATE CONSTRAINT TRIGGER no_item_twice AFTER INSERT ON reconcile.casework_events DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION reconcile.refuse_item_twice();
CREATE CONSTRAINT TRIGGER exact_split AFTER INSERT ON reconcile.casework_events DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (new.kind = 'split') EXECUTE FUNCTION reconcile.refuse_inexact_split();
