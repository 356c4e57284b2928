"""Rules out of data: each case needs one rule; the suggestion is that rule, and matches what the case holds."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest
from jinja2 import Environment

from dbt_project import PROJECT_DIR
from ingest.receiver import receive
from ledger.setup import sync_books
from reconcile.suggest.queries import Queries
from tests.support.suggestion_cases import write_company
from tieout.config import FeeSchedule, Pass
from tieout.config.models import References
from tieout.postgres import connect
from tieout.postgres.embedded import EmbeddedServer
from tieout.workspace import Workspace
from warehouse.dry_run.rules_file import with_rules
from warehouse.dry_run.suggesting import suggested

LINES = 120


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    """Two sources a case, received, in a workspace whose reconciliations have no passes yet."""
    root = tmp_path_factory.mktemp("suggestions") / "work"
    write_company(root, "suggestions")
    workspace = Workspace.open(root)
    with connect(workspace) as connection:
        sync_books(connection, workspace.config, root)
        assert [file.path for file in receive(connection, workspace, "run") if file.refused or file.reason] == []
    yield workspace
    EmbeddedServer.of(workspace.postgres_dir).release()


@pytest.fixture(scope="module")
def suggested_rules(company):
    return suggested(company, company.config.reconciliations)


@pytest.fixture(scope="module")
def suggestions(suggested_rules):
    return {each["id"]: each for each in suggested_rules["suggestions"]}


def passes(suggestion):
    return [Pass.model_validate(each["rule"]) for each in suggestion["passes"]]


def references(suggestion):
    return tuple(References.model_validate(suggestion[side].get("references", {})) for side in ("left", "right"))


def items(suggestion):
    return tuple(sum(each[f"{side}_items"] for each in suggestion["tried"].values()) for side in ("left", "right"))


PLAIN = References()
BY_REFERENCE = {"bare_numbers", "in_a_sentence", "turned"}


def test_prefixes_and_leading_zeros_of_references_are_found(suggestions):
    left, right = references(suggestions["bare_numbers"])
    assert (left.prefixes, left.leading_zeros, right.leading_zeros) == (("INV-",), "drop", "drop")


def test_references_inside_longer_texts_are_found_by_the_other_sides_scheme(suggestions):
    assert references(suggestions["in_a_sentence"]) == (PLAIN, References(pattern=r"INV-\d{6}"))


def test_references_that_need_no_rule_get_none(suggestions):
    assert {references(suggestions[name]) for name in suggestions.keys() - {"bare_numbers", "in_a_sentence"}} == {
        (PLAIN, PLAIN)
    }


def test_opposite_signs_are_turned_and_only_those(suggestions):
    assert [name for name, each in suggestions.items() if each["right"].get("negate")] == ["turned"]


@pytest.mark.parametrize("name", sorted(BY_REFERENCE))
def test_lines_that_share_a_reference_match_by_it_alone(suggestions, name):
    assert [rule.kind for rule in passes(suggestions[name])] == ["reference"]


def test_a_fee_is_found_to_the_last_cent(suggestions):
    (fee,) = suggestions["net"]["fees"]
    assert FeeSchedule.model_validate(fee["schedule"]) == FeeSchedule(
        id="net-eur", currency="EUR", flat=Decimal("0.25"), percent=Decimal("1.4")
    )
    assert [(rule.kind, rule.fees) for rule in passes(suggestions["net"])] == [("net", "net-eur")]


def test_prices_by_size_are_found_with_their_bound(suggestions):
    (fee,) = suggestions["priced_by_size"]["fees"]
    assert FeeSchedule.model_validate(fee["schedule"]).prices == (
        (Decimal(250), Decimal("0.30"), Decimal("2.9")),
        (None, Decimal(0), Decimal("1.1")),
    )


def test_a_fee_that_the_line_states_needs_no_schedule(suggestions):
    assert suggestions["stated"]["fees"] == []
    assert [(rule.kind, rule.fees) for rule in passes(suggestions["stated"])] == [("net", None)]


def test_batches_are_found_by_their_sums(suggestions):
    assert [(rule.kind, rule.by) for rule in passes(suggestions["batches"])] == [("group", "group")]
    assert suggestions["batches"]["expected_lag_days"] == 1


def test_the_lag_is_read_off_the_pairs(suggestions):
    lags = {name: suggestions[name]["expected_lag_days"] for name in (*BY_REFERENCE, "net", "without_references")}
    assert set(lags.values()) == {2}
    (rule,) = passes(suggestions["without_references"])
    assert (rule.kind, rule.within_days) == ("amount_date", 2)


def test_drifting_amounts_are_matched_by_likeness_within_the_drift(suggestions):
    (rule,) = passes(suggestions["drifting"])
    assert (rule.kind, rule.percent_tolerance, rule.within_days) == ("similar", Decimal(2), 2)


def test_sides_that_have_nothing_to_do_with_each_other_get_no_rule_and_a_note_says_so(suggestions, suggested_rules):
    assert suggestions["unrelated"]["passes"] == []
    assert suggestions["unrelated"]["notes"][-1].startswith("no rule fits")
    assert "# unrelated: nothing to suggest" in suggested_rules["yaml"]


def test_tried_the_rules_confirm_every_line_of_their_case(suggestions):
    whole = {
        name: items(each) for name, each in suggestions.items() if name not in ("unrelated", "drifting", "batches")
    }
    assert set(whole.values()) == {(LINES, LINES)}
    assert items(suggestions["batches"]) == (LINES, LINES // 3)
    assert items(suggestions["unrelated"]) == (0, 0)


def test_what_is_printed_is_valid_configuration_as_it_stands(company, suggested_rules, suggestions, tmp_path):
    pasted = tmp_path / "suggested.yml"
    pasted.write_text(suggested_rules["yaml"])
    changed = {rule.id: rule for rule in with_rules(company, pasted).config.reconciliations}
    assert changed.keys() == suggestions.keys()
    for name, suggestion in suggestions.items():
        assert list(changed[name].passes) == passes(suggestion)
        assert (changed[name].left.references, changed[name].right.references) == references(suggestion)


WORDS = ["INV-7", " inv 7 ", "n/a", "NOTPROVIDED", "nonref", "-", "0", "", "00", None]


def rendered(name: str, text: str) -> str:
    """A macro of matching that takes one text, as dbt renders it on DuckDB."""
    source = (PROJECT_DIR / "macros" / "engine" / "text.sql").read_text()
    macros: dict[str, Any] = {}
    adapter = SimpleNamespace(dispatch=lambda asked, _project: macros[f"duckdb__{asked}"])
    template = Environment(autoescape=False).from_string(source, {"adapter": adapter, "return": lambda value: value})  # noqa: S701
    macros |= vars(template.module)
    return str(macros[name](text))


def test_suggestions_and_matching_hold_the_same_words_for_no_reference():
    compared, key_of = rendered("normalize_reference", "given"), rendered("key_of", "given")
    with duckdb.connect() as connection:
        Queries(connection).run("macros")
        for word in WORDS:
            asked = connection.execute(
                f"WITH words AS (SELECT $word::VARCHAR AS word), texts AS (SELECT {compared} AS given FROM"
                " (SELECT word AS given FROM words) AS words)"
                f" SELECT {key_of}, reference_key((SELECT word FROM words)) FROM texts",
                {"word": word},
            ).fetchone()
            assert asked[0] == asked[1]
