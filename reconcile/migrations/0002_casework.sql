-- Casework: what people did about exceptions, who, when and why. Events are only ever added; what an exception is now follows
-- from them. Every key leads with tenant_id.
CREATE SEQUENCE reconcile.casework_numbers;

-- An undo points to the event that it takes back, and may itself be taken back. Each event is undone at most once, so that an
-- event and its undos are one chain: it stands while their number is even.
CREATE TABLE reconcile.casework_events (
    tenant_id text COLLATE "C" NOT NULL CHECK (tenant_id <> ''),
    event_no bigint NOT NULL DEFAULT nextval('reconcile.casework_numbers'),
    kind text COLLATE "C" NOT NULL CONSTRAINT known_kind CHECK (kind IN (
        'assign', 'comment', 'attach', 'ignore_until', 'reopen', 'undo',
        'confirm_proposal', 'reject_proposal', 'force_match', 'unmatch', 'split',
        'fee', 'fx_difference', 'rounding', 'write_off', 'suspense', 'correct', 'request_approval', 'approve', 'decline',
        'gone', 'returned'
    )),
    who text NOT NULL CONSTRAINT by_somebody CHECK (btrim(who) <> ''),
    why text CONSTRAINT reason_says_something CHECK (btrim(why) <> ''),
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    reconciliation text COLLATE "C",
    match_id text COLLATE "C",
    draft_no bigint,
    undoes bigint,
    root_no bigint NOT NULL,
    turn integer NOT NULL,
    details jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (tenant_id, event_no),
    CONSTRAINT one_undo_per_event UNIQUE (tenant_id, root_no, turn),
    CONSTRAINT undo_points_back CHECK ((kind = 'undo') = (undoes IS NOT NULL) AND undoes < event_no),
    CONSTRAINT answers_a_draft CHECK ((kind IN ('request_approval', 'approve', 'decline')) = (draft_no IS NOT NULL)),
    CONSTRAINT given_with_a_reason CHECK (why IS NOT NULL OR kind IN ('assign', 'attach', 'request_approval', 'approve')),
    FOREIGN KEY (tenant_id, undoes) REFERENCES reconcile.casework_events
);
COMMENT ON COLUMN reconcile.casework_events.root_no IS 'The event at stake: its own number; of an undo, the first of its chain';
COMMENT ON COLUMN reconcile.casework_events.turn IS 'Place in that chain: 0 the event, 1 its undo, 2 the undo of that';
CREATE UNIQUE INDEX one_approval_per_draft ON reconcile.casework_events (tenant_id, draft_no) WHERE kind = 'approve';
CREATE INDEX casework_events_of_a_draft ON reconcile.casework_events (tenant_id, draft_no, kind) WHERE draft_no IS NOT NULL;

-- Which exceptions an event is about: several, where they were settled together.
CREATE TABLE reconcile.casework_subjects (
    tenant_id text COLLATE "C" NOT NULL,
    event_no bigint NOT NULL,
    exception_id text COLLATE "C" NOT NULL CHECK (exception_id <> ''),
    PRIMARY KEY (tenant_id, exception_id, event_no),
    FOREIGN KEY (tenant_id, event_no) REFERENCES reconcile.casework_events
);
CREATE INDEX casework_subjects_of_an_event ON reconcile.casework_subjects (tenant_id, event_no);

-- Which items a decision is about. Part 0 is the item itself; a split has its parts beside it.
CREATE TABLE reconcile.casework_items (
    tenant_id text COLLATE "C" NOT NULL,
    event_no bigint NOT NULL,
    side text COLLATE "C" NOT NULL CHECK (side IN ('left', 'right')),
    item_id text COLLATE "C" NOT NULL CHECK (item_id <> ''),
    part_no integer NOT NULL DEFAULT 0 CHECK (part_no >= 0),
    amount bigint NOT NULL,
    PRIMARY KEY (tenant_id, event_no, side, item_id, part_no),
    CONSTRAINT no_empty_part CHECK (amount <> 0 OR part_no = 0),
    FOREIGN KEY (tenant_id, event_no) REFERENCES reconcile.casework_events
);
COMMENT ON COLUMN reconcile.casework_items.amount IS 'Minor units, signed as matching sees it: equal means equal on both sides';
CREATE INDEX casework_items_by_item ON reconcile.casework_items (tenant_id, item_id, event_no);

-- A journal that waits for a second person. Two lines of one amount: it balances by its form. Its id derives from its number,
-- so that the ledger recognises it however often it is posted.
CREATE TABLE reconcile.drafts (
    tenant_id text COLLATE "C" NOT NULL,
    draft_no bigint NOT NULL,
    journal_id text COLLATE "C" NOT NULL GENERATED ALWAYS AS ('casework-' || draft_no::text) STORED,
    entity_id text COLLATE "C" NOT NULL,
    effective_date date NOT NULL,
    currency text COLLATE "C" NOT NULL,
    scale smallint NOT NULL CHECK (scale BETWEEN 0 AND 9),
    amount bigint NOT NULL CHECK (amount <> 0),
    account_code text COLLATE "C" NOT NULL,
    contra_code text COLLATE "C" NOT NULL,
    journal_kind text NOT NULL,
    counterparty text,
    reference text NOT NULL,
    description text NOT NULL,
    rate numeric CHECK (rate > 0),
    rate_source text,
    PRIMARY KEY (tenant_id, draft_no),
    CONSTRAINT two_accounts CHECK (account_code <> contra_code),
    CONSTRAINT rate_has_a_source CHECK ((rate IS NULL) = (rate_source IS NULL)),
    FOREIGN KEY (tenant_id, draft_no) REFERENCES reconcile.casework_events
);
COMMENT ON COLUMN reconcile.drafts.amount IS 'Minor units of the line on account_code, debit positive; that on contra_code is its opposite';
ALTER TABLE reconcile.casework_events ADD CONSTRAINT of_a_draft
FOREIGN KEY (tenant_id, draft_no) REFERENCES reconcile.drafts;

CREATE FUNCTION reconcile.refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'reconcile.% is append-only: % is refused, undo an event by a further one', tg_table_name, tg_op
        USING ERRCODE = 'CW001';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON reconcile.casework_events
FOR EACH STATEMENT EXECUTE FUNCTION reconcile.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON reconcile.casework_subjects
FOR EACH STATEMENT EXECUTE FUNCTION reconcile.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON reconcile.casework_items
FOR EACH STATEMENT EXECUTE FUNCTION reconcile.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON reconcile.drafts
FOR EACH STATEMENT EXECUTE FUNCTION reconcile.refuse_change();

-- An event with what became of it: whether it still stands, and by which event of its chain that was last decided.
CREATE VIEW reconcile.casework_acts AS
SELECT event.*, chain.turn % 2 = 0 AS stands, chain.event_no AS last_no, chain.recorded_at AS last_at
FROM reconcile.casework_events AS event
CROSS JOIN LATERAL (
    SELECT event_no, turn, recorded_at FROM reconcile.casework_events AS later
    WHERE later.tenant_id = event.tenant_id AND later.root_no = event.event_no
    ORDER BY later.turn DESC
    LIMIT 1
) AS chain
WHERE event.turn = 0;

CREATE VIEW reconcile.draft_states AS
SELECT draft.*, drafting.kind, drafting.who, drafting.why, drafting.recorded_at, drafting.reconciliation,
    CASE
        WHEN posting.stands THEN 'posted'
        WHEN NOT posting.stands THEN 'reversed'
        WHEN NOT drafting.stands OR answer.kind IS NULL THEN 'withdrawn'
        WHEN answer.kind = 'decline' THEN 'declined'
        ELSE 'pending'
    END AS state
FROM reconcile.drafts AS draft
JOIN reconcile.casework_acts AS drafting
    ON drafting.tenant_id = draft.tenant_id AND drafting.event_no = draft.draft_no
LEFT JOIN reconcile.casework_acts AS posting
    ON posting.tenant_id = draft.tenant_id AND posting.draft_no = draft.draft_no AND posting.kind = 'approve'
LEFT JOIN LATERAL (
    SELECT act.kind FROM reconcile.casework_acts AS act
    WHERE act.tenant_id = draft.tenant_id AND act.draft_no = draft.draft_no
        AND act.kind IN ('request_approval', 'decline') AND act.stands
    ORDER BY act.last_no DESC
    LIMIT 1
) AS answer ON TRUE;

-- What settles an exception, and what opens it again. `gone` and `returned` are a run's: it lists the exception no more, or again.
CREATE VIEW reconcile.casework_turns AS
SELECT act.tenant_id, subject.exception_id, act.event_no, act.last_no, act.last_at, act.kind,
    CASE WHEN act.stands AND act.kind NOT IN ('reopen', 'returned') THEN 'resolved' ELSE 'reopened' END AS status
FROM reconcile.casework_acts AS act
JOIN reconcile.casework_subjects AS subject USING (tenant_id, event_no)
WHERE act.kind IN ('confirm_proposal', 'force_match', 'split', 'approve', 'gone', 'returned')
    OR (act.kind = 'reopen' AND act.stands);

-- Decisions that hold an item: no other may have it. A rejection or an unmatching holds nothing.
CREATE VIEW reconcile.holding_events AS
SELECT act.tenant_id, act.event_no, act.reconciliation
FROM reconcile.casework_acts AS act
WHERE act.stands AND act.kind IN ('confirm_proposal', 'force_match', 'split')
UNION ALL
SELECT draft.tenant_id, draft.draft_no, draft.reconciliation
FROM reconcile.draft_states AS draft
WHERE draft.state IN ('pending', 'posted');
