"""What stands from run to run, what a restated file takes back, and what people decide: three runs of one workspace."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

from cli.exceptions.session import LEDGER
from reconcile.casework import CaseworkSession, force_match, reject, split, unmatch
from tests.support.daily import Replay
from tests.support.matching_build import Built, Case, Line, configure, write_lines
from tests.support.replaying import Runs
from tieout.postgres import connect
from tieout.workspace import Workspace

EARLY, LATE = date(2026, 9, 30), date(2026, 10, 31)


def line(name: str, day: int, amount: str, reference: str = "") -> Line:
    return Line(name, date(2026, 9, day), Decimal(amount), reference)


def pair(amount: str, reference: str = "A1") -> Case:
    return Case((line("l", 1, amount, reference),), (line("r", 2, amount, reference),))


CASES = {
    "stands": pair("10.00"),
    "restated": pair("20.00"),
    "taken-back": pair("30.00"),
    "unmatched": pair("40.00"),
    "forced": Case((line("l", 1, "50.00"),), (line("r", 2, "49.00"),)),
    "split": Case((line("l1", 1, "40.00", "S1"), line("l2", 1, "20.00", "S2")), (line("r", 2, "60.00", "B9"),)),
    "rejected": Case((line("l", 1, "70.00", "A1"),), (line("r", 2, "70.01", "A1"),)),
    "early": Case((line("l", 28, "90.00", "A1"),), (line("r", 28, "90.00", "A1"),)),
    "in-doubt": Case((line("l", 28, "80.00"),), (line("r", 28, "80.00"),)),
}
"""As they first arrive; the second delivery restates the right sides of `restated`, `early` and `taken-back`, and brings one more
line that fits the left one of `in-doubt`."""


@pytest.fixture(scope="module")
def three_runs(server_root: Path) -> Iterator[SimpleNamespace]:
    runs = Runs(server_root, server_root / "standing", dict(CASES))
    replay = Replay(CASES)
    replay.configure(runs.root, "standing")
    replay.deliver_all(runs.root)
    first = runs.run(EARLY)
    deliver_again(runs.root, "restated", line("r", 2, "20.50", "A1"))
    deliver_again(runs.root, "early", line("r", 28, "90.50", "A1"))
    deliver_again(runs.root, "taken-back", line("other", 2, "1.00", "Z9"))
    write_lines(runs.root / "inbox" / "in-doubt-right-more.csv", [line("r", 28, "80.00"), line("r2", 28, "80.00")])
    decide(runs)
    second = runs.run(EARLY)
    third = runs.run(LATE)
    yield SimpleNamespace(first=first, second=second, third=third)
    for built in (first, second, third):
        built.marts.close()


def deliver_again(root: Path, case: str, restated: Line) -> None:
    """The file that had brought the right side, with another content."""
    (brought,) = (root / "inbox").glob(f"{case}-right-*.csv")
    write_lines(brought, [restated])


def decide(runs: Runs) -> None:
    workspace = Workspace.open(runs.root)
    version = workspace.marts_link.resolve()
    with connect(Workspace.open(runs.server_root)) as connection, duckdb.connect(str(version), read_only=True) as marts:
        session = CaseworkSession(connection, workspace.config, marts, LEDGER, actor="anna")

        def ids(case: str) -> list[str]:
            sql = "SELECT exception_id FROM marts.exceptions WHERE reconciliation = ? ORDER BY line_ref DESC"
            return [row[0] for row in marts.execute(sql, [case]).fetchall()]

        found = marts.execute("SELECT match_id FROM marts.matches WHERE reconciliation = 'unmatched'").fetchall()
        unmatch(session, [row[0] for row in found], "two different payments")
        force_match(session, ids("forced"), "the bank kept a fee")
        split(session, ids("split")[0], [Decimal(40), Decimal(20)], "two payments in one")
        reject(session, ids("rejected"), "another customer")


def revoked(built: Built, case: str) -> list[str]:
    found = built.rows(
        "SELECT reason FROM marts.matches WHERE reconciliation = $case AND status = 'revoked' ORDER BY 1", case=case
    )
    return [row[0] for row in found]


def proposed(built: Built, case: str) -> list[str]:
    found = built.rows(
        "SELECT reason FROM marts.matches WHERE reconciliation = $case AND status = 'proposed'", case=case
    )
    return [row[0] for row in found]


def test_what_is_settled_stands(three_runs):
    both = {frozenset({"l", "r"})}
    assert [built.matches("stands") for built in (three_runs.first, three_runs.second, three_runs.third)] == [
        both,
        both,
        both,
    ]


def test_a_restated_line_revokes_its_match_and_says_so(three_runs):
    assert three_runs.first.matches("restated") == {frozenset({"l", "r"})}
    for later in (three_runs.second, three_runs.third):
        assert later.matches("restated") == set()
        assert revoked(later, "restated") == []
        assert proposed(later, "restated") == [
            "Same reference A1, but the amounts differ. Revoked: line r of restated-right was restated"
        ]
        assert later.types("restated") == {"l": "restated", "r": "restated"}


def test_a_match_that_was_not_settled_yet_is_revoked_alike(three_runs):
    for later in (three_runs.second, three_runs.third):
        assert proposed(later, "early") == [
            "Same reference A1, but the amounts differ. Revoked: line r of early-right was restated"
        ]
        assert later.types("early") == {"l": "restated", "r": "restated"}


def test_a_line_that_is_taken_back_leaves_the_other_open(three_runs):
    assert three_runs.second.matches("taken-back") == set()
    assert revoked(three_runs.second, "taken-back") == ["Revoked: line r of taken-back-right was restated"]
    assert three_runs.second.types("taken-back")["l"] == "restated"
    lines = three_runs.second.rows("SELECT line_ref FROM marts.statement_lines WHERE source = 'taken-back-right'")
    assert lines == [("other",)]


def test_what_a_person_takes_apart_is_not_matched_again(three_runs):
    assert three_runs.first.matches("unmatched") == {frozenset({"l", "r"})}
    for later in (three_runs.second, three_runs.third):
        assert later.matches("unmatched") == later.matches("unmatched", "proposed") == set()
        assert revoked(later, "unmatched") == ["Revoked: unmatched by anna: two different payments"]
        assert later.types("unmatched").keys() == {"l", "r"}


def test_what_a_person_matches_is_matched_with_its_difference(three_runs):
    for later in (three_runs.second, three_runs.third):
        assert later.matches("forced") == {frozenset({"l", "r"})}
        found = later.rows("SELECT pass, difference, reason FROM marts.matches WHERE reconciliation = 'forced'")
        assert found == [("decision", Decimal(1), "Decided by anna: the bank kept a fee")]


def test_parts_of_a_split_item_match_by_themselves(three_runs):
    for later in (three_runs.second, three_runs.third):
        assert later.matches("split") == {frozenset({"l1", "r/1"}), frozenset({"l2", "r/2"})}


def test_a_rejected_proposal_is_not_made_again(three_runs):
    assert three_runs.first.matches("rejected", "proposed") == {frozenset({"l", "r"})}
    assert (
        three_runs.second.matches("rejected", "proposed") == three_runs.third.matches("rejected", "proposed") == set()
    )


def test_a_confirmed_match_that_other_lines_fit_as_well_is_a_proposal_and_nothing_else(three_runs):
    assert three_runs.first.matches("in-doubt") == {frozenset({"l", "r"})}
    for later in (three_runs.second, three_runs.third):
        assert later.matches("in-doubt") == set()
        assert later.matches("in-doubt", "proposed") == {frozenset({"l", "r"}), frozenset({"l", "r2"})}
        assert revoked(later, "in-doubt") == []


def test_a_match_has_one_row(three_runs):
    for built in (three_runs.first, three_runs.second, three_runs.third):
        assert built.rows("SELECT match_id FROM marts.matches GROUP BY match_id HAVING count(*) > 1") == []


def test_nothing_is_unexplained_in_any_run(three_runs):
    for built in (three_runs.first, three_runs.second, three_runs.third):
        assert built.rows("SELECT reconciliation FROM marts.reconciliation_summary WHERE unexplained <> 0") == []
        counted = built.rows("SELECT sum(left_items), sum(right_items) FROM marts.reconciliation_summary")
        places = built.rows(
            "SELECT count(*) FILTER (side = 'left'), count(*) FILTER (side = 'right') FROM ("
            " SELECT side FROM marts.match_items JOIN marts.matches USING (match_id) WHERE status = 'confirmed'"
            " UNION ALL SELECT side FROM marts.exceptions UNION ALL SELECT side FROM marts.in_transit_items)"
        )
        assert counted == places


def test_an_id_never_goes_from_a_settled_line_to_another_when_lines_of_its_ref_are_taken_back(
    server_root: Path,
) -> None:
    case = Case((line("X", 1, "10.00", "A1"),), (line("r1", 1, "10.00", "A1"), line("r2", 2, "20.00", "B2")))
    runs = Runs(server_root, server_root / "reused", {"reused": case})
    runs.root.mkdir()
    configure(runs.root, "reused", runs.cases)
    inbox = runs.root / "inbox"
    write_lines(inbox / "reused-left-1.csv", case.left)
    write_lines(inbox / "reused-left-2.csv", [line("X", 2, "20.00", "B2")])
    write_lines(inbox / "reused-right-1.csv", case.right)
    runs.run(LATE).marts.close()
    write_lines(inbox / "reused-left-1.csv", [line("Y", 1, "11.00", "Z9")])
    write_lines(inbox / "reused-left-3.csv", [line("X", 3, "30.00", "C3")])
    write_lines(inbox / "reused-right-2.csv", [line("r3", 3, "30.00", "C3")])
    second = runs.run(LATE)
    items = (
        "SELECT item_id, date FROM marts.match_items INNER JOIN marts.matches USING (match_id)"
        " WHERE source = 'reused-left' AND matches.status = 'confirmed' ORDER BY date"
    )
    assert second.rows(items) == [
        ("reused-left:X#2", date(2026, 9, 2)),
        ("reused-left:X", date(2026, 9, 3)),
    ]
    second.marts.close()
