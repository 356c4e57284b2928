"""A dry run tells what a run would do: on the sample company, with rules that were suggested from it and then changed."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from reconcile.suggest import as_yaml, candidates
from sample import generate
from sample.truth import compare
from tests.integration.pipeline.company import Company, one_line
from tieout.config import Pass
from tieout.published import open_published
from warehouse.dry_run.suggesting import proposed

TOLERANT = Pass(kind="reference", within_days=10, amount_tolerance=Decimal(50))
CONFIRMED = """
SELECT reconciliation, string_agg(side || ' ' || item_id, ',' ORDER BY side, item_id)
FROM matches INNER JOIN match_items USING (match_id)
WHERE status = 'confirmed' GROUP BY reconciliation, match_id
"""


def confirmed(company):
    """Every confirmed match, as its reconciliation and its items."""
    return set(company.sql(CONFIRMED))


def shown(result, which):
    """What a run would change: the changes that no settled match stands against."""
    return {
        (row["id"], ",".join(f"{item['side']} {item['item_id']}" for item in by_id(match["items"])))
        for row in result["reconciliations"]
        for match in row[f"matches_{which}"]
        if not match["settled"]
    }


def by_id(items):
    return sorted(items, key=lambda item: (item["side"], item["item_id"]))


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    return generate(tmp_path_factory.mktemp("sample") / "demo", journals=2000, seed=4)


@pytest.fixture(scope="module")
def sample_company(sample):
    """The sample company, published by the rules that were written for it."""
    company = Company(sample.root)
    for postings in sample.postings:
        assert company.inside("post", str(postings)).returncode == 0
    assert company.run()["status"] == "published"
    yield company
    company.rest()


@pytest.fixture(scope="module")
def suggestions(sample_company):
    """What is suggested where nothing is reconciled yet."""
    return suggested_for(sample_company)


def suggested_for(sample_company):
    bare = sample_company.workspace.config.model_copy(update={"reconciliations": ()})
    return proposed(sample_company.workspace, candidates(bare, None, None, None))


@pytest.fixture(scope="module")
def changed(sample_company, tmp_path_factory):
    """The suggested rules, but the dollar bank no longer matches by amount, and the euro bank may differ by some euros."""
    changes = {
        "bank-usd": lambda passes: passes[:1],
        "bank-eur": lambda passes: [replace(passes[0], rule=TOLERANT), *passes[1:]],
    }
    suggestions = suggested_for(sample_company)
    for each in suggestions:
        each.passes = changes.get(each.reconciliation.id, list)(each.passes)
    file = tmp_path_factory.mktemp("rules") / "changed.yml"
    file.write_text(as_yaml(suggestions, {}))
    return file


@pytest.fixture(scope="module")
def dry(sample_company, changed):
    """The dry run of these rules, and what was published when it had ended."""
    done = sample_company.inside("match", "--dry-run", "--rules", str(changed), "--limit", "100000", "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), sample_company.version()


def test_the_rules_that_were_written_by_hand_find_all_that_was_planted(sample_company, sample):
    with open_published(sample_company.workspace) as marts:
        comparison = compare(marts, sample.truth)
    assert sum(score.planted for score in comparison.scores) > 0
    assert comparison.flawless


def test_suggested_sides_are_the_statements_against_the_accounts_that_they_prove(sample_company, suggestions):
    written = {rule.id: rule for rule in sample_company.workspace.config.reconciliations}
    assert [each.reconciliation.id for each in suggestions] == list(written)
    for each in suggestions:
        assert (each.reconciliation.left, each.reconciliation.right) == (
            written[each.reconciliation.id].left,
            written[each.reconciliation.id].right,
        )


def test_suggested_passes_are_those_that_were_written_by_hand(suggestions):
    kinds = {each.reconciliation.id: [(each.rule.kind, each.rule.by) for each in each.passes] for each in suggestions}
    assert kinds["stripe"] == [("reference", None)]
    assert kinds["wallet"] == [("reference", None), ("group", "group")]
    assert kinds["bank-eur"] == kinds["bank-usd"] == [("reference", None), ("amount_date", None)]


def test_the_fees_of_the_processor_are_found_exactly(suggestions):
    notes = next(each.notes for each in suggestions if each.reconciliation.id == "stripe")
    assert any("EUR: 1.4 % + 0.25 EUR: explains" in note and "(100 %)" in note for note in notes)
    assert any("USD: 2.9 % + 0.30 USD: explains" in note and "(100 %)" in note for note in notes)


def test_suggested_rules_confirm_what_the_hand_written_ones_do(dry):
    rows = {row["id"]: row for row in dry[0]["reconciliations"]}
    for name in ("stripe", "wallet", "bank-eur"):
        assert rows[name]["lost"] == 0
        assert rows[name]["confirmed_after"] >= rows[name]["confirmed_before"] > 0


def test_a_dry_run_publishes_nothing_and_leaves_nothing(sample_company, dry):
    result, version = dry
    assert version == sample_company.version()
    assert result["published_run"] in version[0].name
    assert {left.name for left in (sample_company.workspace.state / "trial").iterdir()} == {"lock"}


def test_what_is_lost_says_what_becomes_of_its_items(dry):
    rows = {row["id"]: row for row in dry[0]["reconciliations"]}
    lost = [item["otherwise"] for match in rows["bank-usd"]["matches_lost"] for item in match["items"]]
    assert set(lost) == {"missing_in_ledger", "missing_in_statement", "in_transit"}
    gained = [item["otherwise"] for match in rows["bank-eur"]["matches_gained"] for item in match["items"]]
    assert set(gained) == {"amount_mismatch"}


def test_only_matches_that_are_not_settled_yet_would_be_lost(dry):
    rows = {row["id"]: row for row in dry[0]["reconciliations"]}
    settled = [match["settled"] for match in rows["bank-usd"]["matches_lost"]]
    assert rows["bank-usd"]["settled"] == sum(settled)
    assert 0 < sum(settled) < len(settled) == rows["bank-usd"]["lost"]


def test_a_run_by_these_rules_gains_and_loses_exactly_what_the_dry_run_reported(sample_company, changed, dry):
    result = dry[0]
    before = confirmed(sample_company)
    config = sample_company.root / "tieout.yml"
    config.write_text(config.read_text().partition("reconciliations:")[0] + changed.read_text())
    assert sample_company.run()["status"] == "published"
    after = confirmed(sample_company)
    assert shown(result, "gained") == after - before != set()
    assert shown(result, "lost") == before - after != set()


MISTAKES = {
    "reconciliations:\n  - id: bank\n    left: {source: ledger, account: '1000'}\n    right: {source: bnk}\n": (
        "rules.yml:4: reconciliations[0].right.source: no source 'bnk': did you mean 'bank'?"
    ),
    "reconciliation:\n  - id: bank\n": "rules.yml:1: 'reconciliation' is no rule: did you mean 'reconciliations'?",
    "tenant: other\nentities: [{id: e, name: E, currency: EUR}]\n": "rules.yml:1: tenant: the workspace's is 'acme'",
    "reconciliations:\n  - {id: [\n": "rules.yml:3: not valid YAML",
}


@pytest.mark.parametrize("text", MISTAKES)
def test_rules_that_are_wrong_are_reported_by_file_and_line(company, text):
    file = company.write("rules.yml", text)
    done = company.inside("match", "--dry-run", "--rules", str(file))
    assert (done.returncode, one_line(done.stderr)) == (2, True)
    assert MISTAKES[text] in done.stderr


def test_matching_without_trying_is_refused_in_one_line(company):
    done = company.inside("match")
    assert (done.returncode, one_line(done.stderr)) == (2, True)
    assert "tieout run" in done.stderr


def test_there_is_nothing_to_compare_with_before_the_first_run(company):
    done = company.inside("match", "--dry-run")
    assert (done.returncode, one_line(done.stderr)) == (2, True)
    assert "nothing is published yet" in done.stderr


WRONG_ARGUMENTS = {
    ("--left", "ledger:1000"): "name the other one with --right",
    ("--left", "ledger", "--right", "bank"): "--left: 'ledger' is a book: name the 'account' to reconcile",
    ("--left", "ledger:1000", "--right", "bnk"): "--right: no source 'bnk': did you mean 'bank'?",
    ("--reconciliation", "bnk"): "no reconciliation 'bnk': did you mean 'bank'?",
    (): "no source is left to reconcile",
}


@pytest.mark.parametrize("arguments", WRONG_ARGUMENTS)
def test_sides_that_are_named_wrongly_are_reported(company, arguments):
    done = company.inside("rules", "suggest", *arguments)
    assert (done.returncode, one_line(done.stderr)) == (2, True)
    assert WRONG_ARGUMENTS[arguments] in done.stderr


def test_rules_alone_still_lists_the_posting_rules(company):
    done = company.inside("rules", "--json")
    assert done.returncode == 0, done.stderr
    assert any(event["type"] for event in json.loads(done.stdout)["events"])
