"""`tieout report`: the same figures on the screen, in JSON and in every file; `tieout binder`: the same files again."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pypdf
import pytest
from psycopg.conninfo import make_conninfo
from typer.testing import CliRunner

from cli.app import app
from tests.integration.reports.story import Story
from tieout.durable import point_to
from tieout.errors import InputError
from tieout.postgres import DATABASE_URL

Tieout = Callable[..., str]


@pytest.fixture
def tieout(story: Story, monkeypatch: pytest.MonkeyPatch) -> Tieout:
    """Runs a command on the story's workspace, whose second run is published; returns what it prints."""
    root = story.books.root
    point_to(story.books.workspace.marts_link, root / f"{story.runs[1]}.duckdb")
    with story.books.connect() as connection:
        info = connection.info
        monkeypatch.setenv(DATABASE_URL, make_conninfo(info.dsn, password=info.password))

    def run(*words: str) -> str:
        result = CliRunner().invoke(app, [*words, "-w", str(root)], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.stdout

    return run


def test_the_screen_json_and_every_file_have_one_digest_and_the_same_figures(tieout: Tieout, tmp_path: Path) -> None:
    command = ("report", "trial_balance", "--period", "2026-02")
    report = json.loads(tieout(*command, "--json"))
    assert {row["account_code"]: row["closing_balance"] for row in report["rows"]} == {"1000": "15", "4000": "-15"}
    assert report["row_count"] == 2
    assert report["sha256"] in tieout(*command)
    for suffix in ("csv", "xlsx", "pdf"):
        assert report["sha256"] in tieout(*command, "--to", str(tmp_path / f"tb.{suffix}"))
    assert f"# sha256: {report['sha256']}\n" in (tmp_path / "tb.csv").read_text(encoding="utf-8-sig")
    sheet = openpyxl.load_workbook(tmp_path / "tb.xlsx").worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    assert [row[heads.index("Closing")] for row in sheet.iter_rows(min_row=2, values_only=True)] == [15, -15]
    text = pypdf.PdfReader(io.BytesIO((tmp_path / "tb.pdf").read_bytes())).pages[0].extract_text()
    assert "(15.00)" in text
    assert report["sha256"] in text


def test_a_past_run_comes_out_byte_for_byte_and_so_do_its_figures_as_known_then(
    story: Story, tieout: Tieout, tmp_path: Path
) -> None:
    past = ("report", "trial_balance", "--period", "2026-02", "--run", story.runs[0])
    for suffix in ("csv", "xlsx", "pdf"):
        for name in ("once", "again"):
            tieout(*past, "--to", str(tmp_path / f"{name}.{suffix}"))
        assert (tmp_path / f"once.{suffix}").read_bytes() == (tmp_path / f"again.{suffix}").read_bytes()
    then = ("--period", "2026-02", "--known-at", story.between.isoformat(), "--to", str(tmp_path / "then.csv"))
    tieout("report", "trial_balance", *then)
    once, known = ((tmp_path / name).read_bytes().split(b"\n", 10) for name in ("once.csv", "then.csv"))
    assert known[10] == once[10]
    differing = {line.split(b":")[0] for line, other in zip(known, once, strict=True) if line != other}
    assert differing == {b"# as of", b"# known at", b"# run"}, "that run was told as of another day than today"


def test_without_a_name_every_report_is_listed(tieout: Tieout) -> None:
    listed = {report["name"] for report in json.loads(tieout("report", "--json"))["reports"]}
    assert {"trial_balance", "financial_statements", "cash_flow", "changes_in_equity", "ageing"} <= listed


def test_the_binder_is_written_again_as_it_was(story: Story, tieout: Tieout) -> None:
    for path in story.binder.iterdir():
        path.unlink()
    report = json.loads(tieout("binder", "2026-01", "--json"))
    assert report["folder"] == str(story.binder)
    assert {path.name: path.read_bytes() for path in story.binder.iterdir()} == story.bound


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("trial_balanse",), "did you mean 'trial_balance'"),
        (("trial_balance", "--book", "boks"), "did you mean 'books'"),
        (("trial_balance", "--entity", "x"), "no entity 'x'"),
        (("trial_balance", "--as-of", "31.10.2026"), "write it like 2026-10-31"),
        (("trial_balance", "--known-at", "yesterday"), "write it like 2026-11-02T09:00:00Z"),
        (("trial_balance", "--run", "r", "--as-of", "2026-01-01"), "leave out --as-of"),
        (("trial_balance", "--run", "never"), "no figures of a run 'never'"),
        (("trial_balance", "--to", "report.doc"), "name a file that ends in .csv, .xlsx, .pdf"),
        (("trial_balance", "--to", "nowhere/report.csv"), "make it first"),
        (("revaluations",), "these marts have no revaluations"),
    ],
)
def test_what_cannot_be_reported_is_said_in_one_line(tieout: Tieout, words: tuple[str, ...], reason: str) -> None:
    with pytest.raises(InputError, match=reason) as raised:
        tieout("report", *words)
    assert "\n" not in str(raised.value)
