"""Accounts that reconciliations name, against the chart as the workspace extends it."""

import pytest

from ledger.chart import chart_of
from orchestration.run.accounts import check_accounts
from tieout.errors import InputError
from tieout.workspace import Workspace

CONFIG = """\
tenant: acme
accounts: chart.csv
entities:
  - {id: de, name: Acme GmbH, currency: EUR}
  - {id: us, name: Acme Inc, currency: USD}
sources:
  - {id: bank, kind: statement, format: camt053, path: in/*.xml}
  - {id: book, kind: book, format: journal_csv, path: in/*.csv}
reconciliations:
  - id: r
    left: {source: %s}
    right: {source: bank}
"""
CHART = "code,name,type,entity\n1300,Till,asset,de\n"


@pytest.fixture
def check(tmp_path):
    def checked(side):
        (tmp_path / "tieout.yml").write_text(CONFIG % side)
        (tmp_path / "chart.csv").write_text(CHART)
        workspace = Workspace.open(tmp_path)
        check_accounts(workspace, chart_of(workspace.config, workspace.root))

    return checked


@pytest.mark.parametrize(
    "side",
    [
        "ledger, account: '1000'",
        "ledger, account: '1300'",
        "ledger, account: '1300', entity: de",
        "book, account: 'its own'",
    ],
)
def test_an_account_of_the_chart_its_extension_or_another_book_is_fine(check, side):
    check(side)


@pytest.mark.parametrize(
    ("side", "of_entity"), [("ledger, account: '1301'", ""), ("ledger, account: '1300', entity: us", " of 'us'")]
)
def test_an_account_that_the_chart_lacks_is_reported_with_its_place(check, side, of_entity):
    place = r"^tieout.yml:11: reconciliations\[0\].left.account: 'r' reconciles account '130\d', "
    with pytest.raises(
        InputError, match=f"{place}which is not in the chart{of_entity}: did you mean '1[0-9]{{3}}'\\?$"
    ):
        check(side)
