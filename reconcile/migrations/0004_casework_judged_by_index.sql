-- The law of 0003, unchanged, at the cost of an action and not of the history: each event is judged by looking up its own items,
-- and only where it can hold any.
CREATE FUNCTION reconcile.holds(whose text, decision bigint) RETURNS boolean LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM reconcile.holding_events WHERE tenant_id = whose AND event_no = decision);
END $$;

CREATE OR REPLACE FUNCTION reconcile.refuse_item_twice() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    decision bigint;
    culprit record;
BEGIN
    SELECT coalesce(root.draft_no, root.event_no) INTO decision
    FROM reconcile.casework_events AS root
    WHERE root.tenant_id = new.tenant_id AND root.event_no = new.root_no;
    SELECT item.item_id, other.event_no INTO culprit
    FROM reconcile.casework_items AS item
    JOIN reconcile.casework_events AS mine ON mine.tenant_id = item.tenant_id AND mine.event_no = item.event_no
    JOIN reconcile.casework_items AS other
        ON other.tenant_id = item.tenant_id AND other.item_id = item.item_id AND other.side = item.side
        AND other.part_no = 0 AND other.event_no <> item.event_no
    JOIN reconcile.casework_events AS another
        ON another.tenant_id = other.tenant_id AND another.event_no = other.event_no
        AND another.reconciliation = mine.reconciliation
    WHERE item.tenant_id = new.tenant_id AND item.event_no = decision AND item.part_no = 0
        AND reconcile.holds(new.tenant_id, other.event_no) AND reconcile.holds(new.tenant_id, decision)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'item ''%'' is decided by event % already: undo that one first', culprit.item_id, culprit.event_no
            USING ERRCODE = 'CW005';
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER no_item_twice ON reconcile.casework_events;
CREATE CONSTRAINT TRIGGER no_item_twice AFTER INSERT ON reconcile.casework_events DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (new.kind NOT IN (
    'assign', 'comment', 'attach', 'ignore_until', 'reopen', 'reject_proposal', 'unmatch', 'decline', 'gone', 'returned'
)) EXECUTE FUNCTION reconcile.refuse_item_twice();
