"""`tieout verify` and `tieout seal` as a person or a program meets them."""

import json

import pytest
import typer
from typer.testing import CliRunner

from cli import seal, verify
from ledger.posting import post
from ledger.setup import sync_books
from tieout.errors import InputError
from tieout.postgres import connect


@pytest.fixture
def tieout(workspace, journal):
    """Runs a command in the workspace of a tenant that has a journal."""
    with connect(workspace) as connection:
        sync_books(connection, workspace.config, workspace.root)
        post(connection, workspace.config.tenant, [journal("CLI-1", reference="R [bold]1[/bold]")])
    app = typer.Typer()
    verify.add_to(app)
    seal.add_to(app)

    def run(*arguments):
        result = CliRunner().invoke(app, [*arguments, "-w", str(workspace.root)])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture
def edited(tieout, workspace):
    """The journal's reference is edited behind the law, and put back afterwards: the workspace is the session's."""

    def write(reference):
        with connect(workspace) as superuser:
            superuser.execute("SET session_replication_role = replica")
            superuser.execute(
                "UPDATE ledger.journals SET reference = %s WHERE tenant_id = %s AND journal_id = 'CLI-1'",
                (reference, workspace.config.tenant),
            )
            superuser.commit()

    write("forged [red]")
    yield
    write("R [bold]1[/bold]")


def test_a_proven_book_is_said_in_a_line_and_exits_with_0(tieout):
    result = tieout("verify")
    assert result.exit_code == 0
    assert "✓ the book is what its events say" in result.output


def test_sealing_keeps_the_head_and_verifying_finds_it_in_the_chain(tieout, tmp_path):
    heads = tmp_path / "heads.jsonl"
    sealed = json.loads(tieout("seal", "--json", "--heads", str(heads)).output)
    assert json.loads(heads.read_text()) == sealed["head"]
    assert "nothing was new" in tieout("seal").output
    assert "the seal chain contains the 1 head that was kept" in tieout("verify", "--heads", str(heads)).output


def test_json_is_one_object_with_every_number(tieout):
    verdict = json.loads(tieout("verify", "--json").output)
    assert verdict["proven"] is True
    assert verdict["findings"] == []
    assert verdict["total"] == 0
    assert verdict["lines"] >= 2


@pytest.mark.usefixtures("edited")
def test_a_finding_is_a_line_that_says_where_and_both_values_and_exits_with_1(tieout):
    result = tieout("verify")
    assert result.exit_code == 1
    line = "journal CLI-1, line 1: reference is not what the event says (found forged [red], expected R [bold]1[/bold])"
    assert f"✗ {line}" in result.output
    assert result.output.index("line 1") < result.output.index("line 2")


@pytest.mark.usefixtures("edited")
def test_findings_in_json_exit_with_1(tieout):
    result = tieout("verify", "--json")
    assert result.exit_code == 1
    (first, *_) = json.loads(result.output)["findings"]
    assert first == {
        "what": "reference is not what the event says",
        "where": "journal CLI-1, line 1",
        "expected": "R [bold]1[/bold]",
        "found": "forged [red]",
    }


def test_a_missing_file_of_heads_is_bad_input(tieout, tmp_path):
    with pytest.raises(InputError, match=r"none.jsonl: the heads cannot be read"):
        tieout("verify", "--heads", str(tmp_path / "none.jsonl"))
