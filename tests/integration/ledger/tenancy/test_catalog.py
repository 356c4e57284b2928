"""No table, key, view or function of the ledger is left out of the isolation, whichever migration brought it."""

import pytest

from tests.integration.ledger.tenancy.catalog import names, tables

RANDOM_SECRETS = ["ledger.api_keys"]
"""Looked up by the hash of a 256-bit secret before the tenant is known; nobody can meet another's by chance or search."""

REFUSE_WHEN_BLIND = ["first_line_has_its_journal"]
"""Checks at the commit that refuse when they do not find a row: one that is hidden from them does no harm."""


def test_every_table_has_a_tenant_and_forced_policies_for_it(keeper):
    unprotected = names(
        keeper,
        "SELECT oid::regclass::text FROM pg_class AS t WHERE oid = ANY(%s::regclass[]) AND NOT ("
        " relrowsecurity AND relforcerowsecurity"
        " AND EXISTS (SELECT FROM pg_attribute WHERE attrelid = t.oid AND attname = 'tenant_id' AND attnotnull)"
        " AND EXISTS (SELECT FROM pg_policy WHERE polrelid = t.oid AND polpermissive AND polroles = '{0}' AND polcmd = '*'"
        "  AND pg_get_expr(polqual, t.oid) LIKE '%%current_setting(''tieout.tenant''%%'"
        "  AND pg_get_expr(polwithcheck, t.oid) = pg_get_expr(polqual, t.oid))"
        " AND EXISTS (SELECT FROM pg_policy WHERE polrelid = t.oid AND NOT polpermissive AND polcmd = '*'"
        "  AND polroles = ARRAY['tieout_auditor'::regrole::oid]))",
        tables(keeper),
    )
    assert unprotected == [], "a migration that adds a table ends with SELECT ledger.isolate_all()"


def test_only_tenants_names_and_keys_that_are_shown_are_seen_without_naming_a_tenant(keeper):
    others = names(
        keeper,
        "SELECT polrelid::regclass || ' ' || polname FROM pg_policy JOIN pg_class ON pg_class.oid = polrelid"
        " WHERE relnamespace = 'ledger'::regnamespace AND polname NOT IN ('of_the_named_tenant', 'of_a_tenant_that_admits')"
        " ORDER BY 1",
    )
    assert others == ["ledger.api_keys of_whoever_shows_it", "ledger.tenants listed_for_the_owner"]


def test_every_key_and_unique_index_leads_with_the_tenant(keeper):
    astray = names(
        keeper,
        "SELECT indexrelid::regclass::text FROM pg_index"
        " JOIN pg_class ON pg_class.oid = indrelid AND relnamespace = 'ledger'::regnamespace"
        " JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]"
        " WHERE indisunique AND attname <> 'tenant_id' AND indrelid::regclass::text <> ALL(%s)",
        RANDOM_SECRETS,
    )
    assert astray == []


def test_every_foreign_key_points_from_the_tenant_to_the_same_tenant(keeper):
    astray = names(
        keeper,
        "SELECT conrelid::regclass || ' ' || conname FROM pg_constraint AS fk"
        " WHERE contype = 'f' AND connamespace = 'ledger'::regnamespace AND NOT ("
        " (SELECT attname FROM pg_attribute WHERE attrelid = conrelid AND attnum = conkey[1]) = 'tenant_id'"
        " AND (SELECT attname FROM pg_attribute WHERE attrelid = confrelid AND attnum = confkey[1]) = 'tenant_id')",
    )
    assert astray == []


@pytest.mark.parametrize("schema", ["ledger", "ledger_audit"])
def test_every_view_judges_its_reader_and_nothing_is_kept_apart_from_the_policies(keeper, schema):
    views = names(
        keeper,
        "SELECT oid::regclass::text FROM pg_class WHERE relnamespace = %s::regnamespace"
        " AND (relkind = 'm' OR relkind = 'v' AND NOT coalesce('security_invoker=true' = ANY(reloptions), false))",
        schema,
    )
    assert views == []


def test_the_public_has_no_right_to_anything(keeper):
    granted = names(
        keeper,
        "SELECT what FROM ("
        " SELECT oid::regclass::text, relacl FROM pg_class"
        "  WHERE relnamespace IN ('ledger'::regnamespace, 'ledger_audit'::regnamespace) AND relkind IN ('r', 'p', 'v', 'S')"
        " UNION ALL SELECT oid::regprocedure::text, coalesce(proacl, acldefault('f', proowner)) FROM pg_proc"
        "  WHERE pronamespace IN ('ledger'::regnamespace, 'ledger_audit'::regnamespace)"
        " UNION ALL SELECT nspname, nspacl FROM pg_namespace WHERE nspname LIKE 'ledger%%'"
        ") AS thing (what, acl), aclexplode(acl) WHERE grantee = 0",
    )
    assert granted == []


def test_functions_with_the_owners_rights_fix_their_search_path_and_are_granted_by_name(keeper):
    rows = keeper.execute(
        "SELECT proname, array_to_string(proconfig, ' '), prorettype = 'trigger'::regtype,"
        " has_function_privilege('tieout_app', oid, 'EXECUTE') FROM pg_proc"
        " WHERE pronamespace = 'ledger'::regnamespace AND prosecdef"
    ).fetchall()
    assert {"record_journals", "record_row", "enforce_chart"} <= {name for name, *_ in rows}
    assert [name for name, settings, *_ in rows if "search_path=pg_catalog, pg_temp" not in (settings or "")] == []
    assert [name for name, _, is_trigger, granted in rows if is_trigger and granted] == []


def test_triggers_judge_as_the_owner_only_after_the_row_level_check(keeper):
    astray = names(
        keeper,
        "SELECT DISTINCT proname FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid"
        " WHERE pronamespace = 'ledger'::regnamespace AND NOT tgisinternal AND prosecdef <> (tgtype & 2 = 0)",
    )
    assert astray == [], "a migration that adds or replaces a trigger function ends with SELECT ledger.isolate_all()"


def test_neither_role_logs_in_or_passes_by_the_policies(keeper):
    roles = keeper.execute(
        "SELECT rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles"
        " WHERE rolname IN ('tieout_app', 'tieout_auditor') ORDER BY 1"
    ).fetchall()
    assert roles == [(name, *[False] * 5) for name in ("tieout_app", "tieout_auditor")]


def test_the_services_role_owns_nothing_and_changes_no_key_or_record(keeper):
    assert names(keeper, "SELECT relname FROM pg_class WHERE relowner = 'tieout_app'::regrole") == []
    changeable = keeper.execute(
        "SELECT relname, array_agg(attname::text ORDER BY attnum) FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid"
        " WHERE relnamespace = 'ledger'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped"
        " AND has_column_privilege('tieout_app', pg_class.oid, attnum, 'UPDATE') GROUP BY relname ORDER BY relname"
    ).fetchall()
    assert dict(changeable) == {
        "accounts": ["name", "parent_code", "currency", "active_from", "active_to", "floor_amount", "ceiling_amount"],
        "entities": ["name", "fiscal_year_start"],
    }
    removable = names(
        keeper,
        "SELECT relname FROM pg_class WHERE relnamespace = 'ledger'::regnamespace AND relkind = 'r'"
        " AND (has_table_privilege('tieout_app', oid, 'DELETE') OR has_table_privilege('tieout_app', oid, 'TRUNCATE'))",
    )
    assert removable == []


def test_an_auditor_has_no_right_but_to_read(keeper):
    writable = names(
        keeper,
        "SELECT relname FROM pg_class WHERE relnamespace IN ('ledger'::regnamespace, 'ledger_audit'::regnamespace)"
        " AND relkind IN ('r', 'p', 'v')"
        " AND (has_any_column_privilege('tieout_auditor', oid, 'INSERT') OR has_any_column_privilege('tieout_auditor', oid, 'UPDATE')"
        "  OR has_table_privilege('tieout_auditor', oid, 'DELETE') OR has_table_privilege('tieout_auditor', oid, 'TRUNCATE')"
        "  OR has_table_privilege('tieout_auditor', oid, 'TRIGGER'))",
    )
    assert writable == []
    assert not keeper.execute("SELECT has_schema_privilege('tieout_auditor', 'ledger', 'USAGE')").fetchone()[0]
    callable_ = names(
        keeper,
        "SELECT proname FROM pg_proc WHERE pronamespace IN ('ledger'::regnamespace, 'ledger_audit'::regnamespace)"
        " AND has_function_privilege('tieout_auditor', oid, 'EXECUTE')",
    )
    assert callable_ == []


def test_a_check_at_the_commit_is_preceded_by_one_that_the_tenant_is_still_the_same(keeper):
    unguarded = names(
        keeper,
        "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger AS late"
        " JOIN pg_class ON pg_class.oid = tgrelid AND relnamespace = 'ledger'::regnamespace"
        " WHERE tgdeferrable AND NOT tgisinternal AND tgname <> ALL(%s) AND NOT EXISTS ("
        "  SELECT FROM pg_trigger WHERE tgrelid = late.tgrelid AND tgdeferrable AND tgname <= late.tgname"
        "  AND tgfoid = 'ledger.refuse_changed_tenant'::regproc)",
        REFUSE_WHEN_BLIND,
    )
    assert unguarded == []
