-- What is written stays. These triggers bind the table owner and the superuser alike; whoever may disable triggers (ALTER TABLE,
-- session_replication_role) or edit the data files is out of their reach, and is for the event log to convict.
CREATE FUNCTION ledger.refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'ledger.% is append-only: % is refused, correct a journal by reversing it', tg_table_name, tg_op
        USING ERRCODE = 'LD003';
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.journals
FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.lines
FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.events
FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.tenants
FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.currencies
FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER not_removed BEFORE DELETE OR TRUNCATE ON ledger.entities
FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER not_removed BEFORE DELETE OR TRUNCATE ON ledger.accounts
FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

CREATE FUNCTION ledger.refuse_new_meaning() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'ledger.%: only the name may change; a code, type or currency gives old journals another meaning',
        tg_table_name USING ERRCODE = 'LD003';
END $$;

CREATE TRIGGER only_renamed BEFORE UPDATE ON ledger.accounts FOR EACH ROW
WHEN ((old.tenant_id, old.entity_id, old.account_code, old.type)
    IS DISTINCT FROM (new.tenant_id, new.entity_id, new.account_code, new.type))
EXECUTE FUNCTION ledger.refuse_new_meaning();
CREATE TRIGGER only_renamed BEFORE UPDATE ON ledger.entities FOR EACH ROW
WHEN ((old.tenant_id, old.entity_id, old.currency) IS DISTINCT FROM (new.tenant_id, new.entity_id, new.currency))
EXECUTE FUNCTION ledger.refuse_new_meaning();

CREATE FUNCTION ledger.refuse_forged_event() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'ledger.events is written by the ledger itself, when it accepts a request' USING ERRCODE = 'LD003';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER only_by_the_ledger BEFORE INSERT ON ledger.events
FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_forged_event();
