"""Our trial balance beside another system's: whatever notation the file has, exact, and each account told."""

import json
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from cli.app import app
from tests.support.marts_fixture import make_workspace, publish
from tests.support.rounds import rounds
from tieout.errors import InputError
from tieout.published import open_published
from tieout.workspace import Workspace

OURS = """
SELECT account_code, sum(base_closing_balance) FROM trial_balance
WHERE entity_id = 'acme-de' AND book = 'ledger' AND period = '2026-03' GROUP BY account_code ORDER BY account_code
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    workspace = make_workspace(tmp_path_factory.mktemp("tie-out"))
    publish(workspace, journals=48)
    return workspace


@pytest.fixture(scope="module")
def ours(root):
    with open_published(Workspace.open(root)) as marts:
        return dict(marts.execute(OURS).fetchall())


@pytest.fixture
def tie_out(root, tmp_path):
    """Writes the file and compares with it: exit code, and what --json says."""

    def compare(text, *options, encoding="utf-8"):
        file = tmp_path / "theirs.csv"
        file.write_text(text, encoding=encoding)
        command = ["tie-out", str(file), "-w", str(root), "--entity", "acme-de", "--json", *options]
        done = CliRunner().invoke(app, command)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.exit_code, json.loads(done.stdout)

    return compare


def written(ours, head="Account,Balance", row="{},{}"):
    return "\n".join([head, *(row.format(code, balance) for code, balance in ours.items())])


def test_the_same_trial_balance_ties(tie_out, ours):
    code, result = tie_out(written(ours))
    assert code == 0
    assert result["ties"] is True
    assert result["counts"] == {"equal": len(ours), "differs": 0, "only ours": 0, "only theirs": 0}
    assert (result["period"], result["currency"], result["ours"], result["theirs"]) == ("2026-03", "EUR", "0", "0")


def test_each_difference_is_reported_by_its_account_and_amount(tie_out, ours):
    theirs = {**ours, "1000": ours["1000"] + Decimal("0.01"), "9999": Decimal(5), "8888": Decimal(0)}
    del theirs["5100"]
    code, result = tie_out(written(theirs))
    outcomes = {
        account["account_code"]: (account["outcome"], account["difference"])
        for account in result["accounts"]
        if account["outcome"] != "equal"
    }
    assert code == 1
    assert outcomes == {
        "1000": ("differs", "-0.01"),
        "5100": ("only ours", f"{ours['5100'].normalize():f}"),
        "9999": ("only theirs", "-5"),
    }
    assert result["counts"]["equal"] == len(ours) - 1  # with the account that they keep at zero


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("Code;Name;Soll;Haben\n1;x;1.234.567,89;\n2;y;;1.234.567,89\n;;;\nTotal;;1.234.567,89;1.234.567,89", ["--decimal", ","]),
        ("GL Account\tAccount Name\tDebit\tCredit\n1\tx\t1,234,567.89\t0\n2\ty\t0\t1234567.89", []),
        ('Account No.,Net\n1,"1,234,567.89"\n2,"( 1,234,567.89 )"', []),
        ("acct,amount\n1,1234567.89\n2,1234567.89-", []),
        ("\ufeffNumber,Ending Balance\n1,1 234 567.89\n2,−1 234 567.89", []),
        ("1st,2nd\n1,1234567.89\n2,-1234567.89", ["--column", "account=1st", "--column", "balance=2nd"]),
        ("account,balance\n1,1000000\n1,234567.89\n2,-1234567.89", []),
    ],
    ids=["german", "tabs", "parentheses", "trailing minus", "bom and blanks", "named columns", "two lines an account"],
)  # fmt: skip
def test_notations_of_other_systems_are_read(tie_out, text, options):
    _, result = tie_out(text, *options)
    theirs = {account["account_code"]: account["theirs"] for account in result["accounts"] if account["theirs"]}
    assert theirs == {"1": "1234567.89", "2": "-1234567.89"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("code,balance\n1,1.234,56", r"theirs\.csv:2: has more fields than the first line has columns"),
        ("code;balance\n1;1.234,56", r"theirs\.csv:2: balance '1\.234,56' is no number with the decimal sign '\.'"),
        ("code,balance\n1000,5\n1,abc", r"theirs\.csv:3: balance 'abc' is no number"),
        ("code,balance\n1,1.0000000001", r"theirs\.csv:2: balance '1\.0000000001' is no number"),
        ("code,balance\n1,1e3", r"theirs\.csv:2: balance '1e3' is no number"),
        ("code,balance\n1,12-34", r"theirs\.csv:2: balance '12-34' is no number"),
        ("code,balance\n1,12 34", r"theirs\.csv:2: balance '12 34' is no number"),
        ("name,balance\nx,1", r"theirs\.csv:1: no column holds the account's code \(there are: name, balance\)"),
        ("code,debit\n1,1", r"theirs\.csv:1: no column holds a balance, nor both a debit and a credit"),
        ("", r"theirs\.csv"),
    ],
)
def test_a_file_that_cannot_be_compared_is_one_clear_line(tie_out, text, message):
    with pytest.raises(InputError, match=message) as raised:
        tie_out(text)
    assert "\n" not in str(raised.value)


def test_what_is_requested_must_be_there(tie_out, root, tmp_path):
    with pytest.raises(InputError, match="has no period '2026-30' in book 'ledger': did you mean '2026-0"):
        tie_out("code,balance\n1,1", "--period", "2026-30")
    with pytest.raises(InputError, match="no trial balance of entity 'acme-de' and book 'other'"):
        tie_out("code,balance\n1,1", "--book", "other")
    with pytest.raises(InputError, match="write ROLE=NAME"):
        tie_out("code,balance\n1,1", "--column", "colour=red")
    with pytest.raises(InputError, match="has no column 'Sum': did you mean 'sums'"):
        tie_out("code,sums\n1,1", "--column", "balance=Sum")
    (tmp_path / "theirs.csv").unlink()
    with pytest.raises(InputError, match="no such file"):
        CliRunner().invoke(
            app,
            ["tie-out", str(tmp_path / "theirs.csv"), "-w", str(root), "--entity", "acme-de"],
            catch_exceptions=False,
        )


amounts = st.decimals(-(10**20), 10**20, places=9, allow_nan=False)


@pytest.mark.soak
@settings(max_examples=rounds(8, 500), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    balances=st.dictionaries(st.text("0123456789ABC-", min_size=1, max_size=6), amounts, min_size=1, max_size=6),
    comma=st.booleans(),
)
def test_every_digit_counts_in_either_notation(tie_out, balances, comma):
    shown = {code: f"{balance:,f}" for code, balance in balances.items()}
    if comma:
        shown = {code: text.translate({44: ".", 46: ","}) for code, text in shown.items()}
    text = "code;balance\n" + "\n".join(f'"{code}";{amount}' for code, amount in shown.items())
    _, result = tie_out(text, "--decimal", "," if comma else ".")
    theirs = {
        account["account_code"]: Decimal(account["theirs"]) for account in result["accounts"] if account["theirs"]
    }
    assert theirs == balances
